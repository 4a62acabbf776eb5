//! Texts from a file or standard input, one a line.

use std::error::Error;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use clap::ValueEnum;
use serde::Deserialize;

/// The longest line, in bytes; of a longer one nothing is read.
const LONGEST: usize = 1 << 20;

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// 每行一条文本 / A text
    Text,
    /// 每行一个 JSON 对象，文本在 `text` 里 / A JSON object with the text in `text`
    Jsonl,
}

/// One line: its number from 1 on, and its text or why there is none.
pub(super) type Line = (usize, Result<String, String>);

/// Reads line by line, with memory for one.
pub(super) struct Lines {
    input: Box<dyn BufRead>,
    format: Format,
    is_strict: bool,
    number: usize,
    buffer: Vec<u8>,
    /// Bytes that were read.
    pub(super) read: u64,
}

#[derive(Deserialize)]
#[serde(expecting = "an object with the text in `text`")]
struct Row {
    text: String,
}

impl Lines {
    /// Of a file, or of standard input.
    pub(super) fn of(file: Option<&Path>, format: Format) -> Result<Self, Box<dyn Error>> {
        let input: Box<dyn BufRead> = match file {
            Some(path) => {
                let file =
                    File::open(path).map_err(|error| format!("{}: {error}", path.display()))?;
                Box::new(BufReader::new(file))
            }
            None => Box::new(io::stdin().lock()),
        };
        Ok(Self::new(input, format))
    }

    pub(super) fn new(input: Box<dyn BufRead>, format: Format) -> Self {
        Self { input, format, is_strict: false, number: 0, buffer: Vec::new(), read: 0 }
    }

    /// Of what is no UTF-8 nothing is read, in place of U+FFFD.
    pub(super) fn strict(self) -> Self {
        Self { is_strict: true, ..self }
    }

    /// The next line; an error only where reading itself fails.
    pub(super) fn next(&mut self) -> io::Result<Option<Line>> {
        self.buffer.clear();
        let most = LONGEST as u64 + 1;
        let mut read = (&mut self.input).take(most).read_until(b'\n', &mut self.buffer)?;
        if read == 0 {
            return Ok(None);
        }
        let is_long = read as u64 == most && !self.buffer.ends_with(b"\n");
        if is_long {
            read += skip_line(&mut self.input)?;
        }
        self.read += read as u64;
        self.number += 1;
        let text = if is_long {
            Err("这一行超过 1 MiB / the line is over 1 MiB".to_owned())
        } else {
            self.text()
        };
        Ok(Some((self.number, text)))
    }

    fn text(&self) -> Result<String, String> {
        let line = self.buffer.strip_suffix(b"\n").unwrap_or(&self.buffer);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        match self.format {
            Format::Text if self.is_strict => str::from_utf8(line)
                .map(str::to_owned)
                .map_err(|_| "不是 UTF-8 / not UTF-8".to_owned()),
            // What is no UTF-8 becomes U+FFFD: a text that is broken on purpose is looked at, too.
            Format::Text => Ok(String::from_utf8_lossy(line).into_owned()),
            Format::Jsonl => serde_json::from_slice::<Row>(line)
                .map(|row| row.text)
                .map_err(|error| format!("应为 JSON 对象 / expected a JSON object: {error}")),
        }
    }
}

/// Skips to the end of the line, without keeping it: how many bytes.
fn skip_line(input: &mut dyn BufRead) -> io::Result<usize> {
    let mut skipped = 0;
    loop {
        let buffer = input.fill_buf()?;
        let end = buffer.iter().position(|&byte| byte == b'\n');
        let length = end.map_or(buffer.len(), |at| at + 1);
        let is_over = end.is_some() || buffer.is_empty();
        input.consume(length);
        skipped += length;
        if is_over {
            return Ok(skipped);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(bytes: &[u8], format: Format) -> Vec<Line> {
        let mut lines = Lines::new(Box::new(io::Cursor::new(bytes.to_vec())), format);
        let mut all = Vec::new();
        while let Some(line) = lines.next().unwrap() {
            all.push(line);
        }
        assert_eq!(lines.read, bytes.len() as u64);
        all
    }

    #[test]
    fn texts_are_lines_whatever_ends_them() {
        let expected = ["a", "", "好\u{fffd}", "end"];
        let expected = (1..).zip(expected.map(|text| Ok(text.to_owned()))).collect::<Vec<_>>();
        assert_eq!(lines("a\r\n\n好\u{fffd}\nend".as_bytes(), Format::Text), expected);
        assert_eq!(lines(b"x\xff\n", Format::Text), [(1, Ok("x\u{fffd}".to_owned()))]);
        assert_eq!(lines(b"", Format::Text), []);
    }

    #[test]
    fn a_text_that_is_no_utf_8_is_told_where_it_must_not_be_changed() {
        let mut lines = Lines::new(Box::new(&b"a\xff\nb"[..]), Format::Text).strict();
        let broken = Err("不是 UTF-8 / not UTF-8".to_owned());
        assert_eq!(lines.next().unwrap(), Some((1, broken)));
        assert_eq!(lines.next().unwrap(), Some((2, Ok("b".to_owned()))));
    }

    #[test]
    fn a_row_without_a_text_is_told_and_the_next_is_read() {
        let found = lines(
            b"{\"text\":\"a\\nb\",\"more\":1}\n{\"no\":1}\nnone\n{\"text\":\"c\"}",
            Format::Jsonl,
        );
        assert_eq!((&found[0], &found[3]), (&(1, Ok("a\nb".into())), &(4, Ok("c".into()))));
        assert!(found[1].1.is_err() && found[2].1.is_err(), "{found:?}");
    }

    #[test]
    fn a_line_that_is_too_long_is_told_and_the_next_is_read() {
        for extra in [0, 1, 100_000] {
            let long = [vec![b'a'; LONGEST + extra], b"\nnext\n".to_vec()].concat();
            let found = lines(&long, Format::Text);
            assert_eq!(found.len(), 2, "{extra}");
            assert_eq!(found[0].1.is_ok(), extra == 0, "{extra}");
            assert_eq!(found[1], (2, Ok("next".to_owned())));
        }
    }
}
