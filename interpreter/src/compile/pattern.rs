//! `match`: the subject is a hidden local variable; every value taken out of it stays in its own temporary until the
//! whole pattern has matched, then the names are bound. A failing test jumps to code that clears the temporaries that
//! may be alive at that point.

use super::emit::{Label, Reg, reg};
use super::{Compiler, Res};
use crate::code::{Const, Pos};
use crate::opcode::{CmpOp, Instr, Op};
use crate::parse::depth::step;
use crate::scope::SUBJECT;
use ruff_python_ast::name::Name;
use ruff_python_ast::*;
use ruff_text_size::{Ranged, TextRange};
use std::collections::HashSet;

/// A pattern being matched.
struct Context {
    /// First temporary of the pattern.
    base: Reg,
    /// `fails[n]`: go here if `n` temporaries may be alive.
    fails: Vec<Label>,
    captures: Vec<(Name, Reg)>,
}

/// A value to match: `keep` says that its register is needed again afterwards.
#[derive(Clone, Copy)]
struct Value {
    reg: Reg,
    keep: bool,
}

impl<'a> Compiler<'a> {
    pub(super) fn match_stmt(&mut self, m: &'a StmtMatch) -> Res<()> {
        let pos = self.pos(m.subject.range());
        let subject = self.u.locals.get(SUBJECT).copied().unwrap_or_default();
        self.expr_to(&m.subject, subject)?;
        let outer = self.u.handler;
        let guard = (outer != 0).then(|| self.u.protect(self.u.top()));
        let inside = self.u.handler;
        let end = self.u.label();
        for (i, case) in m.cases.iter().enumerate() {
            self.u.handler = inside;
            let last = i + 1 == m.cases.len();
            if !last && case.guard.is_none() {
                self.refuse_irrefutable(&case.pattern)?;
            }
            self.match_case(case, subject, outer, end)?;
        }
        self.u.handler = outer;
        self.u.a(pos, Op::Clear, subject);
        self.u.jump(pos, end);
        if let Some((target, _)) = guard {
            self.u.bind(target);
            let exc = self.u.push();
            self.u.a(pos, Op::Clear, subject);
            self.u.a(pos, Op::Reraise, exc);
            self.u.reachable = false;
            self.u.pop_to(exc);
        }
        self.u.bind(end);
        Ok(())
    }

    fn match_case(&mut self, case: &'a MatchCase, subject: Reg, outer: u32, end: Label) -> Res<()> {
        let pos = self.pos(case.pattern.range());
        let mut ctx = self.context();
        self.pattern(
            &case.pattern,
            Value {
                reg: subject,
                keep: true,
            },
            &mut ctx,
        )?;
        self.bind_captures(&mut ctx, subject, pos);
        if let Some(guard) = case.guard.as_deref() {
            self.jump_if(guard, false, ctx.fails[0])?;
        }
        let inside = self.u.handler;
        self.u.handler = outer;
        self.u.a(pos, Op::Clear, subject);
        self.body(&case.body)?;
        let at = self.last_pos();
        self.u.jump(at, end);
        self.u.handler = inside;
        self.end_context(&ctx, pos);
        Ok(())
    }

    // ---- contexts

    fn context(&mut self) -> Context {
        Context {
            base: self.u.top(),
            fails: vec![self.u.label()],
            captures: Vec::new(),
        }
    }

    /// The label for a failure here.
    fn fail(&mut self, ctx: &mut Context) -> Label {
        let live = usize::from(self.u.top().saturating_sub(ctx.base));
        while ctx.fails.len() <= live {
            let label = self.u.label();
            ctx.fails.push(label);
        }
        ctx.fails[live]
    }

    /// Places the failure labels; the code after runs when the pattern did not match.
    fn end_context(&mut self, ctx: &Context, pos: Pos) {
        for (live, label) in ctx.fails.iter().enumerate().rev() {
            self.u.bind(*label);
            if live > 0 {
                self.u.a(pos, Op::Clear, ctx.base + reg(live) - 1);
            }
        }
        self.u.pop_to(ctx.base);
    }

    /// After a match: names get their values, the other temporaries are cleared.
    fn bind_captures(&mut self, ctx: &mut Context, subject: Reg, pos: Pos) {
        let captures = std::mem::take(&mut ctx.captures);
        let mut moved = HashSet::new();
        for (i, (name, r)) in captures.iter().enumerate() {
            let again = captures.iter().skip(i + 1).any(|(_, other)| other == r);
            if again && *r != subject {
                let copy = self.u.push();
                self.u.copy(pos, copy, *r);
                self.store_mangled(pos, name, copy);
                self.u.pop_to(copy);
            } else {
                self.store_mangled(pos, name, *r);
                moved.insert(*r);
            }
        }
        for r in ctx.base..self.u.top() {
            if !moved.contains(&r) {
                self.u.a(pos, Op::Clear, r);
            }
        }
        self.u.pop_to(ctx.base);
    }

    fn capture(&mut self, ctx: &mut Context, id: &Identifier, r: Reg) -> Res<()> {
        self.capture_at(ctx, &id.id, r, id.range)
    }

    fn capture_at(&mut self, ctx: &mut Context, id: &Name, r: Reg, range: TextRange) -> Res<()> {
        let name = self.mangle(id);
        if ctx.captures.iter().any(|(n, _)| *n == name) {
            return self.error(
                range,
                format!("multiple assignments to name '{id}' in pattern"),
            );
        }
        ctx.captures.push((name, r));
        Ok(())
    }

    // ---- patterns

    fn pattern(&mut self, p: &'a Pattern, v: Value, ctx: &mut Context) -> Res<()> {
        step(|| match p {
            Pattern::MatchValue(m) => self.match_value(m, v, ctx),
            Pattern::MatchSingleton(m) => self.match_singleton(m, v, ctx),
            Pattern::MatchSequence(m) => self.match_sequence(m, v, ctx),
            Pattern::MatchMapping(m) => self.match_mapping(m, v, ctx),
            Pattern::MatchClass(m) => self.match_class(m, v, ctx),
            Pattern::MatchStar(m) => match &m.name {
                Some(name) => self.capture(ctx, name, v.reg),
                None => Ok(()),
            },
            Pattern::MatchAs(m) => {
                if let Some(inner) = m.pattern.as_deref() {
                    self.pattern(
                        inner,
                        Value {
                            keep: v.keep || m.name.is_some(),
                            ..v
                        },
                        ctx,
                    )?;
                }
                match &m.name {
                    Some(name) => self.capture(ctx, name, v.reg),
                    None => Ok(()),
                }
            }
            Pattern::MatchOr(m) => self.match_or(m, v, ctx),
        })
    }

    /// A register with the value that may be consumed.
    fn consumable(&mut self, v: Value, pos: Pos) -> Reg {
        if !v.keep || !self.u.is_temp(v.reg) {
            return v.reg;
        }
        let t = self.u.push();
        self.u.copy(pos, t, v.reg);
        t
    }

    fn match_value(&mut self, m: &'a PatternMatchValue, v: Value, ctx: &mut Context) -> Res<()> {
        let pos = self.pos(m.range);
        let depth = self.u.top();
        let constant = self.fold(&m.value);
        let is_name = matches!(m.value.as_ref(), Expr::Attribute(_));
        if constant.is_none() && !is_name {
            return self.error(
                m.range,
                "patterns may only match literals and attribute lookups",
            );
        }
        let l = self.consumable(v, pos);
        if let Some(k) = constant
            && let Some(index) = self.u.small_constant(&k)
        {
            self.u.pop_to(depth);
            let fail = self.fail(ctx);
            self.u.branch(
                pos,
                Instr::new(Op::CompareJumpK, CmpOp::Eq as u8, l, index, 0),
                fail,
            );
            return Ok(());
        }
        let r = self.push_expr(&m.value)?;
        self.u.pop_to(depth);
        let fail = self.fail(ctx);
        self.u.branch(
            pos,
            Instr::new(Op::CompareJump, CmpOp::Eq as u8, l, r, 0),
            fail,
        );
        Ok(())
    }

    fn match_singleton(
        &mut self,
        m: &'a PatternMatchSingleton,
        v: Value,
        ctx: &mut Context,
    ) -> Res<()> {
        let pos = self.pos(m.range);
        let depth = self.u.top();
        let l = self.consumable(v, pos);
        let k = match m.value {
            Singleton::None => {
                self.u.pop_to(depth);
                let fail = self.fail(ctx);
                self.u
                    .branch(pos, Instr::new(Op::JumpIfNotNone, 0, l, 0, 0), fail);
                return Ok(());
            }
            Singleton::True => Const::True,
            Singleton::False => Const::False,
        };
        let t = self.u.push();
        self.u.load_const(pos, t, k);
        self.u.emit(pos, Op::Is, 0, t, l, t);
        self.u.pop_to(depth);
        let fail = self.fail(ctx);
        self.u
            .branch(pos, Instr::new(Op::JumpIfFalse, 0, t, 0, 0), fail);
        Ok(())
    }

    /// Fails unless the flag in the topmost temporary `t` is true; frees it.
    fn require(&mut self, t: Reg, pos: Pos, ctx: &mut Context) {
        self.u.pop_to(t);
        let fail = self.fail(ctx);
        self.u
            .branch(pos, Instr::new(Op::JumpIfFalse, 0, t, 0, 0), fail);
    }

    /// Fails unless `len(value) <cmp> n`.
    fn require_length(&mut self, v: Value, cmp: CmpOp, n: usize, pos: Pos, ctx: &mut Context) {
        let t = self.u.push();
        self.u.ab(pos, Op::GetLen, t, v.reg);
        self.u.pop_to(t);
        let fail = self.fail(ctx);
        let n = Const::Int(i64::try_from(n).unwrap_or(i64::MAX));
        if let Some(index) = self.u.small_constant(&n) {
            self.u.branch(
                pos,
                Instr::new(Op::CompareJumpK, cmp as u8, t, index, 0),
                fail,
            );
        }
    }

    fn match_sequence(
        &mut self,
        m: &'a PatternMatchSequence,
        v: Value,
        ctx: &mut Context,
    ) -> Res<()> {
        let pos = self.pos(m.range);
        let size = m.patterns.len();
        let star = m.patterns.iter().position(Pattern::is_match_star);
        if m.patterns.iter().filter(|p| p.is_match_star()).count() > 1 {
            return self.error(m.range, "multiple starred names in sequence pattern");
        }
        let t = self.u.push();
        self.u.ab(pos, Op::MatchSequence, t, v.reg);
        self.require(t, pos, ctx);
        match star {
            None => self.require_length(v, CmpOp::Eq, size, pos, ctx),
            Some(_) if size > 1 => self.require_length(v, CmpOp::Ge, size - 1, pos, ctx),
            Some(_) => {}
        }
        let named_star = star.is_some_and(|i| !is_wildcard(&m.patterns[i]));
        if m.patterns.iter().all(is_wildcard) {
            return Ok(());
        }
        match star {
            Some(star) if !named_star => self.match_items(m, star, v, pos, ctx),
            star => {
                let depth = self.u.top();
                let source = self.consumable(v, pos);
                self.u.pop_to(depth);
                let base = self.u.push_n(size.max(1));
                match star {
                    None => self.u.emit(pos, Op::UnpackSeq, 0, base, source, reg(size)),
                    Some(star) => {
                        let after = size - star - 1;
                        if star > 255 || after > 0xffff {
                            let msg = "too many expressions in star-unpacking sequence pattern";
                            return self.error(m.range, msg);
                        }
                        let counts = reg(star | (after & 0xff) << 8);
                        self.u
                            .emit(pos, Op::UnpackEx, (after >> 8) as u8, base, source, counts);
                    }
                }
                self.sub_patterns(m.patterns.iter(), base, ctx)
            }
        }
    }

    fn sub_patterns(
        &mut self,
        patterns: impl Iterator<Item = &'a Pattern>,
        base: Reg,
        ctx: &mut Context,
    ) -> Res<()> {
        for (i, p) in patterns.enumerate() {
            self.pattern(
                p,
                Value {
                    reg: base + reg(i),
                    keep: false,
                },
                ctx,
            )?;
        }
        Ok(())
    }

    /// With `*_` only the items that are looked at are taken out.
    fn match_items(
        &mut self,
        m: &'a PatternMatchSequence,
        star: usize,
        v: Value,
        pos: Pos,
        ctx: &mut Context,
    ) -> Res<()> {
        let size = m.patterns.len();
        for (i, p) in m.patterns.iter().enumerate() {
            if i == star || is_wildcard(p) {
                continue;
            }
            let item = self.u.push();
            let o = self.u.push();
            self.u.copy(pos, o, v.reg);
            let index = self.u.push();
            if i < star {
                self.u
                    .load_const(pos, index, Const::Int(i64::try_from(i).unwrap_or(i64::MAX)));
            } else {
                self.u.ab(pos, Op::GetLen, index, v.reg);
                let back = Const::Int(i64::try_from(size - i).unwrap_or(i64::MAX));
                let t = self.u.push();
                self.u.load_const(pos, t, back);
                self.u.emit(
                    pos,
                    Op::Binary,
                    crate::opcode::BinOp::Sub as u8,
                    index,
                    index,
                    t,
                );
            }
            self.u.emit(pos, Op::GetItem, 0, item, o, index);
            self.u.pop_to(item + 1);
            self.pattern(
                p,
                Value {
                    reg: item,
                    keep: false,
                },
                ctx,
            )?;
        }
        Ok(())
    }

    fn match_mapping(
        &mut self,
        m: &'a PatternMatchMapping,
        v: Value,
        ctx: &mut Context,
    ) -> Res<()> {
        let pos = self.pos(m.range);
        let size = m.keys.len();
        self.check_mapping_keys(m)?;
        let t = self.u.push();
        self.u.ab(pos, Op::MatchMapping, t, v.reg);
        self.require(t, pos, ctx);
        if size == 0 && m.rest.is_none() {
            return Ok(());
        }
        if size > 0 {
            self.require_length(v, CmpOp::Ge, size, pos, ctx);
        }
        let keys = self.u.push();
        self.tuple_of(&m.keys, pos, keys)?;
        let values = self.u.push();
        self.u.emit(pos, Op::MatchKeys, 0, values, v.reg, keys);
        let test = self.u.push();
        self.u.copy(pos, test, values);
        self.u.pop_to(test);
        let fail = self.fail(ctx);
        self.u
            .branch(pos, Instr::new(Op::JumpIfNone, 0, test, 0, 0), fail);
        let base = self.u.push_n(size.max(1));
        self.u.emit(pos, Op::UnpackSeq, 0, base, values, reg(size));
        let rest = m
            .rest
            .as_ref()
            .map(|name| (name, self.mapping_rest(v, keys, size, pos)));
        self.sub_patterns(m.patterns.iter(), base, ctx)?;
        match rest {
            Some((name, map)) => self.capture_at(ctx, &name.id, map, m.range),
            None => Ok(()),
        }
    }

    fn check_mapping_keys(&mut self, m: &'a PatternMatchMapping) -> Res<()> {
        let mut seen: Vec<Const> = Vec::new();
        for key in &m.keys {
            match self.fold(key).map(|k| comparable(&k)) {
                Some(k) if seen.contains(&k) => {
                    let text = self
                        .src
                        .text
                        .get(key.range().start().to_usize()..key.range().end().to_usize());
                    let msg = format!(
                        "mapping pattern checks duplicate key ({})",
                        text.unwrap_or_default()
                    );
                    return self.error(m.range, msg);
                }
                Some(k) => seen.push(k),
                None if key.is_attribute_expr() => {}
                None => {
                    let msg = "mapping pattern keys may only match literals and attribute lookups";
                    return self.error(m.range, msg);
                }
            }
        }
        Ok(())
    }

    /// A new dict without the matched keys.
    fn mapping_rest(&mut self, v: Value, keys: Reg, size: usize, pos: Pos) -> Reg {
        let map = self.u.push();
        self.u.emit(pos, Op::BuildMap, 0, map, map, 0);
        let t = self.u.push();
        self.u.copy(pos, t, v.reg);
        self.u.ab(pos, Op::DictUpdate, map, t);
        self.u.pop_to(t);
        let each = self.u.push_n(size.max(1));
        let copy = self.u.push();
        self.u.copy(pos, copy, keys);
        self.u.emit(pos, Op::UnpackSeq, 0, each, copy, reg(size));
        for i in 0..size {
            self.u.copy(pos, copy, map);
            self.u.ab(pos, Op::DelItem, copy, each + reg(i));
        }
        self.u.pop_to(map + 1);
        map
    }

    fn match_class(&mut self, m: &'a PatternMatchClass, v: Value, ctx: &mut Context) -> Res<()> {
        let pos = self.pos(m.range);
        let args = &m.arguments;
        let mut seen = HashSet::new();
        for k in &args.keywords {
            if !seen.insert(k.attr.as_str()) {
                let msg = format!(
                    "attribute name repeated in class pattern: {}",
                    k.attr.as_str()
                );
                return self.error(k.pattern.range(), msg);
            }
        }
        let base = self.u.push();
        self.u.copy(pos, base, v.reg);
        self.push_expr(&m.cls)?;
        let names = Self::names_const(args.keywords.iter().map(|k| k.attr.id.to_string()));
        let t = self.u.push();
        self.u.load_const(pos, t, names);
        self.u
            .emit(pos, Op::MatchClass, 0, base, base, reg(args.patterns.len()));
        self.u.pop_to(base + 1);
        let test = self.u.push();
        self.u.copy(pos, test, base);
        self.u.pop_to(test);
        let fail = self.fail(ctx);
        self.u
            .branch(pos, Instr::new(Op::JumpIfNone, 0, test, 0, 0), fail);
        let size = args.patterns.len() + args.keywords.len();
        let items = self.u.push_n(size.max(1));
        self.u.emit(pos, Op::UnpackSeq, 0, items, base, reg(size));
        let patterns = args
            .patterns
            .iter()
            .chain(args.keywords.iter().map(|k| &k.pattern));
        self.sub_patterns(patterns, items, ctx)
    }

    /// Alternatives: each binds the same names, which end up in common registers.
    fn match_or(&mut self, m: &'a PatternMatchOr, v: Value, ctx: &mut Context) -> Res<()> {
        let pos = self.pos(m.range);
        let (done, outer_base) = (self.u.label(), self.u.top());
        let mut names: Option<Vec<Name>> = None;
        let mut common = outer_base;
        for (i, p) in m.patterns.iter().enumerate() {
            if i + 1 < m.patterns.len() {
                self.refuse_irrefutable(p)?;
            }
            if names.is_none() {
                common = self.u.push_n(count_captures(p));
            }
            let last = i + 1 == m.patterns.len();
            // The last alternative fails where the whole pattern fails.
            let mut inner = self.context();
            if last {
                let outer_captures = std::mem::take(&mut ctx.captures);
                self.pattern(p, Value { keep: true, ..v }, ctx)?;
                inner.captures = std::mem::replace(&mut ctx.captures, outer_captures);
            } else {
                self.pattern(p, Value { keep: true, ..v }, &mut inner)?;
            }
            let mut bound: Vec<Name> = inner.captures.iter().map(|(n, _)| n.clone()).collect();
            bound.sort();
            let expected = names.get_or_insert_with(|| bound.clone());
            if *expected != bound {
                return self.error(m.range, "alternative patterns bind different names");
            }
            for (slot, name) in expected.iter().enumerate() {
                let found = inner.captures.iter().find(|(n, _)| n == name);
                if let Some((_, r)) = found {
                    self.u.copy(pos, common + reg(slot), *r);
                }
            }
            for r in inner.base..self.u.top() {
                self.u.a(pos, Op::Clear, r);
            }
            if last {
                self.u.pop_to(inner.base);
            } else {
                self.u.jump(pos, done);
                self.end_context(&inner, pos);
            }
        }
        self.u.bind(done);
        for (slot, name) in names.unwrap_or_default().into_iter().enumerate() {
            if ctx.captures.iter().any(|(n, _)| *n == name) {
                return self.error(
                    m.range,
                    format!("multiple assignments to name '{name}' in pattern"),
                );
            }
            ctx.captures.push((name, common + reg(slot)));
        }
        Ok(())
    }

    /// A pattern that always matches may only come last.
    fn refuse_irrefutable(&self, p: &Pattern) -> Res<()> {
        match is_irrefutable(p) {
            None => Ok(()),
            Some(None) => self.error(p.range(), "wildcard makes remaining patterns unreachable"),
            Some(Some(name)) => self.error(
                p.range(),
                format!("name capture '{name}' makes remaining patterns unreachable"),
            ),
        }
    }
}

fn is_wildcard(p: &Pattern) -> bool {
    match p {
        Pattern::MatchAs(a) => a.pattern.is_none() && a.name.is_none(),
        Pattern::MatchStar(s) => s.name.is_none(),
        _ => false,
    }
}

/// Whether a pattern matches everything; the name it captures then.
fn is_irrefutable(p: &Pattern) -> Option<Option<&str>> {
    match p {
        Pattern::MatchAs(a) => match a.pattern.as_deref() {
            None => Some(a.name.as_ref().map(|n| n.as_str())),
            Some(inner) => is_irrefutable(inner),
        },
        Pattern::MatchOr(o) => o.patterns.iter().find_map(is_irrefutable),
        _ => None,
    }
}

fn count_captures(p: &Pattern) -> usize {
    step(|| match p {
        Pattern::MatchValue(_) | Pattern::MatchSingleton(_) => 0,
        Pattern::MatchSequence(s) => s.patterns.iter().map(count_captures).sum(),
        Pattern::MatchMapping(m) => {
            m.patterns.iter().map(count_captures).sum::<usize>() + usize::from(m.rest.is_some())
        }
        Pattern::MatchClass(c) => {
            let keywords = c.arguments.keywords.iter().map(|k| &k.pattern);
            c.arguments
                .patterns
                .iter()
                .chain(keywords)
                .map(count_captures)
                .sum()
        }
        Pattern::MatchStar(s) => usize::from(s.name.is_some()),
        Pattern::MatchAs(a) => {
            a.pattern.as_deref().map_or(0, count_captures) + usize::from(a.name.is_some())
        }
        Pattern::MatchOr(o) => o.patterns.first().map_or(0, count_captures),
    })
}

/// The constant as a key: numbers that are equal have one form, whatever their types.
fn comparable(k: &Const) -> Const {
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    match k {
        Const::True => Const::Int(1),
        Const::False => Const::Int(0),
        Const::Float(bits) => {
            let x = f64::from_bits(*bits);
            if x.trunc() == x && (-LIMIT..LIMIT).contains(&x) {
                Const::Int(x as i64)
            } else {
                k.clone()
            }
        }
        Const::Complex(re, im) if f64::from_bits(*im) == 0.0 => comparable(&Const::Float(*re)),
        k => k.clone(),
    }
}
