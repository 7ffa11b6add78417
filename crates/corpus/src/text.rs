//! Sentences: templates with slots filled by words of the year, and a note of every country named.

use std::collections::BTreeMap;

use crate::rng::Rng;
use crate::tables::{FORMS, KINDS, TOLD};

/// The place and time a text is about, and the countries its words have named so far.
pub(crate) struct Scene {
    pub(crate) country: &'static str,
    pub(crate) year: u16,
    pub(crate) named: Vec<&'static str>,
    /// Slots filled so far: one story has one city, one crowd, one toll.
    filled: BTreeMap<String, String>,
}

impl Scene {
    pub(crate) fn new(country: &'static str, year: u16) -> Self {
        Scene { country, year, named: Vec::new(), filled: BTreeMap::new() }
    }

    /// A text on the topic in the style (`headline`, `index`, `lead`); empty if there is no template for it.
    pub(crate) fn tell(&mut self, topic: &str, style: &str, rng: &mut Rng) -> String {
        let told = TOLD.get(&(topic, style)).into_iter().flatten();
        let templates: Vec<_> = told.filter(|template| template.span.holds(self.year)).collect();
        let Some(template) = rng.pick(&templates) else { return String::new() };
        let (deck, rest) =
            template.text.split_at(template.text.find(';').unwrap_or(template.text.len()));
        let deck_text = self.fill(deck, style, rng);
        let deck_text = if in_capitals(deck) { deck_text.to_uppercase() } else { deck_text };
        capitalised(&(deck_text + &self.fill(rest, style, rng)))
    }

    fn fill(&mut self, template: &str, style: &str, rng: &mut Rng) -> String {
        let mut pieces = template.split('{');
        let mut text = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            let (slot, rest) = piece.split_once('}').unwrap_or((piece, ""));
            let filler = self.filler(slot, rng);
            let bare = style == "headline" || text.is_empty() || text.ends_with("the ");
            let filler =
                filler.strip_prefix("the ").filter(|_| bare && slot.len() == 1).unwrap_or(&filler);
            if (text.ends_with(" a ") || text == "A ")
                && filler.starts_with(['A', 'E', 'I', 'O', 'U', 'a', 'e', 'i', 'o', 'u'])
            {
                text.insert(text.len() - 1, 'n');
            }
            text.push_str(filler);
            text.push_str(rest);
        }
        text
    }

    fn filler(&mut self, slot: &str, rng: &mut Rng) -> String {
        let kind = if slot.len() == 1 { slot.to_owned() } else { slot.to_lowercase() };
        let filler = match self.filled.get(&kind) {
            Some(filler) => filler.clone(),
            None => self.draw(&kind, rng),
        };
        self.filled.insert(kind, filler.clone());
        if slot.len() > 1 && slot.starts_with(char::is_uppercase) {
            title_case(&filler)
        } else {
            filler
        }
    }

    fn draw(&mut self, kind: &str, rng: &mut Rng) -> String {
        match kind {
            "N" => rng.between(2, 19).to_string(),
            "H" => (rng.between(2, 94) * 10).to_string(),
            "C" => self.name(self.country, "name", rng),
            "D" => self.name(self.country, "adjective", rng),
            "P" => form(self.country, "city", self.year, rng).to_owned(),
            "O" => {
                let other = form(self.country, "neighbour", self.year, rng);
                self.name(other, "name", rng)
            }
            _ => word(kind, self.year, rng).to_owned(),
        }
    }

    fn name(&mut self, country: &'static str, kind: &str, rng: &mut Rng) -> String {
        if !self.named.contains(&country) {
            self.named.push(country);
        }
        form(country, kind, self.year, rng).to_owned()
    }
}

/// A form of the country in use that year; empty if the table has none.
pub(crate) fn form(country: &str, kind: &str, year: u16, rng: &mut Rng) -> &'static str {
    let rows = FORMS.get(&(country, kind)).into_iter().flatten();
    let forms: Vec<&'static str> = rows.filter(|n| n.span.holds(year)).map(|n| n.form).collect();
    rng.pick(&forms).copied().unwrap_or_default()
}

/// A word of the kind in use that year; empty if the table has none.
pub(crate) fn word(kind: &str, year: u16, rng: &mut Rng) -> &'static str {
    let rows = KINDS.get(&(kind, "")).into_iter().flatten();
    let words: Vec<&'static str> = rows.filter(|w| w.span.holds(year)).map(|w| w.text).collect();
    rng.pick(&words).copied().unwrap_or_default()
}

/// `{Crowd}` asks for capitals at each longer word, `{crowd}` does not.
fn title_case(text: &str) -> String {
    let small = ["of", "the", "a", "an", "in", "at", "on", "by"];
    let cased =
        text.split(' ').map(|w| if small.contains(&w) { w.to_owned() } else { capitalised(w) });
    cased.collect::<Vec<_>>().join(" ")
}

/// The text with its first letter in capitals.
pub(crate) fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// Whether the letters outside the slots are all capitals.
fn in_capitals(template: &str) -> bool {
    let outside: Vec<&str> =
        template.split('{').map(|p| p.split_once('}').map_or(p, |(_, rest)| rest)).collect();
    let letters = || outside.iter().flat_map(|piece| piece.chars()).filter(|c| c.is_alphabetic());
    letters().count() > 1 && letters().all(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scene_notes_the_countries_it_names() {
        let mut scene = Scene::new("CHL", 1880);
        let text = scene.fill("{C} AND {D} and {P}", "lead", &mut Rng::of(&[1]));
        assert!(text.starts_with("Chili AND Chilian and "), "{text}");
        assert_eq!(scene.named, ["CHL"]);
    }

    #[test]
    fn the_article_is_dropped_in_headlines() {
        let mut scene = Scene::new("RUS", 1950);
        let text = scene.fill("IN {C}", "lead", &mut Rng::of(&[4]));
        assert!(text == "IN the Soviet Union" || text == "IN the U.S.S.R.", "{text}");
        let texts = [scene.fill("IN {C}", "headline", &mut Rng::of(&[4]))];
        assert!(
            texts.iter().all(|t| t.starts_with("IN ")) && texts.iter().all(|t| !t.contains("the "))
        );
    }

    #[test]
    fn capitals_are_seen_outside_slots_only() {
        let check = |template, expected| assert_eq!(in_capitals(template), expected, "{template}");
        check("{N} DIE IN {Where}", true);
        check("{C}: {Crowd} End Strike", false);
        check("{C}", false);
    }
}
