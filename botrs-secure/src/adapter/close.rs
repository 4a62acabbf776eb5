//! What the gateway's close codes ask for.
//!
//! botrs' own reading retries 4013 and 4014 for ever and keeps the token that 4004 refuses, so the
//! feed goes by this table.

use super::start::StartErrorKind;

/// What to do when a connection has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AfterClose {
    /// Connect again and go on where it stopped.
    Resume,
    /// Connect again with a session of its own.
    Identify,
    /// The token is not accepted: fetch another, then identify.
    RefreshToken,
    /// Connecting again cannot help.
    End(StartErrorKind),
}

pub(crate) const fn after_close(code: u16) -> AfterClose {
    match code {
        4004 => AfterClose::RefreshToken,
        // Unknown opcode or payload; no such session or sequence; botrs' own two for the same.
        4001..=4003 | 4005..=4007 | 9001 | 9005 => AfterClose::Identify,
        // An internal fault of the platform, which cannot be resumed.
        4900..=4913 => AfterClose::Identify,
        4010 | 4011 => AfterClose::End(StartErrorKind::Sharding),
        4012 | 4013 => AfterClose::End(StartErrorKind::Protocol),
        4014 => AfterClose::End(StartErrorKind::Intents),
        4914 => AfterClose::End(StartErrorKind::SandboxOnly),
        4915 => AfterClose::End(StartErrorKind::Banned),
        _ => AfterClose::Resume,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_code_has_its_consequence() {
        use AfterClose::*;
        for (codes, consequence) in [
            (&[1000, 1006, 4000, 4008, 4009, 4015, 65535][..], Resume),
            (&[4001, 4002, 4003, 4005, 4006, 4007, 4900, 4913, 9001, 9005], Identify),
            (&[4004], RefreshToken),
            (&[4010, 4011], End(StartErrorKind::Sharding)),
            (&[4012, 4013], End(StartErrorKind::Protocol)),
            (&[4014], End(StartErrorKind::Intents)),
            (&[4914], End(StartErrorKind::SandboxOnly)),
            (&[4915], End(StartErrorKind::Banned)),
        ] {
            for &code in codes {
                assert_eq!(after_close(code), consequence, "{code}");
            }
        }
    }
}
