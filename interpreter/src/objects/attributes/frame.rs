//! What scripts see of frames and tracebacks.

use super::{int, or_none, unreachable_type};
use crate::objects::{Cell, Code, FrameObj, Function, Traceback};
use crate::vm::regs::Fp;
use std::sync::atomic::Ordering::*;
use typhon_runtime::Thread;
use typhon_runtime::call::{Args, GetSetDef, Kind, MethodDef};
use typhon_runtime::error::{self, type_error, value_error};
use typhon_runtime::obj::{Obj, R, Ref};
use typhon_runtime::types::dict::{self, Dict};
use typhon_runtime::types::{self, str as pystr, tuple};

fn frame(o: Ref<'_>) -> &FrameObj {
    match o.get::<FrameObj>() {
        Some(f) => f,
        None => unreachable_type(),
    }
}

pub(super) fn repr(th: &mut Thread, o: Ref<'_>) -> R {
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
fn locals(th: &mut Thread, o: Ref<'_>) -> R {
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

fn back(th: &mut Thread, o: Ref<'_>) -> R {
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

fn clear(th: &mut Thread, a: Args<'_>) -> R {
    let f = frame(a.at(0));
    if !f.live.load(Acquire).is_null() {
        return Err(error::runtime_error(th, "cannot clear an executing frame"));
    }
    let old = std::mem::take(&mut *f.saved.lock());
    drop(old);
    Ok(Obj::none())
}

pub(super) static METHODS: &[MethodDef] = &[MethodDef::new(
    "clear",
    Kind::NoArgs,
    clear,
    "Clear all references held by the frame.",
)];

pub(super) static ATTRS: &[GetSetDef] = &[
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
        get: locals,
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "f_back",
        get: back,
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

fn tb(o: Ref<'_>) -> &Traceback {
    match o.get::<Traceback>() {
        Some(t) => t,
        None => unreachable_type(),
    }
}

pub(super) fn traceback_new(th: &mut Thread, _class: Ref<'_>, a: Args<'_>) -> R {
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
    crate::objects::frame::new_traceback(
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

pub(super) static TRACEBACK_ATTRS: &[GetSetDef] = &[
    GetSetDef {
        name: "tb_next",
        get: |_, o| Ok(or_none(&tb(o).next)),
        set: Some(set_tb_next),
        doc: "",
    },
    GetSetDef {
        name: "tb_frame",
        get: crate::objects::frame::frame_of,
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
