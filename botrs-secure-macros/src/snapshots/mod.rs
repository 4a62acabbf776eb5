//! What the macros emit, as code to read.

mod args;
mod choice;
mod command;
mod commands;
mod mistakes;
mod permission;
mod plain;
mod redact;
mod reply;
mod subcommands;
mod validate;

use proc_macro2::TokenStream;
use quote::quote;

fn pretty(tokens: TokenStream) -> String {
    prettyplease::unparse(&syn::parse2(tokens).expect("the macro emits items"))
}

fn pretty_expr(tokens: TokenStream) -> String {
    pretty(quote!(const X: () = #tokens;))
}

/// What follows the item, which has to be there as it was written.
fn after(item: &TokenStream, expanded: TokenStream) -> TokenStream {
    let mut tokens = expanded.into_iter();
    for token in item.clone() {
        assert_eq!(tokens.next().expect("a token").to_string(), token.to_string());
    }
    tokens.collect()
}
