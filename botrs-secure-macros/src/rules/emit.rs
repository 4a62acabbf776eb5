//! The code of rules. Each names the written type, so that one that the type cannot have is an error
//! there.

use std::time::Duration;

use proc_macro2::{Literal, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::LitStr;

use crate::paths::{at, ends, short};
use crate::rules::{Bound, Choices, Range, Rule, Unit};

/// The rules as data, in a constant: `&'static [Rule]`; nothing where there are none.
pub(crate) fn list(rules: &[Rule], ty: impl ToTokens) -> Option<TokenStream> {
    let ty = ty.into_token_stream();
    let rules = rules.iter().map(|rule| data(rule, &ty));
    (rules.len() > 0).then(|| quote!(&[#(#rules),*]))
}

fn data(rule: &Rule, ty: &TokenStream) -> TokenStream {
    if let Rule::Each(rules) = rule {
        let span = ends(ty).0;
        let p = short(span);
        let item = quote_spanned!(span=> #p::rule::Item<#ty>);
        let rules = list(rules, item).unwrap_or_else(|| quote!(&[]));
        return quote!(#p::rule::each::<#ty>(#rules));
    }
    let on = on(rule, ty);
    quote!(#on.data())
}

/// A rule for values of this type.
pub(crate) fn on(rule: &Rule, ty: &TokenStream) -> TokenStream {
    let p = short(Span::call_site());
    match rule {
        Rule::Length { unit, min, max } => {
            let unit = match unit {
                Unit::Own => quote!(length),
                Unit::Bytes => quote!(bytes),
                Unit::Graphemes => quote!(graphemes),
            };
            quote!(#p::rule::#unit::<#ty>(#min, #max))
        }
        Rule::Range(bounds) => range(bounds, ty),
        Rule::Pattern(text) => pattern(text, ty),
        Rule::OneOf(Choices::Texts(texts)) => {
            quote!(#p::rule::one_of_texts::<#ty>(&[#(#texts),*]))
        }
        Rule::OneOf(Choices::Numbers(numbers)) => {
            let numbers = numbers.iter().copied().map(Literal::i128_unsuffixed);
            quote!(#p::rule::one_of_numbers::<#ty>(&[#(#numbers),*]))
        }
        Rule::Url(hosts) => {
            let allow = option(hosts.as_ref().map(|hosts| quote!(&[#(#hosts),*])));
            quote!(#p::rule::url::<#ty>(#allow))
        }
        Rule::SafeText => quote!(#p::rule::safe_text::<#ty>()),
        Rule::NoMentions => quote!(#p::rule::no_mentions::<#ty>()),
        Rule::Each(_) => unreachable!("`each` is no rule for one value"),
    }
}

fn range(Range { min, max }: &Range, ty: &TokenStream) -> TokenStream {
    let p = short(Span::call_site());
    let kind = match min.or(*max) {
        Some(Bound::Float(_)) => quote!(floats),
        Some(Bound::Duration(_)) => quote!(durations),
        Some(Bound::Number(_)) | None => quote!(numbers),
    };
    let (min, max) = (option(min.map(bound)), option(max.map(bound)));
    quote!(#p::rule::#kind::<#ty>(#min, #max))
}

fn bound(bound: Bound) -> TokenStream {
    match bound {
        Bound::Number(number) => Literal::i128_unsuffixed(number).to_token_stream(),
        Bound::Float(number) => Literal::f64_unsuffixed(number).to_token_stream(),
        Bound::Duration(length) => duration(length),
    }
}

pub(crate) fn duration(duration: Duration) -> TokenStream {
    let seconds = duration.as_secs();
    let millis = duration.subsec_millis();
    if millis == 0 {
        quote!(::core::time::Duration::from_secs(#seconds))
    } else {
        let millis = seconds * 1_000 + u64::from(millis);
        quote!(::core::time::Duration::from_millis(#millis))
    }
}

fn option(value: Option<TokenStream>) -> TokenStream {
    match value {
        Some(value) => quote!(::core::option::Option::Some(#value)),
        None => quote!(::core::option::Option::None),
    }
}

/// The expression is compiled once, when it is first needed.
fn pattern(text: &LitStr, ty: &TokenStream) -> TokenStream {
    let p = short(Span::call_site());
    quote_spanned! {at(Span::call_site())=>
        #p::rule::pattern::<#ty>(#text, {
            fn regex() -> &'static #p::Regex {
                static REGEX: ::std::sync::LazyLock<#p::Regex> =
                    ::std::sync::LazyLock::new(|| #p::rule::whole(#text));
                &REGEX
            }
            regex
        })
    }
}

#[cfg(test)]
mod tests {
    use syn::Attribute;
    use syn::parse::Parser;

    use super::*;
    use crate::diag::Diag;
    use crate::rules::Rules;

    fn emitted(rules: &str) -> String {
        let attrs = Attribute::parse_outer.parse_str(&format!("#[validate({rules})]"));
        let diag = Diag::new();
        let read = Rules::read(&attrs.expect("an attribute"), &diag);
        assert_eq!(diag.finish().to_string(), "", "{rules}");
        let code = list(&read.list, quote!(T)).unwrap_or_default().to_string().replace(' ', "");
        code.replace("::core::option::Option::", "").replace("::core::time::Duration::", "")
    }

    #[test]
    fn each_rule_is_data_of_its_kind() {
        for (rules, code) in [
            ("length(min = 1, max = 3)", "__p::rule::length::<T>(1u32,3u32).data()"),
            ("length(max = 3)", "__p::rule::length::<T>(0u32,3u32).data()"),
            ("length(min = 2)", "__p::rule::length::<T>(2u32,4294967295u32).data()"),
            ("length(equal = 6)", "__p::rule::length::<T>(6u32,6u32).data()"),
            ("length(chars, max = 3)", "__p::rule::length::<T>(0u32,3u32).data()"),
            ("length(bytes, max = 3)", "__p::rule::bytes::<T>(0u32,3u32).data()"),
            ("length(max = 3, graphemes)", "__p::rule::graphemes::<T>(0u32,3u32).data()"),
            ("length(min = 3, max = 3)", "__p::rule::length::<T>(3u32,3u32).data()"),
            ("range(min = -1, max = 9)", "__p::rule::numbers::<T>(Some(-1),Some(9)).data()"),
            ("range(max = 0.5)", "__p::rule::floats::<T>(None,Some(0.5)).data()"),
            (
                "range(min = \"2m\")",
                "__p::rule::durations::<T>(Some(from_secs(120u64)),None).data()",
            ),
            (
                "range(max = \"1s500ms\")",
                "__p::rule::durations::<T>(None,Some(from_millis(1500u64))).data()",
            ),
            ("one_of(\"a\", \"b\")", "__p::rule::one_of_texts::<T>(&[\"a\",\"b\"]).data()"),
            ("one_of(1, -2)", "__p::rule::one_of_numbers::<T>(&[1,-2]).data()"),
            ("url", "__p::rule::url::<T>(None).data()"),
            ("url(allow(\"a.com\"))", "__p::rule::url::<T>(Some(&[\"a.com\"])).data()"),
            ("safe_text", "__p::rule::safe_text::<T>().data()"),
            ("no_mentions", "__p::rule::no_mentions::<T>().data()"),
            (
                "url, safe_text",
                "__p::rule::url::<T>(None).data(),__p::rule::safe_text::<T>().data()",
            ),
            (
                "each(safe_text, url)",
                "__p::rule::each::<T>(&[__p::rule::safe_text::<__p::rule::Item<T>>().data(),\
                 __p::rule::url::<__p::rule::Item<T>>(None).data()])",
            ),
        ] {
            assert_eq!(emitted(rules), format!("&[{code}]"), "{rules}");
        }
        assert_eq!(emitted("nested"), "");
        let pattern = emitted("pattern = \"[a-z]+\"");
        assert!(pattern.starts_with("&[__p::rule::pattern::<T>(\"[a-z]+\",{"), "{pattern}");
        assert!(pattern.contains("__p::rule::whole(\"[a-z]+\")"), "{pattern}");
    }
}
