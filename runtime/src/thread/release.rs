//! Dropping references: what a count at zero asks for, the queue of another owner, and teardown.

use super::*;

/// Drops a reference and does what the count asks for.
#[inline(always)]
pub(crate) fn release(h: &Header) {
    h.dec_with(me(), (), last_of_owner, last_of_others);
}

/// A reference goes that this thread does not count.
#[cold]
#[inline(never)]
fn last_of_others(h: &Header) {
    if profile::is_on() {
        profile::traffic(h, profile::Traffic::Decrement);
    }
    let after = h.dec_shared();
    if after != After::Alive {
        after_dec(h, after);
    }
}

/// The owner's count of an object reached zero.
#[inline(never)]
fn last_of_owner(h: &Header) {
    let after = h.dec_to_zero();
    if after != After::Free {
        return after_dec_slow(h, after);
    }
    if let Some(size) = crate::types::str::plain_size(h) {
        // SAFETY: nobody reaches the object any more, and nothing hangs on it.
        return unsafe { free(h as *const Header as *mut Header, size) };
    }
    teardown(h);
}

/// Drops the last reference to a private object of `size` bytes whose payload has nothing to drop any more.
///
/// # Safety
/// `h` is unique (`Header::is_unique`), and its class has neither attribute storage nor finaliser.
#[inline(always)]
pub(crate) unsafe fn release_emptied(h: &Header, size: usize) {
    let emptied = |h: &Header| {
        let after = h.dec_to_zero();
        if after == After::Free {
            // SAFETY: nobody else can reach the object, and nothing of it is left to tear down.
            unsafe { free(h as *const Header as *mut Header, size) }
        } else {
            after_dec_slow(h, after);
        }
    };
    h.dec_with(me(), (), emptied, last_of_others);
}

#[cold]
#[inline(never)]
pub(crate) fn after_dec(h: &Header, after: After) {
    if after == After::Free {
        teardown(h);
    } else {
        after_dec_slow(h, after);
    }
}

#[cold]
#[inline(never)]
fn after_dec_slow(h: &Header, after: After) {
    match after {
        After::Alive | After::Free => {}
        After::Retire => retire(h),
        After::Queue(owner) => push_queue(h, owner),
    }
}

fn push_queue(h: &Header, owner: OwnerId) {
    // Acquire: pairs with the Release publication of the record.
    let p = TABLE[owner.tid() as usize].load(Acquire);
    // SAFETY: every owner id in a count word belongs to a published record, and records are never freed.
    let r = unsafe { &*p };
    if !r
        .station
        .push(h as *const Header as usize, || r.request(breaker::QUEUE))
    {
        r.station
            .serve_on_behalf(|| r.request(breaker::QUEUE), merge);
    }
}

/// Merges one object of a queue.
pub(super) fn merge(a: usize) {
    // SAFETY: queued objects are alive (the queue holds a reference); the caller is the owner or holds the owner's
    // claim (COUNT RULE 1).
    unsafe {
        let h = &*(a as *const Header);
        let after = h.merge_queued();
        after_dec(h, after);
    }
}

/// Tears an unreachable object down: finaliser, weak references, children, memory.
/// Nested teardowns are queued, so a long chain needs no stack.
fn teardown(h: &Header) {
    let o = own();
    // SAFETY: `own` belongs to this thread; no reference into it is held across the calls below.
    unsafe {
        if (*o).tearing {
            if crate::obj::is_leaf(h) {
                // It has no children: no chain grows.
                crate::obj::destroy(h as *const Header as *mut Header);
            } else {
                reserve::remember(&mut (*o).doomed, h as *const Header as usize);
            }
            return;
        }
        (*o).tearing = true;
        crate::obj::destroy(h as *const Header as *mut Header);
        while let Some(a) = (*o).doomed.pop() {
            crate::obj::destroy(a as *mut Header);
        }
        (*o).tearing = false;
    }
}
