//! Whether the parts of a command go together.

use proc_macro2::Ident;
use quote::ToTokens;
use syn::{Attribute, Member, Safety};

use crate::command::access::Access;
use crate::command::attr::Attr;
use crate::command::function::Function;
use crate::command::model::Model;
use crate::command::param::Param;
use crate::command::scenes::Scene;
use crate::command::{confirm, subcommands, types};
use crate::diag::Diag;
use crate::meta::is_last;
use crate::{name, suggest};

/// As many as the library's shims have.
const MOST_PARAMETERS: usize = 12;

pub(crate) fn check(model: &Model, function: &Function, diag: &Diag) {
    check_signature(function, diag);
    check_attributes(function, diag);
    check_names(model, function, diag);
    check_access(model, function, diag);
    refuse_second(&model.attr.scenes, diag);
    model.attr.limits.check(model.access(), diag);
    check_fresh(&model.attr, diag);
    confirm::check(&model.attr, diag);
    check_contexts(model, diag);
    subcommands::check(model, diag);
    let names: Vec<Member> = model.params.iter().map(|param| param.ident.clone().into()).collect();
    for custom in model.params.iter().filter_map(|param| param.said.rules.custom.as_ref()) {
        custom.check_with(&names, "parameter", diag);
    }
    for check in &model.attr.checks {
        check.args.iter().for_each(|arg| check_argument(arg, &model.params, diag));
    }
}

fn check_signature(function: &Function, diag: &Diag) {
    let sig = &function.sig;
    if sig.asyncness.is_none() {
        diag.error(sig.fn_token, "commands must be `async fn`");
    }
    if !sig.generics.params.is_empty() {
        diag.error(&sig.generics, "`#[command]` does not support generic functions");
    } else if let Some(clause) = &sig.generics.where_clause {
        diag.error(clause, "`#[command]` does not support generic functions");
    }
    if let Safety::Unsafe(word) = &sig.safety {
        diag.error(word, "commands cannot be `unsafe`");
    }
    if let Some(abi) = &sig.abi {
        diag.error(abi, "commands cannot be `extern`");
    }
    if let Some(word) = &sig.constness {
        diag.error(word, "commands cannot be `const`");
    }
    if sig.inputs.len() > MOST_PARAMETERS {
        let message = format!("a command has at most {MOST_PARAMETERS} parameters");
        diag.error(sig.inputs.iter().nth(MOST_PARAMETERS), message);
    }
    if let Some(variadic) = &sig.variadic {
        diag.error(variadic, "arguments must be named");
    }
}

fn check_attributes(function: &Function, diag: &Diag) {
    for attr in function.attrs.iter().filter(|attr| is_another(attr)) {
        if is_last(attr, "command") {
            diag.error(attr, "`#[command]` stands here twice");
        } else {
            diag.error(
                attr,
                "a command validates its arguments already; keep the rules on the parameters and \
                 remove this",
            );
        }
    }
}

/// Whether an attribute is a macro of this library, which cannot stand beside `#[command]`.
pub(super) fn is_another(attr: &Attribute) -> bool {
    is_last(attr, "command") || is_last(attr, "validate")
}

fn check_names(model: &Model, function: &Function, diag: &Diag) {
    match (&model.attr.name, name::check(&model.name, Some("function"))) {
        (_, Ok(())) => {}
        (Some(written), Err(message)) => diag.error(written, message),
        (None, Err(message)) => {
            diag.error(function.ident(), format!("{message}, or give it a `name = \"..\"`"));
        }
    }
    let mut seen = vec![model.name.clone()];
    for alias in &model.attr.aliases {
        let value = alias.value();
        if let Err(message) = name::check(&value, None) {
            diag.error(alias, message);
        } else if value == model.name {
            diag.error(alias, format!("`{value}` is the name of the command already"));
        } else if seen.contains(&value) {
            diag.error(alias, format!("the alias `{value}` is here twice"));
        }
        seen.push(value);
    }
}

fn check_access(model: &Model, function: &Function, diag: &Diag) {
    if !model.attr.access_meant {
        diag.error(
            function.ident(),
            "who may run this? add `perm = ..`, `owners_only` or `public`",
        );
    }
    refuse_second(&model.attr.access, diag);
}

/// Refuses `fresh` where there are no roles to ask for, or where they decide nothing.
fn check_fresh(attr: &Attr, diag: &Diag) {
    let Some(fresh) = &attr.fresh else { return };
    if let Some((key, Access::Public | Access::OwnersOnly)) = attr.access.first() {
        let message = format!(
            "`fresh` asks for the caller's roles, of which `{key}` needs none; remove it, or say \
             `perm = ..`"
        );
        return diag.error(fresh, message);
    }
    let only_guild = match attr.scenes.first() {
        Some((_, scenes)) => *scenes == [Scene::Guild],
        // What was said wrongly has its own error.
        None => attr.scenes_meant,
    };
    if !only_guild {
        diag.error(
            fresh,
            "only in guilds can the platform be asked for roles; add `scene = guild`",
        );
    }
}

/// Refuses the context of another command. The trait `Param` does too, but cannot say it so well.
fn check_contexts(model: &Model, diag: &Diag) {
    for param in &model.params {
        let Some(other) = types::context_of(&param.ty) else { continue };
        if *other != model.marker && other != "NoPowers" {
            let message = format!(
                "`Context<'_, {other}>` is the context of another command; write `Context<'_, {}>`",
                model.marker
            );
            diag.error(&param.ty, message);
        }
    }
}

/// Refuses a key beside another that says the same thing.
fn refuse_second<T>(said: &[(Ident, T)], diag: &Diag) {
    let Some(((first, _), others)) = said.split_first() else { return };
    for (key, _) in others {
        diag.error(key, format!("`{key}` and `{first}` cannot be combined"));
    }
}

/// Refuses an argument of a check that is no parameter.
fn check_argument(arg: &Ident, params: &[Param], diag: &Diag) {
    if params.iter().any(|param| param.ident == *arg) {
        return;
    }
    let names: Vec<String> =
        params.iter().map(|param| param.ident.to_token_stream().to_string()).collect();
    let near = suggest::nearest(&arg.to_string(), names.iter().map(String::as_str));
    let hint = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
    diag.error(arg, format!("the command has no parameter `{arg}`{hint}"));
}
