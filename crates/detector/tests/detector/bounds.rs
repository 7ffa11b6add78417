//! The largest numbers there can be: exact, no overflow, and no product of 2^114 or more.

use crate::fraction::Fraction;
use groundswell_detector::{
    Cell, Comparison, MAX_YEARS, Outcome, PeriodMean, Ratio, Rule, Series, Verdict, judge,
};
use num_bigint::BigInt;

const LARGEST: Ratio = Ratio { num: u32::MAX, den: u32::MAX };

/// The last of 100,000 years after as many zeros, with the most articles that can be counted.
fn most_after_zeros(rule: Rule) -> Verdict {
    let mut cells = vec![Cell::Observed(0); MAX_YEARS];
    cells[MAX_YEARS - 1] = Cell::Observed(u64::MAX);
    judge(&Series::new(0, cells).unwrap(), &rule).unwrap().verdicts.pop().unwrap()
}

#[test]
fn the_largest_products_there_can_be() {
    let (part, years, count) =
        (BigInt::from(u32::MAX), BigInt::from(MAX_YEARS), BigInt::from(u64::MAX));
    let rows = [
        ("dk·p·x", &part * (&years - 1) * &count, 113),
        ("dm·N·x", &part * &years * &count, 113),
        ("nk·A", &part * &count, 96),
        ("2·dm·x, nm·(twice the median)", 2 * &part * &count, 97),
    ];
    for (product, largest, bits) in rows {
        assert_eq!(largest.bits(), bits, "{product}");
    }
}

/// C1 and C2 at their largest, with every mean. (An overflow would panic here.)
#[test]
fn the_largest_year_after_the_longest_baseline() {
    let means =
        [PeriodMean::All, PeriodMean::LeaveOneOut, PeriodMean::ExcludeWaves, PeriodMean::Median];
    for period_mean in means {
        let (recent, period, window) = (LARGEST, Some(LARGEST), u32::MAX);
        let last =
            most_after_zeros(Rule { recent, period, window, period_mean, ..Rule::published() });
        assert_eq!(last.verdict, Outcome::Wave, "{period_mean:?}");
        assert_eq!(last.flip_distance, Some(u64::MAX), "{period_mean:?}");
        let (years, sum) = (last.baseline_years, last.baseline_sum);
        assert_eq!((years as usize, sum), (MAX_YEARS - 1, 0));
        let bar = Fraction::new(sum, years).times(recent);
        assert_eq!(Fraction::whole(u64::MAX).products(&bar).0.bits(), 113);
    }
}

/// Where the two sides are as large as they get and equal, one article decides.
#[test]
fn a_tie_of_the_largest_numbers() {
    let each = u64::MAX / MAX_YEARS as u64;
    let with_last = |count, rule: Rule| {
        let mut cells = vec![Cell::Observed(each); MAX_YEARS];
        cells[MAX_YEARS - 1] = Cell::Observed(count);
        let judgement = judge(&Series::new(i32::MIN, cells).unwrap(), &rule).unwrap();
        judgement.verdicts.last().unwrap().verdict
    };
    let rule = Rule { recent: LARGEST, period: None, window: u32::MAX, ..Rule::published() };
    let ge = Rule { comparison: Comparison::Ge, ..rule };
    let less = Rule { recent: Ratio { num: u32::MAX - 1, den: u32::MAX }, ..rule };
    // each · (1 − 1/(2³² − 1)) lies strictly between these two.
    let under = each - each / u64::from(u32::MAX) - 1;
    let rows = [
        (each, rule, Outcome::None),
        (each + 1, rule, Outcome::Wave),
        (each, ge, Outcome::Wave),
        (each - 1, ge, Outcome::None),
        (under, less, Outcome::None),
        (under + 1, less, Outcome::Wave),
    ];
    for (count, rule, expected) in rows {
        assert_eq!(with_last(count, rule), expected, "{count} {rule:?}");
    }
}

#[test]
fn the_first_and_the_last_years_there_are() {
    let ten_and_a_peak = |first| {
        let counts = [2u64, 2, 2, 2, 2, 9, 2, 2, 2, 2, 2];
        Series::new(first, counts.map(Cell::Observed).to_vec()).unwrap()
    };
    let last_eleven = i32::MAX - 10;
    let rows = [
        (i32::MIN, None, Some(i32::MIN + 5)),
        (i32::MIN, Some((i32::MIN, i32::MIN + 99_999)), Some(i32::MIN + 5)),
        (last_eleven, None, Some(i32::MAX - 5)),
        (last_eleven, Some((i32::MAX - 99_999, i32::MAX)), Some(i32::MAX - 5)),
    ];
    for (first, span, wave) in rows {
        for window in [5, u32::MAX] {
            let rule = Rule { span, window, ..Rule::published() };
            let judgement = judge(&ten_and_a_peak(first), &rule).unwrap();
            let waves: Vec<i32> = judgement.waves.iter().map(|wave| wave.first).collect();
            assert_eq!(waves, Vec::from_iter(wave), "{first} {span:?} {window}");
        }
    }
}
