//! What a document as a whole turned out to be: how many records, whether it closes, what is wrong with it.

use crate::guard::Hostile;
use crate::warc::Damage;
use crate::zipped::Unpackable;

/// Most problems of one document that are listed; the others are counted.
const MAX_TROUBLES: usize = 1000;

/// The account of one document after all its records were handed out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contents {
    /// Records handed out, good and bad.
    pub records: u64,
    /// Records the document itself says it holds, over all its objects; `None` if none of them says.
    ///
    /// NYT: `hits`, or for a page of a search (`meta.offset` present) at most the ten that fit it.
    /// Guardian: what `pageSize`, `startIndex` and `total` leave for this page. HTML pages do not say.
    ///
    /// [`Contents::total`] is what all pages hold.
    pub announced: Option<u64>,
    /// Records of the whole answer, over all its pages, also those that are not in this document; `None` if it does
    /// not say, or says several things. For a source that only counts (`guardian-total`) this is what it is read for.
    pub total: Option<u64>,
    /// Year and month that [`Contents::total`] is of, where the source only counts; `None` for all others.
    pub month: Option<(i32, u8)>,
    /// Whether it is what a search found: what it does not hold may have been printed all the same, so it says nothing
    /// of how many articles there were. So are exports of databases, and pages of NYT's Article Search.
    pub searched: bool,
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

impl Contents {
    /// Notes what is wrong, as long as there is room.
    pub(crate) fn note(&mut self, offset: u64, what: Fault) {
        if self.problems.len() < MAX_TROUBLES {
            self.problems.push(Trouble { offset, what });
        } else {
            self.more_problems += 1;
        }
    }
}

/// What a document says, as it may be shown to people: so many characters, none of which a terminal would obey.
pub(crate) fn shown(text: &str, most: usize) -> String {
    text.chars().filter(|c| !c.is_control()).take(most).collect()
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
    /// A page that does not end with `</html>`, or is shorter than the line before it says.
    #[error("the page is cut: no </html> at its end")]
    CutPage,
    /// Something that is no page follows the last one; it was not read.
    #[error("something that is no page follows, beginning with {0:?}")]
    AfterPages(char),
    /// A page in which nothing leads to an article.
    #[error("no article's link on the page; expected {0}")]
    NoLinks(String),
    /// An export without the lines that such a one ends with: it may have been cut.
    #[error("ends without its usual last lines; it may be cut")]
    Unended,
    /// XML that ends inside an element. Records before the cut were handed out.
    #[error("the document is cut: its XML does not close")]
    CutXml,
    /// XML that cannot be read on; nothing after it was read.
    #[error("the XML cannot be read on here: {0}")]
    BadXml(&'static str),
    /// XML in which so many elements are not closed, or tags close nothing; all of it was read.
    #[error("{0} tags of the XML have no counterpart")]
    LooseTags(u64),
    /// A table in which the names of its columns stand again below: several tables were put together.
    #[error("the names of the columns stand in it {0} times more")]
    HeaderAgain(u64),
    /// A table with years of two figures.
    #[error("years of two figures were read as 1930 to 2029")]
    ShortYears,
    /// A record of a web archive that is damaged; the others are not.
    #[error("the record of {target:?}: {damage}")]
    WebRecord {
        /// The address it is of, after the name of its file in a WACZ; empty if that is not known.
        target: String,
        /// What is wrong with it.
        damage: Damage,
    },
    /// What a web archive holds besides newspapers: no error.
    #[error("passed over: {0}")]
    PassedOver(String),
    /// A file of many parts that cannot be opened, for this reason.
    #[error("cannot be read: {0}")]
    Unreadable(String),
    /// A file that is only read whole and has more bytes than that.
    #[error("has more than {0} bytes, the most that is read of such a file")]
    TooLarge(u64),
    /// A sheet of a workbook, with this name, that has cells and no line of column names.
    #[error("sheet {0:?} has no line of column names in its first rows, and was passed over")]
    OtherSheet(String),
    /// A member of a zip that is neither a record nor a zip of such.
    #[error("it is no record of a kind that is known")]
    OtherMember,
    /// A file that is shorter than the line before it says.
    #[error("the file is cut: it is shorter than the line before it says")]
    CutFile,
    /// An issue of which a library says how many pages it has, and of no article.
    #[error(
        "an issue of {0} pages, without articles; its text is in the ALTO or text files beside it"
    )]
    NoArticles(u64),
    /// Recognised text in which no page is.
    #[error("no page in it")]
    NoPage,
    /// A page of which reading would take too long; nothing of it was read.
    #[error("the page was not read: {0}")]
    Hostile(Hostile),
    /// A page that is in the document already.
    #[error("the page {0} is there twice")]
    Repeated(String),
    /// An object that is the server's error message.
    #[error("an error message instead of articles: {0}")]
    Refused(String),
    /// A zip that cannot be unpacked, or not all of it.
    #[error("{0}")]
    Zip(Unpackable),
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
            Fault::CutPage => "cut_page",
            Fault::AfterPages(_) => "after_pages",
            Fault::NoLinks(_) => "no_links",
            Fault::Unended => "unended",
            Fault::CutXml => "cut_xml",
            Fault::BadXml(_) => "bad_xml",
            Fault::LooseTags(_) => "loose_tags",
            Fault::HeaderAgain(_) => "header_again",
            Fault::ShortYears => "short_years",
            Fault::WebRecord { .. } => "web_record",
            Fault::PassedOver(_) => "passed_over",
            Fault::Unreadable(_) => "unreadable",
            Fault::TooLarge(_) => "too_large",
            Fault::OtherSheet(_) => "other_sheet",
            Fault::OtherMember => "other_member",
            Fault::CutFile => "cut_file",
            Fault::NoPage => "no_page",
            Fault::NoArticles(_) => "no_articles",
            Fault::Hostile(_) => "hostile",
            Fault::Repeated(_) => "repeated",
            Fault::Refused(_) => "refused",
            Fault::Zip(what) => what.name(),
        }
    }
}
