//! What is said of an argument: by the attributes of a parameter, or of a field of a struct of
//! arguments. Both are read here.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, Expr, ExprLit, Lit, LitStr, Meta, Result, Type};

use crate::diag::Diag;
use crate::keys::{self, ArgKey};
use crate::meta::{Entries, Value};
use crate::rules::{Bound, Custom, Range, Rule, Rules, choice, emit, list};
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
        let custom = rules.custom.as_ref().map(Custom::written);
        let custom = custom.map(|custom| quote!(.custom(#custom)));
        let rules = emit::list(&rules.list, ty).map(|rules| quote!(.rules(#rules)));
        quote!(#spec #name #help #rest #flag #redact #default #rules #custom)
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
    match name::check(&written.value(), Some("parameter")) {
        Err(message) => Err(syn::Error::new_spanned(&written, message)),
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
    let lines: Vec<&str> = lines.iter().flat_map(|text| plain(text)).collect();
    lines.join("\n").trim().to_owned()
}

/// The lines of a doc comment without what rustdoc leaves out, too: the space after the slashes, and of
/// `/** */` the stars at the left and the indentation.
fn plain(text: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = text.split('\n').map(str::trim_end).collect();
    lines[0] = lines[0].strip_prefix(' ').unwrap_or(lines[0]);
    let rest = &mut lines[1..];
    if rest.iter().all(|line| line.is_empty() || unstarred(line).is_some()) {
        rest.iter_mut().for_each(|line| *line = unstarred(line).unwrap_or_default());
    }
    let indentation = |line: &&str| line.len() - line.trim_start().len();
    let least = rest.iter().filter(|line| !line.is_empty()).map(indentation).min().unwrap_or(0);
    rest.iter_mut().for_each(|line| *line = line.get(least..).unwrap_or_default());
    lines
}

fn unstarred(line: &str) -> Option<&str> {
    line.trim_start().strip_prefix('*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_doc_comment_is_read_as_rustdoc_does() {
        let read =
            |item: &str| help(&syn::parse_str::<syn::ItemFn>(item).expect("a function").attrs);
        for (written, text) in [
            ("/// a\n///\n///  b\nfn f() {}", "a\n\n b"),
            ("/** a */ fn f() {}", "a"),
            ("/** a\n * b\n *\n *  * c\n */ fn f() {}", "a\nb\n\n * c"),
            ("    /**\n     * a\n     */ fn f() {}", "a"),
            ("/**\n    a\n      b\n\n    * c\n*/ fn f() {}", "a\n  b\n\n* c"),
            ("#[doc = \" a\\nb\"] #[doc = \"* c\"] fn f() {}", "a\nb\n* c"),
            ("#[doc(hidden)] fn f() {}", ""),
            ("#[doc = concat!(\"a\")] fn f() {}", ""),
            ("/// a\n#[deprecated = \"no\"]\nfn f() {}", "a"),
        ] {
            assert_eq!(read(written), text, "{written}");
        }
    }
}
