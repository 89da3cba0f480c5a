//! Iterators of dicts and their views, forwards and backwards.
//!
//! An iterator remembers the dict's size; a dict of another size ends it with an error, for good.

use super::seq;
use crate::modules::collections::ordered;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use typhon_runtime::call::{self, Args, Kind, MethodDef};
use typhon_runtime::error::{runtime_error, type_error};
use typhon_runtime::iter::DictIter;
use typhon_runtime::refcount::SHARED;
use typhon_runtime::slot::Slot;
use typhon_runtime::types::dict::Dict;
use typhon_runtime::types::slotdefs;
use typhon_runtime::types::typeobj::TypeObj;
use typhon_runtime::types::{self, list, tuple};
use typhon_runtime::{Obj, R, Raised, Ref, Thread, ops};

/// What an iterator or view gives.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// Keys.
    Keys,
    /// Values.
    Values,
    /// Pairs.
    Items,
}

const CHANGED: usize = usize::MAX;

macro_rules! iterators {
    ($($id:ident $name:literal $next:ident $step:ident $part:expr;)*) => {
        $(
            #[doc = concat!("`", $name, "`.")]
            pub static $id: TypeObj = TypeObj::declare($name);
            fn $next(th: &mut Thread, it: Ref<'_>) -> R<Option<Obj>> {
                $step(th, it, $part)
            }
        )*
        /// See the module.
        pub fn init(th: &mut Thread) -> R<()> {
            $(
                $id.setup::<DictIter>(Some(&types::OBJECT), seq::INTERNAL);
                $id.slots().set_iter(seq::same);
                $id.slots().set_next($next);
                call::add_methods(th, &$id, METHODS)?;
                slotdefs::finish(th, &$id)?;
            )*
            Ok(())
        }
    };
}
iterators! {
    KEYS "dict_keyiterator" next_key forward Part::Keys;
    VALUES "dict_valueiterator" next_value forward Part::Values;
    ITEMS "dict_itemiterator" next_item forward Part::Items;
    REVERSED_KEYS "dict_reversekeyiterator" previous_key backward Part::Keys;
    REVERSED_VALUES "dict_reversevalueiterator" previous_value backward Part::Values;
    REVERSED_ITEMS "dict_reverseitemiterator" previous_item backward Part::Items;
}

/// A new iterator over a dict.
pub fn new(th: &mut Thread, dict: Ref<'_>, part: Part, reversed: bool) -> R {
    let Some(d) = dict.get::<Dict>() else {
        return Err(type_error(th, "dict expected"));
    };
    let class = match (part, reversed) {
        (Part::Keys, false) => &KEYS,
        (Part::Values, false) => &VALUES,
        (Part::Items, false) => &ITEMS,
        (Part::Keys, true) => &REVERSED_KEYS,
        (Part::Values, true) => &REVERSED_VALUES,
        (Part::Items, true) => &REVERSED_ITEMS,
    };
    let it = DictIter {
        dict: Slot::new(dict.own()),
        at: AtomicUsize::new(if reversed { d.end() } else { 0 }),
        size: AtomicUsize::new(d.len()),
        left: AtomicUsize::new(d.len()),
    };
    Obj::new(th, class.r(), it)
}

/// Whether the dict still has its size; else the error, now and ever after.
fn unchanged(th: &mut Thread, it: &DictIter, d: &Dict) -> R<()> {
    // Relaxed: an iterator's state is a hint between threads that share it.
    if it.size.load(Relaxed) == d.len() {
        return Ok(());
    }
    Err(changed_size(th, it))
}

#[cold]
fn changed_size(th: &mut Thread, it: &DictIter) -> Raised {
    it.size.store(CHANGED, Relaxed);
    let ordered = it.dict.get().is_some_and(|d| ordered::is_ordered(d.r()));
    runtime_error(
        th,
        if ordered {
            "OrderedDict mutated during iteration"
        } else {
            "dictionary changed size during iteration"
        },
    )
}

#[cold]
fn changed_keys(th: &mut Thread, it: &DictIter) -> Raised {
    it.size.store(CHANGED, Relaxed);
    it.dict.discard();
    runtime_error(th, "dictionary keys changed during iteration")
}

/// Moves the position on; false: another thread that shares the iterator was faster, and what was found at `from` is its.
/// `left` follows the position, so that it is zero only when the items should be at their end.
fn took_one(o: Ref<'_>, it: &DictIter, from: usize, to: usize) -> bool {
    let shared = o.header().is_some_and(|h| h.flags() & SHARED != 0);
    if !shared {
        it.at.store(to, Relaxed);
        it.left
            .store(it.left.load(Relaxed).saturating_sub(1), Relaxed);
        return true;
    }
    // Relaxed: one winner for each position; items are read with the dict's own protocol.
    if it.at.compare_exchange(from, to, Relaxed, Relaxed).is_err() {
        return false;
    }
    let fewer = |n: usize| Some(n.saturating_sub(1));
    it.left.fetch_update(Relaxed, Relaxed, fewer).is_ok()
}

/// One step forwards: `find` looks from a position on for the next entry and tells where it stands.
#[inline(always)]
fn step<T>(
    th: &mut Thread,
    o: Ref<'_>,
    find: impl Fn(&Dict, usize) -> Option<(usize, T)>,
) -> R<Option<T>> {
    let Some(it) = o.get::<DictIter>() else {
        return Ok(None);
    };
    loop {
        let at = it.at.load(Relaxed);
        let (same, found) = {
            let Some(dict) = it.dict.load(th) else {
                return Ok(None);
            };
            let Some(d) = dict.r().get::<Dict>() else {
                return Ok(None);
            };
            // Relaxed: as in unchanged.
            if it.size.load(Relaxed) == d.len() {
                (true, find(d, at))
            } else {
                (false, None)
            }
        };
        if !same {
            return Err(changed_size(th, it));
        }
        let Some((i, v)) = found else {
            it.dict.discard();
            return Ok(None);
        };
        if it.left.load(Relaxed) == 0 && it.at.load(Relaxed) == at {
            return Err(changed_keys(th, it));
        }
        if took_one(o, it, at, i + 1) {
            return Ok(Some(v));
        }
    }
}

/// The next key and value of an iterator of items.
pub fn next_pair(th: &mut Thread, o: Ref<'_>) -> R<Option<(Obj, Obj)>> {
    step(th, o, |d, at| d.next_at(at).map(|(i, k, v)| (i, (k, v))))
}

#[inline(always)]
fn forward(th: &mut Thread, o: Ref<'_>, part: Part) -> R<Option<Obj>> {
    match part {
        Part::Keys => step(th, o, Dict::next_key),
        Part::Values => step(th, o, Dict::next_value),
        Part::Items => match next_pair(th, o)? {
            Some((k, v)) => tuple::of(th, [k, v]).map(Some),
            None => Ok(None),
        },
    }
}

fn backward(th: &mut Thread, o: Ref<'_>, part: Part) -> R<Option<Obj>> {
    let Some(it) = o.get::<DictIter>() else {
        return Ok(None);
    };
    let Some(dict) = it.dict.get() else {
        return Ok(None);
    };
    let Some(d) = dict.get::<Dict>() else {
        return Ok(None);
    };
    loop {
        unchanged(th, it, d)?;
        let at = it.at.load(Relaxed);
        // A table that was replaced by a shorter one has no such position.
        let found = if at > d.end() { None } else { d.prev_at(at) };
        let Some((i, k, v)) = found else {
            it.dict.discard();
            return Ok(None);
        };
        if it.left.load(Relaxed) == 0 && it.at.load(Relaxed) == at {
            return Err(changed_keys(th, it));
        }
        if took_one(o, it, at, i) {
            return match part {
                Part::Keys => Ok(Some(k)),
                Part::Values => Ok(Some(v)),
                Part::Items => tuple::of(th, [k, v]).map(Some),
            };
        }
    }
}

fn iter_hint(th: &mut Thread, a: Args<'_>) -> R {
    let n = a
        .at(0)
        .get::<DictIter>()
        .map_or(0, |it| match it.dict.get() {
            Some(d)
                if d.get::<Dict>()
                    .is_some_and(|d| d.len() == it.size.load(Relaxed)) =>
            {
                it.left.load(Relaxed)
            }
            _ => 0,
        });
    seq::length(th, n)
}

fn iter_reduce(th: &mut Thread, a: Args<'_>) -> R {
    // The rest of a copy, so that the iterator itself is not used up.
    let slf = a.at(0);
    let mut rest = Vec::new();
    if let Some(it) = slf.get::<DictIter>() {
        let copy = DictIter {
            dict: it.dict.get().map_or_else(Slot::empty, Slot::new),
            at: AtomicUsize::new(it.at.load(Relaxed)),
            size: AtomicUsize::new(it.size.load(Relaxed)),
            left: AtomicUsize::new(it.left.load(Relaxed)),
        };
        let copy = Obj::new(th, slf.type_ref(), copy)?;
        while let Some(v) = ops::next(th, copy.r())? {
            rest.push(v);
        }
    }
    let rest = list::new(th, rest)?;
    seq::reduce_iter(th, vec![rest], None)
}

static METHODS: &[MethodDef] = &[
    MethodDef::new(
        "__length_hint__",
        Kind::NoArgs,
        iter_hint,
        "Private method returning an estimate of len(list(it)).",
    ),
    MethodDef::new(
        "__reduce__",
        Kind::NoArgs,
        iter_reduce,
        "Return state information for pickling.",
    ),
];
