//! Many steps at once of the basic iterators (`ops::run`).

use super::{RangeIter, SeqIter};
use crate::error::reserve;
use crate::obj::{Obj, R, Ref};
use crate::sync::Ordering::*;
use crate::thread::Thread;
use crate::types::list::List;
use crate::types::tuple::Tuple;

/// Appends the items of a sequence from the iterator's position on. `copy` gets where to begin and how many there is room
/// for, and tells how many it has appended.
#[inline(always)]
fn seq_run(
    th: &mut Thread,
    x: &SeqIter,
    v: &mut Vec<Obj>,
    max: usize,
    len: impl Fn(Ref<'_>) -> usize,
    copy: impl Fn(&mut Vec<Obj>, Ref<'_>, usize, usize) -> usize,
) -> R<bool> {
    let Some(seq) = x.seq.get() else {
        return Ok(false);
    };
    // Relaxed: a position only, as in SeqIter::step.
    let from = x.at.load(Relaxed);
    let n = len(seq.r()).saturating_sub(from).min(max);
    let n = if n == 0 {
        0
    } else {
        reserve(th, v, n)?;
        copy(v, seq.r(), from, n)
    };
    if n == 0 {
        x.seq.discard();
        return Ok(false);
    }
    x.at.store(from + n, Relaxed);
    Ok(true)
}

/// Many steps of a list iterator.
pub fn list_run(th: &mut Thread, it: Ref<'_>, v: &mut Vec<Obj>, max: usize) -> R<bool> {
    let Some(x) = it.get::<SeqIter>() else {
        return Ok(false);
    };
    let len = |o: Ref<'_>| o.get::<List>().map_or(0, List::len);
    seq_run(th, x, v, max, len, |v, o, from, n| {
        o.get::<List>().map_or(0, |l| l.copy_into(v, from, n))
    })
}

/// Many steps of a tuple iterator.
pub fn tuple_run(th: &mut Thread, it: Ref<'_>, v: &mut Vec<Obj>, max: usize) -> R<bool> {
    let Some(x) = it.get::<SeqIter>() else {
        return Ok(false);
    };
    let len = |o: Ref<'_>| o.get::<Tuple>().map_or(0, Tuple::len);
    seq_run(th, x, v, max, len, |v, o, from, n| {
        let items = o.get::<Tuple>().into_iter().flat_map(Tuple::iter);
        v.extend(items.skip(from).take(n).map(Ref::own));
        n
    })
}

/// Many steps of a range iterator.
pub fn range_run(th: &mut Thread, it: Ref<'_>, v: &mut Vec<Obj>, max: usize) -> R<bool> {
    let Some(r) = it.get::<RangeIter>() else {
        return Ok(false);
    };
    let (first, left) = r.rest();
    let n = i64::try_from(max).unwrap_or(i64::MAX).min(left);
    if n == 0 {
        return Ok(false);
    }
    reserve(th, v, n as usize)?;
    r.skip(n);
    let mut value = first;
    v.extend((0..n).map(|_| {
        let o = Ref::small_int(value).own();
        value = value.wrapping_add(r.step);
        o
    }));
    Ok(true)
}
