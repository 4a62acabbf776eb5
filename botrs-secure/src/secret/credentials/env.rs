//! Credentials that the environment holds, or names the files of.

use std::ffi::OsString;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::{Credentials, CredentialsError, Origin};
use crate::secret::file::{self, By};
use crate::secret::text::SecretText;

/// The names that one value can be found by.
struct Names {
    variable: &'static str,
    file: &'static str,
    credential: &'static str,
}

const APP_ID: Names =
    Names { variable: "QQ_BOT_APP_ID", file: "QQ_BOT_APP_ID_FILE", credential: "qq_bot_app_id" };
const SECRET: Names =
    Names { variable: "QQ_BOT_SECRET", file: "QQ_BOT_SECRET_FILE", credential: "qq_bot_secret" };

/// Where systemd puts the credentials of a service.
const DIRECTORY: &str = "CREDENTIALS_DIRECTORY";

/// An environment.
type Variables<'a> = &'a dyn Fn(&'static str) -> Option<OsString>;

pub(super) fn read(variables: Variables<'_>) -> Result<Credentials, CredentialsError> {
    let (app_id, app_id_file) = find(variables, &APP_ID)?;
    let (secret, secret_file) = find(variables, &SECRET)?;
    let origin = secret_file.map(|secret| Origin::Apart { app_id: app_id_file, secret });
    Ok(Credentials { origin, ..Credentials::checked(app_id.as_str(), secret.trimmed())? })
}

/// A value, and the file that it is in.
fn find(
    variables: Variables<'_>,
    names: &Names,
) -> Result<(SecretText, Option<PathBuf>), CredentialsError> {
    let name = names.variable;
    // An empty variable is how some set-ups say that there is none.
    let set = |name| variables(name).filter(|value| !value.is_empty());
    let file = set(names.file).map(PathBuf::from);
    let directory = set(DIRECTORY).map(PathBuf::from);
    let credential = directory.map(|at| at.join(names.credential)).filter(|path| is_there(path));
    match (set(name), file, credential) {
        (Some(value), None, None) => {
            let value = value.into_string().map_err(|_| CredentialsError::NotUnicode { name })?;
            Ok((value.into(), None))
        }
        (None, Some(path), None) | (None, None, Some(path)) => {
            Ok((file::read(&path, By::System)?, Some(path)))
        }
        (None, None, None) => Err(CredentialsError::Missing { name }),
        _ => Err(CredentialsError::Several { name }),
    }
}

/// The directory may hold other credentials only. What cannot be looked at is there, and told when read.
fn is_there(path: &Path) -> bool {
    !matches!(fs::symlink_metadata(path), Err(cause) if cause.kind() == ErrorKind::NotFound)
}
