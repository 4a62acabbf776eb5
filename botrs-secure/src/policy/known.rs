//! What the names in a policy mean: the commands and permissions of a bot.

use std::time::Duration;

use crate::command::{Registered, Registry, Scope};
use crate::limit::MAX_TAKES;
use crate::policy::definitions;
use crate::policy::permission::{BUILT_IN, PermissionSet};

/// The commands and permissions of a bot, by name.
pub(crate) trait Known {
    /// The permissions of the author's own, by name.
    fn own_permission(&self, name: &str) -> Option<PermissionSet>;

    /// Their names.
    fn own_permissions(&self) -> Vec<String>;

    /// A command by its full name (`config set`), or with aliases in place of names, and all its
    /// subcommands.
    fn command(&self, name: &str) -> Option<Vec<KnownCommand>>;

    /// Every command.
    fn commands(&self) -> Vec<KnownCommand>;

    /// A permission by name.
    fn permission(&self, name: &str) -> Option<PermissionSet> {
        let built_in = BUILT_IN.iter().find(|def| def.name() == name);
        built_in.map(|def| def.set()).or_else(|| self.own_permission(name))
    }

    /// The names of all permissions.
    fn permissions(&self) -> Vec<String> {
        let built_in = BUILT_IN.iter().map(|def| def.name().to_owned());
        built_in.chain(self.own_permissions()).collect()
    }
}

impl Known for Registry {
    fn own_permission(&self, name: &str) -> Option<PermissionSet> {
        definitions::set(name)
    }

    fn own_permissions(&self) -> Vec<String> {
        definitions::names()
    }

    fn command(&self, name: &str) -> Option<Vec<KnownCommand>> {
        let command = self.find_path(name)?;
        let mut found = Vec::new();
        add_with_children(command, &mut found);
        Some(found)
    }

    fn commands(&self) -> Vec<KnownCommand> {
        self.iter().map(|command| KnownCommand::of(command)).collect()
    }
}

fn add_with_children(command: &Registered, to: &mut Vec<KnownCommand>) {
    to.push(KnownCommand::of(command));
    command.children().for_each(|child| add_with_children(child, to));
}

/// A command, as a policy may restrict it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KnownCommand {
    pub(crate) number: u64,
    pub(crate) name: String,
    /// The longest of its cooldowns that count for a member.
    pub(crate) cooldown: Option<Duration>,
    /// Whether one more cooldown can be charged in the same step.
    pub(crate) has_room: bool,
}

impl KnownCommand {
    fn of(command: &Registered) -> Self {
        let of_a_member = command.charges.iter().filter(|charge| {
            !charge.is_quota() && matches!(charge.limit.scope, Scope::Member | Scope::User)
        });
        Self {
            number: command.number,
            name: command.name.to_owned(),
            cooldown: of_a_member.map(|charge| charge.limit.quota.interval()).max(),
            has_room: command.charges.len() < MAX_TAKES,
        }
    }
}
