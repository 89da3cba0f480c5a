//! What the runtime needs of the crates above it, as function pointers set once at start-up.
//! (The runtime knows no bytecode and no library; these are the few places where it must reach up.)

use crate::obj::{Obj, R, Ref};
use crate::thread::Thread;
use std::sync::OnceLock;

/// The table.
pub struct Hooks {
    /// Reports an unraisable exception: exception, message, object.
    pub unraisable: fn(&mut Thread, Obj, &str, Option<Ref<'_>>),
    /// Wraps a native function in a `staticmethod`.
    pub make_staticmethod: fn(&mut Thread, Obj) -> R,
    /// Serves the Python-level part of a safepoint (signals, finalisers, collector); Err: an exception is raised.
    pub serve: fn(&mut Thread, u32) -> R<()>,
    /// Imports a module by dotted name and gives the leaf module.
    pub import: fn(&mut Thread, &str) -> R,
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

/// See `Hooks::make_staticmethod`.
pub fn make_staticmethod(th: &mut Thread, f: Obj) -> R {
    match HOOKS.get() {
        Some(h) => (h.make_staticmethod)(th, f),
        None => Ok(f),
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
