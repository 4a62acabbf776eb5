use botrs_secure::prelude::*;

#[derive(Args)]
struct Period<T> {
    length: T,
}

fn main() {}
