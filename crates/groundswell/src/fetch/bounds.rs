//! How a run of fetching is bounded, as the user asked on the command line.

use groundswell_press as press;
use jiff::Timestamp;

use super::survey::{State, Survey};
use super::world;
use crate::failure::{Exit, Failure, Result};

/// How a run of fetching is bounded, as the user asked.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bounds {
    /// Requests of this run.
    pub(crate) max_requests: Option<u64>,
    /// When to stop.
    pub(crate) until: Option<Timestamp>,
    /// Wait for tomorrow's quota instead of ending.
    pub(crate) wait: bool,
    /// Ask again now for what was suspect.
    pub(crate) again: bool,
    /// Years of which what is held is asked for again, to take it if it changed.
    pub(crate) refresh: Option<(i32, i32)>,
    /// Only these sources of the pipeline.
    pub(crate) sources: Vec<String>,
    /// Only these spans; empty: all.
    pub(crate) spans: Vec<press::Span>,
}

/// The next time this machine's clock says so.
///
/// # Errors
/// When the calendar has no such moment.
pub(crate) fn next_time(time: jiff::civil::Time) -> Result<Timestamp> {
    let now = world::clock().now().time.to_zoned(jiff::tz::TimeZone::system());
    let today = now.date().to_datetime(time).to_zoned(now.time_zone().clone());
    let later = today.and_then(|at| if at > now { Ok(at) } else { at.tomorrow() });
    later.map(|at| at.timestamp()).map_err(|error| {
        Failure::new(Exit::Config, format!("--until {time}: {error}")).next("choose another time")
    })
}

/// What was asked for on the command line must be something the pipeline fetches: nothing done is no success.
pub(super) fn check_asked(bounds: &Bounds, surveys: &[Survey]) -> Result<()> {
    let wrong = |what: String| Err(Failure::new(Exit::Config, what).kept("nothing was asked"));
    for name in &bounds.sources {
        if !surveys.iter().any(|survey| survey.asked.source.name == name) {
            let known = surveys.iter().map(|survey| survey.asked.source.name);
            return wrong(crate::study::unknown("source of this pipeline", name, known));
        }
    }
    let wanted = |name: &str| bounds.sources.is_empty() || bounds.sources.iter().any(|s| s == name);
    let chosen = || surveys.iter().filter(|survey| wanted(survey.asked.source.name));
    for span in &bounds.spans {
        if !chosen().any(|survey| survey.spans.iter().any(|(known, _)| known == span)) {
            return wrong(format!(
                "{span} is nothing that can be fetched here: sources have months (1973-09) or days \
                 (1973-09-11), of the years of the study that have ended"
            ));
        }
    }
    if let Some((first, last)) = bounds.refresh {
        let held = |survey: &Survey| {
            survey
                .spans
                .iter()
                .any(|(span, state)| *state == State::Held && (first..=last).contains(&span.year))
        };
        if !chosen().any(held) {
            return wrong(format!("nothing is held of {first} to {last} that could be refreshed"));
        }
    }
    Ok(())
}
