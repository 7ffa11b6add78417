//! Killed between any two steps of fetching: nothing lost but the request on its way, nothing twice, nothing half.

use crate::fetching::{CANARY, study};
use crate::harness::{Workspace, root};
use crate::server::{Act, Request, Server, ok, redirect, status};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Stdio;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How a source's server behaves, and what is asked of it.
struct Scenario {
    name: &'static str,
    source: &'static str,
    year: i32,
    spans: &'static str,
    serve: fn(&Request, usize) -> Vec<Act>,
}

impl Scenario {
    /// Requests that a kill may cost: the one on its way, with the redirect that led to it, and the
    /// robots.txt that every run reads.
    fn cost(&self) -> usize {
        1 + usize::from(self.source == "nyt-sitemap") + usize::from(self.name == "sent on")
    }
}

fn scenarios() -> Vec<Scenario> {
    let row = |name, source, year, spans, serve| Scenario { name, source, year, spans, serve };
    vec![
        row(
            "months",
            "nyt-archive",
            1995,
            "1995-01,1995-02,1995-03,1995-04,1995-05,1995-06,1995-07,1995-08",
            |r, _| nyt(r),
        ),
        row("pages", "guardian-api", 2003, "2003-04,2003-05,2003-06", |request, _| {
            guardian(request)
        }),
        row("days of pages made for people", "nyt-sitemap", 1973, "1973-09-12", |request, _| {
            match request.path() {
                "/robots.txt" => ok("text/plain", "User-agent: *\nAllow: /\n"),
                _ => ok(
                    "text/html",
                    fs::read(root().join("fixtures/nyt-sitemap/day-1973-09-12.html")).unwrap(),
                ),
            }
        }),
        row("sent on", "nyt-archive", 1995, "1995-01,1995-02", |request, _| {
            if request.path().starts_with("/there") {
                nyt(request)
            } else {
                redirect(&format!("/there{}", request.target))
            }
        }),
        row("out of order at first", "nyt-archive", 1995, "1995-01,1995-02", |request, times| {
            if times == 1 { status(503, &[], "") } else { nyt(request) }
        }),
        row(
            "a bad answer each",
            "nyt-archive",
            1995,
            "1995-01,1995-02,1995-03",
            |request, times| {
                let cut = |mut acts: Vec<Act>| {
                    if let Some(Act::Send(bytes)) = acts.first_mut() {
                        bytes.truncate(bytes.len() - 40);
                    }
                    acts.push(Act::Close);
                    acts
                };
                if times == 1 { cut(nyt(request)) } else { nyt(request) }
            },
        ),
        row(
            "a doubtful answer each",
            "nyt-archive",
            1995,
            "1995-01,1995-02,1995-03",
            |request, times| {
                let empty = r#"{"response":{"docs":[],"meta":{"hits":0}}}"#;
                if times == 1 { ok("application/json", empty) } else { nyt(request) }
            },
        ),
        row("a total that changes", "guardian-api", 2003, "2003-04", |request, times| {
            let text = String::from_utf8(page_of(request)).unwrap();
            let first_round = times == 1 && request.query("page") == Some("2");
            let text =
                if first_round { text.replace("\"total\":450", "\"total\":451") } else { text };
            ok("application/json", text)
        }),
    ]
}

fn number(request: &Request, name: &str) -> usize {
    request.query(name).and_then(|text| text.parse().ok()).unwrap_or(1)
}

/// A month of nine records, by the path.
fn nyt(request: &Request) -> Vec<Act> {
    let path = request.path().trim_end_matches(".json");
    let mut words = path.rsplit('/');
    let month: u32 = words.next().unwrap().parse().unwrap();
    let records: Vec<String> = (1..=9)
        .map(|n| {
            crate::harness::record(
                month * 100 + n,
                &format!("1995-{month:02}-0{n}"),
                "Strike in Chile",
            )
        })
        .collect();
    ok("application/json", crate::harness::month(&records))
}

/// 450 records on pages of 200 of the month that is asked for.
fn page_of(request: &Request) -> Vec<u8> {
    let (total, size, page) = (450, 200, number(request, "page"));
    let month = request.query("from-date").unwrap()[..7].to_owned();
    let shown = (page - 1) * size..(page * size).min(total);
    let results: Vec<Value> = shown
        .clone()
        .map(|n| {
            let day = n % 28 + 1;
            serde_json::json!({
                "id": format!("world/{month}/invented-{n}"), "type": "article", "sectionId": "world",
                "webPublicationDate": format!("{month}-{day:02}T10:00:00Z"),
                "webTitle": format!("Chile, invented report {n}"),
                "webUrl": format!("https://www.theguardian.com/world/{}/invented-{n}", month.replace('-', "/"))
            })
        })
        .collect();
    let start = shown.start + 1;
    serde_json::json!({"response": {"status": "ok", "userTier": "developer", "total": total, "startIndex": start,
        "pageSize": size, "currentPage": page, "pages": 3, "orderBy": "oldest", "results": results}})
    .to_string()
    .into_bytes()
}

fn guardian(request: &Request) -> Vec<Act> {
    ok("application/json", page_of(request))
}

/// Starts `fetch` and kills it at a step; `false`: it ended before it came there.
fn killed(workspace: &Workspace, spans: &str, step: usize) -> bool {
    let mut command = workspace.command(&["fetch", "--span", spans]);
    command.env("NYT_API_KEY", CANARY).env("GUARDIAN_API_KEY", CANARY);
    command.env("GROUNDSWELL_TEST_CLOCK", workspace.path("clock"));
    command.env("GROUNDSWELL_STOP_AT", step.to_string());
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let stopped = line.starts_with("stopped at ");
    if stopped {
        child.kill().unwrap(); // SIGKILL
    }
    let ended = child.wait().unwrap();
    assert!(stopped || ended.success(), "{line:?} {ended}");
    stopped
}

/// What holds at any moment, before anything is repaired: every listed document is there and is what
/// the manifest says; no final name holds half a document; a listed document has its line.
pub(crate) fn check_archive(root: &Path, at: &str) {
    let Ok(manifest) = fs::read_to_string(root.join("manifest-sha256.txt")) else { return };
    // Before the first document there may be none.
    let log = fs::read_to_string(root.join("requests.jsonl")).unwrap_or_default();
    let whole = |text: &str| text[..text.rfind('\n').map_or(0, |end| end + 1)].to_owned();
    let lines: Vec<Value> =
        whole(&log).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let traced: BTreeSet<&str> =
        lines.iter().filter_map(|line| line["document"].as_str()).collect();
    for line in whole(&manifest).lines() {
        let (digest, document) = line.split_once("  ").unwrap();
        let bytes = fs::read(root.join(document))
            .unwrap_or_else(|error| panic!("{at}: {document}: {error}"));
        assert_eq!(sha256_hex(&bytes), digest, "{at}: {document}");
        assert!(traced.contains(document), "{at}: {document} has no line");
    }
    let mut files = BTreeMap::new();
    if root.join("data").exists() {
        crate::unattended::collect(&root.join("data"), "data", &mut files);
    }
    for (name, bytes) in files {
        let content =
            zstd::decode_all(&bytes[..]).unwrap_or_else(|error| panic!("{at}: {name}: {error}"));
        assert!(name.contains(&sha256_hex(&content)[..16]), "{at}: {name} is not whole");
    }
    // Every request that the server saw was written down before.
    let requests = lines.iter().filter(|line| line["what"] == "request").count();
    let numbers: Vec<u64> = lines
        .iter()
        .filter(|l| l["what"] == "request")
        .map(|l| l["number"].as_u64().unwrap())
        .collect();
    assert_eq!(numbers, (1..=requests as u64).collect::<Vec<_>>(), "{at}");
}

fn sha256_hex(bytes: &[u8]) -> String {
    crate::unattended::sha256_hex(bytes)
}

/// The documents and their contents; nothing waits and nothing lies about.
fn documents(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    crate::unattended::collect(&root.join("data"), "data", &mut files);
    let pending = root.join("pending");
    let waiting = if pending.exists() {
        let mut parts = BTreeMap::new();
        crate::unattended::collect(&pending, "pending", &mut parts);
        parts.len()
    } else {
        0
    };
    assert_eq!(waiting, 0, "pages wait for nothing");
    assert!(!root.join("staging").exists());
    files
}

fn server(scenario: &Scenario) -> Server {
    let serve = scenario.serve;
    let times: std::sync::Mutex<BTreeMap<String, usize>> = Default::default();
    Server::start(move |request| {
        let mut times = times.lock().unwrap();
        let asked = times.entry(request.target.clone()).or_default();
        *asked += 1;
        serve(request, *asked)
    })
}

/// Kills at one step, checks, goes on, and checks again. `false`: there is no such step.
fn survives(
    scenario: &Scenario,
    step: usize,
    (requests, clean): &(usize, BTreeMap<String, Vec<u8>>),
) -> bool {
    let at = format!("{}, step {step}", scenario.name);
    let server = server(scenario);
    let workspace = study(&server.origin(), &[scenario.source], scenario.year, scenario.year);
    if !killed(&workspace, scenario.spans, step) {
        return false;
    }
    let archive = workspace.path("archive");
    check_archive(&archive, &at);
    let before = server.requests().len();
    crate::fetching::fetch(&workspace, &["fetch", "--span", scenario.spans]).ok();
    check_archive(&archive, &at);
    assert_eq!(&documents(&archive), clean, "{at}");
    let sent = server.requests().len();
    assert!(
        sent <= requests + scenario.cost(),
        "{at}: {sent} requests, {before} of them before the kill"
    );
    let logged = fs::read_to_string(archive.join("requests.jsonl")).unwrap();
    let logged = logged.lines().filter(|line| line.starts_with("{\"what\":\"request\"")).count();
    assert!(logged >= sent, "{at}: {logged} written down, {sent} sent");
    true
}

#[test]
fn a_kill_at_any_step_costs_at_most_one_request() {
    let points = AtomicUsize::new(0);
    let scenarios = scenarios();
    let next = AtomicUsize::new(0);
    let clean: Vec<(usize, BTreeMap<String, Vec<u8>>)> = scenarios
        .iter()
        .map(|scenario| {
            let server = server(scenario);
            let workspace =
                study(&server.origin(), &[scenario.source], scenario.year, scenario.year);
            crate::fetching::fetch(&workspace, &["fetch", "--span", scenario.spans]).ok();
            (server.requests().len(), documents(&workspace.path("archive")))
        })
        .collect();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    let Some(scenario) = scenarios.get(number) else { return };
                    for step in 1.. {
                        if !survives(scenario, step, &clean[number]) {
                            break;
                        }
                        points.fetch_add(1, Ordering::Relaxed);
                    }
                }
            });
        }
    });
    let points = points.into_inner();
    println!("{points} steps, a kill at each");
    assert!(points >= 1000, "{points} steps");
}
