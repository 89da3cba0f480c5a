//! What suspends a frame: `await` and its relatives. All of them end in one loop that passes values between the
//! innermost awaitable and whoever drives the frame.

use super::emit::{Block, Label, Reg};
use super::{Compiler, Res};
use crate::code::{Const, Pos};
use crate::opcode::{Instr, Op, YIELD_FROM};
use ruff_python_ast::*;
use ruff_text_size::Ranged;

/// Where an `async for` goes at its end, and the handler to restore behind it.
pub(super) struct AsyncEnd {
    target: Label,
    outer: u32,
}

impl<'a> Compiler<'a> {
    /// Passes values between the iterator in the topmost temporary `iter` and the driver of this frame; its return
    /// value goes to `dst`.
    pub(super) fn delegate(&mut self, pos: Pos, iter: Reg, dst: Reg) {
        let value = self.u.push();
        self.u.load_const(pos, value, Const::None);
        let again = self.u.bind_head();
        let end = self.u.label();
        self.u
            .branch(pos, Instr::new(Op::Send, 0, value, iter, 0), end);
        self.u.emit(pos, Op::Yield, YIELD_FROM, value, value, iter);
        self.u.jump_back(pos, again);
        self.u.bind(end);
        self.u.a(pos, Op::Clear, iter);
        self.u.mov(pos, dst, value);
        self.u.pop_to(value);
    }

    pub(super) fn await_expr(&mut self, a: &'a ExprAwait, pos: Pos, dst: Reg) -> Res<()> {
        let iter = self.window(dst);
        let r = self.operand(&a.value, iter)?;
        self.u.ab(pos, Op::GetAwaitable, iter, r);
        self.u.pop_to(iter + 1);
        self.delegate(pos, iter, dst);
        Ok(())
    }

    /// Replaces the awaitable in the topmost temporary by its result. `context`: field x of `GetAwaitable`.
    pub(super) fn await_in_place(&mut self, pos: Pos, r: Reg, context: u8) {
        self.u.emit(pos, Op::GetAwaitable, context, r, r, 0);
        self.delegate(pos, r, r);
    }

    /// Awaits the next item of the asynchronous iterator `iter` into the topmost temporary `item`. A StopAsyncIteration
    /// goes to `end_async_for`, which must follow.
    pub(super) fn await_next(&mut self, pos: Pos, iter: Reg, item: Reg) -> AsyncEnd {
        let (target, outer) = self.u.protect(item);
        self.u.ab(pos, Op::GetAnext, item, iter);
        self.delegate(pos, item, item);
        self.u.handler = outer;
        AsyncEnd { target, outer }
    }

    /// The end of an asynchronous loop: both registers are released.
    pub(super) fn end_async_for(&mut self, pos: Pos, end: AsyncEnd, iter: Reg, item: Reg) {
        self.u.handler = end.outer;
        self.u.bind(end.target);
        self.u.ab(pos, Op::EndAsyncFor, iter, item);
    }

    pub(super) fn async_for(&mut self, s: &'a StmtFor) -> Res<()> {
        let pos = self.pos(s.iter.range());
        let target_pos = self.pos(s.target.range());
        let iter = self.u.push();
        let r = self.operand(&s.iter, iter)?;
        self.u.ab(pos, Op::GetAiter, iter, r);
        self.u.pop_to(iter + 1);
        let exit = self.u.label();
        let head = self.u.bind_head();
        let handler = self.u.handler;
        let block = Block::For {
            exit,
            next: head,
            iter,
        };
        self.push_block(s.range, block, handler)?;
        let item = self.u.push();
        let end = self.await_next(pos, iter, item);
        self.store(&s.target, item)?;
        self.u.pop_to(item);
        self.loop_body(&s.body, target_pos, head)?;
        self.end_async_for(pos, end, iter, item);
        self.u.pop_to(iter);
        self.body(&s.orelse)?;
        self.u.bind(exit);
        Ok(())
    }
}
