//! Commands as data: what they need, how they are found, and where a parameter may stand.

use std::panic::catch_unwind;

use super::commands;
use crate::command::{
    Command, Confirm, Kind, Need, ParamSpec, Registered, Registry, Unfit, assert_param,
};
use crate::limit::bucket;
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
    assert_eq!(buckets, ["ping", "mute"].map(bucket::number));
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
    assert_eq!(
        (spec.timeout, spec.concurrency, spec.confirm),
        (Duration::from_secs(7), 3, Confirm::Caller)
    );
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
        (Duration::from_secs(30), 64, Confirm::Nobody)
    );
    assert_eq!((spec.scenes(), spec.aliases().len()), (crate::Scenes::ALL, 0));
    assert!(spec.cooldown.is_none() && matches!(spec.access(), Access::Public));
}

const CONTEXT: ParamSpec = ParamSpec::new(Kind::Extracted, false).named("ctx");
const REQUIRED: ParamSpec = ParamSpec::new(Kind::Required, false).named("a");
const ALSO: ParamSpec = REQUIRED.named("b");
const OPTIONAL: ParamSpec = ParamSpec::new(Kind::Optional, false).named("c");
const LAST: ParamSpec = OPTIONAL.named("d");
const PROOF: ParamSpec = ParamSpec::new(Kind::Required, true).named("e");
const FLAG: ParamSpec = REQUIRED.flag::<bool>().named("f");
const LIST: ParamSpec = REQUIRED.listed().named("g");
const OPTION: ParamSpec = REQUIRED.in_option(Kind::Optional).named("h");
const GROUP: ParamSpec = ParamSpec::group(&[REQUIRED, OPTIONAL]).named("i");

/// Whether a command with these parameters compiles.
fn stands(spec: CommandSpec, params: &'static [ParamSpec]) -> bool {
    let spec = spec.with_params(params);
    catch_unwind(|| (0..params.len()).for_each(|n| assert_param(&spec, n))).is_ok()
}

#[test]
fn where_a_parameter_may_stand() {
    let guild = commands::mute::SPEC;
    let everywhere = commands::ping::SPEC;
    let both = guild.with_scenes(crate::Scenes::only(Scene::Guild).and(Scene::Group));
    assert!(stands(everywhere, &[CONTEXT, REQUIRED, ALSO, OPTIONAL, LAST, CONTEXT]));
    assert!(stands(everywhere, &[REQUIRED, CONTEXT, const { OPTIONAL.rest() }]));
    assert!(stands(everywhere, &[CONTEXT, const { REQUIRED.default("1") }, OPTIONAL]));
    assert!(stands(everywhere, &[const { REQUIRED.rest() }, CONTEXT]));
    assert!(stands(guild, &[CONTEXT, PROOF, REQUIRED]));
    assert!(!stands(everywhere, &[CONTEXT, PROOF]));
    assert!(!stands(both, &[PROOF]));
    assert!(!stands(everywhere, &[OPTIONAL, REQUIRED]));
    assert!(!stands(everywhere, &[const { REQUIRED.default("1") }, ALSO]));
    assert!(!stands(everywhere, &[OPTIONAL, CONTEXT, REQUIRED]));
    assert!(!stands(everywhere, &[const { REQUIRED.rest() }, OPTIONAL]));
    assert!(!stands(everywhere, &[const { OPTIONAL.rest() }, CONTEXT, LAST]));
}

#[test]
fn where_lists_flags_and_structs_may_stand() {
    let ping = commands::ping::SPEC;
    assert!(stands(ping, &[FLAG, REQUIRED, OPTIONAL, LIST, CONTEXT]));
    assert!(stands(ping, &[REQUIRED, FLAG, const { ALSO.rest() }]));
    assert!(!stands(ping, &[LIST, FLAG]));
    assert!(!stands(ping, &[LIST, OPTIONAL]));
    assert!(!stands(ping, &[const { REQUIRED.rest() }, FLAG]));
    assert!(!stands(ping, &[LIST, const { OPTIONAL.rest() }]));
    assert!(stands(ping, &[ALSO, GROUP, LAST]));
    assert!(!stands(ping, &[GROUP, ALSO]), "after an optional field");
    assert!(!stands(ping, &[LAST, GROUP]), "a required field after an optional argument");
    const LISTS: ParamSpec = ParamSpec::group(&[LIST]);
    const NESTED: ParamSpec = ParamSpec::group(&[ALSO, const { ParamSpec::group(&[LIST]) }]);
    assert!(stands(ping, &[GROUP, LISTS]));
    assert!(!stands(ping, &[LISTS, LAST]));
    assert!(!stands(ping, &[NESTED, LAST]));
    assert!(!stands(ping, &[LAST, NESTED]));
}

#[test]
fn two_arguments_of_one_name() {
    let ping = commands::ping::SPEC;
    const SAME: ParamSpec = REQUIRED.renamed("b");
    const NESTED: ParamSpec = ParamSpec::group(&[const { ParamSpec::group(&[ALSO]) }]);
    assert!(!stands(ping, &[ALSO, SAME]));
    assert!(!stands(ping, &[ALSO, CONTEXT, SAME]));
    assert!(!stands(ping, &[REQUIRED, GROUP]));
    assert!(!stands(ping, &[NESTED, SAME]));
    assert!(!stands(ping, &[NESTED, const { ParamSpec::group(&[SAME]) }]));
    assert!(stands(ping, &[const { CONTEXT.named("a") }, REQUIRED]), "nobody types a context");
}

#[test]
fn attributes_that_do_not_go_with_the_type() {
    let ping = commands::ping::SPEC;
    for alone in [
        &[const { CONTEXT.rest() }],
        &[const { CONTEXT.redact() }],
        &[const { CONTEXT.renamed("x") }],
        &[const { CONTEXT.flag::<bool>().in_option(Kind::Extracted) }],
        &[const { ParamSpec { default: Some("1"), ..CONTEXT } }],
        &[const { LIST.rest() }],
        &[const { LIST.default("1") }],
        &[const { LIST.in_option(Kind::Optional) }],
        &[const { OPTION.default("1") }],
        &[const { GROUP.rest() }],
        &[const { GROUP.redact() }],
        &[const { GROUP.renamed("x") }],
        &[const { GROUP.default("1") }],
        &[const { GROUP.in_option(Kind::Optional) }],
    ] {
        assert!(!stands(ping, alone), "{:?}", alone[0]);
    }
    for alone in [
        &[const { REQUIRED.redact() }],
        &[const { LIST.redact() }],
        &[const { FLAG.renamed("x") }],
        &[const { OPTION.rest() }],
        &[const { OPTION.redact() }],
    ] {
        assert!(stands(ping, alone), "{:?}", alone[0]);
    }
}
mod misleading {
    //! Types with the names of others.

    use crate::prelude::*;

    type Text = Option<String>;

    #[command(public)]
    pub(super) async fn swapped(
        _ctx: Context<'_, swapped>,
        text: Text,
        word: String,
    ) -> Result<()> {
        assert!(text.is_some() && !word.is_empty());
        Ok(())
    }
}

#[test]
fn a_type_that_only_looks_usual_is_refused_when_the_bot_is_built() {
    use crate::{AuditLog, BuildError, Credentials, SecureBot};
    use misleading::swapped;

    let built = SecureBot::builder(Credentials::new("1", "secret").unwrap())
        .commands(crate::commands![swapped])
        .policy(crate::testing::Harness::policy())
        .audit(AuditLog::to_writer(std::io::sink()))
        .build();
    match built.unwrap_err() {
        BuildError::Parameter { command, param: "word", wrong } => {
            assert!(
                command.ends_with("::swapped") && wrong.contains("cannot follow an optional"),
                "{wrong}"
            );
        }
        other => panic!("{other}"),
    }
}
