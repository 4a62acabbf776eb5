//! Why somebody may run a command or may not: what the gate decides, and from which sources.
//!
//! It asks the same functions as the gate and decides nothing itself.

use std::time::Duration;

use crate::command::{Need, Requirement};
use crate::content::duration_text::show_duration;
use crate::gate::denial::Denial;
use crate::gate::permission::{self, Permitted, Standing};
use crate::locale::Locale;
use crate::policy::{InForce, PermissionSet, Role, Source};

/// What the gate decides by source and permission, before anything is asked of the platform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    Allowed,
    /// If the platform confirms that they administrate this channel.
    IfChannelAdmin,
    Refused(Denial),
}

/// A verdict and everything that it comes from.
#[derive(Debug, Clone)]
pub(crate) struct Explanation {
    pub(crate) verdict: Verdict,
    pub(crate) is_bot_owner: bool,
    /// Every role that they have, and from what.
    pub(crate) sources: Vec<(Source, Role)>,
    /// Whether the platform said all their roles.
    pub(crate) knows_roles: bool,
    need: Need,
    /// What a restriction of the policy asks besides.
    further: PermissionSet,
    cooldown: Duration,
}

/// Explains what the gate says to a call of this command by somebody.
pub(crate) fn explain(in_force: &InForce, command: Requirement, who: Standing<'_>) -> Explanation {
    let tables = &in_force.rules.tables;
    let verdict = if !tables.trusts(who.place) {
        Verdict::Refused(Denial::UntrustedPlace)
    } else {
        match permission::check(in_force, command, who) {
            Ok(Permitted::Yes) => Verdict::Allowed,
            Ok(Permitted::IfChannelAdmin) => Verdict::IfChannelAdmin,
            Err(denial) => Verdict::Refused(denial),
        }
    };
    let mut sources = Vec::new();
    let knows_roles = in_force.each_source(who.place, who.person, who.roles, |source, role| {
        sources.push((source, role));
    });
    let tightening = in_force.rules.tightening(command.number, who.place);
    Explanation {
        verdict,
        is_bot_owner: tables.is_owner(who.person),
        sources,
        knows_roles,
        need: command.need,
        further: tightening.require,
        cooldown: tightening.cooldown,
    }
}

impl Verdict {
    /// Where it is decided: `source`, `permission` or `authority`; none for what is allowed.
    pub(crate) fn stage(&self) -> Option<&'static str> {
        match self {
            Self::Allowed => None,
            Self::IfChannelAdmin => Some("authority"),
            Self::Refused(denial) => denial.rule().split('.').next(),
        }
    }

    fn text(&self, locale: Locale) -> String {
        match self {
            Self::Allowed => locale.pick("允许", "allowed").to_owned(),
            Self::IfChannelAdmin => locale
                .pick(
                    "平台确认其管理本子频道才允许（阶段 authority）",
                    "allowed if the platform confirms that they administrate this channel (stage authority)",
                )
                .to_owned(),
            Self::Refused(denial) => {
                let (stage, rule) = (self.stage().unwrap_or_default(), denial.rule());
                locale.pick(
                    format!("拒绝（阶段 {stage}，规则 {rule}）"),
                    format!("refused (stage {stage}, rule {rule})"),
                )
            }
        }
    }
}

impl Explanation {
    /// A line for the verdict, one for what is needed, and one for each source.
    pub(crate) fn text(&self, command: &str, locale: Locale) -> String {
        let mut lines = vec![
            format!("{command}: {}", self.verdict.text(locale)),
            locale.pick("需要：", "needs: ").to_owned() + &self.needs(locale),
        ];
        if !self.cooldown.is_zero() {
            let cooldown = show_duration(self.cooldown, locale);
            lines.push(locale.pick(
                format!("限制：冷却 {cooldown}"),
                format!("restriction: a cooldown of {cooldown}"),
            ));
        }
        if self.is_bot_owner {
            lines
                .push(locale.pick("机器人的主人：全部权限", "owner of the bot: everything").into());
        }
        for (source, role) in &self.sources {
            lines.push(source_text(*source, role, locale));
        }
        if !self.knows_roles {
            lines.push(
                locale.pick("平台没有说明其身份", "the platform does not say their roles").into(),
            );
        } else if self.sources.is_empty() && !self.is_bot_owner {
            lines.push(
                locale.pick("没有任何来源给予权限", "nothing gives them a permission").into(),
            );
        }
        lines.join("\n")
    }

    fn needs(&self, locale: Locale) -> String {
        let needed = match &self.need {
            Need::Public => locale.pick("无", "nothing").to_owned(),
            Need::Owners => locale.pick("机器人的主人", "an owner of the bot").to_owned(),
            Need::All(set) => set.to_string(),
            Need::Any(set) => locale.pick(format!("{set} 之一"), format!("one of {set}")),
            Need::Nobody => locale.pick("谁都不行", "nobody").to_owned(),
        };
        if self.further.is_empty() {
            return needed;
        }
        let further = self.further;
        locale.pick(
            format!("{needed}；限制另外要求 {further}"),
            format!("{needed}; and by a restriction {further}"),
        )
    }
}

fn source_text(source: Source, role: &Role, locale: Locale) -> String {
    let from = match source {
        Source::GuildRole(role) => locale.pick(format!("身份组 {role}"), format!("role {role}")),
        Source::ChannelAdmin => locale.pick("子频道管理员", "channel administrator").into(),
        Source::GroupRole(role) => {
            locale.pick(format!("群身份 {role:?}"), format!("group role {role:?}"))
        }
        Source::Policy => locale.pick("策略", "policy").into(),
        Source::RunTime => locale.pick("运行时授予", "granted at run time").into(),
    };
    let gives = match role.permissions {
        nothing if nothing.is_empty() => "—".to_owned(),
        permissions => permissions.to_string(),
    };
    format!("· {from}: {gives}")
}
