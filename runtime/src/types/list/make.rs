//! New lists.

use super::List;
use super::array::Array;
use crate::obj::{Obj, R};
use crate::sync::Ordering::*;
use crate::thread::Thread;

/// A new list of these items.
pub fn new(th: &mut Thread, items: Vec<Obj>) -> R {
    new_of(th, &crate::types::LIST, items)
}

/// A new instance of a list class with these items.
pub fn new_of(
    th: &mut Thread,
    class: &'static crate::types::typeobj::TypeObj,
    items: Vec<Obj>,
) -> R {
    let l = List::new();
    if !items.is_empty() {
        let n = items.len();
        let Some(a) = Array::new_unfilled(n) else {
            return Err(crate::error::no_memory(th));
        };
        let mut items = items;
        // SAFETY: fresh, capacity n; `Obj` is a word, and the words move out of the vector.
        unsafe {
            let from = items.as_ptr() as *const u64;
            std::ptr::copy_nonoverlapping(from, a.add(1) as *mut u64, n);
            items.set_len(0);
        }
        l.array.store(a, Release);
        l.len.store(n, Release);
    }
    of_storage(th, class, l)
}

pub(super) fn of_storage(
    th: &mut Thread,
    class: &'static crate::types::typeobj::TypeObj,
    l: List,
) -> R {
    match crate::obj::alloc_payload(class, l, 0) {
        Ok(o) => Ok(o),
        Err(l) => {
            drop(l);
            Err(crate::error::no_memory(th))
        }
    }
}

/// A new list of `n` items that `f` gives in order.
pub fn from_fn(th: &mut Thread, n: usize, mut f: impl FnMut(usize) -> Obj) -> R {
    let l = List::new();
    if n > 0 {
        let Some(a) = Array::new_unfilled(n) else {
            return Err(crate::error::no_memory(th));
        };
        for i in 0..n {
            // SAFETY: fresh, capacity n; each slot is written once.
            unsafe { (a.add(1) as *mut u64).add(i).write(f(i).into_word()) };
        }
        l.array.store(a, Release);
        l.len.store(n, Release);
    }
    of_storage(th, &crate::types::LIST, l)
}

/// A new list of one item.
pub fn from_one(th: &mut Thread, item: Obj) -> R {
    let mut item = Some(item);
    try_from_fn(th, 1, |_, _| Ok(item.take().unwrap_or_else(Obj::none)))
}

/// As `from_fn` for items that may fail.
pub fn try_from_fn(th: &mut Thread, n: usize, mut f: impl FnMut(&mut Thread, usize) -> R) -> R {
    let l = List::new();
    if n > 0 {
        let Some(a) = Array::new_unfilled(n) else {
            return Err(crate::error::no_memory(th));
        };
        // SAFETY: fresh, capacity n.
        let to = unsafe { a.add(1) } as *mut u64;
        for i in 0..n {
            match f(th, i) {
                // SAFETY: i < n; each slot is written once.
                Ok(o) => unsafe { to.add(i).write(o.into_word()) },
                Err(e) => {
                    // What there is goes with the list: the slots behind are not looked at.
                    l.array.store(a, Release);
                    l.len.store(i, Release);
                    return Err(e);
                }
            }
        }
        l.array.store(a, Release);
        l.len.store(n, Release);
    }
    of_storage(th, &crate::types::LIST, l)
}
