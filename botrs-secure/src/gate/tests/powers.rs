//! What each power asks of the platform, on whom and where, and what keeps it from being asked.

use super::{Bot, VICTIM, admin, moderator};
use crate::Denial;
use crate::adapter::ChannelValues;
use crate::prelude::*;
use crate::testing::{Act, Harness, Request};

/// A category and two channels of the guild, and one of another.
const CATEGORY: u64 = 80;
pub(super) const CHANNEL: u64 = 81;
const FOREIGN: u64 = 99;
/// A role that means nothing.
pub(super) const HELPERS: u64 = 30;

#[command(perm = MuteMembers, cooldown = none, scene = guild)]
async fn hush(ctx: Context<'_, hush>, period: Duration, targets: Vec<Target<'_>>) -> Result<Reply> {
    let muted = ctx.members().mute_many(&targets, period).await?;
    let count = muted.len();
    Ok(reply!("{count}"))
}

#[command(perm = MuteMembers, cooldown = none, scene = guild)]
async fn unhush(ctx: Context<'_, unhush>, targets: Vec<Target<'_>>) -> Result<Reply> {
    let freed = ctx.members().unmute_many(&targets).await?;
    let count = freed.len();
    Ok(reply!("{count}"))
}

#[command(perm = ManageChannels, scene = guild, fresh)]
async fn open(
    ctx: Context<'_, open>,
    name: String,
    category: Option<Channel<'_>>,
) -> Result<Reply> {
    let settings = ChannelSettings::new().name(name).position(2);
    let settings = match &category {
        Some(category) => settings.parent(category).only_admins(),
        None => settings.voice(),
    };
    let made = ctx.channels().create(settings).await?;
    // What was made is a proof.
    let settings = ChannelSettings::new().name("named");
    ctx.channels().edit(&made, settings).await?;
    let id = made.id();
    Ok(reply!("{id}"))
}

#[command(perm = ManageChannels, scene = guild)]
async fn rename(ctx: Context<'_, rename>, channel: Channel<'_>, name: String) -> Result<()> {
    ctx.channels().edit(&channel, ChannelSettings::new().name(name)).await
}

#[command(perm = ManageChannels, cooldown = none, scene = guild)]
pub(super) async fn close(ctx: Context<'_, close>, channel: Channel<'_>) -> Result<()> {
    ctx.channels().delete(&channel).await
}

#[command(perm = ManageChannels, scene = guild)]
async fn silence_in(
    ctx: Context<'_, silence_in>,
    channel: Channel<'_>,
    target: Target<'_>,
) -> Result<()> {
    let (view, speak) = (ChannelPermissions::VIEW, ChannelPermissions::SPEAK);
    ctx.channels().set_member_permissions(&channel, &target, view, speak).await
}

#[command(perm = ManageChannels, scene = guild)]
async fn hide_from(
    ctx: Context<'_, hide_from>,
    channel: Channel<'_>,
    role: GuildRole<'_>,
) -> Result<()> {
    let (none, view) = (ChannelPermissions::NONE, ChannelPermissions::VIEW);
    ctx.channels().set_role_permissions(&channel, &role, none, view).await
}

#[command(perm = ManageGuild, scene = guild, fresh, cooldown = none)]
pub(super) async fn lockdown(ctx: Context<'_, lockdown>, period: Duration) -> Result<()> {
    ctx.guild().mute_all(period).await
}

#[command(perm = ManageGuild, scene = guild, fresh)]
async fn unlock(ctx: Context<'_, unlock>) -> Result<()> {
    ctx.guild().unmute_all().await
}

#[command(perm = ManageGuild, scene = guild)]
async fn proclaim(ctx: Context<'_, proclaim>, message: Message<'_>) -> Result<()> {
    ctx.guild().announce(&message).await?;
    ctx.guild().unannounce(&message).await?;
    ctx.guild().pin(&message).await?;
    ctx.guild().unpin(&message).await
}

/// A bot with these commands, in a guild with channels, a role and a message.
pub(super) fn bot() -> Bot {
    let bot = Bot::with(|bot| {
        bot.commands(commands![
            hush, unhush, open, rename, close, silence_in, hide_from, lockdown, unlock, proclaim,
        ])
    });
    for channel in [CATEGORY, CHANNEL] {
        bot.platform().set_channel(ChannelId::new(channel), Harness::GUILD);
    }
    bot.platform().set_channel(ChannelId::new(FOREIGN), GuildId::new(8_100));
    bot.platform().set_role(Harness::GUILD, HELPERS, "helpers");
    let (id, channel) = ("notice".parse().unwrap(), Harness::CHANNEL);
    bot.platform().set_message(&id, channel, Harness::GUILD, UserId::new(super::OWNER));
    for user in 200..230 {
        bot.platform().set_member(Harness::GUILD, UserId::new(user), &[]);
    }
    bot
}

fn values(name: &str) -> ChannelValues {
    ChannelValues { name: Some(name.into()), ..ChannelValues::default() }
}

#[tokio::test]
async fn each_power_asks_for_what_it_says_and_records_it() {
    let (guild, notice) = (Harness::GUILD, "notice".parse::<crate::MessageId>().unwrap());
    let (user, role) = (UserId::new(VICTIM), RoleId::new(HELPERS));
    let (channel, category) = (ChannelId::new(CHANNEL), ChannelId::new(CATEGORY));
    let made = ChannelId::new(70_001);
    let here = Harness::CHANNEL;
    let (none, view) = (ChannelPermissions::NONE, ChannelPermissions::VIEW);
    let users = vec![UserId::new(5), user];
    let minute = Duration::from_secs(60);
    let in_category = ChannelValues {
        parent: Some(category),
        position: Some(2),
        only_admins: true,
        ..values("公告")
    };
    let voice = ChannelValues { kind: Some(2), position: Some(2), ..values("a&amp;b") };
    let rows: Vec<(&str, Vec<(&str, Act)>)> = vec![
        (
            "/hush 1m 6 <@!5> 6",
            vec![(
                "members.mute_many",
                Act::MuteMany { guild, users: users.clone(), period: minute },
            )],
        ),
        (
            "/unhush 5 6",
            vec![("members.unmute_many", Act::MuteMany { guild, users, period: Duration::ZERO })],
        ),
        (
            "/open 公告 80",
            vec![
                ("channels.create", Act::CreateChannel { guild, values: in_category }),
                ("channels.edit", Act::EditChannel { channel: made, values: values("named") }),
            ],
        ),
        (
            "/open a&amp;b",
            vec![
                ("channels.create", Act::CreateChannel { guild, values: voice }),
                ("channels.edit", Act::EditChannel { channel: made, values: values("named") }),
            ],
        ),
        (
            "/rename <#81> @everyone",
            vec![(
                "channels.edit",
                Act::EditChannel { channel, values: values("@\u{200b}everyone") },
            )],
        ),
        ("/close 81", vec![("channels.delete", Act::DeleteChannel { channel })]),
        (
            "/silence_in 81 6",
            vec![(
                "channels.set_member_permissions",
                Act::SetMemberPermissions {
                    channel,
                    user,
                    allow: view,
                    deny: ChannelPermissions::SPEAK,
                },
            )],
        ),
        (
            "/hide_from 81 30",
            vec![(
                "channels.set_role_permissions",
                Act::SetRolePermissions { channel, role, allow: none, deny: view },
            )],
        ),
        ("/lockdown 1m", vec![("guild.mute_all", Act::MuteAll { guild, period: minute })]),
        ("/unlock", vec![("guild.unmute_all", Act::MuteAll { guild, period: Duration::ZERO })]),
        (
            "/proclaim",
            vec![
                ("guild.announce", Act::Announce { guild, channel: here, id: notice.clone() }),
                ("guild.unannounce", Act::Unannounce { guild, id: notice.clone() }),
                ("guild.pin", Act::Pin { channel: here, id: notice.clone() }),
                ("guild.unpin", Act::Unpin { channel: here, id: notice.clone() }),
            ],
        ),
    ];
    for (text, expected) in rows {
        let bot = bot();
        let report = bot.send(&admin().quoting(&notice), text).await.unwrap();
        assert_eq!(report.rule, "allowed", "{text}: {:?}", report.denial);
        let acts: Vec<_> = expected.iter().map(|(_, act)| Request::Act(act.clone())).collect();
        assert_eq!(report.effects, acts, "{text}");
        let results = bot.results();
        let done: Vec<_> = results.iter().map(|it| it["action"].as_str().unwrap()).collect();
        assert_eq!(done, expected.iter().map(|(action, _)| *action).collect::<Vec<_>>());
        assert!(results.iter().all(|it| it["rule"] == "done" && it["success"] == true));
    }
}

#[tokio::test]
async fn nobody_uses_a_power_without_its_permission() {
    let bot = bot();
    let notice = "notice".parse().unwrap();
    for text in [
        "/open x",
        "/rename 81 x",
        "/close 81",
        "/silence_in 81 6",
        "/hide_from 81 30",
        "/lockdown 1m",
        "/unlock",
        "/proclaim",
    ] {
        let caller = moderator().quoting(&notice);
        assert_eq!(bot.rule(&caller, text).await, "permission.missing", "{text}");
        bot.minutes(60 * 25);
    }
    assert_eq!((bot.asked(), bot.records("effect").len()), (0, 0));
}

#[tokio::test]
async fn what_is_of_another_guild_is_no_proof() {
    let bot = bot();
    let elsewhere = "elsewhere".parse().unwrap();
    bot.platform().set_message(
        &elsewhere,
        Harness::CHANNEL,
        GuildId::new(8_100),
        UserId::new(VICTIM),
    );
    bot.platform().set_role(GuildId::new(8_100), 77, "theirs");
    for text in [
        "/open x 99",
        "/rename <#99> x",
        "/close 99",
        "/close 12345",
        "/silence_in 99 6",
        "/hide_from 99 30",
        "/hide_from 81 77",
        "/hide_from 81 12345",
        "/proclaim",
    ] {
        let report = bot.send(&admin().quoting(&elsewhere), text).await.unwrap();
        assert_eq!((report.rule, report.effects.len()), ("authority.elsewhere", 0), "{text}");
        bot.minutes(1);
    }
    assert!(bot.records("effect").is_empty());
}

#[tokio::test]
async fn a_list_of_targets_is_bounded_merged_and_never_empty() {
    let bot = bot();
    let list = |users: std::ops::Range<u64>| {
        users.map(|user| user.to_string()).collect::<Vec<_>>().join(" ")
    };
    let send = async |text: String| bot.send(&admin(), &text).await.unwrap();
    assert_eq!(send("/hush 1m".into()).await.denial, Some(Denial::Missing { name: "targets" }));
    let report = send(format!("/hush 1m {} 200 201", list(200..220))).await;
    assert_eq!((report.rule, &*report.replies), ("allowed", &["20".to_owned()][..]));
    let denial = send(format!("/hush 1m {}", list(200..221))).await.denial.unwrap();
    assert_eq!(denial.rule(), "arguments.invalid");
    assert!(denial.text(crate::Locale::Zh).contains("最多 20 个成员"));
    assert!(denial.text(crate::Locale::En).contains("at most 20 members"));
    bot.minutes(2);
    for (text, rule) in [
        ("/hush 1m 200 2", "authority.self"),
        ("/hush 1m 200 9000", "authority.bot"),
        ("/hush 1m 200 3", "authority.rank"),
        ("/hush 1m 200 1", "authority.rank"),
        ("/hush 1m 200 12345", "authority.member"),
        ("/hush 1m 200 x", "arguments.invalid"),
    ] {
        assert_eq!(send(text.into()).await.rule, rule, "{text}");
    }
    assert_eq!(bot.effects(), 1);
}

#[tokio::test]
async fn whom_the_platform_leaves_out_of_a_mute_is_not_muted() {
    let bot = bot();
    bot.platform().leave_out(UserId::new(200));
    let report = bot.send(&admin(), "/hush 1m 200 201").await.unwrap();
    assert_eq!(report.replies, ["1"]);
    let result = bot.results().pop().unwrap();
    assert_eq!((&result["rule"], &result["success"]), (&"partly_done".into(), &false.into()));
    let details = result["details"].as_str().unwrap();
    assert_eq!(details.matches("<@u:").count(), 2, "{details}");
}

#[tokio::test]
async fn bad_names_are_told_and_nothing_is_asked() {
    let bot = bot();
    for (text, zh) in [
        (format!("/rename 81 {}", "字".repeat(33)), "name"),
        ("/rename 81 \"a\u{2060}b\"".into(), "name"),
        ("/rename 81 \"a\nb\"".into(), "name"),
        ("/open \"a\u{200b}b\"".into(), "name"),
    ] {
        let report = bot.send(&admin(), &text).await.unwrap();
        assert_eq!((report.rule, report.effects.len()), ("arguments.invalid", 0), "{text:?}");
        assert!(report.replies[0].contains(zh), "{:?}", report.replies);
        bot.minutes(1);
    }
    assert!(bot.records("effect").is_empty());
}
