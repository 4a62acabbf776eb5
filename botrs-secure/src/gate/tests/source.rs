//! Stage 1: who and what is not listened to.

use std::sync::Arc;

use parking_lot::Mutex;

use super::{Bot, admin, guild};
use crate::gate::trusting_line;
use crate::prelude::*;
use crate::testing::{Caller, Harness};
use crate::{GroupRole, Roles};

fn session(source: Option<u64>) -> Place {
    Place::Direct { session: GuildId::new(77), source: source.map(GuildId::new) }
}

#[tokio::test]
async fn bots_are_not_listened_to() {
    let bot = Bot::new();
    for caller in [admin().as_bot(), Caller::direct(5).as_bot(), Caller::c2c(5).as_bot()] {
        for text in ["/ping", "hello"] {
            let report = bot.send(&caller, text).await.expect("refused, not ordinary");
            assert_eq!(report.rule, "source.bot", "{caller:?} {text}");
            assert!(report.replies.is_empty());
        }
    }
    assert_eq!(bot.runs.count(), 0);
}

#[tokio::test]
async fn the_bot_does_not_listen_to_itself() {
    let bot = Bot::new();
    let me = Harness::BOT.get();
    for caller in [Caller::guild(me, &[4]), Caller::direct(me)] {
        assert_eq!(bot.rule(&caller, "/ping").await, "source.bot");
    }
    let group = Caller::group(1, 2, GroupRole::Owner);
    let rule = async |own: Option<&str>| {
        bot.send_changed(&group, "/ping", |incoming| {
            incoming.own_openid = own.map(|own| own.parse().unwrap());
        })
        .await
        .unwrap()
        .rule
    };
    assert_eq!(rule(Some("00000000000000000000000000000002")).await, "source.bot");
    assert_eq!(rule(Some("00000000000000000000000000000003")).await, "allowed");
    assert_eq!(rule(None).await, "allowed");
}

#[tokio::test]
async fn a_bot_in_a_place_that_is_not_trusted_is_a_bot_first() {
    let bot = Bot::with(|bot| bot.policy(Policy::new().trust_c2c()));
    assert_eq!(bot.rule(&admin().as_bot(), "/ping").await, "source.bot");
}

#[tokio::test]
async fn only_the_places_of_the_policy_are_listened_to() {
    let group = Caller::group(1, 2, GroupRole::Owner);
    let places = [
        ("guild", Caller::guild(5, &[4])),
        ("other guild", Caller::guild(5, &[4]).at(guild(8_100, 1))),
        ("direct", Caller::direct(5)),
        ("direct of another guild", Caller::direct(5).at(session(Some(8_100)))),
        ("direct of no guild", Caller::direct(5).at(session(None))),
        ("group", group.clone()),
        ("other group", Caller::group(3, 2, GroupRole::Owner)),
        ("c2c", Caller::c2c(5)),
    ];
    let first = open_id("1");
    for (policy, listens) in [
        (Policy::new().trust_guild(Harness::GUILD), &["guild", "direct"][..]),
        (Policy::new().trust_group(first), &["group"]),
        (Policy::new().trust_c2c(), &["c2c"]),
        (
            Policy::new().trust_direct(),
            &["direct", "direct of another guild", "direct of no guild"],
        ),
        (Policy::new().trust_all_groups(), &["group", "other group"]),
        (
            Policy::new().trust_all_guilds().trust_guild(Harness::GUILD),
            &["guild", "other guild", "direct", "direct of another guild"],
        ),
    ] {
        let bot = Bot::with(|bot| bot.policy(policy));
        for (name, caller) in &places {
            let report = bot.send(caller, "/ping").await.unwrap();
            let expected = if listens.contains(name) { "allowed" } else { "source.place" };
            assert_eq!(report.rule, expected, "{name} where only {listens:?} are trusted");
            assert_eq!(report.replies.is_empty(), expected != "allowed", "{name}");
        }
        assert_eq!(bot.runs.count(), listens.len());
    }
}

#[tokio::test]
async fn a_role_is_no_trust() {
    let bot = Bot::with(|bot| bot.policy(Policy::new().trust_guild(GuildId::new(8_100))));
    for roles in [Roles::Guild(vec![RoleId::new(4)]), Roles::Unknown] {
        assert_eq!(bot.rule(&admin().with_roles(roles), "/ping").await, "source.place");
    }
}

#[test]
fn each_place_has_a_line_that_trusts_it() {
    let open = open_id("1");
    for (place, line) in [
        (guild(8, 9), ".trust_guild(GuildId::new(8))".to_owned()),
        (session(Some(8)), ".trust_guild(GuildId::new(8))".to_owned()),
        (session(None), ".trust_direct()".to_owned()),
        (Place::Group { group: open }, format!(".trust_group(\"{open}\".parse()?)")),
        (Place::C2c { user: open }, ".trust_c2c()".to_owned()),
    ] {
        assert_eq!(trusting_line(&place, false), line);
        // What a file is told to say trusts the place, and nothing is said of it twice.
        let said = trusting_line(&place, true).replacen(' ', "\n", 1);
        let rules = Policy::parse(&said).unwrap().rules(&crate::command::Registry::default());
        assert!(rules.unwrap().tables.trusts(&place), "{said}");
    }
}

/// Keeps what is warned of.
#[derive(Clone, Default)]
struct Warnings(Arc<Mutex<Vec<String>>>);

impl tracing::Subscriber for Warnings {
    fn enabled(&self, metadata: &tracing::Metadata<'_>) -> bool {
        *metadata.level() == tracing::Level::WARN
    }

    fn new_span(&self, _: &tracing::span::Attributes<'_>) -> tracing::span::Id {
        tracing::span::Id::from_u64(1)
    }

    fn record(&self, _: &tracing::span::Id, _: &tracing::span::Record<'_>) {}

    fn record_follows_from(&self, _: &tracing::span::Id, _: &tracing::span::Id) {}

    fn event(&self, event: &tracing::Event<'_>) {
        struct Text(String);
        impl tracing::field::Visit for Text {
            fn record_debug(&mut self, _: &tracing::field::Field, value: &dyn std::fmt::Debug) {
                self.0 += &format!("{value:?}");
            }
        }
        let mut text = Text(String::new());
        event.record(&mut text);
        self.0.lock().push(text.0);
    }

    fn enter(&self, _: &tracing::span::Id) {}

    fn exit(&self, _: &tracing::span::Id) {}
}

#[tokio::test]
async fn an_untrusted_place_is_logged_once_with_the_line_that_trusts_it() {
    let warnings = Warnings::default();
    let _log = tracing::subscriber::set_default(warnings.clone());
    let bot = Bot::with(|bot| bot.policy(Policy::new().trust_c2c()).locale(Locale::En));
    for _ in 0..3 {
        for place in [guild(8, 1), guild(9, 1), session(None)] {
            assert_eq!(bot.rule(&admin().at(place), "/ping").await, "source.place");
        }
    }
    let warnings = warnings.0.lock();
    let expected = [
        ("guild 8 channel 1", ".trust_guild(GuildId::new(8))"),
        ("guild 9 channel 1", ".trust_guild(GuildId::new(9))"),
        ("direct 77", ".trust_direct()"),
    ];
    assert_eq!(warnings.len(), expected.len(), "{warnings:?}");
    for (warning, (place, line)) in warnings.iter().zip(expected) {
        assert!(warning.contains(place) && warning.ends_with(line), "{warning}");
    }
}

/// The openid that ends in these digits.
fn open_id(digits: &str) -> OpenId {
    format!("{digits:0>32}").parse().unwrap()
}
