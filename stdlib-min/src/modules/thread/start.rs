//! Starting, joining and counting threads.
//!
//! A thread's end is announced by its `Handle`, which is no Python object: the announcement comes after the thread has
//! given up its last one.

use super::super::io::util;
use crate::modules::time::duration_ns;
use parking_lot::{Condvar, Mutex};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, AtomicUsize, Ordering::SeqCst};
use std::time::{Duration, Instant};
use typhon_runtime::asleep::{NOWHERE, asleep};
use typhon_runtime::call::{self, Args, GetSetDef, Kind, MethodDef};
use typhon_runtime::os::signal;
use typhon_runtime::pylock;
use typhon_runtime::thread::Space;
use typhon_runtime::types::dict::Dict;
use typhon_runtime::types::typeobj::{TypeObj, flags as tf};
use typhon_runtime::types::{self, int, local, slotdefs, str as pystr, tuple};
use typhon_runtime::{Obj, R, Raised, Ref, Thread, error, hooks, payload, thread};

/// `_thread._ThreadHandle`.
pub static HANDLE: TypeObj = TypeObj::declare("_thread._ThreadHandle");

/// Rust stack of a thread by default: virtual, touched pages only are resident.
const STACK: usize = 64 << 20;
static STACK_SIZE: AtomicUsize = AtomicUsize::new(0);
/// What CPython accepts for a stack on Linux.
const LEAST_STACK: usize = 53248;
/// Threads that run and were started here.
static COUNT: AtomicI64 = AtomicI64::new(0);
/// Those that the interpreter waits for at its end.
static WAITED: Mutex<Vec<Arc<Handle>>> = Mutex::new(Vec::new());

#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    New,
    Starting,
    Running,
    Done,
}

/// What others may know of a thread.
struct Handle {
    phase: Mutex<Phase>,
    changed: Condvar,
    ident: AtomicU64,
    /// Whether the thread said that it begins its work; written before `changed` is notified, under `phase`'s lock.
    begun: AtomicBool,
}

impl Handle {
    fn new(phase: Phase) -> Arc<Handle> {
        Arc::new(Handle {
            phase: Mutex::new(phase),
            changed: Condvar::new(),
            ident: AtomicU64::new(0),
            begun: AtomicBool::new(false),
        })
    }
    /// Also by threads that are not attached.
    fn set(&self, p: Phase) {
        asleep([NOWHERE, 0], || {
            *self.phase.lock() = p;
            self.changed.notify_all();
        });
    }
    /// By the thread itself.
    fn begin(&self) {
        asleep([NOWHERE, 0], || {
            let _phase = self.phase.lock();
            self.begun.store(true, SeqCst);
            self.changed.notify_all();
        });
    }
    fn is_done(&self) -> bool {
        *self.phase.lock() == Phase::Done
    }
    fn wait(&self, th: &mut Thread, deadline: Option<Instant>) -> R<bool> {
        pylock::wait_until(th, &self.phase, &self.changed, deadline, |p| {
            *p == Phase::Done
        })
    }
}

/// Payload of `_ThreadHandle`.
struct HandleObj(Arc<Handle>);
payload!(HandleObj);

fn handle_of(th: &mut Thread, o: Ref<'_>) -> R<Arc<Handle>> {
    match o.get::<HandleObj>() {
        Some(h) => Ok(h.0.clone()),
        None => Err(error::type_error(th, "'handle' must be a _ThreadHandle")),
    }
}

fn handle_new(th: &mut Thread, class: Ref<'_>, _a: Args<'_>) -> R {
    Obj::new(th, class, HandleObj(Handle::new(Phase::New)))
}

fn handle_join(th: &mut Thread, a: Args<'_>) -> R {
    let h = handle_of(th, a.at(0))?;
    let deadline = match a.opt_not_none(1) {
        None => None,
        Some(t) => {
            let ns = duration_ns(th, t)?;
            u64::try_from(ns)
                .ok()
                .and_then(|n| Instant::now().checked_add(Duration::from_nanos(n)))
        }
    };
    match *h.phase.lock() {
        Phase::New => return Err(error::runtime_error(th, "thread not started")),
        Phase::Done => return Ok(Obj::none()),
        _ => {}
    }
    if h.ident.load(SeqCst) == signal::this_thread() {
        return Err(error::runtime_error(th, "Cannot join current thread"));
    }
    if thread::finish::is_begun() {
        // It will not run again.
        let m = "cannot join thread at interpreter shutdown";
        return Err(error::raise(th, &error::PYTHON_FINALIZATION_ERROR, m));
    }
    h.wait(th, deadline)?;
    Ok(Obj::none())
}
fn handle_is_done(th: &mut Thread, a: Args<'_>) -> R {
    handle_of(th, a.at(0)).map(|h| Obj::bool(h.is_done()))
}
fn handle_set_done(th: &mut Thread, a: Args<'_>) -> R {
    let h = handle_of(th, a.at(0))?;
    if *h.phase.lock() == Phase::New {
        return Err(error::runtime_error(th, "thread not started"));
    }
    h.set(Phase::Done);
    Ok(Obj::none())
}
fn handle_begin(th: &mut Thread, a: Args<'_>) -> R {
    handle_of(th, a.at(0))?.begin();
    Ok(Obj::none())
}
/// Waits until the thread has begun its work; False if it ended before.
fn handle_wait_begun(th: &mut Thread, a: Args<'_>) -> R {
    let h = handle_of(th, a.at(0))?;
    pylock::wait_until(th, &h.phase, &h.changed, None, |p| {
        *p == Phase::Done || h.begun.load(SeqCst)
    })?;
    Ok(Obj::bool(h.begun.load(SeqCst)))
}
fn handle_ident(th: &mut Thread, o: Ref<'_>) -> R {
    let h = handle_of(th, o)?;
    int::from_u64(th, h.ident.load(SeqCst))
}
fn handle_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let h = handle_of(th, o)?;
    pystr::new(
        th,
        &format!(
            "<_thread._ThreadHandle object: ident={}>",
            h.ident.load(SeqCst)
        ),
    )
}

/// What a new thread runs: function, arguments, keyword arguments.
struct Job {
    func: Obj,
    args: Obj,
    kwargs: Option<Obj>,
}

fn share(o: &Obj) {
    if let Some(h) = o.r().header() {
        h.mark_shared();
    }
}

/// Attaches the calling OS thread to the interpreter; `stack` is the size of its stack.
fn start_record(space: Space, stack: usize) -> Thread {
    let mut th = Thread::start_in(space, stack, false);
    hooks::thread_init(&mut th);
    th
}

/// The life of a thread.
fn body(space: Space, stack: usize, job: Job, h: &Handle) {
    let mut th = start_record(space, stack);
    h.ident.store(signal::this_thread(), SeqCst);
    h.set(Phase::Running);
    let r = call::call_ex(
        &mut th,
        job.func.r(),
        job.args.r(),
        job.kwargs.as_ref().map(Obj::r),
    );
    if let Err(Raised) = r {
        if error::pending_is(&th, &error::SYSTEM_EXIT) {
            drop(error::fetch(&mut th));
        } else {
            error::write_unraisable(
                &mut th,
                "Exception ignored in thread started by",
                Some(job.func.r()),
            );
        }
    }
    drop(job);
    end_record(th);
    COUNT.fetch_sub(1, SeqCst);
}

/// The end of a thread's life as a Python thread.
pub fn end_record(mut th: Thread) {
    th.run_pending();
    // Each dict may put new data into locals by its finalisers.
    for _ in 0..4 {
        let data = local::end_thread();
        if data.is_empty() {
            break;
        }
        drop(data);
        th.run_pending();
    }
    th.end();
}

fn spawn(th: &mut Thread, job: Job, h: Arc<Handle>, daemon: bool) -> R<()> {
    if thread::finish::is_begun() {
        h.set(Phase::New);
        let m = "can't create new thread at interpreter shutdown";
        return Err(error::raise(th, &error::PYTHON_FINALIZATION_ERROR, m));
    }
    thread::set_multi();
    share(&job.func);
    share(&job.args);
    if let Some(k) = &job.kwargs {
        share(k);
    }
    let size = STACK_SIZE.load(SeqCst);
    let stack = if size == 0 {
        thread::stack_bytes(STACK)
    } else {
        size.max(1 << 20)
    };
    let space = Space::reserve(false).filter(|_| thread::is_room_for(stack));
    let Some(space) = space else {
        h.set(Phase::New);
        return Err(error::runtime_error(th, "can't start new thread"));
    };
    h.set(Phase::Starting);
    COUNT.fetch_add(1, SeqCst);
    if !daemon {
        let mut w = WAITED.lock();
        w.retain(|x| !x.is_done());
        w.push(h.clone());
    }
    let mine = h.clone();
    // The job comes back if there is no thread: an Obj must be dropped by an attached thread.
    let slot = Arc::new(Mutex::new(Some(job)));
    let theirs = slot.clone();
    let started = std::thread::Builder::new()
        .stack_size(stack)
        .spawn(move || {
            let job = asleep([NOWHERE, 0], || theirs.lock().take());
            if let Some(job) = job {
                body(space, stack, job, &mine);
            }
            mine.set(Phase::Done);
        });
    if started.is_err() {
        COUNT.fetch_sub(1, SeqCst);
        WAITED.lock().retain(|x| !Arc::ptr_eq(x, &h));
        h.set(Phase::New);
        let job = slot.lock().take();
        drop(job);
        return Err(error::runtime_error(th, "can't start new thread"));
    }
    // The handle knows its number before anybody can ask for it.
    pylock::wait_until(th, &h.phase, &h.changed, None, |p| *p != Phase::Starting)?;
    Ok(())
}

fn is_callable(o: Ref<'_>) -> bool {
    o.class().slots().call().is_some()
}

fn thread_start_new(th: &mut Thread, a: Args<'_>) -> R {
    if !is_callable(a.at(0)) {
        return Err(error::type_error(th, "first arg must be callable"));
    }
    if !tuple::is_tuple(a.at(1)) {
        return Err(error::type_error(th, "2nd arg must be a tuple"));
    }
    if a.opt(2).is_some_and(|k| k.get::<Dict>().is_none()) {
        return Err(error::type_error(
            th,
            "optional 3rd arg must be a dictionary",
        ));
    }
    let job = Job {
        func: a.at(0).own(),
        args: a.at(1).own(),
        kwargs: a.opt(2).map(Ref::own),
    };
    let h = Handle::new(Phase::New);
    spawn(th, job, h.clone(), true)?;
    int::from_u64(th, h.ident.load(SeqCst))
}

fn thread_start_joinable(th: &mut Thread, a: Args<'_>) -> R {
    if !is_callable(a.at(0)) {
        return Err(error::type_error(th, "thread function must be callable"));
    }
    let object = match a.opt_not_none(1) {
        Some(h) if h.get::<HandleObj>().is_some() => h.own(),
        Some(_) => return Err(error::type_error(th, "'handle' must be a _ThreadHandle")),
        None => handle_new(th, HANDLE.r(), Args::NONE)?,
    };
    let daemon = match a.opt(2) {
        None => true,
        Some(d) => typhon_runtime::ops::is_true(th, d)?,
    };
    let h = handle_of(th, object.r())?;
    {
        let mut p = h.phase.lock();
        if *p != Phase::New {
            drop(p);
            return Err(error::runtime_error(th, "thread already started"));
        }
        *p = Phase::Starting;
    }
    let job = Job {
        func: a.at(0).own(),
        args: types::empty_tuple().own(),
        kwargs: None,
    };
    spawn(th, job, h, daemon)?;
    Ok(object)
}

fn thread_make_handle(th: &mut Thread, a: Args<'_>) -> R {
    if !int::is_int(a.at(0)) {
        return Err(error::type_error(th, "ident must be an integer"));
    }
    let h = Handle::new(Phase::Running);
    h.ident
        .store(int::to_i64(a.at(0)).unwrap_or(0) as u64, SeqCst);
    Obj::new(th, HANDLE.r(), HandleObj(h))
}

fn thread_count(_th: &mut Thread, _a: Args<'_>) -> R {
    Ok(util::int(COUNT.load(SeqCst)))
}

/// A call without argument sets the default again, as in CPython.
fn thread_stack_size(th: &mut Thread, a: Args<'_>) -> R {
    let n = match a.opt(0) {
        Some(n) => util::index_i64(th, n)?,
        None => 0,
    };
    match usize::try_from(n) {
        Ok(n) if n == 0 || n >= LEAST_STACK => Ok(util::int(STACK_SIZE.swap(n, SeqCst) as i64)),
        _ => {
            let m = format!("size must be at least {LEAST_STACK} bytes");
            Err(error::value_error(th, m))
        }
    }
}

/// Waits for every thread that is no daemon.
pub fn join_all(th: &mut Thread) -> R<()> {
    loop {
        let next = {
            let mut w = WAITED.lock();
            w.retain(|h| !h.is_done());
            let me = signal::this_thread();
            w.iter().find(|h| h.ident.load(SeqCst) != me).cloned()
        };
        let Some(h) = next else { return Ok(()) };
        h.wait(th, None)?;
    }
}

fn thread_shutdown(th: &mut Thread, _a: Args<'_>) -> R {
    join_all(th).map(|()| Obj::none())
}

/// Threads that run and were started here.
pub fn running() -> i64 {
    COUNT.load(SeqCst)
}

/// In the child of a fork: the other threads are gone.
pub fn after_fork() {
    COUNT.store(0, SeqCst);
    if let Some(mut w) = WAITED.try_lock() {
        w.clear();
    }
}

/// Module functions.
pub static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new(
        "start_new_thread",
        Kind::Pos(2, 3),
        thread_start_new,
        "Start a new thread and return its identifier.",
    ),
    MethodDef::new(
        "start_new",
        Kind::Pos(2, 3),
        thread_start_new,
        "An obsolete name of start_new_thread().",
    ),
    MethodDef::new(
        "start_joinable_thread",
        Kind::Sig("function, handle=, daemon="),
        thread_start_joinable,
        "Start a new thread and return its handle.",
    ),
    MethodDef::new("_make_thread_handle", Kind::One, thread_make_handle, ""),
    MethodDef::new("_count", Kind::NoArgs, thread_count, ""),
    MethodDef::new(
        "stack_size",
        Kind::Pos(0, 1),
        thread_stack_size,
        "Return the thread stack size and set it for new threads.",
    ),
    MethodDef::new(
        "_shutdown",
        Kind::NoArgs,
        thread_shutdown,
        "Wait for all threads that are no daemons.",
    ),
];

static METHODS: &[MethodDef] = &[
    MethodDef::new("join", Kind::Pos(0, 1), handle_join, ""),
    MethodDef::new("is_done", Kind::NoArgs, handle_is_done, ""),
    MethodDef::new("_set_done", Kind::NoArgs, handle_set_done, ""),
    MethodDef::new("_begin", Kind::NoArgs, handle_begin, ""),
    MethodDef::new("_wait_begun", Kind::NoArgs, handle_wait_begun, ""),
];
static GETSET: &[GetSetDef] = &[GetSetDef {
    name: "ident",
    get: handle_ident,
    set: None,
    doc: "",
}];

/// Sets the type up.
pub fn init(th: &mut Thread) -> R<()> {
    if HANDLE.is_ready() {
        return Ok(());
    }
    HANDLE.setup::<HandleObj>(Some(&types::OBJECT), tf::WEAKREFS);
    HANDLE.slots().set_new(handle_new);
    HANDLE.slots().set_repr(handle_repr);
    call::add_methods(th, &HANDLE, METHODS)?;
    call::add_getset(th, &HANDLE, GETSET)?;
    slotdefs::finish(th, &HANDLE)
}
