//! `sys.set_asyncgen_hooks` and `sys.get_asyncgen_hooks`: what an event loop wants to know of asynchronous generators.

use crate::vm::frame::machine;
use typhon_runtime::Thread;
use typhon_runtime::call::{Args, Kind, MethodDef};
use typhon_runtime::error::type_error;
use typhon_runtime::obj::{Obj, R, Ref};
use typhon_runtime::types::slots::SlotId;
use typhon_runtime::types::structseq::{self, Fields};
use typhon_runtime::types::typeobj::TypeObj;

static HOOKS: TypeObj = TypeObj::declare("asyncgen_hooks");

fn checked(th: &mut Thread, v: Option<Ref<'_>>, name: &str) -> R<Option<Option<Obj>>> {
    match v {
        None => Ok(None),
        Some(v) if v.is_none() => Ok(Some(None)),
        Some(v) if v.class().slots().has(SlotId::Call) => Ok(Some(Some(v.own()))),
        Some(v) => {
            let m = format!("callable {name} expected, got {}", v.class().tp_name());
            Err(type_error(th, m))
        }
    }
}

fn set(th: &mut Thread, a: Args<'_>) -> R {
    let finalizer = checked(th, a.opt(1), "finalizer")?;
    let firstiter = checked(th, a.opt(0), "firstiter")?;
    let m = machine(th);
    let before = (
        finalizer.map(|f| std::mem::replace(&mut m.asyncgen_finalizer, f)),
        firstiter.map(|f| std::mem::replace(&mut m.asyncgen_firstiter, f)),
    );
    drop(before);
    Ok(Obj::none())
}

fn get(th: &mut Thread, _a: Args<'_>) -> R {
    structseq::setup(
        th,
        &HOOKS,
        Fields {
            names: &["firstiter", "finalizer"],
            visible: 2,
            constructible: false,
        },
    )?;
    let m = machine(th);
    let or_none = |h: &Option<Obj>| h.clone().unwrap_or_else(Obj::none);
    let values = vec![
        or_none(&m.asyncgen_firstiter),
        or_none(&m.asyncgen_finalizer),
    ];
    structseq::new(th, &HOOKS, values)
}

/// Rows for `sys`.
pub static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new(
        "set_asyncgen_hooks",
        Kind::Sig("firstiter=, finalizer="),
        set,
        "Set the functions that are told of asynchronous generators of this thread.",
    ),
    MethodDef::new(
        "get_asyncgen_hooks",
        Kind::NoArgs,
        get,
        "The functions that are told of asynchronous generators of this thread.",
    ),
];
