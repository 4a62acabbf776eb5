//! A record as it is read, with what the command line shows of it.

use std::borrow::Cow;

use serde::Deserialize;

/// The members that are shown; those that are not there are empty.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Record<'a> {
    /// RFC 3339, UTC.
    #[serde(borrow)]
    pub(super) timestamp: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) event_type: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) user_id: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub(super) action: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) details: Option<Cow<'a, str>>,
    pub(super) success: bool,
    #[serde(borrow)]
    pub(super) rule: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) scene: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub(super) place: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub(super) target: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub(super) correlation: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) bot: Option<Cow<'a, str>>,
    /// The epoch of its pseudonyms.
    #[serde(borrow)]
    pub(super) names: Cow<'a, str>,
    /// How many it stands for, if not for one.
    pub(super) count: Option<u64>,
}

impl<'a> Record<'a> {
    /// The record of a line; none if it is none.
    pub(super) fn read(line: &'a str) -> Option<Self> {
        let record: Self = serde_json::from_str(line).ok()?;
        (!record.event_type.is_empty()).then_some(record)
    }
}

/// A text with what could mislead a terminal or a page spelt out, on one line.
pub(in crate::cli) fn shown(text: &str) -> Cow<'_, str> {
    let is_plain = |c: char| !c.is_control() && !crate::json::misleads(c);
    if text.chars().all(is_plain) {
        return text.into();
    }
    let mut spelt = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_plain(c) {
            spelt.push(c);
        } else {
            spelt.extend(c.escape_unicode());
        }
    }
    spelt.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_misleads_is_spelt_out() {
        assert_eq!(shown("好 a"), "好 a");
        assert_eq!(shown("a\u{1b}[2J\u{202e}b\n\u{85}"), r"a\u{1b}[2J\u{202e}b\u{a}\u{85}");
    }

    #[test]
    fn a_line_is_a_record_or_is_not() {
        for line in ["", "{}", "[]", "1", r#"{"event_type":1}"#, r#"{"event_type":"""#] {
            assert!(Record::read(line).is_none(), "{line}");
        }
        let line = r#"{"event_type":"decision","action":"a\"b","success":true,"more":[1]}"#;
        let record = Record::read(line).unwrap();
        assert_eq!((&*record.action, record.success, record.user_id), ("a\"b", true, None));
    }
}
