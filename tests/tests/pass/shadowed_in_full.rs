//! Shadowed further: primitive types, traits, macros, crates and this library's own name.
#![deny(warnings)]
#![allow(dead_code, non_camel_case_types, non_snake_case, unused_macros)]

struct u8;
struct u32;
struct u64;
struct usize;
struct bool;
struct str;
struct char;
struct Send;
struct Sync;
struct Sized;
struct Fn;
struct FnOnce;
struct From;
struct Into;
struct Iterator;
struct Default;
struct Debug;
struct Drop;
struct Pin;
struct Future;
struct Regex;
struct Collector;
struct ParamSpec;
struct Rule;
struct None;
struct Err;
fn Some() {}
fn drop() {}
mod alloc {}
mod core {}
mod std {}
mod botrs_secure {}
mod expansion {}
mod regex {}
mod serde {}

macro_rules! format_args {
    ($($any:tt)*) => {
        compile_error!("not mine")
    };
}
macro_rules! concat {
    ($($any:tt)*) => {
        compile_error!("not mine")
    };
}
macro_rules! module_path {
    () => {
        compile_error!("not mine")
    };
}
macro_rules! panic {
    ($($any:tt)*) => {
        compile_error!("not mine")
    };
}
macro_rules! matches {
    ($($any:tt)*) => {
        compile_error!("not mine")
    };
}
macro_rules! vec {
    ($($any:tt)*) => {
        compile_error!("not mine")
    };
}
macro_rules! stringify {
    ($($any:tt)*) => {
        compile_error!("not mine")
    };
}

type Number = ::core::primitive::u8;
type Text = ::std::string::String;

#[derive(::botrs_secure::Choice)]
enum Size {
    #[choice(zh = "小")]
    Small,
}

#[derive(::botrs_secure::Args)]
struct Order {
    #[validate(length(max = 3), pattern = "[a-z]*", no_mentions)]
    name: Text,
    #[arg(default = 5, max = 9)]
    count: Number,
}

#[derive(::botrs_secure::Permission)]
struct Own;

#[derive(::botrs_secure::Redact)]
#[redact(serialize)]
struct Login {
    user: Text,
    #[redact]
    code: ::core::option::Option<Text>,
}

#[derive(::botrs_secure::Validate)]
struct Form {
    #[validate(length(min = 1), each(length(max = 3)))]
    words: ::std::vec::Vec<Text>,
    #[validate(custom = is_small, with(words))]
    size: ::core::option::Option<Number>,
}

fn is_small(size: &Number, words: &[Text]) -> ::core::primitive::bool {
    ::core::primitive::usize::from(*size) <= words.len()
}

#[::botrs_secure::validate]
async fn twice(
    #[validate(range(min = 1, max = 9))] number: Number,
) -> ::core::result::Result<Number, ::botrs_secure::ValidationError> {
    ::core::result::Result::Ok(number * 2)
}

#[::botrs_secure::command(
    perm = any(Own, ::botrs_secure::SendMessages),
    limit(member = "10/min", burst = 2),
    cooldown(channel = "1ms"),
    scene(guild, group),
    check = is_open,
    on_error = explain,
    subcommands(deeper)
)]
async fn order(
    size: ::core::option::Option<Size>,
) -> ::botrs_secure::Result<::botrs_secure::Reply> {
    let number = twice(2).await?;
    ::core::result::Result::Ok(::botrs_secure::reply!("{size} {number:>3} {}", 1.5_f64))
}

#[::botrs_secure::command(perm = Own, check = is_fair(order), confirm)]
async fn deeper(
    order: Order,
    #[flag] loud: ::core::primitive::bool,
) -> ::botrs_secure::Result<::botrs_secure::Reply> {
    ::core::result::Result::Ok(::botrs_secure::reply!("{} {}", order.name, Number::from(loud)))
}

async fn is_open(_: ::botrs_secure::Context<'_>) -> ::core::primitive::bool {
    true
}

async fn is_fair(_: ::botrs_secure::Context<'_>, order: &Order) -> ::core::primitive::bool {
    order.count > 0
}

async fn explain(
    _: ::botrs_secure::Context<'_>,
    _: &::botrs_secure::Error,
) -> ::botrs_secure::Result<()> {
    ::core::result::Result::Ok(())
}

fn main() {
    let list = ::botrs_secure::commands![order];
    ::core::assert_eq!(list[0].name(), "order");
    let words: ::std::vec::Vec<Text> = ::std::vec::Vec::new();
    let form = Form { words, size: ::core::option::Option::Some(1) };
    let error = ::botrs_secure::Validate::validate(&form).expect_err("it breaks two rules");
    ::core::assert_eq!(error.violations().len(), 2);
    let login = Login { user: Text::new(), code: ::core::option::Option::None };
    ::core::assert!(login.user.is_empty() && login.code.is_none());
    ::core::assert_eq!(::std::format!("{login:?}"), r#"Login { user: "", code: [redacted] }"#);
}
