//! Sealed values.

use crate::policy::{Mistakes, shown};
use crate::secret::env::Variables;
use crate::secret::seal::{Unlock, UnlockError, value::open_value};

pub(super) use crate::secret::seal::value::PREFIX;

/// The most sealed values in a file: a passphrase takes a second for each.
const MOST: usize = 64;

/// Opens values, by a key that is looked for when the first one is found.
pub(super) struct Opener<'a> {
    variables: Variables<'a>,
    unlock: Option<Result<Unlock, UnlockError>>,
    found: usize,
}

impl<'a> Opener<'a> {
    pub(super) fn new(variables: Variables<'a>) -> Self {
        Self { variables, unlock: None, found: 0 }
    }

    /// The text that was sealed; none where it is not opened, which is told.
    pub(super) fn open(
        &mut self,
        value: &str,
        key: &str,
        at: usize,
        mistakes: &mut Mistakes<'_>,
    ) -> Option<String> {
        let key = shown(key);
        self.found += 1;
        if self.found > MOST {
            if self.found == MOST + 1 {
                let (zh, en) =
                    (format!("密封的值超过 {MOST} 个"), format!("more than {MOST} sealed values"));
                mistakes.add(at, format!("`{key}`：{zh}"), format!("`{key}`: {en}"));
            }
            return None;
        }
        let is_first = self.unlock.is_none();
        let variables = self.variables;
        match self.unlock.get_or_insert_with(|| Unlock::from_variables(variables)) {
            Ok(unlock) => match open_value(value, unlock) {
                Ok(opened) => return Some(opened.as_str().to_owned()),
                Err(error) => {
                    let (zh, en) = error.words();
                    mistakes.add(at, format!("`{key}`：{zh}"), format!("`{key}`: {en}"));
                }
            },
            // The others are of the same cause.
            Err(cause) if is_first => mistakes.add(
                at,
                format!("`{key}` 是密封的，没有打开它的办法"),
                format!("`{key}` is sealed, and nothing is there to open it:\n{cause}"),
            ),
            Err(_) => {}
        }
        None
    }
}
