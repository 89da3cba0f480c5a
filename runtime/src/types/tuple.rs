//! Storage of `tuple`: a fixed number of slots behind the struct, written before publication only.

use crate::obj::{Layout, Obj, Payload, R, Ref};
use crate::slot::Slot;
use crate::thread::Thread;
use crate::types::typeobj::TypeObj;
use crate::value::Word;

/// Payload of tuple and its subclasses; `len` slots follow.
pub struct Tuple {
    len: usize,
}

impl Payload for Tuple {
    #[inline(always)]
    fn layout() -> &'static Layout {
        static L: Layout = Layout::of::<Tuple>("tuple", true, true);
        &L
    }
    fn tail_bytes(&self) -> usize {
        self.len * 8
    }
    fn traverse(&self, visit: &mut dyn FnMut(Ref<'_>)) {
        for s in self.slots() {
            s.visit(visit);
        }
    }
    fn clear(&self) {
        for s in self.slots() {
            drop(s.swap(Some(Obj::none())));
        }
    }
}

impl Drop for Tuple {
    fn drop(&mut self) {
        for s in self.slots() {
            s.drop_last();
        }
    }
}

impl Tuple {
    /// Number of items.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.len
    }
    /// Whether there are no items.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }
    /// The slots.
    #[inline(always)]
    pub fn slots(&self) -> &[Slot] {
        // SAFETY: OBJECT RULE 1: `len` slots follow the struct.
        unsafe { std::slice::from_raw_parts(crate::obj::tail_ptr(self) as *const Slot, self.len) }
    }
    /// The items in place, for a call.
    #[inline(always)]
    pub fn refs(&self) -> &[Ref<'_>] {
        let s = self.slots();
        if crate::thread::is_multi() {
            // COUNT RULE 9.
            for s in s {
                let _ = s.fixed();
            }
        }
        // SAFETY: a `Slot` and a `Ref` are one word each; a tuple's slots are full, are never written again, and keep what they
        // name alive as long as the tuple.
        unsafe { std::slice::from_raw_parts(s.as_ptr().cast(), s.len()) }
    }
    /// Item `i`. A tuple's items live as long as the tuple, so they need no count.
    #[inline(always)]
    pub fn get(&self, i: usize) -> Option<Ref<'_>> {
        self.slots().get(i).and_then(Slot::fixed)
    }
    /// The items.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = Ref<'_>> + ExactSizeIterator {
        self.slots().iter().map(item)
    }
}

fn build(class: &'static TypeObj, items: Vec<Obj>) -> Result<Obj, Vec<Obj>> {
    let n = items.len();
    match crate::obj::alloc_payload(class, Tuple { len: n }, n * 8) {
        Ok(o) => {
            if let Some(t) = o.get::<Tuple>() {
                // SAFETY: fresh object, `n` slots behind the struct, not published.
                let p = unsafe { crate::obj::tail_ptr(t) } as *mut u64;
                for (i, x) in items.into_iter().enumerate() {
                    // SAFETY: i < n.
                    unsafe { p.add(i).write(x.into_word()) };
                }
            }
            Ok(o)
        }
        Err(t) => {
            std::mem::forget(t);
            Err(items)
        }
    }
}

/// A new tuple.
pub fn new(th: &mut Thread, items: Vec<Obj>) -> R {
    if items.is_empty() {
        return Ok(crate::types::empty_tuple().own());
    }
    new_of(th, &crate::types::TUPLE, items)
}

/// A new instance of a tuple class.
pub fn new_of(th: &mut Thread, class: &'static TypeObj, items: Vec<Obj>) -> R {
    match build(class, items) {
        Ok(o) => Ok(o),
        Err(v) => {
            drop(v);
            Err(crate::error::no_memory(th))
        }
    }
}

/// A new tuple at start-up.
pub(crate) fn from_vec_raw(items: Vec<Obj>) -> Obj {
    match build(&crate::types::TUPLE, items) {
        Ok(o) => o,
        Err(_) => std::alloc::handle_alloc_error(std::alloc::Layout::new::<Tuple>()),
    }
}

/// Items of a tuple value (none if it is no tuple).
pub fn items<'a>(t: Ref<'a>) -> impl DoubleEndedIterator<Item = Ref<'a>> + ExactSizeIterator {
    let s: &'a [Slot] = t.get::<Tuple>().map_or(&[], Tuple::slots);
    s.iter().map(item)
}

#[inline(always)]
fn item(s: &Slot) -> Ref<'_> {
    // No slot of a tuple is EMPTY after construction.
    s.fixed().unwrap_or(Ref::NONE)
}

/// Whether the value is a tuple or an instance of a subclass.
#[inline(always)]
pub fn is_tuple(o: Ref<'_>) -> bool {
    o.class().flag(crate::types::typeobj::flags::TUPLE_SUB)
}

/// A new tuple of a fixed number of items (not 0), without a vector.
#[inline]
pub fn of<const N: usize>(th: &mut Thread, items: [Obj; N]) -> R {
    let mut items = items.map(Some);
    from_fn(th, N, |i| {
        items
            .get_mut(i)
            .and_then(Option::take)
            .unwrap_or_else(Obj::none)
    })
}

/// A new tuple of `n` items (not 0) that `f` gives in order.
#[inline]
pub fn from_fn(th: &mut Thread, n: usize, mut f: impl FnMut(usize) -> Obj) -> R {
    if n > isize::MAX as usize / 16 {
        return Err(crate::error::no_memory(th));
    }
    let head = std::mem::size_of::<Tuple>();
    // SAFETY: instances of the class have no attributes and are private at birth; the block has room for the struct and
    // `n` slots, each of which is written.
    let made = unsafe {
        crate::obj::alloc_plain(&crate::types::TUPLE, 24 + head + n * 8, |p| {
            (p as *mut Tuple).write(Tuple { len: n });
            let p = p.add(head) as *mut u64;
            for i in 0..n {
                p.add(i).write(f(i).into_word());
            }
        })
    };
    match made {
        Some(o) => Ok(o),
        None => Err(crate::error::no_memory(th)),
    }
}

/// A new tuple of `n` words (not 0, and few enough for any address space) that `f` gives in order, each with its count. None:
/// there is no memory, and `f` was not asked.
///
/// # Safety
/// They are words of values: owned or immediate.
#[inline(always)]
pub unsafe fn try_from_words(n: usize, mut f: impl FnMut(usize) -> Word) -> Option<Obj> {
    let head = std::mem::size_of::<Tuple>();
    // SAFETY: as in from_fn.
    unsafe {
        crate::obj::alloc_plain(&crate::types::TUPLE, 24 + head + n * 8, |p| {
            (p as *mut Tuple).write(Tuple { len: n });
            let p = p.add(head) as *mut Word;
            for i in 0..n {
                p.add(i).write(f(i));
            }
        })
    }
}

/// As `try_from_words`; MemoryError.
///
/// # Safety
/// As there.
#[inline(always)]
pub unsafe fn from_words(th: &mut Thread, n: usize, f: impl FnMut(usize) -> Word) -> R {
    // SAFETY: by contract.
    match unsafe { try_from_words(n, f) } {
        Some(o) => Ok(o),
        None => Err(crate::error::no_memory(th)),
    }
}

/// Takes a tuple apart that nobody but the caller holds (`Ref::is_unique`): `put` gets the number of each item and its
/// word with its count.
///
/// # Safety
/// `t` is an exact tuple and unique, and the caller gives up its reference. `put` drops nothing that leads to it.
#[inline(always)]
pub unsafe fn take_apart(t: Ref<'_>, mut put: impl FnMut(usize, Word)) {
    // SAFETY: exact class.
    let x: &Tuple = unsafe { t.payload_unchecked() };
    for (k, s) in x.slots().iter().enumerate() {
        put(k, s.take_word());
    }
    // SAFETY: the caller's reference is the last one, and no item is left.
    unsafe {
        let size = (24 + Tuple::layout().size + x.len * 8).max(32);
        crate::thread::release_emptied(t.head(), size)
    }
}

/// The items that `x` selects of a tuple.
pub fn slice(th: &mut Thread, t: &Tuple, x: crate::types::slice::Indices) -> R {
    if x.n == 0 {
        return Ok(crate::types::empty_tuple().own());
    }
    from_fn(th, x.n, |i| {
        let at = (x.start + i as isize * x.step) as usize;
        t.get(at).map_or_else(Obj::none, Ref::own)
    })
}
