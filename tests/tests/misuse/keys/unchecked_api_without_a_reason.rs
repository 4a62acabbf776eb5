//! The raw API in a command that does not say so.

use botrs_secure::prelude::*;

#[command(public)]
async fn pin(ctx: Context<'_, pin>) -> Result<()> {
    let _api = ctx.unchecked_api().await?;
    Ok(())
}

fn main() {}
