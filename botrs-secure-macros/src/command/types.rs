//! What the types of parameters are, as far as their tokens tell.

use proc_macro2::Ident;
use syn::{GenericArgument, Path, PathArguments, Type};

/// Writes out the lifetime of a proof: `Target` becomes `Target<'_>`.
///
/// A proof borrows from its call, so its type has a lifetime, which rustc wants to see in the
/// signature of an `async fn` (E0726). Nobody has to write it: where the plain name means a proof,
/// the program without this would not compile. A type of one's own that is called so is written
/// `self::Channel`.
pub(crate) fn elide(ty: &mut Type) {
    let path = match ty {
        Type::Group(group) => return elide(&mut group.elem),
        Type::Path(path) if path.qself.is_none() => &mut path.path,
        _ => return,
    };
    let ours = is_ours(path);
    let Some(last) = path.segments.last_mut() else { return };
    match &mut last.arguments {
        PathArguments::None => {
            let proof = ["Target", "Channel", "Message"].iter().any(|proof| last.ident == proof);
            if ours && proof {
                let span = last.ident.span();
                last.arguments =
                    PathArguments::AngleBracketed(syn::parse_quote_spanned!(span=> <'_>));
            }
        }
        PathArguments::AngleBracketed(inner) if last.ident == "Option" => {
            for argument in &mut inner.args {
                if let GenericArgument::Type(ty) = argument {
                    elide(ty);
                }
            }
        }
        PathArguments::AngleBracketed(_) | PathArguments::Parenthesized(_) => {}
    }
}

/// The command of `Context<'_, command>`.
pub(crate) fn context_of(ty: &Type) -> Option<&Ident> {
    let path = match ty {
        Type::Group(group) => return context_of(&group.elem),
        Type::Path(path) if path.qself.is_none() && is_ours(&path.path) => &path.path,
        _ => return None,
    };
    let last = path.segments.last().filter(|last| last.ident == "Context")?;
    let PathArguments::AngleBracketed(inner) = &last.arguments else { return None };
    inner.args.iter().find_map(|argument| match argument {
        GenericArgument::Type(Type::Path(path)) => Some(&path.path.segments.last()?.ident),
        _ => None,
    })
}

/// Whether a path reads like one of this library: a plain name, or one behind its name.
pub(super) fn is_ours(path: &Path) -> bool {
    path.segments.iter().rev().skip(1).all(|segment| {
        segment.arguments.is_none()
            && (segment.ident == "botrs_secure" || segment.ident == "prelude")
    })
}

#[cfg(test)]
mod tests {
    use proc_macro2::{Delimiter, Group};
    use quote::{ToTokens, quote};

    use super::*;

    fn ty(text: &str) -> Type {
        syn::parse_str(text).expect("a type")
    }

    /// A type as `$ty` of a `macro_rules!` has it.
    fn grouped(text: &str) -> Type {
        let inner = ty(text);
        let group = Group::new(Delimiter::None, quote!(#inner));
        syn::parse2(group.into_token_stream()).expect("a type")
    }

    fn elided(mut ty: Type) -> String {
        elide(&mut ty);
        ty.to_token_stream().to_string().replace(' ', "")
    }

    #[test]
    fn a_plain_proof_gets_its_lifetime() {
        for (written, elided_type) in [
            ("Target", "Target<'_>"),
            ("Channel", "Channel<'_>"),
            ("botrs_secure::Message", "botrs_secure::Message<'_>"),
            ("prelude::Target", "prelude::Target<'_>"),
            ("Option<Target>", "Option<Target<'_>>"),
            ("Target<'a>", "Target<'a>"),
            ("Text", "Text"),
            ("self::Channel", "self::Channel"),
            ("own::Channel", "own::Channel"),
            ("botrs_secure<u8>::Channel", "botrs_secure<u8>::Channel"),
            ("Vec<Target>", "Vec<Target>"),
            ("<Own as Has>::Target", "<OwnasHas>::Target"),
            ("<Own>::Target", "<Own>::Target"),
            ("&Target", "&Target"),
        ] {
            assert_eq!(elided(ty(written)), elided_type);
        }
        assert_eq!(elided(grouped("Target")), "Target<'_>");
    }

    #[test]
    fn a_context_names_its_command() {
        for (written, command) in [
            ("Context<'_, mute>", Some("mute")),
            ("Context<'_, admin::mute>", Some("mute")),
            ("botrs_secure::Context<'_, mute>", Some("mute")),
            ("own::Context<'_, mute>", None),
            ("<Own as Has>::Context<'_, mute>", None),
            ("<Own>::Context<'_, mute>", None),
            ("State<'_, mute>", None),
            ("Context<'_>", None),
            ("Context", None),
            ("&Context<'_, mute>", None),
        ] {
            let ty = ty(written);
            assert_eq!(context_of(&ty).map(ToString::to_string).as_deref(), command, "{written}");
        }
        let context = grouped("Context<'_, mute>");
        assert_eq!(context_of(&context).expect("a context"), "mute");
    }
}
