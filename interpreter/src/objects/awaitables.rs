//! The awaitables that the machine itself hands out: a coroutine's `__await__()`, the steps of an asynchronous
//! generator, and `anext()` with a default.
//!
//! A step is awaited once: its state goes from INIT over ITER to CLOSED. Whoever drives it claims the generator first
//! (GEN RULE), so two threads that await one step meet there.

use super::Generator;
use super::generator_type::deprecated_throw;
use crate::vm::generator::{self as gens, Step};
use std::sync::atomic::{AtomicU8, Ordering::*};
use typhon_runtime::call::{self, Args, Kind, MethodDef};
use typhon_runtime::error::{self, runtime_error};
use typhon_runtime::obj::{Obj, R, Raised, Ref};
use typhon_runtime::slot::Slot;
use typhon_runtime::types::typeobj::{TypeObj, flags as tf};
use typhon_runtime::types::{self, slotdefs, str as pystr};
use typhon_runtime::{Thread, hooks, names, ops, payload};

static WRAPPER: TypeObj = TypeObj::declare("coroutine_wrapper");
static ASEND: TypeObj = TypeObj::declare("async_generator_asend");
static ATHROW: TypeObj = TypeObj::declare("async_generator_athrow");
static ANEXT: TypeObj = TypeObj::declare("anext_awaitable");

/// What a step of an asynchronous generator does.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// `asend(value)`, `__anext__()`.
    Send,
    /// `athrow(type[, value[, traceback]])`.
    Throw,
    /// `aclose()`.
    Close,
}

const INIT: u8 = 0;
const ITER: u8 = 1;
const CLOSED: u8 = 2;

/// Payload of a step.
struct StepObj {
    action: Action,
    state: AtomicU8,
    generator: Slot,
    args: Vec<Slot>,
}
payload!(
    StepObj,
    traverse | s,
    v | {
        s.generator.visit(v);
        for a in &s.args {
            a.visit(v)
        }
    },
    clear | s | {
        drop(s.generator.take());
        for a in &s.args {
            drop(a.take())
        }
    }
);

/// Payload of what forwards to another object: a coroutine's `__await__()` and `anext(it, default)`.
struct Forward {
    to: Slot,
    default: Slot,
}
payload!(
    Forward,
    traverse | s,
    v | {
        s.to.visit(v);
        s.default.visit(v)
    },
    clear | s | {
        drop(s.to.take());
        drop(s.default.take())
    }
);

/// Sets the classes up.
pub fn setup() {
    let o = Some(&types::OBJECT);
    WRAPPER.setup::<Forward>(o, 0);
    ANEXT.setup::<Forward>(o, 0);
    ASEND.setup::<StepObj>(o, tf::HAS_FINALIZER);
    ATHROW.setup::<StepObj>(o, tf::HAS_FINALIZER);
}

/// Gives them methods and slots.
pub fn init(th: &mut Thread) -> R<()> {
    WRAPPER.slots().set_iter(|_, o| Ok(o.own()));
    WRAPPER.slots().set_next(wrapper_next);
    call::add_methods(th, &WRAPPER, WRAPPER_METHODS)?;
    slotdefs::finish(th, &WRAPPER)?;
    for t in [&ASEND, &ATHROW] {
        t.slots().set_finalize(step_finalize);
        t.slots()
            .set_next(|th, o| step_send(th, o, Ref::NONE).map(Some));
        call::add_methods(th, t, STEP_METHODS)?;
    }
    ANEXT.slots().set_next(anext_next);
    call::add_methods(th, &ANEXT, ANEXT_METHODS)?;
    for t in [&ASEND, &ATHROW, &ANEXT] {
        t.slots().set_iter(|_, o| Ok(o.own()));
        t.slots().set_await(|_, o| Ok(o.own()));
        slotdefs::finish(th, t)?;
    }
    Ok(())
}

fn rest<'a>(a: &Args<'a>) -> Vec<Ref<'a>> {
    a.to_vec().into_iter().skip(1).collect()
}

// ------------------------------------------------------------------ coroutine_wrapper

fn forward<'a>(th: &mut Thread, o: Ref<'a>) -> R<(&'a Forward, Obj)> {
    let found = o.get::<Forward>().and_then(|f| Some((f, f.to.get()?)));
    match found {
        Some(x) => Ok(x),
        None => Err(runtime_error(th, "awaitable was cleared")),
    }
}

/// `coroutine.__await__()`.
pub fn wrapper(th: &mut Thread, o: Ref<'_>) -> R {
    let w = Forward {
        to: Slot::new(o.own()),
        default: Slot::empty(),
    };
    Obj::new(th, WRAPPER.r(), w)
}

fn wrapper_next(th: &mut Thread, o: Ref<'_>) -> R<Option<Obj>> {
    let (_, c) = forward(th, o)?;
    gens::next(th, c.r())
}

fn wrapper_send(th: &mut Thread, a: Args<'_>) -> R {
    let (_, c) = forward(th, a.at(0))?;
    gens::send(th, c.r(), a.at(1).own())
}

fn wrapper_throw(th: &mut Thread, a: Args<'_>) -> R {
    if a.len() > 2 {
        deprecated_throw(th)?;
    }
    let (_, c) = forward(th, a.at(0))?;
    gens::throw(th, c.r(), &rest(&a))
}

fn wrapper_close(th: &mut Thread, a: Args<'_>) -> R {
    let (_, c) = forward(th, a.at(0))?;
    gens::close(th, c.r())
}

static WRAPPER_METHODS: &[MethodDef] = &[
    MethodDef::new(
        "send",
        Kind::One,
        wrapper_send,
        "As the coroutine's send().",
    ),
    MethodDef::new(
        "throw",
        Kind::Pos(1, 3),
        wrapper_throw,
        "As the coroutine's throw().",
    ),
    MethodDef::new(
        "close",
        Kind::NoArgs,
        wrapper_close,
        "As the coroutine's close().",
    ),
];

// ------------------------------------------------------------------ steps of asynchronous generators

/// The awaitable of a step.
pub fn action(th: &mut Thread, g: Ref<'_>, action: Action, args: &[Ref<'_>]) -> R {
    let class = if action == Action::Send {
        &ASEND
    } else {
        &ATHROW
    };
    let s = StepObj {
        action,
        state: AtomicU8::new(INIT),
        generator: Slot::new(g.own()),
        args: args.iter().map(|a| Slot::new(a.own())).collect(),
    };
    Obj::new(th, class.r(), s)
}

fn step(th: &mut Thread, o: Ref<'_>) -> R<(&'static StepObj, Obj)> {
    // SAFETY: the caller's arguments keep the object alive during the call.
    let o = unsafe { o.extend() };
    let found = o
        .get::<StepObj>()
        .and_then(|s| Some((s, s.generator.get()?)));
    match found {
        Some(x) => Ok(x),
        None => Err(runtime_error(th, "awaitable was cleared")),
    }
}

impl StepObj {
    fn is_send(&self) -> bool {
        self.action == Action::Send
    }

    /// Release: what the step changed before is visible to whoever awaits it again.
    fn close(&self) {
        self.state.store(CLOSED, Release);
    }

    fn finished(&self, th: &mut Thread) -> R<()> {
        // Acquire: pairs with `close`.
        if self.state.load(Acquire) != CLOSED {
            return Ok(());
        }
        let what = if self.is_send() {
            "__anext__()/asend()"
        } else {
            "aclose()/athrow()"
        };
        let m = format!("cannot reuse already awaited {what}");
        Err(runtime_error(th, m))
    }

    /// First use: marks the generator as taken.
    fn begin(&self, th: &mut Thread, g: &Generator) -> R<()> {
        // AcqRel: one step at a time has the generator.
        if g.busy.swap(true, AcqRel) {
            self.close();
            let name = match self.action {
                Action::Send => "anext",
                Action::Throw => "athrow",
                Action::Close => "aclose",
            };
            let m = format!("{name}(): asynchronous generator is already running");
            return Err(runtime_error(th, m));
        }
        self.state.store(ITER, Release);
        Ok(())
    }

    /// What the driver sees of a step's result.
    fn result(&self, th: &mut Thread, g: &Generator, r: R<Step>) -> R {
        match r {
            // Acquire: set before the generator was suspended.
            Ok(Step::Yield(v)) if g.own_yield.load(Acquire) => {
                g.busy.store(false, Release);
                self.close();
                if self.action == Action::Close {
                    let m = "async generator ignored GeneratorExit";
                    return Err(runtime_error(th, m));
                }
                Err(error::stop_iteration(th, v))
            }
            Ok(Step::Yield(v)) => Ok(v),
            Ok(Step::Return(_)) => {
                let e = error::raise_args(th, &error::STOP_ASYNC_ITERATION, vec![]);
                Err(self.ended(th, g, e))
            }
            Err(e) => Err(self.ended(th, g, e)),
        }
    }

    fn ended(&self, th: &mut Thread, g: &Generator, e: Raised) -> Raised {
        let over = error::pending_is(th, &error::STOP_ASYNC_ITERATION)
            || error::pending_is(th, &error::GENERATOR_EXIT);
        if over {
            g.ended.store(true, Release);
        }
        g.busy.store(false, Release);
        self.close();
        if over && self.action == Action::Close {
            drop(error::fetch(th));
            return error::stop_iteration(th, Obj::none());
        }
        e
    }

    fn arguments(&self) -> Vec<Obj> {
        self.args
            .iter()
            .map(|a| a.get().unwrap_or_else(Obj::none))
            .collect()
    }
}

fn step_send(th: &mut Thread, o: Ref<'_>, value: Ref<'_>) -> R {
    let (s, g) = step(th, o)?;
    s.finished(th)?;
    let Some(x) = g.get::<Generator>() else {
        return Err(Raised);
    };
    // Acquire: pairs with `begin`.
    let first = s.state.load(Acquire) == INIT;
    if s.is_send() {
        let mut sent = value.own();
        if first {
            s.begin(th, x)?;
            if value.is_none()
                && let Some(v) = s.arguments().into_iter().next()
            {
                sent = v;
            }
        }
        let r = gens::resume(th, g.r(), sent);
        return s.result(th, x, r);
    }
    if x.state() == super::generator::CLOSED {
        s.close();
        return Err(error::stop_iteration(th, Obj::none()));
    }
    if !first {
        let r = gens::resume(th, g.r(), value.own());
        return s.result(th, x, r);
    }
    if !x.busy.load(Acquire) && x.ended.load(Acquire) {
        s.close();
        return Err(error::raise_args(th, &error::STOP_ASYNC_ITERATION, vec![]));
    }
    if !value.is_none() {
        let m = "can't send non-None value to a just-started coroutine";
        return Err(runtime_error(th, m));
    }
    s.begin(th, x)?;
    let args = if s.action == Action::Close {
        x.ended.store(true, Release);
        vec![Ref::of_type(&error::GENERATOR_EXIT).own()]
    } else {
        s.arguments()
    };
    let args: Vec<Ref<'_>> = args.iter().map(Obj::r).collect();
    let r = gens::throw_step(th, g.r(), &args, false);
    s.result(th, x, r)
}

fn step_throw(th: &mut Thread, o: Ref<'_>, args: &[Ref<'_>]) -> R {
    let (s, g) = step(th, o)?;
    s.finished(th)?;
    let Some(x) = g.get::<Generator>() else {
        return Err(Raised);
    };
    if s.state.load(Acquire) == INIT {
        s.begin(th, x)?;
    }
    let r = gens::throw_step(th, g.r(), args, true);
    s.result(th, x, r)
}

fn method_send(th: &mut Thread, a: Args<'_>) -> R {
    step_send(th, a.at(0), a.at(1))
}

fn method_throw(th: &mut Thread, a: Args<'_>) -> R {
    if a.len() > 2 {
        deprecated_throw(th)?;
    }
    step_throw(th, a.at(0), &rest(&a))
}

fn method_close(th: &mut Thread, a: Args<'_>) -> R {
    let (s, _) = step(th, a.at(0))?;
    if s.state.load(Acquire) == CLOSED {
        return Ok(Obj::none());
    }
    match step_throw(th, a.at(0), &[Ref::of_type(&error::GENERATOR_EXIT)]) {
        Ok(_) => Err(runtime_error(th, "coroutine ignored GeneratorExit")),
        Err(Raised) => {
            let quiet = [
                &error::STOP_ITERATION,
                &error::STOP_ASYNC_ITERATION,
                &error::GENERATOR_EXIT,
            ];
            if quiet.iter().any(|c| error::pending_is(th, c)) {
                drop(error::fetch(th));
                return Ok(Obj::none());
            }
            Err(Raised)
        }
    }
}

static STEP_METHODS: &[MethodDef] = &[
    MethodDef::new(
        "send",
        Kind::One,
        method_send,
        "Send a value to what the generator awaits.",
    ),
    MethodDef::new(
        "throw",
        Kind::Pos(1, 3),
        method_throw,
        "Raise an exception in what the generator awaits.",
    ),
    MethodDef::new("close", Kind::NoArgs, method_close, "Give the step up."),
];

/// A step that nobody awaited is reported.
fn step_finalize(th: &mut Thread, o: Ref<'_>) -> R<()> {
    let (s, g) = step(th, o)?;
    if s.state.load(Acquire) != INIT {
        return Ok(());
    }
    let name = match s.action {
        Action::Send => "asend",
        Action::Throw => "athrow",
        Action::Close => "aclose",
    };
    let of = g.get::<Generator>().and_then(|x| x.qualname.get());
    let of = match of {
        Some(q) => ops::repr_text(th, q.r())?,
        None => String::new(),
    };
    let m = format!("coroutine method '{name}' of {of} was never awaited");
    typhon_stdlib::warn::warn(th, &error::RUNTIME_WARNING, &m)
}

// ------------------------------------------------------------------ anext(it, default)

/// The awaitable of `anext(it, default)`.
fn with_default(th: &mut Thread, awaitable: Ref<'_>, default: Ref<'_>) -> R {
    let w = Forward {
        to: Slot::new(awaitable.own()),
        default: Slot::new(default.own()),
    };
    Obj::new(th, ANEXT.r(), w)
}

/// The iterator that drives what an `anext(it, default)` waits for.
fn driver(th: &mut Thread, o: Ref<'_>) -> R {
    let (_, to) = forward(th, o)?;
    let it = crate::vm::awaiting::awaitable(th, to.r())?;
    if it.r().is_exact(&types::COROUTINE) {
        return wrapper(th, it.r());
    }
    Ok(it)
}

/// The end of the asynchronous iterator becomes the default.
fn or_default<T>(th: &mut Thread, o: Ref<'_>, r: R<T>) -> R<T> {
    if r.is_err() && error::pending_is(th, &error::STOP_ASYNC_ITERATION) {
        drop(error::fetch(th));
        let d = o.get::<Forward>().and_then(|f| f.default.get());
        return Err(error::stop_iteration(th, d.unwrap_or_else(Obj::none)));
    }
    r
}

fn anext_next(th: &mut Thread, o: Ref<'_>) -> R<Option<Obj>> {
    let it = driver(th, o)?;
    let Some(step) = it.r().class().slots().next() else {
        return Err(error::type_error(th, "iterator expected"));
    };
    let r = step(th, it.r());
    or_default(th, o, r)
}

fn anext_call(th: &mut Thread, a: Args<'_>, name: Ref<'_>) -> R {
    let it = driver(th, a.at(0))?;
    let r = call::call_method(th, it.r(), name, &rest(&a));
    or_default(th, a.at(0), r)
}

static ANEXT_METHODS: &[MethodDef] = &[
    MethodDef::new(
        "send",
        Kind::One,
        |th, a| anext_call(th, a, names::send()),
        "Send a value to what is awaited.",
    ),
    MethodDef::new(
        "throw",
        Kind::Pos(1, 3),
        |th, a| anext_call(th, a, names::throw()),
        "Raise an exception in what is awaited.",
    ),
    MethodDef::new(
        "close",
        Kind::NoArgs,
        |th, a| anext_call(th, a, names::close()),
        "Close what is awaited.",
    ),
];

/// `anext(iterator[, default])`.
pub fn builtin_anext(th: &mut Thread, a: Args<'_>) -> R {
    let it = a.at(0);
    let Some(f) = it.class().slots().anext() else {
        let m = format!("'{}' object is not an async iterator", it.class().tp_name());
        return Err(error::type_error(th, m));
    };
    let step = f(th, it)?;
    match a.opt(1) {
        None => Ok(step),
        Some(d) => with_default(th, step.r(), d),
    }
}

// ------------------------------------------------------------------ coroutines nobody awaited

/// The RuntimeWarning for a coroutine that dies without having run; never raises.
pub fn warn_unawaited(th: &mut Thread, o: Ref<'_>) {
    let reported = hooks::import(th, "warnings").and_then(|w| {
        let f = ops::getattr(th, w.r(), pystr::intern_str("_warn_unawaited_coroutine"))?;
        call::call(th, f.r(), &[o])
    });
    if reported.is_err() {
        error::write_unraisable(th, "Exception ignored while finalizing coroutine", Some(o));
        let name = o.get::<Generator>().and_then(|g| g.qualname.get());
        let name = name.map_or(String::new(), |n| pystr::text(n.r()));
        let m = format!("coroutine '{name}' was never awaited");
        if typhon_stdlib::warn::warn(th, &error::RUNTIME_WARNING, &m).is_err() {
            error::write_unraisable(th, "Exception ignored while finalizing coroutine", Some(o));
        }
    }
}
