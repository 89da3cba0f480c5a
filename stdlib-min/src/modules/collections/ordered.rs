//! `OrderedDict`: a dict (whose items stand in order anyway) with the operations that speak of the order.

use crate::modules::common::{TypeSpec, not_implemented, of};
use std::cell::Cell;
use typhon_runtime::call::{self, Args, GetSetDef, Kind, MethodDef};
use typhon_runtime::error::{self, key_error, type_error, value_error};
use typhon_runtime::types::classes::members;
use typhon_runtime::types::dict::{self, Dict};
use typhon_runtime::types::slots::{CmpOp, SlotId};
use typhon_runtime::types::typeobj::{TypeObj, flags as tf};
use typhon_runtime::types::{self, module, str as pystr, tuple};
use typhon_runtime::{Obj, R, Raised, Ref, Thread, hooks, names, ops};

static ORDERED: TypeObj = TypeObj::declare("collections.OrderedDict");

/// Whether it is an `OrderedDict`.
pub fn is_ordered(o: Ref<'_>) -> bool {
    ORDERED.is_ready() && o.is_instance(&ORDERED)
}

fn ordered_new(th: &mut Thread, class: Ref<'_>, _a: Args<'_>) -> R {
    Obj::new(th, class, Dict::new())
}

fn ordered_init(th: &mut Thread, o: Ref<'_>, a: Args<'_>) -> R<()> {
    a.check(th, "OrderedDict", 0, 1)?;
    update(th, o, a)
}

/// Stores the items of a mapping or of pairs with `o[key] = value`, so that overridden `__setitem__`s see them.
fn update(th: &mut Thread, o: Ref<'_>, a: Args<'_>) -> R<()> {
    if let Some(x) = a.opt(0) {
        if x.is_exact(&types::DICT) {
            let items = of::<Dict>(th, x)?.items();
            for (k, v) in items {
                ops::setitem(th, o, k.r(), Some(v.r()))?;
            }
        } else if ops::getattr_opt(th, x, names::keys())?.is_some() {
            let keys = call::call_method(th, x, names::keys(), &[])?;
            let it = ops::iter(th, keys.r())?;
            while let Some(k) = ops::next(th, it.r())? {
                let v = ops::getitem(th, x, k.r())?;
                ops::setitem(th, o, k.r(), Some(v.r()))?;
            }
        } else if ops::getattr_opt(th, x, names::items())?.is_some() {
            let items = call::call_method(th, x, names::items(), &[])?;
            store_pairs(th, o, items.r())?;
        } else {
            store_pairs(th, o, x)?;
        }
    }
    for (k, v) in a.kwargs() {
        ops::setitem(th, o, k, Some(v))?;
    }
    Ok(())
}

fn store_pairs(th: &mut Thread, o: Ref<'_>, pairs: Ref<'_>) -> R<()> {
    let it = ops::iter(th, pairs)?;
    while let Some(pair) = ops::next(th, it.r())? {
        let items = ops::collect(th, pair.r())?;
        match items.as_slice() {
            [k, v] => ops::setitem(th, o, k.r(), Some(v.r()))?,
            [] | [_] => {
                let m = format!(
                    "need more than {} value{} to unpack",
                    items.len(),
                    if items.len() == 1 { "" } else { "s" }
                );
                return Err(value_error(th, m));
            }
            _ => return Err(value_error(th, "too many values to unpack (expected 2)")),
        }
    }
    Ok(())
}

fn ordered_update(th: &mut Thread, a: Args<'_>) -> R {
    let rest = a.skip(1);
    if rest.len() > 1 {
        let m = format!(
            "update() takes at most 1 positional argument ({} given)",
            rest.len()
        );
        return Err(type_error(th, m));
    }
    update(th, a.at(0), rest)?;
    Ok(Obj::none())
}

fn ordered_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let name = o.class().name();
    if of::<Dict>(th, o)?.is_empty() {
        return pystr::new(th, &format!("{name}()"));
    }
    if !ops::repr_enter(th, o) {
        return pystr::new(th, "...");
    }
    let r = repr_items(th, o);
    ops::repr_leave(th, o);
    let text = format!("{name}({})", r?);
    pystr::new(th, &text)
}

fn repr_items(th: &mut Thread, o: Ref<'_>) -> R<String> {
    let plain = if o.is_exact(&ORDERED) {
        let d = of::<Dict>(th, o)?;
        dict::copy(th, d)?
    } else {
        let items = call::call_method(th, o, names::items(), &[])?;
        call::call(th, types::DICT.r(), &[items.r()])?
    };
    ops::repr_text(th, plain.r())
}

fn ordered_richcmp(th: &mut Thread, a: Ref<'_>, b: Ref<'_>, op: CmpOp) -> R {
    let Some(f) = types::DICT.slots().richcmp() else {
        return not_implemented();
    };
    if !matches!(op, CmpOp::Eq | CmpOp::Ne) {
        return not_implemented();
    }
    let (Some(x), Some(y)) = (a.get::<Dict>(), b.get::<Dict>()) else {
        return not_implemented();
    };
    let r = f(th, a, b, CmpOp::Eq)?;
    if r.r().is_not_implemented() {
        return Ok(r);
    }
    let mut same = ops::is_true(th, r.r())?;
    if same && a.is_instance(&ORDERED) && b.is_instance(&ORDERED) {
        same = same_order(th, x, y)?;
    }
    Ok(Obj::bool(same == (op == CmpOp::Eq)))
}

fn mutated(th: &mut Thread) -> Raised {
    error::runtime_error(th, "OrderedDict mutated during iteration")
}

fn same_order(th: &mut Thread, x: &Dict, y: &Dict) -> R<bool> {
    let (mut i, mut j) = (0, 0);
    let before = (x.version(), y.version());
    loop {
        match (x.next_at(i), y.next_at(j)) {
            (None, None) => return Ok(true),
            (Some((p, k, _)), Some((q, l, _))) => {
                let same = ops::equal(th, k.r(), l.r())?;
                if (x.version(), y.version()) != before {
                    return Err(mutated(th));
                }
                if !same {
                    return Ok(false);
                }
                (i, j) = (p + 1, q + 1);
            }
            _ => return Ok(false),
        }
    }
}

fn ordered_move_to_end(th: &mut Thread, a: Args<'_>) -> R {
    let last = match a.opt(2) {
        Some(b) => ops::is_true(th, b)?,
        None => true,
    };
    let d = of::<Dict>(th, a.at(0))?;
    let Some((k, v)) = d.remove(th, a.at(1))? else {
        return Err(key_error(th, a.at(1)));
    };
    if last {
        drop(d.insert(th, k.r(), v)?);
        return Ok(Obj::none());
    }
    let rest = d.items();
    d.clear_all();
    drop(d.insert(th, k.r(), v)?);
    for (k, v) in rest {
        drop(d.insert(th, k.r(), v)?);
    }
    Ok(Obj::none())
}

thread_local! {
    /// Tables whose first item was asked for lately, and where it stood: nothing before it comes to life again.
    static FIRST: Cell<[(u64, usize); 4]> = const { Cell::new([(0, 0); 4]) };
}

/// The first key. Queues lose item after item at the front: what was deleted there is not looked at each time.
fn first_key(d: &Dict) -> Option<Obj> {
    loop {
        let id = d.table()?.id;
        let mut known = FIRST.get();
        let place = known.iter().position(|k| k.0 == id);
        let from = place.map_or(0, |i| known[i].1);
        let found = d.next_key(from);
        if d.table()?.id != id {
            // Meanwhile the items have moved to another table.
            continue;
        }
        let (at, key) = found?;
        match place {
            Some(i) => known[i].1 = at,
            None => {
                known.rotate_right(1);
                known[0] = (id, at);
            }
        }
        FIRST.set(known);
        return Some(key);
    }
}

fn ordered_popitem(th: &mut Thread, a: Args<'_>) -> R {
    let last = match a.opt(1) {
        Some(b) => ops::is_true(th, b)?,
        None => true,
    };
    let d = of::<Dict>(th, a.at(0))?;
    loop {
        let item = if last {
            d.pop_last()
        } else {
            match first_key(d) {
                None => None,
                Some(k) => match d.remove(th, k.r())? {
                    Some(item) => Some(item),
                    // Another thread was faster.
                    None => {
                        hooks::safepoint(th)?;
                        continue;
                    }
                },
            }
        };
        return match item {
            Some((k, v)) => tuple::new(th, vec![k, v]),
            None => Err(error::raise(th, &error::KEY_ERROR, "dictionary is empty")),
        };
    }
}

fn ordered_copy(th: &mut Thread, a: Args<'_>) -> R {
    let o = a.at(0);
    let new = if o.is_exact(&ORDERED) {
        Obj::new(th, ORDERED.r(), Dict::new())?
    } else {
        call::call(th, o.type_ref(), &[])?
    };
    let d = of::<Dict>(th, o)?;
    let before = d.version();
    let mut i = 0;
    while let Some((at, k, v)) = d.next_at(i) {
        // A subclass may know other values.
        let v = if o.is_exact(&ORDERED) {
            v
        } else {
            ops::getitem(th, o, k.r())?
        };
        ops::setitem(th, new.r(), k.r(), Some(v.r()))?;
        if d.version() != before {
            return Err(mutated(th));
        }
        i = at + 1;
    }
    Ok(new)
}

fn ordered_setdefault(th: &mut Thread, a: Args<'_>) -> R {
    let (o, key) = (a.at(0), a.at(1));
    if let Some(v) = of::<Dict>(th, o)?.get(th, key)? {
        return Ok(v);
    }
    let default = a.opt(2).unwrap_or(Ref::NONE);
    ops::setitem(th, o, key, Some(default))?;
    Ok(default.own())
}

fn ordered_pop(th: &mut Thread, a: Args<'_>) -> R {
    match of::<Dict>(th, a.at(0))?.remove(th, a.at(1))? {
        Some((_, v)) => Ok(v),
        None => match a.opt(2) {
            Some(default) => Ok(default.own()),
            None => Err(key_error(th, a.at(1))),
        },
    }
}

fn ordered_fromkeys(th: &mut Thread, a: Args<'_>) -> R {
    let value = a.opt(2).unwrap_or(Ref::NONE);
    let new = call::call(th, a.at(0), &[])?;
    let it = ops::iter(th, a.at(1))?;
    while let Some(k) = ops::next(th, it.r())? {
        ops::setitem(th, new.r(), k.r(), Some(value))?;
        hooks::safepoint(th)?;
    }
    Ok(new)
}

fn ordered_or(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
    if a.get::<Dict>().is_none() || b.get::<Dict>().is_none() {
        return not_implemented();
    }
    let class = if a.is_instance(&ORDERED) { a } else { b };
    let new = call::call(th, class.type_ref(), &[a])?;
    update(th, new.r(), Args::of(&[b]))?;
    Ok(new)
}

fn ordered_ior(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
    update(th, a, Args::of(&[b]))?;
    Ok(a.own())
}

fn ordered_reduce(th: &mut Thread, a: Args<'_>) -> R {
    let o = a.at(0);
    let state = call::call_method(th, o, names::__getstate__(), &[])?;
    let items = call::call_method(th, o, names::items(), &[])?;
    let it = ops::iter(th, items.r())?;
    let args = tuple::new(th, vec![])?;
    tuple::new(th, vec![o.type_ref().own(), args, state, Obj::none(), it])
}

#[rustfmt::skip]
static METHODS: &[MethodDef] = &[
    MethodDef::new("move_to_end", Kind::Sig("key, last="), ordered_move_to_end, "move_to_end($self, /, key, last=True)\n--\n\nMove an existing element to the end (or beginning if last is false)."),
    MethodDef::new("popitem", Kind::Sig("last="), ordered_popitem, "popitem($self, /, last=True)\n--\n\nRemove and return a (key, value) pair, the last or the first one."),
    MethodDef::new("update", Kind::Any, ordered_update, "Store the items of a mapping or of pairs, then the keyword arguments."),
    MethodDef::new("copy", Kind::NoArgs, ordered_copy, "A shallow copy."),
    MethodDef::new("setdefault", Kind::Sig("key, default="), ordered_setdefault, "setdefault($self, /, key, default=None)\n--\n\nThe value of key; if there is none, default, which is stored then."),
    MethodDef::new("pop", Kind::Sig("key, default="), ordered_pop, "pop($self, /, key, default=<unrepresentable>)\n--\n\nRemove key and return its value, else default; KeyError if there is neither."),
    MethodDef::class("fromkeys", Kind::Sig("iterable, value="), ordered_fromkeys, "fromkeys($type, /, iterable, value=None)\n--\n\nA new dictionary with the keys of an iterable and one value."),
    MethodDef::new("__reduce__", Kind::NoArgs, ordered_reduce, "Return state information for pickling"),
];

static SPEC: TypeSpec = TypeSpec::new(
    &ORDERED,
    ordered_new,
    "Dictionary that remembers insertion order",
)
.flags(tf::HAS_ATTRS | tf::WEAKREFS)
.methods(METHODS)
.getset(&[GetSetDef {
    name: "__dict__",
    get: members::dict_get,
    set: None,
    doc: "",
}]);

/// Adds the type to the module.
pub fn add_to(th: &mut Thread, m: Ref<'_>) -> R<()> {
    if !ORDERED.is_ready() {
        ORDERED.setup_like(&types::DICT, SPEC.flags);
        let s = ORDERED.slots();
        s.set_new(ordered_new);
        s.set_init(ordered_init);
        s.set_repr(ordered_repr);
        s.set_richcmp(ordered_richcmp);
        s.clear(SlotId::Hash);
        s.set_or(ordered_or);
        s.set_ior(ordered_ior);
        SPEC.end(th)?;
    }
    module::add(th, m, "OrderedDict", ORDERED.r().own())
}
