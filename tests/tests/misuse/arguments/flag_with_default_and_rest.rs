use botrs_secure::prelude::*;

#[command(public)]
async fn mute(
    #[flag]
    #[arg(default = true)]
    silent: bool,
    #[rest]
    #[flag]
    loud: bool,
    #[flag(on)] other: bool,
) -> Result<()> {
    let _ = (silent, loud, other);
    Ok(())
}

fn main() {}
