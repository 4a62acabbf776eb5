//! The texts of a table that are copies: made by the parser for an escape, or of what a variable holds.

use std::borrow::Cow;
use std::mem;

use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use crate::secret::text::SecretText;

/// A table whose copies of texts are overwritten when it is dropped.
pub(super) struct Texts<'t>(pub(super) Spanned<DeTable<'t>>);

impl Texts<'_> {
    /// The same table without a text of its own, to be taken apart.
    pub(super) fn lent(&self) -> Spanned<DeTable<'_>> {
        Spanned::new(self.0.span(), lend_table(self.0.get_ref()))
    }

    fn wipe(&mut self) {
        self.0.get_mut().iter_mut().for_each(|(_, value)| wipe(value));
    }
}

impl Drop for Texts<'_> {
    fn drop(&mut self) {
        self.wipe();
    }
}

fn lend_table<'t>(table: &'t DeTable<'_>) -> DeTable<'t> {
    let entries = table.iter().map(|(key, value)| {
        let name: &str = key.get_ref();
        (Spanned::new(key.span(), Cow::Borrowed(name)), lend(value))
    });
    entries.collect()
}

fn lend<'t>(value: &'t Spanned<DeValue<'_>>) -> Spanned<DeValue<'t>> {
    let lent = match value.get_ref() {
        DeValue::String(text) => DeValue::String(Cow::Borrowed(text)),
        DeValue::Array(values) => {
            let mut lent = DeArray::new();
            values.iter().for_each(|value| lent.push(lend(value)));
            DeValue::Array(lent)
        }
        DeValue::Table(table) => DeValue::Table(lend_table(table)),
        other => other.clone(),
    };
    Spanned::new(value.span(), lent)
}

fn wipe(value: &mut Spanned<DeValue<'_>>) {
    match value.get_mut() {
        DeValue::String(text) => {
            if let Cow::Owned(text) = mem::take(text) {
                drop(SecretText::from(text));
            }
        }
        DeValue::Array(values) => values.iter_mut().for_each(wipe),
        DeValue::Table(table) => table.iter_mut().for_each(|(_, value)| wipe(value)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether each text is a copy, and what it is.
    fn texts(value: &DeValue<'_>) -> Vec<(bool, String)> {
        match value {
            DeValue::String(text) => vec![(matches!(text, Cow::Owned(_)), text.to_string())],
            DeValue::Array(values) => values.iter().flat_map(|v| texts(v.get_ref())).collect(),
            DeValue::Table(table) => table.values().flat_map(|v| texts(v.get_ref())).collect(),
            _ => Vec::new(),
        }
    }

    #[test]
    fn copies_are_lent_and_overwritten_wherever_they_are() {
        let text = "a = \"\\u0061\"\nb = [\"\\u0062\", 'c', 1.5]\n[d.e]\nf = \"\\u0066\"\n";
        let mut table = Texts(DeTable::parse(text).unwrap());
        let all = |table: &Spanned<DeTable<'_>>| texts(&DeValue::Table(table.get_ref().clone()));
        let expected = [(true, "a"), (true, "b"), (false, "c"), (true, "f")];
        assert_eq!(all(&table.0), expected.map(|(is_copy, text)| (is_copy, text.to_owned())));
        let lent = table.lent();
        assert_eq!(all(&lent), expected.map(|(_, text)| (false, text.to_owned())));
        assert_eq!(format!("{lent:?}"), format!("{:?}", table.0), "places and all");
        drop(lent);
        table.wipe();
        assert!(all(&table.0).iter().all(|(_, text)| text.is_empty()));
    }
}
