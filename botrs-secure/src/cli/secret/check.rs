//! `botrs-secure secret check`.

use std::error::Error;
use std::path::{Path, PathBuf};

use clap::Args;

use super::Answered;
use super::console::{Console, text};
use super::keys::Opening;
use crate::cli::finding::{Finding, Level, print};
use crate::secret::file::{self, By};
use crate::secret::seal::value::{open_value, sealed_in};
use crate::secret::seal::{self, places_in};
use crate::secret::{Credentials, SecretBytes, SecretFileError, SecretText, UnlockError};

#[derive(Args)]
pub(in crate::cli) struct Check {
    file: PathBuf,
    #[command(flatten)]
    opening: Opening,
    /// JSON，每行一个对象 / As JSON, one object a line
    #[arg(long)]
    json: bool,
}

impl Check {
    pub(super) fn run(self, console: &mut Console<'_>) -> Answered {
        let mut found = Found { path: &self.file, list: Vec::new() };
        if let Some(bytes) = found.read()? {
            if seal::is_sealed(bytes.as_slice()) {
                self.sealed(bytes.as_slice(), &mut found, console)?;
            } else {
                self.plain(bytes, &mut found, console)?;
            }
        }
        Ok(print(&mut console.output, &found.list, self.json)?)
    }

    fn sealed(
        &self,
        sealed: &[u8],
        found: &mut Found<'_>,
        console: &mut Console<'_>,
    ) -> Result<(), Box<dyn Error>> {
        let unlock = match self.opening.unlock(sealed, console) {
            Ok(unlock) => unlock,
            Err(error) => return found.unopened(error),
        };
        match seal::open(sealed, &unlock) {
            Ok(plain) => {
                found.add(Level::Ok, "opens", "能打开 / it opens");
                // What else may be sealed is no business of this.
                if let Ok(text) = plain.into_text() {
                    found.credentials(&text);
                }
            }
            Err(error) => found.add(Level::Failed, "opens", error.to_string()),
        }
        Ok(())
    }

    fn plain(
        &self,
        bytes: SecretBytes,
        found: &mut Found<'_>,
        console: &mut Console<'_>,
    ) -> Result<(), Box<dyn Error>> {
        let text = text(bytes, found.path)?;
        let places = match places_in(text.as_str(), found.path) {
            Ok(places) => places,
            Err(error) => {
                found.add(Level::Failed, "toml", error.to_string());
                return Ok(());
            }
        };
        found.credentials(&text);
        let Some(first) = places.first() else { return Ok(()) };
        let first = sealed_in(&first.value).unwrap_or_default();
        let unlock = match self.opening.unlock(&first, console) {
            Ok(unlock) => unlock,
            Err(error) => return found.unopened(error),
        };
        for place in &places {
            let opened = open_value(&place.value, &unlock);
            let (level, text) = match opened {
                Ok(_) => (Level::Ok, "能打开 / it opens".to_owned()),
                Err(error) => (Level::Failed, error.to_string()),
            };
            let text = format!("`{}`: {text}", place.key);
            found.list.push(Finding::new(level, "opens", text).at(found.path, Some(place.line)));
        }
        Ok(())
    }
}

struct Found<'a> {
    path: &'a Path,
    list: Vec<Finding>,
}

impl Found<'_> {
    fn add(&mut self, level: Level, check: &'static str, text: impl Into<String>) {
        self.list.push(Finding::new(level, check, text).at(self.path, None));
    }

    /// What is in the file, if it is a file that is read at all; an error where there is none to be checked.
    fn read(&mut self) -> Result<Option<SecretBytes>, Box<dyn Error>> {
        let read = file::read_bytes(self.path, By::Sealer).and_then(|bytes| {
            if seal::is_sealed(bytes.as_slice()) {
                Ok(bytes)
            } else {
                file::read_bytes(self.path, By::User)
            }
        });
        match read {
            Ok(bytes) => {
                let text =
                    format!("权限和所有者正确{0} / mode and owner are right{0}", mode(self.path));
                self.add(Level::Ok, "access", text);
                Ok(Some(bytes))
            }
            Err(error @ SecretFileError::Io { .. }) => Err(error.into()),
            Err(error) => {
                self.add(Level::Failed, "access", error.to_string());
                Ok(None)
            }
        }
    }

    /// Whatever has one of their keys is meant as credentials.
    fn credentials(&mut self, text: &SecretText) {
        let is_own = |line: &str| {
            line.split_once('=').is_some_and(|(key, _)| matches!(key.trim(), "app_id" | "secret"))
        };
        if !text.as_str().lines().any(is_own) {
            return;
        }
        match Credentials::parse(text, self.path) {
            Ok(_) => self.add(
                Level::Ok,
                "credentials",
                "app_id 和 secret 齐全 / app_id and secret are there",
            ),
            Err(error) => self.add(Level::Failed, "credentials", error.to_string()),
        }
    }

    /// Nothing was given to open it with, which is no fault of the file's.
    fn unopened(&mut self, error: Box<dyn Error>) -> Result<(), Box<dyn Error>> {
        match error.downcast::<UnlockError>() {
            Ok(error) if *error == UnlockError::Missing => {
                self.add(Level::Warning, "opens", format!("没有试着打开 / not opened: {error}"));
                Ok(())
            }
            Ok(error) => Err(error),
            Err(error) => Err(error),
        }
    }
}

/// Its mode in octal.
#[cfg(unix)]
fn mode(path: &Path) -> String {
    use std::os::unix::fs::MetadataExt as _;
    let seen = std::fs::symlink_metadata(path);
    seen.map_or_else(
        |_| String::new(),
        |seen| format!(" ({:04o}, {})", seen.mode() & 0o7777, seen.uid()),
    )
}

#[cfg(not(unix))]
fn mode(_: &Path) -> String {
    String::new()
}
