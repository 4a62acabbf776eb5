//! What is emitted where something was wrong: the function, the type and stubs, so that one mistake
//! is one error and nothing else that names the command breaks.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use crate::command::function::Function;
use crate::command::model::Model;
use crate::command::{check, expand};
use crate::paths;

pub(crate) fn fallback(model: &Model, mut function: Function, errors: TokenStream) -> TokenStream {
    if function.has_receiver() {
        // In an `impl` block neither a type nor an impl may stand.
        return quote_spanned!(paths::at(function.ident().span())=> #function #errors);
    }
    function.attrs.retain(|attr| !check::is_another(attr));
    // So that an `.await` in the body is no second error, and what no `async fn` can be is none.
    function.sig.asyncness.get_or_insert_with(Default::default);
    function.sig.constness = None;
    function.sig.variadic = None;
    let span = paths::at(function.ident().span());
    let p = paths::short(span);
    let marker = &model.marker;
    let ty = expand::marker(model, &function);
    let checks = match model.access() {
        Some(_) => expand::checks(model),
        // What it would have checked is not known, so no power is missed.
        None => quote_spanned! {span=>
            #[automatically_derived]
            impl<P: #p::Permission> #p::Checks<P> for #marker {}
        },
    };
    let items = model.attr.library.wrap(quote_spanned! {span=>
        #[automatically_derived]
        impl #p::Command for #marker {
            const SPEC: #p::CommandSpec =
                #p::CommandSpec::new::<Self>("", "", #p::Access::OwnersOnly);
            fn run<'a>(_: #p::Call<'a, Self>) -> #p::BoxFuture<'a, #p::Answer> {
                ::core::panic!("this command did not compile")
            }
        }
        #checks
    });
    quote!(#errors #function #ty #items)
}
