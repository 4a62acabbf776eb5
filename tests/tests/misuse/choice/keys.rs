//! What stands in `#[choice(..)]`.

use botrs_secure::prelude::*;

#[derive(Choice)]
#[choice(crate)]
enum A {
    One,
}

#[derive(Choice)]
#[choice(crate("::bots"))]
enum B {
    One,
}

#[derive(Choice)]
#[choice(crate = "::bots")]
enum C {
    One,
}

#[derive(Choice)]
#[choice(crate = 5)]
enum D {
    One,
}

#[derive(Choice)]
#[choice(crate = bots)]
enum E {
    One,
}

#[derive(Choice)]
#[choice(crate = ::botrs_secure, crate = ::botrs_secure)]
enum F {
    One,
}

#[derive(Choice)]
#[choice(crates = ::bots)]
enum G {
    One,
}

#[derive(Choice)]
#[choice(crate = ::botrs_secure::<u8>)]
enum H {
    One,
}

#[derive(Choice)]
enum Wrong {
    #[choice(name("a"))]
    A,
    #[choice(name = b)]
    B,
    #[choice(zh("丙"))]
    C,
    #[choice(zh = 4)]
    D,
    #[choice(zh = "")]
    E,
    #[choice(aliases = "f")]
    F,
    #[choice(aliases)]
    G,
    #[choice(aliases(h))]
    H,
    #[choice(aliases("i i"))]
    I,
    #[choice(name = "j", name = "k")]
    J,
    #[choice(zh = "甲", zh = "乙")]
    K,
    #[choice(aliases("l"), aliases("m"))]
    L,
    #[choice(crate = ::botrs_secure)]
    M,
}

fn main() {}
