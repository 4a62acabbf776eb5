//! The parameters: their attributes are read and taken off, since rustc knows none of them.

use proc_macro2::Ident;
use syn::ext::IdentExt;
use syn::{Attribute, FnArg, Pat, PatType, Type};

use crate::argument::{Argument, is_ours};
use crate::command::types;
use crate::diag::Diag;
use crate::keys;

/// One parameter of a command.
pub(crate) struct Param {
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
    pub(crate) said: Argument,
}

impl Param {
    /// Reads a parameter and leaves of it what rustc understands.
    pub(crate) fn read(arg: &mut FnArg, diag: &Diag) -> Option<Self> {
        let FnArg::Typed(PatType { attrs, pat, ty, .. }) = arg else {
            diag.error(arg, "commands cannot take `self`; make it a free function");
            return None;
        };
        let own: Vec<Attribute> = attrs.extract_if(.., |attr| is_ours(attr)).collect();
        let is_cfg =
            |attr: &Attribute| attr.path().is_ident("cfg") || attr.path().is_ident("cfg_attr");
        for attr in attrs.iter().filter(|attr| is_cfg(attr)) {
            diag.error(
                attr,
                "`#[cfg]` on a parameter would change the command with the build; put it on the function",
            );
        }
        attrs.retain(|attr| !is_of_others(attr, diag));
        types::elide(ty);
        if let Type::ImplTrait(_) = &**ty {
            diag.error(&ty, "`#[command]` does not support generic functions; name a type");
        }
        let ident = named(pat, diag)?;
        Some(Self { ident, ty: (**ty).clone(), said: Argument::read(&own, diag) })
    }

    /// The name that messages and help show, where no other is given.
    pub(crate) fn name(&self) -> String {
        self.ident.unraw().to_string().trim_start_matches('_').to_owned()
    }
}

/// Whether an attribute is what other frameworks write; then notes what is written here.
fn is_of_others(attr: &Attribute, diag: &Diag) -> bool {
    let Some(name) = attr.path().get_ident().map(ToString::to_string) else { return false };
    let known = keys::ATTRIBUTES_OF_OTHERS.iter().find(|(theirs, _)| *theirs == name);
    if let Some((_, ours)) = known {
        diag.error(attr, format!("a parameter has no attribute `#[{name}]`; write {ours}"));
    }
    known.is_some()
}

/// The name of a parameter that is a plain one.
fn named(pat: &Pat, diag: &Diag) -> Option<Ident> {
    match pat {
        Pat::Ident(pat) if pat.by_ref.is_none() && pat.subpat.is_none() => Some(pat.ident.clone()),
        pat => {
            diag.error(pat, "arguments must be named; use `_name` and take it apart in the body");
            None
        }
    }
}
