use botrs_secure::prelude::*;

#[derive(Validate)]
struct With {
    #[validate(with(start))]
    a: String,
    #[validate(custom = is_good, with(strat))]
    b: String,
    #[validate(custom = is_good, with())]
    c: String,
    #[validate(custom = is_good, with(1 + 1))]
    d: String,
    start: String,
}

#[command(public)]
async fn of_a_command(#[validate(custom = is_good, with(other))] text: String) -> Result<()> {
    drop(text);
    Ok(())
}

#[validate]
fn of_a_function(#[validate(custom = is_good, with(other))] text: String) -> Result<()> {
    drop(text);
    Ok(())
}

fn is_good(_: &String, _: &String) -> bool {
    true
}

fn main() {}
