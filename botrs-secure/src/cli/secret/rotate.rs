//! `botrs-secure secret rotate`.

use std::error::Error;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use clap::Args;

use super::Answered;
use super::console::{Console, text};
use super::keys::{Opening, Sealing};
use super::open::write_new;
use crate::cli::Answer;
use crate::private_file;
use crate::secret::file::{self, By};
use crate::secret::seal::value::{of_sealed, open_value, sealed_in};
use crate::secret::seal::{self, Lock, Place, places_in};
use crate::secret::{SecretBytes, Unlock};

#[derive(Args)]
pub(in crate::cli) struct Rotate {
    file: PathBuf,
    #[command(flatten)]
    opening: Opening,
    #[command(flatten)]
    sealing: Sealing,
}

impl Rotate {
    pub(super) fn run(self, console: &mut Console<'_>) -> Answered {
        let path = &self.file;
        let old = file::read_bytes(path, By::Sealer)?;
        let new = if seal::is_sealed(old.as_slice()) {
            let unlock = self.opening.unlock(old.as_slice(), console)?;
            file_anew(old.as_slice(), &unlock, &self.sealing.lock(console)?)?
        } else {
            let old = text(file::read_bytes(path, By::User)?, path)?;
            let places = places_in(old.as_str(), path)?;
            let first = places.first().ok_or(
                "里面没有密封的值，也不是密封文件 / it holds no sealed values, nor is it a sealed file",
            )?;
            let unlock = self.opening.unlock(&sealed_in(&first.value)?, console)?;
            values_anew(old.as_str(), &places, &unlock, &self.sealing.lock(console)?)?
        };
        replace(path, new.as_slice())?;
        Ok(Answer::Yes)
    }
}

/// In the form that it had.
fn file_anew(old: &[u8], unlock: &Unlock, lock: &Lock) -> Result<SecretBytes, Box<dyn Error>> {
    let plain = seal::open(old, unlock)?;
    let is_armoured = old.trim_ascii_start().starts_with(b"-");
    let sealed = if is_armoured {
        lock.seal_armoured(plain.as_slice())
    } else {
        lock.seal(plain.as_slice())
    };
    Ok(sealed?.into())
}

/// All else of the text is left as it is.
fn values_anew(
    old: &str,
    places: &[Place],
    unlock: &Unlock,
    lock: &Lock,
) -> Result<SecretBytes, Box<dyn Error>> {
    let mut new = SecretBytes::with_capacity(old.len() + places.len() * 4096);
    let mut from = 0;
    for Place { key, line, value, span } in places {
        let plain =
            open_value(value, unlock).map_err(|cause| format!("{line}: `{key}`: {cause}"))?;
        let sealed = of_sealed(&lock.seal(plain.as_str().as_bytes())?);
        new.buffer().extend_from_slice(&old.as_bytes()[from..span.start]);
        new.buffer().extend_from_slice(format!("\"{sealed}\"").as_bytes());
        from = span.end;
    }
    new.buffer().extend_from_slice(&old.as_bytes()[from..]);
    Ok(new)
}

/// Puts a new file into the place of the old one once it is on the disk, with the mode that that had. Until then the old
/// one is whole.
fn replace(path: &Path, content: &[u8]) -> Result<(), Box<dyn Error>> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    let beside = PathBuf::from(beside);
    write_new(&beside, content)?;
    let replaced = put(&beside, path);
    if replaced.is_err() {
        // It cannot be in the way of the next try.
        let _ = fs::remove_file(&beside);
    }
    replaced.map_err(|error| {
        format!("无法替换 {0}：{error} / {0} cannot be replaced: {error}", path.display()).into()
    })
}

fn put(beside: &Path, path: &Path) -> io::Result<()> {
    let new = File::open(beside)?;
    new.set_permissions(fs::symlink_metadata(path)?.permissions())?;
    new.sync_all()?;
    fs::rename(beside, path)?;
    private_file::sync_folder(path)
}
