use botrs_secure::prelude::*;

struct TradeStocks;

#[command(perm = TradeStocks)]
async fn trade() -> Result<()> {
    Ok(())
}

fn main() {
    let _ = Role::custom().allow::<TradeStocks>();
}
