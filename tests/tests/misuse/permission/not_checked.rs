use botrs_secure::Checks;
use botrs_secure::prelude::*;

#[derive(Permission)]
struct TradeStocks;

fn buy<C: Checks<TradeStocks>>(_: &Context<'_, C>) {}

#[command(perm = MuteMembers)]
async fn trade(ctx: Context<'_, trade>) -> Result<()> {
    buy(&ctx);
    Ok(())
}

fn main() {}
