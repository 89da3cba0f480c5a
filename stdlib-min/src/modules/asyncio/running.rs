//! Which loop runs in a thread, and which task in a loop (`typhon_runtime::running`).

use super::Imported;
use parking_lot::Mutex;
use std::sync::Arc;
use typhon_runtime::call::{Args, Kind, MethodDef};
use typhon_runtime::error::runtime_error;
use typhon_runtime::running::Running;
use typhon_runtime::{Obj, R, Raised, Ref, Thread, Val, ops};

/// Of the threads that run a loop.
static ALL: Mutex<Vec<Arc<Running>>> = Mutex::new(Vec::new());

static POLICY: Imported = Imported::new("asyncio.events", "_get_event_loop_policy");

/// The running loop of this thread.
pub(super) fn event_loop(th: &Thread) -> Option<Obj> {
    th.running.event_loop.get()
}

fn is_running(th: &Thread, l: Ref<'_>) -> bool {
    th.running.event_loop.load(th).is_some_and(|x| x.r().is(l))
}

#[cold]
fn none_runs(th: &mut Thread) -> Raised {
    runtime_error(th, "no running event loop")
}

/// `get_running_loop()`.
pub(super) fn running_loop(th: &mut Thread) -> R {
    match event_loop(th) {
        Some(l) => Ok(l),
        None => Err(none_runs(th)),
    }
}

/// `get_event_loop()`.
pub(super) fn usual_loop(th: &mut Thread) -> R {
    if let Some(l) = event_loop(th) {
        return Ok(l);
    }
    let policy = POLICY.call(th, &[])?;
    let get = ops::getattr_str(th, policy.r(), "get_event_loop")?;
    typhon_runtime::call::call(th, get.r(), &[])
}

fn set_loop(th: &mut Thread, l: Ref<'_>) {
    let mine = th.running.clone();
    let mut all = ALL.lock();
    all.retain(|r| !Arc::ptr_eq(r, &mine));
    if !l.is_none() {
        all.push(mine.clone());
    }
    drop(all);
    if l.is_none() {
        mine.event_loop.discard();
    } else {
        mine.event_loop.set(l.own());
    }
    // A task of the loop before is none of this one's.
    mine.task.discard();
}

#[cold]
fn not_running(th: &mut Thread, l: Ref<'_>) -> Raised {
    match ops::repr_text(th, l) {
        Ok(l) => runtime_error(th, format!("loop {l} is not the running loop")),
        Err(e) => e,
    }
}

/// The task runs now.
pub(super) fn enter(th: &mut Thread, l: Ref<'_>, task: Ref<'_>) -> R<()> {
    if !is_running(th, l) {
        return Err(not_running(th, l));
    }
    if let Some(other) = th.running.task.get() {
        let (t, o) = (ops::repr_text(th, task)?, ops::repr_text(th, other.r())?);
        let m = format!("Cannot enter into task {t} while another task {o} is being executed.");
        return Err(runtime_error(th, m));
    }
    th.running.task.init(task.own());
    Ok(())
}

/// The task does not run any more.
pub(super) fn leave(th: &mut Thread, l: Ref<'_>, task: Ref<'_>) -> R<()> {
    if !is_running(th, l) {
        return Err(not_running(th, l));
    }
    if th.running.task.load(th).is_some_and(|x| x.r().is(task)) {
        th.running.task.discard();
        return Ok(());
    }
    let current = th.running.task.get().unwrap_or_else(Obj::none);
    let (t, c) = (ops::repr_text(th, task)?, ops::repr_text(th, current.r())?);
    let m = format!("Invalid attempt to leave task {t} while task {c} is entered.");
    Err(runtime_error(th, m))
}

/// The task (None: none) runs now instead of the one that is given.
pub(super) fn swap(th: &mut Thread, l: Ref<'_>, task: Ref<'_>) -> R {
    if !is_running(th, l) {
        return Err(not_running(th, l));
    }
    let new = (!task.is_none()).then(|| task.own());
    Ok(th.running.task.swap(new).unwrap_or_else(Obj::none))
}

/// The task that runs in the loop, whatever thread runs it.
fn current(th: &mut Thread, l: Ref<'_>) -> Obj {
    let holds = |r: &Running| r.event_loop.get().is_some_and(|x| x.r().is(l));
    let found = if is_running(th, l) {
        th.running.task.get()
    } else {
        let place = ALL.lock().iter().find(|r| holds(r)).cloned();
        place.and_then(|r| r.task.get())
    };
    found.unwrap_or_else(Obj::none)
}

fn get_running(th: &mut Thread, _a: Args<'_>) -> R {
    running_loop(th)
}
fn get_running_quick<'g>(th: &'g Thread, _a: Args<'_>) -> Option<Val<'g>> {
    th.running.event_loop.load(th)
}
fn get_or_none(th: &mut Thread, _a: Args<'_>) -> R {
    Ok(event_loop(th).unwrap_or_else(Obj::none))
}
fn set_running(th: &mut Thread, a: Args<'_>) -> R {
    set_loop(th, a.at(0));
    Ok(Obj::none())
}
fn get_usual(th: &mut Thread, _a: Args<'_>) -> R {
    usual_loop(th)
}
fn enter_task(th: &mut Thread, a: Args<'_>) -> R {
    enter(th, a.at(0), a.at(1)).map(|()| Obj::none())
}
fn leave_task(th: &mut Thread, a: Args<'_>) -> R {
    leave(th, a.at(0), a.at(1)).map(|()| Obj::none())
}
fn swap_task(th: &mut Thread, a: Args<'_>) -> R {
    swap(th, a.at(0), a.at(1))
}
fn current_task(th: &mut Thread, a: Args<'_>) -> R {
    let l = match a.opt_not_none(0) {
        Some(l) => l.own(),
        None => running_loop(th)?,
    };
    Ok(current(th, l.r()))
}

#[rustfmt::skip]
pub(super) static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new("get_running_loop", Kind::NoArgs, get_running, "The loop that runs in this thread; RuntimeError if there is none.").quick(get_running_quick),
    MethodDef::new("_get_running_loop", Kind::NoArgs, get_or_none, "The loop that runs in this thread, or None."),
    MethodDef::new("_set_running_loop", Kind::One, set_running, "This loop runs in this thread now; None: none does."),
    MethodDef::new("get_event_loop", Kind::NoArgs, get_usual, "The running loop, or else the one set for this thread."),
    MethodDef::new("_enter_task", Kind::Sig("loop, task"), enter_task, "The task runs now."),
    MethodDef::new("_leave_task", Kind::Sig("loop, task"), leave_task, "The task does not run any more."),
    MethodDef::new("_swap_current_task", Kind::Sig("loop, task"), swap_task, "The task runs now instead of the one given back."),
    MethodDef::new("current_task", Kind::Sig("loop="), current_task, "current_task($module, /, loop=None)\n--\n\nThe task that runs in the loop (default: the running one), or None."),
];
