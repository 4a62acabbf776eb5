//! Credentials that the environment holds, or names the files of.

use super::{Credentials, CredentialsError, Origin};
use crate::secret::env::{self, Found, Names, Unusable, Variables};

const APP_ID: Names =
    Names { variable: "QQ_BOT_APP_ID", file: "QQ_BOT_APP_ID_FILE", credential: "qq_bot_app_id" };
const SECRET: Names =
    Names { variable: "QQ_BOT_SECRET", file: "QQ_BOT_SECRET_FILE", credential: "qq_bot_secret" };

pub(super) fn read(variables: Variables<'_>) -> Result<Credentials, CredentialsError> {
    let (app_id, secret) = (find(variables, &APP_ID)?, find(variables, &SECRET)?);
    let read = Credentials::checked(app_id.value.as_str(), secret.value.trimmed())?;
    let origin = secret.file.map(|secret| Origin::Apart { app_id: app_id.file, secret });
    Ok(Credentials { origin, ..read })
}

fn find(variables: Variables<'_>, names: &Names) -> Result<Found, CredentialsError> {
    let name = names.variable;
    match env::find(variables, names) {
        Ok(found) => found.ok_or(CredentialsError::Missing { name }),
        Err(Unusable::Several) => Err(CredentialsError::Several { name }),
        Err(Unusable::NotUnicode) => Err(CredentialsError::NotUnicode { name }),
        Err(Unusable::File(cause)) => Err(cause.into()),
    }
}
