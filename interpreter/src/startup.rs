//! Bringing an interpreter up and down: types, modules, hooks, the main thread's life.

use crate::compile::CompileOptions;
use crate::objects::{Cell, Function};
use crate::parse::Mode;
use crate::vm::frame::{self, FRAME_BYTES, Machine, machine};
use crate::vm::regs::Fp;
use crate::vm::{stacks, trace};
use std::sync::atomic::Ordering::AcqRel;
use typhon_runtime::call::{self, Args, Kind, MethodDef};
use typhon_runtime::error;
use typhon_runtime::hooks::{self, Hooks};
use typhon_runtime::obj::{Obj, R, Ref};
use typhon_runtime::os::reserve;
use typhon_runtime::profile;
use typhon_runtime::slot::Slot;
use typhon_runtime::thread::{Space, Window, breaker};
use typhon_runtime::types::{self, dict, module, str as pystr, tuple};
use typhon_runtime::{Thread, names, ops};
use typhon_stdlib::modules::loaders::{self, Which};

/// Gives a thread its machine.
pub fn thread_init(th: &mut Thread) {
    let m = Box::into_raw(Box::new(Machine::new(th)));
    th.ext = m as *mut ();
    th.window = machine(th).frames as *mut Window;
    th.handlers = crate::vm::handlers();
    stacks::enter(th);
    profile::set_machine(th.ext);
}

/// Takes the machine away again.
pub fn thread_done(th: &mut Thread) {
    let p = std::mem::replace(&mut th.ext, std::ptr::null_mut());
    profile::set_machine(std::ptr::null_mut());
    if !p.is_null() {
        stacks::leave(th);
        th.leave_frames();
        // SAFETY: made by thread_init, no frame runs any more.
        drop(unsafe { Box::from_raw(p as *mut Machine) });
    }
}

/// Starts the runtime in the current thread; None if there is not enough address space.
pub fn init(stack: usize) -> Option<Thread> {
    hooks::set(Hooks {
        deprecation: typhon_stdlib::warn::deprecation,
        unraisable: crate::unraisable::report,
        serve,
        import: crate::importer::import,
        state_bytes: FRAME_BYTES,
        thread_init,
        thread_done,
        class_body,
        super_args,
        caller_globals: |th| crate::builtins::current_frame(th).map(|f| f.globals().own()),
        caller_locals: crate::builtins::caller_locals,
        locate: crate::vm::place::locate,
        describe: crate::vm::place::describe,
        resume: crate::vm::generator::resume,
        running_generators: crate::builtins::running_generators,
        cell: |o| o.get::<Cell>().map(|c| &c.value),
    });
    let space = Space::reserve(true)?;
    reserve::keep();
    let mut th = Thread::start_in(space, stack, true);
    thread_init(&mut th);
    types::init();
    error::reserve_memory_error();
    // Names that are needed when memory is out.
    for name in ["last_exc", "last_type", "last_value", "last_traceback"] {
        pystr::intern_str(name);
    }
    Some(th)
}

/// Makes the builtin types, `builtins` and `sys`.
pub fn modules(th: &mut Thread, optimize: u8) -> R<()> {
    crate::objects::init();
    typhon_stdlib::init(th)?;
    typhon_stdlib::modules::signal::start(th)?;
    crate::objects::attributes::init(th)?;
    let make = |th: &mut Thread, name: &str| match typhon_stdlib::registry::find(name) {
        Some(f) => f(th),
        None => module::new(th, name),
    };
    let builtins = make(th, "builtins")?;
    module::add_functions(th, builtins.r(), crate::builtins::FUNCTIONS)?;
    let sys = make(th, "sys")?;
    module::add_functions(th, sys.r(), SYS_FUNCTIONS)?;
    module::add_functions(th, sys.r(), crate::objects::asyncgen_hooks::FUNCTIONS)?;
    module::add_functions(th, sys.r(), crate::objects::origin::FUNCTIONS)?;
    crate::unraisable::init(th, sys.r())?;
    let monitoring = crate::monitoring::make(th)?;
    module::add(th, sys.r(), "monitoring", monitoring)?;
    let table = dict::new(th)?;
    if let Some(d) = table.get::<dict::Dict>() {
        for m in [("builtins", &builtins), ("sys", &sys)] {
            crate::importer::describe_native(th, m.1.r(), m.0)?;
            drop(d.insert_str(pystr::intern_str(m.0), m.1.clone()));
        }
    }
    module::add(th, sys.r(), "modules", table.clone())?;
    typhon_stdlib::builtins::functions::io::note_sys(sys.clone());
    crate::importer::init(table, sys, builtins, optimize);
    Ok(())
}

/// The Python-level part of a safepoint.
fn serve(th: &mut Thread, bits: u32) -> R<()> {
    if bits & breaker::HANDLERS != 0 {
        // AcqRel: pairs with the request, which comes after the change.
        th.rec().breaker.fetch_and(!breaker::HANDLERS, AcqRel);
        trace::follow(th);
    }
    if bits & breaker::FINALIZERS != 0 {
        th.run_pending();
    }
    if bits & breaker::GC != 0 {
        typhon_runtime::gc::collect_if_due(th);
    }
    if bits & breaker::SIGNAL != 0 {
        typhon_stdlib::modules::signal::run_pending(th)?;
    }
    Ok(())
}

/// Hook `class_body`.
fn class_body(th: &mut Thread, func: Ref<'_>, ns: Ref<'_>) -> R {
    let Some(f) = func.get::<Function>() else {
        return call::call(th, func, &[]);
    };
    let (Some(code), Some(globals), Some(builtins)) =
        (f.code.get(), f.globals.get(), f.builtins.get())
    else {
        return Err(error::runtime_error(th, "class body without code"));
    };
    crate::vm::call::exec_code(th, code.r(), globals.r(), builtins.r(), ns, Some(func))
}

/// Hook `super_args`: `__class__` and the first argument of the running function.
fn super_args(th: &mut Thread) -> R<(Obj, Obj)> {
    let Some(f) = crate::builtins::current_frame(th) else {
        return Err(error::runtime_error(th, "super(): no current frame"));
    };
    let code = f.code();
    if code.proto.argcount == 0 {
        return Err(error::runtime_error(th, "super(): no arguments"));
    }
    let first = if code.proto.cellvars.contains(&0) {
        f.reg(0).get::<Cell>().and_then(|c| c.value.get())
    } else if f.is_unbound(0) {
        None
    } else {
        Some(f.reg(0).own())
    };
    let Some(first) = first else {
        return Err(error::runtime_error(th, "super(): arg[0] deleted"));
    };
    let n = code.proto.freevars.iter().position(|n| n == "__class__");
    let cell = n.and_then(|n| {
        let fo = f.function()?.get::<Function>()?;
        let t = fo.closure.get()?;
        tuple::items(t.r()).nth(n).map(Ref::own)
    });
    let Some(cell) = cell else {
        return Err(error::runtime_error(
            th,
            "super(): __class__ cell not found",
        ));
    };
    match cell.get::<Cell>().and_then(|c| c.value.get()) {
        Some(c) => Ok((c, first)),
        None => Err(error::runtime_error(th, "super(): empty __class__ cell")),
    }
}

/// An argument that is an int in C.
fn c_int(th: &mut Thread, o: Ref<'_>) -> R<i64> {
    let n = ops::index(th, o)?;
    match ops::small_int_value(n.r()).filter(|n| i32::try_from(*n).is_ok()) {
        Some(n) => Ok(n),
        None => {
            let m = "Python int too large to convert to C int";
            Err(error::overflow_error(th, m))
        }
    }
}

fn sys_getframe(th: &mut Thread, a: Args<'_>) -> R {
    let depth = match a.opt(0) {
        Some(n) => c_int(th, n)?.max(0),
        None => 0,
    };
    match crate::builtins::frame_object(th, depth as usize)? {
        Some(f) => Ok(f),
        None => Err(error::value_error(th, "call stack is not deep enough")),
    }
}

fn sys_getframemodulename(th: &mut Thread, a: Args<'_>) -> R {
    let depth = a.opt(0).and_then(ops::small_int_value).unwrap_or(0).max(0);
    Ok(
        match crate::builtins::frame_at(th, depth as usize).and_then(|f| f.function()) {
            Some(f) => f
                .get::<Function>()
                .and_then(|f| f.module.get())
                .unwrap_or_else(Obj::none),
            None => Obj::none(),
        },
    )
}

fn sys_setrecursionlimit(th: &mut Thread, a: Args<'_>) -> R {
    let n = c_int(th, a.at(0))?;
    if n < 1 {
        return Err(error::value_error(
            th,
            "recursion limit must be greater or equal than 1",
        ));
    }
    if n <= depth(th) as i64 {
        let m = format!(
            "cannot set the recursion limit to {n} at the recursion depth {}: the limit is too low",
            depth(th)
        );
        return Err(error::recursion_error(th, &m));
    }
    crate::vm::call::set_recursion_limit(n.min(i64::from(u32::MAX)) as u32);
    Ok(Obj::none())
}

/// `sys._object_state(obj)`: see `typhon_runtime::observe`.
fn sys_object_state(th: &mut Thread, a: Args<'_>) -> R {
    let d = dict::new(th)?;
    if let Some(s) = typhon_runtime::observe::state(a.at(0))
        && let Some(d) = d.get::<dict::Dict>()
    {
        for (name, on) in [
            ("owned", s.owned),
            ("shared", s.shared),
            ("lockable", s.lockable),
        ] {
            drop(d.insert_str(pystr::intern_str(name), Obj::bool(on)));
        }
    }
    Ok(d)
}

/// `sys._stands_for_native(cls)`: a class of the library written in Python that is a native one in CPython. Messages name it
/// with its module, and nobody changes it.
fn sys_stands_for_native(th: &mut Thread, a: Args<'_>) -> R {
    use typhon_runtime::types::typeobj::flags;
    match a.at(0).as_type() {
        Some(t) => {
            t.set_flag(flags::DOTTED_NAME | flags::IMMUTABLE, true);
            Ok(a.at(0).own())
        }
        None => Err(error::type_error(th, "a class is needed")),
    }
}

/// `sys._clear_type_descriptors(cls)`: takes the descriptors that keep a class alive out of its namespace, which others
/// may hold on to.
fn sys_clear_type_descriptors(th: &mut Thread, a: Args<'_>) -> R {
    use typhon_runtime::types::typeobj::flags;
    match a.at(0).as_type() {
        Some(t) if t.flag(flags::HEAP) && !t.flag(flags::IMMUTABLE) => {
            for name in ["__dict__", "__weakref__"] {
                t.set_attr(pystr::intern_str(name), None);
            }
            Ok(Obj::none())
        }
        Some(_) => Err(error::type_error(th, "argument is immutable")),
        None => Err(error::type_error(th, "a class is needed")),
    }
}

static SYS_FUNCTIONS: &[MethodDef] = &[
    MethodDef::new(
        "_clear_type_descriptors",
        Kind::One,
        sys_clear_type_descriptors,
        "Private function for clearing certain descriptors from a type's dictionary.",
    ),
    MethodDef::new(
        "_stands_for_native",
        Kind::One,
        sys_stands_for_native,
        "Name a class of the library with its module in messages and let nobody change it.",
    ),
    MethodDef::new(
        "_object_state",
        Kind::One,
        sys_object_state,
        "How an object is counted and locked, for tests of the experiment switches.",
    ),
    MethodDef::new(
        "_getframe",
        Kind::Pos(0, 1),
        sys_getframe,
        "Return a frame object from the call stack.",
    ),
    MethodDef::new(
        "settrace",
        Kind::One,
        |th, a| {
            trace::set(th, trace::Kind::Trace, a.at(0));
            Ok(Obj::none())
        },
        "settrace($module, function, /)\n--\n\nSet the function that is told each line, call and exception of this thread.",
    ),
    MethodDef::new(
        "gettrace",
        Kind::NoArgs,
        |th, _| Ok(trace::function(th, trace::Kind::Trace)),
        "gettrace($module, /)\n--\n\nReturn the function that settrace() has set.",
    ),
    MethodDef::new(
        "call_tracing",
        Kind::Pos(2, 2),
        |th, a| {
            if tuple::is_tuple(a.at(1)) {
                return trace::call_tracing(th, a.at(0), a.at(1));
            }
            let name = a.at(1).class().name();
            let m = format!("call_tracing() argument 2 must be tuple, not {name}");
            Err(error::type_error(th, m))
        },
        "call_tracing($module, func, args, /)\n--\n\nCall func(*args) with tracing on, although a trace function runs.",
    ),
    MethodDef::new(
        "setprofile",
        Kind::One,
        |th, a| {
            trace::set(th, trace::Kind::Profile, a.at(0));
            Ok(Obj::none())
        },
        "setprofile($module, function, /)\n--\n\nSet the function that is told each call and return of this thread.",
    ),
    MethodDef::new(
        "getprofile",
        Kind::NoArgs,
        |th, _| Ok(trace::function(th, trace::Kind::Profile)),
        "getprofile($module, /)\n--\n\nReturn the function that setprofile() has set.",
    ),
    MethodDef::new(
        "_settraceallthreads",
        Kind::One,
        |th, a| {
            trace::set_all(th, trace::Kind::Trace, a.at(0));
            Ok(Obj::none())
        },
        "settrace() for every thread.",
    ),
    MethodDef::new(
        "_setprofileallthreads",
        Kind::One,
        |th, a| {
            trace::set_all(th, trace::Kind::Profile, a.at(0));
            Ok(Obj::none())
        },
        "setprofile() for every thread.",
    ),
    MethodDef::new(
        "_current_frames",
        Kind::NoArgs,
        |th, _| stacks::current_frames(th),
        "Return a dict from thread identifiers to the frames that the threads run now.",
    ),
    MethodDef::new(
        "_getframemodulename",
        Kind::Sig("depth="),
        sys_getframemodulename,
        "Return the name of the module of a calling frame.",
    ),
    MethodDef::new(
        "getrecursionlimit",
        Kind::NoArgs,
        |_, _| Ok(Ref::small_int(i64::from(crate::vm::call::recursion_limit())).own()),
        "Return the recursion limit.",
    ),
    MethodDef::new(
        "setrecursionlimit",
        Kind::One,
        sys_setrecursionlimit,
        "Set the recursion limit.",
    ),
];

/// The `__main__` module, made on first use.
pub fn main_module(th: &mut Thread) -> R {
    if let Some(m) = crate::importer::loaded(th, "__main__")? {
        return Ok(m);
    }
    let m = module::new(th, "__main__")?;
    // Here the module, in all others its dictionary.
    let b = match crate::importer::loaded(th, "builtins")? {
        Some(b) => b,
        None => crate::importer::builtins_dict(),
    };
    module::add(th, m.r(), "__builtins__", b)?;
    // Until a file says otherwise.
    let name = names::__main__();
    let loader = loaders::new(th, name, Which::Builtin)?;
    module::add(th, m.r(), "__loader__", loader)?;
    if let Some(t) = crate::importer::sys_attr("modules")
        && let Some(d) = t.get::<dict::Dict>()
    {
        drop(d.insert_str(names::__main__(), m.clone()));
    }
    Ok(m)
}

/// Compiles and runs text as `__main__`; `script`: it is the file that the command line names.
pub fn run_text(th: &mut Thread, bytes: &[u8], filename: &str, script: bool) -> R<()> {
    let m = main_module(th)?;
    let opts = CompileOptions {
        optimize: crate::importer::optimize(),
        filename: filename.to_string(),
        ..CompileOptions::default()
    };
    let code = if script {
        crate::source::compile_script(th, bytes, &opts)?
    } else {
        crate::source::compile_bytes(th, bytes, Mode::Exec, &opts)?
    };
    crate::importer::exec_in_module(th, m.r(), code.r())
}

/// Frames left on the machine (none, unless something is wrong).
pub fn depth(th: &Thread) -> usize {
    frame::depth(th)
}

/// A slot of a cell object, for the class machinery.
pub fn cell_slot(o: Ref<'_>) -> Option<&Slot> {
    o.get::<Cell>().map(|c| &c.value)
}

/// The running frame, for tests.
pub fn top_frame(th: &Thread) -> Option<Fp> {
    crate::builtins::current_frame(th)
}

/// Makes `sys.stdin`, `sys.stdout` and `sys.stderr`.
pub fn streams(th: &mut Thread, unbuffered: bool) -> R<()> {
    let sys = crate::importer::sys();
    let made = typhon_stdlib::modules::io::open::make_std_streams(th, unbuffered)?;
    for (name, f) in ["stdin", "stdout", "stderr"].into_iter().zip(made) {
        module::add(th, sys.r(), &format!("__{name}__"), f.clone())?;
        module::add(th, sys.r(), name, f)?;
    }
    Ok(())
}
