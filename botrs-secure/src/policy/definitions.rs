//! The authors' own permissions: one table for the whole process, which gives each a bit.
//!
//! A bit is given at first use, by `perm = ..` or `allow::<..>()`, and stays for good. A name belongs
//! to the type that came first: another type of that name gets no bit, so that nothing can hold it, and
//! `build()` names both.

use std::any::TypeId;

use parking_lot::Mutex;

use crate::policy::permission::{BUILT_IN, PermissionDef, PermissionSet, REFUSED_BIT};

/// Where the bits of own permissions begin.
const FIRST: usize = BUILT_IN.len();

/// Why a permission has no bit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RefusedPermission {
    /// Another type has its name.
    Repeated { name: &'static str, first: &'static str, second: &'static str },
    /// Every bit is given.
    TooMany { path: &'static str },
}

/// A permission that has a bit.
#[derive(Clone, Copy)]
struct Definition {
    name: &'static str,
    path: &'static str,
    of: TypeId,
}

/// In the order of their bits.
struct Table(Vec<Definition>);

static TABLE: Mutex<Table> = Mutex::new(Table::new());

/// The bit of an own permission.
pub(crate) fn bit(def: &PermissionDef, of: TypeId) -> Result<u8, RefusedPermission> {
    TABLE.lock().bit(Definition { name: def.name(), path: def.path(), of })
}

/// The name of the own permission that has the bit.
pub(crate) fn name(bit: u8) -> Option<&'static str> {
    let n = usize::from(bit).checked_sub(FIRST)?;
    TABLE.lock().0.get(n).map(|definition| definition.name)
}

/// The permission of that name, built in or not, for whoever knows the names of permissions and not the
/// types; an own one gets a bit if it has none. None is left: it is held by nobody.
#[cfg(feature = "cli")]
pub(crate) fn reserve(name: &str) -> PermissionSet {
    struct Reserved;
    if let Some(def) = BUILT_IN.iter().find(|def| def.name() == name) {
        return def.set();
    }
    if let Some(known) = set(name) {
        return known;
    }
    let new = Definition { name: name.to_owned().leak(), path: "", of: TypeId::of::<Reserved>() };
    PermissionSet::of_bit(TABLE.lock().bit(new).unwrap_or(REFUSED_BIT))
}

/// The set of the own permission of that name.
pub(crate) fn set(name: &str) -> Option<PermissionSet> {
    let n = TABLE.lock().0.iter().position(|definition| definition.name == name)?;
    let bit = u8::try_from(FIRST + n).ok()?;
    Some(PermissionSet::of_bit(bit))
}

/// The names of all own permissions.
pub(crate) fn names() -> Vec<String> {
    TABLE.lock().0.iter().map(|definition| definition.name.to_owned()).collect()
}

impl Table {
    const fn new() -> Self {
        Self(Vec::new())
    }

    fn bit(&mut self, new: Definition) -> Result<u8, RefusedPermission> {
        let Definition { name, path, of } = new;
        if let Some(first) = BUILT_IN.iter().find(|def| def.name() == name) {
            return Err(RefusedPermission::Repeated { name, first: first.path(), second: path });
        }
        let n = match self.0.iter().position(|known| known.name == name) {
            Some(n) if self.0[n].of == of => n,
            Some(n) => {
                let first = self.0[n].path;
                return Err(RefusedPermission::Repeated { name, first, second: path });
            }
            None if FIRST + self.0.len() == usize::from(REFUSED_BIT) => {
                return Err(RefusedPermission::TooMany { path });
            }
            None => {
                self.0.push(new);
                self.0.len() - 1
            }
        };
        u8::try_from(FIRST + n).map_err(|_| RefusedPermission::TooMany { path })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn definition<T: 'static>(name: &'static str, path: &'static str) -> Definition {
        Definition { name, path, of: TypeId::of::<T>() }
    }

    #[test]
    fn each_definition_keeps_the_bit_that_it_got_first() {
        let mut table = Table::new();
        for _ in 0..2 {
            assert_eq!(table.bit(definition::<u8>("a", "x::a")), Ok(9));
            assert_eq!(table.bit(definition::<u16>("b", "x::b")), Ok(10));
        }
    }

    #[test]
    fn another_type_of_a_name_gets_no_bit_however_often_it_asks() {
        let mut table = Table::new();
        table.bit(definition::<u8>("a", "x::a")).unwrap();
        let refused = RefusedPermission::Repeated { name: "a", first: "x::a", second: "y::a" };
        for _ in 0..2 {
            assert_eq!(table.bit(definition::<u16>("a", "y::a")), Err(refused));
        }
        assert_eq!(table.bit(definition::<u8>("a", "x::a")), Ok(9));
    }

    #[test]
    fn one_path_does_not_make_two_types_one() {
        let mut table = Table::new();
        table.bit(definition::<u8>("a", "x::a")).unwrap();
        assert!(table.bit(definition::<u16>("a", "x::a")).is_err());
    }

    #[test]
    fn names_of_built_in_permissions_are_taken() {
        let mut table = Table::new();
        for def in BUILT_IN {
            let found = table.bit(definition::<u8>(def.name(), "x::y"));
            let Err(RefusedPermission::Repeated { first, .. }) = found else { panic!("{found:?}") };
            assert_eq!(first, format!("botrs_secure::{}", def.name()));
        }
        assert!(table.0.is_empty());
    }

    #[test]
    fn the_last_bit_is_given_to_nobody() {
        let mut table = Table::new();
        for n in FIRST..127 {
            let name: &'static str = format!("p{n}").leak();
            assert_eq!(table.bit(definition::<u8>(name, "x")), Ok(n as u8));
        }
        let refused = RefusedPermission::TooMany { path: "x::late" };
        assert_eq!(table.bit(definition::<u8>("late", "x::late")), Err(refused));
        assert_eq!(table.bit(definition::<u8>("p9", "x")), Ok(9));
    }
}
