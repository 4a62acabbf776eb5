use botrs_secure::prelude::*;

#[derive(Redact)]
#[redact]
struct Login {
    #[redact(serialize)]
    password: String,
}

#[derive(Redact)]
enum Key {
    #[redact]
    Plain(String),
    Sealed(#[redact] String),
}

#[derive(Redact)]
union Either {
    #[redact]
    a: u8,
    b: u8,
}

fn main() {}
