use botrs_secure::prelude::*;

struct Opaque;

#[derive(Redact)]
struct Login {
    user: Opaque,
    #[redact]
    password: String,
}

fn main() {}
