//! Exports of ProQuest: its search pages, TDM Studio, Historical Newspapers.

use crate::Export;
use crate::words::{export, words};

pub(crate) fn all() -> Vec<Export> {
    let (zip, unpacked) = zip();
    vec![
        Export::of("proquest-text", text()),
        Export::of("proquest-html", html()),
        Export::of("proquest-mail", mail()),
        Export::of("proquest-historical", export(historical, ["", ""])),
        Export::of("proquest-tdm", export(tdm, ["", ""])),
        Export { unpacked, ..Export::of("proquest-zip", zip) },
    ]
}

fn text() -> Vec<u8> {
    let article = |number, head: &str, words: &str| {
        format!(
            "{}\n\n{head}\n\nPublication info: New York Times; Mar 9, 2004.\n\nAbstract: None available.\n\nFull text: {}\n\nSubject: Mines; Strikes\n\nTitle: {head}\n\nPublication title: New York Times, Late Edition (East Coast)\n\nPublication date: Mar 9, 2004\n\nSection: A\n\nFirst page: A.3\n\nDocument type: News\n\nProQuest document ID: 4{number:08}\n\nDatabase: Invented Newspapers\n\n",
            "_".repeat(60),
            format!("{words}\n\n").repeat(8)
        )
    };
    export(article, ["", "____________________________________________________________\n"])
}

fn html() -> Vec<u8> {
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
fn mail() -> Vec<u8> {
    let html = html();
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

fn tdm(number: usize, head: &str, words: &str) -> String {
    format!(
        "<RECORD>\n<GOID>4{number:08}</GOID>\n<Obj>\n<NumericDate>1973-09-12</NumericDate>\n<TitleAtt><Title>{head}</Title></TitleAtt>\n<ObjectTypes><mstar>News</mstar></ObjectTypes>\n<PrintLocation><DocSection>A; Foreign Desk</DocSection><StartPage>A3</StartPage></PrintLocation>\n</Obj>\n<DFS><PubFrosting><Title>New York Times</Title><Qualifier>New York, N.Y.</Qualifier></PubFrosting></DFS>\n<TextInfo><Text HTMLContent=\"true\" WordCount=\"480\">&lt;html&gt;&lt;body&gt;{}&lt;/body&gt;&lt;/html&gt;</Text></TextInfo>\n</RECORD>\n",
        format!("&lt;p&gt;{words}&lt;/p&gt;").repeat(8)
    )
}

/// With the bytes of its records unpacked.
fn zip() -> (Vec<u8>, u64) {
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
