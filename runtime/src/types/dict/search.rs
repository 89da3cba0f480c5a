//! Lookups with any key.

use super::table::{Gap, KeyWalk, Place, Table};
use super::{Dict, key_hash};
use crate::obj::{Obj, R, Ref, Val};
use crate::slot::Slot;
use crate::thread::Thread;
use crate::types::search::{ByValue, ByWord, Found, Keyed, search, search_asking};
use crate::value;

impl Keyed for Dict {
    type Table = Table;
    type Walk<'t> = KeyWalk<'t>;
    fn present(&self) -> Option<&Table> {
        self.table()
    }
    fn is_present(&self, t: &Table) -> bool {
        self.is_current(t)
    }
    fn stamp(&self) -> Option<u64> {
        self.table().map(|t| t.id)
    }
    fn state(&self) -> u32 {
        self.version()
    }
    fn walk<'t>(&'t self, t: &'t Table, hash: u64) -> KeyWalk<'t> {
        t.walk(hash)
    }
}

impl Dict {
    /// Index of a key, and the version that this holds for; runs `==` where hashes agree. None: absent. The table is the
    /// one searched.
    #[inline]
    pub(super) fn find(
        &self,
        th: &mut Thread,
        hash: i64,
        key: Ref<'_>,
    ) -> R<(Option<(u64, usize)>, u32)> {
        let version = self.version();
        match self.find_quick(hash, key) {
            Found::At(p) => Ok((Some((p.table.id, p.n)), version)),
            Found::Absent(_) => Ok((None, version)),
            Found::Unknown => self.find_slow(th, hash, key),
        }
    }
    /// The search as far as it needs no `==` of Python.
    #[inline(always)]
    pub(super) fn find_quick(&self, hash: i64, key: Ref<'_>) -> Found<Place<'_>, Gap<'_>> {
        if key.is_ptr() && key.is_exact(&crate::types::STR) {
            // SAFETY: an exact str.
            return self.find_text(hash, key, unsafe { key.payload_unchecked() });
        }
        let Some(t) = self.table() else {
            return Found::Absent(None);
        };
        let by = ByValue {
            key,
            is_current: || self.is_current(t),
        };
        let hash = hash as u64;
        search(t.walk(hash), hash, key.word(), by)
    }
    /// As `find`, from the start and with `==`.
    #[cold]
    #[inline(never)]
    fn find_slow(
        &self,
        th: &mut Thread,
        hash: i64,
        key: Ref<'_>,
    ) -> R<(Option<(u64, usize)>, u32)> {
        let (found, version) = search_asking(self, th, hash as u64, key)?;
        Ok((found.ok().map(|p| (p.table.id, p.n)), version))
    }
    /// Value of `key`.
    pub fn get(&self, th: &mut Thread, key: Ref<'_>) -> R<Option<Obj>> {
        let hash = key_hash(th, key)?;
        self.get_hashed(th, hash, key)
    }
    /// Value of `key` with a known hash.
    pub fn get_hashed(&self, th: &mut Thread, hash: i64, key: Ref<'_>) -> R<Option<Obj>> {
        match self.find_quick(hash, key) {
            Found::At(p) => {
                if let Some(v) = p.entry.value.get_in(|| self.is_current(p.table)) {
                    return Ok(Some(v));
                }
            }
            Found::Absent(_) => return Ok(None),
            Found::Unknown => {}
        }
        self.get_slow(th, hash, key)
    }
    #[cold]
    #[inline(never)]
    fn get_slow(&self, th: &mut Thread, hash: i64, key: Ref<'_>) -> R<Option<Obj>> {
        loop {
            let (Some((id, i)), _) = self.find(th, hash, key)? else {
                return Ok(None);
            };
            match self.load_at(th, id, i) {
                Some(v) => return Ok(Some(v.own())),
                None => {
                    if self.is_empty() {
                        return Ok(None);
                    }
                    // DICT RULE 6.
                    drop(self.header().lock.lock());
                }
            }
        }
    }
    /// Whether `key` with a known hash is there.
    #[inline]
    pub fn contains_hashed(&self, th: &mut Thread, hash: i64, key: Ref<'_>) -> R<bool> {
        Ok(self.find(th, hash, key)?.0.is_some())
    }
    /// The value, or that there is none, of a key with a known hash. None: only `==` of Python could tell.
    #[inline]
    pub fn load_simple<'g>(
        &self,
        _th: &'g Thread,
        hash: i64,
        key: Ref<'_>,
    ) -> Option<Option<Val<'g>>> {
        match self.find_quick(hash, key) {
            Found::At(p) => match p.entry.value.load_word(|| self.is_current(p.table)) {
                value::EMPTY => None,
                // SAFETY: load_word's result under the pin.
                w => Some(Some(unsafe { Val::from_word(w) })),
            },
            Found::Absent(_) => Some(None),
            Found::Unknown => None,
        }
    }
    /// The register word for an exact str or small-int key with its hash, without running any Python code; EMPTY if it
    /// is absent or only `==` of Python could tell.
    #[inline(always)]
    pub fn load_word_simple(&self, hash: i64, key: Ref<'_>) -> crate::value::Word {
        match self.find_quick(hash, key) {
            Found::At(p) => p.entry.value.load_word(|| self.is_current(p.table)),
            _ => value::EMPTY,
        }
    }
    /// The place whose key is the very word `key`, met before any that only a comparison could tell from it: found without
    /// a call. `hash` belongs to a key whose equality with another word of the same hash is not excluded.
    #[inline(always)]
    fn find_same(&self, hash: i64, key: value::Word) -> Found<Place<'_>, Gap<'_>> {
        let Some(t) = self.table() else {
            return Found::Absent(None);
        };
        let by = ByWord {
            is_current: || self.is_current(t),
        };
        search(t.walk(hash as u64), hash as u64, key, by)
    }
    /// The register word for thread `th` of the value under a key with this hash and word, without a call. EMPTY also if
    /// there is none, or if that takes a comparison or more than one try.
    #[inline(always)]
    pub fn load_same(&self, th: &Thread, hash: i64, key: value::Word) -> value::Word {
        match self.find_same(hash, key) {
            Found::At(p) => p.entry.value.load_quick(th, || self.is_current(p.table)),
            _ => value::EMPTY,
        }
    }
    /// Whether a key with this hash and word is there, without a call; None: it takes a comparison to tell.
    #[inline(always)]
    pub fn holds_same(&self, hash: i64, key: value::Word) -> Option<bool> {
        match self.find_same(hash, key) {
            Found::At(_) => Some(true),
            Found::Absent(_) => Some(false),
            Found::Unknown => None,
        }
    }
    /// The slot of the value under a key with this hash and word while the process has one thread (Some(None): there is
    /// none); None: it takes a comparison to tell.
    #[inline(always)]
    pub fn slot_alone(&self, hash: i64, key: value::Word) -> Option<Option<&Slot>> {
        debug_assert!(!crate::thread::is_multi());
        match self.find_same(hash, key) {
            Found::At(p) => Some(Some(&p.entry.value)),
            Found::Absent(_) => Some(None),
            Found::Unknown => None,
        }
    }
    /// As `slot_alone`, with the comparisons that need no Python code. None: there is none, or only `==` can tell.
    #[inline]
    pub fn slot_alone_equal(&self, hash: i64, key: Ref<'_>) -> Option<&Slot> {
        debug_assert!(!crate::thread::is_multi());
        match self.find_quick(hash, key) {
            Found::At(p) => Some(&p.entry.value),
            _ => None,
        }
    }
    /// Position of `key` for a machine fast path: (table id, index).
    #[inline]
    pub fn position(&self, th: &mut Thread, hash: i64, key: Ref<'_>) -> R<Option<(u64, usize)>> {
        Ok(self.find(th, hash, key)?.0)
    }
}
