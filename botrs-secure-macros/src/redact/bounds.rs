//! Bounds of the emitted impls: as std's derives make them, without those that only secrets need.

use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{Generics, parse_quote};

use crate::redact::model::Model;

/// The generics, where each parameter that a shown field mentions, and each `T::Item`, is a `bound`.
pub(crate) fn generics(model: &Model<'_>, bound: &TokenStream) -> Generics {
    let mut generics = model.generics.clone();
    let params: Vec<Ident> = generics.type_params().map(|param| param.ident.clone()).collect();
    let mut bounded = BTreeSet::new();
    for ty in model.shown() {
        mentions(ty.to_token_stream(), &params, &mut |mention| {
            if bounded.insert(mention.to_string()) {
                generics.make_where_clause().predicates.push(parse_quote!(#mention: #bound));
            }
        });
    }
    generics
}

/// Tells of each parameter, and each `T::Item`, in the tokens of a type.
fn mentions(ty: TokenStream, params: &[Ident], found: &mut impl FnMut(TokenStream)) {
    let tokens: Vec<TokenTree> = ty.into_iter().collect();
    for (n, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Group(group) => mentions(group.stream(), params, found),
            TokenTree::Ident(ident) if params.contains(ident) && !follows_colons(&tokens[..n]) => {
                found(quote!(#ident));
                if let [colon, second, TokenTree::Ident(item), ..] = &tokens[n + 1..]
                    && is(colon, ':')
                    && is(second, ':')
                {
                    found(quote!(#ident::#item));
                }
            }
            _ => {}
        }
    }
}

fn follows_colons(before: &[TokenTree]) -> bool {
    matches!(before, [.., colon, second] if is(colon, ':') && is(second, ':'))
}

fn is(token: &TokenTree, punct: char) -> bool {
    matches!(token, TokenTree::Punct(found) if found.as_char() == punct)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_and_their_items_are_found_wherever_they_stand() {
        for (ty, mentioned) in [
            ("T", &["T"][..]),
            ("Vec<T>", &["T"]),
            ("(u8, [T; 3])", &["T"]),
            ("T::Item", &["T", "T :: Item"]),
            ("Map<T, U>", &["T", "U"]),
            ("own::T", &[]),
            ("T<U>", &["T", "U"]),
            ("Own", &[]),
        ] {
            let params = ["T", "U"].map(|name| Ident::new(name, proc_macro2::Span::call_site()));
            let mut found = Vec::new();
            mentions(ty.parse().expect("tokens"), &params, &mut |mention| {
                found.push(mention.to_string());
            });
            assert_eq!(found, mentioned, "{ty}");
        }
    }
}
