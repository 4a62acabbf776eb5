//! It is `async`.

use botrs_secure::prelude::*;

use botrs_secure::Error;

fn explain(_ctx: Context<'_>, _error: &Error) -> Result<Reply> {
    Ok(Reply::text("x"))
}

#[command(public, on_error = explain)]
async fn hello() -> Result<()> {
    Ok(())
}

fn main() {}
