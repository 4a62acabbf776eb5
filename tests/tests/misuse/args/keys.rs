//! What stands in `#[args(..)]`.

use botrs_secure::prelude::*;

#[derive(Args)]
#[args(crate)]
struct A {
    a: u8,
}

#[derive(Args)]
#[args(crate("::bots"))]
struct B {
    a: u8,
}

#[derive(Args)]
#[args(crate = "::bots")]
struct C {
    a: u8,
}

#[derive(Args)]
#[args(crate = 5)]
struct D {
    a: u8,
}

#[derive(Args)]
#[args(crate = bots)]
struct E {
    a: u8,
}

#[derive(Args)]
#[args(crate = ::botrs_secure, crate = ::botrs_secure)]
struct F {
    a: u8,
}

#[derive(Args)]
#[args(crates = ::bots)]
struct G {
    a: u8,
}

#[derive(Args)]
#[args(crate = ::botrs_secure::<u8>)]
struct H {
    a: u8,
}

#[derive(Args)]
#[args]
struct I {
    a: u8,
}

fn main() {}
