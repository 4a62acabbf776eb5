//! `#[cfg]` and `#[cfg_attr]` on commands and in them.
#![deny(warnings)]

use botrs_secure::prelude::*;
use botrs_secure::testing::{Caller, Harness};
use botrs_secure::{Command, CommandSpec};

#[cfg(all())]
#[command(public, name = "which")]
async fn which() -> Result<Reply> {
    Ok(reply!("this"))
}

#[cfg(any())]
#[command(public, name = "which")]
async fn which() -> Result<Reply> {
    this_does_not_exist()
}

#[cfg_attr(all(), command(public))]
#[cfg_attr(all(), doc = "Documented.")]
async fn documented() -> Result<Reply> {
    #[cfg(all())]
    let text = "with";
    #[cfg(not(all()))]
    let text = "without";
    Ok(reply!("{text}"))
}

/// Lists by build are made of lists.
fn list() -> Vec<&'static CommandSpec> {
    let mut list = commands![which, documented].to_vec();
    if cfg!(any()) {
        list.clear();
    }
    #[cfg(all())]
    list.extend(commands![more::extra]);
    list
}

#[cfg(all())]
mod more {
    use botrs_secure::prelude::*;

    #[command(public)]
    #[cfg(all())]
    pub(crate) async fn extra() -> Result<Reply> {
        Ok(reply!("extra"))
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(documented::SPEC.help(), "Documented.");
    let list: &'static [&'static CommandSpec] = list().leak();
    let bot = Harness::new(|bot| bot.commands(list));
    let caller = Caller::guild(1, &[]);
    for (text, reply) in [("/which", "this"), ("/documented", "with"), ("/extra", "extra")] {
        assert_eq!(bot.send(&caller, text).await.expect("a command").replies, [reply]);
    }
}
