//! The raw API ends with its call.

use botrs_secure::prelude::*;

#[command(public, unchecked_api = "pins")]
async fn pin(ctx: Context<'_, pin>) -> Result<()> {
    let api = ctx.unchecked_api().await?;
    std::thread::spawn(move || drop(api));
    Ok(())
}

fn main() {}
