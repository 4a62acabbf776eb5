//! What the caller gets to read of a refusal, in both languages.

use std::time::Duration;

use crate::content::duration_text::show_wait;
use crate::gate::Denial;
use crate::locale::Locale;

impl Denial {
    pub(super) fn zh(&self) -> String {
        let wait = |wait: &Duration| show_wait(*wait, Locale::Zh).to_string();
        match self {
            Self::WrongScene => "此命令不能在这里使用".into(),
            Self::Disabled => "此命令在这里已停用".into(),
            Self::MissingPermission { needed } => format!("你没有权限使用此命令（需要 {needed}）"),
            Self::UnknownPermission => "无法确认你的权限，已拒绝".into(),
            Self::NotOwner => "只有机器人的主人可以使用此命令".into(),
            Self::Argument { name, at, error } => {
                format!("参数 {name}（第 {at} 个字起）有误：{}", error.text(Locale::Zh))
            }
            Self::Invalid(error) => error.text(Locale::Zh),
            Self::Missing { name } => format!("缺少参数 {name}"),
            Self::Surplus { at, word } => format!("多余的参数「{word}」（第 {at} 个字起）"),
            Self::Repeated { name, at } => format!("参数 {name} 给了两次（第 {at} 个字起）"),
            Self::Unclosed { at } => format!("第 {at} 个字的引号没有闭合"),
            Self::NoQuote => "请引用（回复）要操作的消息后再使用此命令".into(),
            Self::TooLong { length, max } => format!("消息太长：{length} 个字，最多 {max} 个字"),
            Self::ControlCharacter { character, at } => {
                format!("第 {at} 个字是控制字符 {character:?}，已拒绝")
            }
            Self::Content { reason, at } => {
                format!("第 {at} 个字起是{}，已拒绝", reason.name(Locale::Zh))
            }
            Self::Check { reason: Some(reason), .. } => reason.to_string(),
            Self::Check { reason: None, .. } => "现在不能使用此命令".into(),
            Self::TargetsSelf => "不能对自己使用此命令".into(),
            Self::TargetsBot => "不能对机器人自己使用此命令".into(),
            Self::Outranked => "对方的身份不低于你，已拒绝".into(),
            Self::NotAMember => "对方不是本频道的成员".into(),
            Self::UnknownRank => "无法向平台确认身份，已拒绝".into(),
            Self::Elsewhere => "它不属于这里，已拒绝".into(),
            Self::BotNotAdministrator => "机器人还不是本频道的管理员，请先把它设为管理员".into(),
            Self::RoleNotBelow => "这个身份组不低于你的身份，已拒绝".into(),
            Self::PlatformRole => "这是平台自带的身份组，不能这样操作".into(),
            Self::LookupLimit { wait: w } => format!("查询太频繁，请 {} 后再试", wait(w)),
            Self::Unconfirmed { code, call, by_other } => {
                let who = if *by_other { "请另一位有权限的人" } else { "请" };
                format!(
                    "待确认：{call}\n{who}在 2 到 60 秒内重发同一命令，并在末尾加上：确认 {code:06}"
                )
            }
            Self::EarlyConfirmation => "太快了：请先看清要确认的内容，2 秒后再发".into(),
            Self::OwnConfirmation => "需要另一个人来确认，不能自己确认".into(),
            Self::WrongConfirmation => "确认码不对、已用过或已过期".into(),
            Self::OthersConfirmation => "这是给别人确认的按钮".into(),
            Self::ClosedConfirmation { .. } => "这个按钮已用过或已过期".into(),
            Self::Overloaded => "机器人现在很忙，请稍后再试".into(),
            Self::Cooldown { wait: w } => format!("冷却中，请 {} 后再试", wait(w)),
            Self::GuildLimit { wait: w } => {
                format!("本频道的管理操作太频繁，请 {} 后再试", wait(w))
            }
            Self::StateUnavailable { .. } => "管理命令暂时停用，请稍后再试".into(),
            Self::Revoked => "权限已被收回，命令中止".into(),
            // Silent ones, and faults of the program: nothing for the chat to learn.
            _ => "已拒绝".into(),
        }
    }

    pub(super) fn en(&self) -> String {
        let wait = |wait: &Duration| show_wait(*wait, Locale::En).to_string();
        match self {
            Self::WrongScene => "This command is not for this place".into(),
            Self::Disabled => "This command is disabled here".into(),
            Self::MissingPermission { needed } => {
                format!("You may not use this command (needs {needed})")
            }
            Self::UnknownPermission => "Refused: what you may do here is not known".into(),
            Self::NotOwner => "This command is the bot owner's".into(),
            Self::Argument { name, at, error } => {
                format!("Argument {name} (from character {at}): {}", error.text(Locale::En))
            }
            Self::Invalid(error) => error.text(Locale::En),
            Self::Missing { name } => format!("Argument {name} is missing"),
            Self::Surplus { at, word } => {
                format!("One argument too many: \"{word}\" (from character {at})")
            }
            Self::Repeated { name, at } => {
                format!("Argument {name} is given twice (again from character {at})")
            }
            Self::Unclosed { at } => format!("The quote at character {at} is not closed"),
            Self::NoQuote => "Quote (reply to) the message that this is about".into(),
            Self::TooLong { length, max } => {
                format!("The message is too long: {length} characters, at most {max}")
            }
            Self::ControlCharacter { character, at } => {
                format!("Refused: character {at} is the control character {character:?}")
            }
            Self::Content { reason, at } => {
                format!("Refused: {} from character {at} on", reason.name(Locale::En))
            }
            Self::Check { reason: Some(reason), .. } => reason.to_string(),
            Self::Check { reason: None, .. } => "This command cannot be used now".into(),
            Self::TargetsSelf => "You cannot do this to yourself".into(),
            Self::TargetsBot => "You cannot do this to the bot".into(),
            Self::Outranked => "Refused: you do not outrank them".into(),
            Self::NotAMember => "They are no member of this guild".into(),
            Self::UnknownRank => "Refused: the platform did not confirm the ranks".into(),
            Self::Elsewhere => "Refused: it does not belong here".into(),
            Self::BotNotAdministrator => {
                "The bot is no administrator of this guild; make it one first".into()
            }
            Self::RoleNotBelow => "Refused: that role is not below yours".into(),
            Self::PlatformRole => "Refused: that role is the platform's own".into(),
            Self::LookupLimit { wait: w } => format!("Too many look-ups; try again in {}", wait(w)),
            Self::Unconfirmed { code, call, by_other } => {
                let who = if *by_other { "Somebody else who may do this: send" } else { "Send" };
                format!(
                    "To be confirmed: {call}\n{who} the same command again in 2 to 60 s and end it \
                     with: confirm {code:06}"
                )
            }
            Self::EarlyConfirmation => {
                "Too soon: read what you confirm, and send it 2 s after you were asked".into()
            }
            Self::OwnConfirmation => "Somebody else has to confirm this, not you".into(),
            Self::WrongConfirmation => "The code is wrong, used or too old".into(),
            Self::OthersConfirmation => "This button is for somebody else to confirm".into(),
            Self::ClosedConfirmation { .. } => "This button is used or too old".into(),
            Self::Overloaded => "The bot is busy; try again later".into(),
            Self::Cooldown { wait: w } => format!("Cooling down; try again in {}", wait(w)),
            Self::GuildLimit { wait: w } => {
                format!("Too much was done in this guild; try again in {}", wait(w))
            }
            Self::StateUnavailable { .. } => {
                "Commands of moderators do not work at the moment; try again later".into()
            }
            Self::Revoked => "The permission was taken away; the command stopped".into(),
            _ => "Refused".into(),
        }
    }
}
