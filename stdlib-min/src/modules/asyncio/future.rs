//! The payload of futures and tasks, and what ends a future.

use super::{CANCELLED_ERROR, EXTRACT_STACK, fut, handle, invalid_state, registry, task};
use crate::modules::contextvars;
use parking_lot::Mutex;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU8, Ordering::*};
use typhon_runtime::call::{self, Args, Kind, MethodDef};
use typhon_runtime::error::{self, Exc, runtime_error, type_error};
use typhon_runtime::slot::Slot;
use typhon_runtime::types::dict::{self, Dict};
use typhon_runtime::types::set::{self, Set};
use typhon_runtime::types::str as pystr;
use typhon_runtime::types::typeobj::TypeObj;
use typhon_runtime::{Obj, R, Raised, Ref, Thread, ops, payload, types};

/// `_asyncio.Future`.
pub(super) static FUTURE: TypeObj = TypeObj::declare("_asyncio.Future");

pub(super) const PENDING: u8 = 0;
pub(super) const CANCELLED: u8 = 1;
pub(super) const FINISHED: u8 = 2;
/// On its way from PENDING to one of the others; counts as pending.
const SETTLING: u8 = 3;

/// Who is told when a future is done.
pub(super) enum Watcher {
    /// A function, and the context to call it in.
    Call(Obj, Obj),
    /// The native task that awaits it.
    Wake(Obj),
}

impl Watcher {
    fn visit(&self, v: &mut dyn FnMut(Ref<'_>)) {
        match self {
            Watcher::Call(f, c) => {
                v(f.r());
                v(c.r());
            }
            Watcher::Wake(t) => v(t.r()),
        }
    }
}

/// Most futures have one.
#[derive(Default)]
pub(super) struct Watchers {
    first: Option<Watcher>,
    rest: Vec<Watcher>,
}

impl Watchers {
    pub(super) fn iter(&self) -> impl Iterator<Item = &Watcher> {
        self.first.iter().chain(&self.rest)
    }
    pub(super) fn into_iter(self) -> impl Iterator<Item = Watcher> {
        self.first.into_iter().chain(self.rest)
    }
    pub(super) fn push(&mut self, w: Watcher) {
        if self.first.is_none() && self.rest.is_empty() {
            self.first = Some(w);
        } else {
            self.rest.push(w);
        }
    }
}

/// Payload of futures and tasks. A task's own part stands here too: its class is a subclass, and a class and its subclasses
/// have one payload.
pub(super) struct Fut {
    /// PENDING, CANCELLED, FINISHED; SETTLING.
    state: AtomicU8,
    /// `_asyncio_future_blocking`: it was given out by its iterator.
    pub blocking: AtomicBool,
    /// There is an exception that nobody has asked for.
    log_traceback: AtomicBool,
    /// Empty: `__init__` was not called.
    pub event_loop: Slot,
    pub result: Slot,
    pub exception: Slot,
    /// The exception's traceback when it was set.
    exception_tb: Slot,
    /// Where it was made, in debug mode.
    pub source_tb: Slot,
    pub cancel_msg: Slot,
    /// The CancelledError with which the task ended, until it is given out.
    pub cancelled_exc: Slot,
    /// Who waits for it, for call graphs, beside the watchers: one, or a set of them.
    awaited_by: Slot,
    pub watchers: Mutex<Watchers>,

    /// Tasks: the coroutine.
    pub coro: Slot,
    /// Tasks: the context of every step.
    pub context: Slot,
    /// Tasks: a str, or the number of a task without a name.
    pub name: Slot,
    /// Tasks: what the coroutine waits for.
    pub waiter: Slot,
    /// Tasks: the next step throws CancelledError.
    pub must_cancel: AtomicBool,
    /// Tasks: dropping it pending is worth a message.
    pub log_destroy: AtomicBool,
    /// Tasks: calls of `cancel` that `uncancel` has not taken back.
    pub cancels: AtomicI64,
    /// Tasks: whether it stands in the registry.
    listed: AtomicBool,
}
payload!(
    Fut,
    traverse | s,
    v | {
        for x in s.slots() {
            x.visit(v);
        }
        for w in s.watchers.lock().iter() {
            w.visit(v);
        }
    },
    clear | s | {
        for x in s.slots() {
            x.discard();
        }
        let old = std::mem::take(&mut *s.watchers.lock());
        drop(old);
    }
);

impl Drop for Fut {
    fn drop(&mut self) {
        registry::leave(self);
    }
}

impl Fut {
    pub(super) fn new() -> Fut {
        Fut {
            state: AtomicU8::new(PENDING),
            blocking: AtomicBool::new(false),
            log_traceback: AtomicBool::new(false),
            event_loop: Slot::empty(),
            result: Slot::empty(),
            exception: Slot::empty(),
            exception_tb: Slot::empty(),
            source_tb: Slot::empty(),
            cancel_msg: Slot::empty(),
            cancelled_exc: Slot::empty(),
            awaited_by: Slot::empty(),
            watchers: Mutex::new(Watchers::default()),
            coro: Slot::empty(),
            context: Slot::empty(),
            name: Slot::empty(),
            waiter: Slot::empty(),
            must_cancel: AtomicBool::new(false),
            log_destroy: AtomicBool::new(true),
            cancels: AtomicI64::new(0),
            listed: AtomicBool::new(false),
        }
    }
    fn slots(&self) -> [&Slot; 12] {
        [
            &self.event_loop,
            &self.result,
            &self.exception,
            &self.exception_tb,
            &self.source_tb,
            &self.cancel_msg,
            &self.cancelled_exc,
            &self.awaited_by,
            &self.coro,
            &self.context,
            &self.name,
            &self.waiter,
        ]
    }
    /// PENDING, CANCELLED or FINISHED.
    pub(super) fn state(&self) -> u8 {
        // Acquire: pairs with the Release of `settled`, which comes after the values.
        match self.state.load(Acquire) {
            SETTLING => PENDING,
            s => s,
        }
    }
    pub(super) fn is_pending(&self) -> bool {
        self.state() == PENDING
    }
    /// Claims the right to end it; false: it is done.
    fn settle(&self) -> bool {
        // Acquire on success: nothing of the end may be seen before. Nothing is published yet.
        self.state
            .compare_exchange(PENDING, SETTLING, Acquire, Relaxed)
            .is_ok()
    }
    fn settled(&self, state: u8) {
        // Release: see `state`.
        self.state.store(state, Release);
    }
    pub(super) fn set_listed(&self, on: bool) -> bool {
        // AcqRel: who takes it out is one, and comes after who entered it.
        self.listed.swap(on, AcqRel)
    }
    pub(super) fn logs_traceback(&self) -> bool {
        // Relaxed: a flag for the finaliser, which comes after everything.
        self.log_traceback.load(Relaxed)
    }
    /// The exception has been asked for, or is of no interest.
    pub(super) fn exception_seen(&self) {
        // Relaxed: as above.
        if self.log_traceback.load(Relaxed) {
            self.log_traceback.store(false, Relaxed);
        }
    }
    /// The loop, or RuntimeError.
    pub(super) fn its_loop(&self, th: &mut Thread) -> R {
        match self.event_loop.get() {
            Some(l) => Ok(l),
            None => Err(runtime_error(th, "Future object is not initialized.")),
        }
    }
    fn notify(&self, th: &mut Thread, o: Ref<'_>) -> R<()> {
        let watchers = {
            let mut w = self.watchers.lock();
            if w.first.is_none() && w.rest.is_empty() {
                return Ok(());
            }
            std::mem::take(&mut *w)
        };
        let l = self.its_loop(th)?;
        for w in watchers.into_iter() {
            match w {
                Watcher::Call(f, c) => handle::call_soon(th, l.r(), f.r(), Some(o), Some(c.r()))?,
                Watcher::Wake(t) => task::wake_soon(th, l.r(), t.r(), o)?,
            }
        }
        Ok(())
    }
}

/// The finaliser has nothing to do if there is no exception to tell of. A class in Python may have its own.
fn no_finaliser(o: Ref<'_>) {
    let t = o.class();
    if (std::ptr::eq(t, &FUTURE) || std::ptr::eq(t, &task::TASK))
        && let Some(h) = o.header()
    {
        h.finalizer_is_void();
    }
}

/// Whether a loop is in debug mode.
pub(super) fn debugs(th: &mut Thread, l: Ref<'_>) -> R<bool> {
    if let Some(on) = handle::quick_debug(th, l) {
        return Ok(on);
    }
    let get = ops::getattr_str(th, l, "get_debug")?;
    let on = call::call(th, get.r(), &[])?;
    ops::is_true(th, on.r())
}

/// `Future.__init__`.
pub(super) fn init(th: &mut Thread, o: Ref<'_>, l: Option<Ref<'_>>) -> R<()> {
    let f = fut(th, o)?;
    let l = match l {
        Some(l) => l.own(),
        None => super::running::usual_loop(th)?,
    };
    if !f.event_loop.is_empty() {
        // Again: as new.
        for x in f.slots() {
            x.discard();
        }
        f.exception_seen();
        f.settled(PENDING);
        f.blocking.store(false, Relaxed);
        f.must_cancel.store(false, Relaxed);
        f.cancels.store(0, Relaxed);
        let old = std::mem::take(&mut *f.watchers.lock());
        drop(old);
    }
    let debug = debugs(th, l.r())?;
    f.event_loop.set(l);
    if debug {
        let tb = EXTRACT_STACK.call(th, &[])?;
        f.source_tb.set(tb);
    }
    Ok(())
}

/// A future of a loop that is open and not in debug mode.
pub(super) fn create(th: &mut Thread, l: Ref<'_>) -> R {
    create_in(th, l, FUTURE.r())
}

/// As `create`, of a class.
pub(super) fn create_in(th: &mut Thread, l: Ref<'_>, class: Ref<'_>) -> R {
    let f = Fut::new();
    f.event_loop.init(l.own());
    Obj::new(th, class, f)
}

#[cold]
fn done_already(th: &mut Thread) -> Raised {
    invalid_state(th, "invalid state")
}

/// `set_result`.
pub(super) fn set_result(th: &mut Thread, o: Ref<'_>, value: Obj) -> R<()> {
    let f = fut(th, o)?;
    if f.event_loop.is_empty() {
        return Err(runtime_error(th, "Future object is not initialized."));
    }
    if !f.settle() {
        return Err(done_already(th));
    }
    f.result.set(value);
    f.settled(FINISHED);
    no_finaliser(o);
    f.notify(th, o)
}

/// `set_exception`.
pub(super) fn set_exception(th: &mut Thread, o: Ref<'_>, given: Ref<'_>) -> R<()> {
    let f = fut(th, o)?;
    if f.event_loop.is_empty() {
        return Err(runtime_error(th, "Future object is not initialized."));
    }
    if !f.is_pending() {
        return Err(done_already(th));
    }
    let mut e = match given.as_type() {
        Some(t) if t.is_subtype(&error::BASE_EXCEPTION) => call::call(th, given, &[])?,
        _ => given.own(),
    };
    if e.get::<Exc>().is_none() {
        return Err(type_error(th, "invalid exception object"));
    }
    if e.r().is_instance(&error::STOP_ITERATION) {
        let m = "StopIteration interacts badly with generators and cannot be raised into a Future";
        let text = pystr::new(th, m)?;
        let other = error::with_one(th, &error::RUNTIME_ERROR, text)?;
        error::set_cause(other.r(), Some(e.clone()));
        error::set_context(other.r(), e);
        e = other;
    }
    if !f.settle() {
        return Err(done_already(th));
    }
    if let Some(tb) = e.get::<Exc>().and_then(|x| x.traceback.get()) {
        f.exception_tb.set(tb);
    }
    f.exception.set(e);
    // Relaxed: see `logs_traceback`.
    f.log_traceback.store(true, Relaxed);
    f.settled(FINISHED);
    f.notify(th, o)
}

/// `Future.cancel`.
pub(super) fn cancel(th: &mut Thread, o: Ref<'_>, msg: Option<Ref<'_>>) -> R<bool> {
    let f = fut(th, o)?;
    f.exception_seen();
    if !f.settle() {
        return Ok(false);
    }
    match msg {
        Some(m) => f.cancel_msg.set(m.own()),
        None => f.cancel_msg.discard(),
    }
    f.settled(CANCELLED);
    no_finaliser(o);
    f.notify(th, o)?;
    Ok(true)
}

/// The CancelledError to raise: that with which the task ended the first time, then new ones.
pub(super) fn cancelled_error(th: &mut Thread, f: &Fut) -> R {
    if let Some(e) = f.cancelled_exc.take() {
        return Ok(e);
    }
    match f.cancel_msg.get() {
        Some(m) if !m.r().is_none() => CANCELLED_ERROR.call(th, &[m.r()]),
        _ => CANCELLED_ERROR.call(th, &[]),
    }
}

#[cold]
fn not_set(th: &mut Thread, f: &Fut, text: &str) -> Raised {
    let uninitialized = f.event_loop.is_empty();
    let text = if uninitialized {
        "Future object is not initialized."
    } else {
        text
    };
    invalid_state(th, text)
}

/// How a future has ended.
pub(super) enum End {
    Result(Obj),
    /// The exception to raise, its traceback as it was when it was set.
    Exception(Obj),
}

/// Result or exception; InvalidStateError while it is pending.
pub(super) fn end(th: &mut Thread, f: &Fut) -> R<End> {
    match f.state() {
        PENDING => Err(not_set(th, f, "Result is not set.")),
        CANCELLED => cancelled_error(th, f).map(End::Exception),
        _ => {
            f.exception_seen();
            let Some(e) = f.exception.get() else {
                return Ok(End::Result(f.result.get().unwrap_or_else(Obj::none)));
            };
            if let Some(x) = e.get::<Exc>() {
                match f.exception_tb.take() {
                    Some(tb) => x.traceback.set(tb),
                    None => x.traceback.discard(),
                }
            }
            Ok(End::Exception(e))
        }
    }
}

/// `result()`.
pub(super) fn result(th: &mut Thread, o: Ref<'_>) -> R {
    let f = fut(th, o)?;
    match end(th, f)? {
        End::Result(v) => Ok(v),
        End::Exception(e) => {
            no_finaliser(o);
            Err(error::raise_obj(th, e))
        }
    }
}

/// `exception()`.
pub(super) fn exception(th: &mut Thread, o: Ref<'_>) -> R {
    let f = fut(th, o)?;
    match f.state() {
        PENDING => Err(not_set(th, f, "Exception is not set.")),
        CANCELLED => {
            let e = cancelled_error(th, f)?;
            Err(error::raise_obj(th, e))
        }
        _ => {
            f.exception_seen();
            no_finaliser(o);
            super::or_none(&f.exception)
        }
    }
}

/// `add_done_callback`.
pub(super) fn add_callback(
    th: &mut Thread,
    o: Ref<'_>,
    function: Ref<'_>,
    context: Option<Ref<'_>>,
) -> R<()> {
    let f = fut(th, o)?;
    if f.event_loop.is_empty() {
        return Err(runtime_error(th, "uninitialized Future object"));
    }
    let context = match context {
        Some(c) => c.own(),
        None => contextvars::copy_current(th)?,
    };
    if f.is_pending() {
        let w = Watcher::Call(function.own(), context);
        f.watchers.lock().push(w);
        return Ok(());
    }
    let l = f.its_loop(th)?;
    handle::call_soon(th, l.r(), function, Some(o), Some(context.r()))
}

/// `remove_done_callback`.
pub(super) fn remove_callback(th: &mut Thread, o: Ref<'_>, function: Ref<'_>) -> R<usize> {
    let f = fut(th, o)?;
    // Comparing runs Python code: on a copy, without the lock.
    let all: Vec<Obj> = f
        .watchers
        .lock()
        .iter()
        .filter_map(|w| match w {
            Watcher::Call(c, _) => Some(c.clone()),
            Watcher::Wake(_) => None,
        })
        .collect();
    let mut equal = Vec::new();
    for c in all {
        if c.r().is(function) || ops::equal(th, c.r(), function)? {
            equal.push(c);
        }
    }
    if equal.is_empty() {
        return Ok(0);
    }
    let goes = |w: &Watcher| match w {
        Watcher::Call(c, _) => equal.iter().any(|e| e.r().is(c.r())),
        Watcher::Wake(_) => false,
    };
    let mut removed = Vec::new();
    {
        let mut list = f.watchers.lock();
        let before = std::mem::take(&mut *list);
        for w in before.into_iter() {
            if goes(&w) {
                removed.push(w);
            } else {
                list.push(w);
            }
        }
    }
    Ok(removed.len())
}

/// `_callbacks`: pairs of function and context; None if there are none.
pub(super) fn callbacks(th: &mut Thread, o: Ref<'_>) -> R {
    let f = fut(th, o)?;
    let all: Vec<(Option<Obj>, Obj)> = f
        .watchers
        .lock()
        .iter()
        .map(|w| match w {
            Watcher::Call(c, x) => (Some(c.clone()), x.clone()),
            Watcher::Wake(t) => (None, t.clone()),
        })
        .collect();
    if all.is_empty() {
        return Ok(Obj::none());
    }
    let mut pairs = Vec::with_capacity(all.len());
    for (function, x) in all {
        let (function, context) = match function {
            Some(c) => (c, x),
            None => {
                let context = fut(th, x.r())?.context.get().unwrap_or_else(Obj::none);
                (task::wakeup_method(th, x.r())?, context)
            }
        };
        pairs.push(types::tuple::new(th, vec![function, context])?);
    }
    types::list::new(th, pairs)
}

fn both<'a>(a: &Args<'a>) -> Option<(&'a Fut, Ref<'a>)> {
    a.at(1).get::<Fut>()?;
    Some((a.at(0).get::<Fut>()?, a.at(1)))
}

fn add_awaited(th: &mut Thread, a: Args<'_>) -> R {
    let Some((f, waiter)) = both(&a) else {
        return Ok(Obj::none());
    };
    match f.awaited_by.get() {
        None => f.awaited_by.set(waiter.own()),
        Some(o) if o.r().is(waiter) => {}
        Some(o) => match o.get::<Set>() {
            Some(s) => drop(s.add(th, waiter.own())?),
            None => {
                let s = set::new_of(th, &types::SET, vec![o, waiter.own()])?;
                f.awaited_by.set(s);
            }
        },
    }
    Ok(Obj::none())
}

fn discard_awaited(th: &mut Thread, a: Args<'_>) -> R {
    let Some((f, waiter)) = both(&a) else {
        return Ok(Obj::none());
    };
    match f.awaited_by.get() {
        None => {}
        Some(o) if o.r().is(waiter) => f.awaited_by.discard(),
        Some(o) if o.get::<Set>().is_some() => {
            let name = pystr::intern_str("discard");
            call::call_method(th, o.r(), name, &[waiter])?;
        }
        Some(_) => {}
    }
    Ok(Obj::none())
}

/// `_asyncio_awaited_by`: a frozenset, or None.
pub(super) fn awaited_by(th: &mut Thread, o: Ref<'_>) -> R {
    let f = fut(th, o)?;
    let mut all: Vec<Obj> = f
        .watchers
        .lock()
        .iter()
        .filter_map(|w| match w {
            Watcher::Wake(t) => Some(t.clone()),
            Watcher::Call(..) => None,
        })
        .collect();
    if let Some(x) = f.awaited_by.get() {
        match x.get::<Set>() {
            Some(s) => all.extend(s.items()),
            None => all.push(x),
        }
    }
    if all.is_empty() {
        return Ok(Obj::none());
    }
    set::frozenset_of(th, all)
}

/// Tells the loop's exception handler of an object that dies in a bad state.
pub(super) fn report(th: &mut Thread, o: Ref<'_>, message: &str, role: &str) -> R<()> {
    let f = fut(th, o)?;
    let Some(l) = f.event_loop.get() else {
        return Ok(());
    };
    let context = dict::new(th)?;
    let text = pystr::new(th, message)?;
    if let Some(d) = context.get::<Dict>() {
        let put = |name: &str, v: Obj| drop(d.insert_str(pystr::intern_str(name), v));
        if role == "task" {
            put(role, o.own());
        }
        put("message", text);
        if role == "future" {
            put("exception", f.exception.get().unwrap_or_else(Obj::none));
            put(role, o.own());
        }
        if let Some(tb) = f.source_tb.get() {
            put("source_traceback", tb);
        }
    }
    let tell = ops::getattr_str(th, l.r(), "call_exception_handler")?;
    call::call(th, tell.r(), &[context.r()]).map(drop)
}

/// Finaliser: an exception that nobody has asked for is told of.
pub(super) fn finalize(th: &mut Thread, o: Ref<'_>) -> R<()> {
    let f = fut(th, o)?;
    if !f.logs_traceback() {
        return Ok(());
    }
    f.exception_seen();
    let m = format!("{} exception was never retrieved", o.class().name());
    report(th, o, &m, "future")
}

#[rustfmt::skip]
pub(super) static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new("future_add_to_awaited_by", Kind::Pos(2, 2), add_awaited, "Note for call graphs that the second future waits for the first."),
    MethodDef::new("future_discard_from_awaited_by", Kind::Pos(2, 2), discard_awaited, "Note for call graphs that the second future waits for the first no longer."),
];
