//! `_bisect`: binary search in sorted sequences.

use typhon_runtime::call::{self, Args, Kind, MethodDef};
use typhon_runtime::error::{type_error, value_error};
use typhon_runtime::types::list::List;
use typhon_runtime::types::slots::{CmpOp, SlotId};
use typhon_runtime::types::{self, int, module, str as pystr};
use typhon_runtime::{Obj, R, Ref, Thread, ops};

/// On which side of equal items the place is.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    Left,
    Right,
}

/// The place of `x` in `a[lo:hi]`; `key` is applied to the items.
fn search(
    th: &mut Thread,
    seq: Ref<'_>,
    x: Ref<'_>,
    bounds: (usize, usize),
    key: Option<Ref<'_>>,
    side: Side,
) -> R<usize> {
    let (mut lo, mut hi) = bounds;
    while lo < hi {
        let mid = lo + (hi - lo) / 2;
        let item = match seq.get::<List>().filter(|_| seq.is_exact(&types::LIST)) {
            Some(l) => l.get(mid),
            None => None,
        };
        let item = match item {
            Some(x) => x,
            None => sequence_item(th, seq, mid)?,
        };
        let item = match key {
            Some(k) => call::call(th, k, &[item.r()])?,
            None => item,
        };
        let right = match side {
            Side::Left => ops::compare_bool(th, item.r(), x, CmpOp::Lt)?,
            Side::Right => !ops::compare_bool(th, x, item.r(), CmpOp::Lt)?,
        };
        if right {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    Ok(lo)
}

/// `seq[i]` of what must be a sequence.
fn sequence_item(th: &mut Thread, seq: Ref<'_>, i: usize) -> R {
    if seq.is_instance(&types::DICT) {
        let m = format!("{} is not a sequence", seq.class().tp_name());
        return Err(type_error(th, m));
    }
    if !seq.class().slots().has(SlotId::GetItem) {
        let m = format!(
            "'{}' object does not support indexing",
            seq.class().tp_name()
        );
        return Err(type_error(th, m));
    }
    let i = int::from_usize(th, i)?;
    ops::getitem(th, seq, i.r())
}

/// `lo` and `hi` of the arguments.
fn bounds(th: &mut Thread, a: Args<'_>) -> R<(usize, usize)> {
    let lo = match a.opt(2) {
        Some(lo) => int::ssize(th, lo)?,
        None => 0,
    };
    let Ok(lo) = usize::try_from(lo) else {
        return Err(value_error(th, "lo must be non-negative"));
    };
    let hi = match a.opt_not_none(3) {
        Some(hi) => int::ssize(th, hi)?,
        None => -1,
    };
    match usize::try_from(hi) {
        Ok(hi) => Ok((lo, hi)),
        Err(_) => Ok((lo, ops::len(th, a.at(0))?)),
    }
}

fn bisect(th: &mut Thread, a: Args<'_>, side: Side) -> R {
    let b = bounds(th, a)?;
    let i = search(th, a.at(0), a.at(1), b, a.opt_not_none(4), side)?;
    int::from_usize(th, i)
}

fn insort(th: &mut Thread, a: Args<'_>, side: Side) -> R {
    let (seq, x) = (a.at(0), a.at(1));
    let key = a.opt_not_none(4);
    let b = bounds(th, a)?;
    let sought = match key {
        Some(k) => call::call(th, k, &[x])?,
        None => x.own(),
    };
    let i = search(th, seq, sought.r(), b, key, side)?;
    match seq.get::<List>().filter(|_| seq.is_exact(&types::LIST)) {
        Some(l) => l.insert(th, i.min(l.len()), x.own())?,
        None => {
            let i = int::from_usize(th, i)?;
            drop(call::call_method(
                th,
                seq,
                pystr::intern_str("insert"),
                &[i.r(), x],
            )?);
        }
    }
    Ok(Obj::none())
}

fn bisect_left(th: &mut Thread, a: Args<'_>) -> R {
    bisect(th, a, Side::Left)
}
fn bisect_right(th: &mut Thread, a: Args<'_>) -> R {
    bisect(th, a, Side::Right)
}
fn bisect_insort_left(th: &mut Thread, a: Args<'_>) -> R {
    insort(th, a, Side::Left)
}
fn bisect_insort_right(th: &mut Thread, a: Args<'_>) -> R {
    insort(th, a, Side::Right)
}

const SIGNATURE: Kind = Kind::Sig("a, x, lo=, hi=, *, key=");

static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new(
        "bisect_left",
        SIGNATURE,
        bisect_left,
        "bisect_left(a, x, lo=0, hi=None, *, key=None)\n--\n\nThe place of x in the sorted a, before equal items.",
    ),
    MethodDef::new(
        "bisect_right",
        SIGNATURE,
        bisect_right,
        "bisect_right(a, x, lo=0, hi=None, *, key=None)\n--\n\nThe place of x in the sorted a, behind equal items.",
    ),
    MethodDef::new(
        "insort_left",
        SIGNATURE,
        bisect_insort_left,
        "insort_left(a, x, lo=0, hi=None, *, key=None)\n--\n\nInserts x into the sorted a, before equal items.",
    ),
    MethodDef::new(
        "insort_right",
        SIGNATURE,
        bisect_insort_right,
        "insort_right(a, x, lo=0, hi=None, *, key=None)\n--\n\nInserts x into the sorted a, behind equal items.",
    ),
];

/// Makes the module.
pub fn make(th: &mut Thread) -> R {
    let m = module::new(th, "_bisect")?;
    module::add_functions(th, m.r(), FUNCTIONS)?;
    Ok(m)
}
