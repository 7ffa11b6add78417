//! How far to trust a wave, in words: other settings, the same years as rates, what chance would flag.

use crate::findings::{Era, Robustness, SeriesOf, Study, Wave, Year};
use crate::number::{percent, short};
use crate::words;

/// The verdicts on another measure of the same years.
type Verdict = fn(&Year) -> &str;

/// The verdict on the rate of a year.
pub(crate) fn per_10000(year: &Year) -> &str {
    &year.per_10000_verdict
}

/// The verdict on the count a whole year would have had.
pub(crate) fn annualised(year: &Year) -> &str {
    &year.annualised_verdict
}

/// The wave's highest year. None: the series says nothing of it.
pub(crate) fn peak<'a>(series: &'a SeriesOf, wave: &Wave) -> Option<&'a Year> {
    series.years.iter().find(|year| year.year == wave.peak_year)
}

/// How many of the wave's years are wave years by the other verdict. None: it has an answer for none of them.
pub(crate) fn also(series: &SeriesOf, wave: &Wave, other: Verdict) -> Option<usize> {
    let years = series.years.iter().filter(|year| wave.years.contains(&year.year));
    let judged: Vec<&str> = years.map(other).filter(|word| answers(word)).collect();
    (!judged.is_empty()).then(|| judged.iter().filter(|word| **word == "wave").count())
}

/// "82 %": the share of 200 settings that flag the wave's peak year. None: not known.
pub(crate) fn support(series: &SeriesOf, wave: &Wave) -> Option<String> {
    percent(peak(series, wave)?.support)
}

/// The other verdicts side by side with those on counts, a sentence or two each; none where they were not judged, or
/// where the series itself is judged on something else than counts.
pub(crate) fn disagreements(study: &Study, series: &SeriesOf) -> Vec<String> {
    if words::rate(study, series).is_some() {
        return Vec::new();
    }
    let whole = "when annualised (12 × count ÷ months held)";
    [against(series, "per 10,000 international articles", "per 10,000", per_10000)]
        .into_iter()
        .chain([against(series, whole, "when annualised", annualised)])
        .flatten()
        .collect()
}

fn against(series: &SeriesOf, name: &str, brief: &str, other: Verdict) -> Option<String> {
    let years = |holds: &dyn Fn(&str, &str) -> bool| -> Vec<i32> {
        let holding = series.years.iter().filter(|year| holds(&year.verdict, other(year)));
        holding.map(|year| year.year).collect()
    };
    if years(&|_, other| answers(other)).is_empty() {
        return None;
    }
    let both = years(&|own, other| own == "wave" && other == "wave");
    let counts_only = years(&|own, other| own == "wave" && other == "none");
    let unknown = years(&|own, other| own == "wave" && !answers(other));
    let other_only = years(&|own, other| own != "wave" && other == "wave");
    let mut sentences = Vec::new();
    if !counts_only.is_empty() {
        sentences.push(format!("Wave in counts but not {name}: {}.", runs(&counts_only)));
    }
    if !other_only.is_empty() {
        sentences.push(format!("Wave {brief} but not in counts: {}.", runs(&other_only)));
    }
    if !unknown.is_empty() {
        sentences.push(format!("Wave in counts, not judged {brief}: {}.", runs(&unknown)));
    }
    if sentences.is_empty() {
        sentences.push(match both.len() {
            0 => format!("No wave {name} either."),
            1 => format!("The same wave year {name}."),
            _ => format!("The same wave years {name}."),
        });
    }
    Some(sentences.join(" "))
}

fn answers(verdict: &str) -> bool {
    matches!(verdict, "wave" | "none")
}

/// "1891, 1931–1932": ascending years as runs.
pub(crate) fn runs(years: &[i32]) -> String {
    let run = |run: &[i32]| match run {
        [first, .., last] => words::span(*first, *last),
        only => only.iter().map(i32::to_string).collect(),
    };
    let runs = years.chunk_by(|a, b| a.checked_add(1) == Some(*b));
    runs.map(run).collect::<Vec<_>>().join(", ")
}

/// "The rule flags 7 years. Chance alone would flag …": only what is known. None: nothing was computed.
pub(crate) fn chance(study: &Study, series: &SeriesOf) -> Option<String> {
    let robustness = series.robustness.as_ref()?;
    let known = [by_chance(study, robustness), by_newshole(robustness)];
    let known: Vec<String> = known.into_iter().flatten().collect();
    if known.is_empty() {
        return None;
    }
    let flagged = match robustness.flagged {
        1 => "The rule flags 1 year.".to_owned(),
        years => format!("The rule flags {years} years."),
    };
    let means = match robustness.replicates {
        0 | 1 => String::new(),
        replicates => format!(" Means of {replicates} simulations."),
    };
    Some(format!("{flagged} {}{means}", known.join(" ")))
}

/// "Chance alone would flag 0.4 if articles came independently, 3.1 if they came in bunches."
fn by_chance(study: &Study, robustness: &Robustness) -> Option<String> {
    let alone = expected(robustness.by_chance);
    let bunched = expected(robustness.by_chance_bunched);
    let alone = alone.map(|years| format!("{years} if {} came independently", study.measure));
    let bunched = bunched.map(|years| format!("{years} if they came in bunches"));
    let known: Vec<String> = [alone, bunched].into_iter().flatten().collect();
    (!known.is_empty()).then(|| format!("Chance alone would flag {}.", known.join(", ")))
}

/// "The size of the paper alone, at a constant true rate, would flag 2.2: 1850–1928 0.3 (flagged: 1), …"
fn by_newshole(robustness: &Robustness) -> Option<String> {
    let all = expected(robustness.by_newshole?)?;
    let era = |era: &Era| {
        let span = words::span(era.first, era.last);
        Some(format!("{span} {} (flagged: {})", expected(era.by_newshole?)?, era.flagged))
    };
    let eras: Vec<String> = robustness.eras.iter().filter_map(era).collect();
    let eras = if eras.is_empty() { String::new() } else { format!(": {}", eras.join(", ")) };
    Some(format!("The size of the paper alone, at a constant true rate, would flag {all}{eras}."))
}

/// A mean number of years; rare is not never. None: not known.
fn expected(years: f64) -> Option<String> {
    let known = years.is_finite() && years >= 0.0;
    let rare = years > 0.0 && years < 0.05;
    known.then(|| if rare { "under 0.1".to_owned() } else { short(years) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(verdicts: &[(&str, &str)]) -> SeriesOf {
        let year = |(at, (own, rate)): (i32, &(&str, &str))| Year {
            year: at,
            verdict: (*own).into(),
            per_10000_verdict: (*rate).into(),
            ..Year::default()
        };
        let years = (1901..).zip(verdicts).map(year).collect();
        SeriesOf { years, ..SeriesOf::default() }
    }

    #[test]
    fn counts_and_rates_side_by_side() {
        const NAME: &str = "per 10,000 international articles";
        type Row<'a> = (&'a [(&'a str, &'a str)], Option<String>);
        let rows: [Row<'_>; 7] = [
            (&[("wave", ""), ("none", "")], None),
            (&[("wave", "undetermined")], None),
            (&[("none", "none")], Some(format!("No wave {NAME} either."))),
            (&[("wave", "wave"), ("none", "none")], Some(format!("The same wave year {NAME}."))),
            (&[("wave", "wave"); 2], Some(format!("The same wave years {NAME}."))),
            (
                &[("wave", "none"), ("wave", "none"), ("none", "wave"), ("undetermined", "wave")],
                Some(format!(
                    "Wave in counts but not {NAME}: 1901–1902. \
                     Wave per 10,000 but not in counts: 1903–1904."
                )),
            ),
            (
                &[("wave", "missing"), ("none", "none")],
                Some("Wave in counts, not judged per 10,000: 1901.".into()),
            ),
        ];
        for (verdicts, expected) in rows {
            let sentences = disagreements(&Study::default(), &series(verdicts));
            assert_eq!(sentences.first().cloned(), expected, "{verdicts:?}");
        }
    }

    #[test]
    fn years_of_a_wave_that_are_waves_as_rates_too() {
        let wave = Wave { years: vec![1901, 1902], ..Wave::default() };
        for (verdicts, expected) in [
            ([("wave", ""), ("wave", "missing")], None),
            ([("wave", "none"), ("wave", "undetermined")], Some(0)),
            ([("wave", "none"), ("wave", "wave")], Some(1)),
            ([("wave", "wave"), ("wave", "wave")], Some(2)),
        ] {
            assert_eq!(also(&series(&verdicts), &wave, per_10000), expected, "{verdicts:?}");
        }
    }

    #[test]
    fn what_chance_would_flag() {
        let study = Study { measure: "articles".into(), ..Study::default() };
        let era = |first, last, flagged, by_newshole| Era { first, last, flagged, by_newshole };
        let eras = vec![era(1850, 1928, 1, Some(0.3)), era(1929, 1973, 5, None)];
        let known = Robustness {
            flagged: 7,
            by_chance: 0.4,
            by_chance_bunched: 3.1,
            by_newshole: Some(2.2),
            eras,
            replicates: 500,
        };
        let unknown = Robustness {
            flagged: 1,
            by_chance: 0.004,
            by_chance_bunched: f64::NAN,
            by_newshole: None,
            eras: Vec::new(),
            replicates: 0,
        };
        let nothing = Robustness { by_chance: f64::NAN, ..unknown.clone() };
        for (robustness, expected) in [
            (
                Some(known),
                Some(
                    "The rule flags 7 years. Chance alone would flag 0.4 if articles came \
                     independently, 3.1 if they came in bunches. The size of the paper alone, at \
                     a constant true rate, would flag 2.2: 1850–1928 0.3 (flagged: 1). Means of \
                     500 simulations.",
                ),
            ),
            (
                Some(unknown),
                Some(
                    "The rule flags 1 year. Chance alone would flag under 0.1 if articles came \
                     independently.",
                ),
            ),
            (Some(nothing), None),
            (None, None),
        ] {
            let series = SeriesOf { robustness, ..SeriesOf::default() };
            assert_eq!(chance(&study, &series).as_deref(), expected);
        }
    }
}
