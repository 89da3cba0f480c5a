//! The builtin functions that need the machine: `exec`, `eval`, `compile`, `globals`, `locals`, `__import__`.

use crate::code::{HIDDEN, flags};
use crate::compile::CompileOptions;
use crate::objects::{Code, FrameObj, frame_locals};
use crate::parse::Mode;
use crate::vm::frame;
use crate::vm::regs::Fp;
use crate::vm::unwind;
use typhon_runtime::call::{self, Args, Kind, MethodDef};
use typhon_runtime::error::{self, type_error, value_error};
use typhon_runtime::obj::{Obj, R, Raised, Ref};
use typhon_runtime::types::dict::{self, Dict};
use typhon_runtime::types::{self, module, str as pystr, tuple};
use typhon_runtime::value::{EMPTY, UNBOUND};
use typhon_runtime::{Thread, names, ops};
pub use typhon_stdlib::builtins::functions::text::{ascii, format};

/// The running Python frame, if there is one.
pub fn current_frame(th: &Thread) -> Option<Fp> {
    frame_at(th, 0)
}

/// The frame `depth` below the running one.
pub fn frame_at(th: &Thread, depth: usize) -> Option<Fp> {
    // SAFETY: that many frames stand on the array.
    (depth < frame::depth(th)).then(|| unsafe { Fp::new(frame::top(th).sub(depth)) })
}

/// Hook `running_generators`.
pub fn running_generators(th: &mut Thread) -> Vec<typhon_runtime::hooks::Suspendable> {
    let mut found = Vec::new();
    let mut depth = 0;
    while let Some(f) = frame_at(th, depth) {
        depth += 1;
        let w = f.frame().generator;
        if w == EMPTY {
            continue;
        }
        let variables = (0..f.code().nlocals)
            .filter(|&i| f.word(i) != UNBOUND)
            .map(|i| f.reg(i).own())
            .collect();
        // SAFETY: whoever runs a generator keeps it alive.
        found.push((unsafe { Ref::from_word(w) }.own(), variables));
    }
    found
}

fn no_frame(th: &mut Thread, what: &str) -> Raised {
    error::raise(
        th,
        &error::SYSTEM_ERROR,
        format!("{what} called without a frame"),
    )
}

/// Hook `caller_locals`.
pub fn caller_locals(th: &mut Thread) -> R<Option<Obj>> {
    match current_frame(th) {
        Some(f) => frame_locals(th, f).map(Some),
        None => Ok(None),
    }
}

fn globals_fn(th: &mut Thread, _a: Args<'_>) -> R {
    match current_frame(th) {
        Some(f) => Ok(f.globals().own()),
        None => Err(no_frame(th, "globals()")),
    }
}

fn locals_fn(th: &mut Thread, _a: Args<'_>) -> R {
    match current_frame(th) {
        Some(f) => frame_locals(th, f),
        None => Err(no_frame(th, "locals()")),
    }
}

/// `locals()` of a frame: its mapping, or a fresh dict of its variables (PEP 667).
pub fn frame_locals(th: &mut Thread, f: Fp) -> R {
    // A comprehension that runs in a module or class sees its own variables only.
    if f.code().flags & flags::OPTIMIZED == 0 && !has_hidden(f) {
        return Ok(f.locals().unwrap_or(f.globals()).own());
    }
    let new = dict::new(th)?;
    if let Some(d) = new.get::<Dict>() {
        for (k, v) in frame_locals::running_variables(f) {
            drop(d.insert_str(k.r(), v));
        }
        if f.frame().object != EMPTY {
            // SAFETY: the frame owns the word.
            let o = unsafe { Ref::from_word(f.frame().object) };
            if let Some(extra) = o.get::<FrameObj>().and_then(|x| x.extra.get())
                && let Some(extra) = extra.get::<Dict>()
            {
                d.merge(th, extra, true)?;
            }
        }
    }
    Ok(new)
}

/// Whether variables of an inlined comprehension are bound.
pub fn has_hidden(f: Fp) -> bool {
    let mut names = f.code().proto.varnames.iter().enumerate();
    names.any(|(i, n)| n.starts_with(HIDDEN) && !f.is_unbound(i))
}

/// Namespaces for exec and eval: (globals, locals).
fn namespaces(
    th: &mut Thread,
    fname: &str,
    g: Option<Ref<'_>>,
    l: Option<Ref<'_>>,
) -> R<(Obj, Obj)> {
    let g = match g {
        Some(g) => {
            if !dict::is_dict(g) {
                let m = if fname == "eval" {
                    let mapping = g.class().slots().has(types::slots::SlotId::GetItem);
                    if mapping {
                        "globals must be a real dict; try eval(code, {}, mapping)".to_string()
                    } else {
                        "globals must be a dict".to_string()
                    }
                } else {
                    format!("{fname}() globals must be a dict, not {}", g.class().name())
                };
                return Err(type_error(th, m));
            }
            let l = l.unwrap_or(g);
            let x = l.class().slots();
            if !dict::is_dict(l) && !x.has(types::slots::SlotId::GetItem) {
                let m = if fname == "eval" {
                    "locals must be a mapping".to_string()
                } else {
                    format!(
                        "{fname}() locals must be a mapping or None, not {}",
                        l.class().name()
                    )
                };
                return Err(type_error(th, m));
            }
            (g.own(), l.own())
        }
        None => {
            let Some(f) = current_frame(th) else {
                return Err(no_frame(th, fname));
            };
            let g = f.globals().own();
            let l = match l {
                Some(l) => l.own(),
                None => frame_locals(th, f)?,
            };
            (g, l)
        }
    };
    if let Some(d) = g.0.get::<Dict>()
        && d.get_str(names::__builtins__()).is_none()
    {
        let b =
            current_frame(th).map_or_else(crate::importer::builtins_dict, |f| f.builtins().own());
        drop(d.insert_str(names::__builtins__(), b));
    }
    Ok(g)
}

/// The builtins dict that `globals` asks for. The machine wants a dict: another mapping is copied into one.
///
/// # Errors
/// TypeError for what is no mapping.
pub fn builtins_of(th: &mut Thread, globals: Ref<'_>) -> R {
    let b = globals
        .get::<Dict>()
        .and_then(|d| d.get_str(names::__builtins__()));
    let Some(b) = b else {
        return Ok(crate::importer::builtins_dict());
    };
    if b.get::<Dict>().is_some() {
        return Ok(b);
    }
    if let Some(d) = module::dict_of(b.r()) {
        return Ok(d);
    }
    if b.r().class().slots().getitem().is_none() {
        let m = format!("'{}' object is not subscriptable", b.r().class().tp_name());
        return Err(type_error(th, m));
    }
    call::call(th, types::DICT.r(), &[b.r()])
}

fn run_code(th: &mut Thread, code: Ref<'_>, g: &Obj, l: &Obj, closure: Option<Ref<'_>>) -> R {
    let Some(c) = code.get::<Code>() else {
        return Err(type_error(th, "code object expected"));
    };
    let free = c.proto.freevars.len();
    let b = builtins_of(th, g.r())?;
    let func = crate::objects::function::new(th, code, g.r(), b.r())?;
    match closure {
        Some(t) => {
            let ok = tuple::is_tuple(t)
                && tuple::items(t).len() == free
                && tuple::items(t).all(|c| c.is_exact(&types::CELL));
            if !ok || free == 0 {
                let m = if free == 0 {
                    "cannot use a closure with this code object".to_string()
                } else {
                    format!("code object requires a closure of exactly length {free}")
                };
                return Err(type_error(th, m));
            }
            if let Some(fo) = func.get::<crate::objects::Function>() {
                fo.closure.set(t.own());
            }
        }
        None if free > 0 => {
            return Err(type_error(
                th,
                "code object passed to exec() may not contain free variables",
            ));
        }
        None => {}
    }
    crate::vm::call::exec_code(th, code, g.r(), b.r(), l.r(), Some(func.r()))
}

/// Source argument of exec, eval and compile as text.
fn source_text(th: &mut Thread, o: Ref<'_>, fname: &str, what: &str) -> R<Result<String, Vec<u8>>> {
    if let Some(s) = o.get::<pystr::Str>() {
        return match s.as_str() {
            Some(t) => Ok(Ok(t.to_string())),
            None => {
                // The encoder's error is CPython's.
                drop(call::call_method(th, o, pystr::intern_str("encode"), &[])?);
                Err(value_error(
                    th,
                    "source code string cannot contain surrogates",
                ))
            }
        };
    }
    match types::buffer::view(o) {
        Some(b) => Ok(Err(b.into_owned())),
        None => Err(type_error(
            th,
            format!("{fname}() arg 1 must be a {what} object"),
        )),
    }
}

fn exec_fn(th: &mut Thread, a: Args<'_>) -> R {
    let (g, l) = namespaces(th, "exec", a.opt_not_none(1), a.opt_not_none(2))?;
    let src = a.at(0);
    if src.is_exact(&types::CODE) {
        run_code(th, src, &g, &l, a.opt_not_none(3))?;
        return Ok(Obj::none());
    }
    if a.opt_not_none(3).is_some() {
        return Err(type_error(
            th,
            "closure argument can only be used with code object",
        ));
    }
    let opts = inherited(th, "<string>");
    let code = match source_text(th, src, "exec", "string, bytes or code")? {
        Ok(t) => crate::source::compile_text(th, &t, Mode::Exec, &opts)?,
        Err(b) => crate::source::compile_bytes(th, &b, Mode::Exec, &opts)?,
    };
    run_code(th, code.r(), &g, &l, None)?;
    Ok(Obj::none())
}

fn eval_fn(th: &mut Thread, a: Args<'_>) -> R {
    let (g, l) = namespaces(th, "eval", a.opt_not_none(1), a.opt_not_none(2))?;
    let src = a.at(0);
    if src.is_exact(&types::CODE) {
        if src
            .get::<Code>()
            .is_some_and(|c| !c.proto.freevars.is_empty())
        {
            return Err(type_error(
                th,
                "code object passed to eval() may not contain free variables",
            ));
        }
        return run_code(th, src, &g, &l, None);
    }
    let opts = inherited(th, "<string>");
    let code = match source_text(th, src, "eval", "string, bytes or code")? {
        Ok(t) => {
            crate::source::compile_text(th, t.trim_start_matches([' ', '\t']), Mode::Eval, &opts)?
        }
        Err(b) => crate::source::compile_bytes(th, &b, Mode::Eval, &opts)?,
    };
    run_code(th, code.r(), &g, &l, None)
}

fn inherited(th: &Thread, filename: &str) -> CompileOptions {
    let future = current_frame(th).map_or(0, |f| f.code().flags & flags::FUTURE_ANNOTATIONS);
    CompileOptions {
        optimize: crate::importer::optimize(),
        future_flags: future,
        filename: filename.to_string(),
    }
}

/// `ast.PyCF_ONLY_AST`: the tree is wanted, not code.
const ONLY_AST: i64 = 0x400;
/// `PyCF_DONT_IMPLY_DEDENT`: the end of the text does not end its blocks.
const DONT_IMPLY_DEDENT: i64 = 0x200;
/// `PyCF_ALLOW_INCOMPLETE_INPUT`: a text that ends too early has an exception of its own.
const ALLOW_INCOMPLETE: i64 = 0x4000;

/// The file name that a text is compiled under: str, bytes or a path object.
fn source_name(th: &mut Thread, name: Ref<'_>) -> R<String> {
    if pystr::is_str(name) {
        return Ok(pystr::text(name));
    }
    if let Some(b) = types::bytes::value(name) {
        return Ok(String::from_utf8_lossy(b).into_owned());
    }
    let wrong = |th: &mut Thread| {
        let m = format!(
            "expected str, bytes or os.PathLike object, not {}",
            name.class().name()
        );
        type_error(th, m)
    };
    match call::call_special(th, name, pystr::intern_str("__fspath__"), &[])? {
        None => Err(wrong(th)),
        Some(p) if pystr::is_str(p.r()) => Ok(pystr::text(p.r())),
        Some(p) => match types::bytes::value(p.r()) {
            Some(b) => Ok(String::from_utf8_lossy(b).into_owned()),
            None => Err(wrong(th)),
        },
    }
}

fn compile_fn(th: &mut Thread, a: Args<'_>) -> R {
    if !pystr::is_str(a.at(2)) {
        let m = format!(
            "compile() argument 'mode' must be str, not {}",
            typhon_stdlib::builtins::support::type_name(a.at(2))
        );
        return Err(type_error(th, m));
    }
    let mode = match pystr::text(a.at(2)).as_str() {
        "exec" => Mode::Exec,
        "eval" => Mode::Eval,
        "single" => Mode::Single,
        _ => {
            return Err(value_error(
                th,
                "compile() mode must be 'exec', 'eval' or 'single'",
            ));
        }
    };
    let filename = source_name(th, a.at(1))?;
    let fl = a.opt(3).and_then(ops::small_int_value).unwrap_or(0);
    // Those of `from __future__`, ONLY_AST (and OPTIMIZED_AST), DONT_IMPLY_DEDENT, TYPE_COMMENTS, top-level await,
    // incomplete input.
    let known = 0x100_0000
        | ONLY_AST
        | 0x8000
        | 0x2000
        | DONT_IMPLY_DEDENT
        | ALLOW_INCOMPLETE
        | 0x10
        | 0x20000
        | 0x40000
        | 0x80000
        | 0x100000
        | 0x200000
        | 0x400000
        | 0x800000
        | 0x1000;
    if fl & !known != 0 {
        return Err(value_error(th, "compile(): unrecognised flags"));
    }
    let dont_inherit = match a.opt(4) {
        Some(x) => ops::is_true(th, x)?,
        None => false,
    };
    let mut opts = if dont_inherit {
        CompileOptions {
            filename: filename.clone(),
            ..CompileOptions::default()
        }
    } else {
        inherited(th, &filename)
    };
    opts.future_flags |= fl as u32 & flags::FUTURE_ANNOTATIONS;
    match a.opt(5).and_then(ops::small_int_value) {
        Some(-1) | None => opts.optimize = crate::importer::optimize(),
        Some(n @ 0..=2) => opts.optimize = n as u8,
        Some(_) => return Err(value_error(th, "compile(): invalid optimize value")),
    }
    let src = a.at(0);
    if src.is_exact(&types::CODE) {
        return Ok(src.own());
    }
    let tree_only = fl & ONLY_AST != 0;
    if crate::tree::is_node(th, src)? {
        if tree_only {
            crate::tree::check(th, src, mode)?;
            return Ok(src.own());
        }
        return crate::tree::compile(th, src, mode, &opts);
    }
    let text = source_text(th, src, "compile", "string, bytes or AST")?;
    if fl & ALLOW_INCOMPLETE != 0
        && let Ok(t) = &text
    {
        crate::source::check_whole(th, t, mode, &opts, fl & DONT_IMPLY_DEDENT != 0)?;
    }
    if tree_only {
        return crate::source::tree_of(th, text, mode, &opts);
    }
    match text {
        Ok(t) => crate::source::compile_text(th, &t, mode, &opts),
        Err(b) => crate::source::compile_bytes(th, &b, mode, &opts),
    }
}

/// The functions.
pub static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new(
        "globals",
        Kind::NoArgs,
        globals_fn,
        "Return the dictionary of the current scope's global variables.",
    ),
    MethodDef::new(
        "locals",
        Kind::NoArgs,
        locals_fn,
        "Return a dictionary of the current scope's local variables.",
    ),
    MethodDef::new(
        "exec",
        Kind::Sig("source, /, globals=, locals=, *, closure="),
        exec_fn,
        "Execute source text or a code object.",
    ),
    MethodDef::new(
        "eval",
        Kind::Sig("source, /, globals=, locals="),
        eval_fn,
        "Evaluate an expression or a code object.",
    ),
    MethodDef::new(
        "compile",
        Kind::Sig("source, filename, mode, flags=, dont_inherit=, optimize=, *, _feature_version="),
        compile_fn,
        "Compile source text to a code object.",
    ),
    MethodDef::new(
        "__import__",
        Kind::Sig("name, globals=, locals=, fromlist=, level="),
        crate::importer::builtin_import,
        "Import a module.",
    ),
    MethodDef::new(
        "anext",
        Kind::Pos(1, 2),
        crate::objects::awaitables::builtin_anext,
        "anext($module, aiterator, default=<unrepresentable>, /)\n--\n\nAn awaitable for the next item of an asynchronous iterator.",
    ),
];

/// The frame object of a frame, for `sys._getframe`.
pub fn frame_object(th: &mut Thread, depth: usize) -> R<Option<Obj>> {
    match frame_at(th, depth) {
        Some(f) => unwind::frame_object(th, f).map(Some),
        None => Ok(None),
    }
}
