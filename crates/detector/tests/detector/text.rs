//! Ratios, rules and judgements as text: what is read, what is refused, what is written.

use crate::rows::series;
use groundswell_detector::{Cell, MissingPolicy, PRESETS, PeriodMean, Ratio, Rule, judge};

#[test]
fn ratios_are_exact_or_refused() {
    let rows = [
        ("3/2", Some((3, 2))),
        ("6/4", Some((3, 2))),
        (" 3 / 2 ", Some((3, 2))),
        ("1.5", Some((3, 2))),
        ("1.50", Some((3, 2))),
        ("2", Some((2, 1))),
        ("2.0", Some((2, 1))),
        ("0", Some((0, 1))),
        ("0/7", Some((0, 1))),
        ("1.333", Some((1333, 1000))),
        ("4294967295", Some((u32::MAX, 1))),
        ("4294967296/2", Some((1 << 31, 1))),
        ("4294967296", None),
        ("1/4294967296", None),
        ("0.00000000001", None),
        ("99999999999999999999999999999999999999999", None),
        ("3/0", None),
        ("0/0", None),
        ("-1", None),
        ("-1.5", None),
        ("3/-2", None),
        ("+3/2", None),
        ("1,5", None),
        ("1.5/2", None),
        (".5", None),
        ("1.", None),
        ("1e3", None),
        ("NaN", None),
        ("", None),
        ("/", None),
        ("٣/٢", None),
    ];
    for (text, expected) in rows {
        let found = text.parse::<Ratio>().ok().map(|ratio| (ratio.num, ratio.den));
        assert_eq!(found, expected, "{text}");
    }
    assert_eq!(Ratio::new(1, 0), None);
    assert_eq!(Ratio { num: 1, den: 0 }.to_string(), "1/0");
}

#[test]
fn rules_are_read_strictly() {
    let published = Rule::published();
    let period = |num, den| Some(Ratio { num, den });
    let rows = [
        ("{}", Some(published)),
        (r#"{"recent":1.5,"period":2}"#, Some(published)),
        (r#"{"period":2.5}"#, Some(Rule { period: period(5, 2), ..published })),
        (r#"{"period":1.1}"#, Some(Rule { period: period(11, 10), ..published })),
        (r#"{"period":"none"}"#, Some(Rule { period: None, ..published })),
        (r#"{"period":null}"#, Some(Rule { period: None, ..published })),
        (r#"{"span":[1850,2017]}"#, Some(Rule { span: Some((1850, 2017)), ..published })),
        (
            r#"{"missing":"zero","min_prior":1,"period":"1"}"#,
            Some(Rule {
                missing: MissingPolicy::Zero,
                min_prior: 1,
                period: period(1, 1),
                ..published
            }),
        ),
        (
            r#"{"period_mean":"exclude_waves","min_count":5,"bridge":1,"comparison":"gt","window":5}"#,
            Some(Rule {
                period_mean: PeriodMean::ExcludeWaves,
                min_count: 5,
                bridge: 1,
                ..published
            }),
        ),
        (r#"{"recent":"none"}"#, None),
        (r#"{"recent":-1.5}"#, None),
        (r#"{"recent":"1/0"}"#, None),
        (r#"{"period":true}"#, None),
        (r#"{"windw":5}"#, None),
        (r#"{"window":-1}"#, None),
        (r#"{"min_count":1.5}"#, None),
        (r#"{"comparison":"greater"}"#, None),
    ];
    for (json, expected) in rows {
        assert_eq!(serde_json::from_str(json).ok(), expected, "{json}");
    }
}

#[test]
fn rules_have_stable_names_and_survive_writing() {
    let published = Rule::published();
    let rows = [
        (published, "published"),
        (Rule::gsp_wlg(), "gsp-wlg"),
        (Rule::gsp_ts(), "gsp-ts"),
        (Rule { span: Some((1850, 2017)), ..published }, "published"),
        (Rule { window: 7, ..published }, "custom(k=3/2,w=7,m=2,gt)"),
        (
            Rule { min_count: 5, ..Rule::gsp_ts() },
            "custom(k=3/2,w=5,m=none,gt,min_prior=1,min_count=5,missing=zero)",
        ),
        (
            Rule { period_mean: PeriodMean::Median, bridge: 1, ..published },
            "custom(k=3/2,w=5,m=2,gt,period_mean=median,bridge=1)",
        ),
    ];
    for (rule, id) in rows {
        assert_eq!(rule.id(), id);
        let json = serde_json::to_string(&rule).unwrap();
        assert_eq!(serde_json::from_str::<Rule>(&json).unwrap(), rule, "{json}");
    }
}

#[test]
fn every_preset_is_there_and_has_its_name() {
    for (name, _) in PRESETS {
        assert_eq!(Rule::preset(name).map(|rule| rule.id()).as_deref(), Some(*name));
    }
    assert_eq!(Rule::preset("Published"), None);
    assert_eq!(Rule::default(), Rule::published());
}

#[test]
fn rules_speak() {
    let rule = Rule {
        span: Some((1850, 2017)),
        window: 1,
        min_prior: 0,
        min_count: 5,
        bridge: 1,
        comparison: groundswell_detector::Comparison::Ge,
        period_mean: PeriodMean::LeaveOneOut,
        ..Rule::gsp_wlg()
    };
    let expected = "A year is a wave if its count is at least 3/2 times the mean of the 1 year before it (at least 1 \
                    of them observed) and at least 1 times the mean of the other years of the period 1850–2017 and \
                    at least 5; years without a count are taken as zero; waves up to 1 unflagged years apart are one.";
    assert_eq!(rule.sentence(), expected);
}

/// The shape that programs read. A change here is a change of the contract.
#[test]
fn judgements_are_written_like_this() {
    let judgement = judge(&series(1900, "2*6 9 2*8"), &Rule::published()).unwrap();
    let json = serde_json::to_value(&judgement).unwrap();
    let verdict = serde_json::json!({
        "year": 1906, "value": 9, "verdict": "wave", "reason": null, "tail": null,
        "baseline_years": 5, "baseline_sum": 10, "baseline_mean": 2.0,
        "period_years": 15, "period_sum": 37, "period_mean": 37.0 / 15.0,
        "times_recent": 4.5, "times_period": 9.0 / (37.0 / 15.0),
        "passes_recent": true, "passes_period": true, "flip_distance": 5, "flags": [],
    });
    let wave = serde_json::json!({
        "first": 1906, "last": 1906, "years": [1906], "peak_year": 1906, "peak_count": 9,
        "times_recent": 4.5, "times_period": 9.0 / (37.0 / 15.0), "excess": 7.0,
        "elevated_until": 1906, "censored_left": false, "censored_right": false,
    });
    let warning = serde_json::json!({
        "code": "few_years",
        "text": "only 15 years make the period mean (fewer than 30): one wave moves it much",
    });
    assert_eq!(json["verdicts"][6], verdict);
    assert_eq!(json["waves"], serde_json::json!([wave]));
    assert_eq!(json["warnings"], serde_json::json!([warning]));
    let rest = serde_json::json!([1900, 1914, 15, 0, 37]);
    let keys = ["first_year", "last_year", "observed_years", "zero_filled_years", "total"];
    assert_eq!(serde_json::json!(keys.map(|key| json[key].clone())), rest);
}

#[test]
fn cells_are_written_by_their_state() {
    let rows = [
        (Cell::Observed(3), r#"{"observed":3}"#),
        (Cell::Partial(3), r#"{"partial":3}"#),
        (Cell::Missing, r#""missing""#),
        (Cell::NotPublished, r#""not_published""#),
        (Cell::NotApplicable, r#""not_applicable""#),
    ];
    for (cell, json) in rows {
        assert_eq!(serde_json::to_string(&cell).unwrap(), json);
        assert_eq!(serde_json::from_str::<Cell>(json).unwrap(), cell);
    }
}
