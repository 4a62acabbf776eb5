//! `crate = ::path`: how emitted code names the library.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Path;

use crate::diag::Diag;
use crate::keys::{self, ValidateKey};
use crate::literal;
use crate::meta::{Entries, Value};
use crate::paths::{at, root, short};

/// Reads what stands in the attribute of a whole item.
pub(super) fn read(entries: &Entries<ValidateKey>, diag: &Diag) -> Option<Path> {
    let entry = entries.list.first()?;
    let Value::Expr(expr) = &entry.value else { return None };
    diag.take(literal::library(expr))
}

pub(super) fn entries(tokens: TokenStream, diag: &Diag) -> Entries<ValidateKey> {
    let mut entries = Entries::new(&keys::VALIDATE_ITEM);
    entries.read(tokens, diag);
    entries
}

/// The short name of what emitted code reaches, in scope.
pub(super) fn in_scope(krate: Option<&Path>) -> TokenStream {
    let span = Span::call_site();
    let root = krate.map_or_else(|| root(span), |path| quote!(#path));
    let short = short(span);
    quote_spanned!(at(span)=> use #root::expansion as #short;)
}
