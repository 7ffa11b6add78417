//! Support, chance, bootstrap and breaks: against the plain rule put many times, and against known figures.

use groundswell_detector::{
    Cell, Comparison, Null, Outcome, PERIODS, PeriodMean, RECENTS, Rule, Series, WINDOWS,
    bootstrap, chance, judge, regime_breaks, support, world,
};

/// 168 years around a mean, by the counts' last digits and not by chance; a wave in 1911 and some holes.
fn series(mean: u64) -> Series {
    let cell = |year: i32| match year {
        1859 | 1923 | 1978 => Cell::Missing,
        1911..=1913 => Cell::Observed(3 * mean),
        1940 => Cell::Partial(mean),
        _ => Cell::Observed(mean + u64::from(year.unsigned_abs() * 7919 % 13) * mean / 20),
    };
    Series::from_years((1850..2018).map(|year| (year, cell(year)))).unwrap()
}

#[test]
fn support_is_the_rule_put_two_hundred_times() {
    let means =
        [PeriodMean::All, PeriodMean::LeaveOneOut, PeriodMean::Median, PeriodMean::ExcludeWaves];
    for (mean, period_mean) in [3, 20, 400].into_iter().zip(means.into_iter().cycle().skip(1)) {
        let series = series(mean);
        let rule = Rule { period_mean, span: Some((1855, 2017)), ..Rule::published() };
        let found = support(&series, &rule).unwrap();
        let mut expected = vec![(0, 0); found.len()];
        for (k, m, w) in RECENTS
            .iter()
            .flat_map(|k| PERIODS.iter().map(move |m| (k, m)))
            .flat_map(|(k, m)| WINDOWS.iter().map(move |w| (k, m, w)))
        {
            let rule = Rule { recent: *k, period: *m, window: *w, min_prior: 5.min(*w), ..rule };
            for (tally, verdict) in expected.iter_mut().zip(judge(&series, &rule).unwrap().verdicts)
            {
                tally.0 += u32::from(verdict.verdict == Outcome::Wave);
                tally.1 += u32::from(verdict.verdict.is_judged());
            }
        }
        let found: Vec<_> = found.iter().map(|support| (support.flagged, support.judged)).collect();
        assert_eq!(found, expected);
        let split = |(flagged, _): &(u32, u32)| (1..200).contains(flagged);
        assert!(found.iter().any(split), "a grid that never disagrees tells nothing");
    }
}

/// The figures of independent simulations: (mean a year, years flagged by chance in 168).
#[test]
fn chance_flags_are_those_of_independent_simulations() {
    for (mean, expected, within) in [(1, 23.4, 1.0), (5, 3.4, 0.4), (10, 0.4, 0.15)] {
        let flat = Series::new(1850, vec![Cell::Observed(mean); 168]).unwrap();
        let found = chance(&flat, &Rule::published(), Null::Poisson, 600, 1).unwrap();
        assert!((found.expected - expected).abs() < within, "mean {mean}: {}", found.expected);
        assert_eq!(found.years[..5], [None; 5], "years without a full baseline");
    }
}

#[test]
fn the_same_seed_gives_the_same_figures_and_holes_stay_holes() {
    let series = series(6);
    let with =
        |seed| chance(&series, &Rule::published(), Null::NegativeBinomial, 50, seed).unwrap();
    assert_eq!(with(7), with(7));
    assert_ne!(with(7), with(8));
    let shares = bootstrap(&series, &Rule::published(), 50, 7).unwrap();
    for year in [1859, 1923, 1978] {
        assert_eq!(with(7).years[year - 1850], None);
        assert_eq!(shares[year - 1850], None);
    }
}

#[test]
fn a_paper_that_grows_and_shrinks_makes_waves_of_its_own() {
    let size = |year: i32| if (1929..1974).contains(&year) { 3 * 4_000 } else { 4_000 };
    let exposures = (1850..2018).map(|year| Some(size(year))).collect();
    let flat = Series::new(1850, vec![Cell::Observed(20); 168]).unwrap();
    let flat = flat.with_exposures(exposures).unwrap();
    let newshole = chance(&flat, &Rule::gsp_wlg(), Null::Newshole, 300, 1).unwrap();
    let step = newshole.years[1929 - 1850].unwrap();
    let before = newshole.years[1928 - 1850].unwrap();
    assert!(step > 0.9 && before < 0.1, "{step} {before}");
}

/// A large wave survives any luck of articles; one that a single article decides does not.
#[test]
fn the_bootstrap_tells_sure_from_unsure() {
    let cell = |year| {
        Cell::Observed(match year {
            1900 => 400,
            1950 => 101,
            _ => 50,
        })
    };
    let series = Series::new(1850, (1850..2018).map(cell).collect()).unwrap();
    let rule = Rule { period: None, ..Rule::published() };
    let rule = Rule { recent: groundswell_detector::Ratio { num: 2, den: 1 }, ..rule };
    let shares = bootstrap(&series, &rule, 400, 3).unwrap();
    assert_eq!(shares[50], Some(1.0));
    assert!((0.3..0.7).contains(&shares[100].unwrap()), "{:?}", shares[100]);
}

#[test]
fn breaks_are_lasting_doublings_and_halvings() {
    let seen = |_| Cell::Observed(9);
    let part = |year| if year >= 1990 { Cell::Partial(3) } else { Cell::Observed(9) };
    let paper = |cell: fn(i32) -> Cell, of: fn(i32) -> Option<u64>| {
        let series = Series::new(1850, (1850..2018).map(cell).collect()).unwrap();
        series.with_exposures((1850..2018).map(of).collect()).unwrap()
    };
    let years = |of| paper(seen, of);
    let rows: [(Series, &[i32]); 8] = [
        (years(|_| Some(1_000)), &[]),
        (years(|y| Some(if y < 1914 { 3_813 } else { 7_626 })), &[1914]),
        (years(|y| Some(if y < 1914 { 3_813 } else { 7_500 })), &[]),
        (years(|y| Some(if y == 1914 { 50_000 } else { 4_000 })), &[]),
        (years(|y| (y % 4 > 0).then_some(if y < 1981 { 9_000 } else { 3_000 })), &[1981]),
        (
            years(|y| {
                Some(match y {
                    1850..1900 => 1_000,
                    1900..1960 => 5_000,
                    _ => 0,
                })
            }),
            &[1900],
        ),
        // Of half a year half the articles are seen: that is no break, and what is known of it no denominator.
        (paper(part, |y| Some(if y < 1990 { 4_000 } else { 1_900 })), &[]),
        (Series::new(1850, vec![seen(0); 168]).unwrap(), &[]),
    ];
    for (row, (paper, expected)) in rows.into_iter().enumerate() {
        let found: Vec<i32> = regime_breaks(&paper).iter().map(|found| found.year).collect();
        assert_eq!(found, expected, "row {row}");
    }
}

#[test]
fn the_world_is_counted_country_by_country() {
    let (quiet, loud) = (series(20), {
        let cell = |year| Cell::Observed(if year == 1911 { 90 } else { 20 });
        Series::new(1900, (1900..2018).map(cell).collect()).unwrap()
    });
    let judged = [quiet, loud].map(|series| judge(&series, &Rule::published()).unwrap());
    let world = world(&judged);
    let of = |year: i32| {
        let year = world.iter().find(|found| found.year == year).unwrap();
        (year.waves, year.judged, year.counted, year.share())
    };
    assert_eq!(of(1911), (2, 2, 2, Some(1.0)));
    assert_eq!(of(1903), (0, 1, 2, Some(0.0)));
    assert_eq!(of(1859), (0, 0, 0, None));
    assert_eq!(world.len(), 168);
}

/// Ten articles a year and a hole in 1905; under ≥ a hole taken for zero after zeros would even be a wave.
#[test]
fn a_hole_taken_for_zero_is_no_answer_of_the_world() {
    let series = |count: u64| {
        let cell = |year| if year == 1905 { Cell::Missing } else { Cell::Observed(count) };
        Series::new(1900, (1900..1930).map(cell).collect()).unwrap()
    };
    let rule = Rule { comparison: Comparison::Ge, ..Rule::gsp_ts() };
    let judged = [series(10), series(0)].map(|series| judge(&series, &rule).unwrap());
    assert_eq!(judged[1].verdicts[5].verdict, Outcome::Wave);
    let year = |year: usize| (world(&judged)[year].waves, world(&judged)[year].counted);
    assert_eq!((world(&judged)[5].judged, world(&judged)[5].share()), (0, None));
    assert_eq!((year(4), year(5), year(6)), ((1, 2), (0, 0), (1, 2)));
}
