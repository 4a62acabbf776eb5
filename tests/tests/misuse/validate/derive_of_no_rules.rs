use botrs_secure::prelude::*;

#[derive(Validate)]
struct Nothing {
    a: String,
}

#[derive(Validate)]
struct Unit;

#[derive(Validate)]
enum Never {}

#[derive(Validate)]
struct Empty {
    #[validate]
    a: String,
}

fn is_validate<T: Validate>() {}

fn main() {
    is_validate::<Nothing>();
}
