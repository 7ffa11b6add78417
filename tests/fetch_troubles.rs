//! Troubles of fetching that a review found: each happened once.

use crate::fetching::{CANARY, fetch, study};
use crate::harness::{Workspace, month, record, root, run};
use crate::server::{Act, Request, Server, ok, redirect, status};
use std::fs;
use std::process::Stdio;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

fn month_of(request: &Request) -> String {
    let mut words = request.path().trim_end_matches(".json").rsplit('/');
    let at: u32 = words.next().unwrap().parse().unwrap();
    let records: Vec<String> = (1..=28)
        .map(|n| record(at * 100 + n, &format!("1995-{at:02}-{n:02}"), "Strike in Chile"))
        .collect();
    month(&records)
}

fn months() -> Server {
    Server::start(|request| ok("application/json", month_of(request)))
}

fn held(workspace: &Workspace) -> u64 {
    let plan = fetch(workspace, &["plan", "--json"]).ok().json();
    plan["sources"][0]["held"].as_u64().unwrap()
}

#[test]
fn one_bad_month_does_not_stand_in_the_way_of_the_others() {
    for bad in [
        status(500, &[], "no"),
        status(400, &[], "{\"message\":\"no such month\"}"),
        ok("application/json", "{\"response\":{\"docs\":[{\"_id\":\"1\""),
    ] {
        let server = Server::start(move |request| match request.path() {
            path if path.ends_with("/2.json") => bad.clone(),
            _ => ok("application/json", month_of(request)),
        });
        let workspace = study(&server.origin(), &["nyt-archive"], 1995, 1995);
        let ran = fetch(&workspace, &["fetch"]);
        assert!([65, 69, 78].contains(&ran.code), "{ran:#?}");
        assert!(ran.stderr.lines().last().unwrap().contains("1995-02"), "{ran:#?}");
        assert_eq!(held(&workspace), 11, "{ran:#?}");
    }
}

#[test]
fn what_is_not_there_to_be_asked_for_is_said() {
    let server = months();
    let workspace = study(&server.origin(), &["nyt-archive"], 1995, 1995);
    for (arguments, says) in [
        (&["fetch", "nyt-archve"][..], "did you mean `nyt-archive`?"),
        (&["fetch", "guardian-api"], "unknown source of this pipeline"),
        (&["fetch", "--span", "1995-03-05"], "1995-03-05 is nothing that can be fetched here"),
        (&["fetch", "--span", "2005-03"], "2005-03 is nothing that can be fetched here"),
        (&["fetch", "--refresh", "1995:1995"], "nothing is held of 1995 to 1995"),
    ] {
        fetch(&workspace, arguments).fails(78, &[says]);
    }
    assert!(server.requests().is_empty());
}

#[test]
fn a_message_of_a_server_does_not_bring_the_key_to_light() {
    for code in [400, 403, 500, 429, 302] {
        let server = Server::start(move |request| {
            let key = request.query("api-key").unwrap_or_default().to_owned();
            let body = format!("{{\"message\":\"Bad request for {key} today, {key}\"}}");
            let there = format!("/there?api-key={key}");
            status(code, &[("location", &there), ("etag", &key)], body)
        });
        let workspace = study(&server.origin(), &["nyt-archive"], 1995, 1995);
        let ran = fetch(&workspace, &["fetch", "--span", "1995-03"]); // looks for the key everywhere
        assert_ne!(ran.code, 0);
    }
}

#[test]
fn a_refresh_that_needs_several_days_goes_on_where_it_was() {
    let server = months();
    let workspace = study(&server.origin(), &["nyt-archive"], 1995, 1995);
    fetch(&workspace, &["fetch"]).ok();
    let mut asked = Vec::new();
    for _ in 0..3 {
        fetch(&workspace, &["fetch", "--refresh", "1995:1995", "--max-requests", "5"]);
    }
    for request in &server.requests()[12..] {
        asked.push(request.path().to_owned());
    }
    asked.sort();
    asked.dedup();
    assert_eq!(asked.len(), 12);
    assert_eq!(server.requests().len(), 24);
}

#[test]
fn a_spent_quota_behind_a_redirect_is_not_asked_about_all_day() {
    let server = Server::start(|request| {
        if request.path().starts_with("/there") {
            let fault =
                "{\"fault\":{\"detail\":{\"errorcode\":\"policies.ratelimit.QuotaViolation\"}}}";
            return status(429, &[("retry-after", "0")], fault);
        }
        redirect(&format!("/there{}", request.target))
    });
    let workspace = study(&server.origin(), &["nyt-archive"], 1995, 1995);
    fetch(&workspace, &["fetch"]).fails(75, &["nyt-archive"]);
    assert!(server.requests().len() <= 6, "{} requests", server.requests().len());
}

#[test]
fn a_cured_hiccup_on_each_page_is_no_doubt_of_the_whole() {
    let times = AtomicU32::new(0);
    let server = Server::start(move |request| {
        let page: usize = request.query("page").unwrap().parse().unwrap();
        let results: Vec<String> = (0..200)
            .map(|n| {
                let n = (page - 1) * 200 + n;
                format!("{{\"id\":\"world/{n}\",\"type\":\"article\",\"sectionId\":\"world\",\"webPublicationDate\":\"2003-04-{:02}T10:00:00Z\",\"webTitle\":\"Chile {n}\",\"webUrl\":\"https://www.theguardian.com/world/2003/apr/{n}\"}}", n % 28 + 1)
            })
            .collect();
        let answer = |results: &[String]| {
            format!(
                "{{\"response\":{{\"status\":\"ok\",\"total\":1600,\"startIndex\":{},\"pageSize\":200,\"currentPage\":{page},\"pages\":8,\"results\":[{}]}}}}",
                (page - 1) * 200 + 1,
                results.join(",")
            )
        };
        let hiccup =
            [2, 4, 6].contains(&page) && times.fetch_add(1, Ordering::Relaxed).is_multiple_of(2);
        ok("application/json", if hiccup { answer(&results[1..]) } else { answer(&results) })
    });
    let workspace = study(&server.origin(), &["guardian-api"], 2003, 2003);
    fetch(&workspace, &["fetch", "--span", "2003-04"]).ok();
    assert_eq!(server.requests().len(), 11);
}

#[test]
fn rules_far_down_in_robots_txt_and_behind_a_redirect_are_obeyed() {
    let page = fs::read(root().join("fixtures/nyt-sitemap/day-1973-09-12.html")).unwrap();
    let long = format!("{}User-agent: *\nDisallow: /\n", "# a comment\n".repeat(8000));
    let server = Server::start(move |request| match request.path() {
        "/robots.txt" => ok("text/plain", &long),
        _ => ok("text/html", &page),
    });
    let workspace = study(&server.origin(), &["nyt-sitemap"], 1973, 1973);
    fetch(&workspace, &["fetch", "--span", "1973-09-12"]).fails(77, &["robots.txt"]);
    let server = Server::start(|request| match request.path() {
        "/robots.txt" => ok("text/plain", "User-agent: *\nDisallow: /private\n"),
        _ => redirect("/private/1973"),
    });
    let workspace = study(&server.origin(), &["nyt-sitemap"], 1973, 1973);
    fetch(&workspace, &["fetch", "--span", "1973-09-12"])
        .fails(77, &["robots.txt", "/private/1973"]);
    let server = Server::start(|_| status(200, &[("content-encoding", "gzip")], "not gzip"));
    let workspace = study(&server.origin(), &["nyt-sitemap"], 1973, 1973);
    fetch(&workspace, &["fetch", "--span", "1973-09-12"])
        .fails(69, &["robots.txt cannot be unpacked"]);
}

#[test]
fn a_log_that_is_gone_is_not_made_anew() {
    let server = months();
    let workspace = study(&server.origin(), &["nyt-archive"], 1995, 1995);
    fetch(&workspace, &["fetch", "--span", "1995-03"]).ok();
    fs::remove_file(workspace.path("archive/requests.jsonl")).unwrap();
    fetch(&workspace, &["fetch"]).fails(78, &["requests.jsonl", "it is gone"]);
    assert_eq!(server.requests().len(), 1);
}

#[cfg(unix)]
#[test]
fn a_signal_after_fetching_ends_it_too() {
    let server = months();
    let health = Server::start(|_| vec![Act::Pause(Duration::from_secs(60))]);
    let workspace = study(&server.origin(), &["nyt-archive"], 1995, 1995);
    let mut child = workspace
        .command(&["fetch", "--span", "1995-03"])
        .env("NYT_API_KEY", CANARY)
        .env("GROUNDSWELL_TEST_CLOCK", workspace.path("clock"))
        .env("GROUNDSWELL_PING_URL", health.origin())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let begun = Instant::now();
    while health.requests().is_empty() {
        assert!(begun.elapsed() < Duration::from_secs(20), "nobody is told");
        std::thread::sleep(Duration::from_millis(10));
    }
    let told = Instant::now();
    run(std::process::Command::new("kill").args(["-s", "TERM", &child.id().to_string()]));
    assert_eq!(child.wait().unwrap().code(), Some(143));
    assert!(told.elapsed() < Duration::from_secs(5), "{:?}", told.elapsed());
}

#[test]
fn quiet_says_nothing_of_a_normal_day() {
    let server = months();
    let workspace = study(&server.origin(), &["nyt-archive"], 1995, 1995);
    let ran = fetch(&workspace, &["--quiet", "fetch", "--max-requests", "1"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (75, ""));
}
