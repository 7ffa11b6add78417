//! Yearly counts in, verdicts and waves out: the wave rule of newspaper-based protest research, in exact integers.
//!
//! Historians and sociologists date waves of unrest from the number of articles a newspaper printed about a
//! country each year. The published sentence of the rule (Liberation News, 11 September 2023, on the Global
//! Social Protest database of B. J. Silver and Ş. S. Karataşlı, Arrighi Center, Johns Hopkins University) makes
//! a year a major wave if the articles are 1.5 times the average of the previous five years and twice the
//! annual average of the period. This crate states that rule with its edge cases, computes it, and says for
//! every flagged year how little would have unflagged it. It knows nothing of newspapers or countries: any
//! yearly count will do.
//!
//! ```
//! use groundswell_detector::{Cell, Outcome, Rule, Series, judge};
//!
//! // A paper on strike in 1923, 31 articles in 1932, 3 to 5 in any other year.
//! let series = Series::from_years((1910..1950).map(|year| match year {
//!     1923 => (year, Cell::NotPublished),
//!     1932 => (year, Cell::Observed(31)),
//!     _ => (year, Cell::Observed(3 + year as u64 % 3)),
//! }))?;
//! let judgement = judge(&series, &Rule::published())?;
//!
//! let wave = &judgement.waves[0];
//! assert_eq!((wave.first, wave.last, wave.peak_count), (1932, 1932, 31));
//!
//! let verdict = &judgement.verdicts[1932 - 1910];
//! assert_eq!(verdict.verdict, Outcome::Wave);
//! assert_eq!((verdict.baseline_sum, verdict.baseline_years), (21, 5)); // 2·5·31 > 3·21
//! assert_eq!((verdict.period_sum, verdict.period_years), (186, 39)); // 39·31 > 2·186
//! assert_eq!(verdict.flip_distance, Some(23)); // 8 articles are not more than 2 × 163/39
//!
//! // The strike is a hole: the five years after it have no full baseline and are not said to be quiet.
//! assert_eq!(judgement.verdicts[1924 - 1910].verdict, Outcome::Undetermined);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # The rule
//!
//! Parameters ([`Rule`]): k = nk/dk, window w, m = nm/dm or none, `gt` or `ge`, `min_prior`, `min_count`, the
//! judged period [a, b]. For a year t with the count x let
//!
//! - p and A be the number and the sum of the counts there are among the years t−w … t−1 (the baseline),
//! - N and S the number and the sum of the counts there are in a … b (the period).
//!
//! The year is a **wave** if all of these hold, and **none** if one fails:
//!
//! | | condition | computed as |
//! |---|---|---|
//! | C1 | x > k · A/p | dk·p·x > nk·A |
//! | C2 | x > m · S/N | dm·N·x > nm·S |
//! | C3 | x ≥ `min_count` | |
//!
//! With `ge`, ≥ in place of > in C1 and C2; with m = none, no C2. Everything is compared in `i128`: multiplier
//! parts are below 2³², years below 2¹⁷ ([`MAX_YEARS`]), counts and their sum below 2⁶⁴ (a [`Series`] refuses
//! more), so no product reaches 2¹¹⁴. Floats appear in what is shown, never in what decides.
//!
//! The year is **undetermined** if p < max(1, `min_prior`), or if it is the last judged year and partial; it is
//! **missing** if it has no count. Neither means "no wave".
//!
//! ## The presets
//!
//! | | k | m | `min_prior` | holes | |
//! |---|---|---|---|---|---|
//! | [`published`](Rule::published) | 3/2 | 2 | 5 | left out | the sentence above |
//! | [`gsp-wlg`](Rule::gsp_wlg) | 3/2 | 1 | 1 | zero | `WLG_wave` (World Labor Group) of the group's own Stata package `gspkit` (2025) |
//! | [`gsp-ts`](Rule::gsp_ts) | 3/2 | none | 1 | zero | its `TS_wave`, after E. Shorter and C. Tilly, *Strikes in France 1830–1968* (1974) |
//! | [`published-guarded`](Rule::published_guarded) | 3/2 | 2 | 5 | left out | for claims: `min_count` 5 and the guard, below |
//!
//! All with `gt`, w = 5, the mean of all years. The sentence says twice the period mean, the code once: both are
//! here, neither is corrected.
//!
//! ## The period mean
//!
//! [`PeriodMean`] says what stands for S/N in C2. `all`: the candidate year and all waves included.
//! `leave_one_out`: (S − x)/(N − 1). `median`: of all N counts; twice the median is an integer, the sum of the two
//! middle counts, so C2 is 2·dm·x > nm·(twice the median).
//!
//! `exclude_waves`: the mean of the years that are no waves. E₀ is empty; Eᵢ₊₁ is the set of years that pass C1, C3
//! and, against the mean of the years not in Eᵢ, C2; the first Eᵢ₊₁ = Eᵢ are the waves. For m ≥ 1, which is
//! required, that always comes: a year that enters E exceeds (with `ge`, reaches) m times the mean, so leaving it
//! out does not raise the mean, so no year leaves E again. If all years would enter (possible with `ge`, or with
//! m = none), all are waves, and the mean shown is that of the last round that left some
//! ([`Warning::NothingLeftToExclude`]). The years that could not be judged stay in the mean, however high.
//!
//! ## Edge cases
//!
//! - A tie is no wave under `gt`.
//! - The first five years are undetermined, unless the series begins before the judged period
//!   ([`Rule::span`]): the years before are lead-in, baseline only. Years after the period are ignored, years of
//!   the period outside the series are missing.
//! - A zero baseline with x > 0 passes C1, and is flagged ([`Flag::ZeroBaseline`]).
//! - A hole shortens the baseline of the years after it ([`Flag::ShortBaseline`]) or, below `min_prior`, leaves
//!   them undetermined. Holes are in no mean, unless the rule takes them for zeros
//!   ([`MissingPolicy::Zero`]), which then is flagged and warned of. Years before the series are not filled.
//! - A partial year is judged and enters every mean at face value, flagged. As the last judged year it is
//!   undetermined.
//! - Fewer than [`LEAST_YEARS`] years with a count in the period are an error, fewer than [`FEW_YEARS`] a
//!   warning. Lead-in years do not count towards it; zero-filled ones do.
//!
//! ## The guard
//!
//! With few articles, or in a paper that grew, a year can pass C1 and C2 with nothing having happened. With
//! [`Rule::false_discovery`] a wave must also be more than chance gives: p is the probability of so many articles or
//! more, had the years of its baseline gone on: a beta-negative-binomial of their rate and the exposure of the year
//! ([`Series::with_exposures`]), which knows that the rate comes from five years and that years come in bunches,
//!
//! > x ~ NB(size e/α, λα/(1 + λα) ~ Beta(S + ½, E/α)), of a mean of about e·(S + ½)/E
//!
//! with S and E the articles and the exposure of the baseline, and α by moments of neighbouring years over the series.
//! Over all judged years of the period these p are adjusted after Benjamini and Hochberg (1995), and q must be below
//! the share ([`Tail`]). The guard makes the rule no wider: every guarded wave is a wave without it. In 168 years in
//! which nothing happens a guarded wave came in under .03 of the series for α = 0 and in .07 to .09 for α = .1 (1,000
//! series each of 5, 20 and 100 articles a year), as promised; in .12 to .14 for .3 and in a third for 1, because so large
//! an α is taken for a smaller one. Without the guard the rule flags something in two of three of the bunched ones or more.
//!
//! # Rates
//!
//! [`Rates`] are counts per so many of their exposure: articles per 10,000 of the same section, or a whole year's
//! articles where months were lost. [`judge_rates`] puts the same exact rule to them: a rate is a whole number of units
//! of 2⁻ⁿ, small enough that all years together make about 2⁶⁰. Floats are only what the units are made from, in the
//! order of the years; a comparison whose sides agree to 10⁻¹² carries [`Flag::Tie`]. [`combine`] joins several
//! newspapers, as counts or as rates, and names the years in which one of them came, went or changed
//! ([`regime_breaks`]).
//!
//! # How far to trust it
//!
//! | | answers |
//! |---|---|
//! | [`support`] | does it depend on the numbers in the rule? The share of 200 settings (5 k × 8 m × 5 w) that flag the year |
//! | [`combine::leave_one_out`] | does it depend on one newspaper? |
//! | [`combine::agreement`] | does a newspaper by itself see the wave? |
//! | [`bootstrap`] | does it depend on the luck of single articles? |
//! | [`chance`] | how many flags would this series have if nothing happened: independent articles, articles in bunches, or only the size of the paper? |
//! | [`METHODS`] | what do other methods of the literature say? |
//! | [`world`] | do all countries rise at once? |
//!
//! # Waves
//!
//! A [`Wave`] is a maximal run of wave years, with up to `bridge` `none` years in a row between. Undetermined and
//! missing years end a run and mark it `censored_left` or `censored_right`: it may have been longer. So do the
//! first and last judged year, since beyond them nothing was judged. The excess is Σ(x − A/p) over the flagged
//! years; `elevated_until` is the last year of the unbroken sequence after the run whose counts pass C2.
//!
//! # How close it was
//!
//! `flip_distance` is the least d ≥ 1 such that x − d articles would not be a wave, all other counts unchanged.
//! (x is part of S, so S falls with it.) For `gt` and the mean of all years, with dm·N > nm,
//!
//! > d = min( x − ⌊nk·A / (dk·p)⌋, ⌈(dm·N·x − nm·S) / (dm·N − nm)⌉ )
//!
//! and x − `min_count` + 1 if that is smaller. With `ge` the two are x + 1 − ⌈nk·A/(dk·p)⌉ and
//! ⌊(dm·N·x − nm·S)/(dm·N − nm)⌋ + 1, and there may be no d ≤ x at all (`None`): 0 ≥ 0. If dm·N ≤ nm no year passes C2
//! under `gt`. With `leave_one_out` S − x is fixed and C2 gives x − ⌊nm·(S−x) / (dm·(N−1))⌋. The median and
//! `exclude_waves` have no closed form, since fewer articles here can move the middle count or make waves of other
//! years; there the exact answer is searched, skipping from one change of a comparison to the next.
//!
//! # What it cannot claim
//!
//! - It flags **onsets**. After a permanent step at most four years are flagged, since the baseline follows. A
//!   second, smaller peak within five years of a first is masked by it.
//! - With few articles it fires **by chance**. Of 163 judged years of pure Poisson noise the published rule flags
//!   on average 24 at 1 article a year, 3.4 at 5 and 0.4 at 10 (simulated; a test repeats it), and more if the
//!   counts scatter more than Poisson's.
//! - **Steady growth** passes for a wave. If every year has g times the articles of the one before, C1 compares
//!   5g⁵ / (1 + g + g² + g³ + g⁴) with 3/2: above 15.24 % a year every judged year passes, below none does.
//! - Raw counts follow the **size of the newspaper** and its interest in a country. A wave of articles is not a
//!   wave of unrest until the same paper's other articles have been divided out.
//! - The whole period is in C2: adding years at its end can change verdicts at its beginning.
//! - `flip_distance` is arithmetic, not a confidence interval.
//!
//! `FIGURES.md` beside this crate's manifest shows each of these, and how many planted waves the rule finds.
//!
//! ```
//! use groundswell_detector::{Cell, Rule, Series, judge};
//!
//! /// The flagged years, the first year being 0.
//! fn flagged(rule: Rule, years: i32, count: impl Fn(i32) -> u64) -> Vec<i32> {
//!     let series = Series::from_years((0..years).map(|year| (year, Cell::Observed(count(year)))));
//!     let waves = judge(&series.unwrap(), &rule).unwrap().waves;
//!     waves.into_iter().flat_map(|wave| wave.years).collect()
//! }
//! let published = Rule::published;
//!
//! // A permanent step, however high, is an onset of at most four years.
//! let step = |year| if year < 60 { 5 } else { 5_000 };
//! assert_eq!(flagged(published(), 100, step), [60, 61, 62, 63]);
//!
//! // Four years after a peak of 36 a year of 15 is masked; six years after, it is flagged.
//! let peaks = |second| move |year| if year == 20 { 36 } else if year == second { 15 } else { 4 };
//! assert_eq!(flagged(published(), 40, peaks(24)), [20]);
//! assert_eq!(flagged(published(), 40, peaks(26)), [20, 26]);
//!
//! // Growth of 15.3 % a year passes C1 in every judged year, of 15.2 % in none.
//! let growth = |g: f64| move |year| (1e6 * g.powi(year)) as u64;
//! let only_c1 = Rule { period: None, ..published() };
//! assert_eq!(flagged(only_c1, 100, growth(1.153)), (5..100).collect::<Vec<_>>());
//! assert!(flagged(only_c1, 100, growth(1.152)).is_empty());
//!
//! // The same forty years: twenty busier ones after them take the wave back.
//! let busier = |year| if year == 20 { 15 } else if year < 40 { 4 } else { 14 };
//! assert_eq!(flagged(published(), 40, busier), [20]);
//! assert!(!flagged(published(), 60, busier).contains(&20));
//! ```

#![no_std]
#![deny(missing_docs)]

extern crate alloc;

mod breaks;
mod chance;
pub mod combine;
mod dispersion;
mod exclude;
mod flip;
mod guard;
mod judge;
mod level;
mod opinions;
mod predictive;
mod rates;
mod ratio;
mod rule;
mod series;
mod support;
mod tail;
mod verdict;
mod wave;
mod world;
mod years;

pub use breaks::{RegimeBreak, regime_breaks};
pub use chance::{Chance, Null, bootstrap, chance};
pub use judge::{FEW_YEARS, JudgeError, LEAST_YEARS, judge};
pub use opinions::{METHODS, Method, Opinion};
pub use rates::{RateJudgement, RateVerdict, Rates, judge_rates};
pub use ratio::{Ratio, RatioError};
pub use rule::{Comparison, MissingPolicy, PRESETS, PeriodMean, Rule, RuleError};
pub use series::{Cell, MAX_YEARS, Series, SeriesError};
pub use support::{PERIODS, RECENTS, Support, WINDOWS, support};
pub use verdict::{Flag, Judgement, Outcome, Reason, Tail, Verdict, Warning};
pub use wave::Wave;
pub use world::{WorldYear, world};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeExample;
