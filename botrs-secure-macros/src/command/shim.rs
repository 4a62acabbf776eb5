//! What runs a command, from its words to its answer: the call of the function, and where the author
//! has checks or rules of their own, the way to it.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Member, Type};

use crate::command::attr::Check;
use crate::command::function::Function;
use crate::command::model::Model;
use crate::command::param::Param;
use crate::command::types;
use crate::paths::{at, ends, short};
use crate::rules::Custom;

/// The shim, where the author has checks or rules of their own; else the library's does.
pub(super) fn run(model: &Model, function: &Function) -> Option<TokenStream> {
    if !asks_the_author(model) {
        return None;
    }
    let span = at(function.ident().span());
    let p = short(span);
    let body = written_out(model, span);
    let mutable = (!model.params.is_empty()).then(|| quote_spanned!(span=> mut));
    Some(quote_spanned! {span=>
        fn run<'a>(#mutable call: #p::Call<'a, Self>) -> #p::BoxFuture<'a, #p::Answer> {
            #body
        }
    })
}

/// The types of the parameters, and the call of the function with them.
pub(super) fn body(model: &Model, function: &Function) -> TokenStream {
    let span = at(function.ident().span());
    let (p, ident) = (short(span), function.ident());
    let types = model.params.iter().map(|param| {
        let param = types::named(as_param(&param.ty, &model.marker));
        quote!(#param::Own,)
    });
    let vars = vars(model, span);
    let deprecated = function.attrs.iter().any(|attr| attr.path().is_ident("deprecated"));
    let deprecated = deprecated.then(|| quote!(#[allow(deprecated)]));
    let (first, last) = ends(function.output());
    let answer = {
        let p = short(first);
        let answer = quote_spanned!(last=> into_answer);
        quote_spanned!(first=> #p::IntoAnswer::#answer)
    };
    quote_spanned! {span=>
        type Params<'a> = (#(#types)*);
        #deprecated
        fn body<'a>((#(#vars,)*): Self::Params<'a>) -> #p::BoxFuture<'a, #p::Answer> {
            #p::answer(#ident(#(#vars),*), #answer)
        }
    }
}

fn vars(model: &Model, span: Span) -> Vec<Ident> {
    (0..model.params.len()).map(|n| format_ident!("p{n}", span = span)).collect()
}

/// Whether code of the author's is asked before the body runs.
fn asks_the_author(model: &Model) -> bool {
    !model.attr.checks.is_empty()
        || model.params.iter().any(|param| param.said.rules.custom.is_some())
}

fn written_out(model: &Model, span: Span) -> TokenStream {
    let Model { params, marker, attr, .. } = model;
    let vars = vars(model, span);
    let take = params.iter().zip(&vars).enumerate().map(|(n, (param, var))| {
        let n = Literal::usize_unsuffixed(n);
        let param = as_param(&param.ty, marker);
        quote_spanned!(span=> let #var = #param::take(&mut call, #n)?;)
    });
    let open = params.iter().zip(&vars).map(|(param, var)| {
        let param = as_param(&param.ty, marker);
        quote_spanned!(span=> #param::open(#var, &call)?,)
    });
    let customs = (0..params.len()).filter_map(|n| custom_call(n, model, &vars));
    let checks = attr.checks.iter().map(|check| check_call(check, model, &vars));
    quote_spanned! {span=>
        ::std::boxed::Box::pin(async move {
            #(#take)*
            #(#customs)*
            let call = call.parsed()?;
            #(#checks)*
            let call = call.admit().await?;
            let answer = Self::body((#(#open)*)).await;
            ::core::mem::drop(call);
            answer
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
    let seen = args.iter().filter_map(|arg| {
        let n = params.iter().position(|param| param.ident == *arg)?;
        Some(peek(&params[n], model, &vars[n], at(arg.span())))
    });
    let (first, last) = ends(path);
    let given = quote_spanned!(last=> (call.context(), #(#seen),*));
    // In braces it is a value: clippy then grants that a check is `async` without an `.await`.
    quote_spanned!(first=> call.check(#name, { #path } #given).await?;)
}

/// The type as a parameter: written so everywhere, a type that is none is one error and not several.
fn as_param(ty: &Type, marker: &Ident) -> TokenStream {
    let span = ends(ty).0;
    let p = short(span);
    quote_spanned!(span=> <#ty as #p::Param<'_, #marker>>)
}
