//! The code of a command: data, a type that names it, and the shim that runs it. No decision is made
//! in emitted code.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{quote, quote_spanned};

use crate::command::access::Access;
use crate::command::function::Function;
use crate::command::model::Model;
use crate::command::param::Param;
use crate::command::{plain, shim, spec, subcommands};
use crate::paths::{at, ends, short};

pub(crate) fn expand(model: &Model, function: &Function) -> TokenStream {
    let p = short(Span::call_site());
    let Model { marker: ty, .. } = model;
    let marker = marker(model, function);
    let spec = spec::spec(model, function);
    let run = shim::run(model, function);
    let inherited = subcommands::checks(model);
    let places = places(model);
    let under = subcommands::places(model);
    let checks = checks(model);
    let bucket = bucket(model);
    let items = model.attr.library.wrap(quote_spanned! {at(Span::call_site())=>
        #[automatically_derived]
        impl #p::Command for #ty {
            const SPEC: #p::CommandSpec = #spec;
            #run
            #inherited
        }
        #places
        #under
        #bucket
        #checks
    });
    // A command is `async` whether it awaits or not, and its doc comment is for its callers.
    let allow = quote!(#[allow(clippy::unused_async, clippy::missing_errors_doc)]);
    quote!(#allow #function #marker #items)
}

/// The type of the command's name, which has no values.
pub(crate) fn marker(model: &Model, function: &Function) -> TokenStream {
    let Model { marker, name, help, .. } = model;
    let vis = &function.vis;
    // With the help, which an editor shows where `commands![..]` names the type.
    let doc = format!("The command `{name}`.\n\n{help}");
    let doc = doc.trim_end();
    quote! {
        #[doc = #doc]
        #[allow(non_camel_case_types)]
        #[allow(missing_copy_implementations, missing_debug_implementations)]
        #vis enum #marker {}
    }
}

/// `Checks<P>` for each permission that the attribute requires in every case, and `Unchecked`.
pub(crate) fn checks(model: &Model) -> TokenStream {
    let ty = &model.marker;
    let p = short(Span::call_site());
    let permissions = model.access().map_or(&[][..], Access::always);
    let checks = permissions.iter().map(|permission| quote!(Checks<#permission>));
    let unchecked = model.attr.unchecked_meant.then(|| quote!(Unchecked));
    checks
        .chain(unchecked)
        .map(|mark| {
            quote_spanned! {at(Span::call_site())=>
                #[automatically_derived]
                impl #p::#mark for #ty {}
            }
        })
        .collect()
}

/// Refuses a bucket in which nothing is counted, with the error at its name.
fn bucket(model: &Model) -> Option<TokenStream> {
    let (span, marker) = (model.attr.limits.doubtful_bucket()?.span(), &model.marker);
    let p = short(span);
    let assert = quote_spanned!(at(span)=> #p::assert_bucket(&<#marker as #p::Command>::SPEC));
    Some(quote!(const _: () = #assert;))
}

/// The list of parameters.
pub(super) fn param_specs(model: &Model) -> TokenStream {
    let params = model.params.iter().map(|param| param_spec(param, &model.marker));
    quote!(&[#(#params),*])
}

fn param_spec(param: &Param, marker: &Ident) -> TokenStream {
    let spec = shim::as_param(param, marker);
    param.said.spec(&quote!(#spec::SPEC), &param.ty, &param.name())
}

/// Refuses parameters at a wrong place among the others, with the error at their type.
fn places(model: &Model) -> Option<TokenStream> {
    let Model { params, marker, .. } = model;
    let p = short(Span::call_site());
    let calls = params.iter().enumerate().map(|(n, param)| {
        let n = Literal::usize_unsuffixed(n);
        let (first, last) = ends(&param.ty);
        let p = short(first);
        let args = quote_spanned!(last=> (spec, #n));
        quote_spanned!(first=> #p::assert_param #args;)
    });
    (!plain::is_right(model)).then(|| {
        quote_spanned! {at(Span::call_site())=>
            const _: () = {
                let spec = &<#marker as #p::Command>::SPEC;
                #(#calls)*
            };
        }
    })
}
