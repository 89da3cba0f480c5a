//! `lock` and `RLock`.

use crate::modules::io::util;
use crate::modules::time::duration_ns;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed};
use std::time::{Duration, Instant};
use typhon_runtime::call::{self, Args, Kind, MethodDef};
use typhon_runtime::os::signal;
use typhon_runtime::pylock::{Kind as LockKind, Of, PyLock};
use typhon_runtime::types::typeobj::{TypeObj, flags as tf};
use typhon_runtime::types::{self, int, slotdefs, str as pystr, tuple};
use typhon_runtime::{Obj, R, Ref, Thread, error, ops, payload};

/// `_thread.lock`.
pub static LOCK: TypeObj = TypeObj::declare("_thread.lock");
/// `_thread.RLock`.
pub static RLOCK: TypeObj = TypeObj::declare("_thread.RLock");

/// Payload of lock.
#[derive(Default)]
struct Lock(PyLock);
payload!(Lock);

/// Payload of RLock. `owner` and `count` are written by the holder only.
#[derive(Default)]
struct RLock {
    lock: PyLock,
    owner: AtomicU64,
    count: AtomicUsize,
}
payload!(RLock);

fn lock_of<'a>(th: &mut Thread, o: Ref<'a>) -> R<&'a PyLock> {
    match o.get::<Lock>() {
        Some(l) => Ok(&l.0),
        None => Err(error::type_error(th, "lock object expected")),
    }
}
fn rlock_of<'a>(th: &mut Thread, o: Ref<'a>) -> R<&'a RLock> {
    o.get::<RLock>()
        .ok_or_else(|| error::type_error(th, "RLock object expected"))
}

impl RLock {
    fn mine(&self) -> bool {
        // Relaxed: only this thread stores its own number, so a race cannot pretend it.
        self.owner.load(Relaxed) == signal::this_thread()
    }
    fn take(&self, count: usize) {
        self.count.store(count, Relaxed);
        self.owner.store(signal::this_thread(), Relaxed);
    }
}

/// How long `acquire` may wait.
enum Wait {
    No,
    Ever,
    Until(Instant),
}

fn wait_arg(th: &mut Thread, blocking: Option<Ref<'_>>, timeout: Option<Ref<'_>>) -> R<Wait> {
    let blocking = match blocking {
        None => true,
        Some(b) => ops::is_true(th, b)?,
    };
    let Some(t) = timeout.filter(|t| t.as_small() != Some(-1)) else {
        return Ok(if blocking { Wait::Ever } else { Wait::No });
    };
    let ns = duration_ns(th, t)?;
    if ns == -1_000_000_000 {
        return Ok(if blocking { Wait::Ever } else { Wait::No });
    }
    if !blocking {
        return Err(error::value_error(
            th,
            "can't specify a timeout for a non-blocking call",
        ));
    }
    let Ok(ns) = u64::try_from(ns) else {
        return Err(error::value_error(
            th,
            "timeout value must be a non-negative number",
        ));
    };
    if ns as f64 > super::TIMEOUT_MAX * 1e9 {
        return Err(error::overflow_error(th, "timeout value is too large"));
    }
    if ns == 0 {
        return Ok(Wait::No);
    }
    match Instant::now().checked_add(Duration::from_nanos(ns)) {
        Some(t) => Ok(Wait::Until(t)),
        None => Ok(Wait::Ever),
    }
}

fn acquire(th: &mut Thread, l: &PyLock, w: &Wait, kind: LockKind, o: Of<'_>) -> R<bool> {
    match w {
        Wait::No => Ok(l.try_acquire()),
        Wait::Ever => l.acquire(th, None, kind, o),
        Wait::Until(t) => l.acquire(th, Some(*t), kind, o),
    }
}

fn lock_acquire(th: &mut Thread, a: Args<'_>) -> R {
    let w = wait_arg(th, a.opt(1), a.opt(2))?;
    let l = lock_of(th, a.at(0))?;
    acquire(th, l, &w, LockKind::Lock, Of::Value(a.at(0))).map(Obj::bool)
}
fn lock_release(th: &mut Thread, a: Args<'_>) -> R {
    if lock_of(th, a.at(0))?.release() {
        Ok(Obj::none())
    } else {
        Err(error::runtime_error(th, "release unlocked lock"))
    }
}
fn lock_enter(th: &mut Thread, a: Args<'_>) -> R {
    let l = lock_of(th, a.at(0))?;
    l.acquire(th, None, LockKind::Lock, Of::Value(a.at(0)))
        .map(Obj::bool)
}
fn lock_locked(th: &mut Thread, a: Args<'_>) -> R {
    lock_of(th, a.at(0)).map(|l| Obj::bool(l.is_locked()))
}
fn lock_reinit(th: &mut Thread, a: Args<'_>) -> R {
    lock_of(th, a.at(0))?.reset();
    Ok(Obj::none())
}
fn lock_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let state = if lock_of(th, o)?.is_locked() {
        "locked"
    } else {
        "unlocked"
    };
    let name = crate::modules::io::base::full_name(o);
    pystr::new(
        th,
        &format!("<{state} {name} object at {:#x}>", o.address()),
    )
}
fn lock_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    if !a.is_empty() || a.kw_len() > 0 {
        let n = a.len() + a.kw_len();
        return Err(error::type_error(
            th,
            format!("lock expected 0 arguments, got {n}"),
        ));
    }
    Obj::new(th, class, Lock::default())
}
fn thread_allocate(th: &mut Thread, _a: Args<'_>) -> R {
    Obj::new(th, LOCK.r(), Lock::default())
}

fn rlock_acquire(th: &mut Thread, a: Args<'_>) -> R {
    let w = wait_arg(th, a.opt(1), a.opt(2))?;
    rlock_take(th, a.at(0), &w).map(Obj::bool)
}
fn rlock_take(th: &mut Thread, o: Ref<'_>, w: &Wait) -> R<bool> {
    let r = rlock_of(th, o)?;
    if r.mine() {
        let Some(n) = r.count.load(Relaxed).checked_add(1) else {
            return Err(error::overflow_error(th, "Internal lock count overflowed"));
        };
        r.count.store(n, Relaxed);
        return Ok(true);
    }
    let got = acquire(th, &r.lock, w, LockKind::RLock, Of::Value(o))?;
    if got {
        r.take(1);
    }
    Ok(got)
}
fn rlock_enter(th: &mut Thread, a: Args<'_>) -> R {
    rlock_take(th, a.at(0), &Wait::Ever).map(Obj::bool)
}
fn rlock_release(th: &mut Thread, a: Args<'_>) -> R {
    let r = rlock_of(th, a.at(0))?;
    if !r.mine() {
        return Err(error::runtime_error(th, "cannot release un-acquired lock"));
    }
    let n = r.count.load(Relaxed);
    r.count.store(n.saturating_sub(1), Relaxed);
    if n <= 1 {
        r.owner.store(0, Relaxed);
        r.lock.release();
    }
    Ok(Obj::none())
}
fn rlock_is_owned(th: &mut Thread, a: Args<'_>) -> R {
    rlock_of(th, a.at(0)).map(|r| Obj::bool(r.mine()))
}
fn rlock_count(th: &mut Thread, a: Args<'_>) -> R {
    let r = rlock_of(th, a.at(0))?;
    Ok(util::int(if r.mine() {
        r.count.load(Relaxed) as i64
    } else {
        0
    }))
}
fn rlock_locked(th: &mut Thread, a: Args<'_>) -> R {
    rlock_of(th, a.at(0)).map(|r| Obj::bool(r.lock.is_locked()))
}
fn rlock_save(th: &mut Thread, a: Args<'_>) -> R {
    let r = rlock_of(th, a.at(0))?;
    if !r.mine() {
        return Err(error::runtime_error(th, "cannot release un-acquired lock"));
    }
    let n = r.count.load(Relaxed);
    let me = super::ident(th)?;
    r.count.store(0, Relaxed);
    r.owner.store(0, Relaxed);
    r.lock.release();
    tuple::new(th, vec![util::int(n as i64), me])
}
/// `_acquire_restore((count, owner))`, with what `_release_save` gave; the owner is whoever calls.
fn rlock_restore(th: &mut Thread, a: Args<'_>) -> R {
    let name = "_acquire_restore() argument 1";
    let state = a.at(1);
    if !tuple::is_tuple(state) {
        let m = format!("{name} must be 2-item tuple, not {}", state.class().name());
        return Err(error::type_error(th, m));
    }
    let mut parts = tuple::items(state);
    let (Some(n), Some(owner), None) = (parts.next(), parts.next(), parts.next()) else {
        let n = tuple::items(state).count();
        let m = format!("{name} must be tuple of length 2, not {n}");
        return Err(error::type_error(th, m));
    };
    let n = util::index_i64(th, n)?;
    if !int::is_int(owner) {
        let m = format!("{name}, item 1 must be int, not {}", owner.class().name());
        return Err(error::type_error(th, m));
    }
    let r = rlock_of(th, a.at(0))?;
    r.lock
        .acquire(th, None, LockKind::RLock, Of::Value(a.at(0)))?;
    r.take(usize::try_from(n).unwrap_or(1));
    Ok(Obj::none())
}
fn rlock_reinit(th: &mut Thread, a: Args<'_>) -> R {
    let r = rlock_of(th, a.at(0))?;
    r.owner.store(0, Relaxed);
    r.count.store(0, Relaxed);
    r.lock.reset();
    Ok(Obj::none())
}
fn rlock_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let r = rlock_of(th, o)?;
    let state = if r.lock.is_locked() {
        "locked"
    } else {
        "unlocked"
    };
    let name = crate::modules::io::base::full_name(o);
    let (owner, count) = (r.owner.load(Relaxed), r.count.load(Relaxed));
    pystr::new(
        th,
        &format!(
            "<{state} {name} object owner={owner} count={count} at {:#x}>",
            o.address()
        ),
    )
}
fn rlock_new(th: &mut Thread, class: Ref<'_>, _a: Args<'_>) -> R {
    Obj::new(th, class, RLock::default())
}

/// Module functions.
pub static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new(
        "allocate_lock",
        Kind::NoArgs,
        thread_allocate,
        "Create a new lock object.",
    ),
    MethodDef::new(
        "allocate",
        Kind::NoArgs,
        thread_allocate,
        "An obsolete name of allocate_lock().",
    ),
];

static LOCK_METHODS: &[MethodDef] = &[
    MethodDef::new(
        "acquire",
        Kind::Sig("blocking=, timeout="),
        lock_acquire,
        "Lock the lock.",
    ),
    MethodDef::new(
        "acquire_lock",
        Kind::Sig("blocking=, timeout="),
        lock_acquire,
        "An obsolete name of acquire().",
    ),
    MethodDef::new("release", Kind::NoArgs, lock_release, "Release the lock."),
    MethodDef::new(
        "release_lock",
        Kind::NoArgs,
        lock_release,
        "An obsolete name of release().",
    ),
    MethodDef::new(
        "locked",
        Kind::NoArgs,
        lock_locked,
        "Return whether the lock is in the locked state.",
    ),
    MethodDef::new(
        "locked_lock",
        Kind::NoArgs,
        lock_locked,
        "An obsolete name of locked().",
    ),
    MethodDef::new("__enter__", Kind::NoArgs, lock_enter, "Lock the lock."),
    MethodDef::new("__exit__", Kind::Any, lock_release, "Release the lock."),
    MethodDef::new("_at_fork_reinit", Kind::NoArgs, lock_reinit, ""),
];
static RLOCK_METHODS: &[MethodDef] = &[
    MethodDef::new(
        "acquire",
        Kind::Sig("blocking=, timeout="),
        rlock_acquire,
        "Lock the lock.",
    ),
    MethodDef::new("release", Kind::NoArgs, rlock_release, "Release the lock."),
    MethodDef::new(
        "locked",
        Kind::NoArgs,
        rlock_locked,
        "Return whether the lock is in the locked state.",
    ),
    MethodDef::new("__enter__", Kind::NoArgs, rlock_enter, "Lock the lock."),
    MethodDef::new("__exit__", Kind::Any, rlock_release, "Release the lock."),
    MethodDef::new("_is_owned", Kind::NoArgs, rlock_is_owned, ""),
    MethodDef::new("_recursion_count", Kind::NoArgs, rlock_count, ""),
    MethodDef::new("_release_save", Kind::NoArgs, rlock_save, ""),
    MethodDef::new("_acquire_restore", Kind::One, rlock_restore, ""),
    MethodDef::new("_at_fork_reinit", Kind::NoArgs, rlock_reinit, ""),
];

/// Sets the types up.
pub fn init(th: &mut Thread) -> R<()> {
    if LOCK.is_ready() {
        return Ok(());
    }
    LOCK.setup::<Lock>(Some(&types::OBJECT), tf::WEAKREFS);
    LOCK.slots().set_new(lock_new);
    LOCK.slots().set_repr(lock_repr);
    call::add_methods(th, &LOCK, LOCK_METHODS)?;
    slotdefs::finish(th, &LOCK)?;
    RLOCK.setup::<RLock>(Some(&types::OBJECT), tf::BASE | tf::WEAKREFS);
    RLOCK.slots().set_new(rlock_new);
    RLOCK.slots().set_repr(rlock_repr);
    call::add_methods(th, &RLOCK, RLOCK_METHODS)?;
    slotdefs::finish(th, &RLOCK)
}
