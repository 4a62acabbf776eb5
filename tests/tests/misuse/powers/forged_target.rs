use botrs_secure::prelude::*;

use botrs_secure::expansion::{Access, Answer, BoxFuture, Call, Command, CommandSpec, Param};

enum Forged {}

impl Command for Forged {
    const SPEC: CommandSpec = CommandSpec::new::<Self>("forged", "forged", Access::Public);

    fn run<'a>(mut call: Call<'a, Self>) -> BoxFuture<'a, Answer> {
        Box::pin(async move {
            let pending = <Target<'_> as Param<'_, Self>>::take(&mut call, 0)?;
            use_it(pending.0);
            Ok(None)
        })
    }
}

fn use_it(target: Target<'_>) {
    drop(target);
}

fn main() {}
