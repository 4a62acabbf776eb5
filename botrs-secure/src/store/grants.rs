//! Who was granted what, in the store.

use redb::{ReadableDatabase, ReadableTable, ReadableTableMetadata, Table};

use crate::changes::{MOST_GRANTS, MOST_OF_ONE};
use crate::id::BotId;
use crate::place::Principal;
use crate::store::key::{Key, encode};
use crate::store::tables::{GRANTS, damaged, failed};
use crate::store::{Cause, Store, StoreError, principal};

impl Store {
    /// Every grant of a bot, by the names of permissions.
    pub(crate) fn grants(&self, bot: BotId) -> Result<Vec<(Principal, String)>, StoreError> {
        self.read(|database| {
            let table = database.begin_read().map_err(damaged)?.open_table(GRANTS);
            let mut found = Vec::new();
            for row in table.map_err(damaged)?.iter().map_err(damaged)? {
                let row = row.map_err(damaged)?.0;
                let (key, name) = row.value();
                let principal = principal(key)?;
                if principal.bot == bot {
                    found.push((principal, name.to_owned()));
                }
            }
            Ok(found)
        })
    }

    /// Keeps a grant; false if it was there.
    pub(crate) fn grant(&self, to: &Principal, permission: &str) -> Result<bool, StoreError> {
        let key = encode(to);
        self.write(|writing| {
            let mut table = writing.open_table(GRANTS).map_err(failed)?;
            if table.get((&key, permission)).map_err(failed)?.is_some() {
                return Ok(false);
            }
            if table.len().map_err(failed)? >= MOST_GRANTS as u64 {
                return Err(Cause::TooManyGrants);
            }
            if count_of(&table, &key)? >= MOST_OF_ONE {
                return Err(Cause::TooManyOfOne);
            }
            table.insert((&key, permission), ()).map_err(failed)?;
            Ok(true)
        })
    }

    /// Removes a grant; false if there was none.
    pub(crate) fn revoke(&self, from: &Principal, permission: &str) -> Result<bool, StoreError> {
        let key = encode(from);
        self.write(|writing| {
            let mut table = writing.open_table(GRANTS).map_err(failed)?;
            let removed = table.remove((&key, permission)).map_err(failed)?;
            Ok(removed.is_some())
        })
    }
}

fn count_of(table: &Table<'_, (&Key, &str), ()>, key: &Key) -> Result<usize, Cause> {
    let mut count = 0;
    for row in table.range((key, "")..).map_err(failed)? {
        if row.map_err(failed)?.0.value().0 != key {
            break;
        }
        count += 1;
    }
    Ok(count)
}
