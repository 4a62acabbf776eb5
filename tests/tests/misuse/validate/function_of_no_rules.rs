use botrs_secure::prelude::*;

#[validate]
fn nothing(a: String) -> Result<()> {
    drop(a);
    Ok(())
}

#[validate]
#[validate]
fn twice(#[validate(length(max = 3))] a: String) -> Result<()> {
    drop(a);
    Ok(())
}

fn main() {
    let _ = nothing("a".into());
}
