//! `subcommands(add, remove)`: commands that are called through this one and inherit from it.

use proc_macro2::{Group, Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::Path;

use crate::command::model::Model;
use crate::command::shim;
use crate::commands;
use crate::diag::Diag;
use crate::paths::{at, ends, short};

/// Reads the list.
pub(crate) fn read(list: &Group, diag: &Diag) -> Vec<Path> {
    let paths = commands::paths(list.stream(), diag);
    if list.stream().is_empty() {
        diag.error(list, "an empty `subcommands()` says nothing; name the commands or remove it");
    }
    paths
}

pub(crate) fn check(model: &Model, diag: &Diag) {
    let list = &model.attr.subcommands;
    let mut seen = Vec::new();
    for path in list {
        let written = path.to_token_stream().to_string();
        if path.is_ident(&model.marker) {
            diag.error(path, "a command cannot be a subcommand of itself");
        } else if seen.contains(&written) {
            diag.error(path, "this subcommand is named twice");
        }
        seen.push(written);
    }
    if list.is_empty() {
        return;
    }
    for check in &model.attr.checks {
        if let Some(arg) = check.args.first() {
            diag.error(
                arg,
                "a check of a command with subcommands is inherited by them, so it cannot take its \
                 arguments",
            );
        }
    }
}

/// What of it stands in the description.
pub(crate) fn spec(model: &Model) -> Option<TokenStream> {
    let list = &model.attr.subcommands;
    let p = short(Span::call_site());
    let checks = (!model.attr.checks.is_empty()).then(|| quote!(.with_inherited_checks::<Self>()));
    (!list.is_empty())
        .then(|| quote!(.with_subcommands(&[#(&<#list as #p::Command>::SPEC),*]) #checks))
}

/// The checks as subcommands inherit them.
pub(crate) fn checks(model: &Model) -> Option<TokenStream> {
    if model.attr.subcommands.is_empty() || model.attr.checks.is_empty() {
        return None;
    }
    let p = short(Span::call_site());
    let calls = model.attr.checks.iter().map(|check| shim::check_call(check, model, &[]));
    Some(quote_spanned! {at(Span::call_site())=>
        fn checks<'a>(call: #p::Parsed<'a, Self>) -> #p::Passed<'a> {
            ::std::boxed::Box::pin(async move {
                #(#calls)*
                ::core::result::Result::Ok(())
            })
        }
    })
}

/// Refuses a looser subcommand, with the error at its path, and two of one name.
pub(crate) fn places(model: &Model) -> Option<TokenStream> {
    let list = &model.attr.subcommands;
    let marker: &Ident = &model.marker;
    let p = short(Span::call_site());
    let calls = list.iter().enumerate().map(|(n, path)| {
        let n = Literal::usize_unsuffixed(n);
        let (first, last) = ends(path);
        let p = short(first);
        let args = quote_spanned!(last=> (spec, #n));
        quote_spanned!(first=> #p::assert_subcommand #args;)
    });
    (!list.is_empty()).then(|| {
        quote_spanned! {at(Span::call_site())=>
            const _: () = {
                let spec = &<#marker as #p::Command>::SPEC;
                #p::assert_unique(spec.subcommands());
                #(#calls)*
            };
        }
    })
}
