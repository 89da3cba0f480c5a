//! The table of a dict: index and entries in one allocation, and the order in which they are probed.

use crate::os::reserve::refusable;
use crate::slot::Slot;
use crate::sync::{AtomicU32, AtomicU64, AtomicUsize, Ordering::*};
use crate::types::search::{Met, Walk};
use crate::value::{self, Word};
use std::cell::Cell;

/// One slot of the entry array.
pub struct Entry {
    pub(super) hash: AtomicU64,
    /// The key; empty after deletion.
    pub key: Slot,
    /// The value; empty after deletion.
    pub value: Slot,
}

/// Header of a table; index (u32 each) and entries follow in the same allocation.
pub struct Table {
    /// Unique id (DICT RULE 5).
    pub id: u64,
    pub(super) mask: usize,
    pub(super) capacity: usize,
    pub(super) len: AtomicUsize,
    /// No entry at or behind it is live. Writers only.
    pub(super) tail: AtomicUsize,
}

/// In the index: nothing was ever here.
pub(super) const NONE: u32 = u32::MAX;
/// In the index: the entry was removed.
pub(super) const GONE: u32 = u32::MAX - 1;

thread_local! {
    static NEXT_ID: Cell<u64> = const { Cell::new(0) };
}
fn next_id() -> u64 {
    let n = NEXT_ID.get() + 1;
    NEXT_ID.set(n);
    n << 18 | crate::thread::me().tid() as u64
}

impl Table {
    pub(super) fn layout(mask: usize, capacity: usize) -> Option<std::alloc::Layout> {
        let index = (mask + 1).checked_mul(4)?.checked_next_multiple_of(8)?;
        let size = std::mem::size_of::<Table>()
            .checked_add(index)?
            .checked_add(capacity.checked_mul(24)?)?;
        std::alloc::Layout::from_size_align(size, 8).ok()
    }
    /// A table for `want` entries. `needed`: the caller has no way to do without (RESERVE RULE).
    pub(super) fn new(want: usize, needed: bool) -> Option<*mut Table> {
        let slots = (want.checked_mul(3)? / 2 + 1)
            .max(8)
            .checked_next_power_of_two()?;
        if slots > u32::MAX as usize / 2 {
            return None;
        }
        let capacity = slots * 2 / 3;
        let layout = Table::layout(slots - 1, capacity)?;
        // SAFETY: the size is not zero.
        let p = unsafe {
            if needed {
                std::alloc::alloc(layout)
            } else {
                refusable(|| std::alloc::alloc(layout))
            }
        } as *mut Table;
        if p.is_null() {
            return None;
        }
        // SAFETY: fresh memory of the layout above: index all NONE. Entries are written before `len` covers them.
        unsafe {
            p.write(Table {
                id: next_id(),
                mask: slots - 1,
                capacity,
                len: AtomicUsize::new(0),
                tail: AtomicUsize::new(0),
            });
            std::ptr::write_bytes((*p).index_ptr() as *mut u8, 0xff, slots * 4);
        }
        Some(p)
    }
    #[inline(always)]
    pub(super) fn index_ptr(&self) -> *const AtomicU32 {
        // SAFETY: the index follows the header.
        unsafe { (self as *const Table).add(1) as *const AtomicU32 }
    }
    #[inline(always)]
    pub(super) fn entry_ptr(&self) -> *const Entry {
        // SAFETY: the entries follow the index, which is of eight places or more, so there is no padding.
        unsafe { self.index_ptr().add(self.mask + 1) as *const Entry }
    }
    #[inline(always)]
    pub(super) fn index(&self, i: usize) -> &AtomicU32 {
        // SAFETY: masked.
        unsafe { &*self.index_ptr().add(i & self.mask) }
    }
    /// Entries that were ever appended, deleted ones included.
    #[inline(always)]
    pub fn entries(&self) -> &[Entry] {
        // Acquire: pairs with the Release of append.
        // SAFETY: len <= capacity.
        unsafe { std::slice::from_raw_parts(self.entry_ptr(), self.len.load(Acquire)) }
    }
    /// The first live entry at or after position `i`.
    #[inline(always)]
    pub(crate) fn live_at(&self, mut i: usize) -> Option<(usize, &Entry)> {
        let all = self.entries();
        loop {
            let e = all.get(i)?;
            if !e.key.is_empty() {
                return Some((i, e));
            }
            i += 1;
        }
    }
    /// Number of entries ever appended: with `id`, names the set of keys as long as nothing was deleted.
    #[inline(always)]
    pub fn appended(&self) -> usize {
        self.len.load(Acquire)
    }
    /// Frees memory only; the words have moved elsewhere.
    pub(super) unsafe fn free(p: *mut Table) {
        // SAFETY: the caller owns the table; the layout is the one of `new`, which succeeded with it.
        unsafe {
            if let Some(l) = Table::layout((*p).mask, (*p).capacity) {
                std::alloc::dealloc(p as *mut u8, l);
            }
        }
    }
    pub(super) unsafe fn free_with_contents(p: *mut Table) {
        // SAFETY: forwarded.
        unsafe {
            for e in (*p).entries() {
                e.key.drop_last();
                e.value.drop_last();
            }
            Table::free(p);
        }
    }
    /// The place in the index for one more entry with `hash`.
    #[inline]
    pub(super) fn unused(&self, hash: u64) -> &AtomicU32 {
        let mut probe = Probe::new(hash);
        loop {
            let ix = self.index(probe.at());
            // Relaxed: writers hold the lock.
            if ix.load(Relaxed) == NONE {
                return ix;
            }
            probe.step();
        }
    }
    /// Puts entry number `n` with `hash` into the index.
    #[inline]
    pub(super) fn link(&self, hash: u64, n: u32) {
        // Release: publishes the entry to probing readers.
        self.unused(hash).store(n, Release);
    }
}

pub(super) struct Probe {
    i: usize,
    perturb: u64,
}
impl Probe {
    #[inline(always)]
    pub(super) fn new(hash: u64) -> Probe {
        Probe {
            i: hash as usize,
            perturb: hash,
        }
    }
    #[inline(always)]
    pub(super) fn at(&self) -> usize {
        self.i
    }
    #[inline(always)]
    pub(super) fn step(&mut self) {
        self.perturb >>= 5;
        self.i = self
            .i
            .wrapping_mul(5)
            .wrapping_add(self.perturb as usize)
            .wrapping_add(1);
    }
}

/// A search for a key (`types::search`).
pub(in crate::types) struct KeyWalk<'t> {
    table: &'t Table,
    entries: *const Entry,
    probe: Probe,
    n: u32,
}
/// The entry where it ended.
#[derive(Clone, Copy)]
pub(in crate::types) struct Place<'t> {
    pub(super) table: &'t Table,
    pub(super) entry: &'t Entry,
    /// Its number.
    pub(super) n: usize,
}
/// The place in the index, without an entry, where it ended.
#[derive(Clone, Copy)]
pub(in crate::types) struct Gap<'t> {
    pub(super) table: &'t Table,
    pub(super) at: usize,
}

impl Table {
    #[inline(always)]
    pub(super) fn walk(&self, hash: u64) -> KeyWalk<'_> {
        KeyWalk {
            table: self,
            entries: self.entry_ptr(),
            probe: Probe::new(hash),
            n: NONE,
        }
    }
}

impl<'t> KeyWalk<'t> {
    /// The entry whose number was met.
    #[inline(always)]
    fn entry(&self) -> &'t Entry {
        debug_assert!(self.n < GONE);
        // SAFETY: the index names entries below the capacity, written before they are linked.
        unsafe { &*self.entries.add(self.n as usize) }
    }
}

impl<'t> Walk<'t> for KeyWalk<'t> {
    type Place = Place<'t>;
    type Gap = Gap<'t>;
    #[inline(always)]
    fn met(&mut self, hash: u64, key: Word) -> Met<'t> {
        // Acquire: pairs with link, which comes after the entry.
        self.n = self.table.index(self.probe.at()).load(Acquire);
        if self.n >= GONE {
            return if self.n == NONE {
                Met::Unused
            } else {
                Met::Other
            };
        }
        let e = self.entry();
        let w = e.key.peek();
        if w == key {
            Met::Same
        // Relaxed: published with the index.
        } else if e.hash.load(Relaxed) == hash && !(value::is_int(w) && value::is_int(key)) {
            Met::Like(&e.key)
        } else {
            Met::Other
        }
    }
    #[inline(always)]
    fn place(&self) -> Place<'t> {
        Place {
            table: self.table,
            entry: self.entry(),
            n: self.n as usize,
        }
    }
    #[inline(always)]
    fn gap(&self) -> Gap<'t> {
        Gap {
            table: self.table,
            at: self.probe.at(),
        }
    }
    #[inline(always)]
    fn step(&mut self) {
        self.probe.step();
    }
}
