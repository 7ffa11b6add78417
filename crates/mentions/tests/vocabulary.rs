//! Names that stand alone: index terms, datelines, entries of lists.

use groundswell_mentions::{Gazetteer, PolityId};

fn check(found: Option<PolityId>, gazetteer: &Gazetteer, expected: &str, what: &str) {
    let id = found.map_or("-", |polity| gazetteer.polity(polity).id.as_str());
    assert_eq!(id, expected, "{what}");
}

#[test]
fn index_terms_are_compared_whole() {
    let gazetteer = Gazetteer::embedded().unwrap();
    for (newspaper, term, expected) in [
        ("nyt", "Chile", "CHL"),
        ("nyt", "CHILE", "CHL"),
        ("nyt", "Chile (South)", "-"),
        ("nyt", "Congo, Democratic Republic of (Congo-Kinshasa)", "COD"),
        ("nyt", "Georgia (Georgian Republic)", "GEO"),
        ("nyt", "GEORGIA", "-"),
        ("nyt", "Jordan", "JOR"),
        ("nyt", "Great Britain", "GBR"),
        ("nyt", "Union of Soviet Socialist Republics (USSR)", "SUN"),
        ("nyt", "MYANMAR (FORMERLY BURMA)", "MMR"),
        ("nyt", "SRI LANKA (FORMERLY SOMETHING ELSE)", "LKA"),
        ("nyt", "CONGO, REPUBLIC OF (FORMERLY BELGIAN CONGO)", "COD"),
        ("nyt", "Congo, Republic of (Formerly French Congo)", "COG"),
        ("nyt", "Germany, Federal Republic of", "GFR"),
        ("nyt", "Germany, Democratic Republic of", "DDR"),
        ("nyt", "Yemen, People's Democratic Republic of", "YMD"),
        ("nyt", "Yemen Arab Republic", "YAR"),
        ("nyt", "Viet Nam, Republic of (South)", "RVN"),
        ("nyt", "VIET NAM, DEMOCRATIC REPUBLIC OF (NORTH)", "VDR"),
        ("nyt", "Great Britain and Northern Ireland", "GBR"),
        ("nyt", "China, Republic of (Nationalist)", "TWN"),
        ("nyt", "Khmer Republic", "KHM"),
        ("nyt", "Roumania", "ROU"),
        ("nyt", "PANAMA CANAL ZONE", "PCZ"),
        ("nyt", "Virgin Islands (GB)", "VGB"),
        ("nyt", "South Ossetia (Georgian Republic)", "SOT"),
        ("nyt", "Tbilisi (Georgian Republic)", "-"),
        ("nyt", "FAR EAST, SOUTH AND SOUTHEAST ASIA AND PACIFIC AREAS", "-"),
        ("nyt", "European Union", "-"),
        ("nyt", "Mexico City", "-"),
        ("nyt", "Lima (Ohio)", "-"),
        ("nyt", "New Mexico", "-"),
        ("nyt", "Paris (France)", "-"),
        ("nyt", "French", "-"),
        ("guardian", "world/chile", "CHL"),
        ("guardian", "world/south-africa", "ZAF"),
        ("guardian", "world/southafrica", "ZAF"),
        ("guardian", "world/georgia-news", "GEO"),
        ("guardian", "world/congo", "COD"),
        ("guardian", "world/congo-brazzaville", "COG"),
        ("guardian", "world/middleeast", "-"),
        ("guardian", "world/vietnam-war", "-"),
        ("guardian", "uk/uk", "GBR"),
        ("guardian", "us-news/us-news", "USA"),
        ("guardian", "australia-news/australia-news", "AUS"),
        ("guardian", "world/race", "-"),
        ("guardian", "Chile", "-"),
    ] {
        check(gazetteer.index_term(newspaper, term), &gazetteer, expected, term);
    }
}

#[test]
fn datelines_name_countries_and_cities() {
    let gazetteer = Gazetteer::embedded().unwrap();
    for (place, year, expected) in [
        ("SANTIAGO", Some(1973), "CHL"),
        ("Santiago", None, "CHL"),
        ("Valparaiso, Chile", Some(1920), "CHL"),
        ("PARIS", Some(1900), "FRA"),
        ("PARIS, Tex.", Some(1916), "USA"),
        ("LONDON", Some(1900), "GBR"),
        ("LONDON, Ont.", Some(1900), "CAN"),
        ("ST. PETERSBURG", Some(1900), "RUS"),
        ("Peking", Some(1955), "CHN"),
        ("MEXICO CITY", Some(1955), "MEX"),
        ("Washington", Some(1955), "USA"),
        ("Nowhere in particular", Some(1955), "-"),
        ("", None, "-"),
    ] {
        check(gazetteer.place(place, year), &gazetteer, expected, place);
    }
}

#[test]
fn labels_are_resolved_in_any_order_of_words() {
    let gazetteer = Gazetteer::embedded().unwrap();
    for (label, year, expected) in [
        ("Korea, Rep. of", None, "KOR"),
        ("Republic of Korea", None, "KOR"),
        ("Korea (Democratic People's Republic of)", None, "PRK"),
        ("Micronesia, Federated States of", None, "FSM"),
        ("bahamas, the", None, "BHS"),
        ("St. Vincent & the Grenadines", None, "VCT"),
        ("Curacao", None, "CUW"),
        ("Bavaria", Some(1860), "BAV"),
        ("chl", None, "CHL"),
        ("us", None, "-"),
        ("Sudan (before 2011)", None, "SDN"),
        ("Georgia (Atlanta)", None, "-"),
        ("PerÃº", None, "PER"),
        ("Southern Africa", None, "-"),
        ("New Jersey", None, "-"),
        ("Paris", None, "-"),
        ("", None, "-"),
    ] {
        check(gazetteer.resolve(label, year), &gazetteer, expected, label);
    }
}
