//! Rules: a policy whose names are known to be right.

use std::sync::Arc;

use crate::id::{GuildId, RoleId};
use crate::place::Place;
use crate::policy::known::Known;
use crate::policy::restriction::{Restrictions, Tightening};
use crate::policy::tables::Tables;
use crate::policy::{Policy, PolicyError, Role};

/// A policy for the commands of one bot.
#[derive(Debug)]
pub(crate) struct Rules {
    pub(crate) tables: Tables,
    restrictions: Restrictions,
    /// What they were made of: code and the text of a file.
    pub(crate) said: Arc<Policy>,
}

impl Rules {
    pub(super) fn new(
        policy: Policy,
        said: Arc<Policy>,
        known: &dyn Known,
    ) -> Result<Self, PolicyError> {
        let bound = Restrictions::bind(&policy.restrictions, known).map_err(PolicyError::new)?;
        Ok(Self { tables: policy.tables, restrictions: bound, said })
    }

    /// What is asked of a call of the command in a place, beyond what the command does.
    #[inline(always)]
    pub(crate) fn tightening(&self, command: u64, place: &Place) -> Tightening {
        self.restrictions.on(command, place)
    }

    /// What a role of a guild means.
    pub(crate) fn guild_role(&self, guild: GuildId, role: RoleId) -> Role {
        self.tables.guild_role(guild, role)
    }
}
