//! Hostile HTML: links that lead elsewhere, and pages built so that reading them would take too long.

#![allow(clippy::unwrap_used, reason = "a test may unwrap")]

use groundswell_press::{Answer, Fault, Hostile, source};

const SIZE: usize = 200 * 1024;

/// The addresses that the links of a page lead to.
fn addresses(hrefs: &[&str]) -> Vec<String> {
    let items: String =
        hrefs.iter().map(|href| format!("<li><a href=\"{href}\">A headline</a></li>")).collect();
    let page = format!(
        "<html><head><base href=\"https://evil.example/\"></head><body><main><ul>{items}</ul></main></body></html>"
    );
    let mut urls = Vec::new();
    let contents = source("nyt-sitemap").unwrap().read(&mut page.as_bytes(), &mut |record| {
        urls.push(
            record
                .article
                .map_or_else(|problem| problem.name().to_owned(), |it| it.url.into_owned()),
        );
    });
    assert!(contents.unwrap().complete);
    urls
}

#[test]
fn only_addresses_of_the_same_site_are_followed() {
    let check = |href: &str, expected: &[&str]| assert_eq!(addresses(&[href]), expected, "{href}");
    let path = "/2011/03/04/world/asia/04harbour.html";
    let whole = &format!("https://www.nytimes.com{path}");
    // In the address of a relative link the host is that of the site, whatever <base> says.
    check(path, &[&format!("https://www.nytimes.com{path}")]);
    check(whole, &[whole]);
    check(&format!("  {whole} "), &[whole]);
    check(&format!("//www.nytimes.com{path}"), &[whole]);
    check(&format!("http://nytimes.com{path}"), &[&format!("http://nytimes.com{path}")]);
    check(
        &format!("https://www.NYTimes.com:443{path}"),
        &[&format!("https://www.NYTimes.com:443{path}")],
    );
    for elsewhere in [
        "https://evil.example/2011/03/04/world/x.html",
        "//evil.example/2011/03/04/world/x.html",
        "https://notnytimes.com/2011/03/04/world/x.html",
        "https://nytimes.com.evil.example/2011/03/04/world/x.html",
        "https://nytimes.com@evil.example/2011/03/04/world/x.html",
        "https://user:pass@www.nytimes.com/2011/03/04/world/x.html",
        "https://www.nytimes.com:8443/2011/03/04/world/x.html",
        "https://www.nytimes.com\\@evil.example/2011/03/04/x.html",
        "https://xn--nytmes-r9a.com/2011/03/04/world/x.html",
        "https://[::1]/2011/03/04/world/x.html",
        "https:/2011/03/04/world/x.html",
        "/\\evil.example/2011/03/04/world/x.html",
        "javascript:location='/2011/03/04/world/x.html'",
        "JaVaScRiPt:1",
        "data:text/html,/2011/03/04/",
        "file:///2011/03/04/world/x.html",
        "ftp://www.nytimes.com/2011/03/04/world/x.html",
        "mailto:x@nytimes.com",
        "../../../2011/03/04/world/x.html",
        "2011/03/04/world/x.html",
        "?page=2",
        "#2011/03/04/",
        "",
        " ",
        "/",
        "https://www.nytimes.com",
        "/2011/03/04/world/a\nb.html",
        "/2011/03/04/world/a&#9;b.html",
        "/2011/03/04/world/a b.html",
    ] {
        check(elsewhere, &[]);
    }
    check(&format!("/2011/03/04/world/{}.html", "x".repeat(10_000)), &[]);
    check("/2011/02/29/world/x.html", &["bad_date"]);
    check("/9999/02/28/world/x.html", &["date_out_of_window"]);
    check("/world/undated.html", &["no_date"]);
    assert_eq!(addresses(&[path, whole, &format!("{whole}#c"), &format!("{whole}?_r=0")]).len(), 1);
}

/// A page that is one piece of HTML over and over, to `size` bytes.
fn page(first: &str, again: &str, size: usize) -> String {
    format!(
        "<!doctype html><html><body>{first}{}</body></html>",
        again.repeat(size / again.len().max(1))
    )
}

#[test]
fn a_page_that_would_take_too_long_is_refused() {
    let check = |what: &str, page: &str, expected: Option<Hostile>| {
        let contents =
            source("nyt-sitemap").unwrap().read(&mut page.as_bytes(), &mut |_| {}).unwrap();
        let found = contents.problems.iter().find_map(|trouble| match trouble.what {
            Fault::Hostile(hostile) => Some(hostile),
            _ => None,
        });
        assert_eq!(found, expected, "{what}");
        let answer = source("nyt-sitemap").unwrap();
        let answer = answer.judge("1973-09-12".parse().unwrap(), 1, &mut page.as_bytes()).unwrap();
        assert!(!matches!(answer, Answer::Good { .. }), "{what}");
    };
    let formats: String = (0..450).map(|id| format!("<b id=b{id}>")).collect();
    let attributes: String = (0..100_000).map(|id| format!("a{id} ")).collect();
    let mut roots = String::new();
    for id in 0..20_000 {
        roots += &format!("<body a{id}=1>");
    }
    for (what, first, again, expected) in [
        ("a tower of div", "", "<div>", Some(Hostile::TooDeep)),
        ("a tower of b", "", "<b>", Some(Hostile::TooDeep)),
        ("a tower of svg", "", "<svg>", Some(Hostile::TooDeep)),
        ("a tower of tables", "", "<table><tr><td>", Some(Hostile::TooDeep)),
        ("tables in tables' places", "", "<table>", None),
        ("templates", "", "<template>", Some(Hostile::TooDeep)),
        ("three unclosed b, reopened in each p", "", "<p><b id=1><b id=2><b id=3>x", None),
        (
            "many unclosed b, reopened in each p",
            &format!("<p>{formats}"),
            "<p>x",
            Some(Hostile::TooMany),
        ),
        ("links in links", "", "<a href=/x>", None),
        ("adoption", "", "<a><div>", Some(Hostile::TooDeep)),
        ("adoption, closed", "", "<b><p></b>", None),
        ("a deep place with many tags", &"<div>".repeat(450), "</p>", Some(Hostile::TooMuch)),
        ("many formats and many ends", &formats, "</i>", Some(Hostile::TooMuch)),
        ("flat paragraphs", "", "<p>x", None),
        ("less than", "", "<", None),
        ("an unclosed comment", "<!--", "- <", None),
        ("zeros", "", "\0", None),
        ("bad entities", "", "&notit;&#xfffffff;&", None),
        ("a script that does not end", "<script>", "<!--<script>", None),
    ] {
        check(what, &page(first, again, SIZE), expected);
    }
    check(
        "attributes",
        &page(&format!("<p {attributes}>"), "x", 1),
        Some(Hostile::TooManyAttributes),
    );
    check(
        "of an end",
        &page(&format!("</p {attributes}>"), "x", 1),
        Some(Hostile::TooManyAttributes),
    );
    let hidden = format!("<svg><style><p {attributes}></style></svg>");
    check("in a foreign style", &page(&hidden, "x", 1), Some(Hostile::TooManyAttributes));
    let hidden = format!("<!-- <a b=\" --><p {attributes}>");
    check("behind a comment", &page(&hidden, "x", 1), Some(Hostile::TooManyAttributes));
    let hidden = format!("<script><!-- </script><p {attributes}>");
    check("behind a script", &page(&hidden, "x", 1), Some(Hostile::TooManyAttributes));
    let quoted = format!("<p title=\"{attributes}\">");
    check("words in a value are no attributes", &page(&quoted, "x", 1), None);
    check("attributes of one body", &page(&roots, "x", 1), Some(Hostile::TooManyAttributes));
    check("an endless flat page", &page("", "<p>x", 1 << 20), Some(Hostile::TooMany));
    check("a page of 8 MB", &page("<!--", "x", 8 << 20), Some(Hostile::TooLarge));
}

/// Headlines and summaries of the one link, or more, around which `depth` times `open` stands, with `size` bytes of
/// text; or why the page was not read.
fn texts(
    name: &str,
    open: &str,
    depth: usize,
    link: &str,
    size: usize,
) -> Result<Vec<usize>, Hostile> {
    let text = "word ".repeat(size / 5);
    let page = format!(
        "<!doctype html><html><body><main><ul>{}{link}{text}</body></html>",
        open.repeat(depth)
    );
    let mut lengths = Vec::new();
    let contents = source(name).unwrap().read(&mut page.as_bytes(), &mut |record| {
        let article = record.article.unwrap();
        lengths.push(article.headline.len().max(article.summary.len()));
    });
    match contents.unwrap().problems.first().map(|trouble| &trouble.what) {
        Some(Fault::Hostile(hostile)) => Err(*hostile),
        _ => Ok(lengths),
    }
}

#[test]
fn the_text_of_an_element_is_bounded() {
    const MOST: usize = 2048;
    let day = "/2011/03/04/world/x";
    let (container, link) = (
        "<div class=fc-item__container>",
        "<a class=fc-item__link href=/world/2011/mar/04/x><div class=fc-item__standfirst>",
    );
    let containers = |depth, size| texts("guardian-index", container, depth, link, size);
    let objects = |depth: usize, size| {
        let mut number = 0;
        // Each link has an address of its own.
        let open: String = std::iter::repeat_with(|| {
            number += 1;
            format!("<li><a href={day}{number}.html><object>")
        })
        .take(depth)
        .collect();
        texts("nyt-sitemap", &open, 1, "", size)
    };
    for (size, depth) in [(1_900_000, 1), (1_900_000, 8), (100_000, 120)] {
        let found = containers(depth, size).unwrap();
        assert_eq!(found.len(), 1, "a container in a container is none");
        assert!(found.iter().all(|&length| (MOST / 2..=MOST).contains(&length)), "{found:?}");
    }
    for (size, depth) in [(1_900_000, 1), (1_900_000, 8), (100_000, 120)] {
        let found = objects(depth, size).unwrap();
        assert_eq!(found.len(), depth);
        assert!(found.iter().all(|&length| (MOST / 2..=MOST).contains(&length)), "{found:?}");
    }
    assert_eq!(containers(490, 1_900_000), Err(Hostile::TooMuch));
    assert_eq!(objects(160, 1_900_000), Err(Hostile::TooMuch));
    let label = format!(
        "<main data-layout=TagPageLayout><a data-link-name=card-1 href=/world/2011/mar/04/x aria-label=\"{}\">",
        "é".repeat(100_000)
    );
    assert_eq!(texts("guardian-index", &label, 1, "", 10), Ok(vec![MOST]));
}

#[test]
fn a_stored_page_that_is_too_long_is_passed_over_and_the_next_one_read() {
    let good = page("<main><ul><li><a href=\"/2011/03/04/world/x.html\">X</a></ul></main>", "x", 1);
    let html = source("nyt-sitemap").unwrap();
    let mut document = html.preface("https://www.nytimes.com/sitemap/2011/03/03/", 3 << 20);
    document += &"x".repeat(3 << 20);
    document += &html.preface("https://www.nytimes.com/sitemap/2011/03/04/", good.len() as u64);
    document += &good;
    let mut offsets = Vec::new();
    let contents =
        html.read(&mut document.as_bytes(), &mut |record| offsets.push(record.offset)).unwrap();
    assert_eq!((contents.objects, contents.records), (2, 1));
    assert_eq!(contents.bytes, document.len() as u64);
    assert!(!contents.complete && contents.problems[0].what == Fault::Hostile(Hostile::TooLarge));
    let at = usize::try_from(offsets[0]).unwrap();
    assert!(document[at..].starts_with("/2011/03/04/world/x.html"));
}
