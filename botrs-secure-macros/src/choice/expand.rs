//! The code of a choice: its names as data, which the library compares with a word.

use proc_macro2::{Literal, Span, TokenStream};
use quote::{quote, quote_spanned};

use crate::choice::model::{Model, Variant};
use crate::paths::{at, short};

pub(crate) fn expand(model: &Model) -> TokenStream {
    let Model { ident, variants, library } = model;
    let p = short(Span::call_site());
    let choices = variants.iter().map(choice);
    let last = variants.len() - 1;
    let made = variants.iter().enumerate().map(|(n, variant)| {
        let variant = &variant.ident;
        let n = Literal::usize_unsuffixed(n);
        // The library says which of them it is, so the last one stands for no other.
        if variants[last].ident == *variant {
            quote!(_ => Self::#variant)
        } else {
            quote!(#n => Self::#variant)
        }
    });
    let shown = variants.iter().enumerate().map(|(n, variant)| {
        let variant = &variant.ident;
        let n = Literal::usize_unsuffixed(n);
        quote!(Self::#variant => #n)
    });
    library.wrap(quote_spanned! {at(Span::call_site())=>
        #[automatically_derived]
        impl #p::FromArg for #ident {
            const CHOICES: &'static [#p::ChoiceSpec] = &[#(#choices),*];
            fn from_arg(word: &::core::primitive::str) -> ::core::result::Result<Self, #p::ArgError> {
                ::core::result::Result::Ok(match #p::choose(word, <Self as #p::FromArg>::CHOICES)? { #(#made),* })
            }
        }
        #[automatically_derived]
        impl #p::Show for #ident {
            fn show(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                let n = match self { #(#shown),* };
                #p::show_choice(<Self as #p::FromArg>::CHOICES, n, f)
            }
        }
    })
}

fn choice(variant: &Variant) -> TokenStream {
    let p = short(Span::call_site());
    let Variant { name, aliases, .. } = variant;
    let zh = match &variant.zh {
        Some(zh) => quote!(::core::option::Option::Some(#zh)),
        None => quote!(::core::option::Option::None),
    };
    quote!(#p::ChoiceSpec::new(#name, #zh, &[#(#aliases),*]))
}

/// What stands for it where something was wrong, so that commands that take it are no more errors.
pub(crate) fn stub(model: &Model) -> TokenStream {
    let Model { ident, library, .. } = model;
    let p = short(Span::call_site());
    library.wrap(quote_spanned! {at(Span::call_site())=>
        #[automatically_derived]
        impl #p::FromArg for #ident {
            fn from_arg(_: &::core::primitive::str) -> ::core::result::Result<Self, #p::ArgError> {
                ::core::panic!("this enum did not compile")
            }
        }
        #[automatically_derived]
        impl #p::Show for #ident {
            fn show(&self, _: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::panic!("this enum did not compile")
            }
        }
    })
}
