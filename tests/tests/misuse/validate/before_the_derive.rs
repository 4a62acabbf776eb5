use botrs_secure::prelude::*;

#[validate(crate = ::botrs_secure)]
#[derive(Validate)]
struct Before {
    #[validate(length(max = 3))]
    a: String,
}

fn main() {}
