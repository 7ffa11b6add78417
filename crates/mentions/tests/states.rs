//! The states and territories: every code of the lists, with its dates, and a country of today for each.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use groundswell_mentions::{Gazetteer, Policy, Polity, PolityId, Role};

/// ISO 3166-1 alpha-3, officially assigned, and the user-assigned XKX.
const ISO: &str = "ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL BEN BES BFA BGD BGR BHR \
    BHS BIH BLM BLR BLZ BMU BOL BRA BRB BRN BTN BVT BWA CAF CAN CCK CHE CHL CHN CIV CMR COD COG COK COL \
    COM CPV CRI CUB CUW CXR CYM CYP CZE DEU DJI DMA DNK DOM DZA ECU EGY ERI ESH ESP EST ETH FIN FJI FLK \
    FRA FRO FSM GAB GBR GEO GGY GHA GIB GIN GLP GMB GNB GNQ GRC GRD GRL GTM GUF GUM GUY HKG HMD HND HRV \
    HTI HUN IDN IMN IND IOT IRL IRN IRQ ISL ISR ITA JAM JEY JOR JPN KAZ KEN KGZ KHM KIR KNA KOR KWT LAO \
    LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAC MAF MAR MCO MDA MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG \
    MNP MOZ MRT MSR MTQ MUS MWI MYS MYT NAM NCL NER NFK NGA NIC NIU NLD NOR NPL NRU NZL OMN PAK PAN PCN \
    PER PHL PLW PNG POL PRI PRK PRT PRY PSE PYF QAT REU ROU RUS RWA SAU SDN SEN SGP SGS SHN SJM SLB SLE \
    SLV SMR SOM SPM SRB SSD STP SUR SVK SVN SWE SWZ SXM SYC SYR TCA TCD TGO THA TJK TKL TKM TLS TON TTO \
    TUN TUR TUV TWN TZA UGA UKR UMI URY USA UZB VAT VCT VEN VGB VIR VNM VUT WLF WSM XKX YEM ZAF ZMB ZWE";

/// ISO 3166-3: every code withdrawn, and the country of today it is counted for.
const WITHDRAWN: &str = "AIDJ=DJI ANHH=CUW BQAQ=ATA BUMM=MMR BYAA=BLR CSHH=CZE CSXX=SRB CTKI=KIR DDDE=DEU DYBJ=BEN \
    FQHH=ATF FXFR=FRA GEHH=KIR HVBF=BFA JTUM=UMI MIUM=UMI NHVU=VUT NQAQ=ATA NTHH=SAU PCHH=FSM PUUM=UMI \
    PZPA=PAN RHZW=ZWE SKIN=IND SUHH=RUS TPTL=TLS VDVN=VNM WKUM=UMI YDYE=YEM YUCS=SRB ZRCD=COD";

/// The spells of independence of the Gleditsch–Ward (1999) and Correlates of War lists, microstates included, as packaged
/// in `andybega/states` (MIT; `gw` and `cow` in sources.csv).
const STATES: &str = include_str!("states.csv");

/// Spells of the COW list that reach outside the years of our polities, which are those of Gleditsch and Ward.
const COW_BEFORE_GW: &[(u16, i32)] = &[(670, 1927), (812, 1953)];

/// Where our polity ends earlier than the state number: Hanover and Hesse-Kassel were annexed in 1866, as the COW list has
/// it, and the last years of 345 are Serbia and Montenegro's (`SCG`).
const GW_LASTS: &[(u16, i32)] = &[(240, 1866), (273, 1866), (345, 2003)];

/// A row of `states.csv`; `last` is `None` while the spell lasts.
#[derive(Debug, serde::Deserialize)]
struct Spell {
    list: String,
    number: u16,
    name: String,
    #[serde(rename = "first_year")]
    first: i32,
    #[serde(rename = "last_year")]
    last: Option<i32>,
}

fn spells(list: &str) -> BTreeMap<u16, Vec<Spell>> {
    let mut states: BTreeMap<u16, Vec<Spell>> = BTreeMap::new();
    for spell in csv::Reader::from_reader(STATES.as_bytes()).deserialize() {
        let spell: Spell = spell.unwrap();
        if spell.list == list {
            states.entry(spell.number).or_default().push(spell);
        }
    }
    states
}

fn has(polity: &Polity, year: i32) -> bool {
    polity.start.is_some_and(|start| start <= year) && polity.end.is_none_or(|end| year <= end)
}

#[test]
fn every_country_of_iso_3166_is_there() {
    let gazetteer = Gazetteer::embedded().unwrap();
    for code in ISO.split_ascii_whitespace() {
        let polity = gazetteer.find(code).unwrap_or_else(|| panic!("{code} is missing"));
        assert_eq!(gazetteer.polity(polity).iso3.as_deref(), Some(code));
        assert_eq!(
            gazetteer.countries(polity, Policy::Primary),
            [polity],
            "{code} is a country of today"
        );
    }
}

#[test]
fn every_withdrawn_code_leads_to_its_country() {
    let gazetteer = Gazetteer::embedded().unwrap();
    let mut codes = 0;
    for (id, polity) in (0..).map(PolityId).zip(gazetteer.polities()) {
        for code in &polity.iso3166_3 {
            let country = gazetteer.countries(id, Policy::Primary)[0];
            let led = format!("{code}={}", gazetteer.polity(country).id);
            assert!(WITHDRAWN.split_ascii_whitespace().any(|known| known == led), "{led}");
            codes += 1;
        }
    }
    assert_eq!(codes, WITHDRAWN.split_ascii_whitespace().count());
}

#[test]
fn every_state_of_gleditsch_and_ward_is_there_with_its_years() {
    let gazetteer = Gazetteer::embedded().unwrap();
    for (number, spells) in spells("gw") {
        let (first, last) = (spells[0].first, spells[spells.len() - 1].last);
        let named: Vec<&Polity> =
            gazetteer.polities().iter().filter(|polity| polity.gw == Some(number)).collect();
        let other = GW_LASTS.iter().find(|(state, _)| *state == number);
        let last = other.map_or(last, |(_, year)| Some(*year));
        let exact = named.iter().any(|p| p.start == Some(first) && p.end == last);
        assert!(exact, "{number} {}: {first} to {last:?}, not {named:?}", spells[0].name);
    }
}

#[test]
fn every_state_of_the_correlates_of_war_is_there_in_its_years() {
    let gazetteer = Gazetteer::embedded().unwrap();
    for (number, spells) in spells("cow") {
        let named: Vec<&Polity> =
            gazetteer.polities().iter().filter(|polity| polity.cow == Some(number)).collect();
        assert!(!named.is_empty(), "{number} {}", spells[0].name);
        for spell in &spells {
            for year in spell.first..=spell.last.unwrap_or(2020) {
                let known = COW_BEFORE_GW
                    .iter()
                    .any(|(state, from)| (*state, *from) == (number, spell.first));
                let there = named.iter().any(|polity| has(polity, year));
                assert!(there || known, "{number} {} in {year}: {named:?}", spell.name);
            }
        }
    }
}

#[test]
fn every_vanished_polity_has_one_country_of_today() {
    let gazetteer = Gazetteer::embedded().unwrap();
    for (id, polity) in (0..).map(PolityId).zip(gazetteer.polities()) {
        let [country] = gazetteer.countries(id, Policy::Primary)[..] else {
            panic!("{}", polity.id)
        };
        assert!(gazetteer.polity(country).iso3.is_some(), "{} leads to {country:?}", polity.id);
    }
    let steps = gazetteer.successors();
    assert!(steps.iter().any(|step| step.role == Role::Partial));
    let undated = steps.iter().filter(|step| step.from.is_none());
    let undated: Vec<&str> =
        undated.map(|step| gazetteer.polity(step.polity).id.as_str()).collect();
    assert_eq!(undated, ["ABK", "SOT"], "only states that still claim to be have no year");
}
