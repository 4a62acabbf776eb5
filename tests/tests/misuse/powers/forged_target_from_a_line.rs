use botrs_secure::expansion::{Argument, Denial, Line, ParamSpec};
use botrs_secure::prelude::*;

struct Own(Target<'static>);

impl Argument for Own {
    const ARGUMENT: ParamSpec = ParamSpec::group(&[]);

    fn from_line(line: &mut Line<'_>, spec: &ParamSpec) -> std::result::Result<Self, Denial> {
        <Target<'static> as Argument>::from_line(line, spec).map(Self)
    }
}

fn main() {}
