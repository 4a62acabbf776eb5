use botrs_secure::prelude::*;

#[allow(non_snake_case)]
#[command(public)]
async fn muteMember() -> Result<()> {
    Ok(())
}

fn main() {}
