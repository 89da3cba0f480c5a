//! The class `Task` as scripts see it.

use super::future::{self, FUTURE, Fut};
use super::future_methods::{new, reader, undeletable};
use super::task::{self, TASK};
use super::{Imported, fut, or_none, registry};
use crate::modules::common::{TypeSpec, class_getitem};
use crate::modules::contextvars;
use std::sync::atomic::{AtomicI64, Ordering::*};
use typhon_runtime::call::{self, Args, GetSetDef, Kind, MethodDef, Sig};
use typhon_runtime::error::{runtime_error, type_error};
use typhon_runtime::types::str as pystr;
use typhon_runtime::types::typeobj::flags as tf;
use typhon_runtime::{Obj, R, Ref, Thread, ops, types};

static REPR: Imported = Imported::new("asyncio.base_tasks", "_task_repr");
static GET_STACK: Imported = Imported::new("asyncio.base_tasks", "_task_get_stack");
static PRINT_STACK: Imported = Imported::new("asyncio.base_tasks", "_task_print_stack");
static IS_COROUTINE: Imported = Imported::new("asyncio.coroutines", "iscoroutine");

/// Numbers of tasks without names.
static NUMBER: AtomicI64 = AtomicI64::new(0);

fn init(th: &mut Thread, o: Ref<'_>, a: Args<'_>) -> R<()> {
    static SIG: Sig = Sig::parse("coro, *, loop=, name=, context=, eager_start=");
    call::with_sig(th, "Task", &SIG, a, |th, a| init_with(th, o, a))
}

/// A task of a loop that is open and not in debug mode.
pub(super) fn create(th: &mut Thread, l: Ref<'_>, coro: Ref<'_>) -> R {
    let o = future::create_in(th, l, TASK.r())?;
    let f = fut(th, o.r())?;
    begin(th, f, coro, None, None)?;
    task::step_soon(th, o.r(), None)?;
    registry::enter(th, o.r(), f)?;
    Ok(o)
}

/// Gives a task what it consists of.
fn begin(
    th: &mut Thread,
    f: &Fut,
    coro: Ref<'_>,
    name: Option<Ref<'_>>,
    context: Option<Ref<'_>>,
) -> R<()> {
    if !coro.is_exact(&types::COROUTINE) {
        let is = IS_COROUTINE.call(th, &[coro])?;
        if !ops::is_true(th, is.r())? {
            // The finaliser has nothing to say about it. Relaxed: of this thread.
            f.log_destroy.store(false, Relaxed);
            let c = ops::repr_text(th, coro)?;
            let m = format!("a coroutine was expected, got {c}");
            return Err(type_error(th, m));
        }
    }
    let name = match name {
        // Relaxed: only uniqueness matters. The text is made when somebody asks for it.
        None => Ref::small_int(NUMBER.fetch_add(1, Relaxed) + 1).own(),
        Some(n) => text_of(th, n)?,
    };
    f.name.set(name);
    let context = match context {
        None => contextvars::copy_current(th)?,
        Some(c) => c.own(),
    };
    f.context.set(context);
    f.coro.set(coro.own());
    Ok(())
}

fn init_with(th: &mut Thread, o: Ref<'_>, a: Args<'_>) -> R<()> {
    future::init(th, o, a.opt_not_none(1))?;
    let f = fut(th, o)?;
    begin(th, f, a.at(0), a.opt_not_none(2), a.opt_not_none(3))?;
    if let Some(eager) = a.opt(4)
        && ops::is_true(th, eager)?
    {
        let l = f.its_loop(th)?;
        let ask = ops::getattr_str(th, l.r(), "is_running")?;
        let on = call::call(th, ask.r(), &[])?;
        if ops::is_true(th, on.r())? {
            return task::start_now(th, o);
        }
    }
    task::step_soon(th, o, None)?;
    registry::enter(th, o, f)
}

fn text_of(th: &mut Thread, n: Ref<'_>) -> R {
    if n.is_exact(&types::STR) {
        return Ok(n.own());
    }
    ops::str(th, n)
}

fn repr(th: &mut Thread, o: Ref<'_>) -> R {
    REPR.call(th, &[o])
}

/// Finaliser: a task that is dropped pending is told of.
fn finalize(th: &mut Thread, o: Ref<'_>) -> R<()> {
    let f = fut(th, o)?;
    // Relaxed: of the loop's thread.
    if f.is_pending() && f.log_destroy.load(Relaxed) && !f.coro.is_empty() {
        future::report(th, o, "Task was destroyed but it is pending!", "task")?;
    }
    future::finalize(th, o)
}

fn cancel(th: &mut Thread, a: Args<'_>) -> R {
    task::cancel(th, a.at(0), a.opt_not_none(1)).map(Obj::bool)
}
fn cancelling(th: &mut Thread, a: Args<'_>) -> R {
    // Relaxed: a number.
    let n = fut(th, a.at(0))?.cancels.load(Relaxed);
    Ok(Ref::small_int(n).own())
}
fn uncancel(th: &mut Thread, a: Args<'_>) -> R {
    let f = fut(th, a.at(0))?;
    // Relaxed: a number.
    let less = |n: i64| (n > 0).then(|| n - 1);
    let n = match f.cancels.fetch_update(Relaxed, Relaxed, less) {
        Ok(n) => {
            if n == 1 {
                f.must_cancel.store(false, Relaxed);
            }
            n - 1
        }
        Err(n) => n,
    };
    Ok(Ref::small_int(n).own())
}
fn get_name(th: &mut Thread, a: Args<'_>) -> R {
    let f = fut(th, a.at(0))?;
    match f.name.get() {
        Some(n) => match n.r().as_small() {
            Some(i) => {
                let text = pystr::new(th, &format!("Task-{i}"))?;
                f.name.set(text.clone());
                Ok(text)
            }
            None => Ok(n),
        },
        None => Ok(Obj::none()),
    }
}
fn set_name(th: &mut Thread, a: Args<'_>) -> R {
    let n = text_of(th, a.at(1))?;
    fut(th, a.at(0))?.name.set(n);
    Ok(Obj::none())
}
fn get_coro(th: &mut Thread, a: Args<'_>) -> R {
    or_none(&fut(th, a.at(0))?.coro)
}
fn get_context(th: &mut Thread, a: Args<'_>) -> R {
    or_none(&fut(th, a.at(0))?.context)
}
fn get_stack(th: &mut Thread, a: Args<'_>) -> R {
    let limit = a.opt(1).unwrap_or(Ref::NONE);
    GET_STACK.call(th, &[a.at(0), limit])
}
fn print_stack(th: &mut Thread, a: Args<'_>) -> R {
    let (limit, file) = (a.opt(1).unwrap_or(Ref::NONE), a.opt(2).unwrap_or(Ref::NONE));
    PRINT_STACK.call(th, &[a.at(0), limit, file])
}
fn set_result(th: &mut Thread, _a: Args<'_>) -> R {
    let m = "Task does not support set_result operation";
    Err(runtime_error(th, m))
}
fn set_exception(th: &mut Thread, _a: Args<'_>) -> R {
    let m = "Task does not support set_exception operation";
    Err(runtime_error(th, m))
}

#[rustfmt::skip]
static METHODS: &[MethodDef] = &[
    MethodDef::new("cancel", Kind::Sig("msg="), cancel, "cancel($self, /, msg=None)\n--\n\nAsk the task to end: CancelledError is thrown into its coroutine, which may catch it. False if it is done."),
    MethodDef::new("cancelling", Kind::NoArgs, cancelling, "cancelling($self, /)\n--\n\nHow many calls of cancel() uncancel() has not taken back."),
    MethodDef::new("uncancel", Kind::NoArgs, uncancel, "uncancel($self, /)\n--\n\nTake one call of cancel() back; the number of those left."),
    MethodDef::new("get_name", Kind::NoArgs, get_name, "get_name($self, /)\n--\n\n"),
    MethodDef::new("set_name", Kind::One, set_name, "set_name($self, value, /)\n--\n\n"),
    MethodDef::new("get_coro", Kind::NoArgs, get_coro, "get_coro($self, /)\n--\n\n"),
    MethodDef::new("get_context", Kind::NoArgs, get_context, "get_context($self, /)\n--\n\n"),
    MethodDef::new("get_stack", Kind::Sig("*, limit="), get_stack, "get_stack($self, /, *, limit=None)\n--\n\nThe frames of the coroutine, or those of the traceback if it ended by an exception."),
    MethodDef::new("print_stack", Kind::Sig("*, limit=, file="), print_stack, "print_stack($self, /, *, limit=None, file=None)\n--\n\nPrint what get_stack() gives, as a traceback."),
    MethodDef::new("set_result", Kind::One, set_result, "set_result($self, result, /)\n--\n\nA task sets its result itself."),
    MethodDef::new("set_exception", Kind::One, set_exception, "set_exception($self, exception, /)\n--\n\nA task sets its exception itself."),
    MethodDef::class("__class_getitem__", Kind::One, class_getitem, "See PEP 585"),
];

static ATTRS: &[GetSetDef] = &[
    GetSetDef {
        name: "_log_destroy_pending",
        get: |th, o| Ok(Obj::bool(fut(th, o)?.log_destroy.load(Relaxed))),
        set: Some(|th, o, v| {
            let Some(v) = v else {
                return Err(undeletable(th, o, "_log_destroy_pending"));
            };
            let on = ops::is_true(th, v)?;
            // Relaxed: of the loop's thread.
            fut(th, o)?.log_destroy.store(on, Relaxed);
            Ok(())
        }),
        doc: "",
    },
    reader("_must_cancel", |th, o| {
        Ok(Obj::bool(fut(th, o)?.must_cancel.load(Relaxed)))
    }),
    reader("_coro", |th, o| or_none(&fut(th, o)?.coro)),
    reader("_fut_waiter", |th, o| or_none(&fut(th, o)?.waiter)),
];

static SPEC: TypeSpec = TypeSpec::new(
    &TASK,
    new,
    "Task(coro, *, loop=<unrepresentable>, name=None, context=None, eager_start=False)\n--\n\nA coroutine that the loop drives; a Future of what it returns.",
)
.flags(tf::WEAKREFS | tf::HAS_FINALIZER)
.methods(METHODS)
.getset(ATTRS);

/// Sets the type up.
pub(super) fn setup(th: &mut Thread) -> R<()> {
    SPEC.begin::<Fut>(&FUTURE);
    let s = TASK.slots();
    s.set_init(init);
    s.set_repr(repr);
    s.set_finalize(finalize);
    SPEC.end(th)
}
