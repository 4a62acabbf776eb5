use botrs_secure::prelude::*;

#[derive(Validate)]
struct Custom {
    #[validate(custom = count)]
    a: String,
}

#[command(public)]
async fn of_a_command(#[validate(custom = count)] a: String) -> Result<()> {
    drop(a);
    Ok(())
}

#[validate]
fn of_a_function(#[validate(custom = count)] a: String) -> Result<()> {
    drop(a);
    Ok(())
}

fn count(text: &String) -> usize {
    text.len()
}

fn main() {}
