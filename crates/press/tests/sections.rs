//! Which articles are international, label by label.

#![allow(clippy::unwrap_used, reason = "a test may unwrap")]

use groundswell_press::{Basis, international, source};

/// The verdict on a record with these members, written `yes rule`, `no rule` or `unknown`.
fn check(source_name: &str, members: &str, expected: &str) {
    let source = source(source_name).unwrap();
    let page = format!(
        r#"{{"response":{{"docs":[{{"_id":"1","pub_date":"2004-05-06",{members}}}],"results":[{{"id":"1","webPublicationDate":"2012-05-06",{members}}}]}}}}"#
    );
    let mut found = String::new();
    let each = &mut |record: groundswell_press::Record<'_>| {
        let verdict = international(source.newspaper, &record.article.unwrap());
        found = match verdict.international {
            Some(yes) => format!("{} {}", if yes { "yes" } else { "no" }, verdict.rule),
            None => "unknown".to_owned(),
        };
        let basis = if verdict.international.is_some() { Basis::Metadata } else { Basis::None };
        assert_eq!(verdict.basis, basis, "{members}");
    };
    source.read(&mut page.as_bytes(), each).unwrap();
    assert_eq!(found, expected, "{members}");
}

#[test]
fn the_nyt_says_it_in_section_desk_and_address() {
    for (members, expected) in [
        (r#""section_name":"World""#, "yes nyt-section-world"),
        (r#""section_name":"Technology; World""#, "yes nyt-section-world"),
        (r#""section_name":"World; Front Page; Washington""#, "yes nyt-section-world"),
        (r#""section_name":"WORLD; asia""#, "yes nyt-section-world"),
        (r#""section_name":"International""#, "yes nyt-section-international"),
        (r#""section_name":"NEWS; Front""#, "unknown"),
        (r#""section_name":"International Home""#, "yes nyt-section-international-home"),
        (r#""section_name":"U.S.","news_desk":"Foreign Desk""#, "yes nyt-desk-foreign-desk"),
        (r#""section_name":"Science","news_desk":"Foreign""#, "yes nyt-desk-foreign"),
        (r#""news_desk":"World / Asia Pacific""#, "yes nyt-desk-world-region"),
        (r#""news_desk":"World""#, "yes nyt-desk-world"),
        (r#""web_url":"http://www.nytimes.com/2013/05/06/world/asia/x.html""#, "yes nyt-url-world"),
        (
            r#""web_url":"http://www.nytimes.com/2003/05/06/international/europe/x.html""#,
            "yes nyt-url-international",
        ),
        (
            r#""web_url":"http://www.nytimes.com/aponline/2013/05/06/world/x.html""#,
            "yes nyt-url-world",
        ),
        (r#""web_url":"http://www.nytimes.com/video/world/100/x.html""#, "yes nyt-url-world"),
        (
            r#""section_name":"Business","web_url":"http://www.nytimes.com/2013/05/06/business/international/x.html""#,
            "no nyt-section-other",
        ),
        (r#""web_url":"http://www.nytimes.com/2013/05/06/travel/world""#, "unknown"),
        (r#""section_name":"Sports""#, "no nyt-section-other"),
        (r#""section_name":"Sports","news_desk":"Worldly Goods""#, "no nyt-section-other"),
        (r#""section_name":"Worldbusiness""#, "no nyt-section-other"),
        (r#""section_name":"Front Page; U.S.""#, "no nyt-section-other"),
        (r#""section_name":null,"news_desk":"Metropolitan Desk""#, "no nyt-desk-other"),
    ] {
        check("nyt-archive", members, expected);
    }
}

#[test]
fn a_placeholder_says_nothing() {
    for label in [
        "Archives",
        "None",
        "none",
        "false",
        "",
        " ",
        "NA",
        "Today's Paper",
        "Today’s Paper",
        "Front Page",
        "Blogs",
    ] {
        check("nyt-archive", &format!(r#""section_name":"{label}""#), "unknown");
    }
    for desk in ["None", "", "0", "NODESK", "Express", "WEB"] {
        check(
            "nyt-archive",
            &format!(r#""section_name":"Archives","news_desk":"{desk}""#),
            "unknown",
        );
    }
    check(
        "nyt-archive",
        r#""news_desk":"Express","section_name":"World""#,
        "yes nyt-section-world",
    );
}

#[test]
fn what_is_no_report_is_not_counted_wherever_it_stands() {
    for kind in ["Summary", "Schedule", "List", "Correction", "Letter", "Paid Death Notice"] {
        let rule = format!(
            "no nyt-kind-{}",
            kind.to_lowercase().replace("paid death notice", "death-notice")
        );
        check(
            "nyt-archive",
            &format!(
                r#""section_name":"World","news_desk":"Foreign Desk","type_of_material":"{kind}""#
            ),
            &rule,
        );
    }
    check(
        "nyt-archive",
        r#""section_name":"World","type_of_material":"An Analysis; News Analysis""#,
        "yes nyt-section-world",
    );
    check(
        "nyt-archive",
        r#""section_name":"World","type_of_material":"Series; Letter""#,
        "no nyt-kind-letter",
    );
}

#[test]
fn the_guardian_says_it_in_section_printed_section_and_commissioning_desk() {
    let printed = r#""sectionId":"environment","tags":[{"id":"theguardian/mainsection/international","type":"newspaper-book-section"}]"#;
    let foreign = r#""sectionId":"science","tags":[{"id":"tracking/commissioningdesk/uk-foreign","type":"tracking","webTitle":"UK Foreign"}]"#;
    for (members, expected) in [
        (r#""sectionId":"world""#, "yes guardian-section-world"),
        (r#""sectionId":"world","type":"liveblog""#, "yes guardian-section-world"),
        (printed, "yes guardian-tag-international"),
        (foreign, "yes guardian-desk-uk-foreign"),
        (r#""sectionId":"us-news""#, "no guardian-section-us-news"),
        (r#""sectionId":"australia-news""#, "no guardian-section-australia-news"),
        (r#""sectionId":"uk-news""#, "no guardian-section-uk-news"),
        (
            r#""sectionId":"football","tags":[{"id":"world/brazil","type":"keyword"}]"#,
            "no guardian-section-other",
        ),
        (r#""sectionId":"global""#, "unknown"),
        (r#""sectionId":"""#, "unknown"),
        (r#""tags":"""#, "unknown"),
    ] {
        check("guardian-api", members, expected);
    }
}

#[test]
fn an_unknown_newspaper_says_nothing() {
    let mut page =
        r#"{"response":{"docs":[{"_id":"1","pub_date":"2004-05-06","section_name":"World"}]}}"#
            .as_bytes();
    let each = &mut |record: groundswell_press::Record<'_>| {
        assert_eq!(international("no-such-paper", &record.article.unwrap()).international, None);
    };
    source("nyt-archive").unwrap().read(&mut page, each).unwrap();
}
