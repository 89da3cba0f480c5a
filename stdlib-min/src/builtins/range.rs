//! `range` and its iterators: visible methods and slots. Storage: `types::range`, `typhon_runtime::iter`.

use super::seq::{self, bad_subscript, not_implemented};
use typhon_runtime::call::{self, Args, GetSetDef, Kind, MethodDef};
use typhon_runtime::error::{VALUE_ERROR, index_error, overflow_error, raise, type_error};
use typhon_runtime::iter::{self, RangeIter};
use typhon_runtime::ops::{self, BinOp};
use typhon_runtime::slot::Slot;
use typhon_runtime::types::range::{self, Range};
use typhon_runtime::types::slice::Slice;
use typhon_runtime::types::slots::{CmpOp, SlotId};
use typhon_runtime::types::typeobj::{TypeObj, flags as tf};
use typhon_runtime::types::{self, int, slotdefs, tuple};
use typhon_runtime::{Obj, R, Ref, Thread, payload};

fn of<'a>(th: &mut Thread, o: Ref<'a>) -> R<&'a Range> {
    match o.get::<Range>() {
        Some(r) => Ok(r),
        None => Err(type_error(th, "range expected")),
    }
}

fn range_new(th: &mut Thread, _class: Ref<'_>, a: Args<'_>) -> R {
    a.no_kw(th, "range")?;
    a.check(th, "range", 1, 3)?;
    let (start, stop) = if a.len() == 1 {
        (Ref::small_int(0), a.at(0))
    } else {
        (a.at(0), a.at(1))
    };
    let step = a.opt(2).unwrap_or(Ref::small_int(1));
    if let (Some(x), Some(y), Some(z)) = (start.as_small(), stop.as_small(), step.as_small()) {
        return range::of_i64(th, x, y, z);
    }
    let [start, stop, step] = [
        exact_index(th, start)?,
        exact_index(th, stop)?,
        exact_index(th, step)?,
    ];
    range::new(th, start, stop, step)
}

/// `operator.index(o)` as an exact int.
fn exact_index(th: &mut Thread, o: Ref<'_>) -> R {
    let i = ops::index(th, o)?;
    int::exact(th, i.r())
}

fn range_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let r = of(th, o)?;
    let mut out = b"range(".to_vec();
    seq::push_repr(th, &mut out, r.start())?;
    out.extend_from_slice(b", ");
    seq::push_repr(th, &mut out, r.stop())?;
    if r.step().as_small() != Some(1) {
        out.extend_from_slice(b", ");
        seq::push_repr(th, &mut out, r.step())?;
    }
    out.push(b')');
    types::str::from_wtf8(th, &out)
}

fn range_len(th: &mut Thread, o: Ref<'_>) -> R<usize> {
    let n = of(th, o)?.len_obj();
    match int::to_i64(n) {
        Some(n) => Ok(n.max(0) as usize),
        None => Err(overflow_error(
            th,
            "Python int too large to convert to C ssize_t",
        )),
    }
}

fn range_bool(th: &mut Thread, o: Ref<'_>) -> R<bool> {
    let n = of(th, o)?.len_obj();
    ops::is_true(th, n)
}

/// What decides equality and hash: length, first value if there is one, step if there are two.
fn essence(th: &mut Thread, o: Ref<'_>) -> R {
    let r = of(th, o)?;
    let n = r.len_obj();
    let v = match n.as_small() {
        Some(0) => vec![n.own(), Obj::none(), Obj::none()],
        Some(1) => vec![n.own(), r.start().own(), Obj::none()],
        _ => vec![n.own(), r.start().own(), r.step().own()],
    };
    tuple::new(th, v)
}

fn range_hash(th: &mut Thread, o: Ref<'_>) -> R<i64> {
    let e = essence(th, o)?;
    ops::hash(th, e.r())
}

fn range_richcmp(th: &mut Thread, a: Ref<'_>, b: Ref<'_>, op: CmpOp) -> R {
    if !matches!(op, CmpOp::Eq | CmpOp::Ne) || b.get::<Range>().is_none() {
        return not_implemented();
    }
    let (x, y) = (essence(th, a)?, essence(th, b)?);
    let same = ops::equal(th, x.r(), y.r())?;
    Ok(Obj::bool(same == (op == CmpOp::Eq)))
}

/// Value number `i`, an int in range.
fn item(th: &mut Thread, r: &Range, i: Ref<'_>) -> R {
    let d = ops::binary(th, BinOp::Mul, i, r.step())?;
    ops::binary(th, BinOp::Add, r.start(), d.r())
}

fn range_getitem(th: &mut Thread, o: Ref<'_>, key: Ref<'_>) -> R {
    let r = of(th, o)?;
    if let Some(s) = key.get::<Slice>() {
        return slice_of(th, r, s, key);
    }
    if key.as_small().is_none() && !key.class().slots().has(SlotId::Index) {
        return Err(bad_subscript(th, "range", key));
    }
    if let (Some(m), Some(i)) = (r.machine(), key.as_small()) {
        let i = if i < 0 { i.saturating_add(m.len) } else { i };
        if i < 0 || i >= m.len {
            return Err(index_error(th, "range object index out of range"));
        }
        return int::from_i64(th, m.at(i));
    }
    let mut i = ops::index(th, key)?;
    let zero = Ref::small_int(0);
    if ops::compare_bool(th, i.r(), zero, CmpOp::Lt)? {
        i = ops::binary(th, BinOp::Add, i.r(), r.len_obj())?;
    }
    if ops::compare_bool(th, i.r(), zero, CmpOp::Lt)?
        || ops::compare_bool(th, i.r(), r.len_obj(), CmpOp::Ge)?
    {
        return Err(index_error(th, "range object index out of range"));
    }
    item(th, r, i.r())
}

fn slice_of(th: &mut Thread, r: &Range, s: &Slice, key: Ref<'_>) -> R {
    if let Some(m) = r.machine() {
        let x = s.indices(th, m.len as usize)?;
        let (start, stop) = (m.at(x.start as i64), m.at(x.stop as i64));
        let fits = |i: i64| typhon_runtime::value::try_int(i).is_some();
        if let Some(step) = (x.step as i64).checked_mul(m.step)
            && fits(start)
            && fits(stop)
            && fits(step)
        {
            return range::of_i64(th, start, stop, step);
        }
    }
    let idx = call::call_method(th, key, types::str::intern_str("indices"), &[r.len_obj()])?;
    let mut it = tuple::items(idx.r());
    let (Some(a), Some(b), Some(c)) = (it.next(), it.next(), it.next()) else {
        return Err(type_error(th, "slice indices expected"));
    };
    let start = item(th, r, a)?;
    let stop = item(th, r, b)?;
    let step = ops::binary(th, BinOp::Mul, c, r.step())?;
    range::new(th, start, stop, step)
}

/// Position of an int (or bool) value, as an int.
fn position(th: &mut Thread, r: &Range, x: Ref<'_>) -> R<Option<Obj>> {
    if let (Some(m), Some(v)) = (r.machine(), ops::small_int_value(x)) {
        return Ok(m.position(v).map(|i| Ref::small_int(i).own()));
    }
    let zero = Ref::small_int(0);
    let d = ops::binary(th, BinOp::Sub, x, r.start())?;
    let rest = ops::binary(th, BinOp::Mod, d.r(), r.step())?;
    if ops::is_true(th, rest.r())? {
        return Ok(None);
    }
    let i = ops::binary(th, BinOp::FloorDiv, d.r(), r.step())?;
    let inside = ops::compare_bool(th, i.r(), zero, CmpOp::Ge)?
        && ops::compare_bool(th, i.r(), r.len_obj(), CmpOp::Lt)?;
    Ok(inside.then_some(i))
}

fn is_plain_int(x: Ref<'_>) -> bool {
    x.is_exact(&types::INT) || x.is_exact(&types::BOOL)
}

fn range_contains(th: &mut Thread, o: Ref<'_>, x: Ref<'_>) -> R<bool> {
    if is_plain_int(x) {
        let r = of(th, o)?;
        return Ok(position(th, r, x)?.is_some());
    }
    ops::iter_contains(th, o, x)
}

fn range_index(th: &mut Thread, a: Args<'_>) -> R {
    let r = of(th, a.at(0))?;
    let x = a.at(1);
    if is_plain_int(x) {
        if let Some(i) = position(th, r, x)? {
            return Ok(i);
        }
    } else {
        let it = range_iter(th, a.at(0))?;
        let mut i = 0i64;
        while let Some(v) = ops::next(th, it.r())? {
            if ops::equal(th, v.r(), x)? {
                return int::from_i64(th, i);
            }
            i += 1;
            typhon_runtime::hooks::safepoint(th)?;
        }
        return Err(raise(
            th,
            &VALUE_ERROR,
            "sequence.index(x): x not in sequence",
        ));
    }
    Err(raise(th, &VALUE_ERROR, "range.index(x): x not in range"))
}

fn range_count(th: &mut Thread, a: Args<'_>) -> R {
    if is_plain_int(a.at(1)) {
        let r = of(th, a.at(0))?;
        let found = position(th, r, a.at(1))?.is_some();
        return int::from_i64(th, i64::from(found));
    }
    let it = range_iter(th, a.at(0))?;
    let mut n = 0i64;
    while let Some(v) = ops::next(th, it.r())? {
        n += i64::from(ops::equal(th, v.r(), a.at(1))?);
        typhon_runtime::hooks::safepoint(th)?;
    }
    int::from_i64(th, n)
}

fn range_reduce(th: &mut Thread, a: Args<'_>) -> R {
    let r = of(th, a.at(0))?;
    let args = [r.start(), r.stop(), r.step()].map(Ref::own).to_vec();
    let args = tuple::new(th, args)?;
    tuple::new(th, vec![a.at(0).type_ref().own(), args])
}

fn range_iter(th: &mut Thread, o: Ref<'_>) -> R {
    let r = of(th, o)?;
    match r.machine() {
        Some(m) => iter::range_iter(th, m.start, m.step, m.len),
        None => long_iter(th, r.start().own(), r.step().own(), r.len_obj().own()),
    }
}

fn range_reversed(th: &mut Thread, a: Args<'_>) -> R {
    let r = of(th, a.at(0))?;
    if let Some(m) = r.machine() {
        let last = if m.len > 0 { m.at(m.len - 1) } else { m.start };
        return iter::range_iter(th, last, m.step.wrapping_neg(), m.len);
    }
    let n = ops::binary(th, BinOp::Sub, r.len_obj(), Ref::small_int(1))?;
    let last = item(th, r, n.r())?;
    let step = ops::neg(th, r.step())?;
    long_iter(th, last, step, r.len_obj().own())
}

fn range_start(th: &mut Thread, o: Ref<'_>) -> R {
    of(th, o).map(|r| r.start().own())
}
fn range_stop(th: &mut Thread, o: Ref<'_>) -> R {
    of(th, o).map(|r| r.stop().own())
}
fn range_step(th: &mut Thread, o: Ref<'_>) -> R {
    of(th, o).map(|r| r.step().own())
}

static GETSET: &[GetSetDef] = &[
    GetSetDef {
        name: "start",
        get: range_start,
        set: Some(seq::readonly),
        doc: "",
    },
    GetSetDef {
        name: "stop",
        get: range_stop,
        set: Some(seq::readonly),
        doc: "",
    },
    GetSetDef {
        name: "step",
        get: range_step,
        set: Some(seq::readonly),
        doc: "",
    },
];

static METHODS: &[MethodDef] = &[
    MethodDef::new(
        "__reversed__",
        Kind::NoArgs,
        range_reversed,
        "An iterator from the last value to the first.",
    ),
    MethodDef::new("__reduce__", Kind::NoArgs, range_reduce, ""),
    MethodDef::new(
        "count",
        Kind::One,
        range_count,
        "range.count(value) -> int\n\nHow often the value occurs.",
    ),
    MethodDef::new(
        "index",
        Kind::One,
        range_index,
        "range.index(value) -> int\n\nThe index of the value; ValueError if it does not occur.",
    ),
];

// ------------------------------------------------------------------ iterators

/// `longrange_iterator`: ranges beyond machine integers.
pub static LONG_ITER: TypeObj = TypeObj::declare("longrange_iterator");

/// Payload: the value behind the last one, step, values left; each an int. Only `left` changes (see `RangeIter`).
struct LongIter {
    end: Slot,
    step: Slot,
    left: Slot,
}
payload!(LongIter);

/// The parts of an iterator: next value, step, values left.
fn long_parts(th: &mut Thread, o: Ref<'_>) -> R<(Obj, Obj, Obj)> {
    let parts = o
        .get::<LongIter>()
        .and_then(|it| Some((it.end.get()?, it.step.get()?, it.left.get()?)));
    let Some((end, step, left)) = parts else {
        return Err(type_error(th, "iterator expected"));
    };
    let span = ops::binary(th, BinOp::Mul, left.r(), step.r())?;
    let next = ops::binary(th, BinOp::Sub, end.r(), span.r())?;
    Ok((next, step, left))
}

fn long_iter(th: &mut Thread, start: Obj, step: Obj, len: Obj) -> R {
    let span = ops::binary(th, BinOp::Mul, len.r(), step.r())?;
    let end = ops::binary(th, BinOp::Add, start.r(), span.r())?;
    let it = LongIter {
        end: Slot::new(end),
        step: Slot::new(step),
        left: Slot::new(len),
    };
    Obj::new(th, LONG_ITER.r(), it)
}

fn long_next(th: &mut Thread, o: Ref<'_>) -> R<Option<Obj>> {
    let Some(it) = o.get::<LongIter>() else {
        return Ok(None);
    };
    let (v, _, left) = long_parts(th, o)?;
    if ops::compare_bool(th, left.r(), Ref::small_int(0), CmpOp::Le)? {
        return Ok(None);
    }
    let left = ops::binary(th, BinOp::Sub, left.r(), Ref::small_int(1))?;
    it.left.set(left);
    Ok(Some(v))
}

fn long_hint(_th: &mut Thread, a: Args<'_>) -> R {
    Ok(a.at(0)
        .get::<LongIter>()
        .and_then(|it| it.left.get())
        .unwrap_or_else(Obj::none))
}

fn long_reduce(th: &mut Thread, a: Args<'_>) -> R {
    let (v, step, left) = long_parts(th, a.at(0))?;
    let span = ops::binary(th, BinOp::Mul, left.r(), step.r())?;
    let stop = ops::binary(th, BinOp::Add, v.r(), span.r())?;
    let r = range::new(th, v, stop, step)?;
    seq::reduce_iter(th, vec![r], Some(Obj::none()))
}

fn long_setstate(th: &mut Thread, a: Args<'_>) -> R {
    let Some(it) = a.at(0).get::<LongIter>() else {
        return Err(type_error(th, "iterator expected"));
    };
    let (_, _, left) = long_parts(th, a.at(0))?;
    if !int::is_int(a.at(1)) {
        let m = format!("state must be an int, not {}", a.at(1).class().tp_name());
        return Err(type_error(th, m));
    }
    let zero = Ref::small_int(0);
    let mut n = a.at(1).own();
    if ops::compare_bool(th, n.r(), zero, CmpOp::Lt)? {
        n = zero.own();
    } else if ops::compare_bool(th, n.r(), left.r(), CmpOp::Gt)? {
        n = left.clone();
    }
    let left = ops::binary(th, BinOp::Sub, left.r(), n.r())?;
    it.left.set(left);
    Ok(Obj::none())
}

fn short_hint(th: &mut Thread, a: Args<'_>) -> R {
    let n = a.at(0).get::<RangeIter>().map_or(0, |i| i.rest().1);
    int::from_i64(th, n)
}

fn short_reduce(th: &mut Thread, a: Args<'_>) -> R {
    let Some(it) = a.at(0).get::<RangeIter>() else {
        return Err(type_error(th, "iterator expected"));
    };
    let (v, n) = it.rest();
    // The bound behind the last value may be no small int any more.
    let stop = i128::from(v) + i128::from(n) * i128::from(it.step);
    let (start, stop) = (int::from_i64(th, v)?, int::from_i128(th, stop)?);
    let step = int::from_i64(th, it.step)?;
    let r = range::new(th, start, stop, step)?;
    seq::reduce_iter(th, vec![r], Some(Obj::none()))
}

fn short_setstate(th: &mut Thread, a: Args<'_>) -> R {
    let n = seq::ssize(th, a.at(1))? as i64;
    if let Some(it) = a.at(0).get::<RangeIter>() {
        it.skip(n);
    }
    Ok(Obj::none())
}

static LONG_METHODS: &[MethodDef] = &[
    MethodDef::new(
        "__length_hint__",
        Kind::NoArgs,
        long_hint,
        "An estimate of the items that are left.",
    ),
    MethodDef::new(
        "__reduce__",
        Kind::NoArgs,
        long_reduce,
        "State for pickling.",
    ),
    MethodDef::new(
        "__setstate__",
        Kind::One,
        long_setstate,
        "Restores a pickled state.",
    ),
];
static SHORT_METHODS: &[MethodDef] = &[
    MethodDef::new(
        "__length_hint__",
        Kind::NoArgs,
        short_hint,
        "An estimate of the items that are left.",
    ),
    MethodDef::new(
        "__reduce__",
        Kind::NoArgs,
        short_reduce,
        "State for pickling.",
    ),
    MethodDef::new(
        "__setstate__",
        Kind::One,
        short_setstate,
        "Restores a pickled state.",
    ),
];

/// See the module.
pub fn init(th: &mut Thread) -> R<()> {
    let t = &types::RANGE;
    t.setup::<Range>(Some(&types::OBJECT), tf::MATCH_SEQUENCE);
    let s = t.slots();
    s.set_new(range_new);
    s.set_repr(range_repr);
    s.set_hash(range_hash);
    s.set_richcmp(range_richcmp);
    s.set_iter(range_iter);
    s.set_len(range_len);
    s.set_bool(range_bool);
    s.set_contains(range_contains);
    s.set_getitem(range_getitem);
    call::add_methods(th, t, METHODS)?;
    call::add_getset(th, t, GETSET)?;
    slotdefs::finish(th, t)?;
    LONG_ITER.setup::<LongIter>(Some(&types::OBJECT), seq::INTERNAL);
    LONG_ITER.slots().set_iter(seq::same);
    LONG_ITER.slots().set_next(long_next);
    call::add_methods(th, &LONG_ITER, LONG_METHODS)?;
    slotdefs::finish(th, &LONG_ITER)?;
    let t = &types::RANGE_ITER;
    t.setup::<RangeIter>(Some(&types::OBJECT), seq::INTERNAL);
    t.slots().set_iter(seq::same);
    t.slots().set_next(iter::range_next);
    t.slots().set_run(iter::range_run);
    call::add_methods(th, t, SHORT_METHODS)?;
    slotdefs::finish(th, t)
}
