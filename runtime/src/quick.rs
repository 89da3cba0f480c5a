//! Answers about builtin values that need no Python code: equality of keys, order of simple values.
//!
//! None means: only the operators of the classes can tell.

use crate::obj::Ref;
use crate::types::str::{self as pystr, Str};
use crate::types::{self, tuple};
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
    if stored.is_exact(&types::STR)
        && key.is_exact(&types::STR)
        && let (Some(a), Some(b)) = (stored.get::<Str>(), key.get::<Str>())
    {
        return Some(pystr::same_bytes(a.bytes(), b.bytes()));
    }
    if stored.is_exact(&types::TUPLE) && key.is_exact(&types::TUPLE) {
        return tuple_order(stored, key, 1).map(|o| o == Ordering::Equal);
    }
    None
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
    if a.is_exact(&types::STR) && b.is_exact(&types::STR) {
        let (x, y) = (a.get::<Str>()?, b.get::<Str>()?);
        return Some(pystr::compare(x, y));
    }
    if depth < DEPTH && a.is_exact(&types::TUPLE) && b.is_exact(&types::TUPLE) {
        return tuple_order(a, b, depth + 1);
    }
    None
}

fn tuple_order(a: Ref<'_>, b: Ref<'_>, depth: u32) -> Option<Ordering> {
    let (x, y) = (tuple::items(a), tuple::items(b));
    let lengths = x.len().cmp(&y.len());
    for (p, q) in x.zip(y) {
        // Identical items count as equal, whatever they are.
        if p.is(q) {
            continue;
        }
        match order_at(p, q, depth)? {
            Ordering::Equal => {}
            o => return Some(o),
        }
    }
    Some(lengths)
}
