//! Answers to bodies that fail, in every form.
#![deny(warnings, missing_docs, unreachable_pub, rust_2018_idioms, unused_qualifications)]
#![deny(missing_debug_implementations, missing_copy_implementations, single_use_lifetimes)]

use botrs_secure::prelude::*;

mod errors {
    use botrs_secure::prelude::*;
    use botrs_secure::{Error, PlatformErrorKind};

    pub(crate) async fn explain(ctx: Context<'_>, error: &Error) -> Result<Reply> {
        ctx.reply("one moment").await?;
        match error.platform().map(botrs_secure::PlatformError::kind) {
            Some(PlatformErrorKind::RateLimited) => Ok(reply!("QQ 限流了，请稍后再试")),
            _ => Err(Error::msg("nothing to say")),
        }
    }

    pub(crate) async fn note<'a>(
        _ctx: Context<'a>,
        _error: &'a Error,
    ) -> Result<(), std::io::Error> {
        Ok(())
    }

    pub(crate) fn boxed<'a>(
        _ctx: Context<'a>,
        _error: &'a Error,
    ) -> std::pin::Pin<Box<dyn Future<Output = Result<Reply>> + Send + 'a>> {
        Box::pin(async { Ok(Reply::text("x")) })
    }

    pub(crate) struct Handlers;

    impl Handlers {
        pub(crate) async fn any(_ctx: Context<'_>, _error: &Error) -> Result<()> {
            Ok(())
        }
    }
}

use errors::Handlers;

#[command(public, on_error = errors::explain)]
async fn by_path() -> Result<()> {
    Ok(())
}

#[command(public, on_error = errors::note, check = is_open)]
async fn beside_a_check(_ctx: Context<'_, beside_a_check>) -> Result<Reply> {
    Ok(Reply::text("x"))
}

async fn is_open(_ctx: Context<'_>) -> bool {
    true
}

#[command(public, on_error = errors::boxed)]
async fn by_plain_function() -> Result<()> {
    Ok(())
}

#[command(public, on_error = Handlers::any)]
async fn by_method() -> Result<()> {
    Ok(())
}

fn main() {
    assert_eq!(commands![by_path, beside_a_check, by_plain_function, by_method].len(), 4);
}
