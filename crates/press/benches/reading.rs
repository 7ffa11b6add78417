//! Reading generated documents: MB/s of JSON (as criterion shows them) and records a document, for each era.
//!
//! `cargo bench -p groundswell-press`. Sizes of records follow the real ones: 1 KB in the Archives era,
//! 2 KB in 2004, 8 KB with pictures since 2019.

use std::fmt::Write as _;
use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use groundswell_press::{dateline, international, source};

const WORDS: [&str; 16] = [
    "harbor",
    "the",
    "of",
    "Chile",
    "workers",
    "and",
    "“strike”",
    "minister",
    "to",
    "in",
    "a",
    "vote",
    "copper",
    "said",
    "São Paulo",
    "government",
];

/// Some number of words, the same each time: a linear congruential generator picks them.
fn words(seed: &mut u64, count: usize) -> String {
    let mut text = String::new();
    for _ in 0..count {
        *seed =
            seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let word = usize::try_from(*seed >> 60).unwrap_or(0);
        text += WORDS[word];
        text.push(' ');
    }
    text
}

/// A record of an era: 1891, 2004 or 2021.
fn record(era: u32, number: usize, seed: &mut u64) -> String {
    let day = number % 28 + 1;
    let (head, text) = (words(seed, 8), words(seed, if era == 1891 { 30 } else { 60 }));
    let mut record = format!(
        r#"{{"abstract":"{text}","web_url":"https://www.nytimes.com/{era}/09/{day:02}/world/n{number}.html","snippet":"{text}","lead_paragraph":"LIMA, Peru, Sept. {day} -- {text}","print_page":"{day}","source":"The New York Times","multimedia":["#
    );
    for picture in 0..if era == 2021 { 20 } else { 0 } {
        let comma = if picture > 0 { "," } else { "" };
        let _ = write!(
            record,
            r#"{comma}{{"rank":0,"subtype":"s{picture}","caption":null,"credit":null,"type":"image","url":"images/2021/09/{day:02}/world/n{number}/n{number}-size{picture}.jpg","height":400,"width":600,"legacy":{{}},"subType":"s{picture}","crop_name":"c{picture}"}}"#
        );
    }
    let (section, desk) =
        if era == 1891 { ("Archives", "None") } else { ("World", "Foreign Desk") };
    let _ = write!(
        record,
        r#"],"headline":{{"main":"{head}","kicker":null,"content_kicker":null,"print_headline":"{head}","name":null,"seo":null,"sub":null}},"keywords":[{{"name":"glocations","value":"Peru","rank":1,"major":"N"}},{{"name":"subject","value":"{head}","rank":2,"major":"N"}}],"pub_date":"{era}-09-{day:02}T05:00:00+0000","document_type":"article","news_desk":"{desk}","section_name":"{section}","byline":{{"original":"By A. REPORTER","person":[],"organization":null}},"type_of_material":"News","_id":"nyt://article/{number:032x}","word_count":{number},"uri":"nyt://article/{number:032x}"}}"#
    );
    record
}

fn month(era: u32, records: usize) -> String {
    let mut seed = u64::from(era);
    let docs: Vec<String> = (0..records).map(|number| record(era, number, &mut seed)).collect();
    format!(
        r#"{{"copyright":"","response":{{"meta":{{"hits":{records}}},"docs":[{}]}}}}"#,
        docs.join(",")
    )
}

/// Rows of a table of articles, as CSV and as JSON Lines.
fn tables(rows: usize) -> [(&'static str, Vec<u8>); 2] {
    let mut seed = 7;
    let mut csv = String::from(
        "pub_date,headline,abstract,lead_paragraph,section_name,news_desk,web_url,source\n",
    );
    let mut jsonl = String::new();
    for number in 0..rows {
        let day = number % 28 + 1;
        let (head, text) = (words(&mut seed, 8), words(&mut seed, 60));
        let url = format!("https://www.nytimes.com/2004/09/{day:02}/world/n{number}.html");
        let _ = writeln!(
            csv,
            "2004-09-{day:02},{head},\"{text}\",\"LIMA, Peru -- {text}\",World,Foreign Desk,{url},The New York Times"
        );
        let _ = writeln!(
            jsonl,
            r#"{{"pub_date":"2004-09-{day:02}","headline":{{"main":"{head}"}},"abstract":"{text}","lead_paragraph":"LIMA, Peru -- {text}","section_name":"World","web_url":"{url}","source":"The New York Times"}}"#
        );
    }
    [("table-csv", csv.into_bytes()), ("table-jsonl", jsonl.into_bytes())]
}

/// Months of the New York Times as resources of a web archive.
fn web_archive(months: usize) -> Vec<u8> {
    let month = month(2004, 1000);
    let record = format!(
        "WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: https://api.nytimes.com/svc/archive/v1/2004/9.json\r\nContent-Length: {}\r\n\r\n{month}\r\n\r\n",
        month.len()
    );
    record.repeat(months).into_bytes()
}

fn exports(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("export");
    let [csv, jsonl] = tables(20_000);
    for (name, document) in [csv, jsonl, ("warc", web_archive(4))] {
        let source = source(name).expect("a source of this crate");
        group.throughput(Throughput::Bytes(document.len() as u64));
        group.bench_with_input(BenchmarkId::new("read", name), &document, |bencher, document| {
            bencher.iter(|| source.read(&mut &document[..], &mut |record| drop(black_box(record))));
        });
    }
    group.finish();
}

fn reading(criterion: &mut Criterion) {
    let nyt = source("nyt-archive").expect("a source of this crate");
    let mut group = criterion.benchmark_group("press");
    for era in [1891, 2004, 2021] {
        let month = month(era, 4000);
        group.throughput(Throughput::Bytes(month.len() as u64));
        group.bench_with_input(BenchmarkId::new("read", era), &month, |bencher, month| {
            bencher.iter(|| nyt.read(&mut month.as_bytes(), &mut |record| drop(black_box(record))));
        });
        group.bench_with_input(
            BenchmarkId::new("read and judge", era),
            &month,
            |bencher, month| {
                bencher.iter(|| {
                    nyt.read(&mut month.as_bytes(), &mut |record| {
                        if let Ok(article) = &record.article {
                            black_box((international("nyt", article), dateline(&article.lead)));
                        }
                    })
                });
            },
        );
    }
    group.finish();
}

/// Articles of an export of a database, as its HTML, text or XML has them.
fn export(article: impl Fn(usize, &str, &str) -> String, around: [&str; 2]) -> Vec<u8> {
    let mut seed = 7;
    let mut text = around[0].to_owned();
    for number in 0..1000 {
        let (head, words) = (words(&mut seed, 8), words(&mut seed, 60));
        text += &article(number, &head, &words);
    }
    (text + around[1]).into_bytes()
}

fn nexis_html() -> Vec<u8> {
    let block = |text: &str| {
        format!(
            "<BR><DIV CLASS=\"c5\"><P CLASS=\"c6\"><SPAN CLASS=\"c2\">{text}</SPAN></P>\n</DIV>\n"
        )
    };
    let article = |number, head: &str, words: &str| {
        let paragraph =
            format!("<P CLASS=\"c8\"><SPAN CLASS=\"c2\">{words}</SPAN></P>\n").repeat(8);
        format!(
            "<!-- Hide XML section from browser\n<DOCFULL> -->\n{}{}{}{}{}{}",
            block(&format!("{number} of 1000 DOCUMENTS")),
            block("The Guardian (London)"),
            block("November 30, 2000"),
            block(head),
            block("SECTION: </SPAN><SPAN CLASS=\"c2\">Guardian International Pages; Pg. 3"),
            block(&paragraph),
        )
    };
    export(article, ["<HTML><BODY>\n", "</BODY></HTML>"])
}

fn nexis_text() -> Vec<u8> {
    let article = |number, head: &str, words: &str| {
        format!(
            "      {number} of 1000 DOCUMENTS\n\n\n     The Guardian (London)\n\n    November 30, 2000\n\n{head}\n\nSECTION: NEWS; Pg. 3\n\nLENGTH: 500 words\n\n{}LOAD-DATE: November 30, 2000\n\n",
            format!("{words}\n\n").repeat(8)
        )
    };
    export(article, ["\n", "\n"])
}

/// With the bytes of its text unpacked.
fn nexis_docx() -> (Vec<u8>, u64) {
    const RUN: &str = "<w:rPr><w:rFonts w:ascii=\"arial\" w:hAnsi=\"arial\" w:cs=\"arial\" /><w:color w:val=\"000000\" /><w:sz w:val=\"20\" /></w:rPr>";
    let line = |text: &str| {
        format!(
            "<w:p><w:pPr><w:jc w:val=\"both\" /></w:pPr><w:r>{RUN}<w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let article = |number, head: &str, words: &str| {
        let lines =
            [head, "The Guardian", "November 30, 2000", "Section:\u{a0}News; Pg. 3", "Body"];
        let lines: String = lines.into_iter().map(line).collect();
        format!(
            "<w:p><w:bookmarkStart w:name=\"Bookmark_{number}\"/></w:p>{lines}{}{}",
            line(words).repeat(8),
            line("End of Document")
        )
    };
    let text = export(article, ["<w:document xmlns:w=\"w\"><w:body>", "</w:body></w:document>"]);
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    zip.start_file("word/document.xml", options).expect("a name");
    std::io::Write::write_all(&mut zip, &text).expect("memory");
    (zip.finish().expect("memory").into_inner(), text.len() as u64)
}

fn factiva_html() -> Vec<u8> {
    let article = |number, head: &str, words: &str| {
        let paragraph =
            format!("<p class=\"articleParagraph enarticleParagraph\">{words}</p>\n").repeat(8);
        format!(
            "<div class=\"article enArticle\"><p>\n<div>Foreign Desk; A</div><div id=\"hd\"><b class='enHeadline'>{head}</b>\n</div><div>475 words</div><div>19 November 2013</div><div>The Guardian</div><div>GRDN</div><div>14</div><div>English</div></p>\n{paragraph}<p>Document GRDN0000201311{number:09}</p></div><br/>"
        )
    };
    export(article, ["<html><title>Factiva</title><body>", "</body></html>"])
}

fn factiva_xml() -> Vec<u8> {
    let article = |number, head: &str, words: &str| {
        let paragraph =
            format!("<paragraph display=\"Proportional\">{words}</paragraph>\n").repeat(8);
        format!(
            "<article>\n<accessionNo>GRDN0000201311{number:09}</accessionNo>\n<headline><paragraph>{head}</paragraph></headline>\n<leadParagraph>{paragraph}</leadParagraph>\n<publicationDate><date>2013-11-19</date></publicationDate>\n<sourceName>The Guardian</sourceName>\n</article>\n"
        )
    };
    export(article, ["<ppsArticleResponse>", "</ppsArticleResponse>"])
}

fn europresse_html() -> Vec<u8> {
    let article = |number, head: &str, words: &str| {
        format!(
            "<article> <header> <div> <span class=\"DocPublicationName\">Le Journal</span> </div> <div> <span class=\"DocHeader\">International, mardi 14 mars 2006, p. 16</span> </div> <div class=\"titreArticle\"> <p class=\"titreArticleVisu\">{head}</p> </div> </header> <section> <div class=\"DocText\">{}</div> </section> <p>Num\u{e9}ro de document : news\u{b7}20060315\u{b7}LM\u{b7}{number}</p> </article>",
            format!("<p>{words}</p> ").repeat(8)
        )
    };
    export(article, ["<html><body>", "</body></html>"])
}

fn proquest_html() -> Vec<u8> {
    let article = |number, head: &str, words: &str| {
        let field = |key: &str, value: &str| {
            format!(
                "<p style=\"margin-bottom:5pt; margin-top:0; margin-right:0; margin-left:0; padding:0;\"><strong>{key}: </strong>{value}</p>"
            )
        };
        format!(
            "<div><a name=\"DocID_MSTAR_{number:08}\"></a><p></p><p>{head}</p>{}<p><strong>Full text: </strong><Text HTMLContent=\"true\"><html><body>{}</body></html></Text></p>{}{}{}{}</div>",
            field("Abstract", "None available."),
            format!("<p>{words}</p>\n").repeat(8),
            field("Publication title", "New York Times, Late Edition (East Coast)"),
            field("Publication date", "May 8, 2010"),
            field("ProQuest document ID", &format!("4{number:08}")),
            field("Database", "None"),
        )
    };
    export(article, ["<html><body>", "</body></html>"])
}

/// The same as quoted-printable.
fn proquest_mail() -> Vec<u8> {
    let html = proquest_html();
    let mut mail =
        b"Content-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n".to_vec();
    for line in html.chunks(70) {
        for &byte in line {
            let written = if byte == b'=' { &b"=3D"[..] } else { &[byte] };
            mail.extend_from_slice(written);
        }
        mail.extend_from_slice(b"=\n");
    }
    mail
}

fn historical(number: usize, head: &str, words: &str) -> String {
    format!(
        "<Record>\n<RecordID>4{number:08}</RecordID>\n<RecordTitle>{head}</RecordTitle>\n<Publication>\n<Title>The Manchester Guardian (1901-1959)</Title>\n</Publication>\n<AlphaPubDate>Apr 27, 1910</AlphaPubDate>\n<NumericPubDate>19100427</NumericPubDate>\n<ObjectType>Feature</ObjectType>\n<ObjectType>Article</ObjectType>\n<StartPage>7</StartPage>\n<FullText>{}</FullText>\n</Record>\n",
        format!("{words}\n").repeat(8)
    )
}

/// With the bytes of its records unpacked.
fn proquest_zip() -> (Vec<u8>, u64) {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let (mut seed, mut bytes) = (7, 0);
    for number in 0..1000 {
        let (head, words) = (words(&mut seed, 8), words(&mut seed, 60));
        let record = historical(number, &head, &words);
        let options = zip::write::SimpleFileOptions::default();
        zip.start_file(format!("{number:04}.xml"), options).expect("a name");
        std::io::Write::write_all(&mut zip, record.as_bytes()).expect("memory");
        bytes += record.len() as u64;
    }
    (zip.finish().expect("memory").into_inner(), bytes)
}

fn ris() -> Vec<u8> {
    let article = |number, head: &str, words: &str| {
        format!(
            "TY  - NEWS\nT1  - {head}\nJF  - New York Times\nY1  - 1973/09/12/\nAN  - 4{number:08}\nAB  - {words}\nDB  - ProQuest\nER  - \n\n"
        )
    };
    export(article, ["", ""])
}

/// Exports of databases; of a DOCX the rate is of its text unpacked, of which real ones have some four times their size.
fn databases(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("press exports");
    let (docx, docx_size) = nexis_docx();
    let (records, records_size) = proquest_zip();
    for (name, bytes) in [
        ("nexis-html", nexis_html()),
        ("nexis-text", nexis_text()),
        ("nexis-docx", docx),
        ("factiva-html", factiva_html()),
        ("factiva-xml", factiva_xml()),
        ("europresse-html", europresse_html()),
        ("proquest-html", proquest_html()),
        ("proquest-mail", proquest_mail()),
        ("proquest-historical", export(historical, ["", ""])),
        ("proquest-zip", records),
        ("ris", ris()),
    ] {
        let source = source(name).expect("a source of this crate");
        let mut good = 0;
        let mut count = |record: groundswell_press::Record<'_>| {
            good += u32::from(record.article.is_ok());
        };
        source.read(&mut &bytes[..], &mut count).expect("memory");
        assert_eq!(good, 1000, "{name}");
        let size = match name {
            "nexis-docx" => docx_size,
            "proquest-zip" => records_size,
            _ => bytes.len() as u64,
        };
        group.throughput(Throughput::Bytes(size));
        group.bench_function(name, |bencher| {
            bencher.iter(|| source.read(&mut &bytes[..], &mut |record| drop(black_box(record))));
        });
    }
    group.finish();
}

fn alto() -> Vec<u8> {
    let mut seed = 7;
    let line = |seed: &mut u64| {
        let strings: String = words(seed, 8)
            .split(' ')
            .enumerate()
            .map(|(at, word)| {
                format!("<String ID=\"word{at:06}\" HPOS=\"357\" VPOS=\"1250\" WIDTH=\"84\" HEIGHT=\"27\" CONTENT=\"{word}\" WC=\"0.91\" CC=\"31000\"/>\n<SP ID=\"P2_SP{at:05}\" HPOS=\"441\" VPOS=\"278\" WIDTH=\"13\"/>\n")
            })
            .collect();
        format!("<TextLine ID=\"l\" HPOS=\"357\" VPOS=\"235\">\n{strings}</TextLine>\n")
    };
    let lines: String = (0..4000).map(|_| line(&mut seed)).collect();
    let page = format!(
        "<alto><Layout><Page ID=\"P2\"><TextBlock>{lines}</TextBlock></Page></Layout></alto>"
    );
    let name = "harbor_19170102_0002.xml";
    let preface = source("alto").expect("a source of this crate").preface(name, page.len() as u64);
    (preface + &page).into_bytes()
}

fn ocr_text() -> Vec<u8> {
    let mut seed = 7;
    let lines: Vec<String> = (0..40_000).map(|_| words(&mut seed, 6)).collect();
    let text = lines.join("\n");
    let name = "harbor_19170102.txt";
    let source = source("ocr-text").expect("a source of this crate");
    (source.preface(name, text.len() as u64) + &text).into_bytes()
}

fn mets() -> Vec<u8> {
    let mut seed = 7;
    let section = |number: usize, title: &str| {
        format!(
            "<mets:dmdSec ID=\"modsarticle{number}\">\n<mets:mdWrap MDTYPE=\"MODS\">\n<mets:xmlData>\n<mods:mods>\n<mods:titleInfo ID=\"t{number}\">\n<mods:title>{title}</mods:title>\n</mods:titleInfo>\n</mods:mods>\n</mets:xmlData>\n</mets:mdWrap>\n</mets:dmdSec>\n"
        )
    };
    let sections: String = (0..4000).map(|number| section(number, &words(&mut seed, 6))).collect();
    let divs: String = (0..4000)
        .map(|number| {
            format!(
                "<mets:div ID=\"art{number}\" TYPE=\"ARTICLE\" DMDID=\"modsarticle{number}\"/>\n"
            )
        })
        .collect();
    let issue = "<mets:dmdSec ID=\"i\"><mods:identifier>0009001</mods:identifier><mods:dateIssued>1848-03-11</mods:dateIssued></mets:dmdSec>";
    format!("<mets:mets TYPE=\"Newspaper\">{issue}{sections}<mets:div TYPE=\"ISSUE\" DMDID=\"i\">{divs}</mets:div></mets:mets>")
        .into_bytes()
}

fn trove() -> Vec<u8> {
    let article = |number, head: &str, words: &str| {
        let comma = if number > 0 { "," } else { "" };
        let paragraph = format!("<p><span>{words}</span></p>").repeat(8).replace('"', "");
        format!(
            r#"{comma}{{"id":"9{number:07}","heading":"{head}","category":"Article","title":{{"id":"35","title":"Argus"}},"date":"1909-01-11","page":"5","articleText":"{paragraph}"}}"#
        )
    };
    let before =
        r#"{"category":[{"code":"newspaper","records":{"s":"*","n":1000,"total":1000,"article":["#;
    export(article, [before, "]}}]}"])
}

/// Pages and issues of libraries, answers of their interfaces.
fn libraries(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("press libraries");
    for (name, bytes) in
        [("alto", alto()), ("ocr-text", ocr_text()), ("mets", mets()), ("trove-api", trove())]
    {
        let source = source(name).expect("a source of this crate");
        let mut bad = 0;
        let mut count = |record: groundswell_press::Record<'_>| {
            bad += u32::from(record.article.is_err());
        };
        let contents = source.read(&mut &bytes[..], &mut count).expect("memory");
        assert!(bad == 0 && contents.problems.is_empty(), "{name}: {contents:?}");
        group.throughput(Throughput::Bytes(bytes.len() as u64));
        group.bench_function(name, |bencher| {
            bencher.iter(|| source.read(&mut &bytes[..], &mut |record| drop(black_box(record))));
        });
    }
    group.finish();
}

criterion_group!(benches, reading, databases, libraries, exports);
criterion_main!(benches);
