//! Second try at a record that is not valid JSON: bad bytes, lone surrogates, control characters, bad escapes.

/// The record with everything replaced that JSON forbids inside strings; `None` if nothing was.
///
/// Invalid UTF-8 and lone surrogates become U+FFFD, a raw control character its escape, the backslash of an
/// unknown escape (`\'`) an escaped backslash. Brackets, commas and numbers are not touched.
pub(crate) fn repair(record: &[u8]) -> Option<Vec<u8>> {
    let text = String::from_utf8_lossy(record);
    let mut out = String::with_capacity(text.len() + 16);
    let mut in_string = false;
    let mut rest = text.as_ref();
    while let Some(next) = rest.chars().next() {
        let mut taken = next.len_utf8();
        match next {
            '"' => {
                in_string = !in_string;
                out.push(next);
            }
            '\\' if in_string => taken = escape(rest, &mut out),
            '\0'..='\x1f' if in_string => out.push_str(&format!("\\u{:04x}", u32::from(next))),
            _ => out.push(next),
        }
        rest = rest.get(taken..).unwrap_or_default();
    }
    let repaired = out.into_bytes();
    (repaired != record).then_some(repaired)
}

/// Copies the escape at the start of `rest`, made valid; the number of bytes it took.
fn escape(rest: &str, out: &mut String) -> usize {
    match rest.as_bytes().get(1) {
        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => {
            out.push_str(rest.get(..2).unwrap_or_default());
            2
        }
        Some(b'u') => unicode_escape(rest, out),
        _ => {
            out.push_str("\\\\");
            1
        }
    }
}

/// Copies `\u0041`, or a pair of surrogates; half a pair becomes U+FFFD.
fn unicode_escape(rest: &str, out: &mut String) -> usize {
    let Some(unit) = code_unit(rest) else {
        out.push_str("\\\\");
        return 1;
    };
    let second = rest.get(6..).and_then(code_unit);
    let (kept, taken) = match (unit, second) {
        (0xd800..=0xdbff, Some(0xdc00..=0xdfff)) => (rest.get(..12), 12),
        (0xd800..=0xdfff, _) => (Some("\\ufffd"), 6),
        _ => (rest.get(..6), 6),
    };
    out.push_str(kept.unwrap_or_default());
    taken
}

/// The UTF-16 code unit of a `\u` and four hexadecimal digits at the start of `text`.
fn code_unit(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    u16::from_str_radix(digits, 16).ok()
}
