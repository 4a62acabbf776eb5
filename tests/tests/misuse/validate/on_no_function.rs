use botrs_secure::prelude::*;

#[validate]
struct Struct {
    a: String,
}

#[validate]
mod module {}

fn main() {}
