//! Credentials that the environment holds, or names the files of.

use super::{Credentials, CredentialsError};
use crate::secret::env::{self, Names, Unusable, Variables};
use crate::secret::text::SecretText;

const APP_ID: Names =
    Names { variable: "QQ_BOT_APP_ID", file: "QQ_BOT_APP_ID_FILE", credential: "qq_bot_app_id" };
const SECRET: Names =
    Names { variable: "QQ_BOT_SECRET", file: "QQ_BOT_SECRET_FILE", credential: "qq_bot_secret" };

pub(super) fn read(variables: Variables<'_>) -> Result<Credentials, CredentialsError> {
    let (app_id, secret) = (find(variables, &APP_ID)?, find(variables, &SECRET)?);
    Credentials::checked(app_id.as_str(), secret.trimmed())
}

fn find(variables: Variables<'_>, names: &Names) -> Result<SecretText, CredentialsError> {
    let name = names.variable;
    match env::find(variables, names) {
        Ok(value) => value.ok_or(CredentialsError::Missing { name }),
        Err(Unusable::Several) => Err(CredentialsError::Several { name }),
        Err(Unusable::NotUnicode) => Err(CredentialsError::NotUnicode { name }),
        Err(Unusable::File(cause)) => Err(cause.into()),
    }
}
