//! It has no powers.

use botrs_secure::prelude::*;

use botrs_secure::Error;

async fn explain(_ctx: Context<'_, hello>, _error: &Error) -> Result<Reply> {
    Ok(Reply::text("x"))
}

#[command(public, on_error = explain)]
async fn hello() -> Result<()> {
    Ok(())
}

fn main() {}
