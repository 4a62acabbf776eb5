//! How emitted code names what it needs, whatever is in scope where it lands.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::Path;

/// A span for emitted tokens: errors show at `span`, local names are the macro's own.
pub(crate) fn at(span: Span) -> Span {
    Span::mixed_site().located_at(span)
}

/// The library, as emitted code names it.
pub(crate) fn root(span: Span) -> TokenStream {
    let span = at(span);
    quote_spanned!(span=> ::botrs_secure)
}

/// The module with everything that emitted code reaches.
pub(crate) fn private(span: Span) -> TokenStream {
    let root = root(span);
    let span = at(span);
    quote_spanned!(span=> #root::expansion)
}

/// A short name for [`private`], where [`wrap`] stands around it.
pub(crate) fn short(span: Span) -> Ident {
    Ident::new("__p", at(span))
}

/// Items in a place of their own, where [`short`] is known.
///
/// `library` is the library's path where the program calls it otherwise.
pub(crate) fn wrap(library: Option<&Path>, items: TokenStream) -> TokenStream {
    let import = match library {
        Some(path) => {
            let last = path.segments.last().map_or_else(Span::call_site, |last| last.ident.span());
            let short = short(last);
            quote_spanned!(last=> use #path::expansion as #short;)
        }
        None => {
            let (private, short) = (private(Span::call_site()), short(Span::call_site()));
            quote_spanned!(at(Span::call_site())=> use #private as #short;)
        }
    };
    quote_spanned! {at(Span::call_site())=>
        const _: () = {
            #import
            #items
        };
    }
}

/// The spans of the first and the last token, between which rustc underlines what is emitted.
pub(crate) fn ends(tokens: impl ToTokens) -> (Span, Span) {
    let mut tokens = tokens.into_token_stream().into_iter();
    let first = tokens.next().map_or_else(Span::call_site, |token| token.span());
    let last = tokens.last().map_or(first, |token| token.span());
    (at(first), at(last))
}
