//! Pages of a month that do not fit together are never taken for a month; two routes to one article are one article.

use crate::behaviours::Expected;
use crate::fetching::{fetch, study, study_in};
use crate::harness::{Workspace, month, record, root};
use crate::newsstand::{Limits, Newsstand, muddles};
use crate::server::{Server, ok, status};

/// 450 articles of one month: three pages.
fn records() -> Vec<String> {
    (0..450)
        .map(|n| {
            let day = n % 28 + 1;
            serde_json::json!({
                "id": format!("world/2003/apr/{day:02}/invented-{n}"), "type": "article", "sectionId": "world",
                "sectionName": "World news", "webPublicationDate": format!("2003-04-{day:02}T10:00:00Z"),
                "webTitle": format!("Chile, invented report {n}"),
                "webUrl": format!("https://www.theguardian.com/world/2003/apr/{day:02}/invented-{n}")
            })
            .to_string()
        })
        .collect()
}

#[test]
fn pages_that_contradict_each_other_are_read_again_or_reported() {
    let rows = muddles();
    assert!(rows.len() >= 8);
    for (name, class, expected, hook) in rows {
        let workspace = Workspace::quick(2003, 2003);
        let limits = Limits { per_minute: 60, per_day: 500 };
        let stand = Newsstand::start(workspace.path("clock"), limits, |_, _| None, records());
        study_in(&workspace, &stand.origin(), &["guardian-api"], 2003, 2003);
        stand.misbehave(hook);
        let ran = fetch(&workspace, &["fetch", "--span", "2003-04"]);
        let held = workspace.path("archive/data/guardian-api/2003").exists();
        let code = if expected == Expected::Accepted { 0 } else { 65 };
        assert_eq!((ran.code, held), (code, code == 0), "{name} ({class}): {ran:#?}");
        assert_eq!(stand.violations(), [""; 0], "{name}");
        if expected == Expected::Accepted {
            let log = std::fs::read_to_string(workspace.path("archive/requests.jsonl")).unwrap();
            let fetched =
                log.lines().find(|line| line.starts_with("{\"what\":\"fetched\"")).unwrap();
            assert!(fetched.contains("\"records\":450"), "{name}: {fetched}");
        }
    }
}

#[test]
fn an_article_is_counted_once_whichever_way_it_came() {
    let page =
        std::fs::read_to_string(root().join("fixtures/nyt-sitemap/day-2011-03-04.html")).unwrap();
    let addresses = [
        "2011/03/04/world/asia/04harbour.html",
        "2011/03/04/business/04tin.html",
        "2011/03/04/world/americas/04quito.html",
    ];
    let records: Vec<String> = addresses
        .iter()
        .zip(1..)
        .map(|(address, n)| {
            let mut record: serde_json::Value =
                serde_json::from_str(&record(n, "2011-03-04", "Strike in Chile")).unwrap();
            record["web_url"] = format!("https://www.nytimes.com/{address}").into();
            record["headline"]["main"] = format!("Another headline, {n}").into();
            record["abstract"] =
                "What the interface says beyond the headline of an index page.".into();
            record.to_string()
        })
        .collect();
    let api = month(&records);
    let server = Server::start(move |request| match request.path() {
        "/robots.txt" => status(404, &[], ""),
        path if path.starts_with("/svc/") => ok("application/json", &api),
        _ => ok("text/html", &page),
    });
    let workspace = study(&server.origin(), &["nyt-archive", "nyt-sitemap"], 2011, 2011);
    fetch(&workspace, &["fetch", "--span", "2011-03,2011-03-04"]).ok();
    workspace.run(&["count"]).ok();
    let status = workspace.run(&["status", "--json"]).ok().json();
    let fates = status["fates"].as_array().unwrap();
    let twins = |source: &str| -> u64 {
        let of =
            |fate: &&serde_json::Value| fate["source"] == source && fate["reason"] == "same_url";
        fates.iter().filter(of).map(|fate| fate["records"].as_u64().unwrap()).sum()
    };
    // The record of the interface says more, so it is the one that counts.
    assert_eq!(
        (twins("nyt-archive"), twins("nyt-sitemap")),
        (0, addresses.len() as u64),
        "{fates:#?}"
    );
}

#[test]
fn an_index_that_gives_one_page_for_two_is_not_whole() {
    let page =
        std::fs::read_to_string(root().join("fixtures/guardian-index/former-2012-02-07.html"))
            .unwrap();
    assert!(page.contains("page=2"));
    let run = |second: String| {
        let first = page.clone();
        let server = Server::start(move |request| match (request.path(), request.query("page")) {
            ("/robots.txt", _) => status(404, &[], ""),
            (_, Some("2")) => ok("text/html", &second),
            _ => ok("text/html", &first),
        });
        let workspace = study(&server.origin(), &["guardian-index"], 2012, 2012);
        fetch(&workspace, &["fetch", "--span", "2012-02-07"])
    };
    run(page.clone()).fails(65, &["page 2 is page 1 again"]);
    // The second page only knows of the one before it.
    run(page.replace("page=2", "page=1").replace("/feb/07/", "/feb/07/other-")).ok();
}
