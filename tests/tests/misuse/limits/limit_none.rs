//! There is no limit to lift.

use botrs_secure::prelude::*;

#[command(public, limit = none)]
async fn hello() -> Result<()> {
    Ok(())
}

fn main() {}
