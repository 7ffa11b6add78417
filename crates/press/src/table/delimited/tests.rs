//! Rows that are damaged, shifted, put together of several tables, or built so that reading them would take long.

use std::io::Read;
use std::time::Instant;

use super::*;
use crate::{Contents, source};

fn said(table: &str) -> (Vec<String>, Contents) {
    let mut rows = Vec::new();
    let contents = source("table-csv").unwrap().read(&mut table.as_bytes(), &mut |record| {
        rows.push(match record.article {
            Ok(article) => format!("{} {}", article.date, article.headline),
            Err(problem) => problem.name().to_owned(),
        });
    });
    (rows, contents.unwrap())
}

fn check(table: &str, expected: &[&str]) {
    assert_eq!(said(table).0, expected, "{table}");
}

#[test]
fn cells_are_told_by_the_names_above_them() {
    for table in [
        "date,title\n1973-09-12,Junta Rules\n",
        "title;pub_date\nJunta Rules;1973-09-12\n",
        "sep=;\r\n\"Title\";\"Date\"\r\n\"Junta Rules\";\"12-Sep-73\"\r\n",
        "x\tPublication date\tHeadline\n\tSep 12, 1973\tJunta Rules\n",
        "id|year|month|day|headline\n1|1973|9|12.0|Junta Rules",
        // R's names of rows, without a name.
        "\"date\",\"title\"\n\"1\",1973-09-12,\"Junta Rules\"\n",
        // Nothing but commas, and more of them than there are names.
        "date,title\n,\n1973-09-12,Junta Rules,,\n,,\n\n",
        "date,headline\n1973-09-12,\"{'main': 'Junta Rules', 'kicker': None}\"\n",
    ] {
        check(table, &["1973-09-12 Junta Rules"]);
    }
}

#[test]
fn tables_put_together_have_their_names_in_between() {
    let (rows, contents) = said(
        "date,title\n1973-09-12,One\ndate,title\n1973-09-13,Two\ntitle,section,date\nThree,World,1973-09-14\n",
    );
    assert_eq!(rows, ["1973-09-12 One", "1973-09-13 Two", "1973-09-14 Three"]);
    assert_eq!(contents.problems[0].what, Fault::HeaderAgain(2));
}

#[test]
fn a_damaged_row_loses_only_itself() {
    let one = "1973-09-12,One\n";
    let two = "1973-09-13,\"Two\nand \"\"more\"\"\"\n";
    let both = ["1973-09-12 One", "1973-09-13 Two\nand \"more\""];
    check(&format!("date,title\n{one}{two}"), &both);
    check(&format!("date,title\n{one}a,b,c\n{two}"), &[both[0], "other_cells", both[1]]);
    check(
        &format!("date,title\n{one}1973-09-12,x,\"open\n{two}"),
        &[both[0], "other_cells", both[1]],
    );
    check(
        &format!("date,title\n{two}1973-09-12,x,\"open\n{one}{one}"),
        &[both[1], "unclosed", both[0], both[0]],
    );
    // A row that is whole without its quotation mark.
    check(
        &format!("date,title\n1973-09-11,\"Open\n{one}{one}"),
        &["1973-09-11 \"Open", both[0], both[0]],
    );
    check(&format!("date,title\n\"\n{one}"), &["unclosed", both[0]]);
    let long = "x".repeat(5 << 20);
    check(&format!("date,title\n1973-09-12,{long}\n{one}"), &["too_large", both[0]]);
}

/// Gives the same lines over and over.
struct Over<'a> {
    line: &'a [u8],
    left: usize,
    at: usize,
}

impl Read for Over<'_> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let count = out.len().min(self.left);
        for byte in out.iter_mut().take(count) {
            *byte = self.line[self.at % self.line.len()];
            self.at += 1;
        }
        self.left -= count;
        Ok(count)
    }
}

#[test]
fn no_table_takes_long() {
    for line in [
        &b"x\"y,\"z\n"[..],
        b"\"\n",
        b"1973-09-12,\"\n",
        b"\"\"\"x,\n",
        b",\"\"\n",
        b"\n",
        b"\"x",
        b"\0",
    ] {
        let size = 8 << 20;
        let mut input = (&b"date,title\n"[..]).chain(Over { line, left: size, at: 0 });
        let began = Instant::now();
        let mut records = 0;
        let read = source("table-csv").unwrap().read(&mut input, &mut |_| records += 1);
        assert_eq!(read.unwrap().records, records);
        // A second or two in a build with checks; minutes if it were quadratic.
        assert!(began.elapsed().as_secs() < 60, "{line:?}: {:?}", began.elapsed());
    }
}
