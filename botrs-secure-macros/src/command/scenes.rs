//! `scene = ..`: where a command may be run.

use proc_macro2::Group;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Error, Expr, Result, Token};

use crate::literal;
use crate::suggest;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scene {
    Guild,
    Direct,
    Group,
    C2c,
}

const SCENES: [(&str, Scene); 4] = [
    ("guild", Scene::Guild),
    ("direct", Scene::Direct),
    ("group", Scene::Group),
    ("c2c", Scene::C2c),
];

/// `guild`
pub(crate) fn one(expr: &Expr) -> Result<Scene> {
    let word = literal::word(expr, "scene = guild")?;
    let name = word.to_string();
    if let Some((_, scene)) = SCENES.iter().find(|(known, _)| *known == name) {
        return Ok(*scene);
    }
    let near = suggest::nearest(&name, SCENES.iter().map(|(known, _)| *known));
    let hint = near.map(|near| format!("did you mean `{near}`? ")).unwrap_or_default();
    let message = format!("unknown scene `{name}`; {hint}valid scenes: guild, direct, group, c2c");
    Err(Error::new_spanned(word, message))
}

/// `(guild, direct)`
pub(crate) fn list(list: &Group) -> Result<Vec<Scene>> {
    let mut all = Vec::new();
    for expr in Punctuated::<Expr, Token![,]>::parse_terminated.parse2(list.stream())? {
        let scene = one(&expr)?;
        if all.contains(&scene) {
            return Err(Error::new_spanned(expr, "this scene is named twice"));
        }
        all.push(scene);
    }
    if all.is_empty() {
        return Err(Error::new_spanned(
            list,
            "a command without a scene never runs; write `scene(guild)`",
        ));
    }
    Ok(all)
}
