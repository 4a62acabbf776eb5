//! The rules of one value: `#[validate(..)]` on a parameter or a field, and `#[arg(min, max, one_of)]`.
//!
//! A file a rule reads and checks it; `emit` has the code for all of them. Commands, functions under
//! `#[validate]` and `#[derive(Validate)]` share this.

pub(crate) mod choice;
mod custom;
pub(crate) mod emit;
mod host;
mod length;
mod pattern;
mod range;

use proc_macro2::{Delimiter, Group, Ident, TokenStream};
use syn::{Attribute, LitStr, Meta};

use crate::diag::Diag;
use crate::keys::{self, RuleKey};
use crate::meta::{Entries, Entry, Value};

pub(crate) use choice::Choices;
pub(crate) use custom::Custom;
pub(crate) use length::Unit;
pub(crate) use range::{Bound, Range};

/// The rules of one value.
#[derive(Default)]
pub(crate) struct Rules {
    pub(crate) list: Vec<Rule>,
    pub(crate) custom: Option<Custom>,
    /// The word `nested`, where it was said.
    pub(crate) nested: Option<Ident>,
}

/// One rule that is data.
pub(crate) enum Rule {
    Length { unit: Unit, min: u32, max: u32 },
    Range(Range),
    Pattern(LitStr),
    OneOf(Choices),
    Url(Option<Vec<LitStr>>),
    SafeText,
    NoMentions,
    Each(Vec<Rule>),
}

impl Rules {
    /// Reads all `#[validate(..)]` of one value.
    pub(crate) fn read<'a>(attrs: impl IntoIterator<Item = &'a Attribute>, diag: &Diag) -> Self {
        let mut entries = Entries::new(&keys::VALIDATE);
        for attr in attrs {
            entries.read(list(attr, "#[validate(length(max = 200))]", diag).stream(), diag);
        }
        let mut rules = Self::default();
        for entry in &entries.list {
            if !custom::read(entry, &mut rules, diag) {
                rules.list.extend(rule(entry, diag));
            }
        }
        custom::check(&entries, &mut rules, diag);
        rules
    }

    /// Puts the rules of another attribute of the value after these.
    pub(crate) fn add(&mut self, others: Self) {
        self.list.extend(others.list);
        self.custom = self.custom.take().or(others.custom);
        self.nested = self.nested.take().or(others.nested);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.list.is_empty() && self.custom.is_none() && self.nested.is_none()
    }
}

/// The rule of an entry that is data.
fn rule(entry: &Entry<RuleKey>, diag: &Diag) -> Option<Rule> {
    match (entry.key.id, &entry.value) {
        (RuleKey::Length, Value::List(list)) => length::read(list, diag),
        (RuleKey::Range, Value::List(list)) => range::read(list, diag).map(Rule::Range),
        (RuleKey::Pattern, Value::Expr(expr)) => diag.take(pattern::read(expr)).map(Rule::Pattern),
        (RuleKey::OneOf, Value::List(list)) => diag.take(choice::read(list)).map(Rule::OneOf),
        (RuleKey::Url, Value::List(list)) => host::read(list, diag).map(Rule::Url),
        (RuleKey::Url, Value::Nothing) => Some(Rule::Url(None)),
        (RuleKey::SafeText, _) => Some(Rule::SafeText),
        (RuleKey::NoMentions, _) => Some(Rule::NoMentions),
        (RuleKey::Each, Value::List(list)) => Some(Rule::Each(each(list, diag))),
        _ => None,
    }
}

/// `each(length(max = 5))`
fn each(list: &Group, diag: &Diag) -> Vec<Rule> {
    let mut entries = Entries::new(&keys::VALIDATE);
    entries.read(list.stream(), diag);
    if list.stream().is_empty() {
        diag.error(list, "`each` needs a rule for the elements");
    }
    let mut rules = Vec::new();
    for entry in &entries.list {
        let instead = match entry.key.id {
            RuleKey::Custom | RuleKey::With => "it beside `each`: its function gets the whole list",
            RuleKey::Nested => "`nested` alone, which walks into lists",
            _ => {
                rules.extend(rule(entry, diag));
                continue;
            }
        };
        let name = entry.key.name;
        diag.error(&entry.ident, format!("`{name}` does not stand in `each`; write {instead}"));
    }
    rules
}

/// The list of `#[attr(..)]`; where there is none, says so, and goes on with an empty one.
pub(crate) fn list(attr: &Attribute, example: &str, diag: &Diag) -> Group {
    let tokens = match &attr.meta {
        Meta::List(list) if !list.tokens.is_empty() => list.tokens.clone(),
        _ => {
            diag.error(attr, format!("this says nothing; write for example `{example}`"));
            TokenStream::new()
        }
    };
    Group::new(Delimiter::Parenthesis, tokens)
}
