//! The command line as a whole: what is answered, and the exit code.

mod audit;

use std::fs;
use std::path::{Path, PathBuf};

use super::caller::Caller;
use super::run;
use crate::prelude::*;
use crate::{Roles, Store};

const MANIFEST: &str = include_str!("manifest.json");
const POLICY: &str = "
[trust]
guilds = [\"8000\"]
[roles.trader]
permissions = [\"BuyBonds\"]
[guilds.8000.roles]
11 = \"moderator\"
[guilds.8000.users]
42 = [\"trader\"]
[[restrict]]
command = \"purge\"
disabled = true
";

/// A folder of its own, gone with the value.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder =
            std::env::temp_dir().join(format!("botrs-secure-cli-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.join(name);
        fs::write(&path, text).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The code of a command that is no `policy`.
fn code_of<'a>(args: impl IntoIterator<Item = &'a str>) -> u8 {
    run(["botrs-secure"].into_iter().chain(args).map(Into::into))
}

fn code<'a>(args: impl IntoIterator<Item = &'a str>) -> u8 {
    run(["botrs-secure", "policy"].into_iter().chain(args).map(Into::into))
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn explanations_end_in_the_code_of_their_answer() {
    let folder = Folder::new("explain");
    let (policy, manifest) = (folder.file("p.toml", POLICY), folder.file("m.json", MANIFEST));
    let explain = |caller, command| {
        let files = ["--policy", text(&policy), "--manifest", text(&manifest)];
        code(["explain"].into_iter().chain(files).chain(["--as", caller, "--command", command]))
    };
    for (caller, command, expected) in [
        ("guild=8000 user=1 roles=11", "mute", 0),
        ("guild=8000 user=1 roles=11", "禁言", 0),
        ("guild=8000 user=1 roles=1", "mute", 1),
        ("guild=8000 user=1 roles=", "mute", 1),
        ("guild=8000 user=1", "mute", 1),
        ("guild=8001 user=1 roles=4", "mute", 1),
        ("guild=8000 user=1 roles=4", "purge", 1),
        ("guild=8000 user=42 roles=", "buy", 0),
        ("guild=8000 user=42", "buy", 0),
        ("guild=8000 user=43 roles=", "buy", 1),
        ("direct=5 user=42 guild=8000", "buy", 1),
        ("guild=8000 user=1 roles=4", "none", 2),
        ("guild=8000", "mute", 2),
        ("guild=8000 user=1 rolls=4", "mute", 2),
        ("guild=8000 user=../1 roles=4", "mute", 2),
        ("guild=8000 user=1 user=2", "mute", 2),
        ("", "mute", 2),
    ] {
        assert_eq!(explain(caller, command), expected, "{caller} {command}");
    }
    assert_eq!(code(["explain", "--policy", "x", "--manifest", "y"]), 2);
    let gone =
        ["--policy", "/none", "--manifest", text(&manifest), "--as", "c2c=1", "--command", "x"];
    assert_eq!(code(["explain"].into_iter().chain(gone)), 2);
}

#[test]
fn a_policy_is_checked_with_and_without_the_names_of_a_bot() {
    let folder = Folder::new("check");
    let manifest = folder.file("m.json", MANIFEST);
    let good = folder.file("good.toml", POLICY);
    assert_eq!(code(["check", text(&good)]), 0);
    assert_eq!(code(["check", text(&good), "--manifest", text(&manifest)]), 0);
    let bad = folder.file("bad.toml", "[trust]\nguild = \"all\"\n");
    assert_eq!(code(["check", text(&bad)]), 1);
    let unknown = "[trust]\nc2c = true\n[[restrict]]\ncommand = \"perge\"\ndisabled = true\n";
    let unknown = folder.file("unknown.toml", unknown);
    assert_eq!(code(["check", text(&unknown)]), 0);
    assert_eq!(code(["check", text(&unknown), "--manifest", text(&manifest)]), 1);
    let nowhere = folder.file("nowhere.toml", "locale = \"zh\"\n");
    assert_eq!(code(["check", text(&nowhere), "--manifest", text(&manifest)]), 1);
    assert_eq!(code(["check", "/none"]), 2);
    assert_eq!(code(["check", text(&good), "--manifest", text(&good)]), 2);
}

#[test]
fn a_first_policy_is_written_once_and_has_no_mistakes() {
    let folder = Folder::new("init");
    let path = folder.0.join("policy.toml");
    assert_eq!(code(["init", text(&path)]), 0);
    assert_eq!(code(["check", text(&path)]), 0);
    fs::write(&path, "mine").unwrap();
    assert_eq!(code(["init", text(&path)]), 2);
    assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
}

#[test]
fn a_block_is_lifted_in_the_store_where_no_bot_runs() {
    let folder = Folder::new("unblock");
    let path = folder.0.join("bot.redb");
    drop(Store::open(&path).unwrap());
    let who = ["--bot", "102000001", "--as", "guild=8000 user=1"];
    let unblock = |store| code(["unblock", "--store", store].into_iter().chain(who));
    assert_eq!(unblock(text(&path)), 1);
    assert_eq!(unblock("/none/bot.redb"), 2);
}

#[test]
fn what_the_platform_says_is_read_and_what_it_does_not_say_is_unknown() {
    let caller = |text: &str| text.parse::<Caller>();
    assert_eq!(caller("guild=1 user=2").unwrap().roles, Roles::Unknown);
    assert_eq!(caller("guild=1 user=2 roles=").unwrap().roles, Roles::Guild(vec![]));
    let two = Roles::Guild(vec![RoleId::new(2), RoleId::new(11)]);
    assert_eq!(caller("guild=1 user=2 roles=2,11").unwrap().roles, two);
    assert!(caller("guild=1 user=2 roles=2 channel_admin=yes").unwrap().is_channel_admin);
    assert!(caller("guild=1 user=2 channel_admin=maybe").is_err());
    let id = "0123456789ABCDEF0123456789ABCDEF";
    assert_eq!(caller(&format!("group={id} member={id}")).unwrap().roles, Roles::Unknown);
    assert!(caller(&format!("group={id} member={id} role=king")).is_err());
    assert!(caller(&format!("c2c={id} role=owner")).is_err());
    assert!(caller("guild=1 user=2 x").is_err());
}

#[test]
fn scans_end_in_0_1_or_2() {
    let folder = Folder::new("scan");
    let clean = folder.file("clean.txt", "请更新规则\nplease update the rules\n");
    let bad = folder.file("bad.txt", "fine\na\u{202e}b\n");
    let rows = folder.file("rows.jsonl", "{\"text\":\"fine\"}\n{}\n");
    let policy = folder.file("policy.toml", "[content]\nbidi = \"mask\"\n");
    let broken = folder.file("broken.toml", "[content]\nbidi = \"no\"\n");
    assert_eq!(code_of(["scan", text(&clean)]), 0);
    assert_eq!(code_of(["scan", text(&bad)]), 1);
    assert_eq!(code_of(["scan", "--only", "sql_injection,blocked_word", text(&bad)]), 0);
    assert_eq!(code_of(["scan", "--only", "bidi", text(&bad)]), 1);
    assert_eq!(
        code_of(["scan", "--policy", text(&policy), text(&bad)]),
        0,
        "masked is not refused"
    );
    assert_eq!(code_of(["scan", "--policy", text(&broken), text(&bad)]), 2);
    assert_eq!(code_of(["scan", "--format", "jsonl", text(&rows)]), 2, "a row without a text");
    assert_eq!(code_of(["scan", "--only", "sql", text(&clean)]), 2);
    assert_eq!(code_of(["scan", text(&folder.0.join("nowhere"))]), 2);
    let words = folder.file("words.txt", "# of ours\n规则\n\n");
    assert_eq!(code_of(["scan", "--words", text(&words), text(&clean)]), 1);
    assert_eq!(code_of(["scan", "--words", text(&words), "--only", "bidi", text(&clean)]), 0);
    let empty = folder.file("empty.txt", "...\n");
    assert_eq!(code_of(["scan", "--words", text(&empty), text(&clean)]), 2, "a word of no letters");
}

#[test]
fn readings_end_in_0_1_or_2() {
    let folder = Folder::new("parse");
    let good = folder.file("good.txt", "30s\n1h30m\n");
    let bad = folder.file("bad.txt", "30s\n-5s\n");
    let rows = folder.file("rows.jsonl", "{\"text\":\"30s\"}\n");
    let urls = folder.file("urls.txt", "https://github.com\nhttps://example.com\n");
    let id = folder.file("id.txt", "<@!12>\n");
    assert_eq!(code_of(["parse", "duration", text(&good)]), 0);
    assert_eq!(code_of(["parse", "duration", text(&bad)]), 1);
    assert_eq!(code_of(["parse", "duration", "--format", "jsonl", text(&rows)]), 0);
    assert_eq!(code_of(["parse", "duration", "--format", "jsonl", text(&good)]), 1);
    assert_eq!(code_of(["parse", "id", text(&id)]), 0);
    assert_eq!(code_of(["parse", "id", text(&good)]), 1);
    assert_eq!(code_of(["parse", "url", text(&urls)]), 1);
    assert_eq!(code_of(["parse", "url", "--allow", "example.com", text(&urls)]), 0);
    assert_eq!(code_of(["parse", "url", "--allow", "1.2.3.4", text(&urls)]), 2);
    assert_eq!(code_of(["parse", "duration", text(&folder.0.join("nowhere"))]), 2);
    assert_eq!(code_of(["parse", "date", text(&good)]), 2);
    assert_eq!(code_of(["parse"]), 2);
}
