//! Names that a machine misread: what is taken for them, when, and what is not.

use groundswell_mentions::{Document, Gazetteer, Ocr, Scratch, Tiers};

#[test]
fn a_misread_name_counts_where_it_is_asked_for() {
    let gazetteer = Gazetteer::embedded().unwrap();
    let mut scratch = Scratch::default();
    for (text, year, ocr, expected) in [
        ("The Ruffian and Spanifh armies", Some(1799), Ocr::LongS, "Ruffian Spanifh"),
        ("The Ruffian and Spanifh armies", Some(1799), Ocr::Exact, ""),
        ("The Ruffian and Spanifh armies", Some(1850), Ocr::LongS, ""),
        ("The Ruffian and Spanifh armies", None, Ocr::LongS, ""),
        ("A Spaniſh frigate off Peru", None, Ocr::LongS, "Spaniſh Peru"),
        ("His Britifh Majefty in Affghanistan", Some(1790), Ocr::LongS, "Britifh Affghanistan"),
        ("riots in Gennany, Switzeriand", Some(1890), Ocr::Near, "Switzeriand"),
        ("riots in Gernany and Hungaiy", Some(1890), Ocr::Near, "Gernany Hungaiy"),
        ("riots in Gernany and Hungaiy", Some(1890), Ocr::LongS, ""),
        ("RIOTS IN GERNANY", Some(1890), Ocr::Near, "GERNANY"),
        ("news from Portugai, from Portugal", Some(1890), Ocr::Near, "Portugai Portugal"),
        ("Hungry mob; Grenade thrown by Howland", Some(1932), Ocr::Near, ""),
        ("a germany, the Irelands, a bit of Hollands", Some(1890), Ocr::Near, ""),
        ("Iran or Iraq: Irak, Irax", Some(1950), Ocr::Near, "Iran Iraq Irak"),
        ("Ausiria, Ind., and Bavarla Street", Some(1890), Ocr::Near, ""),
        ("Con- gress of Gernany, Britifh", Some(1700), Ocr::Near, "Gernany Britifh"),
    ] {
        let (fields, tiers) = ([text], Tiers::default());
        let document = Document { fields: &fields, year, tiers, ocr };
        let mentions = gazetteer.read(&document, &mut scratch).mentions;
        let found: Vec<&str> =
            mentions.iter().map(|m| &text[m.start as usize..m.end as usize]).collect();
        assert_eq!(found.join(" "), expected, "{text} ({year:?}, {ocr:?})");
        let explained = gazetteer.explain(&document);
        let counts = explained
            .iter()
            .filter(|span| matches!(span.outcome, groundswell_mentions::Outcome::Counts));
        assert_eq!(counts.count(), found.len(), "{text}");
    }
}
