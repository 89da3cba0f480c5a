//! `_multiprocessing`: the semaphore that the locks of `multiprocessing` are made of; `shared_memory.rs` is `_posixshmem`.
//!
//! The value is the system's and shared by all processes. Each process counts for itself how often its threads have taken
//! a semaphore and not given it back, which makes a recursive lock of it.

pub mod shared_memory;

use crate::modules::common::{TypeSpec, of};
use crate::modules::io::util;
use crate::modules::posix::plain_path;
use crate::modules::time::duration_ns;
use std::ffi::CString;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering::Relaxed};
use std::time::{Duration, SystemTime};
use typhon_runtime::call::{self, Args, GetSetDef, Kind, MethodDef};
use typhon_runtime::error::{self, value_error};
use typhon_runtime::os::semaphore::{self, Semaphore};
use typhon_runtime::os::{EINTR, Sys, signal};
use typhon_runtime::types::typeobj::TypeObj;
use typhon_runtime::types::{self, dict, int, module, str as pystr};
use typhon_runtime::{Obj, R, Ref, Thread, hooks, ops, payload};

static SEM_LOCK: TypeObj = TypeObj::declare("_multiprocessing.SemLock");

const RECURSIVE_MUTEX: i32 = 0;
const SEMAPHORE: i32 = 1;

/// Payload of SemLock. It has no name once that was taken away. `owner` is written by the holder of a recursive lock only.
struct SemLock {
    semaphore: Semaphore,
    kind: i32,
    max: i32,
    name: Option<String>,
    count: AtomicI64,
    owner: AtomicU64,
}
payload!(SemLock);

impl SemLock {
    fn mine(&self) -> bool {
        // Relaxed: only this thread stores its own number, so a race cannot pretend it.
        self.count.load(Relaxed) > 0 && self.owner.load(Relaxed) == signal::this_thread()
    }
    fn taken(&self) {
        // Relaxed: numbers for this process; the semaphore orders what it guards.
        self.count.fetch_add(1, Relaxed);
        self.owner.store(signal::this_thread(), Relaxed);
    }
}

fn text(o: Ref<'_>) -> String {
    let s = o.get::<pystr::Str>();
    s.map_or_else(String::new, pystr::Str::to_string_lossy)
}

fn name_argument(th: &mut Thread, o: Ref<'_>) -> R<CString> {
    plain_path(th, o, "SemLock")
}

fn made(
    th: &mut Thread,
    class: Ref<'_>,
    r: Sys<Semaphore>,
    known: (i32, i32, Option<String>),
) -> R {
    match r {
        Ok(semaphore) => {
            let (kind, max, name) = known;
            let p = SemLock {
                semaphore,
                kind,
                max,
                name,
                count: AtomicI64::new(0),
                owner: AtomicU64::new(0),
            };
            Obj::new(th, class, p)
        }
        Err(e) => Err(error::os_error(th, e, None)),
    }
}

fn semlock_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    static SIG: call::Sig = call::Sig::parse("kind, value, maxvalue, name, unlink");
    call::with_sig(th, "SemLock", &SIG, a, |th, a| {
        let kind = int::c_int_by_format(th, a.at(0))?;
        let value = int::c_int_by_format(th, a.at(1))?;
        let max = int::c_int_by_format(th, a.at(2))?;
        let unlink = ops::is_true(th, a.at(4))?;
        if kind != RECURSIVE_MUTEX && kind != SEMAPHORE {
            return Err(value_error(th, "unrecognized kind"));
        }
        let name = name_argument(th, a.at(3))?;
        let Ok(value) = u32::try_from(value) else {
            return Err(error::os_error(th, libc::EINVAL, None));
        };
        let mut r = Semaphore::create(&name, value);
        if r.is_ok()
            && unlink
            && let Err(e) = semaphore::unlink(&name)
        {
            r = Err(e);
        }
        let known = (kind, max, (!unlink).then(|| text(a.at(3))));
        made(th, class, r, known)
    })
}

/// `_rebuild(handle, kind, maxvalue, name)`: the semaphore of this name, as another process has it. The handle says
/// nothing here: it is an address in that process.
fn rebuild(th: &mut Thread, a: Args<'_>) -> R {
    let kind = int::c_int_by_format(th, a.at(2))?;
    let max = int::c_int_by_format(th, a.at(3))?;
    if a.at(4).is_none() {
        let m = "a semaphore without a name cannot be opened";
        return Err(value_error(th, m));
    }
    let name = name_argument(th, a.at(4))?;
    let known = (kind, max, Some(text(a.at(4))));
    made(th, a.at(0), Semaphore::open(&name), known)
}

/// How long `acquire` may wait: None for ever, else until so long after 1970.
fn end_of_wait(th: &mut Thread, a: Args<'_>) -> R<Option<Duration>> {
    let blocking = match a.opt(1) {
        Some(o) => ops::is_true(th, o)?,
        None => true,
    };
    if !blocking {
        return Ok(Some(Duration::ZERO));
    }
    let Some(t) = a.opt_not_none(2) else {
        return Ok(None);
    };
    let ns = duration_ns(th, t)?;
    let wait = Duration::from_nanos(u64::try_from(ns).unwrap_or(0));
    if wait.is_zero() {
        return Ok(Some(wait));
    }
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    Ok(Some(now.unwrap_or_default().saturating_add(wait)))
}

fn take(th: &mut Thread, o: Ref<'_>, end: Option<Duration>) -> R {
    let l = of::<SemLock>(th, o)?;
    if l.kind == RECURSIVE_MUTEX && l.mine() {
        l.taken();
        return Ok(Obj::bool(true));
    }
    loop {
        let r = match l.semaphore.try_wait() {
            Err(libc::EAGAIN) => match end {
                None => th.blocking(|| l.semaphore.wait()),
                Some(Duration::ZERO) => Err(libc::EAGAIN),
                Some(t) => th.blocking(|| l.semaphore.wait_until(t)),
            },
            r => r,
        };
        match r {
            Ok(()) => {
                l.taken();
                return Ok(Obj::bool(true));
            }
            Err(libc::EAGAIN | libc::ETIMEDOUT) => return Ok(Obj::bool(false)),
            Err(EINTR) => hooks::safepoint(th)?,
            Err(e) => return Err(error::os_error(th, e, None)),
        }
    }
}

fn semlock_acquire(th: &mut Thread, a: Args<'_>) -> R {
    let end = end_of_wait(th, a)?;
    take(th, a.at(0), end)
}
fn semlock_enter(th: &mut Thread, a: Args<'_>) -> R {
    take(th, a.at(0), None)
}

fn semlock_release(th: &mut Thread, a: Args<'_>) -> R {
    let l = of::<SemLock>(th, a.at(0))?;
    if l.kind == RECURSIVE_MUTEX {
        if !l.mine() {
            let m = "attempt to release recursive lock not owned by thread";
            return Err(error::raise(th, &error::ASSERTION_ERROR, m));
        }
        // Relaxed: as in `taken`.
        if l.count.load(Relaxed) > 1 {
            l.count.fetch_sub(1, Relaxed);
            return Ok(Obj::none());
        }
    } else {
        match l.semaphore.value() {
            Ok(n) if n >= l.max => {
                let m = "semaphore or lock released too many times";
                return Err(value_error(th, m));
            }
            Ok(_) => {}
            Err(e) => return Err(error::os_error(th, e, None)),
        }
    }
    // Before it is given back: afterwards another thread may be counting. Relaxed: as in `taken`.
    l.count.fetch_sub(1, Relaxed);
    match l.semaphore.post() {
        Ok(()) => Ok(Obj::none()),
        Err(e) => {
            l.count.fetch_add(1, Relaxed);
            Err(error::os_error(th, e, None))
        }
    }
}

fn semlock_count(th: &mut Thread, a: Args<'_>) -> R {
    // Relaxed: a number to look at.
    of::<SemLock>(th, a.at(0)).map(|l| util::int(l.count.load(Relaxed)))
}
fn semlock_is_mine(th: &mut Thread, a: Args<'_>) -> R {
    of::<SemLock>(th, a.at(0)).map(|l| Obj::bool(l.mine()))
}
fn value(th: &mut Thread, o: Ref<'_>) -> R<i32> {
    match of::<SemLock>(th, o)?.semaphore.value() {
        Ok(n) => Ok(n.max(0)),
        Err(e) => Err(error::os_error(th, e, None)),
    }
}
fn semlock_value(th: &mut Thread, a: Args<'_>) -> R {
    value(th, a.at(0)).map(|n| util::int(i64::from(n)))
}
fn semlock_is_zero(th: &mut Thread, a: Args<'_>) -> R {
    value(th, a.at(0)).map(|n| Obj::bool(n == 0))
}
fn semlock_after_fork(th: &mut Thread, a: Args<'_>) -> R {
    // Relaxed: the child has one thread.
    of::<SemLock>(th, a.at(0))?.count.store(0, Relaxed);
    Ok(Obj::none())
}

fn semlock_handle(th: &mut Thread, o: Ref<'_>) -> R {
    let n = of::<SemLock>(th, o)?.semaphore.address();
    int::from_usize(th, n)
}
fn semlock_kind(th: &mut Thread, o: Ref<'_>) -> R {
    of::<SemLock>(th, o).map(|l| util::int(i64::from(l.kind)))
}
fn semlock_max(th: &mut Thread, o: Ref<'_>) -> R {
    of::<SemLock>(th, o).map(|l| util::int(i64::from(l.max)))
}
fn semlock_name(th: &mut Thread, o: Ref<'_>) -> R {
    match &of::<SemLock>(th, o)?.name {
        Some(n) => pystr::new(th, n),
        None => Ok(Obj::none()),
    }
}

fn sem_unlink(th: &mut Thread, a: Args<'_>) -> R {
    let name = plain_path(th, a.at(0), "sem_unlink")?;
    match semaphore::unlink(&name) {
        Ok(()) => Ok(Obj::none()),
        Err(e) => Err(error::os_error(th, e, None)),
    }
}

const fn attribute(
    name: &'static str,
    get: fn(&mut Thread, Ref<'_>) -> R,
    doc: &'static str,
) -> GetSetDef {
    GetSetDef {
        name,
        get,
        set: None,
        doc,
    }
}

static ATTRIBUTES: &[GetSetDef] = &[
    attribute("handle", semlock_handle, "Address in this process."),
    attribute(
        "kind",
        semlock_kind,
        "0: recursive lock, 1: semaphore or lock.",
    ),
    attribute("maxvalue", semlock_max, "Largest value."),
    attribute("name", semlock_name, "Name in the system, if it has one."),
];

#[rustfmt::skip]
static METHODS: &[MethodDef] = &[
    MethodDef::new("acquire", Kind::Sig("block=, timeout="), semlock_acquire, "Take it; False if the time is over."),
    MethodDef::new("release", Kind::NoArgs, semlock_release, "Give it back."),
    MethodDef::new("_count", Kind::NoArgs, semlock_count, "How often this process has taken it."),
    MethodDef::new("_is_mine", Kind::NoArgs, semlock_is_mine, "Whether this thread has it."),
    MethodDef::new("_get_value", Kind::NoArgs, semlock_value, "The value at this moment."),
    MethodDef::new("_is_zero", Kind::NoArgs, semlock_is_zero, "Whether nothing is left to take."),
    MethodDef::new("_after_fork", Kind::NoArgs, semlock_after_fork, "Forget what the parent had taken."),
    MethodDef::class("_rebuild", Kind::Pos(4, 4), rebuild, "Open the semaphore of another process."),
    MethodDef::new("__enter__", Kind::NoArgs, semlock_enter, ""),
    MethodDef::new("__exit__", Kind::Any, semlock_release, ""),
];

static FUNCTIONS: &[MethodDef] = &[MethodDef::new(
    "sem_unlink",
    Kind::One,
    sem_unlink,
    "Take a semaphore's name away.",
)];

/// Makes the module.
pub fn make(th: &mut Thread) -> R {
    let m = module::new(th, "_multiprocessing")?;
    if !SEM_LOCK.is_ready() {
        let spec = TypeSpec::new(
            &SEM_LOCK,
            semlock_new,
            "A semaphore that processes share, or a lock.",
        )
        .methods(METHODS)
        .getset(ATTRIBUTES);
        spec.begin::<SemLock>(&types::OBJECT);
        spec.end(th)?;
        let max = util::int(i64::from(semaphore::VALUE_MAX));
        SEM_LOCK.set_attr(pystr::intern_str("SEM_VALUE_MAX"), Some(max));
    }
    module::add(th, m.r(), "SemLock", SEM_LOCK.r().own())?;
    module::add_functions(th, m.r(), FUNCTIONS)?;
    let flags = dict::new(th)?;
    if let Some(d) = flags.get::<dict::Dict>() {
        for n in ["HAVE_SEM_OPEN", "HAVE_SEM_TIMEDWAIT"] {
            drop(d.insert_str(pystr::intern_str(n), util::int(1)));
        }
    }
    module::add(th, m.r(), "flags", flags)?;
    Ok(m)
}
