use botrs_secure::prelude::*;

#[derive(Args)]
#[arg(max = "7d")]
struct Period {
    #[arg(mux = "7d")]
    length: Duration,
    #[validate(custom = is_after, with(lenght))]
    end: Duration,
    #[flag]
    loud: u8,
}

fn is_after(end: &Duration, length: &Duration) -> bool {
    end > length
}

#[command(public)]
async fn mute(period: Period) -> Result<()> {
    let _ = (period.length, period.end, period.loud);
    Ok(())
}

fn main() {}
