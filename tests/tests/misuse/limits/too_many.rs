//! More scopes than are charged in one step.

use botrs_secure::prelude::*;

#[command(public,
    cooldown(user = "1s", member = "1s", channel = "1s", guild = "1s", global = "1s"),
    limit(user = "1/s", member = "1/s", channel = "1/s", guild = "1/s")
)]
async fn hello() -> Result<()> {
    Ok(())
}

fn main() {}
