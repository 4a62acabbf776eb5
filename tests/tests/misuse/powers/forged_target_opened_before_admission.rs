use botrs_secure::prelude::*;

use botrs_secure::expansion::{Access, Answer, BoxFuture, Call, Command, CommandSpec, Param};

enum Forged {}

impl Command for Forged {
    const SPEC: CommandSpec = CommandSpec::new::<Self>("forged", "forged", Access::Public);

    fn run<'a>(mut call: Call<'a, Self>) -> BoxFuture<'a, Answer> {
        Box::pin(async move {
            let pending = <Target<'_> as Param<'_, Self>>::take(&mut call, 0)?;
            let parsed = call.parsed()?;
            drop(<Target<'_> as Param<'_, Self>>::open(pending, &parsed)?);
            Ok(None)
        })
    }
}

fn main() {}
