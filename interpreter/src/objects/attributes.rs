//! What scripts see of functions, code, cells, frames and tracebacks.

use super::Cell;
use typhon_runtime::call::{self, Args, GetSetDef};
use typhon_runtime::error::value_error;
use typhon_runtime::obj::{Obj, R, Ref};
use typhon_runtime::slot::Slot;
use typhon_runtime::types::slots::CmpOp;
use typhon_runtime::types::{self, slotdefs, str as pystr};
use typhon_runtime::{Thread, ops};

mod code;
mod frame;
mod function;

pub(super) use function::set_str;

/// Gives the machine's types their attributes, methods and slots.
pub fn init(th: &mut Thread) -> R<()> {
    super::init();
    let s = types::FUNCTION.slots();
    s.set_call(crate::vm::call::function_call);
    s.set_repr(function::repr);
    s.set_descr_get(function::get);
    s.set_new(function::new);
    call::add_getset(th, &types::FUNCTION, function::ATTRS)?;
    slotdefs::finish(th, &types::FUNCTION)?;
    types::CODE.slots().set_repr(code::repr);
    types::CODE.slots().set_richcmp(code::compare);
    types::CODE.slots().set_hash(code::hash);
    call::add_getset(th, &types::CODE, code::ATTRS)?;
    call::add_methods(th, &types::CODE, code::METHODS)?;
    slotdefs::finish(th, &types::CODE)?;
    types::CELL.slots().set_repr(cell_repr);
    types::CELL.slots().set_new(cell_new);
    types::CELL.slots().set_richcmp(cell_compare);
    types::CELL.slots().clear(types::slots::SlotId::Hash);
    call::add_getset(th, &types::CELL, CELL_ATTRS)?;
    slotdefs::finish(th, &types::CELL)?;
    types::FRAME.slots().set_repr(frame::repr);
    call::add_getset(th, &types::FRAME, frame::ATTRS)?;
    call::add_methods(th, &types::FRAME, frame::METHODS)?;
    slotdefs::finish(th, &types::FRAME)?;
    types::TRACEBACK.slots().set_new(frame::traceback_new);
    call::add_getset(th, &types::TRACEBACK, frame::TRACEBACK_ATTRS)?;
    slotdefs::finish(th, &types::TRACEBACK)?;
    super::frame_locals::init(th)?;
    super::generator_type::init(th)
}

pub(super) fn or_none(s: &Slot) -> Obj {
    s.get().unwrap_or_else(Obj::none)
}

fn int(i: i64) -> Obj {
    Ref::small_int(i).own()
}

fn unreachable_type<T>() -> &'static T {
    unreachable!("a getset descriptor checks the class of its object")
}

// ------------------------------------------------------------------ cells

fn cell(o: Ref<'_>) -> &Cell {
    match o.get::<Cell>() {
        Some(c) => c,
        None => unreachable_type(),
    }
}

fn cell_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let t = match cell(o).value.get() {
        None => format!("<cell at {:#x}: empty>", o.address()),
        Some(v) => format!(
            "<cell at {:#x}: {} object at {:#x}>",
            o.address(),
            v.r().class().name(),
            v.r().address()
        ),
    };
    pystr::new(th, &t)
}

fn cell_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    a.no_kw(th, "cell")?;
    a.check(th, "cell", 0, 1)?;
    Obj::new(
        th,
        class,
        Cell {
            value: a.opt(0).map_or_else(Slot::empty, |v| Slot::new(v.own())),
        },
    )
}

fn cell_compare(th: &mut Thread, a: Ref<'_>, b: Ref<'_>, op: CmpOp) -> R {
    let (Some(x), Some(y)) = (a.get::<Cell>(), b.get::<Cell>()) else {
        return Ok(Ref::NOT_IMPLEMENTED.own());
    };
    match (x.value.get(), y.value.get()) {
        (Some(p), Some(q)) => ops::compare(th, p.r(), q.r(), op),
        (p, q) => Ok(Obj::bool(op.test(p.is_some().cmp(&q.is_some())))),
    }
}

/// What a cell holds.
pub(crate) fn cell_value(o: Ref<'_>) -> Option<Obj> {
    o.get::<Cell>().and_then(|c| c.value.get())
}

static CELL_ATTRS: &[GetSetDef] = &[GetSetDef {
    name: "cell_contents",
    get: |th, o| match cell(o).value.get() {
        Some(v) => Ok(v),
        None => Err(value_error(th, "Cell is empty")),
    },
    set: Some(|_, o, v| {
        drop(cell(o).value.swap(v.map(Ref::own)));
        Ok(())
    }),
    doc: "",
}];
