//! Assignment: targets of every kind, unpacking, augmented and annotated assignment, `del`.

use super::emit::{Reg, reg};
use super::{Compiler, Res};
use crate::code::{Const, Pos};
use crate::opcode::{INPLACE, Op};
use ruff_python_ast::*;
use ruff_text_size::Ranged;

/// Longest tuple display that is assigned element by element.
const MAX_PARALLEL: usize = 8;

impl<'a> Compiler<'a> {
    pub(super) fn assign(&mut self, s: &'a StmtAssign) -> Res<()> {
        if let [target] = s.targets.as_slice() {
            return self.assign_one(target, &s.value);
        }
        let depth = self.u.top();
        let value = self.expr(&s.value)?;
        let Some((last, init)) = s.targets.split_last() else {
            return Ok(());
        };
        for target in init {
            let pos = self.pos(target.range());
            match self.fast_target(target) {
                Some(r) => {
                    self.u.copy(pos, r, value);
                    self.mark_bound(r);
                }
                None => {
                    let copy = self.u.push();
                    self.u.copy(pos, copy, value);
                    self.store(target, copy)?;
                    self.u.pop_to(copy);
                }
            }
        }
        self.store(last, value)?;
        self.u.pop_to(depth);
        Ok(())
    }

    /// The register of a target that is a local variable.
    fn fast_target(&self, target: &Expr) -> Option<Reg> {
        match target {
            Expr::Name(n) => self.fast(&n.id),
            _ => None,
        }
    }

    fn assign_one(&mut self, target: &'a Expr, value: &'a Expr) -> Res<()> {
        let depth = self.u.top();
        if let Some(r) = self.fast_target(target) {
            self.expr_to(value, r)?;
            self.mark_bound(r);
            self.u.pop_to(depth);
            return Ok(());
        }
        if let (Some(targets), Expr::Tuple(t)) = (sequence(target), value)
            && self.parallel(targets, &t.elts)?
        {
            return Ok(());
        }
        let r = self.expr(value)?;
        self.store(target, r)?;
        self.u.pop_to(depth);
        Ok(())
    }

    /// `a, b = x, y` without building a tuple. False if the form does not allow it.
    fn parallel(&mut self, targets: &'a [Expr], values: &'a [Expr]) -> Res<bool> {
        let starred = targets.iter().chain(values).any(Expr::is_starred_expr);
        if targets.len() != values.len()
            || targets.len() > MAX_PARALLEL
            || targets.is_empty()
            || starred
        {
            return Ok(false);
        }
        enum Value {
            Const(Const, Pos),
            Reg(Reg),
        }
        let depth = self.u.top();
        let mut ready = Vec::with_capacity(values.len());
        for (i, v) in values.iter().enumerate() {
            if let Some(k) = self.fold(v) {
                ready.push(Value::Const(k, self.pos(v.range())));
                continue;
            }
            let r = self.expr(v)?;
            let pos = self.pos(v.range());
            // A local that an earlier target overwrites, or that a later value assigns, is saved first.
            let overwritten = targets
                .iter()
                .take(i)
                .any(|t| !is_place_only(t) || self.fast_target(t) == Some(r));
            let later: Vec<&Expr> = values.iter().skip(i + 1).collect();
            if !self.u.is_temp(r) && (overwritten || self.may_assign(v, &later)) {
                let t = self.u.push();
                self.u.mov(pos, t, r);
                ready.push(Value::Reg(t));
            } else {
                ready.push(Value::Reg(r));
            }
        }
        for (target, value) in targets.iter().zip(ready) {
            let pos = self.pos(target.range());
            match (value, self.fast_target(target)) {
                (Value::Const(k, at), Some(r)) => {
                    self.u.load_const(at, r, k);
                    self.mark_bound(r);
                }
                (Value::Const(k, at), None) => {
                    let t = self.u.push();
                    self.u.load_const(at, t, k);
                    self.store(target, t)?;
                    self.u.pop_to(t);
                }
                (Value::Reg(src), Some(r)) => {
                    self.u.mov(pos, r, src);
                    self.mark_bound(r);
                }
                (Value::Reg(src), None) => self.store(target, src)?,
            }
        }
        self.u.pop_to(depth);
        Ok(true)
    }

    /// Stores a register to a target; a temporary is consumed.
    pub(super) fn store(&mut self, target: &'a Expr, src: Reg) -> Res<()> {
        let depth = self.u.top();
        let pos = self.pos(target.range());
        match target {
            Expr::Name(n) => self.store_name(pos, &n.id, src),
            Expr::Attribute(a) => {
                self.note_static_attribute(a);
                let o = self.expr(&a.value)?;
                let name = self.mangle(&a.attr.id);
                self.u
                    .site(self.attribute_pos(a), Op::StoreAttr, o, src, &name);
            }
            Expr::Subscript(s) => {
                let o = self.expr(&s.value)?;
                let o = self.hold(&s.value, o, &[&s.slice]);
                let i = self.index(&s.slice)?;
                self.u.emit(pos, Op::SetItem, 0, o, i, src);
            }
            Expr::Tuple(t) => self.unpack(&t.elts, pos, src)?,
            Expr::List(l) => self.unpack(&l.elts, pos, src)?,
            Expr::Starred(s) => {
                return self.error(
                    s.range,
                    "starred assignment target must be in a list or tuple",
                );
            }
            other => return self.error(other.range(), "cannot assign to expression"),
        }
        self.u.pop_to(depth);
        Ok(())
    }

    /// The register of a subscript's index.
    pub(super) fn index(&mut self, e: &'a Expr) -> Res<Reg> {
        match self.fold_index(e) {
            Some(k) => {
                let t = self.u.push();
                self.u.load_const(self.pos(e.range()), t, k);
                Ok(t)
            }
            None => self.expr(e),
        }
    }

    /// Notes `self.x = …` for the class's `__static_attributes__`.
    fn note_static_attribute(&mut self, a: &ExprAttribute) {
        if a.value
            .as_name_expr()
            .is_none_or(|n| n.id.as_str() != "self")
        {
            return;
        }
        let name = &a.attr.id;
        let class = self
            .outer
            .iter()
            .rposition(|u| self.table.get(u.scope).kind == crate::scope::Kind::Class);
        if let Some(class) = class.and_then(|i| self.outer.get_mut(i))
            && !class
                .static_attributes
                .iter()
                .any(|n| n.as_str() == name.as_str())
        {
            class.static_attributes.push(name.to_string());
        }
    }

    fn unpack(&mut self, targets: &'a [Expr], pos: Pos, src: Reg) -> Res<()> {
        let star = targets.iter().position(Expr::is_starred_expr);
        if let Some(star) = star {
            if targets.iter().skip(star + 1).any(Expr::is_starred_expr) {
                return self.error_at(pos, "multiple starred expressions in assignment");
            }
            let after = targets.len() - star - 1;
            if star > 255 || after > 0xffff {
                return self.error_at(pos, "too many expressions in star-unpacking assignment");
            }
            let base = self.u.push_n(targets.len());
            let counts = star | (after & 0xff) << 8;
            self.u.emit(
                pos,
                Op::UnpackEx,
                (after >> 8) as u8,
                base,
                src,
                reg(counts),
            );
            return self.store_unpacked(targets, base);
        }
        if let Some(first) = self.consecutive_locals(targets) {
            self.u
                .emit(pos, Op::UnpackSeq, 0, first, src, reg(targets.len()));
            for i in 0..targets.len() {
                self.mark_bound(first + reg(i));
            }
            return Ok(());
        }
        let base = self.u.push_n(targets.len());
        self.u
            .emit(pos, Op::UnpackSeq, 0, base, src, reg(targets.len()));
        self.store_unpacked(targets, base)
    }

    fn store_unpacked(&mut self, targets: &'a [Expr], base: Reg) -> Res<()> {
        for (i, t) in targets.iter().enumerate() {
            let t = if let Expr::Starred(s) = t {
                &s.value
            } else {
                t
            };
            self.store(t, base + reg(i))?;
        }
        Ok(())
    }

    /// The first register if the targets are local variables in consecutive registers.
    fn consecutive_locals(&self, targets: &[Expr]) -> Option<Reg> {
        let first = self.fast_target(targets.first()?)?;
        let consecutive = targets
            .iter()
            .enumerate()
            .all(|(i, t)| self.fast_target(t) == first.checked_add(reg(i)));
        consecutive.then_some(first)
    }

    pub(super) fn error_at<T>(&self, pos: Pos, msg: &str) -> Res<T> {
        let (start, end) = ((pos.line, pos.col), (pos.end_line, pos.end_col));
        Err(self.src.error_between(start, end, msg))
    }

    // ---- augmented assignment

    pub(super) fn aug_assign(&mut self, s: &'a StmtAugAssign) -> Res<()> {
        let pos = self.pos(s.range);
        let target = self.pos(s.target.range());
        let op = super::expr::bin_op(s.op) as u8 | INPLACE;
        let depth = self.u.top();
        match s.target.as_ref() {
            Expr::Name(n) => match self.fast(&n.id) {
                Some(r) => {
                    self.check_bound(target, r);
                    let l = self.hold(&s.target, r, &[&s.value]);
                    self.binary_with(pos, op, l, &s.value, r, None)?;
                    self.mark_bound(r);
                }
                None => {
                    let t = self.u.push();
                    self.load_name(target, &n.id, t);
                    self.binary_with(pos, op, t, &s.value, t, None)?;
                    self.store_name(target, &n.id, t);
                }
            },
            Expr::Attribute(a) => {
                let o = self.expr(&a.value)?;
                let o = self.hold(&a.value, o, &[&s.value]);
                let t = self.u.push();
                let name = self.mangle(&a.attr.id);
                let at = self.attribute_pos(a);
                let source = self.kept_copy(target, o, t);
                self.u.site(at, Op::LoadAttr, t, source, &name);
                self.binary_with(pos, op, t, &s.value, t, None)?;
                self.u.site(at, Op::StoreAttr, o, t, &name);
            }
            Expr::Subscript(sub) => {
                let o = self.expr(&sub.value)?;
                let o = self.hold(&sub.value, o, &[&sub.slice, &s.value]);
                if let Some(k) = self.fold_index(&sub.slice)
                    && let Some(index) = self.u.small_constant(&k)
                {
                    let t = self.u.push();
                    let source = self.kept_copy(target, o, t);
                    self.u.emit(target, Op::GetItemK, 0, t, source, index);
                    self.binary_with(pos, op, t, &s.value, t, None)?;
                    let i = self.u.push();
                    self.u.load_const(target, i, k);
                    self.u.emit(target, Op::SetItem, 0, o, i, t);
                    self.u.pop_to(depth);
                    return Ok(());
                }
                let i = self.index(&sub.slice)?;
                let i = self.hold(&sub.slice, i, &[&s.value]);
                let t = self.u.push_n(2);
                let source = self.kept_copy(target, o, t);
                let index = self.kept_copy(target, i, t + 1);
                self.u.emit(target, Op::GetItem, 0, t, source, index);
                self.u.pop_to(t + 1);
                self.binary_with(pos, op, t, &s.value, t, None)?;
                self.u.emit(target, Op::SetItem, 0, o, i, t);
            }
            other => {
                return self.error(other.range(), "illegal expression for augmented assignment");
            }
        }
        self.u.pop_to(depth);
        Ok(())
    }

    /// A register to read the value of `r` from without losing it: `r` itself if it is a local.
    fn kept_copy(&mut self, pos: Pos, r: Reg, to: Reg) -> Reg {
        if !self.u.is_temp(r) {
            return r;
        }
        self.u.copy(pos, to, r);
        to
    }

    // ---- annotated assignment

    pub(super) fn ann_assign(&mut self, s: &'a StmtAnnAssign) -> Res<()> {
        if let Some(value) = s.value.as_deref() {
            self.assign_one(&s.target, value)?;
        }
        let in_function = self.table.get(self.u.scope).function_like();
        let depth = self.u.top();
        match s.target.as_ref() {
            Expr::Name(_) if s.simple && !in_function => {
                self.variable_annotation(s)?;
            }
            Expr::Attribute(a) if s.value.is_none() => {
                let r = self.expr(&a.value)?;
                self.discard(r);
            }
            Expr::Subscript(sub) if s.value.is_none() => {
                let r = self.expr(&sub.value)?;
                self.discard(r);
                self.u.pop_to(depth);
                let r = self.expr(&sub.slice)?;
                self.discard(r);
            }
            _ => {}
        }
        self.u.pop_to(depth);
        Ok(())
    }

    /// Drops a value that nobody uses.
    pub(super) fn discard(&mut self, r: Reg) {
        if self.u.is_temp(r) {
            let pos = self.u.proto.positions.last().copied().unwrap_or_default();
            self.u.a(pos, Op::Clear, r);
        }
    }

    // ---- del

    pub(super) fn delete(&mut self, target: &'a Expr) -> Res<()> {
        let depth = self.u.top();
        let pos = self.pos(target.range());
        match target {
            Expr::Name(n) => self.delete_name(pos, &n.id)?,
            Expr::Attribute(a) => {
                let o = self.expr(&a.value)?;
                let name = self.mangle(&a.attr.id);
                self.u.site(self.attribute_pos(a), Op::DelAttr, o, 0, &name);
            }
            Expr::Subscript(s) => {
                let o = self.expr(&s.value)?;
                let o = self.hold(&s.value, o, &[&s.slice]);
                let i = self.index(&s.slice)?;
                self.u.ab(pos, Op::DelItem, o, i);
            }
            Expr::Tuple(t) => t.elts.iter().try_for_each(|e| self.delete(e))?,
            Expr::List(l) => l.elts.iter().try_for_each(|e| self.delete(e))?,
            other => return self.error(other.range(), "cannot delete expression"),
        }
        self.u.pop_to(depth);
        Ok(())
    }
}

/// The elements of a tuple or list target.
fn sequence(target: &Expr) -> Option<&[Expr]> {
    match target {
        Expr::Tuple(t) => Some(&t.elts),
        Expr::List(l) => Some(&l.elts),
        _ => None,
    }
}

/// Whether storing to the target assigns no local besides the target itself.
fn is_place_only(target: &Expr) -> bool {
    matches!(
        target,
        Expr::Name(_) | Expr::Attribute(_) | Expr::Subscript(_)
    )
}
