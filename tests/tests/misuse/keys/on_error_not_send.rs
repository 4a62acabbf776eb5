//! It waits where other threads go on.

use botrs_secure::prelude::*;

use botrs_secure::Error;

async fn explain(_ctx: Context<'_>, _error: &Error) -> Result<Reply> {
    let text = std::rc::Rc::new("x");
    tokio::task::yield_now().await;
    Ok(Reply::text(*text))
}

#[command(public, on_error = explain)]
async fn hello() -> Result<()> {
    Ok(())
}

fn main() {}
