//! The commands of a bot, each looked at once more before the bot is built.

use crate::bot::error::BuildError;
use crate::command::{Access, ArgError, CommandSpec, ParamSpec, Registered, Registry, objection};
use crate::contain::contained;
use crate::validate::Rule;

pub(super) fn register(commands: &[&'static CommandSpec]) -> Result<Registry, BuildError> {
    let mut registry = Registry::default();
    for spec in commands {
        check_permissions(spec)?;
        registry.add(spec)?;
    }
    for command in registry.iter() {
        check_places(command)?;
        check_patterns(command)?;
        check_defaults(command)?;
    }
    Ok(registry)
}

/// A permission whose name another type has is held by nobody.
fn check_permissions(spec: &CommandSpec) -> Result<(), BuildError> {
    if let Access::All(defs) | Access::Any(defs) = spec.access {
        defs.iter().try_for_each(|def| def.bit().map(drop))?;
    }
    spec.subcommands.iter().try_for_each(|spec| check_permissions(spec))
}

/// The macro asks the compiler this, except where it sees by their names that the types cannot be wrong:
/// and a type can have the name of another.
fn check_places(command: &Registered) -> Result<(), BuildError> {
    match objection(command.spec) {
        Some((param, wrong)) => {
            Err(BuildError::Parameter { command: command.spec.path, param, wrong })
        }
        None => Ok(()),
    }
}

/// A default is parsed at each call like a word of the caller's, who could not help one that is wrong.
fn check_defaults(command: &Registered) -> Result<(), BuildError> {
    for param in command.spec.params {
        let panics = || ArgError::new("解析时发生 panic", "parsing it panics");
        let panicked = || Some((param.name, panics()));
        if let Some((param, error)) = contained(|| param.wrong_default()).unwrap_or_else(panicked) {
            return Err(BuildError::Default { command: command.spec.path, param, error });
        }
    }
    Ok(())
}

/// Patterns are compiled here, so that no call waits for it, nor ends in one that cannot be.
fn check_patterns(command: &Registered) -> Result<(), BuildError> {
    let mut found = Ok(());
    ParamSpec::each_typed(command.spec.params, &mut |param| {
        if let Some(pattern) = param.rules.iter().find_map(too_large) {
            let command = command.spec.path;
            found = Err(BuildError::Pattern { command, param: param.name, pattern });
        }
    });
    found
}

fn too_large(rule: &Rule) -> Option<&'static str> {
    match *rule {
        Rule::Pattern { text, regex } => contained(regex).is_none().then_some(text),
        Rule::Each(rules) => rules.iter().find_map(too_large),
        _ => None,
    }
}
