//! What is said of arguments, one attribute at a time.

use super::{changed, changed_columns, json, manifest};
use crate::CommandSpec;
use crate::manifest::Choice;
use crate::prelude::*;

fn is_short(word: &str) -> bool {
    word.len() < 9
}

fn differs(word: &str, other: &str) -> bool {
    word != other
}

#[derive(Debug, Clone, Copy, Choice)]
enum Size {
    #[choice(zh = "小", aliases("s"))]
    Small,
    Large,
}

#[derive(Args)]
#[expect(dead_code, reason = "no body reads it")]
struct Both {
    word: String,
}

/// The same command with different arguments.
macro_rules! commands_with {
    ($($module:ident: ($($argument:tt)*);)*) => {$(
        mod $module {
            use super::*;

            #[command(perm = MuteMembers, scene = guild)]
            #[allow(unused_variables)]
            pub(super) async fn base($($argument)*) -> Result<()> {
                Ok(())
            }
        }
    )*};
}

commands_with! {
    word: (word: String);
    grouped: (word: Both);
    explained: (
        /// Which one.
        word: String
    );
    renamed: (#[arg(name = "词")] word: String);
    optional: (word: Option<String>);
    defaulted: (#[arg(default = "x")] word: String);
    defaulted_otherwise: (#[arg(default = "y")] word: String);
    secret: (#[arg(redact)] word: String);
    secret_defaulted: (#[arg(redact, default = "hunter2")] word: String);
    rest: (#[rest] word: String);
    list: (word: Vec<String>);
    long: (#[validate(length(max = 200))] word: String);
    pattern: (#[validate(pattern = "[a-z]+")] word: String);
    one_of: (#[arg(one_of("a", "b"))] word: String);
    link: (#[validate(url(allow("qq.com")))] word: String);
    safe: (#[validate(safe_text)] word: String);
    quiet: (#[validate(no_mentions)] word: String);
    custom: (#[validate(custom = is_short)] word: String);
    each: (#[validate(each(length(max = 5)))] word: Vec<String>);
    number: (word: u8);
    least: (#[arg(min = 1)] word: u8);
    most: (#[arg(max = 7)] word: u8);
    truth: (word: bool);
    flag: (#[flag] word: bool);
    person: (word: UserId);
    proof: (word: Target);
    size: (word: Size);
    times: (word: Vec<Duration>);
    time: (word: Duration);
    week: (#[arg(max = "7d")] word: Duration);
    alone: (other: String, #[validate(custom = is_short)] word: String);
    with: (other: String, #[validate(custom = differs, with(other))] word: String);
    supplied: (ctx: Context<'_, base>, message: Option<Message>);
}

const WORD: &[&CommandSpec] = commands![word::base];
const NUMBER: &[&CommandSpec] = commands![number::base];

#[test]
fn each_attribute_is_seen_in_its_field_and_in_the_row() {
    for (before, after, fields) in [
        (WORD, commands![explained::base], &["help"][..]),
        (WORD, commands![renamed::base], &["name"]),
        (WORD, commands![optional::base], &["required"]),
        (WORD, commands![defaulted::base], &["default", "required"]),
        (commands![defaulted::base], commands![defaulted_otherwise::base], &["default"]),
        (WORD, commands![secret::base], &["redact"]),
        (WORD, commands![rest::base], &["rest"]),
        (WORD, commands![list::base], &["list", "required"]),
        (WORD, commands![long::base], &["rules"]),
        (WORD, commands![pattern::base], &["rules"]),
        (WORD, commands![one_of::base], &["rules"]),
        (WORD, commands![link::base], &["rules"]),
        (WORD, commands![safe::base], &["rules"]),
        (WORD, commands![quiet::base], &["rules"]),
        (WORD, commands![custom::base], &["rules"]),
        (commands![list::base], commands![each::base], &["rules"]),
        (NUMBER, commands![least::base], &["rules"]),
        (NUMBER, commands![most::base], &["rules"]),
        (commands![truth::base], commands![flag::base], &["flag", "required"]),
        (commands![person::base], commands![proof::base], &["proof"]),
        (WORD, commands![size::base], &["choices"]),
        (commands![time::base], commands![week::base], &["rules"]),
    ] {
        let argument = |commands| json(&manifest(commands))["commands"][0]["arguments"][0].take();
        assert_eq!(changed(&argument(before), &argument(after)), fields);
        let columns = changed_columns(&manifest(before), &manifest(after));
        assert_eq!(columns, ["Arguments"], "{fields:?}");
    }
}

fn rules(commands: &[&'static CommandSpec], argument: usize) -> Vec<String> {
    manifest(commands).commands[0].arguments[argument].rules.clone()
}

#[test]
fn rules_of_types_and_of_the_author_are_among_the_rules() {
    assert_eq!(rules(commands![time::base], 0), ["range ..=30d"]);
    assert_eq!(rules(commands![week::base], 0), ["range ..=7d"]);
    assert_eq!(rules(commands![times::base], 0), ["each (range ..=30d)"]);
    assert_eq!(rules(commands![alone::base], 1), ["custom is_short"]);
    assert_eq!(rules(commands![with::base], 1), ["custom differs(other)"]);
    assert_eq!(rules(commands![one_of::base], 0), [r#"one_of "a", "b""#]);
}

#[test]
fn the_fields_of_a_struct_are_arguments_and_what_a_call_supplies_is_none() {
    let arguments = |commands| manifest(commands).commands.remove(0).arguments;
    assert_eq!(arguments(WORD), arguments(commands![grouped::base]));
    assert_eq!(arguments(commands![supplied::base]), []);
}

#[test]
fn choices_have_all_their_names() {
    let choices = manifest(commands![size::base]).commands.remove(0).arguments.remove(0).choices;
    let choice = |name: &str, zh: &str, aliases: &[&str]| Choice {
        name: name.into(),
        zh: zh.into(),
        aliases: aliases.iter().map(|&alias| alias.into()).collect(),
    };
    assert_eq!(choices, [choice("small", "小", &["s"]), choice("large", "large", &[])]);
    let page = manifest(commands![size::base]).to_markdown();
    assert!(page.contains("word: choice small/小/s, choice large/large"), "{page}");
}

#[test]
fn the_default_of_a_hidden_argument_is_not_shown() {
    let manifest = manifest(commands![secret_defaulted::base]);
    assert_eq!(manifest.commands[0].arguments[0].default.as_deref(), Some("[redacted]"));
    for text in [manifest.to_json(), manifest.to_markdown(), format!("{manifest:?}")] {
        assert!(text.contains("redacted]") && !text.contains("hunter2"), "{text}");
    }
}
