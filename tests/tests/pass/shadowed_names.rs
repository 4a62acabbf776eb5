//! What the macros write means the same whatever names are in scope.
#![deny(warnings)]
#![allow(dead_code)]

struct Result;
struct Option;
struct String;
struct Vec;
struct Box;
struct Ok;
struct Some;
struct Default;
struct Send;
struct Call;
struct Command;
struct Scene;
struct Duration;
struct Reply;
mod std {}
mod core {}
mod prelude {}

fn params() {}
fn call() {}

#[botrs_secure::command(
    perm = botrs_secure::MuteMembers,
    cooldown = "30s",
    scene = guild,
    check = open(p0),
    timeout = "1s"
)]
async fn mute(
    call: botrs_secure::Context<'_, mute>,
    target: botrs_secure::Target,
    #[arg(max = 5)] p0: u8,
    #[rest] answer: ::core::option::Option<botrs_secure::Text>,
) -> botrs_secure::Result<botrs_secure::Reply> {
    let _ = (call, p0);
    let value0 = 5_u64;
    ::core::result::Result::Ok(botrs_secure::reply!("{target} {answer} {value0} {}", 1_u64))
}

async fn open(_ctx: botrs_secure::Context<'_>, _p0: &u8) -> bool {
    true
}

fn main() {
    assert_eq!(botrs_secure::commands![mute].len(), 1);
}
