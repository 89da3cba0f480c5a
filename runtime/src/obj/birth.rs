//! Birth of objects.

use super::*;

/// Allocates an object of `class` with `payload` and `tail` extra bytes. Gives the payload back if memory is out.
#[inline]
pub(crate) fn alloc_payload<T: Payload>(
    class: &'static TypeObj,
    payload: T,
    tail: usize,
) -> Result<Obj, T> {
    debug_assert!(
        std::ptr::eq(class.layout(), T::layout()),
        "{} is not {}",
        class.layout().name,
        T::layout().name
    );
    let fl = class.flags();
    if fl & (tf::HAS_ATTRS | tf::HAS_FIXED) != 0 || tail > PLAIN_TAIL {
        return alloc_with_attributes(class, payload, tail);
    }
    let size = (24 + T::layout().size + tail.next_multiple_of(8)).max(32);
    let (h, word) = thread::alloc_for_birth(size);
    if h.is_null() {
        return Err(payload);
    }
    // SAFETY: `h` is a fresh block of `size` bytes, of which the payload and its tail are all.
    unsafe { be_born(h, word, class, fl, 0, payload, |_| {}) }
}

/// A new object of `class` in a block of `size` bytes (header included, not less than 32), or None if memory is out;
/// `fill` gets the place of the payload.
///
/// # Safety
/// Instances of the class have neither attributes nor fixed slots and are not born SHARED; `fill` writes the payload of
/// the class and its tail, which take no more than `size`.
#[inline(always)]
pub(crate) unsafe fn alloc_plain(
    class: &'static TypeObj,
    size: usize,
    fill: impl FnOnce(*mut u8),
) -> Option<Obj> {
    debug_assert!(
        size >= 32 && class.flags() & (tf::HAS_ATTRS | tf::HAS_FIXED | tf::BORN_SHARED) == 0
    );
    let (h, word) = thread::alloc_for_birth(size);
    if h.is_null() {
        return None;
    }
    // SAFETY: a fresh block of `size` bytes; the rest is the caller's word.
    unsafe {
        be_headed(h, class, 0);
        fill((h as *mut u8).add(24));
        // Release: as in be_born.
        (*h).word.store(word, Release);
        Some(Obj::from_word(h as Word))
    }
}

/// Writes the header of a new object except for its counts.
///
/// # Safety
/// As `be_born`.
#[inline(always)]
unsafe fn be_headed(h: *mut Header, class: &'static TypeObj, cap: u16) {
    // SAFETY: by contract.
    unsafe {
        (&raw mut (*h).lock).write(crate::lock::ByteLock::new());
        (&raw mut (*h).gc).write(crate::sync::AtomicU8::new(0));
        (&raw mut (*h).cap).write(crate::sync::AtomicU16::new(cap));
        (&raw mut (*h).class).write(AtomicPtr::new(class as *const TypeObj as *mut TypeObj));
    }
}

/// Longest tail for which the sum of sizes cannot overflow.
const PLAIN_TAIL: usize = isize::MAX as usize / 4;

/// As `alloc_payload`, for classes whose instances have fixed slots or attributes.
#[inline(never)]
fn alloc_with_attributes<T: Payload>(
    class: &'static TypeObj,
    payload: T,
    tail: usize,
) -> Result<Obj, T> {
    let base = 24 + T::layout().size + tail.next_multiple_of(8);
    let (extra, cap) = class.attribute_bytes();
    let Some(size) = base
        .checked_add(extra)
        .filter(|&n| n < isize::MAX as usize / 2)
    else {
        return Err(payload);
    };
    let (h, word) = thread::alloc_for_birth(size.max(32));
    if h.is_null() {
        return Err(payload);
    }
    let fl = class.flags();
    // SAFETY: `h` is a fresh block of `size` bytes; the slots stand behind the payload and its tail (OBJECT RULE 1).
    unsafe {
        be_born(h, word, class, fl, cap, payload, |p| {
            let slots = p.add(base) as *mut u64;
            for i in 0..extra / 8 {
                slots.add(i).write(value::EMPTY);
            }
            if fl & tf::HAS_ATTRS != 0 {
                slots
                    .add(class.fixed_slots())
                    .write(class.root_shape() as *const _ as u64);
            }
        })
    }
}

/// Writes a new object into its block, with the count word that `alloc_for_birth` gave; `rest` fills in what stands
/// behind the payload.
///
/// # Safety
/// `h` is a fresh block with room for header and payload that nobody else can count (COUNT RULE 7: a stale reader may
/// look at the word, which is atomic).
#[inline(always)]
unsafe fn be_born<T: Payload>(
    h: *mut Header,
    word: u64,
    class: &'static TypeObj,
    fl: u32,
    cap: u16,
    payload: T,
    rest: impl FnOnce(*mut u8),
) -> Result<Obj, T> {
    let shared = if fl & tf::BORN_SHARED != 0 {
        refcount::SHARED
    } else {
        0
    };
    let word = word | shared;
    // SAFETY: by contract.
    unsafe {
        let p = h as *mut u8;
        be_headed(h, class, cap);
        (p.add(24) as *mut T).write(payload);
        rest(p);
        // Release: the object is whole before its word leaves FREE; publication through a slot is Release as well.
        (*h).word.store(word, Release);
        Ok(Obj::from_word(h as Word))
    }
}

/// The tail bytes of an object under construction or immutable since.
///
/// # Safety
/// `payload` stands in an object and its `tail_bytes` is at least `len`.
#[inline(always)]
pub unsafe fn tail_ptr<T: Payload>(payload: &T) -> *mut u8 {
    // The size that the layout names, as a constant.
    let size = const { std::mem::size_of::<T>().next_multiple_of(8) };
    // SAFETY: OBJECT RULE 1.
    unsafe { (payload as *const T as *mut u8).add(size) }
}

/// The object that a payload reference stands in.
///
/// # Safety
/// The payload stands in an object (payloads handed out by `Ref::get` do).
#[inline(always)]
pub(crate) unsafe fn header_of_payload<T: Payload>(payload: &T) -> &Header {
    // SAFETY: OBJECT RULE 1.
    unsafe { &*((payload as *const T as *const u8).sub(24) as *const Header) }
}
