//! The command: what to run, how to report its end. `ending.rs` takes everything down.

use crate::ending;
use crate::importer;
use crate::options::{self, Options, Run};
use crate::ostext::{lossy, to_str};
use crate::outcome::{End, flush, remember_source, report};
use crate::startup;
use crate::switches;
use std::ffi::{OsStr, OsString};
use typhon_runtime::error;
use typhon_runtime::obj::{R, Raised, Ref};
use typhon_runtime::os::signal;
use typhon_runtime::types::{list, module, str as pystr};
use typhon_runtime::{Thread, gc, hooks, ops};
use typhon_stdlib::modules::loaders::{self, Which};

/// Runs the command line; gives the exit status.
pub fn run(stack: usize) -> u8 {
    let args: Vec<OsString> = std::env::args_os().collect();
    let opts = match options::parse(&args) {
        Ok(o) => o,
        Err(message) => {
            eprint!("{message}");
            return 2;
        }
    };
    match &opts.run {
        Run::Version => {
            let own = env!("CARGO_PKG_VERSION");
            println!("Typhon {own} (Python {})", options::PYTHON_VERSION);
            return 0;
        }
        Run::Help => {
            println!("{}", options::usage_line(&opts.program));
            print!("{}", options::HELP);
            return 0;
        }
        Run::Dis(file) => return disassemble(file),
        _ => {}
    }
    if let Err(switches::Refusal(text, status)) = switches::early(&opts) {
        eprint!("{text}");
        return status;
    }
    let Some(mut th) = startup::init(stack) else {
        eprintln!("typhon: cannot start: no address space for the registers");
        return 1;
    };
    match whole(&mut th, &opts) {
        End::Status(status) => status,
        End::Interrupted => {
            let sigint = libc::SIGINT;
            // If that does not end the process the status at least says the same.
            let _ = signal::set_action(sigint, signal::Action::Default);
            let _ = signal::raise(sigint);
            130
        }
    }
}

/// Everything from the first module to the last flush.
fn whole(th: &mut Thread, opts: &Options) -> End {
    let mut end = match start(th, opts) {
        Ok(()) => {
            if switches::is_on(opts, "leakcheck") {
                ending::note_modules(th);
                gc::leak::baseline(th);
            }
            match run_main(th, opts) {
                Ok(()) => End::Status(0),
                Err(Raised) => report(th, opts.inspect && opts.run != Run::Repl),
            }
        }
        Err(Raised) => report(th, false),
    };
    if opts.inspect && opts.run != Run::Repl {
        end = repl(th, opts);
    }
    let flushed = ending::finish(th, switches::is_on(opts, "leakcheck"));
    match end {
        End::Status(0) if !flushed => End::Status(120),
        end => end,
    }
}

fn disassemble(file: &OsStr) -> u8 {
    let name = lossy(file);
    let bytes = match std::fs::read(file) {
        Ok(b) => b,
        Err(e) => {
            eprintln!("typhon: can't open file '{name}': {e}");
            return 2;
        }
    };
    let proto = crate::parse::decode_source(&bytes).and_then(|text| {
        let src = crate::parse::SourceFile::new(name.clone(), text);
        let opts = crate::compile::CompileOptions {
            filename: name.clone(),
            ..Default::default()
        };
        let outcome = crate::source::to_proto(&src, crate::parse::Mode::Exec, &opts);
        outcome.result.map_err(|(e, _)| e)
    });
    match proto {
        Ok(p) => {
            print!("{}", crate::disasm::disassemble(&p));
            0
        }
        Err(e) => {
            eprintln!("{name}: {e}");
            1
        }
    }
}

/// Makes modules and fills `sys` from the options.
fn start(th: &mut Thread, opts: &Options) -> R<()> {
    startup::modules(th, opts.optimize)?;
    let sys = importer::sys();
    let strings = |th: &mut Thread, v: &[OsString]| -> R {
        let mut out = Vec::with_capacity(v.len());
        for s in v {
            out.push(to_str(th, s)?);
        }
        list::new(th, out)
    };
    let mut path: Vec<OsString> = options::first_path(opts).into_iter().collect();
    if let Some(p) = std::env::var_os("PYTHONPATH").filter(|p| !p.is_empty())
        && !opts.ignore_environment
    {
        path.extend(std::env::split_paths(&p).map(|p| std::path::absolute(&p).unwrap_or(p).into()));
    }
    let mut warn = opts.warn.clone();
    if switches::is_on(opts, "dev") {
        warn.insert(0, "default".into());
    }
    let orig: Vec<OsString> = std::env::args_os().collect();
    for (name, values) in [
        ("argv", &opts.argv),
        ("path", &path),
        ("warnoptions", &warn),
        ("orig_argv", &orig),
    ] {
        let values = strings(th, values)?;
        module::add(th, sys.r(), name, values)?;
    }
    let exe = std::env::current_exe().unwrap_or_default();
    let exe = to_str(th, exe.as_os_str())?;
    module::add(th, sys.r(), "executable", exe)?;
    switches::show(th, sys.r(), opts)?;
    startup::streams(th, opts.unbuffered)?;
    if !warn.is_empty() {
        hooks::import(th, "warnings")?;
    }
    Ok(())
}

fn run_main(th: &mut Thread, opts: &Options) -> R<()> {
    match &opts.run {
        Run::Command(text) => {
            let Some(text) = text.to_str() else {
                eprintln!("Unable to decode the command from the command line:");
                return exit_with(th, 1);
            };
            run_command(th, text)
        }
        Run::File(file) => run_file(th, opts, file),
        Run::Module(name) => run_module(th, &lossy(name)),
        Run::Stdin => {
            let mut bytes = Vec::new();
            let read =
                th.blocking(|| std::io::Read::read_to_end(&mut std::io::stdin(), &mut bytes));
            if let Err(e) = read {
                let n = e.raw_os_error().unwrap_or(libc::EIO);
                return Err(error::os_error(th, n, None));
            }
            startup::run_text(th, &bytes, "<stdin>", false)
        }
        _ => match repl(th, opts) {
            End::Status(0) => Ok(()),
            End::Status(n) => exit_with(th, n),
            End::Interrupted => exit_with(th, 130),
        },
    }
}

fn exit_with(th: &mut Thread, status: u8) -> R<()> {
    let code = Ref::small_int(i64::from(status)).own();
    let e = error::new(th, &error::SYSTEM_EXIT, vec![code.clone()])?;
    error::set_field(e.r(), "code", code);
    Err(error::raise_obj(th, e))
}

/// The text without the blanks that all its lines begin with; lines of blanks alone do not count and become empty.
fn dedent(text: &str) -> String {
    let margin_of = |l: &str| l.len() - l.trim_start_matches([' ', '\t']).len();
    let mut margin: Option<&str> = None;
    for l in text.split('\n') {
        let blanks = &l[..margin_of(l)];
        if blanks.len() == l.len() {
            continue;
        }
        let common = match margin {
            None => blanks,
            Some(m) => {
                let same = m.bytes().zip(blanks.bytes()).take_while(|(a, b)| a == b);
                &blanks[..same.count()]
            }
        };
        margin = Some(common);
    }
    let cut = margin.map_or(0, str::len);
    if cut == 0 {
        return text.to_string();
    }
    let lines: Vec<&str> = text
        .split('\n')
        .map(|l| {
            if margin_of(l) == l.len() {
                ""
            } else {
                &l[cut..]
            }
        })
        .collect();
    lines.join("\n")
}

/// `-c`: tracebacks show its lines.
fn run_command(th: &mut Thread, text: &str) -> R<()> {
    let m = startup::main_module(th)?;
    let opts = crate::compile::CompileOptions {
        optimize: importer::optimize(),
        filename: "<string>".to_string(),
        ..Default::default()
    };
    let text = format!("{}\n", dedent(text));
    let code = crate::source::compile_text(th, &text, crate::parse::Mode::Exec, &opts)?;
    remember_source(th, code.r(), &text, "<string>")?;
    importer::exec_in_module(th, m.r(), code.r())
}

fn run_file(th: &mut Thread, opts: &Options, file: &OsStr) -> R<()> {
    let path = std::path::Path::new(file);
    let shown = options::absolute(file);
    let program = &opts.program;
    if options::is_archive(path) {
        return run_archive(th, program, &shown);
    }
    let real = if path.is_dir() {
        let main = path.join("__main__.py");
        if !main.is_file() {
            eprintln!("{program}: can't find '__main__' module in '{shown}'");
            return exit_with(th, 1);
        }
        main
    } else {
        path.to_path_buf()
    };
    let mut bytes = match th.blocking(|| std::fs::read(&real)) {
        Ok(b) => b,
        Err(e) => {
            let n = e.raw_os_error().unwrap_or(0);
            let text = error::errno_text(n);
            eprintln!("{program}: can't open file '{shown}': [Errno {n}] {text}");
            return exit_with(th, 2);
        }
    };
    if opts.skip_first_line {
        // The line end stays: the others keep their numbers.
        let end = bytes.iter().position(|&b| b == b'\n');
        bytes.drain(..end.unwrap_or(bytes.len()));
    }
    let full = std::path::absolute(&real).unwrap_or(real);
    let m = startup::main_module(th)?;
    let f = to_str(th, full.as_os_str())?;
    module::add(th, m.r(), "__file__", f.clone())?;
    if path.is_dir() {
        let package = pystr::new(th, "")?;
        module::add(th, m.r(), "__package__", package)?;
        importer::set_spec(th, m.r(), "__main__", Some(f.r()))?;
    } else {
        let name = typhon_runtime::names::__main__();
        let loader = loaders::new(th, name, Which::File(f.r()))?;
        module::add(th, m.r(), "__loader__", loader)?;
    }
    startup::run_text(th, &bytes, &lossy(full.as_os_str()), true)
}

/// Runs the `__main__` of an archive, which is the first entry of the path.
fn run_archive(th: &mut Thread, program: &str, shown: &str) -> R<()> {
    let found = importer::source_of(th, "__main__")?;
    let Some(found) = found.filter(|s| s.filename.ends_with("/__main__.py") && !s.package) else {
        eprintln!("{program}: can't find '__main__' module in '{shown}'");
        return exit_with(th, 1);
    };
    let m = startup::main_module(th)?;
    let f = pystr::new(th, &found.filename)?;
    module::add(th, m.r(), "__file__", f.clone())?;
    let package = pystr::new(th, "")?;
    module::add(th, m.r(), "__package__", package)?;
    importer::set_spec(th, m.r(), "__main__", Some(f.r()))?;
    startup::run_text(th, &found.text, &found.filename, true)
}

/// `-m NAME`: runs a module or a package's `__main__` as `__main__`.
fn run_module(th: &mut Thread, name: &str) -> R<()> {
    let (name, found) = match module_source(th, name)? {
        Ok(found) => found,
        Err(why) => {
            flush(th);
            let exe = std::env::current_exe().unwrap_or_default();
            eprintln!("{}: {why}", lossy(exe.as_os_str()));
            return exit_with(th, 1);
        }
    };
    let m = startup::main_module(th)?;
    let package = pystr::new(th, name.rsplit_once('.').map_or("", |p| p.0))?;
    module::add(th, m.r(), "__package__", package)?;
    let f = pystr::new(th, &found.filename)?;
    let file = (!found.filename.starts_with('<')).then_some(f.r());
    importer::set_spec(th, m.r(), &name, file)?;
    module::add(th, m.r(), "__file__", f)?;
    if let Some(a) = importer::sys_attr("argv")
        && let Some(l) = a.get::<list::List>()
    {
        let f = pystr::new(th, &found.filename)?;
        let _ = l.set(0, f);
    }
    startup::run_text(th, &found.text, &found.filename, false)
}

/// Name and source of what `-m` runs, or why there is none.
fn module_source(th: &mut Thread, name: &str) -> R<Result<(String, importer::Source), String>> {
    let found = match importer::source_of(th, name) {
        Ok(found) => found,
        Err(Raised) if error::pending_is(th, &error::IMPORT_ERROR) && name.contains('.') => {
            let e = error::fetch(th);
            let class = e.r().class().name();
            let text = ops::str_text(th, e.r())?;
            return Ok(Err(format!(
                "Error while finding module specification for '{name}' ({class}: {text})"
            )));
        }
        Err(Raised) => return Err(Raised),
    };
    Ok(match found {
        Some(s) if s.package => {
            let main = format!("{name}.__main__");
            match importer::source_of(th, &main)? {
                Some(s) => Ok((main, s)),
                None => Err(format!(
                    "No module named {main}; '{name}' is a package and cannot be directly executed"
                )),
            }
        }
        Some(s) => Ok((name.to_string(), s)),
        None if importer::is_native(name) => Err(format!("No code object available for {name}")),
        None => Err(format!("No module named {name}")),
    })
}

fn repl(th: &mut Thread, opts: &Options) -> End {
    match crate::repl::run(th, opts) {
        Ok(()) => End::Status(0),
        Err(Raised) => report(th, false),
    }
}
