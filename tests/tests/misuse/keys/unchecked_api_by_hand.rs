//! `Unchecked` written by hand does not help.

use botrs_secure::Unchecked;
use botrs_secure::prelude::*;

#[command(public)]
async fn pin(ctx: Context<'_, pin>) -> Result<()> {
    let _api = ctx.unchecked_api().await?;
    Ok(())
}

impl Unchecked for pin {}

fn main() {
    let _ = commands![pin];
}
