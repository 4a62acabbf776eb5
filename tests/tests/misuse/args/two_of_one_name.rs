use botrs_secure::prelude::*;

#[derive(Args)]
struct Period {
    start: Duration,
    #[arg(name = "start")]
    begin: Duration,
}

#[derive(Args)]
struct Outer {
    length: Duration,
}

#[command(public)]
async fn mute(length: u8, outer: Outer, period: Period) -> Result<()> {
    let _ = (length, outer.length, period.start, period.begin);
    Ok(())
}

fn main() {}
