//! The table `[content]`: what messages may hold.

use std::sync::Arc;

use toml::de::DeValue;

use crate::content::{BlockedWords, BlockedWordsError, ContentPolicy, Links};
use crate::policy::file::keys::{self, Content, Words};
use crate::policy::file::load::Lists;
use crate::policy::file::mistakes::{Mistakes, shown};
use crate::policy::file::values::Value;

/// More than a message ever has.
const MOST_CHARACTERS: u32 = 100_000;

/// What `base` and the table say together.
pub(super) fn read(
    value: &Value<'_>,
    base: ContentPolicy,
    lists: &Lists,
    mistakes: &mut Mistakes<'_>,
) -> ContentPolicy {
    let Some(table) = mistakes.table(value, keys::CONTENT.header) else { return base };
    let mut entries = mistakes.entries(&keys::CONTENT, table);
    // What is said of one kind has the last word over what is said of all, wherever it stands.
    entries.sort_by_key(|(key, ..)| !matches!(key, Content::Injection));
    let mut reader = Reader {
        content: base,
        lists,
        mistakes,
        blocked: Vec::new(),
        allowed: Vec::new(),
        at: None,
    };
    for (key, at, value) in entries {
        reader.entry(key, at, value);
    }
    reader.finish()
}

struct Reader<'r, 't> {
    content: ContentPolicy,
    lists: &'r Lists,
    mistakes: &'r mut Mistakes<'t>,
    /// Words and their categories.
    blocked: Vec<(String, Arc<str>)>,
    allowed: Vec<String>,
    /// Where words are first named.
    at: Option<usize>,
}

impl Reader<'_, '_> {
    fn entry(&mut self, key: Content, at: usize, value: &Value<'_>) {
        let content = self.content.clone();
        let changed = match key {
            Content::MaxLength => self
                .mistakes
                .count(value, MOST_CHARACTERS)
                .map(|most| content.max_length(most as usize)),
            Content::Injection => {
                self.mistakes.action(value).map(|action| content.on_injection(action))
            }
            Content::On(reason) => {
                self.mistakes.action(value).map(|action| content.on(reason, action))
            }
            Content::LinkHosts => self.links(value).map(|links| content.links(links)),
            Content::Words => return self.words(at, value),
            Content::AllowedWords => {
                let allowed = self.mistakes.texts(value).into_iter();
                return self.allowed.extend(allowed.map(|(word, _)| word.to_owned()));
            }
        };
        if let Some(changed) = changed {
            self.content = changed;
        }
    }

    fn links(&mut self, value: &Value<'_>) -> Option<Links> {
        let hosts = self.mistakes.texts(value);
        let wrong = hosts.iter().find(|(host, _)| Links::only([host]).is_err());
        if let Some((host, at)) = wrong {
            let host = shown(host);
            let (zh, en) =
                (format!("`{host}` 不是网站的名字"), format!("`{host}` is no host name"));
            self.mistakes.add(*at, zh, en);
        }
        Links::only(hosts.iter().map(|(host, _)| host)).ok()
    }

    fn words(&mut self, at: usize, value: &Value<'_>) {
        self.at.get_or_insert(at);
        let DeValue::Array(lists) = value.get_ref() else {
            return self
                .mistakes
                .wrong(value, ("表数组 [[content.words]]", "the tables [[content.words]]"));
        };
        for list in lists {
            self.list(list);
        }
    }

    fn list(&mut self, value: &Value<'_>) {
        let Some(table) = self.mistakes.table(value, keys::WORDS.header) else { return };
        let (mut category, mut action, mut words) = (Arc::<str>::from(""), None, Vec::new());
        for (key, _, value) in self.mistakes.entries(&keys::WORDS, table) {
            match key {
                Words::Category => {
                    if let Some((name, _)) = self.mistakes.text(value) {
                        category = name.into();
                    }
                }
                Words::Action => action = self.mistakes.action(value),
                Words::List => {
                    words.extend(
                        self.mistakes.texts(value).into_iter().map(|(word, _)| word.to_owned()),
                    );
                }
                Words::File => words.extend(self.file(value)),
            }
        }
        if let Some(action) = action {
            self.content = self.content.clone().on_category(Arc::clone(&category), action);
        }
        self.blocked.extend(words.into_iter().map(|word| (word, Arc::clone(&category))));
    }

    /// The words of a file: one a line, without empty lines and those that begin with `#`.
    fn file(&mut self, value: &Value<'_>) -> Vec<String> {
        let Some((name, at)) = self.mistakes.text(value) else { return Vec::new() };
        match self.lists.get(name) {
            Some(Ok(text)) => words_of(text).map(str::to_owned).collect(),
            Some(Err(error)) => {
                let name = shown(name);
                let zh = format!("无法读取词表 `{name}`：{error}");
                self.mistakes.add(at, zh, format!("the list `{name}` cannot be read: {error}"));
                Vec::new()
            }
            None => {
                let zh = "这里不能引用文件：程序自带的策略没有目录，最多引用 16 个文件";
                let en = "no file can be named here: a text of the program has no directory, and 16 files are \
                          the most";
                self.mistakes.add(at, zh, en);
                Vec::new()
            }
        }
    }

    fn finish(self) -> ContentPolicy {
        let Some(at) = self.at else { return self.content };
        match BlockedWords::new(self.blocked, self.allowed) {
            Ok(words) => self.content.words(words),
            Err(error) => {
                let (zh, en) = told(&error);
                self.mistakes.add(at, zh, en);
                self.content
            }
        }
    }
}

/// The words of a list: one a line, without empty lines and those that begin with `#`.
pub(crate) fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn told(error: &BlockedWordsError) -> (String, String) {
    let zh = match error {
        BlockedWordsError::NoLetter(word) => format!("词 {word:?} 里没有字母或数字"),
        BlockedWordsError::OneLetter(word) => format!("词 {word:?} 只有一个字母，会到处误报"),
        BlockedWordsError::TooLong(word) => {
            format!("词 {word:?} 太长：最多 {} 个字", BlockedWords::MAX_LETTERS)
        }
        BlockedWordsError::TooMany | BlockedWordsError::Automaton(_) => {
            format!("词太多：最多 {} 个", BlockedWords::MAX_WORDS)
        }
    };
    (zh, error.to_string())
}
