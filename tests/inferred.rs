//! Verdicts where the paper does not say: invented records of every era, each with the verdict it should get.

use crate::harness::{Workspace, month};
use std::collections::BTreeMap;

/// Day, headline, abstract, index terms (`;` between them); the verdict and the rule behind it.
type Row = (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str);

/// A record without section or desk, as the API gives them before 1981.
fn record(id: usize, (day, headline, summary, places, ..): &Row) -> String {
    let terms: Vec<_> = places
        .split(';')
        .filter(|place| !place.is_empty())
        .map(|place| serde_json::json!({"name": "glocations", "value": place}))
        .collect();
    serde_json::json!({
        "_id": format!("nyt://article/00000000-0000-0000-0001-{id:012}"),
        "web_url": format!("https://www.nytimes.com/{}/archives/invented-{id}.html", day.replace('-', "/")),
        "headline": {"main": headline, "kicker": null},
        "abstract": summary,
        "lead_paragraph": "",
        "keywords": terms,
        "pub_date": format!("{day}T05:00:00+0000"),
        "section_name": "Archives",
        "news_desk": "None",
        "type_of_material": "Archives",
        "document_type": "article"
    })
    .to_string()
}

/// Judges the rows and compares; all that differ are shown at once.
fn check(rows: &[Row]) {
    let workspace = Workspace::new(1851, 2017);
    let mut months: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (id, row) in rows.iter().enumerate() {
        months.entry(&row.0[..7]).or_default().push(record(id, row));
    }
    for (name, records) in &months {
        workspace.write(&format!("in/{name}.json"), month(records));
    }
    workspace.run(&["import", "in"]).ok();
    workspace.run(&["count"]).ok();
    let listed = workspace.run(&["audit", "sections", "--list", "--json"]).ok().stdout;
    let mut wrong = String::new();
    let mut seen = 0;
    for line in listed.lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        let id: usize = line["id"].as_str().unwrap().rsplit('-').next().unwrap().parse().unwrap();
        let said = match line["international"].as_bool() {
            Some(true) => "yes",
            Some(false) => "no",
            None => "unknown",
        };
        let (.., verdict, rule) = rows[id];
        seen += 1;
        if (said, line["rule"].as_str().unwrap()) != (verdict, rule) {
            wrong += &format!("{} {:?}: {said} by {}\n", rows[id].0, rows[id].1, line["rule"]);
        }
    }
    assert_eq!(seen, rows.len());
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn the_years_before_1981_read_sensibly() {
    check(&[
        // The first decades: mails, steamers, correspondents.
        ("1852-03-04", "LATER FROM PERU.; Arrival of the Steamer.", "", "", "yes", "despatch"),
        ("1856-05-10", "Interesting from Honduras.", "", "", "yes", "despatch"),
        (
            "1858-07-02",
            "THE MUTINY IN INDIA; Two Regiments Disarmed.",
            "",
            "",
            "yes",
            "country-affairs",
        ),
        (
            "1856-06-03",
            "Trial of the Car Thieves.",
            "The grand jury met yesterday at the City Hall.",
            "",
            "unknown",
            "",
        ),
        (
            "1859-05-20",
            "Affairs in Italy.; The Emperor at Genoa.",
            "PARIS, Thursday, May 5. -- The Emperor has left.",
            "",
            "yes",
            "despatch",
        ),
        ("1863-02-11", "FROM EUROPE.; Two Days Later News.", "", "", "yes", "despatch"),
        (
            "1866-08-01",
            "The New Aqueduct.",
            "ALBANY, July 30 -- The Legislature heard the Mayor.",
            "",
            "no",
            "dateline-home",
        ),
        // The cable and the colonies.
        ("1878-01-09", "THE CZAR'S MINISTERS AT ODDS.", "", "", "yes", "actor-affairs"),
        ("1889-11-20", "THE REVOLUTION IN BRAZIL.; The Emperor Sails.", "", "", "yes", "despatch"),
        ("1891-09-02", "THE TONGANS DISCONTENTED.", "", "", "yes", "people"),
        (
            "1895-04-01",
            "DEBATE IN THE REICHSTAG.",
            "BERLIN, March 31. -- The Chancellor spoke.",
            "",
            "yes",
            "city-affairs",
        ),
        (
            "1897-05-06",
            "Premier Resigns.",
            "Cabinet falls over the budget.",
            "GREECE",
            "yes",
            "index-affairs",
        ),
        ("1899-10-30", "BOERS CROSS THE RIVER.", "", "", "yes", "people"),
        (
            "1898-03-02",
            "Harvest Fairs Open.",
            "Farmers bring pumpkins.",
            "New York State",
            "no",
            "index-home",
        ),
        (
            "1896-07-14",
            "BRITISH CRICKET ELEVEN HERE.",
            "The eleven played at Staten Island.",
            "",
            "no",
            "sport-headline",
        ),
        ("1905-12-02", "LONDON WOOL SALES.; Prices Firm for Merinos.", "", "", "unknown", ""),
        // The wars and between them.
        (
            "1910-03-08",
            "LABOR RIOTS IN BARCELONA",
            "MADRID, March 7. -- Troops were called.",
            "",
            "yes",
            "dateline-abroad",
        ),
        ("1914-07-29", "Servians Blow Up Bridge", "", "", "yes", "people"),
        ("1917-11-09", "Kerensky Flees the Capital", "", "", "yes", "actor"),
        (
            "1919-06-30",
            "Editorial Article 3 -- No Title",
            "ed on the Peace Treaty and Germany",
            "GERMANY",
            "no",
            "editorial",
        ),
        (
            "1921-05-04",
            "Letter on Irish Question",
            "Lr from a reader on Ireland",
            "IRELAND",
            "no",
            "letter",
        ),
        (
            "1923-09-03",
            "Quake Ruins Town",
            "TOKIO, Sept. 2 (AP)--Thousands are homeless.",
            "",
            "yes",
            "dateline-abroad",
        ),
        ("1926-04-11", "Miss Alden Weds in Rome", "", "", "no", "society"),
        (
            "1932-08-20",
            "Drama Season Opens in Vienna; New Comedy Pleases",
            "",
            "",
            "no",
            "culture-headline",
        ),
        ("1936-07-20", "FRANCO LANDS IN THE SOUTH", "", "", "yes", "actor"),
        ("1938-03-12", "Cabinet Quits in Vienna", "", "", "yes", "city-affairs"),
        (
            "1940-05-11",
            "Parachutists Land at Dawn",
            "Dutch open the dikes; army retreats to the coast",
            "NETHERLANDS;BELGIUM",
            "yes",
            "index-affairs",
        ),
        // After the war.
        ("1948-02-26", "Masaryk Stays in Office", "", "", "yes", "actor"),
        (
            "1953-06-18",
            "Workers March on Ministries",
            "BERLIN, June 17--Strikers marched on the ministries of the regime.",
            "",
            "yes",
            "dateline-abroad",
        ),
        (
            "1957-03-11",
            "Strike Ties Up Docks",
            "MIAMI, March 10 (UP)--The strike of pilots entered its third day.",
            "",
            "no",
            "dateline-home",
        ),
        (
            "1960-07-12",
            "Katanga Secedes",
            "Tshombe proclaims independence",
            "CONGO, REPUBLIC OF (FORMERLY BELGIAN CONGO)",
            "yes",
            "city-affairs",
        ),
        (
            "1963-01-03",
            "Minority Regime in Peru Shaky; Vote Is Forecast",
            "",
            "PERU",
            "yes",
            "country-affairs",
        ),
        (
            "1963-01-03",
            "Orange Bowl Crowd Sets Record",
            "MIAMI, Jan. 2--The bowl was full.",
            "",
            "no",
            "sport-headline",
        ),
        (
            "1963-01-03",
            "Paris Restaurants Serve Late",
            "PARIS. Dining late in Paris is an art.",
            "",
            "no",
            "culture-headline",
        ),
        (
            "1967-06-06",
            "Council Meets on Truce",
            "UNITED NATIONS, N. Y., June 5--The delegates met all night.",
            "",
            "yes",
            "dateline-abroad",
        ),
        (
            "1968-08-22",
            "Tanks at the Radio Station",
            "Soviet troops occupy capital (M)",
            "CZECHOSLOVAKIA",
            "yes",
            "index-affairs",
        ),
        (
            "1971-10-02",
            "U.S. and Chile Talk on Copper",
            "WASHINGTON, Oct. 1--Ministers of both governments met.",
            "CHILE;UNITED STATES",
            "yes",
            "country-affairs",
        ),
        (
            "1973-09-12",
            "Allende Out, Reported Suicide",
            "SANTIAGO, Chile, Sept. 11 &#8212; The army took the palace.",
            "",
            "yes",
            "actor-affairs",
        ),
        ("1974-04-26", "Officers Seize Lisbon", "", "PORTUGAL", "yes", "city-index"),
        (
            "1976-05-05",
            "Getty Unit Lifts Dividend",
            "Net income rose in the quarter, the company reports (S)",
            "",
            "unknown",
            "",
        ),
        (
            "1977-11-20",
            "Begin Greets Guest",
            "JERUSALEM, Nov. 19 (AP) &#8212; The President of Egypt arrived.",
            "",
            "yes",
            "dateline-abroad",
        ),
        (
            "1978-08-06",
            "British Panel Urges Vote in Belize",
            "LONDON, Aug. 5 &#8212; A commission urges independence.",
            "",
            "yes",
            "country-affairs",
        ),
        (
            "1978-08-06",
            "Canadian Bonds Are Priced",
            "The bonds yield 9 percent, bankers said (S)",
            "CANADA",
            "unknown",
            "",
        ),
        (
            "1978-08-06",
            "Inspector Resigns Under Fire",
            "WASHINGTON, Aug. 5 &#8212; The inspector resigned.",
            "United States",
            "no",
            "index-home",
        ),
        ("1979-02-11", "No Shelter", "", "", "unknown", ""),
    ]);
}

#[test]
fn later_records_without_labels_are_judged_with_more_care() {
    check(&[
        ("1984-03-02", "Coup Fails in Gabon", "", "", "yes", "country-affairs"),
        ("1990-05-06", "A Dish of Chilean Bass", "", "", "unknown", ""),
        ("1996-02-03", "Russian Miners on Strike", "", "", "yes", "people-affairs"),
        (
            "2003-04-05",
            "The Shop on Elm Street",
            "A maker of lamps opened a plant.",
            "THAILAND",
            "unknown",
            "",
        ),
        (
            "2007-08-09",
            "Peru: Miners Block a Road",
            "The police cleared a road.",
            "Peru",
            "yes",
            "country-affairs",
        ),
        (
            "2011-02-03",
            "Crowds Fill the Square",
            "CAIRO — Crowds asked the president to go.",
            "",
            "yes",
            "dateline-abroad",
        ),
        (
            "2012-06-07",
            "Software Maker Buys Rival in Sweden",
            "The company pays in shares.",
            "Sweden",
            "unknown",
            "",
        ),
        (
            "2014-10-11",
            "Mayor Names a Schools Chief",
            "The mayor and the governor agree.",
            "New York City",
            "no",
            "index-home",
        ),
        ("2016-12-01", "Review: A Novel of Old Havana", "", "", "no", "culture-headline"),
    ]);
}

#[test]
fn the_audit_compares_with_what_the_paper_says() {
    let workspace = Workspace::new(1851, 2017);
    let filed = |id: u32, section: &str, headline: &str| {
        let record = crate::harness::record(id, "2004-05-06", headline);
        record
            .replace("\"World\"", &format!("\"{section}\""))
            .replace("Foreign Desk", "")
            .replace("/world/", "/x/")
    };
    let records = [
        filed(1, "World", "Coup Fails in Gabon"),
        filed(2, "World", "Talks Go On"),
        filed(3, "U.S.", "Revolt Spreads in Gabon"),
        filed(4, "Arts", "Review: A Novel of Old Havana"),
        filed(4, "Arts", "Review: A Novel of Old Havana"), // held twice, judged once
    ];
    workspace.write("in/2004-05.json", month(&records));
    workspace.write("again/2004-05.json", month(&records[..3]));
    workspace.run(&["import", "again"]).ok();
    workspace.run(&["audit", "sections"]).fails(66, &["no ledger", "`groundswell count` first"]);
    workspace.run(&["import", "in"]).ok();
    workspace.run(&["count"]).ok();
    let found = workspace.run(&["audit", "sections", "--json"]).ok().json();
    assert_eq!(found["schema"], "groundswell.sections/1");
    let all = &found["newspapers"][0]["all"];
    let figures =
        ["articles", "international", "yes_right", "yes_wrong", "no_right", "no_wrong", "unknown"];
    let figures: Vec<u64> = figures.iter().map(|name| all[name].as_u64().unwrap()).collect();
    assert_eq!(figures, [4, 2, 1, 1, 1, 0, 1]);
    assert_eq!((&all["precision"]["value"], &all["recall"]["value"]), (&0.5.into(), &0.5.into()));
    let rules: Vec<_> = found["rules"].as_array().unwrap().iter().collect();
    let of =
        |name: &str| rules.iter().find(|rule| rule["rule"] == name).unwrap()["verdict"].clone();
    assert_eq!((of("country-affairs"), of("culture-headline")), ("yes".into(), "no".into()));
    let table = workspace.run(&["audit", "sections"]).ok().stdout;
    for part in [
        "each article by the rules of its year\n",
        "U.S. 1",
        "0.09–0.91",
        "at 10 %: ",
        "headline alone: ",
    ] {
        assert!(table.contains(part), "{part}\n{table}");
    }
    let tried = workspace.run(&["audit", "sections", "--rules-of", "1970"]).ok().stdout;
    assert!(tried.starts_with("by the rules of 1970\n"), "{tried}");
    for year in ["1784", "2101", "19700"] {
        assert_eq!(workspace.run(&["audit", "sections", "--rules-of", year]).code, 64);
    }
}

#[test]
fn an_archive_without_labels_has_nothing_to_compare() {
    let workspace = Workspace::new(1851, 2017);
    let row = ("1856-05-10", "Interesting from Honduras.", "", "", "", "");
    workspace.write("in/1856-05.json", month(&[record(1, &row)]));
    workspace.run(&["import", "in"]).ok();
    workspace.run(&["count"]).ok();
    let said = workspace.run(&["audit", "sections"]).ok().stdout;
    assert!(said.starts_with("No article of this archive has a section or desk"), "{said}");
}
