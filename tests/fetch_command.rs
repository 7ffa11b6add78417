//! `plan`, `fetch` and `status` as a user meets them: what they say, what they refuse, how they stop.

use crate::fetching::{CANARY, fetch, study};
use crate::harness::{Workspace, month, record, root, run};
use crate::server::{Act, Request, Server, ok, status};
use std::fs;
use std::time::{Duration, Instant};

/// A server of whole months, three records each.
fn months() -> Server {
    Server::start(|request| ok("application/json", month_of(request)))
}

fn month_of(request: &Request) -> String {
    let mut words = request.path().trim_end_matches(".json").rsplit('/');
    let at: u32 = words.next().unwrap().parse().unwrap();
    let year: u32 = words.next().unwrap().parse().unwrap();
    let records: Vec<String> = (1..=3)
        .map(|n| {
            record(year * 1000 + at * 10 + n, &format!("{year}-{at:02}-0{n}"), "Strike in Chile")
        })
        .collect();
    month(&records)
}

fn set(workspace: &Workspace, more: &str) {
    let text = fs::read_to_string(workspace.path("groundswell.toml")).unwrap();
    workspace.write("groundswell.toml", text + more);
}

#[test]
fn a_plan_is_made_without_a_key_and_without_a_connection() {
    let server = months();
    let workspace = study(&server.origin(), &["nyt-archive"], 1978, 1979);
    let plan = workspace.run(&["plan"]).ok().stdout;
    for part in ["nyt-archive", "24", "22", "2", "about a day of quota"] {
        assert!(plan.contains(part), "{part} is not in\n{plan}");
    }
    let json = workspace.run(&["plan", "--json"]).ok().json();
    let source = &json["sources"][0];
    let counts =
        ["spans", "held", "missing", "known_gaps"].map(|key| source[key].as_u64().unwrap());
    assert_eq!(counts, [24, 0, 22, 2]); // a strike: no paper in September and October 1978
    assert!(server.requests().is_empty());
    workspace.run(&["fetch"]).fails(78, &["nyt-archive: no key", "NYT_API_KEY"]);
}

#[test]
fn a_fetch_resumes_and_a_status_tells() {
    let server = months();
    let workspace = study(&server.origin(), &["nyt-archive"], 1978, 1979);
    let first = fetch(&workspace, &["fetch", "--max-requests", "5"]);
    first.fails(75, &["5 requests were sent, as asked; 17 spans to go", "5 of 24 spans are held"]);
    let status = fetch(&workspace, &["status"]).ok().stdout;
    for part in [
        "5 of 24 held, 2 known gaps",
        "in part        1978",
        "missing        1979",
        "5 of 500 used",
    ] {
        assert!(status.contains(part), "{part:?} is not in\n{status}");
    }
    fetch(&workspace, &["fetch"]).ok();
    assert_eq!(server.requests().len(), 22);
    let status = fetch(&workspace, &["status"]).ok().stdout;
    assert!(status.contains("held           1978–1979"), "{status}");
    fetch(&workspace, &["count"]).ok();
    let status = fetch(&workspace, &["status", "--json"]).ok().json();
    assert_eq!(status["records"]["nyt-archive"], 66);
}

#[test]
fn what_is_imported_whole_is_not_fetched() {
    let server = months();
    let workspace = study(&server.origin(), &["nyt-archive"], 1995, 1995);
    let whole: Vec<String> =
        (1..=30).map(|n| record(n, &format!("1995-04-{n:02}"), "Strike in Chile")).collect();
    workspace.write("in/april.json", month(&whole));
    let page = month(&whole)
        .replace("1995-04", "1995-05")
        .replace("\"hits\":30", "\"hits\":900,\"offset\":0");
    workspace.write("in/may.json", page);
    // Saved while the month was not over: three days of June.
    let begun: Vec<String> =
        (1..=3).map(|n| record(n, &format!("1995-06-0{n}"), "Strike in Chile")).collect();
    workspace.write("in/june.json", month(&begun));
    workspace.run(&["import", "in"]).ok();
    fetch(&workspace, &["fetch"]).ok();
    let asked: Vec<String> = server.requests().iter().map(|r| r.path().to_owned()).collect();
    assert!(!asked.iter().any(|path| path.ends_with("/4.json")), "{asked:?}");
    assert!(asked.iter().any(|path| path.ends_with("/5.json")), "a page of a search is no month");
    assert!(asked.iter().any(|path| path.ends_with("/6.json")), "three days are no month");
    assert_eq!(asked.len(), 11);
}

#[test]
fn a_refresh_takes_only_what_changed() {
    let server = Server::start(|request| {
        let body = month_of(request);
        let body =
            if request.path().ends_with("/3.json") && request.header("if-none-match").is_some() {
                body.replace("Strike in Chile", "Strike in Peru")
            } else {
                body
            };
        match request.header("if-none-match") {
            Some(_) if !request.path().ends_with("/3.json") => status(304, &[], ""),
            _ => {
                let headers = [("content-type", "application/json"), ("etag", "\"v1\"")];
                status(200, &headers, body)
            }
        }
    });
    let workspace = study(&server.origin(), &["nyt-archive"], 1995, 1995);
    fetch(&workspace, &["fetch"]).ok();
    let again = fetch(&workspace, &["fetch", "--refresh", "1995:1995", "--json"]).ok().json();
    let source = &again["sources"][0];
    assert_eq!((&source["documents"], &source["unchanged"]), (&1.into(), &11.into()));
    workspace.run(&["verify"]).ok();
}

#[test]
fn keys_come_from_private_places_only() {
    let server = months();
    let workspace = study(&server.origin(), &["nyt-archive"], 1995, 1995);
    let with = |variable: &str| {
        run(workspace
            .command(&["fetch", "--max-requests", "1"])
            .env("GROUNDSWELL_TEST_CLOCK", workspace.path("clock"))
            .env("NYT_API_KEY", variable))
    };
    for (text, says) in [
        ("", "is empty"),
        ("YOUR_KEY", "is a placeholder"),
        ("\"quoted-key-0123\"", "has characters that are in no key"),
        ("short", "is not of a key's length"),
        ("with-newline-0123\n\n", "begins or ends with white space"),
    ] {
        let ran = with(text);
        if !text.is_empty() {
            assert!(!ran.stderr.contains(text), "{ran:#?}");
        }
        ran.fails(78, &["environment variable NYT_API_KEY", says]);
    }
    let key = workspace.write("nyt.key", format!("{CANARY}\n"));
    set(&workspace, "key_file = \"nyt.key\"\n");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).unwrap();
        with(CANARY).fails(78, &["nyt.key can be read by others", "chmod 600"]);
        fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).unwrap();
    }
    with("").fails(75, &["11 spans"]);
    fs::remove_file(&key).unwrap();
    let credentials = Workspace::quick(1995, 1995);
    credentials.write("nyt", CANARY);
    let text = fs::read_to_string(workspace.path("groundswell.toml")).unwrap();
    workspace.write("groundswell.toml", text.replace("key_file = \"nyt.key\"\n", ""));
    let ran = run(workspace
        .command(&["fetch", "--max-requests", "1"])
        .env("GROUNDSWELL_TEST_CLOCK", workspace.path("clock"))
        .env_remove("NYT_API_KEY")
        .env("CREDENTIALS_DIRECTORY", credentials.path("")));
    ran.fails(75, &["10 spans"]);
    assert!(server.requests().iter().all(|request| request.query("api-key") == Some(CANARY)));
}

#[test]
fn a_wrong_pipeline_says_where() {
    let server = months();
    for (from, to, says) in [
        ("\"nyt-archive\"]", "\"nyt-archve\"]", "did you mean `nyt-archive`?"),
        ("test@example.org", "nobody", "contact"),
        ("insecure_test_host = true", "", "https only"),
        ("insecure_test_host = true", "requests_per_minute = 0", "a limit of 0 requests"),
        ("patience_seconds = 2", "patience_seconds = 0", "patience_seconds is 1 to 600"),
        ("patience_seconds", "pacience_seconds", "did you mean `patience_seconds`?"),
    ] {
        let workspace = study(&server.origin(), &["nyt-archive"], 1995, 1995);
        let text = fs::read_to_string(workspace.path("groundswell.toml")).unwrap();
        assert!(text.contains(from), "{from}");
        workspace.write("groundswell.toml", text.replace(from, to));
        fetch(&workspace, &["fetch"]).fails(78, &[says, "groundswell.toml"]);
    }
    for origin in
        ["https://127.0.0.1", "https://localhost", "https://169.254.169.254", "https://a.example/b"]
    {
        let workspace = study(origin, &["nyt-archive"], 1995, 1995);
        let text = fs::read_to_string(workspace.path("groundswell.toml")).unwrap();
        workspace.write("groundswell.toml", text.replace("insecure_test_host = true", ""));
        fetch(&workspace, &["fetch"]).fails(78, &["origin: "]);
    }
}

#[test]
fn robots_txt_is_obeyed_where_pages_are_made_for_people() {
    let page = fs::read(root().join("fixtures/nyt-sitemap/day-1973-09-12.html")).unwrap();
    let serve = |rules: &'static str| {
        let page = page.clone();
        Server::start(move |request| match request.path() {
            "/robots.txt" => ok("text/plain", rules),
            _ => ok("text/html", &page),
        })
    };
    let server = serve("User-agent: *\nDisallow: /sitemap\n");
    let workspace = study(&server.origin(), &["nyt-sitemap"], 1973, 1973);
    fetch(&workspace, &["fetch", "--span", "1973-09-12"])
        .fails(77, &["robots.txt", "/sitemap/1973/09/12/"]);
    assert_eq!(server.requests().len(), 1);
    let server = serve("User-agent: *\nDisallow: /search\n");
    let workspace = study(&server.origin(), &["nyt-sitemap"], 1973, 1973);
    fetch(&workspace, &["fetch", "--span", "1973-09-12"]).ok();
    assert_eq!(server.requests().len(), 2);
}

#[test]
fn a_changed_layout_is_named_and_its_bytes_are_put_aside() {
    let page = "<!doctype html><html><body><main id=\"site-content\"><p>New design</p></main></body></html>";
    let server = Server::start(move |request| match request.path() {
        "/robots.txt" => status(404, &[], ""),
        _ => ok("text/html", page),
    });
    let workspace = study(&server.origin(), &["nyt-sitemap"], 1973, 1973);
    fetch(&workspace, &["fetch", "--span", "1973-09-12"])
        .fails(76, &["/sitemap/1973/09/12/", "site-content", "archive/suspect"]);
    assert_eq!(server.requests().len(), 4, "robots.txt, and three tries");
    let aside: Vec<_> =
        fs::read_dir(workspace.path("archive/suspect/nyt-sitemap")).unwrap().collect();
    assert_eq!(aside.len(), 1);
    let bytes = fs::read(aside[0].as_ref().unwrap().path()).unwrap();
    assert_eq!(zstd::decode_all(&bytes[..]).unwrap(), page.as_bytes());
    // It is not asked for again tomorrow, but on demand.
    fetch(&workspace, &["fetch", "--span", "1973-09-12"]).fails(76, &["1973-09-12"]);
    assert_eq!(server.requests().len(), 4);
    fetch(&workspace, &["fetch", "--span", "1973-09-12", "--again"]).fails(76, &["1973-09-12"]);
    assert_eq!(server.requests().len(), 8);
}

#[test]
fn both_shapes_of_the_interface_are_read_and_a_third_is_put_aside() {
    let serve = |replace: &'static [(&'static str, &'static str)]| {
        Server::start(move |request| {
            let text = month_of(request);
            ok(
                "application/json",
                replace.iter().fold(text, |text, (old, new)| text.replace(old, new)),
            )
        })
    };
    let run = |server: &Server| {
        let workspace = study(&server.origin(), &["nyt-archive"], 1995, 1995);
        fetch(&workspace, &["fetch", "--span", "1995-03"])
    };
    run(&serve(&[])).ok();
    run(&serve(&[
        ("\"meta\"", "\"metadata\""),
        ("\"keywords\":[]", "\"multimedia\":{\"default\":{}},\"keywords\":[]"),
    ]))
    .ok();
    run(&serve(&[("\"docs\"", "\"articles\""), ("\"meta\"", "\"about\"")]))
        .fails(76, &["1995-03", "archive/suspect"]);
}

#[test]
fn a_second_run_in_the_same_workspace_is_refused_at_once() {
    let server = Server::start(|_| vec![Act::Pause(Duration::from_secs(60))]);
    let workspace = study(&server.origin(), &["nyt-archive"], 1995, 1995);
    set(&workspace, "");
    let mut first = workspace
        .command(&["fetch"])
        .env("NYT_API_KEY", CANARY)
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let begun = Instant::now();
    while server.requests().is_empty() {
        assert!(begun.elapsed() < Duration::from_secs(20), "the first run does not begin");
        std::thread::sleep(Duration::from_millis(10));
    }
    fetch(&workspace, &["fetch"]).fails(75, &["another groundswell is writing"]);
    first.kill().unwrap();
    first.wait().unwrap();
}

#[cfg(unix)]
#[test]
fn a_signal_ends_it_within_five_seconds_and_the_next_run_goes_on() {
    for (signal, code) in [("TERM", 143), ("INT", 130)] {
        let server = Server::start(|request| {
            if request.path().ends_with("/4.json") {
                vec![Act::Pause(Duration::from_secs(60))]
            } else {
                ok("application/json", month_of(request))
            }
        });
        let workspace = study(&server.origin(), &["nyt-archive"], 1995, 1995);
        let text = fs::read_to_string(workspace.path("groundswell.toml")).unwrap();
        workspace.write(
            "groundswell.toml",
            text.replace("patience_seconds = 2", "patience_seconds = 60")
                .replace("deadline_seconds = 5", "deadline_seconds = 60"),
        );
        let mut child = workspace
            .command(&["fetch"])
            .env("NYT_API_KEY", CANARY)
            .env("GROUNDSWELL_TEST_CLOCK", workspace.path("clock"))
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        let begun = Instant::now();
        while server.requests().len() < 4 {
            assert!(begun.elapsed() < Duration::from_secs(20), "the run does not come to April");
            std::thread::sleep(Duration::from_millis(10));
        }
        let told = Instant::now();
        let kill =
            run(std::process::Command::new("kill").args(["-s", signal, &child.id().to_string()]));
        assert_eq!(kill.code, 0);
        let ended = child.wait().unwrap();
        assert!(told.elapsed() < Duration::from_secs(5), "{:?}", told.elapsed());
        assert_eq!(ended.code(), Some(code));
        let status = fetch(&workspace, &["status", "--json"]).ok().json();
        assert_eq!(status["fetching"][0]["held"], 3);
        workspace.run(&["verify"]).ok();
        let record = fs::read_dir(workspace.path("runs")).unwrap().next().unwrap().unwrap().path();
        let record: serde_json::Value =
            serde_json::from_str(&fs::read_to_string(record).unwrap()).unwrap();
        assert_eq!((&record["status"], &record["exit"]), (&"failed".into(), &code.into()));
    }
}

#[test]
fn a_run_fetches_counts_and_reports_and_metrics_tell() {
    let server = months();
    let workspace = study(&server.origin(), &["nyt-archive"], 1995, 1995);
    let text = fs::read_to_string(workspace.path("groundswell.toml")).unwrap();
    workspace.write(
        "groundswell.toml",
        text.replace("[fetch]\n", "[fetch]\nmetrics = \"groundswell.prom\"\n"),
    );
    let offline = fetch(&workspace, &["run", "groundswell.toml", "--offline"]);
    assert!(server.requests().is_empty(), "{offline:#?}");
    fetch(&workspace, &["run", "groundswell.toml"]).ok();
    assert!(workspace.path("report/test/years.csv").exists());
    let metrics = fs::read_to_string(workspace.path("groundswell.prom")).unwrap();
    for line in [
        "groundswell_last_run_exit_code 0",
        "groundswell_spans{source=\"nyt-archive\",state=\"held\"} 12",
        "groundswell_quota_remaining{source=\"nyt-archive\"} 488",
    ] {
        assert!(metrics.lines().any(|found| found == line), "{line} is not in\n{metrics}");
    }
}

#[test]
fn a_health_check_is_told_and_cannot_harm() {
    let server = months();
    let health = Server::start(|_| status(500, &[], "no"));
    let workspace = study(&server.origin(), &["nyt-archive"], 1995, 1995);
    for (months, path) in [("1995-01", "/check/0"), ("1995-02", "/check/0")] {
        let ran = run(workspace
            .command(&["fetch", "--span", months])
            .env("NYT_API_KEY", CANARY)
            .env("GROUNDSWELL_TEST_CLOCK", workspace.path("clock"))
            .env("GROUNDSWELL_PING_URL", format!("{}/check", health.origin())));
        ran.ok();
        assert_eq!(health.requests().last().unwrap().target, path);
    }
    let ran = run(workspace
        .command(&["fetch", "--max-requests", "1"])
        .env("NYT_API_KEY", CANARY)
        .env("GROUNDSWELL_TEST_CLOCK", workspace.path("clock"))
        .env("GROUNDSWELL_PING_URL", format!("{}/check", health.origin())));
    ran.fails(75, &[]);
    assert_eq!(health.requests().last().unwrap().target, "/check/log");
    assert!(health.requests().iter().all(|request| !request.head.contains(CANARY)));
}
