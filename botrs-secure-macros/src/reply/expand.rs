//! The code of `reply!(..)`.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::LitStr;

use crate::library::Library;
use crate::paths::{at, ends};
use crate::reply::literal::{Count, Layout, Mistake, Piece, pieces};
use crate::reply::parse::Input;
use crate::reply::values::{Value, Values};

/// The error, and a value of the right type.
pub(crate) fn broken(library: &Library, error: &syn::Error) -> TokenStream {
    let error = error.to_compile_error();
    let p = library.expansion(at(Span::call_site()));
    quote!({ #error <#p::Reply as ::core::default::Default>::default() })
}

pub(crate) fn expand(library: &Library, input: &Input) -> TokenStream {
    let literal = &input.literal;
    let broken = |message| broken(library, &syn::Error::new_spanned(literal, message));
    let pieces = match pieces(&literal.value()) {
        Ok(pieces) => pieces,
        Err(Mistake::Refused(message)) => return broken(message),
        Err(Mistake::Malformed) => return rustc_words_it(library, input),
    };
    match Values::of(input, &pieces) {
        Ok(values) => Reply { library, literal, values }.expand(&pieces),
        Err(_) => rustc_words_it(library, input),
    }
}

/// Leaves a wrong literal to rustc, whose errors point into it.
fn rustc_words_it(library: &Library, input: &Input) -> TokenStream {
    let Input { literal, args } = input;
    let p = library.expansion(at(Span::call_site()));
    // A number is all that a format may ask for, so that the values are no second error.
    let numbers = args.iter().map(|arg| {
        let name = arg.name.iter();
        quote_spanned!(ends(&arg.value).0=> #(#name =)* 0usize)
    });
    let values = args.iter().map(|arg| &arg.value);
    quote! {{
        let _ = (#(&#values,)*);
        let _ = ::core::format_args!(#literal, #(#numbers),*);
        #p::Reply::not_understood::<()>()
    }}
}

struct Reply<'a> {
    library: &'a Library,
    literal: &'a LitStr,
    values: Values,
}

impl Reply<'_> {
    fn expand(&self, pieces: &[Piece]) -> TokenStream {
        let span = at(Span::call_site());
        let p = self.library.expansion(span);
        let pieces = pieces.iter().map(|piece| self.add(piece));
        let reply = quote_spanned! {span=>
            let mut reply: #p::Reply = ::core::default::Default::default();
            #(reply.#pieces;)*
            reply
        };
        if self.values.list.is_empty() {
            return quote!({ #reply });
        }
        let references = self.values.list.iter().map(Value::reference);
        let vars = self.values.list.iter().map(|value| &value.var);
        let uses = self.values.list.iter().map(|value| self.uses(value));
        let dead = self.dead();
        // References first: a `Shown` must not live while another argument is awaited.
        quote_spanned! {span=>
            match (#(#references,)*) {
                (#(#vars,)*) => {
                    #(#uses)*
                    #dead
                    #reply
                }
            }
        }
    }

    /// What becomes of a value before the pieces use it.
    fn uses(&self, value: &Value) -> TokenStream {
        let Value { var, shown, count, .. } = value;
        let p = self.library.expansion(var.span());
        let show =
            value.is_shown.then(|| quote_spanned!(var.span()=> let #shown = #p::Shown(#var);));
        let count = value.is_count.then(
            || quote_spanned!(var.span()=> let #count = #p::Count::count(#p::Counted(#var).0);),
        );
        quote!(#show #count)
    }

    /// The same literal for rustc, which checks it and never runs it.
    fn dead(&self) -> TokenStream {
        let literal = self.literal;
        // A number is all that a format may ask for; what the value has to be is checked elsewhere.
        let args = self.values.list.iter().map(|Value { name, var, .. }| {
            let name = name.iter();
            quote_spanned!(var.span()=> #(#name =)* 0usize)
        });
        quote_spanned! {at(Span::call_site())=>
            if false {
                let _ = ::core::format_args!(#literal, #(#args),*);
            }
        }
    }

    /// The call that adds a piece.
    fn add(&self, piece: &Piece) -> TokenStream {
        let span = at(self.literal.span());
        let (which, layout) = match piece {
            Piece::Text(text) => return quote_spanned!(span=> literal(#text)),
            Piece::Value(which, layout) => (which, layout),
        };
        let value = self.values.get(which);
        let (format, counts) = self.format(layout);
        let (kind, shown) = match (layout.number, value) {
            (None, value) => {
                let shown = value.map(|value| &value.shown);
                (quote_spanned!(span=> #shown.kind()), shown.to_token_stream())
            }
            (Some(letter), value) => {
                let var = value.map(|value| &value.var);
                let span = var.map_or(span, |var| var.span());
                let p = self.library.expansion(span);
                let checked = if matches!(letter, 'e' | 'E') {
                    quote_spanned!(span=> #p::Scientific(#var))
                } else {
                    quote_spanned!(span=> #p::Whole(#var))
                };
                (quote_spanned!(span=> #p::SegmentKind::User), checked)
            }
        };
        quote_spanned!(span=> part(#kind, ::core::format_args!(#format, #shown #counts)))
    }

    /// The layout for `format_args!`, where the value is the first argument, and the arguments for
    /// its width and precision.
    fn format(&self, layout: &Layout) -> (LitStr, TokenStream) {
        let mut args = Vec::new();
        let mut count = |count: &Option<Count>| match count {
            None => String::new(),
            Some(Count::Written(n)) => n.to_string(),
            Some(Count::Value(which)) => {
                args.push(self.values.get(which).map(|value| &value.count));
                format!("{}$", args.len())
            }
        };
        let Layout { flags, width, precision, number } = layout;
        let (width, digits) = (count(width), count(precision));
        let dot = if precision.is_some() { "." } else { "" };
        let letter = number.map(String::from).unwrap_or_default();
        let layout = format!("{flags}{width}{dot}{digits}{letter}");
        let colon = if layout.is_empty() { "" } else { ":" };
        let text = if args.is_empty() {
            format!("{{{colon}{layout}}}")
        } else {
            format!("{{0:{layout}}}")
        };
        (LitStr::new(&text, at(self.literal.span())), quote!(#(, #args)*))
    }
}
