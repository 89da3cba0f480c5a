//! `slice`: visible methods and slots. Storage and index arithmetic: `types::slice`.

use super::seq::{self, not_implemented};
use typhon_runtime::call::{self, Args, GetSetDef, Kind, MethodDef};
use typhon_runtime::error::{type_error, value_error};
use typhon_runtime::types::slice::{self, Slice};
use typhon_runtime::types::slots::{CmpOp, SlotId};
use typhon_runtime::types::{self, slotdefs, tuple};
use typhon_runtime::{Obj, R, Ref, Thread, ops};

fn of<'a>(th: &mut Thread, o: Ref<'a>) -> R<&'a Slice> {
    match o.get::<Slice>() {
        Some(s) => Ok(s),
        None => Err(type_error(th, "slice expected")),
    }
}

fn parts(s: &Slice) -> [Ref<'_>; 3] {
    [s.start(), s.stop(), s.step()]
}

fn slice_new(th: &mut Thread, _class: Ref<'_>, a: Args<'_>) -> R {
    a.no_kw(th, "slice")?;
    a.check(th, "slice", 1, 3)?;
    let (start, stop) = if a.len() == 1 {
        (Ref::NONE, a.at(0))
    } else {
        (a.at(0), a.at(1))
    };
    slice::new(th, start.own(), stop.own(), a.at(2).own())
}

fn slice_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let mut out = b"slice(".to_vec();
    for (i, p) in parts(of(th, o)?).into_iter().enumerate() {
        if i > 0 {
            out.extend_from_slice(b", ");
        }
        seq::push_repr(th, &mut out, p)?;
    }
    out.push(b')');
    types::str::from_wtf8(th, &out)
}

fn slice_hash(th: &mut Thread, o: Ref<'_>) -> R<i64> {
    // As a tuple of the three, without the length at the end.
    const P1: u64 = 11_400_714_785_074_694_791;
    const P2: u64 = 14_029_467_366_897_019_727;
    const P5: u64 = 2_870_177_450_012_600_261;
    let mut acc = P5;
    for p in parts(of(th, o)?) {
        let h = ops::hash(th, p)? as u64;
        acc = acc
            .wrapping_add(h.wrapping_mul(P2))
            .rotate_left(31)
            .wrapping_mul(P1);
    }
    Ok(if acc == u64::MAX {
        1_546_275_796
    } else {
        acc as i64
    })
}

fn slice_richcmp(th: &mut Thread, a: Ref<'_>, b: Ref<'_>, op: CmpOp) -> R {
    let (Some(x), Some(y)) = (a.get::<Slice>(), b.get::<Slice>()) else {
        return not_implemented();
    };
    if a.is(b) {
        return Ok(Obj::bool(matches!(op, CmpOp::Eq | CmpOp::Le | CmpOp::Ge)));
    }
    let t1 = tuple::new(th, parts(x).map(Ref::own).to_vec())?;
    let t2 = tuple::new(th, parts(y).map(Ref::own).to_vec())?;
    ops::compare(th, t1.r(), t2.r(), op)
}

/// One bound as an int: None gives the default, else `__index__`.
fn bound(th: &mut Thread, o: Ref<'_>, default: Ref<'_>) -> R {
    if o.is_none() {
        return Ok(default.own());
    }
    if o.as_small().is_none() && !o.class().slots().has(SlotId::Index) {
        return Err(type_error(
            th,
            "slice indices must be integers or None or have an __index__ method",
        ));
    }
    ops::index(th, o)
}

fn slice_indices(th: &mut Thread, a: Args<'_>) -> R {
    let s = of(th, a.at(0))?;
    let zero = Ref::small_int(0);
    let len = ops::index(th, a.at(1))?;
    if ops::compare_bool(th, len.r(), zero, CmpOp::Lt)? {
        return Err(value_error(th, "length should not be negative"));
    }
    let step = bound(th, s.step(), Ref::small_int(1))?;
    if !ops::is_true(th, step.r())? {
        return Err(value_error(th, "slice step cannot be zero"));
    }
    let down = ops::compare_bool(th, step.r(), zero, CmpOp::Lt)?;
    let (low, high) = if down {
        let top = ops::binary(th, ops::BinOp::Sub, len.r(), Ref::small_int(1))?;
        (Ref::small_int(-1).own(), top)
    } else {
        (zero.own(), len.clone())
    };
    let (first, last) = if down { (&high, &low) } else { (&low, &high) };
    let mut out = Vec::with_capacity(3);
    for (o, default) in [(s.start(), first), (s.stop(), last)] {
        if o.is_none() {
            out.push(default.clone());
            continue;
        }
        let mut i = bound(th, o, zero)?;
        if ops::compare_bool(th, i.r(), zero, CmpOp::Lt)? {
            i = ops::binary(th, ops::BinOp::Add, i.r(), len.r())?;
            if ops::compare_bool(th, i.r(), low.r(), CmpOp::Lt)? {
                i = low.clone();
            }
        } else if ops::compare_bool(th, i.r(), high.r(), CmpOp::Gt)? {
            i = high.clone();
        }
        out.push(i);
    }
    out.push(step);
    tuple::new(th, out)
}

fn slice_reduce(th: &mut Thread, a: Args<'_>) -> R {
    let p = parts(of(th, a.at(0))?).map(Ref::own).to_vec();
    let args = tuple::new(th, p)?;
    tuple::new(th, vec![a.at(0).type_ref().own(), args])
}

fn slice_start(th: &mut Thread, o: Ref<'_>) -> R {
    of(th, o).map(|s| s.start().own())
}
fn slice_stop(th: &mut Thread, o: Ref<'_>) -> R {
    of(th, o).map(|s| s.stop().own())
}
fn slice_step(th: &mut Thread, o: Ref<'_>) -> R {
    of(th, o).map(|s| s.step().own())
}

static GETSET: &[GetSetDef] = &[
    GetSetDef {
        name: "start",
        get: slice_start,
        set: Some(seq::readonly),
        doc: "",
    },
    GetSetDef {
        name: "stop",
        get: slice_stop,
        set: Some(seq::readonly),
        doc: "",
    },
    GetSetDef {
        name: "step",
        get: slice_step,
        set: Some(seq::readonly),
        doc: "",
    },
];

static METHODS: &[MethodDef] = &[
    MethodDef::new(
        "indices",
        Kind::One,
        slice_indices,
        "Return (start, stop, stride) for a sequence of the given length.",
    ),
    MethodDef::new(
        "__reduce__",
        Kind::NoArgs,
        slice_reduce,
        "Return state information for pickling.",
    ),
];

/// See the module.
pub fn init(th: &mut Thread) -> R<()> {
    let t = &types::SLICE;
    t.setup::<Slice>(Some(&types::OBJECT), 0);
    let s = t.slots();
    s.set_new(slice_new);
    s.set_repr(slice_repr);
    s.set_hash(slice_hash);
    s.set_richcmp(slice_richcmp);
    call::add_methods(th, t, METHODS)?;
    call::add_getset(th, t, GETSET)?;
    slotdefs::finish(th, t)
}
