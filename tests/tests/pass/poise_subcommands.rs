//! poise's `subcommands` and `subcommand_required`.
#![deny(warnings)]

use botrs_secure::Command;
use botrs_secure::prelude::*;
use botrs_secure::testing::{Caller, Harness};

/// 标签 / Tags.
#[command(public, aliases("标签"), limit = "6/min", subcommands(get, admin::edit))]
async fn tag(name: Option<String>) -> Result<Reply> {
    // poise: the parent of a prefix command runs itself, too, where no subcommand is named.
    Ok(reply!("tag {name}"))
}

#[command(public, aliases("取"))]
async fn get(name: String) -> Result<Reply> {
    Ok(reply!("get {name}"))
}

mod admin {
    use super::*;

    #[command(perm = DeleteMessages, scene = guild, subcommands(remove))]
    pub(crate) async fn edit(name: String, #[rest] text: Text) -> Result<Reply> {
        Ok(reply!("{name} = {text}"))
    }

    /// poise checks its parent's permissions, too; here a looser one would not even compile.
    #[command(perm = all(DeleteMessages, BanMembers), confirm)]
    async fn remove(name: String) -> Result<Reply> {
        Ok(reply!("no {name}"))
    }
}

/// poise: `subcommand_required`. A parent that does nothing itself says so.
#[command(public, subcommands(on, off))]
async fn light() -> Result<Reply> {
    Ok(reply!("/light on | off"))
}

#[command(public)]
async fn on() -> Result<Reply> {
    Ok(reply!("on"))
}

#[command(public)]
async fn off() -> Result<Reply> {
    Ok(reply!("off"))
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let bot = Harness::new(|bot| bot.commands(commands![tag, light]));
    let (admin, member) = (Caller::guild(1, &[2]), Caller::guild(2, &[]));
    for (text, reply) in [
        ("/tag", "tag 无"),
        ("/tag rust", "tag rust"),
        ("/tag get rust", "get rust"),
        ("/标签 取 rust", "get rust"),
        ("/tag edit rust fast", "rust = fast"),
        ("/light", "/light on | off"),
        ("/light off", "off"),
    ] {
        assert_eq!(bot.send(&admin, text).await.expect("a command").replies, [reply], "{text}");
    }
    let rule = async |caller, text| bot.send(caller, text).await.expect("a command").rule;
    assert_eq!(rule(&member, "/tag edit rust slow").await, "permission.missing");
    assert_eq!(rule(&member, "/tag edit remove rust").await, "permission.missing");
    assert_eq!(rule(&admin, "/tag edit remove rust").await, "confirm");
    assert_eq!(rule(&admin, "/light dimmed").await, "arguments.surplus");
    // The parent's quota counts what is called below it.
    bot.clock().advance(Duration::from_secs(600));
    for _ in 0..3 {
        assert_eq!(rule(&admin, "/tag").await, "allowed");
        assert_eq!(rule(&admin, "/tag get rust").await, "allowed");
    }
    assert_eq!(rule(&admin, "/tag get rust").await, "limit");
    // A subcommand is no command by itself.
    assert!(bot.send(&admin, "/get rust").await.is_none());
    let paths: Vec<&str> = tag::SPEC.subcommands().iter().map(|spec| spec.name()).collect();
    assert_eq!(paths, ["get", "edit"]);
}
