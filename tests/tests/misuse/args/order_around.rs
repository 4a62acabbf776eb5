use botrs_secure::prelude::*;

#[derive(Args)]
struct Period {
    start: Duration,
    length: Option<Duration>,
}

#[derive(Args)]
struct Outer {
    period: Period,
}

#[command(public)]
async fn mute(outer: Outer, level: u8) -> Result<()> {
    let _ = (outer.period.start, outer.period.length, level);
    Ok(())
}

fn main() {}
