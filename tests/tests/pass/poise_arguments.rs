//! What poise's prefix commands read: words and quoted words, `Option`, `Vec`, `#[rest]`, `#[flag]`,
//! and key-value pairs, which here are the names of arguments.
#![deny(warnings)]

use botrs_secure::prelude::*;
use botrs_secure::testing::{Caller, Harness};

/// `~vote "Best city" Berlin "New York"`
#[command(public)]
async fn vote(
    question: String,
    #[validate(length(min = 2))] choices: Vec<String>,
) -> Result<Reply> {
    Ok(reply!("{question}: {}", choices.join(", ")))
}

#[command(public)]
async fn repeat(times: Option<u8>, #[rest] text: Option<String>) -> Result<Reply> {
    Ok(reply!("{times} × {text}"))
}

#[command(public)]
async fn delete(#[flag] silent: bool, amount: u8) -> Result<Reply> {
    Ok(reply!("{amount} {}", if silent { "silently" } else { "aloud" }))
}

/// poise: `#[min = 1] #[max = 9]`, `#[min_length = 2]`, of slash commands only.
#[command(public)]
async fn order(
    #[arg(min = 1, max = 9, default = 1)] count: u8,
    #[validate(length(min = 2, max = 10))]
    #[arg(name = "what", default = "tea")]
    goods: String,
) -> Result<Reply> {
    Ok(reply!("{count} {goods}"))
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let bot = Harness::new(|bot| bot.commands(commands![vote, repeat, delete, order]));
    let caller = Caller::group(1, 2, botrs_secure::GroupRole::Member);
    for (text, reply) in [
        (r#"/vote "Best city" Berlin "New York""#, "Best city: Berlin, New York"),
        ("/vote “最好的城市” 北京 「石 家 庄」", "最好的城市: 北京, 石 家 庄"),
        (r#"/vote "a \"b\"" c d"#, r#"a "b": c, d"#),
        ("/repeat", "无 × 无"),
        // The rest is raw.
        (r#"/repeat 3 "as it is""#, r#"3 × "as it is""#),
        // An option does not step aside for what comes after it; it is left out by naming the next.
        ("/repeat text=hello", "无 × hello"),
        ("/delete 5", "5 aloud"),
        ("/delete silent 5", "5 silently"),
        ("/delete 5 --silent", "5 silently"),
        ("/order", "1 tea"),
        ("/order what=\"green tea\" 3", "3 green tea"),
        ("/order what=coffee count=2", "2 coffee"),
    ] {
        bot.clock().advance(Duration::from_secs(60)); // More than ten in a minute are a flood.
        let report = bot.send(&caller, text).await.expect("a command");
        assert_eq!((report.rule, report.replies), ("allowed", vec![reply.to_owned()]), "{text}");
    }
    for (text, rule) in [
        ("/vote", "arguments.missing"),
        ("/vote q a", "arguments.invalid"),
        (r#"/vote "q a b"#, "arguments.unclosed"),
        ("/repeat hello", "arguments.invalid"),
        // poise: `discard_spare_arguments`. Here what is left over is always refused.
        ("/delete 5 6", "arguments.surplus"),
        ("/delete 5 loudly=yes", "arguments.surplus"),
        ("/order 10", "arguments.invalid"),
        ("/order 1 x", "arguments.invalid"),
        ("/order count=1 count=1", "arguments.repeated"),
    ] {
        bot.clock().advance(Duration::from_secs(60));
        let report = bot.send(&caller, text).await.expect("a command");
        assert_eq!(report.rule, rule, "{text}");
    }
}
