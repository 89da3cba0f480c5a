//! Changes of a list. Writers hold its lock.

use super::List;
use super::array::Array;
use crate::obj::{Obj, R, Ref};
use crate::slot::Slot;
use crate::sync::Ordering::*;
use crate::thread::Thread;

impl List {
    /// Replaces the item at `i`; the value comes back if `i` is out of range. The old item is dropped.
    #[inline]
    pub fn set(&self, i: usize, v: Obj) -> Result<(), Obj> {
        let g = self.header().lock.lock();
        if i >= self.len() {
            return Err(v);
        }
        match self.array() {
            Some(a) => {
                let old = a.slots()[i].exchange(Some(v));
                drop(g);
                drop(old);
                Ok(())
            }
            None => Err(v),
        }
    }
    /// Appends. MemoryError if the array cannot grow.
    #[inline]
    pub fn push(&self, th: &mut Thread, v: Obj) -> R<()> {
        let g = self.header().lock.lock();
        let n = self.len.load(Relaxed);
        if let Some(a) = self.array()
            && n < a.capacity
        {
            a.slots()[n].init(v);
            // Release: LIST RULE 1.
            self.len.store(n + 1, Release);
            return Ok(());
        }
        let grown = self.grow(n + 1);
        match (grown, self.array()) {
            (Some(old), Some(a)) => {
                a.slots()[n].init(v);
                self.len.store(n + 1, Release);
                drop(g);
                self.free_array(old);
                Ok(())
            }
            _ => {
                drop(g);
                drop(v);
                Err(crate::error::no_memory(th))
            }
        }
    }
    /// As `push` for thread `th`, if the array has room. False: nothing was done.
    #[inline]
    pub fn push_quick(&self, th: &Thread, v: Ref<'_>) -> bool {
        let _g = self.header().lock.lock();
        let n = self.len.load(Relaxed);
        let Some(a) = self.array() else { return false };
        let Some(slot) = a.slots().get(n) else {
            return false;
        };
        let w = v.own_quick(th);
        if w == crate::value::EMPTY {
            return false;
        }
        slot.put_word(w);
        // Release: LIST RULE 1.
        self.len.store(n + 1, Release);
        true
    }
    /// Makes room for `more` further items.
    pub fn reserve(&self, th: &mut Thread, more: usize) -> R<()> {
        let g = self.header().lock.lock();
        let n = self.len();
        let Some(want) = n.checked_add(more) else {
            drop(g);
            return Err(crate::error::no_memory(th));
        };
        if self.array().is_some_and(|a| a.capacity >= want) || more == 0 {
            return Ok(());
        }
        match self.grow(want) {
            Some(old) => {
                drop(g);
                self.free_array(old);
                Ok(())
            }
            None => {
                drop(g);
                Err(crate::error::no_memory(th))
            }
        }
    }
    /// Appends several items.
    pub fn extend(&self, th: &mut Thread, items: Vec<Obj>) -> R<()> {
        if items.is_empty() {
            return Ok(());
        }
        let g = self.header().lock.lock();
        let n = self.len();
        let Some(want) = n.checked_add(items.len()) else {
            drop(g);
            return Err(crate::error::no_memory(th));
        };
        let mut old = std::ptr::null_mut();
        if self.array().is_none_or(|a| a.capacity < want) {
            match self.grow(want) {
                Some(o) => old = o,
                None => {
                    drop(g);
                    return Err(crate::error::no_memory(th));
                }
            }
        }
        if let Some(a) = self.array() {
            for (s, o) in a.slots()[n..want].iter().zip(items) {
                s.init(o);
            }
            // Release: LIST RULE 1.
            self.len.store(want, Release);
        }
        drop(g);
        self.free_array(old);
        Ok(())
    }
    /// Removes the item at `i` and closes the gap.
    pub fn remove(&self, i: usize) -> Option<Obj> {
        let g = self.header().lock.lock();
        let n = self.len();
        if i >= n {
            return None;
        }
        let a = self.array()?;
        let slots = a.slots();
        // Release: `len` shrinks before a slot is emptied.
        self.len.store(n - 1, Release);
        // The word leaves by a swap (COUNT RULE 5); the others move down.
        let out = if i + 1 == n {
            slots[i].take()
        } else {
            let out = slots[i].replace_word(slots[i + 1].peek());
            self.shift_down(slots, i + 2, n, 1);
            out
        };
        drop(g);
        out
    }
    /// Removes the last item.
    pub fn pop(&self) -> Option<Obj> {
        let g = self.header().lock.lock();
        let n = self.len().checked_sub(1)?;
        let a = self.array()?;
        // Release: `len` shrinks before a slot is emptied.
        self.len.store(n, Release);
        let out = a.slots()[n].take();
        drop(g);
        out
    }
    /// Exchanges two items; false if there are not so many.
    pub fn exchange(&self, i: usize, j: usize) -> bool {
        let _g = self.header().lock.lock();
        let n = self.len();
        let Some(a) = self.array().filter(|_| i < n && j < n) else {
            return false;
        };
        let slots = a.slots();
        let w = slots[i].peek();
        slots[i].put_word(slots[j].peek());
        slots[j].put_word(w);
        if !self.is_exclusive() {
            // SeqCst: as in shift_down.
            crate::sync::fence(SeqCst);
        }
        true
    }
    /// Inserts before `i` (clamped).
    pub fn insert(&self, th: &mut Thread, i: usize, v: Obj) -> R<()> {
        let g = self.header().lock.lock();
        let n = self.len();
        let mut old = std::ptr::null_mut();
        if self.array().is_none_or(|a| a.capacity == n) {
            match self.grow(n + 1) {
                Some(o) => old = o,
                None => {
                    drop(g);
                    return Err(crate::error::no_memory(th));
                }
            }
        }
        if let Some(a) = self.array() {
            let slots = a.slots();
            let at = i.min(n);
            if at < n {
                slots[n].put_word(slots[n - 1].peek());
                // Release: LIST RULE 1; the last item is in its new place already.
                self.len.store(n + 1, Release);
                self.shift_up(slots, at, n - 1);
                slots[at].put_word(v.into_word());
            } else {
                slots[n].init(v);
                self.len.store(n + 1, Release);
            }
        }
        drop(g);
        self.free_array(old);
        Ok(())
    }
    /// Lock held: moves the words `from..to` down by `by` places and empties the places left over.
    fn shift_down(&self, slots: &[Slot], from: usize, to: usize, by: usize) {
        self.move_words(slots, from, from - by, to.saturating_sub(from));
        for s in &slots[to - by..to] {
            s.forget();
        }
    }
    /// Lock held: moves the words `from..to` up by one place.
    fn shift_up(&self, slots: &[Slot], from: usize, to: usize) {
        self.move_words(slots, from, from + 1, to - from);
    }
    /// Lock held: moves `n` words of the present array, whose slots are `slots`, to another place in it.
    fn move_words(&self, slots: &[Slot], from: usize, to: usize, n: usize) {
        debug_assert!(from.max(to) + n <= slots.len());
        let moved = self.exclusively(|| {
            // SAFETY: both ranges lie within the array, and nobody else reads it.
            unsafe {
                let p = slots.as_ptr() as *mut Slot;
                std::ptr::copy(p.add(from), p.add(to), n);
            }
        });
        if moved {
            return;
        }
        let one = |k: usize| slots[to + k].put_word(slots[from + k].peek());
        if to < from {
            (0..n).for_each(one);
        } else {
            (0..n).rev().for_each(one);
        }
        // SeqCst: COUNT RULE 5, the moves come before any later flag check of a remover.
        crate::sync::fence(SeqCst);
    }
    /// Lock held: runs `f` while nobody else can read the array, who would see words as they move. False: somebody may.
    #[inline]
    fn exclusively(&self, f: impl FnOnce()) -> bool {
        if crate::thread::is_multi() {
            if self.header().is_shared() {
                return false;
            }
            // LIST RULE 4. SeqCst: the pointer is gone before the question whether the list is shared; a reader shares it
            // first.
            let p = self.array.swap(std::ptr::null_mut(), SeqCst);
            let alone = !self.header().is_shared();
            if alone {
                f();
            }
            self.array.store(p, SeqCst);
            return alone;
        }
        f();
        true
    }
    /// Whether no other thread had found the list just now: one that does so from here on finds what is done next.
    #[inline(always)]
    pub(super) fn is_exclusive(&self) -> bool {
        !(crate::thread::is_multi() && self.header().is_shared())
    }
    /// Replaces the items `from..to` (clamped) by `new`; gives the removed ones. MemoryError if the array cannot grow.
    pub fn replace(&self, th: &mut Thread, from: usize, to: usize, new: Vec<Obj>) -> R<Vec<Obj>> {
        let g = self.header().lock.lock();
        let n = self.len();
        let from = from.min(n);
        let to = to.clamp(from, n);
        let m = n - (to - from) + new.len();
        if !self.is_exclusive() {
            let out = self.rebuild(|items| items.splice(from..to, new).collect::<Vec<Obj>>());
            drop(g);
            self.free_array(out.1);
            return Ok(out.0);
        }
        if self.array().is_none_or(|a| a.capacity < m) && m > 0 {
            match self.grow(m) {
                Some(old) => self.free_array(old),
                None => {
                    drop(g);
                    return Err(crate::error::no_memory(th));
                }
            }
        }
        let Some(a) = self.array() else {
            return Ok(Vec::new());
        };
        let slots = a.slots();
        if new.len() == to - from {
            // Item by item: the vector goes back with the old ones.
            let mut new = new;
            for (s, o) in slots[from..to].iter().zip(&mut new) {
                if let Some(old) = s.take() {
                    s.put_word(std::mem::replace(o, old).into_word());
                }
            }
            drop(g);
            return Ok(new);
        }
        let out: Vec<Obj> = slots[from..to].iter().filter_map(Slot::take).collect();
        let end = from + new.len();
        self.move_words(slots, to, end, n - to);
        for (s, o) in slots[from..end].iter().zip(new) {
            s.put_word(o.into_word());
        }
        for s in slots.iter().take(n).skip(m) {
            s.forget();
        }
        self.len.store(m, Release);
        drop(g);
        Ok(out)
    }
    /// As `replace`, for callers whose `new` is small: aborts if memory is out.
    pub fn splice(&self, from: usize, to: usize, new: Vec<Obj>) -> Vec<Obj> {
        self.edit(|items| {
            let n = items.len();
            let from = from.min(n);
            let to = to.clamp(from, n);
            items.splice(from..to, new).collect()
        })
    }
    /// Reverses the items in place.
    pub fn reverse(&self) {
        let g = self.header().lock.lock();
        if !self.is_exclusive() {
            let out = self.rebuild(|v| v.reverse());
            drop(g);
            self.free_array(out.1);
            return;
        }
        if let Some(a) = self.array() {
            let s = &a.slots()[..self.len()];
            let n = s.len();
            for i in 0..n / 2 {
                let w = s[i].peek();
                s[i].put_word(s[n - 1 - i].peek());
                s[n - 1 - i].put_word(w);
            }
        }
    }
    /// Runs `f` over the items as a plain vector under the lock and stores the result. `f` must neither run
    /// Python code nor drop objects (LOCK RULE 2): it returns what it takes out.
    pub fn edit<T>(&self, f: impl FnOnce(&mut Vec<Obj>) -> T) -> T {
        let g = self.header().lock.lock();
        let out = self.rebuild(f);
        drop(g);
        self.free_array(out.1);
        out.0
    }
    /// Lock held: moves the words into a vector, lets `f` change it, and publishes a new array. In-place reuse of the
    /// old array is possible only while nobody else can read it.
    fn rebuild<T>(&self, f: impl FnOnce(&mut Vec<Obj>) -> T) -> (T, *mut Array) {
        let n = self.len();
        let mut v: Vec<Obj> = Vec::with_capacity(n + 1);
        if let Some(a) = self.array() {
            for s in a.slots().iter().take(n) {
                let w = s.peek();
                if w != 0 {
                    // SAFETY: the word moves out of the array, which is given up (or rewritten) below.
                    let o = unsafe { Obj::from_word(w) };
                    v.push(if crate::thread::is_multi() {
                        o.adopt()
                    } else {
                        o
                    });
                }
            }
        }
        let r = f(&mut v);
        let m = v.len();
        let multi = crate::thread::is_multi() && self.header().is_shared();
        if !multi
            && let Some(a) = self.array()
            && a.capacity >= m
        {
            for (s, o) in a.slots().iter().zip(v) {
                s.put_word(o.into_word());
            }
            for s in a.slots().iter().take(n).skip(m) {
                s.forget();
            }
            self.len.store(m, Release);
            // SeqCst: COUNT RULE 5, before the flag check of what `f` took out; somebody may have begun to read.
            crate::sync::fence(SeqCst);
            return (r, std::ptr::null_mut());
        }
        let new = if m == 0 {
            Some(std::ptr::null_mut())
        } else {
            Array::new(m + m / 8 + 4)
        };
        let Some(new) = new else {
            std::alloc::handle_alloc_error(std::alloc::Layout::new::<Array>())
        };
        if !new.is_null() {
            // SAFETY: fresh, capacity >= m.
            for (s, o) in unsafe { (*new).slots() }.iter().zip(v) {
                s.put_word(o.into_word());
            }
        }
        if m < n {
            self.len.store(m, SeqCst);
        }
        // SeqCst: published before free_array's SHARED check and before any removed item's flag check.
        let old = self.array.swap(new, SeqCst);
        self.len.store(m, SeqCst);
        (r, old)
    }
    /// Lock held: a bigger array with the same words. Gives the old one.
    fn grow(&self, want: usize) -> Option<*mut Array> {
        let n = self.len();
        let cap = if n == 0 {
            want.max(4)
        } else {
            want.max(n.checked_add(n / 8 + 6)?)
        };
        if self.is_exclusive()
            && let Some(done) = self.grow_in_place(cap)
        {
            return done;
        }
        let new = Array::new(cap)?;
        if let Some(a) = self.array() {
            // SAFETY: fresh, private until published.
            let to = unsafe { (*new).slots() };
            for (s, t) in a.slots().iter().take(n).zip(to) {
                s.copy_word_to(t);
            }
        }
        // SeqCst: as in rebuild.
        Some(self.array.swap(new, SeqCst))
    }
    /// LIST RULE 4. None: there is no array of its own, or somebody has begun to read it.
    fn grow_in_place(&self, cap: usize) -> Option<Option<*mut Array>> {
        // SeqCst: the pointer is gone before the question whether the list is shared; a reader shares it first.
        let p = self.array.swap(std::ptr::null_mut(), SeqCst);
        if p.is_null() {
            return None;
        }
        if !self.is_exclusive() || Array::is_lent(p) {
            self.array.store(p, SeqCst);
            return None;
        }
        // SAFETY: nobody else reads the array, which the list owns.
        let new = unsafe { Array::resize(p, cap) };
        self.array.store(new.unwrap_or(p), SeqCst);
        Some(new.map(|_| std::ptr::null_mut()))
    }
    /// LIST RULE 2. The words of `old` have moved.
    pub(super) fn free_array(&self, old: *mut Array) {
        if old.is_null() {
            return;
        }
        if self.header().is_shared() {
            let a = old as usize;
            // SAFETY: unpublished; the grace period covers readers.
            crate::thread::defer(move || unsafe { Array::free(a as *mut Array) });
        } else {
            // SAFETY: nobody but this thread reaches the list.
            unsafe { Array::free(old) }
        }
    }
}
