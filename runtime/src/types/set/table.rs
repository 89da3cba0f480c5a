//! The table of a set, and the order in which its entries are probed.

use crate::os::reserve::refusable;
use crate::slot::Slot;
use crate::sync::{AtomicU64, Ordering::*};
use crate::value::{self, Word};

/// One slot of the table.
pub(super) struct Entry {
    pub(super) hash: AtomicU64,
    pub(super) key: Slot,
}

/// Header of a table; the entries follow in the same allocation.
pub(super) struct Table {
    pub(super) mask: usize,
}

pub(super) const TOMBSTONE: u64 = u64::MAX;
pub(super) const MIN_SIZE: usize = 8;
/// Largest table whose tombstones are removed in place.
pub(super) const SMALL: usize = 32;
/// A place in a table that does not exist yet.
pub(super) const NOWHERE: usize = usize::MAX;
pub(super) const RUN: usize = 9;

impl Table {
    pub(super) fn layout(mask: usize) -> Option<std::alloc::Layout> {
        let size = mask.checked_add(1)?.checked_mul(16)?.checked_add(8)?;
        std::alloc::Layout::from_size_align(size, 8).ok()
    }
    /// The entries of a table for `min_used` items: a power of two above that.
    pub(super) fn size_for(min_used: usize) -> Option<usize> {
        min_used
            .checked_add(1)?
            .checked_next_power_of_two()
            .map(|n| n.max(MIN_SIZE))
    }
    /// A table for `min_used` items.
    pub(super) fn new(min_used: usize) -> Option<*mut Table> {
        let size = Table::size_for(min_used)?;
        let l = Table::layout(size - 1)?;
        // SAFETY: the size is not zero. All-zero entries are unused.
        let p = refusable(|| unsafe { std::alloc::alloc_zeroed(l) }) as *mut Table;
        if p.is_null() {
            return None;
        }
        // SAFETY: fresh.
        unsafe { (*p).mask = size - 1 };
        Some(p)
    }
    #[inline(always)]
    pub(super) fn entries(&self) -> &[Entry] {
        // SAFETY: mask + 1 entries follow the header.
        unsafe {
            std::slice::from_raw_parts((self as *const Table).add(1) as *const Entry, self.mask + 1)
        }
    }
    pub(super) unsafe fn free(p: *mut Table) {
        // SAFETY: the caller owns the table, whose keys are gone; the layout succeeded in `new`.
        unsafe {
            if let Some(l) = Table::layout((*p).mask) {
                std::alloc::dealloc(p as *mut u8, l);
            }
        }
    }
    /// The first unused entry for `hash` in a table that holds no equal key.
    pub(super) fn unused(&self, hash: u64) -> usize {
        let mut p = Probe::new(hash, self.mask);
        loop {
            // SAFETY: a probe stays within the mask.
            let e = unsafe { self.entries().get_unchecked(p.at) };
            // Relaxed: writers hold the lock. The hash first: most entries in the way have one.
            if e.hash.load(Relaxed) == 0 && e.key.is_empty() {
                return p.at;
            }
            p.step();
        }
    }
    /// Where the search for a key ends that needs no `==` of Python. `differs` compares a stored key of the same hash that
    /// is another word: None if it cannot tell.
    #[inline(always)]
    pub(super) fn spot(
        &self,
        hash: u64,
        key: Word,
        differs: impl Fn(&Slot) -> Option<bool>,
    ) -> Quick<'_> {
        let (entries, mask) = (self.entries().as_ptr(), self.mask);
        // The order of `Probe`, with pointers.
        let (mut home, mut perturb) = (hash as usize & mask, hash);
        loop {
            let run = if home + RUN <= mask { RUN } else { 0 };
            // SAFETY: the run ends within the table.
            let (mut at, end) = unsafe { (entries.add(home), entries.add(home + run)) };
            loop {
                // SAFETY: within the table.
                let e = unsafe { &*at };
                // Acquire: as in find_slow. The hash alone tells most entries that are in the way, tombstones among them,
                // so that there is one branch for all of them.
                let h = e.hash.load(Acquire);
                if h == hash {
                    let w = e.key.peek();
                    if w == key {
                        return Quick::At(e);
                    }
                    // Two small integers of one hash are no reason to ask.
                    if w != value::EMPTY && w & key & 1 == 0 {
                        match differs(&e.key) {
                            Some(true) => {}
                            Some(false) => return Quick::At(e),
                            None => return Quick::Unknown,
                        }
                    }
                }
                if h == 0 && e.key.is_empty() {
                    return Quick::Absent(Some(e));
                }
                if std::ptr::eq(at, end) {
                    break;
                }
                // SAFETY: before the end.
                at = unsafe { at.add(1) };
            }
            perturb >>= 5;
            home = home
                .wrapping_mul(5)
                .wrapping_add(1)
                .wrapping_add(perturb as usize)
                & mask;
        }
    }
    /// The position of an entry.
    #[inline(always)]
    pub(super) fn position(&self, e: &Entry) -> usize {
        (e as *const Entry as usize - self.entries().as_ptr() as usize)
            / std::mem::size_of::<Entry>()
    }
}

/// The order in which the entries for a hash are looked at.
pub(super) struct Probe {
    pub(super) at: usize,
    left: usize,
    home: usize,
    perturb: u64,
    pub(super) mask: usize,
}

impl Probe {
    #[inline(always)]
    pub(super) fn new(hash: u64, mask: usize) -> Probe {
        let home = hash as usize & mask;
        Probe {
            at: home,
            left: if home + RUN <= mask { RUN } else { 0 },
            home,
            perturb: hash,
            mask,
        }
    }
    #[inline(always)]
    pub(super) fn step(&mut self) {
        if self.left > 0 {
            self.left -= 1;
            self.at += 1;
            return;
        }
        self.perturb >>= 5;
        self.home = self
            .home
            .wrapping_mul(5)
            .wrapping_add(1)
            .wrapping_add(self.perturb as usize)
            & self.mask;
        self.at = self.home;
        self.left = if self.home + RUN <= self.mask { RUN } else { 0 };
    }
}

/// Where a search without Python code ended.
pub(super) enum Quick<'t> {
    At(&'t Entry),
    /// The unused entry where the key would stand; None: there is no table.
    Absent(Option<&'t Entry>),
    /// Only `==` can tell, or the table changed.
    Unknown,
}
