//! A claim opens only in the call that proved it.

use super::{Bot, admin, commands, guild, live};
use crate::Denial;
use crate::command::{Call, Param};
use crate::gate::Stage;
use crate::prelude::*;
use crate::testing::Harness;

#[tokio::test]
async fn a_target_of_another_call_or_guild_does_not_open() {
    let bot = Bot::new();
    let mine = live(&bot, &admin(), "mute", Stage::Arguments, "6 5");
    let elsewhere = admin().at(guild(8_100, 1));
    let other = live(&bot, &elsewhere, "mute", Stage::Arguments, "6");
    let mut call = Call::<commands::mute>::new(&mine);
    let spec = call.spec(0).unwrap();
    let own = Target::parse(&mut call, spec).unwrap();
    // Parsed by nobody's `Target`, so that it is no claim of the call's.
    let rest = UserId::parse(&mut call, spec).unwrap();
    assert_eq!(*<UserId as Param<'_, commands::mute>>::peek(&rest), UserId::new(5));
    let foreign = Target::parse(&mut Call::<commands::mute>::new(&other), spec).unwrap();
    let stranger = live(&bot, &admin(), "mute", Stage::Arguments, "5");
    let unclaimed = Target::parse(&mut Call::<commands::mute>::new(&stranger), spec).unwrap();
    // The same member, claimed by another call of the same guild.
    let again = live(&bot, &admin(), "mute", Stage::Arguments, "6");
    let twin = Target::parse(&mut Call::<commands::mute>::new(&again), spec).unwrap();
    let admitted = call.parsed().unwrap().admit().await.unwrap();
    assert_eq!(Target::open(twin, &admitted).unwrap_err(), Denial::Unproven);
    assert_eq!(Target::open(foreign, &admitted).unwrap_err(), Denial::Unproven);
    assert_eq!(Target::open(unclaimed, &admitted).unwrap_err(), Denial::Unproven);
    let target = Target::open(own, &admitted).unwrap();
    assert_eq!((target.id(), target.bond().guild()), (UserId::new(6), Harness::GUILD));
    assert_eq!(format!("{target:?}"), "Target(6)");
}

#[tokio::test]
async fn a_channel_of_another_call_does_not_open() {
    let bot = Bot::new();
    for channel in [1, 2] {
        bot.platform().set_channel(ChannelId::new(channel), Harness::GUILD);
    }
    let mine = live(&bot, &admin(), "topic", Stage::Arguments, "1");
    let other = live(&bot, &admin(), "topic", Stage::Arguments, "2");
    let mut call = Call::<commands::topic>::new(&mine);
    let spec = call.spec(1).unwrap();
    let own = Channel::parse(&mut call, spec).unwrap();
    let foreign = Channel::parse(&mut Call::<commands::topic>::new(&other), spec).unwrap();
    assert_eq!(*<Channel<'_> as Param<'_, commands::topic>>::peek(&own), ChannelId::new(1));
    let admitted = call.parsed().unwrap().admit().await.unwrap();
    assert_eq!(Channel::open(foreign, &admitted).unwrap_err(), Denial::Unproven);
    let channel = Channel::open(own, &admitted).unwrap();
    assert_eq!((channel.id(), format!("{channel:?}")), (ChannelId::new(1), "Channel(1)".into()));
}

#[tokio::test]
async fn a_message_of_another_call_does_not_open() {
    let bot = Bot::new();
    let [one, two] = ["one", "two"].map(|id| id.parse::<crate::MessageId>().unwrap());
    for id in [&one, &two] {
        bot.platform().set_message(id, Harness::CHANNEL, Harness::GUILD, UserId::new(6));
    }
    let mine = live(&bot, &admin().quoting(&one), "recall", Stage::Arguments, "");
    let other = live(&bot, &admin().quoting(&two), "recall", Stage::Arguments, "");
    let none = live(&bot, &admin(), "recall", Stage::Arguments, "");
    type Recall = commands::recall;
    let mut call = Call::<Recall>::new(&mine);
    let spec = call.spec(1).unwrap();
    let own = Message::parse(&mut call, spec).unwrap();
    let foreign = Message::parse(&mut Call::<Recall>::new(&other), spec).unwrap();
    assert_eq!(*<Message<'_> as Param<'_, Recall>>::peek(&own), one);
    assert!(<Message<'_> as Param<'_, Recall>>::is_present(&call, spec));
    assert!(!<Message<'_> as Param<'_, Recall>>::is_present(&Call::<Recall>::new(&none), spec));
    let admitted = call.parsed().unwrap().admit().await.unwrap();
    assert_eq!(Message::open(foreign, &admitted).unwrap_err(), Denial::Unproven);
    let message = Message::open(own, &admitted).unwrap();
    assert_eq!((message.id(), message.author()), (&one, Some(UserId::new(6))));
    assert_eq!(message.channel(), Harness::CHANNEL);
    assert_eq!(format!("{message:?}"), "Message(one)");
}

#[test]
fn a_parameter_that_the_command_has_not_is_refused() {
    let bot = Bot::new();
    let live = live(&bot, &admin(), "ping", Stage::Arguments, "");
    assert!(matches!(Call::<commands::ping>::new(&live).spec(2), Err(Denial::Unproven)));
}

/// Says what it proved.
#[command(perm = KickMembers, cooldown = none, scene = guild)]
async fn tell(
    _ctx: Context<'_, tell>,
    target: Target<'_>,
    message: Option<Message<'_>>,
) -> Result<Reply> {
    let author = message.and_then(|message| message.author());
    Ok(reply!("{target} {author}"))
}

#[tokio::test]
async fn a_target_is_shown_as_a_mention_and_a_quote_may_be_left_out() {
    let bot = Bot::with(|bot| bot.commands(commands![tell]));
    let id = "quoted".parse().unwrap();
    bot.platform().set_message(&id, Harness::CHANNEL, Harness::GUILD, UserId::new(5));
    let report = bot.send(&admin(), "/tell 6").await.unwrap();
    assert_eq!(report.replies, ["<@!6> 无"]);
    let report = bot.send(&admin().quoting(&id), "/tell 6").await.unwrap();
    assert_eq!(report.replies, ["<@!6> 5"]);
}
