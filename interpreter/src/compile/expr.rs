//! Expressions: values into registers.

use super::emit::{Label, Reg};
use super::fold::Folded;
use super::{Compiler, Res};
use crate::code::{Const, Pos};
use crate::opcode::{BinOp, CmpOp, Instr, Op, YIELD_ASYNC, YIELD_DROP};
use crate::parse::depth::step;
use ruff_python_ast::*;
use ruff_text_size::Ranged;

impl<'a> Compiler<'a> {
    /// The register of a value: a local read in place, or the next temporary.
    pub(super) fn expr(&mut self, e: &'a Expr) -> Res<Reg> {
        match self.read_in_place(e) {
            Some(r) => Ok(r),
            None => self.push_expr(e),
        }
    }

    /// The local variable that an expression is, checked to be bound.
    fn read_in_place(&mut self, e: &'a Expr) -> Option<Reg> {
        let Expr::Name(n) = e else { return None };
        let r = self.fast(&n.id)?;
        let pos = self.pos(n.range);
        self.check_bound(pos, r);
        Some(r)
    }

    /// A value in the next temporary.
    pub(super) fn push_expr(&mut self, e: &'a Expr) -> Res<Reg> {
        let t = self.u.push();
        self.expr_to(e, t)?;
        Ok(t)
    }

    /// As `expr`, but `scratch` (if it is a temporary) is used instead of a new one.
    pub(super) fn operand(&mut self, e: &'a Expr, scratch: Reg) -> Res<Reg> {
        match self.read_in_place(e) {
            Some(r) => Ok(r),
            None if self.u.is_temp(scratch) => {
                self.expr_to(e, scratch)?;
                Ok(scratch)
            }
            None => self.push_expr(e),
        }
    }

    /// Copies a local read in place if evaluating `later` may assign it.
    pub(super) fn hold(&mut self, e: &Expr, r: Reg, later: &[&'a Expr]) -> Reg {
        if self.u.is_temp(r) || !self.may_assign(e, later) {
            return r;
        }
        let pos = self.pos(e.range());
        let t = self.u.push();
        self.u.mov(pos, t, r);
        t
    }

    /// Whether evaluating `later` may assign the variable that `e` reads.
    pub(super) fn may_assign(&self, e: &Expr, later: &[&'a Expr]) -> bool {
        let Expr::Name(n) = e else { return false };
        let walrus = &self.table.get(self.u.scope).walrus;
        !walrus.is_empty()
            && walrus.contains(&self.mangle(&n.id))
            && later.iter().any(|e| assigns(e, n.id.as_str()))
    }

    /// Writes a value to a register. If that is a local, only the last instruction writes it.
    pub(super) fn expr_to(&mut self, e: &'a Expr, dst: Reg) -> Res<()> {
        step(|| self.expr_to_inner(e, dst))
    }

    fn expr_to_inner(&mut self, e: &'a Expr, dst: Reg) -> Res<()> {
        let pos = self.pos(e.range());
        let depth = self.u.top();
        match e {
            Expr::Name(n) => self.load_name_expr(n, pos, dst),
            Expr::BoolOp(b) => self.bool_value(b, dst)?,
            Expr::Named(n) => self.named(n, dst)?,
            Expr::BinOp(_) => self.binary(e, dst)?,
            Expr::UnaryOp(u) => self.unary(u, pos, dst)?,
            Expr::Lambda(l) => self.lambda(l, dst)?,
            Expr::If(i) => self.ternary(i, dst)?,
            Expr::Dict(d) => self.dict(d, dst)?,
            Expr::Set(s) => self.set(s, dst)?,
            Expr::List(l) => self.list(&l.elts, pos, dst)?,
            Expr::Tuple(t) => self.tuple(e, &t.elts, pos, dst)?,
            Expr::ListComp(_) | Expr::SetComp(_) | Expr::DictComp(_) | Expr::Generator(_) => {
                self.comprehension(e, dst)?;
            }
            Expr::Await(a) => self.await_expr(a, pos, dst)?,
            Expr::Yield(y) => self.yield_value(y, pos, dst)?,
            Expr::YieldFrom(y) => self.yield_from(y, pos, dst)?,
            Expr::Compare(c) => self.compare(c, pos, dst)?,
            Expr::Call(c) => self.call(c, dst)?,
            Expr::FString(f) => self.fstring(f, pos, dst)?,
            Expr::TString(t) => self.tstring(t, pos, dst)?,
            Expr::Attribute(a) => self.attribute(a, dst)?,
            Expr::Subscript(s) => self.subscript(s, pos, dst)?,
            Expr::Starred(s) => return self.error(s.range, "can't use starred expression here"),
            Expr::Slice(s) => self.slice(s, pos, dst)?,
            Expr::StringLiteral(_)
            | Expr::BytesLiteral(_)
            | Expr::NumberLiteral(_)
            | Expr::BooleanLiteral(_)
            | Expr::NoneLiteral(_)
            | Expr::EllipsisLiteral(_)
            | Expr::IpyEscapeCommand(_) => {
                let k = self.fold(e).unwrap_or(Const::None);
                self.u.load_const(pos, dst, k);
            }
        }
        self.u.pop_to(depth);
        Ok(())
    }

    fn load_name_expr(&mut self, n: &ExprName, pos: Pos, dst: Reg) {
        if n.id.as_str() == "__debug__" {
            let k = if self.optimize == 0 {
                Const::True
            } else {
                Const::False
            };
            self.u.load_const(pos, dst, k);
        } else {
            self.load_name(pos, &n.id, dst);
        }
    }

    /// A temporary to build in: `dst` itself if it is one.
    pub(super) fn scratch(&mut self, dst: Reg) -> Reg {
        if self.u.is_temp(dst) {
            dst
        } else {
            self.u.push()
        }
    }

    /// Base of a call window: `dst` if it is the topmost temporary, else a new one.
    pub(super) fn window(&mut self, dst: Reg) -> Reg {
        if self.u.is_temp(dst) && u32::from(dst) + 1 == self.u.depth {
            dst
        } else {
            self.u.push()
        }
    }

    // ---- operators

    /// A chain of binary operators, from its leftmost operand on: long chains must not nest.
    fn binary(&mut self, e: &'a Expr, dst: Reg) -> Res<()> {
        let mut spine = Vec::new();
        let mut leftmost = e;
        while let Expr::BinOp(b) = leftmost {
            spine.push(b);
            leftmost = &b.left;
        }
        spine.reverse();
        let mut left = match self.fold(leftmost) {
            Some(k) => Folded::Const(k),
            None => Folded::Expr(leftmost),
        };
        // Constants at the left end of the chain.
        let mut done = 0;
        while let Folded::Const(k) = &left
            && let Some(b) = spine.get(done)
            && let Some(folded) = self
                .fold(&b.right)
                .and_then(|r| super::fold::binary(b.op, k, &r))
        {
            left = Folded::Const(folded);
            done += 1;
        }
        let last = spine.len();
        if done == last {
            if let Folded::Const(k) = left {
                self.u.load_const(self.pos(e.range()), dst, k);
            }
            return Ok(());
        }
        let acc = if last - done > 1 {
            self.scratch(dst)
        } else {
            dst
        };
        let mut current = None;
        for (i, b) in spine.iter().enumerate().skip(done) {
            let out = if i + 1 == last { dst } else { acc };
            let from = match current {
                None => std::mem::replace(&mut left, Folded::Const(Const::None)),
                Some(r) => Folded::Reg(r),
            };
            self.binary_step(b, from, out, acc)?;
            current = Some(out);
        }
        Ok(())
    }

    fn binary_step(&mut self, b: &'a ExprBinOp, left: Folded<'a>, out: Reg, acc: Reg) -> Res<()> {
        let pos = self.pos(b.range);
        let depth = self.u.top();
        let op = bin_op(b.op) as u8;
        if let (Operator::Mod, Folded::Const(Const::Str(text)), Expr::Tuple(t)) =
            (b.op, &left, b.right.as_ref())
            && self.percent_format(text, &t.elts, pos, out)?
        {
            self.u.pop_to(depth);
            return Ok(());
        }
        let l = match left {
            Folded::Reg(r) => r,
            Folded::Expr(e) => {
                let r = self.operand(e, acc)?;
                self.hold(e, r, &[&b.right])
            }
            Folded::Const(k) => {
                let at = self.pos(b.left.range());
                if let Some(index) = self.u.small_constant(&k) {
                    let r = self.operand(&b.right, acc)?;
                    self.u.emit(pos, Op::BinaryKR, op, out, index, r);
                    self.u.pop_to(depth);
                    return Ok(());
                }
                let t = self.scratch(acc);
                self.u.load_const(at, t, k);
                t
            }
        };
        self.binary_with(
            pos,
            op,
            l,
            &b.right,
            out,
            if l == acc { None } else { Some(acc) },
        )?;
        self.u.pop_to(depth);
        Ok(())
    }

    /// `out = l <op> right`.
    pub(super) fn binary_with(
        &mut self,
        pos: Pos,
        op: u8,
        l: Reg,
        right: &'a Expr,
        out: Reg,
        scratch: Option<Reg>,
    ) -> Res<()> {
        if let Some(k) = self.fold(right)
            && let Some(index) = self.u.small_constant(&k)
        {
            self.u.emit(pos, Op::BinaryK, op, out, l, index);
            return Ok(());
        }
        let r = match scratch {
            Some(s) => self.operand(right, s)?,
            None => self.expr(right)?,
        };
        self.u.emit(pos, Op::Binary, op, out, l, r);
        Ok(())
    }

    fn unary(&mut self, u: &'a ExprUnaryOp, pos: Pos, dst: Reg) -> Res<()> {
        if let Some(k) = self.fold_unary(u) {
            self.u.load_const(pos, dst, k);
            return Ok(());
        }
        let op = match u.op {
            UnaryOp::Not => {
                // `not (a in b)` and `not (a is b)` are one operation.
                if let Expr::Compare(c) = u.operand.as_ref()
                    && let [cmp] = c.ops.as_ref()
                    && let Some(negated) = negate_identity(*cmp)
                {
                    let at = self.pos(c.range);
                    return self.compare_pair(at, negated, &c.left, &c.comparators[0], dst);
                }
                Op::Not
            }
            UnaryOp::USub => Op::Neg,
            UnaryOp::UAdd => Op::Pos,
            UnaryOp::Invert => Op::Invert,
        };
        let r = self.operand(&u.operand, dst)?;
        self.u.ab(pos, op, dst, r);
        Ok(())
    }

    /// `and`/`or` as a value.
    fn bool_value(&mut self, b: &'a ExprBoolOp, dst: Reg) -> Res<()> {
        let t = self.scratch(dst);
        let end = self.u.label();
        let Some((last, init)) = b.values.split_last() else {
            return Ok(());
        };
        let keep = if b.op == BoolOp::And {
            Op::JumpIfFalseKeep
        } else {
            Op::JumpIfTrueKeep
        };
        for e in init {
            if let Some(k) = self.fold(e) {
                let stop = super::fold::truth(&k) != (b.op == BoolOp::And);
                if !stop {
                    continue;
                }
                let pos = self.pos(e.range());
                self.u.load_const(pos, t, k);
                self.u.jump(pos, end);
                continue;
            }
            let pos = self.pos(e.range());
            self.expr_to(e, t)?;
            self.u.branch(pos, Instr::new(keep, 0, t, 0, 0), end);
        }
        self.expr_to(last, t)?;
        self.u.bind(end);
        self.u.mov(self.pos(b.range), dst, t);
        Ok(())
    }

    fn ternary(&mut self, i: &'a ExprIf, dst: Reg) -> Res<()> {
        if let Some(k) = self.fold(&i.test) {
            let chosen = if super::fold::truth(&k) {
                &i.body
            } else {
                &i.orelse
            };
            let other = if super::fold::truth(&k) {
                &i.orelse
            } else {
                &i.body
            };
            self.expr_to(chosen, dst)?;
            return self.unreached(|c| c.expr_to(other, dst));
        }
        let (orelse, end) = (self.u.label(), self.u.label());
        let pos = self.pos(i.range);
        self.jump_if(&i.test, false, orelse)?;
        self.expr_to(&i.body, dst)?;
        self.u.jump(pos, end);
        self.u.bind(orelse);
        self.expr_to(&i.orelse, dst)?;
        self.u.bind(end);
        Ok(())
    }

    /// Compiles code that cannot run, for its errors only.
    pub(super) fn unreached(&mut self, work: impl FnOnce(&mut Self) -> Res<()>) -> Res<()> {
        let (reachable, bound) = (self.u.reachable, self.u.bound.clone());
        self.u.reachable = false;
        let done = work(self);
        self.u.reachable = reachable;
        self.u.bound = bound;
        done
    }

    fn named(&mut self, n: &'a ExprNamed, dst: Reg) -> Res<()> {
        let Expr::Name(target) = n.target.as_ref() else {
            return self.error(n.target.range(), "invalid syntax");
        };
        let pos = self.pos(target.range);
        let t = self.scratch(dst);
        self.expr_to(&n.value, t)?;
        let copy = self.u.push();
        match self.fast(&target.id) {
            Some(r) => {
                self.u.copy(pos, r, t);
                self.mark_bound(r);
            }
            None => {
                self.u.copy(pos, copy, t);
                self.store_name(pos, &target.id, copy);
            }
        }
        self.u.mov(pos, dst, t);
        Ok(())
    }

    // ---- comparisons

    fn compare(&mut self, c: &'a ExprCompare, pos: Pos, dst: Reg) -> Res<()> {
        if let ([op], [right]) = (c.ops.as_ref(), c.comparators.as_ref()) {
            return self.compare_pair(pos, *op, &c.left, right, dst);
        }
        let t = self.scratch(dst);
        let (fail, end) = (self.u.label(), self.u.label());
        let carry = self.compare_chain(c, pos, t, fail)?;
        self.u.jump(pos, end);
        self.u.bind(fail);
        self.u.a(pos, Op::Clear, carry);
        self.u.bind(end);
        self.u.mov(pos, dst, t);
        Ok(())
    }

    /// One comparison as a value.
    pub(super) fn compare_pair(
        &mut self,
        pos: Pos,
        op: ruff_python_ast::CmpOp,
        left: &'a Expr,
        right: &'a Expr,
        dst: Reg,
    ) -> Res<()> {
        self.warn_identity(op, left, right);
        let depth = self.u.top();
        let l = self.operand(left, dst)?;
        let l = self.hold(left, l, &[right]);
        self.compare_from(
            pos,
            op,
            l,
            right,
            dst,
            if l == dst { None } else { Some(dst) },
        )?;
        self.u.pop_to(depth);
        Ok(())
    }

    fn compare_from(
        &mut self,
        pos: Pos,
        op: ruff_python_ast::CmpOp,
        l: Reg,
        right: &'a Expr,
        dst: Reg,
        scratch: Option<Reg>,
    ) -> Res<()> {
        if let Some(cmp) = rich(op)
            && let Some(k) = self.fold(right)
            && let Some(index) = self.u.small_constant(&k)
        {
            self.u.emit(pos, Op::CompareK, cmp as u8, dst, l, index);
            return Ok(());
        }
        let r = self.compare_right(op, right, scratch)?;
        self.emit_compare(pos, op, dst, l, r);
        Ok(())
    }

    /// The right operand; a display of constants after `in` is a constant itself.
    pub(super) fn compare_right(
        &mut self,
        op: ruff_python_ast::CmpOp,
        right: &'a Expr,
        scratch: Option<Reg>,
    ) -> Res<Reg> {
        if matches!(
            op,
            ruff_python_ast::CmpOp::In | ruff_python_ast::CmpOp::NotIn
        ) && let Some(k) = self.fold_container(right)
        {
            let t = match scratch {
                Some(s) => self.scratch(s),
                None => self.u.push(),
            };
            self.u.load_const(self.pos(right.range()), t, k);
            return Ok(t);
        }
        match scratch {
            Some(s) => self.operand(right, s),
            None => self.expr(right),
        }
    }

    pub(super) fn emit_compare(
        &mut self,
        pos: Pos,
        op: ruff_python_ast::CmpOp,
        dst: Reg,
        l: Reg,
        r: Reg,
    ) {
        use ruff_python_ast::CmpOp as C;
        match (rich(op), op) {
            (Some(cmp), _) => self.u.emit(pos, Op::Compare, cmp as u8, dst, l, r),
            (None, C::Is | C::IsNot) => {
                self.u
                    .emit(pos, Op::Is, u8::from(op == C::IsNot), dst, l, r)
            }
            (None, _) => self
                .u
                .emit(pos, Op::Contains, u8::from(op == C::NotIn), dst, l, r),
        }
    }

    /// `a < b < c`: the result in temporary `t`; a false link goes to `fail` with its result in `t` and possibly a
    /// live operand in the returned register.
    fn compare_chain(&mut self, c: &'a ExprCompare, pos: Pos, t: Reg, fail: Label) -> Res<Reg> {
        let depth = self.u.top();
        // The value carried from link to link lives in its own register.
        let carry = self.u.push();
        let first = self.operand(&c.left, carry)?;
        let rest: Vec<&Expr> = c.comparators.iter().collect();
        let mut l = self.hold(&c.left, first, &rest);
        let last = c.ops.len().saturating_sub(1);
        let mut before = c.left.as_ref();
        let mut warned = false;
        for (i, (op, right)) in c.ops.iter().zip(&c.comparators).enumerate() {
            warned = warned || self.warn_identity(*op, before, right);
            before = right;
            if i == last {
                self.compare_from(pos, *op, l, right, t, None)?;
                break;
            }
            let r = self.expr(right)?;
            let r = self.hold(right, r, rest.get(i + 1..).unwrap_or(&[]));
            let kept = if self.u.is_temp(r) {
                let copy = self.u.push();
                self.u.copy(pos, copy, r);
                copy
            } else {
                r
            };
            self.emit_compare(pos, *op, t, l, kept);
            if self.u.is_temp(r) {
                self.u.mov(pos, carry, r);
                l = carry;
            } else {
                l = r;
            }
            self.u.pop_to(carry + 1);
            self.u
                .branch(pos, Instr::new(Op::JumpIfFalseKeep, 0, t, 0, 0), fail);
        }
        self.u.pop_to(depth);
        Ok(carry)
    }

    // ---- attributes and items

    fn attribute(&mut self, a: &'a ExprAttribute, dst: Reg) -> Res<()> {
        if let Some((base, zero)) = self.super_window(&a.value, dst)? {
            let pos = self.pos(a.range);
            let name = self.mangle(&a.attr.id);
            self.u.site_flag(
                pos,
                Op::LoadSuperAttr,
                dst,
                base,
                &name,
                if zero { 1 << 23 } else { 0 },
            );
            return Ok(());
        }
        let r = self.operand(&a.value, dst)?;
        let pos = self.attribute_pos(a);
        let name = self.mangle(&a.attr.id);
        self.u.site(pos, Op::LoadAttr, dst, r, &name);
        Ok(())
    }

    /// Where CPython reports an attribute access: on the line of the attribute's name.
    pub(super) fn attribute_pos(&self, a: &ExprAttribute) -> Pos {
        self.pos_from_attribute(self.pos(a.range), a)
    }

    /// `pos`, begun at the attribute's name if that is on another line.
    pub(super) fn pos_from_attribute(&self, mut pos: Pos, a: &ExprAttribute) -> Pos {
        let end = self.pos(a.attr.range);
        if pos.line != end.end_line {
            pos.line = end.end_line;
            pos.col = end.end_col.saturating_sub(end.end_col - end.col);
        }
        pos
    }

    fn subscript(&mut self, s: &'a ExprSubscript, pos: Pos, dst: Reg) -> Res<()> {
        self.warn_subscript(s);
        let o = self.operand(&s.value, dst)?;
        if let Some(k) = self.fold_index(&s.slice)
            && let Some(index) = self.u.small_constant(&k)
        {
            self.u.emit(pos, Op::GetItemK, 0, dst, o, index);
            return Ok(());
        }
        let o = self.hold(&s.value, o, &[&s.slice]);
        let i = if o == dst {
            self.expr(&s.slice)?
        } else {
            self.operand(&s.slice, dst)?
        };
        self.u.emit(pos, Op::GetItem, 0, dst, o, i);
        Ok(())
    }

    fn slice(&mut self, s: &'a ExprSlice, pos: Pos, dst: Reg) -> Res<()> {
        let base = self.window(dst);
        let mut parts = vec![s.lower.as_deref(), s.upper.as_deref()];
        if s.step.is_some() {
            parts.push(s.step.as_deref());
        }
        for (i, part) in parts.iter().enumerate() {
            let t = if i == 0 { base } else { self.u.push() };
            match part {
                Some(e) => self.expr_to(e, t)?,
                None => self.u.load_const(pos, t, Const::None),
            }
        }
        self.u.emit(
            pos,
            Op::BuildSlice,
            0,
            dst,
            base,
            super::emit::reg(parts.len()),
        );
        Ok(())
    }

    // ---- generators

    fn yield_value(&mut self, y: &'a ExprYield, pos: Pos, dst: Reg) -> Res<()> {
        let r = match y.value.as_deref() {
            Some(e) => self.operand(e, dst)?,
            None => {
                let t = self.scratch(dst);
                self.u.load_const(pos, t, Const::None);
                t
            }
        };
        self.emit_yield(pos, Some(dst), r);
        Ok(())
    }

    /// A `yield` whose own value nobody wants.
    pub(super) fn yield_stmt(&mut self, y: &'a ExprYield) -> Res<()> {
        let pos = self.pos(y.range);
        let t = self.u.push();
        let r = match y.value.as_deref() {
            Some(e) => self.operand(e, t)?,
            None => {
                self.u.load_const(pos, t, Const::None);
                t
            }
        };
        self.emit_yield(pos, None, r);
        self.u.pop_to(t);
        Ok(())
    }

    /// The `Yield` of the value in register `r`; what is sent goes to `dst`.
    pub(super) fn emit_yield(&mut self, pos: Pos, dst: Option<Reg>, r: Reg) {
        let kind = if self.table.get(self.u.scope).coroutine {
            YIELD_ASYNC
        } else {
            0
        };
        let drops = if dst.is_none() { YIELD_DROP } else { 0 };
        // A temporary dies with this instruction: if it is the topmost one, it need not be saved.
        let top = self.u.top();
        let live = if self.u.is_temp(r) && r + 1 == top {
            r
        } else {
            top
        };
        self.u
            .emit(pos, Op::Yield, kind | drops, dst.unwrap_or(r), r, live);
    }

    fn yield_from(&mut self, y: &'a ExprYieldFrom, pos: Pos, dst: Reg) -> Res<()> {
        if self.table.get(self.u.scope).coroutine {
            return self.error(y.range, "'yield from' inside async function");
        }
        let iter = self.window(dst);
        let r = self.operand(&y.value, iter)?;
        self.u.ab(pos, Op::GetYieldFromIter, iter, r);
        self.delegate(pos, iter, dst);
        Ok(())
    }
}

/// Our number of a binary operator.
pub(super) fn bin_op(op: Operator) -> BinOp {
    match op {
        Operator::Add => BinOp::Add,
        Operator::Sub => BinOp::Sub,
        Operator::Mult => BinOp::Mul,
        Operator::MatMult => BinOp::MatMul,
        Operator::Div => BinOp::TrueDiv,
        Operator::Mod => BinOp::Mod,
        Operator::Pow => BinOp::Pow,
        Operator::LShift => BinOp::LShift,
        Operator::RShift => BinOp::RShift,
        Operator::BitOr => BinOp::Or,
        Operator::BitXor => BinOp::Xor,
        Operator::BitAnd => BinOp::And,
        Operator::FloorDiv => BinOp::FloorDiv,
    }
}

/// The rich comparison that an operator is, if it is one.
pub(super) fn rich(op: ruff_python_ast::CmpOp) -> Option<CmpOp> {
    use ruff_python_ast::CmpOp as C;
    Some(match op {
        C::Eq => CmpOp::Eq,
        C::NotEq => CmpOp::Ne,
        C::Lt => CmpOp::Lt,
        C::LtE => CmpOp::Le,
        C::Gt => CmpOp::Gt,
        C::GtE => CmpOp::Ge,
        C::Is | C::IsNot | C::In | C::NotIn => return None,
    })
}

fn negate_identity(op: ruff_python_ast::CmpOp) -> Option<ruff_python_ast::CmpOp> {
    use ruff_python_ast::CmpOp as C;
    Some(match op {
        C::Is => C::IsNot,
        C::IsNot => C::Is,
        C::In => C::NotIn,
        C::NotIn => C::In,
        _ => return None,
    })
}

/// Whether evaluating the expression may assign the name by `:=` (in this function, not in inner ones).
fn assigns(e: &Expr, name: &str) -> bool {
    struct Finder<'n> {
        name: &'n str,
        found: bool,
    }
    impl<'v> visitor::Visitor<'v> for Finder<'_> {
        fn visit_expr(&mut self, e: &'v Expr) {
            if self.found {
                return;
            }
            match e {
                Expr::Named(n)
                    if n.target
                        .as_name_expr()
                        .is_some_and(|t| t.id.as_str() == self.name) =>
                {
                    self.found = true;
                }
                Expr::Lambda(_) => {}
                e => step(|| visitor::walk_expr(self, e)),
            }
        }
    }
    let mut finder = Finder { name, found: false };
    visitor::Visitor::visit_expr(&mut finder, e);
    finder.found
}
