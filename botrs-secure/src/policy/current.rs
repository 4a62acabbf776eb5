//! What is in force: rules and run-time grants, replaced whole and read without waiting.

use std::sync::Arc;

use arc_swap::{ArcSwap, Cache, Guard};
use parking_lot::Mutex;

use crate::adapter::Roles;
#[cfg(any(test, feature = "_admin"))]
use crate::place::Realm;
use crate::place::{PersonId, Place};
#[cfg(feature = "_admin")]
use crate::policy::Source;
use crate::policy::authority::Authority;
use crate::policy::people::People;
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
    #[inline(always)]
    pub(crate) fn authority(&self, place: &Place, person: &PersonId, roles: &Roles) -> Authority {
        let granted = self.grants.role(place, person);
        self.rules.tables.authority(place, person, roles, granted)
    }

    /// Calls `each` with every role that somebody has in a place, and from what. False where the
    /// platform should say their roles and does not.
    #[cfg(feature = "_admin")]
    pub(crate) fn each_source(
        &self,
        place: &Place,
        person: &PersonId,
        roles: &Roles,
        each: impl FnMut(Source, Role),
    ) -> bool {
        let granted = self.grants.role(place, person);
        self.rules.tables.each_source(place, person, roles, granted, each)
    }
}

/// Permissions that were granted while the bot ran.
#[derive(Debug, Clone, Default)]
pub(crate) struct Grants {
    people: People<PermissionSet>,
    /// Which of those that machines share they are.
    #[cfg(feature = "redis")]
    version: u64,
}

/// What a store changes.
#[cfg(any(test, feature = "redb"))]
impl Grants {
    pub(crate) fn get(&self, realm: Realm, person: PersonId) -> PermissionSet {
        self.people.get(realm, person).unwrap_or_default()
    }

    /// The same with other permissions of one person.
    pub(crate) fn with(&self, realm: Realm, person: PersonId, granted: PermissionSet) -> Self {
        let mut grants = self.clone();
        grants.people.change(realm, person, |_| (!granted.is_empty()).then_some(granted));
        grants
    }
}

/// What machines share.
#[cfg(feature = "redis")]
impl Grants {
    pub(crate) fn version(&self) -> u64 {
        self.version
    }

    pub(crate) fn of_version(self, version: u64) -> Self {
        Self { version, ..self }
    }
}

impl Grants {
    #[cfg(feature = "_admin")]
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Realm, PersonId, PermissionSet)> {
        self.people.iter()
    }

    /// A role with the granted permissions: of a moderator's rank, like every role of one's own.
    #[inline(always)]
    fn role(&self, place: &Place, person: &PersonId) -> Option<Role> {
        let permissions = self.people.at(place, person)?;
        Some(Role { permissions, ..Role::custom() })
    }
}

/// Several for one person add up.
#[cfg(feature = "_admin")]
impl FromIterator<(Realm, PersonId, PermissionSet)> for Grants {
    fn from_iter<I: IntoIterator<Item = (Realm, PersonId, PermissionSet)>>(granted: I) -> Self {
        let mut grants = Self::default();
        for (realm, person, permissions) in granted {
            let add = |held: Option<PermissionSet>| Some(held.unwrap_or_default().and(permissions));
            grants.people.change(realm, person, add);
        }
        grants
    }
}

/// What is in force now.
pub(crate) struct Current {
    in_force: Arc<ArcSwap<InForce>>,
    /// Held while a version is made of the one before, so that none is lost.
    writing: Mutex<()>,
}

impl Current {
    pub(crate) fn new(rules: Rules, grants: Grants) -> Self {
        let in_force = InForce { rules: Arc::new(rules), grants: Arc::new(grants) };
        Self { in_force: Arc::new(ArcSwap::from_pointee(in_force)), writing: Mutex::new(()) }
    }

    /// For a task that reads often.
    pub(crate) fn reader(&self) -> Reader {
        Reader(Cache::new(Arc::clone(&self.in_force)))
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

    /// Puts other grants in force; rules stay.
    #[cfg(feature = "redis")]
    pub(crate) fn replace_grants(&self, grants: Grants) {
        let _writing = self.writing.lock();
        let rules = Arc::clone(&self.in_force.load().rules);
        self.in_force.store(Arc::new(InForce { rules, grants: Arc::new(grants) }));
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

/// What one task read last: while that is in force, reading again is one comparison, and takes no lock of
/// the bus.
pub(crate) struct Reader(Cache<Arc<ArcSwap<InForce>>, Arc<InForce>>);

impl Reader {
    /// What is in force now.
    #[inline(always)]
    pub(crate) fn load(&mut self) -> &Arc<InForce> {
        self.0.load()
    }
}
