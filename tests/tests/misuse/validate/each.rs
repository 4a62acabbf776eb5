use botrs_secure::prelude::*;

#[derive(Validate)]
struct Each {
    #[validate(each())]
    a: Vec<String>,
    #[validate(each(custom = is_good))]
    b: Vec<String>,
    #[validate(each(nested))]
    c: Vec<String>,
    #[validate(each)]
    d: Vec<String>,
}

fn main() {}
