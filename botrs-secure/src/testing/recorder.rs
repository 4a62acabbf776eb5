//! A platform in memory: it answers what a test told it, and records what it was asked.

use std::collections::HashMap;
use std::sync::Arc;

use botrs::BotApi;
use parking_lot::Mutex;

use crate::adapter::{
    self, Act, Button, ChannelPermissions, Done, MemberInfo, MessageInfo, PlatformError,
    PlatformErrorKind, PressCode, ReplyTo, RoleInfo, Transport,
};
use crate::id::{ChannelId, GuildId, MessageId, RoleId, UserId};
use crate::place::{PersonId, Place};

/// What the platform was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Request {
    /// The roles of a member.
    Member {
        /// Of this guild.
        guild: GuildId,
        /// This one.
        user: UserId,
    },
    /// The roles of a guild.
    Roles {
        /// This one.
        guild: GuildId,
    },
    /// What a member may do in a channel.
    ChannelPermissions {
        /// In this one.
        channel: ChannelId,
        /// This one.
        user: UserId,
    },
    /// The guild of a channel.
    Channel {
        /// This one.
        channel: ChannelId,
    },
    /// A message.
    Message {
        /// Of this channel.
        channel: ChannelId,
        /// This one.
        id: MessageId,
    },
    /// What a power does.
    Act(Act),
    /// A reply.
    Send {
        /// Where.
        place: Place,
        /// To this message.
        message: MessageId,
        /// Which reply to it, from 1.
        seq: u32,
        /// The text as it goes over the wire.
        text: String,
    },
    /// A button under a reply.
    Button {
        /// Where.
        place: Place,
        /// To this message.
        message: MessageId,
        /// What it says to the bot.
        data: String,
        /// Who may press it, as far as clients go; none for all.
        only: Option<PersonId>,
    },
    /// What whoever pressed a button is told.
    Answer {
        /// Of this press.
        press: String,
        /// This.
        code: PressCode,
    },
    /// A message that answers none.
    Post {
        /// To this channel.
        channel: ChannelId,
        /// The text as it goes over the wire.
        text: String,
    },
}

impl Request {
    /// Whether it changes something for somebody: neither a look-up nor a reply.
    #[must_use]
    pub fn is_effect(&self) -> bool {
        matches!(self, Self::Act(_))
    }
}

/// How requests of one kind fail.
#[derive(Debug, Clone, Copy)]
pub enum Failing {
    /// With this answer.
    With(PlatformErrorKind),
    /// With no answer, ever.
    Never,
}

/// The colour of roles, where nothing says another.
const COLOR: u32 = 0xff00_ddf1;
/// The roles that every guild has.
const PLATFORM_ROLES: [(u64, &str); 4] =
    [(1, "普通成员"), (2, "管理员"), (4, "频道主"), (5, "子频道管理员")];

fn platform_role((id, name): (u64, &str)) -> RoleInfo {
    RoleInfo { id: RoleId::new(id), name: name.to_owned(), color: COLOR, hoist: false }
}

/// A platform in memory.
#[derive(Debug, Default)]
pub struct Recorder {
    world: Mutex<World>,
}

#[derive(Debug, Default)]
struct World {
    members: HashMap<(GuildId, UserId), Vec<RoleId>>,
    roles: HashMap<GuildId, Vec<RoleInfo>>,
    channels: HashMap<ChannelId, GuildId>,
    permissions: HashMap<(ChannelId, UserId), ChannelPermissions>,
    messages: HashMap<MessageId, (ChannelId, GuildId, Option<UserId>)>,
    lookups_fail: Option<Failing>,
    places_fail: Option<Failing>,
    effects_fail: Option<Failing>,
    posts_fail: Option<Failing>,
    buttons_fail: Option<Failing>,
    /// Whom the platform leaves out of a mute of several.
    left_out: Vec<UserId>,
    unchecked: Option<Arc<BotApi>>,
    requests: Vec<Request>,
    #[cfg(test)]
    door: Option<std::sync::Arc<tokio::sync::Semaphore>>,
}

/// The ids of what is made here.
const MADE_CHANNEL: ChannelId = ChannelId::new(70_001);
const MADE_ROLE: RoleId = RoleId::new(70_002);

impl World {
    fn done(&self, act: &Act) -> Done {
        match act {
            Act::CreateChannel { .. } => Done::Channel(MADE_CHANNEL),
            Act::CreateRole { .. } => Done::Role(MADE_ROLE),
            Act::MuteMany { users, .. } => {
                let left_in = |user: &&UserId| !self.left_out.contains(user);
                Done::Members(users.iter().filter(left_in).copied().collect())
            }
            _ => Done::Plainly,
        }
    }
}

impl Recorder {
    /// Leaves somebody out of mutes of several, as the platform does with administrators.
    pub fn leave_out(&self, user: UserId) {
        self.world.lock().left_out.push(user);
    }

    /// Makes somebody a member of a guild, with these roles; a second time changes them.
    pub fn set_member(&self, guild: GuildId, user: UserId, roles: &[u64]) {
        let roles = roles.iter().copied().map(RoleId::new).collect();
        self.world.lock().members.insert((guild, user), roles);
    }

    /// Adds a role to those that a guild has anyway: 1, 2, 4 and 5.
    pub fn set_role(&self, guild: GuildId, role: u64, name: &str) {
        let role =
            RoleInfo { id: RoleId::new(role), name: name.to_owned(), color: COLOR, hoist: false };
        self.world.lock().roles.entry(guild).or_default().push(role);
    }

    /// Says what somebody may do in a channel: a sum of 1 (view), 2 (manage) and 4 (speak).
    pub fn set_channel_permissions(&self, channel: ChannelId, user: UserId, bits: u64) {
        let bits = ChannelPermissions::from_bits(bits);
        self.world.lock().permissions.insert((channel, user), bits);
    }

    /// Says to which guild a channel belongs.
    pub fn set_channel(&self, channel: ChannelId, guild: GuildId) {
        self.world.lock().channels.insert(channel, guild);
    }

    /// Keeps a message that can be quoted.
    pub fn set_message(&self, id: &MessageId, channel: ChannelId, guild: GuildId, author: UserId) {
        self.world.lock().messages.insert(id.clone(), (channel, guild, Some(author)));
    }

    /// Keeps a message of which the author is not told.
    pub fn set_anonymous_message(&self, id: &MessageId, channel: ChannelId, guild: GuildId) {
        self.world.lock().messages.insert(id.clone(), (channel, guild, None));
    }

    /// Lets look-ups fail, or succeed again.
    pub fn fail_lookups(&self, failing: Option<Failing>) {
        self.world.lock().lookups_fail = failing;
    }

    /// Lets look-ups of channels, messages and roles fail, or succeed again.
    pub fn fail_places(&self, failing: Option<Failing>) {
        self.world.lock().places_fail = failing;
    }

    /// Lets what powers do fail, or succeed again.
    pub fn fail_effects(&self, failing: Option<Failing>) {
        self.world.lock().effects_fail = failing;
    }

    /// Lets messages that answer none fail, or succeed again.
    pub fn fail_posts(&self, failing: Option<Failing>) {
        self.world.lock().posts_fail = failing;
    }

    /// Lets buttons fail, or succeed again.
    pub fn fail_buttons(&self, failing: Option<Failing>) {
        self.world.lock().buttons_fail = failing;
    }

    /// Gives it an API that the commands may take past every check.
    #[cfg(test)]
    pub(crate) fn set_unchecked(&self, api: BotApi) {
        self.world.lock().unchecked = Some(Arc::new(api));
    }

    /// Everything asked so far, in order.
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        self.world.lock().requests.clone()
    }

    /// Lets each look-up wait for a permit before it is answered.
    #[cfg(test)]
    pub(crate) fn hold_lookups(&self, door: Option<std::sync::Arc<tokio::sync::Semaphore>>) {
        self.world.lock().door = door;
    }

    #[cfg(test)]
    async fn stand_at_the_door(&self, is_look_up: bool) {
        let door = self.world.lock().door.clone().filter(|_| is_look_up);
        if let Some(door) = door {
            door.acquire().await.expect("closed so that this panics").forget();
        }
    }

    /// Records a request, then answers or fails as it was told.
    async fn ask<T>(
        &self,
        request: Request,
        answer: impl FnOnce(&World) -> Option<T>,
    ) -> Result<T, PlatformError> {
        #[cfg(test)]
        let is_look_up = !request.is_effect()
            && !matches!(
                request,
                Request::Send { .. } | Request::Answer { .. } | Request::Button { .. }
            );
        let failing = {
            let mut world = self.world.lock();
            let failing = match request {
                Request::Send { .. } | Request::Answer { .. } => None,
                Request::Button { .. } => world.buttons_fail,
                Request::Post { .. } => world.posts_fail,
                _ if request.is_effect() => world.effects_fail,
                Request::Channel { .. } | Request::Message { .. } | Request::Roles { .. } => {
                    world.places_fail.or(world.lookups_fail)
                }
                _ => world.lookups_fail,
            };
            world.requests.push(request);
            failing
        };
        match failing {
            Some(Failing::With(kind)) => return Err(PlatformError::new(kind, "as the test says")),
            Some(Failing::Never) => std::future::pending::<()>().await,
            None => {}
        }
        #[cfg(test)]
        self.stand_at_the_door(is_look_up).await;
        let unknown =
            || PlatformError::new(PlatformErrorKind::NotFound, "the test knows no such thing");
        answer(&self.world.lock()).ok_or_else(unknown)
    }
}

impl Transport for Recorder {
    fn member(&self, guild: GuildId, user: UserId) -> adapter::Request<'_, MemberInfo> {
        Box::pin(self.ask(Request::Member { guild, user }, move |world| {
            world.members.get(&(guild, user)).map(|roles| MemberInfo { roles: roles.clone() })
        }))
    }

    fn guild_roles(&self, guild: GuildId) -> adapter::Request<'_, Vec<RoleInfo>> {
        Box::pin(self.ask(Request::Roles { guild }, move |world| {
            let own = world.roles.get(&guild).into_iter().flatten().cloned();
            Some(PLATFORM_ROLES.into_iter().map(platform_role).chain(own).collect())
        }))
    }

    fn channel_permissions(
        &self,
        channel: ChannelId,
        user: UserId,
    ) -> adapter::Request<'_, ChannelPermissions> {
        Box::pin(self.ask(Request::ChannelPermissions { channel, user }, move |world| {
            world.permissions.get(&(channel, user)).copied()
        }))
    }

    fn channel_guild(&self, channel: ChannelId) -> adapter::Request<'_, GuildId> {
        Box::pin(
            self.ask(Request::Channel { channel }, move |world| {
                world.channels.get(&channel).copied()
            }),
        )
    }

    fn message<'a>(
        &'a self,
        channel: ChannelId,
        id: &'a MessageId,
    ) -> adapter::Request<'a, MessageInfo> {
        Box::pin(self.ask(Request::Message { channel, id: id.clone() }, move |world| {
            let &(channel, guild, author) = world.messages.get(id)?;
            Some(MessageInfo { id: id.clone(), channel, guild, author })
        }))
    }

    fn act<'a>(&'a self, act: &'a Act) -> adapter::Request<'a, Done> {
        Box::pin(self.ask(Request::Act(act.clone()), move |world| Some(world.done(act))))
    }

    fn send<'a>(&'a self, to: ReplyTo<'a>, text: &'a str) -> adapter::Request<'a, ()> {
        let request = Request::Send {
            place: *to.place,
            message: to.message.clone(),
            seq: to.seq,
            text: text.to_owned(),
        };
        Box::pin(self.ask(request, |_| Some(())))
    }

    fn send_button<'a>(
        &'a self,
        to: ReplyTo<'a>,
        button: &'a Button<'a>,
    ) -> adapter::Request<'a, ()> {
        let (place, message) = (*to.place, to.message.clone());
        let (data, only) = (button.data.to_owned(), button.only);
        Box::pin(self.ask(Request::Button { place, message, data, only }, |_| Some(())))
    }

    fn answer<'a>(
        &'a self,
        press: &'a adapter::InteractionId,
        code: PressCode,
    ) -> adapter::Request<'a, ()> {
        Box::pin(self.ask(Request::Answer { press: press.to_string(), code }, |_| Some(())))
    }

    fn post<'a>(&'a self, channel: ChannelId, text: &'a str) -> adapter::Request<'a, ()> {
        let request = Request::Post { channel, text: text.to_owned() };
        Box::pin(self.ask(request, |_| Some(())))
    }

    fn unchecked(&self) -> Option<Arc<BotApi>> {
        self.world.lock().unchecked.clone()
    }
}
