//! Rules: a policy whose names are known to be right.

use crate::id::{GuildId, RoleId};
use crate::place::Place;
use crate::policy::known::Known;
use crate::policy::restriction::{Restriction, Restrictions, Tightening};
use crate::policy::tables::Tables;
use crate::policy::{PolicyError, Role};

/// A policy for the commands of one bot.
#[derive(Debug)]
pub(crate) struct Rules {
    pub(crate) tables: Tables,
    restrictions: Restrictions,
}

impl Rules {
    pub(super) fn new(
        tables: Tables,
        restrictions: &[Restriction],
        known: &dyn Known,
    ) -> Result<Self, PolicyError> {
        let restrictions = Restrictions::bind(restrictions, known).map_err(PolicyError::new)?;
        Ok(Self { tables, restrictions })
    }

    /// What is asked of a call of the command in a place, beyond what the command does.
    pub(crate) fn tightening(&self, command: u64, place: &Place) -> Tightening {
        self.restrictions.on(command, place)
    }

    /// What a role of a guild means.
    pub(crate) fn guild_role(&self, guild: GuildId, role: RoleId) -> Role {
        self.tables.guild_role(guild, role)
    }
}
