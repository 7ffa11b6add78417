//! Headlines of some articles, from the raw archive: the ledger holds none.

use serde::{Deserialize, Serialize};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::answers::{Answer, wrong};
use super::search::MOST;
use crate::evidence;
use crate::study::Study;

/// No further document is read after this: what was found by then is the answer, and the others can be asked for again.
const PATIENCE: Duration = Duration::from_secs(2);

/// Which articles, as in the address.
#[derive(Debug, Deserialize)]
pub(super) struct Question {
    /// `[["data/nyt-archive/1973/1973-09….json.zst",17],…]`: documents of the raw archive, and ordinals of records.
    of: String,
}

/// The answer: of each that was found its document, ordinal and headline.
#[derive(Serialize)]
pub(super) struct Headlines {
    schema: &'static str,
    headlines: Vec<(String, u32, String)>,
}

/// At least one document is read, whatever it takes. `left`: nobody waits for them any longer.
pub(super) fn of(study: &Study, question: &Question, left: &AtomicBool) -> Answer<Headlines> {
    let unreadable =
        |error| wrong(format!("`of` is not a list of documents and ordinals: {error}"));
    let places: Vec<(String, u32)> = serde_json::from_str(&question.of).map_err(unreadable)?;
    if places.len() > MOST {
        return Err(wrong(format!("headlines of more than {MOST} articles at once")));
    }
    let deadline = Instant::now() + PATIENCE;
    let enough = || Instant::now() > deadline || left.load(Ordering::Relaxed);
    let wanted = places.iter().map(|(path, position)| (path.as_str(), *position));
    let found = evidence::headlines(study, wanted, enough)?;
    let headlines =
        found.into_iter().map(|((path, position), headline)| (path, position, headline)).collect();
    Ok(Headlines { schema: "groundswell.headlines/1", headlines })
}
