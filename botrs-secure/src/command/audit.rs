//! Records of the author's own.

use crate::audit::Kind;
use crate::gate::Talk;

/// Writes records of one's own; from [`Context::audit`](crate::Context::audit).
#[derive(Clone, Copy)]
pub struct Audit<'a> {
    talk: &'a Talk,
}

impl<'a> Audit<'a> {
    pub(crate) fn new(talk: &'a Talk) -> Self {
        Self { talk }
    }

    /// Records something that the author's code did, under the id of this call.
    ///
    /// It is written as `author.KIND`, so that it cannot pass for a record of the library's. Ids of
    /// persons in `details` become pseudonyms; secrets must not be in it. False if there was no room.
    pub fn event(
        &self,
        kind: &'static str,
        action: &'static str,
        details: impl Into<String>,
        success: bool,
    ) -> bool {
        let mut event = self.talk.event(Kind::Author(kind), action, "author");
        event.success = success;
        event.details = Some(details.into().into());
        self.talk.engine.audit.record(event)
    }
}

impl std::fmt::Debug for Audit<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Audit")
    }
}
