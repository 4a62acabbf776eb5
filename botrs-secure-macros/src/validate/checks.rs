//! The code that applies the rules of values, one statement a value.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;

use crate::paths::{at, ends};
use crate::rules::{Custom, Rule, emit};
use crate::validate::model::Value;

/// The collector of what is broken, in emitted code.
pub(super) fn found() -> Ident {
    format_ident!("found", span = at(Span::call_site()))
}

pub(super) fn checks(values: &[Value]) -> TokenStream {
    values
        .iter()
        .filter(|value| !value.rules.is_empty())
        .map(|value| check(value, values))
        .collect()
}

fn check(value: &Value, all: &[Value]) -> TokenStream {
    let (found, name, ty, cfgs) = (found(), value.name(), value.nameable(), &value.cfgs);
    let reference = &value.reference;
    let rules = apply(&value.rules.list, reference, &ty);
    let nested = value
        .rules
        .nested
        .as_ref()
        .map(|_| quote_spanned!(ends(&value.ty).0=> #found.nested::<#ty>(#reference);));
    let custom = value.rules.custom.as_ref().map(|rule| custom(rule, value, all));
    quote! {
        #(#cfgs)*
        #found.field(#name, |#found| { #rules #nested #custom });
    }
}

/// Applies rules to a value of a type, or to its elements.
fn apply(rules: &[Rule], value: &TokenStream, ty: &TokenStream) -> TokenStream {
    let found = found();
    let apply = |rule: &Rule| match rule {
        Rule::Each(rules) => {
            let item = format_ident!("item", span = at(Span::call_site()));
            let ty_of_item = quote_spanned!(ends(ty).0=> _);
            let inner = apply(rules, &quote!(#item), &ty_of_item);
            quote_spanned!(ends(ty).0=> #found.each::<#ty>(#value, |#found, #item| { #inner });)
        }
        rule => {
            let on = emit::on(rule, ty);
            quote!(#found.rule(#value, #on);)
        }
    };
    rules.iter().map(apply).collect()
}

/// Asks the author's function, about what is in an `Option` if it is there.
fn custom(rule: &Custom, value: &Value, all: &[Value]) -> TokenStream {
    let Custom { path, with } = rule;
    let (found, name, reference) = (found(), rule.name(), &value.reference);
    let (first, last) = ends(path);
    let others = with.iter().filter_map(|other| {
        let value = all.iter().find(|value| value.member == *other)?;
        Some(located(&value.reference, other.span()))
    });
    let others = quote!(#(, #others)*);
    let inner = format_ident!("value", span = at(Span::call_site()));
    let asked = if value.is_option() { quote!(#inner) } else { reference.clone() };
    let asked = located(&asked, first);
    let given = quote_spanned!(last=> (#asked #others));
    let call = quote_spanned!(first=> #found.custom(#name, || #path #given););
    if value.is_option() {
        quote!(if let ::core::option::Option::Some(#inner) = #reference { #call })
    } else {
        call
    }
}

/// The same names, with errors shown at another place.
fn located(tokens: &TokenStream, span: Span) -> TokenStream {
    let locate = |mut token: TokenTree| {
        token.set_span(token.span().located_at(span));
        token
    };
    tokens.clone().into_iter().map(locate).collect()
}
