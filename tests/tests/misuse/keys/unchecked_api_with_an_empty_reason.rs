//! An empty reason is one mistake.

use botrs_secure::prelude::*;

#[command(public, unchecked_api = "")]
async fn pin(ctx: Context<'_, pin>) -> Result<()> {
    let _api = ctx.unchecked_api().await?;
    Ok(())
}

fn main() {}
