//! Searches for exact str keys, which no Python code can have a say in unless a key of another class has the same hash.

use super::Dict;
use super::table::{Gap, Place, Table};
use crate::obj::Ref;
use crate::slot::Slot;
use crate::types::search::{Found, Same, search};
use crate::types::str::{Str, same_bytes};
use crate::value;

impl Dict {
    /// Adds one to the small integer under a key with this hash. False: nothing is done, since it is not there, is another
    /// value, or only Python code can tell.
    pub fn count_one(&self, hash: i64, key: Ref<'_>) -> bool {
        let _g = self.header().lock.lock();
        let Found::At(p) = self.find_quick(hash, key) else {
            return false;
        };
        let e = p.entry;
        let w = e.value.peek();
        if w == value::EMPTY || !value::is_int(w) || value::int_of(w) == value::INT_MAX {
            return false;
        }
        let more = Ref::small_int(value::int_of(w) + 1).own();
        // What goes is an integer, no object. It may have been replaced meanwhile (DICT RULE 6).
        e.value
            .compare_exchange(Ref::small_int(value::int_of(w)), more)
            .is_ok()
    }
    /// As `find_quick`, for `s`, which is the exact str `key`.
    #[inline(always)]
    pub(super) fn find_text(&self, hash: i64, key: Ref<'_>, s: &Str) -> Found<Place<'_>, Gap<'_>> {
        // LOCK RULE 1: while one thread runs, nothing is replaced behind the searcher's back.
        let multi = crate::thread::is_multi();
        let Some(t) = self.table() else {
            return Found::Absent(None);
        };
        let by = ByText {
            text: s,
            is_current: |t: &Table| self.is_current(t),
            table: multi.then_some(t),
        };
        search(t.walk(hash as u64), hash as u64, key.word(), by)
    }
}

/// Comparison with an exact str, whose bytes most searches have no need of.
struct ByText<'t, F> {
    text: &'t Str,
    /// The table, if it may be replaced behind the searcher's back.
    table: Option<&'t Table>,
    is_current: F,
}
impl<F: Fn(&Table) -> bool> Same for ByText<'_, F> {
    #[inline(always)]
    fn same(&self, stored: &Slot) -> Option<bool> {
        let w = match self.table {
            None => stored.peek(),
            Some(t) => {
                let w = stored.look();
                if !(self.is_current)(t) {
                    return None;
                }
                w
            }
        };
        if w == value::EMPTY {
            return Some(false);
        }
        // SAFETY: what stands in a slot of the present table; nothing is dropped while it is in use.
        let stored: Ref<'_> = unsafe { Ref::from_slot_word(w) };
        if !stored.is_ptr() || !stored.is_exact(&crate::types::STR) {
            return None;
        }
        // SAFETY: an exact str.
        let x: &Str = unsafe { stored.payload_unchecked() };
        Some(same_bytes(x.bytes(), self.text.bytes()))
    }
    #[inline(always)]
    fn proves_absence(&self) -> bool {
        self.table.is_none_or(|t| (self.is_current)(t))
    }
}
