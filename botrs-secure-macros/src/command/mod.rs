//! `#[command(..)]`: what was written, what it means, whether it makes sense, and the code for it.

mod access;
mod attr;
mod check;
mod confirm;
pub(crate) mod expand;
mod fallback;
mod function;
mod limits;
mod model;
mod param;
mod plain;
mod scenes;
mod shim;
mod spec;
mod subcommands;
#[cfg(test)]
mod tests;
mod types;

use proc_macro2::TokenStream;

use crate::command::attr::Attr;
pub(crate) use crate::command::function::Function;
use crate::command::model::Model;
use crate::diag::Diag;

pub(crate) fn command(attribute: TokenStream, item: TokenStream) -> TokenStream {
    const WHAT: &str = "`#[command]` applies to free async functions";
    let diag = Diag::new();
    let attr = Attr::read(attribute, &diag);
    let Some(mut function) = Function::read(item.clone(), WHAT, &diag) else {
        return [item, diag.finish()].into_iter().collect();
    };
    let model = Model::new(attr, &mut function, &diag);
    check::check(&model, &function, &diag);
    let errors = diag.finish();
    if errors.is_empty() {
        expand::expand(&model, &function)
    } else {
        fallback::fallback(&model, function, errors)
    }
}
