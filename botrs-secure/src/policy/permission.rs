//! What one may do: the built-in permissions, the authors' own, sets of them, and the trait that names
//! them in types.

use std::any::TypeId;
use std::fmt;

use crate::command::same;
use crate::policy::definitions::{self, RefusedPermission};

/// A permission as data.
pub struct PermissionDef {
    name: &'static str,
    path: &'static str,
    source: Source,
}

#[derive(Clone, Copy)]
enum Source {
    /// One of the library's, with its bit.
    BuiltIn(u8),
    /// The type that an author made a permission; its bit is in the table of definitions.
    Own(fn() -> TypeId),
}

impl PermissionDef {
    /// Of an author's type; `derive(Permission)` writes it.
    #[doc(hidden)]
    #[must_use]
    pub const fn own<P: Permission>(name: &'static str, path: &'static str) -> Self {
        Self { name, path, source: Source::Own(TypeId::of::<P>) }
    }

    /// The name as policies, denials and records write it.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Where it is defined.
    pub(crate) const fn path(&self) -> &'static str {
        self.path
    }

    /// Whether both are one permission, as far as can be told while compiling.
    pub(crate) const fn is(&self, other: &Self) -> bool {
        match (self.source, other.source) {
            (Source::BuiltIn(bit), Source::BuiltIn(other)) => bit == other,
            (Source::Own(_), Source::Own(_)) => {
                same(self.name, other.name) && same(self.path, other.path)
            }
            _ => false,
        }
    }

    /// Its bit, unless another permission has its name.
    pub(crate) fn bit(&self) -> Result<u8, RefusedPermission> {
        match self.source {
            Source::BuiltIn(bit) => Ok(bit),
            Source::Own(of) => definitions::bit(self, of()),
        }
    }

    pub(crate) fn set(&self) -> PermissionSet {
        PermissionSet(1 << self.bit().unwrap_or(REFUSED_BIT))
    }
}

impl PartialEq for PermissionDef {
    fn eq(&self, other: &Self) -> bool {
        self.is(other)
    }
}

impl Eq for PermissionDef {}

impl fmt::Debug for PermissionDef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PermissionDef({})", self.path)
    }
}

/// A permission as a type, for `perm = ..` and [`Checks`](crate::command::Checks).
///
/// Derive it for permissions of one's own:
///
/// ```
/// use botrs_secure::prelude::*;
///
/// #[derive(Permission)]
/// struct TradeStocks;
///
/// /// Buy shares.
/// #[command(perm = TradeStocks)]
/// async fn buy(shares: u32) -> Result<Reply> {
///     Ok(reply!("买入 {shares} 股"))
/// }
///
/// let trader = Role::custom().allow::<TradeStocks>();
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a permission",
    label = "not a permission",
    note = "for a permission of your own write `#[derive(Permission)] struct TradeStocks;`"
)]
pub trait Permission: 'static {
    /// The permission as data.
    const DEF: &'static PermissionDef;
}

macro_rules! permissions {
    ($($bit:literal $(#[$doc:meta])* $name:ident;)+) => {
        $(
            $(#[$doc])*
            #[derive(Debug)]
            pub enum $name {}

            impl Permission for $name {
                const DEF: &'static PermissionDef = &PermissionDef {
                    name: stringify!($name),
                    path: concat!("botrs_secure::", stringify!($name)),
                    source: Source::BuiltIn($bit),
                };
            }
        )+

        /// Every built-in permission, in the order of their bits.
        pub(crate) const BUILT_IN: &[&PermissionDef] = &[$($name::DEF),+];
    };
}

permissions! {
    0 /// Write messages.
    SendMessages;
    1 /// Recall other people's messages.
    DeleteMessages;
    2 /// Mute and unmute members.
    MuteMembers;
    3 /// Remove members, who may come back.
    KickMembers;
    4 /// Remove members for good.
    BanMembers;
    5 /// Create, change and delete channels.
    ManageChannels;
    6 /// Create, change, delete, give and take roles.
    ManageRoles;
    7 /// Change the guild itself.
    ManageGuild;
    8 /// Everything: implies every other permission, custom ones included.
    Administrator;
}

/// The bit of permissions that have none of their own. Whoever needs it is granted nothing, not even
/// by [`Administrator`].
pub(crate) const REFUSED_BIT: u8 = 127;
const REFUSED: u128 = 1 << REFUSED_BIT;

const ADMINISTRATOR: u128 = PermissionSet::built_in(&[Administrator::DEF]).0;

/// A set of permissions; one that holds [`Administrator`] contains every other.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct PermissionSet(u128);

impl PermissionSet {
    /// No permission.
    pub const EMPTY: Self = Self(0);

    /// These, all of the library's.
    pub(crate) const fn built_in(defs: &[&PermissionDef]) -> Self {
        let (mut set, mut n) = (Self::EMPTY, 0);
        while n < defs.len() {
            set = set.and(Self(match defs[n].source {
                Source::BuiltIn(bit) => 1 << bit,
                Source::Own(_) => REFUSED,
            }));
            n += 1;
        }
        set
    }

    /// The permission of that bit.
    pub(super) const fn of_bit(bit: u8) -> Self {
        Self(1 << bit)
    }

    /// This set and the permission `P`.
    ///
    /// A permission whose name belongs to another type is held by nobody; a bot that uses it is not
    /// built.
    #[must_use]
    pub fn with<P: Permission>(self) -> Self {
        self.and(P::DEF.set())
    }

    /// Everything in either set.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What is in this set and not in the other.
    #[cfg(feature = "redb")]
    pub(crate) const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether all of `needed` is here.
    #[must_use]
    pub const fn contains(self, needed: Self) -> bool {
        !needed.has_refused() && (self.is_administrator() || self.0 & needed.0 == needed.0)
    }

    /// Whether all of `needed` is here by its own name, not by [`Administrator`].
    pub(crate) const fn names(self, needed: Self) -> bool {
        !needed.has_refused() && self.0 & needed.0 == needed.0
    }

    /// Whether at least one of `needed` is here; false for an empty `needed`.
    #[must_use]
    pub const fn intersects(self, needed: Self) -> bool {
        let needed = needed.0 & !REFUSED;
        needed != 0 && (self.is_administrator() || self.0 & needed != 0)
    }

    /// Whether the set holds [`Administrator`].
    #[must_use]
    pub const fn is_administrator(self) -> bool {
        self.0 & ADMINISTRATOR != 0
    }

    /// Whether a permission is here that was refused.
    pub(crate) const fn has_refused(self) -> bool {
        self.0 & REFUSED != 0
    }

    /// Whether nothing is here.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(crate) fn of(defs: &[&PermissionDef]) -> Self {
        defs.iter().fold(Self::EMPTY, |set, def| set.and(def.set()))
    }
}

/// Lists the permissions of the set, joined by `, `.
impl fmt::Display for PermissionSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bits = (0..REFUSED_BIT).filter(|&bit| self.0 & 1 << bit != 0);
        for (n, name) in bits.filter_map(name).enumerate() {
            write!(f, "{}{name}", if n == 0 { "" } else { ", " })?;
        }
        Ok(())
    }
}

fn name(bit: u8) -> Option<&'static str> {
    let built_in = BUILT_IN.get(usize::from(bit)).map(|def| def.name);
    built_in.or_else(|| definitions::name(bit))
}

impl fmt::Debug for PermissionSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PermissionSet({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn administrator_implies_everything_and_nothing_implies_administrator() {
        let administrator = PermissionSet::EMPTY.with::<Administrator>();
        let rest = PermissionSet::of(&BUILT_IN[..8]);
        assert!(administrator.contains(rest));
        assert!(administrator.intersects(rest));
        assert!(!rest.contains(administrator));
        assert!(!rest.is_administrator());
    }

    #[test]
    fn an_empty_requirement_is_no_match_for_any() {
        assert!(!PermissionSet::EMPTY.with::<Administrator>().intersects(PermissionSet::EMPTY));
    }

    #[test]
    fn each_permission_has_a_bit_of_its_own() {
        let all = BUILT_IN.iter().fold(0u128, |all, def| {
            assert_eq!(all & def.set().0, 0, "{}", def.name);
            all | def.set().0
        });
        assert_eq!(all.count_ones() as usize, BUILT_IN.len());
    }
}
