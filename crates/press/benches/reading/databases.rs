//! Exports of Nexis, Factiva, Europresse, and RIS.

use crate::Export;
use crate::words::export;

pub(crate) fn all() -> Vec<Export> {
    let (docx, unpacked) = nexis_docx();
    vec![
        Export::of("nexis-html", nexis_html()),
        Export::of("nexis-text", nexis_text()),
        Export { unpacked, ..Export::of("nexis-docx", docx) },
        Export::of("factiva-html", factiva_html()),
        Export::of("factiva-xml", factiva_xml()),
        Export::of("europresse-html", europresse_html()),
        Export::of("ris", ris()),
    ]
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

fn ris() -> Vec<u8> {
    let article = |number, head: &str, words: &str| {
        format!(
            "TY  - NEWS\nT1  - {head}\nJF  - New York Times\nY1  - 1973/09/12/\nAN  - 4{number:08}\nAB  - {words}\nDB  - ProQuest\nER  - \n\n"
        )
    };
    export(article, ["", ""])
}
