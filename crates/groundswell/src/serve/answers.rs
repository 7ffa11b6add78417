//! The addresses: `/` is the page, `/articles` a page of articles, `/headlines` the headlines of some.

use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, RawQuery, State};
use axum::http::{StatusCode, header};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde::Serialize;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError};

use super::{KEPT, Served, edition, guard, headlines, held, make, search};
use crate::arguments::{self, Judged};
use crate::failure::{Exit, Failure};
use crate::study::Study;
use crate::{named, study_of};

const HTML: &str = "text/html; charset=utf-8";
const JSON: &str = "application/json";

pub(super) fn router(served: Arc<Served>) -> Router {
    Router::new()
        .route("/", get(page))
        .route("/articles", get(articles))
        .route("/headlines", get(some_headlines))
        .layer(from_fn_with_state(served.clone(), guard::guard))
        .with_state(served)
}

/// Why there is no answer: the question is wrong, or something here is.
pub(super) enum Trouble {
    Asked(Failure),
    Ours(Failure),
}

impl<E: Into<Failure>> From<E> for Trouble {
    fn from(error: E) -> Trouble {
        Trouble::Ours(error.into())
    }
}

pub(super) type Answer<T> = std::result::Result<T, Trouble>;
type Chosen<T> = std::result::Result<Query<T>, QueryRejection>;

async fn page(
    State(served): State<Arc<Served>>,
    RawQuery(query): RawQuery,
    judged: Chosen<Judged>,
) -> Response {
    let page = async {
        let judged = chosen(judged, query.as_deref(), &[])?;
        // Made to its end even if nobody waits for it any longer: a reload finds it.
        tokio::spawn(shown(served, judged)).await.map_err(ended)?
    };
    answer(HTML, page.await)
}

/// The page for these choices, made if it is not there or the counts are others by now.
async fn shown(served: Arc<Served>, judged: Judged) -> Answer<Bytes> {
    let (pipeline, narrowed) = (served.pipeline.clone(), judged.narrowed);
    let now = move || edition(&study_of(&pipeline, narrowed)?);
    let now = tokio::task::spawn_blocking(now).await.map_err(ended)??;
    if let Some(page) = served.kept(&judged, &now) {
        return Ok(page);
    }
    let _one_at_a_time = served.making.lock().await;
    if let Some(page) = served.kept(&judged, &now) {
        return Ok(page);
    }
    let (pipeline, jobs) = (served.pipeline.clone(), served.jobs);
    let shown = work(&served, move |_| Ok(make(&pipeline, judged, jobs)?)).await?;
    let page = shown.page.clone();
    let mut pages = served.pages.lock().unwrap_or_else(PoisonError::into_inner);
    pages.insert(0, shown);
    pages.truncate(KEPT);
    Ok(page)
}

impl Served {
    /// A page that is there; pages of other counts are forgotten.
    fn kept(&self, judged: &Judged, edition: &str) -> Option<Bytes> {
        let mut pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        pages.retain(|shown| shown.edition == edition);
        pages.iter().find(|shown| shown.judged == *judged).map(|shown| shown.page.clone())
    }
}

async fn articles(
    State(served): State<Arc<Served>>,
    RawQuery(query): RawQuery,
    judged: Chosen<Judged>,
    question: Chosen<search::Question>,
) -> Response {
    let found = async {
        let judged = chosen(judged, query.as_deref(), &search::KEYS)?;
        let Query(question) = question.map_err(|error| wrong(error.body_text()))?;
        let pipeline = served.pipeline.clone();
        let find = move |left: &AtomicBool| {
            let (study, ledger, edition) = held(&pipeline, &judged)?;
            json(&search::page(&study, &ledger, &question, edition, left)?)
        };
        work(&served, find).await
    };
    answer(JSON, found.await)
}

async fn some_headlines(
    State(served): State<Arc<Served>>,
    question: Chosen<headlines::Question>,
) -> Response {
    let found = async {
        let Query(question) = question.map_err(|error| wrong(error.body_text()))?;
        let pipeline = served.pipeline.clone();
        let read = move |left: &AtomicBool| {
            json(&headlines::of(&Study::read(&pipeline)?, &question, left)?)
        };
        work(&served, read).await
    };
    answer(JSON, found.await)
}

/// What is chosen of rule and counting. A key that nobody knows is no silent default.
fn chosen(judged: Chosen<Judged>, query: Option<&str>, more: &[&str]) -> Answer<Judged> {
    let choices = arguments::choices();
    let known = |key: &str| choices.iter().any(|choice| choice.key == key) || more.contains(&key);
    let pairs = url::form_urlencoded::parse(query.unwrap_or_default().as_bytes());
    if let Some((key, _)) = pairs.into_iter().find(|(key, _)| !known(key)) {
        return Err(wrong(format!("there is nothing to choose by the name of `{key}`")));
    }
    let Query(judged) = judged.map_err(|error| wrong(error.body_text()))?;
    named(judged.rule.as_ref()).map_err(Trouble::Asked)?;
    Ok(judged)
}

/// A question that cannot be answered.
pub(super) fn wrong(what: impl Into<String>) -> Trouble {
    Trouble::Asked(Failure::new(Exit::Config, what).next("go back to / and choose in the page"))
}

/// Work on files and the ledger, beside the answering, and only so much of it at once. It is told when nobody waits for it
/// any longer, and keeps its place until it ends.
async fn work<T: Send + 'static>(
    served: &Served,
    work: impl FnOnce(&AtomicBool) -> Answer<T> + Send + 'static,
) -> Answer<T> {
    let place = served.free.clone().acquire_owned().await.map_err(|_| stopped())?;
    let left = Arc::new(AtomicBool::new(false));
    let _tells = Leaving(left.clone());
    let done = tokio::task::spawn_blocking(move || {
        let _place = place;
        work(&left)
    });
    done.await.map_err(ended)?
}

/// Says so when it is dropped.
struct Leaving(Arc<AtomicBool>);

impl Drop for Leaving {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

fn ended(error: tokio::task::JoinError) -> Failure {
    error.try_into_panic().map_or_else(|_| stopped(), |panic| Failure::internal(panic.as_ref()))
}

fn stopped() -> Failure {
    Failure::new(Exit::System, "no longer serving")
}

fn json(value: &impl Serialize) -> Answer<Bytes> {
    let unwritable = |error| Failure::new(Exit::Data, format!("cannot write JSON: {error}"));
    Ok(serde_json::to_vec(value).map_err(unwritable)?.into())
}

fn answer(kind: &'static str, done: Answer<Bytes>) -> Response {
    let (status, failure) = match done {
        Ok(bytes) => return ([(header::CONTENT_TYPE, kind)], bytes).into_response(),
        Err(Trouble::Asked(failure)) => (StatusCode::BAD_REQUEST, failure),
        Err(Trouble::Ours(failure)) if failure.exit == Exit::NotFinished => {
            (StatusCode::SERVICE_UNAVAILABLE, failure.next("try again soon"))
        }
        Err(Trouble::Ours(failure)) => (StatusCode::INTERNAL_SERVER_ERROR, failure),
    };
    (status, format!("{failure}\n")).into_response()
}
