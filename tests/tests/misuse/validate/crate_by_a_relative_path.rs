use botrs_secure::prelude::*;

#[derive(Validate)]
#[validate(crate = botrs_secure)]
struct Relative {
    #[validate(length(max = 3))]
    a: String,
}

#[validate(crate = self::botrs_secure)]
fn relative(#[validate(length(max = 3))] a: String) -> Result<()> {
    drop(a);
    Ok(())
}

#[validate(crate = "botrs_secure")]
fn quoted(#[validate(length(max = 3))] a: String) -> Result<()> {
    drop(a);
    Ok(())
}

#[validate(length(max = 3))]
fn elsewhere(#[validate(length(max = 3))] a: String) -> Result<()> {
    drop(a);
    Ok(())
}

fn main() {}
