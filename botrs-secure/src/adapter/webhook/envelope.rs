//! What a signed body says.

use botrs::models::gateway::GatewayEvent;
use serde::Deserialize;
use serde_json::Value;

use super::refusal::Refusal;

/// An event or a question of the platform's.
#[derive(Debug, Deserialize)]
pub(super) struct Envelope {
    #[serde(rename = "op")]
    pub(super) code: u8,
    pub(super) id: Option<String>,
    #[serde(rename = "t")]
    kind: Option<String>,
    #[serde(rename = "s")]
    sequence: Option<u64>,
    #[serde(rename = "d", default)]
    pub(super) data: Value,
}

impl Envelope {
    pub(super) fn read(body: &[u8]) -> Result<Self, Refusal> {
        let read: Self = serde_json::from_slice(body).map_err(|_| Refusal::Body)?;
        // By an empty id, all would be the same event.
        Ok(Self { id: read.id.filter(|id| !id.is_empty()), ..read })
    }

    /// The same event, as the gateway would have brought it.
    pub(super) fn into_event(self) -> GatewayEvent {
        let Self { code, id, kind, sequence, data } = self;
        GatewayEvent { id, event_type: kind, data: Some(data), sequence, opcode: code }
    }
}
