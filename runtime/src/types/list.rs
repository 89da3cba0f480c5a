//! Storage of `list`: a growable array of slots with lock-free reads.
//!
//! LIST RULE 1. `len` and `array` are published separately, so that at no time `len` is above the capacity; a reader
//!   checks the index against both and loads with the array pointer as path check (SLOT RULE 2). Slots at and beyond
//!   `len` are EMPTY.
//! LIST RULE 2. Writers hold the object's lock. A replaced array is freed at once if the list is not SHARED
//!   (asked after publishing the new one), else through the epoch.
//! LIST RULE 3. Words move within the array under the lock. If other threads may read it, they may see an item twice or
//!   not at all for a moment (as in CPython's free-threaded build), never a dead one: the word of a removed item is
//!   overwritten by a swap, moves are followed by a fence (COUNT RULE 5).
//! LIST RULE 4. Enlarging in place: the array pointer is null meanwhile, with a length above zero, and readers wait.
//!   Whether somebody reads is asked after the pointer is gone: who shares the list later finds null.

use crate::obj::{Layout, Obj, Payload, R, Ref, Val};
use crate::slot::Slot;
use crate::sync::{AtomicPtr, AtomicUsize, Ordering::*};
use crate::thread::Thread;
use crate::types::slice::Indices;

/// Payload of list and its subclasses.
pub struct List {
    array: AtomicPtr<Array>,
    len: AtomicUsize,
}

/// Header of an array; the slots follow.
struct Array {
    capacity: usize,
}

impl Array {
    fn layout(capacity: usize) -> Option<std::alloc::Layout> {
        std::alloc::Layout::from_size_align(capacity.checked_mul(8)?.checked_add(8)?, 8).ok()
    }
    /// As `new`, for a caller who fills every slot at once.
    fn new_unfilled(capacity: usize) -> Option<*mut Array> {
        let l = Array::layout(capacity)?;
        // SAFETY: the size is not zero.
        let p = unsafe { std::alloc::alloc(l) } as *mut Array;
        if p.is_null() {
            return None;
        }
        // SAFETY: fresh.
        unsafe { (*p).capacity = capacity };
        Some(p)
    }
    fn new(capacity: usize) -> Option<*mut Array> {
        let l = Array::layout(capacity)?;
        // SAFETY: the size is not zero. All-zero slots are EMPTY.
        let p = unsafe { std::alloc::alloc_zeroed(l) } as *mut Array;
        if p.is_null() {
            return None;
        }
        // SAFETY: fresh.
        unsafe { (*p).capacity = capacity };
        Some(p)
    }
    /// Enlarges an array; the old one stays if memory is out.
    ///
    /// # Safety
    /// The caller owns the array, and nobody reads it.
    unsafe fn resize(p: *mut Array, capacity: usize) -> Option<*mut Array> {
        // SAFETY: allocated with the layout of its capacity; the new slots are zeroed before anybody sees them.
        unsafe {
            let had = (*p).capacity;
            let old = Array::layout(had)?;
            let new = Array::layout(capacity)?;
            let q = std::alloc::realloc(p as *mut u8, old, new.size()) as *mut Array;
            if q.is_null() {
                return None;
            }
            (*q).capacity = capacity;
            let slots = q.add(1) as *mut u64;
            std::ptr::write_bytes(slots.add(had), 0, capacity.saturating_sub(had));
            Some(q)
        }
    }
    #[inline(always)]
    fn slots(&self) -> &[Slot] {
        // SAFETY: `capacity` slots follow the header.
        unsafe {
            std::slice::from_raw_parts((self as *const Array).add(1) as *const Slot, self.capacity)
        }
    }
    unsafe fn free(p: *mut Array) {
        // SAFETY: the caller owns the array, whose words are gone; the layout succeeded in `new`.
        unsafe {
            if let Some(l) = Array::layout((*p).capacity) {
                std::alloc::dealloc(p as *mut u8, l);
            }
        }
    }
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
        drop(self.take_all());
    }
}

impl Drop for List {
    fn drop(&mut self) {
        let p = self.array.load(Relaxed);
        if !p.is_null() {
            // SAFETY: the list is dead; nobody reads the array any more.
            unsafe {
                for s in (*p).slots().iter().take(self.len.load(Relaxed)) {
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
    /// What `f` makes of the items while they stay as they are. `f` neither runs Python code nor drops objects (LOCK RULE
    /// 2).
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
        let to = to.min(self.len());
        match self.array() {
            Some(a) if from < to => {
                let mut v = Vec::with_capacity(to - from);
                for s in &a.slots()[from..to] {
                    // Every slot below `len` is filled while the lock is held.
                    if let Some(o) = s.get() {
                        v.push(o);
                    }
                }
                v
            }
            _ => Vec::new(),
        }
    }
    /// A new list of what a slice selects, one moment's state; `f` tells the indices for the length of that moment.
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
                let mut at = x.start;
                for i in 0..x.n {
                    // SAFETY: LIST RULE 1: the slots below `len` are filled and stay while the lock is held; the new
                    // array has `n` slots, of which each is written once.
                    unsafe {
                        let w = match a.slots().get(at as usize).and_then(Slot::get) {
                            Some(o) => o.into_word(),
                            None => crate::value::NONE,
                        };
                        (to.add(1) as *mut u64).add(i).write(w);
                    }
                    at = at.wrapping_add(x.step);
                }
                new.array.store(to, Release);
                new.len.store(x.n, Release);
            }
        }
        of_storage(th, &crate::types::LIST, new)
    }
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
    /// Runs `f` over the items while the lock is held. `f` must neither run Python code nor drop objects (LOCK RULE 2).
    pub fn locked<T>(&self, f: impl FnOnce(&Locked<'_>) -> T) -> T {
        let _g = self.header().lock.lock();
        let n = self.len();
        let slots = match self.array() {
            Some(a) => &a.slots()[..n],
            None => &[],
        };
        let r = f(&Locked { slots });
        if !self.is_exclusive() {
            // SeqCst: as in shift_down.
            crate::sync::fence(SeqCst);
        }
        r
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
        if self.is_exclusive() {
            // SAFETY: the ranges lie within the array, and nobody else reads it (LIST RULE 3).
            unsafe {
                let p = slots.as_ptr() as *mut Slot;
                std::ptr::copy(p.add(from), p.add(from - by), to.saturating_sub(from));
            }
        } else {
            for k in from..to {
                slots[k - by].put_word(slots[k].peek());
            }
            // SeqCst: COUNT RULE 5, the moves come before any later flag check of a remover.
            crate::sync::fence(SeqCst);
        }
        for s in &slots[to - by..to] {
            s.forget();
        }
    }
    /// Lock held: moves the words `from..to` up by one place.
    fn shift_up(&self, slots: &[Slot], from: usize, to: usize) {
        if self.is_exclusive() {
            // SAFETY: as in shift_down; `to` is within the array.
            unsafe {
                let p = slots.as_ptr() as *mut Slot;
                std::ptr::copy(p.add(from), p.add(from + 1), to - from);
            }
        } else {
            for k in (from..to).rev() {
                slots[k + 1].put_word(slots[k].peek());
            }
            // SeqCst: as in shift_down.
            crate::sync::fence(SeqCst);
        }
    }
    /// LIST RULE 3: whether no other thread can read the array now.
    #[inline(always)]
    fn is_exclusive(&self) -> bool {
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
        // SAFETY: both ranges lie within the capacity, and nobody else reads the array (LIST RULE 3).
        unsafe {
            let p = slots.as_ptr() as *mut Slot;
            std::ptr::copy(p.add(to), p.add(end), n - to);
        }
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
    /// Whether the item at `i` is this very value.
    pub fn is_at(&self, i: usize, o: Ref<'_>) -> bool {
        let _g = self.header().lock.lock();
        i < self.len()
            && self
                .array()
                .is_some_and(|a| a.slots()[i].peek() == o.word())
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
    /// Removes and gives all items.
    pub fn take_all(&self) -> Vec<Obj> {
        self.edit(std::mem::take)
    }
    /// Stores `items` if the list is empty, else gives them back (end of an in-place sort).
    pub fn put_back(&self, items: Vec<Obj>) -> Result<(), Vec<Obj>> {
        let mut items = Some(items);
        self.edit(|v| {
            if v.is_empty()
                && let Some(i) = items.take()
            {
                *v = i;
            }
        });
        match items {
            None => Ok(()),
            Some(i) => Err(i),
        }
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
    /// LIST RULE 4. None: there is no array, or somebody has begun to read it.
    fn grow_in_place(&self, cap: usize) -> Option<Option<*mut Array>> {
        // SeqCst: the pointer is gone before the question whether the list is shared; a reader shares it first.
        let p = self.array.swap(std::ptr::null_mut(), SeqCst);
        if p.is_null() {
            return None;
        }
        if !self.is_exclusive() {
            self.array.store(p, SeqCst);
            return None;
        }
        // SAFETY: nobody else reads the array, which the list owns.
        let new = unsafe { Array::resize(p, cap) };
        self.array.store(new.unwrap_or(p), SeqCst);
        Some(new.map(|_| std::ptr::null_mut()))
    }
    /// LIST RULE 2. The words of `old` have moved.
    fn free_array(&self, old: *mut Array) {
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
    /// Bytes of the array, for `__sizeof__`.
    pub fn array_bytes(&self) -> usize {
        self.array().map_or(0, |a| a.capacity * 8)
    }
}

/// The items of a list whose lock is held.
pub struct Locked<'a> {
    slots: &'a [Slot],
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
    /// Item `i`: it stays while the lock is held. None: there are not so many.
    #[inline(always)]
    pub fn get(&self, i: usize) -> Option<Ref<'_>> {
        // Nobody takes an item out without the lock.
        self.slots.get(i).and_then(Slot::fixed)
    }
    /// Exchanges two items.
    #[inline(always)]
    pub fn exchange(&self, i: usize, j: usize) {
        if let (Some(a), Some(b)) = (self.slots.get(i), self.slots.get(j)) {
            let w = a.peek();
            a.put_word(b.peek());
            b.put_word(w);
        }
    }
}

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

fn of_storage(th: &mut Thread, class: &'static crate::types::typeobj::TypeObj, l: List) -> R {
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

/// Whether the value is a list or an instance of a subclass.
#[inline(always)]
pub fn is_list(o: Ref<'_>) -> bool {
    o.class().flag(crate::types::typeobj::flags::LIST_SUB)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types;

    fn ints(l: &List) -> Vec<i64> {
        l.items().iter().filter_map(|o| o.r().as_small()).collect()
    }
    fn int(i: i64) -> Obj {
        Ref::small_int(i).own()
    }

    /// Every writer against the same operation on a vector.
    #[test]
    fn writers_do_what_a_vector_does() {
        let mut t = Thread::start(8 << 20, true);
        let th = &mut t;
        types::init();
        let o = new(th, vec![]).unwrap();
        let l = o.get::<List>().unwrap();
        let mut v: Vec<i64> = vec![];
        let mut x = 7u64;
        for i in 0..5000i64 {
            x = x
                .wrapping_mul(6364136223846793005)
                .wrapping_add(1442695040888963407);
            let r = (x >> 33) as usize;
            let at = r / 8 % (v.len() + 1);
            match r % 8 {
                0 | 1 => {
                    l.push(th, int(i)).unwrap();
                    v.push(i);
                }
                2 | 3 => {
                    l.insert(th, at, int(i)).unwrap();
                    v.insert(at, i);
                }
                4 => {
                    let got = l.remove(at).and_then(|o| o.r().as_small());
                    assert_eq!(
                        got,
                        if at < v.len() {
                            Some(v.remove(at))
                        } else {
                            None
                        }
                    );
                }
                5 => {
                    let to = (at + r / 64 % 5).min(v.len());
                    let new: Vec<i64> = (0..r as i64 / 512 % 4).collect();
                    let out = l
                        .replace(th, at, to, new.iter().map(|&i| int(i)).collect())
                        .unwrap();
                    assert_eq!(out.len(), to - at);
                    v.splice(at..to, new);
                }
                6 => {
                    l.reverse();
                    v.reverse();
                }
                _ => {
                    l.extend(th, (0..3).map(int).collect()).unwrap();
                    v.extend(0..3);
                    if v.len() > 300 {
                        drop(l.replace(th, 5, 290, vec![]).unwrap());
                        v.drain(5..290);
                    }
                }
            }
            assert_eq!(ints(l), v);
        }
    }
}
