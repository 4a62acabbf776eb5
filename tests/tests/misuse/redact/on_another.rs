use botrs_secure::prelude::*;

#[derive(Clone)]
struct Login {
    #[redact]
    password: String,
}

fn main() {}
