use botrs_secure::prelude::*;

#[derive(Args)]
struct Period {
    start: Option<Duration>,
    length: Duration,
}

#[derive(Args)]
struct Search {
    #[rest]
    text: String,
    #[flag]
    exact: bool,
}

#[command(public)]
async fn mute(period: Period) -> Result<()> {
    let _ = (period.start, period.length);
    Ok(())
}

#[command(public)]
async fn find(search: Search) -> Result<()> {
    let _ = (search.text, search.exact);
    Ok(())
}

fn main() {}
