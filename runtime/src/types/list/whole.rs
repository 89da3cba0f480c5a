//! The items of a list as a whole: emptying it, and lending them to a sort. Neither makes a new array.

use super::List;
use super::array::Array;
use crate::obj::{Obj, R};
use crate::os::reserve::refusable;
use crate::sync::Ordering::*;
use crate::thread::{self, Thread};

/// All items of a list, which is empty meanwhile.
pub struct Lent {
    /// The items, to be put into another order.
    pub items: Vec<Obj>,
    /// The array they came from, without its words.
    array: *mut Array,
}

impl List {
    /// Removes and drops all items.
    pub fn clear_all(&self) {
        let g = self.header().lock.lock();
        if Array::is_lent(self.array.load(Relaxed)) {
            // Empty already, which is no change.
            return;
        }
        let (old, n) = self.detach(std::ptr::null_mut());
        drop(g);
        self.drop_array(old, n);
    }
    /// Takes all items out. MemoryError if there is no room for a vector of them.
    pub fn lend(&self, th: &mut Thread) -> R<Lent> {
        let mut items = Vec::new();
        let g = self.header().lock.lock();
        if refusable(|| items.try_reserve_exact(self.len())).is_err() {
            drop(g);
            return Err(crate::error::no_memory(th));
        }
        let (array, n) = self.detach(Array::lent());
        drop(g);
        if !array.is_null() {
            // SAFETY: detached: readers that still see it fail its path check (LIST RULE 1).
            for s in unsafe { (*array).slots() }.iter().take(n) {
                // The words move; a reader that has one knows by the array's pointer that it must look again.
                let w = s.move_out();
                // SAFETY: LIST RULE 1: filled below the length; the count moves along.
                let o = unsafe { Obj::from_word(w) };
                items.push(if thread::is_multi() { o.adopt() } else { o });
            }
        }
        Ok(Lent { items, array })
    }
    /// Ends `lend`, whose items are as many as they were: what somebody has stored meanwhile is dropped. Gives whether
    /// anybody has.
    pub fn put_back(&self, lent: Lent) -> bool {
        let Lent { items, array } = lent;
        let n = items.len();
        if !array.is_null() {
            // SAFETY: as in lend; the array has room for the items that came from it.
            for (s, o) in unsafe { (*array).slots() }.iter().zip(items) {
                s.put_word(o.into_word());
            }
        }
        let g = self.header().lock.lock();
        let (other, m) = self.detach(array);
        // SeqCst: the length after the array (LIST RULE 1).
        self.len.store(n, SeqCst);
        drop(g);
        self.drop_array(other, m);
        !Array::is_lent(other)
    }
    /// Lock held: leaves the list empty, with another array. Gives the old one and how many items stand in it.
    fn detach(&self, new: *mut Array) -> (*mut Array, usize) {
        let n = self.len();
        // SeqCst, the length first (LIST RULE 1): published before drop_array's SHARED check and before the flag check of
        // any item.
        self.len.store(0, SeqCst);
        (self.array.swap(new, SeqCst), n)
    }
    /// Drops the items of a detached array and frees it. No lock is held; Python code may run.
    fn drop_array(&self, old: *mut Array, n: usize) {
        if old.is_null() {
            return;
        }
        // SAFETY: detached: only this thread takes words out, and the memory stays until `free_array`.
        for s in unsafe { (*old).slots() }.iter().take(n) {
            s.discard();
        }
        self.free_array(old);
    }
}
