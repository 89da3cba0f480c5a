//! `print`, `input` and `breakpoint`: what goes through the streams and hooks of `sys`.

use typhon_runtime::call::{self, Args, Kind, MethodDef};
use typhon_runtime::error::{self, type_error};
use typhon_runtime::os::file as os_file;
use typhon_runtime::slot::Slot;
use typhon_runtime::types::str::Str;
use typhon_runtime::types::{bytes, str as pystr};
use typhon_runtime::{Obj, R, Raised, Ref, Thread, hooks, names, ops};

/// `sys.NAME`; None if it is missing.
static SYS: Slot = Slot::empty();

/// Notes the `sys` module at start-up: at the end of the program it can be imported no more.
pub fn note_sys(m: Obj) {
    SYS.set(m);
}

fn sys_attr(th: &mut Thread, name: Ref<'_>) -> R<Option<Obj>> {
    let sys = match SYS.get() {
        Some(m) => m,
        None => {
            let m = hooks::import(th, "sys")?;
            SYS.set(m.clone());
            m
        }
    };
    ops::getattr_opt(th, sys.r(), name)
}

/// `sys.NAME`, or CPython's complaint.
fn stream(th: &mut Thread, name: Ref<'_>) -> R {
    match sys_attr(th, name)? {
        Some(f) => Ok(f),
        None => Err(lost(th, name)),
    }
}

/// `sys.NAME` that is not None either.
fn open_stream(th: &mut Thread, name: Ref<'_>) -> R {
    let f = stream(th, name)?;
    if f.r().is_none() {
        return Err(lost(th, name));
    }
    Ok(f)
}

fn lost(th: &mut Thread, name: Ref<'_>) -> Raised {
    let m = format!("lost sys.{}", pystr::text(name));
    error::runtime_error(th, m)
}

fn write(th: &mut Thread, file: Ref<'_>, s: Ref<'_>) -> R<()> {
    call::call_method(th, file, names::write(), &[s]).map(drop)
}

fn flush(th: &mut Thread, file: Ref<'_>) -> R<()> {
    call::call_method(th, file, names::flush(), &[]).map(drop)
}

/// A separator argument: a str, or None for the default.
fn separator<'a>(th: &mut Thread, a: Args<'a>, name: &str) -> R<Option<Ref<'a>>> {
    match a.kw(name).filter(|s| !s.is_none()) {
        Some(s) if !pystr::is_str(s) => {
            let m = format!(
                "{name} must be None or a string, not {}",
                s.class().tp_name()
            );
            Err(type_error(th, m))
        }
        s => Ok(s),
    }
}

fn builtin_print(th: &mut Thread, a: Args<'_>) -> R {
    for (k, _) in a.kwargs() {
        let k = pystr::text(k);
        if !matches!(k.as_str(), "sep" | "end" | "file" | "flush") {
            let names = ["sep", "end", "file", "flush"].into_iter();
            return Err(typhon_runtime::signature::unexpected_keyword(
                th, "print", &k, names,
            ));
        }
    }
    let file = match a.kw("file").filter(|f| !f.is_none()) {
        Some(f) => f.own(),
        None => {
            let f = stream(th, names::stdout())?;
            if f.r().is_none() {
                return Ok(f);
            }
            f
        }
    };
    let file = file.r();
    let sep = separator(th, a, "sep")?.unwrap_or_else(|| pystr::ascii_char(b' '));
    let end = separator(th, a, "end")?.unwrap_or_else(|| pystr::ascii_char(b'\n'));
    for (i, x) in a.iter().enumerate() {
        if i > 0 {
            write(th, file, sep)?;
        }
        let s = ops::str(th, x)?;
        write(th, file, s.r())?;
    }
    write(th, file, end)?;
    if let Some(f) = a.kw("flush")
        && ops::is_true(th, f)?
    {
        flush(th, file)?;
    }
    Ok(Obj::none())
}

fn builtin_input(th: &mut Thread, a: Args<'_>) -> R {
    let input = open_stream(th, names::stdin())?;
    let output = open_stream(th, names::stdout())?;
    let errors = open_stream(th, names::stderr())?;
    flush_anyway(th, errors.r());
    let reader =
        crate::modules::line_editor::reader().filter(|_| os_file::isatty(0) && os_file::isatty(1));
    if let Some(f) = reader
        && is_descriptor(th, input.r(), 0)
        && is_descriptor(th, output.r(), 1)
    {
        flush_anyway(th, output.r());
        let prompt = match a.opt(0) {
            Some(p) => ops::str(th, p)?,
            None => pystr::new(th, "")?,
        };
        return call::call(th, f.r(), &[prompt.r()]);
    }
    if let Some(prompt) = a.opt(0) {
        let s = ops::str(th, prompt)?;
        write(th, output.r(), s.r())?;
    }
    flush_anyway(th, output.r());
    let line = call::call_method(th, input.r(), names::readline(), &[])?;
    if let Some(s) = line.get::<Str>() {
        return match s.bytes() {
            [] => Err(end_of_input(th)),
            [start @ .., b'\n'] => pystr::from_wtf8(th, start),
            _ => Ok(line),
        };
    }
    match bytes::value(line.r()) {
        Some([]) => Err(end_of_input(th)),
        Some([start @ .., b'\n']) => bytes::new(th, start),
        Some(_) => Ok(line),
        None => Err(type_error(th, "object.readline() returned non-string")),
    }
}

/// Whether a stream is that of a descriptor.
fn is_descriptor(th: &mut Thread, file: Ref<'_>, fd: i64) -> bool {
    match call::call_method(th, file, pystr::intern_str("fileno"), &[]) {
        Ok(n) => n.r().as_small() == Some(fd),
        Err(Raised) => {
            drop(error::fetch(th));
            false
        }
    }
}

/// A stream that cannot be flushed does not keep `input` from reading.
fn flush_anyway(th: &mut Thread, file: Ref<'_>) {
    if flush(th, file).is_err() {
        drop(error::fetch(th));
    }
}

fn end_of_input(th: &mut Thread) -> Raised {
    error::raise(th, &error::EOF_ERROR, "EOF when reading a line")
}

/// Calls `f` with the arguments of a call.
pub fn forward(th: &mut Thread, f: Ref<'_>, a: Args<'_>) -> R {
    call::call_args(th, f, a)
}

fn builtin_breakpoint(th: &mut Thread, a: Args<'_>) -> R {
    match sys_attr(th, pystr::intern_str("breakpointhook"))? {
        Some(f) => forward(th, f.r(), a),
        None => Err(error::runtime_error(th, "lost sys.breakpointhook")),
    }
}

/// Rows for the `builtins` module.
pub static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new(
        "print",
        Kind::Any,
        builtin_print,
        "print($module, /, *args, sep=' ', end='\\n', file=None, flush=False)\n--\n\nWrites the values as text to a stream, by default sys.stdout.",
    ),
    MethodDef::new(
        "input",
        Kind::Pos(0, 1),
        builtin_input,
        "input($module, prompt='', /)\n--\n\nReads a line from sys.stdin, without its newline, after writing the prompt.",
    ),
    MethodDef::new(
        "breakpoint",
        Kind::Any,
        builtin_breakpoint,
        "breakpoint($module, /, *args, **kws)\n--\n\nCalls sys.breakpointhook with the arguments.",
    ),
];
