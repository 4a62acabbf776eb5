use botrs_secure::prelude::*;

struct Alone {
    #[validate(length(max = 3))]
    a: String,
}

fn main() {}
