//! poise's `#[string]` (anything that is `FromStr`) and `CodeBlock`: types of one's own.
#![deny(warnings)]

use std::net::Ipv4Addr;

use botrs_secure::prelude::*;
use botrs_secure::testing::{Caller, Harness};
use botrs_secure::{ArgError, Context};

/// poise: `#[string] address: Ipv4Addr`.
struct Parsed<T>(T);

impl<T: std::str::FromStr + Send + Sync + 'static> FromArg for Parsed<T> {
    fn from_arg(word: &str) -> std::result::Result<Self, ArgError> {
        word.parse().map(Self).map_err(|_| ArgError::new("格式不对", "is not well formed"))
    }
}

/// poise: `CodeBlock`.
struct CodeBlock {
    language: Option<String>,
    code: String,
}

impl FromArg for CodeBlock {
    fn from_arg(text: &str) -> std::result::Result<Self, ArgError> {
        let none = || ArgError::new("应为 ```代码```", "must be ```code```");
        let inside = text.strip_prefix("```").and_then(|text| text.strip_suffix("```"));
        let inside = inside.ok_or_else(none)?;
        let (language, code) = inside.split_once('\n').unwrap_or(("", inside));
        let language = (!language.is_empty()).then(|| language.to_owned());
        Ok(Self { language, code: code.trim().to_owned() })
    }
}

#[command(public)]
async fn ping(address: Parsed<Ipv4Addr>, port: Option<Parsed<u16>>) -> Result<Reply> {
    let port = port.map(|Parsed(port)| port);
    Ok(reply!("{} {port}", address.0.to_string()))
}

#[command(public)]
async fn eval(_ctx: Context<'_, eval>, #[rest] block: CodeBlock) -> Result<Reply> {
    Ok(reply!("{} ({})", block.code, block.language))
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let bot = Harness::new(|bot| bot.commands(commands![ping, eval]).locale(Locale::En));
    let caller = Caller::c2c(1);
    let says =
        async |text: &str| bot.send(&caller, text).await.expect("a command").replies.concat();
    assert_eq!(says("/ping 127.0.0.1 80").await, "127.0.0.1 80");
    assert_eq!(
        says("/ping address").await,
        "Argument address (from character 7): is not well formed"
    );
    assert_eq!(says("/eval ```rust\nfn f() {}\n```").await, "fn f() {} (rust)");
    assert_eq!(says("/eval 1 + 1").await, "Argument block (from character 7): must be ```code```");
}
