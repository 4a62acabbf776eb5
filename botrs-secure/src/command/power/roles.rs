//! Powers over roles.

use std::marker::PhantomData;

use crate::adapter::{Act, Done, RoleInfo, RoleValues};
use crate::command::power::effect::{Effect, guild_of, perform, perform_and};
use crate::command::power::{assert_checks, assert_fresh, name};
use crate::command::{BoxFuture, Checks, GuildRole, Target};
use crate::error::{Error, Result};
use crate::gate::{Denial, Live};
use crate::id::RoleId;
use crate::policy::ManageRoles;

/// The powers over roles; from [`Context::roles`](crate::Context::roles).
pub struct Roles<'a, C> {
    live: Option<&'a Live>,
    command: PhantomData<fn() -> C>,
}

/// What a role is to be.
///
/// ```
/// # use botrs_secure::RoleSettings;
/// let settings = RoleSettings::new().name("帮手").color(0x33_99_ff).hoist(true);
/// ```
#[derive(Debug, Clone, Default)]
pub struct RoleSettings {
    name: Option<String>,
    color: Option<u32>,
    hoist: Option<bool>,
}

/// The platform's colours have an opacity, which is full.
const OPAQUE: u32 = 0xff00_0000;

impl RoleSettings {
    /// Nothing said.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Its name: 1 to 32 characters on one line. It is escaped as replies are.
    #[must_use]
    pub fn name(self, name: impl Into<String>) -> Self {
        Self { name: Some(name.into()), ..self }
    }

    /// Its colour: `0xRRGGBB`, of which the lowest 24 bits count.
    #[must_use]
    pub fn color(self, rgb: u32) -> Self {
        Self { color: Some(rgb & !OPAQUE | OPAQUE), ..self }
    }

    /// Whether its members are listed apart from others.
    #[must_use]
    pub fn hoist(self, hoist: bool) -> Self {
        Self { hoist: Some(hoist), ..self }
    }

    fn is_empty(&self) -> bool {
        self.name.is_none() && self.color.is_none() && self.hoist.is_none()
    }

    /// The whole role: botrs overwrites what is left out, so what is not said is as it was. That includes
    /// a name that would be refused now; escaped once more, it would be another one.
    fn over(self, before: &RoleInfo) -> Result<RoleValues> {
        let name = match self.name {
            Some(name) => name::checked(&name)?,
            None => before.name.clone(),
        };
        let color = self.color.unwrap_or(before.color);
        Ok(RoleValues { name, color, hoist: self.hoist.unwrap_or(before.hoist) })
    }
}

impl<'a, C> Roles<'a, C> {
    pub(crate) fn new(live: Option<&'a Live>) -> Self {
        Self { live, command: PhantomData }
    }

    /// Makes a role in the guild of the call and returns a proof of it.
    ///
    /// To the bot it means nothing until the policy says so. It takes no proof of the caller's, so the
    /// command has to say `fresh`.
    ///
    /// # Errors
    ///
    /// A name that is missing or bad, before anything is asked; a refusal, or what the platform says.
    pub fn create(&self, settings: RoleSettings) -> BoxFuture<'a, Result<GuildRole<'a>>>
    where
        C: Checks<ManageRoles>,
    {
        const {
            assert_checks::<ManageRoles, C>();
            assert_fresh::<C>();
        };
        let nothing = RoleInfo { id: RoleId::new(0), name: String::new(), color: 0, hoist: false };
        let name = Some(settings.name.unwrap_or_default());
        let values = RoleSettings { name, ..settings }.over(&nothing);
        let made = values.as_ref().ok().cloned().unwrap_or_default();
        let effect = values.and_then(|values| {
            let guild = guild_of(self.live).map_err(Error::denied)?;
            let details = described(&values);
            let effect = Effect::new("roles.create", Act::CreateRole { guild, values });
            Ok(effect.details(details))
        });
        perform_and::<ManageRoles, _>(self.live, effect, |live, done| match done {
            Done::Role(id) => proof_of(live, id, made),
            _ => Err(Error::msg("the platform does not say which role it made")),
        })
    }

    /// Changes what is said of a role; what is not said stays as it was when the call was admitted.
    ///
    /// # Errors
    ///
    /// A bad name or no change at all, before anything is asked; a refusal, or what the platform says.
    pub fn edit(&self, role: &GuildRole<'_>, settings: RoleSettings) -> BoxFuture<'a, Result<()>>
    where
        C: Checks<ManageRoles>,
    {
        const { assert_checks::<ManageRoles, C>() };
        let effect = if settings.is_empty() {
            Err(Error::msg("nothing of the role is to be changed"))
        } else {
            settings.over(role.info()).map(|values| {
                let details = format!("role={} {}", role.id(), described(&values));
                let guild = role.bond().guild();
                let act = Act::EditRole { guild, role: role.id(), values };
                Effect::new("roles.edit", act).by([role.bond()]).role(role.id()).details(details)
            })
        };
        perform::<ManageRoles>(self.live, effect)
    }

    /// Deletes a role and takes it from all who have it. It cannot be taken back, and counts in the guild's
    /// bucket.
    ///
    /// # Errors
    ///
    /// A refusal, or what the platform says.
    pub fn delete(&self, role: &GuildRole<'_>) -> BoxFuture<'a, Result<()>>
    where
        C: Checks<ManageRoles>,
    {
        const { assert_checks::<ManageRoles, C>() };
        let (guild, id) = (role.bond().guild(), role.id());
        let effect = Effect::new("roles.delete", Act::DeleteRole { guild, role: id });
        let effect = effect.by([role.bond()]).role(id).details(format!("role={id}"));
        perform::<ManageRoles>(self.live, Ok(effect.destroying(1)))
    }

    /// Gives a role to a member.
    ///
    /// # Errors
    ///
    /// A refusal, or what the platform says.
    pub fn give(&self, target: &Target<'_>, role: &GuildRole<'_>) -> BoxFuture<'a, Result<()>>
    where
        C: Checks<ManageRoles>,
    {
        const { assert_checks::<ManageRoles, C>() };
        let (guild, user, id) = (target.bond().guild(), target.id(), role.id());
        let act = Act::GiveRole { guild, user, role: id };
        perform::<ManageRoles>(self.live, Ok(between("roles.give", target, role, act)))
    }

    /// Takes a role from a member.
    ///
    /// # Errors
    ///
    /// A refusal, or what the platform says.
    pub fn take(&self, target: &Target<'_>, role: &GuildRole<'_>) -> BoxFuture<'a, Result<()>>
    where
        C: Checks<ManageRoles>,
    {
        const { assert_checks::<ManageRoles, C>() };
        let (guild, user, id) = (target.bond().guild(), target.id(), role.id());
        let act = Act::TakeRole { guild, user, role: id };
        perform::<ManageRoles>(self.live, Ok(between("roles.take", target, role, act)))
    }
}

/// What is done to a member and a role.
fn between(action: &'static str, target: &Target<'_>, role: &GuildRole<'_>, act: Act) -> Effect {
    let (user, id) = (target.id(), role.id());
    let effect = Effect::new(action, act).by([target.bond(), role.bond()]).on(user);
    effect.below([user]).role(id).details(format!("role={id}"))
}

/// A proof of a role that was made: the policy may have given its number a meaning in advance.
fn proof_of(live: &Live, id: RoleId, values: RoleValues) -> Result<GuildRole<'_>> {
    if !live.covers(&live.talk.engine.current.load(), id) {
        return Err(Error::denied(Denial::RoleNotBelow));
    }
    let info = RoleInfo { id, name: values.name, color: values.color, hoist: values.hoist };
    GuildRole::made(live, info).map_err(Error::denied)
}

fn described(values: &RoleValues) -> String {
    format!("name={} color={:#010x} hoist={}", values.name, values.color, values.hoist)
}

impl<C> std::fmt::Debug for Roles<'_, C> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Roles")
    }
}
