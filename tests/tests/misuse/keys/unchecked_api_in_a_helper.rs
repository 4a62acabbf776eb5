//! A context that names no command has no raw API.

use botrs_secure::prelude::*;

async fn helper(ctx: Context<'_>) -> Result<()> {
    let _api = ctx.unchecked_api().await?;
    Ok(())
}

fn main() {}
