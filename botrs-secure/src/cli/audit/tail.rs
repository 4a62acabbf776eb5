//! `botrs-secure audit tail`: the last records, and those to come, to be read by people.

use std::collections::VecDeque;
use std::error::Error;
use std::fs::{self, File};
use std::io::{self, BufRead, Read as _, Write};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use chrono::{DateTime, Local};
use clap::Args;

use super::record::{Record, shown};
use crate::audit::rotated;
use crate::cli::Answer;
use crate::cli::rows::unless_enough;

/// How often it is looked whether there is more.
const POLL: Duration = Duration::from_millis(200);

/// No record is longer.
const LONGEST: u64 = 1 << 20;

/// Prints one record a line: time, event, result, rule, command, who, where and details. Times are local, by `TZ`;
/// control characters and such as turn the direction of writing are spelt out.
#[derive(Args)]
pub(in crate::cli) struct Tail {
    /// 继续等待新的记录 / Waits for more
    #[arg(short, long)]
    follow: bool,
    /// 最后多少条 / How many of the last
    #[arg(short = 'n', long, default_value_t = 20, value_parser = clap::value_parser!(u16))]
    lines: u16,
    #[command(flatten)]
    filter: Filter,
    file: PathBuf,
}

/// Which records are shown: those that are all of it.
#[derive(Args)]
struct Filter {
    /// 只看被拒绝或失败的 / Only what was refused or failed
    #[arg(long)]
    refused: bool,
    /// 只看这个命令或作用 / Only this command or effect
    #[arg(long)]
    action: Option<String>,
    /// 只看这条规则，或以它和点开头的 / Only this rule, and those that begin with it and a dot
    #[arg(long)]
    rule: Option<String>,
    /// 只看这个化名 / Only this pseudonym
    #[arg(long)]
    user: Option<String>,
}

impl Tail {
    pub(super) fn run(self) -> Result<Answer, Box<dyn Error>> {
        let mut file = Followed::open(&self.file)?;
        let mut last = VecDeque::new();
        while let Some(line) = file.next()? {
            last.extend(self.filter.line(&line));
            if last.len() > usize::from(self.lines) {
                last.pop_front();
            }
        }
        unless_enough(self.tell(last, file))?;
        Ok(Answer::Yes)
    }

    fn tell(&self, last: VecDeque<String>, mut file: Followed) -> io::Result<()> {
        let mut out = io::stdout().lock();
        for line in last {
            writeln!(out, "{line}")?;
        }
        if !self.follow {
            return out.flush();
        }
        loop {
            out.flush()?;
            thread::sleep(POLL);
            while let Some(line) = file.next()? {
                if let Some(line) = self.filter.line(&line) {
                    writeln!(out, "{line}")?;
                }
            }
        }
    }
}

/// A file that grows, and may be replaced by another one.
struct Followed {
    path: PathBuf,
    file: File,
    lines: Box<dyn BufRead>,
    /// The part of a line that is there.
    begun: Vec<u8>,
    read: u64,
}

impl Followed {
    fn open(path: &Path) -> Result<Self, String> {
        let (file, lines) = open(path).map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(Self { path: path.into(), file, lines, begun: Vec::new(), read: 0 })
    }

    /// The next whole line, if there is one by now.
    fn next(&mut self) -> io::Result<Option<String>> {
        loop {
            let most = LONGEST.saturating_sub(self.begun.len() as u64);
            let read = (&mut self.lines).take(most).read_until(b'\n', &mut self.begun)?;
            self.read += read as u64;
            if self.begun.ends_with(b"\n") || self.begun.len() as u64 == LONGEST {
                let line = String::from_utf8_lossy(&self.begun).trim_end().to_owned();
                self.begun.clear();
                return Ok(Some(line));
            }
            if !self.is_replaced() {
                return Ok(None);
            }
            self.begun.clear();
            self.read = 0;
            (self.file, self.lines) = open(&self.path)?;
        }
    }

    /// Whether there is a file at the path that this one is not; its rest has been read.
    fn is_replaced(&self) -> bool {
        // What is compressed does not grow.
        if rotated::is_packed(&self.path) {
            return false;
        }
        let at_path = fs::metadata(&self.path);
        at_path.is_ok_and(|at_path| at_path.len() < self.read || !self.is(&at_path))
    }

    #[cfg(unix)]
    fn is(&self, other: &fs::Metadata) -> bool {
        use std::os::unix::fs::MetadataExt;
        self.file.metadata().is_ok_and(|own| own.ino() == other.ino())
    }

    #[cfg(not(unix))]
    fn is(&self, _: &fs::Metadata) -> bool {
        true
    }
}

/// A file, compressed or not, and its lines.
fn open(path: &Path) -> io::Result<(File, Box<dyn BufRead>)> {
    let file = File::open(path)?;
    let lines = rotated::lines(path, file.try_clone()?)?;
    Ok((file, lines))
}

impl Filter {
    /// The line of a record that is to be shown; what is no record is shown as it is.
    fn line(&self, line: &str) -> Option<String> {
        let Some(record) = Record::read(line) else {
            return self.is_empty().then(|| format!("?  {}", shown(line)));
        };
        self.wants(&record).then(|| told(&record))
    }

    fn is_empty(&self) -> bool {
        !self.refused && self.action.is_none() && self.rule.is_none() && self.user.is_none()
    }

    fn wants(&self, record: &Record<'_>) -> bool {
        let is = |wanted: &Option<String>, found: &str| {
            wanted.as_ref().is_none_or(|wanted| wanted == found)
        };
        let begins = |rule: &String| {
            record
                .rule
                .strip_prefix(rule.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        (!self.refused || !record.success)
            && is(&self.action, &record.action)
            && is(&self.user, record.user_id.as_deref().unwrap_or_default())
            && self.rule.as_ref().is_none_or(begins)
    }
}

fn told(record: &Record<'_>) -> String {
    let time = DateTime::parse_from_rfc3339(&record.timestamp).map_or_else(
        |_| shown(&record.timestamp).into_owned(),
        |time| time.with_timezone(&Local).format("%Y-%m-%d %H:%M:%S%.3f").to_string(),
    );
    let mark = if record.success { '✓' } else { '✗' };
    let mut line =
        format!("{time}  {:<9} {mark} {:<20}", shown(&record.event_type), shown(&record.rule));
    let some = |text: &Option<std::borrow::Cow<'_, str>>| {
        text.as_deref().map(|text| shown(text).into_owned())
    };
    let count = record.count.map(|count| format!("×{count}"));
    let target = some(&record.target).map(|target| format!("→ {target}"));
    let parts = [
        Some(shown(&record.action).into_owned()),
        some(&record.user_id),
        target,
        some(&record.place),
        some(&record.details),
        count,
        Some(format!("#{}", shown(&record.correlation))),
    ];
    for part in parts.into_iter().flatten() {
        line.push(' ');
        line.push_str(&part);
    }
    line
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::content::corpus;

    const LINE: &str = r#"{"timestamp":"2026-11-30T10:00:00.000Z","event_type":"decision","user_id":"u:1","action":"ban","details":"a\u001b[2J","success":false,"rule":"limit.cooldown","place":null,"target":null,"correlation":"0a"}"#;

    fn none() -> Filter {
        Filter { refused: false, action: None, rule: None, user: None }
    }

    #[test]
    fn a_line_shows_control_characters_and_does_not_obey_them() {
        let line = none().line(LINE).unwrap();
        assert!(line.contains(r"a\u{1b}[2J") && line.contains("✗ limit.cooldown"), "{line}");
        assert_eq!(none().line("\u{202e}no").unwrap(), r"?  \u{202e}no");
    }

    #[test]
    fn whatever_people_wrote_is_one_line() {
        let hostile = corpus::with_sample("attack_misc", &["/%0d%0aSet-Cookie:a=b\r\n", "\"},{"]);
        for text in hostile.into_iter().chain(corpus::hostile()) {
            let mut record: Value = serde_json::from_str(LINE).unwrap();
            for member in ["details", "action", "rule", "user_id", "correlation"] {
                record[member] = text.clone().into();
            }
            for line in [record.to_string(), text] {
                let line = none().line(&line).unwrap();
                let obeyed = |c: char| c.is_control() || crate::json::misleads(c);
                assert!(!line.contains(obeyed), "{line:?}");
            }
        }
    }

    #[test]
    fn a_filter_keeps_what_is_all_of_it() {
        let some = |text: &str| Some(text.to_owned());
        for (filter, is_kept) in [
            (Filter { refused: true, ..none() }, true),
            (Filter { action: some("ban"), user: some("u:1"), ..none() }, true),
            (Filter { action: some("ban"), user: some("u:2"), ..none() }, false),
            (Filter { rule: some("limit"), ..none() }, true),
            (Filter { rule: some("limit.cooldown"), ..none() }, true),
            (Filter { rule: some("lim"), ..none() }, false),
            (Filter { action: some("kick"), ..none() }, false),
        ] {
            assert_eq!(filter.line(LINE).is_some(), is_kept);
            assert!(filter.line("no record").is_none());
        }
        let allowed = LINE.replace("false", "true");
        assert!(Filter { refused: true, ..none() }.line(&allowed).is_none());
    }

    #[test]
    fn a_file_that_grows_or_is_replaced_is_followed_by_whole_lines() {
        let folder = crate::audit::TestDir::new();
        let path = folder.join("log");
        let append = |text: &str| {
            fs::OpenOptions::new()
                .append(true)
                .open(&path)
                .unwrap()
                .write_all(text.as_bytes())
                .unwrap();
        };
        fs::write(&path, "one\ntw").unwrap();
        let mut file = Followed::open(&path).unwrap();
        let mut next = || file.next().unwrap();
        assert_eq!(next().as_deref(), Some("one"));
        assert_eq!(next(), None);
        append("o\nthree\n");
        assert_eq!(next().as_deref(), Some("two"));
        fs::rename(&path, folder.join("old")).unwrap();
        assert_eq!(next().as_deref(), Some("three"));
        assert_eq!(next(), None);
        fs::write(&path, "four\n").unwrap();
        assert_eq!(next().as_deref(), Some("four"));
        fs::write(&path, "5\n").unwrap();
        assert_eq!(next().as_deref(), Some("5"));
        assert_eq!(next(), None);
    }
}
