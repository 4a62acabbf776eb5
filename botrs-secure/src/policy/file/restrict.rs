//! `[[restrict]]`: what loosens, or restricts nothing, is a mistake.

use toml::de::DeValue;

use crate::policy::file::keys::{self, Restrict};
use crate::policy::file::mistakes::Mistakes;
use crate::policy::file::roles::permissions;
use crate::policy::file::values::{NUMBER, OPENID, Value};
use crate::policy::{Known, Restriction};

pub(super) fn read(
    value: &Value<'_>,
    known: Option<&dyn Known>,
    mistakes: &mut Mistakes<'_>,
) -> Vec<Restriction> {
    let DeValue::Array(all) = value.get_ref() else {
        mistakes.wrong(value, ("[[restrict]]，两层方括号", "[[restrict]], in two brackets"));
        return Vec::new();
    };
    all.iter().filter_map(|value| restriction(value, known, mistakes)).collect()
}

/// A restriction, unless it restricts nothing.
fn restriction(
    value: &Value<'_>,
    known: Option<&dyn Known>,
    mistakes: &mut Mistakes<'_>,
) -> Option<Restriction> {
    let before = mistakes.len();
    let mut place = None;
    let mut rest = Vec::new();
    let table = mistakes.table(value, keys::RESTRICT.header)?;
    for (key, at, value) in mistakes.entries(&keys::RESTRICT, table) {
        let found = match key {
            Restrict::Guild => mistakes.one_id(NUMBER, value).map(Restriction::in_guild),
            Restrict::Channel => mistakes.one_id(NUMBER, value).map(Restriction::in_channel),
            Restrict::Group => mistakes.one_id(OPENID, value).map(Restriction::in_group),
            _ => {
                rest.push((key, value));
                continue;
            }
        };
        if place.replace(found).is_some() {
            mistakes.add(
                at,
                "一条限制只管一个地方：guild、channel、group 里写一个，其余另写一条 [[restrict]]",
                "a restriction is for one place: say one of `guild`, `channel` and `group`, and write \
                 another [[restrict]]",
            );
        }
    }
    let mut said = place.flatten().unwrap_or_else(Restriction::everywhere);
    let mut at = value.span().start;
    for (key, value) in rest {
        match key {
            Restrict::Command => {
                if let Some((name, named_at)) = mistakes.text(value) {
                    (said, at) = (said.command(name), named_at);
                }
            }
            Restrict::Disabled => said = disabled(said, value, mistakes),
            Restrict::Require => {
                let names = mistakes.texts(value);
                if names.is_empty() && value.get_ref().is_array() {
                    mistakes.add(
                        value.span().start,
                        "require 不能为空：请写出权限，或去掉这一行",
                        "`require` is empty: name permissions, or remove it",
                    );
                }
                said = said.require_all(permissions(&names, known, mistakes));
            }
            Restrict::Cooldown => {
                if let Some(cooldown) = mistakes.duration(value) {
                    said = said.cooldown(cooldown);
                }
            }
            Restrict::Guild | Restrict::Channel | Restrict::Group => {}
        }
    }
    // Without the names of a bot, what is required is not known.
    let says = |name: &str| table.contains_key(name);
    let restricts = ["disabled", "require", "cooldown"].into_iter().any(says);
    if !restricts && mistakes.len() == before {
        mistakes.add(
            value.span().start,
            "这条限制什么也没有限制：请写 disabled、require 或 cooldown",
            "this restriction restricts nothing: say `disabled`, `require` or `cooldown`",
        );
    }
    let at = mistakes.position(at);
    (!said.is_empty()).then(|| said.at(at))
}

fn disabled(said: Restriction, value: &Value<'_>, mistakes: &mut Mistakes<'_>) -> Restriction {
    match mistakes.boolean(value) {
        Some(true) => said.disabled(),
        Some(false) => {
            mistakes.add(
                value.span().start,
                "限制只能收紧：请写 disabled = true，或去掉这一行",
                "a restriction only tightens: write `disabled = true`, or remove it",
            );
            said
        }
        None => said,
    }
}
