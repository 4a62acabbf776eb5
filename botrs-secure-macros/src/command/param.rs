//! The parameters: their attributes are read and taken off, since rustc knows none of them.

use proc_macro2::Ident;
use syn::ext::IdentExt;
use syn::{Attribute, Expr, ExprLit, FnArg, Lit, Meta, Pat, PatType, Type};

use crate::command::types;
use crate::diag::Diag;
use crate::keys::{self, ArgKey};
use crate::literal;
use crate::meta::{Entries, Value};
use crate::rules::{Bound, Range, Rule, Rules, choice, list};

/// One parameter of a command.
pub(crate) struct Param {
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
    pub(crate) help: String,
    pub(crate) default: Option<String>,
    pub(crate) rest: bool,
    pub(crate) rules: Rules,
}

impl Param {
    /// Reads a parameter and leaves of it what rustc understands.
    pub(crate) fn read(arg: &mut FnArg, diag: &Diag) -> Option<Self> {
        let FnArg::Typed(PatType { attrs, pat, ty, .. }) = arg else {
            diag.error(arg, "commands cannot take `self`; make it a free function");
            return None;
        };
        let help = help(attrs);
        let own: Vec<Attribute> = attrs.extract_if(.., |attr| is_ours(attr)).collect();
        for attr in attrs.iter().filter(|attr| is_any(attr, &["cfg", "cfg_attr"])) {
            diag.error(
                attr,
                "`#[cfg]` on a parameter would change the command with the build; put it on the function",
            );
        }
        types::elide(ty);
        if let Type::ImplTrait(_) = &**ty {
            diag.error(&ty, "`#[command]` does not support generic functions; name a type");
        }
        let ident = named(pat, diag)?;
        let mut param = Self {
            ident,
            ty: (**ty).clone(),
            help,
            default: None,
            rest: false,
            rules: Rules::default(),
        };
        param.read_attrs(&own, diag);
        Some(param)
    }

    /// The name that messages and help show.
    pub(crate) fn name(&self) -> String {
        self.ident.unraw().to_string().trim_start_matches('_').to_owned()
    }

    fn read_attrs(&mut self, attrs: &[Attribute], diag: &Diag) {
        let mut entries = Entries::new(&keys::ARG);
        for attr in attrs {
            if attr.path().is_ident("rest") {
                if self.rest || !matches!(attr.meta, Meta::Path(_)) {
                    diag.error(attr, "`#[rest]` stands alone and once");
                }
                self.rest = true;
            } else if attr.path().is_ident("arg") {
                let list = list(attr, r#"#[arg(max = "7d")]"#, diag);
                entries.read(list.stream(), diag);
            }
        }
        self.read_args(&entries, diag);
        let rules = Rules::read(attrs.iter().filter(|attr| attr.path().is_ident("validate")), diag);
        self.rules.add(rules);
        if let Some(nested) = &self.rules.nested {
            diag.error(nested, "`nested` is for fields; an argument is parsed by its type");
        }
    }

    fn read_args(&mut self, entries: &Entries<ArgKey>, diag: &Diag) {
        let mut range = Range::default();
        let mut max = None;
        for entry in &entries.list {
            match (entry.key.id, &entry.value) {
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
                _ => {}
            }
        }
        if let Some(max) = max {
            diag.take(range.check(max));
        }
        if range.min.is_some() || range.max.is_some() {
            self.rules.list.push(Rule::Range(range));
        }
    }
}

fn is_any(attr: &Attribute, names: &[&str]) -> bool {
    names.iter().any(|name| attr.path().is_ident(name))
}

fn is_ours(attr: &Attribute) -> bool {
    is_any(attr, &["arg", "rest", "validate", "doc"])
}

/// The name of a parameter that is a plain one.
fn named(pat: &Pat, diag: &Diag) -> Option<Ident> {
    match pat {
        Pat::Ident(pat) if pat.by_ref.is_none() && pat.subpat.is_none() => Some(pat.ident.clone()),
        pat => {
            diag.error(pat, "arguments must be named; use `_name` and take it apart in the body");
            None
        }
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
