//! Permissions of one's own.
#![deny(warnings)]

use botrs_secure::prelude::*;
use botrs_secure::{Checks, PermissionDef, PermissionSet};

#[derive(Permission)]
struct TradeStocks;

#[derive(Permission, Debug, Clone)]
#[permission(name = "交易.查看")]
pub enum ViewStocks {}

mod raw {
    #[derive(botrs_secure::Permission)]
    pub struct r#Try;
}

mod shadowed {
    #![allow(dead_code)]
    struct Result;
    struct String;
    struct Permission;
    mod core {}

    #[derive(botrs_secure::Permission)]
    #[permission(crate = ::botrs_secure)]
    pub struct Shy;
}

/// Buy shares.
#[command(perm = all(TradeStocks, ViewStocks))]
async fn buy(ctx: Context<'_, buy>, shares: u32) -> Result<Reply> {
    trade(&ctx);
    Ok(reply!("{shares}"))
}

#[command(perm = any(TradeStocks, raw::Try, shadowed::Shy, MuteMembers))]
async fn look() -> Result<()> {
    Ok(())
}

/// What an author offers to commands that check the permission.
fn trade<C: Checks<TradeStocks>>(_: &Context<'_, C>) {}

fn main() {
    let _ = commands![buy, look];
    let trader: Role = Role::custom().allow::<TradeStocks>().allow::<BanMembers>();
    assert!(format!("{trader:?}").contains("BanMembers, TradeStocks"), "{trader:?}");
    let set = PermissionSet::EMPTY.with::<ViewStocks>();
    assert_eq!(set.to_string(), "交易.查看");
    assert!(!set.contains(PermissionSet::EMPTY.with::<TradeStocks>()));
    assert!(PermissionSet::EMPTY.with::<Administrator>().contains(set));
    let names = [TradeStocks::DEF, raw::Try::DEF, shadowed::Shy::DEF].map(PermissionDef::name);
    assert_eq!(names, ["TradeStocks", "Try", "Shy"]);
}
