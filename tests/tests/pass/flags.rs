//! Flags: by alias, renamed, beside optional and rest arguments, and a plain `bool`.
#![deny(warnings)]

use botrs_secure::prelude::*;

type Silent = bool;

/// Flags may stand before what has to be there.
#[command(public)]
async fn ban(
    #[flag] silent: Silent,
    #[flag]
    #[arg(name = "试运行")]
    dry_run: bool,
    user: UserId,
    sure: bool,
    period: Option<Duration>,
    #[flag] _unused: bool,
    #[rest] reason: Option<Text>,
) -> Result<Reply> {
    let flags = [silent, dry_run, sure].map(u64::from);
    Ok(reply!("{user} {period} {reason} {} {} {}", flags[0], flags[1], flags[2]))
}

fn main() {
    assert_eq!(commands![ban].len(), 1);
}
