use botrs_secure::prelude::*;

#[validate]
fn returns_nothing(#[validate(length(max = 3))] a: String) {
    drop(a);
}

#[validate]
fn returns_a_number(#[validate(length(max = 3))] a: String) -> usize {
    a.len()
}

struct Own;

#[validate]
async fn returns_another_error(#[validate(length(max = 3))] a: String) -> Result<usize, Own> {
    Ok(a.len())
}

fn main() {}
