//! The code of `reply!(..)`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::{Expr, ExprReference, LitStr, parse_quote};

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
    let Some(values) = values(input, &pieces) else { return rustc_words_it(input) };
    reply(literal, &pieces, &values)
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

/// A value that a text shows: an argument, or a variable that the text names.
struct Value {
    name: Option<Ident>,
    expr: Expr,
    /// Its variable in the expansion.
    var: Ident,
}

impl Value {
    fn new(n: usize, name: Option<Ident>, expr: Expr) -> Self {
        let var = format_ident!("value{n}", span = ends(&expr).0);
        Self { name, expr, var }
    }

    /// `&expr`, with the parentheses that the expression may need.
    fn reference(&self) -> Expr {
        let expr = Box::new(self.expr.clone());
        Expr::Reference(ExprReference {
            attrs: Vec::new(),
            and_token: Default::default(),
            mutability: None,
            expr,
        })
    }
}

/// The arguments, then the variables; `None` where a piece names none that could exist.
fn values(input: &Input, pieces: &[Piece]) -> Option<Vec<Value>> {
    let args = input.args.iter().enumerate();
    let mut values: Vec<Value> =
        args.map(|(n, arg)| Value::new(n, arg.name.clone(), arg.value.clone())).collect();
    for piece in pieces {
        match piece {
            Piece::Value(Which::Position(n), _) if *n >= input.args.len() => return None,
            Piece::Value(Which::Name(name), _) if find(&values, name).is_none() => {
                let mut variable: Ident = syn::parse_str(name).ok()?;
                variable.set_span(input.literal.span());
                let expr = parse_quote!(#variable);
                values.push(Value::new(values.len(), Some(variable), expr));
            }
            Piece::Value(..) | Piece::Text(_) => {}
        }
    }
    Some(values)
}

fn find<'a>(values: &'a [Value], name: &str) -> Option<&'a Value> {
    values.iter().find(|value| value.name.as_ref().is_some_and(|known| known == name))
}

fn reply(literal: &LitStr, pieces: &[Piece], values: &[Value]) -> TokenStream {
    let p = private(Span::call_site());
    let pieces = pieces.iter().map(|piece| call(literal, piece, values));
    let reply = quote_spanned! {at(Span::call_site())=>
        let mut reply = #p::Reply::default();
        #(reply.#pieces;)*
        reply
    };
    if values.is_empty() {
        return quote!({ #reply });
    }
    let references = values.iter().map(Value::reference);
    let vars = values.iter().map(|value| &value.var);
    let shown = values.iter().map(|Value { var, .. }| {
        let p = private(var.span());
        quote_spanned!(var.span()=> let #var = #p::Shown(#var);)
    });
    let dead = dead(literal, values);
    // References first: a `Shown` must not live while another argument is awaited.
    quote_spanned! {at(Span::call_site())=>
        match (#(#references,)*) {
            (#(#vars,)*) => {
                #(#shown)*
                #dead
                #reply
            }
        }
    }
}

/// The same literal for rustc, which checks it and never runs it.
fn dead(literal: &LitStr, values: &[Value]) -> TokenStream {
    let args = values.iter().map(|Value { name, var, .. }| {
        let name = name.iter();
        quote!(#(#name =)* #var)
    });
    quote_spanned! {at(Span::call_site())=>
        if false {
            let _ = ::core::format_args!(#literal, #(#args),*);
        }
    }
}

/// The call that adds a piece.
fn call(literal: &LitStr, piece: &Piece, values: &[Value]) -> TokenStream {
    let span = at(literal.span());
    match piece {
        Piece::Text(text) => quote_spanned!(span=> literal(#text)),
        Piece::Value(which, layout) => {
            let value = match which {
                Which::Position(n) => values.get(*n),
                Which::Name(name) => find(values, name),
            };
            let var = value.map(|value| &value.var);
            let layout = LitStr::new(&format!("{{{layout}}}"), span);
            quote_spanned!(span=> part(#var.kind(), ::core::format_args!(#layout, #var)))
        }
    }
}
