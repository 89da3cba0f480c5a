//! Threads of a pool that belongs to a library: they are Python threads while they work and detached between.
//!
//! WORKER RULE. A pool thread's `Thread` lives as long as the OS thread and is kept here, detached. `attached` lends it to
//!   one job at a time; a job inside a job gets none.

use crate::hooks;
use crate::thread::{Space, Thread, state};
use std::cell::Cell;

thread_local! {
    /// This pool thread's record, and whether a job has it.
    static WORKER: Cell<*mut Thread> = const { Cell::new(std::ptr::null_mut()) };
    static BUSY: Cell<bool> = const { Cell::new(false) };
}

/// Makes the calling OS thread a worker; `stack` is the size of its stack.
pub fn enter(space: Space, stack: usize) {
    if is_worker() {
        return;
    }
    let mut th = Box::new(Thread::start_in(space, stack, false));
    hooks::thread_init(&mut th);
    th.detach(state::DETACHED);
    WORKER.set(Box::into_raw(th));
}

/// Ends what `enter` began.
pub fn leave() {
    let p = WORKER.replace(std::ptr::null_mut());
    if p.is_null() {
        return;
    }
    // SAFETY: WORKER RULE: made by `enter` on this thread; no job has it, for this runs at the thread's end.
    let mut th = unsafe { Box::from_raw(p) };
    th.attach();
    th.run_pending();
    hooks::thread_done(&mut th);
    th.end();
}

/// Whether the calling thread is a worker of a pool.
pub fn is_worker() -> bool {
    !WORKER.get().is_null()
}

/// Runs a job as a Python thread; None: this is no worker, or it has a job already.
pub fn attached<T>(f: impl FnOnce(&mut Thread) -> T) -> Option<T> {
    let p = WORKER.get();
    if p.is_null() || BUSY.replace(true) {
        return None;
    }
    // SAFETY: WORKER RULE: the record is this thread's own, and BUSY says that nobody else has a reference to it.
    let th = unsafe { &mut *p };
    th.attach();
    let r = f(th);
    th.raised = None;
    th.handled = None;
    th.context = None;
    th.run_pending();
    th.detach(state::DETACHED);
    BUSY.set(false);
    Some(r)
}
