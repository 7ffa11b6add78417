//! The addresses: `/` is the page, `/articles` a page of articles as JSON.

use axum::Router;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{StatusCode, header};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use std::sync::Arc;

use super::search::{self, Asked};
use super::{KEPT, Served, guard, page, state};
use crate::arguments::Judged;
use crate::failure::{Exit, Failure, Result};
use crate::{findings, study_of};

const HTML: &str = "text/html; charset=utf-8";
const JSON: &str = "application/json";

pub(super) fn router(served: Arc<Served>) -> Router {
    Router::new()
        .route("/", get(explorer))
        .route("/articles", get(articles))
        .layer(from_fn_with_state(served.clone(), guard::guard))
        .with_state(served)
}

type Chosen<T> = std::result::Result<Query<T>, QueryRejection>;

async fn explorer(State(served): State<Arc<Served>>, judged: Chosen<Judged>) -> Response {
    answer(HTML, shown(&served, judged).await)
}

/// The page for these choices, made if it is not there or the ledger is another one by now.
async fn shown(served: &Arc<Served>, judged: Chosen<Judged>) -> Result<Vec<u8>> {
    let judged = chosen(judged)?;
    // Held while a page is made: others would make the same one.
    let mut pages = served.pages.lock().await;
    let (pipeline, jobs) = (served.pipeline.clone(), served.jobs);
    let now = {
        let (pipeline, narrowed) = (pipeline.clone(), judged.narrowed);
        asked_of_ledger(served, move || state(&study_of(&pipeline, narrowed)?)).await?
    };
    pages.retain(|shown| shown.state == now);
    if let Some(shown) = pages.iter().find(|shown| shown.judged == judged) {
        return Ok(shown.page.to_vec());
    }
    let shown = asked_of_ledger(served, move || page(&pipeline, &judged, jobs)).await?;
    let bytes = shown.page.to_vec();
    pages.insert(0, shown);
    pages.truncate(KEPT);
    Ok(bytes)
}

async fn articles(
    State(served): State<Arc<Served>>,
    judged: Chosen<Judged>,
    asked: Chosen<Asked>,
) -> Response {
    let found = async {
        let (judged, asked) = (chosen(judged)?, chosen(asked)?);
        let pipeline = served.pipeline.clone();
        let find = move || {
            let study = study_of(&pipeline, judged.narrowed)?;
            let state = state(&study)?;
            let page = search::page(&study, &findings::ledger(&study)?, &asked, state)?;
            serde_json::to_vec(&page)
                .map_err(|error| Failure::new(Exit::Data, format!("cannot write JSON: {error}")))
        };
        asked_of_ledger(&served, find).await
    };
    answer(JSON, found.await)
}

fn chosen<T>(asked: Chosen<T>) -> Result<T> {
    let wrong = |rejection: QueryRejection| {
        Failure::new(Exit::Config, rejection.body_text()).next("choose in the page itself")
    };
    asked.map(|Query(asked)| asked).map_err(wrong)
}

/// Work on files and the ledger, beside the answering, and only so much of it at once.
async fn asked_of_ledger<T: Send + 'static>(
    served: &Served,
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    let closed = |error| Failure::new(Exit::System, format!("no longer serving: {error}"));
    let _place = served.free.acquire().await.map_err(closed)?;
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|error| match error.try_into_panic() {
        Ok(panic) => Err(Failure::internal(panic.as_ref())),
        Err(_) => Err(Failure::new(Exit::System, "no longer serving")),
    })
}

/// What is wrong in the question is the asker's to change; everything else is ours.
fn answer(kind: &'static str, done: Result<Vec<u8>>) -> Response {
    match done {
        Ok(bytes) => ([(header::CONTENT_TYPE, kind)], bytes).into_response(),
        Err(failure) => {
            let status = match failure.exit {
                Exit::Config => StatusCode::BAD_REQUEST,
                _ => StatusCode::INTERNAL_SERVER_ERROR,
            };
            (status, format!("{failure}\n")).into_response()
        }
    }
}
