use botrs_secure::prelude::*;

#[derive(Validate)]
struct Unknown {
    #[validate(lenght(max = 3))]
    a: String,
    #[validate(colour)]
    b: String,
    #[validate(length(maximum = 3))]
    c: String,
    #[validate(range(mn = 3))]
    d: u8,
    #[validate(each(lenght(max = 3)))]
    e: Vec<String>,
}

fn main() {}
