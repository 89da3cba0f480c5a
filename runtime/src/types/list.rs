//! Storage of `list`: a growable array of slots with lock-free reads.
//!
//! LIST RULE 1. `len` and `array` are published separately; a reader checks the index against both and loads
//!   with the array pointer as path check (SLOT RULE 2). Slots at and beyond `len` are EMPTY.
//! LIST RULE 2. Writers hold the object's lock. A replaced array is freed at once if the list is not SHARED
//!   (asked after publishing the new one), else through the epoch.

use crate::obj::{Layout, Obj, Payload, R, Ref, Val};
use crate::slot::Slot;
use crate::sync::{AtomicPtr, AtomicUsize, Ordering::*};
use crate::thread::Thread;

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
                    drop(s.take());
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
            let Some(a) = self.array() else { return 0 };
            if let Some(s) = a.slots().get(i) {
                let w = s.load_word(|| self.is_current(a));
                if w != 0 {
                    return w;
                }
            }
            // Emptied or moved between the looks: look again. `len` shrinks before slots are emptied.
            std::hint::spin_loop();
        }
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
    /// A snapshot of the items (one moment's state).
    pub fn items(&self) -> Vec<Obj> {
        let _g = self.header().lock.lock();
        let n = self.len();
        match self.array() {
            Some(a) => a.slots().iter().take(n).filter_map(Slot::get).collect(),
            None => Vec::new(),
        }
    }
    /// A snapshot of `from..to` (clamped).
    pub fn range(&self, from: usize, to: usize) -> Vec<Obj> {
        let _g = self.header().lock.lock();
        let to = to.min(self.len());
        match self.array() {
            Some(a) if from < to => a.slots()[from..to].iter().filter_map(Slot::get).collect(),
            _ => Vec::new(),
        }
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
                let old = a.slots()[i].swap(Some(v));
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
    /// Removes the item at `i` and closes the gap.
    pub fn remove(&self, i: usize) -> Option<Obj> {
        let g = self.header().lock.lock();
        let n = self.len();
        if i >= n {
            return None;
        }
        let a = self.array()?;
        if i + 1 == n {
            self.len.store(n - 1, Release);
            let o = a.slots()[i].take();
            drop(g);
            return o;
        }
        let mut out = self.rebuild(|v| Some(v.remove(i)));
        drop(g);
        let r = out.0.take();
        self.free_array(out.1);
        r
    }
    /// Inserts before `i` (clamped).
    pub fn insert(&self, th: &mut Thread, i: usize, v: Obj) -> R<()> {
        if i >= self.len() {
            return self.push(th, v);
        }
        let g = self.header().lock.lock();
        let out = self.rebuild(|items| {
            let at = i.min(items.len());
            items.insert(at, v);
        });
        drop(g);
        self.free_array(out.1);
        Ok(())
    }
    /// Replaces the items `from..to` (clamped) by `new`; gives the removed ones.
    pub fn splice(&self, from: usize, to: usize, new: Vec<Obj>) -> Vec<Obj> {
        let g = self.header().lock.lock();
        let out = self.rebuild(|items| {
            let n = items.len();
            let from = from.min(n);
            let to = to.clamp(from, n);
            items.splice(from..to, new).collect::<Vec<Obj>>()
        });
        drop(g);
        self.free_array(out.1);
        out.0
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
                    v.push(unsafe { Obj::from_word(w) });
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
            want.max(n + n / 8 + 6)
        };
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
        let Some(a) = Array::new(n) else {
            return Err(crate::error::no_memory(th));
        };
        // SAFETY: fresh, capacity n.
        for (s, o) in unsafe { (*a).slots() }.iter().zip(items) {
            s.put_word(o.into_word());
        }
        l.array.store(a, Release);
        l.len.store(n, Release);
    }
    match crate::obj::alloc_payload(class, l, 0) {
        Ok(o) => Ok(o),
        Err(l) => {
            drop(l);
            Err(crate::error::no_memory(th))
        }
    }
}

/// Whether the value is a list or an instance of a subclass.
#[inline(always)]
pub fn is_list(o: Ref<'_>) -> bool {
    o.class().flag(crate::types::typeobj::flags::LIST_SUB)
}
