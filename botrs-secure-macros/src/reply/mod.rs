//! `reply!("text {x} {0:>5}", args)`: like `format!`, but each piece goes through our trait `Show`,
//! and the reply remembers which pieces users wrote.

mod expand;
mod literal;
mod parse;

use proc_macro2::TokenStream;
use syn::parse::Parser;

use crate::reply::parse::Input;

pub(crate) fn reply(input: TokenStream) -> TokenStream {
    match Input::parse.parse2(input) {
        Ok(input) => expand::expand(&input),
        Err(error) => expand::broken(&error),
    }
}
