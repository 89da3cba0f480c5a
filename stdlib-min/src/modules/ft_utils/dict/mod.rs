//! `ConcurrentDict`: what Python sees of it. `table` is the data structure.

mod table;

use crate::modules::common::{TypeSpec, class_getitem, not_implemented, of};
use table::{DEFAULT_SCALING, Table};
use typhon_runtime::call::{self, Args, Kind, MethodDef, Sig};
use typhon_runtime::error::{self, key_error, type_error, value_error};
use typhon_runtime::types::dict::{self, Dict};
use typhon_runtime::types::slots::{CmpOp, SlotId};
use typhon_runtime::types::typeobj::{TypeObj, flags as tf};
use typhon_runtime::types::{self, int, list, module, str as pystr, tuple};
use typhon_runtime::{Obj, R, Ref, Thread, Val, hooks, iter, names, ops, payload, quick};

/// The type.
pub static CONCURRENT_DICT: TypeObj = TypeObj::declare("ft_utils._concurrency.ConcurrentDict");

/// Payload.
pub struct ConcurrentDict(Table);
payload!(
    ConcurrentDict,
    traverse | s,
    v | s.0.visit(v),
    clear | s | s.0.empty()
);

impl std::ops::Deref for ConcurrentDict {
    type Target = Table;
    fn deref(&self) -> &Table {
        &self.0
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
        let d = ConcurrentDict(Table::new(th, scaling)?);
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

/// `dict_get` of a key that hashes and compares without Python code, and that has been looked for before.
fn dict_get_quick<'g>(th: &'g Thread, a: Args<'_>) -> Option<Val<'g>> {
    let (d, key) = (a.payload::<ConcurrentDict>(0)?, a.opt(1)?);
    if a.kw_len() != 0 || a.len() > 3 {
        return None;
    }
    d.load(th, quick::simple_hash(key)?, key)
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
    Ok(!of::<ConcurrentDict>(th, o)?.is_empty())
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
    let values = of::<ConcurrentDict>(th, a.at(0))?.values(th)?;
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
    table::make_types(th)?;
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
