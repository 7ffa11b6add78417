//! What one article shows of where it belongs: its index terms, dateline, countries and cues, as words.

use groundswell_mentions::{Gazetteer, Mention, PolityId, Tier};
use groundswell_press as press;

use super::Read;
use super::cues::{Cues, TOPICS, Text, Topic, Words};
use super::word::{Shown, Word};

/// Everything an article shows.
pub(super) fn gather(
    read: &Read<'_>,
    cues: &Cues,
    gazetteer: &Gazetteer,
    words: &mut Words,
) -> Shown {
    let mut shown = Shown::default();
    let mut places = Places { read, cues, gazetteer, words };
    places.index(&mut shown);
    places.dateline(&mut shown);
    headline(read, &mut shown);
    topics(read, cues, words, &mut shown);
    shown
}

/// Tells places at home from places abroad.
struct Places<'a> {
    read: &'a Read<'a>,
    cues: &'a Cues,
    gazetteer: &'a Gazetteer,
    words: &'a mut Words,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Home,
    Abroad,
}

impl Places<'_> {
    fn index(&mut self, shown: &mut Shown) {
        let terms = &self.read.article.places;
        let mut home = !terms.is_empty();
        for term in terms {
            let side = self.side_of_term(term);
            shown.add_if(Word::IndexAbroad, side == Some(Side::Abroad));
            // A term that is not known says nothing; silence is not "no".
            home = home && side == Some(Side::Home);
        }
        shown.add_if(Word::IndexHome, home);
    }

    /// `BRAZIL`, `LATIN AMERICA`, `New York State`, `DAVOS (SWITZERLAND)`.
    fn side_of_term(&mut self, term: &str) -> Option<Side> {
        if let Some(polity) = self.gazetteer.index_term(self.read.newspaper, term) {
            return Some(self.side(polity));
        }
        if let Some((city, country)) = term.trim_end_matches(')').split_once(" (") {
            let whole = self.place(&format!("{city}, {country}"));
            return whole.or_else(|| self.known(country));
        }
        // A bare "Georgia" is the state: only what is at home can be told by the name of a state.
        self.known(term).or_else(|| self.place(term).filter(|side| *side == Side::Home))
    }

    fn dateline(&mut self, shown: &mut Shown) {
        let article = self.read.article;
        let Some(line) =
            [&article.lead, &article.summary].iter().find_map(|text| press::dateline(text))
        else {
            return;
        };
        // "PARIS, Tex." is not Paris: a region that is not known leaves the place unknown.
        let side = match (self.known(line.place), line.region) {
            (Some(side), None) => Some(side),
            (Some(Side::Abroad), Some(_)) => Some(Side::Abroad), // UNITED NATIONS, N.Y.
            (_, region) => self.place(region.unwrap_or(line.place)),
        };
        shown.add_if(Word::DatelineAbroad, side == Some(Side::Abroad));
        shown.add_if(Word::DatelineHome, side == Some(Side::Home));
    }

    /// The side of a name of `actors.csv`, or of a place among the cues of home.
    fn known(&mut self, name: &str) -> Option<Side> {
        let (year, home) = (self.read.article.date.year, self.read.home);
        let text = Text { text: name, headline: false, year, home };
        match self.cues.place(&text, self.words)? {
            Topic::Home => Some(Side::Home),
            _ => Some(Side::Abroad),
        }
    }

    fn place(&self, name: &str) -> Option<Side> {
        let polity = self.gazetteer.place(name, Some(self.read.article.date.year))?;
        Some(self.side(polity))
    }

    fn side(&self, polity: PolityId) -> Side {
        if Some(polity) == self.read.home { Side::Home } else { Side::Abroad }
    }
}

/// What the headline names abroad.
fn headline(read: &Read<'_>, shown: &mut Shown) {
    let abroad = |mention: &&Mention| mention.field == 0 && Some(mention.polity) != read.home;
    for mention in read.mentions.iter().filter(abroad) {
        shown.add(Word::HeadlineAbroad);
        shown.add(match mention.tier {
            Tier::A => Word::HeadlineCountry,
            Tier::B => Word::HeadlinePeople,
            Tier::C => Word::HeadlineCity,
        });
    }
}

/// What the cues of headline, summary and lead speak of.
fn topics(read: &Read<'_>, cues: &Cues, words: &mut Words, shown: &mut Shown) {
    let article = read.article;
    let mut count = [0u32; TOPICS];
    let mut look = |text: &str, headline: bool, count: &mut [u32; TOPICS]| {
        let text = Text { text, headline, year: article.date.year, home: read.home };
        cues.find(&text, words, &mut |topic| count[topic as usize] += 1);
    };
    look(&article.headline, true, &mut count);
    let in_headline = count;
    let (summary, lead) = (&*article.summary, &*article.lead);
    // Often one is the beginning of the other.
    if !lead.starts_with(summary) {
        look(summary, false, &mut count);
    }
    if !(summary.starts_with(lead) && summary.len() > lead.len()) {
        look(lead, false, &mut count);
    }
    say(&count, &in_headline, shown);
}

/// The counts of cues, in words.
fn say(count: &[u32; TOPICS], in_headline: &[u32; TOPICS], shown: &mut Shown) {
    let all = |topic: Topic| count[topic as usize];
    let headline = |topic: Topic| in_headline[topic as usize] > 0;
    let affairs = all(Topic::Affairs);
    for (word, topic) in [
        (Word::Affairs, Topic::Affairs),
        (Word::Letter, Topic::Letter),
        (Word::Editorial, Topic::Editorial),
        (Word::Obituary, Topic::Obituary),
        (Word::Society, Topic::Society),
        (Word::Listing, Topic::Listing),
        (Word::Despatch, Topic::Despatch),
    ] {
        shown.add_if(word, all(topic) > 0);
    }
    for (word, topic, lead) in [
        (Word::Home, Topic::Home, 1),
        (Word::Business, Topic::Business, 1),
        (Word::BusinessFar, Topic::Business, 2),
        (Word::Sport, Topic::Sport, 0),
        (Word::SportFar, Topic::Sport, 2),
        (Word::Culture, Topic::Culture, 1),
        (Word::CultureFar, Topic::Culture, 2),
    ] {
        shown.add_if(word, all(topic) > 0 && all(topic) >= affairs + lead);
    }
    shown.add_if(Word::HeadlineAffairs, headline(Topic::Affairs));
    shown.add_if(Word::HeadlineSport, headline(Topic::Sport));
    shown.add_if(Word::HeadlineCulture, headline(Topic::Culture));
    shown.add_if(Word::HeadlineActor, headline(Topic::Actor));
    if headline(Topic::Actor) {
        shown.add(Word::HeadlineAbroad);
    }
}
