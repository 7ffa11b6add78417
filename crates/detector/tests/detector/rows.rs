//! States, reasons, flags, waves, warnings and errors, each as a row.
//!
//! A series is written as its counts: `5` observed, `5p` partial, `.` missing, `n` not published, `a` not
//! applicable; `7*10` is ten times `7`. The first year is 1900 unless it says otherwise. A row of outcomes is
//! `w` wave, `-` none, `u` undetermined, `.` missing.

use groundswell_detector::{
    Cell, Comparison, JudgeError, Judgement, MissingPolicy, Outcome, PeriodMean, Ratio, Rule,
    RuleError, Series, SeriesError, judge,
};

pub(crate) fn series(first: i32, counts: &str) -> Series {
    let cells = counts.split_whitespace().flat_map(|word| {
        let (cell, times) = word.split_once('*').unwrap_or((word, "1"));
        std::iter::repeat_n(cell_of(cell), times.parse().unwrap())
    });
    Series::new(first, cells.collect()).unwrap()
}

fn cell_of(word: &str) -> Cell {
    match (word, word.strip_suffix('p')) {
        (".", _) => Cell::Missing,
        ("n", _) => Cell::NotPublished,
        ("a", _) => Cell::NotApplicable,
        (_, Some(partial)) => Cell::Partial(partial.parse().unwrap()),
        (observed, None) => Cell::Observed(observed.parse().unwrap()),
    }
}

fn judged(counts: &str, rule: Rule) -> Judgement {
    judge(&series(1900, counts), &rule).unwrap()
}

fn outcomes(judgement: &Judgement) -> String {
    let letter = |outcome| match outcome {
        Outcome::Wave => 'w',
        Outcome::None => '-',
        Outcome::Undetermined => 'u',
        Outcome::Missing => '.',
    };
    judgement.verdicts.iter().map(|verdict| letter(verdict.verdict)).collect()
}

#[test]
fn outcomes_of_small_series() {
    let published = Rule::published();
    let zero = Rule { missing: MissingPolicy::Zero, ..published };
    let lead = |span| Rule { span: Some(span), ..published };
    let with = |period_mean| Rule { period_mean, ..published };
    let rows = [
        ("the first years cannot be judged", "2*5 9 2*9", published, "uuuuuw---------"),
        ("a tie is no wave", "2*5 3 2*9", published, "uuuuu----------"),
        ("a hole is no zero", "2*5 . 9 2*9", published, "uuuuu.uuuuu-----"),
        ("unless the rule says so", "2*5 . 9 2*9", zero, "uuuuu-w---------"),
        ("a partial year is judged", "2*5 9p 2*9", published, "uuuuuw---------"),
        ("an incomplete last year is not", "2*14 9p", published, "uuuuu---------u"),
        ("nor under the zero policy", "2*14 9p", zero, "uuuuu---------u"),
        ("lead-in years are baseline only", "2*5 9 2*9", lead((1905, 1914)), "w---------"),
        (
            "years after the span are ignored",
            "2*5 9 2*9 99*9",
            lead((1900, 1914)),
            "uuuuuw---------",
        ),
        (
            "years of the span outside the series are holes",
            "2*5 9 2*8",
            lead((1898, 1916)),
            "..uuuuuw--------...",
        ),
        (
            "one prior year is enough if it is",
            "2 9 2*13",
            Rule { min_prior: 1, ..published },
            "uw-------------",
        ),
        (
            "min_prior 0 still needs one",
            "2 9 2*13",
            Rule { min_prior: 0, ..published },
            "uw-------------",
        ),
        (
            "a count below the least is no wave",
            "0*5 3 0*9",
            Rule { min_count: 4, ..published },
            "uuuuu----------",
        ),
        (
            "the least count is enough",
            "0*5 4 0*9",
            Rule { min_count: 4, ..published },
            "uuuuuw---------",
        ),
        // The second peak: 7 < 2 × 53/15, but 7 > 2 × 46/14. 6 < 2 × 46/14, but 6 > 2 × 32/14 and 6 > 2 × 2.
        ("the mean of all years", "2*5 20 2*5 7 2*3", published, "uuuuuw---------"),
        (
            "of the other years",
            "2*5 20 2*5 7 2*3",
            with(PeriodMean::LeaveOneOut),
            "uuuuuw-----w---",
        ),
        (
            "of the other years, not enough",
            "2*5 20 2*5 6 2*3",
            with(PeriodMean::LeaveOneOut),
            "uuuuuw---------",
        ),
        (
            "of the years that are no waves",
            "2*5 20 2*5 6 2*3",
            with(PeriodMean::ExcludeWaves),
            "uuuuuw-----w---",
        ),
        ("the median", "2*5 20 2*5 6 2*3", with(PeriodMean::Median), "uuuuuw-----w---"),
    ];
    for (name, counts, rule, expected) in rows {
        assert_eq!(outcomes(&judged(counts, rule)), expected, "{name}");
    }
}

/// The verdict of one year of a series, as JSON: reason, flags and what it was compared with.
#[test]
fn what_is_said_of_a_year() {
    let published = Rule::published();
    let zero = Rule { missing: MissingPolicy::Zero, ..published };
    let min1 = Rule { min_prior: 1, ..published };
    let rows = [
        (
            "2*5 9 2*9",
            published,
            1904,
            r#""undetermined" "too_few_prior_years" ["short_baseline"]"#,
        ),
        ("2*5 9 2*9", published, 1905, r#""wave" null []"#),
        ("2*5 . 2*9", published, 1905, r#""missing" "missing" []"#),
        ("2*5 n 2*9", published, 1905, r#""missing" "not_published" []"#),
        ("2*5 a 2*9", published, 1905, r#""missing" "not_applicable" []"#),
        ("2*5 n 2*9", zero, 1905, r#""none" null ["zero_filled"]"#),
        ("2*5 n 2*9", zero, 1906, r#""none" null ["zero_filled_baseline"]"#),
        ("2*14 2p", published, 1914, r#""undetermined" "incomplete_last_year" ["partial"]"#),
        ("2*5 9p 2*9", published, 1905, r#""wave" null ["partial"]"#),
        ("2*5 9p 2*9", published, 1906, r#""none" null ["partial_baseline"]"#),
        ("0*5 1 0*9", published, 1905, r#""wave" null ["zero_baseline"]"#),
        ("0*5 0 0*9", published, 1905, r#""none" null []"#),
        ("2*5 . 9 2*9", min1, 1906, r#""wave" null ["short_baseline"]"#),
    ];
    for (counts, rule, year, expected) in rows {
        let judgement = judged(counts, rule);
        let verdict = &judgement.verdicts[(year - 1900) as usize];
        let json = |value| serde_json::to_string(&value).unwrap();
        let (outcome, reason) =
            (json(serde_json::json!(verdict.verdict)), json(serde_json::json!(verdict.reason)));
        let found = format!("{outcome} {reason} {}", json(serde_json::json!(verdict.flags)));
        assert_eq!(found, expected, "{year} of {counts}");
    }
}

/// Each wave as `years peak=year:count excess=… until=… <` and `>` where it is censored.
#[test]
fn waves_of_small_series() {
    let published = Rule::published();
    let bridged = |bridge| Rule { bridge, ..published };
    let rows = [
        ("none", "2*15", published, ""),
        ("one year", "2*6 9 2*9", published, "1906 peak=1906:9 excess=7 until=1906"),
        (
            "next to an undetermined year",
            "2*5 9 2*9",
            published,
            "<1905 peak=1905:9 excess=7 until=1905",
        ),
        (
            "the earliest of equal peaks",
            "2*6 9 9 2*9",
            published,
            "1906,1907 peak=1906:9 excess=12.6 until=1907",
        ),
        (
            "elevated longer than flagged",
            "2*30 40*6 2*30",
            published,
            "1930,1931,1932,1933 peak=1930:40 excess=106.4 until=1935",
        ),
        ("next to a hole", "2*7 9 . 2*9", published, "1907 peak=1907:9 excess=7 until=1907>"),
        ("up to the last year", "2*14 9", published, "1914 peak=1914:9 excess=7 until=1914>"),
        (
            "a hole in between",
            "2*6 9 . 30 2*9",
            Rule { min_prior: 4, bridge: 3, ..published },
            "<1906 peak=1906:9 excess=7 until=1906> <1908 peak=1908:30 excess=26.25 until=1908",
        ),
        (
            "two waves",
            "2*8 9 2 20 2*9",
            published,
            "1908 peak=1908:9 excess=7 until=1908 1910 peak=1910:20 excess=16.6 until=1910",
        ),
        ("bridged", "2*8 9 2 20 2*9", bridged(1), "1908,1910 peak=1910:20 excess=23.6 until=1910"),
        (
            "too far apart to bridge",
            "2*8 9 2*2 20 2*9",
            bridged(1),
            "1908 peak=1908:9 excess=7 until=1908 1911 peak=1911:20 excess=16.6 until=1911",
        ),
        (
            "bridged further",
            "2*8 9 2*2 20 2*9",
            bridged(2),
            "1908,1911 peak=1911:20 excess=23.6 until=1911",
        ),
        (
            "a hole within reach of the bridge",
            "2*6 9 2*8",
            bridged(1),
            "<1906 peak=1906:9 excess=7 until=1906",
        ),
    ];
    for (name, counts, rule, expected) in rows {
        let waves = judged(counts, rule).waves;
        let found: Vec<String> = waves.iter().map(shown).collect();
        assert_eq!(found.join(" "), expected, "{name}");
    }
}

fn shown(wave: &groundswell_detector::Wave) -> String {
    let years: Vec<String> = wave.years.iter().map(ToString::to_string).collect();
    let excess = (wave.excess * 1e6).round() / 1e6;
    let (left, right) =
        (if wave.censored_left { "<" } else { "" }, if wave.censored_right { ">" } else { "" });
    let (peak, count, until) = (wave.peak_year, wave.peak_count, wave.elevated_until);
    format!("{left}{} peak={peak}:{count} excess={excess} until={until}{right}", years.join(","))
}

#[test]
fn warnings_say_what_to_know_first() {
    let zero = Rule { missing: MissingPolicy::Zero, ..Rule::published() };
    let all_waves = Rule {
        comparison: Comparison::Ge,
        period: Some(Ratio { num: 1, den: 1 }),
        recent: Ratio { num: 1, den: 1 },
        period_mean: PeriodMean::ExcludeWaves,
        span: Some((1905, 1939)),
        ..Rule::published()
    };
    let rows = [
        ("2*30", Rule::published(), vec![]),
        ("2*29", Rule::published(), vec!["few_years"]),
        ("2*29 . 2p", Rule::published(), vec!["partial_years"]),
        ("2*29 . 2", zero, vec!["zero_filled"]),
        ("2*9 2p . 2", zero, vec!["few_years", "partial_years", "zero_filled"]),
        ("2*40", all_waves, vec!["nothing_left_to_exclude"]),
    ];
    for (counts, rule, expected) in rows {
        let warnings = judged(counts, rule).warnings;
        let codes: Vec<&str> = warnings.iter().map(groundswell_detector::Warning::code).collect();
        assert_eq!(codes, expected, "{counts}");
    }
}

#[test]
fn holes_are_counted_apart_from_observations() {
    let zero = Rule { missing: MissingPolicy::Zero, ..Rule::published() };
    let rows =
        [("2*10 . n 3p", Rule::published(), (11, 0, 23)), ("2*10 . n 3p", zero, (11, 2, 23))];
    for (counts, rule, expected) in rows {
        let found = judged(counts, rule);
        assert_eq!((found.observed_years, found.zero_filled_years, found.total), expected);
    }
}

#[test]
fn what_cannot_be_judged_says_why() {
    let published = Rule::published();
    let span = |first, last| Rule { span: Some((first, last)), ..published };
    let zero_den = Some(Ratio { num: 2, den: 0 });
    let half = Some(Ratio { num: 1, den: 2 });
    let rows = [
        ("2*9", published, "9 observed years are too few to judge: at least 10 are needed"),
        ("2*9 . n a", published, "9 observed years are too few to judge: at least 10 are needed"),
        ("2*30", span(1900, 1908), "9 observed years are too few to judge: at least 10 are needed"),
        ("2*30", span(1950, 1990), "0 observed years are too few to judge: at least 10 are needed"),
        ("2*30", span(1910, 1900), "the span 1910:1900 ends before it begins"),
        ("2*30", span(1, 100_001), "the span 1:100001 has more than 100000 years"),
        ("2*30", Rule { window: 0, ..published }, "window must be at least 1 year"),
        (
            "2*30",
            Rule { window: 4, ..published },
            "min_prior 5 is more than the window of 4: no year could be judged",
        ),
        ("2*30", Rule { period: zero_den, ..published }, "a multiplier has the denominator 0"),
        (
            "2*30",
            Rule { recent: Ratio { num: 1, den: 0 }, ..published },
            "a multiplier has the denominator 0",
        ),
        (
            "2*30",
            Rule { period: half, period_mean: PeriodMean::ExcludeWaves, ..published },
            "period_mean exclude_waves needs a period multiplier of at least 1",
        ),
    ];
    for (counts, rule, expected) in rows {
        let error = judge(&series(1900, counts), &rule).unwrap_err();
        assert_eq!(error.to_string(), expected);
        assert_eq!(matches!(error, JudgeError::Rule(_)), rule.check().is_err());
    }
    assert_eq!(span(1, 100_000).check(), Ok(()));
    assert_eq!(Rule { window: 0, ..published }.check(), Err(RuleError::EmptyWindow));
}

#[test]
fn what_is_no_series_says_why() {
    let ones = |years| vec![Cell::Observed(1); years];
    let rows = [
        (Series::new(1900, Vec::new()), Err(SeriesError::Empty)),
        (Series::from_years([]), Err(SeriesError::Empty)),
        (
            Series::from_years([(1900, Cell::Missing); 2]),
            Err(SeriesError::DuplicateYear { year: 1900 }),
        ),
        (Series::new(1, ones(100_001)), Err(SeriesError::TooManyYears { years: 100_001 })),
        (
            Series::from_years([(i32::MIN, Cell::Missing), (i32::MAX, Cell::Missing)]),
            Err(SeriesError::TooManyYears { years: 1 << 32 }),
        ),
        (Series::new(i32::MAX, ones(2)), Err(SeriesError::PastLastYear)),
        (
            Series::new(1900, vec![Cell::Observed(u64::MAX), Cell::Partial(1)]),
            Err(SeriesError::TotalTooLarge),
        ),
        (Series::new(1, ones(100_000)), Ok(100_000)),
        (Series::new(i32::MAX, ones(1)), Ok(i32::MAX)),
    ];
    for (found, expected) in rows {
        assert_eq!(found.map(|series| series.last_year()), expected);
    }
}

/// The largest counts there can be, against multipliers as large as they can be: exact, no overflow.
#[test]
fn the_largest_numbers_are_exact() {
    let huge = u64::MAX / 100_000;
    let rule = Rule {
        recent: Ratio { num: u32::MAX, den: u32::MAX - 1 },
        period: None,
        ..Rule::published()
    };
    let mut cells = vec![Cell::Observed(huge); 100_000];
    cells[50_000] = Cell::Observed(huge + huge / u64::from(u32::MAX - 1) + 1);
    cells[50_001] = Cell::Observed(0);
    let judgement = judge(&Series::new(0, cells).unwrap(), &rule).unwrap();
    // The spike by one article; then the years whose baseline the zero is in.
    let waves: Vec<(i32, i32)> =
        judgement.waves.iter().map(|wave| (wave.first, wave.last)).collect();
    assert_eq!(waves, [(50_000, 50_000), (50_002, 50_006)]);
    assert_eq!(judgement.verdicts[50_000].flip_distance, Some(1));
}
