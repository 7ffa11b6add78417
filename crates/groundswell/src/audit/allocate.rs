//! How many pairs of each stratum are drawn.
//!
//! Half of the sample goes to hits, on which precision rests, three eighths to near-misses, on which
//! recall rests, one eighth to silent articles, which keep recall from being flattered. Within a class
//! strata get their share in proportion to their size (proportional allocation, Cochran 1977, ch. 5), but
//! at least two each, so that no decade goes unlooked at.

use super::population::Class;

/// The least that is drawn of a stratum that has so many.
const LEAST: u64 = 2;

/// Eighths of the sample, in the order in which classes get what others cannot use.
const SHARES: [(Class, u64); 3] = [(Class::NearMiss, 3), (Class::Hit, 4), (Class::Silent, 1)];

/// The sample of each stratum, in their order. It is more than `sample` in all only where that would
/// leave a stratum without any.
pub(crate) fn allocate(strata: &[(Class, u64)], sample: u64) -> Vec<u64> {
    let sizes = |class: Class| -> Vec<u64> {
        strata.iter().filter(|(of, _)| *of == class).map(|(_, size)| *size).collect()
    };
    let mut budgets = SHARES.map(|(class, eighths)| {
        let all: u64 = sizes(class).iter().sum();
        (all, (sample * eighths / 8).min(all))
    });
    let mut left = sample - budgets.iter().map(|(_, budget)| budget).sum::<u64>();
    for (all, budget) in &mut budgets {
        let more = left.min(*all - *budget);
        *budget += more;
        left -= more;
    }
    let mut shares: Vec<_> = SHARES
        .iter()
        .zip(budgets)
        .map(|((class, _), (_, budget))| (*class, proportional(&sizes(*class), budget).into_iter()))
        .collect();
    let mut share = |class: Class| shares.iter_mut().find(|(of, _)| *of == class)?.1.next();
    strata.iter().map(|(class, _)| share(*class).unwrap_or_default()).collect()
}

/// `budget` in proportion to `sizes`, never more than a size and never less than the least.
fn proportional(sizes: &[u64], budget: u64) -> Vec<u64> {
    let total: u64 = sizes.iter().sum();
    let budget = budget.min(total);
    let two_each: u64 = sizes.iter().map(|size| LEAST.min(*size)).sum();
    let least = if two_each <= budget { LEAST } else { 1 };
    let ideal = |size: u64| budget as f64 * size as f64 / total as f64;
    let mut shares: Vec<u64> =
        sizes.iter().map(|size| (ideal(*size) as u64).max(least).min(*size)).collect();
    loop {
        let sum: u64 = shares.iter().sum();
        // The stratum that lacks most gets one more; the one that has most too many gives one.
        let lacks = |at: &usize| ideal(sizes[*at]) - shares[*at] as f64;
        let by_lack = |a: &usize, b: &usize| lacks(a).total_cmp(&lacks(b)).then(b.cmp(a));
        let all = 0..sizes.len();
        let change = if sum < budget {
            all.filter(|at| shares[*at] < sizes[*at]).max_by(by_lack).map(|at| (at, 1))
        } else if sum > budget {
            let gives = |at: &usize| shares[*at] > least.min(sizes[*at]);
            all.filter(gives).min_by(by_lack).map(|at| (at, -1))
        } else {
            None
        };
        let Some((at, by)) = change else { return shares };
        shares[at] = shares[at].saturating_add_signed(by);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_follow_sizes_and_leave_nobody_out() {
        let rows: [(&[u64], u64, &[u64]); 7] = [
            (&[100, 300], 40, &[10, 30]),
            (&[1000, 1], 20, &[19, 1]),
            (&[1000, 10, 10], 20, &[16, 2, 2]),
            (&[5, 5], 100, &[5, 5]),
            (&[100, 100, 100], 4, &[2, 1, 1]),
            (&[100, 100, 100], 1, &[1, 1, 1]),
            (&[], 10, &[]),
        ];
        for (sizes, budget, expected) in rows {
            assert_eq!(proportional(sizes, budget), expected, "{sizes:?} {budget}");
        }
    }

    #[test]
    fn what_a_class_cannot_use_goes_to_the_next() {
        use Class::{Hit, NearMiss, Silent};
        let strata = [(Hit, 1000), (NearMiss, 10), (Silent, 1000)];
        assert_eq!(allocate(&strata, 80), [60, 10, 10]);
        assert_eq!(allocate(&[(Hit, 5), (NearMiss, 5)], 1000), [5, 5]);
        for sample in 8..100 {
            assert_eq!(
                allocate(&strata.map(|(class, _)| (class, 1000)), sample).iter().sum::<u64>(),
                sample
            );
        }
    }
}
