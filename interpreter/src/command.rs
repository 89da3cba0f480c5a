//! The command line: options, what to run, how to report its end.

use crate::options::{self, Options, Run};
use crate::startup;
use typhon_runtime::call;
use typhon_runtime::error::{self, Exc};
use typhon_runtime::obj::{Obj, R, Raised, Ref};
use typhon_runtime::types::dict::Dict;
use typhon_runtime::types::{list, module, str as pystr};
use typhon_runtime::{Thread, hooks, names, ops};

/// Runs the command line; gives the exit status.
pub fn run(stack: usize) -> u8 {
    let args: Vec<String> = std::env::args_os()
        .map(|a| a.to_string_lossy().into_owned())
        .collect();
    let opts = match options::parse(&args) {
        Ok(o) => o,
        Err(message) => {
            eprint!("{message}");
            return 2;
        }
    };
    match &opts.run {
        Run::Version => {
            println!(
                "Typhon {} (Python {})",
                env!("CARGO_PKG_VERSION"),
                options::PYTHON_VERSION
            );
            return 0;
        }
        Run::Help => {
            print!("{}", options::HELP);
            return 0;
        }
        Run::Dis(file) => return disassemble(file),
        _ => {}
    }
    options::apply_early(&opts);
    let Ok(mut th) = startup::init(stack) else {
        return 1;
    };
    let status = match start(&mut th, &opts).and_then(|()| run_main(&mut th, &opts)) {
        Ok(()) => 0,
        Err(Raised) => report(&mut th),
    };
    let status = if opts.inspect && !matches!(opts.run, Run::Repl) {
        repl(&mut th)
    } else {
        status
    };
    let end = finish(&mut th);
    if status == 0 { end } else { status }
}

fn disassemble(file: &str) -> u8 {
    let bytes = match std::fs::read(file) {
        Ok(b) => b,
        Err(e) => {
            eprintln!("typhon: can't open file '{file}': {e}");
            return 2;
        }
    };
    let result = crate::parse::decode_source(&bytes).and_then(|text| {
        let src = crate::parse::SourceFile::new(file, text);
        crate::source::to_proto(
            &src,
            crate::parse::Mode::Exec,
            &crate::compile::CompileOptions {
                filename: file.to_string(),
                ..Default::default()
            },
        )
    });
    match result {
        Ok((p, _)) => {
            print!("{}", crate::disasm::disassemble(&p));
            0
        }
        Err(e) => {
            eprintln!("{file}: {e}");
            1
        }
    }
}

/// Makes modules and fills `sys` from the options.
fn start(th: &mut Thread, opts: &Options) -> R<()> {
    startup::modules(th, opts.optimize)?;
    let sys = crate::importer::sys();
    let strings = |th: &mut Thread, v: &[String]| -> R {
        let mut out = Vec::with_capacity(v.len());
        for s in v {
            out.push(pystr::new(th, s)?);
        }
        list::new(th, out)
    };
    let argv = strings(th, &opts.argv)?;
    module::add(th, sys.r(), "argv", argv)?;
    let mut path = Vec::new();
    if let Some(first) = options::first_path(opts) {
        path.push(first);
    }
    if let Some(p) = std::env::var_os("PYTHONPATH").filter(|_| !opts.ignore_environment) {
        path.extend(std::env::split_paths(&p).map(|p| p.to_string_lossy().into_owned()));
    }
    let path = strings(th, &path)?;
    module::add(th, sys.r(), "path", path)?;
    let warn = strings(th, &opts.warn)?;
    module::add(th, sys.r(), "warnoptions", warn)?;
    let orig = strings(th, &std::env::args().collect::<Vec<_>>())?;
    module::add(th, sys.r(), "orig_argv", orig)?;
    let exe = std::env::current_exe()
        .map(|p| p.to_string_lossy().into_owned())
        .unwrap_or_default();
    let exe = pystr::new(th, &exe)?;
    module::add(th, sys.r(), "executable", exe)?;
    options::set_xoptions(th, sys.r(), opts)?;
    startup::streams(th, opts.unbuffered)?;
    if !opts.warn.is_empty() {
        hooks::import(th, "warnings")?;
    }
    Ok(())
}

fn run_main(th: &mut Thread, opts: &Options) -> R<()> {
    match &opts.run {
        Run::Command(text) => {
            let mut bytes = text.clone().into_bytes();
            bytes.push(b'\n');
            startup::run_text(th, &bytes, "<string>")
        }
        Run::File(file) => {
            let path = std::path::Path::new(file);
            let real = if path.is_dir() {
                path.join("__main__.py")
            } else {
                path.to_path_buf()
            };
            let bytes = match th.blocking(|| std::fs::read(&real)) {
                Ok(b) => b,
                Err(e) => {
                    let n = e.raw_os_error().unwrap_or(0);
                    eprintln!(
                        "typhon: can't open file '{}': [Errno {n}] {}",
                        options::absolute(file),
                        error::errno_text(n)
                    );
                    return Err(error::raise_args(
                        th,
                        &error::SYSTEM_EXIT,
                        vec![Ref::small_int(2).own()],
                    ));
                }
            };
            let full = options::absolute(&real.to_string_lossy());
            let m = startup::main_module(th)?;
            let f = pystr::new(th, &full)?;
            module::add(th, m.r(), "__file__", f)?;
            startup::run_text(th, &bytes, &full)
        }
        Run::Module(name) => run_module(th, name),
        Run::Stdin => {
            let mut bytes = Vec::new();
            let read =
                th.blocking(|| std::io::Read::read_to_end(&mut std::io::stdin(), &mut bytes));
            if let Err(e) = read {
                return Err(error::os_error(
                    th,
                    e.raw_os_error().unwrap_or(libc::EIO),
                    None,
                ));
            }
            startup::run_text(th, &bytes, "<stdin>")
        }
        _ => {
            repl(th);
            Ok(())
        }
    }
}

/// `-m NAME`: runs a module or a package's `__main__` as `__main__`.
fn run_module(th: &mut Thread, name: &str) -> R<()> {
    let (name, found) = match crate::importer::source_of(th, name)? {
        Some(s) if s.package => {
            let main = format!("{name}.__main__");
            match crate::importer::source_of(th, &main)? {
                Some(s) => (main, s),
                None => {
                    eprintln!(
                        "typhon: No module named {main}; '{name}' is a package and cannot be directly executed"
                    );
                    return Err(error::raise_args(
                        th,
                        &error::SYSTEM_EXIT,
                        vec![Ref::small_int(1).own()],
                    ));
                }
            }
        }
        Some(s) => (name.to_string(), s),
        None => {
            eprintln!("typhon: No module named {name}");
            return Err(error::raise_args(
                th,
                &error::SYSTEM_EXIT,
                vec![Ref::small_int(1).own()],
            ));
        }
    };
    let m = startup::main_module(th)?;
    let package = pystr::new(th, name.rsplit_once('.').map_or("", |p| p.0))?;
    module::add(th, m.r(), "__package__", package)?;
    let f = pystr::new(th, &found.filename)?;
    module::add(th, m.r(), "__file__", f)?;
    if let Some(a) = crate::importer::sys_attr("argv")
        && let Some(l) = a.get::<list::List>()
    {
        let f = pystr::new(th, &found.filename)?;
        let _ = l.set(0, f);
    }
    startup::run_text(th, &found.text, &found.filename)
}

fn repl(th: &mut Thread) -> u8 {
    match crate::repl::run(th) {
        Ok(()) => 0,
        Err(Raised) => report(th),
    }
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
    match ops::str_text(th, code.r()) {
        Ok(t) => {
            flush(th);
            eprintln!("{t}");
        }
        Err(Raised) => drop(error::fetch(th)),
    }
    1
}

/// Reports the exception in flight; gives the exit status.
fn report(th: &mut Thread) -> u8 {
    let e = error::fetch(th);
    if e.r().is_instance(&error::SYSTEM_EXIT) {
        return exit_status(th, e.r());
    }
    flush(th);
    print_exception(th, e.r());
    if e.r().is_instance(&error::KEYBOARD_INTERRUPT) {
        130
    } else {
        1
    }
}

/// Shows an uncaught exception through `sys.excepthook`.
pub fn print_exception(th: &mut Thread, e: Ref<'_>) {
    let tb = e
        .get::<Exc>()
        .and_then(|x| x.traceback.get())
        .unwrap_or_else(Obj::none);
    for n in ["last_exc", "last_value"] {
        let _ = module::add(th, crate::importer::sys().r(), n, e.own());
    }
    if let Some(hook) = crate::importer::sys_attr("excepthook").filter(|h| !h.r().is_none()) {
        match call::call(th, hook.r(), &[e.type_ref(), e, tb.r()]) {
            Ok(_) => return,
            Err(Raised) => {
                let inner = error::fetch(th);
                if inner.r().is_instance(&error::SYSTEM_EXIT) {
                    th.raised = Some(inner);
                    return;
                }
                eprintln!("Error in sys.excepthook:");
                default_print(th, inner.r());
                eprintln!("\nOriginal exception was:");
            }
        }
    }
    default_print(th, e);
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

fn flush(th: &mut Thread) -> bool {
    let mut ok = true;
    for n in ["stdout", "stderr"] {
        if let Some(f) = crate::importer::sys_attr(n).filter(|f| !f.r().is_none())
            && call::call_method(th, f.r(), names::flush(), &[]).is_err()
        {
            drop(error::fetch(th));
            ok = false;
        }
    }
    ok
}

/// Joins threads, runs exit functions, flushes. Gives 120 if that failed, as CPython.
fn finish(th: &mut Thread) -> u8 {
    if let Ok(Some(t)) = crate::importer::loaded(th, "threading")
        && let Err(Raised) = call::call_method(th, t.r(), pystr::intern_str("_shutdown"), &[])
    {
        error::write_unraisable(th, "Exception ignored on threading shutdown", Some(t.r()));
    }
    if let Ok(Some(a)) = crate::importer::loaded(th, "atexit")
        && let Err(Raised) = call::call_method(th, a.r(), pystr::intern_str("_run_exitfuncs"), &[])
    {
        error::write_unraisable(th, "Exception ignored in atexit callback", None);
    }
    let ok = flush(th);
    finish_main(th);
    flush(th);
    if ok { 0 } else { 120 }
}

/// Lets what `__main__` holds die while everything still works: finalisers run, files are flushed.
fn finish_main(th: &mut Thread) {
    if let Ok(Some(m)) = crate::importer::loaded(th, "__main__")
        && let Some(d) = module::dict_of(m.r())
        && let Some(d) = d.get::<Dict>()
    {
        for (k, _) in d.items() {
            if pystr::text(k.r()) != "__builtins__" {
                drop(d.remove_str(k.r()));
            }
        }
    }
    th.run_pending();
    for _ in 0..2 {
        th.repin();
        th.run_pending();
    }
}
