//! No text makes the reader panic, and what is refused is refused with places that exist.

use proptest::prelude::*;

use super::*;
use crate::policy::file::tests::template;

/// The lines that a place may be in.
fn check(text: &str) {
    let (_, mistakes) =
        crate::policy::file::read::read(&text.to_owned().into(), Policy::new(), Some(&registry()));
    let lines: Vec<_> = text.split('\n').collect();
    for mistake in mistakes {
        let at = mistake.at.expect("a place");
        assert!((1..=lines.len()).contains(&at.line), "{at:?} {text:?}");
        let line = lines[at.line - 1].chars().count();
        assert!((1..=line + 1).contains(&at.column), "{at:?} {text:?}");
    }
}

#[test]
fn depth_and_length_are_bounded() {
    for text in [
        "a = ".to_owned() + &"[".repeat(100_000),
        "a = ".to_owned() + &"{a=".repeat(100_000),
        "a.".repeat(100_000) + "a = 1",
        format!("[{}a]", "a.".repeat(100_000)),
        format!("x = {}", format!("{{{}a = ", "a.".repeat(70)).repeat(70)),
        format!("[content]\nwords = {}", format!("{{{}a = ", "a.".repeat(70)).repeat(70)),
        "[[restrict]]\n".repeat(50_000),
        format!("restrict = [{}]", "{disabled = true},".repeat(50_000)),
        format!("owners = [{}]", "1,".repeat(200_000)),
        "a = \"".to_owned() + &"\\u0000".repeat(10_000),
    ] {
        check(&text);
    }
}

proptest! {
    #[test]
    fn any_text(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        check(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn any_toml_like_text(text in r#"([\[\]{}=.,"'#\n\r a1]|\[\[restrict\]\]|guilds|roles|true){0,40}"#) {
        check(&text);
    }

    /// A good file with a few characters removed, doubled or replaced.
    #[test]
    fn a_good_file_spoilt(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), 0..4_u8, any::<char>()), 1..4)
    ) {
        let mut text: Vec<char> = template::uncommented().chars().collect();
        for (at, how, other) in changes {
            let at = at.index(text.len());
            match how {
                0 => drop(text.remove(at)),
                1 => text.insert(at, other),
                2 => text[at] = other,
                _ => text.truncate(at.max(1)),
            }
        }
        check(&text.into_iter().collect::<String>());
    }
}
