//! The compiler: a tree and its symbol table become a `CodeProto` for the machine.
//!
//! How expressions are compiled (all of `compile/` follows it):
//!
//! * `expr` gives the register of a value: a local variable read in place, or the temporary that was next in the
//!   stack when it was called (and is then its only new temporary). `expr_to` writes a value to a given register with
//!   the last instruction that can fail, so that a local never holds a partial result.
//! * Temporaries are a stack (`Unit::push`, `pop_to`); after a statement none is live.
//! * A local that a later operand may assign (`:=`) is copied first (`hold`).
//!
//! The operand rules at the head of `opcode.rs` are the contract; `check` verifies what can be seen in finished code.

mod annotation;
mod assign;
mod call;
pub mod check;
mod class;
mod comprehension;
mod display;
mod emit;
mod exception;
mod expr;
mod fold;
mod fstring;
mod function;
mod generic;
mod import;
mod jump;
pub mod liveness;
mod names;
mod pattern;
mod stmt;
mod suspend;
mod unparse;
mod unwind;
mod warn;

pub(crate) use fstring::{interpolation_text, without_comments};
pub(crate) use function::definition_keyword;

use crate::code::{CodeProto, Const, Pos, flags};
use crate::opcode::Op;
use crate::parse::{ErrKind, Mode, SourceFile, SyntaxError, SyntaxWarning};
use crate::scope::{Kind, ScopeId, SymbolTable};
use crate::source::Stage;
use emit::{Reg, Unit, str_const};
use ruff_python_ast::Mod;
use ruff_text_size::{Ranged, TextRange};
use std::collections::HashSet;
use std::sync::Arc;

/// How to compile.
#[derive(Clone, Debug, Default)]
pub struct CompileOptions {
    /// `-O` level: 1 drops assertions, 2 docstrings too.
    pub optimize: u8,
    /// `from __future__` flags inherited from the caller (`flags::FUTURE_ANNOTATIONS`).
    pub future_flags: u32,
    /// `co_filename`; the name of the source file if empty.
    pub filename: String,
}

/// Code objects within code objects: what walks them afterwards recurses on a stack of unknown size.
const MAX_SCOPES: usize = 400;

/// Result of compiling a part.
pub(crate) type Res<T> = Result<T, SyntaxError>;

/// What a compilation gives.
pub type Compiled = (Arc<CodeProto>, Vec<SyntaxWarning>);

/// Compiles a tree that `parse::parse` returned for the same source.
pub fn compile(
    src: &SourceFile,
    module: &Mod,
    mode: Mode,
    opts: &CompileOptions,
) -> Result<Compiled, SyntaxError> {
    let mut warnings = Vec::new();
    match compile_noting(src, module, mode, opts, &mut warnings) {
        Ok(code) => Ok((code, warnings)),
        Err((e, _)) => Err(e),
    }
}

/// The same; adds the warnings to those of the parser, also before an error, and says who found that.
pub fn compile_noting(
    src: &SourceFile,
    module: &Mod,
    mode: Mode,
    opts: &CompileOptions,
    warnings: &mut Vec<SyntaxWarning>,
) -> Result<Arc<CodeProto>, (SyntaxError, Stage)> {
    let symbols = |e| (e, Stage::Symbols);
    let future = import::future_flags(src, module, opts.future_flags).map_err(symbols)?;
    let annotations = future & flags::FUTURE_ANNOTATIONS != 0;
    let table = SymbolTable::new(src, module, annotations).map_err(symbols)?;
    let filename = if opts.filename.is_empty() {
        &src.name
    } else {
        &opts.filename
    };
    let mut compiler = Compiler {
        src,
        table: &table,
        mode,
        optimize: opts.optimize,
        future,
        filename: Arc::from(filename.as_str()),
        u: Unit::new(0, empty_proto(Arc::from(filename.as_str()))),
        outer: Vec::new(),
        warnings: Vec::new(),
        warned: HashSet::new(),
        call_parens: None,
    };
    let code = compiler.module(module);
    warnings.append(&mut compiler.warnings);
    let code = Arc::new(code.map_err(|e| (e, Stage::Compile))?);
    debug_assert_eq!(check::check(&code), Ok(()));
    Ok(code)
}

/// State of one compilation.
pub(crate) struct Compiler<'a> {
    pub(crate) src: &'a SourceFile,
    pub(crate) table: &'a SymbolTable,
    pub(crate) mode: Mode,
    pub(crate) optimize: u8,
    pub(crate) future: u32,
    pub(crate) filename: Arc<str>,
    /// The code object being compiled.
    pub(crate) u: Unit<'a>,
    /// The code objects around it, outermost first.
    pub(crate) outer: Vec<Unit<'a>>,
    pub(crate) warnings: Vec<SyntaxWarning>,
    warned: HashSet<(TextRange, String)>,
    /// Range of the call whose only argument, a generator expression without parentheses of its own, comes next.
    pub(crate) call_parens: Option<TextRange>,
}

fn empty_proto(filename: Arc<str>) -> CodeProto {
    CodeProto {
        name: String::new(),
        qualname: String::new(),
        filename,
        first_line: 1,
        flags: 0,
        argcount: 0,
        posonly: 0,
        kwonly: 0,
        nlocals: 0,
        nregs: 0,
        varnames: Vec::new(),
        cellvars: Vec::new(),
        freevars: Vec::new(),
        consts: Vec::new(),
        sites: Vec::new(),
        code: Vec::new(),
        positions: Vec::new(),
        marks: Vec::new(),
        handlers: Vec::new(),
    }
}

impl<'a> Compiler<'a> {
    fn module(&mut self, tree: &'a Mod) -> Res<CodeProto> {
        self.enter(0, "<module>", 1)?;
        self.u.proto.flags &= !(flags::OPTIMIZED | flags::NEWLOCALS | flags::NESTED);
        match tree {
            Mod::Module(m) => {
                self.module_start(m)?;
                self.body(&m.body)?;
            }
            Mod::Expression(e) => {
                let pos = self.pos(e.body.range());
                let r = self.expr(&e.body)?;
                self.u.a(pos, Op::Return, r);
                self.u.reachable = false;
            }
        }
        self.u.return_const(self.end_pos(1), Const::None);
        let unit = std::mem::replace(
            &mut self.u,
            Unit::new(0, empty_proto(self.filename.clone())),
        );
        self.finish(unit)
    }

    // ---- units

    /// Starts the code object of a scope: registers for its parameters and locals, cells, free variables.
    pub(crate) fn enter(&mut self, scope: ScopeId, name: &str, first_line: u32) -> Res<()> {
        let mut proto = empty_proto(self.filename.clone());
        proto.name = name.to_owned();
        proto.first_line = first_line;
        proto.flags = self.future;
        let s = self.table.get(scope);
        if s.function_like() {
            proto.flags |= flags::OPTIMIZED | flags::NEWLOCALS;
            if s.nested {
                proto.flags |= flags::NESTED;
            }
            proto.flags |= match (s.generator, s.coroutine) {
                (true, true) => flags::ASYNC_GENERATOR,
                (true, false) => flags::GENERATOR,
                (false, true) => flags::COROUTINE,
                (false, false) => 0,
            };
            if s.method {
                proto.flags |= flags::METHOD;
            }
        }
        if self.outer.len() >= MAX_SCOPES {
            let msg = "maximum recursion depth exceeded during compilation";
            return Err(SyntaxError::bare(ErrKind::RecursionError, msg));
        }
        let unit = Unit::new(scope, proto);
        if scope == 0 {
            self.u = unit;
        } else {
            let outer = std::mem::replace(&mut self.u, unit);
            self.outer.push(outer);
        }
        self.u.proto.qualname = self.qualname(name);
        self.assign_registers();
        Ok(())
    }

    /// Ends the code object and returns to the one around it.
    pub(crate) fn leave(&mut self) -> Res<CodeProto> {
        let outer = self
            .outer
            .pop()
            .unwrap_or_else(|| Unit::new(0, empty_proto(self.filename.clone())));
        let unit = std::mem::replace(&mut self.u, outer);
        self.finish(unit)
    }

    fn finish(&self, unit: Unit<'a>) -> Res<CodeProto> {
        let name = unit.proto.qualname.clone();
        unit.finish().ok_or_else(|| {
            SyntaxError::bare(
                ErrKind::MemoryError,
                format!("'{name}' needs more than 65535 registers"),
            )
        })
    }

    fn qualname(&self, name: &str) -> String {
        let Some(mut parent) = self.outer.last() else {
            return name.to_owned();
        };
        let mut depth = self.outer.len();
        if self.table.get(parent.scope).kind == Kind::TypeParams {
            depth -= 1;
            match depth.checked_sub(1).and_then(|i| self.outer.get(i)) {
                Some(p) => parent = p,
                None => return name.to_owned(),
            }
        }
        if depth <= 1 {
            return name.to_owned();
        }
        let kind = self.table.get(self.u.scope).kind;
        let scope = self.table.get(parent.scope);
        if matches!(kind, Kind::Function | Kind::Class) {
            let mangled = scope.mangle(&name.into());
            if scope.binding(&mangled) == crate::scope::Binding::GlobalExplicit {
                return name.to_owned();
            }
        }
        let base = &parent.proto.qualname;
        let function = scope.kind == Kind::Function && scope.comprehension.is_none();
        if function {
            format!("{base}.<locals>.{name}")
        } else {
            format!("{base}.{name}")
        }
    }

    // ---- positions, errors, warnings

    /// The position of a range, for instructions.
    pub(crate) fn pos(&self, range: TextRange) -> Pos {
        let (line, col) = self.src.line_col(range.start());
        let (end_line, end_col) = self.src.line_col(range.end());
        Pos {
            line,
            end_line,
            col,
            end_col,
        }
    }

    /// A `SyntaxError`.
    pub(crate) fn error<T>(&self, range: TextRange, msg: impl Into<String>) -> Res<T> {
        Err(self.src.error(range, msg))
    }

    /// Adds a warning, once per place.
    pub(crate) fn warn(&mut self, range: TextRange, msg: impl Into<String>) {
        let msg = msg.into();
        if self.warned.insert((range, msg.clone())) {
            self.warnings.push(self.src.warning(range, msg));
        }
    }

    // ---- small helpers

    /// A string constant in a new temporary.
    pub(crate) fn push_str(&mut self, pos: Pos, s: &str) -> Reg {
        let t = self.u.push();
        self.u.load_const(pos, t, str_const(s));
        t
    }

    /// The kind of the scope whose code is being compiled.
    pub(crate) fn kind(&self) -> Kind {
        self.table.get(self.u.scope).kind
    }
}
