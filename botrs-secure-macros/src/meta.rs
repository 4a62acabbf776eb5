//! Reads `key`, `key = value`, `key(..)`, .. by a table: each mistake is noted and the rest is read.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream, Parser};
use syn::{Attribute, Expr, Meta, Token};

use crate::diag::Diag;
use crate::keys::{Form, Key, Table};

/// What stands behind a key.
pub(crate) enum Value {
    Nothing,
    Expr(Expr),
    List(Group),
}

/// One key as written.
pub(crate) struct Entry<K: 'static> {
    pub(crate) key: &'static Key<K>,
    pub(crate) ident: Ident,
    pub(crate) value: Value,
}

/// The entries of one attribute; several lists of it add up.
pub(crate) struct Entries<K: 'static> {
    pub(crate) list: Vec<Entry<K>>,
    /// Keys that an unknown or broken entry was probably meant for.
    pub(crate) meant: Vec<K>,
    table: &'static Table<K>,
}

impl<K: Copy + 'static> Entries<K> {
    pub(crate) fn new(table: &'static Table<K>) -> Self {
        Self { list: Vec::new(), meant: Vec::new(), table }
    }

    /// Reads those of `attrs` that are the table's.
    pub(crate) fn of_attributes(
        table: &'static Table<K>,
        attrs: &[Attribute],
        diag: &Diag,
    ) -> Self {
        let mut entries = Self::new(table);
        for attr in attrs.iter().filter(|attr| attr.path().is_ident(table.place)) {
            match &attr.meta {
                Meta::List(list) => entries.read(list.tokens.clone(), diag),
                _ => {
                    let Table { place, keys, .. } = table;
                    diag.error(attr, format!("write `#[{place}({})]`", keys[0].example));
                }
            }
        }
        entries
    }

    /// Reads the entries of a list.
    pub(crate) fn read(&mut self, tokens: TokenStream, diag: &Diag) {
        for (tokens, comma) in split(tokens) {
            if tokens.is_empty() {
                let noun = self.table.noun;
                diag.error_at(comma, format!("expected a {noun} before this comma"));
            } else if let Some(raw) = diag.take(Raw::read(self.table).parse2(tokens)) {
                self.add(raw, diag);
            }
        }
    }

    fn add(&mut self, raw: Raw, diag: &Diag) {
        let name = raw.ident.unraw().to_string();
        let Some(key) = self.table.get(&name) else {
            self.meant.extend(self.table.nearest(&name).map(|key| key.id));
            diag.error(&raw.ident, self.table.unknown(&name));
            return;
        };
        self.meant.push(key.id);
        let first = self.list.iter().find(|entry| entry.key.name == key.name);
        if let (Some(first), false) = (first, key.repeats) {
            diag.error(&first.ident, format!("`{name}` is first set here"));
            diag.error(&raw.ident, format!("duplicate `{name}`"));
        } else if let Some(value) = diag.take(raw.value(key)) {
            self.list.push(Entry { key, ident: raw.ident, value });
        }
    }
}

/// Whether an attribute is called so, however its path begins.
pub(crate) fn is_last(attr: &Attribute, name: &str) -> bool {
    attr.path().segments.last().is_some_and(|last| last.ident == name)
}

/// Splits at the commas; each part comes with the place of the comma after it.
///
/// Those between the bars of a closure, which is never right, do not count: it is one mistake.
pub(crate) fn split(tokens: TokenStream) -> Vec<(TokenStream, Span)> {
    let mut parts = Vec::new();
    let mut part = TokenStream::new();
    let (mut in_bars, mut last) = (false, ' ');
    for token in tokens {
        let sign = match &token {
            TokenTree::Punct(punct) => punct.as_char(),
            _ => ' ',
        };
        if sign == ',' && !in_bars {
            parts.push((std::mem::take(&mut part), token.span()));
        } else {
            in_bars ^= sign == '|' && (in_bars || last == '=');
            part.extend([token]);
        }
        last = sign;
    }
    if !part.is_empty() {
        parts.push((part, Span::call_site()));
    }
    parts
}

/// An entry before its key is looked up.
struct Raw {
    ident: Ident,
    equals: Option<Token![=]>,
    after: TokenStream,
}

impl Raw {
    fn read<K>(table: &'static Table<K>) -> impl Parser<Output = Self> {
        move |input: ParseStream<'_>| {
            if !input.peek(Ident::peek_any) {
                let Table { noun, keys, .. } = table;
                return Err(input.error(format!("expected a {noun}, like `{}`", keys[0].example)));
            }
            let ident = input.call(Ident::parse_any)?;
            Ok(Self { ident, equals: input.parse()?, after: input.parse()? })
        }
    }

    /// The value, if it has the form of the key.
    fn value<K>(&self, key: &Key<K>) -> syn::Result<Value> {
        let Key { name, form, example, .. } = key;
        let wrong = |message: String| Err(syn::Error::new_spanned(&self.ident, message));
        if self.equals.is_some() {
            return match form {
                Form::Flag => wrong(format!("`{name}` takes no value; write `{example}`")),
                Form::List => wrong(format!("`{name}` is a list; write `{example}`")),
                Form::FlagOrList => {
                    wrong(format!("`{name}` takes no value; write `{name}` or `{example}`"))
                }
                Form::Value | Form::ValueOrList if self.after.is_empty() => {
                    wrong(format!("`{name}` requires a value; write `{example}`"))
                }
                Form::Value | Form::ValueOrList => {
                    Ok(Value::Expr(Expr::parse.parse2(self.after.clone())?))
                }
            };
        }
        let mut after = self.after.clone().into_iter();
        match (after.next(), after.next(), form) {
            (None, _, Form::Flag | Form::FlagOrList) => Ok(Value::Nothing),
            (None, _, _) => wrong(format!("`{name}` requires a value; write `{example}`")),
            (
                Some(TokenTree::Group(group)),
                None,
                Form::List | Form::ValueOrList | Form::FlagOrList,
            ) => match group.delimiter() {
                Delimiter::Parenthesis => Ok(Value::List(group)),
                _ => wrong(format!("use parentheses: `{name}(..)`")),
            },
            (Some(TokenTree::Group(_)), None, Form::Flag) => {
                wrong(format!("`{name}` takes no value; write `{example}`"))
            }
            (Some(TokenTree::Group(_)), None, Form::Value) => {
                wrong(format!("`{name}` is no list; write `{example}`"))
            }
            (Some(token), ..) => Err(syn::Error::new(
                token.span(),
                format!("expected `,` after `{name}`, or a value: `{example}`"),
            )),
        }
    }
}
