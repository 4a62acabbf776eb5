//! A second, slow reading of a message.

use botrs_secure::Scene;
use botrs_secure::testing::Harness;

/// A command as it was typed.
pub(super) struct Line {
    pub(super) name: String,
    /// All that follows the name.
    pub(super) arguments: String,
}

impl Line {
    /// The command in a message; none where it calls nothing.
    pub(super) fn of(raw: &str, scene: Scene) -> Option<Self> {
        let is_guild_side = matches!(scene, Scene::Guild | Scene::Direct);
        let is_elsewhere =
            || raw.match_indices('<').any(|(at, _)| behind_own_mention(&raw[at..]).is_some());
        let mut is_meant = scene == Scene::Group || (scene == Scene::Guild && !is_elsewhere());
        let mut text = raw.trim();
        while is_guild_side && let Some(behind) = behind_own_mention(text) {
            (is_meant, text) = (true, behind.trim_start());
        }
        let text = normal(text, is_guild_side);
        let called = match text.strip_prefix(['/', '／']) {
            Some(called) => called,
            None if is_meant => &text,
            None => return None,
        };
        let end = called.find(|c: char| c.is_whitespace() || c == '<').unwrap_or(called.len());
        let (name, arguments) = called.split_at(end);
        Some(Self { name: name.to_owned(), arguments: arguments.to_owned() })
    }

    /// The arguments word by word; none where a quote is not closed.
    pub(super) fn words(&self) -> Option<Vec<String>> {
        let mut words = Vec::new();
        let mut rest = self.arguments.trim_start();
        while let Some(first) = rest.chars().next() {
            let (word, length) = match "\"\"''“”「」".split_once(first) {
                Some((before, after)) if before.chars().count() % 2 == 0 => {
                    quoted(rest, after.chars().next()?)?
                }
                _ => plain(rest),
            };
            words.push(word);
            rest = rest[length..].trim_start();
        }
        Some(words)
    }
}

/// What stands behind a mention of the bot.
fn behind_own_mention(text: &str) -> Option<&str> {
    let (id, behind) = match text.strip_prefix("<@") {
        Some(inner) => inner.strip_prefix('!').unwrap_or(inner).split_once('>')?,
        None => {
            let (id, behind) = text.strip_prefix("<qqbot-at-user id=\"")?.split_once('"')?;
            (id, behind.trim_start().strip_prefix("/>")?)
        }
    };
    (id.parse() == Ok(Harness::BOT)).then_some(behind)
}

fn normal(text: &str, unescapes: bool) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let entity = [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>')]
            .into_iter()
            .find(|(entity, _)| unescapes && rest.starts_with(entity));
        let (c, length) = match (entity, c) {
            (Some((entity, c)), _) => (c, entity.len()),
            (_, '\r') if rest.starts_with("\r\n") => ('\n', 2),
            (_, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ') => {
                (char::from((c as u32 - '！' as u32) as u8 + b'!'), c.len_utf8())
            }
            _ if c.is_whitespace() && !c.is_control() => (' ', c.len_utf8()),
            _ => (c, c.len_utf8()),
        };
        out.push(c);
        rest = &rest[length..];
    }
    out
}

/// A word in quotes, and how long it is with them.
fn quoted(text: &str, close: char) -> Option<(String, usize)> {
    let mut word = String::new();
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        if c == close {
            return Some((word, at + c.len_utf8()));
        }
        let escaped = next.filter(|next| close.is_ascii() && c == '\\' && "\"'\\".contains(*next));
        word.push(escaped.unwrap_or(c));
        if escaped.is_some() {
            chars.next();
        }
    }
    None
}

/// A word without quotes; a mention ends with itself.
fn plain(text: &str) -> (String, usize) {
    if let Some(length) = tag(text) {
        return (text[..length].to_owned(), length);
    }
    let word = text.split(char::is_whitespace).next().unwrap_or_default();
    let is_mention = word.starts_with("<@") || word.starts_with("<#");
    let end = word.find('>').filter(|_| is_mention).map_or(word.len(), |at| at + 1);
    (word[..end].to_owned(), end)
}

/// How long the mention is that the text starts with and that has a space in it.
fn tag(text: &str) -> Option<usize> {
    let (id, behind) = text.strip_prefix("<qqbot-at-user id=\"")?.split_once('"')?;
    let after = behind.trim_start().strip_prefix("/>")?;
    let is_id = id.chars().all(|c| c.is_ascii_alphanumeric());
    is_id.then_some(text.len() - after.len())
}
