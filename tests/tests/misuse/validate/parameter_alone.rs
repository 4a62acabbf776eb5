use botrs_secure::prelude::*;

fn alone(#[validate(length(max = 3))] a: String) -> Result<()> {
    drop(a);
    Ok(())
}

fn main() {}
