use botrs_secure::prelude::*;

#[command(public)]
#[command(owners_only)]
async fn hello() -> Result<()> {
    Ok(())
}

fn main() {}
