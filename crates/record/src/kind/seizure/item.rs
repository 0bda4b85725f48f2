//! A seized item: substance, form, quantity, packing.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Coded;
use crate::decimal::Decimal;
use crate::{Error, codelist};

/// A quantity as it was reported, and in its base unit where the factor is certain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Quantity {
    pub amount: Decimal,
    /// Code list `unit`.
    pub unit: Coded,
    /// Grams, millilitres or pieces, by the unit's dimension.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base_amount: Option<Decimal>,
    /// Half the width of the interval, in the same unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uncertainty: Option<Decimal>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub gross: bool,
}

impl Quantity {
    /// With the base amount that the unit's factor gives.
    pub fn new(amount: Decimal, unit: Coded) -> Self {
        let list = codelist::list("unit");
        let factor = list.and_then(|list| list.get(&unit.code)?.extra.get("to_base"));
        let factor = factor.and_then(|factor| Decimal::parse(factor).ok());
        let base_amount = factor.and_then(|factor| amount.times(factor));
        Self { amount, unit, base_amount, uncertainty: None, gross: false }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Code list `drug`.
    pub substance: Coded,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cas: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inchikey: Option<String>,
    /// Code list `drug-form`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<Quantity>,
    /// Percent by mass.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purity: Option<Decimal>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub packages: Option<u32>,
    /// Code list `packaging`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub packaging: Option<String>,
    /// What the package mark shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub adulterants: Vec<Coded>,
}

impl Item {
    /// An item of which only substance and quantity are known.
    pub fn of(substance: Coded, quantity: Option<Quantity>) -> Self {
        Self {
            substance,
            cas: None,
            inchikey: None,
            form: None,
            quantity,
            purity: None,
            packages: None,
            packaging: None,
            mark: None,
            adulterants: Vec::new(),
        }
    }

    pub fn check(&self) -> Result<(), Error> {
        codelist::check("drug", &self.substance.code)?;
        if let Some(quantity) = &self.quantity {
            codelist::check("unit", &quantity.unit.code)?;
            if quantity.amount.is_negative() {
                return Err(Error::field("quantity", "is negative"));
            }
        }
        for (list, code) in [("drug-form", &self.form), ("packaging", &self.packaging)] {
            code.as_ref().map_or(Ok(()), |code| codelist::check(list, code))?;
        }
        let percent = self.purity.map_or(0.0, Decimal::approximate);
        if !(0.0..=100.0).contains(&percent) {
            return Err(Error::field("purity", "is a percentage"));
        }
        Ok(())
    }

    pub fn title(&self) -> String {
        match &self.quantity {
            Some(q) => format!("{} {} {}", self.substance.code, q.amount, q.unit.code),
            None => self.substance.code.clone(),
        }
    }

    pub(super) fn example(drug: &str) -> Self {
        let amount = Decimal::parse("412.5").expect("a number");
        let quantity = Quantity::new(amount, Coded::new("kilogram"));
        Self { packages: Some(410), ..Self::of(Coded::new(drug), Some(quantity)) }
    }
}
