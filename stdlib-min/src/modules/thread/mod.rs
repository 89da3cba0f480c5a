//! `_thread`: starting threads, handles, locks, thread-local attributes.
//!
//! Invariant: a thread's handle is done only after its function has returned, its thread-local values are gone and it has
//! left the runtime, so that who joined it sees everything it did.

pub mod local;
pub mod lock;

use lock::{LOCK, RLOCK, TIMEOUT_MAX};
use parking_lot::{Condvar, Mutex};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::*};
use std::time::{Duration, Instant};
use typhon_runtime::call::{self, Args, GetSetDef, Kind, MethodDef};
use typhon_runtime::error::{self, runtime_error, type_error, value_error};
use typhon_runtime::types::dict;
use typhon_runtime::types::typeobj::{TypeObj, flags as tf};
use typhon_runtime::types::{self, module, slotdefs, str as pystr, tuple};
use typhon_runtime::{Obj, R, Raised, Ref, Thread, hooks, ops, payload, thread};

/// Virtual stack of a thread: touched pages only are resident.
static STACK: AtomicUsize = AtomicUsize::new(64 << 20);
static RUNNING: AtomicUsize = AtomicUsize::new(0);
/// Threads that the exit of the main thread waits for.
static WAITED: Mutex<Vec<Arc<Done>>> = Mutex::new(Vec::new());
const SLICE: Duration = Duration::from_millis(50);

/// `_thread._ThreadHandle`.
pub static HANDLE: TypeObj = TypeObj::declare("_thread._ThreadHandle");

/// Whether a thread has ended.
#[derive(Default)]
pub struct Done {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    started: bool,
    done: bool,
    ident: u32,
}

impl Done {
    fn set(&self) {
        self.state.lock().done = true;
        self.changed.notify_all();
    }
    fn set_ident(&self, ident: u32) {
        let mut s = self.state.lock();
        s.ident = ident;
        s.started = true;
        drop(s);
        self.changed.notify_all();
    }
    fn is_done(&self) -> bool {
        self.state.lock().done
    }
    /// Waits for the end; false if the time is over first.
    fn join(&self, th: &mut Thread, limit: Option<Duration>) -> R<bool> {
        let end = limit.and_then(|l| Instant::now().checked_add(l));
        let sliced = th.is_main;
        loop {
            if self.is_done() {
                return Ok(true);
            }
            if end.is_some_and(|e| Instant::now() >= e) {
                return Ok(false);
            }
            th.blocking(|| {
                let mut s = self.state.lock();
                if s.done {
                    return;
                }
                let slice = if sliced { Some(Instant::now() + SLICE) } else { None };
                match (end, slice) {
                    (None, None) => self.changed.wait(&mut s),
                    (e, s2) => {
                        let until = match (e, s2) {
                            (Some(a), Some(b)) => a.min(b),
                            (a, b) => a.or(b).unwrap_or_else(Instant::now),
                        };
                        self.changed.wait_until(&mut s, until);
                    }
                }
            });
            hooks::safepoint(th)?;
        }
    }
}

struct Handle {
    done: Arc<Done>,
}
payload!(Handle);

fn handle_of<'a>(o: Ref<'a>) -> &'a Arc<Done> {
    match o.get::<Handle>() {
        Some(h) => &h.done,
        None => unreachable!("a method checks the class of self"),
    }
}

/// What a new thread runs.
struct Job {
    func: Obj,
    args: Obj,
    kwargs: Option<Obj>,
    done: Arc<Done>,
}

/// Starts an OS thread; returns when it has its identity.
fn start(th: &mut Thread, job: Job, daemon: bool) -> R<u32> {
    for o in [Some(&job.func), Some(&job.args), job.kwargs.as_ref()].into_iter().flatten() {
        if let Some(h) = o.r().header() {
            h.mark_shared();
        }
    }
    thread::set_multi();
    let done = job.done.clone();
    // Relaxed: a setting.
    let stack = STACK.load(Relaxed);
    RUNNING.fetch_add(1, SeqCst);
    let spawned = std::thread::Builder::new().stack_size(stack).spawn(move || body(stack, job));
    if spawned.is_err() {
        RUNNING.fetch_sub(1, SeqCst);
        return Err(runtime_error(th, "can't start new thread"));
    }
    if !daemon {
        let mut w = WAITED.lock();
        w.retain(|d| !d.is_done());
        w.push(done.clone());
    }
    th.blocking(|| {
        let mut s = done.state.lock();
        while !s.started {
            done.changed.wait(&mut s);
        }
    });
    let ident = done.state.lock().ident;
    Ok(ident)
}

fn body(stack: usize, job: Job) {
    let mut th = Thread::start(stack, false);
    hooks::thread_init(&mut th);
    let Job { func, args, kwargs, done } = job;
    done.set_ident(thread::current().tid());
    let r = call::call_ex(&mut th, func.r(), args.r(), kwargs.as_ref().map(Obj::r));
    match r {
        Ok(v) => drop(v),
        Err(Raised) => {
            if error::pending_is(&th, &error::SYSTEM_EXIT) {
                drop(error::fetch(&mut th));
            } else {
                error::write_unraisable(&mut th, "Exception ignored in thread started by", Some(func.r()));
            }
        }
    }
    drop(kwargs);
    drop(args);
    drop(func);
    local::forget_all();
    th.run_pending();
    hooks::thread_done(&mut th);
    th.end();
    RUNNING.fetch_sub(1, SeqCst);
    done.set();
}

fn checked_call(th: &mut Thread, f: Ref<'_>) -> R<()> {
    if f.class().slots().call().is_some() { Ok(()) } else { Err(type_error(th, "first arg must be callable")) }
}

fn start_new_thread(th: &mut Thread, a: Args<'_>) -> R {
    a.no_kw(th, "start_new_thread")?;
    a.check(th, "start_new_thread", 2, 3)?;
    checked_call(th, a.at(0))?;
    if !tuple::is_tuple(a.at(1)) {
        return Err(type_error(th, "2nd arg must be a tuple"));
    }
    if a.opt(2).is_some_and(|k| !dict::is_dict(k)) {
        return Err(type_error(th, "optional 3rd arg must be a dictionary"));
    }
    let job = Job { func: a.at(0).own(), args: a.at(1).own(), kwargs: a.opt(2).map(Ref::own), done: Arc::default() };
    let id = start(th, job, true)?;
    Ok(Ref::small_int(i64::from(id)).own())
}

fn start_joinable_thread(th: &mut Thread, a: Args<'_>) -> R {
    checked_call(th, a.at(0))?;
    let daemon = match a.opt(2) {
        Some(d) => ops::is_true(th, d)?,
        None => true,
    };
    let handle = match a.opt_not_none(1) {
        Some(h) if h.is_exact(&HANDLE) => h.own(),
        Some(_) => return Err(type_error(th, "'handle' must be a _ThreadHandle")),
        None => Obj::new(th, HANDLE.r(), Handle { done: Arc::default() })?,
    };
    let done = handle_of(handle.r()).clone();
    if done.state.lock().started {
        return Err(runtime_error(th, "thread already started"));
    }
    let job = Job { func: a.at(0).own(), args: types::empty_tuple().own(), kwargs: None, done };
    start(th, job, daemon)?;
    Ok(handle)
}

fn handle_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    a.no_kw(th, "_ThreadHandle")?;
    a.check(th, "_ThreadHandle", 0, 0)?;
    Obj::new(th, class, Handle { done: Arc::default() })
}

fn make_thread_handle(th: &mut Thread, a: Args<'_>) -> R {
    let Some(i) = a.at(0).as_small() else { return Err(type_error(th, "ident must be an integer")) };
    let done = Arc::<Done>::default();
    done.set_ident(i.clamp(0, i64::from(u32::MAX)) as u32);
    Obj::new(th, HANDLE.r(), Handle { done })
}

fn handle_join(th: &mut Thread, a: Args<'_>) -> R {
    let limit = match a.opt_not_none(1) {
        Some(t) => {
            let s = lock::seconds(th, t)?;
            if s < 0.0 { None } else { Some(Duration::from_secs_f64(s.min(TIMEOUT_MAX))) }
        }
        None => None,
    };
    let d = handle_of(a.at(0)).clone();
    {
        let s = d.state.lock();
        if !s.started {
            drop(s);
            return Err(runtime_error(th, "thread not started"));
        }
        if s.ident == thread::current().tid() && !s.done {
            drop(s);
            return Err(runtime_error(th, "Cannot join current thread"));
        }
    }
    d.join(th, limit)?;
    Ok(Obj::none())
}

fn handle_is_done(_th: &mut Thread, a: Args<'_>) -> R {
    Ok(Obj::bool(handle_of(a.at(0)).is_done()))
}

fn handle_set_done(_th: &mut Thread, a: Args<'_>) -> R {
    handle_of(a.at(0)).set();
    Ok(Obj::none())
}

fn handle_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let i = handle_of(o).state.lock().ident;
    pystr::new(th, &format!("<_ThreadHandle object: ident={i}>"))
}

static HANDLE_METHODS: &[MethodDef] = &[
    MethodDef::new("join", Kind::Pos(0, 1), handle_join, "Wait for the thread's end."),
    MethodDef::new("is_done", Kind::NoArgs, handle_is_done, "Whether the thread has ended."),
    MethodDef::new("_set_done", Kind::NoArgs, handle_set_done, ""),
];
static HANDLE_ATTRS: &[GetSetDef] = &[GetSetDef {
    name: "ident",
    get: |_, o| Ok(Ref::small_int(i64::from(handle_of(o).state.lock().ident)).own()),
    set: None,
    doc: "",
}];

fn allocate_lock(th: &mut Thread, _a: Args<'_>) -> R {
    Obj::new(th, LOCK.r(), lock::Lock::default())
}

fn get_ident(_th: &mut Thread, _a: Args<'_>) -> R {
    Ok(Ref::small_int(i64::from(thread::current().tid())).own())
}

fn get_native_id(_th: &mut Thread, _a: Args<'_>) -> R {
    let id = kernel_tid();
    Ok(Ref::small_int(id).own())
}

/// The kernel's id of this thread, from its status file (no unsafe code in this crate).
fn kernel_tid() -> i64 {
    std::fs::read_link("/proc/thread-self")
        .ok()
        .and_then(|p| p.file_name().and_then(|n| n.to_string_lossy().parse().ok()))
        .unwrap_or_else(|| i64::from(std::process::id()))
}

fn stack_size(th: &mut Thread, a: Args<'_>) -> R {
    let n = match a.opt(0) {
        Some(n) => ops::index(th, n)?.r().as_small().unwrap_or(-1),
        None => return Ok(Ref::small_int(0).own()),
    };
    if n < 0 {
        return Err(value_error(th, "size must be 0 or a positive value"));
    }
    if n != 0 && n < 32 << 10 {
        return Err(value_error(th, format!("size not valid: {n} bytes")));
    }
    // A smaller stack than this leaves no room for the deepest native calls.
    STACK.store(if n == 0 { 64 << 20 } else { (n as usize).max(1 << 20) }, Relaxed);
    Ok(Ref::small_int(0).own())
}

fn shutdown(th: &mut Thread, _a: Args<'_>) -> R {
    loop {
        let Some(d) = WAITED.lock().pop() else { return Ok(Obj::none()) };
        if d.state.lock().ident == thread::current().tid() {
            continue;
        }
        if let Err(e) = d.join(th, None) {
            WAITED.lock().push(d);
            return Err(e);
        }
    }
}

fn exit(th: &mut Thread, _a: Args<'_>) -> R {
    Err(error::raise_args(th, &error::SYSTEM_EXIT, vec![]))
}

fn interrupt_main(th: &mut Thread, a: Args<'_>) -> R {
    let m = hooks::import(th, "_signal")?;
    let f = ops::getattr_str(th, m.r(), "raise_signal")?;
    call::call(th, f.r(), &[a.opt(0).unwrap_or(Ref::small_int(2))])
}

fn count(_th: &mut Thread, _a: Args<'_>) -> R {
    Ok(Ref::small_int(RUNNING.load(SeqCst) as i64).own())
}

static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new("allocate_lock", Kind::NoArgs, allocate_lock, "A new lock."),
    MethodDef::new("allocate", Kind::NoArgs, allocate_lock, "A new lock."),
    MethodDef::new("start_new_thread", Kind::Any, start_new_thread, "Start a thread that runs function(*args, **kwargs)."),
    MethodDef::new("start_new", Kind::Any, start_new_thread, "The same as start_new_thread()."),
    MethodDef::new("start_joinable_thread", Kind::Sig("function, handle=, daemon="), start_joinable_thread, "Start a thread; gives its handle."),
    MethodDef::new("_make_thread_handle", Kind::One, make_thread_handle, ""),
    MethodDef::new("get_ident", Kind::NoArgs, get_ident, "Number of the current thread."),
    MethodDef::new("get_native_id", Kind::NoArgs, get_native_id, "The kernel's number of the current thread."),
    MethodDef::new("_get_main_thread_ident", Kind::NoArgs, |_, _| Ok(Ref::small_int(1).own()), ""),
    MethodDef::new("stack_size", Kind::Pos(0, 1), stack_size, "Set the stack size of new threads."),
    MethodDef::new("_shutdown", Kind::NoArgs, shutdown, ""),
    MethodDef::new("daemon_threads_allowed", Kind::NoArgs, |_, _| Ok(Obj::bool(true)), ""),
    MethodDef::new("_is_main_interpreter", Kind::NoArgs, |_, _| Ok(Obj::bool(true)), ""),
    MethodDef::new("exit", Kind::NoArgs, exit, "Raise SystemExit."),
    MethodDef::new("exit_thread", Kind::NoArgs, exit, "Raise SystemExit."),
    MethodDef::new("interrupt_main", Kind::Pos(0, 1), interrupt_main, "Simulate a signal in the main thread."),
    MethodDef::new("_count", Kind::NoArgs, count, ""),
];

/// Makes the module.
pub fn make(th: &mut Thread) -> R {
    lock::init(th)?;
    local::init(th)?;
    HANDLE.setup::<Handle>(Some(&types::OBJECT), tf::WEAKREFS);
    HANDLE.slots().set_new(handle_new);
    HANDLE.slots().set_repr(handle_repr);
    call::add_methods(th, &HANDLE, HANDLE_METHODS)?;
    call::add_getset(th, &HANDLE, HANDLE_ATTRS)?;
    slotdefs::finish(th, &HANDLE)?;
    let m = module::new(th, "_thread")?;
    module::add_functions(th, m.r(), FUNCTIONS)?;
    for (n, t) in [("LockType", &LOCK), ("lock", &LOCK), ("RLock", &RLOCK), ("_local", &local::LOCAL), ("_ThreadHandle", &HANDLE), ("error", &error::RUNTIME_ERROR)] {
        module::add(th, m.r(), n, t.r().own())?;
    }
    let t = types::float::new(th, TIMEOUT_MAX)?;
    module::add(th, m.r(), "TIMEOUT_MAX", t)?;
    Ok(m)
}
