//! Something for each person in each realm.

use rustc_hash::FxHashMap;

use crate::id::{GuildId, UserId};
use crate::place::{PersonId, Place, Realm};

/// Members of guilds have a table of their own: their key is two numbers, where that of anybody anywhere
/// is ten, which take longer to copy than to look up.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct People<T> {
    members: FxHashMap<(GuildId, UserId), T>,
    others: FxHashMap<(Realm, PersonId), T>,
}

impl<T> Default for People<T> {
    fn default() -> Self {
        Self { members: FxHashMap::default(), others: FxHashMap::default() }
    }
}

impl<T: Copy> People<T> {
    /// What there is for whoever acts in a place.
    #[inline(always)]
    pub(super) fn at(&self, place: &Place, person: &PersonId) -> Option<T> {
        match (place, person) {
            (Place::Guild { guild, .. }, PersonId::User(user)) => {
                self.members.get(&(*guild, *user)).copied()
            }
            _ if self.others.is_empty() => None,
            _ => self.others.get(&(Realm::of(place), *person)).copied(),
        }
    }

    pub(super) fn get(&self, realm: Realm, person: PersonId) -> Option<T> {
        match (realm, person) {
            (Realm::Guild(guild), PersonId::User(user)) => {
                self.members.get(&(guild, user)).copied()
            }
            _ => self.others.get(&(realm, person)).copied(),
        }
    }

    /// Puts in what `change` makes of what there was; nothing, where it makes nothing of it.
    pub(super) fn change(
        &mut self,
        realm: Realm,
        person: PersonId,
        change: impl FnOnce(Option<T>) -> Option<T>,
    ) {
        let changed = change(self.get(realm, person));
        match (realm, person) {
            (Realm::Guild(guild), PersonId::User(user)) => {
                put(&mut self.members, (guild, user), changed);
            }
            _ => put(&mut self.others, (realm, person), changed),
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (Realm, PersonId, T)> {
        let member = |(&(guild, user), &of): (&(GuildId, UserId), &T)| {
            (Realm::Guild(guild), PersonId::User(user), of)
        };
        let other = |(&(realm, person), &of): (&(Realm, PersonId), &T)| (realm, person, of);
        self.members.iter().map(member).chain(self.others.iter().map(other))
    }
}

fn put<K: Eq + std::hash::Hash, T>(table: &mut FxHashMap<K, T>, key: K, value: Option<T>) {
    match value {
        Some(value) => {
            table.insert(key, value);
        }
        None => {
            table.remove(&key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{ChannelId, OpenId};

    #[test]
    fn everybody_is_found_by_place_and_by_realm_and_nobody_else_is() {
        let (guild, open) = (GuildId::new(1), "0".repeat(31) + "1");
        let open: OpenId = open.parse().unwrap();
        let (user, member) = (PersonId::User(UserId::new(1)), PersonId::Open(open));
        let places = [
            Place::Guild { guild, channel: ChannelId::new(1) },
            Place::Direct { session: guild, source: None },
            Place::Group { group: open },
            Place::C2c { user: open },
        ];
        let everybody: Vec<_> =
            places.iter().flat_map(|place| [user, member].map(|person| (place, person))).collect();
        for (n, (place, person)) in everybody.iter().enumerate() {
            let mut people = People::default();
            people.change(Realm::of(place), *person, |before: Option<usize>| {
                assert_eq!(before, None);
                Some(n)
            });
            assert_eq!(people.iter().collect::<Vec<_>>(), [(Realm::of(place), *person, n)]);
            for (m, (place, person)) in everybody.iter().enumerate() {
                let found = (m == n).then_some(n);
                assert_eq!(people.at(place, person), found, "{place:?} {person:?}");
                assert_eq!(people.get(Realm::of(place), *person), found);
            }
            people.change(Realm::of(place), *person, |before| {
                assert_eq!(before, Some(n));
                None
            });
            assert_eq!(people, People::default());
        }
    }
}
