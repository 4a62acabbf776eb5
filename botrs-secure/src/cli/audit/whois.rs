//! `botrs-secure audit whois`: under which pseudonyms the records have a person, for whoever has the keys.

use std::collections::HashMap;
use std::error::Error;
use std::fmt;
use std::io::{self, Write as _};
use std::path::PathBuf;

use clap::Args;

use super::files::{of_log, open, progress_of};
use super::record::Record;
use crate::audit::names;
use crate::audit::pseudonym::{Pseudonym, Pseudonyms};
use crate::cli::Answer;
use crate::cli::lines::{Format, Lines};
use crate::cli::rows::unless_enough;
use crate::id::{BotId, InvalidId};
use crate::place::{PersonId, Place, Realm};

/// Prints each pseudonym that a person has in the records: how many name it, in which epoch, towards which bot and where.
///
/// 没有记录提到此人则退出码为 1 / The exit code is 1 if no record names the person.
#[derive(Args)]
pub(in crate::cli) struct Whois {
    /// 用户 id（数字）或 openid（32 位十六进制） / The id of a user (a number) or an openid (32 hexadecimal digits)
    #[arg(value_name = "ID", value_parser = person)]
    person: PersonId,
    /// 日志，密钥在 FILE.names；轮转的 FILE.000001 等会一并读取 / The log, whose keys are in FILE.names; FILE.000001 and so
    /// on, into which it was rotated, are read as well
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

fn person(text: &str) -> Result<PersonId, InvalidId> {
    match text.parse() {
        Ok(id) => Ok(PersonId::Open(id)),
        Err(_) => text.parse().map(PersonId::User),
    }
}

impl Whois {
    pub(super) fn run(self) -> Result<Answer, Box<dyn Error>> {
        let mut search = Search::new(self.person, &self.files)?;
        let files = of_log(&self.files)?;
        let progress = progress_of(&files);
        for path in &files {
            let at = |error: io::Error| format!("{}: {error}", path.display());
            let mut lines = Lines::new(open(path, &progress).map_err(at)?, Format::Text);
            while let Some((_, line)) = lines.next().map_err(at)? {
                if let Some(record) = line.as_deref().ok().and_then(Record::read) {
                    search.look(&record);
                }
            }
        }
        progress.finish_and_clear();
        unless_enough(search.tell())?;
        Ok(if search.found().next().is_some() { Answer::Yes } else { Answer::No })
    }
}

/// One person in all records.
struct Search {
    person: PersonId,
    epochs: HashMap<String, Pseudonyms>,
    circles: HashMap<Circle, Found>,
    /// Records of epochs whose key is not there.
    closed: u64,
}

/// Within it a person has one pseudonym.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Circle {
    epoch: String,
    bot: Option<BotId>,
    realm: Option<Realm>,
}

struct Found {
    person: Pseudonym,
    /// Of the conversation with the person.
    place: Option<Pseudonym>,
    records: u64,
}

impl Search {
    fn new(person: PersonId, logs: &[PathBuf]) -> Result<Self, Box<dyn Error>> {
        let mut epochs = HashMap::new();
        for log in logs {
            if let Some(names) = names::known(log)? {
                epochs.extend(names.epochs().map(|(id, key)| (id, Pseudonyms::new(key))));
            }
        }
        if epochs.is_empty() {
            let log = logs[0].display();
            return Err(format!("没有 {log}.names，无法得知化名 / there is no {log}.names, without which pseudonyms cannot be told").into());
        }
        Ok(Self { person, epochs, circles: HashMap::new(), closed: 0 })
    }

    fn look(&mut self, record: &Record<'_>) {
        let Some(epoch) = self.epochs.get_mut(&*record.names) else {
            self.closed += 1;
            return;
        };
        // What is no record of ours names nobody.
        let Some(circle) = Circle::of(record) else { return };
        let (person, bot, realm) = (self.person, circle.bot, circle.realm);
        let found = self.circles.entry(circle).or_insert_with(|| Found {
            person: epoch.person(bot, realm, person),
            place: match person {
                PersonId::Open(user) => epoch.place(bot, &Place::C2c { user }),
                PersonId::User(_) => None,
            },
            records: 0,
        });
        found.records += u64::from(found.is_in(record));
    }

    fn found(&self) -> impl Iterator<Item = (&Circle, &Found)> {
        self.circles.iter().filter(|(_, found)| found.records > 0)
    }

    fn tell(&self) -> io::Result<()> {
        let mut out = io::stdout().lock();
        let mut found: Vec<_> = self.found().collect();
        found.sort_by_cached_key(|(circle, found)| (u64::MAX - found.records, circle.to_string()));
        for (circle, Found { person, records, .. }) in found {
            writeln!(out, "{records:>10}  {}  {circle}", person.as_str())?;
        }
        if self.closed > 0 {
            let closed = self.closed;
            writeln!(out, "{closed:>10}  时期的密钥不在 / of epochs whose key is not there")?;
        }
        out.flush()
    }
}

impl Circle {
    fn of(record: &Record<'_>) -> Option<Self> {
        let place = record.place.as_deref().unwrap_or_default();
        let realm = match record.scene.as_deref() {
            None => None,
            Some("guild") => {
                let (guild, _) = place.strip_prefix("guild ")?.split_once(' ')?;
                Some(Realm::Guild(guild.parse().ok()?))
            }
            Some("direct") => Some(Realm::Direct),
            Some("group") => Some(Realm::Group(place.strip_prefix("group ")?.parse().ok()?)),
            Some("c2c") => Some(Realm::C2c),
            Some(_) => return None,
        };
        let bot = record.bot.as_deref().map(str::parse).transpose().ok()?;
        Some(Self { epoch: record.names.to_string(), bot, realm })
    }
}

impl fmt::Display for Circle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "epoch {}", self.epoch)?;
        if let Some(bot) = self.bot {
            write!(f, "  bot {bot}")?;
        }
        match self.realm {
            None => Ok(()),
            Some(Realm::Guild(guild)) => write!(f, "  guild {guild}"),
            Some(Realm::Direct) => f.write_str("  direct"),
            Some(Realm::Group(group)) => write!(f, "  group {group}"),
            Some(Realm::C2c) => f.write_str("  c2c"),
        }
    }
}

impl Found {
    fn is_in(&self, record: &Record<'_>) -> bool {
        let person = Some(self.person.as_str());
        let place = self.place.as_ref().map(Pseudonym::as_str);
        record.user_id.as_deref() == person
            || record.target.as_deref() == person
            || place.is_some() && record.place.as_deref() == place
            || record.details.as_deref().is_some_and(|text| text.contains(self.person.as_str()))
    }
}

#[cfg(test)]
mod tests;
