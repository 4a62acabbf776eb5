//! Powers over channels.

use std::marker::PhantomData;

use crate::adapter::{Act, ChannelPermissions, ChannelValues, Done};
use crate::command::power::effect::{Effect, guild_of, perform, perform_and};
use crate::command::power::{assert_checks, assert_fresh, name};
use crate::command::{Bond, BoxFuture, Channel, Checks, GuildRole, Target};
use crate::error::{Error, Result};
use crate::gate::Live;
use crate::policy::ManageChannels;

/// The powers over channels; from [`Context::channels`](crate::Context::channels).
pub struct Channels<'a, C> {
    live: Option<&'a Live>,
    command: PhantomData<fn() -> C>,
}

/// What a channel is to be.
///
/// ```
/// # use botrs_secure::ChannelSettings;
/// let settings = ChannelSettings::new().name("公告").position(1);
/// ```
#[derive(Debug, Clone, Default)]
pub struct ChannelSettings {
    name: Option<String>,
    values: ChannelValues,
    proofs: Vec<Bond>,
}

/// The platform's numbers of kinds of channels.
const VOICE: u32 = 2;
const CATEGORY: u32 = 4;

impl ChannelSettings {
    /// Nothing said: of a new channel, a text channel.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Its name: 1 to 32 characters on one line. It is escaped as replies are.
    #[must_use]
    pub fn name(self, name: impl Into<String>) -> Self {
        Self { name: Some(name.into()), ..self }
    }

    /// A channel for voice.
    #[must_use]
    pub fn voice(mut self) -> Self {
        self.values.kind = Some(VOICE);
        self
    }

    /// A category, in which other channels are.
    #[must_use]
    pub fn category(mut self) -> Self {
        self.values.kind = Some(CATEGORY);
        self
    }

    /// In this category.
    #[must_use]
    pub fn parent(mut self, category: &Channel<'_>) -> Self {
        self.values.parent = Some(category.id());
        self.proofs.push(category.bond());
        self
    }

    /// At this place among the others, from 1. botrs leaves out a 0, so that it changes nothing.
    #[must_use]
    pub fn position(mut self, position: u32) -> Self {
        self.values.position = Some(position);
        self
    }

    /// Seen by the owner and administrators only. botrs cannot say the opposite.
    #[must_use]
    pub fn only_admins(mut self) -> Self {
        self.values.only_admins = true;
        self
    }

    fn checked(self) -> Result<(ChannelValues, Vec<Bond>)> {
        let name = self.name.as_deref().map(name::checked).transpose()?;
        Ok((ChannelValues { name, ..self.values }, self.proofs))
    }
}

impl<'a, C> Channels<'a, C> {
    pub(crate) fn new(live: Option<&'a Live>) -> Self {
        Self { live, command: PhantomData }
    }

    /// Makes a channel in the guild of the call and returns a proof of it.
    ///
    /// It takes no proof of the caller's, so the command has to say `fresh`.
    ///
    /// # Errors
    ///
    /// A name that is missing or bad, before anything is asked; a refusal, or what the platform says.
    pub fn create(&self, settings: ChannelSettings) -> BoxFuture<'a, Result<Channel<'a>>>
    where
        C: Checks<ManageChannels>,
    {
        const {
            assert_checks::<ManageChannels, C>();
            assert_fresh::<C>();
        };
        let effect = settings.checked().and_then(|(values, proofs)| {
            if values.name.is_none() {
                return Err(Error::msg("a new channel needs a name"));
            }
            let details = described(&values);
            let guild = guild_of(self.live).map_err(Error::denied)?;
            let effect = Effect::new("channels.create", Act::CreateChannel { guild, values });
            Ok(effect.by(proofs).details(details))
        });
        perform_and::<ManageChannels, _>(self.live, effect, |live, done| match done {
            Done::Channel(id) => Channel::made(live, id).map_err(Error::denied),
            _ => Err(Error::msg("the platform does not say which channel it made")),
        })
    }

    /// Changes what is said of a channel; what is not said stays.
    ///
    /// # Errors
    ///
    /// A bad name or no change at all, before anything is asked; a refusal, or what the platform says.
    pub fn edit(
        &self,
        channel: &Channel<'_>,
        settings: ChannelSettings,
    ) -> BoxFuture<'a, Result<()>>
    where
        C: Checks<ManageChannels>,
    {
        const { assert_checks::<ManageChannels, C>() };
        let (id, bond) = (channel.id(), channel.bond());
        let effect = settings.checked().and_then(|(values, proofs)| {
            if values == ChannelValues::default() {
                return Err(Error::msg("nothing of the channel is to be changed"));
            }
            let details = format!("channel=<#{id}> {}", described(&values));
            let effect = Effect::new("channels.edit", Act::EditChannel { channel: id, values });
            Ok(effect.by(proofs.into_iter().chain([bond])).details(details))
        });
        perform::<ManageChannels>(self.live, effect)
    }

    /// Deletes a channel with all that is in it. It cannot be taken back, and counts in the guild's bucket.
    ///
    /// # Errors
    ///
    /// A refusal, or what the platform says.
    pub fn delete(&self, channel: &Channel<'_>) -> BoxFuture<'a, Result<()>>
    where
        C: Checks<ManageChannels>,
    {
        const { assert_checks::<ManageChannels, C>() };
        let id = channel.id();
        let effect = Effect::new("channels.delete", Act::DeleteChannel { channel: id });
        let effect = effect.by([channel.bond()]).details(format!("channel=<#{id}>"));
        perform::<ManageChannels>(self.live, Ok(effect.destroying(1)))
    }

    /// Allows a member something in a channel, and takes something else from them; the rest stays.
    ///
    /// # Errors
    ///
    /// Where nothing is said, one thing is said both ways, or [`MANAGE`](ChannelPermissions::MANAGE) is,
    /// which the platform does not change in this way; a refusal, or what the platform says.
    pub fn set_member_permissions(
        &self,
        channel: &Channel<'_>,
        target: &Target<'_>,
        allow: ChannelPermissions,
        deny: ChannelPermissions,
    ) -> BoxFuture<'a, Result<()>>
    where
        C: Checks<ManageChannels>,
    {
        const { assert_checks::<ManageChannels, C>() };
        let (id, user) = (channel.id(), target.id());
        let bonds = [channel.bond(), target.bond()];
        let effect = sensible(allow, deny).map(|said| {
            let act = Act::SetMemberPermissions { channel: id, user, allow, deny };
            let effect = Effect::new("channels.set_member_permissions", act).by(bonds).on(user);
            effect.below([user]).details(format!("channel=<#{id}> {said}"))
        });
        perform::<ManageChannels>(self.live, effect)
    }

    /// The same for a role.
    ///
    /// # Errors
    ///
    /// As for [a member](Self::set_member_permissions).
    pub fn set_role_permissions(
        &self,
        channel: &Channel<'_>,
        role: &GuildRole<'_>,
        allow: ChannelPermissions,
        deny: ChannelPermissions,
    ) -> BoxFuture<'a, Result<()>>
    where
        C: Checks<ManageChannels>,
    {
        const { assert_checks::<ManageChannels, C>() };
        let (channel_id, role_id) = (channel.id(), role.id());
        let bonds = [channel.bond(), role.bond()];
        let effect = sensible(allow, deny).map(|said| {
            let act = Act::SetRolePermissions { channel: channel_id, role: role_id, allow, deny };
            let effect = Effect::new("channels.set_role_permissions", act).by(bonds).role(role_id);
            effect.details(format!("channel=<#{channel_id}> role={role_id} {said}"))
        });
        perform::<ManageChannels>(self.live, effect)
    }
}

/// What is allowed and denied, for the records, if it can be.
fn sensible(allow: ChannelPermissions, deny: ChannelPermissions) -> Result<String> {
    if (allow | deny).contains(ChannelPermissions::MANAGE) {
        return Err(Error::msg("who manages a channel is not set in this way"));
    }
    if allow.intersects(deny) {
        return Err(Error::msg("the same is allowed and denied"));
    }
    if (allow | deny).is_empty() {
        return Err(Error::msg("nothing is allowed or denied"));
    }
    Ok(format!("allow={} deny={}", allow.bits(), deny.bits()))
}

fn described(values: &ChannelValues) -> String {
    let mut said = Vec::new();
    said.extend(values.name.as_ref().map(|name| format!("name={name}")));
    said.extend(values.kind.map(|kind| format!("kind={kind}")));
    said.extend(values.parent.map(|parent| format!("parent=<#{parent}>")));
    said.extend(values.position.map(|position| format!("position={position}")));
    said.extend(values.only_admins.then(|| "only_admins".to_owned()));
    said.join(" ")
}

impl<C> std::fmt::Debug for Channels<'_, C> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Channels")
    }
}
