//! Credentials from a TOML file.

use toml::Spanned;
use toml::de::DeValue;

use super::error::{NO_APP_ID, NO_SECRET};
use super::{Credentials, parse_app_id, parse_secret};
use crate::id::BotId;
use crate::policy::{Mistake, Mistakes};
use crate::secret::text::SecretText;

const APP_ID: &str = "app_id";
const SECRET: &str = "secret";

/// The credentials that a text says, or all that is wrong of it.
pub(super) fn parse(text: &str) -> Result<Credentials, Vec<Mistake>> {
    let mut mistakes = Mistakes::of(text);
    let Some(root) = mistakes.table_of(text) else { return Err(mistakes.into_list()) };
    let mut root = root.into_inner();
    let (app_id, secret) = (root.remove(APP_ID), root.remove(SECRET));
    for key in root.keys() {
        // Not shown: it could be a secret that slipped to the left of the `=`.
        let at = key.span().start;
        mistakes.add(
            at,
            "不认识的键；只有 app_id 和 secret",
            "unknown key; there are app_id and secret",
        );
    }
    let missing = [(APP_ID, app_id.is_none()), (SECRET, secret.is_none())];
    let app_id = app_id.and_then(|value| read(value, app_id_of, NO_APP_ID, &mut mistakes));
    let secret = secret.and_then(|value| read(value, secret_of, NO_SECRET, &mut mistakes));
    let mut list = mistakes.into_list();
    list.extend(missing.iter().filter(|(_, is)| *is).map(|(key, _)| not_there(key)));
    match (app_id, secret) {
        (Some(app_id), Some(secret)) if list.is_empty() => {
            Ok(Credentials { app_id, secret, origin: None })
        }
        _ => Err(list),
    }
}

fn read<T>(
    value: Spanned<DeValue<'_>>,
    read: fn(DeValue<'_>) -> Option<T>,
    (zh, en): (&str, &str),
    mistakes: &mut Mistakes<'_>,
) -> Option<T> {
    let at = value.span().start;
    let read = read(value.into_inner());
    if read.is_none() {
        mistakes.add(at, zh, en);
    }
    read
}

fn app_id_of(value: DeValue<'_>) -> Option<BotId> {
    match value {
        DeValue::String(text) => parse_app_id(&text).ok(),
        DeValue::Integer(number) => parse_app_id(&number.to_string()).ok(),
        _ => None,
    }
}

fn secret_of(value: DeValue<'_>) -> Option<SecretText> {
    match value {
        // The parser's own copy, if it had to make one for an escape.
        DeValue::String(text) => parse_secret(text.into_owned().into()).ok(),
        _ => None,
    }
}

fn not_there(key: &str) -> Mistake {
    Mistake { at: None, zh: format!("缺少 {key}"), en: format!("{key} is missing") }
}
