//! What a struct of arguments is, and whether it is one.

use proc_macro2::{Ident, TokenStream};
use syn::ext::IdentExt;
use syn::{Data, DeriveInput, Fields, Member, Type};

use crate::argument::Argument;
use crate::diag::Diag;
use crate::keys;
use crate::library::Library;

pub(crate) struct Model {
    pub(crate) ident: Ident,
    pub(crate) library: Library,
    pub(crate) fields: Vec<Field>,
}

pub(crate) struct Field {
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
    pub(crate) said: Argument,
}

impl Model {
    pub(crate) fn read(input: TokenStream, diag: &Diag) -> Option<Self> {
        let input: DeriveInput = diag.take(syn::parse2(input))?;
        if !input.generics.params.is_empty() {
            diag.error(&input.generics, "`Args` is derived for structs without generics");
            return None;
        }
        for attr in &input.attrs {
            if ["arg", "rest", "flag", "validate"].iter().any(|name| attr.path().is_ident(name)) {
                diag.error(attr, "put the attributes of arguments on the fields");
            }
        }
        let fields = match &input.data {
            Data::Struct(data) => fields(&data.fields, &input.ident, diag),
            Data::Enum(data) => {
                diag.error(
                    data.enum_token,
                    "`Args` is derived for structs; an enum is one word: derive `Choice`",
                );
                Vec::new()
            }
            Data::Union(data) => {
                diag.error(data.union_token, "`Args` is derived for structs");
                Vec::new()
            }
        };
        let names: Vec<Member> = fields.iter().map(|field| field.ident.clone().into()).collect();
        for custom in fields.iter().filter_map(|field| field.said.rules.custom.as_ref()) {
            custom.check_with(&names, "field", diag);
        }
        let library = Library::of_item(&keys::ARGS_ITEM, &input.attrs, diag);
        Some(Self { ident: input.ident, library, fields })
    }
}

fn fields(fields: &Fields, ident: &Ident, diag: &Diag) -> Vec<Field> {
    match fields {
        Fields::Named(named) if !named.named.is_empty() => {
            named.named.iter().filter_map(|field| Field::read(field, diag)).collect()
        }
        Fields::Unnamed(unnamed) => {
            diag.error(
                unnamed,
                "an argument has a name: write `struct .. { name: Type }`; to parse one word into a \
                 type of its own, implement `FromArg`",
            );
            Vec::new()
        }
        Fields::Named(_) | Fields::Unit => {
            diag.error(ident, "a struct of arguments has fields");
            Vec::new()
        }
    }
}

impl Field {
    fn read(field: &syn::Field, diag: &Diag) -> Option<Self> {
        let said = Argument::read(&field.attrs, diag);
        Some(Self { ident: field.ident.clone()?, ty: field.ty.clone(), said })
    }

    /// The name that messages and help show, where no other is given.
    pub(crate) fn name(&self) -> String {
        self.ident.unraw().to_string().trim_start_matches('_').to_owned()
    }
}
