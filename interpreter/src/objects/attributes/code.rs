//! What scripts see of code objects.

use super::{int, unreachable_type};
use crate::objects::{Code, code as code_object};
use typhon_runtime::call::{Args, GetSetDef, Kind, MethodDef};
use typhon_runtime::error;
use typhon_runtime::obj::{Obj, R, Ref};
use typhon_runtime::types::slots::CmpOp;
use typhon_runtime::types::{self, list, str as pystr, tuple};
use typhon_runtime::{Thread, ops};

fn code(o: Ref<'_>) -> &Code {
    match o.get::<Code>() {
        Some(c) => c,
        None => unreachable_type(),
    }
}

pub(super) fn repr(th: &mut Thread, o: Ref<'_>) -> R {
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

pub(super) fn compare(_th: &mut Thread, a: Ref<'_>, b: Ref<'_>, op: CmpOp) -> R {
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

pub(super) fn hash(_th: &mut Thread, o: Ref<'_>) -> R<i64> {
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
    for p in code(a.at(0)).proto.shown_positions() {
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
    let p = &code(a.at(0)).proto;
    let mut lines: Vec<u32> = p.shown_positions().iter().map(|p| p.line).collect();
    if p.name == "<module>"
        && let Some(first) = lines.first_mut()
    {
        // A module begins before its first line.
        *first = 0;
    }
    let mut out = Vec::new();
    let mut start = 0;
    for i in 1..=lines.len() {
        if i == lines.len() || lines[i] != lines[start] {
            let line = if lines[start] == 0 && start > 0 {
                Obj::none()
            } else {
                int(i64::from(lines[start]))
            };
            let t = vec![int(start as i64 * 2), int(i as i64 * 2), line];
            out.push(tuple::new(th, t)?);
            start = i;
        }
    }
    let l = list::new(th, out)?;
    ops::iter(th, l.r())
}

/// What `dis` needs: (number, name, operands, offset of the target, label) of the instructions, and (start, end, offset
/// of the target) of the handlers. Offsets count as in `co_lines`.
fn instructions(th: &mut Thread, a: Args<'_>) -> R {
    let proto = &code(a.at(0)).proto;
    let number = |n: Option<usize>, unit: i64| n.map_or_else(Obj::none, |n| int(n as i64 * unit));
    let mut rows = Vec::new();
    for row in crate::disasm::rows(proto) {
        let fields = vec![
            int(i64::from(row.op.0)),
            pystr::new(th, row.op.1)?,
            pystr::new(th, &row.operands)?,
            number(row.target, 2),
            number(row.label, 1),
        ];
        rows.push(tuple::new(th, fields)?);
    }
    let mut handlers = Vec::new();
    for h in &proto.handlers {
        let fields = [h.start, h.end, h.target].map(|n| int(i64::from(n) * 2));
        handlers.push(tuple::new(th, fields.to_vec())?);
    }
    let both = vec![list::new(th, rows)?, list::new(th, handlers)?];
    tuple::new(th, both)
}

/// The names of all instructions by number.
fn opnames(th: &mut Thread, _: Args<'_>) -> R {
    let mut names = Vec::new();
    for name in crate::opcode::NAMES {
        names.push(pystr::new(th, name)?);
    }
    list::new(th, names)
}

fn replace(th: &mut Thread, a: Args<'_>) -> R {
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
        marks: p.marks.clone(),
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
    code_object::new(th, &std::sync::Arc::new(new))
}

pub(super) static METHODS: &[MethodDef] = &[
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
        "_instructions",
        Kind::NoArgs,
        instructions,
        "The instructions and handlers, for dis.",
    ),
    MethodDef::new(
        "_opnames",
        Kind::NoArgs,
        opnames,
        "The names of all instructions.",
    ),
    MethodDef::new(
        "replace",
        Kind::Any,
        replace,
        "A copy with some attributes replaced.",
    ),
    MethodDef::new("__replace__", Kind::Any, replace, "The same as replace()."),
];

pub(super) static ATTRS: &[GetSetDef] = &[
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
