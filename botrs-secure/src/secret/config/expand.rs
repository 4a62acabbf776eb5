//! What stands for something else: references to environment variables, and sealed values.

use std::borrow::Cow;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::sealed::{self, Opener};
use crate::policy::{Mistakes, shown};
use crate::secret::env::Variables;
use crate::secret::text::SecretText;

/// How much of the environment a file can refer to, in bytes.
const MOST: usize = 1 << 20;

/// Puts the values of variables in place of `${NAME}`, and of what is sealed in place of `age:..`, in every text of
/// the table.
pub(super) fn expand(
    root: &mut DeTable<'_>,
    variables: Variables<'_>,
    mistakes: &mut Mistakes<'_>,
) {
    Expansion { variables, mistakes, left: MOST, opener: Opener::new(variables) }.table(root);
}

struct Expansion<'a, 't> {
    variables: Variables<'a>,
    mistakes: &'a mut Mistakes<'t>,
    left: usize,
    opener: Opener<'a>,
}

impl Expansion<'_, '_> {
    fn table(&mut self, table: &mut DeTable<'_>) {
        for (key, value) in table.iter_mut() {
            self.value(key.get_ref(), value);
        }
    }

    /// The key is that of the table around it, to be named.
    fn value(&mut self, key: &str, value: &mut Spanned<DeValue<'_>>) {
        let at = value.span().start;
        match value.get_mut() {
            DeValue::String(text) if text.starts_with(sealed::PREFIX) => {
                if let Some(opened) = self.opener.open(text, key, at, self.mistakes) {
                    *text = Cow::Owned(opened);
                }
            }
            DeValue::String(text) if text.contains("${") => match self.text(text) {
                Ok(expanded) => *text = Cow::Owned(expanded.into_string()),
                Err(fault) => fault.tell(key, at, self.mistakes),
            },
            DeValue::Array(values) => values.iter_mut().for_each(|value| self.value(key, value)),
            DeValue::Table(table) => self.table(table),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) -> Result<SecretText, Fault> {
        let mut expanded = SecretText::from(String::new());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("${") {
            rest = after;
            if let Some(before) = before.strip_suffix('$') {
                expanded.push(before);
                expanded.push("${");
                continue;
            }
            let (name, after) = after.split_once('}').ok_or(Fault::Form)?;
            expanded.push(before);
            expanded.push(self.variable(name)?.as_str());
            rest = after;
        }
        expanded.push(rest);
        Ok(expanded)
    }

    fn variable(&mut self, name: &str) -> Result<SecretText, Fault> {
        if !is_name(name) {
            return Err(Fault::Form);
        }
        let value = (self.variables)(name).filter(|value| !value.is_empty());
        let value = value.ok_or_else(|| Fault::Missing(shown(name)))?;
        let value = value.into_string().map_err(|_| Fault::NotUnicode(shown(name)))?;
        let value = SecretText::from(value);
        self.left = self.left.checked_sub(value.as_str().len()).ok_or(Fault::TooMuch)?;
        Ok(value)
    }
}

fn is_name(name: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    name.starts_with(|c: char| is_part(c) && !c.is_ascii_digit()) && name.chars().all(is_part)
}

enum Fault {
    /// What stands there is no reference, and could be meant as one.
    Form,
    Missing(String),
    NotUnicode(String),
    TooMuch,
}

impl Fault {
    fn tell(self, key: &str, at: usize, mistakes: &mut Mistakes<'_>) {
        let key = shown(key);
        let (zh, en) = match self {
            Self::Form => (
                "引用应写成 ${NAME}；若就是这几个字，请写 $${".to_owned(),
                "a reference is written ${NAME}; for these characters themselves write $${"
                    .to_owned(),
            ),
            Self::Missing(name) => (
                format!("环境变量 {name} 没有设置，或是空的"),
                format!("the environment variable {name} is not set, or empty"),
            ),
            Self::NotUnicode(name) => (
                format!("环境变量 {name} 不是 UTF-8"),
                format!("the environment variable {name} is not UTF-8"),
            ),
            Self::TooMuch => (
                "引用的环境变量加起来超过 1 MiB".to_owned(),
                "the environment variables referred to are over 1 MiB together".to_owned(),
            ),
        };
        mistakes.add(at, format!("`{key}`：{zh}"), format!("`{key}`: {en}"));
    }
}
