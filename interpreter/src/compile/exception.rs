//! `try` in all its forms and `with`.
//!
//! Registers of a handler at depth `d`: `d` the exception, `d + 1` the one handled before (both set by PushExcInfo).
//! While a handler body runs, a cleanup handler catches what it raises in `d + 2`, restores the previous exception
//! and raises on.

use super::emit::{Block, Label, Reg};
use super::{Compiler, Res};
use crate::code::Pos;
use crate::opcode::{Instr, Op};
use ruff_python_ast::*;
use ruff_text_size::{Ranged, TextRange};

impl<'a> Compiler<'a> {
    pub(super) fn try_stmt(&mut self, t: &'a StmtTry) -> Res<()> {
        self.check_handlers(t)?;
        self.u.mark(self.pos(t.range));
        if t.finalbody.is_empty() {
            return self.try_except(t);
        }
        let exc = self.u.top();
        let (target, outer) = self.u.protect(exc);
        self.push_block(t.range, Block::FinallyTry(&t.finalbody), outer)?;
        if t.handlers.is_empty() {
            self.body(&t.body)?;
            self.body(&t.orelse)?;
        } else {
            self.try_except(t)?;
        }
        self.pop_block();
        let handler = self.u.handler;
        self.push_block(t.range, Block::FinallyBody, handler)?;
        self.body(&t.finalbody)?;
        self.pop_block();
        let end = self.u.label();
        let pos = self.last_pos();
        self.u.jump(pos, end);

        self.u.bind(target);
        self.finally_handler(&t.finalbody, exc, t.range)?;
        self.u.bind(end);
        Ok(())
    }

    fn check_handlers(&self, t: &StmtTry) -> Res<()> {
        let bare = t
            .handlers
            .iter()
            .position(|ExceptHandler::ExceptHandler(h)| h.type_.is_none());
        match bare {
            Some(i) if i + 1 < t.handlers.len() => {
                let range = t.handlers[i].range();
                self.error(range, "default 'except:' must be last")
            }
            _ => Ok(()),
        }
    }

    /// The copy of a `finally` body that runs because of an exception.
    fn finally_handler(&mut self, body: &'a [Stmt], exc: Reg, range: TextRange) -> Res<()> {
        let pos = body
            .first()
            .map_or_else(|| self.last_pos(), |s| self.pos(s.range()));
        self.u.pop_to(exc);
        self.u.push_n(2);
        self.u.a(pos, Op::PushExcInfo, exc);
        let (cleanup, outer) = self.u.protect(exc + 2);
        self.push_block(range, Block::FinallyEnd { exc }, outer)?;
        self.body(body)?;
        self.pop_block();
        self.reraise_end(exc, cleanup, 0);
        Ok(())
    }

    /// The end of a handler that nothing stopped: raises `exc` again; `cleanup` raises what the handler raised.
    /// `x`: see `Op::Reraise`, for the former.
    fn reraise_end(&mut self, exc: Reg, cleanup: Label, x: u8) {
        let pos = self.last_pos();
        let raised = self.u.push();
        self.u.ab(pos, Op::Move, raised, exc);
        self.u.a(pos, Op::PopExcept, exc);
        self.u.emit(pos, Op::Reraise, x, raised, 0, 0);
        self.u.reachable = false;
        self.u.bind(cleanup);
        self.u.a(pos, Op::PopExcept, exc);
        self.u.emit(pos, Op::Reraise, 1, raised, 0, 0);
        self.u.reachable = false;
        self.u.pop_to(exc);
    }

    fn try_except(&mut self, t: &'a StmtTry) -> Res<()> {
        let exc = self.u.top();
        let (target, outer) = self.u.protect(exc);
        self.push_block(t.range, Block::Try, outer)?;
        self.body(&t.body)?;
        self.pop_block();
        self.body(&t.orelse)?;
        let end = self.u.label();
        let pos = self.last_pos();
        self.u.jump(pos, end);

        self.u.bind(target);
        self.u.push_n(2);
        let first = t.handlers.first().map_or(t.range, Ranged::range);
        self.u.a(self.pos(first), Op::PushExcInfo, exc);
        let (cleanup, outer) = self.u.protect(exc + 2);
        if t.is_star {
            self.star_handlers(t, exc, cleanup, outer, end)?;
        } else {
            for ExceptHandler::ExceptHandler(h) in &t.handlers {
                self.handler(h, exc, outer, end)?;
            }
            self.u.handler = outer;
            self.reraise_end(exc, cleanup, 0);
        }
        self.u.pop_to(exc);
        self.u.bind(end);
        Ok(())
    }

    /// One `except` clause. Falls through to the next clause if it does not match.
    fn handler(
        &mut self,
        h: &'a ExceptHandlerExceptHandler,
        exc: Reg,
        outer: u32,
        end: Label,
    ) -> Res<()> {
        let pos = self.pos(h.range);
        let next = self.u.label();
        if let Some(e) = h.type_.as_deref() {
            let class = self.expr(e)?;
            self.u
                .branch(pos, Instr::new(Op::ExcMatchJump, 0, exc, class, 0), next);
            self.u.pop_to(exc + 2);
        }
        let name = h.name.as_ref().map(|n| n.id.clone());
        if let Some(n) = &h.name {
            let at = self.pos(n.range);
            let copy = self.u.push();
            match self.fast(&n.id) {
                Some(r) => {
                    self.u.copy(at, r, exc);
                    self.mark_bound(r);
                }
                None => {
                    self.u.copy(at, copy, exc);
                    self.store_name(at, &n.id, copy);
                }
            }
            self.u.pop_to(copy);
        }
        let cleanup_handler = self.u.handler;
        let named = name.is_some().then(|| self.u.protect(exc + 2));
        self.push_block(
            h.range,
            Block::Except {
                exc,
                name: name.clone(),
            },
            outer,
        )?;
        self.body(&h.body)?;
        self.pop_block();
        let at = self.last_pos();
        self.u.a(at, Op::PopExcept, exc);
        if let Some(name) = &name {
            self.forget_exception_name(at, name);
        }
        self.u.jump(at, end);
        self.u.handler = cleanup_handler;
        if let (Some((target, _)), Some(name)) = (named, &name) {
            self.u.bind(target);
            let raised = self.u.push();
            self.forget_exception_name(Pos::default(), name);
            self.u.emit(Pos::default(), Op::Reraise, 1, raised, 0, 0);
            self.u.reachable = false;
            self.u.pop_to(raised);
        }
        self.u.bind(next);
        Ok(())
    }

    // ---- except*

    /// Registers: `exc + 2` list of what the clauses raised, `exc + 3` what no clause has handled yet.
    fn star_handlers(
        &mut self,
        t: &'a StmtTry,
        exc: Reg,
        cleanup: Label,
        outer: u32,
        end: Label,
    ) -> Res<()> {
        let pos = t
            .handlers
            .first()
            .map_or_else(|| self.last_pos(), |h| self.pos(h.range()));
        let raised = self.u.push_n(2);
        let rest = raised + 1;
        self.u.emit(pos, Op::BuildList, 0, raised, raised, 0);
        self.u.copy(pos, rest, exc);
        for ExceptHandler::ExceptHandler(h) in &t.handlers {
            self.star_handler(h, raised, rest)?;
        }
        let result = self.u.push();
        let kept = self.u.push();
        let at = self.last_pos();
        self.u.ab(at, Op::ListAppend, raised, rest);
        self.u.emit(at, Op::PrepReraiseStar, 0, result, exc, raised);
        self.u.copy(at, kept, result);
        let reraise = self.u.label();
        self.u
            .branch(at, Instr::new(Op::JumpIfNotNone, 0, kept, 0, 0), reraise);
        self.u.handler = outer;
        self.u.a(at, Op::Clear, result);
        self.u.a(at, Op::PopExcept, exc);
        self.u.jump(at, end);
        self.u.bind(reraise);
        let slot = exc + 2;
        self.u.mov(at, slot, result);
        self.u.bind(cleanup);
        self.u.a(at, Op::PopExcept, exc);
        self.u.a(at, Op::Reraise, slot);
        self.u.reachable = false;
        Ok(())
    }

    fn star_handler(
        &mut self,
        h: &'a ExceptHandlerExceptHandler,
        raised: Reg,
        rest: Reg,
    ) -> Res<()> {
        let pos = self.pos(h.range);
        let found = self.u.push();
        let next = self.u.label();
        let Some(e) = h.type_.as_deref() else {
            return self.error(h.range, "expected one or more exception types");
        };
        let class = self.operand(e, found)?;
        let other = self.u.push();
        let at = self.pos(e.range());
        self.u.emit(at, Op::ExcGroupMatch, 0, found, rest, class);
        self.u.a(at, Op::Clear, rest);
        self.u.ab(at, Op::Move, rest, other);
        self.u.copy(at, other, found);
        let matched = self.u.label();
        self.u
            .branch(at, Instr::new(Op::JumpIfNotNone, 0, other, 0, 0), matched);
        self.u.a(at, Op::Clear, found);
        self.u.jump(at, next);
        self.u.bind(matched);
        self.u.pop_to(other);
        match &h.name {
            Some(n) => {
                let at = self.pos(n.range);
                self.store_name(at, &n.id, found);
            }
            None => self.u.a(at, Op::Clear, found),
        }
        let (target, outer) = self.u.protect(found);
        self.push_block(h.range, Block::ExceptStar, outer)?;
        self.body(&h.body)?;
        self.pop_block();
        let at = self.last_pos();
        if let Some(n) = &h.name {
            self.forget_exception_name(at, &n.id);
        }
        self.u.jump(at, next);
        self.u.bind(target);
        if let Some(n) = &h.name {
            self.forget_exception_name(Pos::default(), &n.id);
        }
        self.u.ab(pos, Op::ListAppend, raised, found);
        self.u.bind(next);
        self.u.pop_to(found);
        Ok(())
    }

    // ---- with

    pub(super) fn with(&mut self, w: &'a StmtWith) -> Res<()> {
        self.with_items(w, &w.items)
    }

    fn with_items(&mut self, w: &'a StmtWith, items: &'a [WithItem]) -> Res<()> {
        let Some((item, rest)) = items.split_first() else {
            return self.body(&w.body);
        };
        let pos = self.pos(item.context_expr.range());
        let window = self.u.push_n(2);
        let value = self.u.push();
        self.u.pop_to(value);
        let manager = self.expr(&item.context_expr)?;
        let special = if w.is_async { 2 } else { 0 };
        self.u
            .emit(pos, Op::LoadSpecial, special + 1, window, manager, 0);
        self.u.pop_to(value);
        self.u.push_n(2);
        self.u
            .emit(pos, Op::LoadSpecial, special, value, manager, 0);
        self.u.ab(pos, Op::CallMethod, value, 0);
        self.u.pop_to(value + 1);
        if w.is_async {
            self.await_in_place(pos, value, 1);
        }

        let (target, outer) = self.u.protect(value);
        self.push_block(
            w.range,
            Block::With {
                window,
                pos,
                is_async: w.is_async,
            },
            outer,
        )?;
        match item.optional_vars.as_deref() {
            Some(vars) => self.store(vars, value)?,
            None => self.u.a(pos, Op::Clear, value),
        }
        self.u.pop_to(value);
        self.with_items(w, rest)?;
        self.pop_block();
        self.exit_with(window, pos, w.is_async);
        let end = self.u.label();
        self.u.jump(pos, end);

        self.u.bind(target);
        self.with_handler(window, pos, w.is_async);
        self.u.bind(end);
        self.u.pop_to(window);
        Ok(())
    }

    /// Calls `__exit__` with an exception; a true result ends it.
    fn with_handler(&mut self, window: Reg, pos: Pos, is_async: bool) {
        let exc = window + 2;
        self.u.pop_to(exc);
        self.u.push_n(2);
        let outer_handler = self.u.handler;
        self.u.a(pos, Op::PushExcInfo, exc);
        let (cleanup, _) = self.u.protect(exc + 2);
        let result = self.u.push();
        self.u
            .emit(pos, Op::WithExceptStart, 0, result, window, exc);
        if is_async {
            self.await_in_place(pos, result, 2);
        }
        let suppressed = self.u.label();
        self.u
            .branch(pos, Instr::new(Op::JumpIfTrue, 0, result, 0, 0), suppressed);
        self.u.handler = outer_handler;
        self.u.pop_to(result);
        self.reraise_end(exc, cleanup, 1);
        self.u.bind(suppressed);
        self.u.a(pos, Op::PopExcept, exc);
    }
}
