//! Reading documents: fields, places, tiers, and any text whatever.

use groundswell_mentions::{
    Document, Gazetteer, Kind, Ocr, Outcome, Reading, Scratch, Tier, Tiers,
};
use proptest::prelude::*;
use std::sync::LazyLock;

static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(|| {
    Gazetteer::embedded().expect("a test of the tables holds that they have no fault")
});

fn read<'s>(
    fields: &[&str],
    year: Option<i32>,
    tiers: Tiers,
    scratch: &'s mut Scratch,
) -> Reading<'s> {
    GAZETTEER.read(&Document { fields, year, tiers, ocr: Ocr::Exact }, scratch)
}

/// Every mention as `field:written form`.
fn written(fields: &[&str], tiers: Tiers) -> Vec<String> {
    let mut scratch = Scratch::default();
    let reading = read(fields, Some(1973), tiers, &mut scratch);
    let form = |field: u16, start: u32, end: u32| {
        &fields[usize::from(field)][start as usize..end as usize]
    };
    reading
        .mentions
        .iter()
        .map(|m| format!("{}:{}", m.field, form(m.field, m.start, m.end)))
        .collect()
}

#[test]
fn fields_and_places_are_those_of_the_original() {
    for (fields, expected) in [
        (vec!["Chile", "Chile", "Chile and Peru"], vec!["0:Chile", "2:Chile", "2:Peru"]),
        (vec!["Chile and Peru", "Chile", "", "Peru"], vec!["0:Chile", "0:Peru", "3:Peru"]),
        (
            vec!["&#8220;Argen-\ntina&#8221; and Bra\u{ad}zil"],
            vec!["0:Argen-\ntina", "0:Bra\u{ad}zil"],
        ),
        (vec!["C&ocirc;te d&rsquo;Ivoire, Peru"], vec!["0:C&ocirc;te d&rsquo;Ivoire", "0:Peru"]),
        (vec![], vec![]),
    ] {
        assert_eq!(written(&fields, Tiers::default()), expected, "{fields:?}");
    }
}

#[test]
fn tiers_are_chosen() {
    let text = ["Chilean miners of Chile march in Valparaiso"];
    for (tiers, expected) in [
        (Tiers::NAMES, vec!["0:Chile"]),
        (Tiers::default(), vec!["0:Chilean", "0:Chile"]),
        (Tiers::ALL, vec!["0:Chilean", "0:Chile", "0:Valparaiso"]),
        (Tiers { names: false, demonyms: false, cities: true }, vec!["0:Valparaiso"]),
    ] {
        assert_eq!(written(&text, tiers), expected);
    }
    let mut scratch = Scratch::default();
    let reading = read(&text, Some(1973), Tiers::ALL, &mut scratch);
    let kinds: Vec<(Tier, Kind)> = reading.mentions.iter().map(|m| (m.tier, m.kind)).collect();
    assert_eq!(kinds, [(Tier::B, Kind::Demonym), (Tier::A, Kind::Name), (Tier::C, Kind::City)]);
    assert_eq!(GAZETTEER.surface(reading.mentions[1].name), Some("Chile"));
}

#[test]
fn a_span_is_explained() {
    let explain = |text: &str, year| {
        let fields = [text];
        GAZETTEER.explain(&Document {
            fields: &fields,
            year,
            tiers: Tiers::default(),
            ocr: Ocr::Exact,
        })
    };
    for (text, year, form, outcome) in [
        ("News of Chile", Some(1973), "Chile", Outcome::Counts),
        ("Latin America", Some(1973), "Latin America", Outcome::Blocked),
        ("Zaire today", Some(1950), "Zaire", Outcome::NotInUse),
        ("In Valparaiso", Some(1950), "Valparaiso", Outcome::TierOff),
        ("Jordan scores", Some(1990), "Jordan", Outcome::NoCue(vec!["jordan".to_owned()])),
        ("Peru, Ind.", Some(1990), "Peru", Outcome::Vetoed("*".to_owned())),
        ("a riot", Some(1990), "riot", Outcome::Unrest),
        ("an air strike", Some(1990), "strike", Outcome::NotUnrest),
    ] {
        let considered = explain(text, year);
        assert!(
            considered.iter().any(|span| span.form == form && span.outcome == outcome),
            "{text}: {considered:?}"
        );
    }
}

#[test]
fn an_undated_label_is_read_whole() {
    for (label, expected) in [
        ("Korea, Dem. Rep.", "PRK"),
        ("roumania", "ROU"),
        ("Virgin Islands, British", "VGB"),
        ("Congo", "COG"),
    ] {
        let mut scratch = Scratch::default();
        let reading = read(&[label], None, Tiers::default(), &mut scratch);
        let ids: Vec<&str> =
            reading.mentions.iter().map(|m| GAZETTEER.polity(m.polity).id.as_str()).collect();
        assert_eq!(ids, [expected], "{label}");
    }
}

#[test]
fn a_long_hostile_text_is_read_in_linear_time() {
    // A quadratic reading of these would not end in an hour.
    for text in
        ["- ".repeat(500_000), "&".repeat(1_000_000), "New ".repeat(250_000), "¬ a".repeat(300_000)]
    {
        assert_eq!(written(&[text.as_str()], Tiers::ALL).len(), 0);
    }
    let names = "Peru, Ind. Georgia Mr. French ".repeat(10_000);
    assert_eq!(written(&[names.as_str()], Tiers::default()).len(), 0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn any_text_is_read_and_every_place_is_a_slice(
        text in "(\\PC|\\x00|Chile|Peru|, Ind\\.|U\\.S\\.|-\n|&#8217;|&amp;|¬|’|\u{ad}| |Mr\\.|strike){0,40}",
        year in proptest::option::of(1700..2100),
    ) {
        let fields = [text.as_str()];
        let mut scratch = Scratch::default();
        let first = read(&fields, year, Tiers::ALL, &mut scratch).mentions.to_vec();
        for mention in &first {
            let slice = text.get(mention.start as usize..mention.end as usize);
            prop_assert!(slice.is_some_and(|slice| !slice.is_empty()));
        }
        let counted = |o: &groundswell_mentions::Considered| o.outcome == Outcome::Counts;
        let document = Document { fields: &fields, year, tiers: Tiers::ALL, ocr: Ocr::Exact };
        prop_assert_eq!(GAZETTEER.explain(&document).iter().filter(|o| counted(o)).count(), first.len());
        let again = read(&fields, year, Tiers::ALL, &mut scratch).mentions.to_vec();
        prop_assert_eq!(first, again);
    }
}
