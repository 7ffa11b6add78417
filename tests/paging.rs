//! Pages of a month that do not fit together are never taken for a month.

use crate::behaviours::Expected;
use crate::fetching::{fetch, study_in};
use crate::harness::Workspace;
use crate::newsstand::{Limits, Newsstand, muddles};

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
