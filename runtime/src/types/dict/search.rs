//! Lookups with any key.

use super::table::{Entry, GONE, NONE, Probe, Table};
use super::{Dict, key_hash};
use crate::obj::{Obj, R, Ref, Val};
use crate::slot::Slot;
use crate::sync::Ordering::*;
use crate::thread::Thread;
use crate::value;

/// Result of comparing a stored key with the sought one.
pub(super) enum Verdict {
    Yes,
    No,
    /// Needs `==` of Python.
    Ask(Obj),
}

/// Where a search for one word ended.
pub(super) enum Same<'a> {
    At(&'a Table, &'a Entry),
    Absent,
    /// A key with the same hash is in the way, or the table changed.
    Unknown,
}

/// Where a search without Python code ended.
pub(super) enum Quick<'a> {
    At(&'a Table, usize),
    /// The place in the index where the key would be linked; None: there is no table.
    Absent(Option<(&'a Table, usize)>),
    /// Only `==` can tell, or the table changed.
    Unknown,
}

#[inline(always)]
fn same_key(stored: Ref<'_>, key: Ref<'_>) -> Verdict {
    match crate::quick::same_key(stored, key) {
        Some(true) => Verdict::Yes,
        Some(false) => Verdict::No,
        None => Verdict::Ask(stored.own()),
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
            Quick::At(t, i) => Ok((Some((t.id, i)), version)),
            Quick::Absent(_) => Ok((None, version)),
            Quick::Unknown => self.find_slow(th, hash, key),
        }
    }
    /// The search as far as it needs no `==` of Python.
    #[inline(always)]
    pub(super) fn find_quick(&self, hash: i64, key: Ref<'_>) -> Quick<'_> {
        if key.is_ptr() && key.is_exact(&crate::types::STR) {
            // SAFETY: an exact str.
            return self.find_text(hash, key, unsafe { key.payload_unchecked() });
        }
        let Some(t) = self.table() else {
            return Quick::Absent(None);
        };
        let mut probe = Probe::new(hash as u64);
        loop {
            // Acquire: pairs with link, which comes after the entry.
            let n = t.index(probe.at()).load(Acquire);
            if n < GONE {
                // SAFETY: the index names entries below the capacity, written before they are linked.
                let e = unsafe { &*t.entry_ptr().add(n as usize) };
                let w = e.key.peek();
                if w == key.word() {
                    return Quick::At(t, n as usize);
                }
                // Relaxed: published with the index.
                if e.hash.load(Relaxed) == hash as u64
                    && !(value::is_int(w) && key.as_small().is_some())
                {
                    let w = e.key.look();
                    if !self.is_current(t) {
                        return Quick::Unknown;
                    }
                    if w != value::EMPTY {
                        // SAFETY: `look`'s word in the present table; nothing is dropped while it is in use.
                        match crate::quick::same_key(unsafe { Ref::from_word(w) }, key) {
                            Some(true) => return Quick::At(t, n as usize),
                            Some(false) => {}
                            None => return Quick::Unknown,
                        }
                    }
                }
            } else if n == NONE {
                return if self.is_current(t) {
                    Quick::Absent(Some((t, probe.at())))
                } else {
                    Quick::Unknown
                };
            }
            probe.step();
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
    ) -> R<(Option<(u64, usize)>, u32)> {
        'again: loop {
            let mut version = self.version();
            let Some(t) = self.table() else {
                return Ok((None, version));
            };
            let id = t.id;
            let mut probe = Probe::new(hash as u64);
            loop {
                let n = t.index(probe.at()).load(Acquire);
                if n == NONE {
                    if !self.is_current(t) {
                        continue 'again;
                    }
                    return Ok((None, version));
                }
                if n != GONE
                    && let Some(e) = t.entries().get(n as usize)
                {
                    if e.key.peek() == key.word() {
                        return Ok((Some((id, n as usize)), version));
                    }
                    if e.hash.load(Relaxed) == hash as u64 {
                        // The scope ends the load's borrow before Python code may run.
                        let same = {
                            let w = e.key.load_word(|| self.is_current(t));
                            if w == 0 {
                                Verdict::No
                            } else {
                                // SAFETY: load_word's result, used under the pin before any safepoint.
                                let v: Val<'_> = unsafe { Val::from_word(w) };
                                same_key(v.r(), key)
                            }
                        };
                        match same {
                            Verdict::Yes => return Ok((Some((id, n as usize)), version)),
                            Verdict::No => {}
                            Verdict::Ask(k) => {
                                let eq = crate::ops::equal(th, k.r(), key)?;
                                // What the comparison added stands behind this place of the probe sequence; what it
                                // removed matters if it is this very key. The table may be gone now: touch it only if
                                // it is still current (DICT RULE 4).
                                version = self.version();
                                let current = self.table().is_some_and(|now| now.id == id);
                                if !current || e.key.peek() != k.r().word() {
                                    continue 'again;
                                }
                                if eq {
                                    return Ok((Some((id, n as usize)), version));
                                }
                            }
                        }
                    }
                }
                probe.step();
            }
        }
    }
    /// Value of `key`.
    pub fn get(&self, th: &mut Thread, key: Ref<'_>) -> R<Option<Obj>> {
        let hash = key_hash(th, key)?;
        self.get_hashed(th, hash, key)
    }
    /// Value of `key` with a known hash.
    pub fn get_hashed(&self, th: &mut Thread, hash: i64, key: Ref<'_>) -> R<Option<Obj>> {
        match self.find_quick(hash, key) {
            Quick::At(t, i) => {
                // SAFETY: find_quick's index of an entry.
                let e = unsafe { &*t.entry_ptr().add(i) };
                if let Some(v) = e.value.get_in(|| self.is_current(t)) {
                    return Ok(Some(v));
                }
            }
            Quick::Absent(_) => return Ok(None),
            Quick::Unknown => {}
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
            Quick::At(t, i) => {
                // SAFETY: find_quick's index of an entry.
                let e = unsafe { &*t.entry_ptr().add(i) };
                match e.value.load_word(|| self.is_current(t)) {
                    value::EMPTY => None,
                    // SAFETY: load_word's result under the pin.
                    w => Some(Some(unsafe { Val::from_word(w) })),
                }
            }
            Quick::Absent(_) => Some(None),
            Quick::Unknown => None,
        }
    }
    /// The register word for an exact str or small-int key with its hash, without running any Python code; EMPTY if it
    /// is absent or only `==` of Python could tell.
    #[inline(always)]
    pub fn load_word_simple(&self, hash: i64, key: Ref<'_>) -> crate::value::Word {
        match self.find_quick(hash, key) {
            Quick::At(t, i) => {
                // SAFETY: find_quick's index of an entry.
                let e = unsafe { &*t.entry_ptr().add(i) };
                e.value.load_word(|| self.is_current(t))
            }
            _ => value::EMPTY,
        }
    }
    /// The entry whose key is the very word `key`, met before any that only a comparison could tell from it: found without
    /// a call. `hash` belongs to a key whose equality with another word of the same hash is not excluded.
    #[inline(always)]
    fn find_same(&self, hash: i64, key: value::Word) -> Same<'_> {
        // SeqCst: see table.
        let p = self.table.load(SeqCst);
        if p.is_null() {
            return Same::Absent;
        }
        // SAFETY: see table.
        let t = unsafe { &*p };
        let entries = t.entry_ptr();
        let mut probe = Probe::new(hash as u64);
        loop {
            // Acquire: pairs with link, which comes after the entry.
            let n = t.index(probe.at()).load(Acquire);
            if n < GONE {
                // SAFETY: the index names entries below the capacity, written before they are linked.
                let e = unsafe { &*entries.add(n as usize) };
                if e.key.peek() == key {
                    return Same::At(t, e);
                }
                // Relaxed: published with the index.
                if e.hash.load(Relaxed) == hash as u64 {
                    return Same::Unknown;
                }
            } else if n == NONE {
                return if self.is_current(t) {
                    Same::Absent
                } else {
                    Same::Unknown
                };
            }
            probe.step();
        }
    }
    /// The register word for thread `th` of the value under a key with this hash and word, without a call. EMPTY also if
    /// there is none, or if that takes a comparison or more than one try.
    #[inline(always)]
    pub fn load_same(&self, th: &Thread, hash: i64, key: value::Word) -> value::Word {
        match self.find_same(hash, key) {
            Same::At(t, e) => e.value.load_quick(th, || self.is_current(t)),
            _ => value::EMPTY,
        }
    }
    /// Whether a key with this hash and word is there, without a call; None: it takes a comparison to tell.
    #[inline(always)]
    pub fn holds_same(&self, hash: i64, key: value::Word) -> Option<bool> {
        match self.find_same(hash, key) {
            Same::At(..) => Some(true),
            Same::Absent => Some(false),
            Same::Unknown => None,
        }
    }
    /// The slot of the value under a key with this hash and word while the process has one thread, if that takes no
    /// comparison.
    #[inline(always)]
    pub fn slot_alone(&self, hash: i64, key: value::Word) -> Option<&Slot> {
        debug_assert!(!crate::thread::is_multi());
        match self.find_same(hash, key) {
            Same::At(_, e) => Some(&e.value),
            _ => None,
        }
    }
    /// Position of `key` for a machine fast path: (table id, index).
    #[inline]
    pub fn position(&self, th: &mut Thread, hash: i64, key: Ref<'_>) -> R<Option<(u64, usize)>> {
        Ok(self.find(th, hash, key)?.0)
    }
}
