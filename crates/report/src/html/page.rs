//! The page around the data: its policy, its styles, its script, each in the page itself.

use sha2::{Digest, Sha256};

use crate::escape::{shorten, xml};

/// Joined in this order into one script; each file is one idea.
const SCRIPTS: &[&str] = &[
    include_str!("../../html/data.js"),
    include_str!("../../html/words.js"),
    include_str!("../../html/dom.js"),
    include_str!("../../html/route.js"),
    include_str!("../../html/scale.js"),
    include_str!("../../html/marks.js"),
    include_str!("../../html/csv.js"),
    include_str!("../../html/figure.js"),
    include_str!("../../html/bars.js"),
    include_str!("../../html/grid.js"),
    include_str!("../../html/year.js"),
    include_str!("../../html/readings.js"),
    include_str!("../../html/country.js"),
    include_str!("../../html/coverage.js"),
    include_str!("../../html/all.js"),
    include_str!("../../html/map.js"),
    include_str!("../../html/world.js"),
    include_str!("../../html/trust.js"),
];
/// What only a page with a server behind it can do.
const LIVE_SCRIPTS: &[&str] = &[
    include_str!("../../html/live.js"),
    include_str!("../../html/search.js"),
    include_str!("../../html/choices.js"),
];
const MAIN: &str = include_str!("../../html/main.js");

const BODY: &str = include_str!("../../html/page.html");
const STYLE: &str = include_str!("../../html/page.css");
/// That of the static charts, and what only this page draws. A figure that is saved takes it along.
const CHART_STYLE: &str =
    concat!(include_str!("../chart/style.css"), include_str!("../../html/figure.css"));

/// The whole page. `data` is JSON that can stand in a script element. `live`: it may ask the server it came from.
pub(super) fn page(title: &str, data: &str, live: bool) -> String {
    let (more, connect) = if live { (LIVE_SCRIPTS, "connect-src 'self'; ") } else { (&[][..], "") };
    let parts = [SCRIPTS, more, &[MAIN]].concat();
    let script = format!("(() => {{\n'use strict';\n{}}})();\n", parts.concat());
    let policy = format!(
        "default-src 'none'; {connect}script-src '{}'; style-src '{}' '{}'; img-src data: blob:; base-uri 'none'; form-action 'none'",
        digest(&script),
        digest(CHART_STYLE),
        digest(STYLE),
    );
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <link rel=\"icon\" href=\"data:,\">\n\
         <title>{}</title>\n<style id=\"chart-style\">{CHART_STYLE}</style>\n<style>{STYLE}</style>\n</head>\n\
         {BODY}<script type=\"application/json\" id=\"data\">{data}</script>\n<script>{script}</script>\n</body>\n</html>\n",
        xml(&shorten(title, 200)),
    )
}

/// A source for the policy: the digest of what stands between an element's tags.
fn digest(text: &str) -> String {
    format!("sha256-{}", base64(&Sha256::digest(text.as_bytes())))
}

/// RFC 4648, §4.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let group = |three: &[u8]| -> String {
        let bits = three.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte))
            << (8 * (3 - three.len()));
        let digit = |at: usize| match at > three.len() {
            true => '=',
            false => char::from(DIGITS[(bits >> (18 - 6 * at) & 63) as usize]),
        };
        (0..4).map(digit).collect()
    };
    bytes.chunks(3).map(group).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_as_base64() {
        for (text, expected) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")]
        {
            assert_eq!(base64(text.as_bytes()), expected);
        }
    }
}
