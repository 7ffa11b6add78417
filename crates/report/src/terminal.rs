//! What `groundswell waves` prints: a line a wave, a sparkline a country.

use crate::escape::{columns, one_line, shorten, wrap};
use crate::findings::{Country, Findings, SeriesOf, Study, Wave, Year};
use crate::number::{grouped, short, times};
use crate::seen::{Seen, Tally, faces, shown};
use crate::{trust, words};

/// The narrowest table that can be read; a smaller width is taken for this one.
pub(crate) const NARROWEST: usize = 48;

/// The waves of every country as plain text, no line wider than `width` columns (at least 48).
///
/// `colour` adds ANSI colours; without it the text has no control character but the line feed, whatever the names hold.
pub fn waves_table(findings: &Findings, width: usize, colour: bool) -> String {
    let page = Page {
        study: &findings.study,
        width: width.max(NARROWEST),
        ink: Ink { colour },
        supported: width >= 80 && findings.countries.iter().any(supported),
    };
    let mut lines = page.head();
    for country in &findings.countries {
        lines.push(String::new());
        for (study, face) in faces(&findings.study, country) {
            lines.extend(page.country(&study, &face));
        }
    }
    lines.push(String::new());
    lines.extend(page.foot());
    lines.join("\n") + "\n"
}

/// wave, peak year, peak count (or the rate judged), × recent, × period, excess, support, remark.
const CELLS: usize = 8;
/// The place of the support; what was not computed is left out first.
const SUPPORT: usize = 6;

struct Page<'a> {
    study: &'a Study,
    width: usize,
    ink: Ink,
    /// Whether there is room for the support, and any series has it.
    supported: bool,
}

/// ANSI colours, or none.
pub(crate) struct Ink {
    pub(crate) colour: bool,
}

impl Ink {
    pub(crate) fn bold(&self, text: &str) -> String {
        self.with("1", text)
    }

    pub(crate) fn faint(&self, text: &str) -> String {
        self.with("2", text)
    }

    pub(crate) fn wave(&self, text: &str) -> String {
        self.with("33", text)
    }

    fn with(&self, code: &str, text: &str) -> String {
        if self.colour { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}

impl Page<'_> {
    fn head(&self) -> Vec<String> {
        let study = self.study;
        let mut lines = vec![self.ink.bold(&shorten(&one_line(&study.title), self.width))];
        let papers = words::newspapers(study);
        let period = words::span(study.first_year, study.last_year);
        let counted = words::what_is_counted(study);
        lines.extend(wrap(&one_line(&format!("{counted}, in {papers}, {period}.")), self.width));
        lines
    }

    fn country(&self, study: &Study, country: &Country) -> Vec<String> {
        let mut name = one_line(&format!("{} ({})", country.label, country.code));
        if study.newspapers.len() < self.study.newspapers.len() {
            name += &one_line(&format!(", {} only", words::newspapers(study)));
        }
        let name = self.ink.bold(&shorten(&name, self.width));
        let Some(series) = shown(country) else {
            let error = country.error.as_deref().unwrap_or("there is no series");
            return [vec![name], self.remark(&format!("not judged: {error}"))].concat();
        };
        let mut lines = vec![name];
        lines.extend(self.sparkline(series));
        let error = country.error.as_ref().or(series.error.as_ref());
        match error {
            Some(error) => lines.extend(self.remark(&format!("not judged: {error}"))),
            None if series.waves.is_empty() => lines.push(format!("  {}", words::no_wave(series))),
            None => lines.extend(self.waves(series)),
        }
        for warning in &series.warnings {
            lines.extend(self.remark(&format!("warning: {warning}")));
        }
        let tally = Tally::of(series.years.iter().map(Seen::of));
        let tally = tally.sentence(&self.study.measure);
        let not_judged = words::not_judged(series).filter(|_| error.is_none());
        let judged = words::judged(self.study, series).filter(|_| error.is_none());
        let all: Vec<String> = [tally].into_iter().chain(not_judged).chain(judged).collect();
        lines.extend(self.remark(&all.join("; ")));
        lines
    }

    fn remark(&self, text: &str) -> Vec<String> {
        let lines = wrap(&one_line(text), self.width - 2);
        lines.iter().map(|line| format!("  {}", self.ink.faint(line))).collect()
    }

    fn waves(&self, series: &SeriesOf) -> Vec<String> {
        let rate = words::rate(self.study, series);
        let counted = rate.unwrap_or(&self.study.measure);
        let known = series.waves.iter().any(|wave| trust::support(series, wave).is_some());
        let support = if known { "support" } else { "" };
        let head = ["wave", "peak", counted, "× recent", "× period", "excess", support, ""];
        let mut table: Vec<[String; CELLS]> = vec![head.map(one_line)];
        table.extend(series.waves.iter().map(|wave| cells(series, wave, rate.is_some())));
        let widths: [usize; CELLS] =
            std::array::from_fn(|at| table.iter().map(|row| columns(&row[at])).max().unwrap_or(0));
        let shown = fitting(&widths, self.width - 2);
        let line = |(place, row): (usize, &[String; CELLS])| {
            let cells: Vec<String> =
                shown.iter().map(|at| aligned(*at, &row[*at], widths[*at])).collect();
            let text = shorten(cells.join("  ").trim_end(), self.width - 2);
            let span = &row[0];
            match text.strip_prefix(span.as_str()) {
                Some(rest) if place > 0 => format!("  {}{rest}", self.ink.wave(span)),
                _ => format!("  {}", self.ink.faint(&text)),
            }
        };
        table.iter().enumerate().map(line).collect()
    }

    /// The highest count of each few years as a block, from the first year to the last; `·` where nobody could look.
    fn sparkline(&self, series: &SeriesOf) -> Option<String> {
        let (first, last) = (series.years.first()?.year, series.years.last()?.year);
        let ends = columns(&first.to_string()) + columns(&last.to_string()) + 4;
        let room = self.width.saturating_sub(ends).clamp(1, series.years.len());
        let bin = series.years.len().div_ceil(room);
        let highest = series.years.iter().filter_map(|year| Seen::of(year).count()).max()?;
        let blocks: String =
            series.years.chunks(bin).map(|years| self.block(years, highest)).collect();
        Some(format!("  {first} {blocks} {last}"))
    }

    fn block(&self, years: &[Year], highest: u64) -> String {
        const BLOCKS: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
        let wave = years.iter().any(|year| year.verdict == "wave");
        let hole = years.iter().any(|year| Seen::of(year).count().is_none());
        let count = years.iter().filter_map(|year| Seen::of(year).count()).max();
        // A hole among the years of a block is shown, unless it would hide a wave.
        let Some(count) = count.filter(|_| wave || !hole) else {
            return self.ink.faint("·");
        };
        let height = u128::from(count) * 7 / u128::from(highest.max(1));
        let block =
            usize::try_from(height).ok().and_then(|height| BLOCKS.get(height)).unwrap_or(&"█");
        if wave { self.ink.wave(block) } else { (*block).to_owned() }
    }

    fn foot(&self) -> Vec<String> {
        let study = self.study;
        let mut lines = stated(study);
        lines.push(format!(
            "… at an end: the year beside it could not be judged. fragile (n): n {} fewer unflag a year.",
            study.measure
        ));
        if self.supported {
            lines.push(
                "support: share of 200 settings of the rule's numbers that flag the peak year."
                    .to_owned(),
            );
        }
        lines.extend(study.notes.iter().map(|note| format!("Note: {note}")));
        lines.iter().flat_map(|line| wrap(&one_line(line), self.width)).collect()
    }
}

/// The rule, the choices and the source, a paragraph each.
pub(crate) fn stated(study: &Study) -> Vec<String> {
    vec![
        format!("Rule {}: {}", study.rule, study.rule_sentence),
        words::choices_line(study),
        format!("Source: {}", study.source_line),
    ]
}

fn supported(country: &Country) -> bool {
    let known =
        |series: &SeriesOf| series.waves.iter().any(|wave| trust::support(series, wave).is_some());
    shown(country).is_some_and(known)
}

fn cells(series: &SeriesOf, wave: &Wave, rate: bool) -> [String; CELLS] {
    let peak = trust::peak(series, wave);
    [
        words::wave_span(wave),
        wave.peak_year.to_string(),
        match rate {
            true => times(peak.and_then(|year| year.value)),
            false => grouped(u128::from(wave.peak_count)),
        },
        times(wave.times_recent),
        times(wave.times_period),
        short(wave.excess),
        trust::support(series, wave).unwrap_or_default(),
        words::doubts(series, wave).join(", "),
    ]
}

/// The columns that fit: first the support is left out, then the excess, then the ratios, then the peak year.
fn fitting(widths: &[usize; CELLS], room: usize) -> Vec<usize> {
    let mut shown: Vec<usize> = (0..CELLS).filter(|at| *at != SUPPORT || widths[*at] > 0).collect();
    for least in [SUPPORT, 5, 4, 3, 1] {
        let total: usize = shown.iter().map(|at| widths[*at] + 2).sum();
        if total <= room + 2 {
            break;
        }
        shown.retain(|at| *at != least);
    }
    shown
}

/// The first column and the remark to the left, numbers to the right.
fn aligned(place: usize, cell: &str, width: usize) -> String {
    let blanks = " ".repeat(width.saturating_sub(columns(cell)));
    if matches!(place, 0 | 7) { format!("{cell}{blanks}") } else { format!("{blanks}{cell}") }
}
