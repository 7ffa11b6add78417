//! Fetching through the real binary: every bad server, every source, and what a user is told.

use crate::behaviours::{Expected, Good, behaviours, recovering};
use crate::harness::{Ran, Workspace, month, record, root, run};
use crate::server::{Request, Server, ok, status};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};

/// A key that must be in no byte of anything.
pub(crate) const CANARY: &str = "canary-of-letters-only";

/// A right answer for one span of a source.
struct Example {
    source: &'static str,
    span: &'static str,
    year: i32,
    content_type: &'static str,
    body: Vec<u8>,
}

fn examples() -> Vec<Example> {
    let records: Vec<String> =
        (1..=9).map(|n| record(n, &format!("1995-03-0{n}"), "Strike in Chile")).collect();
    let fixture = |name: &str| fs::read(root().join("fixtures").join(name)).unwrap();
    // The same day without the links to its second page.
    let one_page = fixture("guardian-index/former-2012-02-07.html");
    let one_page = String::from_utf8(one_page).unwrap().replace("page=", "sheet=").into_bytes();
    let row =
        |source, span, year, content_type, body| Example { source, span, year, content_type, body };
    vec![
        row("nyt-archive", "1995-03", 1995, JSON, month(&records).into_bytes()),
        row("nyt-sitemap", "1973-09-12", 1973, HTML, fixture("nyt-sitemap/day-1973-09-12.html")),
        row("guardian-api", "2003-04", 2003, JSON, guardian_page()),
        row("guardian-index", "2012-02-07", 2012, HTML, one_page),
        row("loc-pages", "1917-01", 1917, JSON, loc_page()),
    ]
}

const JSON: &str = "application/json";
const HTML: &str = "text/html";

/// The one page of a month of the Guardian's world section.
fn guardian_page() -> Vec<u8> {
    let results: Vec<serde_json::Value> = (1..=9)
        .map(|n| {
            serde_json::json!({
                "id": format!("world/2003/apr/0{n}/invented"), "type": "article", "sectionId": "world",
                "webPublicationDate": format!("2003-04-0{n}T10:00:00Z"),
                "webTitle": format!("Chile, invented report {n}"),
                "webUrl": format!("https://www.theguardian.com/world/2003/apr/0{n}/invented")
            })
        })
        .collect();
    serde_json::json!({"response": {"status": "ok", "userTier": "developer", "total": 9, "startIndex": 1,
        "pageSize": 200, "currentPage": 1, "pages": 1, "orderBy": "oldest", "results": results}})
    .to_string()
    .into_bytes()
}

/// The one page of a month of American newspapers.
fn loc_page() -> Vec<u8> {
    let results: Vec<serde_json::Value> = (1..=9)
        .map(|n| {
            serde_json::json!({
                "date": format!("1917-01-0{n}"), "description": ["A strike in Chile."],
                "id": format!("http://www.loc.gov/resource/sn00000005/1917-01-0{n}/ed-1/?sp=1"),
                "number_lccn": ["sn00000005"], "number_page": ["0000000001"],
                "title": format!("Image 1 of The Ferry (Two Rivers, Wis.), January {n}, 1917"),
                "url": format!("https://www.loc.gov/resource/sn00000005/1917-01-0{n}/ed-1/?sp=1"),
                "word_coordinates_url": "https://tile.loc.gov/text-services/x"
            })
        })
        .collect();
    serde_json::json!({"results": results, "pagination": {"current": 1, "from": 1, "next": null,
        "of": 9, "perpage": 100, "to": 9, "total": 1}})
    .to_string()
    .into_bytes()
}

/// A study that fetches one source from a server on this machine.
pub(crate) fn study(origin: &str, sources: &[&str], first_year: i32, last_year: i32) -> Workspace {
    let workspace = Workspace::quick(first_year, last_year);
    study_in(&workspace, origin, sources, first_year, last_year);
    workspace
}

/// The same in a workspace that is there.
pub(crate) fn study_in(
    workspace: &Workspace,
    origin: &str,
    sources: &[&str],
    first_year: i32,
    last_year: i32,
) {
    let named: Vec<String> = sources.iter().map(|source| format!("{source:?}")).collect();
    let mut text = format!(
        "name = \"test\"\ntitle = \"A test\"\nworkspace = \".\"\n\
         [period]\nfirst_year = {first_year}\nlast_year = {last_year}\n\
         [fetch]\ncontact = \"test@example.org\"\nsources = [{}]\n\
         patience_seconds = 2\ndeadline_seconds = 5\n",
        named.join(", ")
    );
    for source in sources {
        text +=
            &format!("[fetch.source.{source}]\norigin = {origin:?}\ninsecure_test_host = true\n");
    }
    workspace.write("groundswell.toml", text);
    workspace.write("clock", "1790000000000 1000000 boot1"); // September 2026
}

/// Runs a command with the keys in the environment, under the simulated clock; nothing shows the key.
pub(crate) fn fetch(workspace: &Workspace, arguments: &[&str]) -> Ran {
    let ran = run(workspace
        .command(arguments)
        .env("NYT_API_KEY", CANARY)
        .env("GUARDIAN_API_KEY", CANARY)
        .env("GROUNDSWELL_TEST_CLOCK", workspace.path("clock")));
    assert!(!ran.stdout.contains(CANARY) && !ran.stderr.contains(CANARY), "{ran:#?}");
    assert!(!ran.stderr.contains("panicked"), "{ran:#?}");
    no_canary_below(&workspace.path(""));
    ran
}

/// No file holds the key, in no form, unpacked or not.
fn no_canary_below(folder: &Path) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            no_canary_below(&path);
            continue;
        }
        let bytes = fs::read(&path).unwrap();
        let unpacked = zstd::decode_all(&bytes[..]).unwrap_or_default();
        for bytes in [&bytes, &unpacked] {
            let holds = bytes.windows(CANARY.len()).any(|window| window == CANARY.as_bytes());
            assert!(!holds, "{} holds the key", path.display());
        }
    }
}

/// Another origin: whatever asks it anything has been led astray.
fn trap() -> Server {
    Server::start(|_| status(200, &[], "{}"))
}

fn exit(expected: Expected) -> i32 {
    match expected {
        Expected::Accepted => 0,
        Expected::Suspect => 65,
        Expected::Unavailable => 69,
        Expected::Quota => 75,
        Expected::Changed => 76,
        Expected::Key => 77,
        Expected::Config => 78,
    }
}

/// A message without what differs from run to run: ports, times, digests of what has a port in it.
fn steady(line: &str, origin: &str, other: &str) -> String {
    let line = line.replace(origin, "ORIGIN").replace(other, "OTHER");
    // Waiting is random by some seconds.
    let line = match line.split_once("(in ") {
        Some((before, after)) => {
            format!("{before}(in{}", after.split_once(')').map_or("", |(_, rest)| rest))
        }
        None => line,
    };
    let words = line.split(' ').map(|word| {
        let is_time =
            word.len() >= 20 && word.contains('T') && word.trim_end_matches(';').ends_with('Z');
        let digest = word.strip_suffix(".zst").and_then(|name| name.rsplit_once('-'));
        match digest {
            _ if is_time => "TIME".to_owned(),
            Some((name, _)) => format!("{name}-DIGEST.zst"),
            None => word.to_owned(),
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Does `work` for every number below `count` on several threads; most of it is waiting.
fn in_parallel(count: usize, work: impl Fn(usize) + Sync) {
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..16 {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= count {
                        return;
                    }
                    work(number);
                }
            });
        }
    });
}

#[test]
fn every_bad_server_ends_as_the_catalogue_says() {
    let examples = examples();
    let behaviours = behaviours();
    assert!(behaviours.len() >= 80);
    let lines: Mutex<BTreeMap<(usize, usize), String>> = Mutex::default();
    let wrong: Mutex<Vec<String>> = Mutex::default();
    in_parallel(examples.len() * behaviours.len(), |number| {
        let (at, of) = (number / behaviours.len(), number % behaviours.len());
        let (example, behaviour) = (&examples[at], &behaviours[of]);
        if at > 0 && ["A8", "A9", "A10"].contains(&behaviour.class) {
            return; // silence is the same for all; it takes its time
        }
        let trap = trap();
        let good = || Good {
            body: example.body.clone(),
            content_type: example.content_type,
            other_origin: trap.origin(),
        };
        let acts = (behaviour.acts)(&good());
        let server = Server::start(move |request: &Request| match request.path() {
            "/robots.txt" => status(404, &[], ""),
            _ => acts.clone(),
        });
        let workspace = study(&server.origin(), &[example.source], example.year, example.year);
        let ran = fetch(&workspace, &["fetch", "--span", example.span]);
        let expected = (behaviour.expected)(&good());
        let last = ran.stderr.lines().last().unwrap_or_default();
        let held = workspace.path("archive/data").join(example.source).exists();
        if ran.code != exit(expected) || held != (expected == Expected::Accepted) {
            wrong.lock().unwrap().push(format!(
                "{} / {} ({}): expected {expected:?}, exit {}, held {held}: {last}",
                example.source, behaviour.name, behaviour.class, ran.code
            ));
        }
        assert!(trap.requests().is_empty(), "{}: another host was asked", behaviour.name);
        no_key_to_others(&server);
        // What a transport fault is called depends on the moment and on the library; that it is one does not.
        let fault = last.match_indices(": ").nth(2).and_then(|(at, _)| last.get(..at));
        let message = match ran.code {
            0 => "kept",
            69 => fault.unwrap_or(last),
            _ => last,
        };
        let message = steady(message, &server.origin(), &trap.origin());
        let line =
            format!("{} | {} | {} | {message}", example.source, behaviour.class, behaviour.name);
        lines.lock().unwrap().insert((at, of), line);
    });
    let wrong = wrong.into_inner().unwrap();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), behaviours.len(), wrong.join("\n"));
    let said: Vec<String> = lines.into_inner().unwrap().into_values().collect();
    let said = said.join("\n") + "\n";
    let golden = root().join("fixtures/fetching.golden");
    if std::env::var_os("BLESS").is_some() {
        fs::write(&golden, &said).unwrap();
    }
    let known = fs::read_to_string(&golden).unwrap_or_default();
    let new: Vec<&str> = said.lines().filter(|line| !known.lines().any(|k| k == *line)).collect();
    assert!(known == said, "not as in fetching.golden (BLESS=1 rewrites it):\n{}", new.join("\n"));
}

/// The key is in the query and nowhere else: not in a header, and no Referer at all.
fn no_key_to_others(server: &Server) {
    for request in server.requests() {
        assert!(request.header("referer").is_none(), "{}", request.head);
        let (_, headers) = request.head.split_once("\r\n").unwrap_or_default();
        assert!(!headers.contains(CANARY), "{}", request.head);
        assert_eq!(request.header("accept-encoding"), Some("gzip"), "{}", request.head);
        let agent = request.header("user-agent").unwrap_or_default();
        assert!(agent.contains("groundswell/") && agent.contains("test@example.org"), "{agent}");
    }
}

#[test]
fn what_goes_wrong_for_a_while_ends_well() {
    let rows = recovering();
    assert!(rows.len() >= 20);
    let example = &examples()[0];
    in_parallel(rows.len(), |number| {
        let row = &rows[number];
        let good = Good {
            body: example.body.clone(),
            content_type: example.content_type,
            other_origin: "http://other.invalid".to_owned(),
        };
        let (bad, right) = ((row.first)(&good), good.acts());
        let (asked, times) = (AtomicU32::new(0), row.times);
        let server = Server::start(move |_| {
            let first = asked.fetch_add(1, Ordering::Relaxed) < times;
            if first { bad.clone() } else { right.clone() }
        });
        let workspace = study(&server.origin(), &[example.source], example.year, example.year);
        let ran = fetch(&workspace, &["fetch", "--span", example.span]);
        assert_eq!(ran.code, 0, "{} {} times: {ran:#?}", row.name, row.times);
        assert_eq!(server.requests().len(), row.times as usize + 1, "{}", row.name);
        workspace.run(&["verify"]).ok();
    });
}

#[test]
fn what_is_right_is_kept_and_not_asked_again() {
    let example = &examples()[0];
    let body = example.body.clone();
    let server = Server::start(move |_| ok("application/json", &body));
    let workspace = study(&server.origin(), &[example.source], example.year, example.year);
    let first = fetch(&workspace, &["fetch", "--span", example.span, "--json"]).ok();
    assert_eq!(first.json()["sources"][0]["documents"], 1);
    fetch(&workspace, &["fetch", "--span", example.span]).ok();
    assert_eq!(server.requests().len(), 1);
}
