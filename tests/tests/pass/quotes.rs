//! What a caller types in quotes needs nothing of the program: words of several words are ordinary
//! arguments, and the rest is raw.
#![deny(warnings)]

use botrs_secure::prelude::*;

#[command(public)]
async fn poll(question: String, options: Vec<Text>, _ctx: Context<'_, poll>) -> Result<Reply> {
    Ok(reply!("{question} {}", options.len()))
}

#[command(public)]
async fn quote(who: Option<UserId>, #[rest] text: Option<Text>) -> Result<Reply> {
    Ok(reply!("{who} {text}"))
}

fn main() {
    assert_eq!(commands![poll, quote].len(), 2);
}
