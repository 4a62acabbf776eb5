//! `botrs-secure parse`: what a command would read in texts.

use std::error::Error;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Subcommand};
use serde::Serialize;
use serde_json::Value;

use crate::cli::Answer;
use crate::cli::lines::{Format, Lines};
use crate::cli::rows::{unless_enough, write_row};
use crate::command::{ArgError, FromArg};
use crate::content::Links;
use crate::content::links::DEFAULT_HOSTS;
use crate::id::{OpenId, UserId};
use crate::locale::Locale;

/// What texts are read as.
#[derive(Subcommand)]
pub(super) enum Parse {
    /// 时长，如 30s、1h30m、10分钟，最长 30 天；值为秒数 / Durations such as 30s, 1h30m and 7d, at most 30 days; the
    /// value is in seconds
    Duration(Input),
    /// 成员的数字 id、openid 或提及；`kind` 为 user 或 openid，值为 id / Numbers, openids and mentions of members; `kind`
    /// is user or openid, the value is the id
    Id(Input),
    /// 安全的链接；值为其标准写法 / Safe addresses; the value is the normal form
    Url {
        /// github.com、docs.rs、crates.io 以外也允许的网站，包括其子域名，可写多次 / A host that is allowed beside
        /// github.com, docs.rs and crates.io, with those below it; may be repeated
        #[arg(long, value_name = "HOST")]
        allow: Vec<String>,
        #[command(flatten)]
        input: Input,
    },
}

#[derive(Args)]
pub(super) struct Input {
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// 没有则读标准输入 / Standard input, if there is none
    file: Option<PathBuf>,
}

/// What a text was read as.
struct Read {
    kind: Option<&'static str>,
    value: Value,
}

#[derive(Serialize)]
struct Row {
    line: usize,
    ok: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

impl Parse {
    pub(super) fn run(self) -> Result<Answer, Box<dyn Error>> {
        match self {
            Self::Duration(input) => input.answer(duration),
            Self::Id(input) => input.answer(id),
            Self::Url { allow, input } => {
                let links = links(&allow)?;
                input.answer(|text| url(text, &links))
            }
        }
    }
}

impl Input {
    fn answer(
        &self,
        read: impl Fn(&str) -> Result<Read, ArgError>,
    ) -> Result<Answer, Box<dyn Error>> {
        let mut lines = Lines::of(self.file.as_deref(), self.format)?.strict();
        let mut out = BufWriter::new(io::stdout().lock());
        let mut answer = Answer::Yes;
        unless_enough(answer_all(&mut lines, &mut out, &mut answer, read))?;
        Ok(answer)
    }
}

fn answer_all(
    lines: &mut Lines,
    out: &mut impl Write,
    answer: &mut Answer,
    read: impl Fn(&str) -> Result<Read, ArgError>,
) -> io::Result<()> {
    while let Some((line, text)) = lines.next()? {
        let row = match text.and_then(|text| read(&text).map_err(|error| in_both(&error))) {
            Ok(Read { kind, value }) => {
                Row { line, ok: true, kind, value: Some(value), error: None }
            }
            Err(error) => {
                *answer = Answer::No;
                Row { line, ok: false, kind: None, value: None, error: Some(error) }
            }
        };
        write_row(out, &row)?;
    }
    out.flush()
}

fn in_both(error: &ArgError) -> String {
    format!("{} / {}", error.text(Locale::Zh), error.text(Locale::En))
}

/// In seconds, within the bounds of a command that says none of its own.
fn duration(text: &str) -> Result<Read, ArgError> {
    let duration = Duration::from_arg(text)?;
    Duration::RULES.iter().try_for_each(|rule| duration.obey(rule))?;
    let value = match duration.subsec_millis() {
        0 => duration.as_secs().into(),
        // A sum of two quotients would be rounded twice.
        _ => (duration.as_millis() as f64 / 1e3).into(),
    };
    Ok(Read { kind: None, value })
}

/// As a text, since not every number is one in JSON; of openids, which have two cases, in the platform's.
fn id(text: &str) -> Result<Read, ArgError> {
    let (kind, id) = match OpenId::from_arg(text) {
        Ok(id) => ("openid", id.to_string().to_ascii_uppercase()),
        Err(_) => ("user", UserId::from_arg(text)?.to_string()),
    };
    Ok(Read { kind: Some(kind), value: id.into() })
}

fn url(text: &str, links: &Links) -> Result<Read, ArgError> {
    match links.check(text) {
        Ok(url) => Ok(Read { kind: None, value: url.as_str().into() }),
        Err(fault) => Err(ArgError::new(fault.text(Locale::Zh), fault.text(Locale::En))),
    }
}

/// More hosts than by default, never fewer: what was allowed stays so.
fn links(allow: &[String]) -> Result<Links, Box<dyn Error>> {
    Ok(Links::only(DEFAULT_HOSTS.into_iter().chain(allow.iter().map(String::as_str)))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(
        input: &[u8],
        format: Format,
        read: impl Fn(&str) -> Result<Read, ArgError>,
    ) -> (Answer, String) {
        let mut lines = Lines::new(Box::new(io::Cursor::new(input.to_vec())), format).strict();
        let (mut out, mut answer) = (Vec::new(), Answer::Yes);
        answer_all(&mut lines, &mut out, &mut answer, read).unwrap();
        (answer, String::from_utf8(out).unwrap())
    }

    #[test]
    fn durations_are_seconds_within_the_bounds_of_commands() {
        let (answer, out) = rows("30s\n10分钟\n1d1ms\n30d".as_bytes(), Format::Text, duration);
        let expected = "{\"line\":1,\"ok\":true,\"value\":30}\n{\"line\":2,\"ok\":true,\"value\":600}\n\
            {\"line\":3,\"ok\":true,\"value\":86400.001}\n{\"line\":4,\"ok\":true,\"value\":2592000}\n";
        assert_eq!((answer, &*out), (Answer::Yes, expected));
        let (answer, out) = rows(b"30d1ms\n1s\n\n", Format::Text, duration);
        let expected = "{\"line\":1,\"ok\":false,\"error\":\"不能大于 30天 / must be at most 30d\"}\n\
            {\"line\":2,\"ok\":true,\"value\":1}\n\
            {\"line\":3,\"ok\":false,\"error\":\"缺少时长，例如 30s、1h30m 或 10分钟 / \
            a duration is missing, such as 30s, 1h30m or 7d\"}\n";
        assert_eq!((answer, &*out), (Answer::No, expected));
    }

    #[test]
    fn ids_have_a_kind_and_one_form() {
        let open = "0123456789abcdef0123456789abcdef";
        for (text, kind, form) in [
            ("007", "user", "7"),
            ("18446744073709551615", "user", "18446744073709551615"),
            ("<@12>", "user", "12"),
            ("<@!12>", "user", "12"),
            ("<qqbot-at-user id=\"12\" />", "user", "12"),
            (open, "openid", &open.to_uppercase()),
            (&format!("<@{open}>"), "openid", &open.to_uppercase()),
            (&format!("<qqbot-at-user id=\"{open}\" />"), "openid", &open.to_uppercase()),
        ] {
            let (answer, out) = rows(text.as_bytes(), Format::Text, id);
            let expected =
                format!("{{\"line\":1,\"ok\":true,\"kind\":\"{kind}\",\"value\":\"{form}\"}}\n");
            assert_eq!((answer, out), (Answer::Yes, expected), "{text}");
        }
        for text in
            ["", "<@!12", "../../channels/1", "１２", "<#12>", "18446744073709551616", "<@>"]
        {
            let (answer, out) = rows(format!("{text}\n").as_bytes(), Format::Text, id);
            assert!(answer == Answer::No && out.contains("\"ok\":false"), "{text}: {out}");
        }
    }

    #[test]
    fn more_hosts_are_allowed_and_no_others() {
        let read = |allow: &[&str], text: &str| {
            let links = links(&allow.iter().map(ToString::to_string).collect::<Vec<_>>()).unwrap();
            rows(text.as_bytes(), Format::Text, |text| url(text, &links)).1
        };
        let refused = "{\"line\":1,\"ok\":false,\"error\":\"不是允许的网站 / must be a link to an allowed host\"}\n";
        assert_eq!(read(&[], "https://example.com"), refused);
        assert_eq!(read(&["example.com"], "https://evilexample.com"), refused);
        for text in ["HTTPS://A.example.com/%7e", "https://github.com/", "https://文.中国"] {
            let out = read(&["example.com", "文.中国"], text);
            assert!(out.contains("\"ok\":true"), "{out}");
        }
        let normal = "{\"line\":1,\"ok\":true,\"value\":\"https://a.example.com/%7e\"}\n";
        assert_eq!(read(&["example.com"], "HTTPS://A.Example.com/%7e"), normal);
        assert!(links(&["https://example.com".to_owned()]).is_err());
    }

    #[test]
    fn lines_that_cannot_be_read_are_refused_and_the_next_is_read() {
        let links = Links::default();
        let read = |text: &str| url(text, &links);
        let long = "a".repeat(1 << 20) + "a\n";
        let input = [b"https://github.com/\xff\n", long.as_bytes(), b"https://docs.rs"].concat();
        let (answer, out) = rows(&input, Format::Text, read);
        let expected = "{\"line\":1,\"ok\":false,\"error\":\"不是 UTF-8 / not UTF-8\"}\n\
            {\"line\":2,\"ok\":false,\"error\":\"这一行超过 1 MiB / the line is over 1 MiB\"}\n\
            {\"line\":3,\"ok\":true,\"value\":\"https://docs.rs/\"}\n";
        assert_eq!((answer, &*out), (Answer::No, expected));
        let input = b"{\"text\":\"https://docs.rs\"}\n{\"text\":1}\n{\"text\":\"\xff\"}\n";
        let (answer, out) = rows(input, Format::Jsonl, read);
        assert_eq!((answer, out.matches("\"ok\":false").count()), (Answer::No, 2), "{out}");
    }

    #[test]
    fn no_text_misleads_whoever_reads_the_rows() {
        let read = |text: &str| Ok(Read { kind: None, value: text.into() });
        let (_, out) = rows("a\u{202e}\u{9b}b".as_bytes(), Format::Text, read);
        assert_eq!(out, "{\"line\":1,\"ok\":true,\"value\":\"a\\u202e\\u009bb\"}\n");
    }
}
