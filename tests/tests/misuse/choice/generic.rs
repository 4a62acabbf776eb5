use botrs_secure::prelude::*;

#[derive(Choice)]
enum Size<T> {
    Small,
    Large(T),
}

fn main() {}
