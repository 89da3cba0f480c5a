//! The search for a key in a table of keys under their hashes, of dicts and sets alike.
//!
//! What differs is in two traits: `Walk` is the order in which a kind of table is probed and how it says what stands at a
//! place; `Keyed` is the container, whose table another thread, or the `==` of a key, may replace while one searches.
//!
//! SEARCH RULE. `==` of Python runs without a lock. The search goes on behind it if table and key are still there, else it
//!   starts over (DICT RULE 4, SET RULE 4). The version that it gives was read before the place that it gives was
//!   looked at: a writer that finds it unchanged under the lock may use the place.

use crate::obj::{Obj, R, Ref, Val};
use crate::slot::Slot;
use crate::thread::Thread;
use crate::value::{self, Word};

/// What stands at a place of a table, for who seeks a hash and the word of a key.
pub(super) enum Met<'t> {
    /// Nothing, and never did: the search ends.
    Unused,
    /// A key of another hash, or none any more.
    Other,
    /// The very word.
    Same,
    /// Another word of the same hash.
    Like(&'t Slot),
}

/// A search on its way through a table.
pub(super) trait Walk<'t> {
    /// What the search gives for a key that is there.
    type Place;
    /// What it gives for one that is not: where that would stand.
    type Gap;
    /// What stands at the present place. Small integers that are not the same word are not alike.
    fn met(&mut self, hash: u64, key: Word) -> Met<'t>;
    /// The present place, where `met` has found a key.
    fn place(&self) -> Self::Place;
    /// The present place, where `met` has found nothing.
    fn gap(&self) -> Self::Gap;
    /// Goes to the next one.
    fn step(&mut self);
}

/// Where a search without Python code ended.
pub(super) enum Found<P, G> {
    At(P),
    /// None: there is no table.
    Absent(Option<G>),
    /// Only `==` can tell, or the table changed.
    Unknown,
}

/// What is known of the sought key. (No closures: those are not always inlined.)
pub(super) trait Same {
    /// Compares a stored key of the same hash, which is another word, with it. None: it cannot tell.
    fn same(&self, stored: &Slot) -> Option<bool>;
    /// Whether a search that has met no such key proves that there is none: the table is still the present one.
    fn proves_absence(&self) -> bool;
}
/// Nothing but the word, in a table that `is_current` says to be the present one.
pub(super) struct ByWord<F> {
    pub(super) is_current: F,
}
impl<F: Fn() -> bool> Same for ByWord<F> {
    #[inline(always)]
    fn same(&self, _: &Slot) -> Option<bool> {
        None
    }
    #[inline(always)]
    fn proves_absence(&self) -> bool {
        (self.is_current)()
    }
}
/// What needs no Python code, in a table that `is_current` says to be the present one.
pub(super) struct ByValue<'k, F> {
    pub(super) key: Ref<'k>,
    pub(super) is_current: F,
}
impl<F: Fn() -> bool> Same for ByValue<'_, F> {
    #[inline(always)]
    fn same(&self, stored: &Slot) -> Option<bool> {
        let w = stored.look();
        if !(self.is_current)() {
            return None;
        }
        if w == value::EMPTY {
            // Removed meanwhile.
            return Some(false);
        }
        // SAFETY: `look`'s word in the present table; nothing is dropped while it is in use.
        crate::quick::same_key(unsafe { Ref::from_word(w) }, self.key)
    }
    #[inline(always)]
    fn proves_absence(&self) -> bool {
        (self.is_current)()
    }
}

/// The search as far as it needs no `==` of Python.
#[inline(always)]
pub(super) fn search<'t, W: Walk<'t>>(
    mut walk: W,
    hash: u64,
    key: Word,
    by: impl Same,
) -> Found<W::Place, W::Gap> {
    loop {
        match walk.met(hash, key) {
            Met::Other => {}
            Met::Same => return Found::At(walk.place()),
            Met::Like(stored) => match by.same(stored) {
                Some(true) => return Found::At(walk.place()),
                Some(false) => {}
                None => return Found::Unknown,
            },
            Met::Unused if by.proves_absence() => return Found::Absent(Some(walk.gap())),
            Met::Unused => return Found::Unknown,
        }
        walk.step();
    }
}

/// A container with such a table.
pub(super) trait Keyed {
    type Table;
    type Walk<'t>: Walk<'t>
    where
        Self: 't;
    /// The present table.
    fn present(&self) -> Option<&Self::Table>;
    /// Whether it is the present one.
    fn is_present(&self, t: &Self::Table) -> bool;
    /// What tells the present table from all that were and will be (None: there is none), to be read before it.
    fn stamp(&self) -> Option<u64>;
    /// See the rule.
    fn state(&self) -> u32;
    fn walk<'t>(&'t self, t: &'t Self::Table, hash: u64) -> Self::Walk<'t>;
}
type Place<'t, K> = <<K as Keyed>::Walk<'t> as Walk<'t>>::Place;
type Gap<'t, K> = <<K as Keyed>::Walk<'t> as Walk<'t>>::Gap;
/// The place of a key, or where it would stand (None: there is no table), and the version that this holds for.
type Answer<'t, K> = (Result<Place<'t, K>, Option<Gap<'t, K>>>, u32);

/// The whole search, from the start and with `==`.
#[inline(never)]
pub(super) fn search_asking<'t, K: Keyed>(
    k: &'t K,
    th: &mut Thread,
    hash: u64,
    key: Ref<'_>,
) -> R<Answer<'t, K>> {
    'again: loop {
        let mut version = k.state();
        let stamp = k.stamp();
        let Some(t) = k.present() else {
            return Ok((Err(None), version));
        };
        let mut walk = k.walk(t, hash);
        loop {
            let stored = match walk.met(hash, key.word()) {
                Met::Unused if !k.is_present(t) => continue 'again,
                Met::Unused => return Ok((Err(Some(walk.gap())), version)),
                Met::Same => return Ok((Ok(walk.place()), version)),
                Met::Other => {
                    walk.step();
                    continue;
                }
                Met::Like(stored) => stored,
            };
            // The scope ends the load's borrow before Python code may run.
            let asked: Result<bool, Obj> = {
                let w = stored.load_word(|| k.is_present(t));
                if w == value::EMPTY {
                    Ok(false)
                } else {
                    // SAFETY: load_word's result, used under the pin before any safepoint.
                    let v: Val<'_> = unsafe { Val::from_word(w) };
                    crate::quick::same_key(v.r(), key).ok_or_else(|| v.r().own())
                }
            };
            let equal = match asked {
                Ok(equal) => equal,
                Err(other) => {
                    let equal = crate::ops::equal(th, other.r(), key)?;
                    // What the comparison added stands behind this place of the order; what it removed matters if it is
                    // this very key. The table may be gone now: it is touched only if it is still the same.
                    version = k.state();
                    if k.stamp() != stamp || stored.peek() != other.r().word() {
                        continue 'again;
                    }
                    equal
                }
            };
            if equal {
                return Ok((Ok(walk.place()), version));
            }
            walk.step();
        }
    }
}
