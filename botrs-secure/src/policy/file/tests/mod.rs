//! Tests of the policy file, a file a theme.

mod good;
mod hostile;
mod load;
mod mistakes;
mod reference;
mod template;

use crate::command::Registry;
use crate::policy::Rules;
use crate::policy::restriction::Tightening;
use crate::prelude::*;
use crate::{PolicyError, Restriction};

#[derive(Permission)]
#[permission(name = "file-tests.trade")]
struct Trade;

/// Buy shares.
#[command(perm = Trade)]
async fn buy(_ctx: Context<'_, buy>) -> Result<()> {
    Ok(())
}

/// Ban a member.
#[command(perm = BanMembers, aliases("封禁"), cooldown = "30s")]
async fn ban(_ctx: Context<'_, ban>) -> Result<()> {
    Ok(())
}

/// Show settings.
#[command(perm = ManageGuild, subcommands(set))]
async fn config(_ctx: Context<'_, config>) -> Result<()> {
    Ok(())
}

/// Change a setting.
#[command(perm = ManageGuild)]
async fn set(_ctx: Context<'_, set>) -> Result<()> {
    Ok(())
}

const OPENID: &str = "0123456789abcdef0123456789ABCDEF";

fn openid() -> OpenId {
    OPENID.parse().unwrap()
}

fn user(id: u64) -> PersonId {
    PersonId::User(UserId::new(id))
}

fn registry() -> Registry {
    let mut registry = Registry::default();
    for spec in commands![buy, ban, config] {
        registry.add(spec).unwrap();
    }
    registry
}

/// The rules of a text with the names above.
fn rules(text: &str) -> Result<Rules, PolicyError> {
    Policy::parse(text)?.rules(&registry())
}

fn in_channel(guild: u64, channel: u64) -> Place {
    Place::Guild { guild: GuildId::new(guild), channel: ChannelId::new(channel) }
}

/// What is asked of a command in a place.
fn on(rules: &Rules, command: &str, place: Place) -> Tightening {
    let registry = registry();
    let command = registry.iter().find(|known| known.name == command).unwrap();
    rules.tightening(command.number, &place)
}
