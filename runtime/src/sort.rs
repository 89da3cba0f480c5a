//! Sorting of values: a stable, adaptive merge sort whose comparison may raise and may be inconsistent.
//!
//! Natural runs, extended by binary insertion to a minimum length, merged in the order of Munro and Wild's powersort
//! (2018), with the galloping merges of Peters' timsort (2002).
//!
//! SORT RULE. Whatever the comparison answers, and wherever it raises, the slice stays a permutation of its items: a
//!   merge that ends early copies its buffer back.
//! Keys that are all small ints, all immediate floats or all exact strs are compared without the object protocol, by the
//! host's sorts: their order is total, so those cannot notice an inconsistency.

use crate::obj::{Obj, R, Ref};
use crate::ops;
use crate::thread::Thread;
use crate::types::slots::CmpOp;
use crate::types::str::Str;
use crate::types::tuple::Tuple;
use crate::types::{self};
use crate::value::{self, Word};
use std::cmp::Ordering;

/// Items below which a run is not merged but extended by insertion.
const SMALL: usize = 64;
/// Wins in a row before a merge starts to gallop.
const MIN_GALLOP: usize = 7;

// ------------------------------------------------------------------ the algorithm

/// Sorts `v` stably by `less` (SORT RULE).
pub fn merge_sort<T: Copy>(v: &mut [T], less: &mut impl FnMut(T, T) -> R<bool>) -> R<()> {
    let n = v.len();
    if n < 2 {
        return Ok(());
    }
    let min_run = min_run(n);
    let mut m = Merger {
        tmp: Vec::new(),
        gallop: MIN_GALLOP,
    };
    let mut runs: Vec<Run> = Vec::new();
    let mut at = 0;
    while at < n {
        let mut len = count_run(&mut v[at..], less)?;
        let want = min_run.min(n - at);
        if len < want {
            insertion(&mut v[at..at + want], len, less)?;
            len = want;
        }
        if let Some(last) = runs.last() {
            let p = power(last.at, last.len, len, n);
            while runs.len() > 1 && runs[runs.len() - 2].power > p {
                merge_top(v, &mut runs, &mut m, less)?;
            }
            if let Some(last) = runs.last_mut() {
                last.power = p;
            }
        }
        runs.push(Run { at, len, power: 0 });
        at += len;
    }
    while runs.len() > 1 {
        merge_top(v, &mut runs, &mut m, less)?;
    }
    Ok(())
}

struct Run {
    at: usize,
    len: usize,
    power: u32,
}

struct Merger<T> {
    tmp: Vec<T>,
    gallop: usize,
}

/// n / 2^k in 32..=64, rounded up: the run count is then a power of two or a little less.
fn min_run(n: usize) -> usize {
    let mut n = n;
    let mut rest = 0;
    while n >= SMALL {
        rest |= n & 1;
        n >>= 1;
    }
    n + rest
}

/// Depth of the boundary between two neighbouring runs in the merge tree.
fn power(at: usize, n1: usize, n2: usize, n: usize) -> u32 {
    let (mut a, mut b) = (2 * at + n1, 2 * at + 2 * n1 + n2);
    let mut p = 0;
    loop {
        p += 1;
        if a >= n {
            a -= n;
            b -= n;
        } else if b >= n {
            return p;
        }
        a *= 2;
        b *= 2;
    }
}

/// Length of the run at the start; a strictly descending one is reversed.
fn count_run<T: Copy>(v: &mut [T], less: &mut impl FnMut(T, T) -> R<bool>) -> R<usize> {
    let mut n = 1;
    while n < v.len() && !less(v[n], v[n - 1])? {
        n += 1;
    }
    if n >= v.len() || (n > 1 && less(v[0], v[n - 1])?) {
        return Ok(n.min(v.len()));
    }
    // So far all are equal, and the next one is smaller: a descending run. Equal neighbours within it are turned
    // around first, so that turning the whole around leaves them in their old order.
    let mut equal_from = 0;
    let flip = |v: &mut [T], from: usize, to: usize| v[from..to].reverse();
    flip(v, equal_from, n);
    equal_from = n;
    n += 1;
    while n < v.len() {
        if less(v[n], v[n - 1])? {
            flip(v, equal_from, n);
            equal_from = n;
        } else if less(v[n - 1], v[n])? {
            break;
        }
        n += 1;
    }
    flip(v, equal_from, n);
    v[..n].reverse();
    while n < v.len() && !less(v[n], v[n - 1])? {
        n += 1;
    }
    Ok(n)
}

/// Binary insertion of `v[sorted..]`.
fn insertion<T: Copy>(v: &mut [T], sorted: usize, less: &mut impl FnMut(T, T) -> R<bool>) -> R<()> {
    for i in sorted.max(1)..v.len() {
        let x = v[i];
        let (mut lo, mut hi) = (0, i);
        while lo < hi {
            let mid = lo + (hi - lo) / 2;
            if less(x, v[mid])? {
                hi = mid;
            } else {
                lo = mid + 1;
            }
        }
        v.copy_within(lo..i, lo + 1);
        v[lo] = x;
    }
    Ok(())
}

fn merge_top<T: Copy>(
    v: &mut [T],
    runs: &mut Vec<Run>,
    m: &mut Merger<T>,
    less: &mut impl FnMut(T, T) -> R<bool>,
) -> R<()> {
    let (Some(b), Some(a)) = (runs.pop(), runs.last_mut()) else {
        return Ok(());
    };
    let (at, na, nb) = (a.at, a.len, b.len);
    a.len += b.len;
    m.merge(&mut v[at..at + na + nb], na, less)
}

/// First index at which `pred` fails, `pred` being true up to there; searched in growing steps from one end.
fn gallop<T: Copy>(v: &[T], from_end: bool, pred: &mut impl FnMut(T) -> R<bool>) -> R<usize> {
    let n = v.len();
    let (mut lo, mut hi) = (0, n);
    let mut step = 1;
    if from_end {
        // Invariant: pred fails at hi and above.
        while lo < hi {
            let at = hi.saturating_sub(step).max(lo);
            if pred(v[at])? {
                lo = at + 1;
                break;
            }
            hi = at;
            step *= 2;
        }
    } else {
        while lo < hi {
            let at = (lo + step - 1).min(hi - 1);
            if !pred(v[at])? {
                hi = at;
                break;
            }
            lo = at + 1;
            step *= 2;
        }
    }
    while lo < hi {
        let mid = lo + (hi - lo) / 2;
        if pred(v[mid])? {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    Ok(lo)
}

impl<T: Copy> Merger<T> {
    /// Merges the sorted halves `v[..na]` and `v[na..]`.
    fn merge(&mut self, v: &mut [T], na: usize, less: &mut impl FnMut(T, T) -> R<bool>) -> R<()> {
        // What is in place at both ends already stays there.
        let first = v[na];
        let skip = gallop(&v[..na], false, &mut |x| less(first, x).map(|b| !b))?;
        if skip == na {
            return Ok(());
        }
        let last = v[na - 1];
        let nb = gallop(&v[na..], true, &mut |x| less(x, last))?;
        if nb == 0 {
            return Ok(());
        }
        let v = &mut v[skip..na + nb];
        let na = na - skip;
        self.tmp.clear();
        if na <= nb {
            self.tmp.extend_from_slice(&v[..na]);
            let mut c = Cursors { i: 0, j: na, d: 0 };
            let r = self.up(v, &mut c, less);
            // SORT RULE: what is left of the buffer fills the gap before the rest of the right half.
            v[c.d..c.j].copy_from_slice(&self.tmp[c.i..]);
            r
        } else {
            self.tmp.extend_from_slice(&v[na..]);
            let mut c = Cursors {
                i: na,
                j: nb,
                d: v.len(),
            };
            let r = self.down(v, &mut c, less);
            v[c.i..c.d].copy_from_slice(&self.tmp[..c.j]);
            r
        }
    }
    /// Left half in the buffer (from `i`), right half in `v` (from `j`), filled from the left at `d`:
    /// j - d == tmp.len() - i.
    fn up(
        &mut self,
        v: &mut [T],
        c: &mut Cursors,
        less: &mut impl FnMut(T, T) -> R<bool>,
    ) -> R<()> {
        let tmp = &self.tmp;
        let (na, end) = (tmp.len(), v.len());
        loop {
            let (mut wins_a, mut wins_b) = (0, 0);
            while wins_a < self.gallop && wins_b < self.gallop {
                if less(v[c.j], tmp[c.i])? {
                    v[c.d] = v[c.j];
                    c.j += 1;
                    wins_b += 1;
                    wins_a = 0;
                } else {
                    v[c.d] = tmp[c.i];
                    c.i += 1;
                    wins_a += 1;
                    wins_b = 0;
                }
                c.d += 1;
                if c.i == na || c.j == end {
                    return Ok(());
                }
            }
            loop {
                self.gallop = self.gallop.saturating_sub(1).max(1);
                let key = v[c.j];
                let k = gallop(&tmp[c.i..], false, &mut |x| less(key, x).map(|b| !b))?;
                v[c.d..c.d + k].copy_from_slice(&tmp[c.i..c.i + k]);
                c.i += k;
                c.d += k;
                if c.i == na {
                    return Ok(());
                }
                v[c.d] = v[c.j];
                c.d += 1;
                c.j += 1;
                if c.j == end {
                    return Ok(());
                }
                let key = tmp[c.i];
                let k2 = gallop(&v[c.j..], false, &mut |x| less(x, key))?;
                v.copy_within(c.j..c.j + k2, c.d);
                c.j += k2;
                c.d += k2;
                if c.j == end {
                    return Ok(());
                }
                v[c.d] = tmp[c.i];
                c.d += 1;
                c.i += 1;
                if c.i == na {
                    return Ok(());
                }
                if k < MIN_GALLOP && k2 < MIN_GALLOP {
                    self.gallop += 2;
                    break;
                }
            }
        }
    }
    /// Right half in the buffer (up to `j`), left half in `v` (up to `i`), filled from the right below `d`: d == i + j.
    fn down(
        &mut self,
        v: &mut [T],
        c: &mut Cursors,
        less: &mut impl FnMut(T, T) -> R<bool>,
    ) -> R<()> {
        let tmp = &self.tmp;
        loop {
            let (mut wins_a, mut wins_b) = (0, 0);
            while wins_a < self.gallop && wins_b < self.gallop {
                if less(tmp[c.j - 1], v[c.i - 1])? {
                    v[c.d - 1] = v[c.i - 1];
                    c.i -= 1;
                    wins_a += 1;
                    wins_b = 0;
                } else {
                    v[c.d - 1] = tmp[c.j - 1];
                    c.j -= 1;
                    wins_b += 1;
                    wins_a = 0;
                }
                c.d -= 1;
                if c.i == 0 || c.j == 0 {
                    return Ok(());
                }
            }
            loop {
                self.gallop = self.gallop.saturating_sub(1).max(1);
                let key = tmp[c.j - 1];
                let at = gallop(&v[..c.i], true, &mut |x| less(key, x).map(|b| !b))?;
                let k = c.i - at;
                v.copy_within(at..c.i, c.d - k);
                c.i -= k;
                c.d -= k;
                if c.i == 0 {
                    return Ok(());
                }
                v[c.d - 1] = tmp[c.j - 1];
                c.d -= 1;
                c.j -= 1;
                if c.j == 0 {
                    return Ok(());
                }
                let key = v[c.i - 1];
                let at = gallop(&tmp[..c.j], true, &mut |x| less(x, key))?;
                let k2 = c.j - at;
                v[c.d - k2..c.d].copy_from_slice(&tmp[at..c.j]);
                c.j -= k2;
                c.d -= k2;
                if c.j == 0 {
                    return Ok(());
                }
                v[c.d - 1] = v[c.i - 1];
                c.d -= 1;
                c.i -= 1;
                if c.i == 0 {
                    return Ok(());
                }
                if k < MIN_GALLOP && k2 < MIN_GALLOP {
                    self.gallop += 2;
                    break;
                }
            }
        }
    }
}

/// Positions of a merge: buffer or left half, right half or buffer, destination.
struct Cursors {
    i: usize,
    j: usize,
    d: usize,
}

// ------------------------------------------------------------------ values

/// What all keys have in common.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keys {
    Ints,
    Floats,
    Strs,
    /// Exact tuples whose first items are ints, floats or strs.
    Tuples(First),
    Any,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum First {
    Ints,
    Floats,
    Strs,
}

fn view<'a>(w: Word) -> Ref<'a> {
    // SAFETY: words of `sort` are owned by it for the time of the sort.
    unsafe { Ref::from_word(w) }
}

fn first_kind(o: Ref<'_>) -> Option<First> {
    if o.as_small().is_some() {
        Some(First::Ints)
    } else if o.as_imm_float().is_some() {
        Some(First::Floats)
    } else if o.is_exact(&types::STR) {
        Some(First::Strs)
    } else {
        None
    }
}

fn head(o: Ref<'_>) -> Option<Ref<'_>> {
    if !o.is_exact(&types::TUPLE) {
        return None;
    }
    o.get::<Tuple>()?.get(0)
}

fn classify(mut keys: impl Iterator<Item = Word>) -> Keys {
    let Some(w) = keys.next() else {
        return Keys::Any;
    };
    if let Some(k) = first_kind(view(w)) {
        if !keys.all(|w| first_kind(view(w)) == Some(k)) {
            return Keys::Any;
        }
        return match k {
            First::Ints => Keys::Ints,
            First::Floats => Keys::Floats,
            First::Strs => Keys::Strs,
        };
    }
    match head(view(w)).and_then(first_kind) {
        Some(k) if keys.all(|w| head(view(w)).and_then(first_kind) == Some(k)) => Keys::Tuples(k),
        _ => Keys::Any,
    }
}

fn order_of(a: Ref<'_>, b: Ref<'_>, k: First) -> Ordering {
    match k {
        First::Ints => a.as_small().cmp(&b.as_small()),
        First::Floats => float_order(a.word(), b.word()),
        First::Strs => str_order(a, b),
    }
}

fn float_order(a: Word, b: Word) -> Ordering {
    // Immediate doubles are never NaN.
    value::float_of(a)
        .partial_cmp(&value::float_of(b))
        .unwrap_or(Ordering::Equal)
}

/// The first eight bytes of a text as a number of the same order, zeros behind a shorter one.
fn prefix(o: Ref<'_>) -> u64 {
    let b = o.get::<Str>().map_or(&[][..], Str::bytes);
    match b.first_chunk::<8>() {
        Some(w) => u64::from_be_bytes(*w),
        None => types::ascii::short_word(b).swap_bytes(),
    }
}

fn str_order(a: Ref<'_>, b: Ref<'_>) -> Ordering {
    match (a.get::<Str>(), b.get::<Str>()) {
        (Some(x), Some(y)) => x.bytes().cmp(y.bytes()),
        _ => Ordering::Equal,
    }
}

fn sort_by_key<T: Copy>(th: &mut Thread, v: &mut [T], key: impl Fn(T) -> Word) -> R<()> {
    match classify(v.iter().map(|&x| key(x))) {
        Keys::Ints => v.sort_by_key(|&x| key(x) as i64),
        Keys::Floats => v.sort_by(|&a, &b| float_order(key(a), key(b))),
        Keys::Strs => {
            // The first eight bytes of each text stand beside it: mostly they decide.
            let mut with: Vec<(u64, T)> = v.iter().map(|&x| (prefix(view(key(x))), x)).collect();
            with.sort_by(|a, b| {
                a.0.cmp(&b.0)
                    .then_with(|| str_order(view(key(a.1)), view(key(b.1))))
            });
            for (to, (_, x)) in v.iter_mut().zip(with) {
                *to = x;
            }
        }
        Keys::Tuples(k) => {
            return merge_sort(v, &mut |a, b| {
                let (x, y) = (view(key(a)), view(key(b)));
                let o = match (head(x), head(y)) {
                    (Some(p), Some(q)) => order_of(p, q, k),
                    _ => Ordering::Equal,
                };
                match o {
                    Ordering::Less => Ok(true),
                    Ordering::Greater => Ok(false),
                    Ordering::Equal => ops::compare_bool(th, x, y, CmpOp::Lt),
                }
            });
        }
        Keys::Any => {
            return merge_sort(v, &mut |a, b| {
                ops::compare_bool(th, view(key(a)), view(key(b)), CmpOp::Lt)
            });
        }
    }
    Ok(())
}

/// Sorts `items` by `<`, or by `<` of the `keys` that belong to them. Stable, also in reverse.
pub fn sort(th: &mut Thread, items: &mut Vec<Obj>, keys: Option<Vec<Obj>>, reverse: bool) -> R<()> {
    if items.len() < 2 {
        return Ok(());
    }
    let r = match keys {
        None => {
            let mut words: Vec<Word> = items.drain(..).map(Obj::into_word).collect();
            if reverse {
                words.reverse();
            }
            let r = if classify(words.iter().copied()) == Keys::Ints {
                // Equal immediates are the same word: no stability needed.
                words.sort_unstable_by_key(|&w| w as i64);
                Ok(())
            } else {
                sort_by_key(th, &mut words, |w| w)
            };
            // SAFETY: each word came out of an Obj above and goes back once (SORT RULE).
            items.extend(words.into_iter().map(|w| unsafe { Obj::from_word(w) }));
            r
        }
        Some(keys) => {
            let mut pairs: Vec<(Word, Word)> = keys
                .into_iter()
                .map(Obj::into_word)
                .zip(items.drain(..).map(Obj::into_word))
                .collect();
            if reverse {
                pairs.reverse();
            }
            let r = sort_by_key(th, &mut pairs, |p| p.0);
            let mut dead = Vec::with_capacity(pairs.len());
            for (k, w) in pairs {
                // SAFETY: as above, for key and item.
                unsafe {
                    dead.push(Obj::from_word(k));
                    items.push(Obj::from_word(w));
                }
            }
            drop(dead);
            r
        }
    };
    if reverse {
        items.reverse();
    }
    r
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::obj::Raised;

    fn random(n: usize, seed: u64, modulus: u64) -> Vec<(u64, usize)> {
        let mut x = seed;
        (0..n)
            .map(|i| {
                x = x
                    .wrapping_mul(6364136223846793005)
                    .wrapping_add(1442695040888963407);
                ((x >> 33) % modulus, i)
            })
            .collect()
    }

    #[test]
    fn sorts_stably_whatever_the_pattern() {
        for n in [0, 1, 2, 3, 31, 32, 63, 64, 65, 100, 500, 1000, 5000] {
            for modulus in [1, 2, 7, 1000, u64::MAX >> 33] {
                for shape in 0..4 {
                    let mut v = random(n, n as u64 + modulus, modulus);
                    match shape {
                        1 => v.sort_by_key(|p| p.0),
                        2 => v.sort_by_key(|p| std::cmp::Reverse(p.0)),
                        // Two sorted halves with blocks: makes merges gallop in both directions.
                        3 => {
                            let h = n / 2;
                            v[..h].sort_by_key(|p| p.0);
                            v[h..].sort_by_key(|p| p.0);
                        }
                        _ => {}
                    }
                    let mut want = v.clone();
                    want.sort_by_key(|p| p.0);
                    merge_sort(&mut v, &mut |a, b| Ok(a.0 < b.0)).unwrap();
                    assert_eq!(v, want, "{n} {modulus} {shape}");
                }
            }
        }
    }

    #[test]
    fn few_comparisons_on_sorted_input() {
        let mut v: Vec<usize> = (0..10_000).collect();
        let mut n = 0;
        merge_sort(&mut v, &mut |a, b| {
            n += 1;
            Ok(a < b)
        })
        .unwrap();
        assert_eq!(n, 9_999);
    }

    #[test]
    fn inconsistent_and_failing_comparisons_leave_a_permutation() {
        for seed in 0..40 {
            let n = 50 + seed as usize * 37;
            let mut v = random(n, seed, 1000);
            let mut want = v.clone();
            want.sort_by_key(|p| p.1);
            let mut x = seed;
            let mut left = if seed % 2 == 0 { usize::MAX } else { n * 3 };
            let r = merge_sort(&mut v, &mut |_, _| {
                x = x
                    .wrapping_mul(6364136223846793005)
                    .wrapping_add(1442695040888963407);
                left -= 1;
                if left == 0 {
                    Err(Raised)
                } else {
                    Ok(x >> 62 == 0)
                }
            });
            assert_eq!(r.is_err(), left == 0);
            v.sort_by_key(|p| p.1);
            assert_eq!(v, want);
        }
    }
}
