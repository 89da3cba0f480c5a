//! `-X profile=contention`: what threads wait for and fight over, by object and source line.
//!
//! PROFILE RULE 1. While the switch is off nothing is recorded, and only slow paths look at it: a lock that is taken, a
//!   count that is atomic, a cache that missed, a request to another thread, a blocking call. What costs nothing is
//!   counted always: stops of the world and the collector's pauses.
//! PROFILE RULE 2. Each thread record has a table of its own, which goes with the record to the next thread. Its owner
//!   writes to it while attached; others lock it for a report. So the profiler adds no contention of its own, and in a
//!   stopped world no table is in the middle of a change.
//! PROFILE RULE 3. Under a table's lock no Python code runs and no object lock is taken. What would be recorded inside of
//!   a record (the count of a class's name, say) is left out.
//! PROFILE RULE 4. While the switch is on, code objects are immortal: a place may name code by its address for ever, and
//!   a frame that is being taken down still names code that is there.

pub mod held;
mod place;
pub mod report;
mod table;
pub mod times;

pub use held::Wait;
pub use place::{Place, Spot};
pub use table::Miss;

use crate::header::Header;
use crate::obj::Ref;
use crate::sync::{AtomicBool, AtomicPtr, AtomicU64, Ordering::*};
use crate::thread::{self, Thread, ThreadRec};
use crate::types::typeobj::TypeObj;
use crate::value;
use parking_lot::Mutex;
use std::cell::Cell;
use std::sync::OnceLock;
use std::time::Instant;
use table::Table;

static ON: AtomicBool = AtomicBool::new(false);
static START: OnceLock<Instant> = OnceLock::new();

/// Whether the switch is on.
#[inline(always)]
pub fn is_on() -> bool {
    // Relaxed: set at start-up, before any script object exists.
    ON.load(Relaxed)
}

/// Turns it on; before the first thread starts.
pub fn enable() {
    START.get_or_init(Instant::now);
    // Relaxed: as is_on.
    ON.store(true, Relaxed);
}

/// Nanoseconds since the profile began.
pub(crate) fn now() -> u64 {
    START.get_or_init(Instant::now).elapsed().as_nanos() as u64
}

/// What is done to a count word that other threads use too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Traffic {
    /// An atomic increment of an object that another thread owns, or none.
    Increment,
    /// An atomic decrement.
    Decrement,
    /// A register that borrowed the object was counted, at a safepoint or a blocking call.
    Promotion,
    /// A private object was met by another thread, and is SHARED from then on.
    Shared,
    /// A shared object at zero was given to the epoch.
    Retirement,
}

/// The part of a thread record that belongs to the profile.
pub(crate) struct Local {
    table: Mutex<Table>,
    held: held::Held,
    /// When the oldest request that is not served was made (`now`); 0: none.
    asked: AtomicU64,
    /// The interpreter's state of the thread, for its `locate`. Its owner's.
    machine: AtomicPtr<()>,
}

thread_local! {
    /// PROFILE RULE 3.
    static BUSY: Cell<bool> = const { Cell::new(false) };
}

/// The profile's part of the current thread's record; None: this is no Python thread.
fn local() -> Option<&'static Local> {
    let r = thread::try_current()?;
    // Relaxed: the owner reads what it stored.
    let p = r.profile.load(Relaxed);
    if !p.is_null() {
        // SAFETY: made below, never freed.
        return Some(unsafe { &*p });
    }
    let new: &'static Local = Box::leak(Box::new(Local {
        table: Mutex::new(Table::default()),
        held: held::Held::new(),
        asked: AtomicU64::new(0),
        machine: AtomicPtr::new(std::ptr::null_mut()),
    }));
    // Release: pairs with the Acquire of of_record.
    r.profile.store(std::ptr::from_ref(new).cast_mut(), Release);
    Some(new)
}

/// The profile's part of any thread's record.
fn of_record(r: &'static ThreadRec) -> Option<&'static Local> {
    // Acquire: pairs with the Release of local. SAFETY: never freed.
    unsafe { r.profile.load(Acquire).as_ref() }
}

/// Runs `f` over the current thread's table (PROFILE RULE 2, 3).
fn record<T>(f: impl FnOnce(&mut Table, &'static Local) -> T) -> Option<T> {
    if BUSY.replace(true) {
        return None;
    }
    let r = local().map(|l| f(&mut l.table.lock(), l));
    BUSY.set(false);
    r
}

/// The current thread has interpreter state now (null: no more).
pub fn set_machine(p: *mut ()) {
    if is_on()
        && let Some(l) = local()
    {
        // Relaxed: read by this thread only.
        l.machine.store(p, Relaxed);
    }
}

/// Number of the place where the current thread is; 0: unknown.
pub(crate) fn here() -> u32 {
    record(Table::here).unwrap_or(0)
}

/// Notes what was done to the count of an object. The caller has seen that the switch is on.
#[cold]
#[inline(never)]
pub(crate) fn traffic(h: &Header, what: Traffic) {
    // Acquire: as Ref::class.
    let class = h.class.load(Acquire);
    record(|t, l| {
        let place = t.here(l);
        // SAFETY: callers hold a reference or a borrow: the object is alive, and so is its class.
        let name = t.class(unsafe { &*class });
        t.traffic(place, name, what);
    });
}

/// Notes the registers that `Thread::promote` is about to count.
#[cold]
#[inline(never)]
pub(crate) fn promotions(from: *const u64, to: *const u64) {
    record(|t, l| {
        let place = t.here(l);
        let mut p = from;
        while p < to {
            // SAFETY: the registers from the watermark to the top are the current thread's; words there name live
            // objects.
            unsafe {
                if value::is_borrowed(*p) {
                    let r: Ref<'_> = Ref::from_word(*p);
                    let name = t.class(r.class());
                    t.traffic(place, name, Traffic::Promotion);
                }
                p = p.add(1);
            }
        }
    });
}

/// Notes that an inline cache did not know what a site met: the name, and the value whose attribute it is.
#[inline]
pub fn miss(what: Miss, name: Ref<'_>, of: Option<Ref<'_>>) {
    if is_on() {
        miss_slow(what, name, of.map(Ref::class));
    }
}
#[cold]
#[inline(never)]
fn miss_slow(what: Miss, name: Ref<'_>, class: Option<&'static TypeObj>) {
    record(|t, l| {
        let place = t.here(l);
        let name = t.text(name);
        let class = class.map_or(0, |c| t.class(c));
        t.miss(place, what, name, class);
    });
}

/// A request was made to the thread of this record.
#[cold]
pub(crate) fn asked(r: &'static ThreadRec) {
    if let Some(l) = of_record(r) {
        // Relaxed: a time and nothing else. The first of several requests counts.
        let _ = l.asked.compare_exchange(0, now().max(1), Relaxed, Relaxed);
    }
}

/// The current thread serves its requests at a safepoint.
#[cold]
pub(crate) fn served(wants_place: bool) {
    record(|t, l| {
        // Relaxed: as asked.
        let since = l.asked.swap(0, Relaxed);
        if since == 0 && !wants_place {
            return;
        }
        let place = t.here(l);
        if since != 0 {
            t.latency(place, now().saturating_sub(since));
        }
        if wants_place {
            l.held.stand_at(place);
        }
    });
}

/// A blocking call in progress.
pub(crate) struct Away {
    place: u32,
    since: Instant,
}

/// The current thread is about to detach for a blocking call.
#[inline]
pub(crate) fn leave() -> Option<Away> {
    if is_on() { leave_slow() } else { None }
}
#[cold]
fn leave_slow() -> Option<Away> {
    record(|t, l| {
        let place = t.here(l);
        l.held.stand_at(place);
        // Nobody waits for the safepoint of a thread that is away.
        l.asked.store(0, Relaxed);
        Away {
            place,
            since: Instant::now(),
        }
    })
}
/// It is back.
#[cold]
pub(crate) fn back(a: Away) {
    record(|t, l| {
        t.away(a.place, a.since.elapsed().as_nanos() as u64);
        l.held.stand_at(0);
    });
}

/// A collection that the current thread has made took so long.
pub(crate) fn collected(ns: u64) {
    if is_on() {
        record(|t, l| {
            let place = t.here(l);
            t.collection(place, ns);
        });
    }
}

/// In the child of a fork: what was recorded is the parent's. The world is stopped (PROFILE RULE 2).
pub(crate) fn forget() {
    if is_on() {
        thread::each_record(|r| {
            if let Some(l) = of_record(r) {
                *l.table.lock() = Table::default();
            }
        });
        report::in_child();
    }
}

/// A new thread begins to use the current record.
pub(crate) fn begin(th: &Thread) {
    if is_on() {
        thread::count_all();
        if let Some(l) = local() {
            l.asked.store(0, Relaxed);
            l.held.clear();
        }
        // The request bits are the record's: a thread that ended has served none.
        let _ = th;
    }
}
