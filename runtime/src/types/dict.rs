//! Storage of `dict`: insertion-ordered, open addressing over a dense entry array (Hettinger 2012), with
//! lock-free reads.
//!
//! DICT RULE 1. A table's entries are only appended; an entry's key is set once and possibly cleared once. A
//!   deletion empties the entry; compaction makes a new table.
//! DICT RULE 2. Readers load `table`, probe, and load key and value slots with the table pointer as the path check
//!   (SLOT RULE 2). Writers hold the object's lock, but for those who replace a value (DICT RULE 6).
//! DICT RULE 3. A replaced table is freed at once if the dict is not SHARED (asked after publishing the new one,
//!   COUNT RULE 5), else through the epoch.
//! DICT RULE 4. Equality tests may run Python code: no lock is held then. A search goes on behind one if table and key
//!   are still there, else it starts over; a writer starts over if the dict's structure changed (`version`) since the last
//!   test of its search.
//! DICT RULE 5. Each table has a process-wide unique id, so (id, index) caches cannot be fooled by reuse.
//! DICT RULE 6. Replacing the value under a key that is there takes no lock, so that threads with keys of their own in one
//!   dict do not pass its header to and fro: a compare-and-swap in the value's slot, which never fills an EMPTY one. As an
//!   entry is never another key's (DICT RULE 1), whoever found it for a key may try. So under the lock values may change,
//!   though none comes or goes, and values leave their slots by an atomic step only: taken (removal), or moved to a new
//!   table. A key without a value in a present table is on its way to the next one, or is being removed; a reader waits for
//!   the lock then, and looks again.

use crate::obj::{Layout, Obj, Payload, R, Ref};
use crate::sync::{AtomicPtr, AtomicU32, AtomicUsize, Ordering::*};
use crate::thread::Thread;
use crate::types::str::Str;
use crate::value;

mod names;
mod search;
mod table;
mod text;
mod walk;
mod write;

pub use table::{Entry, Table};

/// Payload of dict and its subclasses.
pub struct Dict {
    table: AtomicPtr<Table>,
    used: AtomicUsize,
    /// Bumped by every insertion of a new key and every removal.
    version: AtomicU32,
}

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
    /// Of an entry of `t` whose value was found missing: whether the search must be made again, since the value may be in
    /// another table. False: it was removed.
    #[cold]
    fn look_again(&self, t: &Table, e: &Entry) -> bool {
        if !self.is_current(t) {
            return true;
        }
        if e.key.is_empty() {
            return false;
        }
        // Who is about to move or remove it has the lock.
        drop(self.header().lock.lock());
        true
    }
    fn header(&self) -> &crate::header::Header {
        // SAFETY: Dict payloads are only used inside objects.
        unsafe { crate::obj::header_of_payload(self) }
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

/// A new empty dict; None: there is no memory.
#[inline]
pub fn try_new() -> Option<Obj> {
    crate::obj::alloc_payload(&crate::types::DICT, Dict::new(), 0).ok()
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
