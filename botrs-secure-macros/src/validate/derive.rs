//! `#[derive(Validate)]`: reads the fields of a struct or of the variants of an enum.

use proc_macro2::{Ident, TokenStream};
use quote::format_ident;
use syn::{Attribute, Data, DeriveInput, Fields, Index, Member};

use crate::diag::Diag;
use crate::keys;
use crate::library::Library;
use crate::meta::Entries;
use crate::paths::at;
use crate::rules::{Rules, list};
use crate::validate::expand;
use crate::validate::model::{self, Value};

/// The fields of a struct, or of one variant.
pub(super) struct Shape {
    /// The name of the variant.
    pub(super) variant: Option<Ident>,
    pub(super) values: Vec<Value>,
}

pub(crate) fn derive(input: TokenStream) -> TokenStream {
    let diag = Diag::new();
    let Some(input) = diag.take(syn::parse2::<DeriveInput>(input)) else {
        return diag.finish();
    };
    let own = input.attrs.iter().filter(|attr| attr.path().is_ident("validate"));
    let tokens = own.map(|attr| list(attr, "#[validate(crate = ::botrs_secure)]", &diag).stream());
    let mut entries = Entries::new(&keys::VALIDATE_ITEM);
    tokens.for_each(|tokens| entries.read(tokens, &diag));
    let library = Library::of_entries(&entries, &diag);
    let mut meant = false;
    let shapes = shapes(&input, &mut meant, &diag);
    for shape in &shapes {
        model::check(&shape.values, "field", &diag);
    }
    let values = shapes.iter().flat_map(|shape| &shape.values);
    model::refuse_nothing(values, "field", meant, input.ident.span(), &diag);
    let errors = diag.finish();
    if errors.is_empty() {
        expand::item(&input, &shapes, &library)
    } else {
        let stub = expand::stub(&input, &library);
        [stub, errors].into_iter().collect()
    }
}

fn shapes(input: &DeriveInput, meant: &mut bool, diag: &Diag) -> Vec<Shape> {
    match &input.data {
        Data::Struct(data) => {
            vec![Shape { variant: None, values: values(&data.fields, meant, diag) }]
        }
        Data::Enum(data) => {
            let shape = |variant: &syn::Variant| {
                refuse(&variant.attrs, "a variant", diag);
                let values = values(&variant.fields, meant, diag);
                Shape { variant: Some(variant.ident.clone()), values }
            };
            data.variants.iter().map(shape).collect()
        }
        Data::Union(data) => {
            diag.error(data.union_token, "`Validate` is for structs and enums");
            *meant = true;
            Vec::new()
        }
    }
}

/// Refuses rules where no field is.
fn refuse(attrs: &[Attribute], what: &str, diag: &Diag) {
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("validate")) {
        diag.error(attr, format!("{what} has no rules; put them on its fields"));
    }
}

fn values(fields: &Fields, meant: &mut bool, diag: &Diag) -> Vec<Value> {
    let value = |(n, field): (usize, &syn::Field)| {
        let own: Vec<&Attribute> =
            field.attrs.iter().filter(|attr| attr.path().is_ident("validate")).collect();
        *meant |= !own.is_empty();
        let member = match &field.ident {
            Some(ident) => Member::Named(ident.clone()),
            None => Member::Unnamed(Index::from(n)),
        };
        let span = at(proc_macro2::Span::call_site());
        let reference = format_ident!("field{n}", span = span);
        Value {
            member,
            ty: field.ty.clone(),
            rules: Rules::read(own, diag),
            cfgs: Vec::new(),
            reference: quote::quote!(#reference),
        }
    };
    fields.iter().enumerate().map(value).collect()
}
