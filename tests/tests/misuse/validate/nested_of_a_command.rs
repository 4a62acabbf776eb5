use botrs_secure::prelude::*;

#[command(public)]
async fn walk(#[validate(nested)] a: String) -> Result<()> {
    drop(a);
    Ok(())
}

fn main() {}
