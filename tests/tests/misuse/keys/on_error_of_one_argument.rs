//! It takes the context and the error.

use botrs_secure::prelude::*;

async fn explain(_ctx: Context<'_>) -> Result<Reply> {
    Ok(Reply::text("x"))
}

#[command(public, on_error = explain)]
async fn hello() -> Result<()> {
    Ok(())
}

fn main() {}
