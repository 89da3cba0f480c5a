//! The wrapper of `lru_cache`.
//!
//! LRU RULE. A dict maps keys to places in a slab; the slab holds the values and their order of use, under one lock
//! that is never held across Python code. A place is named by index and generation: a reused place is not mistaken.

use super::partial::instance_dict;
use crate::modules::common::{TypeSpec, of};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use typhon_runtime::call::{self, Args, GetSetDef, Kind, MethodDef, Sig};
use typhon_runtime::error::type_error;
use typhon_runtime::guarded::Guarded;
use typhon_runtime::slot::Slot;
use typhon_runtime::types::dict::{self, Dict};
use typhon_runtime::types::typeobj::{TypeObj, flags as tf};
use typhon_runtime::types::{self, int, module, tuple};
use typhon_runtime::{Obj, R, Ref, Thread, names, ops, payload};

static WRAPPER: TypeObj = TypeObj::declare("functools._lru_cache_wrapper");
static MARK_TYPE: TypeObj = TypeObj::declare("functools._kwd_mark");
/// Stands in keys between positional and keyword arguments.
static MARK: Slot = Slot::empty();

struct Mark;
payload!(Mark);

const NIL: u32 = u32::MAX;
/// Generations are counted modulo this, so that a place fits a small integer.
const GENERATIONS: u32 = 1 << 29;

struct Entry {
    key: Option<Obj>,
    hash: i64,
    value: Option<Obj>,
    generation: u32,
    older: u32,
    newer: u32,
}

/// Values in order of use, as a doubly linked list in a vector.
struct Slab {
    entries: Vec<Entry>,
    free: Vec<u32>,
    oldest: u32,
    newest: u32,
}

impl Slab {
    const fn new() -> Slab {
        Slab {
            entries: Vec::new(),
            free: Vec::new(),
            oldest: NIL,
            newest: NIL,
        }
    }
    fn len(&self) -> usize {
        self.entries.len() - self.free.len()
    }
    fn place(&self, i: u32) -> i64 {
        let g = self.entries.get(i as usize).map_or(0, |e| e.generation);
        (i64::from(g) << 32) | i64::from(i)
    }
    /// The index that a place names, if it is still that place.
    fn index(&self, place: i64) -> Option<u32> {
        let i = place as u32;
        let e = self.entries.get(i as usize)?;
        (e.value.is_some() && i64::from(e.generation) == place >> 32).then_some(i)
    }
    fn unlink(&mut self, i: u32) {
        let Some(e) = self.entries.get(i as usize) else {
            return;
        };
        let (older, newer) = (e.older, e.newer);
        match self.entries.get_mut(older as usize) {
            Some(e) => e.newer = newer,
            None => self.oldest = newer,
        }
        match self.entries.get_mut(newer as usize) {
            Some(e) => e.older = older,
            None => self.newest = older,
        }
    }
    fn link_newest(&mut self, i: u32) {
        let last = self.newest;
        if let Some(e) = self.entries.get_mut(i as usize) {
            e.older = last;
            e.newer = NIL;
        }
        match self.entries.get_mut(last as usize) {
            Some(e) => e.newer = i,
            None => self.oldest = i,
        }
        self.newest = i;
    }
    /// The value at a place, which becomes the one used last.
    fn touch(&mut self, place: i64) -> Option<Obj> {
        let i = self.index(place)?;
        if self.newest != i {
            self.unlink(i);
            self.link_newest(i);
        }
        self.entries.get(i as usize)?.value.clone()
    }
    fn insert(&mut self, key: Obj, hash: i64, value: Obj) -> i64 {
        let i = match self.free.pop() {
            Some(i) => i,
            None => {
                self.entries.push(Entry {
                    key: None,
                    hash: 0,
                    value: None,
                    generation: 0,
                    older: NIL,
                    newer: NIL,
                });
                (self.entries.len() - 1) as u32
            }
        };
        if let Some(e) = self.entries.get_mut(i as usize) {
            e.key = Some(key);
            e.hash = hash;
            e.value = Some(value);
        }
        self.link_newest(i);
        self.place(i)
    }
    /// Frees a place; gives what it held, to be dropped outside the lock.
    fn remove(&mut self, i: u32) -> (Option<Obj>, Option<Obj>) {
        self.unlink(i);
        let Some(e) = self.entries.get_mut(i as usize) else {
            return (None, None);
        };
        e.generation = (e.generation + 1) % GENERATIONS;
        self.free.push(i);
        (e.key.take(), e.value.take())
    }
}

struct Lru {
    func: Slot,
    make_info: Slot,
    /// None: no bound.
    maxsize: Option<usize>,
    typed: bool,
    /// Keys to values (no bound) or places.
    cache: Slot,
    slab: Guarded<Slab>,
    hits: AtomicU64,
    misses: AtomicU64,
}
payload!(
    Lru,
    traverse | s,
    v | {
        for x in [&s.func, &s.make_info, &s.cache] {
            x.visit(v);
        }
        for e in &s.slab.lock().entries {
            for o in [&e.key, &e.value].into_iter().flatten() {
                v(o.r());
            }
        }
    },
    clear | s | {
        for x in [&s.func, &s.make_info, &s.cache] {
            drop(x.take());
        }
        let old = std::mem::replace(&mut *s.slab.lock(), Slab::new());
        drop(old);
    }
);

fn lru_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    static SIG: Sig = Sig::parse("user_function, maxsize, typed, cache_info_type");
    call::with_sig(th, "lru_cache", &SIG, a, |th, a| {
        if a.at(0).class().slots().call().is_none() {
            return Err(type_error(th, "the first argument must be callable"));
        }
        let maxsize = match a.opt_not_none(1) {
            None => None,
            Some(n) if int::is_int(n) || n.class().slots().index().is_some() => {
                Some(int::ssize(th, n)?.max(0) as usize)
            }
            Some(_) => return Err(type_error(th, "maxsize should be integer or None")),
        };
        let l = Lru {
            func: Slot::new(a.at(0).own()),
            make_info: Slot::new(a.at(3).own()),
            maxsize,
            typed: ops::is_true(th, a.at(2))?,
            cache: Slot::new(dict::new(th)?),
            slab: Guarded::new(Slab::new()),
            hits: AtomicU64::new(0),
            misses: AtomicU64::new(0),
        };
        Obj::new(th, class, l)
    })
}

/// The key of a call: an exact int or str for itself, else a tuple.
fn make_key(th: &mut Thread, a: Args<'_>, typed: bool) -> R {
    if !typed && a.kw_len() == 0 && a.len() == 1 {
        let x = a.at(0);
        if x.is_exact(&types::INT) || x.is_exact(&types::STR) {
            return Ok(x.own());
        }
    }
    let mut key: Vec<Obj> = a.iter().map(Ref::own).collect();
    if a.kw_len() > 0 {
        key.push(MARK.get().unwrap_or_else(Obj::none));
        for (k, v) in a.kwargs() {
            key.push(k.own());
            key.push(v.own());
        }
    }
    if typed {
        key.extend(a.iter().map(|x| x.type_ref().own()));
        key.extend(a.kwargs().map(|(_, v)| v.type_ref().own()));
    }
    tuple::new(th, key)
}

fn lru_call(th: &mut Thread, o: Ref<'_>, a: Args<'_>) -> R {
    let l = of::<Lru>(th, o)?;
    let (Some(func), Some(cache)) = (l.func.get(), l.cache.get()) else {
        return Err(type_error(th, "invalid lru_cache object"));
    };
    // Relaxed (here and below): counters for cache_info only.
    if l.maxsize == Some(0) {
        l.misses.fetch_add(1, Relaxed);
        return call::call_args(th, func.r(), a);
    }
    let key = make_key(th, a, l.typed)?;
    let Some(d) = cache.get::<Dict>() else {
        return Err(type_error(th, "invalid lru_cache object"));
    };
    let hash = ops::hash(th, key.r())?;
    if let Some(found) = d.get_hashed(th, hash, key.r())? {
        let value = match l.maxsize {
            None => Some(found),
            Some(_) => found.r().as_small().and_then(|p| l.slab.lock().touch(p)),
        };
        if let Some(v) = value {
            l.hits.fetch_add(1, Relaxed);
            return Ok(v);
        }
    }
    l.misses.fetch_add(1, Relaxed);
    let value = call::call_args(th, func.r(), a)?;
    match l.maxsize {
        None => drop(d.insert_hashed(th, hash, key.r(), value.clone())?),
        Some(max) => remember(th, l, d, max, hash, key, value.clone())?,
    }
    Ok(value)
}

/// Stores a new result in a bounded cache and drops what was used longest ago.
fn remember(
    th: &mut Thread,
    l: &Lru,
    d: &Dict,
    max: usize,
    hash: i64,
    key: Obj,
    value: Obj,
) -> R<()> {
    // Somebody else may have stored a result for this key meanwhile: his stays.
    if let Some(p) = d.get_hashed(th, hash, key.r())?
        && p.r()
            .as_small()
            .is_some_and(|p| l.slab.lock().index(p).is_some())
    {
        return Ok(());
    }
    let place = l.slab.lock().insert(key.clone(), hash, value);
    let stored = d.insert_hashed(th, hash, key.r(), Ref::small_int(place).own());
    let dead = match &stored {
        Ok(Some(old)) => old.r().as_small(),
        Ok(None) => None,
        Err(_) => Some(place),
    };
    if let Some(p) = dead {
        let mut g = l.slab.lock();
        let out = g.index(p).map(|i| g.remove(i));
        drop(g);
        drop(out);
    }
    stored?;
    loop {
        let mut g = l.slab.lock();
        let (oldest, full) = (g.oldest, g.len() > max);
        if !full || oldest == NIL {
            return Ok(());
        }
        let gone = g.place(oldest);
        let hash = g.entries.get(oldest as usize).map_or(0, |e| e.hash);
        let (k, v) = g.remove(oldest);
        drop(g);
        drop(v);
        if let Some(k) = k
            && let Some((_, p)) = d.remove_hashed(th, hash, k.r())?
            && p.r().as_small() != Some(gone)
        {
            // The key was stored anew between the two steps: put its place back.
            drop(d.insert_hashed(th, hash, k.r(), p)?);
        }
    }
}

fn lru_get(th: &mut Thread, d: Ref<'_>, o: Option<Ref<'_>>, _class: Ref<'_>) -> R {
    match o {
        Some(o) if !o.is_none() => call::bind(th, d, o),
        _ => Ok(d.own()),
    }
}

fn lru_cache_info(th: &mut Thread, a: Args<'_>) -> R {
    let l = of::<Lru>(th, a.at(0))?;
    let hits = int::from_u64(th, l.hits.load(Relaxed))?;
    let misses = int::from_u64(th, l.misses.load(Relaxed))?;
    let maxsize = match l.maxsize {
        Some(n) => int::from_usize(th, n)?,
        None => Obj::none(),
    };
    let size = match (l.maxsize, l.cache.get()) {
        (None, Some(c)) => c.get::<Dict>().map_or(0, Dict::len),
        _ => l.slab.lock().len(),
    };
    let size = int::from_usize(th, size)?;
    let f = l.make_info.get().unwrap_or_else(Obj::none);
    call::call(th, f.r(), &[hits.r(), misses.r(), maxsize.r(), size.r()])
}

fn lru_cache_clear(th: &mut Thread, a: Args<'_>) -> R {
    let l = of::<Lru>(th, a.at(0))?;
    let fresh = dict::new(th)?;
    // A new dict: results of calls that are under way go into the old one or name places that are gone.
    let old = l.cache.swap(Some(fresh));
    let mut g = l.slab.lock();
    let used: Vec<u32> = (0..g.entries.len() as u32)
        .filter(|&i| g.entries.get(i as usize).is_some_and(|e| e.value.is_some()))
        .collect();
    let dead: Vec<_> = used.into_iter().map(|i| g.remove(i)).collect();
    drop(g);
    l.hits.store(0, Relaxed);
    l.misses.store(0, Relaxed);
    drop(dead);
    drop(old);
    Ok(Obj::none())
}

fn lru_reduce(th: &mut Thread, a: Args<'_>) -> R {
    ops::getattr(th, a.at(0), names::__qualname__())
}

fn lru_copy(_th: &mut Thread, a: Args<'_>) -> R {
    Ok(a.at(0).own())
}

static SPEC: TypeSpec = TypeSpec::new(
    &WRAPPER,
    lru_new,
    "A callable that remembers the results of the calls of a function.",
)
.flags(tf::HAS_ATTRS | tf::WEAKREFS)
.getset(&[GetSetDef {
    name: "__dict__",
    get: instance_dict,
    set: None,
    doc: "",
}])
.methods(&[
    MethodDef::new(
        "cache_info",
        Kind::NoArgs,
        lru_cache_info,
        "cache_info($self, /)\n--\n\nReport cache statistics",
    ),
    MethodDef::new(
        "cache_clear",
        Kind::NoArgs,
        lru_cache_clear,
        "cache_clear($self, /)\n--\n\nClear the cache and cache statistics",
    ),
    MethodDef::new("__reduce__", Kind::NoArgs, lru_reduce, ""),
    MethodDef::new("__copy__", Kind::NoArgs, lru_copy, ""),
    MethodDef::new("__deepcopy__", Kind::One, lru_copy, ""),
]);
static MARK_SPEC: TypeSpec = TypeSpec::hidden(&MARK_TYPE, "");

/// Adds the names to the module.
pub fn add_to(th: &mut Thread, m: Ref<'_>) -> R<()> {
    MARK_SPEC.begin::<Mark>(&types::OBJECT);
    MARK_SPEC.end(th)?;
    let mark = Obj::new(th, MARK_TYPE.r(), Mark)?;
    MARK.set(mark);
    SPEC.begin::<Lru>(&types::OBJECT);
    let s = WRAPPER.slots();
    s.set_call(lru_call);
    s.set_descr_get(lru_get);
    SPEC.end(th)?;
    module::add(th, m, "_lru_cache_wrapper", WRAPPER.r().own())
}
