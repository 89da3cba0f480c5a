//! Storage of `range`: start, stop, step and length as int values, and as machine integers where they fit.
//!
//! RANGE RULE. Immutable after construction. `machine` is set if start, stop and step are small ints and the length
//!   fits an i64; then every value of the range is a small int too.

use crate::error::value_error;
use crate::obj::{Obj, R, Ref};
use crate::ops::{self, BinOp};
use crate::slot::Slot;
use crate::thread::Thread;
use crate::types::slots::CmpOp;
use crate::value;

/// Payload of ranges.
pub struct Range {
    start: Slot,
    stop: Slot,
    step: Slot,
    len: Slot,
    machine: Option<Machine>,
}
crate::payload!(Range);

/// A range of machine integers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Machine {
    /// First value.
    pub start: i64,
    /// Step, never 0.
    pub step: i64,
    /// Number of values.
    pub len: i64,
}

impl Machine {
    /// From bounds; None if the length does not fit.
    pub fn new(start: i64, stop: i64, step: i64) -> Option<Machine> {
        let (a, b, s) = (i128::from(start), i128::from(stop), i128::from(step));
        let n = if s > 0 && a < b {
            (b - a - 1) / s + 1
        } else if s < 0 && b < a {
            (a - b - 1) / -s + 1
        } else {
            0
        };
        Some(Machine {
            start,
            step,
            len: i64::try_from(n).ok()?,
        })
    }
    /// Value number `i` (< len).
    pub fn at(self, i: i64) -> i64 {
        self.start.wrapping_add(i.wrapping_mul(self.step))
    }
    /// Position of a value.
    pub fn position(self, v: i64) -> Option<i64> {
        let d = i128::from(v) - i128::from(self.start);
        let s = i128::from(self.step);
        let i = d / s;
        if d % s == 0 && i >= 0 && i < i128::from(self.len) {
            Some(i as i64)
        } else {
            None
        }
    }
}

fn field(s: &Slot) -> Ref<'_> {
    // Never EMPTY after construction; the range keeps the value alive.
    s.fixed().unwrap_or(Ref::NONE)
}

impl Range {
    /// `start`.
    pub fn start(&self) -> Ref<'_> {
        field(&self.start)
    }
    /// `stop`.
    pub fn stop(&self) -> Ref<'_> {
        field(&self.stop)
    }
    /// `step`.
    pub fn step(&self) -> Ref<'_> {
        field(&self.step)
    }
    /// Number of values, as an int.
    pub fn len_obj(&self) -> Ref<'_> {
        field(&self.len)
    }
    /// As machine integers, if it is one.
    #[inline(always)]
    pub fn machine(&self) -> Option<Machine> {
        self.machine
    }
}

fn length(th: &mut Thread, start: Ref<'_>, stop: Ref<'_>, step: Ref<'_>) -> R {
    let zero = Ref::small_int(0);
    let one = Ref::small_int(1);
    let up = ops::compare_bool(th, step, zero, CmpOp::Gt)?;
    let (lo, hi) = if up { (start, stop) } else { (stop, start) };
    if ops::compare_bool(th, lo, hi, CmpOp::Ge)? {
        return Ok(zero.own());
    }
    let span = ops::binary(th, BinOp::Sub, hi, lo)?;
    let span = ops::binary(th, BinOp::Sub, span.r(), one)?;
    let size = if up { step.own() } else { ops::neg(th, step)? };
    let n = ops::binary(th, BinOp::FloorDiv, span.r(), size.r())?;
    ops::binary(th, BinOp::Add, n.r(), one)
}

/// A new range of three ints. ValueError if the step is 0.
pub fn new(th: &mut Thread, start: Obj, stop: Obj, step: Obj) -> R {
    let small = (
        start.r().as_small(),
        stop.r().as_small(),
        step.r().as_small(),
    );
    if let (Some(a), Some(b), Some(s)) = small {
        return of_i64(th, a, b, s);
    }
    if !ops::is_true(th, step.r())? {
        return Err(value_error(th, "range() arg 3 must not be zero"));
    }
    let len = length(th, start.r(), stop.r(), step.r())?;
    build(th, start, stop, step, len, None)
}

/// A new range of machine integers (63 bits). ValueError if the step is 0.
pub fn of_i64(th: &mut Thread, start: i64, stop: i64, step: i64) -> R {
    if step == 0 {
        return Err(value_error(th, "range() arg 3 must not be zero"));
    }
    let [a, b, s] = [start, stop, step].map(Ref::small_int);
    let machine = Machine::new(start, stop, step).filter(|m| m.len <= value::INT_MAX);
    let len = match machine {
        Some(m) => Ref::small_int(m.len).own(),
        None => length(th, a, b, s)?,
    };
    build(th, a.own(), b.own(), s.own(), len, machine)
}

fn build(th: &mut Thread, start: Obj, stop: Obj, step: Obj, len: Obj, m: Option<Machine>) -> R {
    let r = Range {
        start: Slot::new(start),
        stop: Slot::new(stop),
        step: Slot::new(step),
        len: Slot::new(len),
        machine: m,
    };
    Obj::new(th, crate::types::RANGE.r(), r)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn machine_ranges_count_and_find_their_values() {
        for start in -4..4 {
            for stop in -6..6 {
                for step in [-3, -2, -1, 1, 2, 5] {
                    let m = Machine::new(start, stop, step).unwrap();
                    let mut v = vec![];
                    let mut i = start;
                    while (step > 0 && i < stop) || (step < 0 && i > stop) {
                        v.push(i);
                        i += step;
                    }
                    assert_eq!((0..m.len).map(|i| m.at(i)).collect::<Vec<_>>(), v);
                    for x in -12..12 {
                        let want = v.iter().position(|&y| y == x).map(|i| i as i64);
                        assert_eq!(m.position(x), want);
                    }
                }
            }
        }
        assert!(Machine::new(i64::MIN, i64::MAX, 1).is_none());
        assert_eq!(Machine::new(i64::MIN, i64::MAX, i64::MAX).unwrap().len, 3);
    }
}
