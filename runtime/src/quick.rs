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
    if let (Some(a), Some(b)) = (exact_tuple(stored), exact_tuple(key)) {
        return tuple_order(a, b, 1).map(|o| o == Ordering::Equal);
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
