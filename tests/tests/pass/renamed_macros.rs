//! The macros where the library has another name, and its own name means something else.
#![deny(warnings)]

extern crate botrs_secure as bots;
extern crate core as botrs_secure;

use bots::prelude::*;

#[derive(Permission)]
#[permission(crate = ::bots)]
struct TradeStocks;

#[derive(Redact)]
#[redact(all, serialize, crate = ::bots)]
struct Key(String);

mod inner {
    pub(crate) use bots as library;

    #[derive(bots::Permission)]
    #[permission(crate = crate::inner::library)]
    pub(crate) struct Inner;
}

/// Buy shares.
#[command(perm = TradeStocks, crate = ::bots)]
async fn buy(shares: u32) -> Result<Reply> {
    Ok(reply!("{shares}"))
}

/// Also through a macro of the program's own.
macro_rules! greeting {
    ($($text:tt)*) => { bots::reply!($($text)*) };
}

fn main() {
    let n = 7_u8;
    let replies =
        [reply!("n: {n}"), reply!("n: {n:0$}", 1), greeting!("n: {}", n), bots::reply!("n: {n:x}")];
    for reply in replies {
        assert!(format!("{reply:?}").contains("\"n: 7\""), "{reply:?}");
    }
    assert!(format!("{:?}", reply!("plain")).contains("plain"));
    assert!(commands![].is_empty());
    assert_eq!(commands![buy][0].name(), "buy");
    let key = Key("x".into());
    assert_eq!(format!("{key:?} {}", key.0), "Key([redacted]) x");
    let role: Role = Role::custom().allow::<TradeStocks>().allow::<inner::Inner>();
    assert!(format!("{role:?}").contains("TradeStocks, Inner"), "{role:?}");
}
