//! The code: thin, since all applying of rules is the library's.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{DeriveInput, ReturnType};

use crate::command::Function;
use crate::library::Library;
use crate::paths::{at, ends, short};
use crate::validate::checks::{checks, found};
use crate::validate::derive::Shape;
use crate::validate::model::Value;

/// The function, with the checks at the beginning of its body.
pub(super) fn function(function: &Function, values: &[Value], library: &Library) -> TokenStream {
    let (found, checks, import) = (found(), checks(values), library.import());
    let p = short(Span::call_site());
    let span = at(Span::call_site());
    let output = match &function.sig.output {
        ReturnType::Type(_, ty) => ends(ty).0,
        ReturnType::Default => span,
    };
    // At the place of the return type, whose error this has to become.
    let refuse = {
        let p = short(output);
        quote_spanned!(output=> return #p::Invalid::invalid(error);)
    };
    function.with_beginning(quote_spanned! {span=>
        #[allow(clippy::used_underscore_binding)]
        {
            #import
            let mut #found: #p::Collector = ::core::default::Default::default();
            #checks
            if let ::core::result::Result::Err(error) = #found.finish() {
                #refuse
            }
        }
    })
}

/// `impl Validate`.
pub(super) fn item(input: &DeriveInput, shapes: &[Shape], library: &Library) -> TokenStream {
    let (found, p) = (found(), short(Span::call_site()));
    // `self` is seen only by tokens of one origin.
    let span = at(Span::call_site());
    let checks = match shapes {
        [Shape { variant: None, values }] => {
            let (fields, checks) = (fields(values), checks(values));
            quote_spanned!(span=> let Self { #fields .. } = self; #checks)
        }
        shapes => {
            let arms = shapes.iter().map(arm);
            let others = shapes.iter().any(|shape| !has_rules(shape)).then(|| quote!(_ => {}));
            quote_spanned!(span=> match self { #(#arms)* #others })
        }
    };
    implement(
        input,
        library,
        &quote_spanned! {at(Span::call_site())=>
            let mut #found: #p::Collector = ::core::default::Default::default();
            #checks
            #found.finish()
        },
    )
}

/// The same where something was wrong, so that what needs the `impl` is no second error.
pub(super) fn stub(input: &DeriveInput, library: &Library) -> TokenStream {
    implement(input, library, &quote!(::core::panic!("this did not compile")))
}

fn implement(input: &DeriveInput, library: &Library, body: &TokenStream) -> TokenStream {
    let DeriveInput { ident, generics, .. } = input;
    let (impl_generics, ty_generics, clause) = generics.split_for_impl();
    let p = short(Span::call_site());
    library.wrap(quote_spanned! {at(Span::call_site())=>
        #[automatically_derived]
        impl #impl_generics #p::Validate for #ident #ty_generics #clause {
            fn validate(&self) -> ::core::result::Result<(), #p::ValidationError> {
                #body
            }
        }
    })
}

fn has_rules(shape: &Shape) -> bool {
    shape.values.iter().any(|value| !value.rules.is_empty())
}

fn arm(shape: &Shape) -> Option<TokenStream> {
    let (variant, fields) = (&shape.variant, fields(&shape.values));
    let checks = checks(&shape.values);
    has_rules(shape).then(|| quote!(Self::#variant { #fields .. } => { #checks }))
}

/// The fields that the checks see, each under the name that they use.
fn fields(values: &[Value]) -> TokenStream {
    let is_seen = |value: &&Value| {
        let by_another = values.iter().filter_map(|other| other.rules.custom.as_ref());
        !value.rules.is_empty()
            || by_another.flat_map(|rule| &rule.with).any(|seen| *seen == value.member)
    };
    let bind = |value: &Value| {
        let Value { member, reference, .. } = value;
        quote!(#member: #reference,)
    };
    values.iter().filter(is_seen).map(bind).collect()
}
