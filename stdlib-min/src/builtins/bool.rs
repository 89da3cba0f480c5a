//! `bool`: two immediates that behave as 0 and 1.

use super::support::not_implemented;
use typhon_runtime::call::Args;
use typhon_runtime::error::type_error;
use typhon_runtime::types::{self, slotdefs};
use typhon_runtime::{Obj, R, Ref, Thread, ops};

fn truth(o: Ref<'_>) -> Option<bool> {
    if o.is(Ref::TRUE) {
        Some(true)
    } else if o.is(Ref::FALSE) {
        Some(false)
    } else {
        None
    }
}

/// Both operands bools: a bool; else what int does.
macro_rules! logic {
    ($($name:ident $get:ident $op:tt;)*) => {
        $(fn $name(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
            match (truth(a), truth(b)) {
                (Some(a), Some(b)) => Ok(Obj::bool(a $op b)),
                _ => match types::INT.slots().$get() {
                    Some(f) => f(th, a, b),
                    None => not_implemented(),
                },
            }
        })*
    };
}
logic! {
    bool_and and &;
    bool_or or |;
    bool_xor xor ^;
}

fn bool_repr(th: &mut Thread, o: Ref<'_>) -> R {
    types::str::new(th, if o.is(Ref::TRUE) { "True" } else { "False" })
}

fn bool_invert(th: &mut Thread, o: Ref<'_>) -> R {
    crate::warn::deprecation(
        th,
        "Bitwise inversion '~' on bool is deprecated and will be removed in Python 3.16. \
         This returns the bitwise inversion of the underlying int object and is usually not what you expect from \
         negating a bool. Use the 'not' operator for boolean negation or ~int(x) if you really want the bitwise inversion \
         of the underlying int.",
    )?;
    Ok(Ref::small_int(if o.is(Ref::TRUE) { -2 } else { -1 }).own())
}

fn bool_new(th: &mut Thread, _class: Ref<'_>, a: Args<'_>) -> R {
    if a.kw_len() > 0 {
        return Err(type_error(th, "bool() takes no keyword arguments"));
    }
    a.check(th, "bool", 0, 1)?;
    match a.opt(0) {
        Some(x) => ops::is_true(th, x).map(Obj::bool),
        None => Ok(Obj::bool(false)),
    }
}

/// See the module.
pub fn init(th: &mut Thread) -> R<()> {
    let s = types::BOOL.slots();
    s.set_new(bool_new);
    s.set_repr(bool_repr);
    s.set_and(bool_and);
    s.set_or(bool_or);
    s.set_xor(bool_xor);
    s.set_invert(bool_invert);
    super::support::set_doc(
        th,
        &types::BOOL,
        "Truth of a value: True or False. The two behave as the integers 1 and 0.",
    )?;
    slotdefs::finish(th, &types::BOOL)
}
