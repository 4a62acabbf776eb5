//! Stage 1, source: bots, the bot itself and places that are not trusted.

use crate::adapter::Incoming;
use crate::engine::Engine;
use crate::gate::denial::Denial;
use crate::place::{PersonId, Place};
use crate::policy::InForce;

/// A message of a person in a trusted place: what routing takes, so that this stage comes first.
#[derive(Clone, Copy)]
pub(crate) struct Sourced<'m>(&'m Incoming);

impl<'m> Sourced<'m> {
    pub(crate) fn incoming(self) -> &'m Incoming {
        self.0
    }
}

pub(crate) fn check<'m>(
    engine: &Engine,
    in_force: &InForce,
    incoming: &'m Incoming,
) -> Result<Sourced<'m>, Denial> {
    if incoming.is_bot || is_self(engine, incoming) {
        return Err(Denial::FromBot);
    }
    if !in_force.rules.tables.trusts(&incoming.place) {
        engine.note_untrusted(&incoming.place);
        return Err(Denial::UntrustedPlace);
    }
    Ok(Sourced(incoming))
}

fn is_self(engine: &Engine, incoming: &Incoming) -> bool {
    match incoming.person {
        PersonId::User(user) => engine.me == user,
        PersonId::Open(person) => incoming.own_openid == Some(person),
    }
}

/// What would trust the place, in the policy's file or in code.
pub(crate) fn trusting_line(place: &Place, in_file: bool) -> String {
    if in_file {
        let line = match place {
            Place::Guild { guild, .. } | Place::Direct { source: Some(guild), .. } => {
                format!("guilds = [\"{guild}\"]")
            }
            Place::Direct { source: None, .. } => "direct = true".into(),
            Place::Group { group } => format!("groups = [\"{group}\"]"),
            Place::C2c { .. } => "c2c = true".into(),
        };
        return format!("[trust] {line}");
    }
    match place {
        Place::Guild { guild, .. } | Place::Direct { source: Some(guild), .. } => {
            format!(".trust_guild(GuildId::new({guild}))")
        }
        Place::Direct { source: None, .. } => ".trust_direct()".into(),
        Place::Group { group } => format!(".trust_group(\"{group}\".parse()?)"),
        Place::C2c { .. } => ".trust_c2c()".into(),
    }
}
