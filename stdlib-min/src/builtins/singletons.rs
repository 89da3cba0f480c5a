//! `NoneType`, `NotImplementedType`, `ellipsis`.

use typhon_runtime::call::{self, Args, Kind, MethodDef};
use typhon_runtime::error::type_error;
use typhon_runtime::types::slots::CmpOp;
use typhon_runtime::types::{self, slotdefs, str as pystr};
use typhon_runtime::{Obj, R, Ref, Thread};

fn no_arguments(th: &mut Thread, a: Args<'_>, name: &str) -> R<()> {
    if a.is_empty() && a.kw_len() == 0 {
        return Ok(());
    }
    Err(type_error(th, format!("{name} takes no arguments")))
}

fn none_new(th: &mut Thread, _class: Ref<'_>, a: Args<'_>) -> R {
    no_arguments(th, a, "NoneType")?;
    Ok(Obj::none())
}
fn none_repr(th: &mut Thread, _o: Ref<'_>) -> R {
    pystr::new(th, "None")
}
fn none_bool(_th: &mut Thread, _o: Ref<'_>) -> R<bool> {
    Ok(false)
}
fn none_hash(_th: &mut Thread, _o: Ref<'_>) -> R<i64> {
    // A constant, the same in every process, as CPython's is since 3.12.
    Ok(0xFCA8_6420)
}
fn none_richcmp(th: &mut Thread, a: Ref<'_>, b: Ref<'_>, op: CmpOp) -> R {
    super::object::object_richcmp(th, a, b, op)
}

fn not_implemented_new(th: &mut Thread, _class: Ref<'_>, a: Args<'_>) -> R {
    no_arguments(th, a, "NotImplementedType")?;
    Ok(Ref::NOT_IMPLEMENTED.own())
}
fn not_implemented_repr(th: &mut Thread, _o: Ref<'_>) -> R {
    pystr::new(th, "NotImplemented")
}
fn not_implemented_bool(th: &mut Thread, _o: Ref<'_>) -> R<bool> {
    Err(type_error(
        th,
        "NotImplemented should not be used in a boolean context",
    ))
}
fn not_implemented_reduce(th: &mut Thread, _a: Args<'_>) -> R {
    pystr::new(th, "NotImplemented")
}

fn ellipsis_new(th: &mut Thread, _class: Ref<'_>, a: Args<'_>) -> R {
    no_arguments(th, a, "EllipsisType")?;
    Ok(Ref::ELLIPSIS.own())
}
fn ellipsis_repr(th: &mut Thread, _o: Ref<'_>) -> R {
    pystr::new(th, "Ellipsis")
}
fn ellipsis_reduce(th: &mut Thread, _a: Args<'_>) -> R {
    pystr::new(th, "Ellipsis")
}

static NOT_IMPLEMENTED: &[MethodDef] = &[MethodDef::new(
    "__reduce__",
    Kind::NoArgs,
    not_implemented_reduce,
    "",
)];
static ELLIPSIS: &[MethodDef] = &[MethodDef::new(
    "__reduce__",
    Kind::NoArgs,
    ellipsis_reduce,
    "",
)];

/// See the module.
pub fn init(th: &mut Thread) -> R<()> {
    let t = &types::NONE_TYPE;
    t.slots().set_new(none_new);
    t.slots().set_repr(none_repr);
    t.slots().set_bool(none_bool);
    t.slots().set_hash(none_hash);
    t.slots().set_richcmp(none_richcmp);
    slotdefs::set_doc(th, t, "The type of the None singleton.")?;
    slotdefs::finish(th, t)?;
    let t = &types::NOT_IMPLEMENTED_TYPE;
    t.slots().set_new(not_implemented_new);
    t.slots().set_repr(not_implemented_repr);
    t.slots().set_bool(not_implemented_bool);
    call::add_methods(th, t, NOT_IMPLEMENTED)?;
    slotdefs::set_doc(th, t, "The type of the NotImplemented singleton.")?;
    slotdefs::finish(th, t)?;
    let t = &types::ELLIPSIS_TYPE;
    t.slots().set_new(ellipsis_new);
    t.slots().set_repr(ellipsis_repr);
    call::add_methods(th, t, ELLIPSIS)?;
    slotdefs::set_doc(th, t, "The type of the Ellipsis singleton.")?;
    slotdefs::finish(th, t)
}
