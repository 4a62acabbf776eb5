//! The route of a message and the arguments of a command, through the real gate.

mod bot;
mod by_hand;

use botrs_secure::testing::{Report, Shown};
use botrs_secure::{Locale, Scene};

use bot::{Heard, send};
use by_hand::Line;

/// The longest message, in characters.
const LONGEST: usize = 2_000;

/// The command that a text calls runs with what it says; what is refused is told so.
pub fn holds(text: &str) {
    let scene = [Scene::Guild, Scene::Direct, Scene::Group, Scene::C2c][text.len() % 4];
    let (report, heard) = send(text, scene);
    let known = ["say", "list", "pick", "typed"];
    let line = Line::of(text, scene).filter(|line| known.contains(&&*line.name));
    assert_eq!(report.is_some(), line.is_some(), "{text:?} ({scene}): {report:?}");
    let (Some(report), Some(line)) = (report, line) else { return };
    match &heard {
        Some(heard) => is_read_again(heard),
        None => is_refused(&report, scene),
    }
    if text.chars().count() <= LONGEST {
        is_by_hand(&line, heard, text);
    }
}

/// What a body got is what was typed, where that can be told without the names of arguments.
fn is_by_hand(line: &Line, heard: Option<Heard>, text: &str) {
    let is_clean = !line.arguments.contains(|c: char| c.is_control() && !matches!(c, '\n' | '\t'));
    let all = line.arguments.trim();
    let expected = match &*line.name {
        "say" => Some(Heard::Say(all.to_owned())).filter(|_| !all.is_empty()),
        "list" => line.words().filter(|words| !words.iter().any(String::is_empty)).map(Heard::List),
        _ => return assert!(is_clean || heard.is_none(), "{text:?}: {heard:?}"),
    };
    assert_eq!(heard, expected.filter(|_| is_clean), "{text:?}");
}

/// What a body got is got again from the same with names and quotes, in another order.
fn is_read_again(heard: &Heard) {
    for text in heard.spelt() {
        if text.chars().count() <= LONGEST {
            let (report, again) = send(&text, Scene::C2c);
            assert_eq!(again.as_ref(), Some(heard), "{text:?}: {report:?}");
        }
    }
}

fn is_refused(report: &Report, scene: Scene) {
    let denial = report.denial.as_ref().expect("a refusal");
    for locale in [Locale::Zh, Locale::En] {
        let text = denial.text(locale);
        assert!(!text.is_empty(), "{report:?}");
        assert!(
            !text.contains(|c: char| c.is_control() && !matches!(c, '\n' | '\t')),
            "{report:?}"
        );
    }
    assert_eq!(report.replies.len(), 1, "{report:?}");
    assert!(Shown::of(&report.replies[0], scene).markup().is_empty(), "{report:?}");
}
