//! Each key of `#[command(..)]`, one at a time.

use std::collections::BTreeSet;

use super::{changed, changed_columns, json, manifest};
use crate::prelude::*;
use crate::{CommandSpec, Error};

async fn is_open(_ctx: Context<'_>) -> bool {
    true
}

async fn is_fair(_ctx: Context<'_>, word: &str) -> bool {
    word.is_empty()
}

async fn explain(_ctx: Context<'_>, _error: &Error) -> Result<()> {
    Ok(())
}

#[command(perm = MuteMembers, cooldown = none)]
async fn add() -> Result<()> {
    Ok(())
}

/// The same command under different attributes.
macro_rules! commands_with {
    ($($module:ident: ($($attr:tt)*);)*) => {$(
        mod $module {
            use super::*;

            #[command($($attr)*)]
            #[allow(unused_variables)]
            pub(super) async fn base(word: String) -> Result<()> {
                Ok(())
            }
        }
    )*};
}

commands_with! {
    plain: (perm = MuteMembers, scene = guild);
    counted: (perm = MuteMembers, scene = guild, limit = "10/min");
    anywhere: (perm = MuteMembers);
    kick: (perm = KickMembers, cooldown = "5s", scene = guild);
    both: (perm = all(MuteMembers, KickMembers), cooldown = "5s", scene = guild);
    either: (perm = any(MuteMembers, KickMembers), cooldown = "5s", scene = guild);
    owners: (owners_only, cooldown = "5s", scene = guild);
    everybody: (public, cooldown = "5s", scene = guild);
    named: (name = "other", perm = MuteMembers, scene = guild);
    aliased: (aliases("别"), perm = MuteMembers, scene = guild);
    scenes: (perm = MuteMembers, scene(guild, group));
    direct: (perm = MuteMembers, dm_only);
    guilds: (perm = MuteMembers, guild_only);
    slower: (perm = MuteMembers, scene = guild, cooldown = "6s");
    together: (perm = MuteMembers, scene = guild, cooldown(global = "5s"));
    unlimited: (perm = MuteMembers, scene = guild, cooldown = none);
    more: (perm = MuteMembers, scene = guild, limit = "11/min");
    finer: (perm = MuteMembers, scene = guild, limit(member = "7001/min", burst = 10));
    fine: (perm = MuteMembers, scene = guild, limit(member = "7000/min", burst = 10));
    burst: (perm = MuteMembers, scene = guild, limit(member = "10/min", burst = 3));
    by_user: (perm = MuteMembers, scene = guild, limit(user = "10/min"));
    bucket: (perm = MuteMembers, scene = guild, bucket = "b");
    cost: (perm = MuteMembers, scene = guild, limit = "10/min", cost = 2);
    fresh: (perm = MuteMembers, scene = guild, fresh);
    checked: (perm = MuteMembers, scene = guild, check = is_open);
    checked_again: (perm = MuteMembers, scene = guild, check = is_fair(word));
    confirmed: (perm = MuteMembers, scene = guild, confirm);
    timed: (perm = MuteMembers, scene = guild, timeout = "31s");
    busy: (perm = MuteMembers, scene = guild, concurrency = 63);
    explained: (perm = MuteMembers, scene = guild, on_error = explain);
    audited: (perm = MuteMembers, scene = guild, audit);
    filed: (perm = MuteMembers, scene = guild, category = "管理");
    hidden: (perm = MuteMembers, scene = guild, hide_in_help);
    raw: (perm = MuteMembers, scene = guild, unchecked_api = "no power does it");
    raw_for: (perm = MuteMembers, scene = guild, unchecked_api = "another reason");
    marked: (perm = MuteMembers, scene = guild, marker = Other);
    in_crate: (perm = MuteMembers, scene = guild, crate = ::botrs_secure);
    parent: (perm = MuteMembers, scene = guild, subcommands(add));
}

/// A key, a command without it, one with it (or with another value), and where that is seen.
type Row = (&'static str, &'static [&'static CommandSpec], &'static [&'static CommandSpec], Seen);
/// The field of the JSON and the column of the page.
type Seen = (&'static str, &'static str);

const PLAIN: &[&CommandSpec] = commands![plain::base];
const COUNTED: &[&CommandSpec] = commands![counted::base];

const ROWS: &[Row] = &[
    ("perm", PLAIN, commands![kick::base], ("access", "Who")),
    ("perm", PLAIN, commands![both::base], ("access", "Who")),
    ("perm", commands![both::base], commands![either::base], ("access", "Who")),
    ("owners_only", PLAIN, commands![owners::base], ("access", "Who")),
    ("public", PLAIN, commands![everybody::base], ("access", "Who")),
    ("name", PLAIN, commands![named::base], ("name", "Command")),
    ("aliases", PLAIN, commands![aliased::base], ("aliases", "Command")),
    ("scene", PLAIN, commands![scenes::base], ("scenes", "Where")),
    ("dm_only", PLAIN, commands![direct::base], ("scenes", "Where")),
    ("guild_only", commands![anywhere::base], commands![guilds::base], ("scenes", "Where")),
    ("cooldown", PLAIN, commands![slower::base], ("limits", "How often")),
    ("cooldown", PLAIN, commands![together::base], ("limits", "How often")),
    ("cooldown", PLAIN, commands![unlimited::base], ("limits", "How often")),
    ("limit", PLAIN, COUNTED, ("limits", "How often")),
    ("limit", COUNTED, commands![more::base], ("limits", "How often")),
    ("limit", commands![fine::base], commands![finer::base], ("limits", "How often")),
    ("limit", COUNTED, commands![burst::base], ("limits", "How often")),
    ("limit", COUNTED, commands![by_user::base], ("limits", "How often")),
    ("bucket", PLAIN, commands![bucket::base], ("limits", "How often")),
    ("cost", COUNTED, commands![cost::base], ("limits", "How often")),
    ("fresh", PLAIN, commands![fresh::base], ("fresh", "Before it runs")),
    ("check", PLAIN, commands![checked::base], ("checks", "Before it runs")),
    (
        "check",
        commands![checked::base],
        commands![checked_again::base],
        ("checks", "Before it runs"),
    ),
    ("confirm", PLAIN, commands![confirmed::base], ("confirm", "Before it runs")),
    ("timeout", PLAIN, commands![timed::base], ("timeout_ms", "How it runs")),
    ("concurrency", PLAIN, commands![busy::base], ("concurrency", "How it runs")),
    ("on_error", PLAIN, commands![explained::base], ("on_error", "How it runs")),
    ("audit", PLAIN, commands![audited::base], ("audit", "How it runs")),
    ("category", PLAIN, commands![filed::base], ("category", "How it runs")),
    ("hide_in_help", PLAIN, commands![hidden::base], ("hidden", "How it runs")),
    ("unchecked_api", PLAIN, commands![raw::base], ("unchecked_api", "How it runs")),
];

/// Keys that say how the code is written, not what it does.
const SILENT: [(&str, &[&CommandSpec]); 2] =
    [("marker", commands![marked::Other]), ("crate", commands![in_crate::base])];

/// The first command, its path apart, which differs here in any case.
fn of_first(commands: &[&'static CommandSpec]) -> serde_json::Value {
    let mut command = json(&manifest(commands))["commands"][0].take();
    assert!(command["path"].take().as_str().unwrap().ends_with("::base"));
    command
}

#[test]
fn each_key_is_seen_in_its_field_and_its_column() {
    for (key, before, after, (field, column)) in ROWS {
        assert_eq!(changed(&of_first(before), &of_first(after)), [*field], "{key}");
        let columns = changed_columns(&manifest(before), &manifest(after));
        assert_eq!(columns, [*column], "{key}");
    }
}

#[test]
fn what_changes_nothing_is_not_seen() {
    for (key, after) in SILENT {
        assert_eq!(of_first(PLAIN), of_first(after), "{key}");
        assert_eq!(manifest(PLAIN).to_markdown(), manifest(after).to_markdown(), "{key}");
    }
}

#[test]
fn subcommands_are_commands_too() {
    let parent = manifest(commands![parent::base]);
    let names: Vec<_> = parent.commands.iter().map(|command| &*command.name).collect();
    assert_eq!(names, ["base", "base add"]);
    assert!(parent.to_markdown().contains("\n| base add |"), "{parent}");
}

#[test]
fn a_reason_for_the_unchecked_api_is_seen() {
    let (one, other) = (manifest(commands![raw::base]), manifest(commands![raw_for::base]));
    assert_eq!(one.commands[0].unchecked_api.as_deref(), Some("no power does it"));
    assert_eq!(other.commands[0].unchecked_api.as_deref(), Some("another reason"));
    assert!(one.to_markdown().contains("\n## Unchecked API\n\n- base: no power does it\n"));
    assert!(other.to_markdown().contains("\n## Unchecked API\n\n- base: another reason\n"));
    assert!(manifest(PLAIN).to_markdown().contains("\n## Unchecked API\n\nNone.\n"));
}

#[test]
fn every_documented_key_is_among_them() {
    let reference = include_str!("../../../docs/reference/command.md");
    let headings = reference.lines().filter_map(|line| line.strip_prefix("## "));
    let documented: BTreeSet<_> =
        headings.flat_map(|heading| heading.split('`').skip(1).step_by(2)).collect();
    assert!(documented.len() > 20, "{documented:?}");
    let seen: BTreeSet<_> = ROWS.iter().map(|row| row.0).chain(SILENT.map(|row| row.0)).collect();
    let missing: Vec<_> =
        documented.difference(&seen).filter(|key| **key != "subcommands").collect();
    assert!(missing.is_empty(), "{missing:?}");
}
