//! Where credentials can be read again.

use std::path::{Path, PathBuf};

use super::{Credentials, CredentialsError};
use crate::secret::file::{By, read};

/// The files that credentials were read from.
#[derive(Clone)]
pub(crate) enum Origin {
    /// One with both values.
    Toml(PathBuf),
    /// One with the secret alone, and perhaps one with the AppID.
    Apart { app_id: Option<PathBuf>, secret: PathBuf },
}

impl Origin {
    /// The file with the secret in it.
    pub(crate) fn path(&self) -> &Path {
        match self {
            Self::Toml(path) | Self::Apart { secret: path, .. } => path,
        }
    }

    /// What the files say now, with the checks of the first time; the AppID of `first` where no file has one.
    pub(crate) fn read(&self, first: &Credentials) -> Result<Credentials, CredentialsError> {
        match self {
            Self::Toml(path) => Credentials::from_file(path),
            Self::Apart { app_id, secret } => {
                let secret = read(secret, By::System)?.trimmed();
                match app_id {
                    Some(path) => Credentials::checked(read(path, By::System)?.as_str(), secret),
                    None => Credentials::checked(&first.app_id.to_string(), secret),
                }
            }
        }
    }
}
