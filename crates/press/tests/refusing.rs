//! Error messages of the servers: told by what they say, with any status, and never repeating a key.

#![allow(clippy::unwrap_used, reason = "a test may unwrap")]

use groundswell_press::{Answer, Refusal, SOURCES, refusal, source};

const KEY: &str = "KEYCANARY";

fn other(text: &str) -> Option<Refusal> {
    Some(Refusal::Other(text.to_owned()))
}

/// Bodies as they are sent with 429, 401, 403, 500 or 200; what each means.
fn bodies() -> Vec<(String, Option<Refusal>)> {
    let apigee = |sentence: &str, code: &str| {
        format!(
            r#"{{"fault":{{"faultstring":"{sentence} Identifier : {KEY}","detail":{{"errorcode":"{code}"}}}}}}"#
        )
    };
    let guardian =
        |message: &str| format!(r#"{{"response":{{"status":"error","message":"{message}"}}}}"#);
    let kong = |message: &str| format!(r#"{{"message":"{message}"}}"#);
    vec![
        (
            apigee(
                "Rate limit quota violation. Quota limit  exceeded.",
                "policies.ratelimit.QuotaViolation",
            ),
            Some(Refusal::DayQuota),
        ),
        (
            apigee(
                "Spike arrest violation. Allowed rate : 5pm.",
                "policies.ratelimit.SpikeArrestViolation",
            ),
            Some(Refusal::Spike),
        ),
        (apigee("Rate limit quota violation.", ""), Some(Refusal::DayQuota)),
        (apigee("Invalid ApiKey", "oauth.v2.InvalidApiKey"), Some(Refusal::Key)),
        (
            apigee(
                "Failed to resolve API Key variable request.queryparam.api-key",
                "steps.oauth.v2.FailedToResolveAPIKey",
            ),
            Some(Refusal::Key),
        ),
        (
            apigee("Execution failed.", "steps.javascript.ScriptExecutionFailed"),
            other("steps.javascript.…"),
        ),
        (kong("API rate limit exceeded"), Some(Refusal::Spike)),
        (kong("Invalid authentication credentials"), Some(Refusal::Key)),
        (kong("No API key found in request"), Some(Refusal::Key)),
        (kong("Unauthorized"), Some(Refusal::Key)),
        (
            kong(&format!("Consumer {KEY} of 0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9 unknown")),
            other("Consumer … of … unknown"),
        ),
        (
            guardian("requested page is beyond the number of available pages"),
            Some(Refusal::BeyondEnd),
        ),
        (
            guardian("Requested page is beyond the number of available pages"),
            other("Requested page is beyond the number of available pages"),
        ),
        (
            guardian("requested page is beyond the number of available pages (9)"),
            other("requested page is beyond the number of available pages (9)"),
        ),
        (
            guardian("page-size must be an integer between 0 and 200"),
            other("… must be an integer between 0 and 200"),
        ),
        (
            guardian("from-date needs to be of the form yyyy-MM-dd"),
            other("… needs to be of the form …"),
        ),
        (r#"{"status":"ERROR","errors":["x"]}"#.to_owned(), other("no reason given")),
        ("<h1>Developer Over Rate</h1>".to_owned(), Some(Refusal::DayQuota)),
        ("<h1>Developer Over Qps</h1>".to_owned(), Some(Refusal::Spike)),
        ("<h1>Developer Inactive</h1>".to_owned(), Some(Refusal::Key)),
        (
            "<html><head><title>Just a moment...</title></head></html>".to_owned(),
            Some(Refusal::Spike),
        ),
        ("Too Many Requests".to_owned(), Some(Refusal::Spike)),
        // None of these is an error message of a known kind.
        (String::new(), None),
        ("<html><body>502 Bad Gateway</body></html>".to_owned(), None),
        ("{}".to_owned(), None),
        ("[]".to_owned(), None),
        (
            r#"{"response":{"docs":[],"meta":{"hits":0}},"message":"API rate limit exceeded"}"#
                .to_owned(),
            None,
        ),
        (r#"{"response":{"status":"ok","total":0,"startIndex":0,"results":[]}}"#.to_owned(), None),
    ]
}

#[test]
fn a_refusal_is_told_by_its_words() {
    for (body, expected) in bodies() {
        assert_eq!(refusal(body.as_bytes()), expected, "{body}");
        let blank = format!("\u{feff}\n {body}\n");
        assert_eq!(refusal(blank.as_bytes()), expected, "{body}");
        if let Some(Refusal::Other(text)) = refusal(body.as_bytes()) {
            assert!(!text.contains(KEY) && text.chars().count() <= 200, "{text}");
        }
    }
    let long = format!(r#"{{"message":"{}"}}"#, "very long ".repeat(500));
    assert!(matches!(refusal(long.as_bytes()), Some(Refusal::Other(text)) if text.len() <= 200));
}

#[test]
fn what_could_be_a_key_is_not_repeated() {
    let check = |message: &str, expected: &str| {
        let body = format!(r#"{{"message":"{message}"}}"#);
        assert_eq!(refusal(body.as_bytes()), other(expected), "{message}");
    };
    check("Consumer is unknown", "Consumer is unknown");
    check("Developers' application (again)", "Developers' application (again)");
    check("Consumer abcdefgh-ijkl-mnop-qrst-uvwxyzabcdef is", "Consumer … is");
    check("Consumer abcdefghijklmnopqrst is", "Consumer … is");
    check("Consumer abcdefghijklmnop is", "Consumer … is");
    check("Consumer abcdefghijklmno is", "Consumer abcdefghijklmno is");
    check("Consumer abcdEfgh is", "Consumer … is");
    check("Consumer ABCDEFGH is", "Consumer … is");
    check("Consumer abcd-fgh, abcd_fgh, -abcdefg is", "Consumer …, …, … is");
    check("Consumer abc-def is", "Consumer abc-def is");
    check("key=abcd-efgh", "…");
    check("page/abcd-efgh:abcdEfghi/abcdefghijklmnopq.", "page/…:…/….");
    check("Consumer 12345678 is", "Consumer … is");
    // A key at the end of what is shown does not begin there either.
    for length in 180..205 {
        let before =
            "so ".repeat(66)[..length.min(198)].to_owned() + &"s".repeat(length.max(198) - 198);
        let body = format!(r#"{{"message":"{before} abcdefgh-ijkl-mnop-qrst"}}"#);
        let Some(Refusal::Other(text)) = refusal(body.as_bytes()) else { panic!("{body}") };
        assert!(!text.contains("ab"), "{text}");
    }
}

#[test]
fn a_refusal_with_status_200_is_no_data_of_any_source() {
    for source in SOURCES.iter().filter(|source| source.route().is_some()) {
        for (body, expected) in bodies() {
            let span = "2012-02-07".parse().unwrap();
            let answer = source.judge(span, 1, &mut body.as_bytes()).unwrap();
            match expected {
                Some(refusal) => {
                    assert_eq!(answer, Answer::Refused(refusal), "{}: {body}", source.name);
                }
                None => {
                    assert!(!matches!(answer, Answer::Good { .. } | Answer::Refused(_)), "{body}");
                }
            }
            assert!(!format!("{answer:?}").contains(KEY), "{answer:?}");
        }
    }
}

#[test]
fn words_of_a_refusal_in_an_article_are_an_article() {
    let page = r#"{"response":{"status":"ok","total":1,"startIndex":1,"pageSize":200,"currentPage":1,"pages":1,
        "results":[{"id":"world/2012/feb/07/x","webPublicationDate":"2012-02-07T01:00:00Z",
        "webTitle":"API rate limit exceeded, says minister","webUrl":"https://www.theguardian.com/world/2012/feb/07/x"}]}}"#;
    let answer =
        source("guardian-api").unwrap().judge("2012-02".parse().unwrap(), 1, &mut page.as_bytes());
    assert_eq!(answer.unwrap(), Answer::Good { records: 1, pages: 1, total: Some(1) });
}
