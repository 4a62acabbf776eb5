//! `#[derive(Permission)]`: an author's own permission, by a type that has no values to mind.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;
use syn::{Data, DeriveInput, Fields, LitStr};

use crate::diag::Diag;
use crate::keys::{self, PermissionKey};
use crate::library::Library;
use crate::literal;
use crate::meta::{Entries, Value};

pub(crate) fn permission(input: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let diag = Diag::new();
    check(&input, &diag);
    let attr = Attr::read(&input, &diag);
    let errors = diag.finish();
    // Also beside errors, so that what names the permission is no second error.
    let def = expand(&input, &attr);
    quote!(#errors #def)
}

/// Refuses what has values or parameters.
fn check(input: &DeriveInput, diag: &Diag) {
    const UNIT: &str = "a permission is a type without data, like `struct TradeStocks;`";
    match &input.data {
        Data::Struct(data) if matches!(data.fields, Fields::Unit) => {}
        Data::Struct(data) => diag.error(&data.fields, format!("{UNIT}; remove the fields")),
        Data::Enum(data) if data.variants.is_empty() => {}
        Data::Enum(data) => diag.error(
            &data.variants,
            "a permission is one type; make each variant a `struct` of its own",
        ),
        Data::Union(data) => diag.error(data.union_token, UNIT),
    }
    if !input.generics.params.is_empty() {
        diag.error(&input.generics, "a permission has no generic parameters");
    }
}

/// What `#[permission(..)]` says.
#[derive(Default)]
struct Attr {
    name: Option<LitStr>,
    library: Library,
}

impl Attr {
    fn read(input: &DeriveInput, diag: &Diag) -> Self {
        let mut attr = Self::default();
        for entry in Entries::of_attributes(&keys::PERMISSION, &input.attrs, diag).list {
            let Value::Expr(value) = &entry.value else { continue };
            match entry.key.id {
                PermissionKey::Name => attr.name = diag.take(name(value)),
                PermissionKey::Crate => {
                    attr.library = diag.take(Library::read(value)).unwrap_or_default();
                }
            }
        }
        attr
    }
}

fn name(value: &syn::Expr) -> syn::Result<LitStr> {
    let text = literal::text(value, "name = \"trade.stocks\"")?;
    let is_odd = |c: char| !(c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | ':'));
    let message = if text.value().is_empty() {
        "a name is not empty (left out, it is the type's)"
    } else if text.value().contains(is_odd) {
        "the name of a permission has letters of any script, digits, `.`, `_`, `-` and `:` only"
    } else {
        return Ok(text);
    };
    Err(syn::Error::new_spanned(text, message))
}

fn expand(input: &DeriveInput, attr: &Attr) -> TokenStream {
    let ident = &input.ident;
    let plain = ident.unraw().to_string();
    let name = attr.name.as_ref().map_or_else(|| plain.clone(), LitStr::value);
    let path = format!("::{plain}");
    let span = crate::paths::at(Span::call_site());
    let p = attr.library.expansion(span);
    let (generics, ty_generics, bounds) = input.generics.split_for_impl();
    quote_spanned! {span=>
        #[automatically_derived]
        impl #generics #p::Permission for #ident #ty_generics #bounds {
            const DEF: &'static #p::PermissionDef = &#p::PermissionDef::own::<Self>(
                #name,
                ::core::concat!(::core::module_path!(), #path),
            );
        }
    }
}
