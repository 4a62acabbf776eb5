//! The file that a bot begins with: right as it is, right with every example, and complete.

use super::*;
use crate::policy::file::keys;
use crate::policy::file::template::template;

/// The template with every example in force.
pub(super) fn uncommented() -> String {
    let line = |line: &'static str| match line.strip_prefix('#') {
        Some(example) if !example.is_empty() && !example.starts_with(' ') => example,
        _ => line,
    };
    template().lines().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn it_is_right_and_trusts_nobody() {
    let rules = rules(template()).unwrap();
    assert!(!rules.tables.states_trust());
    assert_eq!(rules.tables, Policy::new().locale(Locale::Zh).tables);
}

#[test]
fn its_examples_are_right() {
    let text = uncommented();
    let found = rules(&text).unwrap();
    assert!(found.tables.is_owner(&user(1_234_567_890)));
    assert!(on(&found, "ban", in_channel(8_000, 1)).disabled);
    assert!(text.lines().count() == template().lines().count());
}

#[test]
fn every_key_is_in_it() {
    let text = uncommented();
    let root = toml::de::DeTable::parse(&text).unwrap().into_inner();
    // The keys that stand in tables of that form, `*` for any name.
    let has = |path: &[&str], key: &str| {
        let mut tables = vec![&root];
        for step in path {
            tables = tables
                .into_iter()
                .flat_map(|table| table.iter())
                .filter(|(name, _)| *step == "*" || name.get_ref() == step)
                .flat_map(|(_, value)| match value.get_ref() {
                    toml::de::DeValue::Array(items) => {
                        items.iter().filter_map(|item| item.get_ref().as_table()).collect()
                    }
                    value => Vec::from_iter(value.as_table()),
                })
                .collect();
        }
        tables.iter().any(|table| table.contains_key(key))
    };
    fn names<K: Copy>(table: &keys::Table<K>) -> Vec<&'static str> {
        table.names().collect()
    }
    for (path, names) in [
        (&[][..], names(&keys::TOP)),
        (&["trust"], names(&keys::TRUST)),
        (&["deny"], names(&keys::DENY)),
        (&["replies"], names(&keys::REPLIES)),
        (&["intrusion"], names(&keys::INTRUSION)),
        (&["roles", "*"], names(&keys::ROLE)),
        (&["guilds", "*"], names(&keys::GUILD)),
        (&["groups", "*"], names(&keys::GROUP)),
        (&["groups", "*", "roles"], names(&keys::GROUP_ROLES)),
        (&["direct"], names(&keys::DIRECT)),
        (&["c2c"], names(&keys::C2C)),
        (&["restrict"], names(&keys::RESTRICT)),
    ] {
        for key in names {
            assert!(has(path, key), "{path:?} {key}");
        }
    }
}
