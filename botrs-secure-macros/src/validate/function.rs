//! `#[validate]` on a function: the rules of its parameters run before its body.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, FnArg, Ident, Member, Pat, ReturnType};

use crate::command::Function;
use crate::diag::Diag;
use crate::keys;
use crate::library::Library;
use crate::meta::{Entries, is_last};
use crate::rules::Rules;
use crate::validate::expand;
use crate::validate::model::{self, Value};

pub(crate) fn validate(attribute: TokenStream, item: TokenStream) -> TokenStream {
    const WHAT: &str = "`#[validate]` stands on functions and their parameters; of a struct or an enum write \
         `#[derive(Validate)]` before it";
    let diag = Diag::new();
    let mut entries = Entries::new(&keys::VALIDATE_ITEM);
    entries.read(attribute, &diag);
    let library = Library::of_entries(&entries, &diag);
    let Some(mut function) = Function::read(item.clone(), WHAT, &diag) else {
        return [item, diag.finish()].into_iter().collect();
    };
    if let Some(attr) = function.attrs.iter().find(|attr| is_last(attr, "command")) {
        diag.error(attr, "a command validates its arguments already; remove `#[validate]`");
        // The command still needs the rules of its parameters.
        return [item, diag.finish()].into_iter().collect();
    }
    let values = read(&mut function, &diag);
    let errors = diag.finish();
    if errors.is_empty() {
        expand::function(&function, &values, &library)
    } else {
        quote!(#function #errors)
    }
}

/// Reads the rules of the parameters and leaves of them what rustc understands.
fn read(function: &mut Function, diag: &Diag) -> Vec<Value> {
    let mut meant = false;
    let mut values = Vec::new();
    for input in &mut function.sig.inputs {
        let own: Vec<Attribute> =
            attrs(input).extract_if(.., |attr| attr.path().is_ident("validate")).collect();
        meant |= !own.is_empty();
        let rules = Rules::read(&own, diag);
        match (input, own.first()) {
            (FnArg::Receiver(_), None) => {}
            (FnArg::Receiver(_), Some(attr)) => {
                diag.error(attr, "`self` has no rules here; give its type `#[derive(Validate)]`");
            }
            (FnArg::Typed(input), attr) => match name(&input.pat) {
                Some(ident) => values.push(Value {
                    reference: quote!(&#ident),
                    member: Member::Named(ident),
                    ty: (*input.ty).clone(),
                    rules,
                    cfgs: input.attrs.iter().filter(|attr| is_last(attr, "cfg")).cloned().collect(),
                }),
                None if attr.is_some() => diag.error(
                    &input.pat,
                    "rules need a name: name the parameter, and take it apart in the body",
                ),
                None => {}
            },
        }
    }
    check(function, &values, meant, diag);
    values
}

fn check(function: &Function, values: &[Value], meant: bool, diag: &Diag) {
    model::check(values, "parameter", diag);
    model::refuse_nothing(values.iter(), "parameter", meant, function.ident().span(), diag);
    if let Some(word) = &function.sig.constness {
        diag.error(word, "rules cannot run in a `const fn`");
    }
    if matches!(function.sig.output, ReturnType::Default) {
        let message = "a function with `#[validate]` returns a `Result`, whose error says which \
                       rules are broken";
        diag.error(function.ident(), message);
    }
    if !function.has_body() {
        diag.error(function.ident(), "rules run before a body; put `#[validate]` where that is");
    }
}

fn attrs(input: &mut FnArg) -> &mut Vec<Attribute> {
    match input {
        FnArg::Receiver(receiver) => &mut receiver.attrs,
        FnArg::Typed(typed) => &mut typed.attrs,
    }
}

/// The name by which the body sees the whole parameter.
fn name(pat: &Pat) -> Option<Ident> {
    match pat {
        Pat::Ident(pat) if pat.by_ref.is_none() && pat.subpat.is_none() => Some(pat.ident.clone()),
        _ => None,
    }
}
