//! Weak references: a sharded side table from object to its weak reference objects.
//!
//! WEAK RULE 1. Making one sets WEAK on the object (COUNT RULE 6) under the shard lock.
//! WEAK RULE 2. `clear` runs once, after the object was declared dead: it empties every weak reference under the
//!   shard lock, then queues the callbacks.
//! WEAK RULE 3. An upgrade holds the shard lock, so the block cannot have been freed while it looks.

use crate::addresses;
use crate::obj::{Layout, Obj, Payload, R, Ref};
use crate::slot::Slot;
use crate::sync::{AtomicU64, Ordering::*};
use crate::thread::{self, Pending, Thread};
use crate::types::typeobj::TypeObj;
use parking_lot::Mutex;

/// Payload of `weakref.ref` and proxies.
pub struct WeakRef {
    target: AtomicU64,
    /// Called with the weak reference when the target dies.
    pub callback: Slot,
    /// Cached hash of the target, as value + 1 in the low bits; 0: not computed.
    pub hash: AtomicU64,
}

impl Payload for WeakRef {
    fn layout() -> &'static Layout {
        static L: Layout = Layout::of::<WeakRef>("weakref", true, false);
        &L
    }
    fn traverse(&self, visit: &mut dyn FnMut(Ref<'_>)) {
        self.callback.visit(visit);
    }
    fn clear(&self) {
        drop(self.callback.take());
    }
}

impl Drop for WeakRef {
    fn drop(&mut self) {
        // Acquire: pairs with clear, which is done with this weak reference then.
        let t = self.target.load(Acquire);
        if t != 0 {
            let mut s = shard(t).lock();
            if let Some(m) = s.as_mut()
                && let Some(v) = m.get_mut(&t)
            {
                let me = self as *const WeakRef as u64 - 24;
                v.retain(|&w| w != me);
                if v.is_empty() {
                    m.remove(&t);
                }
            }
        }
    }
}

const SHARDS: usize = 64;
type Map = addresses::Map<Vec<u64>>;
static TABLE: [Mutex<Option<Map>>; SHARDS] = [const { Mutex::new(None) }; SHARDS];

fn shard(t: u64) -> &'static Mutex<Option<Map>> {
    &TABLE[(t >> 5) as usize % SHARDS]
}

/// A weak reference of `class` to `target`. TypeError text is the caller's matter: gives None if not supported.
pub fn new(
    th: &mut Thread,
    class: &'static TypeObj,
    target: Ref<'_>,
    callback: Option<Obj>,
) -> R<Option<Obj>> {
    let Some(h) = target.header() else {
        return Ok(None);
    };
    if !target.class().flag(crate::types::typeobj::flags::WEAKREFS) {
        return Ok(None);
    }
    let key = target.word();
    let plain = callback.is_none() && !class.flag(crate::types::typeobj::flags::HEAP);
    if plain && let Some(w) = existing(th, class, key) {
        return Ok(Some(w));
    }
    let payload = WeakRef {
        target: AtomicU64::new(0),
        callback: callback.map_or_else(Slot::empty, Slot::new),
        hash: AtomicU64::new(0),
    };
    let o = match crate::obj::alloc_payload(class, payload, 0) {
        Ok(o) => o,
        Err(p) => {
            drop(p);
            return Err(crate::error::no_memory(th));
        }
    };
    // The weak reference itself can be revived by `existing` and `clear`: its prompt free must go through COUNT RULE 6.
    o.r().head().mark_weak();
    let mut s = shard(key).lock();
    h.mark_weak();
    if let Some(w) = o.get::<WeakRef>() {
        // Release: under the shard lock.
        w.target.store(key, Release);
    }
    s.get_or_insert_with(Map::default)
        .entry(key)
        .or_default()
        .push(o.r().word());
    Ok(Some(o))
}

/// The weak reference (or proxy) of this native class without callback that the target has already.
fn existing(_th: &Thread, class: &'static TypeObj, key: u64) -> Option<Obj> {
    let s = shard(key).lock();
    for &w in s.as_ref()?.get(&key)? {
        // SAFETY: registered weak references unregister under this lock before their memory goes.
        let r: Ref<'_> = unsafe { Ref::from_word(w) };
        if r.is_exact(class)
            && r.get::<WeakRef>().is_some_and(|x| x.callback.is_empty())
            && r.head().try_upgrade(thread::me())
        {
            // SAFETY: counted just now.
            return Some(unsafe { Obj::from_word(w) });
        }
    }
    None
}

/// The target, if it is alive.
pub fn upgrade(w: &WeakRef) -> Option<Obj> {
    // Acquire: pairs with new.
    let t = w.target.load(Acquire);
    if t == 0 {
        return None;
    }
    let _s = shard(t).lock();
    if w.target.load(Acquire) != t {
        return None;
    }
    // SAFETY: WEAK RULE 3.
    let h = unsafe { &*(t as *const crate::header::Header) };
    if h.try_upgrade(thread::me()) {
        // SAFETY: counted just now.
        Some(unsafe { Obj::from_word(t) })
    } else {
        None
    }
}

/// WEAK RULE 2.
pub(crate) fn clear(o: Ref<'_>) {
    clear_but(o, &|_| false)
}

/// As `clear`; weak references that `dying` names lose their target without a call of their callback.
pub(crate) fn clear_but(o: Ref<'_>, dying: &dyn Fn(Ref<'_>) -> bool) {
    let key = o.word();
    let mut callbacks = Vec::new();
    {
        let mut s = shard(key).lock();
        let Some(list) = s.as_mut().and_then(|m| m.remove(&key)) else {
            return;
        };
        for w in list.into_iter().rev() {
            // SAFETY: as in existing.
            let r: Ref<'_> = unsafe { Ref::from_word(w) };
            if let Some(x) = r.get::<WeakRef>() {
                if !x.callback.is_empty() && !dying(r) && r.head().try_upgrade(thread::me()) {
                    // SAFETY: counted just now.
                    callbacks.push(unsafe { Obj::from_word(w) });
                }
                // Last: a dying weak reference that finds no target any more does not wait for this lock, and its memory
                // goes. Release: pairs with the Acquire of its drop.
                x.target.store(0, Release);
            }
        }
    }
    for w in callbacks {
        if let Some(cb) = w.get::<WeakRef>().and_then(|x| x.callback.take()) {
            thread::push_pending(Pending::Callback(cb, w));
        }
    }
}

/// All weak references of an object.
pub fn refs_of(o: Ref<'_>) -> Vec<Obj> {
    let key = o.word();
    let s = shard(key).lock();
    let mut out = Vec::new();
    for &w in s.as_ref().and_then(|m| m.get(&key)).into_iter().flatten() {
        // SAFETY: as in existing.
        let r: Ref<'_> = unsafe { Ref::from_word(w) };
        if r.head().try_upgrade(thread::me()) {
            // SAFETY: counted just now.
            out.push(unsafe { Obj::from_word(w) });
        }
    }
    out
}
