use botrs_secure::ArgError;
use botrs_secure::prelude::*;

impl FromArg for Target<'static> {
    fn from_arg(_: &str) -> std::result::Result<Self, ArgError> {
        unimplemented!()
    }
}

fn main() {}
