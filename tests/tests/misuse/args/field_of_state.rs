use botrs_secure::prelude::*;

#[derive(Args)]
struct Period {
    count: State<u8>,
    other: Option<State<u16>>,
}

fn main() {}
