//! `print`, `input` and `breakpoint`: what goes through the streams and hooks of `sys`.

use std::io::{BufRead, Write};
use typhon_runtime::call::{self, Args, Kind, MethodDef};
use typhon_runtime::error::{self, type_error};
use typhon_runtime::slot::Slot;
use typhon_runtime::types::str as pystr;
use typhon_runtime::types::str::Str;
use typhon_runtime::{Obj, R, Raised, Ref, Thread, hooks, names, ops};

/// `sys.NAME`; None if it is missing.
fn sys_attr(th: &mut Thread, name: Ref<'_>) -> R<Option<Obj>> {
    static SYS: Slot = Slot::empty();
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

/// Where text goes: a file object, or the process's output before there is a `sys.stdout`.
enum Sink {
    File(Obj),
    Process,
}

impl Sink {
    fn write(&self, th: &mut Thread, s: Ref<'_>) -> R<()> {
        match self {
            Sink::File(f) => call::call_method(th, f.r(), names::write(), &[s]).map(drop),
            Sink::Process => {
                let bytes = s.get::<Str>().map_or(&[][..], Str::bytes);
                host(th, |out| out.write_all(bytes))
            }
        }
    }
    fn flush(&self, th: &mut Thread) -> R<()> {
        match self {
            Sink::File(f) => call::call_method(th, f.r(), names::flush(), &[]).map(drop),
            Sink::Process => host(th, |out| out.flush()),
        }
    }
}

/// An operation on the process's own output.
fn host(th: &mut Thread, f: impl FnOnce(&mut std::io::Stdout) -> std::io::Result<()>) -> R<()> {
    match th.blocking(|| f(&mut std::io::stdout())) {
        Ok(()) => Ok(()),
        Err(e) => Err(error::os_error(
            th,
            e.raw_os_error().unwrap_or(libc_eio()),
            None,
        )),
    }
}

/// EIO, the same on every system that this runs on.
const fn libc_eio() -> i32 {
    5
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
    let sink = match a.kw("file").filter(|f| !f.is_none()) {
        Some(f) => Sink::File(f.own()),
        None => match sys_attr(th, names::stdout())? {
            Some(f) if f.r().is_none() => return Ok(Obj::none()),
            Some(f) => Sink::File(f),
            None => Sink::Process,
        },
    };
    let sep = separator(th, a, "sep")?.unwrap_or_else(|| pystr::ascii_char(b' '));
    let end = separator(th, a, "end")?.unwrap_or_else(|| pystr::ascii_char(b'\n'));
    for (i, x) in a.iter().enumerate() {
        if i > 0 {
            sink.write(th, sep)?;
        }
        let s = ops::str(th, x)?;
        sink.write(th, s.r())?;
    }
    sink.write(th, end)?;
    if let Some(f) = a.kw("flush")
        && ops::is_true(th, f)?
    {
        sink.flush(th)?;
    }
    Ok(Obj::none())
}

/// A stream that `input` needs.
fn stream(th: &mut Thread, name: Ref<'_>) -> R<Option<Obj>> {
    match sys_attr(th, name)? {
        Some(f) if f.r().is_none() => {
            let m = format!("input(): lost sys.{}", pystr::text(name));
            Err(error::runtime_error(th, m))
        }
        other => Ok(other),
    }
}

fn builtin_input(th: &mut Thread, a: Args<'_>) -> R {
    let input = stream(th, names::stdin())?;
    let output = match stream(th, names::stdout())? {
        Some(f) => Sink::File(f),
        None => Sink::Process,
    };
    if let Some(prompt) = a.opt(0) {
        let s = ops::str(th, prompt)?;
        output.write(th, s.r())?;
    }
    output.flush(th)?;
    let Some(f) = input else {
        return host_line(th);
    };
    let line = call::call_method(th, f.r(), names::readline(), &[])?;
    let Some(s) = line.get::<Str>() else {
        return Err(type_error(th, "object.readline() returned non-string"));
    };
    match s.bytes() {
        [] => Err(end_of_input(th)),
        [start @ .., b'\n'] => pystr::from_wtf8(th, start),
        _ => Ok(line),
    }
}

fn end_of_input(th: &mut Thread) -> Raised {
    error::raise(th, &error::EOF_ERROR, "EOF when reading a line")
}

/// A line of the process's own input.
fn host_line(th: &mut Thread) -> R {
    let mut line = String::new();
    match th.blocking(|| std::io::stdin().lock().read_line(&mut line)) {
        Ok(0) => Err(end_of_input(th)),
        Ok(_) => pystr::new(th, line.strip_suffix('\n').unwrap_or(&line)),
        Err(e) => Err(error::os_error(
            th,
            e.raw_os_error().unwrap_or(libc_eio()),
            None,
        )),
    }
}

/// Calls `f` with the arguments of a call.
fn forward(th: &mut Thread, f: Ref<'_>, a: Args<'_>) -> R {
    let values = a.all_values();
    match a.kw_names() {
        Some(k) => call::call_args(th, f, Args::with_kw(&values, k)),
        None => call::call(th, f, &values),
    }
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
