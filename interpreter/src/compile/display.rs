//! List, tuple, set and dict displays.

use super::emit::{Reg, reg};
use super::{Compiler, Res};
use crate::code::{Const, Pos};
use crate::opcode::Op;
use ruff_python_ast::*;
use std::sync::Arc;

/// Longest run of elements that is evaluated into registers at once.
const CHUNK: usize = 64;

/// A container that grows: its constructor and the operations that add to it.
#[derive(Clone, Copy)]
struct Growing {
    build: Op,
    add: Op,
    extend: Op,
}

const LIST: Growing = Growing {
    build: Op::BuildList,
    add: Op::ListAppend,
    extend: Op::ListExtend,
};
const SET: Growing = Growing {
    build: Op::BuildSet,
    add: Op::SetAdd,
    extend: Op::SetUpdate,
};

impl<'a> Compiler<'a> {
    /// `[…]`.
    pub(super) fn list(&mut self, elts: &'a [Expr], pos: Pos, dst: Reg) -> Res<()> {
        if elts.len() >= 3
            && let Some(items) = self.fold_all(elts)
        {
            return self.grow_from(LIST, Const::Tuple(items.into()), pos, dst);
        }
        self.grow(LIST, elts, pos, dst)
    }

    /// `{…}` with elements.
    pub(super) fn set(&mut self, s: &'a ExprSet, dst: Reg) -> Res<()> {
        let pos = self.pos(s.range);
        if s.elts.len() >= 3
            && let Some(items) = self.fold_all(&s.elts)
        {
            return self.grow_from(
                SET,
                Const::FrozenSet(super::fold::unique(items).into()),
                pos,
                dst,
            );
        }
        self.grow(SET, &s.elts, pos, dst)
    }

    /// `(…)`.
    pub(super) fn tuple(&mut self, e: &'a Expr, elts: &'a [Expr], pos: Pos, dst: Reg) -> Res<()> {
        if let Some(k) = self.fold(e) {
            self.u.load_const(pos, dst, k);
            return Ok(());
        }
        self.tuple_of(elts, pos, dst)
    }

    /// A tuple of the elements, starred ones unpacked.
    pub(super) fn tuple_of(&mut self, elts: &'a [Expr], pos: Pos, dst: Reg) -> Res<()> {
        if elts.len() <= CHUNK && !elts.iter().any(Expr::is_starred_expr) {
            return self.build(Op::BuildTuple, elts, pos, dst);
        }
        let t = self.scratch(dst);
        self.grow(LIST, elts, pos, t)?;
        self.u.ab(pos, Op::ListToTuple, dst, t);
        Ok(())
    }

    fn grow_from(&mut self, kind: Growing, items: Const, pos: Pos, dst: Reg) -> Res<()> {
        let t = self.scratch(dst);
        self.u.emit(pos, kind.build, 0, t, t, 0);
        let k = self.u.push();
        self.u.load_const(pos, k, items);
        self.u.ab(pos, kind.extend, t, k);
        self.u.mov(pos, dst, t);
        Ok(())
    }

    /// Elements into consecutive temporaries, then one instruction.
    fn build(&mut self, op: Op, elts: &'a [Expr], pos: Pos, dst: Reg) -> Res<()> {
        let base = if elts.is_empty() {
            self.u.top()
        } else {
            self.window(dst)
        };
        for (i, e) in elts.iter().enumerate() {
            let t = if i == 0 { base } else { self.u.push() };
            self.expr_to(e, t)?;
        }
        self.u.emit(pos, op, 0, dst, base, reg(elts.len()));
        Ok(())
    }

    fn grow(&mut self, kind: Growing, elts: &'a [Expr], pos: Pos, dst: Reg) -> Res<()> {
        if elts.len() <= CHUNK && !elts.iter().any(Expr::is_starred_expr) {
            return self.build(kind.build, elts, pos, dst);
        }
        let t = self.window(dst);
        let plain = elts
            .iter()
            .take(CHUNK)
            .take_while(|e| !e.is_starred_expr())
            .count();
        let (head, tail) = elts.split_at(plain);
        self.build(kind.build, head, pos, t)?;
        self.u.pop_to(t + 1);
        for e in tail {
            let depth = self.u.top();
            let (value, op) = match e {
                Expr::Starred(s) => (s.value.as_ref(), kind.extend),
                e => (e, kind.add),
            };
            let item = self.expr(value)?;
            self.u.ab(pos, op, t, item);
            self.u.pop_to(depth);
        }
        self.u.mov(pos, dst, t);
        Ok(())
    }

    /// `{k: v, **m}`.
    pub(super) fn dict(&mut self, d: &'a ExprDict, dst: Reg) -> Res<()> {
        let pos = self.pos(d.range);
        let t = self.window(dst);
        let mut run: Vec<(&'a Expr, &'a Expr)> = Vec::new();
        let mut started = false;
        for item in &d.items {
            match &item.key {
                Some(key) => {
                    run.push((key, &item.value));
                    if run.len() * 2 >= CHUNK {
                        self.pairs(&mut run, &mut started, pos, t)?;
                    }
                }
                None => {
                    self.pairs(&mut run, &mut started, pos, t)?;
                    self.start_dict(&mut started, pos, t);
                    let depth = self.u.top();
                    let m = self.expr(&item.value)?;
                    self.u.ab(pos, Op::DictUpdate, t, m);
                    self.u.pop_to(depth);
                }
            }
        }
        self.pairs(&mut run, &mut started, pos, t)?;
        self.start_dict(&mut started, pos, t);
        self.u.mov(pos, dst, t);
        Ok(())
    }

    fn start_dict(&mut self, started: &mut bool, pos: Pos, t: Reg) {
        if !std::mem::replace(started, true) {
            self.u.emit(pos, Op::BuildMap, 0, t, t, 0);
        }
    }

    /// Puts a run of pairs into the dict in `t`, which the first run builds.
    fn pairs(
        &mut self,
        run: &mut Vec<(&'a Expr, &'a Expr)>,
        started: &mut bool,
        pos: Pos,
        t: Reg,
    ) -> Res<()> {
        if run.is_empty() {
            return Ok(());
        }
        let depth = self.u.top();
        let first = !std::mem::replace(started, true);
        if first {
            for (i, (k, v)) in run.iter().enumerate() {
                let at = if i == 0 { t } else { self.u.push() };
                self.expr_to(k, at)?;
                let at = self.u.push();
                self.expr_to(v, at)?;
            }
            self.u.emit(pos, Op::BuildMap, 0, t, t, reg(run.len()));
        } else {
            for (k, v) in run.iter() {
                let key = self.expr(k)?;
                let key = self.hold(k, key, &[v]);
                let value = self.expr(v)?;
                self.u.emit(pos, Op::MapAdd, 0, t, key, value);
                self.u.pop_to(depth);
            }
        }
        self.u.pop_to(depth);
        run.clear();
        Ok(())
    }

    /// A constant tuple of names.
    pub(super) fn names_const(names: impl IntoIterator<Item = String>) -> Const {
        let items: Vec<Const> = names
            .into_iter()
            .map(|n| Const::Str(Arc::from(n.as_bytes())))
            .collect();
        Const::Tuple(items.into())
    }
}
