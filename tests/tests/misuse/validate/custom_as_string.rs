use botrs_secure::prelude::*;

#[derive(Validate)]
struct Custom {
    #[validate(custom = "is_good")]
    a: String,
    #[validate(custom(is_good))]
    b: String,
    #[validate(custom = |text| true)]
    c: String,
}

fn main() {}
