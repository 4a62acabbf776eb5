//! Grants at run time: what may be granted by whom to whom, and that it lasts.

use std::path::Path;
use std::sync::Arc;

use tokio::task::JoinHandle;

use super::{
    ADMIN, BOT_OWNER, Bot, Door, MEMBER, MODERATOR, MODERATORS, OTHER_ADMIN, OWNER, Runs, VICTIM,
    admin, bot_owner, eventually, guild, member, moderator, owner, policy,
};
use crate::bot::BuildError;
use crate::place::Principal;
use crate::prelude::*;
use crate::store::tests::Folder;
use crate::testing::{Caller, Harness, Report};
use crate::{Denial, PermissionSet, Roles, Store};

/// Administrators who may manage roles: their rank is above what a grant brings.
pub(super) const HEADS: u64 = 12;
/// People who may manage roles, of a moderator's rank.
const CLERKS: u64 = 13;
const HEAD: u64 = 50;
const CLERK: u64 = 51;
/// Somebody with a role that holds everything and a moderator's rank.
const KEEPER: u64 = 52;
const KEEPERS: u64 = 14;

pub(super) fn head() -> Caller {
    Caller::guild(HEAD, &[HEADS])
}

fn clerk() -> Caller {
    Caller::guild(CLERK, &[CLERKS])
}

#[derive(Permission)]
struct SellStocks;

#[command(perm = SellStocks, cooldown = none, scene = guild)]
async fn trade(_ctx: Context<'_, trade>, runs: State<Runs>) -> Result<()> {
    runs.add();
    Ok(())
}

/// Waits before its power is called.
#[command(perm = MuteMembers, cooldown = none, scene = guild)]
async fn slow(ctx: Context<'_, slow>, target: Target<'_>, door: State<Door>) -> Result<()> {
    door.pass().await;
    ctx.members().mute(&target, Duration::from_secs(60)).await
}

pub(super) fn rules() -> Policy {
    let role = |id, means| (RoleId::new(id), means);
    let roles = [
        role(HEADS, Role::admin().allow::<ManageRoles>()),
        role(CLERKS, Role::custom().allow::<ManageRoles>().allow::<BanMembers>()),
        role(KEEPERS, Role::custom().allow::<Administrator>()),
    ];
    let policy = policy().channel_admin(Harness::GUILD, Role::owner());
    roles.into_iter().fold(policy, |policy, (id, role)| policy.guild_role(Harness::GUILD, id, role))
}

/// With the commands that change grants and blocks, and a policy that says who may.
pub(super) fn governed(bot: Builder) -> Builder {
    let bot = bot.commands(commands![trade, slow]).policy(rules()).locale(Locale::En);
    bot.admin_commands()
}

pub(crate) fn bot(store: Store) -> Bot {
    bot_called(store, "102000001", |bot| bot)
}

pub(crate) fn bot_called(
    store: Store,
    app: &str,
    describe: impl FnOnce(Builder) -> Builder,
) -> Bot {
    let bot = Bot::with(|bot| {
        let bot = governed(describe(bot));
        bot.credentials(Credentials::new(app, "secret").unwrap()).store(store)
    });
    for (user, role) in [(HEAD, HEADS), (CLERK, CLERKS), (KEEPER, KEEPERS)] {
        bot.platform().set_member(Harness::GUILD, UserId::new(user), &[role]);
    }
    bot
}

/// Opens it again: the bot that had it before may still be on its way out.
pub(crate) async fn reopened(path: &Path) -> Store {
    let mut store = None;
    eventually(|| {
        store = Store::open(path).ok();
        store.is_some()
    })
    .await;
    store.unwrap()
}

pub(crate) async fn say(bot: &Bot, caller: &Caller, text: &str) -> Report {
    bot.minutes(1);
    bot.send(caller, text).await.expect("a command")
}

async fn rule(bot: &Bot, caller: &Caller, text: &str) -> &'static str {
    say(bot, caller, text).await.rule
}

/// What somebody was granted in the guild of the tests.
fn granted(bot: &Bot, user: u64) -> String {
    let realm = Realm::Guild(Harness::GUILD);
    let current = bot.engine().current.load();
    current.grants.get(realm, PersonId::User(UserId::new(user))).to_string()
}

fn changes(bot: &Bot) -> Vec<String> {
    let text = |record: &serde_json::Value, field: &str| record[field].as_str().map(str::to_owned);
    bot.records("effect")
        .iter()
        .map(|record| {
            assert!(record["target"].is_string(), "{record}");
            format!(
                "{} {} {} {}",
                text(record, "action").unwrap(),
                text(record, "details").unwrap_or_default(),
                text(record, "rule").unwrap(),
                record["success"],
            )
        })
        .collect()
}

#[tokio::test]
async fn what_is_granted_is_in_force_at_once_survives_a_restart_and_can_be_taken_back() {
    let folder = Folder::new();
    let path = folder.join("store");
    let (muting, trading) = ("/mute 6 1m", "/trade");
    let first = bot(Store::open(&path).unwrap());
    assert_eq!(rule(&first, &member(), muting).await, "permission.missing");
    let report = say(&first, &head(), "/perm grant <@!5> MuteMembers").await;
    assert_eq!(
        (report.rule, &*report.replies),
        ("allowed", &["Granted <@!5> MuteMembers".into()][..])
    );
    assert_eq!(rule(&first, &member(), muting).await, "allowed");
    assert_eq!(rule(&first, &owner(), "/权限 授予 5 SellStocks").await, "allowed");
    assert_eq!(rule(&first, &member(), trading).await, "allowed");
    let again = say(&first, &head(), "/perm grant 5 MuteMembers").await;
    assert_eq!(again.replies, ["Granted already <@!5> MuteMembers"]);
    assert_eq!(
        changes(&first),
        [
            "perm.grant permission=MuteMembers intent false",
            "perm.grant permission=MuteMembers done true",
            "members.mute period=60000ms intent true",
            "members.mute period=60000ms done true",
            "perm.grant permission=SellStocks intent false",
            "perm.grant permission=SellStocks done true",
            "perm.grant permission=MuteMembers intent false",
            "perm.grant permission=MuteMembers unchanged true",
        ]
    );
    drop(first);

    let second = bot(reopened(&path).await);
    assert_eq!(rule(&second, &member(), muting).await, "allowed");
    assert_eq!(rule(&second, &member(), trading).await, "allowed");
    let list = say(&second, &head(), "/perm list").await;
    assert_eq!(list.replies, ["5: MuteMembers, SellStocks"]);
    assert_eq!(
        say(&second, &head(), "/perm list 6").await.replies,
        ["Nothing was granted while the bot ran"]
    );
    let report = say(&second, &head(), "/perm revoke 5 MuteMembers").await;
    assert_eq!(report.replies, ["Taken back from <@!5> MuteMembers"]);
    assert_eq!(rule(&second, &member(), muting).await, "permission.missing");
    assert_eq!(rule(&second, &member(), trading).await, "allowed");
    // One revokes what one does not hold.
    assert_eq!(rule(&second, &head(), trading).await, "permission.missing");
    assert_eq!(rule(&second, &head(), "/perm revoke 5 SellStocks").await, "allowed");
    assert_eq!(rule(&second, &member(), trading).await, "permission.missing");
    let nothing = say(&second, &head(), "/perm revoke 5 SellStocks").await;
    assert_eq!(nothing.replies, ["Never granted while the bot ran to <@!5> SellStocks"]);
    drop(second);

    let third = bot(reopened(&path).await);
    assert_eq!(granted(&third, MEMBER), "");
}

#[tokio::test]
async fn nobody_grants_what_they_do_not_hold() {
    let (store, _) = Store::failing();
    let bot = bot(store);
    let report = say(&bot, &head(), "/perm grant 5 SellStocks").await;
    let needed = crate::PermissionSet::EMPTY.with::<SellStocks>();
    assert_eq!(report.denial, Some(Denial::MissingPermission { needed }));
    assert_eq!(granted(&bot, MEMBER), "");
    let refused = "perm.grant permission=SellStocks permission.missing false";
    assert_eq!(changes(&bot), ["perm.grant permission=SellStocks intent false", refused]);
}

#[tokio::test]
async fn administrator_is_not_granted_and_unknown_names_are_refused_with_the_nearest() {
    let (store, _) = Store::failing();
    let bot = bot(store);
    for caller in [owner(), bot_owner(), head()] {
        let report = say(&bot, &caller, "/perm grant 5 Administrator").await;
        assert_eq!(report.rule, "arguments.invalid");
        assert!(report.replies[0].contains("not granted while the bot runs"), "{report:?}");
    }
    let report = say(&bot, &owner(), "/perm grant 5 MuteMember").await;
    assert_eq!(report.rule, "arguments.invalid");
    assert!(report.replies[0].contains("did you mean MuteMembers?"), "{report:?}");
    let report = say(&bot, &owner(), "/权限 授予 5 sellstock").await;
    assert!(report.replies[0].contains("是不是 SellStocks？"), "{report:?}");
    assert_eq!(rule(&bot, &owner(), "/perm grant 5 banana").await, "arguments.invalid");
    assert_eq!(rule(&bot, &owner(), "/perm grant 5").await, "arguments.missing");
    assert_eq!((granted(&bot, MEMBER).as_str(), changes(&bot).len()), ("", 0));
}

#[tokio::test]
async fn nobody_grants_to_themselves_the_bot_equals_or_superiors() {
    let (store, _) = Store::failing();
    let bot = bot(store);
    bot.platform().set_member(Harness::GUILD, UserId::new(MODERATOR), &[MODERATORS]);
    for (caller, target, rule_of) in [
        (head(), HEAD, "authority.self"),
        (owner(), OWNER, "authority.self"),
        (head(), Harness::BOT.get(), "authority.bot"),
        (head(), ADMIN, "authority.rank"),
        (head(), OWNER, "authority.rank"),
        (head(), BOT_OWNER, "authority.rank"),
        (owner(), BOT_OWNER, "authority.rank"),
        (head(), 999, "authority.member"),
        // Their rank is that which a grant brings: whoever got one would not be below them.
        (clerk(), VICTIM, "authority.rank"),
        (clerk(), MODERATOR, "authority.rank"),
        (admin(), VICTIM, "permission.missing"),
        (moderator(), VICTIM, "permission.missing"),
    ] {
        let text = format!("/perm grant {target} ManageRoles");
        assert_eq!(rule(&bot, &caller, &text).await, rule_of, "{text} by {caller:?}");
        let text = format!("/perm revoke {target} MuteMembers");
        let expected = match (rule_of, target) {
            // Who has nothing is below them.
            ("authority.rank", VICTIM) => "allowed",
            (same, _) => same,
        };
        assert_eq!(rule(&bot, &caller, &text).await, expected, "{text} by {caller:?}");
    }
    assert_eq!(bot.engine().current.load().grants.iter().count(), 0);
}

#[tokio::test]
async fn whoever_holds_everything_by_a_moderators_rank_grants_nothing() {
    let (store, _) = Store::failing();
    let bot = bot(store);
    let keeper = Caller::guild(KEEPER, &[KEEPERS]);
    assert_eq!(rule(&bot, &keeper, "/perm grant 5 SendMessages").await, "authority.rank");
    assert_eq!(granted(&bot, MEMBER), "");
}

#[tokio::test]
async fn whoever_lost_their_role_since_the_event_grants_nothing() {
    let (store, _) = Store::failing();
    let bot = bot(store);
    bot.platform().set_member(Harness::GUILD, UserId::new(HEAD), &[]);
    for text in
        ["/perm grant 5 MuteMembers", "/perm revoke 5 MuteMembers", "/perm list", "/why 5 ban"]
    {
        assert_eq!(rule(&bot, &head(), text).await, "permission.missing", "{text}");
    }
    assert!(changes(&bot).is_empty());
}

#[tokio::test]
async fn a_grant_counts_in_its_own_guild_and_towards_its_own_bot_only() {
    let (store, _) = Store::failing();
    let bot = bot(store.clone());
    let (there, elsewhere) = (guild(8_100, 8_101), GuildId::new(8_100));
    for (user, roles) in [(MEMBER, &[][..]), (VICTIM, &[]), (Harness::BOT.get(), &[2])] {
        bot.platform().set_member(elsewhere, UserId::new(user), roles);
    }
    assert_eq!(rule(&bot, &owner(), "/perm grant 5 MuteMembers").await, "allowed");
    assert_eq!(rule(&bot, &member().at(there), "/mute 6 1m").await, "permission.missing");
    // A role of one guild means nothing in another, and a member of one guild is no target in another.
    assert_eq!(
        rule(&bot, &head().at(there), "/perm grant 5 MuteMembers").await,
        "permission.missing"
    );
    assert_eq!(
        rule(&bot, &owner().at(there), "/perm grant 4 MuteMembers").await,
        "authority.unknown"
    );
    // Nor do grants count in direct messages, which come from this guild.
    assert_eq!(rule(&bot, &Caller::direct(MEMBER), "/both").await, "permission.missing");
    // Nor is anything granted there.
    assert_eq!(rule(&bot, &Caller::direct(BOT_OWNER), "/perm list").await, "permission.scene");

    // Another bot with the same store.
    let other = Principal {
        bot: crate::BotId::new(7),
        ..Principal::new(
            bot.engine().bot,
            &guild(Harness::GUILD.get(), 1),
            PersonId::User(UserId::new(VICTIM)),
        )
    };
    store.grant(&other, "MuteMembers").unwrap();
    let again = super::grants::bot(store);
    assert_eq!(
        (granted(&again, MEMBER).as_str(), granted(&again, VICTIM).as_str()),
        ("MuteMembers", "")
    );
}

#[tokio::test]
async fn role_5_grants_nothing_for_the_whole_guild() {
    let (store, _) = Store::failing();
    let bot = bot(store);
    let channel_admin = Caller::guild(60, &[5]);
    bot.platform().set_member(Harness::GUILD, UserId::new(60), &[5]);
    bot.platform().set_channel_permissions(Harness::CHANNEL, UserId::new(60), 7);
    for text in
        ["/perm grant 5 MuteMembers", "/perm revoke 5 MuteMembers", "/block 5", "/unblock 5"]
    {
        let rule = rule(&bot, &channel_admin, text).await;
        assert!(rule.starts_with("permission."), "{text}: {rule}");
    }
    assert_eq!(granted(&bot, MEMBER), "");
}

#[tokio::test]
async fn a_store_that_cannot_be_written_grants_nothing() {
    let (store, disk) = Store::failing();
    let bot = bot(store);
    assert_eq!(rule(&bot, &head(), "/perm grant 6 KickMembers").await, "allowed");
    disk.fail();
    assert_eq!(rule(&bot, &head(), "/perm grant 5 MuteMembers").await, "replay.unkept");
    assert_eq!(rule(&bot, &head(), "/perm revoke 6 KickMembers").await, "replay.unkept");
    // Nor where the disk fails only once the body runs.
    let keeper = bot.engine().keeper.clone().unwrap();
    let app = Credentials::new("102000001", "secret").unwrap().app_id();
    let who = |user| {
        let person = PersonId::User(UserId::new(user));
        Principal::new(app, &guild(Harness::GUILD.get(), 1), person)
    };
    let named = |name: &str, set| crate::changes::Named { name: name.into(), set };
    let muting = named("MuteMembers", PermissionSet::EMPTY.with::<MuteMembers>());
    let kicking = named("KickMembers", PermissionSet::EMPTY.with::<KickMembers>());
    assert!(keeper.grant(&who(MEMBER), &muting, |_| Ok(())).is_err());
    assert!(keeper.revoke(&who(VICTIM), &kicking, |_| Ok(())).is_err());
    assert_eq!(granted(&bot, MEMBER), "");
    assert_eq!(rule(&bot, &member(), "/mute 6 1m").await, "permission.missing");
    assert_eq!(granted(&bot, VICTIM), "KickMembers", "as the store has it");
}

#[tokio::test]
async fn a_permission_that_the_program_does_not_know_is_left_out_and_kept() {
    let folder = Folder::new();
    let path = folder.join("store");
    let store = Store::open(&path).unwrap();
    let app = Credentials::new("102000001", "secret").unwrap().app_id();
    let place = guild(Harness::GUILD.get(), 1);
    let who = Principal::new(app, &place, PersonId::User(UserId::new(MEMBER)));
    for name in ["OfAnotherProgram", "Administrator", "MuteMembers"] {
        store.grant(&who, name).unwrap();
    }
    let bot = bot(store);
    assert_eq!(granted(&bot, MEMBER), "MuteMembers", "and never Administrator");
    assert_eq!(rule(&bot, &head(), "/perm revoke 5 MuteMembers").await, "allowed");
    drop(bot);
    let names: Vec<_> = reopened(&path).await.grants(app).unwrap();
    let names: Vec<_> = names.into_iter().map(|(_, name)| name).collect();
    assert_eq!(names, ["Administrator", "OfAnotherProgram"]);
}

#[tokio::test]
async fn two_grants_at_once_are_both_there() {
    let folder = Folder::new();
    let path = folder.join("store");
    let bot = bot(Store::open(&path).unwrap());
    let grants = (0..8).map(|n| {
        // Each by an owner of their own: cooldowns count for each.
        bot.platform().set_member(Harness::GUILD, UserId::new(100 + n), &[4]);
        bot.platform().set_member(Harness::GUILD, UserId::new(200 + n), &[]);
        let (bot, caller) = (&bot, Caller::guild(100 + n, &[4]));
        async move { bot.rule(&caller, &format!("/perm grant {} MuteMembers", 200 + n)).await }
    });
    for rule in futures_util::future::join_all(grants).await {
        assert_eq!(rule, "allowed");
    }
    let all = |bot: &Bot| (200..208).all(|user| granted(bot, user) == "MuteMembers");
    assert!(all(&bot));
    drop(bot);
    assert!(all(&super::grants::bot(reopened(&path).await)));
}

#[tokio::test]
async fn what_is_taken_back_while_a_body_sleeps_stops_its_power() {
    let (store, _) = Store::failing();
    let bot = Arc::new(bot(store));
    assert_eq!(rule(&bot, &head(), "/perm grant 5 MuteMembers").await, "allowed");
    let running: JoinHandle<Report> = tokio::spawn({
        let bot = Arc::clone(&bot);
        async move { bot.send(&member(), "/slow 6").await.unwrap() }
    });
    bot.door.arrival().await;
    assert_eq!(rule(&bot, &head(), "/perm revoke 5 MuteMembers").await, "allowed");
    bot.door.open();
    assert_eq!(running.await.unwrap().denial, Some(Denial::Revoked));
    assert_eq!(bot.effects(), 0);
}

#[tokio::test]
async fn whoever_is_below_now_may_be_taken_from_and_whoever_got_rank_may_not() {
    let (store, _) = Store::failing();
    let bot = bot(store);
    // A grant brings a moderator's rank: those of that rank act on its holder no more.
    bot.platform().set_member(Harness::GUILD, UserId::new(MODERATOR), &[MODERATORS]);
    assert_eq!(rule(&bot, &moderator(), "/mute 5 1m").await, "allowed");
    assert_eq!(rule(&bot, &head(), "/perm grant 5 DeleteMessages").await, "allowed");
    assert_eq!(rule(&bot, &moderator(), "/mute 5 1m").await, "authority.rank");
    assert_eq!(rule(&bot, &clerk(), "/perm revoke 5 DeleteMessages").await, "authority.rank");
    assert_eq!(rule(&bot, &head(), "/perm revoke 5 DeleteMessages").await, "allowed");
    assert_eq!(rule(&bot, &moderator(), "/mute 5 1m").await, "allowed");
}

#[tokio::test]
async fn the_policy_that_is_in_force_when_a_grant_comes_into_force_decides() {
    // Decided again under the lock: by the actor's roles and the rules of that moment.
    let (store, _) = Store::failing();
    let bot = bot(store);
    let live = super::live(&bot, &head(), "perm", crate::gate::Stage::Run, "");
    let roles = Roles::Guild(vec![RoleId::new(HEADS)]);
    *live.asked.lock() = Some(crate::gate::live::Asked { roles, is_channel_admin: false });
    let actor = crate::builtin::Actor::of(&live).unwrap();
    let none = Roles::Guild(Vec::new());
    let subject = crate::builtin::Subject::new(PersonId::User(UserId::new(MEMBER)), none);
    let permission = crate::PermissionSet::EMPTY.with::<MuteMembers>();
    let may = || actor.may_grant(&bot.engine().current.load(), &subject, permission);
    assert_eq!(may(), Ok(()));
    for (policy, denial) in [
        (
            policy(),
            Denial::MissingPermission { needed: crate::PermissionSet::EMPTY.with::<ManageRoles>() },
        ),
        (Policy::new().trust_guild(GuildId::new(8_100)), Denial::Revoked),
        (rules().restrict(Restriction::everywhere().command("perm").disabled()), Denial::Disabled),
        (
            rules().grant(
                Realm::Guild(Harness::GUILD),
                PersonId::User(UserId::new(MEMBER)),
                Role::admin(),
            ),
            Denial::Outranked,
        ),
    ] {
        bot.handle().replace_policy(policy).unwrap();
        assert_eq!(may(), Err(denial));
    }
}

#[tokio::test]
async fn six_denials_block_only_whoever_made_them() {
    let (store, _) = Store::failing();
    let bot = bot(store);
    // They name somebody else in every way that a text can.
    for text in [
        "/perm grant <@!3> MuteMembers",
        "/block 3",
        "/unblock 3",
        "/why 3 ban",
        "/perm list 3",
        "/perm",
    ] {
        assert_eq!(rule(&bot, &member(), text).await, "permission.missing", "{text}");
    }
    assert_eq!(rule(&bot, &member(), "/ping").await, "block");
    let other = Caller::guild(OTHER_ADMIN, &[2]);
    assert_eq!(rule(&bot, &other, "/ping").await, "allowed");
    assert_eq!(rule(&bot, &other, "/mute 6 1m").await, "allowed");
    // Nor are they blocked in another guild by what they did here.
    assert_eq!(rule(&bot, &member().at(guild(8_100, 8_101)), "/ping").await, "allowed");
}

#[test]
fn the_commands_need_a_store() {
    let credentials = Credentials::new("102000001", "secret").unwrap();
    let bot = SecureBot::builder(credentials)
        .policy(policy())
        .audit(AuditLog::to_writer(std::io::sink()))
        .sandbox(true)
        .admin_commands();
    assert!(matches!(bot.build(), Err(BuildError::NoStore)));
}

#[test]
fn every_command_asks_for_the_roles_of_the_moment_and_records_what_was_typed() {
    let (store, _) = Store::failing();
    let bot = bot(store);
    let names = ["perm", "perm grant", "perm revoke", "perm list", "block", "unblock", "why"];
    for name in names {
        let mut words = name.split(' ');
        let registry = &bot.engine().registry;
        let root = registry.find(words.next().unwrap()).unwrap();
        let command = words.fold(root, |parent, word| parent.child(word).unwrap());
        assert!(command.is_fresh && command.records_text && command.need.is_privileged(), "{name}");
        assert!(command.scenes.is_only(crate::Scene::Guild), "{name}");
    }
}
