//! What it returns.

use botrs_secure::prelude::*;

use botrs_secure::Error;

async fn explain(_ctx: Context<'_>, _error: &Error) -> String {
    String::new()
}

#[command(public, on_error = explain)]
async fn hello() -> Result<()> {
    Ok(())
}

fn main() {}
