//! How a command is written, and under which conditions it runs.

use crate::command::{Access, Charge, ChoiceSpec, Confirm, Kind, ParamSpec, Registered, Scope};
use crate::content::duration_text::show_duration;
use crate::help::language::half;
use crate::locale::Locale;
use crate::place::{Scene, Scenes};

/// The command as it is typed: `/mute target period [reason…]`.
pub(super) fn usage(prefix: &str, command: &Registered) -> String {
    let mut line = format!("{prefix}{}", command.name);
    for param in typed(command.spec.params) {
        let name = param.name;
        if param.flag {
            line.push_str(&format!(" [--{name}]"));
            continue;
        }
        let more = if param.rest || param.is_list() { "…" } else { "" };
        match param.kind {
            Kind::Required => line.push_str(&format!(" {name}{more}")),
            _ => line.push_str(&format!(" [{name}{more}]")),
        }
    }
    line
}

/// What is known of each argument, if anything is.
pub(super) fn parameters(command: &Registered, locale: Locale) -> Vec<String> {
    typed(command.spec.params).into_iter().filter_map(|param| parameter(param, locale)).collect()
}

fn parameter(param: &ParamSpec, locale: Locale) -> Option<String> {
    let mut facts = Vec::new();
    if !param.help.is_empty() {
        facts.push(half(param.help, locale));
    }
    if !param.choices.is_empty() {
        let name = |choice: &ChoiceSpec| locale.pick(choice.zh(), choice.name());
        facts.push(param.choices.iter().map(name).collect::<Vec<_>>().join(" | "));
    }
    if let Some(default) = param.default.filter(|_| !param.redact) {
        facts.push(locale.pick(format!("默认 {default}"), format!("{default} if left out")));
    }
    let separator = locale.pick("，", ", ");
    (!facts.is_empty()).then(|| format!("  {}: {}", param.name, facts.join(separator)))
}

/// The arguments, without what the call supplies.
fn typed(params: &'static [ParamSpec]) -> Vec<&'static ParamSpec> {
    let mut typed = Vec::new();
    ParamSpec::each_typed(params, &mut |param| typed.push(param));
    typed
}

/// Who may run it, where and how often.
pub(super) fn conditions(command: &Registered, locale: Locale) -> Vec<String> {
    let mut all = Vec::new();
    if let Some(who) = who(command.spec.access(), locale) {
        all.push(who);
    }
    if command.scenes != Scenes::ALL {
        let names = command.scenes.iter().map(|scene| scene_name(scene, locale));
        let names: Vec<_> = names.collect();
        all.push(
            locale.pick("场景：", "Where: ").to_owned() + &names.join(locale.pick("、", ", ")),
        );
    }
    for charge in &command.charges {
        all.push(how_often(charge, locale));
    }
    match command.confirm {
        Confirm::Nobody => {}
        Confirm::Caller => all.push(locale.pick("需要确认", "Has to be confirmed").to_owned()),
        Confirm::Other => all.push(
            locale.pick("需要另一个人确认", "Has to be confirmed by somebody else").to_owned(),
        ),
    }
    all
}

fn who(access: Access, locale: Locale) -> Option<String> {
    let list = |defs: &[&crate::PermissionDef], and: &str| {
        defs.iter().map(|def| def.name()).collect::<Vec<_>>().join(and)
    };
    let needed = match access {
        Access::Public => return None,
        Access::OwnersOnly => locale.pick("机器人的主人", "the bot's owners").to_owned(),
        Access::All(defs) => list(defs, locale.pick(" 和 ", " and ")),
        Access::Any(defs) => list(defs, locale.pick(" 或 ", " or ")),
    };
    Some(locale.pick("权限：", "Needs: ").to_owned() + &needed)
}

fn how_often(charge: &Charge, locale: Locale) -> String {
    let Charge { limit, cost, .. } = charge;
    let each = match limit.scope {
        Scope::User | Scope::Member => locale.pick("每人", "each person"),
        Scope::Channel => locale.pick("每个子频道或群", "each channel or group"),
        Scope::Guild => locale.pick("每个频道或群", "each guild or group"),
        Scope::Global => locale.pick("全部", "everybody together"),
    };
    let count = limit.quota.burst();
    let window = limit.quota.interval().saturating_mul(count);
    let window = show_duration(window, locale);
    let count = count / cost;
    locale.pick(
        format!("限制：{each} {window} {count} 次"),
        format!("Limit: {count} in {window} for {each}"),
    )
}

fn scene_name(scene: Scene, locale: Locale) -> &'static str {
    match scene {
        Scene::Guild => locale.pick("频道", "guilds"),
        Scene::Direct => locale.pick("频道私信", "direct messages"),
        Scene::Group => locale.pick("群", "groups"),
        Scene::C2c => locale.pick("单聊", "private chats"),
    }
}
