//! What a row says was seized: one substance with its amounts, or a column for each substance.

use record::kind::seizure::{Coded, Item, Quantity};

use super::{UNKNOWN, Values};
use crate::import::field::Field;

impl Values<'_> {
    pub(super) fn items(&mut self) -> Result<Vec<Item>, String> {
        let mut items = Vec::new();
        for (at, column) in self.columns(Field::AmountOf) {
            let Some(cell) = self.cell_at(*at) else { continue };
            let amount = self.number_in(cell, column)?;
            let unit = Coded::new(column.unit.as_deref().unwrap_or(UNKNOWN));
            let code = column.substance.clone().unwrap_or_else(|| UNKNOWN.into());
            let substance = Coded { code, raw: Some(column.heading.clone()) };
            if amount.approximate() != 0.0 {
                items.push(Item::of(substance, Some(Quantity::new(amount, unit))));
            }
        }
        if let Some(substance) = self.coded(Field::Substance) {
            items.push(self.item(substance)?);
        }
        if items.is_empty() {
            return Err("nothing was seized: every amount is empty or zero".into());
        }
        Ok(items)
    }

    fn item(&mut self, substance: Coded) -> Result<Item, String> {
        let unit = self.coded(Field::Unit);
        let net = self.quantity(Field::Amount, unit.as_ref())?;
        let gross = self.quantity(Field::GrossAmount, unit.as_ref())?;
        let gross = gross.map(|quantity| Quantity { gross: true, ..quantity });
        // Where only one was weighed it is the quantity, and says that it is gross.
        let (quantity, gross_quantity) = match net {
            Some(_) => (net, gross),
            None => (gross, None),
        };
        Ok(Item {
            gross_quantity,
            form: self.plain(Field::Form),
            purity: self.number(Field::Purity)?,
            packages: self.count(Field::Packages)?,
            packaging: self.plain(Field::Packaging),
            mark: self.text(Field::Mark),
            ..Item::of(substance, quantity)
        })
    }

    /// A number with the unit of its column, or else of the row.
    fn quantity(
        &mut self,
        field: Field,
        of_row: Option<&Coded>,
    ) -> Result<Option<Quantity>, String> {
        let of_column = self.columns(field).iter().find_map(|(_, column)| column.unit.as_deref());
        let unit = of_column.map(Coded::new).or_else(|| of_row.cloned());
        let unit = unit.unwrap_or_else(|| Coded::new(UNKNOWN));
        Ok(self.number(field)?.map(|amount| Quantity::new(amount, unit)))
    }
}
