//! What stands in the `#[validate(..)]` of a whole struct or function.

use botrs_secure::prelude::*;

#[derive(Validate)]
#[validate(crate)]
struct A {
    #[validate(url)]
    a: String,
}

#[derive(Validate)]
#[validate(crate("::bots"))]
struct B {
    #[validate(url)]
    a: String,
}

#[derive(Validate)]
#[validate(crate = "::bots")]
struct C {
    #[validate(url)]
    a: String,
}

#[derive(Validate)]
#[validate(crate = 5)]
struct D {
    #[validate(url)]
    a: String,
}

#[derive(Validate)]
#[validate(crate = bots)]
struct E {
    #[validate(url)]
    a: String,
}

#[derive(Validate)]
#[validate(crate = ::botrs_secure, crate = ::botrs_secure)]
struct F {
    #[validate(url)]
    a: String,
}

#[derive(Validate)]
#[validate(crates = ::bots)]
struct G {
    #[validate(url)]
    a: String,
}

#[derive(Validate)]
#[validate(crate = ::botrs_secure::<u8>)]
struct H {
    #[validate(url)]
    a: String,
}

#[derive(Validate)]
#[validate]
struct I {
    #[validate(url)]
    a: String,
}

#[validate(crate)]
fn j(#[validate(url)] x: String) -> std::result::Result<(), ValidationError> {
    drop(x);
    Ok(())
}

fn main() {}
