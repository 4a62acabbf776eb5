use botrs_secure::prelude::*;

#[derive(Redact)]
#[redact(serialize)]
struct Login {
    #[serde(rename = "login")]
    user: String,
    #[redact]
    password: String,
}

fn main() {}
