//! Who is answered, and what a browser may do with an answer.

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

use super::Served;

/// Sent with every answer: nothing is stored by the browser, nothing is framed, read or guessed at by others.
const HEADERS: [(HeaderName, &str); 6] = [
    (header::CACHE_CONTROL, "no-store"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
];

/// Answers only a browser that knows this server by its own name, so that no site whose name is made to point here can
/// read a page; and, of what comes from other sites' pages, only a link that is followed to the page itself: a picture or
/// a script of theirs must not have this machine work.
pub(super) async fn guard(
    State(served): State<Arc<Served>>,
    request: Request,
    next: Next,
) -> Response {
    let headers = request.headers();
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let sent = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let ours = host.is_some_and(|host| served.names.iter().any(|name| name == host));
    let foreign = matches!(sent("sec-fetch-site"), Some("cross-site" | "same-site"));
    let followed = request.uri().path() == "/"
        && (sent("sec-fetch-mode"), sent("sec-fetch-dest")) == (Some("navigate"), Some("document"));
    let mut response = if ours && (!foreign || followed) {
        next.run(request).await
    } else {
        (StatusCode::FORBIDDEN, "this server answers its own page on this machine only\n")
            .into_response()
    };
    for (name, value) in HEADERS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}
