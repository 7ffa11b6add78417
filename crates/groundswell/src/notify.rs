//! Telling machines how a run ended: a text file for Prometheus, a ping to a health check. Both are optional.
//!
//! Alert on the age of the last success, not on one failure: a run that ends with 75 is a normal day.

use groundswell_archive::Fetcher;
use jiff::Timestamp;
use std::fmt::Write;
use std::path::Path;

use crate::failure::Result;
use crate::fetch::world;
use crate::plan::{Standing, standings};
use crate::runs::write_whole;
use crate::study::Study;

/// The variable that holds the address of a health check: it is a secret of its own, so no pipeline has it.
const PING: &str = "GROUNDSWELL_PING_URL";
const LAST_SUCCESS: &str = "groundswell_last_success_timestamp_seconds";

/// Writes the metrics file and pings. A ping that is not taken changes nothing; a file that cannot be
/// written does.
pub(crate) fn tell(study: &Study, started: &str, exit: i32, summary: &str) -> Result<()> {
    let Some(settings) = &study.fetch else { return Ok(()) };
    if let Some(address) = std::env::var_os(PING).and_then(|address| address.into_string().ok()) {
        ping(&settings.manners(), &address, exit, summary);
    }
    let Some(path) = &settings.metrics else { return Ok(()) };
    let now = world::clock().now().time;
    let took = started
        .parse::<Timestamp>()
        .map_or(0.0, |start| Timestamp::now().duration_since(start).as_secs_f64());
    let text = metrics(&standings(study)?, path, now, took, exit);
    write_whole(path, text.as_bytes())
}

fn ping(manners: &groundswell_archive::Manners, address: &str, exit: i32, summary: &str) {
    // 75 is no failure: the quota is spent, or another run is at work.
    let code = if exit == 75 { "log".to_owned() } else { exit.to_string() };
    let address = format!("{}/{code}", address.trim_end_matches('/'));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    if let (Ok(runtime), Ok(fetcher)) = (runtime, Fetcher::new(manners)) {
        let text: String = summary.chars().take(10_000).collect();
        let _ = runtime.block_on(fetcher.tell(&address, text));
    }
}

fn metrics(standings: &[Standing], path: &Path, now: Timestamp, took: f64, exit: i32) -> String {
    let seconds = now.as_second();
    let success = match exit {
        0 | 75 => Some(seconds), // a spent quota is a normal day
        _ => earlier(path),
    };
    let mut text = String::new();
    let mut gauge = |name: &str, help: &str, rows: &[(String, String)]| {
        let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} gauge");
        for (labels, value) in rows {
            let _ = writeln!(text, "{name}{labels} {value}");
        }
    };
    let one = |value: String| [(String::new(), value)];
    gauge(
        "groundswell_last_run_timestamp_seconds",
        "When the last run ended.",
        &one(seconds.to_string()),
    );
    gauge(
        "groundswell_last_run_exit_code",
        "How it ended; 75 is a normal day.",
        &one(exit.to_string()),
    );
    gauge("groundswell_run_duration_seconds", "How long it took.", &one(format!("{took:.3}")));
    if let Some(success) = success {
        gauge(
            LAST_SUCCESS,
            "When a run last ended as it should: 0 or 75.",
            &one(success.to_string()),
        );
    }
    let spans = |of: &Standing| {
        [
            ("held", of.held),
            ("missing", of.missing),
            ("known_gap", of.known_gaps),
            ("unusable", of.unusable.len()),
        ]
        .map(|(state, spans)| {
            (format!("{{source=\"{}\",state=\"{state}\"}}", of.source), spans.to_string())
        })
    };
    let rows: Vec<_> = standings.iter().flat_map(spans).collect();
    gauge("groundswell_spans", "Months or days of a source, by how they stand.", &rows);
    let left = |of: &Standing| {
        let left = of.requests_per_day.saturating_sub(of.used_today);
        (format!("{{source=\"{}\"}}", of.source), left.to_string())
    };
    let rows: Vec<_> = standings.iter().map(left).collect();
    gauge("groundswell_quota_remaining", "Requests left in these 24 hours.", &rows);
    text
}

/// The last success that the file knows.
fn earlier(path: &Path) -> Option<i64> {
    let text = std::fs::read_to_string(path).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix(LAST_SUCCESS))?;
    line.trim().parse().ok()
}
