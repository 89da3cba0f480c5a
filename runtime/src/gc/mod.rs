//! The cycle collector: when it runs, what it is asked for, and the list of its phases.
//!
//! Counting frees everything that is in no cycle. Here the threads are stopped at a handshake, every reference between
//! objects is taken off the counts (trial deletion), and what is left over nobody outside holds.
//!
//! GC RULE 1. Only what the counts prove is garbage: an object whose count is not explained to the last reference, that
//!   is retired, queued, or at zero, is a root. A `traverse` that forgets a reference costs memory, never safety.
//! GC RULE 2. A class is reached through each of its instances, though they do not count it; a garbage class gives
//!   its memory back only after a later walk over the heap has met no instance of it (`MORGUE`).
//! GC RULE 3. Weak references to garbage are cleared while the world is stopped; finalisers run after it, once per
//!   object, and what they bring back is found by a second trial deletion over the garbage alone (PEP 442).
//! GC RULE 4. From the stop until it is cleared the collector holds a count on each garbage object.
//! GC RULE 5. While the world is stopped no object is dropped and no Python code runs.

mod candidates;
mod inspect;
pub mod leak;
mod sweep;

pub use inspect::{freeze, is_finalized, is_tracked, objects, referents, referrers};

use crate::error;
use crate::header::Header;
use crate::obj::{self, Obj, R, Raised, Ref};
use crate::profile;
use crate::profile::times::{Histogram, Times};
use crate::slot::Slot;
use crate::sync::{AtomicBool, AtomicI64, AtomicU32, AtomicU64, Ordering::*};
use crate::thread::{self, Thread, stop};
use crate::types::typeobj::{TypeData, TypeObj, flags as tf};
use crate::types::{dict::Dict, list, str as pystr};
use candidates::Candidates;
use parking_lot::Mutex;
use std::time::Instant;

/// `gc.DEBUG_*`.
pub mod debug {
    /// Print statistics.
    pub const STATS: u32 = 1;
    /// Print what is collected.
    pub const COLLECTABLE: u32 = 2;
    /// Print what cannot be collected.
    pub const UNCOLLECTABLE: u32 = 4;
    /// Keep garbage in `gc.garbage`.
    pub const SAVEALL: u32 = 32;
}

/// Totals of a generation, for `gc.get_stats()`.
#[derive(Clone, Copy, Default, Debug)]
pub struct Stats {
    /// Collections.
    pub collections: u64,
    /// Objects collected.
    pub collected: u64,
}

/// What the collector has done so far.
#[derive(Clone, Copy, Debug)]
pub struct Work {
    /// Whole collections, finalisers of garbage included.
    pub collections: Times,
    /// Times in which the program stood still.
    pub pauses: Histogram,
    /// Objects that were looked at.
    pub examined: u64,
    /// Objects that were garbage.
    pub collected: u64,
}

impl Work {
    const fn new() -> Work {
        Work {
            collections: Times::new(),
            pauses: Histogram::new(),
            examined: 0,
            collected: 0,
        }
    }
}

/// Bytes that one unit of the first threshold stands for: `gc.set_threshold(2000)` means 2 MB of growth. Garbage of that
/// size is about what fits into a core's own cache: what is allocated next finds it there.
pub const BYTES_PER_UNIT: i64 = 1024;

static ENABLED: AtomicBool = AtomicBool::new(true);
static THRESHOLDS: [AtomicI64; 3] = [AtomicI64::new(2000), AtomicI64::new(10), AtomicI64::new(0)];
static DEBUG: AtomicU32 = AtomicU32::new(0);
/// Bytes in use after the last collection, less what was allocated since it stopped the world: nothing is known of that, and
/// while many threads allocate most of it is garbage again.
static SURVIVED: AtomicI64 = AtomicI64::new(0);
/// What had been allocated when a collection began to look.
static AT_STOP: AtomicI64 = AtomicI64::new(0);
static STATS: Mutex<[Stats; 3]> = Mutex::new(
    [Stats {
        collections: 0,
        collected: 0,
    }; 3],
);
static WORK: Mutex<Work> = Mutex::new(Work::new());
static COLLECTING: AtomicBool = AtomicBool::new(false);
static FROZEN: AtomicU64 = AtomicU64::new(0);
/// `gc.callbacks` and `gc.garbage`.
static CALLBACKS: Slot = Slot::empty();
static GARBAGE: Slot = Slot::empty();
/// GC RULE 2: garbage classes whose instances may not all be gone.
static MORGUE: Mutex<Vec<Obj>> = Mutex::new(Vec::new());

// ------------------------------------------------------------------ switches

/// `gc.enable()`, `gc.disable()`.
pub fn set_enabled(on: bool) {
    ENABLED.store(on, Relaxed);
}
/// `gc.isenabled()`.
pub fn is_enabled() -> bool {
    ENABLED.load(Relaxed)
}
/// The three thresholds; only the first, in units of `BYTES_PER_UNIT`, has a meaning here (0: never).
pub fn thresholds() -> [i64; 3] {
    [0, 1, 2].map(|i| THRESHOLDS[i].load(Relaxed))
}
/// Sets one threshold.
pub fn set_threshold(i: usize, n: i64) {
    if let Some(t) = THRESHOLDS.get(i) {
        t.store(n, Relaxed);
    }
}
/// Growth since the last collection in threshold units.
pub fn growth() -> i64 {
    ((thread::bytes_in_use() - SURVIVED.load(Relaxed)) / BYTES_PER_UNIT).max(0)
}
/// `gc.get_debug()`.
pub fn debug_flags() -> u32 {
    DEBUG.load(Relaxed)
}
/// `gc.set_debug()`.
pub fn set_debug_flags(f: u32) {
    DEBUG.store(f, Relaxed);
}
/// Totals by generation asked for.
pub fn stats() -> [Stats; 3] {
    *STATS.lock()
}
/// Objects that `freeze` took out of sight.
pub fn frozen() -> u64 {
    FROZEN.load(Relaxed)
}
/// `gc.unfreeze()`: forgets the number. The objects stay immortal: nobody counted them meanwhile.
pub fn unfreeze() {
    FROZEN.store(0, Relaxed);
}

fn list_in(slot: &Slot, th: &mut Thread) -> R {
    if let Some(l) = slot.get() {
        return Ok(l);
    }
    let l = list::new(th, Vec::new())?;
    drop(slot.swap(Some(l.clone())));
    Ok(l)
}
/// The list `gc.callbacks`.
pub fn callbacks(th: &mut Thread) -> R {
    list_in(&CALLBACKS, th)
}
/// The list `gc.garbage`.
pub fn garbage(th: &mut Thread) -> R {
    list_in(&GARBAGE, th)
}

// ------------------------------------------------------------------ when

/// Whether the heap has grown enough since the last collection: by the threshold, and by half of what survived, so
/// that the cost of all collections together stays linear in what is allocated.
pub(crate) fn is_due() -> bool {
    if sweep::is_on() {
        return true;
    }
    let floor = THRESHOLDS[0].load(Relaxed);
    if floor <= 0 || !is_enabled() || COLLECTING.load(Relaxed) {
        return false;
    }
    let before = SURVIVED.load(Relaxed);
    let growth = thread::bytes_in_use() - before;
    growth > floor.saturating_mul(BYTES_PER_UNIT).max(before / 2)
}

/// Collects if the thresholds say so, or helps the collection that is emptying garbage. Called at a safepoint that saw the
/// request of the allocator.
pub fn collect_if_due(th: &mut Thread) {
    if sweep::is_on() {
        sweep::help();
    } else if is_due() {
        collect_as(th, 2, false);
    }
}

/// `gc.collect()`: collects cycles of all ages whatever the generation; gives the number of objects found. 0 at once if
/// a collection is running (in another thread, or below in this one's stack).
pub fn collect(th: &mut Thread, generation: usize) -> usize {
    collect_as(th, generation, true)
}

/// `asked`: by somebody who wants to find it done.
fn collect_as(th: &mut Thread, generation: usize, asked: bool) -> usize {
    // AcqRel: one collector at a time.
    if COLLECTING.swap(true, AcqRel) {
        return 0;
    }
    let raised = th.raised.take();
    tell(th, "start", generation, 0);
    let begin = Instant::now();
    let n = run(th, asked);
    let ns = begin.elapsed().as_nanos() as u64;
    {
        let mut w = WORK.lock();
        w.collections.add(ns);
        w.collected += n as u64;
    }
    profile::collected(ns);
    // Relaxed: this thread wrote it.
    let meanwhile = thread::bytes_allocated() - AT_STOP.load(Relaxed);
    SURVIVED.store((thread::bytes_in_use() - meanwhile).max(0), Relaxed);
    {
        let mut s = STATS.lock();
        if let Some(s) = s.get_mut(generation) {
            s.collections += 1;
            s.collected += n as u64;
        }
    }
    COLLECTING.store(false, Release);
    tell(th, "stop", generation, n);
    th.raised = raised;
    n
}

/// In the child of a fork: a collection that another thread was at has ended. What it had found and not yet emptied is
/// emptied by who allocates next.
pub(crate) fn only_one_left() {
    COLLECTING.store(false, Relaxed);
    sweep::alone();
}

/// Calls each of `gc.callbacks`.
fn tell(th: &mut Thread, phase: &str, generation: usize, collected: usize) {
    let Some(l) = CALLBACKS.get() else { return };
    let calls = l.get::<list::List>().map_or(Vec::new(), list::List::items);
    for cb in calls {
        let r = info(th, generation, collected).and_then(|d| {
            let p = pystr::new(th, phase)?;
            crate::call::call(th, cb.r(), &[p.r(), d.r()])
        });
        if let Err(Raised) = r {
            error::write_unraisable(
                th,
                "Exception ignored while calling GC callback",
                Some(cb.r()),
            );
        }
    }
}

fn info(th: &mut Thread, generation: usize, collected: usize) -> R {
    let o = crate::types::dict::new(th)?;
    if let Some(d) = o.get::<Dict>() {
        for (k, v) in [
            ("generation", generation),
            ("collected", collected),
            ("uncollectable", 0),
        ] {
            drop(d.insert_str(pystr::intern_str(k), Ref::small_int(v as i64).own()));
        }
    }
    Ok(o)
}

// ------------------------------------------------------------------ how

/// What the collector has done so far.
pub fn work() -> Work {
    *WORK.lock()
}

/// Stops the world and notes for how long.
fn pause<T>(th: &mut Thread, f: impl FnOnce() -> T) -> T {
    let begin = Instant::now();
    let r = stop::the_world(th, |_| f());
    let ns = begin.elapsed().as_nanos() as u64;
    WORK.lock().pauses.add(ns);
    r
}

/// The phases. Without memory for the tables of a phase nothing is collected: what was found lives on.
fn run(th: &mut Thread, asked: bool) -> usize {
    // What the collection of a forked process has left.
    while sweep::is_on() && sweep::help() {}
    flush_retired(th);
    let found = pause(th, || {
        AT_STOP.store(thread::bytes_allocated(), Relaxed);
        let mut c = Candidates::of_heap()?;
        WORK.lock().examined += c.len() as u64;
        let empty = unused_classes();
        c.subtract_inner_references();
        let garbage = c.reach_from_roots().and_then(|()| c.hold_unreached());
        if let Some(garbage) = &garbage {
            clear_weak_references(&c, &garbage.objects);
        }
        let garbage = garbage?;
        let n = garbage.objects.len();
        if garbage.special || debug_flags() != 0 {
            return Some((n, Some(garbage.objects), empty));
        }
        sweep::publish(garbage.objects, garbage.runs);
        Some((n, None, empty))
    });
    let Some((n, special, empty_classes)) = found else {
        return 0;
    };
    drop(empty_classes);
    let Some(mut garbage) = special else {
        sweep::finish(th, asked);
        flush_retired(th);
        th.run_pending();
        return n;
    };
    if run_finalizers(th, &garbage) {
        let revived = pause(th, || {
            let mut c = Candidates::of_held(&garbage)?;
            c.subtract_inner_references();
            c.reach_from_roots()?;
            c.reached()
        });
        let mut revived = match revived {
            Some(r) => r.into_iter(),
            None => return 0,
        };
        garbage.retain(|_| !revived.next().unwrap_or(true));
    }
    let n = garbage.len();
    report(n, &garbage);
    if debug_flags() & debug::SAVEALL != 0 {
        save(th, garbage);
    } else {
        break_cycles(th, garbage);
    }
    flush_retired(th);
    th.run_pending();
    n
}

/// Lets what is retired already die first, so that it is no root. With several threads the grace period is not waited
/// for; the only thread goes on until nothing is on its way: what dies retires its children, and one repin takes but a
/// few from the queue that ended threads may have left. An ending thread may hold the epoch up for as long as the system
/// does not let it run: when nothing comes back it gets a little time.
fn flush_retired(th: &mut Thread) {
    const PATIENCE: u32 = 100;
    const MOST: u32 = 1 << 20;
    let (mut idle, mut seen) = (0, thread::turnover());
    for n in 0..MOST {
        if n >= 2 && !(thread::live_threads() == 1 && thread::is_retirement_outstanding()) {
            return;
        }
        th.repin();
        let now = thread::turnover();
        idle = if now == seen { idle + 1 } else { 0 };
        seen = now;
        if idle == PATIENCE {
            return;
        }
        if idle > 4 {
            std::thread::sleep(std::time::Duration::from_micros(50));
        }
    }
}

/// GC RULE 3.
fn clear_weak_references(c: &Candidates, garbage: &[Obj]) {
    for o in garbage {
        if o.r().head().flags() & crate::refcount::WEAK != 0 {
            crate::weak::clear_but(o.r(), &|w| w.header().is_some_and(|h| c.is_unreached(h)));
        }
    }
}

/// Whether any finaliser ran.
fn run_finalizers(th: &mut Thread, garbage: &[Obj]) -> bool {
    let mut any = false;
    for o in garbage {
        if o.r().class().flag(tf::HAS_FINALIZER) && o.r().head().mark_finalized() {
            // COUNT RULE 9.
            o.r().head().adopt(thread::me());
            obj::finalize(th, o.r());
            any = true;
        }
    }
    any
}

/// Empties the garbage objects, classes last, and gives up the counts on them.
fn break_cycles(th: &mut Thread, mut garbage: Vec<Obj>) {
    let is_class = |o: &Obj| o.get::<TypeData>().is_some();
    // While a class still has its bases: who clears the tuple of them first would leave it in their lists for ever.
    for c in garbage.iter().filter(|o| is_class(o)) {
        // COUNT RULE 9.
        c.r().head().adopt(thread::me());
        if let Some(c) = c.r().as_type() {
            c.unlink();
        }
    }
    let mut classes = Vec::new();
    let n = garbage.iter().filter(|o| is_class(o)).count();
    if classes.try_reserve(n).is_err() {
        // Their memory cannot be given back without knowing when the last instance goes.
        return std::mem::forget(garbage);
    }
    if n > 0 {
        classes.extend(garbage.iter().filter(|o| is_class(o)).cloned());
        garbage.retain(|o| !is_class(o));
    }
    sweep::all(th, garbage);
    for c in &classes {
        obj::clear(c.r());
    }
    let mut morgue = MORGUE.lock();
    if morgue.try_reserve(classes.len()).is_ok() {
        morgue.append(&mut classes);
    } else {
        // As above.
        std::mem::forget(classes);
    }
}

/// GC RULE 2: takes the classes out of the morgue that the walk of `Candidates::of_heap` met no instance of.
fn unused_classes() -> Vec<Obj> {
    let mut m = MORGUE.lock();
    let (used, unused) = std::mem::take(&mut *m)
        .into_iter()
        .partition(|c| c.r().head().gc.load(Relaxed) & candidates::HAS_INSTANCE != 0);
    *m = used;
    // Marks are per walk. Relaxed: the world is stopped.
    for c in m.iter() {
        c.r()
            .head()
            .gc
            .fetch_and(!candidates::HAS_INSTANCE, Relaxed);
    }
    unused
}

/// Whether a walk has to mark the classes of what it meets.
fn morgue_is_empty() -> bool {
    MORGUE.lock().is_empty()
}

/// The class of an object if instances keep it alive without counting it.
fn class_edge(h: &Header) -> Option<&'static Header> {
    // Acquire: as Ref::class. SAFETY: classes outlive their instances (GC RULE 2).
    let c: &'static TypeObj = unsafe { &*h.class.load(Acquire) };
    c.r().header()
}

fn save(th: &mut Thread, garbage: Vec<Obj>) {
    if let Ok(l) = self::garbage(th)
        && let Some(l) = l.get::<list::List>()
    {
        for o in garbage {
            if l.push(th, o.adopt()).is_err() {
                drop(error::fetch(th));
                return;
            }
        }
    }
}

fn report(n: usize, garbage: &[Obj]) {
    let f = debug_flags();
    if f & debug::STATS != 0 {
        eprintln!("gc: done, {n} unreachable, 0 uncollectable");
    }
    if f & debug::COLLECTABLE != 0 {
        for o in garbage {
            eprintln!(
                "gc: collectable <{} {:#x}>",
                o.r().class().name(),
                o.r().address()
            );
        }
    }
}
