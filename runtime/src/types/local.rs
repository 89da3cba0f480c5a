//! Storage of thread-local data (`threading.local`).
//!
//! LOCAL RULE 1. The object owns one dict per thread that used it. A thread finds its own in a table of its own, as an
//!   uncounted word: it is looked up only through the live object, which keeps it alive.
//! LOCAL RULE 2. Only the thread itself removes its dict (when it ends), and the object removes all when it dies;
//!   both under the registry's lock, so neither touches the other's memory too late.

use crate::obj::{Layout, Obj, Payload, Ref};
use crate::slot::Slot;
use crate::sync::{AtomicU64, Ordering::*};
use crate::value::Word;
use parking_lot::Mutex;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;

/// Payload of `_thread._local`.
pub struct Local {
    id: u64,
    dicts: Mutex<HashMap<u64, Obj>>,
    /// Positional arguments for `__init__` in each thread (tuple).
    pub args: Slot,
    /// Keyword arguments (dict), or empty.
    pub kwargs: Slot,
}

static NEXT: AtomicU64 = AtomicU64::new(1);
static THREADS: AtomicU64 = AtomicU64::new(1);
/// Live locals by id: the address of the payload.
static REGISTRY: Mutex<Option<HashMap<u64, usize>>> = Mutex::new(None);

thread_local! {
    static KEY: Cell<u64> = const { Cell::new(0) };
    static TABLE: RefCell<HashMap<u64, Word>> = RefCell::new(HashMap::new());
    /// The last one used.
    static LAST: Cell<(u64, Word)> = const { Cell::new((0, 0)) };
}

impl Payload for Local {
    fn layout() -> &'static Layout {
        static L: Layout = Layout::of::<Local>("_local", true, false);
        &L
    }
    fn traverse(&self, visit: &mut dyn FnMut(Ref<'_>)) {
        self.args.visit(visit);
        self.kwargs.visit(visit);
        if let Some(m) = self.dicts.try_lock() {
            for d in m.values() {
                visit(d.r());
            }
        }
    }
    fn clear(&self) {
        // The dicts are cleared as objects of the same island; the table itself goes with the object.
        drop(self.args.take());
        drop(self.kwargs.take());
    }
}

impl Drop for Local {
    fn drop(&mut self) {
        if let Some(r) = REGISTRY.lock().as_mut() {
            r.remove(&self.id);
        }
    }
}

fn key() -> u64 {
    let k = KEY.get();
    if k != 0 {
        return k;
    }
    // Relaxed: uniqueness only.
    let k = THREADS.fetch_add(1, Relaxed);
    KEY.set(k);
    k
}

impl Default for Local {
    fn default() -> Self {
        Local::new()
    }
}

impl Local {
    /// Empty storage; `register` it once it stands in its object.
    pub fn new() -> Local {
        Local {
            // Relaxed: uniqueness only.
            id: NEXT.fetch_add(1, Relaxed),
            dicts: Mutex::new(HashMap::new()),
            args: Slot::empty(),
            kwargs: Slot::empty(),
        }
    }
    /// Makes the storage known to threads that end (LOCAL RULE 2). `self` must stand in an object.
    pub fn register(&self) {
        REGISTRY
            .lock()
            .get_or_insert_with(HashMap::new)
            .insert(self.id, self as *const Local as usize);
    }
    /// The calling thread's dict.
    #[inline]
    pub fn dict(&self) -> Option<Ref<'_>> {
        let (id, w) = LAST.get();
        let w = if id == self.id {
            w
        } else {
            let w = TABLE.with_borrow(|t| t.get(&self.id).copied())?;
            LAST.set((self.id, w));
            w
        };
        // SAFETY: LOCAL RULE 1.
        Some(unsafe { Ref::from_word(w) })
    }
    /// Stores the calling thread's dict, which it does not have yet.
    pub fn set_dict(&self, d: Obj) {
        let w = d.r().word();
        let old = self.dicts.lock().insert(key(), d);
        TABLE.with_borrow_mut(|t| {
            if t.len() % 256 == 255 {
                // Entries of dead locals are never asked for; they only take room.
                let r = REGISTRY.lock();
                t.retain(|id, _| r.as_ref().is_some_and(|m| m.contains_key(id)));
            }
            t.insert(self.id, w)
        });
        LAST.set((self.id, w));
        drop(old);
    }
}

/// Takes the data of the calling thread, which ends; the caller drops it.
pub fn end_thread() -> Vec<Obj> {
    let ids: Vec<u64> = TABLE.with_borrow_mut(|t| t.drain().map(|e| e.0).collect());
    LAST.set((0, 0));
    if ids.is_empty() {
        return Vec::new();
    }
    let key = key();
    let r = REGISTRY.lock();
    let Some(map) = r.as_ref() else {
        return Vec::new();
    };
    ids.iter()
        .filter_map(|id| map.get(id))
        // SAFETY: LOCAL RULE 2: registered payloads are alive while the lock is held.
        .filter_map(|&p| unsafe { &*(p as *const Local) }.dicts.lock().remove(&key))
        .collect()
}
