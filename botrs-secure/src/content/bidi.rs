//! What turns the direction of writing, ended where a user's text ends.
//!
//! An override, embedding or isolate that is left open turns what the author wrote behind it, and one that
//! is closed too often ends what the author opened. So each line of a user's text gets what it lacks: the
//! closings behind it, the openings in front. Nothing of the text itself changes, and a text that lacks nothing stays as
//! it is.
//!
//! By line, since some programs end everything at a line break and some go on. The rules are those of
//! [UAX 9](https://www.unicode.org/reports/tr9/#Explicit_Levels_and_Directions).

const LRE: char = '\u{202a}';
const PDF: char = '\u{202c}';
const FSI: char = '\u{2068}';
const PDI: char = '\u{2069}';

/// Whether what follows is shown in another order than it is in: embeddings, overrides and isolates.
pub(super) const fn turns_direction(c: char) -> bool {
    matches!(c, LRE..='\u{202e}' | '\u{2066}'..=PDI)
}

/// What a line opens and closes.
pub(super) struct Turns {
    /// Where the line begins in what is written.
    start: usize,
    /// Openings that it lacks, the last first.
    before: String,
    /// Closings that it still lacks, the last first.
    behind: Vec<char>,
}

impl Turns {
    /// What ends a line.
    pub(super) const ENDS: [char; 2] = ['\n', '\u{2029}'];

    /// Of a line that will be written behind this.
    pub(super) fn of(out: &str) -> Self {
        Self { start: out.len(), before: String::new(), behind: Vec::new() }
    }

    /// Takes a character that turns.
    pub(super) fn see(&mut self, c: char) {
        match c {
            PDF => match self.behind.last() {
                Some(&PDF) => drop(self.behind.pop()),
                // It does not reach out of an isolate.
                Some(_) => {}
                None => self.before.push(LRE),
            },
            // It also ends all that was opened in its isolate.
            PDI => match self.behind.iter().rposition(|&closing| closing == PDI) {
                Some(at) => self.behind.truncate(at),
                None => {
                    self.behind.clear();
                    self.before.push(FSI);
                }
            },
            LRE..='\u{202e}' => self.behind.push(PDF),
            _ => self.behind.push(PDI),
        }
    }

    /// Writes what the line lacks, now that it is written.
    pub(super) fn end(self, out: &mut String) {
        if self.before.is_empty() && self.behind.is_empty() {
            return;
        }
        let line_break = out.ends_with(Self::ENDS).then(|| out.pop()).flatten();
        out.extend(self.behind.iter().rev());
        out.extend(line_break);
        out.insert_str(self.start, &self.before.chars().rev().collect::<String>());
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::content::escape::escape_into;
    use crate::place::Scene;

    /// What is open behind a text: rules X2 to X8 of UAX 9, where a line break ends everything or nothing.
    fn open_behind(text: &str, breaks_end: bool) -> Vec<char> {
        let mut open = Vec::new();
        for c in text.chars() {
            match c {
                '\u{202a}' | '\u{202b}' | '\u{202d}' | '\u{202e}' | '\u{2066}'..='\u{2068}' => {
                    open.push(c)
                }
                '\u{202c}' if open.last().is_some_and(|&top| top < '\u{2066}') => drop(open.pop()),
                '\u{2069}' => {
                    if let Some(at) = open.iter().rposition(|&it| it >= '\u{2066}') {
                        open.truncate(at);
                    }
                }
                '\n' | '\u{2029}' if breaks_end => open.clear(),
                _ => {}
            }
        }
        open
    }

    fn check(text: &str) {
        for author in ["", "\u{202b}", "\u{2067}", "\u{2067}\u{202a}", "\u{202e}\u{2068}"] {
            for breaks_end in [false, true] {
                let mut out = author.to_owned();
                escape_into(text, Scene::Group, &mut out);
                let mut expected = open_behind(author, breaks_end);
                if breaks_end && text.contains(Turns::ENDS) {
                    expected.clear();
                }
                assert_eq!(open_behind(&out, breaks_end), expected, "{out:?} ({breaks_end})");
            }
        }
    }

    #[test]
    fn a_users_text_turns_nothing_behind_it() {
        for text in [
            "\u{202e}txt.exe",
            "\u{2067}a",
            "\u{202a}\u{2066}\u{202e}",
            "a\u{202c}",
            "a\u{2069}\u{202c}b",
            "\u{2067}\u{202c}\u{2069}",
            "\u{2067}\n\u{202e}\u{2069}a",
            "\u{202e}a\u{2069}\u{202e}\u{2029}b\u{202d}",
            &"\u{202e}".repeat(500),
        ] {
            check(text);
        }
    }

    #[test]
    fn only_what_is_missing_is_added() {
        let ended = |text: &str| {
            let mut out = String::from("x");
            escape_into(text, Scene::Guild, &mut out);
            out
        };
        assert_eq!(ended("a\u{202e}b"), "xa\u{202e}b\u{202c}");
        assert_eq!(ended("\u{2068}a\u{2069} b"), "x\u{2068}a\u{2069} b");
        assert_eq!(ended("a\u{2069}\u{202c}\r\nb"), "x\u{202a}\u{2068}a\u{2069}\u{202c}\nb");
        assert_eq!(ended("\u{2067}a\nb"), "x\u{2067}a\u{2069}\nb");
        assert_eq!(ended("שלום\u{200f}!"), "xשלום\u{200f}!");
    }

    proptest! {
        #[test]
        fn no_text_turns_anything_behind_it(text in "[a\u{202a}-\u{202e}\u{2066}-\u{2069}\u{2029}\n]{0,24}") {
            check(&text);
        }
    }
}
