//! The error is the library's.

use botrs_secure::prelude::*;

async fn explain(_ctx: Context<'_>, _error: &std::io::Error) -> Result<Reply> {
    Ok(Reply::text("x"))
}

#[command(public, on_error = explain)]
async fn hello() -> Result<()> {
    Ok(())
}

fn main() {}
