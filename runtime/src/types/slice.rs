//! Storage of `slice`: three references, written before publication only; and the arithmetic of indices.

use crate::error::{self, type_error, value_error};
use crate::obj::{Obj, R, Ref};
use crate::ops;
use crate::slot::Slot;
use crate::thread::Thread;
use crate::types::slots::{CmpOp, SlotId};
use crate::value;

/// Payload of slices.
pub struct Slice {
    start: Slot,
    stop: Slot,
    step: Slot,
}
crate::payload!(
    Slice,
    traverse | s,
    v | {
        s.start.visit(v);
        s.stop.visit(v);
        s.step.visit(v)
    },
    clear | s | {
        drop(s.start.swap(Some(Obj::none())));
        drop(s.stop.swap(Some(Obj::none())));
        drop(s.step.swap(Some(Obj::none())))
    }
);

/// What a slice selects of a sequence: `n` items from `start` in steps of `step`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Indices {
    /// First index (in range unless `n` is 0).
    pub start: isize,
    /// End, exclusive in the direction of `step`.
    pub stop: isize,
    /// Step, never 0.
    pub step: isize,
    /// Number of items.
    pub n: usize,
}

impl Indices {
    /// The selected indices.
    pub fn iter(self) -> impl DoubleEndedIterator<Item = usize> + ExactSizeIterator {
        (0..self.n).map(move |i| (self.start + i as isize * self.step) as usize)
    }
    /// The same items in ascending order.
    pub fn ascending(self) -> Indices {
        if self.step > 0 || self.n == 0 {
            return self;
        }
        let last = self.start + (self.n as isize - 1) * self.step;
        Indices {
            start: last,
            stop: self.start + 1,
            step: self.step.saturating_neg(),
            n: self.n,
        }
    }
}

fn field(s: &Slot) -> Ref<'_> {
    // Never EMPTY after construction; the slice keeps the value alive.
    s.fixed().unwrap_or(Ref::NONE)
}

impl Slice {
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
    /// As `unpack`, if each part is None or a small integer and the step is not 0.
    #[inline]
    pub fn small_parts(&self) -> Option<(isize, isize, isize)> {
        let part = |s: &Slot, default: isize| match s.peek() {
            value::NONE => Some(default),
            w if value::is_int(w) => Some(value::int_of(w) as isize),
            _ => None,
        };
        let step = part(&self.step, 1)?;
        let (first, last) = match step {
            0 => return None,
            1.. => (0, isize::MAX),
            _ => (isize::MAX, isize::MIN),
        };
        Some((part(&self.start, first)?, part(&self.stop, last)?, step))
    }
    /// Start, stop and step as machine integers: defaults filled in, huge ones clamped.
    pub fn unpack(&self, th: &mut Thread) -> R<(isize, isize, isize)> {
        let step = if self.step().is_none() {
            1
        } else {
            let i = index(th, self.step())?;
            if i == 0 {
                return Err(value_error(th, "slice step cannot be zero"));
            }
            i.max(-isize::MAX)
        };
        let (first, last) = if step < 0 {
            (isize::MAX, isize::MIN)
        } else {
            (0, isize::MAX)
        };
        let start = if self.start().is_none() {
            first
        } else {
            index(th, self.start())?
        };
        let stop = if self.stop().is_none() {
            last
        } else {
            index(th, self.stop())?
        };
        Ok((start, stop, step))
    }
    /// What the slice selects of `len` items. `len` must be the length after `unpack` ran Python code: callers that
    /// care use `unpack` and `adjust`.
    pub fn indices(&self, th: &mut Thread, len: usize) -> R<Indices> {
        let (start, stop, step) = self.unpack(th)?;
        Ok(adjust(len, start, stop, step))
    }
}

/// Clips start and stop to a length and counts the items.
#[inline]
pub fn adjust(len: usize, start: isize, stop: isize, step: isize) -> Indices {
    let n = isize::try_from(len).unwrap_or(isize::MAX);
    let clip = |i: isize| {
        if i < 0 {
            let i = i.saturating_add(n);
            if i >= 0 {
                i
            } else if step < 0 {
                -1
            } else {
                0
            }
        } else if i >= n {
            if step < 0 { n - 1 } else { n }
        } else {
            i
        }
    };
    let (start, stop) = (clip(start), clip(stop));
    let count = match step {
        // The usual steps take no division.
        1 => (stop - start).max(0),
        -1 => (start - stop).max(0),
        ..=-2 if stop < start => (start - stop - 1) / step.saturating_neg() + 1,
        2.. if start < stop => (stop - start - 1) / step + 1,
        _ => 0,
    };
    Indices {
        start,
        stop,
        step,
        n: count as usize,
    }
}

/// An index for slicing: `__index__`, clamped to the machine's range.
pub fn index(th: &mut Thread, o: Ref<'_>) -> R<isize> {
    if let Some(i) = ops::small_int_value(o) {
        return Ok(i as isize);
    }
    if !o.class().slots().has(SlotId::Index) {
        return Err(type_error(
            th,
            "slice indices must be integers or None or have an __index__ method",
        ));
    }
    clamped(th, o)
}

/// `operator.index(o)`, clamped to the machine's range.
pub fn clamped(th: &mut Thread, o: Ref<'_>) -> R<isize> {
    let i = ops::index(th, o)?;
    if let Some(i) = ops::small_int_value(i.r()) {
        return Ok(i as isize);
    }
    // An int subclass or 64 bits and more: the sign and one comparison tell.
    let negative = ops::compare_bool(th, i.r(), Ref::small_int(0), CmpOp::Lt)?;
    let bound = Ref::small_int(if negative {
        crate::value::INT_MIN
    } else {
        crate::value::INT_MAX
    });
    let beyond = if negative { CmpOp::Lt } else { CmpOp::Gt };
    if ops::compare_bool(th, i.r(), bound, beyond)? {
        return Ok(if negative { isize::MIN } else { isize::MAX });
    }
    // A small value in the object of a subclass: as an exact int it is immediate.
    let plain = ops::binary(th, ops::BinOp::Add, i.r(), Ref::small_int(0))?;
    match plain.r().as_small() {
        Some(i) => Ok(i as isize),
        None => Err(error::overflow_error(
            th,
            "cannot fit 'int' into an index-sized integer",
        )),
    }
}

/// A new slice.
pub fn new(th: &mut Thread, start: Obj, stop: Obj, step: Obj) -> R {
    let s = Slice {
        start: Slot::new(start),
        stop: Slot::new(stop),
        step: Slot::new(step),
    };
    Obj::new(th, crate::types::SLICE.r(), s)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Python's definition, by brute force.
    fn expected(len: isize, start: isize, stop: isize, step: isize) -> Vec<usize> {
        let fix = |i: isize| {
            let i = if i < 0 { i + len } else { i };
            if step > 0 {
                i.clamp(0, len)
            } else {
                i.clamp(-1, len - 1)
            }
        };
        let (mut i, stop) = (fix(start), fix(stop));
        let mut v = vec![];
        while (step > 0 && i < stop) || (step < 0 && i > stop) {
            v.push(i as usize);
            i += step;
        }
        v
    }

    #[test]
    fn adjust_selects_what_python_selects() {
        for len in 0..6isize {
            for start in -8..8 {
                for stop in -8..8 {
                    for step in [-3, -2, -1, 1, 2, 3] {
                        let x = adjust(len as usize, start, stop, step);
                        let got: Vec<usize> = x.iter().collect();
                        assert_eq!(
                            got,
                            expected(len, start, stop, step),
                            "{len} {start}:{stop}:{step}"
                        );
                        let mut up: Vec<usize> = x.ascending().iter().collect();
                        if step < 0 {
                            up.reverse();
                        }
                        assert_eq!(up, got);
                    }
                }
            }
        }
    }

    #[test]
    fn adjust_bears_extreme_values() {
        let x = adjust(5, isize::MIN, isize::MAX, isize::MAX);
        assert_eq!((x.n, x.start), (1, 0));
        let x = adjust(5, isize::MAX, isize::MIN, -isize::MAX);
        assert_eq!((x.n, x.start), (1, 4));
        assert_eq!(x.ascending().iter().collect::<Vec<_>>(), [4]);
    }
}
