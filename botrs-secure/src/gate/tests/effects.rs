//! One effect: what is recorded before it, and what it rests on.

use std::sync::Arc;

use super::powers::{CHANNEL, HELPERS, bot, close, lockdown};
use super::{Bot, admin, eventually, live};
use crate::command::{Call, Param};
use crate::gate::Stage;
use crate::gate::live::Asked;
use crate::powers::{Channels, Guild, Members};
use crate::prelude::*;
use crate::testing::{Failing, Harness};
use crate::{Denial, Roles};

#[command(perm = MuteMembers, cooldown = none, scene = guild)]
async fn hang(ctx: Context<'_, hang>, target: Target<'_>) -> Result<()> {
    ctx.members().mute(&target, Duration::from_secs(60)).await
}

#[tokio::test]
async fn the_intent_is_on_the_record_before_anything_is_asked() {
    let bot = Arc::new(Bot::with(|bot| bot.commands(commands![hang])));
    bot.platform().fail_effects(Some(Failing::Never));
    let running = tokio::spawn({
        let bot = Arc::clone(&bot);
        async move { bot.rule(&admin(), "/hang 6").await }
    });
    eventually(|| bot.effects() > 0).await;
    let records = bot.records("effect");
    let [intent] = &records[..] else { panic!("one record: {records:?}") };
    assert_eq!((&intent["rule"], &intent["action"]), (&"intent".into(), &"members.mute".into()));
    assert_eq!(intent["details"], "period=60000ms");
    running.abort();
}

#[tokio::test]
async fn a_proof_of_another_call_does_nothing() {
    let bot = Bot::new();
    let call = |guild| {
        let caller = admin().at(super::guild(guild, Harness::CHANNEL.get()));
        live(&bot, &caller, "mute", Stage::Arguments, "6")
    };
    let (own, twin, elsewhere) =
        (call(Harness::GUILD.get()), call(Harness::GUILD.get()), call(8_100));
    type Mute = super::commands::mute;
    let mut parsing = Call::<Mute>::new(&own);
    let spec = parsing.spec(1).unwrap();
    let claim = <Target<'_> as Param<'_, Mute>>::parse(&mut parsing, spec).unwrap();
    let admitted = parsing.parsed().unwrap().admit().await.unwrap();
    let target = <Target<'_> as Param<'_, Mute>>::open(claim, &admitted).unwrap();
    for (other, denial) in
        [(&own, None), (&twin, Some(Denial::Unproven)), (&elsewhere, Some(Denial::Unproven))]
    {
        other.enter(Stage::Run);
        let muted = Members::<Mute>::new(Some(other)).mute(&target, Duration::from_secs(1)).await;
        assert_eq!(muted.err().and_then(|error| error.denial().cloned()), denial);
    }
    assert_eq!(bot.effects(), 1);
}

#[tokio::test]
async fn a_power_without_a_proof_needs_the_callers_roles_of_this_moment() {
    let bot = bot();
    let live = live(&bot, &admin(), "lockdown", Stage::Run, "");
    let denial = async || {
        let muted = Guild::<lockdown>::new(Some(&live)).mute_all(Duration::from_secs(1)).await;
        muted.err().and_then(|error| error.denial().cloned())
    };
    assert_eq!(denial().await, Some(Denial::Unproven));
    let roles = Roles::Guild(vec![RoleId::new(2)]);
    *live.asked.lock() = Some(Asked { roles, is_channel_admin: false });
    assert_eq!(denial().await, None);
    // And the roles of this moment decide.
    bot.platform().set_member(Harness::GUILD, UserId::new(super::ADMIN), &[]);
    assert_eq!(bot.rule(&admin(), "/lockdown 1m").await, "permission.missing");
    assert_eq!(bot.effects(), 1);
}

#[tokio::test]
async fn what_cannot_be_asked_is_refused_before_it_is() {
    let bot = bot();
    let live = live(&bot, &admin(), "close", Stage::Run, "");
    let channels = Channels::<close>::new(Some(&live));
    let channel = Channel::made(&live, ChannelId::new(CHANNEL)).unwrap();
    // Errors of the author's own, not refusals of this call.
    let own = |done: Result<()>| done.is_err_and(|error| error.denial().is_none());
    assert!(own(channels.edit(&channel, ChannelSettings::new()).await));
    let info = crate::adapter::RoleInfo {
        id: RoleId::new(HELPERS),
        name: "helpers".into(),
        color: 1,
        hoist: false,
    };
    let role = GuildRole::made(&live, info).unwrap();
    let (none, view) = (ChannelPermissions::NONE, ChannelPermissions::VIEW);
    let manage = ChannelPermissions::MANAGE;
    for (allow, deny) in [(none, none), (view, view), (manage, none), (none, manage | view)] {
        assert!(own(channels.set_role_permissions(&channel, &role, allow, deny).await));
    }
    let members = Members::<super::commands::mute>::new(Some(&live));
    assert!(own(members.mute_many(&[], Duration::from_secs(1)).await.map(drop)));
    assert!(own(members.unmute_many(&[]).await.map(drop)));
    assert_eq!((bot.asked(), bot.records("effect").len()), (0, 0));
}
