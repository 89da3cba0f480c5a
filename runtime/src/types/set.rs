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
//!   of its search.

use crate::obj::{Layout, Obj, Payload, R, Ref, Val};
use crate::slot::Slot;
use crate::sync::{AtomicI64, AtomicPtr, AtomicU32, AtomicU64, AtomicUsize, Ordering::*};
use crate::thread::Thread;
use crate::types::typeobj::TypeObj;
use crate::value::{self, Word};

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

/// One slot of the table.
struct Entry {
    hash: AtomicU64,
    key: Slot,
}

/// Header of a table; the entries follow in the same allocation.
struct Table {
    mask: usize,
}

const TOMBSTONE: u64 = u64::MAX;
const MIN_SIZE: usize = 8;
/// Largest table whose tombstones are removed in place.
const SMALL: usize = 32;
/// A place in a table that does not exist yet.
const NOWHERE: usize = usize::MAX;
const RUN: usize = 9;

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

impl Table {
    fn layout(mask: usize) -> Option<std::alloc::Layout> {
        let size = mask.checked_add(1)?.checked_mul(16)?.checked_add(8)?;
        std::alloc::Layout::from_size_align(size, 8).ok()
    }
    /// The entries of a table for `min_used` items: a power of two above that.
    fn size_for(min_used: usize) -> Option<usize> {
        min_used
            .checked_add(1)?
            .checked_next_power_of_two()
            .map(|n| n.max(MIN_SIZE))
    }
    /// A table for `min_used` items.
    fn new(min_used: usize) -> Option<*mut Table> {
        let size = Table::size_for(min_used)?;
        let l = Table::layout(size - 1)?;
        // SAFETY: the size is not zero. All-zero entries are unused.
        let p = unsafe { std::alloc::alloc_zeroed(l) } as *mut Table;
        if p.is_null() {
            return None;
        }
        // SAFETY: fresh.
        unsafe { (*p).mask = size - 1 };
        Some(p)
    }
    #[inline(always)]
    fn entries(&self) -> &[Entry] {
        // SAFETY: mask + 1 entries follow the header.
        unsafe {
            std::slice::from_raw_parts((self as *const Table).add(1) as *const Entry, self.mask + 1)
        }
    }
    unsafe fn free(p: *mut Table) {
        // SAFETY: the caller owns the table, whose keys are gone; the layout succeeded in `new`.
        unsafe {
            if let Some(l) = Table::layout((*p).mask) {
                std::alloc::dealloc(p as *mut u8, l);
            }
        }
    }
    /// The first unused entry for `hash` in a table that holds no equal key.
    fn unused(&self, hash: u64) -> usize {
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
    fn spot(&self, hash: u64, key: Word, differs: impl Fn(&Slot) -> Option<bool>) -> Quick<'_> {
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
    fn position(&self, e: &Entry) -> usize {
        (e as *const Entry as usize - self.entries().as_ptr() as usize)
            / std::mem::size_of::<Entry>()
    }
}

/// The order in which the entries for a hash are looked at.
struct Probe {
    at: usize,
    left: usize,
    home: usize,
    perturb: u64,
    mask: usize,
}

impl Probe {
    #[inline(always)]
    fn new(hash: u64, mask: usize) -> Probe {
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
    fn step(&mut self) {
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

/// Result of comparing a stored key with the sought one.
enum Same {
    Yes,
    No,
    /// Needs `==` of Python.
    Ask(Obj),
}

/// Where a search without Python code ended.
enum Quick<'t> {
    At(&'t Entry),
    /// The unused entry where the key would stand; None: there is no table.
    Absent(Option<&'t Entry>),
    /// Only `==` can tell, or the table changed.
    Unknown,
}

#[inline(always)]
fn same_key(stored: Ref<'_>, key: Ref<'_>) -> Same {
    match crate::quick::same_key(stored, key) {
        Some(true) => Same::Yes,
        Some(false) => Same::No,
        None => Same::Ask(stored.own()),
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

    // ---- lookup

    /// Position of `key` in the present table, or of the unused entry where it would stand, and the version that this
    /// holds for; runs `==` where hashes agree.
    #[inline]
    fn find(&self, th: &mut Thread, hash: i64, key: Ref<'_>) -> R<(Result<usize, usize>, u32)> {
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
    fn find_in<'t>(&self, t: &'t Table, hash: i64, key: Ref<'_>) -> Quick<'t> {
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

    // ---- writers

    /// Adds an item; true if it was new.
    #[inline]
    pub fn add(&self, th: &mut Thread, key: Obj) -> R<bool> {
        let hash = key_hash(th, key.r())?;
        self.add_hashed(th, hash, key)
    }
    /// `add` with a known hash.
    pub fn add_hashed(&self, th: &mut Thread, hash: i64, key: Obj) -> R<bool> {
        loop {
            let (found, version) = self.find(th, hash, key.r())?;
            let Err(at) = found else {
                return Ok(false);
            };
            let g = self.header().lock.lock();
            if self.version() != version {
                drop(g);
                continue;
            }
            let done = self.link(at, hash, key);
            drop(g);
            return self.after_link(th, done).map(|()| true);
        }
    }
    /// As `add_hashed` for a key that is known to be new, in a set that nobody else can reach.
    pub fn add_new(&self, th: &mut Thread, hash: i64, key: Obj) -> R<()> {
        let at = self.table().map_or(NOWHERE, |t| t.unused(hash as u64));
        let done = self.link(at, hash, key);
        self.after_link(th, done)
    }
    /// As `add_hashed` for thread `th`, if that runs no Python code and does not fail.
    #[inline]
    pub fn add_quick(&self, th: &Thread, hash: i64, key: Ref<'_>) -> Option<bool> {
        let g = self.header().lock.lock();
        let t = self.table()?;
        match self.find_in(t, hash, key) {
            Quick::At(_) => Some(false),
            Quick::Absent(Some(e)) if self.fill.load(Relaxed) < t.mask => {
                let w = key.own_quick(th);
                if w == value::EMPTY {
                    return None;
                }
                self.fill_in(e, hash, w);
                if self.fill.load(Relaxed) * 5 >= t.mask * 3 {
                    // Without memory the table stays, and the next key tries again.
                    let old = self.grow(t);
                    drop(g);
                    self.free_table(old.unwrap_or(std::ptr::null_mut()));
                }
                Some(true)
            }
            _ => None,
        }
    }
    /// Lock held: a table for more items than were put into `t`. Gives the old one (None: no memory).
    #[cold]
    fn grow(&self, t: &Table) -> Option<*mut Table> {
        debug_assert!(self.is_current(t));
        let used = self.len();
        self.resize(if used > 50_000 { used * 2 } else { used * 4 })
    }
    /// As `add_quick` while the process has one thread, without a call and without a comparison; the word carries its
    /// count if it is stored.
    #[inline(always)]
    pub fn add_alone(&self, hash: i64, key: Word) -> Option<bool> {
        debug_assert!(!crate::thread::is_multi());
        let t = self.table()?;
        match t.spot(hash as u64, key, |_| None) {
            Quick::At(_) => Some(false),
            Quick::Absent(Some(e)) if (self.fill.load(Relaxed) + 1) * 5 < t.mask * 3 => {
                self.fill_in(e, hash, key);
                Some(true)
            }
            _ => None,
        }
    }
    /// Lock held: stores a key that is not there yet, in unused entry `at` (or anywhere in a table that is made first).
    /// Gives the table that this one replaced, if it had to grow (or null). Err: no memory; the key, if it was not stored.
    fn link(&self, at: usize, hash: i64, key: Obj) -> Result<*mut Table, Option<Obj>> {
        let (t, at) = match self.table() {
            // Searches end at an unused entry: one must be left.
            Some(t) if self.fill.load(Relaxed) >= t.mask => return Err(Some(key)),
            Some(t) => (t, at),
            None => {
                let Some(p) = Table::new(0) else {
                    return Err(Some(key));
                };
                // SeqCst: as every publication of a table.
                self.table.store(p, SeqCst);
                // SAFETY: made just now.
                let t = unsafe { &*p };
                (t, t.unused(hash as u64))
            }
        };
        self.fill_in(&t.entries()[at], hash, key.into_word());
        if self.fill.load(Relaxed) * 5 < t.mask * 3 {
            return Ok(std::ptr::null_mut());
        }
        self.grow(t).ok_or(None)
    }
    fn after_link(&self, th: &mut Thread, done: Result<*mut Table, Option<Obj>>) -> R<()> {
        match done {
            Ok(old) => {
                self.free_table(old);
                Ok(())
            }
            Err(key) => {
                drop(key);
                Err(crate::error::no_memory(th))
            }
        }
    }
    /// Lock held: fills an unused entry.
    #[inline(always)]
    fn fill_in(&self, e: &Entry, hash: i64, key: Word) {
        // Release, hash first: a reader that sees the key sees its hash (SET RULE 1).
        e.hash.store(hash as u64, Release);
        e.key.put_word(key);
        bump(&self.fill, 1);
        bump(&self.used, 1);
        bump(&self.version, 1);
    }
    /// Lock held: makes a tombstone of an entry of the present table; gives its key.
    fn unlink(&self, e: &Entry) -> Option<Obj> {
        // Release: a reader sees the entry whole or dead (SET RULE 1).
        e.hash.store(TOMBSTONE, Release);
        let k = e.key.take();
        if k.is_some() {
            bump(&self.used, usize::MAX);
            bump(&self.version, 1);
        }
        k
    }
    /// Removes an item; false if it was not there.
    pub fn discard(&self, th: &mut Thread, key: Ref<'_>) -> R<bool> {
        let hash = key_hash(th, key)?;
        self.discard_hashed(th, hash, key)
    }
    /// `discard` with a known hash.
    pub fn discard_hashed(&self, th: &mut Thread, hash: i64, key: Ref<'_>) -> R<bool> {
        loop {
            let (Ok(at), version) = self.find(th, hash, key)? else {
                return Ok(false);
            };
            let g = self.header().lock.lock();
            if self.version() == version
                && let Some(t) = self.table()
            {
                let k = self.unlink(&t.entries()[at]);
                drop(g);
                drop(k);
                return Ok(true);
            }
        }
    }
    /// As `discard_hashed`, if that runs no Python code.
    #[inline]
    pub fn discard_quick(&self, hash: i64, key: Ref<'_>) -> Option<bool> {
        let g = self.header().lock.lock();
        let t = self.table()?;
        match self.find_in(t, hash, key) {
            Quick::At(e) => {
                let k = self.unlink(e);
                drop(g);
                drop(k);
                Some(true)
            }
            Quick::Absent(_) => Some(false),
            Quick::Unknown => None,
        }
    }
    /// Removes some item, the next one behind where the last `pop` stopped.
    pub fn pop(&self) -> Option<Obj> {
        let g = self.header().lock.lock();
        let t = self.table()?;
        if self.is_empty() {
            return None;
        }
        let mut at = self.finger.load(Relaxed) & t.mask;
        while t.entries()[at].key.is_empty() {
            at = (at + 1) & t.mask;
        }
        let k = self.unlink(&t.entries()[at]);
        self.finger.store(at + 1, Relaxed);
        drop(g);
        k
    }
    /// Removes everything.
    pub fn clear_all(&self) {
        let g = self.header().lock.lock();
        // SeqCst: as every publication of a table.
        let old = self.table.swap(std::ptr::null_mut(), SeqCst);
        self.tables.fetch_add(1, AcqRel);
        self.used.store(0, Release);
        self.fill.store(0, Release);
        bump(&self.version, 1);
        drop(g);
        if !old.is_null() {
            // SAFETY: unpublished; this thread takes the keys out. Readers that still see the table fail its path check.
            let keys: Vec<_> = unsafe {
                (*old)
                    .entries()
                    .iter()
                    .map(|e| e.key.exchange(None))
                    .collect()
            };
            self.free_table(old);
            drop(keys);
        }
    }
    /// Lock held: moves the items into a table for `min_used`. Gives the old one (null if the items stay in it; None: no
    /// memory).
    fn resize(&self, min_used: usize) -> Option<*mut Table> {
        if let Some(t) = self.table()
            && t.mask < SMALL
            && Table::size_for(min_used) == Some(t.mask + 1)
            && !crate::thread::is_multi()
        {
            self.sweep(t);
            return Some(std::ptr::null_mut());
        }
        let new = Table::new(min_used)?;
        // SAFETY: fresh, private until published.
        let t = unsafe { &*new };
        if let Some(old) = self.table() {
            for e in old.entries() {
                if !e.key.is_empty() {
                    // Relaxed: as above.
                    let h = e.hash.load(Relaxed);
                    let to = &t.entries()[t.unused(h)];
                    to.hash.store(h, Relaxed);
                    e.key.copy_word_to(&to.key);
                }
            }
        }
        self.fill.store(self.len(), Release);
        bump(&self.version, 1);
        // AcqRel: before the table is published, so that whoever sees the new one sees the count.
        self.tables.fetch_add(1, AcqRel);
        // SeqCst: published before free_table's SHARED check.
        Some(self.table.swap(new, SeqCst))
    }
    /// Removes the tombstones of a small table in place, while the process has one thread.
    fn sweep(&self, t: &Table) {
        let mut live = [(0u64, value::EMPTY); SMALL];
        let mut n = 0;
        for e in t.entries() {
            if !e.key.is_empty() {
                // Relaxed: one thread.
                live[n] = (e.hash.load(Relaxed), e.key.take_word());
                n += 1;
            }
            e.hash.store(0, Relaxed);
        }
        for &(hash, w) in &live[..n] {
            let to = &t.entries()[t.unused(hash)];
            to.hash.store(hash, Relaxed);
            to.key.fill_word(w);
        }
        self.fill.store(n, Release);
        bump(&self.version, 1);
        bump(&self.tables, 1);
    }
    fn after_resize(&self, th: &mut Thread, old: Option<*mut Table>) -> R<()> {
        match old {
            Some(p) => {
                self.free_table(p);
                Ok(())
            }
            None => Err(crate::error::no_memory(th)),
        }
    }
    /// SET RULE 3.
    fn free_table(&self, old: *mut Table) {
        if old.is_null() {
            return;
        }
        if self.header().is_shared() {
            let a = old as usize;
            // SAFETY: unpublished; the grace period covers readers.
            crate::thread::defer(move || unsafe { Table::free(a as *mut Table) });
        } else {
            // SAFETY: nobody but this thread reaches the set.
            unsafe { Table::free(old) }
        }
    }
    /// Makes room before `more` items are added, as CPython does before it merges sets and dicts.
    pub fn reserve(&self, th: &mut Thread, more: usize) -> R<()> {
        let g = self.header().lock.lock();
        let mask = self.table().map_or(MIN_SIZE - 1, |t| t.mask);
        let fits = (self.fill.load(Relaxed) + more) * 5 < mask * 3;
        let done = if fits {
            Some(std::ptr::null_mut())
        } else {
            self.resize((self.len() + more) * 2)
        };
        drop(g);
        self.after_resize(th, done)
    }
    /// Shrinks if more than a quarter of the table are tombstones (end of a difference).
    pub fn purge(&self, th: &mut Thread) -> R<()> {
        let g = self.header().lock.lock();
        let mask = self.table().map_or(MIN_SIZE - 1, |t| t.mask);
        let used = self.len();
        let done = if self.fill.load(Relaxed) - used <= mask / 4 {
            Some(std::ptr::null_mut())
        } else {
            self.resize(if used > 50_000 { used * 2 } else { used * 4 })
        };
        drop(g);
        self.after_resize(th, done)
    }
    /// Adds every item of another set.
    pub fn merge(&self, th: &mut Thread, other: &Set) -> R<()> {
        if std::ptr::eq(self, other) || other.is_empty() {
            return Ok(());
        }
        // One look at the other set: a table of the same size without tombstones is copied place by place.
        let (mask, clean, items) = {
            let _g = other.header().lock.lock();
            let mask = other.table().map_or(MIN_SIZE - 1, |t| t.mask);
            let clean = other.fill.load(Relaxed) == other.len();
            let mut items: Vec<(usize, u64, Obj)> = Vec::with_capacity(other.len());
            let entries = other.table().map_or(&[][..], Table::entries);
            for (i, e) in entries.iter().enumerate() {
                if let Some(k) = e.key.get() {
                    items.push((i, e.hash.load(Relaxed), k));
                }
            }
            (mask, clean, items)
        };
        self.reserve(th, items.len())?;
        let g = self.header().lock.lock();
        if self.fill.load(Relaxed) == 0 {
            if self.table().is_none() {
                let Some(p) = Table::new(0) else {
                    drop(g);
                    return Err(crate::error::no_memory(th));
                };
                self.table.store(p, SeqCst);
            }
            if let Some(t) = self.table()
                && items.len() <= t.mask
            {
                let n = items.len();
                let same_places = t.mask == mask && clean;
                for (i, h, k) in items {
                    let at = if same_places { i } else { t.unused(h) };
                    let e = &t.entries()[at];
                    // Release: as in link.
                    e.hash.store(h, Release);
                    e.key.init(k);
                }
                self.fill.store(n, Release);
                self.used.store(n, Release);
                bump(&self.version, 1);
                return Ok(());
            }
        }
        drop(g);
        for (_, h, k) in items {
            self.add_hashed(th, h as i64, k)?;
        }
        Ok(())
    }
    /// Adds every item of an iterable.
    pub fn update(&self, th: &mut Thread, o: Ref<'_>) -> R<()> {
        if let Some(s) = o.get::<Set>() {
            return self.merge(th, s);
        }
        if o.is_exact(&crate::types::DICT)
            && let Some(d) = o.get::<crate::types::dict::Dict>()
        {
            self.reserve(th, d.len())?;
            let mut at = 0;
            while let Some((i, hash, k, _)) = d.next_hashed(at) {
                self.add_hashed(th, hash, k)?;
                at = i + 1;
            }
            return Ok(());
        }
        if o.is_exact(&crate::types::LIST) || o.is_exact(&crate::types::TUPLE) {
            for x in crate::ops::collect(th, o)? {
                self.add(th, x)?;
            }
            return Ok(());
        }
        let it = crate::ops::iter(th, o)?;
        while let Some(x) = crate::ops::next(th, it.r())? {
            self.add(th, x)?;
        }
        Ok(())
    }
    /// Exchanges the contents of two sets.
    pub fn swap(&self, other: &Set) {
        if std::ptr::eq(self, other) {
            return;
        }
        if self.header().is_shared() != other.header().is_shared() {
            // A private table must not become readable without the grace period rule of its new set, so both count as
            // shared from here on.
            self.header().mark_shared();
            other.header().mark_shared();
        }
        let _g = crate::lock::lock_two(&self.header().lock, &other.header().lock);
        self.tables.fetch_add(1, AcqRel);
        other.tables.fetch_add(1, AcqRel);
        let p = other.table.load(SeqCst);
        other.table.store(self.table.swap(p, SeqCst), SeqCst);
        for (a, b) in [(&self.used, &other.used), (&self.fill, &other.fill)] {
            let v = b.load(Relaxed);
            b.store(a.swap(v, AcqRel), Release);
        }
        bump(&self.version, 1);
        other.version.fetch_add(1, AcqRel);
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
mod tests {
    use super::*;
    use crate::types;

    fn numbers(n: usize, seed: u64, modulus: u64) -> impl Iterator<Item = i64> {
        let mut x = seed;
        (0..n).map(move |_| {
            x = x
                .wrapping_mul(6364136223846793005)
                .wrapping_add(1442695040888963407);
            ((x >> 33) % modulus) as i64
        })
    }
    fn digest(items: impl Iterator<Item = Obj>) -> u64 {
        items.fold(0u64, |h, v| {
            h.wrapping_mul(1000003) ^ v.r().as_small().unwrap() as u64
        })
    }

    /// The orders of CPython 3.14 for the same operations: (n, seed, modulus), copy, union, pops, rest, frozenset hash.
    type Recorded = ((usize, u64, u64), [u64; 4], i64);
    const RECORDED: [Recorded; 5] = [
        (
            (5, 1, 100),
            [
                3767217634454245089,
                13131727942574581269,
                96000650001052,
                1234434307002384493,
            ],
            -4396674995995274345,
        ),
        (
            (20, 2, 50),
            [
                16069288728589121015,
                10407265476609691369,
                32000194000260,
                9875501128455339454,
            ],
            -5062775185888881298,
        ),
        (
            (100, 3, 1000),
            [
                16835983783164106496,
                9905647299285576038,
                897005892009474,
                3624776300948472876,
            ],
            8942193603030956833,
        ),
        (
            (1000, 4, 1000000),
            [
                15232734861103121539,
                4709379178534599199,
                737285476939907906,
                5286843215176465804,
            ],
            131264343311498418,
        ),
        (
            (3000, 5, 2147483648),
            [
                17744929063984033460,
                3152968389573990674,
                16761286683463598496,
                5241393666882544056,
            ],
            -3355937316942728467,
        ),
    ];

    #[test]
    fn items_stand_in_cpythons_order() {
        let mut t = Thread::start(8 << 20, true);
        let th = &mut t;
        types::init();
        types::SET.setup::<Set>(Some(&types::OBJECT), 0);
        for ((n, seed, modulus), want, hash) in RECORDED {
            let o = new_of(th, &types::SET, vec![]).unwrap();
            let s = o.get::<Set>().unwrap();
            for v in numbers(n, seed, modulus) {
                if v % 5 == 0 {
                    s.discard(th, Ref::small_int(v / 3)).unwrap();
                } else {
                    s.add(th, Ref::small_int(v).own()).unwrap();
                }
            }
            let copy_obj = new_of(th, &types::SET, vec![]).unwrap();
            let copy = copy_obj.get::<Set>().unwrap();
            copy.update(th, o.r()).unwrap();
            let union_obj = new_of(th, &types::SET, vec![]).unwrap();
            let union = union_obj.get::<Set>().unwrap();
            union.merge(th, s).unwrap();
            let three = (1..4).map(|i| Ref::small_int(i).own()).collect();
            let three = new_of(th, &types::SET, three).unwrap();
            union.update(th, three.r()).unwrap();
            let pops: Vec<Obj> = (0..3).map_while(|_| s.pop()).collect();
            for v in numbers(50, seed + 9, modulus) {
                s.add(th, Ref::small_int(v).own()).unwrap();
            }
            let got = [
                digest(copy.items().into_iter()),
                digest(union.items().into_iter()),
                digest(pops.into_iter()),
                digest(s.items().into_iter()),
            ];
            assert_eq!(got, want, "{n} {seed} {modulus}");
            assert_eq!(copy.frozen_hash(), hash);
            s.clear_all();
            assert!(s.is_empty() && s.next_at(0).is_none() && s.pop().is_none());
        }
        let o = new_of(th, &types::SET, vec![]).unwrap();
        assert_eq!(o.get::<Set>().unwrap().frozen_hash(), 133146708735736);
    }
}
