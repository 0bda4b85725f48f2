//! A seized item: substance, form, quantity, packing.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Coded;
use crate::selector::SelectorKind;
use crate::sentence::Sentences;
use crate::decimal::Decimal;
use crate::{Error, codelist};

/// A quantity as it was reported, and in its base unit where the factor is certain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Quantity {
    pub amount: Decimal,
    /// Code list `unit`.
    #[schemars(extend("x-amana-list" = "unit"))]
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
    pub(crate) fn check(&self) -> Result<(), Error> {
        codelist::check("unit", &self.unit.code)?;
        let good = !self.amount.is_negative();
        good.then_some(()).ok_or_else(|| Error::field("quantity", "is negative"))
    }

    /// `412.5 kilograms (± 0.5)`.
    pub(crate) fn phrase(&self, s: &Sentences) -> String {
        let amount = s.amount(self.amount, &self.unit);
        match self.uncertainty {
            Some(uncertainty) => {
                let within = s.decimal(uncertainty);
                s.phrase("within", &[("amount", amount.into()), ("within", within.into())])
            }
            None => amount,
        }
    }

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
    #[schemars(extend("x-amana-list" = "drug"))]
    pub substance: Coded,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-amana-selector" = "cas"))]
    pub cas: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-amana-selector" = "inchikey"))]
    pub inchikey: Option<String>,
    /// Code list `drug-form`.
    #[schemars(extend("x-amana-list" = "drug-form"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<String>,
    #[schemars(extend("x-amana-short" = true))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<Quantity>,
    /// With packing, where both were weighed; `quantity` is then net.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gross_quantity: Option<Quantity>,
    /// Percent by mass.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purity: Option<Decimal>,
    #[schemars(extend("x-amana-short" = true))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub packages: Option<u32>,
    /// Code list `packaging`.
    #[schemars(extend("x-amana-list" = "packaging"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub packaging: Option<String>,
    /// What the package mark shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark: Option<String>,
    /// Code list `mark-motif`.
    #[schemars(extend("x-amana-list" = "mark-motif"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark_motif: Option<String>,
    #[schemars(extend("x-amana-list" = "drug"))]
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
            gross_quantity: None,
            purity: None,
            packages: None,
            packaging: None,
            mark: None,
            mark_motif: None,
            adulterants: Vec::new(),
        }
    }

    pub fn check(&self) -> Result<(), Error> {
        codelist::check("drug", &self.substance.code)?;
        self.adulterants.iter().try_for_each(|one| codelist::check("drug", &one.code))?;
        for quantity in self.quantity.iter().chain(&self.gross_quantity) {
            quantity.check()?;
        }
        let codes = [
            ("drug-form", &self.form),
            ("packaging", &self.packaging),
            ("mark-motif", &self.mark_motif),
        ];
        for (list, code) in codes {
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

    /// What it is and how much.
    pub(super) fn gist(&self, s: &Sentences) -> String {
        let what = s.coded("drug", &self.substance);
        let Some(quantity) = &self.quantity else { return what };
        let amount = quantity.phrase(s);
        s.phrase("of-kind", &[("what", what.into()), ("kind", amount.into())])
    }

    /// One sentence: what it is, how much, how it was packed and marked.
    pub(super) fn tell(&self, s: &mut Sentences) {
        let mut facts: Vec<String> = Vec::new();
        facts.extend(self.quantity.as_ref().map(|quantity| quantity.phrase(s)));
        facts.extend(self.gross_quantity.as_ref().map(|quantity| {
            let quantity = quantity.phrase(s);
            s.phrase("gross", &[("amount", quantity.into())])
        }));
        facts.extend(self.packages.map(|count| s.phrase("packages", &[("n", count.into())])));
        let coded = [
            ("drug-form", &self.form),
            ("packaging", &self.packaging),
            ("mark-motif", &self.mark_motif),
        ];
        facts.extend(coded.iter().filter_map(|(list, code)| {
            let label = s.mid(list, code.as_ref()?);
            Some(if *list == "mark-motif" { s.labelled("mark-motif", label) } else { label })
        }));
        facts.extend(self.mark.as_ref().map(|mark| s.labelled("mark", s.free(mark))));
        let purity = self.purity.map(|purity| s.decimal(purity));
        facts.extend(purity.map(|purity| s.phrase("percent", &[("amount", purity.into())])));
        let cut = self.adulterants.iter().map(|one| s.mid_coded("drug", one));
        let cut: Vec<String> = cut.collect();
        facts.extend((!cut.is_empty()).then(|| s.labelled("adulterants", s.all_of(cut))));
        facts.extend(self.cas.as_ref().map(|cas| s.labelled("cas", s.id(cas))));
        facts.extend(self.inchikey.as_ref().map(|key| s.labelled("inchikey", s.id(key))));
        let substance = s.coded("drug", &self.substance);
        if facts.is_empty() {
            return s.say("item-bare", &[("substance", substance.into())]);
        }
        let facts = s.each_of(facts);
        s.say("item", &[("substance", substance.into()), ("facts", facts.into())]);
    }

    /// Identifiers of the substance.
    pub(super) fn identifiers(&self) -> impl Iterator<Item = (SelectorKind, &str)> {
        let cas = self.cas.as_deref().map(|text| (SelectorKind::Cas, text));
        let inchikey = self.inchikey.as_deref().map(|text| (SelectorKind::Inchikey, text));
        cas.into_iter().chain(inchikey)
    }

    pub(super) fn example(drug: &str) -> Self {
        let amount = Decimal::parse("412.5").expect("a number");
        let quantity = Quantity::new(amount, Coded::new("kilogram"));
        Self { packages: Some(410), ..Self::of(Coded::new(drug), Some(quantity)) }
    }

    /// An item of which everything is known that an item can say.
    pub(super) fn rich_example() -> Self {
        let number = |text: &str| Decimal::parse(text).expect("a number");
        let net = Quantity {
            uncertainty: Some(number("0.5")),
            ..Quantity::new(number("1412.5"), Coded::new("kilogram"))
        };
        let gross = Quantity::new(number("1520"), Coded::new("kilogram"));
        let gross = Quantity { gross: true, ..gross };
        Self {
            cas: Some("53-21-4".into()),
            inchikey: Some("PIQVDUKEQYOJNR-VZXSFKIWSA-N".into()),
            form: Some("powder".into()),
            gross_quantity: Some(gross),
            purity: Some(number("82.5")),
            packages: Some(1_203),
            packaging: Some("block".into()),
            mark: Some("a crown above the letters EJ".into()),
            mark_motif: Some("crown-or-star".into()),
            adulterants: vec![Coded::new("levamisole"), Coded::new("caffeine")],
            ..Self::of(Coded::new("cocaine-hydrochloride"), Some(net))
        }
    }
}
