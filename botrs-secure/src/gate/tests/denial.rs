//! Every refusal: its name, whether it is silent or a failure, and its words.

use std::time::Duration;

use crate::command::ArgError;
use crate::gate::{Outcome, intrusion, press};
use crate::limit::Intrusion;
use crate::policy::{Administrator, MuteMembers, PermissionSet};
use crate::testing::PressCode;
use crate::{Denial, Locale};

/// Each refusal with its rule, its Chinese and its English words.
fn all() -> Vec<(Denial, &'static str, &'static str, &'static str)> {
    let wait = Duration::from_millis(1_500);
    let needed = PermissionSet::EMPTY.with::<MuteMembers>();
    let error = ArgError::new("不对", "wrong");
    // Of these the chat learns nothing.
    let silent = |denial, rule| (denial, rule, "已拒绝", "Refused");
    vec![
        silent(Denial::FromBot, "source.bot"),
        silent(Denial::UntrustedPlace, "source.place"),
        silent(Denial::Malformed { field: "id" }, "source.malformed"),
        silent(Denial::Blocked { remaining: wait }, "block"),
        silent(Denial::Flood { wait }, "flood"),
        silent(Denial::Replay, "replay"),
        silent(Denial::Stale, "replay.stale"),
        silent(Denial::ReplayFull, "replay.full"),
        silent(Denial::ReplayUnkept, "replay.unkept"),
        (
            Denial::WrongScene,
            "permission.scene",
            "此命令不能在这里使用",
            "This command is not for this place",
        ),
        (
            Denial::MissingPermission { needed },
            "permission.missing",
            "你没有权限使用此命令（需要 MuteMembers）",
            "You may not use this command (needs MuteMembers)",
        ),
        (
            Denial::UnknownPermission,
            "permission.unknown",
            "无法确认你的权限，已拒绝",
            "Refused: what you may do here is not known",
        ),
        (
            Denial::NotOwner,
            "permission.owner",
            "只有机器人的主人可以使用此命令",
            "This command is the bot owner's",
        ),
        (
            Denial::Argument { name: "period", at: 7, error },
            "arguments.invalid",
            "参数 period（第 7 个字起）有误：不对",
            "Argument period (from character 7): wrong",
        ),
        (
            Denial::Missing { name: "period" },
            "arguments.missing",
            "缺少参数 period",
            "Argument period is missing",
        ),
        (
            Denial::Surplus { at: 3, word: "x".into() },
            "arguments.surplus",
            "多余的参数「x」（第 3 个字起）",
            "One argument too many: \"x\" (from character 3)",
        ),
        (
            Denial::Repeated { name: "period", at: 7 },
            "arguments.repeated",
            "参数 period 给了两次（第 7 个字起）",
            "Argument period is given twice (again from character 7)",
        ),
        (
            Denial::Unclosed { at: 7 },
            "arguments.unclosed",
            "第 7 个字的引号没有闭合",
            "The quote at character 7 is not closed",
        ),
        (
            Denial::NoQuote,
            "arguments.quote",
            "请引用（回复）要操作的消息后再使用此命令",
            "Quote (reply to) the message that this is about",
        ),
        (
            Denial::TooLong { length: 2_001, max: 2_000 },
            "arguments.length",
            "消息太长：2001 个字，最多 2000 个字",
            "The message is too long: 2001 characters, at most 2000",
        ),
        (
            Denial::ControlCharacter { character: '\0', at: 2 },
            "arguments.control",
            "第 2 个字是控制字符 '\\0'，已拒绝",
            "Refused: character 2 is the control character '\\0'",
        ),
        (Denial::Check { check: "c", reason: Some("闭".into()) }, "check", "闭", "闭"),
        (
            Denial::Check { check: "c", reason: None },
            "check",
            "现在不能使用此命令",
            "This command cannot be used now",
        ),
        (
            Denial::TargetsSelf,
            "authority.self",
            "不能对自己使用此命令",
            "You cannot do this to yourself",
        ),
        (
            Denial::TargetsBot,
            "authority.bot",
            "不能对机器人自己使用此命令",
            "You cannot do this to the bot",
        ),
        (
            Denial::Outranked,
            "authority.rank",
            "对方的身份不低于你，已拒绝",
            "Refused: you do not outrank them",
        ),
        (
            Denial::NotAMember,
            "authority.member",
            "对方不是本频道的成员",
            "They are no member of this guild",
        ),
        (
            Denial::UnknownRank,
            "authority.unknown",
            "无法向平台确认身份，已拒绝",
            "Refused: the platform did not confirm the ranks",
        ),
        (
            Denial::Elsewhere,
            "authority.elsewhere",
            "它不属于这里，已拒绝",
            "Refused: it does not belong here",
        ),
        (
            Denial::BotNotAdministrator,
            "authority.standing",
            "机器人还不是本频道的管理员，请先把它设为管理员",
            "The bot is no administrator of this guild; make it one first",
        ),
        (
            Denial::RoleNotBelow,
            "authority.role",
            "这个身份组不低于你的身份，已拒绝",
            "Refused: that role is not below yours",
        ),
        (
            Denial::PlatformRole,
            "authority.platform_role",
            "这是平台自带的身份组，不能这样操作",
            "Refused: that role is the platform's own",
        ),
        (
            Denial::LookupLimit { wait },
            "authority.limit",
            "查询太频繁，请 2秒 后再试",
            "Too many look-ups; try again in 2s",
        ),
        (
            Denial::Unconfirmed { code: 42, call: "/ban 6".into(), by_other: false },
            "confirm",
            "待确认：/ban 6\n请在 2 到 60 秒内重发同一命令，并在末尾加上：确认 000042",
            "To be confirmed: /ban 6\nSend the same command again in 2 to 60 s and end it with: \
             confirm 000042",
        ),
        (
            Denial::Unconfirmed { code: 42, call: "/purge".into(), by_other: true },
            "confirm",
            "待确认：/purge\n请另一位有权限的人在 2 到 60 秒内重发同一命令，并在末尾加上：确认 000042",
            "To be confirmed: /purge\nSomebody else who may do this: send the same command again in \
             2 to 60 s and end it with: confirm 000042",
        ),
        (
            Denial::EarlyConfirmation,
            "confirm.early",
            "太快了：请先看清要确认的内容，2 秒后再发",
            "Too soon: read what you confirm, and send it 2 s after you were asked",
        ),
        (
            Denial::OwnConfirmation,
            "confirm.own",
            "需要另一个人来确认，不能自己确认",
            "Somebody else has to confirm this, not you",
        ),
        (
            Denial::WrongConfirmation,
            "confirm.wrong",
            "确认码不对、已用过或已过期",
            "The code is wrong, used or too old",
        ),
        (
            Denial::OthersConfirmation,
            "confirm.others",
            "这是给别人确认的按钮",
            "This button is for somebody else to confirm",
        ),
        (
            Denial::ClosedConfirmation { again: true },
            "confirm.closed",
            "这个按钮已用过或已过期",
            "This button is used or too old",
        ),
        (
            Denial::Overloaded,
            "capacity",
            "机器人现在很忙，请稍后再试",
            "The bot is busy; try again later",
        ),
        (
            Denial::Cooldown { wait },
            "limit",
            "冷却中，请 2秒 后再试",
            "Cooling down; try again in 2s",
        ),
        (
            Denial::GuildLimit { wait },
            "run.guild_limit",
            "本频道的管理操作太频繁，请 2秒 后再试",
            "Too much was done in this guild; try again in 2s",
        ),
        silent(Denial::AuditUnavailable, "run.audit"),
        silent(Denial::NoState { of: "secret::Type" }, "run.state"),
        (
            Denial::Revoked,
            "run.revoked",
            "权限已被收回，命令中止",
            "The permission was taken away; the command stopped",
        ),
        silent(Denial::Unproven, "run.unproven"),
    ]
}

#[test]
fn the_words_of_every_refusal() {
    for (denial, rule, zh, en) in all() {
        assert_eq!(denial.rule(), rule);
        assert_eq!(denial.text(Locale::Zh), zh);
        assert_eq!(denial.text(Locale::En), en);
    }
}

#[test]
fn which_refusals_are_silent_and_which_are_failures() {
    let names = |is: fn(&Denial) -> bool| -> Vec<_> {
        all().into_iter().filter(|(denial, ..)| is(denial)).map(|(_, rule, ..)| rule).collect()
    };
    assert_eq!(
        names(Denial::is_silent),
        [
            "source.bot",
            "source.place",
            "source.malformed",
            "block",
            "flood",
            "replay",
            "replay.stale"
        ]
    );
    assert_eq!(
        names(|denial| intrusion::weight(&Intrusion::default(), denial) > 0),
        ["permission.missing", "permission.owner", "confirm.wrong"]
    );
}

#[test]
fn what_whoever_presses_is_told() {
    let code = |denial: Denial| press::code(&Outcome::Denied(denial));
    let told = |wanted: PressCode| -> Vec<_> {
        let is_so = |denial: &Denial| code(denial.clone()) == wanted;
        let mut rules: Vec<_> = all().iter().filter(|row| is_so(&row.0)).map(|row| row.1).collect();
        rules.dedup();
        rules
    };
    let slow =
        ["flood", "authority.limit", "confirm.early", "capacity", "limit", "run.guild_limit"];
    assert_eq!(told(PressCode::TooOften), slow);
    assert_eq!(told(PressCode::Again), ["replay", "confirm.closed"]);
    assert_eq!(told(PressCode::Done), ["confirm"]);
    assert_eq!(told(PressCode::AdministratorsOnly), ["permission.owner"]);
    let not_allowed = told(PressCode::NotAllowed);
    let is_of = |rule: &&str| {
        let stage = rule.split('.').next().unwrap();
        ["source", "block", "permission", "authority"].contains(&stage) && !slow.contains(rule)
    };
    let expected: Vec<_> = all()
        .iter()
        .map(|row| row.1)
        .filter(|rule| {
            is_of(rule) || ["confirm.own", "confirm.others", "run.revoked"].contains(rule)
        })
        .filter(|rule| !["permission.owner", "source.malformed"].contains(rule))
        .collect();
    assert_eq!(not_allowed, expected);
    let needed = PermissionSet::EMPTY.with::<Administrator>();
    assert_eq!(code(Denial::MissingPermission { needed }), PressCode::AdministratorsOnly);
    assert_eq!(press::code(&Outcome::Allowed), PressCode::Done);
    assert_eq!(press::code(&Outcome::Panicked), PressCode::Failed);
}
