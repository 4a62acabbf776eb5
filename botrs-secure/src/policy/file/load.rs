//! Reading the file itself, and the lists of words that it names.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use toml::de::DeTable;

use crate::policy::file::depth::too_deep;
use crate::policy::{Mistake, PolicyError, Position};

/// The longest file, in bytes.
const LONGEST: u64 = 1 << 20;
/// The longest list of words, in bytes; and how many lists are read.
const LONGEST_LIST: u64 = 4 << 20;
const MOST_LISTS: usize = 16;

/// What some editors put at the beginning of a file.
pub(super) const BOM: char = '\u{feff}';

/// What a policy's file says, and the files that it names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Sources {
    pub(super) text: String,
    pub(super) lists: Lists,
}

/// By the name that a policy has for it: a list of words, or why there is none.
pub(super) type Lists = BTreeMap<String, Result<String, String>>;

impl From<String> for Sources {
    fn from(text: String) -> Self {
        Self { text, lists: BTreeMap::new() }
    }
}

/// Reads a policy's file, and the files that it names.
pub(crate) fn load(path: &Path) -> Result<Sources, PolicyError> {
    let trouble =
        |at, zh: String, en: String| PolicyError::new(vec![Mistake { at, zh, en }]).in_file(path);
    let name = path.display();
    let bytes = match read(path, LONGEST) {
        Ok(bytes) if bytes.len() as u64 > LONGEST => {
            let zh = format!("策略文件 {name} 太大：最多 1 MiB");
            return Err(trouble(None, zh, format!("the policy file {name} is over 1 MiB")));
        }
        Ok(bytes) => bytes,
        Err(cause) => {
            let zh = format!("无法读取策略文件 {name}：{cause}");
            return Err(trouble(None, zh, format!("cannot read the policy file {name}: {cause}")));
        }
    };
    let text = String::from_utf8(bytes).map_err(|error| {
        let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let (zh, en) =
            ("文件不是 UTF-8 编码：请另存为 UTF-8", "this is not UTF-8: save it as UTF-8");
        trouble(Some(end(good)), zh.into(), en.into())
    })?;
    let text = without_bom(text);
    let directory = path.parent().unwrap_or(Path::new(""));
    let named = named_lists(&text).into_iter();
    let lists = named.map(|name| (name.clone(), list(&directory.join(name)))).collect();
    Ok(Sources { text, lists })
}

fn without_bom(text: String) -> String {
    text.strip_prefix(BOM).map(str::to_owned).unwrap_or(text)
}

/// The `file` of each `[[content.words]]`. Where the text is not as it should be, that is told when it is
/// read.
fn named_lists(text: &str) -> Vec<String> {
    if too_deep(text).is_some() {
        return Vec::new();
    }
    let (root, _) = DeTable::parse_recoverable(text);
    let content = root.get_ref().get("content").and_then(|content| content.get_ref().as_table());
    let words = content.and_then(|content| content.get("words")?.get_ref().as_array());
    let file = |entry: &toml::de::DeValue<'_>| {
        Some(entry.as_table()?.get("file")?.get_ref().as_str()?.to_owned())
    };
    words.into_iter().flatten().filter_map(|entry| file(entry.get_ref())).take(MOST_LISTS).collect()
}

fn list(path: &Path) -> Result<String, String> {
    let bytes = read(path, LONGEST_LIST).map_err(|error| error.to_string())?;
    if bytes.len() as u64 > LONGEST_LIST {
        return Err("over 4 MiB".to_owned());
    }
    String::from_utf8(bytes).map(without_bom).map_err(|_| "not UTF-8".to_owned())
}

fn read(path: &Path, longest: u64) -> std::io::Result<Vec<u8>> {
    // Opening a pipe could wait for ever.
    if !std::fs::metadata(path)?.is_file() {
        return Err(std::io::Error::other("not a regular file"));
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(longest + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The place behind a text.
fn end(text: &[u8]) -> Position {
    let text = String::from_utf8_lossy(text);
    let text = text.strip_prefix(BOM).unwrap_or(&text);
    let last = text.rsplit('\n').next().unwrap_or_default();
    Position { line: text.matches('\n').count() + 1, column: last.chars().count() + 1 }
}
