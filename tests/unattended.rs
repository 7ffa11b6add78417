//! Left to a timer for weeks: quotas, faults and kills in every run, and the result is that of a clean run.

use crate::behaviours::{Recovering, recovering};
use crate::fetching::{CANARY, study_in};
use crate::harness::Workspace;
use crate::newsstand::{Limits, Newsstand, invented_records};
use groundswell_corpus::{DEMO_SEED, Plan, nyt_month};
use sha2::Digest;
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Stdio;

const DAY_MS: u64 = 86_400_000;
const SOURCES: [&str; 2] = ["nyt-archive", "guardian-api"];

/// Numbers that are the same in every run of the test (splitmix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % below
    }
}

/// A publisher of two newspapers at the true limits, and a study of it.
fn stand(first_year: i32, last_year: i32) -> (Newsstand, Workspace) {
    let months = (first_year.max(1999)..=last_year)
        .flat_map(|year| (1..=12).map(move |month| (year as u16, month)));
    let records = months.flat_map(|(year, month)| {
        let mut records = invented_records(Plan::Demo, year, month);
        records.push(quiet_day(year, month)); // the demo has months without foreign news
        records
    });
    let workspace = Workspace::quick(first_year, last_year);
    let stand = Newsstand::start(
        workspace.path("clock"),
        Limits { per_minute: 5, per_day: 500 },
        |year, month| Some(nyt_month(Plan::Demo, year as u16, month, DEMO_SEED)),
        records.collect(),
    );
    stand.limit("/search", Limits { per_minute: 60, per_day: 500 });
    study_in(&workspace, &stand.origin(), &SOURCES, first_year, last_year);
    (stand, workspace)
}

/// An article of the world section that names no country.
fn quiet_day(year: u16, month: u8) -> String {
    serde_json::json!({
        "id": format!("world/{year}/quiet-{month}"), "type": "article", "sectionId": "world",
        "sectionName": "World news", "webPublicationDate": format!("{year}-{month:02}-02T10:00:00Z"),
        "webTitle": "Nothing happened abroad, invented",
        "webUrl": format!("https://www.theguardian.com/world/{year}/quiet-{month}")
    })
    .to_string()
}

/// How a run ended.
#[derive(Debug, PartialEq)]
enum End {
    Killed,
    Exit(i32, String),
}

/// Runs the whole line, and kills it at its `stop_at`-th step if it comes that far.
fn run(workspace: &Workspace, stop_at: Option<u64>) -> End {
    let mut command = workspace.command(&["run", "groundswell.toml"]);
    command.env("NYT_API_KEY", CANARY).env("GUARDIAN_API_KEY", CANARY);
    command.env("GROUNDSWELL_TEST_CLOCK", workspace.path("clock"));
    if let Some(step) = stop_at {
        command.env("GROUNDSWELL_STOP_AT", step.to_string());
    }
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let stdout = BufReader::new(child.stdout.take().unwrap());
    for line in stdout.lines() {
        if line.unwrap().starts_with("stopped at ") {
            child.kill().unwrap(); // SIGKILL
            child.wait().unwrap();
            return End::Killed;
        }
    }
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!said.contains(CANARY));
    End::Exit(output.status.code().unwrap_or(-1), said)
}

fn let_pass(workspace: &Workspace, milliseconds: u64, restart: bool) {
    let text = fs::read_to_string(workspace.path("clock")).unwrap();
    let mut words = text.split_whitespace();
    let wall: u64 = words.next().unwrap().parse().unwrap();
    let uptime: u64 = words.next().unwrap().parse().unwrap();
    let boot: u64 = words.next().unwrap().trim_start_matches("boot").parse().unwrap();
    let (uptime, boot) = if restart { (1000, boot + 1) } else { (uptime + milliseconds, boot) };
    workspace.write("clock", format!("{} {uptime} boot{boot}", wall + milliseconds));
}

/// Everything that must not depend on what happened on the way: documents, manifest, ledger, report.
fn result(workspace: &Workspace) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for name in ["archive/data", "archive/manifest-sha256.txt", "ledger.db", "report"] {
        collect(&workspace.path(name), name, &mut files);
    }
    // The pipelines differ in the port of their server, and a report names its pipeline's digest.
    let digest = sha256_hex(&fs::read(workspace.path("groundswell.toml")).unwrap());
    for (_, bytes) in files.iter_mut().filter(|(name, _)| name.starts_with("report")) {
        *bytes = String::from_utf8_lossy(bytes).replace(&digest, "PIPELINE").into_bytes();
    }
    // Lines of the manifest stand in the order in which documents came.
    let manifest = files.get_mut("archive/manifest-sha256.txt").unwrap();
    let mut lines: Vec<String> =
        String::from_utf8(manifest.clone()).unwrap().lines().map(str::to_owned).collect();
    lines.sort();
    *manifest = lines.join("\n").into_bytes();
    files
}

pub(crate) fn sha256_hex(bytes: &[u8]) -> String {
    sha2::Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(crate) fn collect(path: &Path, name: &str, files: &mut BTreeMap<String, Vec<u8>>) {
    if path.is_file() {
        files.insert(name.to_owned(), fs::read(path).unwrap());
        return;
    }
    for entry in fs::read_dir(path).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{name}/{}", entry.file_name().to_string_lossy());
        collect(&entry.path(), &name, files);
    }
}

/// One answer in forty is bad in a way that passes.
fn misbehave(stand: &Newsstand, seed: u64) {
    let rows: Vec<Recovering> =
        recovering().into_iter().filter(|row| !["silent", "drips"].contains(&row.name)).collect();
    stand.misbehave(move |asked| {
        let mut dice = Dice(seed.wrapping_add(asked.number as u64 * 7919));
        if dice.below(40) > 0 {
            return None;
        }
        let row = &rows[dice.below(rows.len() as u64) as usize];
        asked.good().map(|good| (row.first)(&good))
    });
}

#[test]
fn weeks_of_faults_and_kills_end_as_a_clean_run_does() {
    let (first_year, last_year) = (1851, 2017);
    let (calm, clean) = stand(first_year, last_year);
    let mut days = 0;
    while let End::Exit(code, said) = run(&clean, None) {
        assert!(code == 0 || code == 75, "{code}: {said}");
        if code == 0 {
            break;
        }
        days += 1;
        let_pass(&clean, DAY_MS, false);
    }
    assert!(days >= 3, "{days} days: the quota was not felt");
    assert_eq!(calm.violations(), [""; 0]);
    let needed = calm.requests().len();
    let twice = calm.served().into_iter().find(|(_, times)| *times > 1);
    assert_eq!(twice, None, "asked for twice without need");

    let (stormy, beaten) = stand(first_year, last_year);
    let mut dice = Dice(20);
    let (mut runs, mut kills) = (0, 0);
    loop {
        runs += 1;
        assert!(runs < 200, "it does not come to an end");
        misbehave(&stormy, runs);
        let end = run(&beaten, Some(1 + dice.below(4000)));
        kills += u32::from(end == End::Killed);
        if let End::Exit(0, _) = end {
            break;
        }
        if let End::Exit(code, said) = end {
            assert!([65, 69, 75].contains(&code), "{code}: {said}");
        }
        let_pass(&beaten, dice.below(DAY_MS), dice.below(4) == 0);
    }
    assert!(kills >= 5, "{kills} kills in {runs} runs");
    assert_eq!(stormy.violations(), [""; 0]);
    for workspace in [&clean, &beaten] {
        workspace.run(&["verify", "--recount"]).ok();
        // A ledger's pages lie in the order of its updates; made anew, in that of its content.
        workspace.run(&["count", "--rebuild"]).ok();
    }
    let (calm_result, stormy_result) = (result(&clean), result(&beaten));
    let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&calm_result), names(&stormy_result));
    for (name, bytes) in &calm_result {
        assert!(stormy_result[name] == *bytes, "{name} differs");
    }
    println!(
        "{} documents: {needed} requests in a clean run over {days} days; {} requests in {runs} runs with {kills} kills",
        calm_result.len(),
        stormy.requests().len()
    );
}
