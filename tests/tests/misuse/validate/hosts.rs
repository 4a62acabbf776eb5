use botrs_secure::prelude::*;

#[derive(Validate)]
struct Hosts {
    #[validate(url(allow("https://github.com")))]
    a: String,
    #[validate(url(allow("*.github.com")))]
    b: String,
    #[validate(url(allow("127.0.0.1")))]
    c: String,
    #[validate(url(allow("github.com:443")))]
    d: String,
    #[validate(url(allow("com")))]
    e: String,
    #[validate(url(allow("github.com", "GitHub.com")))]
    f: String,
    #[validate(url(allow()))]
    g: String,
    #[validate(url())]
    h: String,
    #[validate(url(allow = "github.com"))]
    i: String,
    #[validate(url(hosts("github.com")))]
    j: String,
    #[validate(url("github.com"))]
    k: String,
    #[validate(url = "github.com")]
    l: String,
}

fn main() {}
