//! `sys.monitoring`: names for programs that look whether it is there. Its events are not reported: whoever asks for a tool's
//! number is told so, and can use `sys.settrace`.

use typhon_runtime::call::{self, Args, Kind, MethodDef};
use typhon_runtime::error;
use typhon_runtime::obj::{Obj, R, Ref};
use typhon_runtime::types::{self, dict, module, str as pystr, tuple};
use typhon_runtime::{Thread, types::dict::Dict};

/// The events, by bit.
const EVENTS: &[&str] = &[
    "PY_START",
    "PY_RESUME",
    "PY_RETURN",
    "PY_YIELD",
    "CALL",
    "LINE",
    "INSTRUCTION",
    "JUMP",
    "BRANCH_LEFT",
    "BRANCH_RIGHT",
    "STOP_ITERATION",
    "RAISE",
    "EXCEPTION_HANDLED",
    "PY_UNWIND",
    "PY_THROW",
    "RERAISE",
    "C_RETURN",
    "C_RAISE",
    "BRANCH",
];

/// The numbers that are set aside for kinds of tools.
const TOOLS: &[(&str, i64)] = &[
    ("DEBUGGER_ID", 0),
    ("COVERAGE_ID", 1),
    ("PROFILER_ID", 2),
    ("OPTIMIZER_ID", 5),
];

/// Makes the module.
pub fn make(th: &mut Thread) -> R {
    let m = module::new(th, "sys.monitoring")?;
    module::add_functions(th, m.r(), FUNCTIONS)?;
    let int = |n: i64| Ref::small_int(n).own();
    let d = dict::new(th)?;
    if let Some(d) = d.get::<Dict>() {
        for (bit, name) in EVENTS.iter().enumerate() {
            drop(d.insert_str(pystr::intern_str(name), int(1 << bit)));
        }
        drop(d.insert_str(pystr::intern_str("NO_EVENTS"), int(0)));
    }
    let empty = tuple::new(th, vec![])?;
    let events = call::call_ex(th, types::NAMESPACE.r(), empty.r(), Some(d.r()))?;
    module::add(th, m.r(), "events", events)?;
    for (name, n) in TOOLS {
        module::add(th, m.r(), name, int(*n))?;
    }
    for name in ["DISABLE", "MISSING"] {
        let o = call::call(th, types::OBJECT.r(), &[])?;
        module::add(th, m.r(), name, o)?;
    }
    Ok(m)
}

fn refuse(th: &mut Thread, _a: Args<'_>) -> R {
    let m =
        "sys.monitoring reports no events in this interpreter: use sys.settrace or sys.setprofile";
    Err(error::raise(th, &error::NOT_IMPLEMENTED_ERROR, m))
}

const DOC: &str = "Not supported: see sys.settrace.";

static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new("use_tool_id", Kind::Any, refuse, DOC),
    MethodDef::new("clear_tool_id", Kind::Any, refuse, DOC),
    MethodDef::new("free_tool_id", Kind::Any, refuse, DOC),
    MethodDef::new(
        "get_tool",
        Kind::One,
        |_, _| Ok(Obj::none()),
        "The name of the tool that uses a number: none does.",
    ),
    MethodDef::new("register_callback", Kind::Any, refuse, DOC),
    MethodDef::new("get_events", Kind::Any, refuse, DOC),
    MethodDef::new("set_events", Kind::Any, refuse, DOC),
    MethodDef::new("get_local_events", Kind::Any, refuse, DOC),
    MethodDef::new("set_local_events", Kind::Any, refuse, DOC),
    MethodDef::new("restart_events", Kind::Any, refuse, DOC),
];
