//! What is emitted where something was wrong: the function, the type and stubs, so that one mistake
//! is one error and nothing else that names the command breaks.

use proc_macro2::TokenStream;
use quote::quote_spanned;

use crate::command::expand;
use crate::command::function::Function;
use crate::command::model::Model;
use crate::paths;

pub(crate) fn fallback(model: &Model, mut function: Function, errors: TokenStream) -> TokenStream {
    if function.has_receiver() {
        // In an `impl` block neither a type nor an impl may stand.
        return quote_spanned!(paths::at(function.ident().span())=> #function #errors);
    }
    function.attrs.retain(|attr| !attr.path().is_ident("validate"));
    // So that an `.await` in the body is no second error.
    function.sig.asyncness.get_or_insert_with(Default::default);
    let span = paths::at(function.ident().span());
    let private = paths::private(span);
    let marker = &model.marker;
    let ty = expand::marker(model, &function);
    let checks = match model.access() {
        Some(_) => expand::checks(model),
        // What it would have checked is not known, so no power is missed.
        None => quote_spanned! {span=>
            #[automatically_derived]
            impl<P: #private::Permission> #private::Checks<P> for #marker {}
        },
    };
    quote_spanned! {span=>
        #errors
        #function
        #ty
        #[automatically_derived]
        impl #private::Command for #marker {
            const SPEC: #private::CommandSpec =
                #private::CommandSpec::new::<Self>("", "", #private::Access::OwnersOnly);
            fn run<'a>(_: #private::Call<'a, Self>) -> #private::BoxFuture<'a, #private::Answer> {
                ::core::panic!("this command did not compile")
            }
        }
        #checks
    }
}
