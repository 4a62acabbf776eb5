use botrs_secure::ArgError;
use botrs_secure::prelude::*;

#[derive(Args)]
struct Period {
    length: Duration,
}

impl FromArg for Period {
    fn from_arg(_: &str) -> std::result::Result<Self, ArgError> {
        unimplemented!()
    }
}

fn main() {}
