//! A row as the library sees it, for whatever decides it.

use std::time::Duration;

use botrs::models::gateway::GatewayEvent;

use super::case::{Asked, Case};
use super::decide::Model;
use super::said::Grants;
use crate::adapter::{Parsed, parse};
use crate::policy;
use crate::{Incoming, Policy};

/// A policy, a caller and a command, and what the page says of them.
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) policy: Policy,
    pub(crate) grants: policy::Grants,
    /// The event as the parser reads it; none if it drops it.
    pub(crate) incoming: Option<Incoming>,
    /// What is typed, without the slash.
    pub(crate) command: &'static str,
    /// What QQ answers.
    pub(crate) asked: Asked,
    /// How long after the first call the one comes that counts.
    pub(crate) again: Option<Duration>,
    /// The rule by which it is decided.
    pub(crate) rule: String,
}

impl Row {
    pub(super) fn of(model: &Model, case: &Case) -> Self {
        Self {
            name: case.name.clone(),
            policy: case.said.policy(),
            grants: granted(&case.said.granted),
            incoming: read(case),
            command: case.command,
            asked: case.asked,
            again: case.again.map(Duration::from_secs),
            rule: model.answer(case),
        }
    }
}

fn granted(granted: &Grants) -> policy::Grants {
    granted.iter().fold(policy::Grants::default(), |grants, (circle, who, means)| {
        let (realm, person) = (circle.realm(), who.person());
        let more = grants.get(realm, person).and(means.role().permissions);
        grants.with(realm, person, more)
    })
}

fn read(case: &Case) -> Option<Incoming> {
    let (kind, data) = case.json("m");
    let event = GatewayEvent {
        id: None,
        event_type: Some(kind.into()),
        data: Some(data),
        sequence: Some(1),
        opcode: 0,
    };
    match parse(event) {
        Parsed::Message(incoming) => Some(incoming),
        Parsed::Malformed(..) => None,
        other => panic!("{other:?}"),
    }
}
