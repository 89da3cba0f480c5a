//! What scripts see of functions, code, cells, frames and tracebacks.

use super::{Cell, Code, FrameObj, Function, Traceback};
use crate::code::flags;
use crate::vm::regs::Fp;
use std::sync::atomic::Ordering::*;
use typhon_runtime::call::{self, Args, GetSetDef, Kind, MethodDef};
use typhon_runtime::error::{self, type_error, value_error};
use typhon_runtime::obj::{Obj, R, Raised, Ref};
use typhon_runtime::slot::Slot;
use typhon_runtime::types::dict::{self, Dict};
use typhon_runtime::types::slots::CmpOp;
use typhon_runtime::types::{self, list, slotdefs, str as pystr, tuple};
use typhon_runtime::{Thread, ops, shape};

/// Gives the machine's types their attributes, methods and slots.
pub fn init(th: &mut Thread) -> R<()> {
    super::init();
    let s = types::FUNCTION.slots();
    s.set_call(crate::vm::call::function_call);
    s.set_repr(function_repr);
    s.set_descr_get(function_get);
    s.set_new(function_new);
    call::add_getset(th, &types::FUNCTION, FUNCTION_ATTRS)?;
    slotdefs::finish(th, &types::FUNCTION)?;
    types::CODE.slots().set_repr(code_repr);
    types::CODE.slots().set_richcmp(code_compare);
    types::CODE.slots().set_hash(code_hash);
    call::add_getset(th, &types::CODE, CODE_ATTRS)?;
    call::add_methods(th, &types::CODE, CODE_METHODS)?;
    slotdefs::finish(th, &types::CODE)?;
    types::CELL.slots().set_repr(cell_repr);
    types::CELL.slots().set_new(cell_new);
    types::CELL.slots().set_richcmp(cell_compare);
    types::CELL.slots().clear(types::slots::SlotId::Hash);
    call::add_getset(th, &types::CELL, CELL_ATTRS)?;
    slotdefs::finish(th, &types::CELL)?;
    types::FRAME.slots().set_repr(frame_repr);
    call::add_getset(th, &types::FRAME, FRAME_ATTRS)?;
    call::add_methods(th, &types::FRAME, FRAME_METHODS)?;
    slotdefs::finish(th, &types::FRAME)?;
    types::TRACEBACK.slots().set_new(traceback_new);
    call::add_getset(th, &types::TRACEBACK, TRACEBACK_ATTRS)?;
    slotdefs::finish(th, &types::TRACEBACK)?;
    super::generator_type::init(th)
}

pub(super) fn or_none(s: &Slot) -> Obj {
    s.get().unwrap_or_else(Obj::none)
}

fn int(i: i64) -> Obj {
    Ref::small_int(i).own()
}

// ------------------------------------------------------------------ functions

fn fun(o: Ref<'_>) -> &Function {
    // Getters are called with instances of their class only (the descriptor checks).
    match o.get::<Function>() {
        Some(f) => f,
        None => unreachable_type(),
    }
}
fn unreachable_type<T>() -> &'static T {
    unreachable!("a getset descriptor checks the class of its object")
}

/// Refuses to set what CPython keeps in a read-only member.
fn readonly(th: &mut Thread, _o: Ref<'_>, _v: Option<Ref<'_>>) -> R<()> {
    Err(error::raise(
        th,
        &error::ATTRIBUTE_ERROR,
        "readonly attribute",
    ))
}

fn function_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let q = pystr::text(or_none(&fun(o).qualname).r());
    pystr::new(th, &format!("<function {q} at {:#x}>", o.address()))
}

fn function_get(th: &mut Thread, f: Ref<'_>, obj: Option<Ref<'_>>, _class: Ref<'_>) -> R {
    match obj {
        Some(o) => call::bind(th, f, o),
        None => Ok(f.own()),
    }
}

fn function_new(th: &mut Thread, _class: Ref<'_>, a: Args<'_>) -> R {
    let sig = call::Sig::parse("code, globals, name=, argdefs=, closure=, kwdefaults=");
    let mut w = Vec::new();
    sig.bind(th, "function", a, 0, &mut w)?;
    let arg = |i: usize| -> Option<Ref<'_>> {
        let w: u64 = w[i];
        if w == typhon_runtime::value::UNBOUND {
            None
        } else {
            // SAFETY: words of the arguments, which the caller keeps alive.
            Some(unsafe { Ref::from_word(w) })
        }
    };
    let (Some(code), Some(globals)) = (arg(0), arg(1)) else {
        return Err(type_error(th, "function() needs code and globals"));
    };
    if !code.is_exact(&types::CODE) {
        return Err(type_error(
            th,
            format!(
                "function() argument 'code' must be code, not {}",
                code.class().name()
            ),
        ));
    }
    if !dict::is_dict(globals) {
        return Err(type_error(
            th,
            format!(
                "function() argument 'globals' must be dict, not {}",
                globals.class().name()
            ),
        ));
    }
    let b = crate::builtins::builtins_of(globals);
    let f = super::function::new(th, code, globals, b.r())?;
    let free = code.get::<Code>().map_or(0, |c| c.proto.freevars.len());
    let closure = arg(4).filter(|c| !c.is_none());
    match closure {
        Some(c) if !tuple::is_tuple(c) => {
            return Err(type_error(th, "arg 5 (closure) must be tuple"));
        }
        Some(c) if free > 0 && tuple::items(c).any(|x| !x.is_exact(&types::CELL)) => {
            let wrong = tuple::items(c)
                .find(|x| !x.is_exact(&types::CELL))
                .map_or_else(String::new, |x| x.class().tp_name());
            let m = format!("arg 5 (closure) expected cell, found {wrong}");
            return Err(type_error(th, m));
        }
        Some(c) if tuple::items(c).len() != free => {
            let m = format!(
                "{} requires closure of length {free}, not {}",
                code.get::<Code>().map_or("", |c| &c.proto.name),
                tuple::items(c).len()
            );
            return Err(value_error(th, m));
        }
        None if free > 0 => return Err(type_error(th, "arg 5 (closure) must be tuple")),
        _ => {}
    }
    let x = fun(f.r());
    if let Some(n) = arg(2).filter(|n| !n.is_none()) {
        if !pystr::is_str(n) {
            return Err(type_error(th, "arg 3 (name) must be None or string"));
        }
        x.name.set(n.own());
        x.qualname.set(n.own());
    }
    for (i, s) in [(3, &x.defaults), (4, &x.closure), (5, &x.kwdefaults)] {
        if let Some(v) = arg(i).filter(|n| !n.is_none()) {
            s.set(v.own());
        }
    }
    Ok(f)
}

pub(super) fn set_str(th: &mut Thread, s: &Slot, v: Option<Ref<'_>>, attr: &str) -> R<()> {
    match v {
        Some(v) if pystr::is_str(v) => {
            s.set(v.own());
            Ok(())
        }
        _ => Err(type_error(
            th,
            format!("{attr} must be set to a string object"),
        )),
    }
}

fn set_opt(
    th: &mut Thread,
    s: &Slot,
    v: Option<Ref<'_>>,
    ok: fn(Ref<'_>) -> bool,
    msg: &str,
) -> R<()> {
    match v {
        Some(v) if !v.is_none() => {
            if !ok(v) {
                return Err(type_error(th, msg));
            }
            s.set(v.own());
        }
        _ => drop(s.take()),
    }
    Ok(())
}

fn function_set_code(th: &mut Thread, o: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    match v {
        Some(c) if c.is_exact(&types::CODE) => {
            let f = fun(o);
            let free = c.get::<Code>().map_or(0, |c| c.proto.freevars.len());
            let have = f.closure.get().map_or(0, |t| tuple::items(t.r()).len());
            if free != have {
                let n = pystr::text(or_none(&f.name).r());
                return Err(value_error(
                    th,
                    format!("{n}() requires a code object with {have} free vars, not {free}"),
                ));
            }
            f.replace_code(c.own());
            Ok(())
        }
        _ => Err(type_error(th, "__code__ must be set to a code object")),
    }
}

fn function_doc(th: &mut Thread, o: Ref<'_>) -> R {
    let f = fun(o);
    if let Some(d) = f.doc.get() {
        return Ok(d);
    }
    let _ = th;
    let Some(c) = f.code.get() else {
        return Ok(Obj::none());
    };
    Ok(match c.get::<Code>() {
        Some(c) if c.flags & flags::HAS_DOCSTRING != 0 => {
            c.consts.first().map_or_else(Obj::none, Obj::clone)
        }
        _ => Obj::none(),
    })
}

fn function_annotations(th: &mut Thread, o: Ref<'_>) -> R {
    let f = fun(o);
    if let Some(a) = f.annotations.get() {
        return Ok(a);
    }
    let a = match f.annotate.get() {
        Some(an) if !an.r().is_none() => {
            let d = call::call(th, an.r(), &[Ref::small_int(1)])?;
            if !dict::is_dict(d.r()) {
                return Err(type_error(
                    th,
                    format!(
                        "__annotate__() must return a dict, not {}",
                        d.r().class().name()
                    ),
                ));
            }
            d
        }
        _ => dict::new(th)?,
    };
    f.annotations.set(a.clone());
    Ok(a)
}

fn function_set_annotate(th: &mut Thread, o: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    let f = fun(o);
    match v {
        None => Err(type_error(th, "__annotate__ cannot be deleted")),
        Some(v) if v.is_none() => {
            drop(f.annotate.take());
            Ok(())
        }
        Some(v) if v.class().slots().call().is_some() => {
            f.annotate.set(v.own());
            drop(f.annotations.take());
            Ok(())
        }
        Some(_) => Err(type_error(th, "__annotate__ must be callable or None")),
    }
}

fn function_type_params(_th: &mut Thread, o: Ref<'_>) -> R {
    Ok(fun(o)
        .type_params
        .get()
        .unwrap_or_else(|| types::empty_tuple().own()))
}

static FUNCTION_ATTRS: &[GetSetDef] = &[
    GetSetDef {
        name: "__code__",
        get: |_, o| Ok(or_none(&fun(o).code)),
        set: Some(function_set_code),
        doc: "",
    },
    GetSetDef {
        name: "__globals__",
        get: |_, o| Ok(or_none(&fun(o).globals)),
        set: Some(readonly),
        doc: "",
    },
    GetSetDef {
        name: "__builtins__",
        get: |_, o| Ok(or_none(&fun(o).builtins)),
        set: Some(readonly),
        doc: "",
    },
    GetSetDef {
        name: "__name__",
        get: |_, o| Ok(or_none(&fun(o).name)),
        set: Some(|th, o, v| set_str(th, &fun(o).name, v, "__name__")),
        doc: "",
    },
    GetSetDef {
        name: "__qualname__",
        get: |_, o| Ok(or_none(&fun(o).qualname)),
        set: Some(|th, o, v| set_str(th, &fun(o).qualname, v, "__qualname__")),
        doc: "",
    },
    GetSetDef {
        name: "__defaults__",
        get: |_, o| Ok(or_none(&fun(o).defaults)),
        set: Some(|th, o, v| {
            set_opt(
                th,
                &fun(o).defaults,
                v,
                tuple::is_tuple,
                "__defaults__ must be set to a tuple object",
            )
        }),
        doc: "",
    },
    GetSetDef {
        name: "__kwdefaults__",
        get: |_, o| Ok(or_none(&fun(o).kwdefaults)),
        set: Some(|th, o, v| {
            set_opt(
                th,
                &fun(o).kwdefaults,
                v,
                dict::is_dict,
                "__kwdefaults__ must be set to a dict object",
            )
        }),
        doc: "",
    },
    GetSetDef {
        name: "__closure__",
        get: |_, o| Ok(or_none(&fun(o).closure)),
        set: Some(readonly),
        doc: "",
    },
    GetSetDef {
        name: "__doc__",
        get: function_doc,
        set: Some(|_, o, v| {
            fun(o).doc.set(v.map_or_else(Obj::none, Ref::own));
            Ok(())
        }),
        doc: "",
    },
    GetSetDef {
        name: "__module__",
        get: |_, o| Ok(or_none(&fun(o).module)),
        set: Some(|_, o, v| {
            fun(o).module.set(v.map_or_else(Obj::none, Ref::own));
            Ok(())
        }),
        doc: "",
    },
    GetSetDef {
        name: "__annotations__",
        get: function_annotations,
        set: Some(|th, o, v| {
            drop(fun(o).annotate.take());
            set_opt(
                th,
                &fun(o).annotations,
                v,
                dict::is_dict,
                "__annotations__ must be set to a dict object",
            )
        }),
        doc: "",
    },
    GetSetDef {
        name: "__annotate__",
        get: |_, o| Ok(or_none(&fun(o).annotate)),
        set: Some(function_set_annotate),
        doc: "",
    },
    GetSetDef {
        name: "__type_params__",
        get: function_type_params,
        set: Some(|th, o, v| match v {
            Some(v) if tuple::is_tuple(v) => {
                fun(o).type_params.set(v.own());
                Ok(())
            }
            _ => Err(type_error(th, "__type_params__ must be set to a tuple")),
        }),
        doc: "",
    },
    GetSetDef {
        name: "__dict__",
        get: |th, o| shape::to_dict(th, o),
        set: Some(|th, o, v| match v {
            Some(v) if dict::is_dict(v) => shape::replace_dict(th, o, v.own()),
            Some(v) => Err(type_error(
                th,
                format!(
                    "__dict__ must be set to a dictionary, not a '{}'",
                    v.class().name()
                ),
            )),
            None => Err(type_error(th, "cannot delete __dict__")),
        }),
        doc: "",
    },
];

// ------------------------------------------------------------------ code

fn code(o: Ref<'_>) -> &Code {
    match o.get::<Code>() {
        Some(c) => c,
        None => unreachable_type(),
    }
}

fn code_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let p = &code(o).proto;
    pystr::new(
        th,
        &format!(
            "<code object {} at {:#x}, file \"{}\", line {}>",
            p.name,
            o.address(),
            p.filename,
            p.first_line
        ),
    )
}

fn code_compare(_th: &mut Thread, a: Ref<'_>, b: Ref<'_>, op: CmpOp) -> R {
    let (Some(x), Some(y)) = (a.get::<Code>(), b.get::<Code>()) else {
        return Ok(Ref::NOT_IMPLEMENTED.own());
    };
    let same = a.is(b) || x.proto == y.proto;
    Ok(match op {
        CmpOp::Eq => Obj::bool(same),
        CmpOp::Ne => Obj::bool(!same),
        _ => Ref::NOT_IMPLEMENTED.own(),
    })
}

fn code_hash(_th: &mut Thread, o: Ref<'_>) -> R<i64> {
    let p = &code(o).proto;
    Ok(pystr::hash_bytes(p.qualname.as_bytes())
        ^ i64::from(p.first_line)
        ^ (p.code.len() as i64) << 20)
}

fn strings(th: &mut Thread, names: Vec<String>) -> R {
    let v = names.iter().map(|n| pystr::intern_str(n).own()).collect();
    tuple::new(th, v)
}

fn visible_names(c: &Code) -> Vec<String> {
    c.proto
        .varnames
        .iter()
        .enumerate()
        .filter(|(i, n)| !n.starts_with('.') || *i < c.nparams)
        .map(|(_, n)| n.clone())
        .collect()
}

/// Visible names without those that are only cells.
fn variable_names(c: &Code) -> Vec<String> {
    let cells = |n: &String| {
        c.proto
            .varnames
            .iter()
            .position(|x| x == n)
            .is_some_and(|i| i >= c.nparams && c.proto.cellvars.contains(&(i as u16)))
    };
    visible_names(c).into_iter().filter(|n| !cells(n)).collect()
}

fn co_varnames(th: &mut Thread, o: Ref<'_>) -> R {
    strings(th, variable_names(code(o)))
}

fn co_cellvars(th: &mut Thread, o: Ref<'_>) -> R {
    let c = code(o);
    let v = c
        .proto
        .cellvars
        .iter()
        .filter_map(|&i| c.proto.varnames.get(i as usize).cloned())
        .collect();
    strings(th, v)
}

fn co_names(th: &mut Thread, o: Ref<'_>) -> R {
    let mut v: Vec<String> = Vec::new();
    for s in &code(o).proto.sites {
        if !v.contains(s) {
            v.push(s.clone());
        }
    }
    strings(th, v)
}

fn co_consts(th: &mut Thread, o: Ref<'_>) -> R {
    let v = code(o).consts.to_vec();
    tuple::new(th, v)
}

fn co_code(th: &mut Thread, o: Ref<'_>) -> R {
    let bytes: Vec<u8> = code(o)
        .proto
        .code
        .iter()
        .flat_map(|i| i.0.to_le_bytes())
        .collect();
    types::bytes::new(th, &bytes)
}

fn co_positions(th: &mut Thread, a: Args<'_>) -> R {
    let mut out = Vec::new();
    for p in &code(a.at(0)).proto.positions {
        let n = |x: u32, none: bool| if none { Obj::none() } else { int(i64::from(x)) };
        let none = p.line == 0;
        let nocol = none || p.col == u32::MAX;
        let t = vec![
            n(p.line, none),
            n(p.end_line, none),
            n(p.col, nocol),
            n(p.end_col, nocol),
        ];
        out.push(tuple::new(th, t)?);
    }
    let l = list::new(th, out)?;
    ops::iter(th, l.r())
}

fn co_lines(th: &mut Thread, a: Args<'_>) -> R {
    let ps = &code(a.at(0)).proto.positions;
    let mut out = Vec::new();
    let mut start = 0;
    for i in 1..=ps.len() {
        if i == ps.len() || ps[i].line != ps[start].line {
            let line = if ps[start].line == 0 {
                Obj::none()
            } else {
                int(i64::from(ps[start].line))
            };
            let t = vec![int(start as i64 * 2), int(i as i64 * 2), line];
            out.push(tuple::new(th, t)?);
            start = i;
        }
    }
    let l = list::new(th, out)?;
    ops::iter(th, l.r())
}

fn code_replace(th: &mut Thread, a: Args<'_>) -> R {
    let c = code(a.at(0));
    let p = &c.proto;
    let mut new = crate::code::CodeProto {
        name: p.name.clone(),
        qualname: p.qualname.clone(),
        filename: p.filename.clone(),
        first_line: p.first_line,
        flags: p.flags,
        argcount: p.argcount,
        posonly: p.posonly,
        kwonly: p.kwonly,
        nlocals: p.nlocals,
        nregs: p.nregs,
        varnames: p.varnames.clone(),
        cellvars: p.cellvars.clone(),
        freevars: p.freevars.clone(),
        consts: p.consts.clone(),
        sites: p.sites.clone(),
        code: p.code.clone(),
        positions: p.positions.clone(),
        handlers: p.handlers.clone(),
    };
    for (k, v) in a.kwargs() {
        let k = pystr::text(k);
        match k.as_str() {
            "co_name" => new.name = pystr::text(v),
            "co_qualname" => new.qualname = pystr::text(v),
            "co_filename" => new.filename = pystr::text(v).into(),
            "co_firstlineno" => {
                new.first_line = v.as_small().unwrap_or(0).clamp(0, i64::from(u32::MAX)) as u32
            }
            "co_flags" => new.flags = v.as_small().unwrap_or(0) as u32,
            _ => {
                return Err(error::raise(
                    th,
                    &error::NOT_IMPLEMENTED_ERROR,
                    format!("code.replace({k}=...) is not supported by this version of Typhon"),
                ));
            }
        }
    }
    super::code::new(th, &std::sync::Arc::new(new))
}

static CODE_METHODS: &[MethodDef] = &[
    MethodDef::new(
        "co_positions",
        Kind::NoArgs,
        co_positions,
        "Iterator over (line, end line, column, end column) of the instructions.",
    ),
    MethodDef::new(
        "co_lines",
        Kind::NoArgs,
        co_lines,
        "Iterator over (start, end, line).",
    ),
    MethodDef::new(
        "replace",
        Kind::Any,
        code_replace,
        "A copy with some attributes replaced.",
    ),
    MethodDef::new(
        "__replace__",
        Kind::Any,
        code_replace,
        "The same as replace().",
    ),
];

static CODE_ATTRS: &[GetSetDef] = &[
    GetSetDef {
        name: "co_name",
        get: |th, o| pystr::new(th, &code(o).proto.name),
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "co_qualname",
        get: |th, o| pystr::new(th, &code(o).proto.qualname),
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "co_filename",
        get: |th, o| pystr::new(th, &code(o).proto.filename),
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "co_firstlineno",
        get: |_, o| Ok(int(i64::from(code(o).proto.first_line))),
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "co_flags",
        get: |_, o| Ok(int(i64::from(code(o).proto.flags))),
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "co_argcount",
        get: |_, o| Ok(int(i64::from(code(o).proto.argcount))),
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "co_posonlyargcount",
        get: |_, o| Ok(int(i64::from(code(o).proto.posonly))),
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "co_kwonlyargcount",
        get: |_, o| Ok(int(i64::from(code(o).proto.kwonly))),
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "co_nlocals",
        get: |_, o| Ok(int(variable_names(code(o)).len() as i64)),
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "co_stacksize",
        get: |_, o| Ok(int(code(o).nregs as i64)),
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "co_varnames",
        get: co_varnames,
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "co_cellvars",
        get: co_cellvars,
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "co_freevars",
        get: |th, o| strings(th, code(o).proto.freevars.clone()),
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "co_names",
        get: co_names,
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "co_consts",
        get: co_consts,
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "co_code",
        get: co_code,
        set: None,
        doc: "",
    },
];

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

// ------------------------------------------------------------------ frames

fn frame(o: Ref<'_>) -> &FrameObj {
    match o.get::<FrameObj>() {
        Some(f) => f,
        None => unreachable_type(),
    }
}

fn frame_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let f = frame(o);
    let c = f.code();
    let (file, name) = (&c.proto.filename, &c.proto.name);
    pystr::new(
        th,
        &format!(
            "<frame at {:#x}, file '{file}', line {}, code {name}>",
            o.address(),
            f.line()
        ),
    )
}

/// `f_locals`: the mapping of module and class frames; a fresh dict of a function's variables.
fn frame_locals(th: &mut Thread, o: Ref<'_>) -> R {
    let f = frame(o);
    if let Some(live) = f.live_here() {
        // SAFETY: FRAME RULE: a live frame of this thread.
        return crate::builtins::frame_locals(th, unsafe { Fp::new(live) });
    }
    if let Some(l) = f.locals.get() {
        return Ok(l);
    }
    let d = dict::new(th)?;
    let c = f.code();
    if let Some(d) = d.get::<Dict>() {
        let saved: Vec<Option<Obj>> = f.saved.lock().iter().cloned().collect();
        for (i, (n, v)) in c.proto.varnames.iter().zip(saved).enumerate() {
            let Some(v) = v else { continue };
            if n.starts_with('.') {
                continue;
            }
            if c.proto.cellvars.contains(&(i as u16))
                && let Some(x) = v.get::<Cell>()
            {
                if let Some(x) = x.value.get() {
                    drop(d.insert_str(pystr::intern_str(n), x));
                }
                continue;
            }
            drop(d.insert_str(pystr::intern_str(n), v));
        }
        if let Some(func) = f.func() {
            each_free(func.r(), c, &mut |n, v| {
                drop(d.insert_str(pystr::intern_str(n), v))
            });
        }
    }
    Ok(d)
}

/// Calls `g` with each free variable of a function that has a value.
pub(crate) fn each_free(func: Ref<'_>, code: &Code, g: &mut dyn FnMut(&str, Obj)) {
    let Some(t) = func.get::<Function>().and_then(|f| f.closure.get()) else {
        return;
    };
    for (name, c) in code.proto.freevars.iter().zip(tuple::items(t.r())) {
        if let Some(x) = c.get::<Cell>().and_then(|c| c.value.get()) {
            g(name, x);
        }
    }
}

fn frame_back(th: &mut Thread, o: Ref<'_>) -> R {
    let f = frame(o);
    if let Some(b) = f.back.get() {
        return Ok(b);
    }
    let Some(live) = f.live_here() else {
        return Ok(Obj::none());
    };
    let m = crate::vm::frame::machine(th);
    // SAFETY: a live frame of this thread; the sentinel is below the first one.
    unsafe {
        let below = live.sub(1);
        if below <= m.frames {
            Ok(Obj::none())
        } else {
            crate::vm::unwind::frame_object(th, Fp::new(below))
        }
    }
}

fn frame_clear(th: &mut Thread, a: Args<'_>) -> R {
    let f = frame(a.at(0));
    if !f.live.load(Acquire).is_null() {
        return Err(error::runtime_error(th, "cannot clear an executing frame"));
    }
    let old = std::mem::take(&mut *f.saved.lock());
    drop(old);
    Ok(Obj::none())
}

static FRAME_METHODS: &[MethodDef] = &[MethodDef::new(
    "clear",
    Kind::NoArgs,
    frame_clear,
    "Clear all references held by the frame.",
)];

static FRAME_ATTRS: &[GetSetDef] = &[
    GetSetDef {
        name: "f_code",
        get: |_, o| Ok(frame(o).code_object()),
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "f_globals",
        get: |_, o| Ok(frame(o).globals().unwrap_or_else(Obj::none)),
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "f_builtins",
        get: |_, o| Ok(frame(o).builtins().unwrap_or_else(Obj::none)),
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "f_locals",
        get: frame_locals,
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "f_back",
        get: frame_back,
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "f_lineno",
        get: |_, o| Ok(int(i64::from(frame(o).line()))),
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "f_lasti",
        get: |_, o| Ok(int(frame(o).pc() as i64 * 2)),
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "f_trace",
        get: |_, o| Ok(or_none(&frame(o).trace)),
        set: Some(|_, o, v| {
            drop(frame(o).trace.swap(v.map(Ref::own)));
            Ok(())
        }),
        doc: "",
    },
    GetSetDef {
        name: "f_trace_lines",
        get: |_, _| Ok(Obj::bool(true)),
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "f_trace_opcodes",
        get: |_, _| Ok(Obj::bool(false)),
        set: None,
        doc: "",
    },
];

// ------------------------------------------------------------------ tracebacks

fn tb(o: Ref<'_>) -> &Traceback {
    match o.get::<Traceback>() {
        Some(t) => t,
        None => unreachable_type(),
    }
}

fn traceback_new(th: &mut Thread, _class: Ref<'_>, a: Args<'_>) -> R {
    a.no_kw(th, "traceback")?;
    a.check(th, "traceback", 4, 4)?;
    let (next, f) = (a.at(0), a.at(1));
    if !next.is_none() && !next.is_exact(&types::TRACEBACK) {
        return Err(type_error(
            th,
            format!(
                "traceback() argument 'tb_next' must be traceback or None, not {}",
                next.class().name()
            ),
        ));
    }
    if !f.is_exact(&types::FRAME) {
        return Err(type_error(
            th,
            format!(
                "traceback() argument 'tb_frame' must be frame, not {}",
                f.class().name()
            ),
        ));
    }
    let (Some(lasti), Some(line)) = (a.at(2).as_small(), a.at(3).as_small()) else {
        return Err(type_error(th, "an integer is required"));
    };
    let next = if next.is_none() {
        None
    } else {
        Some(next.own())
    };
    super::frame::new_traceback(
        th,
        next,
        f,
        (lasti.max(0) / 2) as usize,
        line.clamp(0, i64::from(u32::MAX)) as u32,
    )
}

fn set_tb_next(th: &mut Thread, o: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    let Some(v) = v else {
        return Err(type_error(th, "can't delete tb_next attribute"));
    };
    if v.is_none() {
        drop(tb(o).next.take());
        return Ok(());
    }
    if !v.is_exact(&types::TRACEBACK) {
        return Err(type_error(
            th,
            format!("expected traceback object, got '{}'", v.class().name()),
        ));
    }
    let mut at = Some(v.own());
    while let Some(t) = at {
        if t.r().is(o) {
            return Err(value_error(th, "traceback loop detected"));
        }
        at = t.get::<Traceback>().and_then(|t| t.next.get());
    }
    tb(o).next.set(v.own());
    Ok(())
}

static TRACEBACK_ATTRS: &[GetSetDef] = &[
    GetSetDef {
        name: "tb_next",
        get: |_, o| Ok(or_none(&tb(o).next)),
        set: Some(set_tb_next),
        doc: "",
    },
    GetSetDef {
        name: "tb_frame",
        get: super::frame::frame_of,
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "tb_lasti",
        get: |_, o| Ok(int(tb(o).lasti as i64 * 2)),
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "tb_lineno",
        get: |_, o| Ok(int(i64::from(tb(o).line))),
        set: None,
        doc: "",
    },
];

/// Errors of this file's callers are ordinary ones.
pub type Result<T = Obj> = std::result::Result<T, Raised>;
