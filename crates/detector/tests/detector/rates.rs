//! Rates are judged as exact fractions would be, and several papers are joined as their table says.

use groundswell_detector::combine::{
    agreement, both, coverage_breaks, highest_rate, leave_one_out, mean_of_rates, standardised, sum,
};
use groundswell_detector::{
    Cell, Flag, Judgement, Outcome, Rates, Rule, Series, Verdict, judge, judge_rates,
};
use proptest::prelude::*;

const HOLE: Cell = Cell::Missing;

fn seen(count: u64) -> Cell {
    Cell::Observed(count)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    /// x/e > 3/2·(Σ xᵢ/eᵢ)/5 with every exposure a divisor of 5040: in whole numbers, without rounding.
    #[test]
    fn a_rate_is_judged_as_its_fraction(
        drawn in prop::collection::vec((0u64..60, prop::sample::select(vec![1u64, 2, 3, 5, 7, 9, 16, 35])), 12..60)
    ) {
        let common = 5040;
        let whole: Vec<u64> = drawn.iter().map(|(count, exposure)| count * (common / exposure)).collect();
        let counts = Series::new(1900, drawn.iter().map(|(count, _)| seen(*count)).collect()).unwrap();
        let counts = counts.with_exposures(drawn.iter().map(|(_, e)| Some(*e)).collect()).unwrap();
        let exact = judge(&Series::new(1900, whole.into_iter().map(seen).collect()).unwrap(), &Rule::published()).unwrap();
        let found = judge_rates(&Rates::per(10_000, &counts), &Rule::published()).unwrap();
        for (found, exact) in found.verdicts.iter().zip(&exact.verdicts) {
            let tie = found.flags.contains(&Flag::Tie);
            prop_assert!(found.verdict == exact.verdict || tie, "{found:?}\n{exact:?}");
            // A tie is said only where the sides are equal: 2·5·x = 3·A or N·x = 2·S.
            let (x, p, a) = (exact.value.unwrap(), u64::from(exact.baseline_years), exact.baseline_sum);
            let (n, s) = (u64::from(exact.period_years), exact.period_sum);
            prop_assert_eq!(tie, (p == 5 && 2 * p * x == 3 * a) || n * x == 2 * s);
        }
    }
}

#[test]
fn min_count_of_a_rate_is_of_its_articles() {
    let cell = |year| seen(if year == 1920 { 4 } else { 1 });
    let series = Series::new(1900, (1900..1940).map(cell).collect()).unwrap();
    let series = series.with_exposures(vec![Some(7); 40]).unwrap();
    let flagged = |min_count| {
        let rule = Rule { min_count, ..Rule::published() };
        let judged = judge_rates(&Rates::per(10_000, &series), &rule).unwrap();
        judged.waves.iter().map(|wave| (wave.peak_year, wave.peak_count)).collect::<Vec<_>>()
    };
    assert_eq!(flagged(4), [(1920, 4)]);
    assert_eq!(flagged(5), []);
}

#[test]
fn a_year_without_exposure_has_no_rate() {
    let series = Series::new(1900, vec![seen(3), seen(0), seen(3), HOLE]).unwrap();
    let series = series.with_exposures(vec![None, Some(10), Some(0), Some(10)]).unwrap();
    let rates = Rates::per(100, &series);
    assert_eq!(
        [1900, 1901, 1902, 1903].map(|year| rates.rate(year)),
        [None, Some(0.0), None, None]
    );
}

#[test]
fn rates_of_any_size_keep_their_digits() {
    for (count, exposure) in [(1, u64::MAX / 2), (u64::MAX / 2, 1), (1, 1), (7, 3)] {
        let series = Series::new(1900, vec![seen(count)]).unwrap();
        let rates = Rates::per(10_000, &series.with_exposures(vec![Some(exposure)]).unwrap());
        let expected = 10_000.0 * count as f64 / exposure as f64;
        let found = rates.rate(1900).unwrap();
        assert!((found / expected - 1.0).abs() < 1e-15, "{count}/{exposure}: {found}");
    }
}

/// Two papers: the second founded in 1901, lost in 1903, on strike in 1904, ended after 1905.
fn papers() -> [Series; 2] {
    let first = Series::new(1900, vec![seen(1), seen(2), seen(3), seen(4), seen(5), seen(6), HOLE])
        .unwrap();
    let second = Series::new(
        1900,
        vec![
            HOLE,
            seen(10),
            Cell::Partial(20),
            HOLE,
            Cell::NotPublished,
            seen(30),
            Cell::NotPublished,
        ],
    );
    let exposures = |each: u64| (0..7).map(|_| Some(each)).collect();
    [
        first.with_exposures(exposures(100)).unwrap(),
        second.unwrap().with_exposures(exposures(400)).unwrap(),
    ]
}

#[test]
fn a_sum_lacks_a_paper_only_where_it_was_due() {
    let summed = sum(&papers()).unwrap();
    let cells: Vec<Cell> = summed.years().map(|(_, cell)| cell).collect();
    let partial = Cell::Partial;
    assert_eq!(cells, [seen(1), seen(12), partial(23), partial(4), seen(5), seen(36), HOLE]);
    let exposures: Vec<_> = summed.years().map(|(year, _)| summed.exposure(year)).collect();
    assert_eq!(exposures, [Some(100), Some(500), Some(500), Some(100), Some(100), Some(500), None]);
}

#[test]
fn rates_weigh_papers_alike() {
    let rates = |joined: Rates| (1900..1907).map(|year| joined.rate(year)).collect::<Vec<_>>();
    let some = |values: [f64; 6]| values.into_iter().map(Some).chain([None]).collect::<Vec<_>>();
    assert_eq!(
        rates(mean_of_rates(100, &papers()).unwrap()),
        some([1.0, 2.25, 4.0, 4.0, 5.0, 6.75])
    );
    assert_eq!(rates(highest_rate(100, &papers()).unwrap()), some([1.0, 2.5, 5.0, 4.0, 5.0, 7.5]));
    // In 1901–1902 the first has the rates 2 and 3 per 100, the second 2.5 and 5.
    let found = rates(standardised((1901, 1902), &papers()).unwrap());
    let (first, second) = (0.5f64.sqrt(), 3.125f64.sqrt());
    let expected = (2.0 / first + 2.5 / second) / 2.0;
    assert!((found[1].unwrap() - expected).abs() < 1e-12);
    assert!((found[3].unwrap() - 4.0 / first).abs() < 1e-12, "only the first paper is there");
}

#[test]
fn without_one_paper_the_other_is_left() {
    let [first, second] = papers();
    let left = leave_one_out(&[first.clone(), second.clone()]).unwrap();
    let cells = |series: &Series| series.years().map(|(_, cell)| cell).collect::<Vec<_>>();
    assert_eq!(cells(&left[1]), cells(&first));
    assert_eq!(left[0].cell(1902), second.cell(1902));
    assert_eq!(leave_one_out(&[first]).unwrap(), []);
}

#[test]
fn breaks_reach_as_far_as_the_window() {
    let steady = Series::new(1850, vec![seen(9); 60]).unwrap();
    let joins = Series::new(1870, vec![seen(9); 40]).unwrap();
    let breaks = coverage_breaks(&[steady.clone(), joins], 5);
    assert_eq!(breaks.into_iter().collect::<Vec<_>>(), (1870..=1875).collect::<Vec<_>>());
    let size = |year| Some(if year < 1880 { 100 } else { 250 });
    let grows = steady.clone().with_exposures((1850..1910).map(size).collect()).unwrap();
    let breaks = coverage_breaks(&[grows], 3);
    assert_eq!(breaks.into_iter().collect::<Vec<_>>(), [1880, 1881, 1882, 1883]);
    assert!(coverage_breaks(&[steady], 5).is_empty());
}

/// Judged years from 1910 on: W wave, n none, ? undetermined, . missing.
fn judged(pattern: &str) -> Judgement {
    let mut judged =
        judge(&Series::new(1900, vec![seen(1); 15]).unwrap(), &Rule::gsp_ts()).unwrap();
    judged.first_year = 1910;
    let said = |(letter, verdict): (char, &Verdict)| {
        let outcome = match letter {
            'W' => Outcome::Wave,
            'n' => Outcome::None,
            '?' => Outcome::Undetermined,
            _ => Outcome::Missing,
        };
        let mut verdict = verdict.clone();
        verdict.verdict = outcome;
        verdict
    };
    judged.verdicts = pattern.chars().zip(&judged.verdicts[10..]).map(said).collect();
    judged
}

/// The papers' verdicts, and what both say together.
#[test]
fn both_means_each_within_a_year() {
    let rows = [
        ("nnWnn", "nnWnn", "nnWnn"),
        ("nnWnn", "nnnWn", "nnWWn"),
        ("nWnnn", "nnnWn", "nnnnn"),
        ("nnWnn", "nnnnn", "nnnnn"),
        // A paper of which nothing is known leaves open what the other sees, and settles nothing else.
        ("nnWnn", "?????", "n???n"),
        ("nnnnn", "?????", "nnnnn"),
        ("nnW.n", ".nWnn", "nnW?n"),
    ];
    for (first, second, expected) in &rows {
        let found = both(&judged("nnnnn"), &[judged(first), judged(second)], 0);
        let letters: String = found
            .verdicts
            .iter()
            .map(|verdict| match verdict.verdict {
                Outcome::Wave => 'W',
                Outcome::None => 'n',
                Outcome::Undetermined => '?',
                Outcome::Missing => '.',
            })
            .collect();
        assert_eq!(letters, *expected, "{first} and {second}");
        assert_eq!(found.waves.is_empty(), !expected.contains('W'));
    }
}

/// A wave of 1912, or of 1911–1913, and whether the paper of these years sees it.
#[test]
fn a_paper_agrees_if_it_flags_a_year_of_the_wave_or_one_beside_it() {
    for (span, paper, expected) in [
        ((1912, 1912), "nnWnn", Some(true)),
        ((1912, 1912), "nWnnn", Some(true)),
        ((1912, 1912), "???W?", Some(true)),
        ((1912, 1912), "WnnnW", Some(false)),
        ((1911, 1913), "WnnnW", Some(true)),
        // Silence is not no: an answer that is not of these years is none.
        ((1912, 1912), "n?.?n", None),
        ((1912, 1912), "n?.nn", Some(false)),
        ((1912, 1912), "n", None),
        ((1912, 1912), "", None),
        ((1911, 1913), ".?.?.", None),
    ] {
        let pattern = if span.0 == span.1 { "nnWnn" } else { "nWWWn" };
        let both_flag = both(&judged("nnnnn"), &[judged(pattern)], 0);
        let wave = &both_flag.waves[0];
        assert_eq!((wave.first, wave.last), span);
        let paper = judged(paper).verdicts;
        let said = paper.iter().map(|verdict| (verdict.year, verdict.verdict));
        assert_eq!(agreement(wave, said), expected, "{span:?}");
    }
}
