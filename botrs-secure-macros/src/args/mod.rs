//! `#[derive(Args)]`: a struct whose fields are arguments.

mod expand;
mod model;

use proc_macro2::TokenStream;

use crate::args::model::Model;
use crate::diag::Diag;

pub(crate) fn args(input: TokenStream) -> TokenStream {
    let diag = Diag::new();
    let model = Model::read(input, &diag);
    let errors = diag.finish();
    match model {
        Some(model) if errors.is_empty() => expand::expand(&model),
        Some(model) => [errors, expand::stub(&model)].into_iter().collect(),
        None => errors,
    }
}
