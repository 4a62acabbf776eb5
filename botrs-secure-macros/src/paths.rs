//! How emitted code names what it needs, whatever is in scope where it lands.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote_spanned};

/// A span for emitted tokens: errors show at `span`, local names are the macro's own.
pub(crate) fn at(span: Span) -> Span {
    Span::mixed_site().located_at(span)
}

/// The library, as emitted code names it.
pub(crate) fn root(span: Span) -> TokenStream {
    let span = at(span);
    quote_spanned!(span=> ::botrs_secure)
}

/// A short name for all that emitted code reaches, where [`Library::import`] stands before it.
///
/// [`Library::import`]: crate::library::Library::import
pub(crate) fn short(span: Span) -> Ident {
    Ident::new("__p", at(span))
}

/// The spans of the first and the last token, between which rustc underlines what is emitted.
pub(crate) fn ends(tokens: impl ToTokens) -> (Span, Span) {
    let mut tokens = tokens.into_token_stream().into_iter();
    let first = tokens.next().map_or_else(Span::call_site, |token| token.span());
    let last = tokens.last().map_or(first, |token| token.span());
    (at(first), at(last))
}
