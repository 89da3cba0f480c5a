//! Objects as Rust types, and their birth and death.
//!
//! * `Obj` owns a count. * `Ref<'a>` is a copyable view of a value that something else keeps alive for `'a`
//!   (an `Obj`, a `Val`, a register of the caller). * `Val<'g>` is what a slot load gives: borrowed under the
//!   pin for SHARED objects, counted for private ones; `'g` is a borrow of `Thread`, so it cannot cross
//!   anything that may reach a safepoint.
//!
//! A value from a slot load cannot be held across a call that takes the thread mutably:
//!
//! ```compile_fail,E0502
//! use typhon_runtime::{Thread, hooks, slot::Slot};
//! fn f(th: &mut Thread, slot: &Slot) {
//!     let v = slot.load(th);
//!     let _ = hooks::safepoint(th);
//!     drop(v);
//! }
//! ```
//!
//! nor can a view of it be; counted first, it can:
//!
//! ```compile_fail,E0505
//! use typhon_runtime::{Thread, hooks, slot::Slot};
//! fn f(th: &mut Thread, slot: &Slot) {
//!     let Some(v) = slot.load(th) else { return };
//!     let r = v.r();
//!     drop(v);
//!     let _ = r.word();
//! }
//! ```
//! ```no_run
//! use typhon_runtime::{Thread, Val, hooks, slot::Slot};
//! fn f(th: &mut Thread, slot: &Slot) {
//!     let v = slot.load(th).map(Val::own);
//!     let _ = hooks::safepoint(th);
//!     drop(v);
//! }
//! ```
//!
//! OBJECT RULE 1. Memory of an object: header, payload `T`, tail of the payload, fixed slots, shape, inline slots.
//! OBJECT RULE 2. A payload is `Sync`: its references are `Slot`s or stand behind its own lock.
//! OBJECT RULE 3. Teardown runs finaliser, weak references, children, memory, in this order; Python code of it is
//!   queued (`Pending`) and run at the next safepoint or release point of the machine.

use crate::header::Header;
use crate::refcount::{self, FINALIZED, WEAK};
use crate::slot::Slot;
use crate::sync::{AtomicPtr, Ordering::*};
use crate::thread::{self, Pending, Thread};
use crate::types::typeobj::{TypeObj, flags as tf};
use crate::value::{self, Word};
use std::marker::PhantomData;
use std::num::NonZeroU64;

/// An exception is in flight: it stands in `Thread::raised`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Raised;

/// Result of everything that can raise.
pub type R<T = Obj> = Result<T, Raised>;

/// An owned value.
#[repr(transparent)]
pub struct Obj(NonZeroU64);

/// A value that lives for `'a`.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub struct Ref<'a>(Word, PhantomData<&'a ()>);

/// A loaded value: borrowed or counted.
#[repr(transparent)]
pub struct Val<'g>(Word, PhantomData<&'g ()>);

type TraverseFn = unsafe fn(*const u8, &mut dyn FnMut(Ref<'_>));

/// What a payload type tells the runtime about itself.
pub struct Layout {
    /// Name of the Rust type, for debugging.
    pub name: &'static str,
    /// Bytes of the payload without its tail.
    pub size: usize,
    /// Drops the payload and gives the bytes of its tail; None: there is nothing to drop and no tail.
    end: Option<unsafe fn(*mut u8) -> usize>,
    traverse: Option<TraverseFn>,
    clear: Option<unsafe fn(*const u8)>,
    tail: Option<unsafe fn(*const u8) -> usize>,
}

/// A Rust type that can be the payload of an object. Implement it with `payload!`.
pub trait Payload: Sized + Send + Sync + 'static {
    /// The unique layout of this type.
    fn layout() -> &'static Layout;
    /// Visits every reference that the payload owns, each as often as it counts it.
    fn traverse(&self, _visit: &mut dyn FnMut(Ref<'_>)) {}
    /// Drops the references that can be part of a cycle.
    fn clear(&self) {}
    /// Bytes of data behind the struct.
    fn tail_bytes(&self) -> usize {
        0
    }
}

impl Layout {
    /// Builds the layout of `T`; `traced` says whether it owns references, `tail` whether it has trailing data.
    pub const fn of<T: Payload>(name: &'static str, traced: bool, tail: bool) -> Layout {
        unsafe fn end<T: Payload>(p: *mut u8) -> usize {
            // SAFETY: called once by `destroy` on the payload of a dead object.
            unsafe {
                let tail = (*(p as *const T)).tail_bytes().next_multiple_of(8);
                std::ptr::drop_in_place(p as *mut T);
                tail
            }
        }
        unsafe fn traverse<T: Payload>(p: *const u8, f: &mut dyn FnMut(Ref<'_>)) {
            // SAFETY: the payload of a live object.
            unsafe { (*(p as *const T)).traverse(f) }
        }
        unsafe fn clear<T: Payload>(p: *const u8) {
            // SAFETY: the payload of a live object.
            unsafe { (*(p as *const T)).clear() }
        }
        unsafe fn tail_of<T: Payload>(p: *const u8) -> usize {
            // SAFETY: the payload of a live object.
            unsafe { (*(p as *const T)).tail_bytes() }
        }
        assert!(std::mem::align_of::<T>() <= 8);
        Layout {
            name,
            size: std::mem::size_of::<T>().next_multiple_of(8),
            end: if tail || std::mem::needs_drop::<T>() {
                Some(end::<T>)
            } else {
                None
            },
            traverse: if traced { Some(traverse::<T>) } else { None },
            clear: if traced { Some(clear::<T>) } else { None },
            tail: if tail { Some(tail_of::<T>) } else { None },
        }
    }
    /// Whether objects of this layout can own references.
    pub fn is_traced(&self) -> bool {
        self.traverse.is_some()
    }
    /// Whether the size depends on the object.
    pub fn has_tail(&self) -> bool {
        self.tail.is_some()
    }
}

impl std::fmt::Debug for Layout {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// Implements `Payload`: `payload!(T)` for types without references, `payload!(T, traced { |self, visit| ...; clear ... })`.
#[macro_export]
macro_rules! payload {
    ($t:ty) => {
        impl $crate::obj::Payload for $t {
            #[inline(always)]
            fn layout() -> &'static $crate::obj::Layout {
                static L: $crate::obj::Layout =
                    $crate::obj::Layout::of::<$t>(stringify!($t), false, false);
                &L
            }
        }
    };
    ($t:ty, tail |$s:ident| $tail:expr) => {
        impl $crate::obj::Payload for $t {
            #[inline(always)]
            fn layout() -> &'static $crate::obj::Layout {
                static L: $crate::obj::Layout =
                    $crate::obj::Layout::of::<$t>(stringify!($t), false, true);
                &L
            }
            fn tail_bytes(&self) -> usize {
                let $s = self;
                $tail
            }
        }
    };
    ($t:ty, traverse |$s:ident, $v:ident| $body:expr, clear |$c:ident| $clear:expr) => {
        impl $crate::obj::Payload for $t {
            #[inline(always)]
            fn layout() -> &'static $crate::obj::Layout {
                static L: $crate::obj::Layout =
                    $crate::obj::Layout::of::<$t>(stringify!($t), true, false);
                &L
            }
            fn traverse(&self, $v: &mut dyn FnMut($crate::obj::Ref<'_>)) {
                let $s = self;
                $body
            }
            fn clear(&self) {
                let $c = self;
                $clear
            }
        }
    };
}

/// Payload of plain instances.
pub struct Empty;
payload!(Empty);

// ------------------------------------------------------------------ words

#[inline(always)]
fn header_of(w: Word) -> *mut Header {
    (w & !value::BORROWED) as *mut Header
}

impl Drop for Obj {
    #[inline(always)]
    fn drop(&mut self) {
        if value::is_ptr(self.0.get()) {
            // SAFETY: an owned pointer names a live object.
            thread::release(unsafe { &*(self.0.get() as *const Header) })
        }
    }
}

impl Clone for Obj {
    #[inline(always)]
    fn clone(&self) -> Obj {
        self.r().own()
    }
}

impl Drop for Val<'_> {
    #[inline(always)]
    fn drop(&mut self) {
        if value::is_owned(self.0) {
            // SAFETY: an owned pointer names a live object.
            thread::release(unsafe { &*(self.0 as *const Header) })
        }
    }
}

impl Obj {
    /// Takes over a word that owns its count (or is immediate). Not EMPTY, not borrowed.
    ///
    /// # Safety
    /// The word is valid and its count is given to the new `Obj`.
    #[inline(always)]
    pub unsafe fn from_word(w: Word) -> Obj {
        debug_assert!(w != 0 && !value::is_borrowed(w));
        // SAFETY: the caller gives a word that is not EMPTY.
        Obj(unsafe { NonZeroU64::new_unchecked(w) })
    }
    /// The word, whose count the caller takes over.
    #[inline(always)]
    pub fn into_word(self) -> Word {
        let w = self.0.get();
        std::mem::forget(self);
        w
    }
    /// View.
    #[inline(always)]
    pub fn r(&self) -> Ref<'_> {
        Ref(self.0.get(), PhantomData)
    }
    /// COUNT RULE 9: what was taken out of native storage that another thread may have filled.
    #[inline(always)]
    pub fn adopt(self) -> Obj {
        if let Some(h) = self.r().header() {
            h.adopt(thread::me());
        }
        self
    }
    /// `None`.
    #[inline(always)]
    pub fn none() -> Obj {
        Ref::NONE.own()
    }
    /// True or False.
    #[inline(always)]
    pub fn bool(b: bool) -> Obj {
        Ref::bool(b).own()
    }
    /// A new object with this payload.
    pub fn new<T: Payload>(th: &mut Thread, class: Ref<'_>, payload: T) -> R {
        let _ = &th;
        match alloc_payload(class.as_type_unchecked(), payload, 0) {
            Ok(o) => Ok(o),
            Err(p) => {
                drop(p);
                Err(crate::error::no_memory(th))
            }
        }
    }
    /// As `new`, with `words` words of data behind the payload, which `fill` writes. The payload's `tail_bytes` says how
    /// long they are; that something stands there it may say from `fill` on (if memory is out, it is dropped without).
    #[inline]
    pub fn with_tail<T: Payload>(
        th: &mut Thread,
        class: Ref<'_>,
        payload: T,
        words: usize,
        fill: impl FnOnce(&T, *mut Word),
    ) -> R {
        debug_assert!(payload.tail_bytes() == 8 * words);
        match alloc_payload(class.as_type_unchecked(), payload, 8 * words) {
            Ok(o) => {
                // SAFETY: a new object with payload `T` and that much behind it.
                unsafe {
                    let p = o.r().payload_unchecked::<T>();
                    fill(p, tail_ptr(p) as *mut Word);
                }
                Ok(o)
            }
            Err(p) => {
                drop(p);
                Err(crate::error::no_memory(th))
            }
        }
    }
    /// The payload of an object that is known to be a `T`; None if it is not.
    #[inline(always)]
    pub fn get<T: Payload>(&self) -> Option<&T> {
        self.r().get::<T>()
    }
}

impl std::fmt::Debug for Obj {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.r().fmt(f)
    }
}
impl std::fmt::Debug for Ref<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "<{} {:#x}>", self.class().name(), self.0)
    }
}

impl<'g> Val<'g> {
    #[inline(always)]
    pub(crate) unsafe fn from_word(w: Word) -> Val<'g> {
        debug_assert!(w != 0);
        Val(w, PhantomData)
    }
    /// View.
    #[inline(always)]
    pub fn r(&self) -> Ref<'_> {
        Ref(
            self.0
                & if value::is_borrowed(self.0) {
                    !value::BORROWED
                } else {
                    !0
                },
            PhantomData,
        )
    }
    /// Counts it (or moves the count).
    #[inline(always)]
    pub fn own(self) -> Obj {
        let w = self.0;
        std::mem::forget(self);
        if value::is_borrowed(w) {
            // SAFETY: borrowed under the pin: alive.
            unsafe {
                (*header_of(w)).inc(thread::me());
                Obj::from_word(w & !value::BORROWED)
            }
        } else {
            // SAFETY: owned or immediate.
            unsafe { Obj::from_word(w) }
        }
    }
    /// The tagged word for a register; the caller takes over the count if there is one.
    #[inline(always)]
    pub fn into_word(self) -> Word {
        let w = self.0;
        std::mem::forget(self);
        w
    }
    /// A value that needs no pin.
    pub fn from_obj(o: Obj) -> Val<'g> {
        Val(o.into_word(), PhantomData)
    }
}

impl<'a> Ref<'a> {
    /// `None`.
    pub const NONE: Ref<'static> = Ref(value::NONE, PhantomData);
    /// `True`.
    pub const TRUE: Ref<'static> = Ref(value::TRUE, PhantomData);
    /// `False`.
    pub const FALSE: Ref<'static> = Ref(value::FALSE, PhantomData);
    /// `NotImplemented`.
    pub const NOT_IMPLEMENTED: Ref<'static> = Ref(value::NOT_IMPLEMENTED, PhantomData);
    /// `...`.
    pub const ELLIPSIS: Ref<'static> = Ref(value::ELLIPSIS, PhantomData);

    /// A view of a register or slot word.
    ///
    /// # Safety
    /// The word is not EMPTY and what it names stays alive for `'a`.
    #[inline(always)]
    pub unsafe fn from_word(w: Word) -> Ref<'a> {
        debug_assert!(w != 0);
        Ref(value::strip(w), PhantomData)
    }
    /// A view of a word that is not borrowed, as slots hold them.
    ///
    /// # Safety
    /// As `from_word`, and the word is not borrowed.
    #[inline(always)]
    pub(crate) unsafe fn from_slot_word(w: Word) -> Ref<'a> {
        debug_assert!(w != 0 && !value::is_borrowed(w));
        Ref(w, PhantomData)
    }
    /// A view of a word that is known to be a pointer, owned or borrowed.
    ///
    /// # Safety
    /// As `from_word`, and `value::is_ptr(w)`.
    #[inline(always)]
    pub unsafe fn from_ptr_word(w: Word) -> Ref<'a> {
        debug_assert!(w != 0 && value::is_ptr(w));
        Ref(w & !value::BORROWED, PhantomData)
    }
    /// The class of a heap object.
    ///
    /// # Safety
    /// The value is a heap object.
    #[inline(always)]
    pub unsafe fn class_of_ptr(self) -> &'static TypeObj {
        // Acquire: as in class.
        // SAFETY: by contract.
        unsafe { &*(*(self.0 as *const Header)).class.load(Acquire) }
    }
    /// A small integer.
    #[inline(always)]
    pub const fn small_int(i: i64) -> Ref<'static> {
        Ref(value::int_word(i), PhantomData)
    }
    /// True or False.
    #[inline(always)]
    pub const fn bool(b: bool) -> Ref<'static> {
        Ref(if b { value::TRUE } else { value::FALSE }, PhantomData)
    }
    /// The word without a borrowed bit.
    #[inline(always)]
    pub fn word(self) -> Word {
        self.0
    }
    /// Identity.
    #[inline(always)]
    pub fn is(self, o: Ref<'_>) -> bool {
        self.0 == o.0
    }
    /// `is None`.
    #[inline(always)]
    pub fn is_none(self) -> bool {
        self.0 == value::NONE
    }
    /// `is NotImplemented`.
    #[inline(always)]
    pub fn is_not_implemented(self) -> bool {
        self.0 == value::NOT_IMPLEMENTED
    }
    /// Counts it.
    #[inline(always)]
    pub fn own(self) -> Obj {
        if value::is_ptr(self.0) {
            // SAFETY: alive for 'a.
            unsafe { (*header_of(self.0)).inc(thread::me()) }
        }
        // SAFETY: counted just now, or immediate; a Ref is never EMPTY.
        unsafe { Obj::from_word(self.0) }
    }
    /// A word that owns a count, for a slot, without a call; EMPTY if another thread's count or a shared one would change.
    #[inline(always)]
    pub fn own_quick(self, th: &Thread) -> Word {
        match self.header() {
            Some(h) => {
                let f = h.flags();
                if f & refcount::IMMORTAL != 0 || crate::borrow::count_own(h, f, th.owner()) {
                    self.0
                } else {
                    value::EMPTY
                }
            }
            None => self.0,
        }
    }
    /// The word for another register, without a call: borrowed if the object is SHARED, counted if it is private to `th`;
    /// EMPTY if neither.
    #[inline(always)]
    pub fn copy_quick(self, th: &Thread) -> Word {
        let Some(h) = self.header() else {
            return self.0;
        };
        let f = h.flags();
        if f & (refcount::SHARED | refcount::IMMORTAL) != 0 {
            self.0 | value::BORROWED
        } else if crate::borrow::count_own(h, f, th.owner()) {
            self.0
        } else {
            value::EMPTY
        }
    }
    /// As `copy_quick`, as a value that lives for this thread's pin.
    #[inline(always)]
    pub fn copy<'g>(self, th: &'g Thread) -> Option<Val<'g>> {
        match self.copy_quick(th) {
            value::EMPTY => None,
            // SAFETY: counted, or SHARED and held by the pin that `th` stands for.
            w => Some(unsafe { Val::from_word(w) }),
        }
    }
    /// The small integer, if it is one (bool excluded).
    #[inline(always)]
    pub fn as_small(self) -> Option<i64> {
        if value::is_int(self.0) {
            Some(value::int_of(self.0))
        } else {
            None
        }
    }
    /// The immediate double, if it is one.
    #[inline(always)]
    pub fn as_imm_float(self) -> Option<f64> {
        if value::is_float(self.0) {
            Some(value::float_of(self.0))
        } else {
            None
        }
    }
    /// Whether it is a heap object.
    #[inline(always)]
    pub fn is_ptr(self) -> bool {
        value::is_ptr(self.0)
    }
    /// The header of a heap object.
    #[inline(always)]
    pub fn header(self) -> Option<&'a Header> {
        if self.is_ptr() {
            // SAFETY: alive for 'a.
            Some(unsafe { &*header_of(self.0) })
        } else {
            None
        }
    }
    /// Whether the object is private to this thread and one counted reference is all there is (COUNT RULE 1, 2); who
    /// holds that reference may take the object apart.
    #[inline(always)]
    pub fn is_unique(self) -> bool {
        self.header().is_some_and(|h| h.is_unique(thread::me()))
    }
    /// The header of what the caller knows to be a heap object.
    #[inline(always)]
    pub(crate) fn head(self) -> &'a Header {
        debug_assert!(self.is_ptr());
        // SAFETY: alive for 'a; callers have tested is_ptr (or downcast successfully).
        unsafe { &*header_of(self.0) }
    }
    /// The class.
    #[inline(always)]
    pub fn class(self) -> &'static TypeObj {
        let w = self.0;
        if value::is_ptr(w) {
            // Acquire: pairs with the Release store of `__class__` assignment.
            // SAFETY: alive for 'a; class pointers are never null and classes outlive their instances.
            unsafe { &*(*header_of(w)).class.load(Acquire) }
        } else {
            crate::types::immediate_class(w)
        }
    }
    /// The class as a value.
    #[inline(always)]
    pub fn type_ref(self) -> Ref<'a> {
        Ref(self.class() as *const TypeObj as Word, PhantomData)
    }
    /// Whether the class is exactly `t`.
    #[inline(always)]
    pub fn is_exact(self, t: &TypeObj) -> bool {
        std::ptr::eq(self.class(), t)
    }
    /// `isinstance` by the class's MRO (no `__instancecheck__`).
    #[inline(always)]
    pub fn is_instance(self, t: &TypeObj) -> bool {
        let c = self.class();
        std::ptr::eq(c, t) || c.is_subtype(t)
    }
    /// The payload, if the object (or a base of its class) has a `T`.
    #[inline(always)]
    pub fn get<T: Payload>(self) -> Option<&'a T> {
        if !self.is_ptr() {
            return None;
        }
        if std::ptr::eq(self.class().layout(), T::layout()) {
            // SAFETY: the layout says that the payload behind the header is a T.
            Some(unsafe { self.payload_unchecked() })
        } else {
            None
        }
    }
    /// # Safety
    /// The object is a heap object with payload `T`.
    #[inline(always)]
    pub unsafe fn payload_unchecked<T>(self) -> &'a T {
        // SAFETY: OBJECT RULE 1 and the caller's word.
        unsafe { &*((header_of(self.0) as *const u8).add(24) as *const T) }
    }
    /// A class as a value.
    #[inline(always)]
    pub fn of_type(t: &'static TypeObj) -> Ref<'static> {
        Ref(t as *const TypeObj as Word, PhantomData)
    }
    /// The class object that this value is, if it is one.
    #[inline(always)]
    pub fn as_type(self) -> Option<&'static TypeObj> {
        if self.is_ptr()
            && std::ptr::eq(
                self.class().layout(),
                crate::types::typeobj::TypeData::layout(),
            )
        {
            Some(self.as_type_unchecked())
        } else {
            None
        }
    }
    #[inline(always)]
    pub(crate) fn as_type_unchecked(self) -> &'static TypeObj {
        // SAFETY: callers know that it is a class; classes are kept alive by their instances and by whoever
        // reaches them under the pin ('static is narrowed by that use: nobody stores it uncounted except headers).
        unsafe { &*(header_of(self.0) as *const TypeObj) }
    }
    /// `__class__` assignment; the caller has checked that the layouts agree and that no shape of the old class is left.
    pub(crate) fn replace_class(self, new: &'static TypeObj) {
        // Release: pairs with `class`.
        self.head()
            .class
            .store(new as *const TypeObj as *mut TypeObj, Release);
    }
    /// Stretches the lifetime.
    ///
    /// # Safety
    /// The value outlives `'b`.
    #[inline(always)]
    pub unsafe fn extend<'b>(self) -> Ref<'b> {
        Ref(self.0, PhantomData)
    }
    /// Identity as an integer (`id()`).
    pub fn id(self) -> u64 {
        self.0
    }
    /// An address-like number for default reprs and hashes.
    pub fn address(self) -> u64 {
        self.0 & !15
    }
}

// ------------------------------------------------------------------ attribute storage

/// Attribute storage behind the payload: fixed slots (`__slots__`), shape, inline slots.
impl<'a> Ref<'a> {
    /// Bytes from the header to the fixed slots.
    #[inline(always)]
    fn tail_offset(self) -> usize {
        let c = self.class();
        let l = c.layout();
        let n = 24 + l.size;
        match l.tail {
            None => n,
            Some(f) => {
                // SAFETY: alive for 'a.
                n + unsafe { f((header_of(self.0) as *const u8).add(24)) }.next_multiple_of(8)
            }
        }
    }
    /// Fixed slot number `i` (< class.fixed_slots()).
    #[inline]
    pub fn fixed_slot(self, i: usize) -> &'a Slot {
        debug_assert!(i < self.class().fixed_slots());
        // SAFETY: OBJECT RULE 1; i is within the class's fixed slots (checked by the member descriptor).
        unsafe {
            &*((header_of(self.0) as *const u8).add(self.tail_offset()) as *const Slot).add(i)
        }
    }
    /// The shape word, if the class has attribute storage.
    #[inline(always)]
    pub(crate) fn shape_word(self) -> Option<&'a AtomicPtr<crate::shape::Shape>> {
        if !self.is_ptr() {
            return None;
        }
        let c = self.class();
        if c.flag(tf::HAS_ATTRS) {
            // SAFETY: OBJECT RULE 1.
            Some(unsafe {
                let base = (header_of(self.0) as *const u8).add(self.tail_offset()) as *const Slot;
                &*(base.add(c.fixed_slots()) as *const AtomicPtr<crate::shape::Shape>)
            })
        } else {
            None
        }
    }
    /// Inline slots behind the shape: `cap` of them.
    #[inline(always)]
    pub(crate) fn inline_slots(self) -> &'a [Slot] {
        match self.shape_word() {
            None => &[],
            // SAFETY: OBJECT RULE 1: `cap` slots follow the shape word. Relaxed: cap is constant after birth.
            Some(s) => unsafe {
                std::slice::from_raw_parts(
                    (s as *const _ as *const Slot).add(1),
                    self.head().cap.load(Relaxed) as usize,
                )
            },
        }
    }
    /// A slot at a byte offset from the header, as an inline cache recorded it.
    ///
    /// # Safety
    /// The offset was recorded for the object's present class or shape.
    #[inline(always)]
    pub unsafe fn slot_at(self, offset: usize) -> &'a Slot {
        // SAFETY: forwarded.
        unsafe { &*((header_of(self.0) as *const u8).add(offset) as *const Slot) }
    }
    /// Byte offset of a slot of this object, for inline caches.
    pub fn offset_of_slot(self, s: &Slot) -> usize {
        s as *const Slot as usize - header_of(self.0) as usize
    }
    /// Number of inline attribute slots of this object.
    #[inline(always)]
    pub fn inline_capacity(self) -> usize {
        // Relaxed: constant after birth.
        if self.is_ptr() {
            self.head().cap.load(Relaxed) as usize
        } else {
            0
        }
    }
    /// Locks the object (LOCK RULES). None for immediates, which have no state.
    #[inline(always)]
    pub fn lock(self) -> Option<crate::lock::LockGuard<'a>> {
        self.header().map(|h| h.lock.lock())
    }
    /// Byte offset of inline slot `i`, for inline caches.
    pub fn inline_offset(self, i: usize) -> usize {
        self.inline_slots()
            .first()
            .map_or(0, |s| self.offset_of_slot(s))
            + 8 * i
    }
    /// The shape word that stands in front of inline slot 0 at byte `offset`, for inline caches.
    ///
    /// # Safety
    /// The offset was recorded for the object's present class.
    #[inline(always)]
    pub unsafe fn shape_before(self, offset: usize) -> &'a AtomicPtr<crate::shape::Shape> {
        // SAFETY: forwarded; OBJECT RULE 1.
        unsafe {
            &*((header_of(self.0) as *const u8).add(offset)
                as *const AtomicPtr<crate::shape::Shape>)
        }
    }
}

// ------------------------------------------------------------------ birth

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
    let (h, me) = thread::alloc_for_birth(size);
    if h.is_null() {
        return Err(payload);
    }
    // SAFETY: `h` is a fresh block of `size` bytes, of which the payload and its tail are all.
    unsafe { be_born(h, me, class, fl, 0, payload, |_| {}) }
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
    let (h, me) = thread::alloc_for_birth(size);
    if h.is_null() {
        return None;
    }
    // SAFETY: a fresh block of `size` bytes; the rest is the caller's word.
    unsafe {
        let (word, local) = Header::birth_word(me, 0);
        be_headed(h, class, local, 0);
        fill((h as *mut u8).add(24));
        // Release: as in be_born.
        (*h).word.store(word, Release);
        Some(Obj::from_word(h as Word))
    }
}

/// Writes the header of a new object except for its word.
///
/// # Safety
/// As `be_born`.
#[inline(always)]
unsafe fn be_headed(h: *mut Header, class: &'static TypeObj, local: u32, cap: u16) {
    // SAFETY: by contract.
    unsafe {
        (&raw mut (*h).local).write(crate::sync::OwnerCell::new(local));
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
    let (h, me) = thread::alloc_for_birth(size.max(32));
    if h.is_null() {
        return Err(payload);
    }
    let fl = class.flags();
    // SAFETY: `h` is a fresh block of `size` bytes; the slots stand behind the payload and its tail (OBJECT RULE 1).
    unsafe {
        be_born(h, me, class, fl, cap, payload, |p| {
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

/// Writes a new object into its block; `rest` fills in what stands behind the payload.
///
/// # Safety
/// `h` is a fresh block with room for header and payload that nobody else can count (COUNT RULE 7: a stale reader may
/// look at the word, which is atomic).
#[inline(always)]
unsafe fn be_born<T: Payload>(
    h: *mut Header,
    me: refcount::OwnerId,
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
    let (word, local) = Header::birth_word(me, shared);
    // SAFETY: by contract.
    unsafe {
        let p = h as *mut u8;
        be_headed(h, class, local, cap);
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

// ------------------------------------------------------------------ death

/// Visits every reference that an object owns: payload, fixed slots, inline slots. The class is not among them.
pub(crate) fn traverse(o: Ref<'_>, visit: &mut dyn FnMut(Ref<'_>)) {
    let l = o.class().layout();
    if let Some(f) = l.traverse {
        // SAFETY: a live object of this layout.
        unsafe { f((header_of(o.word()) as *const u8).add(24), visit) }
    }
    for i in 0..o.class().fixed_slots() {
        o.fixed_slot(i).visit(visit);
    }
    for s in o.inline_slots() {
        s.visit(visit);
    }
}

/// Drops the references of an object that is part of a dead cycle.
pub(crate) fn clear(o: Ref<'_>) {
    let l = o.class().layout();
    if let Some(f) = l.clear {
        // SAFETY: a live object of this layout.
        unsafe { f((header_of(o.word()) as *const u8).add(24)) }
    }
    crate::shape::forget_attributes(o);
    for i in 0..o.class().fixed_slots() {
        o.fixed_slot(i).discard();
    }
}

/// Whether the object is a small value of a builtin class that owns no references and cannot be referred to weakly.
pub(crate) fn is_small_leaf(h: &Header) -> bool {
    use crate::types as t;
    const SMALL: usize = 256;
    // SAFETY: callers hold a reference.
    let o: Ref<'_> = unsafe { Ref::from_word(h as *const Header as Word) };
    let c = o.class();
    [
        &t::STR,
        &t::INT,
        &t::FLOAT,
        &t::COMPLEX,
        &t::BYTES,
        &t::OBJECT,
    ]
    .iter()
    .any(|t| std::ptr::eq(c, *t))
        && size_of(o) <= SMALL
}

/// Size in memory, header included.
pub fn size_of(o: Ref<'_>) -> usize {
    if !o.is_ptr() {
        return 8;
    }
    let c = o.class();
    let extra = if c.flag(tf::HAS_ATTRS) {
        8 + 8 * o.head().cap.load(Relaxed) as usize
    } else {
        0
    };
    (o.tail_offset() + 8 * c.fixed_slots() + extra).max(32)
}

/// Whether the object owns no references at all.
#[inline(always)]
pub(crate) fn is_leaf(h: &Header) -> bool {
    // SAFETY: class pointers are never null, and classes outlive their instances. Relaxed: the object is dead.
    let class = unsafe { &*h.class.load(Relaxed) };
    class.flags() & (tf::HAS_ATTRS | tf::HAS_FIXED) == 0 && !class.layout().is_traced()
}

/// OBJECT RULE 3. Called by `thread::teardown` on an unreachable object.
pub(crate) fn destroy(h: *mut Header) {
    // SAFETY: nobody else reaches the object; its memory is valid until freed below. Class pointers are never null, and
    // classes outlive their instances.
    let (class, fl) = unsafe { (&*(*h).class.load(Acquire), (*h).flags()) };
    let special = tf::HAS_FINALIZER | tf::HAS_ATTRS | tf::HAS_FIXED;
    if class.flags() & special != 0 || fl & WEAK != 0 {
        // SAFETY: as above.
        destroy_special(h, unsafe { Ref::from_word(h as Word) }, class, fl);
        return;
    }
    let l = class.layout();
    // SAFETY: the payload is dropped once, then the memory goes; without attributes there are only the payload and its
    // tail.
    unsafe {
        let tail = l.end.map_or(0, |end| end((h as *mut u8).add(24)));
        thread::free(h, (24 + l.size + tail).max(32));
    }
}

/// As `destroy`, for an object that may have a finaliser, weak references or attributes.
#[inline(never)]
fn destroy_special(h: *mut Header, o: Ref<'_>, class: &TypeObj, fl: u64) {
    if class.flag(tf::HAS_FINALIZER) && fl & FINALIZED == 0 {
        o.head().resurrect();
        // SAFETY: resurrect made one count, owned by this Obj.
        thread::push_pending(Pending::Finalize(unsafe { Obj::from_word(h as Word) }));
        return;
    }
    if fl & WEAK != 0 {
        crate::weak::clear(o);
    }
    let size = size_of(o);
    for s in o.inline_slots() {
        s.discard_dead();
    }
    for i in 0..class.fixed_slots() {
        o.fixed_slot(i).discard_dead();
    }
    // SAFETY: the payload is dropped once, then the memory goes.
    unsafe {
        if let Some(end) = class.layout().end {
            end((h as *mut u8).add(24));
        }
        thread::free(h, size);
    }
}

/// Runs the finaliser of an object; what it raises is reported.
pub(crate) fn finalize(th: &mut Thread, o: Ref<'_>) {
    if let Err(Raised) = crate::types::typeobj::call_finalizer(th, o) {
        // A method written in Python is named; what else has a finaliser that raises is a generator.
        let heap = o.class().flag(crate::types::typeobj::flags::HEAP);
        let del = o
            .class()
            .lookup(th, crate::names::__del__())
            .map(Val::own)
            .filter(|_| heap);
        let what = match (&del, std::ptr::eq(o.class(), &crate::types::GENERATOR)) {
            (None, true) => "Exception ignored while closing generator",
            _ => "Exception ignored while calling deallocator",
        };
        crate::error::write_unraisable(th, what, del.as_ref().map_or(Some(o), |d| Some(d.r())));
    }
}

/// Runs a queued finaliser or callback.
pub(crate) fn run_pending(th: &mut Thread, p: Pending) {
    match p {
        Pending::Finalize(o) => finalize(th, o.r()),
        Pending::Callback(cb, weak) => {
            if let Err(Raised) = crate::call::call(th, cb.r(), &[weak.r()]) {
                crate::error::write_unraisable(
                    th,
                    "Exception ignored while calling weakref callback",
                    Some(cb.r()),
                );
            }
        }
    }
}
