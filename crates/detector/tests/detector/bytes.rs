//! Any bytes as a series, its exposures and a rule; and what must hold of whatever is said of them.
//!
//! The fuzz target of `fuzz/` includes this file, so a crash found there is a row of `any_bytes.rs` as it is.

use groundswell_detector::{
    Cell, Comparison, Judgement, MAX_YEARS, METHODS, MissingPolicy, Null, Opinion, Outcome,
    PeriodMean, Rates, Ratio, Rule, Series, Verdict, bootstrap, chance, combine, judge,
    judge_rates, support,
};

/// Judges what the bytes say by the rule, and as the first of them says as rates, for trust, or by one of the methods.
/// Panics if an answer contradicts itself. `guarded`: by the rule alone, and with its guard, which takes much
/// longer.
pub(crate) fn check(bytes: &[u8], guarded: bool) {
    let mut bytes = Bytes(bytes);
    // One at a time: together they would take a millisecond, and a fuzzer wants many tries.
    let further = usize::from(bytes.byte());
    let rule = bytes.rule();
    let Some((series, span)) = bytes.series() else { return };
    let false_discovery = rule.false_discovery.filter(|_| guarded);
    let rule = Rule { span, false_discovery, ..rule };
    assert!(!rule.id().is_empty() && !rule.sentence().is_empty());
    match judge(&series, &rule) {
        Ok(judgement) => consistent(&judgement, &series, &rule),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
    match further % (METHODS.len() + 2) {
        _ if guarded => {}
        0 => rates(&series, &rule),
        1 => trust(&series, &rule),
        at => {
            let method = &METHODS[at - 2];
            opinions(&method.judge(&series), &series, method.name);
        }
    }
}

/// Bytes to draw numbers from; zeros after their end.
struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
    fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        *first
    }

    fn wide(&mut self) -> u64 {
        (0..8).fold(0, |number, _| number << 8 | u64::from(self.byte()))
    }

    /// Mostly small, sometimes any, sometimes next to the largest.
    fn count(&mut self) -> u64 {
        match self.byte() {
            small @ 0..192 => small.into(),
            shift @ 192..240 => self.wide() >> (shift - 192),
            tens @ 240..250 => 10u64.pow(u32::from(tens - 240) * 2),
            high => u64::MAX / u64::from(self.byte().max(1)) - u64::from(high - 250),
        }
    }

    fn number(&mut self) -> u32 {
        self.count().min(u32::MAX.into()) as u32
    }

    fn ratio(&mut self) -> Ratio {
        Ratio { num: self.number(), den: self.number() }
    }

    fn rule(&mut self) -> Rule {
        let kinds = self.byte();
        let means = [
            PeriodMean::All,
            PeriodMean::LeaveOneOut,
            PeriodMean::ExcludeWaves,
            PeriodMean::Median,
        ];
        Rule {
            recent: self.ratio(),
            period: (kinds & 1 == 0).then(|| self.ratio()),
            comparison: if kinds & 2 == 0 { Comparison::Gt } else { Comparison::Ge },
            missing: if kinds & 4 == 0 { MissingPolicy::Skip } else { MissingPolicy::Zero },
            period_mean: means[usize::from(kinds >> 3 & 3)],
            window: self.number(),
            min_prior: self.number(),
            min_count: if kinds & 32 == 0 { 0 } else { self.count() },
            bridge: if kinds & 64 == 0 { 0 } else { self.number() },
            false_discovery: (kinds & 128 != 0).then(|| self.ratio()),
            ..Rule::published()
        }
    }

    /// A series of the bytes that are left, and a span that mostly has to do with it.
    fn series(&mut self) -> Option<(Series, Option<(i32, i32)>)> {
        let first = match self.byte() {
            0 => i32::MIN,
            1 => i32::MAX - i32::from(self.byte()),
            2 => self.wide() as i32,
            year => 1700 + i32::from(year),
        };
        let (kind, after, length) = (self.byte(), self.byte(), self.number());
        let (mut cells, mut exposures) = (Vec::new(), Vec::new());
        while !self.0.is_empty() {
            let tag = self.byte();
            cells.push(match tag % 8 {
                0 => Cell::Missing,
                1 => Cell::NotPublished,
                2 => Cell::NotApplicable,
                3 => Cell::Partial(self.count()),
                _ => Cell::Observed(self.count()),
            });
            let exposure = if kind & 1 == 0 { None } else { Some(self.count()) };
            exposures.push(exposure.filter(|_| tag < 224));
        }
        let span_first = first.saturating_add(i32::from(after as i8));
        // A long span is only slow; one beyond the limit is refused.
        let length = if (100..100_000).contains(&length) { length % 100 } else { length };
        let span =
            (kind & 2 != 0).then(|| (span_first, span_first.saturating_add_unsigned(length)));
        let series = Series::new(first, cells).ok()?;
        if kind & 1 == 0 {
            return Some((series, span));
        }
        Some((series.with_exposures(exposures).ok()?, span))
    }
}

fn consistent(judgement: &Judgement, series: &Series, rule: &Rule) {
    let (first, last) = rule.span.unwrap_or((series.first_year(), series.last_year()));
    assert_eq!((judgement.first_year, judgement.last_year), (first, last));
    assert!(judgement.verdicts.iter().map(|verdict| verdict.year).eq(first..=last));
    let values = || judgement.verdicts.iter().filter_map(|verdict| verdict.value);
    assert_eq!(judgement.total, values().sum::<u64>());
    let counted = judgement.observed_years + judgement.zero_filled_years;
    assert_eq!(counted as usize, values().count());
    for verdict in &judgement.verdicts {
        assert_eq!(verdict.value, value(series.cell(verdict.year), rule), "{verdict:?}");
        states(verdict);
        conditions(verdict, rule);
    }
    waves(judgement);
}

fn value(cell: Cell, rule: &Rule) -> Option<u64> {
    match rule.missing {
        MissingPolicy::Skip => cell.count(),
        MissingPolicy::Zero => Some(cell.count().unwrap_or(0)),
    }
}

fn states(verdict: &Verdict) {
    let wave = verdict.verdict == Outcome::Wave;
    assert_eq!(verdict.value.is_none(), verdict.verdict == Outcome::Missing, "{verdict:?}");
    assert_eq!(verdict.reason.is_none(), verdict.verdict.is_judged(), "{verdict:?}");
    let distance = verdict.flip_distance;
    assert!(distance.is_none_or(|d| wave && d >= 1 && Some(d) <= verdict.value), "{verdict:?}");
    let floats =
        [verdict.baseline_mean, verdict.period_mean, verdict.times_recent, verdict.times_period];
    assert!(floats.iter().flatten().all(|shown| shown.is_finite()), "{verdict:?}");
}

/// The verdict follows from the integers that it shows.
fn conditions(verdict: &Verdict, rule: &Rule) {
    let Some(count) = verdict.value else { return };
    let holds = |m: Ratio, years: u32, sum: u64| {
        let left = u128::from(m.den) * u128::from(years) * u128::from(count);
        let right = u128::from(m.num) * u128::from(sum);
        if rule.comparison == Comparison::Gt { left > right } else { left >= right }
    };
    let enough = verdict.baseline_years >= rule.min_prior.max(1);
    let recent = enough.then(|| holds(rule.recent, verdict.baseline_years, verdict.baseline_sum));
    assert_eq!(verdict.passes_recent, recent, "{verdict:?}");
    if rule.period_mean != PeriodMean::Median {
        let period = rule.period.map(|m| holds(m, verdict.period_years, verdict.period_sum));
        assert_eq!(verdict.passes_period, period, "{verdict:?}");
    }
    let passes = verdict.passes_recent == Some(true)
        && verdict.passes_period != Some(false)
        && count >= rule.min_count;
    let wave = verdict.verdict == Outcome::Wave;
    let guarded = rule.false_discovery.is_none_or(|share| {
        verdict.tail.is_some_and(|tail| tail.q < f64::from(share.num) / f64::from(share.den))
    });
    assert_eq!(wave, passes && guarded && verdict.verdict.is_judged(), "{verdict:?}");
    let shares = verdict.tail.map_or([0.0; 2], |tail| [tail.p, tail.q]);
    assert!(shares.iter().all(|share| (0.0..=1.0).contains(share)), "{verdict:?}");
}

fn waves(judgement: &Judgement) {
    let flagged = judgement.verdicts.iter().filter(|verdict| verdict.verdict == Outcome::Wave);
    let joined = judgement.waves.iter().flat_map(|wave| wave.years.iter().copied());
    assert!(flagged.map(|verdict| verdict.year).eq(joined));
    for wave in &judgement.waves {
        assert_eq!((Some(&wave.first), Some(&wave.last)), (wave.years.first(), wave.years.last()));
        assert!(wave.years.contains(&wave.peak_year) && wave.excess.is_finite(), "{wave:?}");
        assert!((wave.last..=judgement.last_year).contains(&wave.elevated_until), "{wave:?}");
    }
}

/// Rates are numbers, and their holes are those of the counts and of the exposures.
fn rates(series: &Series, rule: &Rule) {
    let rates = Rates::per(10_000, series);
    for (year, cell) in series.years() {
        let known = cell.count().is_some() && series.exposure(year).is_some_and(|e| e > 0);
        assert_eq!(rates.rate(year).is_some(), known, "{year}");
    }
    let Ok(judgement) = judge_rates(&rates, rule) else { return };
    for verdict in &judgement.verdicts {
        assert_eq!(verdict.rate.is_none(), verdict.verdict == Outcome::Missing, "{verdict:?}");
        let floats = [verdict.rate, verdict.baseline_mean, verdict.period_mean];
        assert!(floats.iter().flatten().all(|rate| rate.is_finite()), "{verdict:?}");
    }
}

/// What is said of trust has a share for every judged year, and no more than all.
fn trust(series: &Series, rule: &Rule) {
    let within = |share: &f64| (0.0..=1.0).contains(share);
    if let Ok(support) = support(series, rule) {
        assert!(support.iter().all(|year| year.flagged <= year.judged && year.judged <= 200));
    }
    if let Ok(shares) = bootstrap(series, rule, 1, 1) {
        assert!(shares.iter().flatten().all(within));
    }
    if let Ok(chance) = chance(series, rule, Null::NegativeBinomial, 1, 1) {
        assert!(chance.years.iter().flatten().all(within) && chance.dispersion.is_finite());
    }
    if let Ok(twice) = combine::sum(&[series.clone(), series.clone()]) {
        let double = |year| twice.cell(year).count() == series.cell(year).count().map(|n| 2 * n);
        assert!(series.years().all(|(year, _)| double(year)));
    }
    assert!(combine::coverage_breaks(std::slice::from_ref(series), 5).len() <= MAX_YEARS);
}

/// A method answers for every year, invents no count, and its score is a number.
fn opinions(opinions: &[Opinion], series: &Series, method: &str) {
    let years = series.years().map(|(year, _)| year);
    assert!(opinions.iter().map(|opinion| opinion.year).eq(years), "{method}");
    for (opinion, (_, cell)) in opinions.iter().zip(series.years()) {
        assert!(opinion.score.is_none_or(f64::is_finite), "{method}: {opinion:?}");
        let silent = cell.count().is_none();
        assert!(!silent || opinion.verdict == Outcome::Missing, "{method}: {opinion:?}");
    }
}
