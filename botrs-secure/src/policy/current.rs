//! What is in force: rules and run-time grants, replaced whole and read without waiting.

use std::sync::Arc;

use arc_swap::{ArcSwap, Guard};
use parking_lot::Mutex;
use rustc_hash::FxHashMap;

use crate::adapter::Roles;
use crate::place::{PersonId, Place, Realm};
#[cfg(feature = "redb")]
use crate::policy::Source;
use crate::policy::authority::Authority;
use crate::policy::rules::Rules;
use crate::policy::{PermissionSet, Role};

/// One version of everything that decides who may do what.
#[derive(Debug)]
pub(crate) struct InForce {
    pub(crate) rules: Arc<Rules>,
    pub(crate) grants: Arc<Grants>,
}

impl InForce {
    /// What somebody may do in a place, by what the platform says of them.
    pub(crate) fn authority(&self, place: &Place, person: &PersonId, roles: &Roles) -> Authority {
        let granted = self.grants.role(Realm::of(place), *person);
        self.rules.tables.authority(place, person, roles, granted)
    }

    /// Calls `each` with every role that somebody has in a place, and from what. False where the
    /// platform should say their roles and does not.
    #[cfg(feature = "redb")]
    pub(crate) fn each_source(
        &self,
        place: &Place,
        person: &PersonId,
        roles: &Roles,
        each: impl FnMut(Source, Role),
    ) -> bool {
        let granted = self.grants.role(Realm::of(place), *person);
        self.rules.tables.each_source(place, person, roles, granted, each)
    }
}

/// Permissions that were granted while the bot ran.
#[derive(Debug, Clone, Default)]
pub(crate) struct Grants(FxHashMap<(Realm, PersonId), PermissionSet>);

/// What the store changes.
#[cfg(any(test, feature = "redb"))]
impl Grants {
    pub(crate) fn get(&self, realm: Realm, person: PersonId) -> PermissionSet {
        self.0.get(&(realm, person)).copied().unwrap_or_default()
    }

    /// The same with other permissions of one person.
    pub(crate) fn with(&self, realm: Realm, person: PersonId, granted: PermissionSet) -> Self {
        let mut grants = self.0.clone();
        if granted.is_empty() {
            grants.remove(&(realm, person));
        } else {
            grants.insert((realm, person), granted);
        }
        Self(grants)
    }

    #[cfg(feature = "redb")]
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Realm, PersonId, PermissionSet)> {
        self.0.iter().map(|(&(realm, person), &granted)| (realm, person, granted))
    }
}

impl Grants {
    /// A role with the granted permissions: of a moderator's rank, like every role of one's own.
    fn role(&self, realm: Realm, person: PersonId) -> Option<Role> {
        if self.0.is_empty() {
            return None;
        }
        let permissions = *self.0.get(&(realm, person))?;
        Some(Role { permissions, ..Role::custom() })
    }
}

/// Several for one person add up.
#[cfg(feature = "redb")]
impl FromIterator<(Realm, PersonId, PermissionSet)> for Grants {
    fn from_iter<I: IntoIterator<Item = (Realm, PersonId, PermissionSet)>>(granted: I) -> Self {
        let mut grants = FxHashMap::<_, PermissionSet>::default();
        for (realm, person, permissions) in granted {
            let held = grants.entry((realm, person)).or_default();
            *held = held.and(permissions);
        }
        Self(grants)
    }
}

/// What is in force now.
pub(crate) struct Current {
    in_force: ArcSwap<InForce>,
    /// Held while a version is made of the one before, so that none is lost.
    writing: Mutex<()>,
}

impl Current {
    pub(crate) fn new(rules: Rules, grants: Grants) -> Self {
        let in_force = InForce { rules: Arc::new(rules), grants: Arc::new(grants) };
        Self { in_force: ArcSwap::from_pointee(in_force), writing: Mutex::new(()) }
    }

    pub(crate) fn load(&self) -> Guard<Arc<InForce>> {
        self.in_force.load()
    }

    pub(crate) fn load_full(&self) -> Arc<InForce> {
        self.in_force.load_full()
    }

    /// Puts other rules in force; grants stay.
    pub(crate) fn replace_rules(&self, rules: Rules) {
        let _writing = self.writing.lock();
        let grants = Arc::clone(&self.in_force.load().grants);
        self.in_force.store(Arc::new(InForce { rules: Arc::new(rules), grants }));
    }

    /// The same, unless others than `before` are in force by now; whether it did.
    pub(crate) fn replace_rules_after(&self, before: &Arc<Rules>, rules: Rules) -> bool {
        let _writing = self.writing.lock();
        let now = self.in_force.load_full();
        if !Arc::ptr_eq(&now.rules, before) {
            return false;
        }
        let grants = Arc::clone(&now.grants);
        self.in_force.store(Arc::new(InForce { rules: Arc::new(rules), grants }));
        true
    }

    /// Changes the grants by what `change` makes of them, or leaves them where it fails; rules stay.
    ///
    /// `change` sees what is in force, which nobody else changes meanwhile.
    #[cfg(any(test, feature = "redb"))]
    pub(crate) fn change_grants<E>(
        &self,
        change: impl FnOnce(&InForce) -> Result<Grants, E>,
    ) -> Result<(), E> {
        let _writing = self.writing.lock();
        let before = self.in_force.load_full();
        let grants = Arc::new(change(&before)?);
        let rules = Arc::clone(&before.rules);
        self.in_force.store(Arc::new(InForce { rules, grants }));
        Ok(())
    }
}
