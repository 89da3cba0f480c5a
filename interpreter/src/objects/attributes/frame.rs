//! What scripts see of frames and tracebacks.

use super::{int, or_none, unreachable_type};
use crate::code::flags;
use crate::objects::frame::{NO_LINES, OPCODES};
use crate::objects::generator::{CLOSED, CREATED, Generator, SUSPENDED};
use crate::objects::{FrameObj, Traceback, frame_locals};
use crate::vm::line_jump;
use crate::vm::regs::Fp;
use std::sync::atomic::Ordering::*;
use typhon_runtime::Thread;
use typhon_runtime::call::{Args, GetSetDef, Kind, MethodDef};
use typhon_runtime::error::{self, type_error, value_error};
use typhon_runtime::obj::{Obj, R, Raised, Ref};
use typhon_runtime::types::{self, str as pystr};
use typhon_runtime::weak::{self, WeakRef};

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

/// `f_locals`: the mapping of module and class frames; else a proxy of the variables.
fn locals(th: &mut Thread, o: Ref<'_>) -> R {
    let f = frame(o);
    if f.code().flags & flags::OPTIMIZED == 0 && !has_hidden(f) {
        return Ok(match f.locals.get() {
            Some(l) => l,
            None => f.globals().unwrap_or_else(Obj::none),
        });
    }
    frame_locals::new(th, o)
}

/// Whether variables of an inlined comprehension are bound.
fn has_hidden(f: &FrameObj) -> bool {
    match f.live_here() {
        // SAFETY: FRAME RULE: a live frame of this thread.
        Some(live) => crate::builtins::has_hidden(unsafe { Fp::new(live) }),
        None => false,
    }
}

fn back(th: &mut Thread, o: Ref<'_>) -> R {
    let f = frame(o);
    if let Some(b) = f.back.get() {
        return Ok(b);
    }
    let Some(live) = f.live_here() else {
        return crate::vm::stacks::back_of(th, f);
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
    // Acquire: as `live_here`.
    if !f.live.load(Acquire).is_null() {
        return Err(error::runtime_error(th, "cannot clear an executing frame"));
    }
    let suspended = f.saved.lock().suspended;
    if suspended && let Some(g) = owner(f) {
        let x = g.get::<Generator>();
        match x.map_or(CLOSED, Generator::state) {
            SUSPENDED => {
                let m = "cannot clear a suspended frame";
                return Err(error::runtime_error(th, m));
            }
            CREATED => {
                // It never begins.
                if g.r().is_exact(&types::COROUTINE) {
                    crate::objects::awaitables::warn_unawaited(th, g.r());
                }
                drop(crate::vm::generator::close(th, g.r())?);
            }
            _ => {}
        }
    }
    let old = {
        let mut saved = f.saved.lock();
        let old = std::mem::take(&mut *saved);
        saved.cleared = true;
        old
    };
    drop(old);
    drop(f.extra.take());
    drop(f.trace.take());
    Ok(Obj::none())
}

/// The generator that was asked for this frame.
fn owner(f: &FrameObj) -> Option<Obj> {
    let w = f.owner.get()?;
    weak::upgrade(w.get::<WeakRef>()?)
}

/// The generator whose frame this is while it runs.
fn frame_generator(_th: &mut Thread, o: Ref<'_>) -> R {
    let Some(live) = frame(o).live_here() else {
        // Suspended, or of another thread; not if it has ended.
        let found = owner(frame(o));
        let goes_on = |g: &Obj| g.get::<Generator>().is_some_and(|g| g.state() != CLOSED);
        return Ok(found.filter(goes_on).unwrap_or_else(Obj::none));
    };
    // SAFETY: FRAME RULE: a live frame of this thread.
    let w = unsafe { (*live).generator };
    if w == typhon_runtime::value::EMPTY {
        return Ok(Obj::none());
    }
    // SAFETY: the caller of the frame keeps the generator alive.
    Ok(unsafe { Ref::from_word(w) }.own())
}

fn set_line(th: &mut Thread, o: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    match v {
        None => Err(no_deletion(th, "f_lineno")),
        Some(line) => line_jump::set_line(th, o, line),
    }
}

fn no_deletion(th: &mut Thread, name: &str) -> Raised {
    let m = format!("attribute '{name}' of 'frame' objects cannot be deleted");
    error::raise(th, &error::ATTRIBUTE_ERROR, m)
}

/// Sets or takes a bit of what is traced in a frame. `on`: the value of the attribute for which it is set.
fn set_trace_what(th: &mut Thread, o: Ref<'_>, v: Option<Ref<'_>>, bit: u8, on: bool) -> R<()> {
    let Some(v) = v else {
        if bit == OPCODES {
            return Err(no_deletion(th, "f_trace_opcodes"));
        }
        return Err(type_error(th, "can't delete numeric/char attribute"));
    };
    if !v.is_exact(&types::BOOL) {
        return Err(type_error(th, "attribute value type must be bool"));
    }
    // Relaxed: a setting that the frame's own thread reads.
    if v.is(Ref::TRUE) == on {
        frame(o).trace_what.fetch_or(bit, Relaxed);
    } else {
        frame(o).trace_what.fetch_and(!bit, Relaxed);
    }
    Ok(())
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
        get: |th, o| {
            frame(o).refresh(th);
            Ok(int(i64::from(frame(o).line())))
        },
        set: Some(set_line),
        doc: "",
    },
    GetSetDef {
        name: "f_lasti",
        get: |th, o| {
            frame(o).refresh(th);
            Ok(int(frame(o).shown_index() as i64 * 2))
        },
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "f_trace",
        get: |_, o| Ok(or_none(&frame(o).trace)),
        set: Some(|_, o, v| {
            let v = v.filter(|v| !v.is_none());
            drop(frame(o).trace.swap(v.map(Ref::own)));
            Ok(())
        }),
        doc: "",
    },
    GetSetDef {
        name: "f_trace_lines",
        get: |_, o| Ok(Obj::bool(frame(o).trace_what.load(Relaxed) & NO_LINES == 0)),
        set: Some(|th, o, v| set_trace_what(th, o, v, NO_LINES, false)),
        doc: "",
    },
    GetSetDef {
        name: "f_trace_opcodes",
        get: |_, o| Ok(Obj::bool(frame(o).trace_what.load(Relaxed) & OPCODES != 0)),
        set: Some(|th, o, v| set_trace_what(th, o, v, OPCODES, true)),
        doc: "",
    },
    GetSetDef {
        name: "f_generator",
        get: frame_generator,
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
    let shown = (lasti.max(0) / 2) as usize;
    crate::objects::frame::new_traceback(
        th,
        next,
        f.own(),
        frame(f).code().proto.index_of_shown(shown),
        line.clamp(0, i64::from(u32::MAX)) as u32,
        false,
    )
}

fn tb_lasti(th: &mut Thread, o: Ref<'_>) -> R {
    let f = crate::objects::frame::frame_of(th, o)?;
    let n = frame(f.r()).code().proto.shown_index(tb(o).lasti);
    Ok(int(n as i64 * 2))
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
        get: crate::objects::frame::next_of,
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
        get: tb_lasti,
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
