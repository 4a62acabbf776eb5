//! A secret that the environment holds, or names the file of.

use std::ffi::OsString;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::SecretFileError;
use super::file::{self, By};
use super::text::SecretText;

/// The names that one value can be found by.
pub(super) struct Names {
    pub(super) variable: &'static str,
    pub(super) file: &'static str,
    pub(super) credential: &'static str,
}

/// Where systemd puts the credentials of a service.
const DIRECTORY: &str = "CREDENTIALS_DIRECTORY";

/// An environment.
pub(super) type Variables<'a> = &'a dyn Fn(&str) -> Option<OsString>;

/// A value, and the file that it is in.
pub(super) struct Found {
    pub(super) value: SecretText,
    pub(super) file: Option<PathBuf>,
}

/// Why what is there is not taken.
pub(super) enum Unusable {
    /// Several of the names are there, and nobody knows which is meant.
    Several,
    NotUnicode,
    File(SecretFileError),
}

/// The value, if any of its names is there.
pub(super) fn find(variables: Variables<'_>, names: &Names) -> Result<Option<Found>, Unusable> {
    // An empty variable is how some set-ups say that there is none.
    let set = |name| variables(name).filter(|value| !value.is_empty());
    let file = set(names.file).map(PathBuf::from);
    let directory = set(DIRECTORY).map(PathBuf::from);
    let credential = directory.map(|at| at.join(names.credential)).filter(|path| is_there(path));
    match (set(names.variable), file, credential) {
        (Some(value), None, None) => {
            let text = value.into_string().map_err(|_| Unusable::NotUnicode)?;
            Ok(Some(Found { value: text.into(), file: None }))
        }
        (None, Some(path), None) | (None, None, Some(path)) => {
            let value = file::read(&path, By::System).map_err(Unusable::File)?;
            Ok(Some(Found { value, file: Some(path) }))
        }
        (None, None, None) => Ok(None),
        _ => Err(Unusable::Several),
    }
}

/// The directory may hold other credentials only. What cannot be looked at is there, and told when read.
fn is_there(path: &Path) -> bool {
    !matches!(fs::symlink_metadata(path), Err(cause) if cause.kind() == ErrorKind::NotFound)
}
