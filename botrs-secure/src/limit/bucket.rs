//! Numbers of buckets: of the cooldowns of each command, and of what is no command's cooldown.
//!
//! A command's number is made of its name, so that it is the same on every machine and after every
//! restart, whatever commands come and go beside it.

use sha2::{Digest, Sha256};

/// The number of the command, or of the shared bucket, of this name: 58 bits of a SHA-256.
pub(crate) fn number(name: &str) -> u64 {
    let digest: [u8; 32] = Sha256::digest(name).into();
    digest.iter().take(8).fold(0, |bits, &byte| bits << 8 | u64::from(byte)) >> 6
}

/// With a number mixed in: the quotas of a `limit`, apart from the cooldown of the same scope.
pub(crate) const QUOTAS: u64 = 1 << 60;
/// With a number mixed in: the cooldown that a policy adds to a command's own.
pub(crate) const RESTRICTIONS: u64 = 1 << 59;
/// With a number mixed in: what several commands share.
pub(crate) const SHARED: u64 = 1 << 61;

/// Look-ups on behalf of a principal or in a guild, for privileged commands.
pub(crate) const LOOKUPS: u64 = u64::MAX;
/// Look-ups for commands that everybody may run.
pub(crate) const PUBLIC_LOOKUPS: u64 = u64::MAX - 2;
/// Look-ups of who presses a button, before it is known what they may.
pub(crate) const PRESS_LOOKUPS: u64 = u64::MAX - 8;
/// Answers to refusals; with a command's number mixed in, to those of that command.
pub(crate) const ANSWERS: u64 = 1 << 62;
/// Answers to whoever may run a privileged command and erred.
pub(crate) const PRIVILEGED_ANSWERS: u64 = u64::MAX - 3;
/// Answers to mistyped commands.
pub(crate) const SUGGESTIONS: u64 = u64::MAX - 4;
/// Warnings about what messages hold.
pub(crate) const WARNINGS: u64 = u64::MAX - 6;
/// Answers to a press.
pub(crate) const PRESSES: u64 = u64::MAX - 7;
/// What powers do in a guild that cannot be taken back.
pub(crate) const DESTRUCTIVE: u64 = u64::MAX - 5;
/// Alerts of the bot; less a kind's number, those of that kind in a place.
pub(crate) const ALERTS: u64 = u64::MAX - 0x100;
/// Alerts that were sent to a channel.
pub(crate) const POSTED_ALERTS: u64 = u64::MAX - 0x200;
/// Records of refused messages that are no commands.
pub(crate) const REFUSALS: u64 = 1 << 63;
/// Messages that the inner handler got.
pub(crate) const HANDLED: u64 = u64::MAX - 1;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_depends_on_the_name_alone_and_leaves_the_upper_bits_to_its_kind() {
        assert_eq!(number("mute"), 0x029e_a86e_5e41_d22d);
        let kinds = QUOTAS | RESTRICTIONS | SHARED | ANSWERS | REFUSALS;
        let names: Vec<_> = (0..1_000).map(|n| number(&n.to_string())).collect();
        assert!(names.iter().all(|number| number & kinds == 0));
        let distinct: std::collections::HashSet<_> = names.iter().collect();
        assert_eq!(distinct.len(), names.len());
    }
}
