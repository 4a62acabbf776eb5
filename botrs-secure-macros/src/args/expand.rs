//! The code of a struct of arguments: its fields as data, and how they are taken from the words.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::Member;
use syn::spanned::Spanned;

use crate::args::model::{Field, Model};
use crate::paths::{at, ends, short};

pub(crate) fn expand(model: &Model) -> TokenStream {
    let Model { ident, fields, library } = model;
    let p = short(Span::call_site());
    let count = Literal::usize_unsuffixed(fields.len());
    let specs = fields.iter().map(|field| {
        let spec = as_field(field);
        field.said.spec(&quote!(#spec::FIELD), &field.ty, &field.name())
    });
    let vars: Vec<Ident> =
        (0..fields.len()).map(|n| format_ident!("f{n}", span = at(Span::call_site()))).collect();
    let takes = fields.iter().zip(&vars).enumerate().map(|(n, (field, var))| {
        let take = as_field(field);
        let n = Literal::usize_unsuffixed(n);
        quote_spanned!(at(Span::call_site())=> let #var = #take::take(line, fields, #n)?;)
    });
    let customs = (0..fields.len()).filter_map(|n| custom(n, fields, &vars));
    let names = fields.iter().map(|field| &field.ident);
    let places = fields.iter().enumerate().map(|(n, field)| {
        let n = Literal::usize_unsuffixed(n);
        let (first, last) = ends(&field.ty);
        let p = short(first);
        let args = quote_spanned!(last=> (fields, #n));
        quote_spanned!(first=> #p::assert_field #args;)
    });
    library.wrap(quote_spanned! {at(Span::call_site())=>
        #[automatically_derived]
        impl #p::Argument for #ident {
            const ARGUMENT: #p::ParamSpec = {
                const FIELDS: [#p::ParamSpec; #count] = [#(#specs),*];
                #p::ParamSpec::group(&FIELDS)
            };
            fn from_line(
                line: &mut #p::Line<'_>,
                _: &#p::ParamSpec,
            ) -> ::core::result::Result<Self, #p::Denial> {
                let fields = <Self as #p::Argument>::ARGUMENT.fields();
                #(#takes)*
                #(#customs)*
                ::core::result::Result::Ok(Self { #(#names: #vars),* })
            }
        }
        const _: () = {
            let fields = <#ident as #p::Argument>::ARGUMENT.fields();
            #(#places)*
        };
    })
}

/// Asks the `custom` rule of a field, with what is wrong of it shown at its path.
fn custom(n: usize, fields: &[Field], vars: &[Ident]) -> Option<TokenStream> {
    let rule = fields[n].said.rules.custom.as_ref()?;
    let (path, name) = (&rule.path, rule.name());
    let (first, last) = ends(path);
    let p = short(first);
    let see = |n: usize, span: Span| {
        let (field, var) = (as_field(&fields[n]), &vars[n]);
        quote_spanned!(span=> #field::see(&#var))
    };
    let value = see(n, first);
    let seen = rule.with.iter().filter_map(|other| {
        let is = |field: &Field| matches!(other, Member::Named(name) if *name == field.ident);
        Some(see(fields.iter().position(is)?, at(other.span())))
    });
    let given = quote_spanned!(last=> (value, #(#seen),*));
    let n = Literal::usize_unsuffixed(n);
    Some(quote_spanned! {first=>
        line.custom(fields, #n, #name, #p::Present::present(#value), |value| #path #given);
    })
}

/// What stands for it where something was wrong, so that commands that take it are no more errors.
pub(crate) fn stub(model: &Model) -> TokenStream {
    let Model { ident, library, .. } = model;
    let p = short(Span::call_site());
    library.wrap(quote_spanned! {at(Span::call_site())=>
        #[automatically_derived]
        impl #p::Argument for #ident {
            const ARGUMENT: #p::ParamSpec = #p::ParamSpec::group(&[]);
            fn from_line(
                _: &mut #p::Line<'_>,
                _: &#p::ParamSpec,
            ) -> ::core::result::Result<Self, #p::Denial> {
                ::core::panic!("this struct did not compile")
            }
        }
    })
}

/// The type as a field: written so everywhere, a type that is none is one error and not several.
fn as_field(field: &Field) -> TokenStream {
    let ty = &field.ty;
    let span = ends(ty).0;
    let p = short(span);
    quote_spanned!(span=> <#ty as #p::Field>)
}
