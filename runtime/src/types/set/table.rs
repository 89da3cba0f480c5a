//! The table of a set, and the order in which its entries are probed.

use crate::os::reserve::refusable;
use crate::slot::Slot;
use crate::sync::{AtomicU64, Ordering::*};
use crate::types::search::{Met, Walk};
use crate::value::{self, Word};

/// One slot of the table.
pub(in crate::types) struct Entry {
    pub(super) hash: AtomicU64,
    pub(super) key: Slot,
}

/// Header of a table; the entries follow in the same allocation.
pub(in crate::types) struct Table {
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
    pub(super) fn unused(&self, hash: u64) -> &Entry {
        let mut walk = self.walk(hash);
        loop {
            let e = walk.entry();
            // Relaxed: writers hold the lock. The hash first: most entries in the way have one.
            if e.hash.load(Relaxed) == 0 && e.key.is_empty() {
                return e;
            }
            walk.step();
        }
    }
    /// The entry that holds small integer `w` with this hash, or (Err) the unused one where it would stand. None: a value
    /// of the same hash that is no small integer is in the way. The order is that of `walk`, two entries at a time.
    #[inline(always)]
    pub(super) fn find_int(&self, hash: u64, w: Word) -> Option<Result<&Entry, &Entry>> {
        const { assert!(RUN % 2 == 1) };
        let first = self.entries().as_ptr();
        let (mut home, mut perturb) = (hash as usize & self.mask, hash);
        // Acquire: as in `met`. One branch for most entries that are in the way.
        macro_rules! look_at {
            ($at:expr) => {
                // SAFETY: `home` is masked, and its run ends within the table.
                let e = unsafe { &*$at };
                let h = e.hash.load(Acquire);
                if h == hash || h == 0 {
                    match e.key.peek() {
                        k if k == w => return Some(Ok(e)),
                        value::EMPTY if h == 0 => return Some(Err(e)),
                        value::EMPTY => {}
                        k if h == hash && !value::is_int(k) => return None,
                        _ => {}
                    }
                }
            };
        }
        loop {
            let mut at = first.wrapping_add(home);
            if home + RUN <= self.mask {
                let last = at.wrapping_add(RUN - 1);
                loop {
                    look_at!(at);
                    look_at!(at.wrapping_add(1));
                    if std::ptr::eq(at, last) {
                        break;
                    }
                    at = at.wrapping_add(2);
                }
            } else {
                look_at!(at);
            }
            perturb >>= 5;
            home = home
                .wrapping_mul(5)
                .wrapping_add(1)
                .wrapping_add(perturb as usize)
                & self.mask;
        }
    }
    /// The position of an entry.
    #[inline(always)]
    pub(super) fn position(&self, e: &Entry) -> usize {
        (std::ptr::from_ref(e) as usize - self.entries().as_ptr() as usize) / size_of::<Entry>()
    }
    /// A search for a key with this hash.
    #[inline(always)]
    pub(super) fn walk(&self, hash: u64) -> KeyWalk<'_> {
        let mut walk = KeyWalk {
            table: self,
            at: std::ptr::null(),
            end: std::ptr::null(),
            home: hash as usize & self.mask,
            perturb: hash,
        };
        walk.begin_run();
        walk
    }
}

/// Where a search ended.
#[derive(Clone, Copy)]
pub(in crate::types) struct Place<'t> {
    table: &'t Table,
    pub(super) entry: &'t Entry,
}

impl Place<'_> {
    /// The position of the entry.
    #[inline(always)]
    pub(super) fn position(&self) -> usize {
        self.table.position(self.entry)
    }
}

/// The order in which the entries for a hash are looked at: short runs of neighbours, with pointers.
pub(in crate::types) struct KeyWalk<'t> {
    table: &'t Table,
    at: *const Entry,
    /// The last entry of the run.
    end: *const Entry,
    home: usize,
    perturb: u64,
}

impl<'t> KeyWalk<'t> {
    #[inline(always)]
    fn entry(&self) -> &'t Entry {
        // SAFETY: within the table.
        unsafe { &*self.at }
    }
    #[inline(always)]
    fn begin_run(&mut self) {
        let (first, mask) = (self.table.entries().as_ptr(), self.table.mask);
        let run = if self.home + RUN <= mask { RUN } else { 0 };
        // SAFETY: `home` is masked, and the run ends within the table.
        (self.at, self.end) = unsafe { (first.add(self.home), first.add(self.home + run)) };
    }
}

impl<'t> Walk<'t> for KeyWalk<'t> {
    type Place = Place<'t>;
    type Gap = Place<'t>;
    #[inline(always)]
    fn met(&mut self, hash: u64, key: Word) -> Met<'t> {
        let e = self.entry();
        // Acquire: pairs with the Release of insert and unlink. The hash alone tells most entries that are in the way,
        // tombstones among them, so that there is one branch for all of them.
        let h = e.hash.load(Acquire);
        if h == hash {
            let w = e.key.peek();
            if w == key {
                return Met::Same;
            }
            // Two small integers of one hash are no reason to ask.
            if w != value::EMPTY && w & key & 1 == 0 {
                return Met::Like(&e.key);
            }
        }
        if h == 0 && e.key.is_empty() {
            Met::Unused
        } else {
            Met::Other
        }
    }
    #[inline(always)]
    fn place(&self) -> Place<'t> {
        Place {
            table: self.table,
            entry: self.entry(),
        }
    }
    #[inline(always)]
    fn gap(&self) -> Place<'t> {
        self.place()
    }
    #[inline(always)]
    fn step(&mut self) {
        if !std::ptr::eq(self.at, self.end) {
            // SAFETY: before the end.
            self.at = unsafe { self.at.add(1) };
            return;
        }
        self.perturb >>= 5;
        self.home = self
            .home
            .wrapping_mul(5)
            .wrapping_add(1)
            .wrapping_add(self.perturb as usize)
            & self.table.mask;
        self.begin_run();
    }
}
