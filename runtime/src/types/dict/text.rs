//! Searches for exact str keys, which no Python code can have a say in unless a key of another class has the same hash.

use super::Dict;
use super::search::Quick;
use super::table::{Entry, GONE, NONE, Probe};
use crate::obj::Ref;
use crate::sync::Ordering::*;
use crate::types::str::{Str, same_bytes};
use crate::value;

impl Dict {
    /// Adds one to the small integer under a key with this hash. False: nothing is done, since it is not there, is another
    /// value, or only Python code can tell.
    pub fn count_one(&self, hash: i64, key: Ref<'_>) -> bool {
        let _g = self.header().lock.lock();
        let Quick::At(t, i) = self.find_quick(hash, key) else {
            return false;
        };
        // SAFETY: find_quick's index of an entry.
        let e = unsafe { &*t.entry_ptr().add(i) };
        let w = e.value.peek();
        if w == value::EMPTY || !value::is_int(w) || value::int_of(w) == value::INT_MAX {
            return false;
        }
        let more = Ref::small_int(value::int_of(w) + 1).own();
        // An integer goes, which is no object.
        drop(e.value.exchange(Some(more)));
        true
    }
    /// As `find_quick`, for `s`, which is the exact str `key`.
    #[inline(always)]
    pub(super) fn find_text(&self, hash: i64, key: Ref<'_>, s: &Str) -> Quick<'_> {
        // LOCK RULE 1: while one thread runs, nothing is replaced behind the searcher's back.
        let multi = crate::thread::is_multi();
        let Some(t) = self.table() else {
            return Quick::Absent(None);
        };
        let mut probe = Probe::new(hash as u64);
        loop {
            // Acquire: pairs with link, which comes after the entry.
            let n = t.index(probe.at()).load(Acquire);
            if n < GONE {
                // SAFETY: the index names entries below the capacity, written before they are linked.
                let e: &Entry = unsafe { &*t.entry_ptr().add(n as usize) };
                let mut w = e.key.peek();
                if w == key.word() {
                    return Quick::At(t, n as usize);
                }
                // Relaxed: published with the index.
                if e.hash.load(Relaxed) == hash as u64 {
                    if multi {
                        w = e.key.look();
                        if !self.is_current(t) {
                            return Quick::Unknown;
                        }
                    }
                    if w != value::EMPTY {
                        // SAFETY: what stands in a slot of the present table; nothing is dropped while it is in use.
                        let stored: Ref<'_> = unsafe { Ref::from_slot_word(w) };
                        if !stored.is_ptr() || !stored.is_exact(&crate::types::STR) {
                            return Quick::Unknown;
                        }
                        // SAFETY: an exact str.
                        let x: &Str = unsafe { stored.payload_unchecked() };
                        if same_bytes(x.bytes(), s.bytes()) {
                            return Quick::At(t, n as usize);
                        }
                    }
                }
            } else if n == NONE {
                return if multi && !self.is_current(t) {
                    Quick::Unknown
                } else {
                    Quick::Absent(Some((t, probe.at())))
                };
            }
            probe.step();
        }
    }
}
