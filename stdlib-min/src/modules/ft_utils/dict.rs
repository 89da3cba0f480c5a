//! `ConcurrentDict`: a dashmap whose locks are held for moves only.
//!
//! CONCURRENT DICT RULE 1. Under the lock of a shard nothing runs but comparisons that need no Python code
//!   (`quick::same_key`), moves of words and slot operations: no safepoint, no drop of an object, no call. So a stopped
//!   world has no lock taken, and `traverse` may take them.
//! CONCURRENT DICT RULE 2. Keys with the hash that is looked for, of which only their `__eq__` can tell, are copied out
//!   and asked without a lock; the verdicts are kept by identity (`Rivals`), and the step is tried again. It ends when, at
//!   one moment under the lock, every key of that hash is decided: then it is found, or it is not there.
//! CONCURRENT DICT RULE 3. What leaves the table is dropped after the lock is released.

use crate::modules::common::{TypeSpec, class_getitem, not_implemented, of};
use dashmap::{DashMap, SharedValue};
use std::hash::{BuildHasherDefault, Hasher};
use typhon_runtime::call::{self, Args, Kind, MethodDef, Sig};
use typhon_runtime::error::{self, key_error, type_error, value_error};
use typhon_runtime::slot::Slot;
use typhon_runtime::types::dict::{self, Dict};
use typhon_runtime::types::slots::{CmpOp, SlotId};
use typhon_runtime::types::typeobj::{TypeObj, flags as tf};
use typhon_runtime::types::{self, int, list, module, str as pystr, tuple};
use typhon_runtime::{Obj, R, Ref, Thread, Val, hooks, iter, names, ops, payload, quick};

/// The type.
pub static CONCURRENT_DICT: TypeObj = TypeObj::declare("ft_utils._concurrency.ConcurrentDict");

/// Expected number of threads, if the script says nothing.
const DEFAULT_SCALING: usize = 17;
/// Shards for each expected thread: two threads rarely meet in one.
const SHARDS_PER_THREAD: usize = 4;
/// A table costs memory even when empty.
const MAX_SHARDS: usize = 4096;

/// Memory of an empty shard: a lock and a table, on cache lines of their own.
const SHARD_BYTES: usize = 128;

/// What the table stores for one key. Both slots are full.
struct Entry {
    key: Slot,
    value: Slot,
}

/// Hashes whose bits differ below this one only stay neighbours.
const BLOCK_BITS: u32 = 6;
/// Bits at the top that are the tag of a place in the table.
const TAG: u64 = 0x7F << 57;

/// A bijection that lets each bit depend on all lower ones, and the low ones on the high.
fn mix(x: u64) -> u64 {
    let x = x.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    x ^ (x >> 32)
}

/// Makes a table hash of a Python hash: the top 7 bits are the tag, those below choose the shard, the low ones the place.
///
/// Threads that write different keys still pass cache lines to and fro: that of a shard's lock, and those of the table
/// with entries of both. So hashes that are close to each other, as those of integers that follow one another and of objects that
/// one thread has made one after the other, go to one shard and to neighbouring places: a thread that works its way through
/// them has these lines for itself. Threads that meet in a block part there: one waits, then the other is ahead.
fn spread(hash: i64) -> u64 {
    let hash = hash as u64;
    let inside = hash & ((1 << BLOCK_BITS) - 1);
    let block = mix(hash >> BLOCK_BITS);
    (block ^ inside) & !TAG | mix(hash) & TAG
}

/// `spread` as dashmap wants it.
#[derive(Default)]
struct Spread(u64);

impl Hasher for Spread {
    fn write(&mut self, bytes: &[u8]) {
        for &b in bytes {
            self.0 = spread((self.0 ^ u64::from(b)) as i64);
        }
    }
    fn write_i64(&mut self, hash: i64) {
        self.0 = spread(hash);
    }
    fn finish(&self) -> u64 {
        self.0
    }
}

/// The table: several entries may have one hash, so it is searched through its shards.
type Map = DashMap<i64, Entry, BuildHasherDefault<Spread>>;

/// Payload.
pub struct ConcurrentDict {
    map: Map,
}
payload!(
    ConcurrentDict,
    traverse | s,
    v | {
        for e in s.map.iter() {
            e.value().key.visit(v);
            e.value().value.visit(v);
        }
    },
    clear | s | s.empty()
);

/// Keys of one hash that were asked: CONCURRENT DICT RULE 2. They are counted, so their identity is theirs alone.
#[derive(Default)]
struct Rivals {
    equal: Option<Obj>,
    other: Vec<Obj>,
}

impl Rivals {
    /// Whether `stored` equals `key`; None: only its `__eq__` knows.
    #[inline]
    fn judge(&self, stored: Ref<'_>, key: Ref<'_>) -> Option<bool> {
        if self.equal.as_ref().is_some_and(|e| e.r().is(stored)) {
            return Some(true);
        }
        if self.other.iter().any(|o| o.r().is(stored)) {
            return Some(false);
        }
        quick::same_key(stored, key)
    }
}

/// Whether an entry is the key's, as far as that can be told without its `__eq__`.
#[inline(always)]
fn simply(entry: &Entry, key: Ref<'_>) -> Option<bool> {
    match entry.key.fixed() {
        Some(stored) => quick::same_key(stored, key),
        None => Some(false),
    }
}

/// The shard of a spread hash.
macro_rules! shard {
    ($d:expr, $h:expr) => {
        $d.map.shards()[$d.map.determine_shard($h as usize)]
    };
}

/// What became of a value that was to be stored.
enum Stored {
    /// The key is new.
    New,
    /// It was there: its value, old or still.
    Old(Option<Obj>),
    /// The table cannot grow.
    NoRoom,
}

/// A verdict as the table's search wants it; `open` becomes true if there is none.
#[inline(always)]
fn known(verdict: Option<bool>, open: &mut bool) -> bool {
    *open |= verdict.is_none();
    verdict == Some(true)
}

impl ConcurrentDict {
    fn new(th: &mut Thread, scaling: usize) -> R<ConcurrentDict> {
        let shards = scaling
            .saturating_mul(SHARDS_PER_THREAD)
            .min(MAX_SHARDS)
            .next_power_of_two();
        error::room(th, shards * SHARD_BYTES)?;
        Ok(ConcurrentDict {
            map: DashMap::with_hasher_and_shard_amount(BuildHasherDefault::default(), shards),
        })
    }
    /// Number of keys; each shard is counted at its own moment.
    fn len(&self) -> usize {
        self.map.len()
    }
    /// Takes everything out and drops it.
    fn empty(&self) {
        for shard in self.map.shards() {
            let old = std::mem::take(&mut *shard.write());
            drop(old);
        }
    }
    /// Repeats `step` until it gives an answer: CONCURRENT DICT RULE 2. It is given a judge of entries, and gives None where
    /// that could not decide.
    #[cold]
    fn decide<T>(
        &self,
        th: &mut Thread,
        key: Ref<'_>,
        mut step: impl FnMut(&mut dyn FnMut(&Entry) -> Option<bool>) -> Option<T>,
    ) -> R<T> {
        let mut rivals = Rivals::default();
        loop {
            let mut unknown = Vec::new();
            let answer = step(&mut |e| {
                let Some(stored) = e.key.fixed() else {
                    return Some(false);
                };
                let verdict = rivals.judge(stored, key);
                if verdict.is_none() {
                    unknown.push(stored.own());
                }
                verdict
            });
            if let Some(t) = answer {
                return Ok(t);
            }
            for stored in unknown {
                if ops::equal(th, stored.r(), key)? {
                    rivals.equal = Some(stored);
                    break;
                }
                rivals.other.push(stored);
            }
            hooks::safepoint(th)?;
        }
    }

    // Steps: one look at a shard under its lock. `judge` says whether an entry is the key's; None of a step: it did not know.

    #[inline]
    fn find_value(
        &self,
        hash: i64,
        mut judge: impl FnMut(&Entry) -> Option<bool>,
    ) -> Option<Option<Obj>> {
        let h = spread(hash);
        let mut open = false;
        let shard = shard!(self, h).read();
        let found = shard.get(h, |e| e.0 == hash && known(judge(e.1.get()), &mut open));
        match found {
            Some(e) => Some(e.1.get().value.get()),
            None => (!open).then_some(None),
        }
    }
    #[inline]
    fn find_key(&self, hash: i64, mut judge: impl FnMut(&Entry) -> Option<bool>) -> Option<bool> {
        let h = spread(hash);
        let mut open = false;
        let shard = shard!(self, h).read();
        let found = shard.get(h, |e| e.0 == hash && known(judge(e.1.get()), &mut open));
        (found.is_some() || !open).then_some(found.is_some())
    }
    /// `replace`: an old value makes way, else it is the result.
    #[inline]
    fn store(
        &self,
        hash: i64,
        key: Ref<'_>,
        given: &mut Option<Obj>,
        replace: bool,
        mut judge: impl FnMut(&Entry) -> Option<bool>,
    ) -> Option<Stored> {
        let h = spread(hash);
        let mut open = false;
        let mut shard = shard!(self, h).write();
        let found = shard.get(h, |e| e.0 == hash && known(judge(e.1.get()), &mut open));
        if let Some(e) = found {
            let value = &e.1.get().value;
            return Some(Stored::Old(if replace {
                value.exchange(given.take())
            } else {
                value.get()
            }));
        }
        if open {
            return None;
        }
        if shard.try_reserve(1, |e| spread(e.0)).is_err() {
            return Some(Stored::NoRoom);
        }
        let entry = Entry {
            key: Slot::new(key.own()),
            value: Slot::new(given.take()?),
        };
        shard.insert(h, (hash, SharedValue::new(entry)), |e| spread(e.0));
        Some(Stored::New)
    }
    #[inline]
    fn take(
        &self,
        hash: i64,
        mut judge: impl FnMut(&Entry) -> Option<bool>,
    ) -> Option<Option<Entry>> {
        let h = spread(hash);
        let mut open = false;
        let mut shard = shard!(self, h).write();
        let gone = shard.remove_entry(h, |e| e.0 == hash && known(judge(e.1.get()), &mut open));
        (gone.is_some() || !open).then(|| gone.map(|e| e.1.into_inner()))
    }

    /// The value of `key`.
    #[inline]
    fn get(&self, th: &mut Thread, hash: i64, key: Ref<'_>) -> R<Option<Obj>> {
        match self.find_value(hash, |e| simply(e, key)) {
            Some(found) => Ok(found),
            None => self.decide(th, key, |judge| self.find_value(hash, judge)),
        }
    }
    /// Whether `key` is there.
    #[inline]
    fn contains(&self, th: &mut Thread, hash: i64, key: Ref<'_>) -> R<bool> {
        match self.find_key(hash, |e| simply(e, key)) {
            Some(found) => Ok(found),
            None => self.decide(th, key, |judge| self.find_key(hash, judge)),
        }
    }
    /// Stores a value; what became of it.
    #[inline]
    fn put(
        &self,
        th: &mut Thread,
        hash: i64,
        key: Ref<'_>,
        value: Ref<'_>,
        replace: bool,
    ) -> R<Stored> {
        let mut given = Some(value.own());
        let simply = self.store(hash, key, &mut given, replace, |e| simply(e, key));
        let stored = match simply {
            Some(stored) => stored,
            None => self.decide(th, key, |judge| {
                self.store(hash, key, &mut given, replace, judge)
            })?,
        };
        // The lock is free: what was given may die here.
        drop(given);
        match stored {
            Stored::NoRoom => Err(error::no_memory(th)),
            stored => Ok(stored),
        }
    }
    /// Sets the value of `key`.
    #[inline]
    fn set(&self, th: &mut Thread, hash: i64, key: Ref<'_>, value: Ref<'_>) -> R<()> {
        // The old value dies here.
        self.put(th, hash, key, value, true).map(drop)
    }
    /// The value of `key`, which gets `value` if it has none.
    fn get_or_insert(&self, th: &mut Thread, hash: i64, key: Ref<'_>, value: Ref<'_>) -> R {
        match self.put(th, hash, key, value, false)? {
            Stored::Old(Some(old)) => Ok(old),
            _ => Ok(value.own()),
        }
    }
    /// Takes `key` out: its value.
    fn remove(&self, th: &mut Thread, hash: i64, key: Ref<'_>) -> R<Option<Obj>> {
        let gone = match self.take(hash, |e| simply(e, key)) {
            Some(gone) => gone,
            None => self.decide(th, key, |judge| self.take(hash, judge))?,
        };
        // The lock is free: the key may die here.
        Ok(gone.and_then(|e| e.value.take()))
    }
    /// Something made of each entry; each shard at one moment.
    fn collect<T>(&self, th: &mut Thread, f: impl Fn(&Entry) -> Option<T>) -> R<Vec<T>> {
        let mut out = Vec::new();
        // Threads may add some meanwhile.
        error::reserve(th, &mut out, self.len())?;
        out.extend(self.map.iter().filter_map(|e| f(e.value())));
        Ok(out)
    }
    fn keys(&self, th: &mut Thread) -> R<Vec<Obj>> {
        self.collect(th, |e| e.key.get())
    }
    fn items(&self, th: &mut Thread) -> R<Vec<(Obj, Obj)>> {
        self.collect(th, |e| Some((e.key.get()?, e.value.get()?)))
    }
}

// ------------------------------------------------------------------ construction

fn dict_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    static SIG: Sig = Sig::parse("initial_capacity=, dictionary=");
    call::with_sig(th, "ConcurrentDict", &SIG, a, |th, a| {
        let scaling = match a.opt(0) {
            Some(n) => int::index(th, n)?,
            None => 0,
        };
        let from = a.opt(1);
        if from.is_some_and(|d| !dict::is_dict(d)) {
            return Err(type_error(th, "dictionary must be a dict type"));
        }
        let scaling = usize::try_from(scaling).unwrap_or(0);
        let scaling = if scaling == 0 {
            DEFAULT_SCALING
        } else {
            scaling
        };
        let d = ConcurrentDict::new(th, scaling)?;
        let o = Obj::new(th, class, d)?;
        if let (Some(d), Some(from)) = (o.get::<ConcurrentDict>(), from) {
            update_from_dict(th, d, from)?;
        }
        Ok(o)
    })
}

fn update_from_dict(th: &mut Thread, d: &ConcurrentDict, from: Ref<'_>) -> R<()> {
    let Some(from) = from.get::<Dict>() else {
        return Ok(());
    };
    for (k, v) in from.items() {
        let hash = ops::hash(th, k.r())?;
        d.set(th, hash, k.r(), v.r())?;
    }
    Ok(())
}

/// A key and a value out of an item of an iterable of pairs.
fn pair(th: &mut Thread, item: Ref<'_>, i: usize) -> R<(Obj, Obj)> {
    let parts = ops::collect(th, item)?;
    match <[Obj; 2]>::try_from(parts) {
        Ok([k, v]) => Ok((k, v)),
        Err(parts) => {
            let m = format!(
                "ConcurrentDict update sequence element #{i} has length {}; 2 is required",
                parts.len()
            );
            Err(value_error(th, m))
        }
    }
}

fn update_from(th: &mut Thread, d: &ConcurrentDict, from: Ref<'_>) -> R<()> {
    if let Some(other) = from.get::<ConcurrentDict>() {
        for (k, v) in other.items(th)? {
            let hash = ops::hash(th, k.r())?;
            d.set(th, hash, k.r(), v.r())?;
        }
        return Ok(());
    }
    if from.is_exact(&types::DICT) {
        return update_from_dict(th, d, from);
    }
    if ops::getattr_opt(th, from, names::keys())?.is_some() {
        let keys = call::call_method(th, from, names::keys(), &[])?;
        let it = ops::iter(th, keys.r())?;
        while let Some(k) = ops::next(th, it.r())? {
            let v = ops::getitem(th, from, k.r())?;
            let hash = ops::hash(th, k.r())?;
            d.set(th, hash, k.r(), v.r())?;
        }
        return Ok(());
    }
    let it = ops::iter(th, from)?;
    let mut i = 0;
    while let Some(item) = ops::next(th, it.r())? {
        let (k, v) = pair(th, item.r(), i)?;
        let hash = ops::hash(th, k.r())?;
        d.set(th, hash, k.r(), v.r())?;
        i += 1;
        hooks::safepoint(th)?;
    }
    Ok(())
}

fn dict_update(th: &mut Thread, a: Args<'_>) -> R {
    let o = a.at(0);
    let rest = a.skip(1);
    rest.check(th, "update", 0, 1)?;
    let d = of::<ConcurrentDict>(th, o)?;
    if let Some(from) = rest.opt_not_none(0) {
        update_from(th, d, from)?;
    }
    for (k, v) in rest.kwargs() {
        let hash = ops::hash(th, k)?;
        d.set(th, hash, k, v)?;
    }
    Ok(Obj::none())
}

// ------------------------------------------------------------------ one key

fn dict_getitem(th: &mut Thread, o: Ref<'_>, key: Ref<'_>) -> R {
    let d = of::<ConcurrentDict>(th, o)?;
    let hash = ops::hash(th, key)?;
    match d.get(th, hash, key)? {
        Some(v) => Ok(v),
        None => Err(key_error(th, key)),
    }
}

fn dict_setitem(th: &mut Thread, o: Ref<'_>, key: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    let d = of::<ConcurrentDict>(th, o)?;
    let hash = ops::hash(th, key)?;
    match v {
        Some(v) => d.set(th, hash, key, v),
        None => match d.remove(th, hash, key)? {
            Some(_) => Ok(()),
            None => Err(key_error(th, key)),
        },
    }
}

fn dict_contains(th: &mut Thread, o: Ref<'_>, key: Ref<'_>) -> R<bool> {
    let d = of::<ConcurrentDict>(th, o)?;
    let hash = ops::hash(th, key)?;
    d.contains(th, hash, key)
}

fn dict_get(th: &mut Thread, a: Args<'_>) -> R {
    let d = of::<ConcurrentDict>(th, a.at(0))?;
    let hash = ops::hash(th, a.at(1))?;
    match d.get(th, hash, a.at(1))? {
        Some(v) => Ok(v),
        None => Ok(a.at(2).own()),
    }
}

/// `dict_get` of a key that hashes and compares without Python code.
fn dict_get_quick<'g>(th: &'g Thread, a: Args<'_>) -> Option<Val<'g>> {
    let (d, key) = (a.payload::<ConcurrentDict>(0)?, a.opt(1)?);
    if a.kw_len() != 0 || a.len() > 3 {
        return None;
    }
    let hash = quick::simple_hash(key)?;
    let h = spread(hash);
    let mut open = false;
    let shard = shard!(d, h).read();
    let found = shard.get(h, |e| {
        e.0 == hash && known(simply(e.1.get(), key), &mut open)
    });
    match found {
        Some(e) => e.1.get().value.load(th),
        None if open => None,
        None => a.at(2).copy(th),
    }
}

fn dict_setdefault(th: &mut Thread, a: Args<'_>) -> R {
    let d = of::<ConcurrentDict>(th, a.at(0))?;
    let hash = ops::hash(th, a.at(1))?;
    d.get_or_insert(th, hash, a.at(1), a.at(2))
}

fn dict_pop(th: &mut Thread, a: Args<'_>) -> R {
    let d = of::<ConcurrentDict>(th, a.at(0))?;
    let hash = ops::hash(th, a.at(1))?;
    match d.remove(th, hash, a.at(1))? {
        Some(v) => Ok(v),
        None => match a.opt(2) {
            Some(v) => Ok(v.own()),
            None => Err(key_error(th, a.at(1))),
        },
    }
}

// ------------------------------------------------------------------ all of it

fn dict_len(th: &mut Thread, o: Ref<'_>) -> R<usize> {
    Ok(of::<ConcurrentDict>(th, o)?.len())
}

fn dict_bool(th: &mut Thread, o: Ref<'_>) -> R<bool> {
    Ok(!of::<ConcurrentDict>(th, o)?.map.is_empty())
}

fn dict_clear(th: &mut Thread, a: Args<'_>) -> R {
    of::<ConcurrentDict>(th, a.at(0))?.empty();
    Ok(Obj::none())
}

/// A plain dict of the items.
fn plain(th: &mut Thread, o: Ref<'_>) -> R {
    let items = of::<ConcurrentDict>(th, o)?.items(th)?;
    let new = dict::new(th)?;
    if let Some(d) = new.get::<Dict>() {
        for (k, v) in items {
            drop(d.insert(th, k.r(), v)?);
        }
    }
    Ok(new)
}

fn dict_as_dict(th: &mut Thread, a: Args<'_>) -> R {
    plain(th, a.at(0))
}

fn dict_keys(th: &mut Thread, a: Args<'_>) -> R {
    let keys = of::<ConcurrentDict>(th, a.at(0))?.keys(th)?;
    list::new(th, keys)
}

fn dict_values(th: &mut Thread, a: Args<'_>) -> R {
    let values = of::<ConcurrentDict>(th, a.at(0))?.collect(th, |e| e.value.get())?;
    list::new(th, values)
}

fn dict_items(th: &mut Thread, a: Args<'_>) -> R {
    let items = of::<ConcurrentDict>(th, a.at(0))?.items(th)?;
    let mut out = Vec::new();
    error::reserve(th, &mut out, items.len())?;
    for (k, v) in items {
        out.push(tuple::new(th, vec![k, v])?);
    }
    list::new(th, out)
}

fn dict_iter(th: &mut Thread, o: Ref<'_>) -> R {
    let keys = of::<ConcurrentDict>(th, o)?.keys(th)?;
    let keys = list::new(th, keys)?;
    iter::list_iter(th, keys.r())
}

fn dict_richcmp(th: &mut Thread, a: Ref<'_>, b: Ref<'_>, op: CmpOp) -> R {
    if !matches!(op, CmpOp::Eq | CmpOp::Ne) {
        return not_implemented();
    }
    let other = if b.is_instance(&CONCURRENT_DICT) {
        plain(th, b)?
    } else if dict::is_dict(b) {
        b.own()
    } else {
        return not_implemented();
    };
    let mine = plain(th, a)?;
    ops::compare(th, mine.r(), other.r(), op)
}

fn dict_repr(th: &mut Thread, o: Ref<'_>) -> R {
    if !ops::repr_enter(th, o) {
        return pystr::new(th, "ConcurrentDict({...})");
    }
    let text = plain(th, o).and_then(|d| ops::repr(th, d.r()));
    ops::repr_leave(th, o);
    let text = text?;
    let mut out = b"ConcurrentDict(".to_vec();
    out.extend_from_slice(text.get::<pystr::Str>().map_or(&[], pystr::Str::bytes));
    out.push(b')');
    pystr::from_wtf8(th, &out)
}

#[rustfmt::skip]
static METHODS: &[MethodDef] = &[
    MethodDef::new("as_dict", Kind::NoArgs, dict_as_dict, "as_dict($self, /)\n--\n\nA dict of the items."),
    MethodDef::new("clear", Kind::NoArgs, dict_clear, "clear($self, /)\n--\n\nRemove all items."),
    MethodDef::new("get", Kind::Pos(1, 2), dict_get, "get($self, key, default=None, /)\n--\n\nThe value of key, or default.").quick(dict_get_quick),
    MethodDef::new("setdefault", Kind::Pos(1, 2), dict_setdefault, "setdefault($self, key, default=None, /)\n--\n\nThe value of key, which becomes default if it has none; one atomic step."),
    MethodDef::new("pop", Kind::Pos(1, 2), dict_pop, "Remove key and return its value, or the default if one is given; one atomic step."),
    MethodDef::new("update", Kind::Any, dict_update, "Set items from a mapping or an iterable of pairs, and from keyword arguments."),
    MethodDef::new("keys", Kind::NoArgs, dict_keys, "keys($self, /)\n--\n\nA list of the keys."),
    MethodDef::new("values", Kind::NoArgs, dict_values, "values($self, /)\n--\n\nA list of the values."),
    MethodDef::new("items", Kind::NoArgs, dict_items, "items($self, /)\n--\n\nA list of pairs."),
    MethodDef::class("__class_getitem__", Kind::One, class_getitem, "See PEP 585"),
];

static SPEC: TypeSpec = TypeSpec::new(
    &CONCURRENT_DICT,
    dict_new,
    "ConcurrentDict(initial_capacity=17, dictionary={})\n--\n\nA dictionary that many threads write at once.",
)
.flags(tf::WEAKREFS)
.methods(METHODS);

/// Adds the type to the module.
pub fn add_to(th: &mut Thread, m: Ref<'_>) -> R<()> {
    SPEC.begin::<ConcurrentDict>(&types::OBJECT);
    let s = CONCURRENT_DICT.slots();
    s.set_repr(dict_repr);
    s.set_richcmp(dict_richcmp);
    s.clear(SlotId::Hash);
    s.set_iter(dict_iter);
    s.set_len(dict_len);
    s.set_bool(dict_bool);
    s.set_contains(dict_contains);
    s.set_getitem(dict_getitem);
    s.set_setitem(dict_setitem);
    SPEC.end(th)?;
    module::add(th, m, "ConcurrentDict", CONCURRENT_DICT.r().own())
}
