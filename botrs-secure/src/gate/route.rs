//! Stage 2, route: a command of this bot, or an ordinary message. It refuses nothing.

use std::borrow::Cow;
use std::sync::Arc;

use crate::command::Registered;
use crate::content::routed::{mentions, routed};
use crate::content::words::{Words, split_command};
use crate::engine::Engine;
use crate::gate::live::{ArgumentText, RoutedText};
use crate::gate::press;
use crate::gate::source::Sourced;
use crate::place::Scene;

/// Where a message goes.
pub(crate) enum Route {
    Ordinary,
    /// Typed like a command that there is not.
    Mistyped(Box<str>),
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
    if incoming.is_press() && !press::is_command(engine, &incoming.content) {
        return Route::Ordinary;
    }
    let scene = incoming.place.scene();
    let mut text = routed(&incoming.content, scene, Some(engine.me), incoming.own_openid.as_ref());
    // The platform cut the mention out. Where it is in the text, it counts at the start only; and the
    // sentences of a private conversation are no commands without a prefix.
    text.mentioned |= incoming.addressed
        && match scene {
            Scene::Group => true,
            Scene::Guild => !mentions(&incoming.content, engine.me),
            Scene::Direct | Scene::C2c => false,
        };
    let Some(line) = split_command(&text, &engine.prefixes) else { return Route::Ordinary };
    let Some(command) = engine.registry.find(line.name) else {
        // After a mention any word may come first; a prefix means a command.
        let has_prefix = engine.prefixes.iter().any(|prefix| text.text.starts_with(&**prefix));
        let mistyped = engine.suggests && has_prefix && !incoming.is_press();
        return if mistyped { Route::Mistyped(line.name.into()) } else { Route::Ordinary };
    };
    let (command, offset) = subcommand(command, line.args);
    let command = Arc::clone(command);
    let (kept, confirmation) = if command.confirm.is_asked() {
        split_confirmation(&text.text, offset)
    } else {
        (text.text.len(), None)
    };
    let text = match text.text {
        Cow::Borrowed(text) => within(&incoming.content, &text[..kept]),
        Cow::Owned(text) => RoutedText::Own(text[..kept].into()),
    };
    let arguments = ArgumentText { text, offset };
    Route::Command(Routed { command, arguments, confirmation })
}

/// The innermost subcommand that is named, and where its arguments begin.
fn subcommand<'c>(
    mut command: &'c Arc<Registered>,
    mut words: Words<'_>,
) -> (&'c Arc<Registered>, usize) {
    loop {
        // As it is typed: a name in quotes is an argument. A mention ends it, like that of the command.
        let word = words.peek_plain();
        let name = word.split('<').next().unwrap_or(word);
        let Some(child) = command.child(name) else { return (command, words.offset()) };
        command = child;
        words.skip_spaces();
        words = words.skipping_to(words.offset() + name.len());
    }
}

/// Where `part`, which borrows from `whole`, lies in it.
fn within(whole: &str, part: &str) -> RoutedText {
    let start = (part.as_ptr() as usize).wrapping_sub(whole.as_ptr() as usize);
    match whole.get(start..start.saturating_add(part.len())) {
        Some(found) if found == part => RoutedText::Within(start..start + part.len()),
        _ => RoutedText::Own(part.into()),
    }
}

/// Finds `confirm 123456` at the end of the arguments: where the text before it ends, and the code.
fn split_confirmation(text: &str, arguments: usize) -> (usize, Option<u32>) {
    let nothing = (text.len(), None);
    let typed = text.get(arguments..).unwrap_or_default().trim_end();
    let Some((rest, code)) = typed.rsplit_once(char::is_whitespace) else { return nothing };
    if code.len() != 6 || !code.bytes().all(|digit| digit.is_ascii_digit()) {
        return nothing;
    }
    let rest = rest.trim_end();
    let before = ["确认", "confirm"].iter().find_map(|word| {
        let before = rest.strip_suffix(word)?;
        (before.is_empty() || before.ends_with(char::is_whitespace)).then(|| before.trim_end())
    });
    match before {
        Some(before) => (arguments + before.len(), code.parse().ok()),
        None => nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_confirmation_is_the_last_two_words() {
        let split = |text: &str| split_confirmation(text, 4);
        assert_eq!(split("/ban 1 spam 确认 012345"), ("/ban 1 spam".len(), Some(12_345)));
        assert_eq!(split("/ban confirm 000001"), ("/ban".len(), Some(1)));
        for other in
            ["1 spam", "confirm 12345", "confirm 1234567", "reconfirm 123456", "确认", "123456"]
        {
            let text = format!("/ban {other}");
            assert_eq!(split(&text), (text.len(), None), "{other}");
        }
    }

    #[test]
    fn a_part_is_found_in_its_whole() {
        let whole = "/ban 1 2";
        assert!(matches!(within(whole, &whole[5..]), RoutedText::Within(range) if range == (5..8)));
        assert!(matches!(within(whole, "1 2"), RoutedText::Own(_)));
    }
}
