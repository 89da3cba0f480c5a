//! Searches for exact str keys while one thread runs (LOCK RULE 1): nothing is replaced behind the searcher's back, so no
//! word is looked at twice.

use super::{Dict, Entry, GONE, NONE, Probe, Quick};
use crate::obj::Ref;
use crate::sync::Ordering::*;
use crate::types::str::{Str, same_bytes};
use crate::value;

impl Dict {
    /// As `find_quick`, for `s`, which is the exact str `key`.
    #[inline(always)]
    pub(super) fn find_text(&self, hash: i64, key: Ref<'_>, s: &Str) -> Quick<'_> {
        debug_assert!(!crate::thread::is_multi());
        let Some(t) = self.table() else {
            return Quick::Absent;
        };
        let mut probe = Probe::new(hash as u64);
        loop {
            // Relaxed, here and below: this thread wrote it.
            let n = t.index(probe.at()).load(Relaxed);
            if n < GONE {
                // SAFETY: the index names entries below the capacity, written before they are linked.
                let e: &Entry = unsafe { &*t.entry_ptr().add(n as usize) };
                let w = e.key.peek();
                if w == key.word() {
                    return Quick::At(t, n as usize);
                }
                if e.hash.load(Relaxed) == hash as u64 && w != value::EMPTY {
                    // SAFETY: the slot keeps it, and nothing is dropped here.
                    let stored: Ref<'_> = unsafe { Ref::from_word(w) };
                    if !stored.is_ptr() || !stored.is_exact(&crate::types::STR) {
                        return Quick::Unknown;
                    }
                    // SAFETY: an exact str.
                    let x: &Str = unsafe { stored.payload_unchecked() };
                    if same_bytes(x.bytes(), s.bytes()) {
                        return Quick::At(t, n as usize);
                    }
                }
            } else if n == NONE {
                return Quick::Absent;
            }
            probe.step();
        }
    }
}
