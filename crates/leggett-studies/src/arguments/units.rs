//! Rates and times either all have units or all are bare.

use super::Arguments;
use crate::error::{Error, Kind as ErrorKind, Result};
use crate::parameter::Value;
use crate::quantity::Quantity;

impl Arguments {
    /// Refuses rates and times of which some have units and some have none.
    pub(super) fn check_units(&self) -> Result<()> {
        let find = |bare: bool| {
            let mut all = self.rates();
            all.find(|(_, quantity)| quantity.bare == bare)
        };
        let (Some((bare, number)), Some((carrying, quantity))) = (find(true), find(false)) else {
            return Ok(());
        };
        let message = format!(
            "`{bare}` = {} has no unit, but `{carrying}` = {} has one",
            number.shown(),
            quantity.shown()
        );
        let error = Error::new(ErrorKind::Contradiction, message)
            .parameter(&bare)
            .allowed("a unit with every rate and time, or, where only ratios matter, with none");
        match self.place(&bare).or_else(|| self.place(&carrying)) {
            Some(place) => Err(error.at(place)),
            None => Err(error),
        }
    }

    /// Whether the rates and times have no units, so that only their ratios
    /// mean something.
    pub fn rates_are_bare(&self) -> bool {
        self.rates().any(|(_, quantity)| quantity.bare)
    }

    /// Every rate and time that is not zero in all units.
    fn rates(&self) -> impl Iterator<Item = (String, &Quantity)> {
        self.used().into_iter().flat_map(|(name, value)| {
            let items = match value {
                Value::List(items) => items.as_slice(),
                single => std::slice::from_ref(single),
            };
            let quantities = items.iter().filter_map(|item| match item {
                Value::Quantity(quantity) if !quantity.is_neutral() => Some(quantity),
                _ => None,
            });
            quantities.map(move |quantity| (name.to_string(), quantity))
        })
    }
}
