//! Builtin functions on attributes and classes: `getattr`, `isinstance`, `dir`, `vars`, `callable`, `id`, ...

use typhon_runtime::call::{self, Args, Kind, MethodDef};
use typhon_runtime::error::type_error;
use typhon_runtime::types::int;
use typhon_runtime::types::slots::SlotId;
use typhon_runtime::types::{list, str as pystr};
use typhon_runtime::{Obj, R, Ref, Thread, hooks, names, ops};

/// TypeError unless `name` can name an attribute.
fn check_name(th: &mut Thread, name: Ref<'_>) -> R<()> {
    if pystr::is_str(name) {
        return Ok(());
    }
    let m = format!(
        "attribute name must be string, not '{}'",
        name.class().tp_name()
    );
    Err(type_error(th, m))
}

fn builtin_getattr(th: &mut Thread, a: Args<'_>) -> R {
    let name = a.at(1);
    check_name(th, name)?;
    match a.opt(2) {
        None => ops::getattr(th, a.at(0), name),
        Some(d) => Ok(ops::getattr_opt(th, a.at(0), name)?.unwrap_or_else(|| d.own())),
    }
}

fn builtin_hasattr(th: &mut Thread, a: Args<'_>) -> R {
    check_name(th, a.at(1))?;
    Ok(Obj::bool(ops::getattr_opt(th, a.at(0), a.at(1))?.is_some()))
}

fn builtin_setattr(th: &mut Thread, a: Args<'_>) -> R {
    check_name(th, a.at(1))?;
    ops::setattr(th, a.at(0), a.at(1), Some(a.at(2)))?;
    Ok(Obj::none())
}

fn builtin_delattr(th: &mut Thread, a: Args<'_>) -> R {
    check_name(th, a.at(1))?;
    ops::setattr(th, a.at(0), a.at(1), None)?;
    Ok(Obj::none())
}

fn builtin_isinstance(th: &mut Thread, a: Args<'_>) -> R {
    ops::isinstance(th, a.at(0), a.at(1)).map(Obj::bool)
}

fn builtin_issubclass(th: &mut Thread, a: Args<'_>) -> R {
    ops::issubclass(th, a.at(0), a.at(1)).map(Obj::bool)
}

fn builtin_callable(_th: &mut Thread, a: Args<'_>) -> R {
    Ok(Obj::bool(a.at(0).class().slots().has(SlotId::Call)))
}

fn builtin_id(th: &mut Thread, a: Args<'_>) -> R {
    int::from_u64(th, a.at(0).id())
}

fn builtin_hash(th: &mut Thread, a: Args<'_>) -> R {
    let h = ops::hash(th, a.at(0))?;
    int::from_i64(th, h)
}

/// `locals()` of the calling Python function.
fn caller_locals(th: &mut Thread, what: &str) -> R {
    match hooks::caller_locals(th)? {
        Some(l) => Ok(l),
        None => Err(typhon_runtime::error::raise(
            th,
            &typhon_runtime::error::SYSTEM_ERROR,
            format!("{what}: no current frame"),
        )),
    }
}

fn builtin_vars(th: &mut Thread, a: Args<'_>) -> R {
    let Some(o) = a.opt(0) else {
        return caller_locals(th, "vars()");
    };
    match ops::getattr_opt(th, o, names::__dict__())? {
        Some(d) => Ok(d),
        None => Err(type_error(
            th,
            "vars() argument must have __dict__ attribute",
        )),
    }
}

fn builtin_dir(th: &mut Thread, a: Args<'_>) -> R {
    let found = match a.opt(0) {
        None => {
            let l = caller_locals(th, "dir()")?;
            call::call_method(th, l.r(), names::keys(), &[])?
        }
        Some(o) => match call::call_special(th, o, names::__dir__(), &[])? {
            Some(d) => d,
            None => return Err(type_error(th, "object does not provide __dir__")),
        },
    };
    let items = ops::collect(th, found.r())?;
    let l = list::new(th, items)?;
    call::call_method(th, l.r(), pystr::intern_str("sort"), &[])?;
    Ok(l)
}

/// Rows for the `builtins` module.
pub static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new(
        "getattr",
        Kind::Pos(2, 3),
        builtin_getattr,
        "getattr(object, name[, default]) -> value\n\nThe named attribute of an object; getattr(x, 'y') is x.y.\nWith a default, that is the result if there is no such attribute.",
    ),
    MethodDef::new(
        "hasattr",
        Kind::Pos(2, 2),
        builtin_hasattr,
        "hasattr($module, obj, name, /)\n--\n\nWhether the object has an attribute of this name.",
    ),
    MethodDef::new(
        "setattr",
        Kind::Pos(3, 3),
        builtin_setattr,
        "setattr($module, obj, name, value, /)\n--\n\nSets the named attribute; setattr(x, 'y', v) is x.y = v.",
    ),
    MethodDef::new(
        "delattr",
        Kind::Pos(2, 2),
        builtin_delattr,
        "delattr($module, obj, name, /)\n--\n\nDeletes the named attribute; delattr(x, 'y') is del x.y.",
    ),
    MethodDef::new(
        "isinstance",
        Kind::Pos(2, 2),
        builtin_isinstance,
        "isinstance($module, obj, class_or_tuple, /)\n--\n\nWhether the object is an instance of a class, of one of a tuple or of a union.",
    ),
    MethodDef::new(
        "issubclass",
        Kind::Pos(2, 2),
        builtin_issubclass,
        "issubclass($module, cls, class_or_tuple, /)\n--\n\nWhether a class derives from another, from one of a tuple or of a union.",
    ),
    MethodDef::new(
        "callable",
        Kind::One,
        builtin_callable,
        "callable($module, obj, /)\n--\n\nWhether the object can be called.",
    ),
    MethodDef::new(
        "id",
        Kind::One,
        builtin_id,
        "id($module, obj, /)\n--\n\nThe identity of an object, unique among those alive at the same time.",
    ),
    MethodDef::new(
        "hash",
        Kind::One,
        builtin_hash,
        "hash($module, obj, /)\n--\n\nThe hash value of an object; equal objects have equal ones.",
    ),
    MethodDef::new(
        "vars",
        Kind::Pos(0, 1),
        builtin_vars,
        "vars([object]) -> dictionary\n\nThe object's __dict__, or without an argument locals().",
    ),
    MethodDef::new(
        "dir",
        Kind::Pos(0, 1),
        builtin_dir,
        "dir([object]) -> list of str\n\nThe sorted names of an object's attributes, or of the local variables.",
    ),
];
