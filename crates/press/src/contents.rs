//! What a document as a whole turned out to be: how many records, whether it closes, what is wrong with it.

/// The account of one document after all its records were handed out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contents {
    /// Records handed out, good and bad.
    pub records: u64,
    /// Records the document itself says it holds, over all its objects; `None` if none of them says.
    ///
    /// NYT: `hits`, or for a page of a search (`meta.offset` present) at most the ten that fit it.
    /// Guardian: what `pageSize`, `startIndex` and `total` leave for this page.
    pub announced: Option<u64>,
    /// Objects (pages) in the document: one, unless captures were joined end to end.
    pub objects: u64,
    /// Length of the decoded document in bytes, as far as it was read.
    pub bytes: u64,
    /// Whether every value closed and nothing else followed. A cut document is never complete.
    pub complete: bool,
    /// What is wrong with the document as a whole, in order of discovery; the first thousand.
    pub problems: Vec<Trouble>,
    /// Problems beyond those listed.
    pub more_problems: u64,
}

/// Something wrong with a document, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// Bytes from the start of the decoded document.
    pub offset: u64,
    /// What is wrong there.
    pub what: Fault,
}

/// What can be wrong with a document as a whole. [`Fault::name`] is stable.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// There is nothing in it.
    #[error("the document is empty")]
    Empty,
    /// The bytes end inside a value: a cut download. Records before the cut were handed out.
    #[error("the document is cut: its JSON does not close")]
    Cut,
    /// A byte that JSON does not allow there; nothing after it was read.
    #[error("the document is not JSON here: expected {expected}, found {found:?}")]
    Malformed {
        /// What would have been right.
        expected: &'static str,
        /// What stands there (a byte that is not ASCII shows as its Latin-1 character).
        found: char,
    },
    /// Something that is not an object follows the last one; it was not read.
    #[error("something follows the JSON, beginning with {0:?}")]
    Trailing(char),
    /// An object says it holds another number of records than it does.
    #[error("announces {announced} records and holds {held}")]
    Announced {
        /// What it says.
        announced: u64,
        /// What was read.
        held: u64,
    },
    /// An object that does not say how many records it holds, so that nobody can know whether all are there.
    #[error("does not say how many records it holds")]
    Unannounced,
    /// An object without the list of articles.
    #[error("an object of another shape: no list of articles in it")]
    UnknownShape,
    /// An object that is the server's error message.
    #[error("an error message instead of articles: {0}")]
    Refused(String),
}

impl Fault {
    /// A stable short name for tables and logs.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Fault::Empty => "empty",
            Fault::Cut => "cut",
            Fault::Malformed { .. } => "malformed",
            Fault::Trailing(_) => "trailing",
            Fault::Announced { .. } => "announced",
            Fault::Unannounced => "unannounced",
            Fault::UnknownShape => "unknown_shape",
            Fault::Refused(_) => "refused",
        }
    }
}
