//! Where commands run, in every form, by every kind of caller.
#![deny(warnings)]

use botrs_secure::prelude::*;
use botrs_secure::testing::{Caller, Harness};
use botrs_secure::{Command, GroupRole, Scenes};

macro_rules! in_scenes {
    ($($name:ident [$($keys:tt)*])+) => {$(
        #[command(public, $($keys)*)]
        async fn $name(ctx: Context<'_, $name>) -> Result<Reply> {
            Ok(reply!("{}", match ctx.scene() {
                Scene::Guild => "guild",
                Scene::Direct => "direct",
                Scene::Group => "group",
                Scene::C2c => "c2c",
            }))
        }
    )+};
}

in_scenes! {
    anywhere []
    guilds [scene = guild]
    guilds_only [guild_only]
    directs [scene(direct)]
    groups [scene = group]
    c2cs [scene(c2c,)]
    private [dm_only]
    chats [scene(guild, group)]
}

/// A proof needs a guild, and its scene says so.
#[command(perm = DeleteMessages, guild_only)]
async fn recall(ctx: Context<'_, recall>, quoted: Message) -> Result<()> {
    ctx.messages().recall(&quoted).await
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let list =
        commands![anywhere, guilds, guilds_only, directs, groups, c2cs, private, chats, recall];
    let bot = Harness::new(|bot| bot.commands(list).policy(Harness::policy().trust_direct()));
    let callers = [
        (Scene::Guild, "guild", Caller::guild(1, &[])),
        (Scene::Direct, "direct", Caller::direct(1)),
        (Scene::Group, "group", Caller::group(1, 2, GroupRole::Owner)),
        (Scene::C2c, "c2c", Caller::c2c(1)),
    ];
    for spec in &list[..8] {
        bot.clock().advance(Duration::from_secs(60));
        for (scene, name, caller) in &callers {
            let report = bot.send(caller, &format!("/{}", spec.name())).await.expect("a command");
            if spec.scenes().contains(*scene) {
                assert_eq!(report.replies, [*name], "{}", spec.name());
            } else {
                assert_eq!(report.rule, "permission.scene", "{} {name}", spec.name());
            }
        }
    }
    let counts: Vec<_> = list.iter().map(|spec| count(spec.scenes())).collect();
    assert_eq!(counts, [4, 1, 1, 1, 1, 1, 2, 2, 1]);
    assert!(recall::SPEC.scenes().is_only(Scene::Guild));
}

fn count(scenes: Scenes) -> usize {
    let all = [Scene::Guild, Scene::Direct, Scene::Group, Scene::C2c];
    all.into_iter().filter(|scene| scenes.contains(*scene)).count()
}
