//! The archive as a WARC: the same bytes each time, and read back the same articles.

use crate::harness::{Workspace, root};
use std::collections::BTreeSet;
use std::fs;
use std::io::Read;

/// Newspaper, id, day and headline of every article in the documents of an archive, or in one file.
fn articles(content: &[u8], source: &str) -> BTreeSet<[String; 4]> {
    let source = groundswell_press::source(source).unwrap();
    let mut found = BTreeSet::new();
    let read = source.read(&mut &content[..], &mut |record| {
        if let Ok(article) = record.article {
            let newspaper = source.newspaper_of(&article).unwrap_or_default().to_owned();
            let day = article.date.to_string();
            found.insert([newspaper, article.id.into_owned(), day, article.headline.into_owned()]);
        }
    });
    assert!(read.unwrap().complete);
    found
}

#[test]
fn a_web_archive_holds_the_same_articles() {
    let workspace = Workspace::new(1851, 2017);
    let fixtures = root().join("fixtures");
    for file in [
        "nyt-archive/d-archive-1891-09.json",
        "guardian-api/2023-page.json",
        "nyt-sitemap/stored.html",
    ] {
        workspace.run(&["import", &fixtures.join(file).to_string_lossy()]).ok();
    }
    let file = |name: &str| workspace.path(name).to_string_lossy().into_owned();
    let said = workspace.run(&["archive", "export", "--json", "--warc", &file("one.warc.gz")]).ok();
    assert!(said.stdout.contains("\"documents\": 3") || said.stdout.contains("\"documents\":3"));
    workspace.run(&["archive", "export", "--warc", &file("two.warc.gz")]).ok();
    let one = fs::read(file("one.warc.gz")).unwrap();
    assert!(one == fs::read(file("two.warc.gz")).unwrap(), "two exports differ");
    assert_ne!(workspace.run(&["archive", "export", "--warc", &file("one.warc.gz")]).code, 0);

    let archive = groundswell_archive::Archive::open(&workspace.path("archive")).unwrap();
    let mut expected = BTreeSet::new();
    for document in archive.documents() {
        let mut content = Vec::new();
        archive.content(document).unwrap().read_to_end(&mut content).unwrap();
        expected.extend(articles(&content, &document.source));
    }
    assert!(expected.len() > 10);
    assert_eq!(articles(&one, "warc"), expected);
    // No path of this machine, and no name of its folders.
    let mut text = String::new();
    flate2::read::MultiGzDecoder::new(&one[..]).read_to_string(&mut text).unwrap();
    assert!(!text.contains(&*root().to_string_lossy()));
    assert!(text.contains("WARC-Target-URI: file:///d-archive-1891-09.json\r\n"));
}
