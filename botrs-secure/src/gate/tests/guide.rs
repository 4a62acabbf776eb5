//! Tests that botrs' security guide has, under its names; and the page about the guide.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::{Bot, VICTIM, admin, member};
use crate::gate::permission::{self, Permitted, Standing};
use crate::prelude::*;
use crate::testing::Caller;
use crate::{GroupRole, Roles};

/// The guide: whoever has no permission may not ban, neither asked for the permission nor for the command.
#[tokio::test]
async fn test_permission_bypass() {
    let bot = Bot::new();
    let engine = bot.engine();
    let in_force = engine.current.load_full();
    let may_ban = |caller: &Caller| {
        let incoming = bot.incoming(caller, "m".parse().unwrap(), "");
        let requirement = engine.registry.find("ban").unwrap().requirement();
        permission::check(&in_force, requirement, Standing::of(&incoming))
    };
    let regular_user = member();
    assert_eq!(may_ban(&regular_user).unwrap_err().rule(), "permission.missing");
    assert_eq!(may_ban(&admin()), Ok(Permitted::Yes));

    let in_other_words = [
        format!("/ban {VICTIM}"),
        format!("／ban <@!{VICTIM}>"),
        format!("/ban {VICTIM} confirm 000000"),
        format!("<@!9000> /ban {VICTIM} 广告"),
        format!("/ban\u{3000}{VICTIM}"),
    ];
    for text in &in_other_words {
        assert_eq!(bot.rule(&regular_user, text).await, "permission.missing", "{text}");
        bot.minutes(25 * 60);
    }
    // Neither is there a way over what the event says, or over another scene.
    let text = &in_other_words[0];
    for (caller, rule) in [
        (member().with_roles(Roles::Unknown), "permission.unknown"),
        (member().with_roles(Roles::Group(GroupRole::Owner)), "permission.unknown"),
        (Caller::direct(super::MEMBER), "permission.scene"),
        (Caller::group(1, 1, GroupRole::Owner), "permission.scene"),
        (Caller::c2c(1), "permission.scene"),
    ] {
        assert_eq!(bot.rule(&caller, text).await, rule, "{caller:?}");
    }
    assert_eq!((bot.effects(), bot.asked()), (0, 0));
    // It is the permission that is missing: with it the same words go on.
    assert_eq!(bot.rule(&admin(), text).await, "confirm");
}

/// The guide: of 15 commands in a minute ten pass, and the eleventh is the first that is refused.
#[tokio::test]
async fn test_rate_limiting() {
    let bot = Bot::new();
    let user = member();
    for n in 1..=15 {
        let expected = if n <= 10 { "allowed" } else { "flood" };
        assert_eq!(bot.rule(&user, "/ping").await, expected, "call {n}");
    }
    assert_eq!(bot.runs.count(), 10);
    // A cooldown besides, as the guide has it for dangerous commands.
    for (command, seconds) in [("kick", 10), ("ban", 30)] {
        let command = bot.engine().registry.find(command).unwrap();
        let longest = command.charges.iter().map(|charge| charge.limit.quota.interval()).max();
        assert_eq!(longest, Some(Duration::from_secs(seconds)), "{}", command.name);
    }
}

/// The guide's detector: more than five failures in an hour block for 24 hours.
#[tokio::test]
async fn test_intrusion_detection() {
    let bot = Bot::new();
    let user = member();
    for _ in 0..6 {
        assert_eq!(bot.rule(&user, "/ping").await, "allowed");
        assert_eq!(bot.rule(&user, &format!("/ban {VICTIM}")).await, "permission.missing");
        bot.minutes(9);
    }
    // The sixth failure was nine minutes ago.
    bot.minutes(24 * 60 - 9 - 1);
    assert_eq!(bot.rule(&user, "/ping").await, "block", "after 23 h 59 min");
    bot.minutes(1);
    assert_eq!(bot.rule(&user, "/ping").await, "allowed", "after 24 h");
    assert_eq!(bot.rule(&admin(), "/ping").await, "allowed");
    assert_eq!((bot.effects(), bot.records("alert").len()), (0, 1));
}

const PAGE: &str = include_str!("../../../docs/reference/guide.md");

/// The sources in which a module, or one of those that it is in, may be written.
fn sources(root: &Path, modules: &[&str]) -> Vec<PathBuf> {
    let below = |depth| modules[..depth].iter().fold(root.to_owned(), |path, name| path.join(name));
    let files = (1..=modules.len()).map(below);
    files.flat_map(|path| [path.with_extension("rs"), path.join("mod.rs")]).collect()
}

fn is_there(test: &str) -> bool {
    let library = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path: Vec<_> = test.split("::").collect();
    let (name, modules) = path.split_last().expect("a name");
    if path[0] == "misuse" {
        let case = path.iter().fold(library.join("../tests/tests"), |path, name| path.join(name));
        return case.with_extension("stderr").exists();
    }
    let root = if path[0] == "e2e" { library.join("../tests/tests") } else { library.join("src") };
    let function = format!("fn {name}(");
    let texts =
        sources(&root, modules).into_iter().filter_map(|path| fs::read_to_string(path).ok());
    texts.into_iter().any(|text| text.contains(&function))
}

#[test]
fn each_line_of_the_guide_has_a_row_and_a_test_that_is_there() {
    let mut lines = BTreeSet::new();
    for row in PAGE.lines().filter(|line| line.starts_with("| ")) {
        let Some((numbers, _)) = row[2..].split_once(". ") else { continue };
        let (first, last) = numbers.split_once(" to ").unwrap_or((numbers, numbers));
        let (first, last): (u32, u32) = (first.parse().expect(row), last.parse().expect(row));
        assert!((first..=last).all(|line| lines.insert(line)), "twice: {row}");
        let (_, test) = row.trim_end_matches(" |").rsplit_once(" | ").expect(row);
        let test = test.strip_prefix('`').and_then(|test| test.strip_suffix('`')).expect(row);
        assert!(is_there(test), "no such test: {test}");
    }
    assert!(lines.into_iter().eq(1..=94));
}
