use botrs_secure::prelude::*;

#[derive(Validate)]
struct Twice {
    #[validate(length(max = 3), length(min = 1))]
    a: String,
    #[validate(safe_text)]
    #[validate(safe_text)]
    b: String,
    #[validate(range(max = 3, max = 4))]
    c: u8,
}

fn main() {}
