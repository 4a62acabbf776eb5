//! Reading the file itself.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use crate::policy::{Mistake, PolicyError, Position};

/// The longest file, in bytes.
const LONGEST: u64 = 1 << 20;

/// What some editors put at the beginning of a file.
pub(super) const BOM: char = '\u{feff}';

/// The text of a policy's file.
pub(crate) fn load(path: &Path) -> Result<String, PolicyError> {
    let trouble =
        |at, zh: String, en: String| PolicyError::new(vec![Mistake { at, zh, en }]).in_file(path);
    let name = path.display();
    let bytes = match read(path) {
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
    Ok(text.strip_prefix(BOM).map(str::to_owned).unwrap_or(text))
}

fn read(path: &Path) -> std::io::Result<Vec<u8>> {
    // Opening a pipe could wait for ever.
    if !std::fs::metadata(path)?.is_file() {
        return Err(std::io::Error::other("not a regular file"));
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(LONGEST + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The place behind a text.
fn end(text: &[u8]) -> Position {
    let text = String::from_utf8_lossy(text);
    let text = text.strip_prefix(BOM).unwrap_or(&text);
    let last = text.rsplit('\n').next().unwrap_or_default();
    Position { line: text.matches('\n').count() + 1, column: last.chars().count() + 1 }
}
