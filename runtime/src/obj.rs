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

mod attributes;
mod birth;
mod death;

pub use birth::tail_ptr;
pub(crate) use birth::{alloc_payload, alloc_plain, header_of_payload};
pub use death::size_of;
pub(crate) use death::{clear, destroy, finalize, is_leaf, is_small_leaf, run_pending, traverse};

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
    /// Whether it can own references to others. Of containers that hold nothing of that kind the collector need not hear.
    #[inline(always)]
    pub fn may_refer(self) -> bool {
        self.header().is_some_and(|h| !is_leaf(h))
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
