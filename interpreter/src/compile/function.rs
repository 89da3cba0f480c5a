//! Functions and lambdas: parameters, defaults, decorators, closures, the body's code object.

use super::emit::{Reg, reg, str_const};
use super::{Compiler, Res};
use crate::code::{CodeProto, Const, Pos, flags};
use crate::opcode::{Intrinsic, Op};
use crate::parse::SourceFile;
use crate::scope::{Role, ScopeId, key};
use ruff_python_ast::name::Name;
use ruff_python_ast::*;
use ruff_text_size::{Ranged, TextRange, TextSize};
use std::sync::Arc;

/// Bits of `MakeFunction`'s `x` and the offsets of their registers.
pub(super) mod parts {
    pub const DEFAULTS: u8 = 1;
    pub const KWDEFAULTS: u8 = 2;
    pub const CLOSURE: u8 = 4;
    pub const ANNOTATE: u8 = 8;
    /// Registers of a `MakeFunction` window.
    pub const COUNT: usize = 4;
}

impl<'a> Compiler<'a> {
    /// The scope that a node opens.
    pub(super) fn scope_of<T>(&self, node: &T, role: Role, range: TextRange) -> Res<ScopeId> {
        match self.table.find(key(node, role)) {
            Some(id) => Ok(id),
            None => self.error(range, "unknown scope"),
        }
    }

    pub(super) fn function_def(&mut self, f: &'a StmtFunctionDef) -> Res<()> {
        let (range, line) = self.definition_start(f.range, &f.decorator_list);
        let pos = self.pos(range);
        let decorators = self.decorators(&f.decorator_list)?;
        let t = self.u.push();
        match f.type_params.as_deref() {
            Some(params) => self.generic_function(f, params, pos, line, t)?,
            None => {
                let window = self.function_window();
                let x = self.default_values(&f.parameters, window)?;
                self.function_object(f, pos, line, window, x, t)?;
            }
        }
        self.u.pop_to(t + 1);
        self.apply_decorators(&f.decorator_list, decorators, t);
        let result = decorators.unwrap_or(t);
        self.store_name(pos, &f.name.id, result);
        Ok(())
    }

    /// The range of a definition as CPython reports it, and the line of its code object (that of the first
    /// decorator).
    pub(super) fn definition_start(
        &self,
        range: TextRange,
        decorators: &[Decorator],
    ) -> (TextRange, u32) {
        let mut at = range.start();
        if let Some(d) = decorators.last()
            && self.src.given.is_none()
        {
            at = definition_keyword(self.src, d.range.end());
        }
        let line = decorators
            .first()
            .map_or(at, |d| d.expression.range().start());
        (TextRange::new(at, range.end()), self.src.line_col(line).0)
    }

    /// Evaluates the decorators into consecutive temporaries; the first one, if any.
    pub(super) fn decorators(&mut self, list: &'a [Decorator]) -> Res<Option<Reg>> {
        let mut first = None;
        for d in list {
            let t = self.push_expr(&d.expression)?;
            first.get_or_insert(t);
        }
        Ok(first)
    }

    /// Calls the decorators, innermost first, on the object in the register above them.
    pub(super) fn apply_decorators(&mut self, list: &[Decorator], first: Option<Reg>, object: Reg) {
        let Some(first) = first else { return };
        let mut argument = object;
        for (i, d) in list.iter().enumerate().rev() {
            let callee = first + reg(i);
            let pos = self.pos(d.expression.range());
            self.u.mov(pos, callee + 1, argument);
            self.u.ab(pos, Op::Call, callee, 1);
            argument = callee;
        }
    }

    /// Registers for the parts of a function.
    pub(super) fn function_window(&mut self) -> Reg {
        self.u.push_n(parts::COUNT)
    }

    /// Evaluates the default values into the window. Gives the bits of the parts that exist.
    pub(super) fn default_values(&mut self, p: &'a Parameters, window: Reg) -> Res<u8> {
        let mut x = 0;
        let defaults: Vec<&Expr> = p
            .posonlyargs
            .iter()
            .chain(&p.args)
            .filter_map(|p| p.default.as_deref())
            .collect();
        if let (Some(first), Some(last)) = (defaults.first(), defaults.last()) {
            let pos = self.pos(TextRange::new(first.start(), last.end()));
            let folded: Option<Vec<Const>> = defaults.iter().map(|e| self.fold(e)).collect();
            match folded {
                Some(items) => self.u.load_const(pos, window, Const::Tuple(items.into())),
                None => {
                    let base = self.u.top();
                    for e in &defaults {
                        self.push_expr(e)?;
                    }
                    self.u
                        .emit(pos, Op::BuildTuple, 0, window, base, reg(defaults.len()));
                    self.u.pop_to(base);
                }
            }
            x |= parts::DEFAULTS;
        }
        let keyword: Vec<(&Name, &Expr)> = p
            .kwonlyargs
            .iter()
            .filter_map(|p| p.default.as_deref().map(|d| (&p.parameter.name.id, d)))
            .collect();
        if let Some((_, first)) = keyword.first() {
            let pos = self.pos(first.range());
            let base = self.u.top();
            for (name, e) in &keyword {
                let name = self.mangle(name);
                self.push_str(pos, &name);
                self.push_expr(e)?;
            }
            self.u
                .emit(pos, Op::BuildMap, 0, window + 1, base, reg(keyword.len()));
            self.u.pop_to(base);
            x |= parts::KWDEFAULTS;
        }
        Ok(x)
    }

    /// Makes the function of a `def` from its window of defaults.
    pub(super) fn function_object(
        &mut self,
        f: &'a StmtFunctionDef,
        pos: Pos,
        line: u32,
        window: Reg,
        mut x: u8,
        dst: Reg,
    ) -> Res<()> {
        x |= self.function_annotations(f, pos, window + 3)?;
        let scope = self.scope_of(f, Role::Body, f.range)?;
        self.enter(scope, f.name.as_str(), line)?;
        self.parameter_counts(&f.parameters);
        let (doc, _, body) = self.split_docstring(&f.body);
        if let Some(doc) = doc {
            self.u.proto.flags |= flags::HAS_DOCSTRING;
            self.u.constant(doc, false);
        }
        let start = Pos {
            line,
            end_line: line,
            col: 0,
            end_col: 0,
        };
        self.function_body(start, |c| c.body(body))?;
        let code = self.leave()?;
        self.make_function(pos, code, window, x, dst);
        Ok(())
    }

    /// Prologue, body and epilogue of a function's code.
    pub(super) fn function_body(
        &mut self,
        start: Pos,
        body: impl FnOnce(&mut Self) -> Res<()>,
    ) -> Res<()> {
        let generator = self.table.get(self.u.scope).suspends();
        if generator {
            self.u.emit(start, Op::ReturnGenerator, 0, 0, 0, 0);
        }
        let guard = generator.then(|| {
            let exc = self.u.top();
            (exc, self.u.protect(exc))
        });
        self.make_cells(start);
        body(self)?;
        let end = self.end_pos(start.line);
        self.u.return_const(end, Const::None);
        if let Some((exc, (target, outer))) = guard {
            // A StopIteration must not leave the body of a generator or coroutine.
            self.u.handler = outer;
            self.u.bind(target);
            self.u.push();
            let nowhere = Pos::default();
            self.u.emit(
                nowhere,
                Op::Intrinsic,
                Intrinsic::StopIterationError as u8,
                exc,
                exc,
                0,
            );
            self.u.a(nowhere, Op::Reraise, exc);
            self.u.reachable = false;
        }
        Ok(())
    }

    pub(super) fn parameter_counts(&mut self, p: &Parameters) {
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        self.u.proto.argcount = count(p.posonlyargs.len() + p.args.len());
        self.u.proto.posonly = count(p.posonlyargs.len());
        self.u.proto.kwonly = count(p.kwonlyargs.len());
        if p.vararg.is_some() {
            self.u.proto.flags |= flags::VARARGS;
        }
        if p.kwarg.is_some() {
            self.u.proto.flags |= flags::VARKEYWORDS;
        }
    }

    /// `dst` = function of a code object, its parts in the window.
    pub(super) fn make_function(
        &mut self,
        pos: Pos,
        code: CodeProto,
        window: Reg,
        mut x: u8,
        dst: Reg,
    ) {
        if !code.freevars.is_empty() {
            let names = code.freevars.clone();
            self.closure(pos, &names, window + 2);
            x |= parts::CLOSURE;
        }
        let index = self.u.constant(Const::Code(Arc::new(code)), false);
        match u16::try_from(index) {
            Ok(index) => self.u.emit(pos, Op::MakeFunction, x, dst, window, index),
            Err(_) => self.u.too_many_constants(),
        }
    }

    pub(super) fn lambda(&mut self, l: &'a ExprLambda, dst: Reg) -> Res<()> {
        let pos = self.pos(l.range);
        let window = self.function_window();
        let x = match l.parameters.as_deref() {
            Some(p) => self.default_values(p, window)?,
            None => 0,
        };
        let scope = self.scope_of(l, Role::Body, l.range)?;
        self.enter(scope, "<lambda>", pos.line)?;
        if let Some(p) = l.parameters.as_deref() {
            self.parameter_counts(p);
        }
        let body_pos = self.pos(l.body.range());
        self.function_body(body_pos, |c| {
            let r = c.expr(&l.body)?;
            c.u.a(body_pos, Op::Return, r);
            c.u.reachable = false;
            Ok(())
        })?;
        let code = self.leave()?;
        self.make_function(pos, code, window, x, dst);
        Ok(())
    }

    /// Stores a string under a name (class bodies).
    pub(super) fn store_str(&mut self, pos: Pos, name: &'static str, value: &str) {
        let t = self.u.push();
        self.u.load_const(pos, t, str_const(value));
        self.store_mangled(pos, &Name::new_static(name), t);
        self.u.pop_to(t);
    }
}

/// A docstring without the indentation of the code around it.
pub(super) fn clean_doc(text: &[u8]) -> Vec<u8> {
    let expanded = expand_tabs(text);
    let lines: Vec<&[u8]> = expanded.split(|&b| b == b'\n').collect();
    let indent = |l: &[u8]| l.iter().take_while(|&&b| b == b' ').count();
    let margin = lines
        .iter()
        .skip(1)
        .filter(|l| indent(l) < l.len())
        .map(|l| indent(l))
        .min()
        .unwrap_or(0);
    let mut out = Vec::with_capacity(expanded.len());
    for (i, line) in lines.iter().enumerate() {
        if i > 0 {
            out.push(b'\n');
        }
        let skip = if i == 0 {
            indent(line)
        } else {
            margin.min(indent(line))
        };
        out.extend_from_slice(line.get(skip..).unwrap_or(&[]));
    }
    out
}

/// Tabs become spaces up to the next multiple of eight columns.
fn expand_tabs(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut column = 0;
    for &b in text {
        match b {
            b'\t' => {
                let fill = 8 - column % 8;
                out.resize(out.len() + fill, b' ');
                column += fill;
                continue;
            }
            b'\n' | b'\r' => column = 0,
            // Bytes within a character take no column.
            0x80..=0xbf => {}
            _ => column += 1,
        }
        out.push(b);
    }
    out
}

/// The `def` or `class` after the last decorator, which ends at `after`.
pub(crate) fn definition_keyword(src: &SourceFile, after: TextSize) -> TextSize {
    let text = src.text.get(after.to_usize()..).unwrap_or("");
    let mut offset = 0usize;
    for line in text.split_inclusive('\n') {
        let code = line.trim_start();
        if offset > 0 && !code.is_empty() && !code.starts_with('#') {
            let indent = line.len() - code.len();
            return after + TextSize::try_from(offset + indent).unwrap_or_default();
        }
        offset += line.len();
    }
    after
}
