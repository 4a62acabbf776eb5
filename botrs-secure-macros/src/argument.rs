//! What is said of an argument: by the attributes of a parameter, or of a field of a struct of
//! arguments. Both are read here.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, Expr, ExprLit, Lit, LitStr, Meta, Result, Type};

use crate::diag::Diag;
use crate::keys::{self, ArgKey};
use crate::meta::{Entries, Value};
use crate::rules::{Bound, Range, Rule, Rules, choice, emit, list};
use crate::{literal, name};

/// The attributes of one argument.
#[derive(Default)]
pub(crate) struct Argument {
    pub(crate) help: String,
    pub(crate) name: Option<LitStr>,
    pub(crate) default: Option<String>,
    pub(crate) rest: bool,
    pub(crate) flag: bool,
    pub(crate) redact: bool,
    pub(crate) rules: Rules,
}

/// The attributes that are read, besides doc comments.
const ATTRIBUTES: [&str; 4] = ["arg", "rest", "flag", "validate"];

impl Argument {
    pub(crate) fn read(attrs: &[Attribute], diag: &Diag) -> Self {
        let mut said = Self { help: help(attrs), ..Self::default() };
        let mut entries = Entries::new(&keys::ARG);
        let mut flag = None;
        for attr in attrs {
            if attr.path().is_ident("rest") {
                said.rest = alone(attr, said.rest, diag);
            } else if attr.path().is_ident("flag") {
                said.flag = alone(attr, said.flag, diag);
                flag = Some(attr);
            } else if attr.path().is_ident("arg") {
                let list = list(attr, r#"#[arg(max = "7d")]"#, diag);
                entries.read(list.stream(), diag);
            }
        }
        said.read_args(&entries, diag);
        let rules = attrs.iter().filter(|attr| attr.path().is_ident("validate"));
        said.rules.add(Rules::read(rules, diag));
        if let Some(nested) = &said.rules.nested {
            diag.error(
                nested,
                "`nested` is for values that are validated; an argument is parsed by its type",
            );
        }
        if let Some(flag) = flag {
            said.check_flag(flag, diag);
        }
        said
    }

    fn read_args(&mut self, entries: &Entries<ArgKey>, diag: &Diag) {
        let mut range = Range::default();
        let mut max = None;
        for entry in &entries.list {
            match (entry.key.id, &entry.value) {
                (ArgKey::Redact, _) => self.redact = true,
                (ArgKey::Name, Value::Expr(expr)) => {
                    self.name = diag.take(own_name(expr, entry.key.example));
                }
                (ArgKey::Default, Value::Expr(expr)) => {
                    self.default = diag.take(literal::typed(expr));
                }
                (ArgKey::Min, Value::Expr(expr)) => range.min = diag.take(Bound::read(expr)),
                (ArgKey::Max, Value::Expr(expr)) => {
                    range.max = diag.take(Bound::read(expr));
                    max = Some(expr);
                }
                (ArgKey::OneOf, Value::List(list)) => {
                    self.rules.list.extend(diag.take(choice::read(list)).map(Rule::OneOf));
                }
                (_, Value::Nothing | Value::Expr(_) | Value::List(_)) => {}
            }
        }
        if let Some(max) = max {
            diag.take(range.check(max));
        }
        if range.min.is_some() || range.max.is_some() {
            self.rules.list.push(Rule::Range(range));
        }
    }

    fn check_flag(&self, flag: &Attribute, diag: &Diag) {
        if self.rest {
            diag.error(flag, "a flag is one word; remove `#[rest]` or `#[flag]`");
        }
        if self.default.is_some() {
            diag.error(flag, "a flag that is left out is `false`; remove the `default`");
        }
    }

    /// The description of the argument, where `spec` is that of its type.
    pub(crate) fn spec(&self, spec: &TokenStream, ty: &Type, ident: &str) -> TokenStream {
        let Self { help, default, rest, flag, redact, rules, .. } = self;
        let name = match &self.name {
            Some(name) => quote!(.renamed(#name)),
            None => quote!(.named(#ident)),
        };
        let help = (!help.is_empty()).then(|| quote!(.help(#help)));
        let rest = rest.then(|| quote!(.rest()));
        let flag = flag.then(|| quote!(.flag::<#ty>()));
        let redact = redact.then(|| quote!(.redact()));
        let default = default.as_ref().map(|text| quote!(.default(#text)));
        let rules = emit::list(&rules.list, ty).map(|rules| quote!(.rules(#rules)));
        quote!(#spec #name #help #rest #flag #redact #default #rules)
    }
}

/// Whether an attribute is one of ours, doc comments included.
pub(crate) fn is_ours(attr: &Attribute) -> bool {
    attr.path().is_ident("doc") || ATTRIBUTES.iter().any(|name| attr.path().is_ident(name))
}

/// `#[rest]` and `#[flag]` have nothing behind them and stand once.
fn alone(attr: &Attribute, before: bool, diag: &Diag) -> bool {
    if before || !matches!(attr.meta, Meta::Path(_)) {
        let name = attr.path().get_ident().map(ToString::to_string).unwrap_or_default();
        diag.error(attr, format!("`#[{name}]` stands alone and once"));
    }
    true
}

fn own_name(expr: &Expr, example: &str) -> Result<LitStr> {
    let written = literal::text(expr, example)?;
    let wrong = |message| Err(syn::Error::new_spanned(&written, message));
    match name::check(&written.value()) {
        _ if written.value().is_empty() => {
            wrong("a name is not empty (left out, it is the parameter's)".to_owned())
        }
        Err(message) => wrong(message),
        Ok(()) => Ok(written),
    }
}

/// The text of doc comments.
pub(crate) fn help(attrs: &[Attribute]) -> String {
    let lines: Vec<String> = attrs
        .iter()
        .filter_map(|attr| match &attr.meta {
            Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
                Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
                _ => None,
            },
            _ => None,
        })
        .collect();
    let lines: Vec<&str> = lines.iter().flat_map(|text| text.split('\n')).map(plain).collect();
    lines.join("\n").trim().to_owned()
}

/// A line of a doc comment without the space after the slashes.
fn plain(line: &str) -> &str {
    line.strip_prefix(' ').unwrap_or(line).trim_end()
}

#[cfg(test)]
mod tests {
    use syn::parse::Parser;

    use super::*;

    #[test]
    fn help_is_what_doc_comments_say() {
        let read = |text: &str| Attribute::parse_outer.parse_str(text).expect("attributes");
        let attrs = read("/// Ban.\n#[deprecated = \"no\"]\n#[doc(hidden)]\n///\n///  Now. \n");
        assert_eq!(help(&attrs), "Ban.\n\n Now.");
        assert_eq!(help(&read("#[doc = concat!(\"a\")]")), "");
    }
}
