//! What `#[redact(..)]` says of a type, and `#[redact]` of a field.

use syn::{Attribute, Data, DeriveInput, Fields, Meta, Variant};

use crate::diag::Diag;
use crate::keys::{self, RedactKey};
use crate::library::Library;
use crate::meta::{Entries, Value};

/// What was said of the type.
#[derive(Default)]
pub(crate) struct Type {
    pub(crate) all: bool,
    pub(crate) serialize: bool,
    pub(crate) library: Library,
}

impl Type {
    pub(crate) fn read(input: &DeriveInput, diag: &Diag) -> Self {
        let mut attr = Self::default();
        let lists = input.attrs.iter().filter(|attr| !is_bare(attr)).cloned().collect::<Vec<_>>();
        let entries = Entries::of_attributes(&keys::REDACT, &lists, diag);
        // What is written wrongly is meant all the same, so that it is no second mistake.
        attr.all = entries.meant.contains(&RedactKey::All);
        attr.serialize = entries.meant.contains(&RedactKey::Serialize);
        for entry in entries.list {
            if let Value::Expr(path) = &entry.value {
                attr.library = diag.take(Library::read(path)).unwrap_or_default();
            }
        }
        for bare in input.attrs.iter().filter(|attr| is_bare(attr)) {
            diag.error(bare, "say what of this type is redacted: `#[redact(all)]`, or mark fields with `#[redact]`");
        }
        if attr.serialize {
            refuse_serde(input, diag);
        }
        attr
    }
}

fn is_bare(attr: &Attribute) -> bool {
    attr.path().is_ident("redact") && matches!(attr.meta, Meta::Path(_))
}

/// Whether a field is marked.
pub(crate) fn is_marked(attrs: &[Attribute], diag: &Diag) -> bool {
    let mut marks = attrs.iter().filter(|attr| attr.path().is_ident("redact"));
    marks.clone().filter(|attr| !is_bare(attr)).for_each(|attr| {
        diag.error(attr, "`#[redact]` on a field takes nothing; what it says of the whole type stands on the type");
    });
    marks.next().is_some()
}

/// Whether a variant is marked, which it cannot be.
pub(crate) fn is_variant_marked(variant: &Variant, diag: &Diag) -> bool {
    let mut marks = variant.attrs.iter().filter(|attr| attr.path().is_ident("redact"));
    marks.clone().for_each(|attr| {
        diag.error(attr, "the name of a variant is always shown; mark its fields with `#[redact]`");
    });
    marks.next().is_some()
}

/// Refuses `#[serde(..)]`, which would be believed to do something.
fn refuse_serde(input: &DeriveInput, diag: &Diag) {
    let of =
        |fields: &Fields| fields.iter().flat_map(|field| field.attrs.clone()).collect::<Vec<_>>();
    let mut attrs = input.attrs.clone();
    match &input.data {
        Data::Struct(data) => attrs.extend(of(&data.fields)),
        Data::Enum(data) => data.variants.iter().for_each(|variant| {
            attrs.extend(variant.attrs.iter().cloned());
            attrs.extend(of(&variant.fields));
        }),
        Data::Union(_) => {}
    }
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("serde")) {
        diag.error(attr, "`#[redact(serialize)]` writes every field by its own name and knows no `#[serde(..)]`; remove it, or write `Serialize` by hand");
    }
}
