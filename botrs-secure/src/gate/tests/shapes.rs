//! Lists, structs of arguments and choices.

use super::{Bot, member};
use crate::command::{Command, ParamSpec};
use crate::prelude::*;
use crate::{ArgError, Denial};

#[derive(Choice, Clone, Copy, Debug, PartialEq, Eq)]
enum Size {
    #[choice(zh = "小", aliases("s"))]
    Small,
    #[choice(name = "big")]
    Large,
    VeryLarge,
}

#[command(public)]
async fn sizes(_ctx: Context<'_, sizes>, first: Size, others: Vec<Size>) -> Result<Reply> {
    let others: Vec<_> = others.iter().map(|size| format!("{size:?}")).collect();
    Ok(reply!("{first} {first:#} {}", others.join("+")))
}

#[command(public)]
async fn numbers(
    _ctx: Context<'_, numbers>,
    #[flag] sum: bool,
    list: Vec<u8>,
    locale: Option<State<u8>>,
) -> Result<Reply> {
    assert!(locale.is_none());
    let total: u32 = list.iter().map(|&n| u32::from(n)).sum();
    Ok(reply!("{} of {}", if sum { total } else { 0 }, list.len()))
}

#[derive(Args)]
struct Span {
    start: u8,
    #[arg(name = "结束", default = 9, max = 20)]
    end: u8,
}

#[derive(Args)]
struct Search {
    /// What is looked for.
    what: String,
    #[flag]
    exact: bool,
    span: Span,
    size: Option<Size>,
}

#[command(public, check = is_fair(search))]
async fn find(
    _ctx: Context<'_, find>,
    search: Search,
    #[rest] note: Option<Text>,
) -> Result<Reply> {
    let Search { what, exact, span, size } = search;
    Ok(reply!("{what} {} {}-{} {size} {note}", u8::from(exact), span.start, span.end))
}

async fn is_fair(_: Context<'_>, search: &Search) -> bool {
    search.span.start <= search.span.end
}

fn bot() -> Bot {
    Bot::with(|bot| bot.commands(commands![sizes, numbers, find]))
}

/// What the body got of each text.
async fn got(texts: &[(&str, &str)]) {
    bot().got(texts).await;
}

/// Why each text is refused.
async fn refused(texts: &[(&str, Denial)]) {
    bot().refused(texts).await;
}

#[tokio::test]
async fn a_list_takes_all_words() {
    got(&[
        ("/numbers", "0 of 0"),
        ("/numbers 1 2 3", "0 of 3"),
        ("/numbers 1 --sum 2", "3 of 2"),
        ("/numbers sum 1 \"2\"", "3 of 2"),
        ("/numbers sum=yes 5", "5 of 1"),
    ])
    .await;
    let wrong = |at| Denial::Argument {
        name: "list",
        at,
        error: ArgError::new("应为 0 到 255 的整数", "must be a whole number from 0 to 255"),
    };
    refused(&[
        ("/numbers 1 2 x", wrong(14)),
        ("/numbers 1 256 x", wrong(12)),
        // Words of a list have no name.
        ("/numbers list=1", wrong(10)),
        ("/numbers 1 sum", wrong(12)),
        ("/numbers 1 \"2", Denial::Unclosed { at: 12 }),
        ("/numbers --sum 1 --sum", Denial::Repeated { name: "sum", at: 18 }),
    ])
    .await;
}

#[tokio::test]
async fn a_choice_is_one_of_its_names() {
    got(&[
        ("/sizes small", "小 small "),
        ("/sizes 小 SMALL s", "小 small Small+Small"),
        ("/sizes Big very-large", "big big VeryLarge"),
    ])
    .await;
    let wrong = |at, zh: &'static str, en: &'static str| Denial::Argument {
        name: if at == 8 { "first" } else { "others" },
        at,
        error: ArgError::new(zh, en),
    };
    refused(&[
        (
            "/sizes Large",
            wrong(8, "应为以下之一：小、big、very-large", "must be one of small, big, very-large"),
        ),
        (
            "/sizes small smalll",
            wrong(
                14,
                "应为以下之一：小、big、very-large。你是不是想输入「小」？",
                "must be one of small, big, very-large; did you mean \"small\"?",
            ),
        ),
    ])
    .await;
    let choices = |spec: &ParamSpec| spec.choices.iter().map(|c| c.name()).collect::<Vec<_>>();
    let [_, first, others] = sizes::SPEC.params else { panic!("three parameters") };
    assert_eq!(choices(first), ["small", "big", "very-large"]);
    assert_eq!(choices(others), ["small", "big", "very-large"]);
}

#[tokio::test]
async fn the_fields_of_a_struct_are_arguments() {
    got(&[
        ("/find x 1", "x 0 1-9 无 无"),
        ("/find x 1 2 s", "x 0 1-2 小 无"),
        ("/find x exact 1 2 big and more", "x 1 1-2 big and more"),
        ("/find 结束=5 start=2 x --exact", "x 1 2-5 无 无"),
        ("/find size=小 note=\"n n\" 'x y' 3", "x y 0 3-9 小 n n"),
    ])
    .await;
    let bot = bot();
    assert_eq!(bot.rule(&member(), "/find x 3 2").await, "check");
    bot.minutes(1);
    refused(&[
        ("/find", Denial::Missing { name: "what" }),
        ("/find x", Denial::Missing { name: "start" }),
        ("/find x 1 start=2", Denial::Repeated { name: "start", at: 11 }),
    ])
    .await;
    let denial = bot.send(&member(), "/find x 3 21").await.unwrap().rule;
    assert_eq!(denial, "arguments.invalid");
    let [_, search, _] = find::SPEC.params else { panic!("three parameters") };
    let mut names = Vec::new();
    ParamSpec::each_typed(std::slice::from_ref(search), &mut |spec| {
        names.push((spec.name, spec.help, spec.default));
    });
    let plain = |name| (name, "", None);
    assert_eq!(
        names,
        [
            ("what", "What is looked for.", None),
            plain("exact"),
            plain("start"),
            ("结束", "", Some("9")),
            plain("size"),
        ]
    );
}

#[derive(Args)]
struct Window {
    #[arg(max = 20)]
    start: u8,
    #[validate(custom = is_after, with(start))]
    end: Option<u8>,
    #[validate(length(min = 1, max = 2), each(length(max = 3)))]
    tags: Vec<String>,
}

fn is_after(end: &u8, start: &u8) -> Result<(), String> {
    if end > start { Ok(()) } else { Err(format!("{end} is not after {start}")) }
}

#[command(public)]
async fn window(_ctx: Context<'_, window>, window: Window) -> Result<Reply> {
    let Window { start, end, tags } = window;
    Ok(reply!("{start} {end} {}", tags.join("+")))
}

#[tokio::test]
async fn every_broken_rule_of_every_field_is_reported() {
    let bot = Bot::with(|bot| bot.commands(commands![window]));
    let report = bot.send(&member(), "/window 1 2 a bcd").await.unwrap();
    assert_eq!(report.replies, ["1 2 a+bcd"]);
    bot.minutes(1);
    let report = bot.send(&member(), "/window 21 end=3 a bcde f").await.unwrap();
    assert_eq!(report.rule, "arguments.invalid");
    let denial = report.denial.unwrap();
    let Denial::Invalid(error) = &denial else { panic!("{denial:?}") };
    let broken: Vec<_> =
        error.violations().iter().map(|v| (v.path(), v.rule(), v.position())).collect();
    assert_eq!(
        broken,
        [
            ("start", "range", Some(9)),
            ("tags[1]", "length", Some(20)),
            ("tags", "length", Some(25)),
            ("end", "is_after", None),
        ]
    );
    bot.minutes(1);
    assert_eq!(bot.rule(&member(), "/window 1 2").await, "arguments.invalid");
}

#[derive(Args)]
struct Wrong {
    #[arg(default = 21, max = 20)]
    _late: u8,
}

#[command(public)]
async fn wrong(_ctx: Context<'_, wrong>, _args: Wrong) -> Result<()> {
    Ok(())
}

#[test]
fn the_default_of_a_field_is_parsed_when_the_bot_is_built() {
    let [_, args] = wrong::SPEC.params else { panic!("two parameters") };
    let (name, error) = args.wrong_default().expect("21 is too much");
    assert_eq!((name, error), ("late", ArgError::new("不能大于 20", "must be at most 20")));
}
