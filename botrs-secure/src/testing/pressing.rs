//! Presses of buttons in place of messages.

use std::time::Duration;

use crate::adapter::{Press, PressCode, Roles};
use crate::place::Scene;
use crate::testing::{Caller, Harness, Report, Request};

/// How often it is looked whether a press was answered, a millisecond apart.
const LOOKS: u32 = 10_000;

impl Harness {
    /// Presses a button with this data: what whoever presses is told, and what became of it; no report where
    /// the data is no command.
    ///
    /// As on the platform, the event says nothing of the caller's roles: in a guild
    /// [`Recorder::set_member`](crate::testing::Recorder::set_member) says who has which.
    ///
    /// # Panics
    ///
    /// Where the press is not answered.
    pub async fn press(&self, caller: &Caller, data: &str) -> (PressCode, Option<Report>) {
        let mut pressed = None;
        let report = self
            .send_changed(caller, data, |incoming| {
                incoming.press = Some(Box::new(Press::of(&incoming.id)));
                incoming.addressed = false;
                incoming.roles = match incoming.place.scene() {
                    Scene::Direct | Scene::C2c => Roles::None,
                    Scene::Guild | Scene::Group => Roles::Unknown,
                };
                pressed = Some(incoming.id.clone());
            })
            .await;
        let pressed = pressed.expect("a message that was made");
        for _ in 0..LOOKS {
            if let Some(code) = self.answered(pressed.as_str()) {
                return (code, report);
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        panic!("the press {pressed} was not answered");
    }

    /// What whoever pressed was told first.
    fn answered(&self, pressed: &str) -> Option<PressCode> {
        self.platform().requests().into_iter().find_map(|request| match request {
            Request::Answer { press, code } if press == pressed => Some(code),
            _ => None,
        })
    }
}
