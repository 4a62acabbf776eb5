//! What is to be validated: values by name, each with its rules.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::{Attribute, GenericArgument, Member, PathArguments, Type};

use crate::diag::Diag;
use crate::rules::Rules;

/// One field or parameter.
pub(super) struct Value {
    pub(super) member: Member,
    pub(super) ty: Type,
    pub(super) rules: Rules,
    /// Its `#[cfg]`s, which what is emitted for it needs too.
    pub(super) cfgs: Vec<Attribute>,
    /// A reference to it, in emitted code.
    pub(super) reference: TokenStream,
}

impl Value {
    /// The name as paths show it.
    pub(super) fn name(&self) -> String {
        let name = self.member.to_token_stream().to_string();
        name.trim_start_matches("r#").to_owned()
    }

    /// The type as an expression can name it.
    pub(super) fn nameable(&self) -> TokenStream {
        let ty = &self.ty;
        if has_impl(ty) {
            return quote_spanned!(crate::paths::ends(ty).0=> _);
        }
        ty.to_token_stream()
    }

    /// Whether it is written as an `Option`.
    pub(super) fn is_option(&self) -> bool {
        let mut ty = &self.ty;
        while let Type::Group(group) = ty {
            ty = &group.elem;
        }
        let Type::Path(path) = ty else { return false };
        let Some(last) = path.path.segments.last() else { return false };
        let argument = |argument: &GenericArgument| matches!(argument, GenericArgument::Type(_));
        last.ident == "Option"
            && matches!(&last.arguments, PathArguments::AngleBracketed(inner)
                if inner.args.iter().any(argument))
    }
}

/// Whether `impl Trait` stands in a type, which no expression can name.
fn has_impl(ty: &Type) -> bool {
    fn within(tokens: TokenStream) -> bool {
        tokens.into_iter().any(|token| match token {
            proc_macro2::TokenTree::Ident(ident) => ident == "impl",
            proc_macro2::TokenTree::Group(group) => within(group.stream()),
            _ => false,
        })
    }
    within(ty.to_token_stream())
}

/// Whether what `with` names is there; and whether anything is validated at all.
pub(super) fn check(values: &[Value], noun: &str, diag: &Diag) {
    let known: Vec<Member> = values.iter().map(|value| value.member.clone()).collect();
    for custom in values.iter().filter_map(|value| value.rules.custom.as_ref()) {
        custom.check_with(&known, noun, diag);
    }
}

pub(super) fn refuse_nothing<'a>(
    mut values: impl Iterator<Item = &'a Value>,
    noun: &str,
    meant: bool,
    at: Span,
    diag: &Diag,
) {
    if !meant && values.all(|value| value.rules.is_empty()) {
        let message = format!(
            "no {noun} has a rule, so nothing is validated; write for example \
             `#[validate(length(max = 200))]` on one"
        );
        diag.error_at(at, message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(ty: &str) -> Value {
        Value {
            member: syn::parse_str("r#type").expect("a name"),
            ty: syn::parse_str(ty).expect("a type"),
            rules: Rules::default(),
            cfgs: Vec::new(),
            reference: TokenStream::new(),
        }
    }

    #[test]
    fn an_option_is_one_by_its_name() {
        for (ty, is_option) in [
            ("Option<u8>", true),
            ("std::option::Option<u8>", true),
            ("Option", false),
            ("Option<'a>", false),
            ("Vec<u8>", false),
            ("u8", false),
            ("&Option<u8>", false),
        ] {
            assert_eq!(value(ty).is_option(), is_option, "{ty}");
        }
    }

    #[test]
    fn what_cannot_be_named_is_inferred() {
        for (ty, named) in [
            ("u8", "u8"),
            ("Vec < u8 >", "Vec < u8 >"),
            ("impl Trait", "_"),
            ("(u8, impl Trait)", "_"),
            ("[Vec<impl Trait>; 3]", "_"),
        ] {
            assert_eq!(value(ty).nameable().to_string(), named);
        }
        assert_eq!(value("u8").name(), "type");
    }
}
