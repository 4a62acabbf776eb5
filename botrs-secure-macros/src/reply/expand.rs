//! The code of `reply!(..)`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::LitStr;

use crate::paths::{at, ends, private};
use crate::reply::literal::{Mistake, Piece, Which, pieces};
use crate::reply::parse::Input;

/// The error, and a value of the right type.
pub(crate) fn broken(error: &syn::Error) -> TokenStream {
    let error = error.to_compile_error();
    let p = private(Span::call_site());
    quote!({ #error #p::Reply::default() })
}

pub(crate) fn expand(input: &Input) -> TokenStream {
    let literal = &input.literal;
    let pieces = match pieces(&literal.value()) {
        Ok(pieces) => pieces,
        Err(Mistake::Refused(message)) => {
            return broken(&syn::Error::new_spanned(literal, message));
        }
        Err(Mistake::Malformed) => return rustc_words_it(input),
    };
    let Some(values) = Values::new(input, &pieces) else { return rustc_words_it(input) };
    values.expand(literal, &pieces)
}

/// Leaves a wrong literal to rustc, whose errors point into it.
fn rustc_words_it(input: &Input) -> TokenStream {
    let Input { literal, args } = input;
    let p = private(Span::call_site());
    let args = args.iter().map(|arg| {
        let name = arg.name.iter();
        let value = &arg.value;
        quote!(#(#name =)* #value)
    });
    quote!({ let _ = ::core::format_args!(#literal, #(#args),*); #p::Reply::default() })
}

/// The values that a text shows: the arguments, then the variables that it names.
struct Values {
    names: Vec<Option<Ident>>,
    exprs: Vec<TokenStream>,
    /// The variable of each in the expansion.
    vars: Vec<Ident>,
}

impl Values {
    /// `None` where a piece names no value that could exist.
    fn new(input: &Input, pieces: &[Piece]) -> Option<Self> {
        let mut names: Vec<Option<Ident>> = input.args.iter().map(|arg| arg.name.clone()).collect();
        let mut exprs: Vec<TokenStream> = input
            .args
            .iter()
            .map(|arg| {
                let value = &arg.value;
                quote!(#value)
            })
            .collect();
        for piece in pieces {
            match piece {
                Piece::Value(Which::Position(n), _) if *n >= input.args.len() => return None,
                Piece::Value(Which::Name(name), _) if position(&names, name).is_none() => {
                    let mut variable: Ident = syn::parse_str(name).ok()?;
                    variable.set_span(input.literal.span());
                    exprs.push(quote!(#variable));
                    names.push(Some(variable));
                }
                Piece::Value(..) | Piece::Text(_) => {}
            }
        }
        let var = |(n, expr)| format_ident!("value{n}", span = ends(expr).0);
        let vars = exprs.iter().enumerate().map(var).collect();
        Some(Self { names, exprs, vars })
    }

    fn expand(&self, literal: &LitStr, pieces: &[Piece]) -> TokenStream {
        let Self { exprs, vars, .. } = self;
        let p = private(Span::call_site());
        let pieces = pieces.iter().map(|piece| self.piece(literal, piece));
        let reply = quote_spanned! {at(Span::call_site())=>
            let mut reply = #p::Reply::default();
            #(reply.#pieces;)*
            reply
        };
        if vars.is_empty() {
            return quote!({ #reply });
        }
        let shown = vars.iter().map(|var| {
            let p = private(var.span());
            quote_spanned!(var.span()=> let #var = #p::Shown(#var);)
        });
        let dead = self.dead(literal);
        // References first: a `Shown` must not live while another argument is awaited.
        quote_spanned! {at(Span::call_site())=>
            match (#(&#exprs,)*) {
                (#(#vars,)*) => {
                    #(#shown)*
                    #dead
                    #reply
                }
            }
        }
    }

    /// The same literal for rustc, which checks it and never runs it.
    fn dead(&self, literal: &LitStr) -> TokenStream {
        let args = self.names.iter().zip(&self.vars).map(|(name, var)| {
            let name = name.iter();
            quote!(#(#name =)* #var)
        });
        quote_spanned! {at(Span::call_site())=>
            if false {
                let _ = ::core::format_args!(#literal, #(#args),*);
            }
        }
    }

    fn piece(&self, literal: &LitStr, piece: &Piece) -> TokenStream {
        let span = at(literal.span());
        match piece {
            Piece::Text(text) => quote_spanned!(span=> literal(#text)),
            Piece::Value(which, layout) => {
                let n = match which {
                    Which::Position(n) => Some(*n),
                    Which::Name(name) => position(&self.names, name),
                };
                let var = n.map(|n| &self.vars[n]);
                let layout = LitStr::new(&format!("{{{layout}}}"), span);
                quote_spanned!(span=> part(#var.kind(), ::core::format_args!(#layout, #var)))
            }
        }
    }
}

fn position(names: &[Option<Ident>], name: &str) -> Option<usize> {
    names.iter().position(|known| known.as_ref().is_some_and(|known| known == name))
}
