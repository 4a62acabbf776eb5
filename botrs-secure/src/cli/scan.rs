//! `botrs-secure scan`: what a content policy makes of texts.

use std::error::Error;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;
use indicatif::ProgressBar;
use serde::Serialize;

use crate::cli::Answer;
use crate::cli::lines::{Format, Lines};
use crate::cli::progress::progress;
use crate::cli::rows::{unless_enough, write_row};
use crate::content::{BlockedWords, ContentAction, ContentPolicy, Reason, Verdict};
use crate::policy::{Policy, words_of};

/// Prints one JSON object a line: `{"line":1,"verdict":"refuse","reasons":["sql_injection"],"spans":[[3,9]],"text":".."}`.
/// Spans are bytes of the text in UTF-8; `text` is what a bot would go on with, masked where it has to be.
#[derive(Args)]
pub(super) struct Scan {
    /// 策略文件，按其中 [content] 检查；没有则用默认 / A policy file whose [content] is asked, in place of the
    /// defaults
    #[arg(long)]
    policy: Option<PathBuf>,
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// 只做这些检查 / Only these checks, such as sql_injection,blocked_word
    #[arg(long, value_delimiter = ',', value_parser = reason, value_name = "REASON,..")]
    only: Vec<Reason>,
    /// 词表，每行一个词，`#` 开头为注释；代替策略里的词 / A list of words, one a line, `#` begins a comment; in
    /// place of the policy's
    #[arg(long)]
    words: Option<PathBuf>,
    /// 没有则读标准输入 / Standard input, if there is none
    file: Option<PathBuf>,
}

fn reason(code: &str) -> Result<Reason, String> {
    Reason::from_code(code).ok_or_else(|| {
        let all: Vec<_> = Reason::ALL.iter().map(|reason| reason.as_str()).collect();
        format!("可用的有 {} / there are {}", all.join("、"), all.join(", "))
    })
}

#[derive(Serialize)]
struct Row<'a> {
    line: usize,
    verdict: &'static str,
    reasons: Vec<&'static str>,
    spans: Vec<[usize; 2]>,
    text: &'a str,
}

#[derive(Serialize)]
struct Unread<'a> {
    line: usize,
    error: &'a str,
}

impl Scan {
    pub(super) fn run(self) -> Result<Answer, Box<dyn Error>> {
        let content = self.content()?;
        let lines = Lines::of(self.file.as_deref(), self.format)?;
        let size = self.file.as_deref().and_then(|path| fs::metadata(path).ok()).map(|of| of.len());
        let progress = progress(size);
        let mut counts = Counts::new();
        let scanned =
            scan(&content, lines, &mut BufWriter::new(io::stdout().lock()), &mut counts, &progress);
        progress.finish_and_clear();
        unless_enough(scanned)?;
        eprint!("{}", counts.summary());
        counts.answer()
    }

    fn content(&self) -> Result<ContentPolicy, Box<dyn Error>> {
        let said = match &self.policy {
            Some(path) => Policy::load(path)?.said_of_content(),
            None => ContentPolicy::new(),
        };
        let said = match &self.words {
            Some(path) => said.words(words(path)?),
            None => said,
        };
        if self.only.is_empty() {
            return Ok(said);
        }
        let others = Reason::ALL.into_iter().filter(|reason| !self.only.contains(reason));
        let only = others.fold(said, |content, reason| content.on(reason, ContentAction::Off));
        // Whoever asks for it wants to see it.
        let asked = self.only.iter().filter(|reason| !only.looks_for(**reason));
        Ok(asked.fold(only.clone(), |content, reason| content.on(*reason, ContentAction::Refuse)))
    }
}

fn words(path: &Path) -> Result<BlockedWords, Box<dyn Error>> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(BlockedWords::new(words_of(&text).map(|word| (word, "")), [""; 0])?)
}

fn scan(
    content: &ContentPolicy,
    mut lines: Lines,
    out: &mut impl Write,
    counts: &mut Counts,
    progress: &ProgressBar,
) -> io::Result<()> {
    while let Some((line, text)) = lines.next()? {
        match text {
            Ok(text) => {
                let verdict = content.check(&text);
                counts.add(&verdict);
                write_row(out, &row(line, &verdict, &verdict.masked(&text)))?;
            }
            Err(error) => {
                counts.unread += 1;
                write_row(out, &Unread { line, error: &error })?;
            }
        }
        progress.set_position(lines.read);
    }
    out.flush()
}

fn row<'a>(line: usize, verdict: &Verdict, text: &'a str) -> Row<'a> {
    let mut found: Vec<_> = verdict.findings().collect();
    found.sort_by_key(|finding| (finding.span.start, finding.span.end, finding.reason));
    let mut reasons: Vec<_> = found.iter().map(|finding| finding.reason).collect();
    reasons.sort_unstable();
    reasons.dedup();
    Row {
        line,
        verdict: word(verdict.action()),
        reasons: reasons.into_iter().map(Reason::as_str).collect(),
        spans: found.iter().map(|finding| [finding.span.start, finding.span.end]).collect(),
        text,
    }
}

/// A text passes, does not, or passes in part.
const fn word(action: ContentAction) -> &'static str {
    match action {
        ContentAction::Off | ContentAction::Record | ContentAction::Warn => "allow",
        ContentAction::Mask => "mask",
        ContentAction::Refuse => "refuse",
    }
}

/// What was found in all.
struct Counts {
    begun: Instant,
    lines: u64,
    refused: u64,
    masked: u64,
    unread: u64,
    /// Texts in which it was found, by reason.
    reasons: [u64; Reason::ALL.len()],
}

impl Counts {
    fn new() -> Self {
        Self {
            begun: Instant::now(),
            lines: 0,
            refused: 0,
            masked: 0,
            unread: 0,
            reasons: [0; Reason::ALL.len()],
        }
    }

    fn add(&mut self, verdict: &Verdict) {
        self.lines += 1;
        self.refused += u64::from(verdict.action() == ContentAction::Refuse);
        self.masked += u64::from(verdict.action() == ContentAction::Mask);
        let mut reasons: Vec<_> = verdict.findings().map(|finding| finding.reason).collect();
        reasons.sort_unstable();
        reasons.dedup();
        reasons.into_iter().for_each(|reason| self.reasons[reason as usize] += 1);
    }

    fn summary(&self) -> String {
        let Self { lines, refused, masked, unread, .. } = self;
        let allowed = lines - refused - masked;
        let mut text = format!(
            "{lines} texts: {allowed} allow, {refused} refuse, {masked} mask; {unread} not read\n"
        );
        for reason in Reason::ALL {
            let count = self.reasons[reason as usize];
            if count > 0 {
                text.push_str(&format!("  {:<20}{count:>10}\n", reason.as_str()));
            }
        }
        let seconds = self.begun.elapsed().as_secs_f64();
        text.push_str(&format!("{:.0} messages a second\n", *lines as f64 / seconds.max(1e-9)));
        text
    }

    fn answer(&self) -> Result<Answer, Box<dyn Error>> {
        if self.unread > 0 {
            let unread = self.unread;
            return Err(format!("{unread} 行无法读取 / {unread} lines could not be read").into());
        }
        Ok(if self.refused > 0 { Answer::No } else { Answer::Yes })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scanned(content: &ContentPolicy, text: &str) -> serde_json::Value {
        let verdict = content.check(text);
        let mut out = Vec::new();
        write_row(&mut out, &row(7, &verdict, &verdict.masked(text))).unwrap();
        assert_eq!(out.pop(), Some(b'\n'));
        serde_json::from_slice(&out).unwrap()
    }

    #[test]
    fn a_row_says_the_verdict_its_reasons_and_their_places() {
        let text = "好\u{202e}\0";
        let row = serde_json::json!({
            "line": 7, "verdict": "refuse", "reasons": ["control_character", "bidi"],
            "spans": [[3, 6], [6, 7]], "text": text,
        });
        assert_eq!(scanned(&ContentPolicy::new(), text), row);
        let masking = ContentPolicy::off().on(Reason::Bidi, ContentAction::Mask);
        let row = serde_json::json!({
            "line": 7, "verdict": "mask", "reasons": ["bidi"], "spans": [[3, 6]], "text": "好*\0",
        });
        assert_eq!(scanned(&masking, text), row);
        let warning = ContentPolicy::off().on(Reason::Bidi, ContentAction::Warn);
        assert_eq!(scanned(&warning, text)["verdict"], "allow");
        let row = serde_json::json!({"line": 7, "verdict": "allow", "reasons": [], "spans": [], "text": "好"});
        assert_eq!(scanned(&ContentPolicy::new(), "好"), row);
    }

    #[test]
    fn no_text_misleads_whoever_reads_the_rows() {
        let text = "a\u{202e}\u{9b}\u{2028}\u{200b}b";
        let mut out = Vec::new();
        write_row(&mut out, &row(1, &ContentPolicy::off().check(text), text)).unwrap();
        let out = String::from_utf8(out).unwrap();
        assert!(out.ends_with("\"text\":\"a\\u202e\\u009b\\u2028\\u200bb\"}\n"), "{out:?}");
    }

    #[test]
    fn a_summary_counts_texts_once_for_each_reason() {
        let mut counts = Counts::new();
        for text in ["fine", "\0\0", "\u{202e}"] {
            counts.add(&ContentPolicy::new().check(text));
        }
        let summary = counts.summary();
        assert!(
            summary.starts_with("3 texts: 1 allow, 2 refuse, 0 mask; 0 not read\n"),
            "{summary}"
        );
        assert!(summary.contains("control_character            1\n"), "{summary}");
        assert!(summary.contains("bidi                         1\n"), "{summary}");
    }
}
