//! Changes of a list. Writers hold its lock.

use super::array::Array;
use super::{List, copy_all};
use crate::obj::{Obj, R, Ref};
use crate::slot::Slot;
use crate::sync::Ordering::*;
use crate::thread::Thread;
use crate::types::tuple::Tuple;
use crate::value::Word;

impl List {
    /// Replaces the item at `i`; the value comes back if `i` is out of range. The old item is dropped.
    #[inline]
    pub fn set(&self, i: usize, v: Obj) -> Result<(), Obj> {
        let done = match self.slot_now(i) {
            Some(s) => s.replace(v),
            None => Err(v),
        };
        match done {
            Ok(old) => {
                drop(old);
                Ok(())
            }
            Err(v) => self.set_locked(i, v),
        }
    }
    /// As `set`, when the item is on its way or there is none.
    #[cold]
    fn set_locked(&self, i: usize, v: Obj) -> Result<(), Obj> {
        let g = self.header().lock.lock();
        let n = self.len();
        match self.array().and_then(|a| a.slots()[..n].get(i)) {
            Some(s) => {
                let old = s.exchange(Some(v));
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
            for (s, o) in a.slots()[n..want].iter().zip(&items) {
                s.put_word(o.r().word());
            }
            let mut items = items;
            // SAFETY: the words, and with them the counts, are in the slots; the vector gives up its own.
            unsafe { items.set_len(0) };
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
        let out = slots[i].take();
        self.move_words(slots, i + 1, i, n - (i + 1));
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
        super::exchange(&a.slots()[i], &a.slots()[j]);
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
                slots[n - 1].move_to(&slots[n]);
                // Release: LIST RULE 1; the last item is in its new place already.
                self.len.store(n + 1, Release);
                self.move_words(slots, at, at + 1, n - 1 - at);
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
    /// Lock held: moves `n` words of the present array, whose slots are `slots`, to another place in it, where those slots
    /// are EMPTY that are not moved themselves. What they leave is EMPTY.
    fn move_words(&self, slots: &[Slot], from: usize, to: usize, n: usize) {
        debug_assert!(from.max(to) + n <= slots.len());
        if n == 0 || from == to {
            return;
        }
        self.exclusively(|alone| {
            let (source, target) = (&slots[from..from + n], &slots[to..to + n]);
            if alone {
                let left = if to < from {
                    from.max(to + n)..from + n
                } else {
                    from..to.min(from + n)
                };
                // SAFETY: both ranges lie within the array, and nobody else reads or writes it. Slots are words.
                unsafe {
                    std::ptr::copy(source.as_ptr(), target.as_ptr().cast_mut(), n);
                }
                for s in &slots[left] {
                    s.forget();
                }
                return;
            }
            let one = |(s, t): (&Slot, &Slot)| s.move_to(t);
            let pairs = source.iter().zip(target);
            if to < from {
                pairs.for_each(one);
            } else {
                pairs.rev().for_each(one);
            }
        });
    }
    /// Lock held: runs `f`, with whether meanwhile nobody else can read or write the array (LIST RULE 4).
    #[inline]
    pub(super) fn exclusively<T>(&self, f: impl FnOnce(bool) -> T) -> T {
        if !crate::thread::is_multi() {
            return f(true);
        }
        if self.header().is_shared() {
            return f(false);
        }
        // SeqCst: the pointer is gone before the question whether the list is shared; a reader shares it first.
        let p = self.array.swap(std::ptr::null_mut(), SeqCst);
        if self.header().is_shared() {
            self.array.store(p, SeqCst);
            return f(false);
        }
        let r = f(true);
        // SeqCst: what `f` did is published with the pointer.
        self.array.store(p, SeqCst);
        r
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
        self.len.store(m, Release);
        drop(g);
        Ok(out)
    }
    /// Exchanges the items `from..to` with all of `other`, which is unique. False: nothing is done, since those are not as
    /// many, or other threads may read the list.
    pub fn exchange_items(&self, from: usize, to: usize, other: &List) -> bool {
        let _g = self.header().lock.lock();
        if std::ptr::eq(self, other) || !self.is_exclusive() {
            return false;
        }
        let (Some(a), Some(b)) = (self.array(), other.array()) else {
            return false;
        };
        let theirs = b.slots().get(..other.len()).unwrap_or_default();
        let ours = match a.slots().get(..self.len()).and_then(|s| s.get(from..to)) {
            Some(s) if s.len() == theirs.len() => s,
            _ => return false,
        };
        if crate::thread::is_multi() {
            for (s, t) in ours.iter().zip(theirs) {
                t.put_word(s.exchange_word(t.peek()));
            }
        } else {
            for (s, t) in ours.iter().zip(theirs) {
                t.put_word(s.exchange_alone(t.peek()));
            }
        }
        true
    }
    /// Appends the items of another list, or of this one, those of one moment.
    pub fn extend_by_list(&self, th: &mut Thread, other: &List) -> R<()> {
        let g = crate::lock::lock_two(&self.header().lock, &other.header().lock);
        let n = self.len();
        let more = other.filled().len();
        let Some(want) = n.checked_add(more) else {
            drop(g);
            return Err(crate::error::no_memory(th));
        };
        let mut old = std::ptr::null_mut();
        if more > 0 && self.array().is_none_or(|a| a.capacity < want) {
            match self.grow(want) {
                Some(o) => old = o,
                None => {
                    drop(g);
                    return Err(crate::error::no_memory(th));
                }
            }
        }
        if more > 0
            && let Some(a) = self.array()
        {
            let room = &a.slots()[n..want];
            // SAFETY: both locks are held; the slots behind `len` are empty, and nobody looks at them before `len` says so.
            unsafe { copy_all(&other.filled()[..more], room.as_ptr() as *mut Word) };
            // Release: LIST RULE 1.
            self.len.store(want, Release);
        }
        drop(g);
        self.free_array(old);
        Ok(())
    }
    /// Appends the items of a tuple.
    pub fn extend_by(&self, th: &mut Thread, t: &Tuple) -> R<()> {
        let items = t.slots();
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
            let room = &a.slots()[n..want];
            if crate::thread::is_multi() {
                for (s, o) in room.iter().zip(t.iter()) {
                    s.init(o.own());
                }
            } else {
                for (s, o) in room.iter().zip(items) {
                    s.put_word(o.count_alone(th.owner()));
                }
            }
            // Release: LIST RULE 1.
            self.len.store(want, Release);
        }
        drop(g);
        self.free_array(old);
        Ok(())
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
            let (front, back) = s.split_at(s.len() / 2);
            self.exclusively(|alone| {
                for (x, y) in front.iter().zip(back.iter().rev()) {
                    if alone {
                        let w = x.peek();
                        x.put_word(y.peek());
                        y.put_word(w);
                    } else {
                        super::exchange(x, y);
                    }
                }
            });
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
                let w = s.move_out();
                if w != 0 {
                    // SAFETY: SLOT RULE 1; the slot's count moves to the vector.
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
            self.len.store(m, Release);
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
        let alone = self.is_exclusive();
        // An array that others read cannot be enlarged in place: its words move one by one (LIST RULE 5), so less often.
        let spare = if alone { n / 8 } else { n / 2 };
        let cap = if n == 0 {
            want.max(4)
        } else {
            want.max(n.checked_add(spare + 6)?)
        };
        if alone && let Some(done) = self.grow_in_place(cap) {
            return done;
        }
        let new = Array::new(cap)?;
        if let Some(a) = self.array() {
            // SAFETY: fresh, private until published.
            let to = unsafe { (*new).slots() };
            for (s, t) in a.slots().iter().take(n).zip(to) {
                s.move_to(t);
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
