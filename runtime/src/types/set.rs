//! Storage of `set` and `frozenset`: open addressing with short linear runs, with lock-free reads.
//!
//! The probing, growth and iteration order are those of CPython's sets, so that sets of equal hashes list their items in
//! the same order there and here: runs of up to ten neighbours, then a perturbed jump; growth when three fifths are
//! filled; removed entries stay as tombstones until the next growth.
//!
//! SET RULE 1. An entry's hash and key are set once and the key is possibly removed once; a tombstone has hash -1
//!   (which no key has) and no key, an unused entry hash 0 and no key. Resizing makes a new table.
//! SET RULE 2. Readers load `table`, probe, and load keys with the table pointer as path check (SLOT RULE 2). Writers
//!   hold the object's lock.
//! SET RULE 3. A replaced table is freed as DICT RULE 3 says.
//! SET RULE 4. Equality tests may run Python code: no lock is held then. A search goes on behind one if table (`tables`)
//!   and key are still there, else it starts over; a writer starts over if the set changed (`version`) since the last test
//!   of its search. Both numbers change after the table that they tell of is published and before the lock is released: who
//!   reads a number first and the table after it never takes a place in an old table for one in the new.

use crate::obj::{Layout, Obj, Payload, R, Ref};
use crate::sync::{AtomicI64, AtomicPtr, AtomicU32, AtomicUsize, Ordering::*};
use crate::thread::Thread;
use crate::types::typeobj::TypeObj;
use crate::value::{self, Word};
use table::{MIN_SIZE, Table};

mod search;
mod table;
mod write;

/// Payload of set, frozenset and their subclasses.
pub struct Set {
    table: AtomicPtr<Table>,
    /// Items.
    used: AtomicUsize,
    /// Items and tombstones.
    fill: AtomicUsize,
    /// Where `pop` goes on searching.
    finger: AtomicUsize,
    /// Bumped by every change.
    version: AtomicU32,
    /// Bumped by every change of the table.
    tables: AtomicU32,
    /// Hash of a frozenset, once asked for; -1: not yet.
    hash: AtomicI64,
}

impl Payload for Set {
    fn layout() -> &'static Layout {
        static L: Layout = Layout::of::<Set>("set", true, false);
        &L
    }
    fn traverse(&self, visit: &mut dyn FnMut(Ref<'_>)) {
        for e in self.table().map_or(&[][..], Table::entries) {
            e.key.visit(visit);
        }
    }
    fn clear(&self) {
        self.clear_all();
    }
}

impl Drop for Set {
    fn drop(&mut self) {
        let p = self.table.load(Relaxed);
        if !p.is_null() {
            // SAFETY: the set is dead: nobody reads the table any more.
            unsafe {
                for e in (*p).entries() {
                    e.key.drop_last();
                }
                Table::free(p);
            }
        }
    }
}

/// A counter that writers change under the lock.
trait Counter {
    type Of;
    fn bump(&self, by: Self::Of);
}
impl Counter for AtomicUsize {
    type Of = usize;
    #[inline(always)]
    fn bump(&self, by: usize) {
        // Release: pairs with the Acquire loads of readers; writers hold the lock, so no step is lost.
        self.store(self.load(Relaxed).wrapping_add(by), Release);
    }
}
impl Counter for AtomicU32 {
    type Of = u32;
    #[inline(always)]
    fn bump(&self, by: u32) {
        // Release: as above.
        self.store(self.load(Relaxed).wrapping_add(by), Release);
    }
}
#[inline(always)]
fn bump<C: Counter>(c: &C, by: C::Of) {
    c.bump(by);
}

impl Default for Set {
    fn default() -> Self {
        Set::new()
    }
}

impl Set {
    /// Empty storage.
    pub const fn new() -> Set {
        Set {
            table: AtomicPtr::new(std::ptr::null_mut()),
            used: AtomicUsize::new(0),
            fill: AtomicUsize::new(0),
            finger: AtomicUsize::new(0),
            version: AtomicU32::new(0),
            tables: AtomicU32::new(0),
            hash: AtomicI64::new(-1),
        }
    }
    #[inline(always)]
    fn table(&self) -> Option<&Table> {
        // SeqCst: path check of SLOT RULE 2, pairs with the swaps of the writers.
        let p = self.table.load(SeqCst);
        if p.is_null() {
            None
        } else {
            // SAFETY: SET RULE 3.
            Some(unsafe { &*p })
        }
    }
    #[inline(always)]
    fn is_current(&self, t: &Table) -> bool {
        std::ptr::eq(self.table.load(SeqCst), t)
    }
    fn header(&self) -> &crate::header::Header {
        // SAFETY: Set payloads are only used inside objects.
        unsafe { crate::obj::header_of_payload(self) }
    }
    /// Number of items.
    #[inline(always)]
    pub fn len(&self) -> usize {
        // Acquire: pairs with the writers.
        self.used.load(Acquire)
    }
    /// Whether there are no items.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// State number (SET RULE 4).
    pub fn version(&self) -> u32 {
        self.version.load(Acquire)
    }
    /// Slots of the table: bound of the positions of `next_at`.
    pub fn slots_len(&self) -> usize {
        self.table().map_or(MIN_SIZE, |t| t.mask + 1)
    }

    /// The next item at or after position `at`: (its position, hash, key).
    pub fn next_at(&self, at: usize) -> Option<(usize, i64, Obj)> {
        loop {
            let t = self.table()?;
            for (i, e) in t.entries().iter().enumerate().skip(at) {
                if let Some(k) = e.key.get_in(|| self.is_current(t)) {
                    // Relaxed: written before the key was.
                    return Some((i, e.hash.load(Relaxed) as i64, k));
                }
            }
            if self.is_current(t) {
                return None;
            }
        }
    }
    /// As `next_at`, the key only, as a register word for thread `th` and without a call; None also if that takes more
    /// than one try.
    #[inline(always)]
    pub(crate) fn word_at(&self, th: &Thread, mut at: usize) -> Option<(usize, Word)> {
        let t = self.table()?;
        let all = t.entries();
        loop {
            let e = all.get(at)?;
            if !e.key.is_empty() {
                let w = e.key.load_quick(th, || self.is_current(t));
                return (w != value::EMPTY).then_some((at, w));
            }
            at += 1;
        }
    }
    /// A snapshot of the items with their hashes, in table order.
    pub fn entries(&self) -> Vec<(i64, Obj)> {
        let _g = self.header().lock.lock();
        let Some(t) = self.table() else {
            return Vec::new();
        };
        let mut v = Vec::with_capacity(self.len());
        for e in t.entries() {
            if let Some(k) = e.key.get() {
                v.push((e.hash.load(Relaxed) as i64, k));
            }
        }
        v
    }
    /// A snapshot of the items, in table order.
    pub fn items(&self) -> Vec<Obj> {
        let _g = self.header().lock.lock();
        let Some(t) = self.table() else {
            return Vec::new();
        };
        let mut v = Vec::with_capacity(self.len());
        for e in t.entries() {
            if let Some(k) = e.key.get() {
                v.push(k);
            }
        }
        v
    }

    /// Bytes of the table, for `__sizeof__`.
    pub fn table_bytes(&self) -> usize {
        self.table()
            .and_then(|t| Table::layout(t.mask))
            .map_or(0, |l| l.size())
    }

    /// `hash(frozenset)`: order-free, as CPython computes it, kept after the first call.
    pub fn frozen_hash(&self) -> i64 {
        // Relaxed: every thread computes the same value.
        let h = self.hash.load(Relaxed);
        if h != -1 {
            return h;
        }
        let spread = |h: u64| ((h ^ 89_869_747) ^ (h << 16)).wrapping_mul(3_644_798_167);
        let mut hash = 0u64;
        let mut n = 0u64;
        let mut at = 0;
        while let Some((i, h, _)) = self.next_at(at) {
            hash ^= spread(h as u64);
            n += 1;
            at = i + 1;
        }
        hash ^= (n + 1).wrapping_mul(1_927_868_237);
        hash ^= (hash >> 11) ^ (hash >> 25);
        hash = hash.wrapping_mul(69_069).wrapping_add(907_133_923);
        if hash == u64::MAX {
            hash = 590_923_713;
        }
        self.hash.store(hash as i64, Relaxed);
        hash as i64
    }
}

/// `hash(key)` for use as a set element; its TypeError says so.
#[inline]
pub fn key_hash(th: &mut Thread, key: Ref<'_>) -> R<i64> {
    crate::ops::hash(th, key)
        .map_err(|e| crate::types::dict::unhashable(th, e, key, "a set element"))
}

/// A new instance of a set class with these items.
pub fn new_of(th: &mut Thread, class: &'static TypeObj, items: Vec<Obj>) -> R {
    let o = Obj::new(th, Ref::of_type(class), Set::new())?;
    if let Some(s) = o.get::<Set>() {
        for x in items {
            s.add(th, x)?;
        }
    }
    Ok(o)
}

/// A new frozenset.
pub fn frozenset_of(th: &mut Thread, items: Vec<Obj>) -> R {
    new_of(th, &crate::types::FROZENSET, items)
}

/// Whether the value is a set or frozenset or an instance of a subclass.
#[inline(always)]
pub fn is_set(o: Ref<'_>) -> bool {
    o.get::<Set>().is_some()
}

#[cfg(test)]
mod tests;
