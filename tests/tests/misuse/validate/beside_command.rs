use botrs_secure::prelude::*;

#[validate]
#[command(public)]
async fn before(#[validate(length(max = 3))] a: String) -> Result<()> {
    drop(a);
    Ok(())
}

fn main() {
    let _ = commands![before];
}
