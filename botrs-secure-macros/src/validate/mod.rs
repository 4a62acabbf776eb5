//! `#[validate]` on functions, and `#[derive(Validate)]`.

mod checks;
mod derive;
mod expand;
mod function;
mod model;

pub(crate) use derive::derive;
pub(crate) use function::validate;
