//! Annotations: evaluated lazily by `__annotate__` functions, or kept as text after
//! `from __future__ import annotations`.

use super::emit::{Reg, str_const};
use super::function::parts;
use super::{Compiler, Res};
use crate::code::{Const, Pos, flags};
use crate::opcode::{Instr, Op};
use crate::parse::Mode;
use crate::scope::{Kind, Role, annotation_list};
use ruff_python_ast::name::Name;
use ruff_python_ast::*;
use ruff_text_size::Ranged;

/// A variable annotation of a module or class, and its number if it may not be executed.
type Deferred<'a> = (&'a StmtAnnAssign, Option<usize>);

impl<'a> Compiler<'a> {
    pub(super) fn lazy_annotations(&self) -> bool {
        self.future & flags::FUTURE_ANNOTATIONS == 0
    }

    /// What a module does before its statements.
    pub(super) fn module_start(&mut self, m: &'a ModModule) -> Res<()> {
        let line = m.body.first().map_or(1, |s| self.pos(s.range()).line);
        let pos = Pos {
            line,
            end_line: line,
            ..Pos::default()
        };
        self.make_cells(pos);
        if self.table.get(0).annotations_used && self.lazy_annotations() {
            let found = self.collect_annotations(&m.body);
            let t = self.u.push();
            self.variable_annotate(&found, 0, pos, line, t)?;
            self.store_mangled(pos, &Name::new_static("__annotate__"), t);
            self.u.pop_to(t);
        }
        self.annotations_start(pos, &m.body);
        if self.mode == Mode::Single {
            return Ok(());
        }
        let (doc, at, _) = self.split_docstring(&m.body);
        if let (Some(doc), Some(at)) = (doc, at) {
            let t = self.u.push();
            self.u.load_const(at, t, doc);
            self.store_mangled(at, &Name::new_static("__doc__"), t);
            self.u.pop_to(t);
        }
        Ok(())
    }

    /// Prepares for the variable annotations of a module or class.
    pub(super) fn annotations_start(&mut self, pos: Pos, body: &'a [Stmt]) {
        let scope = self.table.get(self.u.scope);
        if !scope.annotations_used {
            return;
        }
        if !self.lazy_annotations() {
            self.u.emit(pos, Op::SetupAnnotations, 0, 0, 0, 0);
            return;
        }
        let conditional = scope.conditional_annotations;
        let found = self.collect_annotations(body);
        self.u.annotation_index = found
            .iter()
            .filter_map(|(s, i)| i.map(|i| (std::ptr::from_ref(*s) as usize, i)))
            .collect();
        if conditional {
            let t = self.u.push();
            self.u.emit(pos, Op::BuildSet, 0, t, t, 0);
            if self.kind() == Kind::Class {
                self.store_cell(pos, "__conditional_annotations__", t);
            } else {
                self.store_mangled(pos, &Name::new_static("__conditional_annotations__"), t);
            }
            self.u.pop_to(t);
        }
    }

    /// The annotated simple names of a module or class body in order.
    fn collect_annotations(&self, body: &'a [Stmt]) -> Vec<Deferred<'a>> {
        let mut found = Vec::new();
        let always = self.kind() == Kind::Module;
        let mut next = 0;
        collect(body, always, &mut next, &mut found);
        found
    }

    /// The annotation of a simple name in a module or class.
    pub(super) fn variable_annotation(&mut self, s: &'a StmtAnnAssign) -> Res<()> {
        let pos = self.pos(s.range);
        let Expr::Name(name) = s.target.as_ref() else {
            return Ok(());
        };
        if !self.lazy_annotations() {
            let text = super::unparse::annotation(self.src, &s.annotation);
            let value = self.push_str(self.pos(s.annotation.range()), &text);
            let map = self.u.push();
            self.load_mangled(pos, &Name::new_static("__annotations__"), map);
            let key = self.mangle(&name.id);
            let key = self.push_str(pos, &key);
            self.u.emit(pos, Op::SetItem, 0, map, key, value);
            return Ok(());
        }
        let Some(&index) = self
            .u
            .annotation_index
            .get(&(std::ptr::from_ref(s) as usize))
        else {
            return Ok(());
        };
        let set = self.u.push();
        match self.u.locals.get("__conditional_annotations__").copied() {
            Some(cell) => self.u.ab(pos, Op::LoadCell, set, cell),
            None => self.load_mangled(pos, &Name::new_static("__conditional_annotations__"), set),
        }
        let number = self.u.push();
        self.u.load_const(
            pos,
            number,
            Const::Int(i64::try_from(index).unwrap_or(i64::MAX)),
        );
        self.u.ab(pos, Op::SetAdd, set, number);
        self.u.a(pos, Op::Clear, set);
        Ok(())
    }

    /// At the end of a class body: its `__annotate__` function.
    pub(super) fn class_annotations(&mut self, body: &'a [Stmt], pos: Pos, line: u32) -> Res<()> {
        if !self.table.get(self.u.scope).annotations_used || !self.lazy_annotations() {
            return Ok(());
        }
        let found = self.collect_annotations(body);
        let t = self.u.push();
        self.variable_annotate(&found, self.u.scope, pos, line, t)?;
        self.store_mangled(pos, &Name::new_static("__annotate_func__"), t);
        self.u.pop_to(t);
        Ok(())
    }

    /// `dst` = function that evaluates the annotations of a module or class.
    fn variable_annotate(
        &mut self,
        found: &[Deferred<'a>],
        owner: usize,
        pos: Pos,
        line: u32,
        dst: Reg,
    ) -> Res<()> {
        let Some(scope) = self.table.get(owner).annotation_block else {
            return Ok(());
        };
        let window = self.function_window();
        self.enter(scope, "__annotate__", line)?;
        self.format_check(pos);
        self.make_cells(pos);
        let map = self.u.push();
        self.u.emit(pos, Op::BuildMap, 0, map, map, 0);
        for (s, index) in found {
            let at = self.pos(s.range);
            let next = self.u.label();
            if let Some(index) = index {
                self.annotation_condition(*index, at, next);
            }
            if let Expr::Name(n) = s.target.as_ref() {
                let name = self.mangle(&n.id);
                let key = self.push_str(at, &name);
                let value = self.u.push();
                self.annotation_value(&s.annotation, value)?;
                self.u.emit(pos, Op::MapAdd, 0, map, key, value);
                self.u.pop_to(key);
            }
            self.u.bind(next);
        }
        self.u.a(pos, Op::Return, map);
        self.u.reachable = false;
        let code = self.leave()?;
        self.make_function(pos, code, window, 0, dst);
        self.u.pop_to(window);
        Ok(())
    }

    /// Skips an annotation that was not executed.
    fn annotation_condition(&mut self, index: usize, pos: Pos, next: super::emit::Label) {
        let number = self.u.push();
        self.u.load_const(
            pos,
            number,
            Const::Int(i64::try_from(index).unwrap_or(i64::MAX)),
        );
        let set = self.u.push();
        match self.u.free.get("__conditional_annotations__").copied() {
            Some(i) => self.u.ab(pos, Op::LoadFree, set, i),
            None => self
                .u
                .site(pos, Op::LoadGlobal, set, 0, "__conditional_annotations__"),
        }
        self.u.emit(pos, Op::Contains, 0, number, number, set);
        self.u
            .branch(pos, Instr::new(Op::JumpIfFalse, 0, number, 0, 0), next);
        self.u.pop_to(number);
    }

    /// The annotations of a function into `dst`; gives the bit of `MakeFunction` that says so.
    pub(super) fn function_annotations(
        &mut self,
        f: &'a StmtFunctionDef,
        pos: Pos,
        dst: Reg,
    ) -> Res<u8> {
        let list = annotation_list(&f.parameters, f.returns.as_deref());
        if list.is_empty() {
            return Ok(0);
        }
        let scope = self.scope_of(f.parameters.as_ref(), Role::Annotations, f.range)?;
        let window = self.function_window();
        self.enter(scope, "__annotate__", pos.line)?;
        self.format_check(pos);
        self.make_cells(pos);
        let map = self.u.push();
        self.u.emit(pos, Op::BuildMap, 0, map, map, 0);
        for (name, e) in &list {
            let at = self.pos(e.range());
            let name = self.mangle(name);
            let key = self.push_str(at, &name);
            let value = self.u.push();
            if self.lazy_annotations() {
                self.annotation_value(e, value)?;
            } else {
                let text = super::unparse::annotation(self.src, e);
                self.u.load_const(at, value, str_const(&text));
            }
            self.u.emit(at, Op::MapAdd, 0, map, key, value);
            self.u.pop_to(key);
        }
        self.u.a(pos, Op::Return, map);
        self.u.reachable = false;
        let code = self.leave()?;
        self.make_function(pos, code, window, 0, dst);
        self.u.pop_to(window);
        Ok(parts::ANNOTATE)
    }
}

fn collect<'a>(
    body: &'a [Stmt],
    conditional: bool,
    next: &mut usize,
    found: &mut Vec<Deferred<'a>>,
) {
    for s in body {
        match s {
            Stmt::AnnAssign(a) if a.simple && a.target.is_name_expr() => {
                let index = conditional.then(|| {
                    *next += 1;
                    *next - 1
                });
                found.push((a, index));
            }
            Stmt::For(f) => {
                collect(&f.body, true, next, found);
                collect(&f.orelse, true, next, found);
            }
            Stmt::While(w) => {
                collect(&w.body, true, next, found);
                collect(&w.orelse, true, next, found);
            }
            Stmt::If(i) => {
                collect(&i.body, true, next, found);
                for clause in &i.elif_else_clauses {
                    collect(&clause.body, true, next, found);
                }
            }
            Stmt::With(w) => collect(&w.body, true, next, found),
            Stmt::Match(m) => {
                for case in &m.cases {
                    collect(&case.body, true, next, found);
                }
            }
            Stmt::Try(t) => {
                collect(&t.body, true, next, found);
                for ExceptHandler::ExceptHandler(h) in &t.handlers {
                    collect(&h.body, true, next, found);
                }
                collect(&t.orelse, true, next, found);
                collect(&t.finalbody, true, next, found);
            }
            _ => {}
        }
    }
}
