use botrs_secure::prelude::*;

#[derive(Redact)]
#[redact(serialise)]
struct Login {
    #[redact]
    password: String,
}

#[derive(Redact)]
#[redact(all = true)]
struct Key(String);

#[derive(Redact)]
#[redact(all, crate = bots)]
struct Other(String);

fn main() {}
