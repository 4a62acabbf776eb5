//! That nothing is missing, and that no text can hide anything.

mod arguments;
mod inherited;
mod keys;
mod page;
mod round;

use serde_json::Value;

use crate::CommandSpec;
use crate::manifest::Manifest;
use crate::prelude::*;

fn builder() -> Builder {
    SecureBot::builder(Credentials::new("1", "secret").unwrap())
        .sandbox(false)
        .policy(Policy::new().trust_all_guilds())
        .audit(AuditLog::to_writer(std::io::sink()))
}

fn manifest(commands: &[&'static CommandSpec]) -> Manifest {
    builder().commands(commands).build().unwrap().manifest()
}

/// The fields of two objects that are not the same.
fn changed(before: &Value, after: &Value) -> Vec<String> {
    let (before, after) = (before.as_object().unwrap(), after.as_object().unwrap());
    assert!(before.keys().eq(after.keys()));
    before.keys().filter(|key| before[*key] != after[*key]).cloned().collect()
}

fn json(manifest: &Manifest) -> Value {
    serde_json::from_str(&manifest.to_json()).unwrap()
}

/// The headers of the columns in which the rows of the first commands are not the same.
fn changed_columns(before: &Manifest, after: &Manifest) -> Vec<String> {
    let rows = |manifest: &Manifest| -> Vec<Vec<String>> {
        let page = manifest.to_markdown();
        let rows = page.lines().filter(|line| line.starts_with('|'));
        rows.map(|row| row.split('|').map(|cell| cell.trim().to_owned()).collect()).collect()
    };
    let (before, after) = (rows(before), rows(after));
    let columns = before[0].iter().zip(before[2].iter().zip(&after[2]));
    columns.filter(|(_, (a, b))| a != b).map(|(header, _)| header.clone()).collect()
}
