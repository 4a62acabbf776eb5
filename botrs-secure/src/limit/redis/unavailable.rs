//! Why the shared state does not answer.

use redis::{ErrorKind, RedisError, ServerErrorKind};

/// Why a verb could not be done. What it would have changed may be changed or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Unavailable {
    /// No connection, or no whole answer within the time limit.
    Away,
    /// The server takes no writes: a replica, or one that cannot save.
    ReadOnly,
    /// The server has no memory left.
    Full,
    /// The server has lost what it held.
    Lost,
    /// An answer that no server should give, a password or a setting that does not fit.
    Protocol,
}

impl Unavailable {
    /// The name under which the audit has it.
    pub(crate) const fn rule(self) -> &'static str {
        match self {
            Self::Away => "state.away",
            Self::ReadOnly => "state.read_only",
            Self::Full => "state.full",
            Self::Lost => "state.lost",
            Self::Protocol => "state.protocol",
        }
    }

    /// What an error of the connection means.
    pub(super) fn of(error: &RedisError) -> Self {
        use ServerErrorKind as Server;
        match error.kind() {
            // A reply that was cut off cannot be parsed.
            ErrorKind::Io | ErrorKind::Parse => Self::Away,
            ErrorKind::Server(Server::ReadOnly) => Self::ReadOnly,
            ErrorKind::Server(
                Server::BusyLoading
                | Server::TryAgain
                | Server::ClusterDown
                | Server::MasterDown
                | Server::Moved
                | Server::Ask,
            ) => Self::Away,
            _ => Self::of_text(error),
        }
    }

    /// By the code alone, which before Redis 7 stands somewhere in the text of a script's error.
    fn of_text(error: &RedisError) -> Self {
        const CODES: [(&str, Unavailable); 6] = [
            ("OOM", Unavailable::Full),
            ("READONLY", Unavailable::ReadOnly),
            ("MISCONF", Unavailable::ReadOnly),
            ("NOREPLICAS", Unavailable::ReadOnly),
            ("BUSY", Unavailable::Away),
            ("LOADING", Unavailable::Away),
        ];
        let (code, detail) = (error.code().unwrap_or_default(), error.detail().unwrap_or_default());
        let names = |name: &str| code == name || detail.contains(&format!("-{name} "));
        let found = CODES.iter().find(|(name, _)| names(name));
        found.map_or(Self::Protocol, |(_, kind)| *kind)
    }
}
