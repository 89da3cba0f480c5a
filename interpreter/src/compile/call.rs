//! Calls: windows of consecutive registers, method calls, keywords, unpacking, zero-argument `super`.

use super::emit::{Reg, reg, str_const};
use super::{Compiler, Res};
use crate::code::Pos;
use crate::opcode::Op;
use ruff_python_ast::name::Name;
use ruff_python_ast::*;
use ruff_text_size::Ranged;
use std::collections::HashSet;

/// Most arguments of a call that are passed in registers.
const MAX_ARGUMENTS: usize = 255;

impl<'a> Compiler<'a> {
    pub(super) fn call(&mut self, c: &'a ExprCall, dst: Reg) -> Res<()> {
        self.check_keywords(&c.arguments)?;
        self.warn_call(&c.func);
        let pos = self.pos(c.range());
        let args = &c.arguments;
        let base = self.window(dst);
        let simple = is_simple(args);
        if let Expr::Attribute(a) = c.func.as_ref()
            && simple
        {
            return self.method_call(a, args, pos, base, dst);
        }
        self.argument(&c.func, base, &[])?;
        self.call_window(args, pos, base, base + 1)?;
        self.u.mov(pos, dst, base);
        Ok(())
    }

    fn method_call(
        &mut self,
        a: &'a ExprAttribute,
        args: &'a Arguments,
        pos: Pos,
        base: Reg,
        dst: Reg,
    ) -> Res<()> {
        let name = self.mangle(&a.attr.id);
        let at = self.attribute_pos(a);
        let pos = self.pos_from_attribute(pos, a);
        match self.super_window(&a.value, base)? {
            Some((window, zero)) => {
                let flag = if zero { 1 << 23 } else { 0 };
                self.u.site_flag(
                    self.pos(a.range),
                    Op::LoadSuperMethod,
                    base,
                    window,
                    &name,
                    flag,
                );
            }
            None => {
                let o = self.operand(&a.value, base)?;
                self.u.site(at, Op::LoadMethod, base, o, &name);
            }
        }
        self.u.pop_to(base + 1);
        self.u.push();
        let count = self.arguments(args)?;
        self.emit_call(pos, base, count, &args.keywords, true);
        self.u.mov(pos, dst, base);
        Ok(())
    }

    /// The call of a callable in `base` whose arguments start at `first`; the result is in `base`.
    pub(super) fn call_window(
        &mut self,
        args: &'a Arguments,
        pos: Pos,
        base: Reg,
        first: Reg,
    ) -> Res<()> {
        self.u.pop_to(first);
        if is_simple(args) {
            let count = self.arguments(args)?;
            self.emit_call(pos, base, count, &args.keywords, false);
            self.u.pop_to(base + 1);
            return Ok(());
        }
        self.call_unpacked(&args.args, &args.keywords, pos, base)
    }

    pub(super) fn emit_call(
        &mut self,
        pos: Pos,
        base: Reg,
        count: usize,
        keywords: &[Keyword],
        method: bool,
    ) {
        let n = reg(count);
        if keywords.is_empty() {
            self.u
                .ab(pos, if method { Op::CallMethod } else { Op::Call }, base, n);
            return;
        }
        let names = Self::names_const(
            keywords
                .iter()
                .filter_map(|k| k.arg.as_ref())
                .map(|n| n.id.to_string()),
        );
        let index = self.u.constant(names, false);
        let op = if method { Op::CallMethodKw } else { Op::CallKw };
        match u16::try_from(index) {
            Ok(index) => self.u.emit(pos, op, 0, base, n, index),
            Err(_) => self.u.too_many_constants(),
        }
    }

    /// Positional and keyword values into the next registers.
    fn arguments(&mut self, args: &'a Arguments) -> Res<usize> {
        self.call_parens = (args.args.len() == 1 && args.keywords.is_empty()).then_some(args.range);
        let values: Vec<&'a Expr> = args
            .args
            .iter()
            .chain(args.keywords.iter().map(|k| &k.value))
            .collect();
        for (i, e) in values.iter().enumerate() {
            let t = self.u.push();
            self.argument(e, t, values.get(i + 1..).unwrap_or(&[]))?;
        }
        self.call_parens = None;
        Ok(values.len())
    }

    /// One value of a call window: a local variable is aliased if nothing assigns it before the call.
    fn argument(&mut self, e: &'a Expr, t: Reg, later: &[&'a Expr]) -> Res<()> {
        if let Expr::Name(n) = e
            && let Some(r) = self.fast(&n.id)
        {
            let pos = self.pos(n.range);
            self.check_bound(pos, r);
            let op = if self.may_assign(e, later) {
                Op::Move
            } else {
                Op::MoveArg
            };
            self.u.ab(pos, op, t, r);
            return Ok(());
        }
        self.expr_to(e, t)
    }

    // ---- unpacking and long calls

    /// `f(*a, **k)`: a tuple and a dict.
    fn call_unpacked(
        &mut self,
        args: &'a [Expr],
        keywords: &'a [Keyword],
        pos: Pos,
        base: Reg,
    ) -> Res<()> {
        self.u.pop_to(base + 1);
        let positional = self.u.push();
        self.unpacked_positional(args, pos, positional)?;
        self.u.pop_to(positional + 1);
        let map = self.u.push();
        if !keywords.is_empty() {
            self.keyword_dict(keywords, pos, base, map)?;
        }
        let named = u8::from(!keywords.is_empty());
        self.u.emit(pos, Op::CallEx, named, base, 0, 0);
        self.u.pop_to(base + 1);
        Ok(())
    }

    fn unpacked_positional(&mut self, args: &'a [Expr], pos: Pos, t: Reg) -> Res<()> {
        match args {
            // `f(*args)`: the call itself makes a tuple of it, if it is none.
            [Expr::Starred(s)] => self.expr_to(&s.value, t),
            args => self.tuple_of(args, pos, t),
        }
    }

    /// Adds the bases of a class, and one more that a name holds, to the list in `t`; makes it a tuple.
    pub(super) fn class_arguments(
        &mut self,
        args: &'a [Expr],
        extra: Option<Name>,
        pos: Pos,
        t: Reg,
    ) -> Res<()> {
        for e in args {
            let depth = self.u.top();
            let (value, op) = match e {
                Expr::Starred(s) => (s.value.as_ref(), Op::ListExtend),
                e => (e, Op::ListAppend),
            };
            let item = self.expr(value)?;
            self.u.ab(self.pos(e.range()), op, t, item);
            self.u.pop_to(depth);
        }
        if let Some(name) = extra {
            let item = self.u.push();
            self.load_mangled(pos, &name, item);
            self.u.ab(pos, Op::ListAppend, t, item);
            self.u.pop_to(item);
        }
        self.u.ab(pos, Op::ListToTuple, t, t);
        Ok(())
    }

    pub(super) fn keyword_dict(
        &mut self,
        keywords: &'a [Keyword],
        pos: Pos,
        callee: Reg,
        map: Reg,
    ) -> Res<()> {
        // `f(**mapping)`: the call itself makes a dict of it, if it is none.
        if let [
            Keyword {
                arg: None, value, ..
            },
        ] = keywords
        {
            return self.expr_to(value, map);
        }
        self.u.emit(pos, Op::BuildMap, 0, map, map, 0);
        let mut unpacked = false;
        for k in keywords {
            let depth = self.u.top();
            match &k.arg {
                None => {
                    let m = self.expr(&k.value)?;
                    self.u.emit(pos, Op::DictMerge, 0, map, m, callee);
                    unpacked = true;
                }
                // After a mapping a keyword may repeat one of its keys: merge, which checks.
                Some(name) if unpacked => {
                    let m = self.u.push();
                    self.u.load_const(pos, m, str_const(&name.id));
                    let v = self.u.push();
                    self.expr_to(&k.value, v)?;
                    self.u.emit(pos, Op::BuildMap, 0, m, m, 1);
                    self.u.emit(pos, Op::DictMerge, 0, map, m, callee);
                }
                Some(name) => {
                    let key = self.u.push();
                    self.u.load_const(pos, key, str_const(&name.id));
                    let v = self.expr(&k.value)?;
                    self.u.emit(pos, Op::MapAdd, 0, map, key, v);
                }
            }
            self.u.pop_to(depth);
        }
        Ok(())
    }

    pub(super) fn check_keywords(&mut self, args: &Arguments) -> Res<()> {
        let mut seen = HashSet::new();
        for k in &args.keywords {
            if let Some(name) = &k.arg
                && !seen.insert(name.as_str())
            {
                return self.error(
                    k.range,
                    format!("keyword argument repeated: {}", name.as_str()),
                );
            }
        }
        Ok(())
    }

    // ---- super

    /// For `super().x` and `super(a, b).x`: a window of super, class and self; whether it is the zero-argument form.
    pub(super) fn super_window(&mut self, value: &'a Expr, dst: Reg) -> Res<Option<(Reg, bool)>> {
        let Expr::Call(c) = value else {
            return Ok(None);
        };
        if !self.is_super(c) {
            return Ok(None);
        }
        let pos = self.pos(c.range());
        let zero = c.arguments.args.is_empty();
        let base = self.window(dst);
        self.expr_to(&c.func, base)?;
        if zero {
            let class = self.u.push();
            self.load_mangled(pos, &Name::new_static("__class__"), class);
            let this = self.u.push();
            match self.u.cell_regs.contains(&0) {
                true => self.u.ab(pos, Op::LoadCell, this, 0),
                false => self.u.ab(pos, Op::Move, this, 0),
            }
        } else {
            for e in &c.arguments.args {
                let t = self.u.push();
                self.expr_to(e, t)?;
            }
        }
        Ok(Some((base, zero)))
    }

    fn is_super(&self, c: &ExprCall) -> bool {
        let Expr::Name(n) = c.func.as_ref() else {
            return false;
        };
        if n.id.as_str() != "super" || !c.arguments.keywords.is_empty() || !self.u.comps.is_empty()
        {
            return false;
        }
        let scope = self.table.get(self.u.scope);
        if !matches!(scope.kind, crate::scope::Kind::Function)
            || self.place(&n.id) != super::names::Place::Global
        {
            return false;
        }
        // A module that rebinds `super` gets a plain call.
        if self.table.get(0).binding("super") != crate::scope::Binding::GlobalImplicit
            && self.table.get(0).symbol("super").is_some()
        {
            return false;
        }
        match c.arguments.args.as_ref() {
            [] => {
                let first = self.u.proto.argcount > 0 && self.u.bound.has(0);
                first && self.u.free.contains_key("__class__")
            }
            [a, b] => !a.is_starred_expr() && !b.is_starred_expr(),
            _ => false,
        }
    }
}

/// Whether the arguments can be passed in registers.
fn is_simple(args: &Arguments) -> bool {
    args.args.len() + args.keywords.len() <= MAX_ARGUMENTS
        && !args.args.iter().any(Expr::is_starred_expr)
        && args.keywords.iter().all(|k| k.arg.is_some())
}
