//! What the runtime needs of the crates above it, as function pointers set once at start-up.
//! (The runtime knows no bytecode and no library; these are the few places where it must reach up.)

use crate::obj::{Obj, R, Ref};
use crate::profile::{Place, Spot};
use crate::slot::Slot;
use crate::thread::Thread;
use std::sync::OnceLock;

/// The table.
pub struct Hooks {
    /// Issues a DeprecationWarning; Err if a filter makes it an exception.
    pub deprecation: fn(&mut Thread, &str) -> R<()>,
    /// Reports an unraisable exception: exception, message, object.
    pub unraisable: fn(&mut Thread, Obj, &str, Option<Ref<'_>>),
    /// Serves the Python-level part of a safepoint (signals, finalisers, collector); Err: an exception is raised.
    pub serve: fn(&mut Thread, u32) -> R<()>,
    /// Imports a module by dotted name and gives the leaf module.
    pub import: fn(&mut Thread, &str) -> R,
    /// Runs the body function of a class statement with a namespace; gives the `__class__` cell or None.
    pub class_body: fn(&mut Thread, Ref<'_>, Ref<'_>) -> R,
    /// Class and first argument for `super()` of the running Python function; raises CPython's RuntimeErrors.
    pub super_args: fn(&mut Thread) -> R<(Obj, Obj)>,
    /// Globals of the running Python function, if one runs.
    pub caller_globals: fn(&mut Thread) -> Option<Obj>,
    /// `locals()` of the running Python function, if one runs.
    pub caller_locals: fn(&mut Thread) -> R<Option<Obj>>,
    /// Bytes of address space that the interpreter state of a thread needs beside its registers.
    pub state_bytes: usize,
    /// Gives a thread that just started its interpreter state.
    pub thread_init: fn(&mut Thread),
    /// Takes it away before the thread ends.
    pub thread_done: fn(&mut Thread),
    /// Where the thread with this interpreter state, the calling one, is in the source.
    pub locate: fn(*mut ()) -> Option<Spot>,
    /// A spot in words.
    pub describe: fn(Spot) -> Place,
    /// Resumes a generator or coroutine with a value.
    pub resume: fn(&mut Thread, Ref<'_>, Obj) -> R<Resumed>,
    /// The generators and coroutines that run in this thread, each with the values of its variables.
    pub running_generators: fn(&mut Thread) -> Vec<Suspendable>,
    /// The content of a closure cell; None if the value is no cell.
    pub cell: for<'a> fn(Ref<'a>) -> Option<&'a Slot>,
}

/// A generator or coroutine and the values of its variables.
pub type Suspendable = (Obj, Vec<Obj>);

/// What resuming a generator or coroutine gives.
pub enum Resumed {
    /// A yielded value.
    Yield(Obj),
    /// The return value.
    Return(Obj),
}

static HOOKS: OnceLock<Hooks> = OnceLock::new();

/// Sets the table; later calls are ignored.
pub fn set(h: Hooks) {
    let _ = HOOKS.set(h);
}

/// See `Hooks::unraisable`.
pub fn unraisable(th: &mut Thread, e: Obj, msg: &str, o: Option<Ref<'_>>) {
    match HOOKS.get() {
        Some(h) => (h.unraisable)(th, e, msg, o),
        None => eprintln!("{msg}: {}", crate::error::describe(th, e.r())),
    }
}

/// A safepoint of native code: long native loops call it so that signals and the collector get their turn.
pub fn safepoint(th: &mut Thread) -> R<()> {
    if !th.interrupted() {
        return Ok(());
    }
    let bits = th.safepoint();
    match HOOKS.get() {
        Some(h) if bits != 0 => (h.serve)(th, bits),
        _ => Ok(()),
    }
}

/// See `Hooks::state_bytes`.
pub(crate) fn state_bytes() -> usize {
    HOOKS.get().map_or(0, |h| h.state_bytes)
}

/// See `Hooks::thread_init`.
pub fn thread_init(th: &mut Thread) {
    if let Some(h) = HOOKS.get() {
        (h.thread_init)(th);
    }
}

/// See `Hooks::thread_done`.
pub fn thread_done(th: &mut Thread) {
    if let Some(h) = HOOKS.get() {
        (h.thread_done)(th);
    }
}

/// See `Hooks::import`.
pub fn import(th: &mut Thread, name: &str) -> R {
    match HOOKS.get() {
        Some(h) => (h.import)(th, name),
        None => Err(crate::error::runtime_error(
            th,
            format!("cannot import {name} before start-up is complete"),
        )),
    }
}

/// See `Hooks::class_body`.
pub fn class_body(th: &mut Thread, func: Ref<'_>, ns: Ref<'_>) -> R {
    match HOOKS.get() {
        Some(h) => (h.class_body)(th, func, ns),
        None => crate::call::call(th, func, &[]),
    }
}

/// See `Hooks::super_args`.
pub fn super_args(th: &mut Thread) -> R<(Obj, Obj)> {
    match HOOKS.get() {
        Some(h) => (h.super_args)(th),
        None => Err(crate::error::runtime_error(th, "super(): no current frame")),
    }
}

/// See `Hooks::caller_globals`.
pub fn caller_globals(th: &mut Thread) -> Option<Obj> {
    HOOKS.get().and_then(|h| (h.caller_globals)(th))
}

/// See `Hooks::caller_locals`.
pub fn caller_locals(th: &mut Thread) -> R<Option<Obj>> {
    match HOOKS.get() {
        Some(h) => (h.caller_locals)(th),
        None => Ok(None),
    }
}

/// See `Hooks::locate`.
pub(crate) fn locate(machine: *mut ()) -> Option<Spot> {
    HOOKS.get().and_then(|h| (h.locate)(machine))
}

/// See `Hooks::describe`.
pub(crate) fn describe(s: Spot) -> Place {
    HOOKS.get().map_or_else(Place::default, |h| (h.describe)(s))
}

/// See `Hooks::resume`.
#[inline]
pub fn resume(th: &mut Thread, g: Ref<'_>, value: Obj) -> R<Resumed> {
    match HOOKS.get() {
        Some(h) => (h.resume)(th, g, value),
        None => Err(crate::error::type_error(th, "generator expected")),
    }
}

/// See `Hooks::running_generators`.
pub fn running_generators(th: &mut Thread) -> Vec<Suspendable> {
    HOOKS
        .get()
        .map_or_else(Vec::new, |h| (h.running_generators)(th))
}

/// See `Hooks::cell`.
pub fn cell(c: Ref<'_>) -> Option<&Slot> {
    HOOKS.get().and_then(|h| (h.cell)(c))
}

/// See `Hooks::deprecation`.
#[cold]
pub fn deprecation(th: &mut Thread, message: &str) -> R<()> {
    HOOKS.get().map_or(Ok(()), |h| (h.deprecation)(th, message))
}
