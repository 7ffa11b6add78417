//! Ratios in TOML and JSON: a text, a number, or the word `none`.

use super::Ratio;
use alloc::string::ToString;
use core::fmt;
use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde::ser::{Serialize, Serializer};

impl Serialize for Ratio {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Ratio {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        or_none::deserialize(deserializer)?
            .ok_or_else(|| Error::custom("a multiplier is needed here, not `none`"))
    }
}

/// A ratio or the word `none`. The absence is spelled out because TOML has no null: left out, the
/// field would silently come back as its default.
pub(crate) mod or_none {
    use super::{Deserializer, Error, Ratio, Serializer, ToString, Visitor, fmt};

    pub(crate) fn serialize<S: Serializer>(
        ratio: &Option<Ratio>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match ratio {
            Some(ratio) => serializer.collect_str(ratio),
            None => serializer.serialize_str("none"),
        }
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Ratio>, D::Error> {
        deserializer.deserialize_any(RatioOrNone)
    }

    struct RatioOrNone;

    impl Visitor<'_> for RatioOrNone {
        type Value = Option<Ratio>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a multiplier such as \"3/2\" or 1.5, or \"none\"")
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
            if text == "none" { Ok(None) } else { text.parse().map(Some).map_err(E::custom) }
        }

        fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
            self.visit_str(&number.to_string())
        }

        fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
            self.visit_str(&number.to_string())
        }

        fn visit_f64<E: Error>(self, number: f64) -> Result<Self::Value, E> {
            self.visit_str(&number.to_string())
        }

        fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
            Ok(None)
        }
    }
}
