//! Everything that is compared: the presets of the exact rule, then every second opinion.

use groundswell_detector::{METHODS, Method, Outcome, PRESETS, Rule, Series, judge};

/// One way to say which years are waves.
pub(crate) enum Detector {
    Preset(&'static str, Box<Rule>),
    Opinion(&'static Method),
}

/// All of them, in the order of the crate's lists.
pub(crate) fn detectors() -> Vec<Detector> {
    let preset = |(name, _): &(&'static str, &str)| {
        let rule = Rule::preset(name).expect("every preset has a rule");
        Detector::Preset(name, Box::new(rule))
    };
    PRESETS.iter().map(preset).chain(METHODS.iter().map(Detector::Opinion)).collect()
}

impl Detector {
    pub(crate) fn published() -> Self {
        Self::Preset("published", Box::new(Rule::published()))
    }

    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Preset(name, _) => name,
            Self::Opinion(method) => method.name,
        }
    }

    /// Its verdict on every year of the series, in order. Too short a series has none, so no year of it is a wave.
    pub(crate) fn verdicts(&self, series: &Series) -> Vec<Outcome> {
        match self {
            Self::Preset(_, rule) => judge(series, rule).map_or_else(
                |_| vec![Outcome::Undetermined; series.years().count()],
                |judgement| judgement.verdicts.iter().map(|verdict| verdict.verdict).collect(),
            ),
            Self::Opinion(method) => {
                method.judge(series).iter().map(|opinion| opinion.verdict).collect()
            }
        }
    }

    /// Which years it calls waves.
    pub(crate) fn flags(&self, series: &Series) -> Vec<bool> {
        self.verdicts(series).iter().map(|verdict| *verdict == Outcome::Wave).collect()
    }
}
