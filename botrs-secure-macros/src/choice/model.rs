//! What a choice is, and whether it is one.

use proc_macro2::{Group, Ident, TokenStream};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::{Data, DataEnum, DeriveInput, Fields, LitStr};

use crate::diag::Diag;
use crate::keys::{self, ChoiceKey};
use crate::library::Library;
use crate::meta::{Entries, Value, split};
use crate::{literal, name};

pub(crate) struct Model {
    pub(crate) ident: Ident,
    pub(crate) library: Library,
    pub(crate) variants: Vec<Variant>,
}

pub(crate) struct Variant {
    pub(crate) ident: Ident,
    pub(crate) name: String,
    pub(crate) zh: Option<LitStr>,
    pub(crate) aliases: Vec<LitStr>,
}

impl Model {
    pub(crate) fn read(input: TokenStream, diag: &Diag) -> Option<Self> {
        let input: DeriveInput = diag.take(syn::parse2(input))?;
        if !input.generics.params.is_empty() {
            diag.error(&input.generics, "`Choice` is derived for enums without generics");
            return None;
        }
        let library = Library::of_item(&keys::CHOICE_ITEM, &input.attrs, diag);
        let variants = match &input.data {
            Data::Enum(data) => variants(data, &input.ident, diag),
            Data::Struct(data) => {
                diag.error(
                    data.struct_token,
                    "`Choice` is derived for enums; a struct of arguments derives `Args`",
                );
                Vec::new()
            }
            Data::Union(data) => {
                diag.error(data.union_token, "`Choice` is derived for enums");
                Vec::new()
            }
        };
        Some(Self { ident: input.ident, library, variants })
    }
}

fn variants(data: &DataEnum, ident: &Ident, diag: &Diag) -> Vec<Variant> {
    if data.variants.is_empty() {
        diag.error(ident, "a choice has at least one variant");
    }
    let mut names = Names::default();
    data.variants.iter().map(|variant| Variant::read(variant, &mut names, diag)).collect()
}

/// The names so far, each with its variant.
#[derive(Default)]
struct Names(Vec<(String, Ident)>);

impl Names {
    /// Notes a name, or that it has been there, unless something is wrong with it.
    fn add(
        &mut self,
        name: &str,
        checked: Result<(), String>,
        at: &dyn ToTokens,
        variant: &Ident,
        diag: &Diag,
    ) {
        if let Err(message) = checked {
            diag.error(at, message);
        } else if let Some((_, first)) = self.0.iter().find(|(taken, _)| taken == name) {
            let message = if first == variant {
                format!("`{name}` is a name of `{variant}` already")
            } else {
                format!("`{name}` is a name of `{first}` already; whoever types it means one thing")
            };
            diag.error(at, message);
        } else {
            self.0.push((name.to_owned(), variant.clone()));
        }
    }
}

impl Variant {
    fn read(variant: &syn::Variant, names: &mut Names, diag: &Diag) -> Self {
        let ident = &variant.ident;
        if !matches!(variant.fields, Fields::Unit) {
            diag.error(&variant.fields, "a choice is one word, so its variants have no fields");
        }
        let entries = Entries::of_attributes(&keys::CHOICE, &variant.attrs, diag);
        let mut read = Self { ident: ident.clone(), name: kebab(ident), zh: None, aliases: vec![] };
        let mut written = None;
        for entry in &entries.list {
            match (entry.key.id, &entry.value) {
                (ChoiceKey::Name, Value::Expr(expr)) => {
                    written = diag.take(literal::text(expr, entry.key.example));
                }
                (ChoiceKey::Zh, Value::Expr(expr)) => {
                    read.zh = diag.take(literal::text(expr, entry.key.example));
                }
                (ChoiceKey::Aliases, Value::List(list)) => read.aliases = aliases(list, diag),
                _ => {}
            }
        }
        match &written {
            Some(name) => {
                read.name = name.value();
                let checked = name::check(&read.name, Some("variant"));
                names.add(&read.name, checked, name, ident, diag);
            }
            None => {
                let checked = name::check(&read.name, None)
                    .map_err(|message| format!("{message}, or give it a `name = \"..\"`"));
                names.add(&read.name, checked, ident, ident, diag);
            }
        }
        for name in read.zh.iter().chain(&read.aliases) {
            let value = name.value();
            names.add(&value, name::check(&value, None), name, ident, diag);
        }
        read
    }
}

fn aliases(list: &Group, diag: &Diag) -> Vec<LitStr> {
    let read = |tokens| literal::text(&syn::parse2(tokens)?, r#"aliases("s", "tiny")"#);
    split(list.stream()).into_iter().filter_map(|(tokens, _)| diag.take(read(tokens))).collect()
}

/// A variant as people type it: `VerySmall` is `very-small`.
fn kebab(ident: &Ident) -> String {
    let letters: Vec<char> = ident.unraw().to_string().chars().collect();
    let mut name = String::new();
    for (n, letter) in letters.iter().enumerate() {
        let before = n.checked_sub(1).map(|n| letters[n]);
        let after = letters.get(n + 1);
        // A capital begins a word, but of `HTTPServer` only the `H` and the `S`.
        let begins = letter.is_uppercase()
            && before.is_some_and(|before| {
                before != '_' && (!before.is_uppercase() || after.is_some_and(|c| c.is_lowercase()))
            });
        if begins {
            name.push('-');
        }
        name.extend(letter.to_lowercase());
    }
    name
}

#[cfg(test)]
mod tests {
    use proc_macro2::Span;

    use super::*;

    #[test]
    fn variants_are_typed_in_lower_case() {
        for (variant, name) in [
            ("Small", "small"),
            ("VerySmall", "very-small"),
            ("HTTPServer", "http-server"),
            ("Utf8", "utf8"),
            ("A", "a"),
            ("AB", "ab"),
            ("小", "小"),
            ("Snake_Case", "snake_case"),
        ] {
            assert_eq!(kebab(&Ident::new(variant, Span::call_site())), name);
        }
        assert_eq!(kebab(&Ident::new_raw("Type", Span::call_site())), "type");
    }
}
