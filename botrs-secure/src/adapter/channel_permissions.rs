//! What somebody may do in one channel, as the platform counts it.

use std::fmt;
use std::ops::BitOr;

/// What a member or a role may do in one channel: a set of the constants below.
///
/// ```
/// use botrs_secure::ChannelPermissions;
///
/// let both = ChannelPermissions::VIEW | ChannelPermissions::SPEAK;
/// assert!(both.contains(ChannelPermissions::VIEW) && !both.contains(ChannelPermissions::MANAGE));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct ChannelPermissions(u64);

impl ChannelPermissions {
    /// None at all.
    pub const NONE: Self = Self(0);
    /// To see the channel.
    pub const VIEW: Self = Self(1);
    /// To manage the channel, which makes its holder an administrator of it.
    pub const MANAGE: Self = Self(1 << 1);
    /// To write in the channel.
    pub const SPEAK: Self = Self(1 << 2);
    /// To stream in the channel.
    pub const LIVE: Self = Self(1 << 3);

    /// The set that the platform writes as this number; bits without a name here are kept.
    pub(crate) const fn from_bits(bits: u64) -> Self {
        Self(bits)
    }

    /// The number that the platform writes it as.
    #[must_use]
    pub const fn bits(self) -> u64 {
        self.0
    }

    /// Whether all of `other` are in it.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether any of `other` is in it.
    #[must_use]
    pub const fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether it is none at all.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

impl BitOr for ChannelPermissions {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl fmt::Debug for ChannelPermissions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ChannelPermissions({:#b})", self.0)
    }
}
