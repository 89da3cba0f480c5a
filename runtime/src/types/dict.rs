//! Storage of `dict`: insertion-ordered, open addressing over a dense entry array (Hettinger 2012), with
//! lock-free reads.
//!
//! DICT RULE 1. A table's entries are only appended; an entry's key is set once and possibly cleared once. A
//!   deletion empties the entry; compaction makes a new table.
//! DICT RULE 2. Readers load `table`, probe, and load key and value slots with the table pointer as the path check
//!   (SLOT RULE 2). Writers hold the object's lock.
//! DICT RULE 3. A replaced table is freed at once if the dict is not SHARED (asked after publishing the new one,
//!   COUNT RULE 5), else through the epoch.
//! DICT RULE 4. Equality tests may run Python code: no lock is held then. A search goes on behind one if table and key
//!   are still there, else it starts over; a writer starts over if the dict's structure changed (`version`) since the last
//!   test of its search.
//! DICT RULE 5. Each table has a process-wide unique id, so (id, index) caches cannot be fooled by reuse.

use crate::obj::{Layout, Obj, Payload, R, Ref, Val};
use crate::slot::Slot;
use crate::sync::{AtomicPtr, AtomicU32, AtomicU64, AtomicUsize, Ordering::*};
use crate::thread::Thread;
use crate::types::str::Str;
use crate::value;
use std::cell::Cell;

mod text;

/// Payload of dict and its subclasses.
pub struct Dict {
    table: AtomicPtr<Table>,
    used: AtomicUsize,
    /// Bumped by every insertion of a new key and every removal.
    version: AtomicU32,
}

/// One slot of the entry array.
pub struct Entry {
    hash: AtomicU64,
    /// The key; empty after deletion.
    pub key: Slot,
    /// The value; empty after deletion.
    pub value: Slot,
}

/// Header of a table; index (u32 each) and entries follow in the same allocation.
pub struct Table {
    /// Unique id (DICT RULE 5).
    pub id: u64,
    mask: usize,
    capacity: usize,
    len: AtomicUsize,
    /// No entry at or behind it is live. Writers only.
    tail: AtomicUsize,
}

const NONE: u32 = u32::MAX;
const GONE: u32 = u32::MAX - 1;

impl Payload for Dict {
    fn layout() -> &'static Layout {
        static L: Layout = Layout::of::<Dict>("dict", true, false);
        &L
    }
    fn traverse(&self, visit: &mut dyn FnMut(Ref<'_>)) {
        if let Some(t) = self.table() {
            for e in t.entries() {
                e.key.visit(visit);
                e.value.visit(visit);
            }
        }
    }
    fn clear(&self) {
        self.clear_all();
    }
}

impl Drop for Dict {
    fn drop(&mut self) {
        let p = self.table.load(Relaxed);
        if !p.is_null() {
            // SAFETY: the dict is dead; its table is not shared with anybody (readers would keep the dict alive).
            unsafe { Table::free_with_contents(p) }
        }
    }
}

thread_local! {
    static NEXT_ID: Cell<u64> = const { Cell::new(0) };
}
fn next_id() -> u64 {
    let n = NEXT_ID.get() + 1;
    NEXT_ID.set(n);
    n << 18 | crate::thread::me().tid() as u64
}

impl Table {
    fn layout(mask: usize, capacity: usize) -> Option<std::alloc::Layout> {
        let index = (mask + 1).checked_mul(4)?.checked_next_multiple_of(8)?;
        let size = std::mem::size_of::<Table>()
            .checked_add(index)?
            .checked_add(capacity.checked_mul(24)?)?;
        std::alloc::Layout::from_size_align(size, 8).ok()
    }
    fn new(want: usize) -> Option<*mut Table> {
        let slots = (want.checked_mul(3)? / 2 + 1)
            .max(8)
            .checked_next_power_of_two()?;
        if slots > u32::MAX as usize / 2 {
            return None;
        }
        let capacity = slots * 2 / 3;
        let layout = Table::layout(slots - 1, capacity)?;
        // SAFETY: the size is not zero.
        let p = unsafe { std::alloc::alloc(layout) } as *mut Table;
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
    fn index_ptr(&self) -> *const AtomicU32 {
        // SAFETY: the index follows the header.
        unsafe { (self as *const Table).add(1) as *const AtomicU32 }
    }
    #[inline(always)]
    fn entry_ptr(&self) -> *const Entry {
        // SAFETY: the entries follow the index, which is of eight places or more, so there is no padding.
        unsafe { self.index_ptr().add(self.mask + 1) as *const Entry }
    }
    #[inline(always)]
    fn index(&self, i: usize) -> &AtomicU32 {
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
    unsafe fn free(p: *mut Table) {
        // SAFETY: the caller owns the table; the layout is the one of `new`, which succeeded with it.
        unsafe {
            if let Some(l) = Table::layout((*p).mask, (*p).capacity) {
                std::alloc::dealloc(p as *mut u8, l);
            }
        }
    }
    unsafe fn free_with_contents(p: *mut Table) {
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
    fn unused(&self, hash: u64) -> &AtomicU32 {
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
    fn link(&self, hash: u64, n: u32) {
        // Release: publishes the entry to probing readers.
        self.unused(hash).store(n, Release);
    }
}

struct Probe {
    i: usize,
    perturb: u64,
}
impl Probe {
    #[inline(always)]
    fn new(hash: u64) -> Probe {
        Probe {
            i: hash as usize,
            perturb: hash,
        }
    }
    #[inline(always)]
    fn at(&self) -> usize {
        self.i
    }
    #[inline(always)]
    fn step(&mut self) {
        self.perturb >>= 5;
        self.i = self
            .i
            .wrapping_mul(5)
            .wrapping_add(self.perturb as usize)
            .wrapping_add(1);
    }
}

/// Result of comparing a stored key with the sought one.
enum Verdict {
    Yes,
    No,
    /// Needs `==` of Python.
    Ask(Obj),
}

/// Where a search for one word ended.
enum Same<'a> {
    At(&'a Table, &'a Entry),
    Absent,
    /// A key with the same hash is in the way, or the table changed.
    Unknown,
}

/// Where a search without Python code ended.
enum Quick<'a> {
    At(&'a Table, usize),
    /// The place in the index where the key would be linked; None: there is no table.
    Absent(Option<(&'a Table, usize)>),
    /// Only `==` can tell, or the table changed.
    Unknown,
}

#[inline(always)]
fn same_key(stored: Ref<'_>, key: Ref<'_>) -> Verdict {
    match crate::quick::same_key(stored, key) {
        Some(true) => Verdict::Yes,
        Some(false) => Verdict::No,
        None => Verdict::Ask(stored.own()),
    }
}

/// Adds to a counter that writers change under the lock.
#[inline(always)]
fn bump(c: &AtomicU32) {
    // Release: pairs with the Acquire of `version`; writers hold the lock, so no step is lost.
    c.store(c.load(Relaxed).wrapping_add(1), Release);
}

impl Dict {
    /// Empty storage.
    pub const fn new() -> Dict {
        Dict {
            table: AtomicPtr::new(std::ptr::null_mut()),
            used: AtomicUsize::new(0),
            version: AtomicU32::new(0),
        }
    }
    /// The present table.
    #[inline(always)]
    pub fn table(&self) -> Option<&Table> {
        // SeqCst: the path check of SLOT RULE 2 pairs with the swap in `replace_table`.
        let p = self.table.load(SeqCst);
        if p.is_null() {
            None
        } else {
            // SAFETY: tables are freed through the epoch, or at once while only this thread reaches the dict (DICT RULE 3).
            Some(unsafe { &*p })
        }
    }
    #[inline(always)]
    fn is_current(&self, t: &Table) -> bool {
        // SeqCst: see table.
        std::ptr::eq(self.table.load(SeqCst), t)
    }
    /// Number of items.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.used.load(Acquire)
    }
    /// Whether there are no items.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// Structure version (DICT RULE 4).
    pub fn version(&self) -> u32 {
        self.version.load(Acquire)
    }
    fn header(&self) -> &crate::header::Header {
        // SAFETY: Dict payloads are only used inside objects.
        unsafe { crate::obj::header_of_payload(self) }
    }

    // ---- lookups with str keys: no Python code, so no thread is needed

    /// Index of a str key in the table.
    fn find_str(&self, t: &Table, name: Ref<'_>, s: &Str) -> Option<usize> {
        let hash = s.hash() as u64;
        let mut probe = Probe::new(hash);
        loop {
            // Acquire: pairs with link.
            let n = t.index(probe.at()).load(Acquire);
            if n == NONE {
                return None;
            }
            if n != GONE
                && let Some(e) = t.entries().get(n as usize)
            {
                let w = e.key.peek();
                if w == name.word() {
                    return Some(n as usize);
                }
                // Relaxed: published with the index.
                if e.hash.load(Relaxed) == hash
                    && let Some(k) = e.key.get_in(|| self.is_current(t))
                    && crate::types::str::is_str(k.r())
                    && k.get::<Str>().is_some_and(|k| k.bytes() == s.bytes())
                {
                    return Some(n as usize);
                }
            }
            probe.step();
        }
    }
    /// Value of a str key.
    pub fn get_str(&self, name: Ref<'_>) -> Option<Obj> {
        let s = name.get::<Str>()?;
        loop {
            let t = self.table()?;
            let Some(i) = self.find_str(t, name, s) else {
                if self.is_current(t) {
                    return None;
                }
                continue;
            };
            match t.entries()[i].value.get_in(|| self.is_current(t)) {
                Some(v) => return Some(v),
                None if self.is_current(t) => return None,
                None => continue,
            }
        }
    }
    /// Position of a str key for an inline cache: (table id, index).
    pub fn position_str(&self, name: Ref<'_>) -> Option<(u64, usize)> {
        let s = name.get::<Str>()?;
        let t = self.table()?;
        self.find_str(t, name, s).map(|i| (t.id, i))
    }
    /// Address of the entry at a position, for an inline cache: good as long as a table with this id is current.
    pub fn entry_address(&self, id: u64, index: usize) -> Option<*const Entry> {
        let t = self.table()?;
        if t.id == id {
            t.entries().get(index).map(|e| e as *const Entry)
        } else {
            None
        }
    }
    /// As `load_entry` for what `Slot::borrow_quick` can do.
    ///
    /// # Safety
    /// As `load_entry`.
    #[inline(always)]
    pub unsafe fn borrow_entry(&self, id: u64, entry: *const Entry) -> value::Word {
        // SeqCst: see table.
        let p = self.table.load(SeqCst);
        // SAFETY: as load_entry.
        unsafe {
            if p.is_null() || (*p).id != id {
                return value::EMPTY;
            }
            (*entry)
                .value
                .borrow_quick(|| std::ptr::eq(self.table.load(SeqCst), p))
        }
    }
    /// The register word of the value in a cached entry; EMPTY if the table with this id is not current (or
    /// `Slot::load_quick` cannot do it).
    ///
    /// # Safety
    /// `entry` is what `entry_address` gave for `id` of this dict.
    #[inline(always)]
    pub unsafe fn load_entry(&self, th: &Thread, id: u64, entry: *const Entry) -> value::Word {
        // SeqCst: see table.
        let p = self.table.load(SeqCst);
        // SAFETY: a current table is live (DICT RULE 3); ids are unique (DICT RULE 5), so an equal id means that the
        // entry stands in this table.
        unsafe {
            if p.is_null() || (*p).id != id {
                return value::EMPTY;
            }
            (*entry)
                .value
                .load_quick(th, || std::ptr::eq(self.table.load(SeqCst), p))
        }
    }
    /// Loads the value at a cached position if the table is still the same one.
    #[inline(always)]
    pub fn load_at<'g>(&self, _th: &'g Thread, id: u64, index: usize) -> Option<Val<'g>> {
        let t = self.table()?;
        if t.id != id {
            return None;
        }
        let w = t
            .entries()
            .get(index)?
            .value
            .load_word(|| self.is_current(t));
        if w == 0 {
            None
        } else {
            // SAFETY: load_word's result under the pin.
            Some(unsafe { Val::from_word(w) })
        }
    }
    /// While the process has one thread: replaces the value in a cached entry by a word that needs no count or brings it;
    /// gives the old word, which the caller drops. EMPTY: the table has changed or the entry is empty, and nothing is done.
    ///
    /// # Safety
    /// `entry` is what `entry_address` gave for `id` of this dict.
    #[inline(always)]
    pub unsafe fn exchange_entry_alone(
        &self,
        id: u64,
        entry: *const Entry,
        v: value::Word,
    ) -> value::Word {
        // SeqCst: see table.
        let p = self.table.load(SeqCst);
        // SAFETY: as load_entry.
        unsafe {
            if p.is_null() || (*p).id != id || (*entry).value.is_empty() {
                return value::EMPTY;
            }
            (*entry).value.exchange_alone(v)
        }
    }
    /// Replaces the value at a cached position; false (value given back) if the table changed or the entry is empty.
    #[inline(always)]
    pub fn store_at(&self, id: u64, index: usize, v: Obj) -> Result<(), Obj> {
        let g = self.header().lock.lock();
        let Some(t) = self.table() else { return Err(v) };
        if t.id != id {
            return Err(v);
        }
        match t.entries().get(index) {
            Some(e) if !e.value.is_empty() => {
                let old = e.value.exchange(Some(v));
                drop(g);
                drop(old);
                Ok(())
            }
            _ => Err(v),
        }
    }
    /// MemoryError if one more entry makes the table grow and there is no room for that.
    pub fn room_for_one(&self, th: &mut Thread) -> R<()> {
        let full = self.table().filter(|t| t.appended() == t.capacity);
        let bytes = full.map_or(0, |_| self.len().saturating_mul(3 * 2 * 32));
        crate::error::room(th, bytes)
    }
    /// Stores under a str key; gives the old value, to be dropped or looked at (SLOT RULE 4).
    pub fn insert_str(&self, name: Ref<'_>, v: Obj) -> Option<Obj> {
        let Some(s) = name.get::<Str>() else {
            return Some(v);
        };
        let g = self.header().lock.lock();
        if let Some(t) = self.table()
            && let Some(i) = self.find_str(t, name, s)
        {
            let old = t.entries()[i].value.exchange(Some(v));
            drop(g);
            return old;
        }
        let old = self.append(s.hash() as u64, name.own(), v);
        drop(g);
        self.free_table(old);
        None
    }
    /// Removes a str key; gives its value.
    pub fn remove_str(&self, name: Ref<'_>) -> Option<Obj> {
        let s = name.get::<Str>()?;
        let g = self.header().lock.lock();
        let t = self.table()?;
        let i = self.find_str(t, name, s)?;
        let (k, v) = self.unlink(t, i);
        drop(g);
        drop(k);
        v
    }

    // ---- general lookups

    /// Index of a key, and the version that this holds for; runs `==` where hashes agree. None: absent. The table is the
    /// one searched.
    #[inline]
    fn find(&self, th: &mut Thread, hash: i64, key: Ref<'_>) -> R<(Option<(u64, usize)>, u32)> {
        let version = self.version();
        match self.find_quick(hash, key) {
            Quick::At(t, i) => Ok((Some((t.id, i)), version)),
            Quick::Absent(_) => Ok((None, version)),
            Quick::Unknown => self.find_slow(th, hash, key),
        }
    }
    /// The search as far as it needs no `==` of Python.
    #[inline(always)]
    fn find_quick(&self, hash: i64, key: Ref<'_>) -> Quick<'_> {
        if key.is_ptr() && key.is_exact(&crate::types::STR) {
            // SAFETY: an exact str.
            return self.find_text(hash, key, unsafe { key.payload_unchecked() });
        }
        let Some(t) = self.table() else {
            return Quick::Absent(None);
        };
        let mut probe = Probe::new(hash as u64);
        loop {
            // Acquire: pairs with link, which comes after the entry.
            let n = t.index(probe.at()).load(Acquire);
            if n < GONE {
                // SAFETY: the index names entries below the capacity, written before they are linked.
                let e = unsafe { &*t.entry_ptr().add(n as usize) };
                let w = e.key.peek();
                if w == key.word() {
                    return Quick::At(t, n as usize);
                }
                // Relaxed: published with the index.
                if e.hash.load(Relaxed) == hash as u64
                    && !(value::is_int(w) && key.as_small().is_some())
                {
                    let w = e.key.look();
                    if !self.is_current(t) {
                        return Quick::Unknown;
                    }
                    if w != value::EMPTY {
                        // SAFETY: `look`'s word in the present table; nothing is dropped while it is in use.
                        match crate::quick::same_key(unsafe { Ref::from_word(w) }, key) {
                            Some(true) => return Quick::At(t, n as usize),
                            Some(false) => {}
                            None => return Quick::Unknown,
                        }
                    }
                }
            } else if n == NONE {
                return if self.is_current(t) {
                    Quick::Absent(Some((t, probe.at())))
                } else {
                    Quick::Unknown
                };
            }
            probe.step();
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
    ) -> R<(Option<(u64, usize)>, u32)> {
        'again: loop {
            let mut version = self.version();
            let Some(t) = self.table() else {
                return Ok((None, version));
            };
            let id = t.id;
            let mut probe = Probe::new(hash as u64);
            loop {
                let n = t.index(probe.at()).load(Acquire);
                if n == NONE {
                    if !self.is_current(t) {
                        continue 'again;
                    }
                    return Ok((None, version));
                }
                if n != GONE
                    && let Some(e) = t.entries().get(n as usize)
                {
                    if e.key.peek() == key.word() {
                        return Ok((Some((id, n as usize)), version));
                    }
                    if e.hash.load(Relaxed) == hash as u64 {
                        // The scope ends the load's borrow before Python code may run.
                        let same = {
                            let w = e.key.load_word(|| self.is_current(t));
                            if w == 0 {
                                Verdict::No
                            } else {
                                // SAFETY: load_word's result, used under the pin before any safepoint.
                                let v: Val<'_> = unsafe { Val::from_word(w) };
                                same_key(v.r(), key)
                            }
                        };
                        match same {
                            Verdict::Yes => return Ok((Some((id, n as usize)), version)),
                            Verdict::No => {}
                            Verdict::Ask(k) => {
                                let eq = crate::ops::equal(th, k.r(), key)?;
                                // What the comparison added stands behind this place of the probe sequence; what it
                                // removed matters if it is this very key. The table may be gone now: touch it only if
                                // it is still current (DICT RULE 4).
                                version = self.version();
                                let current = self.table().is_some_and(|now| now.id == id);
                                if !current || e.key.peek() != k.r().word() {
                                    continue 'again;
                                }
                                if eq {
                                    return Ok((Some((id, n as usize)), version));
                                }
                            }
                        }
                    }
                }
                probe.step();
            }
        }
    }
    /// Value of `key`.
    pub fn get(&self, th: &mut Thread, key: Ref<'_>) -> R<Option<Obj>> {
        let hash = key_hash(th, key)?;
        self.get_hashed(th, hash, key)
    }
    /// Value of `key` with a known hash.
    pub fn get_hashed(&self, th: &mut Thread, hash: i64, key: Ref<'_>) -> R<Option<Obj>> {
        match self.find_quick(hash, key) {
            Quick::At(t, i) => {
                // SAFETY: find_quick's index of an entry.
                let e = unsafe { &*t.entry_ptr().add(i) };
                if let Some(v) = e.value.get_in(|| self.is_current(t)) {
                    return Ok(Some(v));
                }
            }
            Quick::Absent(_) => return Ok(None),
            Quick::Unknown => {}
        }
        self.get_slow(th, hash, key)
    }
    #[cold]
    #[inline(never)]
    fn get_slow(&self, th: &mut Thread, hash: i64, key: Ref<'_>) -> R<Option<Obj>> {
        loop {
            let (Some((id, i)), _) = self.find(th, hash, key)? else {
                return Ok(None);
            };
            match self.load_at(th, id, i) {
                Some(v) => return Ok(Some(v.own())),
                None => {
                    if self.is_empty() {
                        return Ok(None);
                    }
                }
            }
        }
    }
    /// Whether `key` with a known hash is there.
    #[inline]
    pub fn contains_hashed(&self, th: &mut Thread, hash: i64, key: Ref<'_>) -> R<bool> {
        Ok(self.find(th, hash, key)?.0.is_some())
    }
    /// The value, or that there is none, of a key with a known hash. None: only `==` of Python could tell.
    #[inline]
    pub fn load_simple<'g>(
        &self,
        _th: &'g Thread,
        hash: i64,
        key: Ref<'_>,
    ) -> Option<Option<Val<'g>>> {
        match self.find_quick(hash, key) {
            Quick::At(t, i) => {
                // SAFETY: find_quick's index of an entry.
                let e = unsafe { &*t.entry_ptr().add(i) };
                match e.value.load_word(|| self.is_current(t)) {
                    value::EMPTY => None,
                    // SAFETY: load_word's result under the pin.
                    w => Some(Some(unsafe { Val::from_word(w) })),
                }
            }
            Quick::Absent(_) => Some(None),
            Quick::Unknown => None,
        }
    }
    /// The register word for an exact str or small-int key with its hash, without running any Python code; EMPTY if it
    /// is absent or only `==` of Python could tell.
    #[inline(always)]
    pub fn load_word_simple(&self, hash: i64, key: Ref<'_>) -> crate::value::Word {
        match self.find_quick(hash, key) {
            Quick::At(t, i) => {
                // SAFETY: find_quick's index of an entry.
                let e = unsafe { &*t.entry_ptr().add(i) };
                e.value.load_word(|| self.is_current(t))
            }
            _ => value::EMPTY,
        }
    }
    /// The entry whose key is the very word `key`, met before any that only a comparison could tell from it: found without
    /// a call. `hash` belongs to a key whose equality with another word of the same hash is not excluded.
    #[inline(always)]
    fn find_same(&self, hash: i64, key: value::Word) -> Same<'_> {
        // SeqCst: see table.
        let p = self.table.load(SeqCst);
        if p.is_null() {
            return Same::Absent;
        }
        // SAFETY: see table.
        let t = unsafe { &*p };
        let entries = t.entry_ptr();
        let mut probe = Probe::new(hash as u64);
        loop {
            // Acquire: pairs with link, which comes after the entry.
            let n = t.index(probe.at()).load(Acquire);
            if n < GONE {
                // SAFETY: the index names entries below the capacity, written before they are linked.
                let e = unsafe { &*entries.add(n as usize) };
                if e.key.peek() == key {
                    return Same::At(t, e);
                }
                // Relaxed: published with the index.
                if e.hash.load(Relaxed) == hash as u64 {
                    return Same::Unknown;
                }
            } else if n == NONE {
                return if self.is_current(t) {
                    Same::Absent
                } else {
                    Same::Unknown
                };
            }
            probe.step();
        }
    }
    /// The register word for thread `th` of the value under a key with this hash and word, without a call. EMPTY also if
    /// there is none, or if that takes a comparison or more than one try.
    #[inline(always)]
    pub fn load_same(&self, th: &Thread, hash: i64, key: value::Word) -> value::Word {
        match self.find_same(hash, key) {
            Same::At(t, e) => e.value.load_quick(th, || self.is_current(t)),
            _ => value::EMPTY,
        }
    }
    /// Whether a key with this hash and word is there, without a call; None: it takes a comparison to tell.
    #[inline(always)]
    pub fn holds_same(&self, hash: i64, key: value::Word) -> Option<bool> {
        match self.find_same(hash, key) {
            Same::At(..) => Some(true),
            Same::Absent => Some(false),
            Same::Unknown => None,
        }
    }
    /// The slot of the value under a key with this hash and word while the process has one thread, if that takes no
    /// comparison.
    #[inline(always)]
    pub fn slot_alone(&self, hash: i64, key: value::Word) -> Option<&Slot> {
        debug_assert!(!crate::thread::is_multi());
        match self.find_same(hash, key) {
            Same::At(_, e) => Some(&e.value),
            _ => None,
        }
    }
    /// Position of `key` for a machine fast path: (table id, index).
    #[inline]
    pub fn position(&self, th: &mut Thread, hash: i64, key: Ref<'_>) -> R<Option<(u64, usize)>> {
        Ok(self.find(th, hash, key)?.0)
    }
    /// Stores; gives the old value, to be dropped (SLOT RULE 4).
    pub fn insert(&self, th: &mut Thread, key: Ref<'_>, v: Obj) -> R<Option<Obj>> {
        let hash = key_hash(th, key)?;
        self.insert_hashed(th, hash, key, v)
    }
    /// Stores with a known hash; gives the old value. MemoryError if the table cannot grow.
    pub fn insert_hashed(
        &self,
        th: &mut Thread,
        hash: i64,
        key: Ref<'_>,
        v: Obj,
    ) -> R<Option<Obj>> {
        // No Python code runs in this search: what it finds under the lock holds.
        let g = self.header().lock.lock();
        match self.find_quick(hash, key) {
            Quick::At(t, i) => {
                // SAFETY: find_quick's index of an entry.
                let old = unsafe { &*t.entry_ptr().add(i) }.value.exchange(Some(v));
                drop(g);
                Ok(old)
            }
            Quick::Absent(place) => {
                let done = match place {
                    // The search has found the place for it.
                    Some((t, at)) if t.appended() < t.capacity => {
                        self.append_to(t, hash as u64, key.own(), v, t.index(at));
                        Ok(std::ptr::null_mut())
                    }
                    _ => self.try_append(hash as u64, key.own(), v),
                };
                drop(g);
                match done {
                    Ok(old) => {
                        self.free_table(old);
                        Ok(None)
                    }
                    Err(back) => {
                        drop(back);
                        Err(crate::error::no_memory(th))
                    }
                }
            }
            Quick::Unknown => {
                drop(g);
                self.insert_slow(th, hash, key, v)
            }
        }
    }
    #[cold]
    #[inline(never)]
    fn insert_slow(&self, th: &mut Thread, hash: i64, key: Ref<'_>, v: Obj) -> R<Option<Obj>> {
        loop {
            let (found, version) = self.find(th, hash, key)?;
            match found {
                Some((id, i)) => {
                    let g = self.header().lock.lock();
                    if let Some(t) = self.table()
                        && t.id == id
                        && self.version() == version
                        && let Some(e) = t.entries().get(i)
                    {
                        let old = e.value.exchange(Some(v));
                        drop(g);
                        return Ok(old);
                    }
                }
                None => {
                    let g = self.header().lock.lock();
                    if self.version() == version {
                        match self.try_append(hash as u64, key.own(), v) {
                            Ok(old) => {
                                drop(g);
                                self.free_table(old);
                                return Ok(None);
                            }
                            Err((k, back)) => {
                                drop(g);
                                drop(k);
                                drop(back);
                                return Err(crate::error::no_memory(th));
                            }
                        }
                    }
                }
            }
        }
    }
    /// `setdefault`: the value that is there, or `v` after storing it.
    pub fn get_or_insert(&self, th: &mut Thread, key: Ref<'_>, v: Ref<'_>) -> R<Obj> {
        let hash = key_hash(th, key)?;
        loop {
            let (found, version) = self.find(th, hash, key)?;
            if let Some((id, i)) = found {
                if let Some(x) = self.load_at(th, id, i) {
                    return Ok(x.own());
                }
                continue;
            }
            let g = self.header().lock.lock();
            if self.version() == version {
                let done = self.try_append(hash as u64, key.own(), v.own());
                drop(g);
                return match done {
                    Ok(old) => {
                        self.free_table(old);
                        Ok(v.own())
                    }
                    Err(_) => Err(crate::error::no_memory(th)),
                };
            }
        }
    }
    /// Removes; gives key and value.
    pub fn remove(&self, th: &mut Thread, key: Ref<'_>) -> R<Option<(Obj, Obj)>> {
        let hash = key_hash(th, key)?;
        loop {
            let (Some((id, i)), version) = self.find(th, hash, key)? else {
                return Ok(None);
            };
            let g = self.header().lock.lock();
            if let Some(t) = self.table()
                && t.id == id
                && self.version() == version
            {
                let (k, v) = self.unlink(t, i);
                drop(g);
                return Ok(k.zip(v));
            }
        }
    }
    /// Removes the last item.
    pub fn pop_last(&self) -> Option<(Obj, Obj)> {
        let g = self.header().lock.lock();
        let t = self.table()?;
        // Relaxed: the lock is held.
        let live = &t.entries()[..t.tail.load(Relaxed)];
        let last = live.iter().rposition(|e| !e.key.is_empty());
        t.tail.store(last.unwrap_or(0), Relaxed);
        let (k, v) = self.unlink(t, last?);
        drop(g);
        k.zip(v)
    }
    /// Removes everything.
    pub fn clear_all(&self) {
        let g = self.header().lock.lock();
        let old = self.table.swap(std::ptr::null_mut(), SeqCst);
        self.used.store(0, Release);
        bump(&self.version);
        drop(g);
        if old.is_null() {
            return;
        }
        // SAFETY: unpublished; this thread takes the words out. Readers that still see the table fail its path check.
        unsafe {
            let words: Vec<_> = (*old)
                .entries()
                .iter()
                .map(|e| (e.key.take(), e.value.take()))
                .collect();
            self.free_table(old);
            drop(words);
        }
    }
    /// Item number `i` of the entry array: the next live one at or after `i`, as (position, key, value).
    pub fn next_at(&self, i: usize) -> Option<(usize, Obj, Obj)> {
        loop {
            let t = self.table()?;
            let mut j = i;
            while let Some(e) = t.entries().get(j) {
                if !e.key.is_empty()
                    && let (Some(k), Some(v)) = (
                        e.key.get_in(|| self.is_current(t)),
                        e.value.get_in(|| self.is_current(t)),
                    )
                {
                    return Some((j, k, v));
                }
                j += 1;
            }
            if self.is_current(t) {
                return None;
            }
        }
    }
    /// As `next_at`, the key only.
    #[inline]
    pub fn next_key(&self, i: usize) -> Option<(usize, Obj)> {
        loop {
            let t = self.table()?;
            for (j, e) in t.entries().iter().enumerate().skip(i) {
                if let Some(k) = e.key.get_in(|| self.is_current(t)) {
                    return Some((j, k));
                }
            }
            if self.is_current(t) {
                return None;
            }
        }
    }
    /// As `next_at`, the value only.
    #[inline]
    pub fn next_value(&self, i: usize) -> Option<(usize, Obj)> {
        loop {
            let t = self.table()?;
            for (j, e) in t.entries().iter().enumerate().skip(i) {
                if let Some(v) = e.value.get_in(|| self.is_current(t)) {
                    return Some((j, v));
                }
            }
            if self.is_current(t) {
                return None;
            }
        }
    }
    /// The register word for thread `th` of the key in an entry of the present table, without a call.
    #[inline(always)]
    pub(crate) fn key_word(&self, th: &Thread, t: &Table, e: &Entry) -> Option<value::Word> {
        let w = e.key.load_quick(th, || self.is_current(t));
        (w != value::EMPTY).then_some(w)
    }
    /// As `key_word`, the value.
    #[inline(always)]
    pub(crate) fn value_word(&self, th: &Thread, t: &Table, e: &Entry) -> Option<value::Word> {
        let w = e.value.load_quick(th, || self.is_current(t));
        (w != value::EMPTY).then_some(w)
    }
    /// As `next_at`, with the key's hash: (position, hash, key, value).
    pub fn next_hashed(&self, i: usize) -> Option<(usize, i64, Obj, Obj)> {
        loop {
            let t = self.table()?;
            for (j, e) in t.entries().iter().enumerate().skip(i) {
                if !e.key.is_empty()
                    && let (Some(k), Some(v)) = (
                        e.key.get_in(|| self.is_current(t)),
                        e.value.get_in(|| self.is_current(t)),
                    )
                {
                    // Relaxed: published with the key.
                    return Some((j, e.hash.load(Relaxed) as i64, k, v));
                }
            }
            if self.is_current(t) {
                return None;
            }
        }
    }
    /// Stores every item of `other`, in its order; `replace`: also under keys that are there already.
    pub fn merge(&self, th: &mut Thread, other: &Dict, replace: bool) -> R<()> {
        if std::ptr::eq(self, other) || other.is_empty() {
            return Ok(());
        }
        let fresh = self.is_empty();
        if fresh && self.reserve(other.len()) {
            let copied = self.copy_entries(other);
            if copied {
                return Ok(());
            }
        }
        let version = other.version();
        for (hash, k, v) in other.snapshot(|h, k, v| (h, k, v)) {
            if replace || self.find(th, hash, k.r())?.0.is_none() {
                drop(self.insert_hashed(th, hash, k.r(), v)?);
            }
            // Comparisons of keys may have run code of this thread that changed it.
            if other.version() != version && !other.header().is_shared() {
                let m = "dict mutated during update";
                return Err(crate::error::runtime_error(th, m));
            }
        }
        Ok(())
    }
    /// Copies the entries of `other` into this dict if it is empty and has room; no comparisons are needed then.
    fn copy_entries(&self, other: &Dict) -> bool {
        let (a, b) = (self.header(), other.header());
        let _g = crate::lock::lock_two(&a.lock, &b.lock);
        let (Some(t), Some(from)) = (self.table(), other.table()) else {
            return false;
        };
        if !self.is_empty() || t.capacity - t.appended() < other.len() {
            return false;
        }
        let mut n = t.appended();
        let start = n;
        for e in from.entries() {
            if let (Some(k), Some(v)) = (e.key.get(), e.value.get()) {
                // SAFETY: n < capacity, as tested above.
                let to = unsafe { &*t.entry_ptr().add(n) };
                let h = e.hash.load(Relaxed);
                to.hash.store(h, Relaxed);
                to.value.put_word(v.into_word());
                to.key.put_word(k.into_word());
                n += 1;
                t.tail.store(n, Relaxed);
                // Release: as in try_append.
                t.len.store(n, Release);
                t.link(h, (n - 1) as u32);
            }
        }
        self.used.store(n - start, Release);
        bump(&self.version);
        true
    }
    /// The last live item before position `i` (`reversed`), as (position, key, value).
    pub fn prev_at(&self, i: usize) -> Option<(usize, Obj, Obj)> {
        let t = self.table()?;
        let mut j = i.min(t.appended());
        while j > 0 {
            j -= 1;
            let e = &t.entries()[j];
            if let (Some(k), Some(v)) = (
                e.key.get_in(|| self.is_current(t)),
                e.value.get_in(|| self.is_current(t)),
            ) {
                return Some((j, k, v));
            }
        }
        None
    }
    /// Start of a reversed walk: no item stands at or behind this position.
    pub fn end(&self) -> usize {
        // Relaxed: a hint where threads race.
        self.table().map_or(0, |t| t.tail.load(Relaxed))
    }
    /// What `f` makes of each item at one moment, in order. `f` gets hash, key and value; it must only count (LOCK RULE 2).
    pub fn snapshot<T>(&self, f: impl Fn(i64, Obj, Obj) -> T) -> Vec<T> {
        let _g = self.header().lock.lock();
        let mut v = Vec::with_capacity(self.len());
        for e in self.table().map_or(&[][..], Table::entries) {
            if let (Some(k), Some(x)) = (e.key.get(), e.value.get()) {
                // Relaxed: the lock is held.
                v.push(f(e.hash.load(Relaxed) as i64, k, x));
            }
        }
        v
    }
    /// The keys of one moment.
    pub fn keys(&self) -> Vec<Obj> {
        let _g = self.header().lock.lock();
        let all = self.table().map_or(&[][..], Table::entries);
        all.iter().filter_map(|e| e.key.get()).collect()
    }
    /// The values of one moment.
    pub fn values(&self) -> Vec<Obj> {
        let _g = self.header().lock.lock();
        let all = self.table().map_or(&[][..], Table::entries);
        all.iter().filter_map(|e| e.value.get()).collect()
    }
    /// The items of one moment.
    pub fn items(&self) -> Vec<(Obj, Obj)> {
        self.snapshot(|_, k, v| (k, v))
    }
    /// Bytes of the table, for `__sizeof__`.
    pub fn table_bytes(&self) -> usize {
        self.table()
            .and_then(|t| Table::layout(t.mask, t.capacity))
            .map_or(0, |l| l.size())
    }
    /// Makes room for `n` items.
    pub fn reserve(&self, n: usize) -> bool {
        let g = self.header().lock.lock();
        if self.table().is_some_and(|t| t.capacity - t.appended() >= n) {
            return true;
        }
        let Some(want) = self.len().checked_add(n) else {
            return false;
        };
        let Some(old) = self.replace_table(want) else {
            return false;
        };
        drop(g);
        self.free_table(old);
        true
    }

    // ---- writers (lock held)

    fn unlink(&self, t: &Table, i: usize) -> (Option<Obj>, Option<Obj>) {
        let e = &t.entries()[i];
        let mut probe = Probe::new(e.hash.load(Relaxed));
        loop {
            let ix = t.index(probe.at());
            let n = ix.load(Relaxed);
            if n == i as u32 {
                // Release: readers that still find the entry see it emptied or whole.
                ix.store(GONE, Release);
                break;
            }
            if n == NONE {
                break;
            }
            probe.step();
        }
        let r = (e.key.take(), e.value.take());
        if r.0.is_some() {
            // Release: as bump.
            self.used.store(self.len() - 1, Release);
            bump(&self.version);
        }
        r
    }
    fn append(&self, hash: u64, key: Obj, v: Obj) -> *mut Table {
        match self.try_append(hash, key, v) {
            Ok(old) => old,
            // Attribute names: as for any small allocation of the host.
            Err(_) => std::alloc::handle_alloc_error(std::alloc::Layout::new::<Table>()),
        }
    }
    /// Appends a new entry; gives a replaced table (or null) that the caller frees after unlocking.
    fn try_append(&self, hash: u64, key: Obj, v: Obj) -> Result<*mut Table, (Obj, Obj)> {
        let mut old = std::ptr::null_mut();
        let full = self.table().is_none_or(|t| t.appended() == t.capacity);
        if full {
            let used = self.len();
            let want = if used < 3 {
                5
            } else {
                used.saturating_mul(3).max(used + 1)
            };
            match self.replace_table(want) {
                Some(o) => old = o,
                None => return Err((key, v)),
            }
        }
        let Some(t) = self.table() else {
            return Err((key, v));
        };
        self.append_to(t, hash, key, v, t.unused(hash));
        Ok(old)
    }
    /// Appends a new entry to the present table, which has room for it, and links it at a place of the index.
    #[inline]
    fn append_to(&self, t: &Table, hash: u64, key: Obj, v: Obj, at: &AtomicU32) {
        let n = t.appended();
        debug_assert!(n < t.capacity);
        // SAFETY: n < capacity.
        let e = unsafe { &*t.entry_ptr().add(n) };
        e.hash.store(hash, Relaxed);
        e.value.put_word(v.into_word());
        e.key.put_word(key.into_word());
        // Relaxed: the lock is held.
        t.tail.store(n + 1, Relaxed);
        // Release: the entry is whole before len and index show it.
        t.len.store(n + 1, Release);
        // Release: as link.
        at.store(n as u32, Release);
        // Release: as bump.
        self.used.store(self.len() + 1, Release);
        bump(&self.version);
    }
    /// Builds a table for `want` items from the live entries and publishes it. Gives the old one.
    fn replace_table(&self, want: usize) -> Option<*mut Table> {
        let new = Table::new(want.max(5))?;
        // SAFETY: fresh, private until published.
        let t = unsafe { &*new };
        let mut n = 0;
        if let Some(old) = self.table() {
            for e in old.entries() {
                if e.key.is_empty() {
                    continue;
                }
                // SAFETY: `want` covers the live entries.
                let to = unsafe { &*t.entry_ptr().add(n) };
                let h = e.hash.load(Relaxed);
                to.hash.store(h, Relaxed);
                e.key.copy_word_to(&to.key);
                e.value.copy_word_to(&to.value);
                t.link(h, n as u32);
                n += 1;
            }
        }
        t.tail.store(n, Relaxed);
        t.len.store(n, Release);
        // SeqCst: COUNT RULE 5 and DICT RULE 3: published before the SHARED check of free_table.
        Some(self.table.swap(new, SeqCst))
    }
    /// DICT RULE 3. The words of `old` have moved or were taken.
    fn free_table(&self, old: *mut Table) {
        if old.is_null() {
            return;
        }
        if self.header().is_shared() {
            let a = old as usize;
            // SAFETY: unpublished; the grace period covers readers.
            crate::thread::defer(move || unsafe { Table::free(a as *mut Table) });
        } else {
            // SAFETY: nobody but this thread reaches the dict.
            unsafe { Table::free(old) }
        }
    }
}

impl Default for Dict {
    fn default() -> Self {
        Dict::new()
    }
}

/// A new empty dict; memory for one small object is taken for granted only at start-up.
pub(crate) fn new_raw() -> Obj {
    match crate::obj::alloc_payload(&crate::types::DICT, Dict::new(), 0) {
        Ok(o) => o,
        Err(_) => std::alloc::handle_alloc_error(std::alloc::Layout::new::<Dict>()),
    }
}

/// A new empty dict.
#[inline]
pub fn new(th: &mut Thread) -> R {
    match crate::obj::alloc_payload(&crate::types::DICT, Dict::new(), 0) {
        Ok(o) => Ok(o),
        Err(_) => Err(crate::error::no_memory(th)),
    }
}

/// Whether the value is a dict or an instance of a subclass.
#[inline(always)]
pub fn is_dict(o: Ref<'_>) -> bool {
    o.class().flag(crate::types::typeobj::flags::DICT_SUB)
}

/// `hash(key)` for use as a dict key; its TypeError says so.
#[inline(always)]
pub fn key_hash(th: &mut Thread, key: Ref<'_>) -> R<i64> {
    if key.is_ptr() && key.is_exact(&crate::types::STR) {
        // SAFETY: an exact str.
        return Ok(unsafe { key.payload_unchecked::<Str>() }.hash());
    }
    other_key_hash(th, key)
}
fn other_key_hash(th: &mut Thread, key: Ref<'_>) -> R<i64> {
    crate::ops::hash(th, key).map_err(|e| unhashable(th, e, key, "a dict key"))
}

/// The name of a value's class with its module, unless that is obvious.
fn full_type_name(th: &mut Thread, o: Ref<'_>) -> String {
    let name = o.class().qualname();
    let module = match crate::ops::getattr_opt(th, o.type_ref(), crate::names::__module__()) {
        Ok(m) => m.filter(|m| crate::types::str::is_str(m.r())),
        Err(crate::obj::Raised) => {
            drop(crate::error::fetch(th));
            None
        }
    };
    match module.map(|m| crate::types::str::text(m.r())).as_deref() {
        None | Some("builtins" | "__main__") => name,
        Some(m) => format!("{m}.{name}"),
    }
}

/// Replaces the TypeError of a failed `hash` by one that says what the value was to be.
#[cold]
pub(crate) fn unhashable(
    th: &mut Thread,
    e: crate::obj::Raised,
    key: Ref<'_>,
    what: &str,
) -> crate::obj::Raised {
    let exact = th
        .raised
        .as_ref()
        .is_some_and(|e| e.r().is_exact(&crate::error::TYPE_ERROR));
    if !exact {
        return e;
    }
    let old = crate::error::fetch(th);
    match crate::ops::str_text(th, old.r()) {
        Ok(text) => {
            let name = full_type_name(th, key);
            let m = format!("cannot use '{name}' as {what} ({text})");
            crate::error::type_error(th, m)
        }
        Err(e) => e,
    }
}

/// A copy of a dict value's items in a new dict.
pub fn copy(th: &mut Thread, d: &Dict) -> R {
    let n = new(th)?;
    if let Some(to) = n.get::<Dict>() {
        to.merge(th, d, true)?;
    }
    Ok(n)
}

const _: () = assert!(std::mem::size_of::<Entry>() == 24 && value::EMPTY == 0);
