//! Words that change places while other threads replace them: the steps of SLOT RULE 5, apart from `slot` for the model
//! checker.

use crate::sync::{AtomicU64, Ordering::*, mutant};

/// Puts `new` in the place of a word that is not `empty`: the old one, or `empty` if nothing was done.
#[inline(always)]
pub fn replace(place: &AtomicU64, new: u64, empty: u64) -> u64 {
    // Relaxed: the compare-and-swap says whether it was so.
    let mut old = place.load(Relaxed);
    while old != empty {
        // SeqCst: COUNT RULE 5, the removal comes before the remover's flag check. That `old` may name another object at the
        // same place by now does not matter: it is that object which goes.
        match place.compare_exchange_weak(old, new, SeqCst, Relaxed) {
            Ok(_) => break,
            Err(now) => old = now,
        }
    }
    old
}

/// Puts `new` in the place of whatever word is there, which comes back.
#[inline(always)]
pub fn exchange(place: &AtomicU64, new: u64) -> u64 {
    if mutant(18) {
        let old = place.load(Acquire);
        place.store(new, Release);
        return old;
    }
    // SeqCst: as in replace; of a word that moves, the move comes before the flag check of whoever removes it from its next
    // place.
    place.swap(new, SeqCst)
}
