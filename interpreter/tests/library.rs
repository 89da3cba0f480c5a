//! The compiler against an installed CPython 3.14: every file of its library compiles to code that passes the checks,
//! and the code objects have the same names, parameters, flags, cells and free variables.
//!
//! Set `TYPHON_PYTHON` to the executable and run with `--ignored`.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;
use typhon::code::{CodeProto, Const, flags};
use typhon::compile::{CompileOptions, check, compile};
use typhon::parse::{Mode, SourceFile, decode_source, parse};

mod reference;

/// Prints the facts of every code object of the files named on standard input.
const DUMP: &str = r#"
import struct, sys, types, warnings
warnings.simplefilter("ignore")
MASK = 0x1 | 0x2 | 0x4 | 0x8 | 0x10 | 0x20 | 0x1000000 | 0x4000000 | 0x8000000
def facts(code):
    # Variables that CPython adds and never uses.
    unused = {".defaults"} | ({"__conditional_annotations__"} if code.co_name == "<module>" else set())
    names = sorted((set(code.co_varnames) | set(code.co_cellvars)) - unused)
    print(code.co_qualname, code.co_firstlineno, code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount,
          hex(code.co_flags & MASK), ",".join(names), ",".join(sorted(set(code.co_cellvars) - unused)),
          ",".join(code.co_freevars), sep="|")
    constants(code, code.co_consts)
    for k in code.co_consts:
        if isinstance(k, types.CodeType):
            facts(k)
def constants(code, items):
    for k in items:
        if isinstance(k, str):
            print("K", code.co_qualname, code.co_firstlineno, k.encode("utf-8", "surrogatepass").hex(), sep="|")
        elif isinstance(k, bytes):
            print("B", code.co_qualname, code.co_firstlineno, k.hex(), sep="|")
        elif isinstance(k, float):
            print("F", code.co_qualname, code.co_firstlineno, struct.pack(">d", k).hex(), sep="|")
        elif isinstance(k, (tuple, frozenset)):
            constants(code, k)
for path in sys.stdin.read().splitlines():
    print("FILE", path)
    with open(path, "rb") as f:
        source = f.read()
    try:
        code = compile(source, path, "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as e:
        print("ERROR", type(e).__name__)
    else:
        facts(code)
"#;

fn facts(code: &CodeProto, out: &mut String) {
    const MASK: u32 = flags::OPTIMIZED
        | flags::NEWLOCALS
        | flags::VARARGS
        | flags::VARKEYWORDS
        | flags::NESTED
        | flags::GENERATOR
        | flags::FUTURE_ANNOTATIONS
        | flags::HAS_DOCSTRING
        | flags::METHOD;
    let params = (code.argcount + code.kwonly) as usize;
    let shown = |i: usize| {
        let name = &code.varnames[i];
        if i < params || name == ".generic_base" || name == ".type_params" {
            name.as_str()
        } else {
            name.strip_prefix('.').unwrap_or(name)
        }
    };
    let subject = |n: &str| n == ".subject";
    let names: BTreeSet<&str> = (0..code.varnames.len())
        .filter(|&i| !subject(&code.varnames[i]))
        .map(shown)
        .filter(|n| *n != ".defaults")
        .collect();
    let cells: BTreeSet<&str> = code
        .cellvars
        .iter()
        .map(|&r| shown(usize::from(r)))
        .collect();
    let join = |s: &BTreeSet<&str>| s.iter().copied().collect::<Vec<_>>().join(",");
    let _ = writeln!(
        out,
        "{}|{}|{}|{}|{}|{:#x}|{}|{}|{}",
        code.qualname,
        code.first_line,
        code.argcount,
        code.posonly,
        code.kwonly,
        code.flags & MASK,
        join(&names),
        join(&cells),
        code.freevars.join(",")
    );
    constants(code, &code.consts, out);
    for k in &code.consts {
        if let Const::Code(inner) = k {
            facts(inner, out);
        }
    }
}

/// Texts, bytes and floats among the constants.
fn constants(code: &CodeProto, items: &[Const], out: &mut String) {
    let hex = |bytes: &[u8]| bytes.iter().map(|b| format!("{b:02x}")).collect::<String>();
    for k in items {
        let (mark, text) = match k {
            Const::Str(s) => ('K', hex(s)),
            Const::Bytes(s) => ('B', hex(s)),
            Const::Float(f) => ('F', hex(&f.to_be_bytes())),
            Const::Tuple(t) | Const::FrozenSet(t) => {
                constants(code, t, out);
                continue;
            }
            _ => continue,
        };
        let _ = writeln!(out, "{mark}|{}|{}|{text}", code.qualname, code.first_line);
    }
}

/// The facts of a file, or None if it needs what is not supported yet.
fn compile_file(path: &Path) -> Option<String> {
    let bytes = std::fs::read(path).expect("readable file");
    let text = match decode_source(&bytes) {
        Ok(text) => text,
        Err(e) => return Some(format!("ERROR {:?}\n", e.kind)),
    };
    let src = SourceFile::new(path.to_string_lossy(), text);
    let outcome = parse(&src, Mode::Exec)
        .and_then(|tree| compile(&src, &tree, Mode::Exec, &CompileOptions::default()));
    match outcome {
        Ok((code, _)) => {
            check::check(&code).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            let mut out = String::new();
            facts(&code, &mut out);
            Some(out)
        }
        Err(e) if e.msg.starts_with("asynchronous code") => None,
        Err(e) => Some(format!("ERROR {:?} {} line {}\n", e.kind, e.msg, e.line)),
    }
}

#[test]
#[ignore = "needs TYPHON_PYTHON"]
fn library_compiles_like_cpython() {
    let python = reference::python();
    let files = reference::library(&python);
    assert!(files.len() > 100, "found the library");
    let answer = reference::ask(&python, DUMP, &files);
    let mut sections = answer.split("FILE ").skip(1);
    let (mut objects, mut constants, mut folded, mut different, mut skipped, mut panics) =
        (0, 0, 0, 0, 0, 0);
    let mut report = String::new();
    for file in &files {
        let section = sections.next().expect("a section for every file");
        let (_, expected) = section.split_once('\n').unwrap_or((section, ""));
        let Ok(outcome) = std::panic::catch_unwind(|| compile_file(file)) else {
            panics += 1;
            continue;
        };
        let Some(found) = outcome else {
            skipped += 1;
            continue;
        };
        if expected.starts_with("ERROR") && found.starts_with("ERROR") {
            continue;
        }
        let is_fact = |l: &&str| !matches!(l.as_bytes(), [b'K' | b'B' | b'F', b'|', ..]);
        objects += expected.lines().filter(is_fact).count();
        constants += expected.lines().filter(|l| !is_fact(l)).count();
        // Comprehensions are inlined here in every scope, and constants keep another order: compare as sets.
        let want: BTreeSet<&str> = expected.lines().collect();
        let have: BTreeSet<&str> = found.lines().collect();
        // A global assigned by `:=` in a comprehension is also an unused local there.
        let quirk = |l: &str| {
            l.contains("test_named_expression_global_scope.<locals>.f|")
                || l.contains("test_named_expression_scope_mangled_names.<locals>.Foo.f|")
        };
        for (mark, line) in want
            .difference(&have)
            .map(|l| ('-', l))
            .chain(have.difference(&want).map(|l| ('+', l)))
        {
            let constant = matches!(line.as_bytes(), [b'K' | b'B' | b'F', b'|', ..]);
            if constant {
                folded += 1;
            } else if !quirk(line) {
                different += 1;
            }
            let _ = writeln!(report, "{} {mark}{line}", file.display());
        }
    }
    println!(
        "{} files, {objects} code objects, {skipped} files skipped, {different} differences; \
         {constants} texts, bytes and floats, {folded} differences",
        files.len()
    );
    // What is folded differs here and there.
    assert!(
        constants > 100_000 && folded * 200 < constants,
        "{folded} constants differ"
    );
    if let Some(path) = std::env::var_os("TYPHON_REPORT") {
        std::fs::write(path, &report).expect("writable report");
    }
    assert_eq!(panics, 0, "panics");
    assert_eq!(
        different,
        0,
        "{}",
        report.lines().take(40).collect::<Vec<_>>().join("\n")
    );
}
