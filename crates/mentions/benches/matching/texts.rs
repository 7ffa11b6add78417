//! Texts to read: news as it is printed, and texts made to hurt.
//!
//! The news has what annotated news has (Reuters 1987 and 1996, U.S. local news, front pages): per 1,000 bytes
//! about 170 words, 35 to 70 of them with a capital or a digit, and 2 to 9 mentions, of which ten forms make up a third,
//! a hundred three quarters. A third of the words are invented, so that no predictor and no cache learns them.

use std::collections::HashMap;

use groundswell_mentions::EMBEDDED;

/// The commonest words of newspaper English, which make up half of it.
const COMMON: &str = "the of to and a in for that is was on with said it by at be from as he his have has will were \
    would had been not which are or who more after their this one they but over about people government first two \
    time company officials yesterday police world against under week million public market country until report \
    school children committee court members trade war leader workers policy price foreign students capital army";
/// Words with a capital: half of them begin a name or a blocker.
const CAPITALS: &str = "Mr. New United President South North House Street Minister Senate St. San West City The In Party \
    Republic General Department Congress Monday Friday East Central National Union Bank Court Great Saudi John";
/// The commonest names; the others are drawn from the table.
const FAMILIAR: &[&str] = &[
    "U.S.",
    "United States",
    "American",
    "British",
    "Japan",
    "Soviet Union",
    "Germany",
    "French",
    "China",
    "Israel",
    "London",
    "Washington",
    "New York",
    "Russian",
    "India",
    "Mexico",
    "strike",
    "protest",
    "Georgia",
    "Latin America",
];
const SYLLABLES: &str = "al an ba be ca co de di en er fa fi ga gra ha he in ka la lo ma men mi na no or pa per po ra re ri \
    sa sen sti ta ter ti to tra un va ver vi wa";
/// How many forms occur: a few hundred in any set of annotated news.
const FORMS: u16 = 700;
/// Numerals, which are words as well.
const NUMERALS: &[&str] = &["12", "1,500", "3.5", "1987", "49"];

/// A generator of its own, so that the text is the same on every machine (Numerical Recipes' ranqd1).
pub(crate) struct Random(u32);

impl Random {
    pub(crate) fn new() -> Random {
        Random(1)
    }

    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 8) as usize % limit
    }

    fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len())]
    }

    /// One of the first `limit` numbers, each as likely as its place from the front is small (Zipf).
    fn zipf(&mut self, limit: u16) -> usize {
        let exponent = self.below(1 << 16) as f64 / f64::from(1 << 16);
        f64::from(limit).powf(exponent) as usize - 1
    }

    /// Favours the first.
    fn pick_early<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len()) * self.below(from.len()) / from.len()]
    }
}

/// The column of a table, by its place.
fn column(table: &str, place: usize) -> Vec<String> {
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let cells = reader.records().filter_map(|row| row.ok()?.get(place).map(str::to_owned));
    cells.collect()
}

pub(crate) fn names() -> Vec<String> {
    column(EMBEDDED.names, 0)
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |c| c.to_uppercase().chain(letters).collect())
}

/// Articles of about 700 bytes in sentences of about twenty words, with a form every `every` words.
pub(crate) fn news(articles: usize, every: usize) -> Vec<String> {
    let (mut random, names) = (Random::new(), names());
    let words = |list: &'static str| list.split_whitespace().collect::<Vec<&str>>();
    let (common, capitals, syllables) = (words(COMMON), words(CAPITALS), words(SYLLABLES));
    let mut article = || {
        let mut text = String::new();
        for place in 0..115 {
            let first = place % 20 == 0;
            let invented = |random: &mut Random| -> String {
                (0..2 + random.below(2)).map(|_| random.pick(&syllables)).collect()
            };
            let word = match random.below(100) {
                _ if random.below(every) == 0 => match random.zipf(FORMS) {
                    rank if rank < FAMILIAR.len() => FAMILIAR[rank].to_owned(),
                    // A prime, so that neighbours in the table do not come together.
                    rank => names[rank * 1031 % names.len()].to_owned(),
                },
                0..52 => random.pick_early(&common).to_owned(),
                52..83 => invented(&mut random),
                83..91 => capital(&invented(&mut random)),
                91..97 => random.pick(&capitals).to_owned(),
                _ => random.pick(NUMERALS).to_owned(),
            };
            text.push_str(&if first { capital(&word) } else { word });
            text.push_str(match (place % 20, random.below(14)) {
                (19, _) => ". ",
                (_, 0) => ", ",
                (_, 1) if random.below(8) == 0 => "'s ",
                _ => " ",
            });
        }
        text
    };
    (0..articles).map(|_| article()).collect()
}

/// The same in capitals, cut into headlines of about fifty bytes.
pub(crate) fn headlines(articles: &[String]) -> Vec<String> {
    let words = |text: &String| -> Vec<String> {
        let words: Vec<&str> = text.split_whitespace().collect();
        words.chunks(8).map(|line| line.join(" ").to_uppercase()).collect()
    };
    articles.iter().flat_map(words).collect()
}

/// The same as a machine reads bad print: letters taken for others, broken words, stray signs.
pub(crate) fn badly_printed(articles: &[String]) -> Vec<String> {
    let mut random = Random::new();
    let mut spoil = |c: char| match (random.below(60), c) {
        (0, _) => "~".to_owned(),
        (1, ' ') => "-\n".to_owned(),
        (2, ' ') => "  ".to_owned(),
        (3, _) => format!("{c}-"),
        (4, 'a'..='z') => "ſ".to_owned(),
        (5, _) => "■".to_owned(),
        (6, 'e') => "c".to_owned(),
        (7, 'n') => "u".to_owned(),
        _ => c.to_string(),
    };
    articles.iter().map(|text| text.chars().map(&mut spoil).collect()).collect()
}

/// Texts of a million bytes and more, each made to hurt in one way.
pub(crate) fn hostile() -> Vec<(&'static str, String)> {
    let (names, blockers) = (names(), column(EMBEDDED.blockers, 0));
    let beginnings = |name: &String| {
        let cut = |(at, _): (usize, char)| name.get(..at).unwrap_or_default().to_owned();
        name.char_indices().skip(1).map(cut).collect::<Vec<String>>().join(" ")
    };
    let all = |pieces: Vec<String>, between: &str| {
        let once = pieces.join(between) + between;
        once.repeat(1_000_000 / once.len() + 1)
    };
    vec![
        ("every name with its vetoes", all(vetoed(), " ")),
        ("beginnings of names", all(names.iter().chain(&blockers).map(beginnings).collect(), " ")),
        ("names back to back", all(names.clone(), " ")),
        ("one short name with contexts around", all(vec!["Indian".to_owned()], " ")),
        ("names in capitals", all(names.iter().map(|name| name.to_uppercase()).collect(), " ")),
        ("names with wide gaps", all(names.clone(), " ").replace(' ', "                ")),
        ("ampersands and hyphens", all(vec!["a- b&c &#8217;- &amp;-\n& é".to_owned()], "-")),
        ("outside ASCII", all(vec!["Ünïté—Ñåmés日本’s".to_owned()], " ")),
    ]
}

/// Every name between patterns of the contexts that it has as cues and vetoes, the next ones for each name.
fn vetoed() -> Vec<String> {
    let mut patterns: HashMap<String, Vec<(String, String)>> = HashMap::new();
    let mut reader = csv::Reader::from_reader(EMBEDDED.contexts.as_bytes());
    for row in reader.records().filter_map(Result::ok) {
        patterns.entry(row[0].to_owned()).or_default().push((row[1].to_owned(), row[2].to_owned()));
    }
    let mut pieces = Vec::new();
    let mut reader = csv::Reader::from_reader(EMBEDDED.names.as_bytes());
    for (number, row) in reader.records().filter_map(Result::ok).enumerate() {
        for context in format!("* {} {}", &row[7], &row[8]).split_whitespace() {
            let Some(known) = patterns.get(context) else { continue };
            let (side, pattern) = &known[number % known.len()];
            match side.as_str() {
                "after" if pattern.starts_with(',') => pieces.push(format!("{}{pattern}", &row[0])),
                "after" | "around" => pieces.push(format!("{} {pattern}", &row[0])),
                _ => pieces.push(format!("{pattern} {}", &row[0])),
            }
        }
    }
    pieces
}
