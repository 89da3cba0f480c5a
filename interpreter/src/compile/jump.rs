//! Conditions: expressions that decide a jump instead of giving a value.

use super::emit::Label;
use super::expr::rich;
use super::{Compiler, Res};
use crate::opcode::{Instr, JUMP_IF_TRUE, Op};
use crate::parse::depth::step;
use ruff_python_ast::*;
use ruff_text_size::Ranged;

impl<'a> Compiler<'a> {
    /// Jumps to the label if the expression's truth is `cond`, else goes on.
    pub(super) fn jump_if(&mut self, e: &'a Expr, cond: bool, label: Label) -> Res<()> {
        step(|| self.jump_if_inner(e, cond, label))
    }

    fn jump_if_inner(&mut self, e: &'a Expr, cond: bool, label: Label) -> Res<()> {
        let pos = self.pos(e.range());
        if let Some(k) = self.fold(e) {
            self.u.mark(pos);
            if super::fold::truth(&k) == cond {
                self.u.jump(pos, label);
            }
            return Ok(());
        }
        match e {
            Expr::UnaryOp(u) if u.op == UnaryOp::Not => self.jump_if(&u.operand, !cond, label),
            Expr::BoolOp(b) => self.jump_bool(b, cond, label),
            Expr::If(i) => {
                let (orelse, end) = (self.u.label(), self.u.label());
                self.jump_if(&i.test, false, orelse)?;
                self.jump_if(&i.body, cond, label)?;
                self.u.jump(pos, end);
                self.u.bind(orelse);
                self.jump_if(&i.orelse, cond, label)?;
                self.u.bind(end);
                Ok(())
            }
            Expr::Compare(c) => self.jump_compare(c, cond, label),
            e => {
                let depth = self.u.top();
                let r = self.expr(e)?;
                let op = if cond {
                    Op::JumpIfTrue
                } else {
                    Op::JumpIfFalse
                };
                self.u.branch(pos, Instr::new(op, 0, r, 0, 0), label);
                self.u.pop_to(depth);
                Ok(())
            }
        }
    }

    fn jump_bool(&mut self, b: &'a ExprBoolOp, cond: bool, label: Label) -> Res<()> {
        let Some((last, init)) = b.values.split_last() else {
            return Ok(());
        };
        // `or` is decided by the first true operand, `and` by the first false one.
        let decides = b.op == BoolOp::Or;
        if decides == cond {
            for e in init {
                self.jump_if(e, cond, label)?;
            }
            return self.jump_if(last, cond, label);
        }
        let end = self.u.label();
        for e in init {
            self.jump_if(e, decides, end)?;
        }
        self.jump_if(last, cond, label)?;
        self.u.bind(end);
        Ok(())
    }

    fn jump_compare(&mut self, c: &'a ExprCompare, cond: bool, label: Label) -> Res<()> {
        let pos = self.pos(c.range);
        let depth = self.u.top();
        let rest: Vec<&Expr> = c.comparators.iter().collect();
        let last = c.ops.len().saturating_sub(1);
        // Carries a middle operand that is no local from one link to the next.
        let carry = if last > 0 { Some(self.u.push()) } else { None };
        let first = match carry {
            Some(t) => self.operand(&c.left, t)?,
            None => self.expr(&c.left)?,
        };
        let mut l = self.hold(&c.left, first, &rest);
        let done = self.u.label();
        let mut before = c.left.as_ref();
        let mut warned = false;
        for (i, (op, right)) in c.ops.iter().zip(&c.comparators).enumerate() {
            warned = warned || self.warn_identity(*op, before, right);
            before = right;
            if i == last {
                self.jump_pair(pos, *op, l, right, cond, label)?;
                break;
            }
            let carry = carry.unwrap_or(depth);
            let fail = if cond { done } else { label };
            let r = self.expr(right)?;
            let r = self.hold(right, r, rest.get(i + 1..).unwrap_or(&[]));
            if !self.u.is_temp(r) {
                self.jump_registers(pos, *op, l, r, false, fail);
                l = r;
                self.u.pop_to(carry + 1);
                continue;
            }
            let copy = self.u.push();
            self.u.copy(pos, copy, r);
            let on = self.u.label();
            self.jump_registers(pos, *op, l, copy, true, on);
            self.u.a(pos, Op::Clear, r);
            self.u.jump(pos, fail);
            self.u.bind(on);
            self.u.mov(pos, carry, r);
            l = carry;
            self.u.pop_to(carry + 1);
        }
        self.u.bind(done);
        self.u.pop_to(depth);
        Ok(())
    }

    /// Jumps if `l <op> right` is `cond`.
    fn jump_pair(
        &mut self,
        pos: crate::code::Pos,
        op: ruff_python_ast::CmpOp,
        l: super::emit::Reg,
        right: &'a Expr,
        cond: bool,
        label: Label,
    ) -> Res<()> {
        use ruff_python_ast::CmpOp as C;
        if matches!(op, C::Is | C::IsNot) && right.is_none_literal_expr() {
            let op = if (op == C::Is) == cond {
                Op::JumpIfNone
            } else {
                Op::JumpIfNotNone
            };
            self.u.branch(pos, Instr::new(op, 0, l, 0, 0), label);
            return Ok(());
        }
        if let Some(cmp) = rich(op)
            && let Some(k) = self.fold(right)
            && let Some(index) = self.u.small_constant(&k)
        {
            let x = cmp as u8 | if cond { JUMP_IF_TRUE } else { 0 };
            self.u
                .branch(pos, Instr::new(Op::CompareJumpK, x, l, index, 0), label);
            return Ok(());
        }
        let r = self.compare_right(op, right, None)?;
        self.jump_registers(pos, op, l, r, cond, label);
        Ok(())
    }

    fn jump_registers(
        &mut self,
        pos: crate::code::Pos,
        op: ruff_python_ast::CmpOp,
        l: super::emit::Reg,
        r: super::emit::Reg,
        cond: bool,
        label: Label,
    ) {
        if let Some(cmp) = rich(op) {
            let x = cmp as u8 | if cond { JUMP_IF_TRUE } else { 0 };
            self.u
                .branch(pos, Instr::new(Op::CompareJump, x, l, r, 0), label);
            return;
        }
        let t = self.u.push();
        self.emit_compare(pos, op, t, l, r);
        let op = if cond {
            Op::JumpIfTrue
        } else {
            Op::JumpIfFalse
        };
        self.u.branch(pos, Instr::new(op, 0, t, 0, 0), label);
        self.u.pop_to(t);
    }
}
