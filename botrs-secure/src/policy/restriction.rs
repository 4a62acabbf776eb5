//! Restrictions: where commands are stricter than their attributes say. Nothing here can loosen.

use std::time::Duration;

use rustc_hash::FxHashMap;

use crate::id::{ChannelId, GuildId, OpenId};
use crate::place::Place;
use crate::policy::known::{Known, KnownCommand};
use crate::policy::{Mistake, Permission, PermissionSet, Position};

/// Makes commands stricter: everywhere, in a guild, a channel or a group; one command or all of them.
///
/// ```
/// use std::time::Duration;
/// use botrs_secure::{BanMembers, GuildId, Policy, Restriction};
///
/// let guild = GuildId::new(8_000);
/// let policy = Policy::new()
///     .trust_guild(guild)
///     .restrict(Restriction::in_guild(guild).command("kick").require::<BanMembers>())
///     .restrict(Restriction::everywhere().cooldown(Duration::from_secs(2)));
/// ```
#[derive(Debug, Clone)]
pub struct Restriction {
    at: Option<Position>,
    within: Within,
    command: Option<String>,
    tightening: Tightening,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Within {
    Everywhere,
    Guild(GuildId),
    Channel(ChannelId),
    Group(OpenId),
}

/// What restrictions ask of a call, beyond what its command does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Tightening {
    /// Nobody may run it, the bot's owners included.
    pub(crate) disabled: bool,
    /// Permissions that the caller has to hold besides.
    pub(crate) require: PermissionSet,
    /// A further cooldown of each member; zero for none.
    pub(crate) cooldown: Duration,
}

impl Tightening {
    fn and(self, other: Self) -> Self {
        Self {
            disabled: self.disabled || other.disabled,
            require: self.require.and(other.require),
            cooldown: self.cooldown.max(other.cooldown),
        }
    }
}

impl Restriction {
    /// Wherever the bot listens.
    #[must_use]
    pub fn everywhere() -> Self {
        Self::within(Within::Everywhere)
    }

    /// In this guild.
    #[must_use]
    pub fn in_guild(guild: GuildId) -> Self {
        Self::within(Within::Guild(guild))
    }

    /// In this channel of a guild.
    #[must_use]
    pub fn in_channel(channel: ChannelId) -> Self {
        Self::within(Within::Channel(channel))
    }

    /// In this group.
    #[must_use]
    pub fn in_group(group: OpenId) -> Self {
        Self::within(Within::Group(group))
    }

    fn within(within: Within) -> Self {
        Self { at: None, within, command: None, tightening: Tightening::default() }
    }

    /// Only this command and its subcommands, by name or alias; a subcommand with the names before its
    /// own, like `config set`. Left out, every command is meant.
    #[must_use]
    pub fn command(mut self, name: impl Into<String>) -> Self {
        self.command = Some(name.into());
        self
    }

    /// Nobody may run it, the bot's owners included.
    #[must_use]
    pub fn disabled(mut self) -> Self {
        self.tightening.disabled = true;
        self
    }

    /// Whoever runs it holds `P` too.
    #[must_use]
    pub fn require<P: Permission>(mut self) -> Self {
        self.tightening.require = self.tightening.require.with::<P>();
        self
    }

    /// Each member waits this long between two calls of a command, or as long as the command says
    /// itself, if that is longer. Not shorter than the cooldown of a command that is named.
    #[must_use]
    pub fn cooldown(mut self, cooldown: Duration) -> Self {
        self.tightening.cooldown = cooldown;
        self
    }

    /// The same, said at a place of a file.
    pub(crate) fn at(mut self, at: Position) -> Self {
        self.at = Some(at);
        self
    }

    pub(crate) fn require_all(mut self, permissions: PermissionSet) -> Self {
        self.tightening.require = self.tightening.require.and(permissions);
        self
    }

    /// Whether it restricts nothing.
    pub(crate) fn is_empty(&self) -> bool {
        self.tightening == Tightening::default()
    }

    fn mistake(&self, zh: String, en: String) -> Mistake {
        Mistake { at: self.at, zh, en }
    }
}

/// Restrictions of a bot, by place and by the numbers of its commands.
#[derive(Debug, Default)]
pub(crate) struct Restrictions(FxHashMap<Within, Vec<Bound>>);

#[derive(Debug)]
struct Bound {
    /// `None` for every command.
    commands: Option<Box<[u64]>>,
    tightening: Tightening,
}

impl Restrictions {
    /// Binds them to the commands that they name; all mistakes, where there are any.
    pub(super) fn bind(said: &[Restriction], known: &dyn Known) -> Result<Self, Vec<Mistake>> {
        let (mut this, mut mistakes) = (Self::default(), Vec::new());
        for restriction in said {
            match bind(restriction, known) {
                Ok(bound) => this.0.entry(restriction.within).or_default().push(bound),
                Err(mistake) => mistakes.push(mistake),
            }
        }
        if mistakes.is_empty() { Ok(this) } else { Err(mistakes) }
    }

    /// What they ask of a call of the command in a place.
    #[inline(always)]
    pub(crate) fn on(&self, command: u64, place: &Place) -> Tightening {
        if self.0.is_empty() { Tightening::default() } else { self.found(command, place) }
    }

    fn found(&self, command: u64, place: &Place) -> Tightening {
        let [wide, narrow] = match *place {
            Place::Guild { guild, channel } => {
                [Some(Within::Guild(guild)), Some(Within::Channel(channel))]
            }
            Place::Group { group } => [Some(Within::Group(group)), None],
            Place::Direct { .. } | Place::C2c { .. } => [None, None],
        };
        [Some(Within::Everywhere), wide, narrow]
            .into_iter()
            .flatten()
            .filter_map(|within| self.0.get(&within))
            .flatten()
            .filter(|bound| bound.commands.as_ref().is_none_or(|these| these.contains(&command)))
            .fold(Tightening::default(), |all, bound| all.and(bound.tightening))
    }
}

fn bind(restriction: &Restriction, known: &dyn Known) -> Result<Bound, Mistake> {
    let Restriction { command, tightening, .. } = restriction;
    if restriction.is_empty() {
        return Err(restriction.mistake(
            "这条限制什么也没有限制：请写 disabled、require 或 cooldown".into(),
            "this restriction restricts nothing: say `disabled`, `require` or `cooldown`".into(),
        ));
    }
    let commands = match command {
        None => known.commands(),
        Some(name) => known.command(name).ok_or_else(|| unknown(restriction, name, known))?,
    };
    if !tightening.cooldown.is_zero() {
        check_cooldown(restriction, &commands)?;
    }
    let numbers = commands.iter().map(|command| command.number).collect();
    Ok(Bound { commands: command.is_some().then_some(numbers), tightening: *tightening })
}

fn check_cooldown(restriction: &Restriction, commands: &[KnownCommand]) -> Result<(), Mistake> {
    let cooldown = restriction.tightening.cooldown;
    if let Some(full) = commands.iter().find(|command| !command.has_room) {
        let name = &full.name;
        return Err(restriction.mistake(
            format!("命令 {name} 的限额已经太多，不能再加 cooldown"),
            format!("the command {name} has too many limits for one more cooldown"),
        ));
    }
    // Where no command is named, those that wait longer anyway go on to.
    let named = restriction.command.is_some();
    let looser = commands.iter().find_map(|command| {
        let own = command.cooldown.filter(|own| *own > cooldown)?;
        Some((&command.name, own))
    });
    match looser {
        Some((name, own)) if named => Err(restriction.mistake(
            format!("命令 {name} 自己的冷却是 {own:?}，限制只能更长，不能缩短为 {cooldown:?}"),
            format!(
                "the cooldown of {name} is {own:?}: a restriction can only lengthen it, not make it \
                 {cooldown:?}"
            ),
        )),
        _ => Ok(()),
    }
}

fn unknown(restriction: &Restriction, name: &str, known: &dyn Known) -> Mistake {
    let commands = known.commands();
    let near =
        crate::help::nearest::nearest(name, commands.iter().map(|known| known.name.as_str()));
    let (zh, en) = match near {
        Some(near) => (format!("；是不是 `{near}`？"), format!("; did you mean `{near}`?")),
        None => (String::new(), String::new()),
    };
    restriction
        .mistake(format!("没有命令 `{name}`{zh}"), format!("there is no command `{name}`{en}"))
}
