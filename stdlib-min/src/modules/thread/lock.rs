//! `_thread.lock` and `_thread.RLock`.
//!
//! Invariant: `locked` is the truth; `waiters` sleep on `changed` under `gate`, which a release takes only if somebody
//! waits. `locked()` reads one atomic, so that many threads may ask without slowing each other.

use parking_lot::{Condvar, Mutex};
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering::*};
use std::time::{Duration, Instant};
use typhon_runtime::call::{self, Args, Kind, MethodDef};
use typhon_runtime::error::{overflow_error, runtime_error, value_error};
use typhon_runtime::types::typeobj::{TypeObj, flags as tf};
use typhon_runtime::types::{self, slotdefs, str as pystr, tuple};
use typhon_runtime::{Obj, R, Ref, Thread, hooks, ops, payload, thread};

/// Largest timeout in seconds.
pub const TIMEOUT_MAX: f64 = 9_223_372_036.0;
/// The main thread wakes up this often to look for signals.
const SLICE: Duration = Duration::from_millis(50);

/// `_thread.lock`.
pub static LOCK: TypeObj = TypeObj::declare("_thread.lock");
/// `_thread.RLock`.
pub static RLOCK: TypeObj = TypeObj::declare("_thread.RLock");

/// A lock that any thread may release.
#[derive(Default)]
pub struct Lock {
    locked: AtomicBool,
    waiters: AtomicUsize,
    gate: Mutex<()>,
    changed: Condvar,
}
payload!(Lock);

/// A lock that its owner may take again.
#[derive(Default)]
pub struct RLock {
    lock: Lock,
    owner: AtomicU32,
    depth: AtomicUsize,
}
payload!(RLock);

impl Lock {
    /// Takes the lock if it is free.
    pub fn try_lock(&self) -> bool {
        // SeqCst: ordered with `waiters` (see unlock); Acquire pairs with the release.
        self.locked.compare_exchange(false, true, SeqCst, Relaxed).is_ok()
    }
    /// Whether it is taken.
    pub fn is_locked(&self) -> bool {
        self.locked.load(Acquire)
    }
    /// Takes the lock; None waits for ever. False: the time is over. Err: a signal handler raised.
    pub fn lock(&self, th: &mut Thread, limit: Option<Duration>) -> R<bool> {
        if self.try_lock() {
            return Ok(true);
        }
        let end = limit.and_then(|l| Instant::now().checked_add(l));
        let main = th.is_main;
        loop {
            let got = th.blocking(|| self.wait(end, main));
            match got {
                Some(done) => return Ok(done),
                None => hooks::safepoint(th)?,
            }
        }
    }
    /// Sleeps until the lock is taken (true), the time is over (false), or a slice has passed (None).
    fn wait(&self, end: Option<Instant>, sliced: bool) -> Option<bool> {
        // SeqCst: announced before the last look at `locked`; unlock looks at `waiters` after clearing it.
        self.waiters.fetch_add(1, SeqCst);
        let mut g = self.gate.lock();
        let r = loop {
            if self.try_lock() {
                break Some(true);
            }
            let now = Instant::now();
            if end.is_some_and(|e| now >= e) {
                break Some(false);
            }
            let slice = if sliced { Some(now + SLICE) } else { None };
            let until = match (end, slice) {
                (Some(e), Some(s)) => Some(e.min(s)),
                (e, s) => e.or(s),
            };
            match until {
                Some(u) => {
                    let late = self.changed.wait_until(&mut g, u).timed_out();
                    if late && sliced && end.is_none_or(|e| Instant::now() < e) {
                        break if self.try_lock() { Some(true) } else { None };
                    }
                }
                None => self.changed.wait(&mut g),
            }
        };
        drop(g);
        self.waiters.fetch_sub(1, SeqCst);
        r
    }
    /// Gives the lock back; false if it was free.
    pub fn unlock(&self) -> bool {
        if !self.locked.swap(false, SeqCst) {
            return false;
        }
        if self.waiters.load(SeqCst) > 0 {
            let _g = self.gate.lock();
            self.changed.notify_one();
        }
        true
    }
}

/// The arguments of `acquire`: None: do not wait; Some(limit).
fn acquire_args(th: &mut Thread, a: Args<'_>) -> R<Option<Option<Duration>>> {
    let blocking = match a.opt(1) {
        Some(b) => ops::is_true(th, b)?,
        None => true,
    };
    let limit = match a.opt(2) {
        Some(t) => seconds(th, t)?,
        None => -1.0,
    };
    if !blocking {
        if limit != -1.0 {
            return Err(value_error(th, "can't specify a timeout for a non-blocking call"));
        }
        return Ok(None);
    }
    if limit == -1.0 {
        return Ok(Some(None));
    }
    if limit < 0.0 {
        return Err(value_error(th, "timeout value must be a non-negative number"));
    }
    if limit > TIMEOUT_MAX {
        return Err(overflow_error(th, "timeout value is too large"));
    }
    Ok(Some(Some(Duration::from_secs_f64(limit))))
}

/// A number of seconds.
pub fn seconds(th: &mut Thread, t: Ref<'_>) -> R<f64> {
    let x = match types::float::value(t) {
        Some(x) => x,
        None => match ops::index(th, t)?.r().as_small() {
            Some(i) => i as f64,
            None => return Err(overflow_error(th, "timestamp too large to convert to C PyTime_t")),
        },
    };
    if x.is_nan() {
        return Err(value_error(th, "Invalid value NaN (not a number)"));
    }
    Ok(x)
}

fn lock_of<'a>(o: Ref<'a>) -> &'a Lock {
    // Methods check the class of self before they are called.
    match o.get::<Lock>() {
        Some(l) => l,
        None => unreachable!("a method checks the class of self"),
    }
}

fn lock_acquire(th: &mut Thread, a: Args<'_>) -> R {
    let l = lock_of(a.at(0));
    Ok(Obj::bool(match acquire_args(th, a)? {
        None => l.try_lock(),
        Some(limit) => l.lock(th, limit)?,
    }))
}

fn lock_release(th: &mut Thread, a: Args<'_>) -> R {
    if lock_of(a.at(0)).unlock() { Ok(Obj::none()) } else { Err(runtime_error(th, "release unlocked lock")) }
}

fn lock_exit(th: &mut Thread, a: Args<'_>) -> R {
    lock_release(th, a)
}

fn lock_enter(th: &mut Thread, a: Args<'_>) -> R {
    lock_of(a.at(0)).lock(th, None).map(Obj::bool)
}

fn lock_locked(_th: &mut Thread, a: Args<'_>) -> R {
    Ok(Obj::bool(lock_of(a.at(0)).is_locked()))
}

fn lock_reinit(_th: &mut Thread, a: Args<'_>) -> R {
    lock_of(a.at(0)).unlock();
    Ok(Obj::none())
}

fn lock_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let state = if lock_of(o).is_locked() { "locked" } else { "unlocked" };
    pystr::new(th, &format!("<{state} {} object at {:#x}>", o.class().static_name(), o.address()))
}

fn lock_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    a.no_kw(th, "lock")?;
    a.check(th, "lock", 0, 0)?;
    Obj::new(th, class, Lock::default())
}

static LOCK_METHODS: &[MethodDef] = &[
    MethodDef::new("acquire", Kind::Sig("blocking=, timeout="), lock_acquire, "Take the lock."),
    MethodDef::new("acquire_lock", Kind::Sig("blocking=, timeout="), lock_acquire, "The same as acquire()."),
    MethodDef::new("release", Kind::NoArgs, lock_release, "Give the lock back."),
    MethodDef::new("release_lock", Kind::NoArgs, lock_release, "The same as release()."),
    MethodDef::new("locked", Kind::NoArgs, lock_locked, "Whether the lock is taken."),
    MethodDef::new("locked_lock", Kind::NoArgs, lock_locked, "The same as locked()."),
    MethodDef::new("__enter__", Kind::NoArgs, lock_enter, "Take the lock."),
    MethodDef::new("__exit__", Kind::Any, lock_exit, "Give the lock back."),
    MethodDef::new("_at_fork_reinit", Kind::NoArgs, lock_reinit, ""),
];

// ------------------------------------------------------------------ RLock

fn rlock_of<'a>(o: Ref<'a>) -> &'a RLock {
    match o.get::<RLock>() {
        Some(l) => l,
        None => unreachable!("a method checks the class of self"),
    }
}

impl RLock {
    fn mine(&self) -> bool {
        // Relaxed: only this thread writes its own id there.
        self.owner.load(Relaxed) == thread::current().tid()
    }
    fn take(&self, depth: usize) {
        // Relaxed: the lock orders these for the next owner.
        self.owner.store(thread::current().tid(), Relaxed);
        self.depth.store(depth, Relaxed);
    }
    fn acquire(&self, th: &mut Thread, how: Option<Option<Duration>>) -> R<bool> {
        if self.mine() {
            self.depth.fetch_add(1, Relaxed);
            return Ok(true);
        }
        let got = match how {
            None => self.lock.try_lock(),
            Some(limit) => self.lock.lock(th, limit)?,
        };
        if got {
            self.take(1);
        }
        Ok(got)
    }
    fn release(&self, th: &mut Thread) -> R<()> {
        if !self.mine() {
            return Err(runtime_error(th, "cannot release un-acquired lock"));
        }
        if self.depth.fetch_sub(1, Relaxed) == 1 {
            self.owner.store(0, Relaxed);
            self.lock.unlock();
        }
        Ok(())
    }
}

fn rlock_acquire(th: &mut Thread, a: Args<'_>) -> R {
    let how = acquire_args(th, a)?;
    rlock_of(a.at(0)).acquire(th, how).map(Obj::bool)
}
fn rlock_enter(th: &mut Thread, a: Args<'_>) -> R {
    rlock_of(a.at(0)).acquire(th, Some(None)).map(Obj::bool)
}
fn rlock_release(th: &mut Thread, a: Args<'_>) -> R {
    rlock_of(a.at(0)).release(th).map(|()| Obj::none())
}
fn rlock_is_owned(_th: &mut Thread, a: Args<'_>) -> R {
    Ok(Obj::bool(rlock_of(a.at(0)).mine()))
}
fn rlock_locked(_th: &mut Thread, a: Args<'_>) -> R {
    Ok(Obj::bool(rlock_of(a.at(0)).lock.is_locked()))
}
fn rlock_count(_th: &mut Thread, a: Args<'_>) -> R {
    let l = rlock_of(a.at(0));
    let n = if l.mine() { l.depth.load(Relaxed) } else { 0 };
    Ok(Ref::small_int(n as i64).own())
}
fn rlock_release_save(th: &mut Thread, a: Args<'_>) -> R {
    let l = rlock_of(a.at(0));
    if !l.mine() {
        return Err(runtime_error(th, "cannot release un-acquired lock"));
    }
    let (n, owner) = (l.depth.load(Relaxed), l.owner.load(Relaxed));
    let state = tuple::new(th, vec![Ref::small_int(n as i64).own(), Ref::small_int(i64::from(owner)).own()])?;
    l.depth.store(0, Relaxed);
    l.owner.store(0, Relaxed);
    l.lock.unlock();
    Ok(state)
}
fn rlock_acquire_restore(th: &mut Thread, a: Args<'_>) -> R {
    let n = tuple::items(a.at(1)).next().and_then(|x| x.as_small()).unwrap_or(1);
    let l = rlock_of(a.at(0));
    l.lock.lock(th, None)?;
    l.take(n.max(1) as usize);
    Ok(Obj::none())
}
fn rlock_reinit(_th: &mut Thread, a: Args<'_>) -> R {
    let l = rlock_of(a.at(0));
    l.depth.store(0, Relaxed);
    l.owner.store(0, Relaxed);
    l.lock.unlock();
    Ok(Obj::none())
}
fn rlock_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let l = rlock_of(o);
    let state = if l.lock.is_locked() { "locked" } else { "unlocked" };
    let (owner, n) = (l.owner.load(Relaxed), l.depth.load(Relaxed));
    pystr::new(th, &format!("<{state} {} object owner={owner} count={n} at {:#x}>", o.class().static_name(), o.address()))
}
fn rlock_new(th: &mut Thread, class: Ref<'_>, _a: Args<'_>) -> R {
    Obj::new(th, class, RLock::default())
}

static RLOCK_METHODS: &[MethodDef] = &[
    MethodDef::new("acquire", Kind::Sig("blocking=, timeout="), rlock_acquire, "Take the lock."),
    MethodDef::new("release", Kind::NoArgs, rlock_release, "Give the lock back."),
    MethodDef::new("locked", Kind::NoArgs, rlock_locked, "Whether the lock is taken."),
    MethodDef::new("__enter__", Kind::NoArgs, rlock_enter, "Take the lock."),
    MethodDef::new("__exit__", Kind::Any, rlock_release, "Give the lock back."),
    MethodDef::new("_is_owned", Kind::NoArgs, rlock_is_owned, ""),
    MethodDef::new("_recursion_count", Kind::NoArgs, rlock_count, ""),
    MethodDef::new("_release_save", Kind::NoArgs, rlock_release_save, ""),
    MethodDef::new("_acquire_restore", Kind::One, rlock_acquire_restore, ""),
    MethodDef::new("_at_fork_reinit", Kind::NoArgs, rlock_reinit, ""),
];

/// Sets both types up.
pub fn init(th: &mut Thread) -> R<()> {
    let o = Some(&types::OBJECT);
    LOCK.setup::<Lock>(o, tf::WEAKREFS);
    LOCK.slots().set_new(lock_new);
    LOCK.slots().set_repr(lock_repr);
    call::add_methods(th, &LOCK, LOCK_METHODS)?;
    slotdefs::finish(th, &LOCK)?;
    RLOCK.setup::<RLock>(o, tf::WEAKREFS | tf::BASE);
    RLOCK.slots().set_new(rlock_new);
    RLOCK.slots().set_repr(rlock_repr);
    call::add_methods(th, &RLOCK, RLOCK_METHODS)?;
    slotdefs::finish(th, &RLOCK)
}
