//! How a bot tests its commands: through the whole gate, without a network.
#![deny(warnings)]

use botrs_secure::prelude::*;
use botrs_secure::testing::{Act, Caller, Failing, Harness, Request};
use botrs_secure::{Denial, MessageId, PlatformErrorKind};

#[command(perm = MuteMembers, scene = guild, cooldown = "30s", audit)]
async fn mute(
    ctx: Context<'_, mute>,
    target: Target,
    #[arg(default = "10m", max = "7d")] period: Duration,
    #[rest] reason: Option<Text>,
) -> Result<Reply> {
    ctx.members().mute(&target, period).await?;
    Ok(reply!("{target} {period}: {reason}"))
}

#[command(perm = DeleteMessages, scene = guild)]
async fn recall(ctx: Context<'_, recall>, quoted: Message) -> Result<()> {
    ctx.messages().recall(&quoted).await
}

const ADMIN: u64 = 1;
const MEMBER: u64 = 144_115_218_677_563_300;
const WHOM: &str = "144115218677563300";

fn bot() -> Harness {
    let bot = Harness::new(|bot| bot.commands(commands![mute, recall]));
    bot.platform().set_member(Harness::GUILD, UserId::new(ADMIN), &[2]);
    bot.platform().set_member(Harness::GUILD, UserId::new(MEMBER), &[]);
    bot
}

fn admin() -> Caller {
    Caller::guild(ADMIN, &[2])
}

async fn what_it_does_and_says() {
    let report = bot().call::<mute>(&admin(), "<@!144115218677563300> 1h be <@1> nice").await;
    let period = Duration::from_secs(3_600);
    let (guild, user) = (Harness::GUILD, UserId::new(MEMBER));
    assert_eq!(report.effects, [Request::Act(Act::Mute { guild, user, period })]);
    // What users wrote mentions nobody.
    assert!(
        report.replies[0].starts_with("<@!144115218677563300> 1小时: be ")
            && !report.replies[0].contains("<@1>")
    );
}

async fn who_may_not() {
    let bot = bot();
    let member = Caller::guild(MEMBER, &[]);
    assert!(matches!(
        bot.call::<mute>(&member, "1").await.denial,
        Some(Denial::MissingPermission { .. })
    ));
    assert_eq!(bot.call::<mute>(&admin(), "1").await.denial, Some(Denial::TargetsSelf));
    assert_eq!(bot.call::<mute>(&admin(), "7").await.denial, Some(Denial::NotAMember));
    assert_eq!(bot.call::<mute>(&admin().as_bot(), WHOM).await.denial, Some(Denial::FromBot));
}

async fn time() {
    let bot = bot();
    assert_eq!(bot.call::<mute>(&admin(), WHOM).await.rule, "allowed");
    let wait = Duration::from_secs(30);
    assert_eq!(bot.call::<mute>(&admin(), WHOM).await.denial, Some(Denial::Cooldown { wait }));
    bot.clock().advance(wait);
    assert_eq!(bot.call::<mute>(&admin(), WHOM).await.rule, "allowed");
}

async fn a_platform_that_fails() {
    let bot = bot();
    bot.platform().fail_lookups(Some(Failing::With(PlatformErrorKind::RateLimited)));
    assert_eq!(bot.call::<mute>(&admin(), WHOM).await.denial, Some(Denial::UnknownRank));
    bot.platform().fail_lookups(None);
    bot.platform().fail_effects(Some(Failing::With(PlatformErrorKind::RateLimited)));
    assert_eq!(bot.call::<mute>(&admin(), WHOM).await.rule, "failed");
}

async fn what_is_quoted() {
    let bot = bot();
    let message: MessageId = "quoted-1".parse().expect("an id");
    bot.platform().set_message(&message, Harness::CHANNEL, Harness::GUILD, UserId::new(MEMBER));
    let report = bot.call::<recall>(&admin().quoting(&message), "").await;
    assert!(matches!(&*report.effects, [Request::Act(Act::Recall { id, .. })] if *id == message));
    assert_eq!(bot.call::<recall>(&admin(), "").await.denial, Some(Denial::NoQuote));
}

async fn what_is_recorded() {
    let bot = bot();
    bot.call::<mute>(&admin(), "144115218677563300 5m spam").await;
    let records = bot.audit();
    let actions: Vec<_> = records.iter().map(|record| record["action"].as_str()).collect();
    assert!(actions.contains(&Some("mute")), "{actions:?}");
    let decision = records.iter().find(|record| record["event_type"] == "decision");
    let details = decision.and_then(|record| record["details"].as_str()).expect("what was typed");
    // The id is a pseudonym there.
    assert!(details.ends_with(" 5m spam") && !details.contains("144115218677563300"), "{details}");
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    what_it_does_and_says().await;
    who_may_not().await;
    time().await;
    a_platform_that_fails().await;
    what_is_quoted().await;
    what_is_recorded().await;
}
