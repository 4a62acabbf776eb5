//! The `Debug` that shows no secret.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

use crate::paths::at;
use crate::redact::model::{Model, Shape, Style};
use crate::redact::{REDACTED, bounds};

pub(crate) fn expand(model: &Model<'_>) -> TokenStream {
    let span = at(Span::call_site());
    let arms = model.variants.iter().map(arm);
    implement(model, &quote_spanned!(span=> match self { #(#arms)* }))
}

/// Where something was wrong.
pub(crate) fn stub(model: &Model<'_>) -> TokenStream {
    let span = at(Span::call_site());
    implement(model, &quote_spanned!(span=> formatter.write_str(#REDACTED)))
}

fn implement(model: &Model<'_>, body: &TokenStream) -> TokenStream {
    let span = at(Span::call_site());
    let ident = model.ident;
    let bounded = bounds::generics(model, &quote_spanned!(span=> ::core::fmt::Debug));
    let (generics, ty_generics, bounds) = bounded.split_for_impl();
    quote_spanned! {span=>
        #[automatically_derived]
        impl #generics ::core::fmt::Debug for #ident #ty_generics #bounds {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                #body
            }
        }
    }
}

fn arm(shape: &Shape<'_>) -> TokenStream {
    let span = at(Span::call_site());
    let (pattern, name) = (shape.pattern(), shape.name());
    let fields = shape.fields.iter().map(|field| {
        let span = field.var.span();
        let shown = field.shown(quote_spanned!(span=> &::core::format_args!(#REDACTED)));
        let name = (shape.style == Style::Named).then(|| field.name()).into_iter();
        quote_spanned!(span=> .field(#(#name,)* #shown))
    });
    let show = match shape.style {
        Style::Unit => quote_spanned!(span=> formatter.write_str(#name)),
        Style::Named => quote_spanned!(span=> formatter.debug_struct(#name) #(#fields)* .finish()),
        Style::Tuple => quote_spanned!(span=> formatter.debug_tuple(#name) #(#fields)* .finish()),
    };
    quote_spanned!(span=> #pattern => #show,)
}
