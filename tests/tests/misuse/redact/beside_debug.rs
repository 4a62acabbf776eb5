use botrs_secure::prelude::*;

#[derive(Debug, Redact)]
struct Login {
    user: String,
    #[redact]
    password: String,
}

fn main() {}
