//! Lookups.

use super::table::{KeyWalk, NOWHERE, Place, Table};
use super::{Set, key_hash};
use crate::obj::{R, Ref};
use crate::ops::hash_i64;
use crate::sync::Ordering::*;
use crate::thread::Thread;
use crate::types::search::{ByValue, ByWord, Found, Keyed, search, search_asking};
use crate::value::{self, Word};

impl Keyed for Set {
    type Table = Table;
    type Walk<'t> = KeyWalk<'t>;
    fn present(&self) -> Option<&Table> {
        self.table()
    }
    fn is_present(&self, t: &Table) -> bool {
        self.is_current(t)
    }
    fn stamp(&self) -> Option<u64> {
        // Acquire: SET RULE 4, before the table.
        Some(u64::from(self.tables.load(Acquire)))
    }
    fn state(&self) -> u32 {
        self.version()
    }
    fn walk<'t>(&'t self, t: &'t Table, hash: u64) -> KeyWalk<'t> {
        t.walk(hash)
    }
}

impl Set {
    /// Position of `key` in the present table, or of the unused entry where it would stand, and the version that this
    /// holds for; runs `==` where hashes agree.
    #[inline]
    pub(super) fn find(
        &self,
        th: &mut Thread,
        hash: i64,
        key: Ref<'_>,
    ) -> R<(Result<usize, usize>, u32)> {
        let version = self.version();
        let Some(t) = self.table() else {
            return Ok((Err(NOWHERE), version));
        };
        match self.find_in(t, hash, key) {
            Found::At(p) => Ok((Ok(p.position()), version)),
            Found::Absent(Some(p)) => Ok((Err(p.position()), version)),
            _ => self.find_slow(th, hash, key),
        }
    }
    /// The search as far as it needs no `==` of Python.
    #[inline(always)]
    pub(super) fn find_in<'t>(
        &self,
        t: &'t Table,
        hash: i64,
        key: Ref<'_>,
    ) -> Found<Place<'t>, Place<'t>> {
        let by = ByValue {
            key,
            is_current: || self.is_current(t),
        };
        let hash = hash as u64;
        search(t.walk(hash), hash, key.word(), by)
    }
    /// Whether a key with this hash and word is there, without a call; None: it takes a comparison or more than one try to
    /// tell.
    #[inline(always)]
    pub fn holds_same(&self, hash: i64, key: Word) -> Option<bool> {
        let Some(t) = self.table() else {
            return Some(false);
        };
        let by = ByWord {
            is_current: || self.is_current(t),
        };
        match search(t.walk(hash as u64), hash as u64, key, by) {
            Found::At(_) => Some(true),
            Found::Absent(_) => Some(false),
            Found::Unknown => None,
        }
    }
    /// Whether small integer `w` is there, as `holds_same`.
    #[inline(always)]
    pub fn holds_int(&self, w: Word) -> Option<bool> {
        let Some(t) = self.table() else {
            return Some(false);
        };
        match t.find_int(hash_i64(value::int_of(w)) as u64, w)? {
            Ok(_) => Some(true),
            Err(_) => self.is_current(t).then_some(false),
        }
    }
    /// As `find`, from the start and with `==`.
    #[cold]
    #[inline(never)]
    fn find_slow(
        &self,
        th: &mut Thread,
        hash: i64,
        key: Ref<'_>,
    ) -> R<(Result<usize, usize>, u32)> {
        let (found, version) = search_asking(self, th, hash as u64, key)?;
        let found = match found {
            Ok(p) => Ok(p.position()),
            Err(p) => Err(p.map_or(NOWHERE, |p| p.position())),
        };
        Ok((found, version))
    }
    /// `key in self`.
    #[inline]
    pub fn contains(&self, th: &mut Thread, key: Ref<'_>) -> R<bool> {
        let hash = key_hash(th, key)?;
        self.contains_hashed(th, hash, key)
    }
    /// `contains` with a known hash.
    #[inline]
    pub fn contains_hashed(&self, th: &mut Thread, hash: i64, key: Ref<'_>) -> R<bool> {
        Ok(self.find(th, hash, key)?.0.is_ok())
    }
}
