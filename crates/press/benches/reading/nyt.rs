//! Months of the New York Times as its Archive API has them, of three eras.

use std::fmt::Write as _;

use crate::words::words;

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

pub(crate) fn month(era: u32, records: usize) -> String {
    let mut seed = u64::from(era);
    let docs: Vec<String> = (0..records).map(|number| record(era, number, &mut seed)).collect();
    format!(
        r#"{{"copyright":"","response":{{"meta":{{"hits":{records}}},"docs":[{}]}}}}"#,
        docs.join(",")
    )
}
