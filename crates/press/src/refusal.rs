//! Error messages of the servers, saved where articles were expected.

use crate::json::{Text, object};
use crate::source::Facts;

/// The keys an error message is told by, in the object or in its `response`.
pub(crate) const REFUSAL: [&str; 3] = ["fault", "status", "message"];

/// The server's error message, if an object without articles is one.
///
/// Of the NYT's gateway only the error code is repeated: its sentence may name the key
/// (`Quota limit exceeded. Identifier : …`).
pub(crate) fn refusal(facts: &Facts) -> Option<String> {
    if let Some(fault) = facts.value::<GatewayFault<'_>>("fault") {
        return Some(fault.detail.errorcode.0.chars().take(80).collect());
    }
    let status: Text<'_> = facts.value("status").unwrap_or_default();
    let message: Option<Text<'_>> = facts.value("message");
    match message {
        Some(message) => Some(message.0.chars().take(200).collect()),
        None => status.0.eq_ignore_ascii_case("error").then(|| "no reason given".to_owned()),
    }
}

object! {
    /// `{"fault": {"faultstring": …, "detail": {"errorcode": …}}}`, the answer of the NYT's gateway.
    GatewayFault { sentence: Text<'a> = "faultstring", detail: GatewayDetail<'a> = "detail" }
}
object! {
    /// The part of the gateway's answer that holds its code.
    GatewayDetail { errorcode: Text<'a> = "errorcode" }
}
