use botrs_secure::prelude::*;

#[derive(Validate)]
struct Custom {
    #[validate(custom = is_good)]
    a: u8,
}

#[command(public)]
async fn of_a_command(#[validate(custom = is_good)] a: u8) -> Result<()> {
    let _ = a;
    Ok(())
}

#[validate]
fn of_a_function(#[validate(custom = is_good)] a: u8) -> Result<()> {
    let _ = a;
    Ok(())
}

fn is_good(_: &String) -> bool {
    true
}

fn main() {}
