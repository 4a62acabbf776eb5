//! `custom = path`, `with(other, ..)` and `nested`: rules that are code of the author's.

use quote::ToTokens;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Error, Member, Path, Token};

use crate::diag::Diag;
use crate::keys::RuleKey;
use crate::literal;
use crate::meta::{Entries, Entry, Value};
use crate::rules::Rules;
use crate::suggest;

/// A function that is asked about the value.
pub(crate) struct Custom {
    pub(crate) path: Path,
    /// What it gets to see after the value: fields or parameters beside it.
    pub(crate) with: Vec<Member>,
}

impl Custom {
    /// The path as it was written.
    pub(crate) fn name(&self) -> String {
        self.path.to_token_stream().to_string().replace(' ', "")
    }

    /// The function and what it sees beside the value.
    pub(crate) fn written(&self) -> String {
        literal::call(self.name(), &self.with)
    }

    /// Notes what it is to see and what is not there.
    pub(crate) fn check_with(&self, known: &[Member], noun: &str, diag: &Diag) {
        for other in self.with.iter().filter(|other| !known.contains(other)) {
            let names: Vec<String> =
                known.iter().map(|member| member.to_token_stream().to_string()).collect();
            let name = other.to_token_stream().to_string();
            let near = suggest::nearest(&name, names.iter().map(String::as_str));
            let hint = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            diag.error(other, format!("there is no {noun} `{name}` here{hint}"));
        }
    }
}

/// Reads an entry; `false` if it is a rule that is data.
pub(super) fn read(entry: &Entry<RuleKey>, rules: &mut Rules, diag: &Diag) -> bool {
    match (entry.key.id, &entry.value) {
        (RuleKey::Custom, Value::Expr(expr)) => {
            let path = diag.take(literal::path(expr, entry.key.example));
            rules.custom = path.map(|path| Custom { path, with: Vec::new() });
        }
        (RuleKey::Nested, _) => rules.nested = Some(entry.ident.clone()),
        (RuleKey::With, _) => {}
        _ => return false,
    }
    true
}

/// Puts `with` to its `custom`, or says that there is none.
pub(super) fn check(entries: &Entries<RuleKey>, rules: &mut Rules, diag: &Diag) {
    let Some(entry) = entries.list.iter().find(|entry| entry.key.id == RuleKey::With) else {
        return;
    };
    let Value::List(list) = &entry.value else { return };
    let parse = Punctuated::<Member, Token![,]>::parse_terminated;
    let with = diag.take(parse.parse2(list.stream()).map_err(|_| {
        Error::new_spanned(list, "expected names of what stands beside it, like `with(other)`")
    }));
    if list.stream().is_empty() {
        diag.error(list, "`with` needs names of what stands beside it, like `with(other)`");
    }
    match &mut rules.custom {
        Some(custom) => custom.with = with.into_iter().flatten().collect(),
        None if entries.meant.contains(&RuleKey::Custom) => {}
        None => diag
            .error(&entry.ident, "`with` says what a `custom` function sees; add `custom = path`"),
    }
}
