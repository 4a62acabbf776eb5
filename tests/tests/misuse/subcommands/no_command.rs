use botrs_secure::prelude::*;

#[command(public, subcommands(helper, unknown))]
async fn role() -> Result<()> {
    Ok(())
}

async fn helper() {}

fn main() {}
