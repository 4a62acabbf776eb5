//! How emitted code names what it needs, whatever is in scope where it lands.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote_spanned};

/// A span for emitted tokens: errors show at `span`, local names are the macro's own.
pub(crate) fn at(span: Span) -> Span {
    Span::mixed_site().located_at(span)
}

/// The module with everything that emitted code reaches, as seen from anywhere.
pub(crate) fn private(span: Span) -> TokenStream {
    let span = at(span);
    quote_spanned!(span=> ::botrs_secure::__private)
}

/// The spans of the first and the last token, between which rustc underlines what is emitted.
pub(crate) fn ends(tokens: impl ToTokens) -> (Span, Span) {
    let mut tokens = tokens.into_token_stream().into_iter();
    let first = tokens.next().map_or_else(Span::call_site, |token| token.span());
    let last = tokens.last().map_or(first, |token| token.span());
    (at(first), at(last))
}
