//! Stage 2, route: a command of this bot, or an ordinary message. It refuses nothing.

use std::borrow::Cow;
use std::sync::Arc;

use crate::command::Registered;
use crate::content::{routed, split_command};
use crate::engine::Engine;
use crate::gate::live::ArgumentText;
use crate::gate::source::Sourced;
use crate::place::Scene;

/// Where a message goes.
pub(crate) enum Route {
    Ordinary,
    Command(Routed),
}

/// A command that was called; the stages from here on take it.
pub(crate) struct Routed {
    pub(crate) command: Arc<Registered>,
    pub(crate) arguments: ArgumentText,
    pub(crate) confirmation: Option<u32>,
}

pub(crate) fn route(engine: &Engine, message: Sourced<'_>) -> Route {
    let incoming = message.incoming();
    let scene = incoming.place.scene();
    let text = routed(&incoming.content, scene, engine.me(), incoming.own_openid.as_ref());
    // A private conversation is no mention: its sentences are not commands without a prefix.
    let platform_cut_mention = incoming.addressed && matches!(scene, Scene::Guild | Scene::Group);
    let mentioned = text.mentioned() || platform_cut_mention;
    let Some(found) = split_command(text.as_str(), &engine.prefixes, mentioned) else {
        return Route::Ordinary;
    };
    let Some(command) = engine.registry.find(found.name) else { return Route::Ordinary };
    let (arguments, confirmation) = if command.spec.confirm {
        split_confirmation(found.arguments)
    } else {
        (found.arguments, None)
    };
    let arguments = match text.text() {
        Cow::Borrowed(_) => within(&incoming.content, arguments),
        Cow::Owned(_) => ArgumentText::Own(arguments.into()),
    };
    Route::Command(Routed { command: Arc::clone(command), arguments, confirmation })
}

/// Where `part`, which borrows from `whole`, lies in it.
fn within(whole: &str, part: &str) -> ArgumentText {
    let start = (part.as_ptr() as usize).wrapping_sub(whole.as_ptr() as usize);
    match whole.get(start..start.saturating_add(part.len())) {
        Some(found) if found == part => ArgumentText::Within(start..start + part.len()),
        _ => ArgumentText::Own(part.into()),
    }
}

/// Takes `confirm 123456` from the end of the arguments.
fn split_confirmation(arguments: &str) -> (&str, Option<u32>) {
    let whole = arguments.trim_end();
    let Some((rest, code)) = whole.rsplit_once(char::is_whitespace) else { return (arguments, None) };
    let rest = rest.trim_end();
    let is_code = code.len() == 6 && code.bytes().all(|digit| digit.is_ascii_digit());
    let before = ["确认", "confirm"].iter().find_map(|word| {
        let before = rest.strip_suffix(word)?;
        (before.is_empty() || before.ends_with(char::is_whitespace)).then(|| before.trim_end())
    });
    match before {
        Some(before) if is_code => (before, code.parse().ok()),
        _ => (arguments, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_confirmation_is_the_last_two_words() {
        assert_eq!(split_confirmation("1 spam 确认 012345"), ("1 spam", Some(12_345)));
        assert_eq!(split_confirmation("confirm 000001"), ("", Some(1)));
        for other in ["1 spam", "confirm 12345", "confirm 1234567", "reconfirm 123456", "确认", "123456"] {
            assert_eq!(split_confirmation(other), (other, None), "{other}");
        }
    }

    #[test]
    fn a_part_is_found_in_its_whole() {
        let whole = "/ban 1 2";
        assert!(matches!(within(whole, &whole[5..]), ArgumentText::Within(range) if range == (5..8)));
        assert!(matches!(within(whole, "1 2"), ArgumentText::Own(_)));
    }
}
