//! Exact decimals as text: quantities keep what was written, never a binary float.

use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::Error;

const DIGITS_MAX: u32 = 30;

/// A decimal number of at most 30 digits: `units / 10^scale`, without trailing zeros.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Decimal {
    units: i128,
    scale: u32,
}

impl Decimal {
    pub const ZERO: Self = Self { units: 0, scale: 0 };

    fn new(mut units: i128, mut scale: u32) -> Self {
        while scale > 0 && units % 10 == 0 {
            (units, scale) = (units / 10, scale - 1);
        }
        Self { units, scale }
    }

    /// Reads `12`, `-0.5`, `1200.0`; no exponents, no separators.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let bad = || Error::field("decimal", format!("`{text}` is no decimal number"));
        let (sign, digits) = match text.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, text),
        };
        let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
        let numeric = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        if !numeric(whole) || !numeric(part) || whole.len() + part.len() > DIGITS_MAX as usize {
            return Err(bad());
        }
        let units: i128 = format!("{whole}{part}").parse().map_err(|_| bad())?;
        Ok(Self::new(sign * units, part.len() as u32))
    }

    /// The exact product; none where it has too many digits.
    pub fn times(self, other: Self) -> Option<Self> {
        let units = self.units.checked_mul(other.units)?;
        let product = Self::new(units, self.scale + other.scale);
        (product.units.unsigned_abs() < 10u128.pow(DIGITS_MAX)).then_some(product)
    }

    pub fn is_negative(self) -> bool {
        self.units < 0
    }

    /// For sorting and statistics only.
    pub fn approximate(self) -> f64 {
        self.units as f64 / 10f64.powi(self.scale as i32)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = format!("{:0>1$}", self.units.unsigned_abs(), self.scale as usize + 1);
        let (whole, part) = digits.split_at(digits.len() - self.scale as usize);
        let sign = if self.units < 0 { "-" } else { "" };
        match part {
            "" => write!(f, "{sign}{whole}"),
            part => write!(f, "{sign}{whole}.{part}"),
        }
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

impl JsonSchema for Decimal {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Decimal".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"})
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn one_form_a_number() {
        let check = |text: &str, expect: &str| {
            assert_eq!(Decimal::parse(text).unwrap().to_string(), expect);
        };
        check("490.0", "490");
        check("0.50", "0.5");
        check("-12.250", "-12.25");
        check("0.0", "0");
        check("007", "7");
        for bad in ["", ".", "1.", ".5", "1e3", "1,5", "+1", "--1", "٣"] {
            assert!(Decimal::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn products_are_exact() {
        let product = |a: &str, b: &str| {
            Decimal::parse(a).unwrap().times(Decimal::parse(b).unwrap()).map(|p| p.to_string())
        };
        assert_eq!(product("0.1", "1000").as_deref(), Some("100"));
        assert_eq!(product("28.349523125", "2").as_deref(), Some("56.69904625"));
        assert_eq!(product("99999999999999999999", "99999999999999999999"), None);
    }

    proptest! {
        #[test]
        fn text_survives(units in -1_000_000_000i64..1_000_000_000, scale in 0usize..9) {
            let text = format!("{}.{:0>scale$}", units / 7, (units % 7).abs());
            if let Ok(number) = Decimal::parse(&text) {
                prop_assert_eq!(Decimal::parse(&number.to_string()).unwrap(), number);
            }
        }
    }
}
