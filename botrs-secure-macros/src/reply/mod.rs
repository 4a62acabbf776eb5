//! `reply!("text {x} {0:>5}", args)`: like `format!`, but each piece goes through our trait `Show`,
//! and the reply remembers which pieces users wrote.

mod expand;
mod literal;
mod parse;
mod values;

use proc_macro2::TokenStream;
use syn::parse::Parser;

use crate::library::Library;
use crate::reply::parse::Input;

pub(crate) fn reply(input: TokenStream) -> TokenStream {
    let (library, input) = Library::take(input);
    match Input::parse.parse2(input) {
        Ok(input) => expand::expand(&library, &input),
        Err(error) => expand::broken(&library, &error),
    }
}
