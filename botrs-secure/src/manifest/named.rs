//! The commands and permissions of a manifest by name, as a bot has them: for decisions without the bot.

use std::time::Duration;

use crate::command::{Need, Requirement};
use crate::limit::MAX_TAKES;
use crate::manifest::{Access, Command, LimitKind, Manifest, Scope};
use crate::place::Scenes;
use crate::policy::{Known, KnownCommand, PermissionSet, reserve_permission};

/// What the names in a manifest mean.
pub(crate) struct Named {
    commands: Vec<Command>,
    permissions: Vec<(String, PermissionSet)>,
}

impl Named {
    pub(crate) fn new(manifest: &Manifest) -> Self {
        let mut permissions: Vec<(String, PermissionSet)> = Vec::new();
        for name in manifest.commands.iter().flat_map(|command| names(&command.access)) {
            if !permissions.iter().any(|(known, _)| known == name) {
                permissions.push((name.clone(), reserve_permission(name)));
            }
        }
        Self { commands: manifest.commands.clone(), permissions }
    }

    /// What a command requires, by its name or with aliases in place of names.
    pub(crate) fn requirement(&self, name: &str) -> Option<Requirement> {
        let n = self.find(name)?;
        let command = &self.commands[n];
        let set = |names: &[String]| {
            names
                .iter()
                .try_fold(PermissionSet::EMPTY, |set, name| Some(set.and(self.permission(name)?)))
        };
        let need = match &command.access {
            Access::Public => Need::Public,
            Access::OwnersOnly => Need::Owners,
            Access::All(names) | Access::Any(names) if names.is_empty() => Need::Nobody,
            Access::All(names) => Need::All(set(names)?),
            Access::Any(names) => Need::Any(set(names)?),
        };
        let scenes = command.scenes.iter().fold(Scenes::NONE, |all, scene| all.and(*scene));
        Some(Requirement { number: n as u64, need, scenes })
    }

    fn find(&self, name: &str) -> Option<usize> {
        let mut found: Option<usize> = None;
        for word in name.split_whitespace() {
            let parent = found.map_or("", |n| &self.commands[n].name);
            found = Some(self.commands.iter().position(|command| {
                let (above, own) = command.name.rsplit_once(' ').unwrap_or(("", &command.name));
                above == parent && (own == word || command.aliases.iter().any(|a| a == word))
            })?);
        }
        found
    }

    fn known(&self, n: usize) -> KnownCommand {
        let Command { name, limits, .. } = &self.commands[n];
        let of_a_member = limits.iter().filter(|limit| {
            limit.kind == LimitKind::Cooldown && matches!(limit.scope, Scope::Member | Scope::User)
        });
        KnownCommand {
            number: n as u64,
            name: name.clone(),
            cooldown: of_a_member.map(|limit| Duration::from_nanos(limit.interval_ns)).max(),
            has_room: limits.len() < MAX_TAKES,
        }
    }
}

impl Known for Named {
    fn own_permission(&self, name: &str) -> Option<PermissionSet> {
        self.permissions.iter().find(|(known, _)| known == name).map(|(_, set)| *set)
    }

    fn own_permissions(&self) -> Vec<String> {
        self.permissions.iter().map(|(name, _)| name.clone()).collect()
    }

    fn command(&self, name: &str) -> Option<Vec<KnownCommand>> {
        let found = self.find(name)?;
        let name = &self.commands[found].name;
        let is_below = |other: &Command| {
            other.name.strip_prefix(name).is_some_and(|rest| rest.starts_with(' '))
        };
        let all = (0..self.commands.len()).filter(|&n| n == found || is_below(&self.commands[n]));
        Some(all.map(|n| self.known(n)).collect())
    }

    fn commands(&self) -> Vec<KnownCommand> {
        (0..self.commands.len()).map(|n| self.known(n)).collect()
    }
}

fn names(access: &Access) -> &[String] {
    match access {
        Access::All(names) | Access::Any(names) => names,
        Access::Public | Access::OwnersOnly => &[],
    }
}
