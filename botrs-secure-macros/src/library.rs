//! What the library is called where a macro is used: `::botrs_secure`, unless `crate = ..` or the
//! `$crate` of its own `macro_rules!` says otherwise.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote_spanned};
use syn::{Expr, Result};

use crate::literal;
use crate::paths::{at, root};

/// The library's name.
#[derive(Default)]
pub(crate) struct Library(Option<TokenStream>);

impl Library {
    /// Takes the `$crate;` that the library's `macro_rules!` put before what was written.
    pub(crate) fn take(input: TokenStream) -> (Self, TokenStream) {
        let mut input = input.into_iter();
        let dollar_crate = input.by_ref().take_while(|token| !is_semicolon(token)).collect();
        (Self(Some(dollar_crate)), input.collect())
    }

    /// The path of `crate = ..`.
    pub(crate) fn read(value: &Expr) -> Result<Self> {
        Ok(Self(Some(literal::library(value)?.into_token_stream())))
    }

    /// The module with everything that emitted code reaches, named at `span`.
    pub(crate) fn expansion(&self, span: Span) -> TokenStream {
        let library = match &self.0 {
            // Located, not replaced: the hygiene of `$crate` is what it means.
            Some(path) => path
                .clone()
                .into_iter()
                .map(|mut token| {
                    token.set_span(token.span().located_at(span));
                    token
                })
                .collect(),
            None => root(span),
        };
        quote_spanned!(at(span)=> #library::expansion)
    }
}

fn is_semicolon(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == ';')
}
