//! Keys that the type of a configuration does not have.

use serde_ignored::Path;
use toml::de::{DeTable, DeValue};

use crate::policy::{Mistakes, shown};

/// A key, or the number of an element, on the way to a value.
pub(super) enum Step {
    Key(String),
    Element(usize),
}

/// The way to what was left out.
pub(super) fn steps(path: &Path<'_>) -> Vec<Step> {
    let (parent, step) = match path {
        Path::Root => return Vec::new(),
        Path::Map { parent, key } => (parent, Some(Step::Key(key.clone()))),
        Path::Seq { parent, index } => (parent, Some(Step::Element(*index))),
        Path::Some { parent }
        | Path::NewtypeStruct { parent }
        | Path::NewtypeVariant { parent } => (parent, None),
    };
    let mut steps = steps(parent);
    steps.extend(step);
    steps
}

/// Tells of a key that nothing takes.
pub(super) fn tell(root: &DeTable<'_>, way: &[Step], mistakes: &mut Mistakes<'_>) {
    let name = way.iter().rev().find_map(|step| match step {
        Step::Key(key) => Some(shown(key)),
        Step::Element(_) => None,
    });
    let name = name.unwrap_or_default();
    let at = in_table(root, way).unwrap_or_default();
    mistakes.add(at, format!("不认识的键 `{name}`"), format!("unknown key `{name}`"));
}

/// The byte at which the key stands.
fn in_table(table: &DeTable<'_>, way: &[Step]) -> Option<usize> {
    let known = match way.split_first()? {
        (Step::Key(key), rest) => table.get_key_value(key.as_str()).map(|found| (found, rest)),
        (Step::Element(_), _) => None,
    };
    match known {
        Some(((key, _), [])) => Some(key.span().start),
        Some(((_, value), rest)) => in_value(value.get_ref(), rest),
        None => in_variant(table, way),
    }
}

/// A variant of an enum is the one key of a table, which the way lacks.
fn in_variant(table: &DeTable<'_>, way: &[Step]) -> Option<usize> {
    let value = table.values().next().filter(|_| table.len() == 1)?;
    in_value(value.get_ref(), way)
}

fn in_value(value: &DeValue<'_>, way: &[Step]) -> Option<usize> {
    match (value, way.split_first()?) {
        (DeValue::Table(table), _) => in_table(table, way),
        (DeValue::Array(values), (Step::Element(index), rest)) => {
            let value = values.get(*index)?;
            if rest.is_empty() { Some(value.span().start) } else { in_value(value.get_ref(), rest) }
        }
        _ => None,
    }
}
