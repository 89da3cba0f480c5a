//! Leaving blocks: what `return`, `break` and `continue` run on their way out.

use super::emit::{Block, Label, Nested, Reg};
use super::{Compiler, Res};
use crate::code::{Const, Pos};
use crate::opcode::Op;
use crate::parse::depth::step;
use ruff_python_ast::*;
use ruff_text_size::TextRange;

impl<'a> Compiler<'a> {
    /// Opens a block.
    pub(super) fn push_block(
        &mut self,
        range: TextRange,
        block: Block<'a>,
        outer_handler: u32,
    ) -> Res<()> {
        let weight = |b: &Block| match b {
            Block::Except { .. } => 2,
            Block::FinallyBody | Block::Returning { .. } => 0,
            _ => 1,
        };
        let open: usize = self.u.blocks.iter().map(|n| weight(&n.block)).sum();
        if open + weight(&block) > MAX_BLOCKS {
            return self.error(range, "too many statically nested blocks");
        }
        self.u.blocks.push(Nested {
            block,
            outer_handler,
        });
        Ok(())
    }

    /// Closes the innermost block; the handler outside of it is in force again.
    pub(super) fn pop_block(&mut self) {
        if let Some(n) = self.u.blocks.pop() {
            self.u.handler = n.outer_handler;
        }
    }

    /// Runs the exits of every block from number `keep` on, innermost first, and leaves the handler outside of them in
    /// force for the jump that follows. Gives the handler to restore after that jump; the blocks stay open. `value`: a
    /// temporary that is to be returned.
    fn unwind(&mut self, keep: usize, pos: Pos, value: Option<Reg>) -> Res<u32> {
        let (handler, all) = (self.u.handler, self.u.blocks.clone());
        let mut result = Ok(());
        let mut pos = pos;
        while result.is_ok() && self.u.blocks.len() > keep {
            let Some(top) = self.u.blocks.pop() else {
                break;
            };
            self.u.handler = top.outer_handler;
            let pending = value.map(|value| Nested {
                block: Block::Returning { value },
                outer_handler: top.outer_handler,
            });
            let open = self.u.blocks.len();
            self.u.blocks.extend(pending);
            result = self.leave_block(&top.block, pos);
            if matches!(top.block, Block::FinallyTry(_) | Block::With { .. }) {
                // What follows belongs to the lines of that code.
                pos = Pos::default();
            }
            self.u.blocks.truncate(open);
        }
        self.u.blocks = all;
        result.map(|()| handler)
    }

    fn leave_block(&mut self, block: &Block<'a>, pos: Pos) -> Res<()> {
        match block {
            Block::While { .. } | Block::Try | Block::ExceptStar | Block::FinallyBody => {}
            Block::For { iter: r, .. } | Block::Returning { value: r } => {
                self.u.a(pos, Op::Clear, *r)
            }
            Block::FinallyTry(body) => self.body(body)?,
            Block::FinallyEnd { exc } => self.u.a(pos, Op::PopExcept, *exc),
            Block::With {
                window,
                pos,
                is_async,
            } => self.exit_with(*window, *pos, *is_async),
            Block::Except { exc, name } => {
                self.u.a(pos, Op::PopExcept, *exc);
                if let Some(name) = name {
                    self.forget_exception_name(pos, name);
                }
            }
        }
        Ok(())
    }

    /// `e = None; del e` at the end of `except … as e`.
    pub(super) fn forget_exception_name(&mut self, pos: Pos, name: &ruff_python_ast::name::Name) {
        let name = self.mangle(name);
        if let super::names::Place::Fast(r) = self.place(&name) {
            self.u.a(pos, Op::Clear, r);
            self.u.unbind(r);
            return;
        }
        let t = self.u.push();
        self.u.load_const(pos, t, Const::None);
        self.store_mangled(pos, &name, t);
        self.u.pop_to(t);
        match self.place(&name) {
            super::names::Place::Cell(r) => self.u.a(pos, Op::DelCell, r),
            super::names::Place::Free(i) => self.u.a(pos, Op::DelFree, i),
            super::names::Place::Global => self.u.site(pos, Op::DelGlobal, 0, 0, &name),
            _ => self.u.site(pos, Op::DelName, 0, 0, &name),
        }
    }

    /// Calls `__exit__(None, None, None)` through its window.
    pub(super) fn exit_with(&mut self, window: Reg, pos: Pos, is_async: bool) {
        let depth = self.u.top();
        let at = if depth == window + 2 {
            window
        } else {
            self.u.push_n(2)
        };
        self.u.mov(pos, at, window);
        self.u.mov(pos, at + 1, window + 1);
        for _ in 0..3 {
            let t = self.u.push();
            self.u.load_const(pos, t, Const::None);
        }
        self.u.ab(pos, Op::CallMethod, at, 3);
        if is_async {
            self.u.pop_to(at + 1);
            self.await_in_place(pos, at, 2);
        }
        self.u.a(pos, Op::Clear, at);
        if at != window {
            self.u.a(pos, Op::Clear, window);
            self.u.a(pos, Op::Clear, window + 1);
        }
        self.u.pop_to(depth);
    }

    /// Whether leaving every block runs code of the user.
    fn exits_run_code(&self, keep: usize) -> bool {
        self.u.blocks.iter().skip(keep).any(|n| {
            matches!(
                n.block,
                Block::FinallyTry(_)
                    | Block::With { .. }
                    | Block::Except { .. }
                    | Block::FinallyEnd { .. }
            )
        })
    }

    pub(super) fn return_stmt(&mut self, s: &'a StmtReturn) -> Res<()> {
        let pos = self.pos(s.range);
        if self.kind() != crate::scope::Kind::Function {
            return self.error(s.range, "'return' outside function");
        }
        self.refuse_in_except_star(s.range, true)?;
        let scope = self.table.get(self.u.scope);
        if s.value.is_some() && scope.generator && scope.coroutine {
            return self.error(s.range, "'return' with value in async generator");
        }
        // Of a loop in the body nothing is said, as by CPython.
        if self.in_finally(self.innermost_loop().map_or(0, |l| l.0 + 1)) {
            self.warn(s.range, "'return' in a 'finally' block");
        }
        let cleanup = self.exits_run_code(0);
        let depth = self.u.top();
        let end = if cleanup { Pos::default() } else { pos };
        let constant = match s.value.as_deref() {
            None => Some(Const::None),
            Some(e) => self.fold(e),
        };
        match (constant, s.value.as_deref()) {
            (Some(k), _) => {
                if cleanup {
                    self.u.mark(pos);
                }
                let handler = self.unwind(0, pos, None)?;
                self.u.return_const(end, k);
                self.u.handler = handler;
            }
            (None, Some(e)) if !cleanup => self.return_value(e, pos)?,
            (None, Some(e)) => {
                let r = self.push_expr(e)?;
                let handler = self.unwind(0, pos, Some(r))?;
                self.u.a(end, Op::Return, r);
                self.u.handler = handler;
            }
            (None, None) => {}
        }
        self.u.reachable = false;
        self.u.pop_to(depth);
        Ok(())
    }

    /// Returns the value of `e` where nothing must run on the way out. Each arm of a conditional expression returns.
    fn return_value(&mut self, e: &'a Expr, pos: Pos) -> Res<()> {
        if let Some(k) = self.fold(e) {
            let handler = self.unwind(0, pos, None)?;
            self.u.return_const(pos, k);
            self.u.handler = handler;
        } else if let Expr::If(i) = e {
            let orelse = self.u.label();
            self.jump_if(&i.test, false, orelse)?;
            self.return_arm(&i.body, pos)?;
            self.u.bind(orelse);
            self.return_arm(&i.orelse, pos)?;
        } else {
            let r = self.expr(e)?;
            let handler = self.unwind(0, pos, None)?;
            self.u.a(pos, Op::Return, r);
            self.u.handler = handler;
        }
        Ok(())
    }

    fn return_arm(&mut self, e: &'a Expr, pos: Pos) -> Res<()> {
        let depth = self.u.top();
        step(|| self.return_value(e, pos))?;
        self.u.reachable = false;
        self.u.pop_to(depth);
        Ok(())
    }

    pub(super) fn break_stmt(&mut self, s: &'a StmtBreak) -> Res<()> {
        self.refuse_in_except_star(s.range, false)?;
        let found = self.innermost_loop();
        if self.in_finally(found.map_or(0, |l| l.0 + 1)) {
            self.warn(s.range, "'break' in a 'finally' block");
        }
        let Some((i, exit, _)) = found else {
            return self.error(s.range, "'break' outside loop");
        };
        let pos = self.pos(s.range);
        self.leave_to(i, exit, pos, true)
    }

    pub(super) fn continue_stmt(&mut self, s: &'a StmtContinue) -> Res<()> {
        self.refuse_in_except_star(s.range, false)?;
        let found = self.innermost_loop();
        if self.in_finally(found.map_or(0, |l| l.0 + 1)) {
            self.warn(s.range, "'continue' in a 'finally' block");
        }
        let Some((i, _, next)) = found else {
            return self.error(s.range, "'continue' not properly in loop");
        };
        let pos = self.pos(s.range);
        self.leave_to(i + 1, next, pos, false)
    }

    fn leave_to(&mut self, keep: usize, label: Label, pos: Pos, exit: bool) -> Res<()> {
        let runs_code = self.exits_run_code(keep);
        if runs_code {
            self.u.mark(pos);
        }
        let handler = self.unwind(keep, pos, None)?;
        // After code of other lines the jump belongs to those.
        let pos = if runs_code { Pos::default() } else { pos };
        if exit {
            self.u.jump(pos, label);
        } else {
            self.u.jump_back(pos, label);
        }
        self.u.handler = handler;
        Ok(())
    }

    fn innermost_loop(&self) -> Option<(usize, Label, Label)> {
        self.u
            .blocks
            .iter()
            .enumerate()
            .rev()
            .find_map(|(i, n)| match n.block {
                Block::While { exit, next } | Block::For { exit, next, .. } => {
                    Some((i, exit, next))
                }
                _ => None,
            })
    }

    fn in_finally(&self, from: usize) -> bool {
        self.u
            .blocks
            .iter()
            .skip(from)
            .any(|n| matches!(n.block, Block::FinallyEnd { .. } | Block::FinallyBody))
    }

    fn refuse_in_except_star(&self, range: TextRange, is_return: bool) -> Res<()> {
        let star = self
            .u
            .blocks
            .iter()
            .rposition(|n| matches!(n.block, Block::ExceptStar));
        let inner = self.innermost_loop().map(|(i, _, _)| i);
        let refused = star.is_some_and(|s| is_return || inner.is_none_or(|l| l < s));
        if refused {
            return self.error(
                range,
                "'break', 'continue' and 'return' cannot appear in an except* block",
            );
        }
        Ok(())
    }
}

/// Blocks that a function may nest, as CPython counts them: the body of an `except` clause is two.
const MAX_BLOCKS: usize = 21;
