//! `#[derive(Redact)]`: a `Debug`, and a `serde::Serialize` where asked for, that show `[redacted]` in
//! place of secrets.

mod attr;
mod bounds;
mod debug;
mod model;
mod serialize;

use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

use crate::diag::Diag;
use crate::redact::model::Model;

/// What stands in place of a secret.
const REDACTED: &str = "[redacted]";

pub(crate) fn redact(input: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let diag = Diag::new();
    let attr = attr::Type::read(&input, &diag);
    let model = Model::read(&input, attr.all, &diag);
    let errors = diag.finish();
    if !errors.is_empty() {
        // Stubs that show nothing, so that whatever needs the traits is no second error.
        let model = Model { variants: Vec::new(), ..model };
        let debug = debug::stub(&model);
        let serialize = attr.serialize.then(|| serialize::stub(&model, &attr));
        return quote!(#errors #debug #serialize);
    }
    let debug = debug::expand(&model);
    let serialize = attr.serialize.then(|| serialize::expand(&model, &attr));
    quote!(#debug #serialize)
}
