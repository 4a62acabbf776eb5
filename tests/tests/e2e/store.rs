//! A bot with a store: what moderators change lasts, and a command line reaches the bot while it runs.

use std::path::{Path, PathBuf};
use std::{env, fs, process};

use botrs_secure::prelude::*;
use botrs_secure::testing::loopback::Platform;
use botrs_secure::{Place, Principal, StartErrorKind, Store};

use crate::commands::{mute, ping};
use crate::runner::{Test, tests};
use crate::site::{OWNER, Site, admin, member};

pub(crate) const TESTS: &[Test] =
    tests![grants_and_blocks_outlive_the_bot, a_socket_in_use_is_explained];

/// A folder that is removed afterwards.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Self {
        let path = env::temp_dir().join(format!("bs-e2e-{}-{name}", process::id()));
        fs::create_dir(&path).expect("a new folder");
        Self(path)
    }

    pub(crate) fn store(&self) -> PathBuf {
        self.0.join("bot.store")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

/// The same bot with a store, and with the commands that change what is in it.
pub(crate) fn with_store(builder: Builder, store: &Path) -> Builder {
    builder.store(Store::open(store).expect("a store")).admin_commands()
}

fn builder(site: &Site, store: &Path) -> Builder {
    with_store(site.builder().commands(commands![mute, ping]), store)
}

async fn grants_and_blocks_outlive_the_bot(platform: Platform) {
    let (site, folder) = (Site::new(&platform), Folder::new("store"));
    let (path, socket) = (folder.store(), folder.0.join("bot.store.sock"));
    let builder_of_first = builder(&site, &path);
    let bot = site.run(builder_of_first).await;
    assert_eq!(bot.say(member(0), "/mute <@!301> 1m").await.rule, "permission.missing");
    assert_eq!(
        bot.say(OWNER, "/权限 授予 <@!300> MuteMembers").await.text(),
        "已授予 <@!300> MuteMembers"
    );
    assert_eq!(bot.say(member(0), "/mute <@!301> 1m").await.rule, "allowed");
    assert_eq!(bot.say(admin(0), "/拉黑 <@!302>").await.text(), "已拉黑 <@!302>");
    assert_eq!(bot.say(member(2), "/ping").await.rule, "block");
    assert!(socket.exists());
    let site = bot.stop().await;
    assert!(!socket.exists(), "it ends with the bot");

    let builder_of_second = builder(&site, &path);
    let bot = site.run(builder_of_second).await;
    assert_eq!(bot.say(member(0), "/mute <@!303> 1m").await.rule, "allowed");
    assert_eq!(bot.say(member(2), "/ping").await.rule, "block");
    let place = Place::Guild { guild: GuildId::new(bot.guild), channel: ChannelId::new(1) };
    let app = bot.bot.app_id().parse().expect("a number");
    let who = Principal::new(app, &place, PersonId::User(UserId::new(member(2))));
    let lifted = tokio::task::spawn_blocking(move || Store::unblock_at(path, &who)).await;
    assert!(lifted.expect("no panic").expect("the bot answers"));
    assert_eq!(bot.say(member(2), "/ping").await.text(), "pong");
    bot.recorded("the unblocking", |record| {
        record["action"] == "unblock" && record["rule"] == "socket" && record["success"] == true
    })
    .await;
    assert_eq!(bot.say(OWNER, "/perm revoke 300 MuteMembers").await.rule, "allowed");
    assert_eq!(bot.say(member(0), "/mute <@!304> 1m").await.rule, "permission.missing");
    bot.stop().await;
}

async fn a_socket_in_use_is_explained(platform: Platform) {
    let (site, folder) = (Site::new(&platform), Folder::new("socket"));
    let path = folder.store();
    fs::write(folder.0.join("bot.store.sock"), "").expect("a file");
    let error = site.fails(builder(&site, &path)).await;
    assert_eq!(error.kind(), StartErrorKind::Machine);
    let text = error.to_string();
    assert!(text.contains("bot.store.sock is no control socket"), "{text}");
}
