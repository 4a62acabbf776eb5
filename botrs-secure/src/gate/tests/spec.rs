//! Commands as data: what they need, how they are found, and where a parameter may stand.

use std::panic::catch_unwind;

use super::commands;
use crate::command::{Command, Kind, Need, ParamSpec, Registered, Registry, Unfit, assert_param};
use crate::policy::{Permission, PermissionDef, PermissionSet};
use crate::prelude::*;
use crate::{Access, CommandSpec};

#[test]
fn what_a_caller_has_to_hold() {
    const MUTE: &PermissionDef = MuteMembers::DEF;
    const SEND: &PermissionDef = SendMessages::DEF;
    let set = PermissionSet::of;
    for (access, need, privileged) in [
        (Access::Public, Need::Public, false),
        (Access::OwnersOnly, Need::Owners, true),
        (Access::All(&[]), Need::Nobody, true),
        (Access::Any(&[]), Need::Nobody, true),
        (Access::All(&[SEND]), Need::All(set(&[SEND])), false),
        (Access::Any(&[SEND]), Need::Any(set(&[SEND])), false),
        (Access::All(&[MUTE]), Need::All(set(&[MUTE])), true),
        (Access::Any(&[SEND, MUTE]), Need::Any(set(&[SEND, MUTE])), true),
    ] {
        assert_eq!(Need::from(access), need);
        assert_eq!(need.is_privileged(), privileged, "{need:?}");
    }
}

#[test]
fn which_permissions_a_rule_always_checks() {
    let both = PermissionSet::of(&[MuteMembers::DEF, KickMembers::DEF]);
    let administrator = PermissionSet::of(&[Administrator::DEF]);
    for (need, mute, ban) in [
        (Need::All(both), true, false),
        (Need::Any(both), false, false),
        (Need::All(administrator), false, false),
        (Need::Public, false, false),
        (Need::Owners, false, false),
        (Need::Nobody, false, false),
    ] {
        assert_eq!(need.always_checks(MuteMembers::DEF), mute, "{need:?}");
        assert_eq!(need.always_checks(BanMembers::DEF), ban, "{need:?}");
    }
    assert!(commands::both::SPEC.checks::<MuteMembers>());
    assert!(commands::both::SPEC.checks::<BanMembers>());
    assert!(!commands::both::SPEC.checks::<KickMembers>());
    assert!(!commands::either::SPEC.checks::<KickMembers>());
    assert!(!commands::ping::SPEC.checks::<SendMessages>());
    assert!(!commands::reload::SPEC.checks::<Administrator>());
}

#[test]
fn commands_are_found_by_each_name_and_no_name_twice() {
    static PING: CommandSpec = commands::ping::SPEC;
    static MUTE: CommandSpec = commands::mute::SPEC;
    static CLASH: CommandSpec = commands::echo::SPEC.with_aliases(&["other", "禁言"]);
    let mut registry = Registry::default();
    assert_eq!((registry.add(&PING), registry.add(&MUTE)), (Ok(()), Ok(())));
    let name = |found: Option<&std::sync::Arc<Registered>>| found.map(|found| found.spec.name());
    assert_eq!(name(registry.find("mute")), Some("mute"));
    assert_eq!(name(registry.find("禁言")), Some("mute"));
    assert_eq!(name(registry.find("ping")), Some("ping"));
    for other in ["", "pin", "pings", "Ping", "禁"] {
        assert_eq!(name(registry.find(other)), None, "{other}");
    }
    let names: Vec<_> = registry.iter().map(|command| command.spec.name()).collect();
    assert_eq!(names, ["ping", "mute"]);
    let buckets: Vec<_> = registry.iter().map(|command| command.number).collect();
    assert_eq!(buckets, [0, 1]);
    let clash = Unfit::Clash { name: "禁言", first: MUTE.path, second: CLASH.path };
    assert_eq!(registry.add(&CLASH), Err(clash));
    let clash = Unfit::Clash { name: "ping", first: PING.path, second: PING.path };
    assert_eq!(registry.add(&PING), Err(clash));
}

/// Everything at once.
#[command(
    name = "full", aliases("满", "f"), perm = any(MuteMembers, BanMembers), scene(guild, group),
    cooldown = "3s", confirm, timeout = "7s", concurrency = 3
)]
async fn full(
    _ctx: Context<'_, full>,
    /// How many.
    #[arg(default = "1", min = 1)]
    count: u8,
    #[rest] words: Option<Text>,
) -> Result<()> {
    assert!(count > 0 && words.is_none());
    Ok(())
}

#[test]
fn a_description_says_what_the_attribute_said() {
    let spec = full::SPEC;
    assert_eq!(
        (spec.name(), spec.aliases(), spec.help()),
        ("full", &["满", "f"][..], "Everything at once.")
    );
    let names: Vec<_> = (0..spec.names()).map(|n| spec.nth_name(n)).collect();
    assert_eq!(names, ["full", "满", "f"]);
    assert!(
        matches!(spec.access(), Access::Any([a, b]) if *a == MuteMembers::DEF && *b == BanMembers::DEF)
    );
    assert_eq!(spec.scenes(), crate::Scenes::only(Scene::Guild).and(Scene::Group));
    assert!(spec.path.ends_with("::spec::full"), "{}", spec.path);
    assert_eq!((spec.timeout, spec.concurrency, spec.confirm), (Duration::from_secs(7), 3, true));
    assert_eq!(spec.cooldown.map(<[_]>::len), Some(1));
    let [ctx, count, words] = spec.params else { panic!("three parameters") };
    assert_eq!((ctx.name, ctx.kind), ("ctx", Kind::Extracted));
    assert_eq!((count.name, count.help, count.kind), ("count", "How many.", Kind::Optional));
    assert_eq!((count.default, count.rules.len(), count.rest), (Some("1"), 1, false));
    assert_eq!((words.name, words.kind, words.rest), ("words", Kind::Optional, true));
    assert_eq!((words.default, words.rules.len()), (None, 0));
    let spec = commands::ping::SPEC;
    assert_eq!(
        (spec.timeout, spec.concurrency, spec.confirm),
        (Duration::from_secs(30), 64, false)
    );
    assert_eq!((spec.scenes(), spec.aliases().len()), (crate::Scenes::ALL, 0));
    assert!(spec.cooldown.is_none() && matches!(spec.access(), Access::Public));
}

#[test]
fn where_a_parameter_may_stand() {
    const CONTEXT: ParamSpec = ParamSpec::new(Kind::Extracted, false);
    const REQUIRED: ParamSpec = ParamSpec::new(Kind::Required, false);
    const OPTIONAL: ParamSpec = ParamSpec::new(Kind::Optional, false);
    const PROOF: ParamSpec = ParamSpec::new(Kind::Required, true);
    let guild = commands::mute::SPEC;
    let everywhere = commands::ping::SPEC;
    let both = guild.with_scenes(crate::Scenes::only(Scene::Guild).and(Scene::Group));
    let stands = |spec: CommandSpec, params: &'static [ParamSpec]| {
        let spec = spec.with_params(params);
        catch_unwind(|| (0..params.len()).for_each(|n| assert_param(&spec, n))).is_ok()
    };
    assert!(stands(everywhere, &[CONTEXT, REQUIRED, REQUIRED, OPTIONAL, OPTIONAL, CONTEXT]));
    assert!(stands(everywhere, &[REQUIRED, CONTEXT, const { OPTIONAL.rest() }]));
    assert!(stands(everywhere, &[CONTEXT, const { REQUIRED.default("1") }, OPTIONAL]));
    assert!(stands(everywhere, &[const { REQUIRED.rest() }, CONTEXT]));
    assert!(stands(guild, &[CONTEXT, PROOF, REQUIRED]));
    assert!(!stands(everywhere, &[CONTEXT, PROOF]));
    assert!(!stands(both, &[PROOF]));
    assert!(!stands(everywhere, &[OPTIONAL, REQUIRED]));
    assert!(!stands(everywhere, &[const { REQUIRED.default("1") }, REQUIRED]));
    assert!(!stands(everywhere, &[OPTIONAL, CONTEXT, REQUIRED]));
    assert!(!stands(everywhere, &[const { REQUIRED.rest() }, OPTIONAL]));
    assert!(!stands(everywhere, &[const { OPTIONAL.rest() }, CONTEXT, OPTIONAL]));
    assert!(!stands(everywhere, &[const { CONTEXT.rest() }]));
    const NO_DEFAULT: ParamSpec = ParamSpec { default: Some("1"), ..CONTEXT };
    assert!(!stands(everywhere, &[NO_DEFAULT]));
}
