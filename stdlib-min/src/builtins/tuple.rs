//! `tuple`: visible methods and slots. Storage: `types::tuple`.

use super::seq::{self, bad_subscript, class_getitem, not_implemented, push_repr};
use typhon_runtime::call::{self, Args, Kind, MethodDef};
use typhon_runtime::error::{index_error, type_error, value_error};
use typhon_runtime::types::slice::{self, Slice};
use typhon_runtime::types::slotdefs;
use typhon_runtime::types::slots::{CmpOp, SlotId};
use typhon_runtime::types::tuple::{self, Tuple};
use typhon_runtime::types::{self};
use typhon_runtime::{Obj, R, Ref, Thread, iter, ops, quick};

fn of<'a>(th: &mut Thread, o: Ref<'a>) -> R<&'a Tuple> {
    match o.get::<Tuple>() {
        Some(t) => Ok(t),
        None => Err(type_error(th, "tuple expected")),
    }
}

fn tuple_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    let exact = class.is(types::TUPLE.r());
    if super::support::has_init_of(class, &types::TUPLE) {
        a.no_kw(th, "tuple")?;
    }
    if exact || a.len() > 1 {
        a.check(th, "tuple", 0, 1)?;
    }
    let items = match a.opt(0) {
        None => Vec::new(),
        Some(o) if exact && o.is_exact(&types::TUPLE) => return Ok(o.own()),
        Some(o) => ops::collect(th, o)?,
    };
    match class.as_type() {
        Some(c) if !exact => tuple::new_of(th, c, items),
        _ => tuple::new(th, items),
    }
}

fn tuple_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let t = of(th, o)?;
    seq::guarded_repr(th, o, "(...)", |th, out| {
        out.push(b'(');
        for (i, x) in t.iter().enumerate() {
            if i > 0 {
                out.extend_from_slice(b", ");
            }
            push_repr(th, out, x)?;
        }
        out.extend_from_slice(if t.len() == 1 { b",)" } else { b")" });
        Ok(())
    })
}

fn tuple_hash(th: &mut Thread, o: Ref<'_>) -> R<i64> {
    if let Some(h) = quick::simple_hash(o) {
        return Ok(h);
    }
    ops::guard(th, "")?;
    let mut sum = quick::TupleHash::new();
    for x in of(th, o)?.iter() {
        sum.add(ops::hash(th, x)?);
    }
    Ok(sum.finish())
}

fn tuple_len(th: &mut Thread, o: Ref<'_>) -> R<usize> {
    of(th, o).map(Tuple::len)
}

fn tuple_richcmp(th: &mut Thread, a: Ref<'_>, b: Ref<'_>, op: CmpOp) -> R {
    let (Some(x), Some(y)) = (a.get::<Tuple>(), b.get::<Tuple>()) else {
        return not_implemented();
    };
    for (p, q) in x.iter().zip(y.iter()) {
        if p.is(q) {
            continue;
        }
        if let (Some(m), Some(n)) = (p.as_small(), q.as_small()) {
            // Two small integers that are not the same word differ.
            return Ok(Obj::bool(op.test(m.cmp(&n))));
        }
        if !ops::equal(th, p, q)? {
            return match op {
                CmpOp::Eq => Ok(Obj::bool(false)),
                CmpOp::Ne => Ok(Obj::bool(true)),
                _ => ops::compare(th, p, q, op),
            };
        }
    }
    Ok(Obj::bool(op.test(x.len().cmp(&y.len()))))
}

fn tuple_contains(th: &mut Thread, o: Ref<'_>, x: Ref<'_>) -> R<bool> {
    for v in of(th, o)?.iter() {
        if ops::equal(th, v, x)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn tuple_getitem(th: &mut Thread, o: Ref<'_>, key: Ref<'_>) -> R {
    let t = of(th, o)?;
    if let Some(s) = key.get::<Slice>() {
        let (start, stop, step) = s.unpack(th)?;
        let x = slice::adjust(t.len(), start, stop, step);
        if x.n == t.len() && step == 1 && o.is_exact(&types::TUPLE) {
            return Ok(o.own());
        }
        return tuple::slice(th, t, x);
    }
    if key.as_small().is_none() && !key.class().slots().has(SlotId::Index) {
        return Err(bad_subscript(th, "tuple", key));
    }
    let i = seq::subscript(th, key)?;
    let i = if i < 0 {
        i.saturating_add_unsigned(t.len())
    } else {
        i
    };
    match usize::try_from(i).ok().and_then(|i| t.get(i)) {
        Some(v) => Ok(v.own()),
        None => Err(index_error(th, "tuple index out of range")),
    }
}

fn tuple_concat(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
    let (x, y) = (of(th, a)?, b.get::<Tuple>());
    let Some(y) = y else {
        let m = format!(
            "can only concatenate tuple (not \"{}\") to tuple",
            b.class().tp_name()
        );
        return Err(type_error(th, m));
    };
    if x.is_empty() && b.is_exact(&types::TUPLE) {
        return Ok(b.own());
    }
    if y.is_empty() && a.is_exact(&types::TUPLE) {
        return Ok(a.own());
    }
    let items = x.iter().chain(y.iter()).map(Ref::own).collect();
    tuple::new(th, items)
}

fn tuple_repeat(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
    let n = seq::repeat_count(th, b)?;
    let t = of(th, a)?;
    if (n == 1 || t.is_empty()) && a.is_exact(&types::TUPLE) {
        return Ok(a.own());
    }
    let items: Vec<Obj> = t.iter().map(Ref::own).collect();
    let v = super::list::repeated(th, &items, n)?;
    tuple::new(th, v)
}

// ------------------------------------------------------------------ methods

fn tuple_count(th: &mut Thread, a: Args<'_>) -> R {
    let mut n = 0;
    for v in of(th, a.at(0))?.iter() {
        n += usize::from(ops::equal(th, v, a.at(1))?);
    }
    seq::length(th, n)
}

fn tuple_index(th: &mut Thread, a: Args<'_>) -> R {
    let t = of(th, a.at(0))?;
    let start = seq::bound(th, a.opt(2), 0, t.len())?;
    let stop = seq::bound(th, a.opt(3), isize::MAX, t.len())?;
    for (i, v) in t.iter().enumerate().take(stop).skip(start) {
        if ops::equal(th, v, a.at(1))? {
            return seq::length(th, i);
        }
    }
    Err(value_error(th, "tuple.index(x): x not in tuple"))
}

fn tuple_getnewargs(th: &mut Thread, a: Args<'_>) -> R {
    let items = of(th, a.at(0))?.iter().map(Ref::own).collect();
    let t = tuple::new(th, items)?;
    tuple::new(th, vec![t])
}

static METHODS: &[MethodDef] = &[
    MethodDef::new("__getnewargs__", Kind::NoArgs, tuple_getnewargs, ""),
    MethodDef::class("__class_getitem__", Kind::One, class_getitem, "See PEP 585"),
    MethodDef::new(
        "index",
        Kind::Pos(1, 3),
        tuple_index,
        "Return first index of value.",
    ),
    MethodDef::new(
        "count",
        Kind::One,
        tuple_count,
        "Return number of occurrences of value.",
    ),
];

/// See the module.
pub fn init(th: &mut Thread) -> R<()> {
    let t = &types::TUPLE;
    let s = t.slots();
    s.set_new(tuple_new);
    s.set_repr(tuple_repr);
    s.set_hash(tuple_hash);
    s.set_richcmp(tuple_richcmp);
    s.set_iter(iter::tuple_iter);
    s.set_len(tuple_len);
    s.set_contains(tuple_contains);
    s.set_getitem(tuple_getitem);
    s.set_concat(tuple_concat);
    s.set_repeat(tuple_repeat);
    call::add_methods(th, t, METHODS)?;
    slotdefs::finish(th, t)
}

#[cfg(test)]
mod tests {
    use typhon_runtime::quick::TupleHash;

    #[test]
    fn hashes_are_cpythons() {
        let of = |items: &[i64]| {
            let mut h = TupleHash::new();
            items.iter().for_each(|&x| h.add(x));
            h.finish()
        };
        assert_eq!(of(&[]), 5740354900026072187);
        assert_eq!(of(&[1, 2]), -3550055125485641917);
        assert_eq!(of(&[1, of(&[2, 3])]), 7267574591690527098);
    }
}
