//! The articles that the paper files nowhere, each with its verdict: to be looked at.

use groundswell_mentions as mentions;
use groundswell_press as press;
use serde::Serialize;

use super::{Auditor, Counted};
use crate::failure::Result;
use crate::findings;
use crate::international::Verdict;
use crate::talk::{print, printable};

/// A line of `--list --json`.
#[derive(Serialize)]
struct Line<'a> {
    newspaper: &'a str,
    date: String,
    id: &'a str,
    /// `null`: unknown.
    international: Option<bool>,
    /// The rule that decided; empty: none did.
    rule: &'a str,
    headline: &'a str,
}

impl Auditor<'_> {
    /// Prints them in the order of the archive.
    pub(super) fn list(&self, documents: &[Counted<'_>], json: bool) -> Result<()> {
        let ledger = findings::ledger(self.study)?;
        let mut scratch = mentions::Scratch::default();
        for counted in documents {
            let mut lines = String::new();
            self.document(&ledger, counted, &mut |newspaper, home, article| {
                if press::international(newspaper, article).international.is_none() {
                    let verdict = self.infer(newspaper, home, article, &mut scratch);
                    lines += &line(newspaper, article, &verdict, json);
                }
            })?;
            print(&lines)?;
        }
        Ok(())
    }
}

fn line(newspaper: &str, article: &press::Article<'_>, verdict: &Verdict, json: bool) -> String {
    let Verdict { international, rule, .. } = verdict;
    let date = article.date.to_string();
    if json {
        let (international, id, headline) = (*international, &*article.id, &*article.headline);
        let line = Line { newspaper, date, id, international, rule, headline };
        return serde_json::to_string(&line).expect("strings are JSON") + "\n";
    }
    let said = international.map_or("unknown", |yes| if yes { "yes" } else { "no" });
    let headline = printable(&article.headline.replace('\n', " "));
    format!("{newspaper}  {date}  {said:<7}  {rule:<22}  {headline}\n")
}
