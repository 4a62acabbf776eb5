//! Who has to confirm a call.

/// Who has to confirm a call before it runs; a later one is stricter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Confirm {
    Nobody,
    /// Whoever calls it.
    Caller,
    /// Somebody else who may call it, too.
    Other,
}

impl Confirm {
    pub(crate) fn is_asked(self) -> bool {
        self != Self::Nobody
    }
}
