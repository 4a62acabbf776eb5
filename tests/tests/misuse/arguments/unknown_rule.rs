use botrs_secure::prelude::*;

#[command(public)]
async fn mute(#[validate(rnage(min = 1))] a: u32, #[validate(lenght(max = 1))] b: Text) -> Result<()> {
    let _ = (a, b);
    Ok(())
}

fn main() {}
