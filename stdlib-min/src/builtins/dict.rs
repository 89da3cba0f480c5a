//! `dict`: visible methods and slots. Storage: `types::dict`; views: `dict_views.rs`; iterators: `dict_iter.rs`.

use super::seq::{self, class_getitem, not_implemented, push_repr};
use typhon_runtime::call::{self, Args, Kind, MethodDef};
use typhon_runtime::error::{self, key_error, type_error, value_error};
use typhon_runtime::quick::simple_hash;
use typhon_runtime::types::dict::{self, Dict};
use typhon_runtime::types::set::Set;
use typhon_runtime::types::slotdefs;
use typhon_runtime::types::slots::{CmpOp, SlotId};
use typhon_runtime::types::{self, str as pystr, tuple};
use typhon_runtime::{Obj, R, Raised, Ref, Thread, Val, names, ops};

/// The payload of self, which method descriptors have checked.
pub fn of<'a>(th: &mut Thread, o: Ref<'a>) -> R<&'a Dict> {
    match o.get::<Dict>() {
        Some(d) => Ok(d),
        None => Err(type_error(th, "dict expected")),
    }
}

fn dict_new(th: &mut Thread, class: Ref<'_>, _a: Args<'_>) -> R {
    Obj::new(th, class, Dict::new())
}

fn dict_init(th: &mut Thread, slf: Ref<'_>, a: Args<'_>) -> R<()> {
    update(th, slf, a, "dict")
}

/// `dict(...)` and `d.update(...)`; `a` without self.
fn update(th: &mut Thread, slf: Ref<'_>, a: Args<'_>, fname: &str) -> R<()> {
    a.check(th, fname, 0, 1)?;
    let d = of(th, slf)?;
    if let Some(o) = a.opt(0) {
        update_from(th, d, o)?;
    }
    if a.kw_len() > 0 {
        for (k, v) in a.kwargs() {
            drop(d.insert(th, k, v.own())?);
        }
    }
    Ok(())
}

/// Adds the items of a mapping or of an iterable of pairs.
pub fn update_from(th: &mut Thread, d: &Dict, o: Ref<'_>) -> R<()> {
    if is_plain(o)
        && let Some(other) = o.get::<Dict>()
    {
        return d.merge(th, other, true);
    }
    if dict::is_dict(o) || ops::getattr_opt(th, o, names::keys())?.is_some() {
        return merge_mapping(th, d, o, true);
    }
    merge_pairs(th, d, o, true)
}

/// Whether a dict's own iteration was not overridden.
pub fn is_plain(o: Ref<'_>) -> bool {
    dict::is_dict(o) && o.class().slots().same(SlotId::Iter, types::DICT.slots())
}

/// Adds `o[k]` for every key of `o.keys()`.
pub fn merge_mapping(th: &mut Thread, d: &Dict, o: Ref<'_>, replace: bool) -> R<()> {
    let keys = call::call_method(th, o, names::keys(), &[])?;
    let message = format!(
        "{}.keys() returned a non-iterable (type {})",
        o.class().tp_name(),
        keys.r().class().tp_name()
    );
    for k in seq::collect_or(th, keys.r(), &message)? {
        if !replace && d.get(th, k.r())?.is_some() {
            continue;
        }
        let v = ops::getitem(th, o, k.r())?;
        drop(d.insert(th, k.r(), v)?);
    }
    Ok(())
}

fn merge_pairs(th: &mut Thread, d: &Dict, o: Ref<'_>, replace: bool) -> R<()> {
    let it = ops::iter(th, o)?;
    let mut n = 0usize;
    while let Some(pair) = ops::next(th, it.r())? {
        let items = match seq::collect_or(th, pair.r(), "object is not iterable") {
            Ok(v) => v,
            Err(Raised) => {
                if error::pending_is(th, &error::TYPE_ERROR) {
                    let e = error::fetch(th);
                    let note = format!(
                        "Cannot convert dictionary update sequence element #{n} to a sequence"
                    );
                    let note = pystr::new(th, &note)?;
                    drop(call::call_method(
                        th,
                        e.r(),
                        pystr::intern_str("add_note"),
                        &[note.r()],
                    )?);
                    return Err(error::restore(th, e));
                }
                return Err(Raised);
            }
        };
        let [k, v] = items.as_slice() else {
            let m = format!(
                "dictionary update sequence element #{n} has length {}; 2 is required",
                items.len()
            );
            return Err(value_error(th, m));
        };
        if replace || d.get(th, k.r())?.is_none() {
            drop(d.insert(th, k.r(), v.clone())?);
        }
        n += 1;
    }
    Ok(())
}

fn dict_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let d = of(th, o)?;
    seq::guarded_repr(th, o, "{...}", |th, out| {
        out.push(b'{');
        let mut at = 0;
        while let Some((i, k, v)) = d.next_at(at) {
            if out.len() > 1 {
                out.extend_from_slice(b", ");
            }
            push_repr(th, out, k.r())?;
            out.extend_from_slice(b": ");
            push_repr(th, out, v.r())?;
            at = i + 1;
        }
        out.push(b'}');
        Ok(())
    })
}

fn dict_len(th: &mut Thread, o: Ref<'_>) -> R<usize> {
    of(th, o).map(Dict::len)
}

fn dict_contains(th: &mut Thread, o: Ref<'_>, k: Ref<'_>) -> R<bool> {
    Ok(of(th, o)?.get(th, k)?.is_some())
}

fn dict_getitem(th: &mut Thread, o: Ref<'_>, k: Ref<'_>) -> R {
    if let Some(v) = of(th, o)?.get(th, k)? {
        return Ok(v);
    }
    if !o.is_exact(&types::DICT)
        && let Some(v) = call::call_special(th, o, names::__missing__(), &[k])?
    {
        return Ok(v);
    }
    Err(key_error(th, k))
}

fn dict_setitem(th: &mut Thread, o: Ref<'_>, k: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    let d = of(th, o)?;
    match v {
        Some(v) => {
            drop(d.insert(th, k, v.own())?);
            Ok(())
        }
        None => match d.remove(th, k)? {
            Some(old) => {
                drop(old);
                Ok(())
            }
            None => Err(key_error(th, k)),
        },
    }
}

/// Whether two dicts have equal items.
pub fn equal(th: &mut Thread, a: &Dict, b: &Dict) -> R<bool> {
    if a.len() != b.len() {
        return Ok(false);
    }
    let mut at = 0;
    while let Some((i, hash, k, v)) = a.next_hashed(at) {
        match b.get_hashed(th, hash, k.r())? {
            Some(w) if ops::equal(th, v.r(), w.r())? => {}
            _ => return Ok(false),
        }
        at = i + 1;
    }
    Ok(true)
}

fn dict_richcmp(th: &mut Thread, a: Ref<'_>, b: Ref<'_>, op: CmpOp) -> R {
    match (a.get::<Dict>(), b.get::<Dict>(), op) {
        (Some(x), Some(y), CmpOp::Eq) => equal(th, x, y).map(Obj::bool),
        (Some(x), Some(y), CmpOp::Ne) => equal(th, x, y).map(|e| Obj::bool(!e)),
        _ => not_implemented(),
    }
}

fn dict_or(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
    let (Some(x), Some(_)) = (a.get::<Dict>(), b.get::<Dict>()) else {
        return not_implemented();
    };
    let new = dict::copy(th, x)?;
    let d = of(th, new.r())?;
    update_from(th, d, b)?;
    Ok(new)
}

fn dict_ior(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
    let d = of(th, a)?;
    update_from(th, d, b)?;
    Ok(a.own())
}

// ------------------------------------------------------------------ methods

fn dict_get(th: &mut Thread, a: Args<'_>) -> R {
    let Some(d) = a.payload::<Dict>(0) else {
        return of(th, a.at(0)).map(|_| Obj::none());
    };
    let key = a.at(1);
    let hash = dict::key_hash(th, key)?;
    match d.get_hashed(th, hash, key)? {
        Some(v) => Ok(v),
        None => Ok(a.at(2).own()),
    }
}

/// `dict_get` of a key that hashes without Python code.
fn dict_get_quick<'g>(th: &'g Thread, a: Args<'_>) -> Option<Val<'g>> {
    let (d, key) = (a.at(0).get::<Dict>()?, a.at(1));
    if a.kw_len() != 0 || a.len() < 2 || a.len() > 3 {
        return None;
    }
    let hash = simple_hash(key)?;
    match d.load_simple(th, hash, key)? {
        Some(v) => Some(v),
        None => a.at(2).copy(th),
    }
}

fn dict_setdefault(th: &mut Thread, a: Args<'_>) -> R {
    of(th, a.at(0))?.get_or_insert(th, a.at(1), a.at(2))
}

fn dict_pop(th: &mut Thread, a: Args<'_>) -> R {
    let d = of(th, a.at(0))?;
    // An empty dict does not even ask for the key's hash.
    let found = if d.is_empty() {
        None
    } else {
        d.remove(th, a.at(1))?
    };
    match found {
        Some((k, v)) => {
            drop(k);
            Ok(v)
        }
        None => match a.opt(2) {
            Some(v) => Ok(v.own()),
            None => Err(key_error(th, a.at(1))),
        },
    }
}

fn dict_popitem(th: &mut Thread, a: Args<'_>) -> R {
    match of(th, a.at(0))?.pop_last() {
        Some((k, v)) => tuple::of(th, [k, v]),
        None => Err(error::raise(
            th,
            &error::KEY_ERROR,
            "popitem(): dictionary is empty",
        )),
    }
}

fn dict_update(th: &mut Thread, a: Args<'_>) -> R {
    update(th, a.at(0), a.skip(1), "update")?;
    Ok(Obj::none())
}

fn dict_clear(th: &mut Thread, a: Args<'_>) -> R {
    of(th, a.at(0))?.clear_all();
    Ok(Obj::none())
}

fn dict_copy(th: &mut Thread, a: Args<'_>) -> R {
    let d = of(th, a.at(0))?;
    dict::copy(th, d)
}

/// The items of a set or dict with their hashes; None for everything else.
fn hashed_keys(o: Ref<'_>) -> Option<Vec<(i64, Obj)>> {
    if o.is_exact(&types::DICT) {
        return Some(o.get::<Dict>()?.snapshot(|hash, k, _| (hash, k)));
    }
    let exact = o.is_exact(&types::SET) || o.is_exact(&types::FROZENSET);
    exact.then(|| o.get::<Set>().map(Set::entries))?
}

fn dict_fromkeys(th: &mut Thread, a: Args<'_>) -> R {
    let value = a.at(2);
    let new = call::call(th, a.at(0), &[])?;
    let plain = new.r().is_exact(&types::DICT);
    // The hashes of a set's or dict's keys are known.
    if plain
        && let Some(d) = new.get::<Dict>()
        && let Some(keys) = hashed_keys(a.at(1))
    {
        for (hash, k) in keys {
            drop(d.insert_hashed(th, hash, k.r(), value.own())?);
        }
        return Ok(new);
    }
    let it = ops::iter(th, a.at(1))?;
    while let Some(k) = ops::next(th, it.r())? {
        match new.get::<Dict>() {
            Some(d) if plain => drop(d.insert(th, k.r(), value.own())?),
            _ => ops::setitem(th, new.r(), k.r(), Some(value))?,
        }
    }
    Ok(new)
}

fn dict_sizeof(th: &mut Thread, a: Args<'_>) -> R {
    let n = of(th, a.at(0))?.table_bytes();
    seq::length(th, typhon_runtime::obj::size_of(a.at(0)) + n)
}

fn dict_contains_method(th: &mut Thread, a: Args<'_>) -> R {
    dict_contains(th, a.at(0), a.at(1)).map(Obj::bool)
}

fn dict_getitem_method(th: &mut Thread, a: Args<'_>) -> R {
    dict_getitem(th, a.at(0), a.at(1))
}

fn dict_keys(th: &mut Thread, a: Args<'_>) -> R {
    super::dict_views::keys(th, a.at(0))
}

fn dict_values(th: &mut Thread, a: Args<'_>) -> R {
    super::dict_views::values(th, a.at(0))
}

fn dict_items(th: &mut Thread, a: Args<'_>) -> R {
    super::dict_views::items(th, a.at(0))
}

fn dict_reversed(th: &mut Thread, a: Args<'_>) -> R {
    super::dict_iter::new(th, a.at(0), super::dict_iter::Part::Keys, true)
}

fn dict_iter(th: &mut Thread, o: Ref<'_>) -> R {
    super::dict_iter::new(th, o, super::dict_iter::Part::Keys, false)
}

static METHODS: &[MethodDef] = &[
    MethodDef::new(
        "__contains__",
        Kind::One,
        dict_contains_method,
        "True if the dictionary has the specified key, else False.",
    ),
    MethodDef::new(
        "__getitem__",
        Kind::One,
        dict_getitem_method,
        "Return self[key].",
    ),
    MethodDef::new(
        "__sizeof__",
        Kind::NoArgs,
        dict_sizeof,
        "Return the size of the dict in memory.",
    ),
    MethodDef::new(
        "get",
        Kind::Pos(1, 2),
        dict_get,
        "Return the value for key if key is in the dictionary, else default.",
    )
    .quick(dict_get_quick),
    MethodDef::new(
        "setdefault",
        Kind::Pos(1, 2),
        dict_setdefault,
        "Insert key with a value of default if key is not in the dictionary.",
    ),
    MethodDef::new(
        "pop",
        Kind::Pos(1, 2),
        dict_pop,
        "Remove the key and return its value, or the default.",
    ),
    MethodDef::new(
        "popitem",
        Kind::NoArgs,
        dict_popitem,
        "Remove and return the last item as a (key, value) pair.",
    ),
    MethodDef::new(
        "keys",
        Kind::NoArgs,
        dict_keys,
        "Return a set-like object providing a view on the dict's keys.",
    ),
    MethodDef::new(
        "items",
        Kind::NoArgs,
        dict_items,
        "Return a set-like object providing a view on the dict's items.",
    ),
    MethodDef::new(
        "values",
        Kind::NoArgs,
        dict_values,
        "Return an object providing a view on the dict's values.",
    ),
    MethodDef::new(
        "update",
        Kind::Any,
        dict_update,
        "Update from a mapping or an iterable of pairs, then from keyword arguments.",
    ),
    MethodDef::class(
        "fromkeys",
        Kind::Pos(1, 2),
        dict_fromkeys,
        "Create a new dictionary with keys from iterable and values set to value.",
    ),
    MethodDef::new(
        "clear",
        Kind::NoArgs,
        dict_clear,
        "Remove all items from the dict.",
    ),
    MethodDef::new(
        "copy",
        Kind::NoArgs,
        dict_copy,
        "Return a shallow copy of the dict.",
    ),
    MethodDef::new(
        "__reversed__",
        Kind::NoArgs,
        dict_reversed,
        "Return a reverse iterator over the dict keys.",
    ),
    MethodDef::class("__class_getitem__", Kind::One, class_getitem, "See PEP 585"),
];

/// See the module.
pub fn init(th: &mut Thread) -> R<()> {
    super::dict_iter::init(th)?;
    super::dict_views::init(th)?;
    let t = &types::DICT;
    let s = t.slots();
    s.set_new(dict_new);
    s.set_init(dict_init);
    s.set_repr(dict_repr);
    s.set_richcmp(dict_richcmp);
    s.clear(SlotId::Hash);
    s.set_iter(dict_iter);
    s.set_snapshot(|_, o| Ok(o.get::<Dict>().map_or_else(Vec::new, Dict::keys)));
    s.set_len(dict_len);
    s.set_contains(dict_contains);
    s.set_getitem(dict_getitem);
    s.set_setitem(dict_setitem);
    s.set_or(dict_or);
    s.set_ior(dict_ior);
    call::add_methods(th, t, METHODS)?;
    slotdefs::finish(th, t)
}
