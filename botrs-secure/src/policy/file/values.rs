//! Single values of a policy file: lists of texts, ids, durations. What is wrong is told, not guessed.

use std::collections::HashSet;
use std::hash::Hash;
use std::str::FromStr;
use std::time::Duration;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::content::ContentAction;
use crate::content::duration::parse_duration;
use crate::limit::Intrusion;
use crate::locale::Locale;
use crate::policy::file::keys::Table;
use crate::policy::file::mistakes::{Mistakes, instead, shown};

pub(super) type Value<'t> = Spanned<DeValue<'t>>;

/// What kind of id is expected.
#[derive(Clone, Copy)]
pub(super) struct IdKind {
    zh: &'static str,
    en: &'static str,
}

pub(super) const NUMBER: IdKind = IdKind {
    zh: "频道侧 ID 应为 1–20 位数字，如 \"1234567890\"",
    en: "a guild-side id is 1 to 20 digits, such as \"1234567890\"",
};

pub(super) const OPENID: IdKind = IdKind {
    zh: "openid 应为 32 位十六进制数字",
    en: "an openid is 32 hexadecimal digits",
};

/// A text with the byte at which it stands.
pub(super) type Text<'v> = (&'v str, usize);

impl Mistakes<'_> {
    /// The known keys of a table, in the order of the file, each with its place and value.
    pub(super) fn entries<'v, 't, K: Copy>(
        &mut self,
        of: &Table<K>,
        table: &'v DeTable<'t>,
    ) -> Vec<(K, usize, &'v Value<'t>)> {
        let mut entries = Vec::new();
        for (key, value) in table {
            let (name, at) = (key.get_ref(), key.span().start);
            match of.find(name) {
                Some(known) => entries.push((known, at, value)),
                None => self.unknown_key(of, name, at),
            }
        }
        entries.sort_by_key(|(_, at, _)| *at);
        entries
    }

    fn unknown_key<K: Copy>(&mut self, of: &Table<K>, name: &str, at: usize) {
        let (place, place_en) = match of.header {
            "" => ("文件开头".to_owned(), "the file".to_owned()),
            header => (header.to_owned(), header.to_owned()),
        };
        let said = of.instead.iter().find(|(key, ..)| *key == name);
        let (zh, en) = match said {
            Some(&(_, zh, en)) => (zh.to_owned(), en.to_owned()),
            None => instead(name, of.names()),
        };
        let name = shown(name);
        let zh = format!("{place} 里没有键 `{name}`：{zh}");
        self.add(at, zh, format!("{place_en} has no key `{name}`: {en}"));
    }

    /// A table, which is written with this header.
    pub(super) fn table<'v, 't>(
        &mut self,
        value: &'v Value<'t>,
        header: &str,
    ) -> Option<&'v DeTable<'t>> {
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong(value, (&format!("表 {header}"), &format!("the table {header}")));
            return None;
        };
        Some(table)
    }

    /// The entries of a table whose keys are ids.
    pub(super) fn ids<'v, 't, T: FromStr + Eq + Hash + Copy>(
        &mut self,
        kind: IdKind,
        table: &'v DeTable<'t>,
    ) -> Vec<(T, usize, &'v Value<'t>)> {
        let mut entries: Vec<_> =
            table.iter().map(|(key, value)| (key.get_ref(), key.span().start, value)).collect();
        entries.sort_by_key(|(_, at, _)| *at);
        let mut seen = HashSet::new();
        let mut known = Vec::new();
        for (name, at, value) in entries {
            let Some(id) = self.id(kind, (name, at)) else { continue };
            if seen.insert(id) {
                known.push((id, at, value));
            } else {
                // `08` and `8`, or an openid in capitals, are other keys for TOML.
                self.repeated(name, at);
            }
        }
        known
    }

    pub(super) fn repeated(&mut self, name: &str, at: usize) {
        let name = shown(name);
        let zh = format!("`{name}` 写了两次：请合并为一处");
        self.add(at, zh, format!("`{name}` is given twice: write it once"));
    }

    pub(super) fn id<T: FromStr>(&mut self, kind: IdKind, (text, at): Text<'_>) -> Option<T> {
        let id = text.parse().ok();
        if id.is_none() {
            let text = shown(text);
            let zh = format!("`{text}` 不是 ID：{}", kind.zh);
            self.add(at, zh, format!("`{text}` is no id: {}", kind.en));
        }
        id
    }

    /// An id as a value.
    pub(super) fn one_id<T: FromStr>(&mut self, kind: IdKind, value: &Value<'_>) -> Option<T> {
        let text = self.text(value)?;
        self.id(kind, text)
    }

    /// A list of ids.
    pub(super) fn list_of_ids<T: FromStr>(&mut self, kind: IdKind, value: &Value<'_>) -> Vec<T> {
        let texts = self.texts(value);
        texts.into_iter().filter_map(|text| self.id(kind, text)).collect()
    }

    pub(super) fn text<'v>(&mut self, value: &'v Value<'_>) -> Option<Text<'v>> {
        let text = value.get_ref().as_str();
        if text.is_none() {
            self.wrong(value, ("字符串", "a string"));
        }
        Some((text?, value.span().start))
    }

    /// A list of texts; a single one needs no brackets.
    pub(super) fn texts<'v>(&mut self, value: &'v Value<'_>) -> Vec<Text<'v>> {
        match value.get_ref() {
            DeValue::Array(items) => items.iter().filter_map(|item| self.text(item)).collect(),
            DeValue::String(text) => vec![(text, value.span().start)],
            _ => {
                self.wrong(value, ("字符串数组", "a list of strings"));
                Vec::new()
            }
        }
    }

    pub(super) fn boolean(&mut self, value: &Value<'_>) -> Option<bool> {
        let found = value.get_ref().as_bool();
        if found.is_none() {
            self.wrong(value, ("true 或 false", "true or false"));
        }
        found
    }

    pub(super) fn duration(&mut self, value: &Value<'_>) -> Option<Duration> {
        if value.get_ref().is_integer() {
            self.wrong(
                value,
                ("带单位的时长，如 \"30s\"", "a duration with its unit, such as \"30s\""),
            );
            return None;
        }
        let (text, at) = self.text(value)?;
        match parse_duration(text) {
            Ok(duration) => Some(duration),
            Err(error) => {
                self.add(at, error.message(Locale::Zh), error.message(Locale::En));
                None
            }
        }
    }

    /// What is to be done about content.
    pub(super) fn action(&mut self, value: &Value<'_>) -> Option<ContentAction> {
        let (text, at) = self.text(value)?;
        let found = ContentAction::NAMES.into_iter().find(|(name, _)| *name == text);
        if found.is_none() {
            let (zh, en) = instead(text, ContentAction::NAMES.iter().map(|(name, _)| *name));
            let text = shown(text);
            self.add(
                at,
                format!("没有处理方式 `{text}`：{zh}"),
                format!("there is no action `{text}`: {en}"),
            );
        }
        found.map(|(_, action)| action)
    }

    /// A duration of at most 30 days.
    pub(super) fn days(&mut self, value: &Value<'_>) -> Option<Duration> {
        let duration = self.duration(value)?;
        if duration > Intrusion::LONGEST {
            self.add(value.span().start, "最长 30 天", "at most 30 days");
            return None;
        }
        Some(duration)
    }

    /// A number from 0 to `most`.
    pub(super) fn count(&mut self, value: &Value<'_>, most: u32) -> Option<u32> {
        let DeValue::Integer(number) = value.get_ref() else {
            self.wrong(value, ("整数", "an integer"));
            return None;
        };
        let number = u32::from_str_radix(number.as_str(), number.radix()).ok();
        let count = number.filter(|number| *number <= most);
        if count.is_none() {
            let (zh, en) = (format!("这里应为 0 到 {most}"), format!("expected 0 to {most}"));
            self.add(value.span().start, zh, en);
        }
        count
    }

    /// A value of the wrong type.
    pub(super) fn wrong(&mut self, value: &Value<'_>, (zh, en): (&str, &str)) {
        let found = value.get_ref();
        let (found_zh, found_en) = match found {
            DeValue::String(_) => ("字符串", "a string"),
            DeValue::Integer(_) => ("整数", "an integer"),
            DeValue::Float(_) => ("浮点数", "a float"),
            DeValue::Boolean(_) => ("布尔值", "a boolean"),
            DeValue::Datetime(_) => ("日期", "a date"),
            DeValue::Array(_) => ("数组", "a list"),
            DeValue::Table(_) => ("表", "a table"),
        };
        let (mut quote_zh, mut quote_en) = (String::new(), String::new());
        if let DeValue::Integer(number) = found
            && zh.starts_with("字符串")
        {
            let number = shown(&number.to_string());
            quote_zh = format!("，请加引号：\"{number}\"");
            quote_en = format!(": put it in quotes, \"{number}\"");
        }
        let zh = format!("这里应为{zh}，而不是{found_zh}{quote_zh}");
        self.add(value.span().start, zh, format!("expected {en}, not {found_en}{quote_en}"));
    }
}
