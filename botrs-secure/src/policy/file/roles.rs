//! Roles in a policy file: those of one's own, and where roles are named.

use std::collections::HashMap;

use toml::de::DeTable;

use crate::policy::file::keys::{self, RoleKey};
use crate::policy::file::mistakes::{Mistakes, instead, shown};
use crate::policy::file::values::{Text, Value};
use crate::policy::permission::{Administrator, Permission};
use crate::policy::{Known, PermissionSet, Rank, Role};

const BUILT_IN: [(&str, Role); 3] =
    [("moderator", Role::moderator()), ("admin", Role::admin()), ("owner", Role::owner())];

/// Every role that a file can name.
pub(super) struct Roles(HashMap<String, Role>);

impl Roles {
    pub(super) fn built_in() -> Self {
        Self(BUILT_IN.map(|(name, role)| (name.to_owned(), role)).into())
    }

    /// Reads `[roles]`.
    pub(super) fn define(
        &mut self,
        table: &DeTable<'_>,
        known: Option<&dyn Known>,
        mistakes: &mut Mistakes<'_>,
    ) {
        for (key, value) in table {
            let (name, at) = (key.get_ref(), key.span().start);
            let is_taken = BUILT_IN.iter().any(|(taken, _)| taken.eq_ignore_ascii_case(name));
            if is_taken {
                let zh = format!("`{}` 是内置角色的名字：请换一个", shown(name));
                let en = format!("`{}` is a built-in role: choose another name", shown(name));
                mistakes.add(at, zh, en);
            }
            if name.trim().is_empty() {
                mistakes.add(at, "角色要有名字", "a role has a name");
            }
            let role = role(value, at, known, mistakes);
            if !is_taken {
                self.0.insert(name.clone().into_owned(), role);
            }
        }
    }

    /// What is named here: one role, or several together.
    pub(super) fn named(&self, value: &Value<'_>, mistakes: &mut Mistakes<'_>) -> Role {
        let mut all = Role::none();
        for (name, at) in mistakes.texts(value) {
            match self.0.get(name) {
                Some(role) => all = all.or(*role),
                None => self.unknown(name, at, mistakes),
            }
        }
        all
    }

    fn unknown(&self, name: &str, at: usize, mistakes: &mut Mistakes<'_>) {
        let mut names: Vec<_> = self.0.keys().map(String::as_str).collect();
        names.sort_unstable();
        let (zh, en) = instead(name, names.into_iter());
        let name = shown(name);
        mistakes.add(
            at,
            format!("没有角色 `{name}`：{zh}"),
            format!("there is no role `{name}`: {en}"),
        );
    }
}

fn role(
    value: &Value<'_>,
    at: usize,
    known: Option<&dyn Known>,
    mistakes: &mut Mistakes<'_>,
) -> Role {
    let mut role = Role::custom();
    let Some(table) = mistakes.table(value, keys::ROLE.header) else { return role };
    let mut has_permissions = false;
    for (key, _, value) in mistakes.entries(&keys::ROLE, table) {
        match key {
            RoleKey::Permissions => {
                has_permissions = true;
                let names = mistakes.texts(value);
                for &(name, at) in &names {
                    refuse_administrator(name, at, mistakes);
                }
                role.permissions = permissions(&names, known, mistakes);
            }
            RoleKey::Rank => role.rank = rank(value, mistakes).unwrap_or(role.rank),
        }
    }
    if !has_permissions {
        mistakes.add(
            at,
            "角色缺少 permissions，如 permissions = [\"MuteMembers\"]",
            "the role has no `permissions`, such as permissions = [\"MuteMembers\"]",
        );
    }
    role
}

fn refuse_administrator(name: &str, at: usize, mistakes: &mut Mistakes<'_>) {
    if name == Administrator::DEF.name() {
        mistakes.add(
            at,
            "自定义角色不能有 Administrator：请改用内置角色 owner，或逐项写出权限",
            "a role of one's own cannot hold Administrator: use the built-in role `owner`, or name \
             each permission",
        );
    }
}

const RANKS: [(&str, Rank); 3] =
    [("member", Rank::Member), ("moderator", Rank::Moderator), ("admin", Rank::Admin)];

fn rank(value: &Value<'_>, mistakes: &mut Mistakes<'_>) -> Option<Rank> {
    let (name, at) = mistakes.text(value)?;
    let found = RANKS.iter().find(|(rank, _)| *rank == name).map(|&(_, rank)| rank);
    if found.is_none() {
        let (zh, en) = match name {
            "owner" => (
                "自定义角色最高只能是 admin".to_owned(),
                "a role of one's own is at most of the rank `admin`".to_owned(),
            ),
            _ => instead(name, RANKS.iter().map(|(rank, _)| *rank)),
        };
        let name = shown(name);
        let zh = format!("没有等级 `{name}`：{zh}");
        mistakes.add(at, zh, format!("`{name}` is no rank here: {en}"));
    }
    found
}

/// The permissions of these names; without names of a bot's own, any name may be one.
pub(super) fn permissions(
    names: &[Text<'_>],
    known: Option<&dyn Known>,
    mistakes: &mut Mistakes<'_>,
) -> PermissionSet {
    let Some(known) = known else { return PermissionSet::EMPTY };
    let mut all = PermissionSet::EMPTY;
    for &(name, at) in names {
        if let Some(set) = known.permission(name) {
            all = all.and(set);
            continue;
        }
        let names = known.permissions();
        let (zh, en) = instead(name, names.iter().map(String::as_str));
        let name = shown(name);
        let zh = format!("没有权限 `{name}`：{zh}");
        mistakes.add(at, zh, format!("there is no permission `{name}`: {en}"));
    }
    all
}
