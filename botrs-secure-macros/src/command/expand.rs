//! The code of a command: data, a type that names it, and the shim that runs it. No decision is made
//! in emitted code.

use std::time::Duration;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;

use crate::command::access::Access;
use crate::command::attr::Scene;
use crate::command::function::Function;
use crate::command::model::Model;
use crate::command::param::Param;
use crate::command::{shim, subcommands};
use crate::keys::ScopeKey;
use crate::paths::{at, ends, short, wrap};
use crate::rules::emit::duration;

pub(crate) fn expand(model: &Model, function: &Function) -> TokenStream {
    let p = short(Span::call_site());
    let Model { marker: ty, .. } = model;
    let marker = marker(model, function);
    let spec = spec(model, function);
    let run = shim::run(model, function);
    let inherited = subcommands::checks(model);
    let places = places(model);
    let under = subcommands::places(model);
    let checks = checks(model);
    let items = wrap(quote_spanned! {at(Span::call_site())=>
        #[automatically_derived]
        impl #p::Command for #ty {
            const SPEC: #p::CommandSpec = #spec;
            #run
            #inherited
        }
        #places
        #under
        #checks
    });
    // A command is `async` whether it awaits or not.
    quote!(#[allow(clippy::unused_async)] #function #marker #items)
}

/// The type of the command's name, which has no values.
pub(crate) fn marker(model: &Model, function: &Function) -> TokenStream {
    let Model { marker, name, .. } = model;
    let vis = &function.vis;
    let doc = format!("The command `{name}`.");
    quote! {
        #[doc = #doc]
        #[allow(non_camel_case_types)]
        #[allow(missing_copy_implementations, missing_debug_implementations)]
        #vis enum #marker {}
    }
}

/// `Checks<P>` for each permission that the attribute requires in every case.
pub(crate) fn checks(model: &Model) -> TokenStream {
    let ty = &model.marker;
    let p = short(Span::call_site());
    let permissions = model.access().map_or(&[][..], Access::always);
    permissions
        .iter()
        .map(|permission| {
            quote_spanned! {at(Span::call_site())=>
                #[automatically_derived]
                impl #p::Checks<#permission> for #ty {}
            }
        })
        .collect()
}

fn spec(model: &Model, function: &Function) -> TokenStream {
    let p = short(Span::call_site());
    let Model { attr, name, help, params, .. } = model;
    let path = format!("::{}", function.ident().unraw());
    let access = model.access().map(access);
    let aliases = (!attr.aliases.is_empty()).then(|| {
        let aliases = &attr.aliases;
        quote!(.with_aliases(&[#(#aliases),*]))
    });
    let help = (!help.is_empty()).then(|| quote!(.with_help(#help)));
    let scenes = attr.scenes.first().map(|(_, list)| {
        let scenes = scenes(list);
        quote!(.with_scenes(#scenes))
    });
    let cooldown = attr.cooldown.as_ref().map(|limits| {
        let limits = limits.iter().map(|(scope, duration)| limit(*scope, *duration));
        quote!(.with_cooldown(&[#(#limits),*]))
    });
    let confirm = attr.confirm.then(|| quote!(.with_confirm()));
    let timeout = attr.timeout.map(duration).map(|timeout| quote!(.with_timeout(#timeout)));
    let concurrency = attr.concurrency.map(|calls| quote!(.with_concurrency(#calls)));
    let subcommands = subcommands::spec(model);
    let params = (!params.is_empty()).then(|| {
        let params = param_specs(model);
        quote!(.with_params(#params))
    });
    quote_spanned! {at(Span::call_site())=>
        #p::CommandSpec::new::<Self>(
            #name,
            ::core::concat!(::core::module_path!(), #path),
            #access,
        )
        #aliases #help #scenes #cooldown #confirm #timeout #concurrency #subcommands #params
    }
}

fn access(access: &Access) -> TokenStream {
    let p = short(Span::call_site());
    let defs = |permissions: &[syn::Path]| -> TokenStream {
        let defs = permissions.iter().map(|path| quote!(<#path as #p::Permission>::DEF));
        quote!(&[#(#defs),*])
    };
    match access {
        Access::Public => quote!(#p::Access::Public),
        Access::OwnersOnly => quote!(#p::Access::OwnersOnly),
        Access::All(permissions) => {
            let defs = defs(permissions);
            quote!(#p::Access::All(#defs))
        }
        Access::Any(permissions) => {
            let defs = defs(permissions);
            quote!(#p::Access::Any(#defs))
        }
    }
}

fn scenes(list: &[Scene]) -> TokenStream {
    let p = short(Span::call_site());
    let scenes = list.iter().map(|scene| match scene {
        Scene::Guild => quote!(#p::Scene::Guild),
        Scene::Direct => quote!(#p::Scene::Direct),
        Scene::Group => quote!(#p::Scene::Group),
        Scene::C2c => quote!(#p::Scene::C2c),
    });
    let mut all = TokenStream::new();
    for (n, scene) in scenes.enumerate() {
        all.extend(if n == 0 { quote!(#p::Scenes::only(#scene)) } else { quote!(.and(#scene)) });
    }
    all
}

fn limit(scope: ScopeKey, per: Duration) -> TokenStream {
    let p = short(Span::call_site());
    let scope = match scope {
        ScopeKey::User => quote!(User),
        ScopeKey::Member => quote!(Member),
        ScopeKey::Channel => quote!(Channel),
        ScopeKey::Guild => quote!(Guild),
        ScopeKey::Global => quote!(Global),
    };
    let per = duration(per);
    quote!(#p::Limit::new(#p::Scope::#scope, #p::Quota::once_per(#per)))
}

/// The list of parameters. It is made in a function, where the lifetimes of types are inferred.
fn param_specs(model: &Model) -> TokenStream {
    let p = short(Span::call_site());
    let count = Literal::usize_unsuffixed(model.params.len());
    let params = model.params.iter().map(|param| param_spec(param, &model.marker));
    quote_spanned! {at(Span::call_site())=>
        {
            const fn params() -> [#p::ParamSpec; #count] {
                [#(#params),*]
            }
            const PARAMS: [#p::ParamSpec; #count] = params();
            &PARAMS
        }
    }
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
    (!params.is_empty()).then(|| {
        quote_spanned! {at(Span::call_site())=>
            const _: () = {
                let spec = &<#marker as #p::Command>::SPEC;
                #(#calls)*
            };
        }
    })
}
