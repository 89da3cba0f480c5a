//! The class `Future` as scripts see it.

use super::future::{self, CANCELLED, FINISHED, FUTURE, Fut};
use super::{Imported, fut, future_iter, or_none};
use crate::modules::common::{TypeSpec, class_getitem};
use std::sync::atomic::Ordering::*;
use typhon_runtime::call::{self, Args, GetSetDef, Kind, MethodDef, Sig};
use typhon_runtime::error::{attribute_error, type_error, value_error};
use typhon_runtime::slot::Slot;
use typhon_runtime::types::str as pystr;
use typhon_runtime::types::typeobj::flags as tf;
use typhon_runtime::{Obj, R, Ref, Thread, ops, types};

static REPR: Imported = Imported::new("asyncio.base_futures", "_future_repr");

pub(super) fn new(th: &mut Thread, class: Ref<'_>, _a: Args<'_>) -> R {
    Obj::new(th, class, Fut::new())
}

fn init(th: &mut Thread, o: Ref<'_>, a: Args<'_>) -> R<()> {
    if !a.is_empty() {
        return Err(type_error(th, "Future() takes no positional arguments"));
    }
    static SIG: Sig = Sig::parse("*, loop=");
    call::with_sig(th, "Future", &SIG, a, |th, a| {
        future::init(th, o, a.opt_not_none(0))
    })
}

fn repr(th: &mut Thread, o: Ref<'_>) -> R {
    REPR.call(th, &[o])
}

fn done(th: &mut Thread, a: Args<'_>) -> R {
    Ok(Obj::bool(!fut(th, a.at(0))?.is_pending()))
}
fn cancelled(th: &mut Thread, a: Args<'_>) -> R {
    Ok(Obj::bool(fut(th, a.at(0))?.state() == CANCELLED))
}
fn get_loop(th: &mut Thread, a: Args<'_>) -> R {
    fut(th, a.at(0))?.its_loop(th)
}
fn checked<'a>(th: &mut Thread, o: Ref<'a>) -> R<Ref<'a>> {
    fut(th, o)?.its_loop(th)?;
    Ok(o)
}
fn result(th: &mut Thread, a: Args<'_>) -> R {
    future::result(th, a.at(0))
}
fn exception(th: &mut Thread, a: Args<'_>) -> R {
    future::exception(th, a.at(0))
}
fn set_result(th: &mut Thread, a: Args<'_>) -> R {
    future::set_result(th, a.at(0), a.at(1).own())?;
    Ok(Obj::none())
}
fn set_exception(th: &mut Thread, a: Args<'_>) -> R {
    future::set_exception(th, a.at(0), a.at(1))?;
    Ok(Obj::none())
}
fn cancel(th: &mut Thread, a: Args<'_>) -> R {
    let o = checked(th, a.at(0))?;
    future::cancel(th, o, a.opt_not_none(1)).map(Obj::bool)
}
fn add_done_callback(th: &mut Thread, a: Args<'_>) -> R {
    future::add_callback(th, a.at(0), a.at(1), a.opt_not_none(2))?;
    Ok(Obj::none())
}
fn remove_done_callback(th: &mut Thread, a: Args<'_>) -> R {
    let o = checked(th, a.at(0))?;
    let n = future::remove_callback(th, o, a.at(1))?;
    types::int::from_usize(th, n)
}
fn make_cancelled_error(th: &mut Thread, a: Args<'_>) -> R {
    let f = fut(th, a.at(0))?;
    future::cancelled_error(th, f)
}

#[rustfmt::skip]
static METHODS: &[MethodDef] = &[
    MethodDef::new("result", Kind::NoArgs, result, "result($self, /)\n--\n\nThe result; raises the exception instead if there is one."),
    MethodDef::new("exception", Kind::NoArgs, exception, "exception($self, /)\n--\n\nThe exception that was set, or None if it ended well."),
    MethodDef::new("set_result", Kind::One, set_result, "set_result($self, result, /)\n--\n\nEnd it with a result."),
    MethodDef::new("set_exception", Kind::One, set_exception, "set_exception($self, exception, /)\n--\n\nEnd it with an exception, or with one made of the class given."),
    MethodDef::new("add_done_callback", Kind::Sig("fn, /, *, context="), add_done_callback, "add_done_callback($self, fn, /, *, context=<unrepresentable>)\n--\n\nCall the function with the future through the loop once it is done."),
    MethodDef::new("remove_done_callback", Kind::One, remove_done_callback, "remove_done_callback($self, fn, /)\n--\n\nRemove all callbacks equal to the function; their number."),
    MethodDef::new("cancel", Kind::Sig("msg="), cancel, "cancel($self, /, msg=None)\n--\n\nCancel it and schedule the callbacks; False if it was done already."),
    MethodDef::new("cancelled", Kind::NoArgs, cancelled, "cancelled($self, /)\n--\n\nWhether it was cancelled."),
    MethodDef::new("done", Kind::NoArgs, done, "done($self, /)\n--\n\nWhether it has a result or an exception, or is cancelled."),
    MethodDef::new("get_loop", Kind::NoArgs, get_loop, "get_loop($self, /)\n--\n\nThe loop it belongs to."),
    MethodDef::new("_make_cancelled_error", Kind::NoArgs, make_cancelled_error, "_make_cancelled_error($self, /)\n--\n\nThe CancelledError to raise."),
    MethodDef::class("__class_getitem__", Kind::One, class_getitem, "See PEP 585"),
];

// ------------------------------------------------------------------ attributes

/// An attribute that cannot be set.
pub(super) const fn reader(name: &'static str, get: fn(&mut Thread, Ref<'_>) -> R) -> GetSetDef {
    GetSetDef {
        name,
        get,
        set: None,
        doc: "",
    }
}

fn state(th: &mut Thread, o: Ref<'_>) -> R {
    let text = match fut(th, o)?.state() {
        CANCELLED => "CANCELLED",
        FINISHED => "FINISHED",
        _ => "PENDING",
    };
    checked(th, o)?;
    Ok(pystr::intern_str(text).own())
}

/// Sets a slot; deleting is an AttributeError.
fn set_slot(th: &mut Thread, o: Ref<'_>, v: Option<Ref<'_>>, name: &str, s: &Slot) -> R<()> {
    match v {
        Some(v) => {
            s.set(v.own());
            Ok(())
        }
        None => Err(undeletable(th, o, name)),
    }
}

/// Deleting such an attribute.
#[cold]
pub(super) fn undeletable(th: &mut Thread, o: Ref<'_>, name: &str) -> typhon_runtime::Raised {
    let text = "cannot delete attribute";
    attribute_error(th, text, o, pystr::intern_str(name))
}

static ATTRS: &[GetSetDef] = &[
    reader("_state", state),
    GetSetDef {
        name: "_asyncio_future_blocking",
        get: |th, o| Ok(Obj::bool(fut(th, o)?.blocking.load(Relaxed))),
        set: Some(|th, o, v| {
            let Some(v) = v else {
                return Err(undeletable(th, o, "_asyncio_future_blocking"));
            };
            let on = ops::is_true(th, v)?;
            fut(th, o)?.blocking.store(on, Relaxed);
            Ok(())
        }),
        doc: "",
    },
    reader("_loop", |th, o| or_none(&fut(th, o)?.event_loop)),
    reader("_callbacks", future::callbacks),
    reader("_result", |th, o| or_none(&fut(th, o)?.result)),
    reader("_exception", |th, o| or_none(&fut(th, o)?.exception)),
    GetSetDef {
        name: "_log_traceback",
        get: |th, o| Ok(Obj::bool(fut(th, o)?.logs_traceback())),
        set: Some(|th, o, v| {
            let Some(v) = v else {
                return Err(undeletable(th, o, "_log_traceback"));
            };
            if ops::is_true(th, v)? {
                return Err(value_error(th, "_log_traceback can only be set to False"));
            }
            fut(th, o)?.exception_seen();
            Ok(())
        }),
        doc: "",
    },
    reader("_source_traceback", |th, o| or_none(&fut(th, o)?.source_tb)),
    GetSetDef {
        name: "_cancel_message",
        get: |th, o| or_none(&fut(th, o)?.cancel_msg),
        set: Some(|th, o, v| {
            let s = &fut(th, o)?.cancel_msg;
            set_slot(th, o, v, "_cancel_message", s)
        }),
        doc: "",
    },
    reader("_asyncio_awaited_by", future::awaited_by),
];

static SPEC: TypeSpec = TypeSpec::new(
    &FUTURE,
    new,
    "Future(*, loop=<unrepresentable>)\n--\n\nA result that is not there yet.",
)
.flags(tf::WEAKREFS | tf::HAS_FINALIZER)
.methods(METHODS)
.getset(ATTRS);

/// Sets the type up.
pub(super) fn setup(th: &mut Thread) -> R<()> {
    SPEC.begin::<Fut>(&types::OBJECT);
    let s = FUTURE.slots();
    s.set_init(init);
    s.set_repr(repr);
    s.set_iter(future_iter::iter);
    s.set_await(future_iter::iter);
    s.set_finalize(future::finalize);
    SPEC.end(th)
}
