//! What `await` drives when it waits for a native future: it gives the future out once, then its result.

use super::fut;
use super::future::{self, Fut};
use crate::modules::common::{TypeSpec, of};
use std::sync::atomic::Ordering::*;
use typhon_runtime::call::{self, Args, Kind, MethodDef};
use typhon_runtime::error::{self, Exc, runtime_error, type_error};
use typhon_runtime::slot::Slot;
use typhon_runtime::types::typeobj::TypeObj;
use typhon_runtime::{Obj, R, Ref, Thread, payload, types};

static ITER: TypeObj = TypeObj::declare("_asyncio.FutureIter");

struct FutureIter {
    /// Empty: it has ended.
    future: Slot,
}
payload!(
    FutureIter,
    traverse | s,
    v | s.future.visit(v),
    clear | s | s.future.discard()
);

/// `__await__`, `__iter__`.
pub(super) fn iter(th: &mut Thread, o: Ref<'_>) -> R {
    if fut(th, o)?.event_loop.is_empty() {
        return Err(runtime_error(th, "Future object is not initialized."));
    }
    let it = FutureIter {
        future: Slot::new(o.own()),
    };
    Obj::new(th, ITER.r(), it)
}

/// A step: the future, which is pending; or None and the end in flight.
fn next(th: &mut Thread, o: Ref<'_>) -> R<Option<Obj>> {
    let it = of::<FutureIter>(th, o)?;
    let Some(f) = it.future.get() else {
        return Ok(None);
    };
    let Some(x) = f.get::<Fut>() else {
        return Ok(None);
    };
    if x.is_pending() {
        // Relaxed: of the loop's thread; the task that gets the future resets it.
        if x.blocking.load(Relaxed) {
            return Err(runtime_error(th, "await wasn't used with future"));
        }
        x.blocking.store(true, Relaxed);
        return Ok(Some(f));
    }
    it.future.discard();
    let v = future::result(th, f.r())?;
    if v.r().is_none() {
        return Ok(None);
    }
    Err(error::stop_iteration(th, v))
}

fn send(th: &mut Thread, a: Args<'_>) -> R {
    match next(th, a.at(0))? {
        Some(f) => Ok(f),
        None => Err(error::stop_iteration(th, Obj::none())),
    }
}

fn throw(th: &mut Thread, a: Args<'_>) -> R {
    if a.len() > 2 {
        let m = "the (type, exc, tb) signature of throw() is deprecated, use the single-arg signature instead.";
        crate::warn::deprecation(th, m)?;
    }
    of::<FutureIter>(th, a.at(0))?.future.discard();
    let kind = a.at(1);
    let e = match kind.as_type() {
        Some(t) if t.is_subtype(&error::BASE_EXCEPTION) => match a.opt_not_none(2) {
            Some(v) if v.is_instance(t) => v.own(),
            Some(v) => call::call(th, kind, &[v])?,
            None => call::call(th, kind, &[])?,
        },
        _ if kind.get::<Exc>().is_some() => {
            if a.opt_not_none(2).is_some() {
                let m = "instance exception may not have a separate value";
                return Err(type_error(th, m));
            }
            kind.own()
        }
        _ => {
            let m =
                "exceptions must be classes deriving BaseException or instances of such a class";
            return Err(type_error(th, m));
        }
    };
    if let Some(tb) = a.opt_not_none(3) {
        if !tb.is_exact(&types::TRACEBACK) {
            return Err(type_error(th, "throw() third argument must be a traceback"));
        }
        if let Some(x) = e.get::<Exc>() {
            x.traceback.set(tb.own());
        }
    }
    Err(error::raise_obj(th, e))
}

fn close(th: &mut Thread, a: Args<'_>) -> R {
    of::<FutureIter>(th, a.at(0))?.future.discard();
    Ok(Obj::none())
}

static SPEC: TypeSpec = TypeSpec::hidden(&ITER, "").methods(&[
    MethodDef::new("send", Kind::One, send, "Resume; what is sent is ignored."),
    MethodDef::new(
        "throw",
        Kind::Pos(1, 3),
        throw,
        "Raise an exception in it, which ends it.",
    ),
    MethodDef::new("close", Kind::NoArgs, close, "End it."),
]);

/// Sets the type up.
pub(super) fn setup(th: &mut Thread) -> R<()> {
    SPEC.iterator::<FutureIter>(th, next)
}
