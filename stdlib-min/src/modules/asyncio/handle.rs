//! Handles of scheduled calls, and the queue of an event loop.
//!
//! `events.Handle` and `base_events.BaseEventLoop` are classes in Python on top of these. A call is scheduled natively if
//! the loop is one of ours as it is: `call_soon` not replaced in class or instance, open, not in debug mode. Else its method
//! is called.

use super::future::{self, FUTURE, Fut};
use super::{Imported, or_none, task, task_methods};
use crate::modules::collections::deque::{DEQUE, Deque};
use crate::modules::common::{TypeSpec, of};
use crate::modules::contextvars;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering::*};
use typhon_runtime::call::{self, Args, GetSetDef, Kind, MethodDef, Sig};
use typhon_runtime::error::{self, attribute_error, runtime_error, type_error};
use typhon_runtime::slot::Slot;
use typhon_runtime::types::typeobj::{TypeObj, flags as tf};
use typhon_runtime::types::{self, str as pystr, tuple};
use typhon_runtime::{Obj, R, Raised, Ref, Thread, hooks, names, ops, payload, shape};

/// `_asyncio._Handle`.
pub(super) static HANDLE: TypeObj = TypeObj::declare("_asyncio._Handle");
/// `_asyncio._LoopBase`.
pub(super) static LOOP: TypeObj = TypeObj::declare("_asyncio._LoopBase");

static HANDLE_CLASS: Imported = Imported::new("asyncio.events", "Handle");

/// `callback` is a function, called with the arguments.
const CALL: u8 = 0;
/// `callback` is a native task, whose next step it is.
const STEP: u8 = 1;
/// `callback` is a native task, whose next step it is; `one` is what it waited for.
const WAKE: u8 = 2;

struct Handle {
    kind: AtomicU8,
    cancelled: AtomicBool,
    callback: Slot,
    /// The arguments as a tuple; empty: `one` is the only one, or there is none.
    args: Slot,
    one: Slot,
    event_loop: Slot,
    context: Slot,
    source_tb: Slot,
    /// Its text from before it was cancelled, in debug mode.
    text: Slot,
}
payload!(
    Handle,
    traverse | s,
    v | {
        for x in s.slots() {
            x.visit(v);
        }
    },
    clear | s | {
        for x in s.slots() {
            x.discard();
        }
    }
);

impl Handle {
    fn new() -> Handle {
        Handle {
            kind: AtomicU8::new(CALL),
            cancelled: AtomicBool::new(false),
            callback: Slot::empty(),
            args: Slot::empty(),
            one: Slot::empty(),
            event_loop: Slot::empty(),
            context: Slot::empty(),
            source_tb: Slot::empty(),
            text: Slot::empty(),
        }
    }
    fn slots(&self) -> [&Slot; 7] {
        [
            &self.callback,
            &self.args,
            &self.one,
            &self.event_loop,
            &self.context,
            &self.source_tb,
            &self.text,
        ]
    }
    fn is_cancelled(&self) -> bool {
        // Relaxed: of the loop's thread; others cancel under a lock of their own (`_ThreadSafeHandle`).
        self.cancelled.load(Relaxed)
    }
}

/// Payload of event loops.
struct EventLoop {
    /// `_ready`: the handles to run, a deque.
    ready: Slot,
    /// `_debug`, whatever it was set to, and its truth.
    debug: Slot,
    debugs: AtomicBool,
    closed: AtomicBool,
    /// `_task_factory`; empty: None.
    factory: Slot,
}
payload!(
    EventLoop,
    traverse | s,
    v | {
        s.ready.visit(v);
        s.debug.visit(v);
        s.factory.visit(v);
    },
    clear | s | {
        s.ready.discard();
        s.debug.discard();
        s.factory.discard();
    }
);

// ------------------------------------------------------------------ scheduling

static CALL_SOON: MethodDef = MethodDef::new(
    "call_soon",
    Kind::Any,
    loop_call_soon,
    "call_soon($self, callback, /, *args, context=None)\n--\n\nCall it when those are through that were scheduled before.",
);

/// The loop's payload, if calls can be scheduled natively.
fn native<'a>(th: &mut Thread, l: Ref<'a>) -> Option<&'a EventLoop> {
    let x = l.get::<EventLoop>()?;
    // Relaxed: of the loop's thread.
    if x.debugs.load(Relaxed) || x.closed.load(Relaxed) {
        return None;
    }
    let name = names::call_soon();
    let found = l.class().lookup(th, name)?;
    let ours = std::ptr::eq(found.r().get::<call::MethodDescr>()?.def, &CALL_SOON);
    (ours && shape::get(l, name).is_none()).then_some(x)
}

/// Whether a loop of ours is in debug mode; None: it has to be asked.
pub(super) fn quick_debug(th: &mut Thread, l: Ref<'_>) -> Option<bool> {
    native(th, l).map(|_| false)
}

/// Puts a handle in the queue.
fn enqueue(th: &mut Thread, x: &EventLoop, h: Handle) -> R {
    let class = HANDLE_CLASS.get(th)?;
    let h = Obj::new(th, class.r(), h)?;
    append(th, x, h.r())?;
    Ok(h)
}

fn append(th: &mut Thread, x: &EventLoop, h: Ref<'_>) -> R<()> {
    let ready = x.ready.get().unwrap_or_else(Obj::none);
    match ready.get::<Deque>() {
        Some(d) if ready.r().is_exact(&DEQUE) => d.push(th, h.own(), false),
        _ => call::call_method(th, ready.r(), names::append(), &[h]).map(drop),
    }
}

fn handle_of(kind: u8, l: Ref<'_>, callback: Ref<'_>, context: Obj) -> Handle {
    let h = Handle::new();
    h.kind.store(kind, Relaxed);
    h.callback.init(callback.own());
    h.event_loop.init(l.own());
    h.context.init(context);
    h
}

/// `loop.call_soon(function, [argument,] context=context)`.
pub(super) fn call_soon(
    th: &mut Thread,
    l: Ref<'_>,
    function: Ref<'_>,
    argument: Option<Ref<'_>>,
    context: Option<Ref<'_>>,
) -> R<()> {
    if let Some(x) = native(th, l) {
        let context = match context {
            Some(c) if !c.is_none() => c.own(),
            _ => contextvars::copy_current(th)?,
        };
        let h = handle_of(CALL, l, function, context);
        if let Some(a) = argument {
            h.one.init(a.own());
        }
        return enqueue(th, x, h).map(drop);
    }
    let m = ops::getattr_str(th, l, "call_soon")?;
    let mut args = vec![function];
    args.extend(argument);
    call::call_kw(
        th,
        m.r(),
        &args,
        &[("context", context.unwrap_or(Ref::NONE))],
    )
    .map(drop)
}

/// Schedules a step of a native task; false: by the loop's own method, please.
pub(super) fn step_soon(th: &mut Thread, l: Ref<'_>, task: Ref<'_>, context: Ref<'_>) -> R<bool> {
    let Some(x) = native(th, l) else {
        return Ok(false);
    };
    enqueue(th, x, handle_of(STEP, l, task, context.own())).map(|_| true)
}

/// Schedules the step of a native task after `done`; false: by the loop's own method, please.
pub(super) fn wake_soon(
    th: &mut Thread,
    l: Ref<'_>,
    task: Ref<'_>,
    done: Ref<'_>,
    context: Ref<'_>,
) -> R<bool> {
    let Some(x) = native(th, l) else {
        return Ok(false);
    };
    let h = handle_of(WAKE, l, task, context.own());
    h.one.init(done.own());
    enqueue(th, x, h).map(|_| true)
}

// ------------------------------------------------------------------ running

/// What a handle calls.
fn invoke(th: &mut Thread, h: &Handle) -> R<()> {
    let Some(callback) = h.callback.get() else {
        // Cancelled.
        return Ok(());
    };
    let one = h.one.get();
    // Relaxed: set before anybody else could see the handle.
    match h.kind.load(Relaxed) {
        STEP => return task::step(th, callback.r(), None),
        WAKE => {
            let done = one.unwrap_or_else(Obj::none);
            return task::wakeup(th, callback.r(), done.r());
        }
        _ => {}
    }
    if let Some(a) = h.args.get() {
        let args: Vec<Ref<'_>> = tuple::items(a.r()).collect();
        return call::call(th, callback.r(), &args).map(drop);
    }
    match &one {
        Some(a) => call::call(th, callback.r(), &[a.r()]).map(drop),
        None => call::call(th, callback.r(), &[]).map(drop),
    }
}

/// `_run`.
fn run(th: &mut Thread, o: Ref<'_>) -> R<()> {
    let h = of::<Handle>(th, o)?;
    let context = h.context.get().unwrap_or_else(Obj::none);
    let r = if contextvars::is_context(context.r()) {
        match contextvars::enter(th, context.r()) {
            Ok(()) => {
                let r = invoke(th, h);
                let in_flight = r.is_err().then(|| error::fetch(th));
                let left = contextvars::leave(th, context.r());
                match in_flight {
                    Some(x) => Err(error::restore(th, x)),
                    None => left,
                }
            }
            Err(e) => Err(e),
        }
    } else {
        run_in_other(th, o, context.r())
    };
    match r {
        Ok(()) => Ok(()),
        Err(Raised) => report(th, o),
    }
}

/// As a context that is none of ours does it.
#[cold]
fn run_in_other(th: &mut Thread, o: Ref<'_>, context: Ref<'_>) -> R<()> {
    let m = ops::getattr_str(th, context, "run")?;
    let callback = handle_callback(th, o)?;
    let args = handle_args(th, o)?;
    let mut all = vec![callback.r()];
    all.extend(tuple::items(args.r()));
    call::call(th, m.r(), &all).map(drop)
}

/// Tells the loop of the exception in flight, which the callback has raised; those that end the program go on.
#[cold]
fn report(th: &mut Thread, o: Ref<'_>) -> R<()> {
    let e = error::fetch(th);
    let leaves = [&error::KEYBOARD_INTERRUPT, &error::SYSTEM_EXIT];
    if leaves.iter().any(|t| e.r().is_instance(t)) {
        return Err(error::restore(th, e));
    }
    let m = ops::getattr_str(th, o, "_report")?;
    call::call(th, m.r(), &[e.r()]).map(drop)
}

static RUN: MethodDef = MethodDef::new(
    "_run",
    Kind::NoArgs,
    |th, a| run(th, a.at(0)).map(|()| Obj::none()),
    "_run($self, /)\n--\n\nCall it, in its context.",
);

/// Whether the class of a handle runs it by `run`.
fn runs_plainly(th: &mut Thread, h: Ref<'_>) -> bool {
    let name = names::_run();
    h.class().lookup(th, name).is_some_and(|f| {
        f.r()
            .get::<call::MethodDescr>()
            .is_some_and(|m| std::ptr::eq(m.def, &RUN))
    })
}

/// `_run_ready`: runs what is in the queue now.
fn loop_run_ready(th: &mut Thread, a: Args<'_>) -> R {
    let x = of::<EventLoop>(th, a.at(0))?;
    // Relaxed: of the loop's thread.
    if x.debugs.load(Relaxed) {
        return Ok(Obj::bool(false));
    }
    let ready = x.ready.get().unwrap_or_else(Obj::none);
    let Some(d) = ready.get::<Deque>() else {
        return Err(type_error(th, "the queue of a loop is a deque"));
    };
    for _ in 0..d.len_and_state().0 {
        hooks::safepoint(th)?;
        let Some(h) = d.pop_front() else { break };
        if let Some(p) = h.get::<Handle>() {
            if p.is_cancelled() {
                continue;
            }
            if runs_plainly(th, h.r()) {
                run(th, h.r())?;
                continue;
            }
        } else {
            let name = names::_cancelled();
            let gone = ops::getattr(th, h.r(), name)?;
            if ops::is_true(th, gone.r())? {
                continue;
            }
        }
        call::call_method(th, h.r(), names::_run(), &[])?;
    }
    Ok(Obj::bool(true))
}

fn loop_has_ready(th: &mut Thread, a: Args<'_>) -> R {
    let ready = or_none(&of::<EventLoop>(th, a.at(0))?.ready)?;
    match ready.get::<Deque>() {
        Some(d) => Ok(Obj::bool(d.len_and_state().0 > 0)),
        None => ops::is_true(th, ready.r()).map(Obj::bool),
    }
}

static FUTURE_CLASS: Imported = Imported::new("asyncio.futures", "Future");
static TASK_CLASS: Imported = Imported::new("asyncio.tasks", "Task");

fn loop_create_future(th: &mut Thread, a: Args<'_>) -> R {
    let class = FUTURE_CLASS.get_now(th)?;
    if class.r().is(FUTURE.r()) && native(th, a.at(0)).is_some() {
        return future::create(th, a.at(0));
    }
    call::call_kw(th, class.r(), &[], &[("loop", a.at(0))])
}

fn loop_create_task(th: &mut Thread, a: Args<'_>) -> R {
    let l = a.at(0);
    let x = of::<EventLoop>(th, l)?;
    // Relaxed: of the loop's thread.
    if x.closed.load(Relaxed) {
        return Err(runtime_error(th, "Event loop is closed"));
    }
    let Some(factory) = x.factory.get() else {
        let class = TASK_CLASS.get_now(th)?;
        if a.len() == 2
            && a.kw_len() == 0
            && class.r().is(task::TASK.r())
            && native(th, l).is_some()
        {
            return task_methods::create(th, l, a.at(1));
        }
        return create_by(th, class.r(), a, &[], Some(l));
    };
    create_by(th, factory.r(), a, &[l], None)
}

/// Calls what makes the task with the arguments that `create_task` was given, and the loop: in front, or by keyword.
fn create_by(
    th: &mut Thread,
    maker: Ref<'_>,
    a: Args<'_>,
    front: &[Ref<'_>],
    keyword: Option<Ref<'_>>,
) -> R {
    let mut coro = a.opt(1);
    let mut kw: Vec<(String, Ref<'_>)> = Vec::new();
    for (name, v) in a.kwargs() {
        let name = pystr::text(name);
        if name == "coro" && coro.is_none() {
            coro = Some(v);
        } else {
            kw.push((name, v));
        }
    }
    let Some(coro) = coro.filter(|_| a.len() <= 2) else {
        let m = format!(
            "create_task() takes 2 positional arguments but {} were given",
            a.len()
        );
        return Err(type_error(th, m));
    };
    if let Some(l) = keyword {
        kw.push(("loop".to_owned(), l));
    }
    let mut all = front.to_vec();
    all.push(coro);
    let kw: Vec<(&str, Ref<'_>)> = kw.iter().map(|(n, v)| (n.as_str(), *v)).collect();
    call::call_kw(th, maker, &all, &kw)
}

fn loop_call_soon(th: &mut Thread, a: Args<'_>) -> R {
    let x = of::<EventLoop>(th, a.at(0))?;
    let Some(callback) = a.opt(1) else {
        let m = "call_soon() missing 1 required positional argument: 'callback'";
        return Err(type_error(th, m));
    };
    let mut context = None;
    for (name, v) in a.kwargs() {
        if pystr::text(name) != "context" {
            let n = pystr::text(name);
            let m = format!("call_soon() got an unexpected keyword argument '{n}'");
            return Err(type_error(th, m));
        }
        context = Some(v);
    }
    // Relaxed: of the loop's thread.
    if x.closed.load(Relaxed) {
        return Err(runtime_error(th, "Event loop is closed"));
    }
    let context = match context {
        Some(c) if !c.is_none() => Some(c),
        _ => None,
    };
    if x.debugs.load(Relaxed) {
        let args = tuple::new(th, a.skip(2).iter().map(Ref::own).collect())?;
        let m = ops::getattr_str(th, a.at(0), "_call_soon_checked")?;
        let all = [callback, args.r(), context.unwrap_or(Ref::NONE)];
        return call::call(th, m.r(), &all);
    }
    let context = match context {
        Some(c) => c.own(),
        None => contextvars::copy_current(th)?,
    };
    let h = handle_of(CALL, a.at(0), callback, context);
    match a.len() {
        2 => {}
        3 => h.one.init(a.at(2).own()),
        _ => {
            let args = tuple::new(th, a.skip(2).iter().map(Ref::own).collect())?;
            h.args.init(args);
        }
    }
    enqueue(th, x, h)
}

// ------------------------------------------------------------------ handles as scripts see them

fn handle_new(th: &mut Thread, class: Ref<'_>, _a: Args<'_>) -> R {
    Obj::new(th, class, Handle::new())
}

/// `_set(callback, args, loop, context, source_traceback)`: what `Handle.__init__` does.
fn handle_set(th: &mut Thread, a: Args<'_>) -> R {
    static SIG: Sig = Sig::parse("callback, args, loop, context, source_traceback");
    let o = a.at(0);
    call::with_sig(th, "_set", &SIG, a.skip(1), |th, a| {
        let h = of::<Handle>(th, o)?;
        let context = match a.opt_not_none(3) {
            Some(c) => c.own(),
            None => contextvars::copy_current(th)?,
        };
        h.kind.store(CALL, Relaxed);
        h.cancelled.store(false, Relaxed);
        h.callback.set(a.at(0).own());
        h.args.set(a.at(1).own());
        h.event_loop.set(a.at(2).own());
        h.context.set(context);
        if let Some(tb) = a.opt_not_none(4) {
            h.source_tb.set(tb.own());
        }
        Ok(Obj::none())
    })
}

fn handle_callback(th: &mut Thread, o: Ref<'_>) -> R {
    let h = of::<Handle>(th, o)?;
    let Some(c) = h.callback.get() else {
        return Ok(Obj::none());
    };
    // Relaxed: set before anybody else could see the handle.
    match h.kind.load(Relaxed) {
        STEP if c.get::<Fut>().is_some() => task::step_method(th, c.r()),
        WAKE if c.get::<Fut>().is_some() => task::wakeup_method(th, c.r()),
        _ => Ok(c),
    }
}

/// The arguments as a tuple, or None after `cancel`.
fn handle_args(th: &mut Thread, o: Ref<'_>) -> R {
    let h = of::<Handle>(th, o)?;
    if let Some(a) = h.args.get() {
        return Ok(a);
    }
    if h.is_cancelled() && h.callback.is_empty() {
        return Ok(Obj::none());
    }
    let one: Vec<Obj> = h.one.get().into_iter().collect();
    tuple::new(th, one)
}

/// Gives a slot a value; None empties it.
fn assign(th: &mut Thread, o: Ref<'_>, v: Option<Ref<'_>>, name: &str, s: &Slot) -> R<()> {
    match v {
        Some(v) if v.is_none() => s.discard(),
        Some(v) => s.set(v.own()),
        None => {
            let m = "cannot delete attribute";
            return Err(attribute_error(th, m, o, pystr::intern_str(name)));
        }
    }
    Ok(())
}

static HANDLE_ATTRS: &[GetSetDef] = &[
    GetSetDef {
        name: "_callback",
        get: handle_callback,
        set: Some(|th, o, v| {
            let h = of::<Handle>(th, o)?;
            h.kind.store(CALL, Relaxed);
            assign(th, o, v, "_callback", &h.callback)
        }),
        doc: "",
    },
    GetSetDef {
        name: "_args",
        get: handle_args,
        set: Some(|th, o, v| {
            let h = of::<Handle>(th, o)?;
            h.one.discard();
            assign(th, o, v, "_args", &h.args)
        }),
        doc: "",
    },
    GetSetDef {
        name: "_cancelled",
        get: |th, o| Ok(Obj::bool(of::<Handle>(th, o)?.is_cancelled())),
        set: Some(|th, o, v| {
            let on = ops::is_true(th, v.unwrap_or(Ref::NONE))?;
            // Relaxed: see `is_cancelled`.
            of::<Handle>(th, o)?.cancelled.store(on, Relaxed);
            Ok(())
        }),
        doc: "",
    },
    GetSetDef {
        name: "_loop",
        get: |th, o| or_none(&of::<Handle>(th, o)?.event_loop),
        set: Some(|th, o, v| {
            let s = &of::<Handle>(th, o)?.event_loop;
            assign(th, o, v, "_loop", s)
        }),
        doc: "",
    },
    GetSetDef {
        name: "_context",
        get: |th, o| or_none(&of::<Handle>(th, o)?.context),
        set: Some(|th, o, v| {
            let s = &of::<Handle>(th, o)?.context;
            assign(th, o, v, "_context", s)
        }),
        doc: "",
    },
    GetSetDef {
        name: "_source_traceback",
        get: |th, o| or_none(&of::<Handle>(th, o)?.source_tb),
        set: Some(|th, o, v| {
            let s = &of::<Handle>(th, o)?.source_tb;
            assign(th, o, v, "_source_traceback", s)
        }),
        doc: "",
    },
    GetSetDef {
        name: "_repr",
        get: |th, o| or_none(&of::<Handle>(th, o)?.text),
        set: Some(|th, o, v| {
            let s = &of::<Handle>(th, o)?.text;
            assign(th, o, v, "_repr", s)
        }),
        doc: "",
    },
];

fn handle_cancelled(th: &mut Thread, a: Args<'_>) -> R {
    Ok(Obj::bool(of::<Handle>(th, a.at(0))?.is_cancelled()))
}
fn handle_get_context(th: &mut Thread, a: Args<'_>) -> R {
    or_none(&of::<Handle>(th, a.at(0))?.context)
}

static HANDLE_SPEC: TypeSpec = TypeSpec::new(
    &HANDLE,
    handle_new,
    "What handles of scheduled calls are made of.",
)
.flags(tf::WEAKREFS)
.methods(HANDLE_METHODS)
.getset(HANDLE_ATTRS);

#[rustfmt::skip]
static HANDLE_METHODS: &[MethodDef] = &[
    MethodDef::new("_set", Kind::Any, handle_set, "Give it its parts."),
    MethodDef::new("cancelled", Kind::NoArgs, handle_cancelled, "cancelled($self, /)\n--\n\nWhether it was cancelled."),
    MethodDef::new("get_context", Kind::NoArgs, handle_get_context, "get_context($self, /)\n--\n\nThe context it is called in."),
];

// ------------------------------------------------------------------ loops as scripts see them

fn loop_new(th: &mut Thread, class: Ref<'_>, _a: Args<'_>) -> R {
    let x = EventLoop {
        ready: Slot::empty(),
        debug: Slot::empty(),
        debugs: AtomicBool::new(false),
        closed: AtomicBool::new(false),
        factory: Slot::empty(),
    };
    Obj::new(th, class, x)
}

static LOOP_ATTRS: &[GetSetDef] = &[
    GetSetDef {
        name: "_ready",
        get: |th, o| or_none(&of::<EventLoop>(th, o)?.ready),
        set: Some(|th, o, v| {
            let s = &of::<EventLoop>(th, o)?.ready;
            assign(th, o, v, "_ready", s)
        }),
        doc: "",
    },
    GetSetDef {
        name: "_task_factory",
        get: |th, o| or_none(&of::<EventLoop>(th, o)?.factory),
        set: Some(|th, o, v| {
            let s = &of::<EventLoop>(th, o)?.factory;
            assign(th, o, v, "_task_factory", s)
        }),
        doc: "",
    },
    GetSetDef {
        name: "_debug",
        get: |th, o| or_none(&of::<EventLoop>(th, o)?.debug),
        set: Some(|th, o, v| {
            let on = ops::is_true(th, v.unwrap_or(Ref::NONE))?;
            let x = of::<EventLoop>(th, o)?;
            // Relaxed: a switch; who turns it from another thread need not be seen at once.
            x.debugs.store(on, Relaxed);
            assign(th, o, v, "_debug", &x.debug)
        }),
        doc: "",
    },
    GetSetDef {
        name: "_closed",
        get: |th, o| Ok(Obj::bool(of::<EventLoop>(th, o)?.closed.load(Relaxed))),
        set: Some(|th, o, v| {
            let on = ops::is_true(th, v.unwrap_or(Ref::NONE))?;
            // Relaxed: of the loop's thread; others that schedule a call at this moment may come too late.
            of::<EventLoop>(th, o)?.closed.store(on, Relaxed);
            Ok(())
        }),
        doc: "",
    },
];

static LOOP_SPEC: TypeSpec = TypeSpec::new(
    &LOOP,
    loop_new,
    "What event loops are made of: the queue of handles.",
)
.flags(tf::WEAKREFS)
.getset(LOOP_ATTRS);

#[rustfmt::skip]
static LOOP_METHODS: &[MethodDef] = &[
    MethodDef::new("_has_ready", Kind::NoArgs, loop_has_ready, "_has_ready($self, /)\n--\n\nWhether there is something in the queue."),
    MethodDef::new("_run_ready", Kind::NoArgs, loop_run_ready, "_run_ready($self, /)\n--\n\nRun what is in the queue now; False in debug mode, which does it otherwise."),
    MethodDef::new("create_future", Kind::NoArgs, loop_create_future, "create_future($self, /)\n--\n\nA future of the loop."),
    MethodDef::new("create_task", Kind::Any, loop_create_task, "create_task($self, coro, /, **kwargs)\n--\n\nA task of the loop that drives the coroutine; the keywords are those of Task."),
];

/// Sets the types up.
pub(super) fn setup(th: &mut Thread) -> R<()> {
    HANDLE_SPEC.begin::<Handle>(&types::OBJECT);
    call::add_methods(th, &HANDLE, std::slice::from_ref(&RUN))?;
    HANDLE_SPEC.end(th)?;
    LOOP_SPEC.begin::<EventLoop>(&types::OBJECT);
    call::add_methods(th, &LOOP, std::slice::from_ref(&CALL_SOON))?;
    call::add_methods(th, &LOOP, LOOP_METHODS)?;
    LOOP_SPEC.end(th)
}
