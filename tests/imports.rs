//! Import as a user meets it: what people have on disk is told by its content, counted once, and traced back.

use crate::harness::Workspace;
use std::fs;

mod fixtures;
mod searches;
mod twice;

/// An invented article of The New York Times, as a text export of ProQuest has it.
pub(crate) struct Article {
    number: u32,
    day: String,
    headline: String,
}

impl Article {
    /// `number` is ProQuest's; `day` is YYYY-MM-DD.
    pub(crate) fn new(number: u32, day: &str, headline: &str) -> Article {
        Article { number, day: day.to_owned(), headline: headline.to_owned() }
    }
}

/// A text export of ProQuest with these articles of the foreign desk.
pub(crate) fn proquest(articles: &[Article]) -> String {
    let rule = "_".repeat(60);
    let one = |Article { number, day, headline }: &Article| {
        format!(
            "{rule}\n\n{headline}\n\nPublication info: New York Times; {day}.\n\nAbstract: None available.\n\n\
             Full text: Invented text.\n\nTitle: {headline}: [Foreign Desk]\n\n\
             Publication title: New York Times, Late Edition (East Coast)\n\nPublication date: {day}\n\n\
             Section: A\n\nDocument type: News\n\nProQuest document ID: {number}\n\n"
        )
    };
    articles.iter().map(one).collect::<String>() + &rule + "\n\nInvented last lines\n"
}

/// Adds lines to the pipeline.
fn add(workspace: &Workspace, lines: &str) {
    let path = workspace.path("groundswell.toml");
    let pipeline = fs::read_to_string(&path).unwrap();
    fs::write(path, pipeline + lines).unwrap();
}
