//! How a piece of a program ends, as the command and the prompt tell it: exit status, uncaught exceptions, flushed streams;
//! and the text that tracebacks show of what stands in no file.

use crate::importer;
use typhon_runtime::call;
use typhon_runtime::error::{self, Exc};
use typhon_runtime::obj::{Obj, R, Raised, Ref};
use typhon_runtime::types::dict::{self, Dict};
use typhon_runtime::types::{module, str as pystr, tuple};
use typhon_runtime::{Thread, hooks, ops};

/// How a program ended.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// With an exit status.
    Status(u8),
    /// By KeyboardInterrupt: the process dies by SIGINT, so that its parent knows.
    Interrupted,
}

/// The status of SystemExit, after printing what it asks for.
fn exit_status(th: &mut Thread, e: Ref<'_>) -> u8 {
    let code = error::field(e, "code").unwrap_or_else(Obj::none);
    if code.r().is_none() {
        return 0;
    }
    if let Some(i) = ops::small_int_value(code.r()) {
        return i as u8;
    }
    if code
        .r()
        .class()
        .flag(typhon_runtime::types::typeobj::flags::INT_SUB)
    {
        return 255;
    }
    flush(th);
    match ops::str_text(th, code.r()) {
        Ok(t) => write_stderr(th, &format!("{t}\n")),
        Err(Raised) => drop(error::fetch(th)),
    }
    1
}

/// To `sys.stderr`, or to the descriptor if that does not work.
fn write_stderr(th: &mut Thread, text: &str) {
    let stream = importer::sys_attr("stderr").filter(|f| !f.r().is_none());
    let written = stream.is_some_and(|f| {
        let done = pystr::new(th, text).and_then(|t| {
            call::call_method(th, f.r(), pystr::intern_str("write"), &[t.r()])?;
            call::call_method(th, f.r(), typhon_runtime::names::flush(), &[])
        });
        if done.is_err() {
            drop(error::fetch(th));
        }
        done.is_ok()
    });
    if !written {
        eprint!("{text}");
    }
}

/// Reports the exception in flight. `inspect`: the prompt comes next, so SystemExit is shown like any other.
pub fn report(th: &mut Thread, inspect: bool) -> End {
    let e = error::fetch(th);
    if e.r().is_instance(&error::SYSTEM_EXIT) && !inspect {
        return End::Status(exit_status(th, e.r()));
    }
    flush(th);
    print_exception(th, e.r());
    if let Some(exit) = th.raised.take() {
        // The hook asked for an end.
        return End::Status(exit_status(th, exit.r()));
    }
    if e.r().is_instance(&error::KEYBOARD_INTERRUPT) {
        End::Interrupted
    } else {
        End::Status(1)
    }
}

/// Shows an uncaught exception through `sys.excepthook`. SystemExit of the hook is left in flight.
pub fn print_exception(th: &mut Thread, e: Ref<'_>) {
    let tb = e
        .get::<Exc>()
        .and_then(|x| x.traceback.get())
        .unwrap_or_else(Obj::none);
    let sys = importer::sys();
    for (name, value) in [
        ("last_exc", e.own()),
        ("last_type", e.type_ref().own()),
        ("last_value", e.own()),
        ("last_traceback", tb.clone()),
    ] {
        // Without memory for the name there is no last exception.
        let _ = module::add(th, sys.r(), name, value);
    }
    let Some(hook) = importer::sys_attr("excepthook") else {
        eprintln!("sys.excepthook is missing");
        return default_print(th, e);
    };
    match call::call(th, hook.r(), &[e.type_ref(), e, tb.r()]) {
        Ok(_) => {}
        Err(Raised) => {
            let inner = error::fetch(th);
            if inner.r().is_instance(&error::SYSTEM_EXIT) {
                th.raised = Some(inner);
                return;
            }
            write_stderr(th, "Error in sys.excepthook:\n");
            default_print(th, inner.r());
            write_stderr(th, "\nOriginal exception was:\n");
            default_print(th, e);
        }
    }
}

/// The traceback module's text, or the bare message if even that fails.
fn default_print(th: &mut Thread, e: Ref<'_>) {
    let shown = hooks::import(th, "traceback").and_then(|m| {
        let f = ops::getattr_str(th, m.r(), "print_exception")?;
        call::call(th, f.r(), &[e])
    });
    if let Err(Raised) = shown {
        let inner = error::fetch(th);
        let why = error::describe(th, inner.r());
        let text = error::describe(th, e);
        eprintln!("{text}");
        eprintln!("(no traceback: {why})");
    }
}

/// Flushes the standard streams and says whether that worked.
pub fn flush(th: &mut Thread) -> bool {
    let mut ok = true;
    for n in ["stdout", "stderr"] {
        let Some(f) = importer::sys_attr(n).filter(|f| !f.r().is_none()) else {
            continue;
        };
        let closed = match ops::getattr_str(th, f.r(), "closed") {
            Ok(c) => ops::is_true(th, c.r()),
            Err(Raised) => Err(Raised),
        };
        let closed = closed.unwrap_or_else(|Raised| {
            drop(error::fetch(th));
            false
        });
        if closed {
            continue;
        }
        if call::call_method(th, f.r(), typhon_runtime::names::flush(), &[]).is_err() {
            ok = false;
            if n == "stdout" {
                let msg = "Exception ignored while flushing sys.stdout";
                error::write_unraisable(th, msg, None);
            } else {
                drop(error::fetch(th));
            }
        }
    }
    ok
}

/// Makes the lines of text that stands in no file known to `linecache`: now, or when it is imported.
pub fn remember_source(th: &mut Thread, code: Ref<'_>, text: &str, name: &str) -> R<()> {
    let text = pystr::new(th, text)?;
    if let Some(m) = importer::loaded(th, "linecache")? {
        let shown = pystr::new(th, name)?;
        let register = pystr::intern_str("_register_code");
        return call::call_method(th, m.r(), register, &[code, text.r(), shown.r()]).map(drop);
    }
    let entry = tuple::new(th, vec![code.own(), text])?;
    let table = match importer::sys_attr("_interactive_sources") {
        Some(t) => t,
        None => {
            let t = dict::new(th)?;
            module::add(th, importer::sys().r(), "_interactive_sources", t.clone())?;
            t
        }
    };
    if let Some(d) = table.get::<Dict>() {
        drop(d.insert_str(pystr::intern_str(name), entry));
    }
    Ok(())
}
