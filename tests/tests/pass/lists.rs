//! Lists: of every kind of argument, through an alias, with rules, before what is not typed.
#![deny(warnings)]

use botrs_secure::prelude::*;

#[derive(Choice)]
enum Colour {
    Red,
    Green,
}

type Tags = Vec<String>;

#[command(public)]
async fn tag(
    user: UserId,
    #[validate(length(min = 1, max = 5), each(length(max = 20)))] tags: Tags,
    _ctx: Context<'_, tag>,
) -> Result<Reply> {
    Ok(reply!("{user} {}", tags.join(", ")))
}

#[command(public, check = has_some(colours))]
async fn paint(#[flag] bright: bool, colours: Vec<Colour>) -> Result<Reply> {
    Ok(reply!("{} {}", u64::from(bright), colours.len()))
}

async fn has_some(_: Context<'_>, colours: &[Colour]) -> bool {
    !colours.is_empty()
}

fn main() {
    assert_eq!(commands![tag, paint].len(), 2);
}
