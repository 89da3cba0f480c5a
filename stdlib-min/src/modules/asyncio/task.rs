//! The steps of a task: resume the coroutine, and do with what it gives what has to be done.

use super::future::{self, End, FUTURE, Fut, Watcher};
use super::{CANCELLED_ERROR, Imported, fut, handle, invalid_state, registry, running};
use crate::modules::contextvars;
use std::sync::atomic::Ordering::*;
use typhon_runtime::call::{self, Kind, MethodDef};
use typhon_runtime::error::{self, runtime_error};
use typhon_runtime::hooks::{self, Resumed};
use typhon_runtime::types::str as pystr;
use typhon_runtime::types::typeobj::TypeObj;
use typhon_runtime::{Obj, R, Raised, Ref, Thread, names, ops, types};

/// `_asyncio.Task`.
pub(super) static TASK: TypeObj = TypeObj::declare("_asyncio.Task");

static IS_GENERATOR: Imported = Imported::new("inspect", "isgenerator");
static GET_LOOP: Imported = Imported::new("asyncio.futures", "_get_loop");

// ------------------------------------------------------------------ methods that the loop calls

static STEP: MethodDef = MethodDef::new(
    "task_step",
    Kind::Pos(0, 1),
    |th, a| {
        let e = a.opt_not_none(1).map(Ref::own);
        step(th, a.at(0), e).map(|()| Obj::none())
    },
    "Resume the coroutine, or throw an exception into it.",
);

static WAKEUP: MethodDef = MethodDef::new(
    "task_wakeup",
    Kind::One,
    |th, a| wakeup(th, a.at(0), a.at(1)).map(|()| Obj::none()),
    "Resume the coroutine: what it waited for is done.",
);

/// The method that the loop calls for a step.
pub(super) fn step_method(th: &mut Thread, task: Ref<'_>) -> R {
    call::bind_native(th, &STEP, &TASK, task)
}

/// The method that the loop calls when what the task waits for is done.
pub(super) fn wakeup_method(th: &mut Thread, task: Ref<'_>) -> R {
    call::bind_native(th, &WAKEUP, &TASK, task)
}

/// Schedules a step.
pub(super) fn step_soon(th: &mut Thread, task: Ref<'_>, e: Option<Obj>) -> R<()> {
    let f = fut(th, task)?;
    let l = f.its_loop(th)?;
    let context = f.context.get().unwrap_or_else(Obj::none);
    if e.is_none() && handle::step_soon(th, l.r(), task, context.r())? {
        return Ok(());
    }
    let m = step_method(th, task)?;
    let e = e.as_ref().map(Obj::r);
    handle::call_soon(th, l.r(), m.r(), e, Some(context.r()))
}

/// Schedules the step after `done`, which the task waited for.
pub(super) fn wake_soon(th: &mut Thread, l: Ref<'_>, task: Ref<'_>, done: Ref<'_>) -> R<()> {
    let context = fut(th, task)?.context.get().unwrap_or_else(Obj::none);
    if handle::wake_soon(th, l, task, done, context.r())? {
        return Ok(());
    }
    let m = wakeup_method(th, task)?;
    handle::call_soon(th, l, m.r(), Some(done), Some(context.r()))
}

// ------------------------------------------------------------------ steps

#[cold]
fn done_already(th: &mut Thread, task: Ref<'_>, e: Option<Obj>) -> Raised {
    let e = e.unwrap_or_else(Obj::none);
    let texts = ops::repr_text(th, task).and_then(|t| Ok((t, ops::repr_text(th, e.r())?)));
    match texts {
        Ok((t, e)) => invalid_state(th, &format!("__step(): already done: {t} {e}")),
        Err(e) => e,
    }
}

fn is_cancelled_error(th: &mut Thread, e: Ref<'_>) -> R<bool> {
    let class = CANCELLED_ERROR.get(th)?;
    Ok(class.r().as_type().is_some_and(|t| e.is_instance(t)))
}

/// Resumes the coroutine, by an exception if there is one.
pub(super) fn step(th: &mut Thread, task: Ref<'_>, mut e: Option<Obj>) -> R<()> {
    let f = fut(th, task)?;
    if !f.is_pending() {
        return Err(done_already(th, task, e));
    }
    // Relaxed: of the loop's thread.
    if f.must_cancel.load(Relaxed) {
        let is = match &e {
            Some(x) => is_cancelled_error(th, x.r())?,
            None => false,
        };
        if !is {
            e = Some(future::cancelled_error(th, f)?);
        }
        f.must_cancel.store(false, Relaxed);
    }
    f.waiter.discard();
    let l = f.its_loop(th)?;
    running::enter(th, l.r(), task)?;
    let r = run(th, task, f, e);
    let in_flight = r.is_err().then(|| error::fetch(th));
    let left = running::leave(th, l.r(), task);
    match in_flight {
        Some(x) if left.is_ok() => Err(error::restore(th, x)),
        _ => left,
    }
}

/// `step` without the task being made the current one.
fn run(th: &mut Thread, task: Ref<'_>, f: &Fut, e: Option<Obj>) -> R<()> {
    let Some(coro) = f.coro.get() else {
        return Err(runtime_error(th, "uninitialized Task object"));
    };
    let given = resume(th, coro.r(), e);
    let r = match given {
        Ok(Resumed::Yield(v)) => return wait_for(th, task, f, v),
        Ok(Resumed::Return(v)) => ended(th, task, f, v),
        Err(Raised) => failed(th, task, f),
    };
    if !f.is_pending() {
        registry::leave(f);
    }
    r
}

fn resume(th: &mut Thread, coro: Ref<'_>, e: Option<Obj>) -> R<Resumed> {
    let plain = coro.is_exact(&types::COROUTINE) || coro.is_exact(&types::GENERATOR);
    match e {
        None if plain => hooks::resume(th, coro, Obj::none()),
        None => call::call_method(th, coro, names::send(), &[Ref::NONE]).map(Resumed::Yield),
        Some(e) => call::call_method(th, coro, names::throw(), &[e.r()]).map(Resumed::Yield),
    }
}

/// The coroutine has returned.
fn ended(th: &mut Thread, task: Ref<'_>, f: &Fut, v: Obj) -> R<()> {
    // Relaxed: of the loop's thread.
    if f.must_cancel.load(Relaxed) {
        // Cancelled during its last step.
        f.must_cancel.store(false, Relaxed);
        let msg = f.cancel_msg.get();
        return future::cancel(th, task, msg.as_ref().map(Obj::r)).map(drop);
    }
    future::set_result(th, task, v)
}

/// The coroutine has raised.
fn failed(th: &mut Thread, task: Ref<'_>, f: &Fut) -> R<()> {
    let e = error::fetch(th);
    if e.r().is_instance(&error::STOP_ITERATION) {
        let v = error::field(e.r(), "value").unwrap_or_else(Obj::none);
        return ended(th, task, f, v);
    }
    if is_cancelled_error(th, e.r())? {
        f.cancelled_exc.set(e);
        return future::cancel(th, task, None).map(drop);
    }
    future::set_exception(th, task, e.r())?;
    let leaves = [&error::KEYBOARD_INTERRUPT, &error::SYSTEM_EXIT];
    if leaves.iter().any(|t| e.r().is_instance(t)) {
        return Err(error::restore(th, e));
    }
    Ok(())
}

/// Goes on when that which the coroutine has yielded allows it.
fn wait_for(th: &mut Thread, task: Ref<'_>, f: &Fut, v: Obj) -> R<()> {
    if v.r().is_exact(&FUTURE) || v.r().is_exact(&TASK) {
        return wait_for_native(th, task, f, v);
    }
    if v.r().is_none() {
        // A bare yield lets the others run.
        return step_soon(th, task, None);
    }
    wait_for_other(th, task, f, v)
}

fn wait_for_native(th: &mut Thread, task: Ref<'_>, f: &Fut, v: Obj) -> R<()> {
    let Some(x) = v.get::<Fut>() else {
        return Ok(());
    };
    if v.r().is(task) {
        return awaits_itself(th, task);
    }
    let same = x.event_loop.peek() == f.event_loop.peek();
    if !same {
        return other_loop(th, task, v.r());
    }
    // Relaxed: of the loop's thread.
    if !x.blocking.swap(false, Relaxed) {
        return bare_yield(th, task, v.r());
    }
    // Not done: it was pending when it was given out. If another thread has ended it since, nobody else will tell.
    x.watchers.lock().push(Watcher::Wake(task.own()));
    f.waiter.set(v.r().own());
    if !x.is_pending() {
        return ended_meanwhile(th, task, f, x, v.r());
    }
    // Relaxed: of the loop's thread.
    if f.must_cancel.load(Relaxed) {
        cancel_waiter(th, f, v.r())?;
    }
    Ok(())
}

/// The future that is waited for was done before, or by another thread at this moment: the watcher has not been told.
#[cold]
fn ended_meanwhile(th: &mut Thread, task: Ref<'_>, f: &Fut, x: &Fut, v: Ref<'_>) -> R<()> {
    let mut mine = None;
    {
        let mut list = x.watchers.lock();
        let before = std::mem::take(&mut *list);
        for w in before.into_iter() {
            match w {
                Watcher::Wake(t) if mine.is_none() && t.r().is(task) => mine = Some(t),
                w => list.push(w),
            }
        }
    }
    if mine.is_none() {
        // It was told.
        return Ok(());
    }
    let l = f.its_loop(th)?;
    wake_soon(th, l.r(), task, v)
}

/// The task was cancelled while it waited for nothing: then what it waits for now is.
fn cancel_waiter(th: &mut Thread, f: &Fut, waiter: Ref<'_>) -> R<()> {
    let msg = f.cancel_msg.get();
    if cancel_any(th, waiter, msg.as_ref().map(Obj::r))? {
        // Relaxed: of the loop's thread.
        f.must_cancel.store(false, Relaxed);
    }
    Ok(())
}

/// `waiter.cancel(msg=msg)`.
pub(super) fn cancel_any(th: &mut Thread, waiter: Ref<'_>, msg: Option<Ref<'_>>) -> R<bool> {
    if waiter.is_exact(&TASK) {
        return cancel(th, waiter, msg);
    }
    if waiter.is_exact(&FUTURE) {
        return future::cancel(th, waiter, msg);
    }
    let m = ops::getattr_str(th, waiter, "cancel")?;
    let done = call::call_kw(th, m.r(), &[], &[("msg", msg.unwrap_or(Ref::NONE))])?;
    ops::is_true(th, done.r())
}

/// `Task.cancel`.
pub(super) fn cancel(th: &mut Thread, task: Ref<'_>, msg: Option<Ref<'_>>) -> R<bool> {
    let f = fut(th, task)?;
    f.exception_seen();
    if !f.is_pending() {
        return Ok(false);
    }
    // Relaxed: a number.
    f.cancels.fetch_add(1, Relaxed);
    if let Some(w) = f.waiter.get()
        && cancel_any(th, w.r(), msg)?
    {
        // Its end wakes the task, which then gets the CancelledError.
        return Ok(true);
    }
    match msg {
        Some(m) => f.cancel_msg.set(m.own()),
        None => f.cancel_msg.discard(),
    }
    // Relaxed: of the loop's thread.
    f.must_cancel.store(true, Relaxed);
    Ok(true)
}

/// As `wait_for`, for what is no native future: anything with `_asyncio_future_blocking`.
#[cold]
fn wait_for_other(th: &mut Thread, task: Ref<'_>, f: &Fut, v: Obj) -> R<()> {
    let name = pystr::intern_str("_asyncio_future_blocking");
    let blocking = ops::getattr_opt(th, v.r(), name)?.filter(|b| !b.r().is_none());
    let Some(blocking) = blocking else {
        let generator = IS_GENERATOR.call(th, &[v.r()])?;
        let (t, g) = (ops::repr_text(th, task)?, ops::repr_text(th, v.r())?);
        let m = if ops::is_true(th, generator.r())? {
            format!("yield was used instead of yield from for generator in task {t} with {g}")
        } else {
            format!("Task got bad yield: {g}")
        };
        return misuse(th, task, &m);
    };
    if v.r().is(task) {
        return awaits_itself(th, task);
    }
    let l = GET_LOOP.call(th, &[v.r()])?;
    if !f.event_loop.load(th).is_some_and(|x| x.r().is(l.r())) {
        return other_loop(th, task, v.r());
    }
    if !ops::is_true(th, blocking.r())? {
        return bare_yield(th, task, v.r());
    }
    ops::setattr(th, v.r(), name, Some(Ref::bool(false)))?;
    let m = wakeup_method(th, task)?;
    let add = ops::getattr_str(th, v.r(), "add_done_callback")?;
    let context = f.context.get().unwrap_or_else(Obj::none);
    call::call_kw(th, add.r(), &[m.r()], &[("context", context.r())])?;
    f.waiter.set(v.clone());
    // Relaxed: of the loop's thread.
    if f.must_cancel.load(Relaxed) {
        cancel_waiter(th, f, v.r())?;
    }
    Ok(())
}

/// Throws a RuntimeError into the coroutine, soon.
#[cold]
fn misuse(th: &mut Thread, task: Ref<'_>, text: &str) -> R<()> {
    let text = pystr::new(th, text)?;
    let e = error::with_one(th, &error::RUNTIME_ERROR, text)?;
    step_soon(th, task, Some(e))
}

#[cold]
fn awaits_itself(th: &mut Thread, task: Ref<'_>) -> R<()> {
    let t = ops::repr_text(th, task)?;
    misuse(th, task, &format!("Task cannot await on itself: {t}"))
}

#[cold]
fn other_loop(th: &mut Thread, task: Ref<'_>, v: Ref<'_>) -> R<()> {
    let (t, f) = (ops::repr_text(th, task)?, ops::repr_text(th, v)?);
    let m = format!("Task {t} got Future {f} attached to a different loop");
    misuse(th, task, &m)
}

#[cold]
fn bare_yield(th: &mut Thread, task: Ref<'_>, v: Ref<'_>) -> R<()> {
    let (t, f) = (ops::repr_text(th, task)?, ops::repr_text(th, v)?);
    let m = format!("yield was used instead of yield from in task {t} with {f}");
    misuse(th, task, &m)
}

/// What the task waited for is done.
pub(super) fn wakeup(th: &mut Thread, task: Ref<'_>, done: Ref<'_>) -> R<()> {
    if (done.is_exact(&FUTURE) || done.is_exact(&TASK))
        && let Some(x) = done.get::<Fut>()
    {
        return match future::end(th, x)? {
            // The coroutine asks the future for its result itself.
            End::Result(_) => step(th, task, None),
            End::Exception(e) => step(th, task, Some(e)),
        };
    }
    let result = ops::getattr_str(th, done, "result")?;
    match call::call(th, result.r(), &[]) {
        Ok(_) => step(th, task, None),
        Err(Raised) => {
            let e = error::fetch(th);
            step(th, task, Some(e))
        }
    }
}

/// The first step, inside the constructor.
pub(super) fn start_now(th: &mut Thread, task: Ref<'_>) -> R<()> {
    let f = fut(th, task)?;
    let l = f.its_loop(th)?;
    let outside = running::swap(th, l.r(), task)?;
    let r = first_step(th, task, f);
    let in_flight = r.is_err().then(|| error::fetch(th));
    let left = running::swap(th, l.r(), outside.r()).map(drop);
    if !f.is_pending() {
        f.coro.discard();
    }
    match in_flight {
        Some(x) if left.is_ok() => Err(error::restore(th, x)),
        _ => left,
    }
}

fn first_step(th: &mut Thread, task: Ref<'_>, f: &Fut) -> R<()> {
    registry::enter(th, task, f)?;
    let context = f.context.get().unwrap_or_else(Obj::none);
    contextvars::enter(th, context.r())?;
    let r = run(th, task, f, None);
    let in_flight = r.is_err().then(|| error::fetch(th));
    contextvars::leave(th, context.r())?;
    match in_flight {
        Some(x) => Err(error::restore(th, x)),
        None => Ok(()),
    }
}
