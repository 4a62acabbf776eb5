//! The names of keys: what they hold and a fingerprint, never an id.
//!
//! All of a bot have one hash tag, so that on a cluster they are in one place, where a script can work.

use super::super::key::Key;
use crate::id::BotId;

pub(super) struct Names {
    tag: String,
    pub(super) generation: String,
    pub(super) grants: String,
}

impl Names {
    pub(super) fn new(prefix: &str, bot: BotId) -> Self {
        let tag = format!("{{{prefix}:{bot}}}");
        Self { generation: format!("{tag}:generation"), grants: format!("{tag}:grants"), tag }
    }

    pub(super) fn block(&self, principal: Key) -> String {
        self.name("block", principal)
    }

    pub(super) fn failures(&self, principal: Key) -> String {
        self.name("failures", principal)
    }

    pub(super) fn flood(&self, principal: Key) -> String {
        self.name("flood", principal)
    }

    pub(super) fn mark(&self, message: Key) -> String {
        self.name("mark", message)
    }

    pub(super) fn bucket(&self, bucket: Key) -> String {
        self.name("bucket", bucket)
    }

    fn name(&self, what: &str, key: Key) -> String {
        format!("{}:{what}:{:016x}", self.tag, key.0)
    }
}
