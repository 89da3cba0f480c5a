//! Statements: bodies, conditions, loops, assertions, `match` and the dispatch to the other files.

use super::emit::{Block, Label, Reg};
use super::{Compiler, Res};
use crate::code::{Const, Pos};
use crate::opcode::{Instr, Intrinsic, Op};
use crate::parse::Mode;
use crate::parse::depth::step;
use crate::scope::Kind;
use ruff_python_ast::*;
use ruff_text_size::Ranged;

impl<'a> Compiler<'a> {
    pub(super) fn body(&mut self, body: &'a [Stmt]) -> Res<()> {
        body.iter().try_for_each(|s| self.stmt(s))
    }

    fn stmt(&mut self, s: &'a Stmt) -> Res<()> {
        step(|| self.stmt_inner(s))
    }

    fn stmt_inner(&mut self, s: &'a Stmt) -> Res<()> {
        let depth = self.u.top();
        match s {
            Stmt::FunctionDef(f) => self.function_def(f)?,
            Stmt::ClassDef(c) => self.class_def(c)?,
            Stmt::TypeAlias(t) => self.type_alias(t)?,
            Stmt::Return(r) => self.return_stmt(r)?,
            Stmt::Delete(d) => d.targets.iter().try_for_each(|t| self.delete(t))?,
            Stmt::Assign(a) => self.assign(a)?,
            Stmt::AugAssign(a) => self.aug_assign(a)?,
            Stmt::AnnAssign(a) => self.ann_assign(a)?,
            Stmt::For(f) => self.for_loop(f)?,
            Stmt::While(w) => self.while_loop(w)?,
            Stmt::If(i) => self.if_stmt(i)?,
            Stmt::With(w) => self.with(w)?,
            Stmt::Match(m) => self.match_stmt(m)?,
            Stmt::Raise(r) => self.raise(r)?,
            Stmt::Try(t) => self.try_stmt(t)?,
            Stmt::Assert(a) => self.assert(a)?,
            Stmt::Import(i) => self.import(i)?,
            Stmt::ImportFrom(i) => self.import_from(i)?,
            Stmt::Global(_) | Stmt::Nonlocal(_) => {}
            Stmt::Pass(p) => self.u.mark(self.pos(p.range)),
            Stmt::Expr(e) => self.expr_stmt(e)?,
            Stmt::Break(b) => self.break_stmt(b)?,
            Stmt::Continue(c) => self.continue_stmt(c)?,
            Stmt::IpyEscapeCommand(i) => return self.error(i.range, "invalid syntax"),
        }
        self.u.pop_to(depth);
        Ok(())
    }

    fn expr_stmt(&mut self, s: &'a StmtExpr) -> Res<()> {
        let pos = self.pos(s.range);
        if self.mode == Mode::Single && self.kind() == Kind::Module {
            let r = self.push_expr(&s.value)?;
            self.u
                .emit(pos, Op::Intrinsic, Intrinsic::Print as u8, r, r, 0);
            self.u.a(pos, Op::Clear, r);
            return Ok(());
        }
        if self.fold(&s.value).is_some() {
            self.u.mark(pos);
            return Ok(());
        }
        if let Expr::Named(n) = s.value.as_ref()
            && let Expr::Name(target) = n.target.as_ref()
            && let Some(r) = self.fast(&target.id)
        {
            self.expr_to(&n.value, r)?;
            self.mark_bound(r);
            return Ok(());
        }
        if let Expr::Yield(y) = s.value.as_ref() {
            return self.yield_stmt(y);
        }
        let before = self.u.here();
        let r = self.expr(&s.value)?;
        if self.u.is_temp(r) {
            self.u.a(pos, Op::Clear, r);
        }
        if self.u.here() == before {
            self.u.mark(pos);
        }
        Ok(())
    }

    // ---- conditions and loops

    fn if_stmt(&mut self, s: &'a StmtIf) -> Res<()> {
        let end = self.u.label();
        let mut next = self.u.label();
        self.jump_if(&s.test, false, next)?;
        self.body(&s.body)?;
        for clause in &s.elif_else_clauses {
            let pos = self.last_pos();
            self.u.jump(pos, end);
            self.u.bind(next);
            next = self.u.label();
            if let Some(test) = &clause.test {
                self.jump_if(test, false, next)?;
            }
            self.body(&clause.body)?;
        }
        self.u.bind(next);
        self.u.bind(end);
        Ok(())
    }

    /// The position of the last instruction, for jumps that belong to no expression. Where paths meet they have no line:
    /// each is still at its own.
    pub(super) fn last_pos(&self) -> Pos {
        let p = &self.u.proto;
        match p.marks.last() {
            // A statement without instruction.
            Some(m) if m.at == self.u.here() && m.joined => Pos::default(),
            Some(m) if m.at == self.u.here() => Pos {
                line: m.line,
                end_line: m.line,
                col: u32::MAX,
                end_col: u32::MAX,
            },
            _ if self.u.is_target() => Pos::default(),
            _ => p.positions.last().copied().unwrap_or_default(),
        }
    }

    /// The position of the return at the end of a body that begins at a line. Where paths meet it has no line: each is still
    /// at its own.
    pub(super) fn end_pos(&self, first: u32) -> Pos {
        let start = Pos {
            line: first,
            end_line: first,
            ..Pos::default()
        };
        let p = &self.u.proto;
        if p.marks.last().is_some_and(|m| m.at == self.u.here()) || self.u.is_target() {
            return Pos::default();
        }
        p.positions.last().copied().unwrap_or(start)
    }

    fn while_loop(&mut self, s: &'a StmtWhile) -> Res<()> {
        let (otherwise, exit) = (self.u.label(), self.u.label());
        let head = self.u.bind_head();
        let handler = self.u.handler;
        self.push_block(s.range, Block::While { exit, next: head }, handler)?;
        self.jump_if(&s.test, false, otherwise)?;
        self.body(&s.body)?;
        let pos = self.last_pos();
        self.u.jump_back(pos, head);
        self.pop_block();
        self.u.bind(otherwise);
        self.body(&s.orelse)?;
        self.u.bind(exit);
        Ok(())
    }

    /// The next item of an iterator goes to a target; there is none: to `done`.
    pub(super) fn next_item(
        &mut self,
        pos: Pos,
        iter: Reg,
        target: &'a Expr,
        done: Label,
    ) -> Res<()> {
        let local = match target {
            Expr::Name(n) => self.fast(&n.id),
            _ => None,
        };
        match local {
            Some(r) => {
                self.u
                    .branch(pos, Instr::new(Op::ForIter, 0, iter, r, 0), done);
                self.mark_bound(r);
            }
            None => {
                let t = self.u.push();
                self.u
                    .branch(pos, Instr::new(Op::ForIter, 0, iter, t, 0), done);
                self.store(target, t)?;
                self.u.pop_to(t);
            }
        }
        Ok(())
    }

    /// The body of a `for` loop and the way back to its head.
    pub(super) fn loop_body(&mut self, body: &'a [Stmt], target_pos: Pos, head: Label) -> Res<()> {
        self.body(body)?;
        let back = if body.is_empty() {
            target_pos
        } else {
            self.last_pos()
        };
        self.u.jump_back(back, head);
        self.pop_block();
        Ok(())
    }

    fn for_loop(&mut self, s: &'a StmtFor) -> Res<()> {
        if s.is_async {
            return self.async_for(s);
        }
        let pos = self.pos(s.iter.range());
        let target_pos = self.pos(s.target.range());
        let iter = self.u.push();
        let r = self.iterable(&s.iter, iter)?;
        self.u.ab(pos, Op::GetIter, iter, r);
        self.u.pop_to(iter + 1);
        let (done, exit) = (self.u.label(), self.u.label());
        let head = self.u.bind_head();
        let handler = self.u.handler;
        self.push_block(
            s.range,
            Block::For {
                exit,
                next: head,
                iter,
            },
            handler,
        )?;
        self.next_item(pos, iter, &s.target, done)?;
        self.loop_body(&s.body, target_pos, head)?;
        self.u.bind(done);
        self.u.pop_to(iter);
        self.body(&s.orelse)?;
        self.u.bind(exit);
        Ok(())
    }

    /// The operand of a loop: a display of constants becomes a constant.
    pub(super) fn iterable(
        &mut self,
        e: &'a Expr,
        scratch: super::emit::Reg,
    ) -> Res<super::emit::Reg> {
        match self.fold_container(e) {
            Some(k) => {
                self.u.load_const(self.pos(e.range()), scratch, k);
                Ok(scratch)
            }
            None => self.operand(e, scratch),
        }
    }

    fn assert(&mut self, s: &'a StmtAssert) -> Res<()> {
        if let Expr::Tuple(t) = &*s.test
            && !t.elts.is_empty()
        {
            self.warn(
                s.range,
                "assertion is always true, perhaps remove parentheses?",
            );
        }
        if self.optimize > 0 {
            return self.unreached(|c| c.assert_code(s));
        }
        self.assert_code(s)
    }

    fn assert_code(&mut self, s: &'a StmtAssert) -> Res<()> {
        let end = self.u.label();
        let pos = self.pos(s.test.range());
        self.jump_if(&s.test, true, end)?;
        match s.msg.as_deref() {
            Some(msg) => {
                let r = self.push_expr(msg)?;
                self.u.emit(pos, Op::AssertFail, 1, r, 0, 0);
            }
            None => self.u.emit(pos, Op::AssertFail, 0, 0, 0, 0),
        }
        self.u.reachable = false;
        self.u.bind(end);
        Ok(())
    }

    fn raise(&mut self, s: &'a StmtRaise) -> Res<()> {
        let pos = self.pos(s.range);
        match (s.exc.as_deref(), s.cause.as_deref()) {
            (Some(exc), Some(cause)) => {
                let e = self.expr(exc)?;
                let e = self.hold(exc, e, &[cause]);
                let c = self.expr(cause)?;
                self.u.emit(pos, Op::Raise, 2, e, c, 0);
            }
            (Some(exc), None) => {
                let e = self.expr(exc)?;
                self.u.emit(pos, Op::Raise, 1, e, 0, 0);
            }
            (None, _) => self.u.emit(pos, Op::Raise, 0, 0, 0, 0),
        }
        self.u.reachable = false;
        Ok(())
    }

    /// Docstring of a body and the statements after it.
    pub(super) fn split_docstring(
        &self,
        body: &'a [Stmt],
    ) -> (Option<Const>, Option<Pos>, &'a [Stmt]) {
        if let Some((Stmt::Expr(e), rest)) = body.split_first()
            && let Expr::StringLiteral(_) = e.value.as_ref()
            && let Some(Const::Str(text)) = self.fold(&e.value)
        {
            let pos = self.pos(e.value.range());
            let doc =
                (self.optimize < 2).then(|| Const::Str(super::function::clean_doc(&text).into()));
            return (doc, Some(pos), rest);
        }
        (None, None, body)
    }
}
