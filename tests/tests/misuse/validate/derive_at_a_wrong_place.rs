use botrs_secure::prelude::*;

#[derive(Validate)]
#[validate(length(max = 3))]
struct OnStruct {
    #[validate(length(max = 3))]
    a: String,
}

#[derive(Validate)]
enum OnVariant {
    #[validate(length(max = 3))]
    A(String),
    B(#[validate(safe_text)] String),
}

#[derive(Validate)]
union Union {
    a: u8,
}

fn main() {}
