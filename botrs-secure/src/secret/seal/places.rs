//! Where sealed values are in a file.

use std::ops::Range;
use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::value::PREFIX;
use crate::policy::{Mistakes, shown};
use crate::secret::TomlError;

/// A sealed value in a text.
pub(crate) struct Place {
    /// The key of the table around it, to be named.
    pub(crate) key: String,
    pub(crate) line: usize,
    pub(crate) value: String,
    /// Its bytes in the text, with the quotes.
    pub(crate) span: Range<usize>,
}

/// All of them, in the order of the text.
pub(crate) fn places_in(text: &str, path: &Path) -> Result<Vec<Place>, TomlError> {
    let root = DeTable::parse(text).map_err(|error| {
        let mut mistakes = Mistakes::of(text);
        mistakes.no_toml(&error);
        TomlError::new(path, mistakes.into_list())
    })?;
    let mut places = Vec::new();
    in_table(root.get_ref(), text, &mut places);
    places.sort_by_key(|place| place.span.start);
    Ok(places)
}

fn in_table(table: &DeTable<'_>, text: &str, places: &mut Vec<Place>) {
    for (key, value) in table {
        in_value(key.get_ref(), value, text, places);
    }
}

fn in_value(key: &str, value: &Spanned<DeValue<'_>>, text: &str, places: &mut Vec<Place>) {
    match value.get_ref() {
        DeValue::String(value_text) if value_text.starts_with(PREFIX) => {
            let span = value.span();
            let line = 1 + text[..span.start].matches('\n').count();
            places.push(Place { key: shown(key), line, value: value_text.to_string(), span });
        }
        DeValue::Array(values) => {
            values.iter().for_each(|value| in_value(key, value, text, places))
        }
        DeValue::Table(table) => in_table(table, text, places),
        _ => {}
    }
}
