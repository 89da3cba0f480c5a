//! Lookups.

use super::table::{NOWHERE, Probe, Quick, Table};
use super::{Set, key_hash};
use crate::obj::{Obj, R, Ref, Val};
use crate::slot::Slot;
use crate::sync::Ordering::*;
use crate::thread::Thread;
use crate::value::{self, Word};

/// Result of comparing a stored key with the sought one.
pub(super) enum Same {
    Yes,
    No,
    /// Needs `==` of Python.
    Ask(Obj),
}

#[inline(always)]
fn same_key(stored: Ref<'_>, key: Ref<'_>) -> Same {
    match crate::quick::same_key(stored, key) {
        Some(true) => Same::Yes,
        Some(false) => Same::No,
        None => Same::Ask(stored.own()),
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
            Quick::At(e) => Ok((Ok(t.position(e)), version)),
            Quick::Absent(Some(e)) => Ok((Err(t.position(e)), version)),
            _ => self.find_slow(th, hash, key),
        }
    }
    /// The search as far as it needs no `==` of Python.
    #[inline(always)]
    pub(super) fn find_in<'t>(&self, t: &'t Table, hash: i64, key: Ref<'_>) -> Quick<'t> {
        let differs = |stored: &Slot| {
            let w = stored.look();
            if !self.is_current(t) {
                return None;
            }
            if w == value::EMPTY {
                // Removed meanwhile.
                return Some(true);
            }
            // SAFETY: `look`'s word in the present table; nothing is dropped while it is in use.
            crate::quick::same_key(unsafe { Ref::from_word(w) }, key).map(|same| !same)
        };
        match t.spot(hash as u64, key.word(), differs) {
            Quick::Absent(_) if !self.is_current(t) => Quick::Unknown,
            q => q,
        }
    }
    /// Whether a key with this hash and word is there, without a call; None: it takes a comparison or more than one try to
    /// tell.
    #[inline(always)]
    pub fn holds_same(&self, hash: i64, key: Word) -> Option<bool> {
        let Some(t) = self.table() else {
            return Some(false);
        };
        match t.spot(hash as u64, key, |_| None) {
            Quick::At(_) => Some(true),
            Quick::Absent(_) => self.is_current(t).then_some(false),
            Quick::Unknown => None,
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
        let sought = hash as u64;
        'again: loop {
            let mut version = self.version();
            let tables = self.tables.load(Acquire);
            let Some(t) = self.table() else {
                return Ok((Err(NOWHERE), version));
            };
            let mut p = Probe::new(sought, t.mask);
            loop {
                let e = &t.entries()[p.at];
                // Acquire: pairs with the Release of insert and unlink.
                let h = e.hash.load(Acquire);
                if h == 0 && e.key.is_empty() {
                    if !self.is_current(t) {
                        continue 'again;
                    }
                    return Ok((Err(p.at), version));
                }
                if h == sought {
                    if e.key.peek() == key.word() {
                        return Ok((Ok(p.at), version));
                    }
                    // The scope ends the load's borrow before Python code may run.
                    let same = {
                        let w = e.key.load_word(|| self.is_current(t));
                        if w == 0 {
                            Same::No
                        } else {
                            // SAFETY: load_word's result, used under the pin before any safepoint.
                            let v: Val<'_> = unsafe { Val::from_word(w) };
                            same_key(v.r(), key)
                        }
                    };
                    match same {
                        Same::Yes => return Ok((Ok(p.at), version)),
                        Same::No => {}
                        Same::Ask(k) => {
                            let eq = crate::ops::equal(th, k.r(), key)?;
                            // The table may be gone now: it is touched only if it is still the same (SET RULE 4).
                            version = self.version();
                            if self.tables.load(Acquire) != tables || e.key.peek() != k.r().word() {
                                continue 'again;
                            }
                            if eq {
                                return Ok((Ok(p.at), version));
                            }
                        }
                    }
                }
                p.step();
            }
        }
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
