//! `commands![..]`: the commands of a bot, no two of which answer to one name.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::{Error, Expr, Path, Result};

use crate::diag::Diag;
use crate::library::Library;
use crate::literal::peel;
use crate::meta::split;
use crate::paths::at;

pub(crate) fn commands(input: TokenStream) -> TokenStream {
    let (library, input) = Library::take(input);
    let diag = Diag::new();
    let list = paths(input, &diag);
    let errors = diag.finish();
    let p = library.expansion(at(Span::call_site()));
    quote_spanned! {at(Span::call_site())=>
        {
            #errors
            const LIST: &[&#p::CommandSpec] = &[#(&<#list as #p::Command>::SPEC),*];
            const _: () = #p::assert_unique(LIST);
            LIST
        }
    }
}

/// The paths of commands, with commas between them.
pub(crate) fn paths(list: TokenStream, diag: &Diag) -> Vec<Path> {
    let read = |(tokens, comma)| diag.take(command(tokens, comma));
    split(list).into_iter().filter_map(read).collect()
}

fn command(tokens: TokenStream, comma: Span) -> Result<Path> {
    if tokens.is_empty() {
        return Err(Error::new(comma, "expected a command before this comma"));
    }
    let wrong = |message| Err(Error::new_spanned(&tokens, message));
    let Ok(expr) = syn::parse2::<Expr>(tokens.clone()) else {
        return wrong("expected the path of a command, like `ban` or `admin::ban`");
    };
    match peel(&expr) {
        Expr::Path(path) if path.qself.is_none() => {
            if path.path.segments.iter().any(|segment| !segment.arguments.is_none()) {
                return wrong("a command has no generic arguments");
            }
            Ok(path.path.clone())
        }
        Expr::Call(_) => wrong("a command is named, not called; remove the parentheses"),
        _ => wrong("expected the path of a command, like `ban` or `admin::ban`"),
    }
}
