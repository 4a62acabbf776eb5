//! From a text to the type of a configuration.

use serde::de::DeserializeOwned;
use toml::de::{Deserializer, Error};

use super::expand::expand;
use super::texts::Texts;
use super::unknown::{steps, tell};
use crate::policy::{Mistake, Mistakes, shown};
use crate::secret::env::Variables;

/// What the text says, or what is wrong of it.
pub(super) fn read<T: DeserializeOwned>(
    text: &str,
    variables: Variables<'_>,
) -> Result<T, Vec<Mistake>> {
    let mut mistakes = Mistakes::of(text);
    let read = read_into(text, variables, &mut mistakes);
    let list = mistakes.into_list();
    read.filter(|_| list.is_empty()).ok_or(list)
}

fn read_into<T: DeserializeOwned>(
    text: &str,
    variables: Variables<'_>,
    mistakes: &mut Mistakes<'_>,
) -> Option<T> {
    let mut root = Texts(mistakes.table_of(text)?);
    expand(root.0.get_mut(), variables, mistakes);
    if mistakes.len() > 0 {
        return None;
    }
    let mut left_out = Vec::new();
    let keep = |path: serde_ignored::Path<'_>| left_out.push(steps(&path));
    let read = serde_ignored::deserialize(Deserializer::from(root.lent()), keep);
    for way in &left_out {
        tell(root.0.get_ref(), way, mistakes);
    }
    read.map_err(|error| misfit(&error, mistakes)).ok()
}

/// Tells why a value does not fit its type, in as many of serde's words as show no value.
fn misfit(error: &Error, mistakes: &mut Mistakes<'_>) {
    let at = error.span().unwrap_or_default().start;
    let (zh, en) = words(error.message());
    mistakes.add(at, zh, en);
}

fn words(message: &str) -> (String, String) {
    let field = |kind: &str| message.strip_prefix(kind)?.split('`').next();
    if let Some(name) = field("missing field `") {
        return (format!("缺少 `{name}`"), format!("`{name}` is missing"));
    }
    if let Some(name) = field("unknown field `").map(shown) {
        return (format!("不认识的键 `{name}`"), format!("unknown key `{name}`"));
    }
    let of_variant = |rest: &str| Some(shown(rest.rsplit_once(", available keys: ")?.0));
    if let Some(names) = message.strip_prefix("unexpected keys in table: ").and_then(of_variant) {
        return (format!("不认识的键 `{names}`"), format!("unknown key `{names}`"));
    }
    let own = ["invalid type: ", "invalid value: ", "invalid length ", "unknown variant `"];
    // Of an enum without variants nothing is expected, and all of it is what was found.
    let is_own =
        own.iter().any(|kind| message.starts_with(kind)) && !message.ends_with("no variants");
    // What was found stands before it, and may have the same words in it.
    match message.rsplit_once(", expected ").filter(|_| is_own) {
        Some((_, expected)) => (format!("应为 {expected}"), format!("expected {expected}")),
        None => ("程序不接受这个值".into(), "this is no value that the program takes".into()),
    }
}
