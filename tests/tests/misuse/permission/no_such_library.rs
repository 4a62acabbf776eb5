use botrs_secure::prelude::*;

#[derive(Permission)]
#[permission(crate = ::bots)]
struct TradeStocks;

#[derive(Redact)]
#[redact(serialize, all, crate = crate::bots)]
struct Key(String);

fn main() {}
