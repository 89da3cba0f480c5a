//! `_pickle_values`: `dump`, `dumps`, `load`, `loads` of pickle with native code for plain values.
//!
//! Owns the writer (`write.rs`) and the reader (`read.rs`) of values of exact builtin types, which run no Python code and
//! have no effect besides their result. What they do not know, or find wrong, is left to the machines of `_pickle`, which
//! begin again and raise the errors.

mod read;
mod write;

use typhon_runtime::call::{self, Args, Kind, MethodDef};
use typhon_runtime::types::{buffer, bytes, module, str as pystr};
use typhon_runtime::{Obj, R, Ref, Thread, hooks, ops};

/// Calls the function of this name that is written in Python.
#[cold]
fn general(th: &mut Thread, name: &str, a: Args<'_>) -> R {
    let m = hooks::import(th, "_pickle")?;
    let f = ops::getattr_str(th, m.r(), name)?;
    call::call_args(th, f.r(), a)
}

/// The protocol of a call whose argument `at` it is; None: one for the general way.
fn protocol(a: Args<'_>, at: usize) -> Option<u8> {
    if a.len() > at + 1 || a.len() < at {
        return None;
    }
    let mut given = a.opt(at);
    for (name, value) in a.kwargs() {
        if pystr::text(name) != "protocol" || given.is_some() {
            return None;
        }
        given = Some(value);
    }
    match given {
        None => Some(5),
        Some(o) if o.is_none() => Some(5),
        Some(o) => match o.as_small()? {
            ..=-1 => Some(5),
            p @ 1..=5 => Some(p as u8),
            _ => None,
        },
    }
}

fn dumps(th: &mut Thread, a: Args<'_>) -> R {
    if let Some(p) = protocol(a, 1)
        && let Some(data) = write::encode(th, a.at(0), p)?
    {
        return bytes::new(th, &data);
    }
    general(th, "_dumps", a)
}

fn dump(th: &mut Thread, a: Args<'_>) -> R {
    if let Some(p) = protocol(a, 2)
        && let Some(write) = ops::getattr_opt(th, a.at(1), pystr::intern_str("write"))?
        && let Some(data) = write::encode(th, a.at(0), p)?
    {
        let data = bytes::new(th, &data)?;
        drop(call::call(th, write.r(), &[data.r()])?);
        return Ok(Obj::none());
    }
    general(th, "_dump", a)
}

fn loads(th: &mut Thread, a: Args<'_>) -> R {
    if a.len() == 1
        && a.kw_len() == 0
        && let Some(data) = buffer::view(a.at(0))
        && let Some(value) = read::decode(th, &data)?
    {
        return Ok(value);
    }
    general(th, "_loads", a)
}

fn load(th: &mut Thread, a: Args<'_>) -> R {
    general(th, "_load", a)
}

#[rustfmt::skip]
static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new("dump", Kind::Any, dump, "dump($module, /, obj, file, protocol=None, *, fix_imports=True,\n     buffer_callback=None)\n--\n\nWrite the pickle of an object to a file."),
    MethodDef::new("dumps", Kind::Any, dumps, "dumps($module, /, obj, protocol=None, *, fix_imports=True,\n      buffer_callback=None)\n--\n\nThe pickle of an object as bytes."),
    MethodDef::new("load", Kind::Any, load, "load($module, /, file, *, fix_imports=True, encoding='ASCII',\n     errors='strict', buffers=())\n--\n\nRead an object from a file."),
    MethodDef::new("loads", Kind::Any, loads, "loads($module, data, /, *, fix_imports=True, encoding='ASCII',\n      errors='strict', buffers=())\n--\n\nRead an object from bytes."),
];

/// Makes the module.
pub fn make(th: &mut Thread) -> R {
    let m = module::new(th, "_pickle_values")?;
    module::add_functions(th, m.r(), FUNCTIONS)?;
    // As users see them.
    for f in FUNCTIONS {
        if let Some(o) = module::get(m.r(), f.name)
            && let Some(n) = o.get::<call::NativeFunction>()
        {
            drop(n.module.swap(Some(home())));
        }
    }
    Ok(m)
}

fn home() -> Obj {
    let name: Ref<'static> = pystr::intern_str("_pickle");
    name.own()
}
