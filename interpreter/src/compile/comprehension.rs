//! Comprehensions. Lists, sets and dicts are built in place by loops over hidden variables; generator expressions
//! (and comprehensions in annotation scopes of classes) are functions whose argument is the first iterator.

use super::emit::{Label, Reg};
use super::{Compiler, Res};
use crate::code::Pos;
use crate::opcode::Op;
use crate::scope::{CompKind, Role};
use ruff_python_ast::*;
use ruff_text_size::Ranged;

/// The parts of any comprehension.
struct Parts<'a> {
    kind: CompKind,
    generators: &'a [ruff_python_ast::Comprehension],
    key: Option<&'a Expr>,
    value: &'a Expr,
    pos: Pos,
}

impl<'a> Compiler<'a> {
    pub(super) fn comprehension(&mut self, e: &'a Expr, dst: Reg) -> Res<()> {
        let range = match (self.call_parens.take(), e) {
            (Some(parens), Expr::Generator(g)) if !g.parenthesized => parens,
            _ => e.range(),
        };
        let pos = self.pos(range);
        let (scope, name, parts) = match e {
            Expr::ListComp(c) => (
                self.scope_of(c, Role::Body, range)?,
                "<listcomp>",
                Parts {
                    kind: CompKind::List,
                    generators: &c.generators,
                    key: None,
                    value: &c.elt,
                    pos,
                },
            ),
            Expr::SetComp(c) => (
                self.scope_of(c, Role::Body, range)?,
                "<setcomp>",
                Parts {
                    kind: CompKind::Set,
                    generators: &c.generators,
                    key: None,
                    value: &c.elt,
                    pos,
                },
            ),
            Expr::DictComp(c) => (
                self.scope_of(c, Role::Body, range)?,
                "<dictcomp>",
                Parts {
                    kind: CompKind::Dict,
                    generators: &c.generators,
                    key: c.key.as_deref(),
                    value: &c.value,
                    pos,
                },
            ),
            Expr::Generator(c) => (
                self.scope_of(c, Role::Body, range)?,
                "<genexpr>",
                Parts {
                    kind: CompKind::Generator,
                    generators: &c.generators,
                    key: None,
                    value: &c.elt,
                    pos,
                },
            ),
            other => return self.error(other.range(), "invalid syntax"),
        };
        let Some(first) = parts.generators.first() else {
            return self.error(range, "invalid syntax");
        };
        if self.table.get(scope).inlined {
            return self.inlined(scope, &parts, first, dst);
        }
        let callee = self.window(dst);
        let iter = self.u.push();
        let at = self.pos(first.iter.range());
        self.comp_iterator(first, at, iter)?;
        let window = self.function_window();
        self.enter(scope, name, pos.line)?;
        self.u.proto.argcount = 1;
        self.function_body(pos, |c| c.comprehension_code(&parts))?;
        let code = self.leave()?;
        self.make_function(pos, code, window, 0, callee);
        self.u.pop_to(iter + 1);
        self.u.ab(pos, Op::Call, callee, 1);
        self.u.mov(pos, dst, callee);
        Ok(())
    }

    /// `iter` = the iterator of one `for` clause.
    fn comp_iterator(
        &mut self,
        g: &'a ruff_python_ast::Comprehension,
        at: Pos,
        iter: Reg,
    ) -> Res<()> {
        if g.is_async {
            let r = self.operand(&g.iter, iter)?;
            self.u.ab(at, Op::GetAiter, iter, r);
        } else {
            let r = self.iterable(&g.iter, iter)?;
            self.u.ab(at, Op::GetIter, iter, r);
        }
        self.u.pop_to(iter + 1);
        Ok(())
    }

    /// The body of a comprehension's function.
    fn comprehension_code(&mut self, parts: &Parts<'a>) -> Res<()> {
        if parts.kind == CompKind::Generator {
            return self.loops(parts, None);
        }
        let t = self.u.push();
        self.start_container(parts, t, None);
        self.loops(parts, Some(t))?;
        self.u.a(parts.pos, Op::Return, t);
        self.u.reachable = false;
        Ok(())
    }

    /// The empty result. A list that gets one item for each of its only iterator has room for all from the start.
    fn start_container(&mut self, parts: &Parts<'a>, t: Reg, iter: Option<Reg>) {
        if let (CompKind::List, [only], Some(iter)) = (parts.kind, parts.generators, iter)
            && only.ifs.is_empty()
            && !only.is_async
        {
            self.u.emit(parts.pos, Op::BuildList, 1, t, iter, 0);
            return;
        }
        let op = match parts.kind {
            CompKind::List => Op::BuildList,
            CompKind::Set => Op::BuildSet,
            _ => Op::BuildMap,
        };
        self.u.emit(parts.pos, op, 0, t, t, 0);
    }

    fn inlined(
        &mut self,
        scope: crate::scope::ScopeId,
        parts: &Parts<'a>,
        first: &'a ruff_python_ast::Comprehension,
        dst: Reg,
    ) -> Res<()> {
        let result = self.window(dst);
        let iter = self.u.push();
        let at = self.pos(first.iter.range());
        self.comp_iterator(first, at, iter)?;
        self.start_container(parts, result, Some(iter));
        // An exception that this frame handles must not leave the hidden variables behind.
        let guard = (self.u.handler != 0).then(|| self.u.protect(result));
        self.enter_inlined(scope, parts.pos);
        self.loops(parts, Some(result))?;
        if let Some((_, outer)) = guard {
            self.u.handler = outer;
        }
        let hidden = self.inlined_registers();
        self.clear_hidden(&hidden, parts.pos);
        if let Some((target, _)) = guard {
            let end = self.u.label();
            self.u.jump(parts.pos, end);
            self.u.bind(target);
            for &r in &hidden {
                self.u.a(parts.pos, Op::Clear, r);
            }
            self.u.a(parts.pos, Op::Reraise, result);
            self.u.reachable = false;
            self.u.bind(end);
        }
        self.u.comps.pop();
        self.u.mov(parts.pos, dst, result);
        Ok(())
    }

    fn clear_hidden(&mut self, hidden: &[Reg], pos: Pos) {
        for &r in hidden {
            self.u.a(pos, Op::Clear, r);
            self.u.unbind(r);
        }
    }

    /// The loops. The first iterator is in `.0` (a function's) or in the topmost temporary (inlined).
    fn loops(&mut self, parts: &Parts<'a>, result: Option<Reg>) -> Res<()> {
        let inlined = self.u.comps.last().is_some();
        let first = if inlined { self.u.top() - 1 } else { 0 };
        self.level(parts, 0, first, result)
    }

    fn level(
        &mut self,
        parts: &Parts<'a>,
        index: usize,
        iter: Reg,
        result: Option<Reg>,
    ) -> Res<()> {
        let Some(g) = parts.generators.get(index) else {
            return Ok(());
        };
        if g.is_async {
            return self.async_level(parts, index, g, iter, result);
        }
        let depth = self.u.top();
        let pos = self.pos(g.iter.range());
        let (done, next) = (self.u.label(), self.u.label());
        let head = self.u.bind_head();
        self.next_item(pos, iter, &g.target, done)?;
        self.inner_level(parts, index, g, next, result)?;
        self.u.bind(next);
        self.u.jump_back(self.pos(parts.value.range()), head);
        self.u.bind(done);
        self.u.pop_to(depth);
        Ok(())
    }

    /// An `async for` clause.
    fn async_level(
        &mut self,
        parts: &Parts<'a>,
        index: usize,
        g: &'a ruff_python_ast::Comprehension,
        iter: Reg,
        result: Option<Reg>,
    ) -> Res<()> {
        let depth = self.u.top();
        let pos = self.pos(g.iter.range());
        let next = self.u.label();
        let (head, item) = (self.u.bind_head(), self.u.push());
        let end = self.await_next(pos, iter, item);
        self.store(&g.target, item)?;
        self.u.pop_to(item);
        self.inner_level(parts, index, g, next, result)?;
        self.u.bind(next);
        self.u.jump_back(self.pos(parts.value.range()), head);
        self.end_async_for(pos, end, iter, item);
        self.u.pop_to(depth);
        Ok(())
    }

    /// Conditions of a loop and what is inside of it.
    fn inner_level(
        &mut self,
        parts: &Parts<'a>,
        index: usize,
        g: &'a ruff_python_ast::Comprehension,
        next: Label,
        result: Option<Reg>,
    ) -> Res<()> {
        for test in &g.ifs {
            self.jump_if(test, false, next)?;
        }
        let Some(inner) = parts.generators.get(index + 1) else {
            return self.element(parts, result);
        };
        // `for x in [e]` is an assignment.
        if !inner.is_async
            && let Expr::List(ExprList { elts, .. }) | Expr::Tuple(ExprTuple { elts, .. }) =
                &inner.iter
            && let [only] = elts.as_slice()
            && !only.is_starred_expr()
        {
            let t = self.u.top();
            let r = self.expr(only)?;
            self.store(&inner.target, r)?;
            self.u.pop_to(t);
            return self.inner_level(parts, index + 1, inner, next, result);
        }
        let iter = self.u.push();
        let at = self.pos(inner.iter.range());
        self.comp_iterator(inner, at, iter)?;
        self.level(parts, index + 1, iter, result)?;
        self.u.pop_to(iter);
        Ok(())
    }

    fn element(&mut self, parts: &Parts<'a>, result: Option<Reg>) -> Res<()> {
        let depth = self.u.top();
        let pos = self.pos(parts.value.range());
        match (parts.kind, result, parts.key) {
            (CompKind::Generator, _, _) | (_, None, _) => {
                let r = self.expr(parts.value)?;
                self.emit_yield(pos, None, r);
            }
            (CompKind::List, Some(t), _) => {
                let r = self.expr(parts.value)?;
                self.u.ab(pos, Op::ListAppend, t, r);
            }
            (CompKind::Set, Some(t), _) => {
                let r = self.expr(parts.value)?;
                self.u.ab(pos, Op::SetAdd, t, r);
            }
            (CompKind::Dict, Some(t), Some(key)) => {
                let k = self.expr(key)?;
                let k = self.hold(key, k, &[parts.value]);
                let v = self.expr(parts.value)?;
                self.u.emit(pos, Op::MapAdd, 0, t, k, v);
            }
            (CompKind::Dict, Some(_), None) => {
                let range = parts.value.range();
                return self.error(range, "dict unpacking cannot be used in dict comprehension");
            }
        }
        self.u.pop_to(depth);
        Ok(())
    }
}
