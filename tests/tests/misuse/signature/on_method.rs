use botrs_secure::prelude::*;

struct Bot;

impl Bot {
    #[command(public)]
    async fn mute(&self) -> Result<()> {
        Ok(())
    }
}

fn main() {}
