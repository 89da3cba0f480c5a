//! Answers about builtin values that need no Python code: equality of keys, order of simple values.
//!
//! None means: only the operators of the classes can tell.

use crate::obj::Ref;
use crate::types::str::{self as pystr, Str};
use crate::types::{self, tuple::Tuple};
use crate::value::EMPTY;
use std::cmp::Ordering;

/// Tuples inside each other that are looked into.
const DEPTH: u32 = 3;

/// Whether two keys whose hashes agree are equal.
#[inline(always)]
pub fn same_key(stored: Ref<'_>, key: Ref<'_>) -> Option<bool> {
    if stored.is(key) {
        return Some(true);
    }
    if stored.as_small().is_some() && key.as_small().is_some() {
        return Some(false);
    }
    if let (Some(a), Some(b)) = (exact_str(stored), exact_str(key)) {
        return Some(pystr::same_bytes(a.bytes(), b.bytes()));
    }
    let (x, y) = (exact_tuple(stored)?, exact_tuple(key)?);
    same_items(x, y, 1)
}

/// Whether two values are equal, if they are exact tuples and no Python code is needed to tell.
#[inline]
pub fn equal_tuples(a: Ref<'_>, b: Ref<'_>) -> Option<bool> {
    same_items(exact_tuple(a)?, exact_tuple(b)?, 1)
}

fn same_items(x: &Tuple, y: &Tuple, depth: u32) -> Option<bool> {
    if x.len() != y.len() {
        return Some(false);
    }
    for (p, q) in x.iter().zip(y.iter()) {
        // Identical items count as equal, whatever they are; small integers that are not the same word differ.
        if p.is(q) {
            continue;
        }
        if p.word() & q.word() & 1 != 0 {
            return Some(false);
        }
        let same = match (exact_tuple(p), exact_tuple(q)) {
            (Some(x), Some(y)) if depth < DEPTH => same_items(x, y, depth + 1)?,
            _ => order_at(p, q, DEPTH)? == Ordering::Equal,
        };
        if !same {
            return Some(false);
        }
    }
    Some(true)
}

/// The hash of a small integer, an exact str, an exact tuple of them.
#[inline(always)]
pub fn simple_hash(x: Ref<'_>) -> Option<i64> {
    if let Some(i) = x.as_small() {
        return Some(crate::ops::hash_i64(i));
    }
    if x.is_ptr() {
        if x.is_exact(&types::STR) {
            // SAFETY: exact class.
            return Some(unsafe { x.payload_unchecked::<Str>() }.hash());
        }
        if x.is_exact(&types::TUPLE) {
            // SAFETY: exact class.
            return tuple_hash(unsafe { x.payload_unchecked() }, 1);
        }
    }
    None
}

fn tuple_hash(t: &Tuple, depth: u32) -> Option<i64> {
    let mut h = TupleHash::new();
    for x in t.iter() {
        h.add(match exact_tuple(x) {
            None => simple_hash(x)?,
            Some(t) if depth < DEPTH => tuple_hash(t, depth + 1)?,
            Some(_) => return None,
        });
    }
    Some(h.finish())
}

/// The hash of a tuple from those of its items: Collet's xxHash64 round, simplified as CPython does.
pub struct TupleHash {
    sum: u64,
    n: u64,
}

const P1: u64 = 11_400_714_785_074_694_791;
const P2: u64 = 14_029_467_366_897_019_727;
const P5: u64 = 2_870_177_450_012_600_261;

impl Default for TupleHash {
    fn default() -> Self {
        TupleHash::new()
    }
}

impl TupleHash {
    /// Of no items.
    #[inline(always)]
    pub const fn new() -> TupleHash {
        TupleHash { sum: P5, n: 0 }
    }
    /// Adds the hash of an item.
    #[inline(always)]
    pub fn add(&mut self, hash: i64) {
        self.n += 1;
        self.sum = self
            .sum
            .wrapping_add((hash as u64).wrapping_mul(P2))
            .rotate_left(31)
            .wrapping_mul(P1);
    }
    /// The hash of the tuple.
    #[inline(always)]
    pub fn finish(self) -> i64 {
        let h = self.sum.wrapping_add(self.n ^ (P5 ^ 3_527_539));
        if h == u64::MAX {
            1_546_275_796
        } else {
            h as i64
        }
    }
}

/// As `simple_hash`, if it is known without a call.
#[inline(always)]
pub fn ready_hash(x: Ref<'_>) -> Option<i64> {
    if let Some(i) = x.as_small() {
        return Some(crate::ops::hash_i64(i));
    }
    if x.is_ptr() && x.is_exact(&types::STR) {
        // SAFETY: exact class.
        return unsafe { x.payload_unchecked::<Str>() }.known_hash();
    }
    None
}

#[inline(always)]
fn exact_tuple(o: Ref<'_>) -> Option<&Tuple> {
    if o.is_ptr() && o.is_exact(&types::TUPLE) {
        // SAFETY: exact class.
        Some(unsafe { o.payload_unchecked() })
    } else {
        None
    }
}
#[inline(always)]
fn exact_str(o: Ref<'_>) -> Option<&Str> {
    if o.is_ptr() && o.is_exact(&types::STR) {
        // SAFETY: exact class.
        Some(unsafe { o.payload_unchecked() })
    } else {
        None
    }
}

/// How two values of one simple kind compare: small integers, immediate doubles, strings, tuples of them.
#[inline]
pub fn order(a: Ref<'_>, b: Ref<'_>) -> Option<Ordering> {
    order_at(a, b, 0)
}

/// As `order` for two exact tuples; None also if they are none.
#[inline]
pub fn order_tuples(a: Ref<'_>, b: Ref<'_>) -> Option<Ordering> {
    tuple_order(exact_tuple(a)?, exact_tuple(b)?, 1)
}

#[inline(always)]
fn order_at(a: Ref<'_>, b: Ref<'_>, depth: u32) -> Option<Ordering> {
    if let (Some(x), Some(y)) = (a.as_small(), b.as_small()) {
        return Some(x.cmp(&y));
    }
    if let (Some(x), Some(y)) = (a.as_imm_float(), b.as_imm_float()) {
        return x.partial_cmp(&y);
    }
    if !a.is_ptr() || !b.is_ptr() {
        return None;
    }
    if let (Some(x), Some(y)) = (exact_str(a), exact_str(b)) {
        return Some(pystr::compare(x, y));
    }
    if depth < DEPTH
        && let (Some(x), Some(y)) = (exact_tuple(a), exact_tuple(b))
    {
        return tuple_order(x, y, depth + 1);
    }
    None
}

fn tuple_order(a: &Tuple, b: &Tuple, depth: u32) -> Option<Ordering> {
    let (x, y) = (a.slots(), b.slots());
    for (p, q) in x.iter().zip(y) {
        let (p, q) = (p.peek(), q.peek());
        // Identical items count as equal, whatever they are.
        if p == q {
            continue;
        }
        // A tuple that the collector took apart.
        if p == EMPTY || q == EMPTY {
            return None;
        }
        // SAFETY: the items of a tuple live as long as it does; they are only read.
        let (p, q) = unsafe { (Ref::from_slot_word(p), Ref::from_slot_word(q)) };
        match order_at(p, q, depth)? {
            Ordering::Equal => {}
            o => return Some(o),
        }
    }
    Some(x.len().cmp(&y.len()))
}
