//! The data of a command: what the attribute said, as one constant.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Path;
use syn::ext::IdentExt;

use crate::command::access::Access;
use crate::command::attr::Check;
use crate::command::confirm::Confirm;
use crate::command::expand::param_specs;
use crate::command::function::Function;
use crate::command::limits::Limits;
use crate::command::model::Model;
use crate::command::scenes::Scene;
use crate::command::subcommands;
use crate::keys::ScopeKey;
use crate::paths::{at, ends, short};
use crate::rules::emit::duration;

pub(super) fn spec(model: &Model, function: &Function) -> TokenStream {
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
    let limits = limits(&attr.limits);
    let fresh = attr.fresh.as_ref().map(|_| quote!(.with_fresh()));
    let confirm = attr.confirm.as_ref().map(|(_, by)| match by {
        Confirm::Caller => quote!(.with_confirm()),
        Confirm::Other => quote!(.with_confirm_by_other()),
    });
    let timeout = attr.timeout.map(duration).map(|timeout| quote!(.with_timeout(#timeout)));
    let concurrency = attr.concurrency.map(|calls| quote!(.with_concurrency(#calls)));
    let checks = (!attr.checks.is_empty()).then(|| {
        let checks = attr.checks.iter().map(Check::written);
        quote!(.with_checks(&[#(#checks),*]))
    });
    let on_error = attr.on_error.as_ref().map(on_error);
    let audit = attr.audit.then(|| quote!(.with_audit()));
    let category = attr.category.as_ref().map(|category| quote!(.with_category(#category)));
    let hidden = attr.hide_in_help.then(|| quote!(.hidden_in_help()));
    let unchecked = attr.unchecked_api.as_ref().map(|reason| quote!(.with_unchecked_api(#reason)));
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
        #aliases #help #scenes #limits #fresh #checks #confirm #timeout #concurrency #on_error
        #audit #category #hidden #unchecked #subcommands #params
    }
}

fn access(access: &Access) -> TokenStream {
    let p = short(Span::call_site());
    let defs = |permissions: &[Path]| -> TokenStream {
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

fn limits(limits: &Limits) -> TokenStream {
    let Limits { cooldowns, quotas, burst, bucket, cost, .. } = limits;
    let cooldowns = cooldowns.as_ref().map(|cooldowns| {
        let cooldowns = cooldowns.iter().map(|(scope, per)| {
            let per = duration(*per);
            limit(*scope, &quote!(once_per(#per)))
        });
        quote!(.with_cooldown(&[#(#cooldowns),*]))
    });
    let burst = burst.map(|burst| quote!(.with_burst(#burst)));
    let quotas = (!quotas.is_empty()).then(|| {
        let quotas = quotas.iter().map(|(scope, quota)| {
            let (count, window) = (quota.count, duration(quota.window));
            limit(*scope, &quote!(per(#count, #window) #burst))
        });
        quote!(.with_limit(&[#(#quotas),*]))
    });
    let bucket = bucket.as_ref().map(|bucket| quote!(.with_bucket(#bucket)));
    let cost = cost.as_ref().map(|(_, cost)| quote!(.with_cost(#cost)));
    quote_spanned!(at(Span::call_site())=> #cooldowns #quotas #bucket #cost)
}

fn limit(scope: ScopeKey, quota: &TokenStream) -> TokenStream {
    let p = short(Span::call_site());
    let scope = match scope {
        ScopeKey::User => quote!(User),
        ScopeKey::Member => quote!(Member),
        ScopeKey::Channel => quote!(Channel),
        ScopeKey::Guild => quote!(Guild),
        ScopeKey::Global => quote!(Global),
    };
    quote!(#p::Limit::new(#p::Scope::#scope, #p::Quota::#quota))
}

/// Calls the author's function, with what is wrong of it shown at its path.
fn on_error(path: &Path) -> TokenStream {
    let (first, last) = ends(path);
    let p = short(first);
    let given = quote_spanned!(last=> (context, error));
    // In braces for the sake of clippy, as with a check.
    let call = quote_spanned!(first=> #p::after_error({ #path } #given));
    quote_spanned!(first=> .with_on_error(|context, error| #call))
}
