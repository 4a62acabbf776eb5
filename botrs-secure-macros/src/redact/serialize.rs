//! The `serde::Serialize` that shows no secret.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;

use crate::paths::at;
use crate::redact::attr::Type;
use crate::redact::model::{Field, Model, Shape, Style};
use crate::redact::{REDACTED, bounds};

pub(crate) fn expand(model: &Model<'_>, attr: &Type) -> TokenStream {
    let span = at(Span::call_site());
    let serde = serde(attr);
    let arms = (0u32..).zip(&model.variants).map(|(n, shape)| {
        let pattern = shape.pattern();
        let write = if model.is_enum {
            let (ty, variant) = (model.name(), shape.name());
            write(&serde, shape, "Variant", &quote_spanned!(span=> #ty, #n, #variant))
        } else {
            let name = shape.name();
            write(&serde, shape, "Struct", &quote_spanned!(span=> #name))
        };
        quote_spanned!(span=> #pattern => #write,)
    });
    implement(model, &serde, &quote_spanned!(span=> match self { #(#arms)* }))
}

/// Where something was wrong.
pub(crate) fn stub(model: &Model<'_>, attr: &Type) -> TokenStream {
    let span = at(Span::call_site());
    implement(model, &serde(attr), &quote_spanned!(span=> serializer.serialize_str(#REDACTED)))
}

fn serde(attr: &Type) -> TokenStream {
    let span = at(Span::call_site());
    let p = attr.library.expansion(span);
    quote_spanned!(span=> #p::serde)
}

fn implement(model: &Model<'_>, serde: &TokenStream, body: &TokenStream) -> TokenStream {
    let span = at(Span::call_site());
    let ident = model.ident;
    let bounded = bounds::generics(model, &quote_spanned!(span=> #serde::Serialize));
    let (generics, ty_generics, bounds) = bounded.split_for_impl();
    // A long name, since the type may have a parameter of a short one.
    quote_spanned! {span=>
        #[automatically_derived]
        impl #generics #serde::Serialize for #ident #ty_generics #bounds {
            fn serialize<TheSerializer: #serde::Serializer>(
                &self,
                serializer: TheSerializer,
            ) -> ::core::result::Result<TheSerializer::Ok, TheSerializer::Error> {
                #body
            }
        }
    }
}

/// Writes a `Struct` or a `Variant`, as serde's methods are called; each is told `of` first.
fn write(serde: &TokenStream, shape: &Shape<'_>, kind: &str, of: &TokenStream) -> TokenStream {
    let span = at(Span::call_site());
    let of_kind =
        |what: &str| Ident::new(&format!("serialize_{what}_{}", kind.to_lowercase()), span);
    match (shape.style, &shape.fields[..]) {
        (Style::Unit, _) => {
            let method = of_kind("unit");
            quote_spanned!(span=> serializer.#method(#of))
        }
        (Style::Tuple, [field]) => {
            let (method, value) = (of_kind("newtype"), value(field));
            quote_spanned!(span=> serializer.#method(#of, #value))
        }
        (Style::Tuple, _) => {
            fields(serde, shape, &of_kind("tuple"), &format!("SerializeTuple{kind}"), of)
        }
        (Style::Named, _) if kind == "Struct" => {
            fields(serde, shape, &Ident::new("serialize_struct", span), "SerializeStruct", of)
        }
        (Style::Named, _) => fields(serde, shape, &of_kind("struct"), "SerializeStructVariant", of),
    }
}

/// Writes fields one by one, by serde's trait of that name.
fn fields(
    serde: &TokenStream,
    shape: &Shape<'_>,
    method: &Ident,
    by: &str,
    of: &TokenStream,
) -> TokenStream {
    let span = at(Span::call_site());
    let by = Ident::new(by, span);
    let len = shape.fields.len();
    let fields = shape.fields.iter().map(|field| {
        let name = (shape.style == Style::Named).then(|| field.name()).into_iter();
        let value = value(field);
        quote_spanned! {field.var.span()=>
            #serde::ser::#by::serialize_field(&mut fields, #(#name,)* #value)?;
        }
    });
    quote_spanned! {span=> {
        let mut fields = serializer.#method(#of, #len)?;
        #(#fields)*
        #serde::ser::#by::end(fields)
    }}
}

fn value(field: &Field<'_>) -> TokenStream {
    field.shown(quote_spanned!(field.var.span()=> #REDACTED))
}
