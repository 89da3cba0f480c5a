//! `_decimal`: decimal arithmetic. `num`, `arith`, `digitwise`, `roots` and `text` compute with plain values;
//! `objects`, `context`, `convert`, `calls` and `number` are the types. Exceptions, SignalDict and what else is not
//! hot stand in `lib/decimal.py`, which hands its classes over by `_setup`.

mod arith;
mod calls;
mod context;
mod convert;
mod digitwise;
mod num;
mod number;
mod objects;
mod roots;
mod text;

use typhon_runtime::call::{Kind, MethodDef};
use typhon_runtime::types::{int, module};
use typhon_runtime::{R, Thread};

#[rustfmt::skip]
static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new("getcontext", Kind::NoArgs, context::getcontext, "The current context of the thread or task."),
    MethodDef::new("setcontext", Kind::One, context::setcontext, "Sets the current context of the thread or task."),
    MethodDef::new("_setup", Kind::Pos(7, 7), objects::setup, "Takes over what the Python half of the module defines."),
    MethodDef::new("_signal", Kind::Pos(3, 3), context::signal_get, "Whether a flag or trap of a context is set."),
    MethodDef::new("_set_signal", Kind::Pos(4, 4), context::signal_set, "Sets a flag or trap of a context."),
];

/// Makes the module.
pub fn make(th: &mut Thread) -> R {
    if !objects::DECIMAL.is_ready() {
        number::init(th)?;
    }
    let m = module::new(th, "_decimal")?;
    module::add(th, m.r(), "Decimal", objects::DECIMAL.r().own())?;
    module::add(th, m.r(), "Context", context::CONTEXT.r().own())?;
    for (name, value) in [
        ("MAX_PREC", num::MAX_PREC),
        ("MAX_EMAX", num::MAX_EMAX),
        ("MIN_EMIN", num::MIN_EMIN),
        ("MIN_ETINY", num::MIN_ETINY),
    ] {
        let v = int::from_i64(th, value)?;
        module::add(th, m.r(), name, v)?;
    }
    module::add_functions(th, m.r(), FUNCTIONS)?;
    Ok(m)
}
