use botrs_secure::prelude::*;

#[derive(Permission)]
struct Trade {
    stocks: u8,
}

#[derive(Permission)]
struct Buy(u8);

#[derive(Permission)]
enum Sell {
    Stocks,
    Bonds,
}

#[derive(Permission)]
union Hold {
    stocks: u8,
}

#[command(perm = all(Trade, Buy, Sell, Hold))]
async fn trade() -> Result<()> {
    Ok(())
}

fn main() {}
