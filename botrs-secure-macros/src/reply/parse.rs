//! The arguments of `reply!`: a literal, then expressions, some of them named.

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Error, Expr, LitStr, Result, Token};

pub(crate) struct Input {
    pub(crate) literal: LitStr,
    pub(crate) args: Vec<Arg>,
}

pub(crate) struct Arg {
    pub(crate) name: Option<Ident>,
    pub(crate) value: Expr,
}

impl Input {
    pub(crate) fn parse(input: ParseStream<'_>) -> Result<Self> {
        if input.is_empty() {
            let message = "`reply!` needs a text, like `reply!(\"hello {name}\")`";
            return Err(Error::new(Span::call_site(), message));
        }
        let literal = literal(input)?;
        let mut args = Vec::new();
        while !input.is_empty() {
            input.parse::<Token![,]>()?;
            if !input.is_empty() {
                args.push(Arg::parse(input)?);
            }
        }
        Ok(Self { literal, args })
    }
}

/// The literal, which `macro_rules` may have wrapped in an invisible group.
fn literal(input: ParseStream<'_>) -> Result<LitStr> {
    let expr: Expr = input.parse()?;
    match crate::literal::peel(&expr) {
        Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => match text.suffix() {
            "" => Ok(text.clone()),
            suffix => {
                Err(Error::new_spanned(text, format!("a text has no suffix; remove `{suffix}`")))
            }
        },
        Expr::Macro(_) => Err(Error::new_spanned(
            &expr,
            "the text of a reply is written here as a literal, so that it is known which parts are \
             the author's; put what a macro makes in with `reply!(\"{}\", concat!(..))`",
        )),
        _ => Err(Error::new_spanned(
            &expr,
            "the text of a reply is a string literal; put a value in with `reply!(\"{}\", value)`",
        )),
    }
}

impl Arg {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let named =
            input.peek(Ident::peek_any) && input.peek2(Token![=]) && !input.peek2(Token![==]);
        let name = if named {
            let name = input.call(Ident::parse_any)?;
            input.parse::<Token![=]>()?;
            Some(name)
        } else {
            None
        };
        Ok(Self { name, value: input.parse()? })
    }
}
