//! Pages and issues of libraries, answers of their interfaces.

use groundswell_press::source;

use crate::Export;
use crate::words::{export, words};

pub(crate) fn all() -> Vec<Export> {
    vec![
        Export { records: 1, ..Export::of("alto", alto()) },
        Export { records: 1, ..Export::of("ocr-text", ocr_text()) },
        Export { records: 4000, ..Export::of("mets", mets()) },
        Export::of("trove-api", trove()),
        Export::of("digitalnz", digitalnz()),
    ]
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

fn digitalnz() -> Vec<u8> {
    let article = |number, head: &str, words: &str| {
        let comma = if number > 0 { "," } else { "" };
        let text = words.repeat(8).replace('"', "");
        format!(
            r#"{comma}{{"id":{number},"title":"{head} (Harbour Post, 11 September 1912)","publisher":["Harbour Post"],"collection_title":["Papers Past","Harbour Post"],"date":["1912-09-11T00:00:00.000Z"],"category":["Newspapers"],"content_partner":["National Library of New Zealand"],"display_collection":"Papers Past","landing_url":"https://paperspast.natlib.govt.nz/newspapers/HP19120911.2.{number}","fulltext":"{text}"}}"#
        )
    };
    let before = r#"{"search":{"result_count":1000,"page":1,"per_page":1000,"results":["#;
    export(article, [before, "]}}"])
}
