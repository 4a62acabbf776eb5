//! What the library is called where a macro is used: `::botrs_secure`, unless `crate = ..` or the
//! `$crate` of its own `macro_rules!` says otherwise.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote_spanned};
use syn::{Expr, Result};

use crate::literal;
use crate::paths::{at, root};

/// The library's name.
#[derive(Default)]
pub(crate) enum Library {
    /// `::botrs_secure`
    #[default]
    Plain,
    /// `$crate`
    Dollar(TokenStream),
    /// The path of `crate = ..`.
    Written(TokenStream),
}

impl Library {
    /// Takes the `$crate;` that the library's `macro_rules!` put before what was written.
    pub(crate) fn take(input: TokenStream) -> (Self, TokenStream) {
        let mut input = input.into_iter();
        let dollar_crate = input.by_ref().take_while(|token| !is_semicolon(token)).collect();
        (Self::Dollar(dollar_crate), input.collect())
    }

    /// The path of `crate = ..`.
    pub(crate) fn read(value: &Expr) -> Result<Self> {
        Ok(Self::Written(literal::library(value)?.into_token_stream()))
    }

    /// The module with everything that emitted code reaches, named at `span`; a path that was written
    /// stays where it stands.
    pub(crate) fn expansion(&self, span: Span) -> TokenStream {
        let library = match self {
            Self::Plain => root(span),
            Self::Dollar(path) => {
                path.clone().into_iter().map(|token| located(token, span)).collect()
            }
            Self::Written(path) => path.clone(),
        };
        quote_spanned!(at(span)=> #library::expansion)
    }
}

/// Located, not replaced: the hygiene of `$crate` is what it means.
fn located(mut token: TokenTree, span: Span) -> TokenTree {
    token.set_span(token.span().located_at(span));
    token
}

fn is_semicolon(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == ';')
}
