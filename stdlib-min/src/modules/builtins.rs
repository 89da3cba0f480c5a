//! The `builtins` module: builtin types and exceptions by name, and the builtin functions.
//!
//! A group of functions is one row of `FUNCTIONS`; a type that scripts reach by name is one row of `TYPES`.

use crate::builtins::{functions, iterators};
use typhon_runtime::call::MethodDef;
use typhon_runtime::types::{self, module, typeobj::TypeObj};
use typhon_runtime::{Obj, R, Ref, Thread, error};

/// Types that scripts reach by their builtin name.
static TYPES: &[&TypeObj] = &[
    &types::OBJECT,
    &types::TYPE,
    &types::INT,
    &types::BOOL,
    &types::FLOAT,
    &types::COMPLEX,
    &types::STR,
    &types::BYTES,
    &types::BYTEARRAY,
    &types::MEMORYVIEW,
    &types::LIST,
    &types::TUPLE,
    &types::DICT,
    &types::SET,
    &types::FROZENSET,
    &types::SLICE,
    &types::RANGE,
    &types::PROPERTY,
    &types::CLASSMETHOD,
    &types::STATICMETHOD,
    &types::SUPER,
    &iterators::ENUMERATE,
    &iterators::FILTER,
    &iterators::MAP,
    &iterators::REVERSED,
    &iterators::ZIP,
];

/// Tables of builtin functions.
static FUNCTIONS: &[&[MethodDef]] = &[
    super::io::open::BUILTINS,
    crate::builtins::build_class::FUNCTIONS,
];

/// Makes the module.
pub fn make(th: &mut Thread) -> R {
    let m = module::new(th, "builtins")?;
    for t in TYPES.iter().filter(|t| t.is_ready()) {
        module::add(th, m.r(), t.static_short_name(), t.r().own())?;
    }
    let base = &error::BASE_EXCEPTION;
    module::add(th, m.r(), "BaseException", base.r().own())?;
    for (t, _, _) in error::ALL {
        module::add(th, m.r(), t.static_short_name(), t.r().own())?;
    }
    if let Some(g) = error::exception_group() {
        module::add(th, m.r(), "ExceptionGroup", g.r().own())?;
    }
    for alias in ["EnvironmentError", "IOError"] {
        module::add(th, m.r(), alias, error::OS_ERROR.r().own())?;
    }
    module::add(th, m.r(), "None", Obj::none())?;
    module::add(th, m.r(), "True", Obj::bool(true))?;
    module::add(th, m.r(), "False", Obj::bool(false))?;
    module::add(th, m.r(), "Ellipsis", Ref::ELLIPSIS.own())?;
    module::add(th, m.r(), "NotImplemented", Ref::NOT_IMPLEMENTED.own())?;
    module::add(th, m.r(), "__debug__", Obj::bool(true))?;
    functions::site::add(th, m.r())?;
    for table in FUNCTIONS.iter().chain(functions::TABLES) {
        module::add_functions(th, m.r(), table)?;
    }
    Ok(m)
}
