//! What one may do: the built-in permissions, sets of them, and the trait that names them in types.

use std::fmt;

/// A permission as data.
#[derive(Debug, PartialEq, Eq)]
pub struct PermissionDef {
    name: &'static str,
    bit: u8,
}

impl PermissionDef {
    /// The name as policies, denials and records write it.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    pub(crate) const fn set(&self) -> PermissionSet {
        PermissionSet(1 << self.bit)
    }
}

/// A permission as a type, for `perm = ..` and [`Checks`](crate::command::Checks).
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
                const DEF: &'static PermissionDef =
                    &PermissionDef { name: stringify!($name), bit: $bit };
            }
        )+

        /// Every built-in permission, in the order of their bits.
        const BUILT_IN: &[&PermissionDef] = &[$($name::DEF),+];
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

/// A set of permissions; one that holds [`Administrator`] contains every other.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct PermissionSet(u128);

impl PermissionSet {
    /// No permission.
    pub const EMPTY: Self = Self(0);

    /// This set and the permission `P`.
    #[must_use]
    pub const fn with<P: Permission>(self) -> Self {
        self.and(P::DEF.set())
    }

    /// Everything in either set.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether all of `needed` is here.
    #[must_use]
    pub const fn contains(self, needed: Self) -> bool {
        self.is_administrator() || self.0 & needed.0 == needed.0
    }

    /// Whether at least one of `needed` is here; false for an empty `needed`.
    #[must_use]
    pub const fn intersects(self, needed: Self) -> bool {
        needed.0 != 0 && (self.is_administrator() || self.0 & needed.0 != 0)
    }

    /// Whether the set holds [`Administrator`].
    #[must_use]
    pub const fn is_administrator(self) -> bool {
        self.0 & Administrator::DEF.set().0 != 0
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

/// Lists the built-in permissions of the set, joined by `, `.
impl fmt::Display for PermissionSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut names = BUILT_IN.iter().filter(|def| self.0 & def.set().0 != 0);
        if let Some(first) = names.next() {
            f.write_str(first.name)?;
        }
        names.try_for_each(|def| write!(f, ", {}", def.name))
    }
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
