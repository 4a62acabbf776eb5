//! Arguments of one's own, state, and a type that is called like a proof.
#![deny(warnings)]

use botrs_secure::ArgError;
use botrs_secure::prelude::*;

struct Dice(u8);

impl FromArg for Dice {
    fn from_arg(word: &str) -> std::result::Result<Self, ArgError> {
        match word.parse() {
            Ok(n @ 1..=6) => Ok(Self(n)),
            _ => Err(ArgError::new("应为 1 到 6", "must be 1 to 6")),
        }
    }
}

mod own {
    use botrs_secure::ArgError;
    use botrs_secure::prelude::*;

    pub(crate) struct Channel(String);

    impl FromArg for Channel {
        fn from_arg(word: &str) -> std::result::Result<Self, ArgError> {
            Ok(Self(word.into()))
        }
    }

    #[command(public)]
    pub(crate) async fn join(channel: self::Channel) -> Result<Reply> {
        Ok(Reply::text(channel.0))
    }
}

type Maybe<T> = Option<T>;

#[command(public)]
async fn roll(
    ctx: Context<'_, roll>,
    db: State<Vec<u8>>,
    dice: Dice,
    mut times: Maybe<u8>,
    #[allow(unused_variables)] unused: Option<u8>,
) -> Result<Reply> {
    let n = times.take().map_or(1, usize::from) + db.len();
    ctx.reply("…").await?;
    Ok(reply!("{} × {}", u64::from(dice.0), u64::try_from(n)?))
}

/// As many parameters as there can be.
#[command(public)]
#[rustfmt::skip]
async fn sum(
    a: u8, b: u8, c: u8, d: u8, e: u8, f: u8, g: u8, h: u8, i: u8, j: u8, k: u8, #[rest] l: Text,
) -> Result<Reply> {
    let sum: u64 = [a, b, c, d, e, f, g, h, i, j, k].into_iter().map(u64::from).sum();
    Ok(reply!("{sum} {l}"))
}

fn main() {
    assert_eq!(commands![roll, own::join, sum].len(), 3);
}
