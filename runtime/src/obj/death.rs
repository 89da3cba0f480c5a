//! What objects refer to, and how they end (OBJECT RULE 3).

use super::*;
use crate::types::tuple::Tuple;

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
    if std::ptr::eq(class, &crate::types::TUPLE) && fl & WEAK == 0 {
        // SAFETY: as above; the class is exact, its instances have no attributes, and the payload is dropped once.
        unsafe {
            let t = (h as *mut u8).add(24) as *mut Tuple;
            let size = 24 + std::mem::size_of::<Tuple>() + (*t).len() * 8;
            std::ptr::drop_in_place(t);
            thread::free(h, size.max(32));
        }
        return;
    }
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
    let l = class.layout();
    // SAFETY: nobody else reaches the object. Fixed slots, shape and inline slots stand behind payload and tail (OBJECT
    // RULE 1). The payload is dropped once, then the memory goes. Relaxed: cap is constant after birth.
    unsafe {
        let payload = (h as *mut u8).add(24);
        let tail = l.tail.map_or(0, |f| f(payload).next_multiple_of(8));
        let behind = payload.add(l.size + tail) as *const Slot;
        let fixed = class.fixed_slots();
        let mut words = fixed;
        if class.flags() & tf::HAS_ATTRS != 0 {
            words += 1 + (*h).cap.load(Relaxed) as usize;
            for i in fixed + 1..words {
                (*behind.add(i)).discard_dead();
            }
        }
        for i in 0..fixed {
            (*behind.add(i)).discard_dead();
        }
        if let Some(end) = l.end {
            end(payload);
        }
        thread::free(h, (24 + l.size + tail + 8 * words).max(32));
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
