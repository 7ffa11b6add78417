//! Tables whose columns are called otherwise: named by their user, recognised, read; and their newspaper, where no column says it.

#![allow(clippy::unwrap_used, reason = "a test may unwrap")]

use groundswell_press::{Columns, recognise_file, recognise_naming};

fn own() -> Columns {
    let columns = Columns::default();
    [
        ("pubdate", "date"),
        ("hl", "title"),
        ("Artikel Text", "text"),
        ("rubrik", "section"),
        ("nr", "id"),
        ("blatt", "newspaper"),
    ]
    .into_iter()
    .fold(columns, |columns, (name, field)| columns.naming(name, field).unwrap())
}

/// Each article: its day, newspaper, headline, lead, section and id.
fn read(columns: &Columns, table: &str) -> Vec<String> {
    let source = recognise_naming(columns, "table", table.as_bytes()).unwrap();
    let mut lines = Vec::new();
    source
        .read_naming(columns, &mut table.as_bytes(), &mut |record| {
            lines.push(match record.article {
                Ok(it) => format!(
                    "{} {}|{}|{}|{}|{}",
                    it.date, it.newspaper, it.headline, it.lead, it.labels.section, it.id
                ),
                Err(problem) => problem.to_string(),
            });
        })
        .unwrap();
    lines
}

#[test]
fn own_columns_are_read_in_every_text_table() {
    let expected =
        ["1973-09-12 The Guardian|Junta|Tanks in Chile.|Ausland|1973-09-12:leaf-1973-09-12-0007"];
    for table in [
        "nr;blatt;pubdate;hl;artikel_text;rubrik\nleaf-1973-09-12-0007;The Guardian;1973-09-12;Junta;Tanks in Chile.;Ausland\n",
        r#"{"nr":"leaf-1973-09-12-0007","blatt":"The Guardian","pubdate":"1973-09-12","hl":"Junta","ARTIKELTEXT":"Tanks in Chile.","rubrik":"Ausland"}"#,
    ] {
        assert_eq!(read(&own(), table), expected, "{table}");
        assert!(recognise_file("table", table.as_bytes()).is_err(), "{table}");
    }
}

#[test]
fn an_own_column_goes_before_one_that_is_known() {
    let table = "date,title,hl\n1973-09-12,7,Junta\n1973-09-13,8,\n";
    assert_eq!(
        read(&own(), table),
        ["1973-09-12 |Junta|||1973-09-12:junta", "1973-09-13 |8|||1973-09-13:8"]
    );
}

#[test]
fn a_table_without_a_column_of_newspapers_may_be_of_one() {
    let columns = Columns::default().of_newspaper("The New York Times");
    for (table, expected) in [
        ("date,title\n1973-09-12,Junta\n", "The New York Times"),
        ("{\"date\":\"1973-09-12\",\"title\":\"Junta\"}\n", "The New York Times"),
        // A cell that is empty, a title that is not known, an address: the table says it, or says that it does not know.
        ("date,title,source\n1973-09-12,Junta,\n", ""),
        ("{\"date\":\"1973-09-12\",\"title\":\"Junta\",\"source\":null}\n", ""),
        ("date,title,source\n1973-09-12,Junta,Harbor News\n", "Harbor News"),
        ("date,title,url\n1973-09-12,Junta,https://www.theguardian.com/world/1\n", "The Guardian"),
    ] {
        let said = read(&columns, table);
        let newspaper = said[0].split('|').next().unwrap().trim_start_matches("1973-09-12 ");
        assert_eq!(newspaper, expected, "{table}");
    }
}

#[test]
fn a_cell_more_than_there_are_names_is_the_name_of_a_row_or_nothing() {
    for (rows, expected) in [
        ("\"1\",\"1973-09-12\",\"Junta\"", "1973-09-12 |Junta|||1973-09-12:junta"),
        ("1973-09-12,Junta,", "1973-09-12 |Junta|||1973-09-12:junta"),
    ] {
        let table = format!("date,title\n{rows}\n{rows}\n");
        assert_eq!(read(&Columns::default(), &table), [expected, expected], "{table}");
    }
}

#[test]
fn a_wrong_word_is_an_error_that_says_what_there_is() {
    for (column, field, says) in [
        ("hl", "titel", "a column can say nothing called `titel` of an article (known: date, year"),
        ("hl", "titel", "headline, title, summary, lead, body, text, section"),
        ("--", "title", "\"--\" is no name of a column"),
        ("HL ", "text", "two things are said to be in column \"HL \""),
    ] {
        let error = own().naming(column, field).unwrap_err().to_string();
        assert!(error.contains(says), "{error}");
    }
}
