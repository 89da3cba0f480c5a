//! Storage of `list`: a growable array of slots with lock-free reads.
//!
//! LIST RULE 1. `len` and `array` are published separately, so that at no time `len` is above the capacity; a reader
//!   checks the index against both and loads with the array pointer as path check (SLOT RULE 2). Slots at and beyond
//!   `len` are EMPTY.
//! LIST RULE 2. Writers hold the object's lock, but for those who replace an item (LIST RULE 5). A replaced array is freed
//!   at once if the list is not SHARED (asked after publishing the new one), else through the epoch.
//! LIST RULE 3. Words move within the array under the lock. If other threads may read it, they may see an item twice or
//!   not at all for a moment (as in CPython's free-threaded build), never a dead one. A slot below `len` may be EMPTY for
//!   a moment: its word is on its way, and readers look again.
//! LIST RULE 4. What is done `exclusively` (enlarging in place, moving many words at once): the array pointer is null
//!   meanwhile, with a length above zero, and readers wait. Whether somebody reads is asked after the pointer is gone: who
//!   shares the list later finds null. A slot whose word has moved is EMPTY when the pointer is back.
//! LIST RULE 5. Replacing an item takes no lock, so that threads can fill a list side by side without passing its header
//!   to and fro: a compare-and-swap in the slot, which never fills an EMPTY one. So under the lock an item may change,
//!   though none comes or goes; and where other threads may have the array, words leave their slots by an atomic
//!   `move_out` only: of a word that was looked at before somebody else would be the owner by now.

use crate::obj::{Layout, Obj, Payload, R, Ref, Val};
use crate::slot::Slot;
use crate::sync::{AtomicPtr, AtomicUsize, Ordering::*};
use crate::thread::Thread;
use crate::types::slice::Indices;
use crate::value::{self, Word};
use array::Array;

mod array;
mod make;
mod whole;
mod write;

use make::of_storage;
pub use make::{from_fn, from_one, new, new_of, try_from_fn};
pub use whole::Lent;

/// Payload of list and its subclasses.
pub struct List {
    array: AtomicPtr<Array>,
    len: AtomicUsize,
}

impl Payload for List {
    fn layout() -> &'static Layout {
        static L: Layout = Layout::of::<List>("list", true, false);
        &L
    }
    fn traverse(&self, visit: &mut dyn FnMut(Ref<'_>)) {
        if let Some(a) = self.array() {
            for s in a.slots().iter().take(self.len()) {
                s.visit(visit);
            }
        }
    }
    fn clear(&self) {
        self.clear_all();
    }
}

impl Drop for List {
    fn drop(&mut self) {
        let p = self.array.load(Relaxed);
        if !p.is_null() {
            // SAFETY: the list is dead; nobody reads the array any more.
            unsafe {
                let n = self.len.load(Relaxed).min((*p).capacity);
                for s in std::slice::from_raw_parts(p.add(1) as *const Slot, n) {
                    s.drop_last();
                }
                Array::free(p);
            }
        }
    }
}

impl Default for List {
    fn default() -> Self {
        List::new()
    }
}

impl List {
    /// Empty storage.
    pub const fn new() -> List {
        List {
            array: AtomicPtr::new(std::ptr::null_mut()),
            len: AtomicUsize::new(0),
        }
    }
    #[inline(always)]
    fn array(&self) -> Option<&Array> {
        // SeqCst: path check of SLOT RULE 2, pairs with the swap in `grow`.
        let p = self.array.load(SeqCst);
        if p.is_null() {
            None
        } else {
            // SAFETY: LIST RULE 2.
            Some(unsafe { &*p })
        }
    }
    #[inline(always)]
    fn is_current(&self, a: &Array) -> bool {
        std::ptr::eq(self.array.load(SeqCst), a)
    }
    fn header(&self) -> &crate::header::Header {
        // SAFETY: List payloads are only used inside objects.
        unsafe { crate::obj::header_of_payload(self) }
    }
    /// Number of items.
    #[inline(always)]
    pub fn len(&self) -> usize {
        // Acquire: pairs with the Release of the writers.
        self.len.load(Acquire)
    }
    /// Whether there are no items.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// The word at `i` for a register (borrowed, counted or immediate); EMPTY if out of range.
    #[inline(always)]
    pub fn load_word(&self, i: usize) -> crate::value::Word {
        let mut tries = 0;
        loop {
            if i >= self.len() {
                return 0;
            }
            // Null: emptied meanwhile, or LIST RULE 4.
            if let Some(a) = self.array()
                && let Some(s) = a.slots().get(i)
            {
                let w = s.load_word(|| self.is_current(a));
                if w != 0 {
                    return w;
                }
            }
            // Emptied or moved between the looks: look again. `len` shrinks before slots are emptied.
            self.wait(&mut tries);
        }
    }
    /// Gives who moves items under the lock the time for it.
    #[cold]
    fn wait(&self, tries: &mut u32) {
        const SPINS: u32 = 100;
        *tries += 1;
        if *tries > SPINS {
            drop(self.header().lock.lock());
        } else {
            std::hint::spin_loop();
        }
    }
    /// The place of item `i`, which may count from the end; far behind the last one if there are not so many.
    #[inline(always)]
    pub fn place(&self, i: i64) -> usize {
        if i < 0 {
            (i as usize).wrapping_add(self.len())
        } else {
            i as usize
        }
    }
    /// As `load_word` for thread `th`, without a call. EMPTY also if that takes more than one try.
    #[inline(always)]
    pub fn load_quick(&self, th: &Thread, i: usize) -> crate::value::Word {
        // SeqCst: see array.
        let p = self.array.load(SeqCst);
        // An array that is current before and after a look at the length has room for as many: it is not replaced by
        // another at its address, which the pin keeps taken (LIST RULE 2). Its capacity, on a cache line of its own, need
        // not be read.
        if i >= self.len() || p.is_null() || !std::ptr::eq(self.array.load(SeqCst), p) {
            return crate::value::EMPTY;
        }
        // SAFETY: below the length.
        let s = unsafe { &*(p.add(1) as *const Slot).add(i) };
        // SeqCst: see is_current.
        s.load_quick(th, || std::ptr::eq(self.array.load(SeqCst), p))
    }
    /// The slot of item `i`, for one look or one `replace` (LIST RULE 5): it may be of an array that the list gives up just
    /// now. None: there are not so many items, or that takes more than one try.
    #[inline(always)]
    pub fn slot_now(&self, i: usize) -> Option<&Slot> {
        // SeqCst: see array.
        let p = self.array.load(SeqCst);
        // As in load_quick.
        if i >= self.len() || p.is_null() || !std::ptr::eq(self.array.load(SeqCst), p) {
            return None;
        }
        // SAFETY: below the length, of an array that stays in memory while the thread is pinned.
        Some(unsafe { &*(p.add(1) as *const Slot).add(i) })
    }
    /// The slot of item `i` while the process has one thread.
    #[inline(always)]
    pub fn slot_alone(&self, i: usize) -> Option<&Slot> {
        debug_assert!(!crate::thread::is_multi());
        // Relaxed: one thread.
        if i >= self.len.load(Relaxed) {
            return None;
        }
        // SAFETY: LIST RULE 1 and the one thread: the array has room for `len` items.
        Some(unsafe { &*(self.array.load(Relaxed).add(1) as *const Slot).add(i) })
    }
    /// The slot for one more item, and the length that `push_done` publishes, if there is room for it without growing
    /// while the process has one thread.
    #[inline(always)]
    pub fn room_alone(&self) -> Option<(&Slot, usize)> {
        debug_assert!(!crate::thread::is_multi());
        // Relaxed: one thread.
        let (n, p) = (self.len.load(Relaxed), self.array.load(Relaxed));
        // SAFETY: LIST RULE 2.
        if p.is_null() || n >= unsafe { (*p).capacity } {
            return None;
        }
        // SAFETY: below the capacity.
        Some((unsafe { &*(p.add(1) as *const Slot).add(n) }, n + 1))
    }
    /// Ends what `room_alone` began: the slot is filled.
    #[inline(always)]
    pub fn push_done(&self, n: usize) {
        // Release: LIST RULE 1.
        self.len.store(n, Release);
    }
    /// The item at `i`, possibly borrowed.
    #[inline(always)]
    pub fn load<'g>(&self, _th: &'g Thread, i: usize) -> Option<Val<'g>> {
        let w = self.load_word(i);
        if w == 0 {
            None
        } else {
            // SAFETY: a fresh load_word result under the pin.
            Some(unsafe { Val::from_word(w) })
        }
    }
    /// The item at `i`, counted.
    #[inline]
    pub fn get(&self, i: usize) -> Option<Obj> {
        let w = self.load_word(i);
        if w == 0 {
            None
        } else {
            // SAFETY: as in load; counted at once.
            Some(unsafe { Val::from_word(w) }.own())
        }
    }
    /// As `get` for thread `th`.
    #[inline(always)]
    pub fn get_by(&self, th: &Thread, i: usize) -> Option<Obj> {
        match self.load_quick(th, i) {
            crate::value::EMPTY => self.get(i),
            // SAFETY: loaded just now under the pin; counted at once.
            w => Some(unsafe { Val::from_word(w) }.own()),
        }
    }
    /// What `f` makes of the slots while as many are filled; their contents may be replaced (LIST RULE 5). `f` neither runs
    /// Python code nor drops objects (LOCK RULE 2).
    pub fn look_at<T>(&self, f: impl FnOnce(&[Slot]) -> T) -> T {
        let _g = self.header().lock.lock();
        match self.array() {
            Some(a) => f(a.slots().get(..self.len()).unwrap_or_default()),
            None => f(&[]),
        }
    }
    /// A snapshot of the items (one moment's state).
    pub fn items(&self) -> Vec<Obj> {
        self.range(0, usize::MAX)
    }
    /// A snapshot of `from..to` (clamped).
    pub fn range(&self, from: usize, to: usize) -> Vec<Obj> {
        let _g = self.header().lock.lock();
        // Every slot below `len` is filled while the lock is held.
        let slots = self.filled();
        let slots = slots.get(from..to.min(slots.len())).unwrap_or_default();
        let mut v: Vec<Obj> = Vec::with_capacity(slots.len());
        // SAFETY: there is room, and an `Obj` is a word with a count of its own.
        unsafe {
            copy_all(slots, v.as_mut_ptr() as *mut Word);
            v.set_len(slots.len());
        }
        v
    }
    /// Appends up to `n` items from item `from` on to a vector that has room for as many; how many they are.
    pub fn copy_into(&self, v: &mut Vec<Obj>, from: usize, n: usize) -> usize {
        self.select_into(v, n, |len| (from, 1, len.saturating_sub(from)))
    }
    /// As `copy_into` from item `last` down.
    pub fn copy_back_into(&self, v: &mut Vec<Obj>, last: usize, n: usize) -> usize {
        self.select_into(v, n, |len| {
            (last, -1, if last < len { last + 1 } else { 0 })
        })
    }
    /// See `copy_into`: `f` tells for a length where to begin, the step, and how many there are at most.
    #[inline(always)]
    fn select_into(
        &self,
        v: &mut Vec<Obj>,
        n: usize,
        f: impl FnOnce(usize) -> (usize, isize, usize),
    ) -> usize {
        let _g = self.header().lock.lock();
        let slots = self.filled();
        let (start, step, most) = f(slots.len());
        let n = n.min(most).min(v.capacity() - v.len());
        if n == 0 {
            return 0;
        }
        let start = start as isize;
        let x = Indices {
            start,
            stop: start + n as isize * step,
            step,
            n,
        };
        // SAFETY: there is room, and an `Obj` is a word with a count of its own.
        unsafe {
            copy_selected(slots, x, v.as_mut_ptr().add(v.len()) as *mut Word);
            v.set_len(v.len() + n);
        }
        n
    }
    /// The slots below `len`.
    #[inline(always)]
    fn filled(&self) -> &[Slot] {
        let slots = self.array().map_or(&[][..], Array::slots);
        slots.get(..self.len()).unwrap_or_default()
    }
    /// A new list of the items of both, each list's of one moment.
    pub fn concat(&self, th: &mut Thread, other: &List) -> R {
        let new = List::new();
        {
            let _g = crate::lock::lock_two(&self.header().lock, &other.header().lock);
            let (a, b) = (self.filled(), other.filled());
            let n = a.len() + b.len();
            if n > 0 {
                let Some(to) = Array::new_unfilled(n) else {
                    return Err(crate::error::no_memory(th));
                };
                // SAFETY: the new array has `n` slots; LIST RULE 1: those below `len` are filled while the locks are held.
                unsafe {
                    let words = to.add(1) as *mut Word;
                    copy_all(a, words);
                    copy_all(b, words.add(a.len()));
                }
                new.array.store(to, Release);
                new.len.store(n, Release);
            }
        }
        of_storage(th, &crate::types::LIST, new)
    }
    /// A new list of what a slice selects, one moment's state; `f` tells the indices for the length of that moment.
    #[inline]
    pub fn slice(&self, th: &mut Thread, f: impl FnOnce(usize) -> Indices) -> R {
        let new = List::new();
        {
            let _g = self.header().lock.lock();
            let x = f(self.len());
            if let Some(a) = self.array()
                && x.n > 0
            {
                let Some(to) = Array::new_unfilled(x.n) else {
                    return Err(crate::error::no_memory(th));
                };
                // LIST RULE 1: the slots below `len` are filled and stay while the lock is held.
                let slots = a.slots().get(..self.len()).unwrap_or_default();
                // SAFETY: the new array has `n` slots.
                unsafe { copy_selected(slots, x, to.add(1) as *mut Word) };
                new.array.store(to, Release);
                new.len.store(x.n, Release);
            }
        }
        of_storage(th, &crate::types::LIST, new)
    }
    /// Runs `f` over the items while the lock is held. `f` must neither run Python code nor drop objects (LOCK RULE 2).
    pub fn locked<T>(&self, f: impl FnOnce(&Locked<'_>) -> T) -> T {
        let _g = self.header().lock.lock();
        let n = self.len();
        let slots = match self.array() {
            Some(a) => &a.slots()[..n],
            None => &[],
        };
        self.exclusively(|alone| f(&Locked { slots, alone }))
    }
    /// Whether the item at `i` is this very value.
    pub fn is_at(&self, i: usize, o: Ref<'_>) -> bool {
        let _g = self.header().lock.lock();
        i < self.len()
            && self
                .array()
                .is_some_and(|a| a.slots()[i].peek() == o.word())
    }
    /// Bytes of the array, for `__sizeof__`.
    pub fn array_bytes(&self) -> usize {
        self.array().map_or(0, |a| a.capacity * 8)
    }
}

/// Writes the items that `x` selects of `slots`, each with a count of its own, to `to`.
///
/// # Safety
/// The slots are filled and stay so; `to` has room for `x.n` words, each of which is written.
#[inline(always)]
unsafe fn copy_selected(slots: &[Slot], x: Indices, to: *mut Word) {
    let last = x
        .start
        .wrapping_add((x.n as isize - 1).wrapping_mul(x.step));
    let inside = |i: isize| (i as usize) < slots.len();
    // With a step of one either way nothing wraps.
    let straight = x.step.unsigned_abs() == 1 && inside(x.start) && inside(last);
    if straight && !crate::thread::is_multi() {
        let me = crate::thread::me();
        // SAFETY: all places lie between the first and the last.
        unsafe {
            let mut from = slots.as_ptr().offset(x.start);
            for i in 0..x.n {
                to.add(i).write((*from).count_alone(me));
                from = from.wrapping_offset(x.step);
            }
        }
        return;
    }
    let mut at = x.start;
    for i in 0..x.n {
        let o = slots.get(at as usize).and_then(Slot::get);
        // SAFETY: by contract.
        unsafe { to.add(i).write(o.map_or(value::NONE, Obj::into_word)) };
        at = at.wrapping_add(x.step);
    }
}

/// Writes the items of all slots, each with a count of its own, to `to`.
///
/// # Safety
/// As `copy_selected`; there is room for as many words as slots.
#[inline(always)]
unsafe fn copy_all(slots: &[Slot], to: *mut Word) {
    let x = Indices {
        start: 0,
        stop: slots.len() as isize,
        step: 1,
        n: slots.len(),
    };
    // SAFETY: by contract.
    unsafe { copy_selected(slots, x, to) };
}

/// The items of a list whose lock is held.
pub struct Locked<'a> {
    slots: &'a [Slot],
    alone: bool,
}

impl Locked<'_> {
    /// Number of items.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.slots.len()
    }
    /// Whether there are no items.
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }
    /// Item `i`, which another thread may replace (LIST RULE 5); what it names stays while the lock is held, since nothing
    /// is dropped. None: there are not so many.
    #[inline(always)]
    pub fn get(&self, i: usize) -> Option<Ref<'_>> {
        match self.slots.get(i)?.look() {
            crate::value::EMPTY => None,
            // SAFETY: by contract the closure drops nothing and comes to no safepoint.
            w => Some(unsafe { Ref::from_slot_word(w) }),
        }
    }
    /// Exchanges two items.
    #[inline(always)]
    pub fn exchange(&self, i: usize, j: usize) {
        if let (Some(a), Some(b)) = (self.slots.get(i), self.slots.get(j)) {
            if self.alone {
                let w = a.peek();
                a.put_word(b.peek());
                b.put_word(w);
            } else {
                exchange(a, b);
            }
        }
    }
}

/// Lock held: exchanges the words of two slots that other threads may read and replace.
fn exchange(a: &Slot, b: &Slot) {
    if !std::ptr::eq(a, b) {
        let w = a.move_out();
        a.put_word(b.exchange_word(w));
    }
}

/// Whether the value is a list or an instance of a subclass.
#[inline(always)]
pub fn is_list(o: Ref<'_>) -> bool {
    o.class().flag(crate::types::typeobj::flags::LIST_SUB)
}

#[cfg(test)]
mod tests;
