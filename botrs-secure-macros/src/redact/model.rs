//! The type whose secrets are hidden: its variants, of which a struct has one, and their fields.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::{Data, DeriveInput, Fields, Generics, Type};

use crate::diag::Diag;
use crate::paths::ends;
use crate::redact::attr;

pub(crate) struct Model<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) generics: &'a Generics,
    pub(crate) is_enum: bool,
    pub(crate) variants: Vec<Shape<'a>>,
}

/// A struct, or a variant of an enum.
pub(crate) struct Shape<'a> {
    ident: &'a Ident,
    pub(crate) style: Style,
    pub(crate) fields: Vec<Field<'a>>,
    is_variant: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    Named,
    Tuple,
    Unit,
}

pub(crate) struct Field<'a> {
    ident: Option<&'a Ident>,
    pub(crate) ty: &'a Type,
    /// Its variable in the expansion.
    pub(crate) var: Ident,
    pub(crate) redacted: bool,
}

impl<'a> Model<'a> {
    pub(crate) fn read(input: &'a DeriveInput, all: bool, diag: &Diag) -> Self {
        let variants = match &input.data {
            Data::Struct(data) => vec![Shape::read(&input.ident, &data.fields, all, diag)],
            Data::Enum(data) => data
                .variants
                .iter()
                .map(|variant| {
                    let all = all | attr::is_variant_marked(variant, diag);
                    let shape = Shape::read(&variant.ident, &variant.fields, all, diag);
                    Shape { is_variant: true, ..shape }
                })
                .collect(),
            Data::Union(data) => {
                diag.error(data.union_token, "which field of a union is there is not known; `Redact` is for structs and enums");
                Vec::new()
            }
        };
        let is_union = matches!(input.data, Data::Union(_));
        let model = Self {
            ident: &input.ident,
            generics: &input.generics,
            is_enum: matches!(input.data, Data::Enum(_)),
            variants,
        };
        if !is_union && !model.fields().any(|field| field.redacted) {
            diag.error(&input.ident, "nothing is redacted; mark a field with `#[redact]`");
        }
        model
    }

    pub(crate) fn name(&self) -> String {
        self.ident.unraw().to_string()
    }

    fn fields(&self) -> impl Iterator<Item = &Field<'a>> {
        self.variants.iter().flat_map(|variant| &variant.fields)
    }

    /// The types of what is shown.
    pub(crate) fn shown(&self) -> impl Iterator<Item = &'a Type> {
        self.fields().filter(|field| !field.redacted).map(|field| field.ty)
    }
}

impl<'a> Shape<'a> {
    fn read(ident: &'a Ident, fields: &'a Fields, all: bool, diag: &Diag) -> Self {
        let style = match fields {
            Fields::Named(_) => Style::Named,
            Fields::Unnamed(_) => Style::Tuple,
            Fields::Unit => Style::Unit,
        };
        let fields = fields.iter().enumerate().map(|(n, field)| Field {
            ident: field.ident.as_ref(),
            ty: &field.ty,
            var: format_ident!("field{n}", span = ends(&field.ty).0),
            redacted: attr::is_marked(&field.attrs, diag) || all,
        });
        Self { ident, style, fields: fields.collect(), is_variant: false }
    }

    pub(crate) fn name(&self) -> String {
        self.ident.unraw().to_string()
    }

    /// A pattern that binds what is shown.
    pub(crate) fn pattern(&self) -> TokenStream {
        let path = if self.is_variant {
            let ident = self.ident;
            quote!(Self::#ident)
        } else {
            quote!(Self)
        };
        let binds = self.fields.iter().map(|field| {
            let var = &field.var;
            let bind = if field.redacted { quote!(_) } else { quote!(#var) };
            match field.ident {
                Some(ident) => quote!(#ident: #bind),
                None => bind,
            }
        });
        match self.style {
            Style::Named => quote!(#path { #(#binds),* }),
            Style::Tuple => quote!(#path(#(#binds),*)),
            Style::Unit => path,
        }
    }
}

impl Field<'_> {
    pub(crate) fn name(&self) -> String {
        self.ident.map(|ident| ident.unraw().to_string()).unwrap_or_default()
    }

    /// A reference to what stands for the field.
    pub(crate) fn shown(&self, redacted: TokenStream) -> TokenStream {
        let var = &self.var;
        if self.redacted { redacted } else { quote_spanned!(var.span()=> #var) }
    }
}
