//! The shim: what runs a command, from its words to its answer.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::Member;
use syn::spanned::Spanned;

use crate::command::attr::Check;
use crate::command::function::Function;
use crate::command::model::Model;
use crate::command::param::Param;
use crate::paths::{at, ends, short};
use crate::rules::Custom;

/// The shim. Its work is the library's, so that rustc checks it once and not for each command; only
/// where the author has checks or rules of their own, it is written out.
pub(super) fn run(model: &Model, function: &Function) -> TokenStream {
    let span = at(function.ident().span());
    let p = short(span);
    let body = if asks_the_author(model) {
        written_out(model, function, span)
    } else {
        call_through(model, function, span)
    };
    let mutable = mutable(model, span);
    let deprecated = function.attrs.iter().any(|attr| attr.path().is_ident("deprecated"));
    let deprecated = deprecated.then(|| quote!(#[allow(deprecated)]));
    quote_spanned! {span=>
        #deprecated
        fn run<'a>(#mutable call: #p::Call<'a, Self>) -> #p::BoxFuture<'a, #p::Answer> {
            #body
        }
    }
}

/// Whether code of the author's is asked before the body runs.
fn asks_the_author(model: &Model) -> bool {
    !model.attr.checks.is_empty()
        || model.params.iter().any(|param| param.said.rules.custom.is_some())
}

fn call_through(model: &Model, function: &Function, span: Span) -> TokenStream {
    let ident = function.ident();
    let method = format_ident!("run{}", model.params.len(), span = span);
    let takes = model.params.iter().map(|param| as_param(param, &model.marker));
    let (first, last) = ends(function.output());
    let p = short(first);
    let answer = quote_spanned!(last=> into_answer);
    let answer = quote_spanned!(first=> #p::IntoAnswer::#answer);
    quote_spanned!(span=> call.#method(#ident, #(#takes::TAKE,)* #answer))
}

/// Whether the shim changes its call: only one that is written out does, and only for parameters.
fn mutable(model: &Model, span: Span) -> Option<TokenStream> {
    let mutable = asks_the_author(model) && !model.params.is_empty();
    mutable.then(|| quote_spanned!(span=> mut))
}

fn written_out(model: &Model, function: &Function, span: Span) -> TokenStream {
    let (p, ident) = (short(span), function.ident());
    let Model { params, marker, attr, .. } = model;
    let vars: Vec<Ident> = (0..params.len()).map(|n| format_ident!("p{n}", span = span)).collect();
    let take = params.iter().zip(&vars).enumerate().map(|(n, (param, var))| {
        let n = Literal::usize_unsuffixed(n);
        let param = as_param(param, marker);
        quote_spanned!(span=> let #var = #param::take(&mut call, #n)?;)
    });
    let open = params.iter().zip(&vars).map(|(param, var)| {
        let param = as_param(param, marker);
        quote_spanned!(span=> #param::open(#var, &call)?)
    });
    let customs = (0..params.len()).filter_map(|n| custom_call(n, model, &vars));
    let checks = attr.checks.iter().map(|check| check_call(check, model, &vars));
    let answer = quote_spanned!(ends(function.output()).0=> answer);
    quote_spanned! {span=>
        ::std::boxed::Box::pin(async move {
            #(#take)*
            #(#customs)*
            let call = call.parsed()?;
            #(#checks)*
            let call = call.admit().await?;
            let #answer = #ident(#(#open),*).await;
            ::core::mem::drop(call);
            #p::IntoAnswer::into_answer(#answer)
        })
    }
}

/// Asks the `custom` rule of a parameter, with what is wrong of it shown at its path.
fn custom_call(n: usize, model: &Model, vars: &[Ident]) -> Option<TokenStream> {
    let Custom { path, with } = model.params[n].said.rules.custom.as_ref()?;
    let name = model.params[n].said.rules.custom.as_ref()?.name();
    let (first, last) = ends(path);
    let p = short(first);
    let value = peek(&model.params[n], model, &vars[n], first);
    let seen = with.iter().filter_map(|other| {
        let n = model.params.iter().position(|param| is_named(other, &param.ident))?;
        Some(peek(&model.params[n], model, &vars[n], at(other.span())))
    });
    let given = quote_spanned!(last=> (value, #(#seen),*));
    let n = Literal::usize_unsuffixed(n);
    Some(quote_spanned! {first=>
        call.custom(#n, #name, #p::Present::present(#value), |value| #path #given);
    })
}

fn is_named(member: &Member, ident: &Ident) -> bool {
    matches!(member, Member::Named(name) if name == ident)
}

/// What a function of the author's sees of a parameter.
fn peek(param: &Param, model: &Model, var: &Ident, span: Span) -> TokenStream {
    let (ty, marker, p) = (&param.ty, &model.marker, short(span));
    quote_spanned!(span=> <#ty as #p::Param<'_, #marker>>::peek(&#var))
}

/// Awaits a check, with what is wrong of its arguments or its answer shown at its path.
pub(super) fn check_call(check: &Check, model: &Model, vars: &[Ident]) -> TokenStream {
    let Check { path, args } = check;
    let name = check.name();
    let params = &model.params;
    let seen: Vec<(usize, Span)> = args
        .iter()
        .filter_map(|arg| {
            let n = params.iter().position(|param| param.ident == *arg)?;
            Some((n, at(arg.span())))
        })
        .collect();
    let (first, last) = ends(path);
    let peeks = seen.iter().map(|&(n, span)| peek(&params[n], model, &vars[n], span));
    let given = quote_spanned!(last=> (call.context(), #(#peeks),*));
    // In braces it is a value: clippy then grants that a check is `async` without an `.await`.
    let answer = quote_spanned!(first=> { #path } #given);
    if seen.is_empty() {
        return quote_spanned!(first=> call.check(#name, #answer).await?;);
    }
    let numbers = seen.iter().map(|&(n, _)| Literal::usize_unsuffixed(n));
    quote_spanned!(first=> call.check_of(&[#(#numbers),*], #name, #answer).await?;)
}

/// The type as a parameter: written so everywhere, a type that is none is one error and not several.
pub(super) fn as_param(param: &Param, marker: &Ident) -> TokenStream {
    let ty = &param.ty;
    let span = ends(ty).0;
    let p = short(span);
    quote_spanned!(span=> <#ty as #p::Param<'_, #marker>>)
}
