//! What scripts see of generators, coroutines and asynchronous generators.

use super::attributes::{or_none, set_str};
use super::awaitables::{self, Action};
use super::frame::Variables;
use super::{Code, FrameObj, Function, Generator};
use crate::objects::generator::{CREATED, RUNNING, SUSPENDED};
use crate::vm::generator as gens;
use std::sync::atomic::Ordering::*;
use typhon_runtime::call::{self, Args, GetSetDef, Kind, MethodDef};
use typhon_runtime::error::{self, type_error};
use typhon_runtime::obj::{Obj, R, Raised, Ref};
use typhon_runtime::types::{self, slotdefs, str as pystr, typeobj::flags as tf};
use typhon_runtime::{Thread, ops, weak};

/// Gives the three classes their attributes, methods and slots.
pub fn init(th: &mut Thread) -> R<()> {
    for t in [
        &types::GENERATOR,
        &types::COROUTINE,
        &types::ASYNC_GENERATOR,
    ] {
        t.slots().set_repr(repr);
        t.slots().set_finalize(finalize);
        t.set_flag(tf::HAS_FINALIZER, true);
    }
    let g = types::GENERATOR.slots();
    g.set_iter(|_, o| Ok(o.own()));
    g.set_next(gens::next);
    call::add_getset(th, &types::GENERATOR, GENERATOR_ATTRS)?;
    call::add_methods(th, &types::GENERATOR, GENERATOR_METHODS)?;
    slotdefs::finish(th, &types::GENERATOR)?;
    types::COROUTINE.slots().set_await(awaitables::wrapper);
    call::add_getset(th, &types::COROUTINE, COROUTINE_ATTRS)?;
    call::add_methods(th, &types::COROUTINE, COROUTINE_METHODS)?;
    slotdefs::finish(th, &types::COROUTINE)?;
    let a = types::ASYNC_GENERATOR.slots();
    a.set_aiter(|_, o| Ok(o.own()));
    a.set_anext(|th, o| start(th, o, Action::Send, &[Ref::NONE]));
    call::add_getset(th, &types::ASYNC_GENERATOR, ASYNC_GENERATOR_ATTRS)?;
    call::add_methods(th, &types::ASYNC_GENERATOR, ASYNC_GENERATOR_METHODS)?;
    slotdefs::finish(th, &types::ASYNC_GENERATOR)?;
    awaitables::init(th)
}

fn generator(o: Ref<'_>) -> &Generator {
    // Getters are called with instances of their class only (the descriptor checks).
    match o.get::<Generator>() {
        Some(g) => g,
        None => unreachable!("a getset descriptor checks the class of its object"),
    }
}

fn repr(th: &mut Thread, o: Ref<'_>) -> R {
    let q = pystr::text(or_none(&generator(o).qualname).r());
    let class = o.class().static_name();
    pystr::new(th, &format!("<{class} object {q} at {:#x}>", o.address()))
}

/// What dies suspended is closed (PEP 342); a coroutine that never ran is reported.
fn finalize(th: &mut Thread, o: Ref<'_>) -> R<()> {
    let g = generator(o);
    match g.state() {
        CREATED if o.is_exact(&types::COROUTINE) => {
            awaitables::warn_unawaited(th, o);
            return Ok(());
        }
        SUSPENDED => {}
        _ => return Ok(()),
    }
    if o.is_exact(&types::ASYNC_GENERATOR)
        && !g.ended.load(Acquire)
        && let Some(hook) = g.extra.get()
    {
        return call::call(th, hook.r(), &[o]).map(drop);
    }
    if let Err(Raised) = gens::close(th, o) {
        error::write_unraisable(th, "Exception ignored while closing generator", Some(o));
    }
    Ok(())
}

fn send(th: &mut Thread, a: Args<'_>) -> R {
    gens::send(th, a.at(0), a.at(1).own())
}

fn throw(th: &mut Thread, a: Args<'_>) -> R {
    if a.len() > 2 {
        deprecated_throw(th)?;
    }
    let all = a.to_vec();
    gens::throw(th, a.at(0), all.get(1..).unwrap_or(&[]))
}

/// The warning for `throw(type, value, traceback)`.
pub fn deprecated_throw(th: &mut Thread) -> R<()> {
    let m = "the (type, exc, tb) signature of throw() is deprecated, use the single-arg signature instead.";
    typhon_stdlib::warn::deprecation(th, m)
}

fn close(th: &mut Thread, a: Args<'_>) -> R {
    gens::close(th, a.at(0))
}

static GENERATOR_METHODS: &[MethodDef] = &[
    MethodDef::new(
        "send",
        Kind::One,
        send,
        "Send a value into the generator; return the next yielded value.",
    ),
    MethodDef::new(
        "throw",
        Kind::Pos(1, 3),
        throw,
        "Raise an exception inside the generator; return the next yielded value.",
    ),
    MethodDef::new(
        "close",
        Kind::NoArgs,
        close,
        "Raise GeneratorExit inside the generator.",
    ),
    MethodDef::class("__class_getitem__", Kind::One, generic_alias, "See PEP 585"),
];

static COROUTINE_METHODS: &[MethodDef] = &[
    MethodDef::new(
        "send",
        Kind::One,
        send,
        "Resume by sending a value into coroutine; return what it waits for next.",
    ),
    MethodDef::new(
        "throw",
        Kind::Pos(1, 3),
        throw,
        "Raise an exception inside coroutine; return what it waits for next.",
    ),
    MethodDef::new(
        "close",
        Kind::NoArgs,
        close,
        "Raise GeneratorExit inside coroutine.",
    ),
    MethodDef::class("__class_getitem__", Kind::One, generic_alias, "See PEP 585"),
];

/// The awaitable of `asend`, `athrow`, `aclose` or `__anext__`.
fn start(th: &mut Thread, o: Ref<'_>, action: Action, args: &[Ref<'_>]) -> R {
    hook_up(th, o)?;
    awaitables::action(th, o, action, args)
}

/// Asks the hooks of `sys.set_asyncgen_hooks` when an asynchronous generator is first used.
fn hook_up(th: &mut Thread, o: Ref<'_>) -> R<()> {
    let g = generator(o);
    // AcqRel: only the first user asks.
    if g.hooked.swap(true, AcqRel) {
        return Ok(());
    }
    let m = crate::vm::frame::machine(th);
    if let Some(f) = m.asyncgen_finalizer.clone() {
        g.extra.set(f);
    }
    match m.asyncgen_firstiter.clone() {
        Some(f) => call::call(th, f.r(), &[o]).map(drop),
        None => Ok(()),
    }
}

fn asend(th: &mut Thread, a: Args<'_>) -> R {
    start(th, a.at(0), Action::Send, &[a.at(1)])
}

fn athrow(th: &mut Thread, a: Args<'_>) -> R {
    if a.len() > 2 {
        let m = "the (type, exc, tb) signature of athrow() is deprecated, use the single-arg signature instead.";
        typhon_stdlib::warn::deprecation(th, m)?;
    }
    let all = a.to_vec();
    start(th, a.at(0), Action::Throw, all.get(1..).unwrap_or(&[]))
}

fn aclose(th: &mut Thread, a: Args<'_>) -> R {
    start(th, a.at(0), Action::Close, &[])
}

static ASYNC_GENERATOR_METHODS: &[MethodDef] = &[
    MethodDef::new(
        "asend",
        Kind::One,
        asend,
        "An awaitable that sends a value into the generator and gives the next item.",
    ),
    MethodDef::new(
        "athrow",
        Kind::Pos(1, 3),
        athrow,
        "An awaitable that raises an exception inside the generator.",
    ),
    MethodDef::new(
        "aclose",
        Kind::NoArgs,
        aclose,
        "An awaitable that raises GeneratorExit inside the generator.",
    ),
    MethodDef::class("__class_getitem__", Kind::One, generic_alias, "See PEP 585"),
];

fn generic_alias(th: &mut Thread, a: Args<'_>) -> R {
    let m = typhon_runtime::hooks::import(th, "types")?;
    let g = ops::getattr_str(th, m.r(), "GenericAlias")?;
    call::call(th, g.r(), &[a.at(0), a.at(1)])
}

// ------------------------------------------------------------------ attributes

const NAME: GetSetDef = GetSetDef {
    name: "__name__",
    get: |_, o| Ok(or_none(&generator(o).name)),
    set: Some(|th, o, v| set_str(th, &generator(o).name, v, "__name__")),
    doc: "",
};

const QUALNAME: GetSetDef = GetSetDef {
    name: "__qualname__",
    get: |_, o| Ok(or_none(&generator(o).qualname)),
    set: Some(|th, o, v| set_str(th, &generator(o).qualname, v, "__qualname__")),
    doc: "",
};

/// An attribute that cannot be set.
const fn reader(name: &'static str, get: fn(&mut Thread, Ref<'_>) -> R) -> GetSetDef {
    GetSetDef {
        name,
        get,
        set: None,
        doc: "",
    }
}

fn running(_th: &mut Thread, o: Ref<'_>) -> R {
    Ok(Obj::bool(generator(o).state() == RUNNING))
}

fn suspended(_th: &mut Thread, o: Ref<'_>) -> R {
    Ok(Obj::bool(generator(o).state() == SUSPENDED))
}

fn code(_th: &mut Thread, o: Ref<'_>) -> R {
    Ok(generator(o)
        .function()
        .and_then(|f| f.get::<Function>().and_then(|f| f.code.get()))
        .unwrap_or_else(Obj::none))
}

fn inner(_th: &mut Thread, o: Ref<'_>) -> R {
    Ok(generator(o).yield_from().unwrap_or_else(Obj::none))
}

static GENERATOR_ATTRS: &[GetSetDef] = &[
    NAME,
    QUALNAME,
    reader("gi_running", running),
    reader("gi_suspended", suspended),
    reader("gi_code", code),
    reader("gi_yieldfrom", inner),
    reader("gi_frame", frame),
];

static COROUTINE_ATTRS: &[GetSetDef] = &[
    NAME,
    QUALNAME,
    reader("cr_running", running),
    reader("cr_suspended", suspended),
    reader("cr_code", code),
    reader("cr_await", inner),
    reader("cr_frame", frame),
    reader("cr_origin", |_, o| Ok(or_none(&generator(o).extra))),
];

static ASYNC_GENERATOR_ATTRS: &[GetSetDef] = &[
    NAME,
    QUALNAME,
    reader("ag_running", |_, o| {
        Ok(Obj::bool(generator(o).busy.load(Acquire)))
    }),
    reader("ag_suspended", suspended),
    reader("ag_code", code),
    reader("ag_await", inner),
    reader("ag_frame", frame),
];

/// The frame of what is not finished. While it is suspended its object has copies of the variables.
fn frame(th: &mut Thread, o: Ref<'_>) -> R {
    let found = find_frame(th, o)?;
    // For `f_generator`.
    if let Some(f) = found.get::<FrameObj>()
        && f.owner.is_empty()
        && let Some(w) = weak::new(th, &types::WEAKREF, o, None)?
    {
        f.owner.set(w);
    }
    Ok(found)
}

fn find_frame(th: &mut Thread, o: Ref<'_>) -> R {
    let g = generator(o);
    if g.state.load(Acquire) > RUNNING {
        return Ok(Obj::none());
    }
    if let Some(f) = g.frame.get() {
        return Ok(f);
    }
    let Some(func) = g.function() else {
        return Ok(Obj::none());
    };
    let before = match g.claim() {
        Some(before) => before,
        None if g.state() == RUNNING => return running_frame(th, o, func.r()),
        None => return Ok(Obj::none()),
    };
    let made = suspended_frame(th, g, func.r(), before);
    if let Ok(f) = &made {
        g.frame.set(f.clone());
    }
    // Release: gives the claim back.
    g.state.store(before, Release);
    made
}

/// The frame object of a generator that runs now. That of another thread shows code and globals only.
fn running_frame(th: &mut Thread, o: Ref<'_>, func: Ref<'_>) -> R {
    let mut depth = 0;
    while let Some(f) = crate::builtins::frame_at(th, depth) {
        if f.frame().generator == o.word() {
            return crate::vm::unwind::frame_object(th, f);
        }
        depth += 1;
    }
    let Some(f) = func.get::<Function>() else {
        return Err(type_error(th, "generator without function"));
    };
    frame_of(th, func, f.code_ptr(), 0, Variables::default())
}

/// A frame object for what the caller has claimed.
fn suspended_frame(th: &mut Thread, g: &Generator, func: Ref<'_>, before: u8) -> R {
    // SAFETY: claimed by the caller, so its code is there.
    let (saved, code) = unsafe { (&*g.saved.get(), &*(*g.saved.get()).code) };
    let lasti = if before == CREATED {
        0
    } else {
        saved.pc().saturating_sub(1) as u64
    };
    // SAFETY: claimed by the caller.
    let vars = crate::vm::suspend::variables(code, unsafe { g.registers() });
    let variables = Variables {
        vars,
        suspended: true,
        ..Variables::default()
    };
    frame_of(th, func, saved.code, lasti, variables)
}

/// A frame object that no frame on a stack belongs to.
fn frame_of(
    th: &mut Thread,
    func: Ref<'_>,
    code: *const Code,
    lasti: u64,
    variables: Variables,
) -> R {
    let mut fo = FrameObj::new(func, code);
    *fo.lasti.get_mut() = lasti;
    *fo.saved.get_mut() = variables;
    Obj::new(th, types::FRAME.r(), fo)
}
