//! What a reply is made of: a text, or a button under a line of ours.

use botrs::models::message::{Keyboard, KeyboardPayload, MarkdownPayload};
use serde_json::{Value, json};

use crate::adapter::transport::Button;

/// The body of a reply, before it is said to what.
pub(super) struct Body {
    pub(super) content: Option<String>,
    pub(super) markdown: Option<MarkdownPayload>,
    keyboard: Option<Value>,
}

impl Body {
    pub(super) fn text(text: &str) -> Self {
        Self { content: Some(text.to_owned()), markdown: None, keyboard: None }
    }

    pub(super) fn button(button: &Button<'_>) -> Self {
        let content = Some(button.text.to_owned());
        let markdown = Some(MarkdownPayload { content, ..MarkdownPayload::default() });
        Self { content: None, markdown, keyboard: Some(keyboard(button)) }
    }

    /// As groups and C2C say what a message is.
    pub(super) fn kind(&self) -> u32 {
        if self.markdown.is_some() { 2 } else { 0 }
    }

    pub(super) fn keyboard(&self) -> Option<Keyboard> {
        // botrs reads the payloads of groups in the same way.
        self.keyboard.clone().map(|json| serde_json::from_value(json).unwrap_or_default())
    }

    pub(super) fn keyboard_payload(&self) -> Option<KeyboardPayload> {
        self.keyboard.clone().map(|content| KeyboardPayload { content })
    }
}

/// One button of type 1, which calls the bot back, for one person (0) or for all (2).
fn keyboard(button: &Button<'_>) -> Value {
    let permission = match button.only {
        Some(person) => json!({"type": 0, "specify_user_ids": [person.to_string()]}),
        None => json!({"type": 2}),
    };
    let button = json!({
        "id": "1",
        "render_data": {"label": button.label, "visited_label": button.pressed, "style": 1},
        "action": {"type": 1, "permission": permission, "data": button.data},
    });
    json!({"content": {"rows": [{"buttons": [button]}]}})
}
