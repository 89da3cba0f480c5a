//! First pass over expressions and patterns.

use super::build::{Builder, Done};
use super::{CompKind, Kind, Role, key, used};
use crate::parse::depth::step;
use ruff_python_ast::name::Name;
use ruff_python_ast::*;
use ruff_text_size::{Ranged, TextRange};

impl Builder<'_> {
    pub(super) fn exprs(&mut self, list: &[Expr]) -> Done {
        list.iter().try_for_each(|e| self.expr(e))
    }

    pub(super) fn opt(&mut self, e: Option<&Expr>) -> Done {
        e.map_or(Ok(()), |e| self.expr(e))
    }

    pub(super) fn expr(&mut self, e: &Expr) -> Done {
        step(|| self.expr_inner(e))
    }

    fn expr_inner(&mut self, e: &Expr) -> Done {
        match e {
            Expr::Name(n) => self.name(n),
            Expr::BoolOp(b) => self.exprs(&b.values),
            Expr::Named(n) => self.named(n),
            Expr::BinOp(b) => {
                self.expr(&b.left)?;
                self.expr(&b.right)
            }
            Expr::UnaryOp(u) => self.expr(&u.operand),
            Expr::Lambda(l) => self.lambda(l),
            Expr::If(i) => {
                self.expr(&i.test)?;
                self.expr(&i.body)?;
                self.expr(&i.orelse)
            }
            Expr::Dict(d) => d.items.iter().try_for_each(|i| {
                self.opt(i.key.as_ref())?;
                self.expr(&i.value)
            }),
            Expr::Set(s) => self.exprs(&s.elts),
            Expr::List(l) => self.exprs(&l.elts),
            Expr::Tuple(t) => self.exprs(&t.elts),
            Expr::ListComp(_) | Expr::SetComp(_) | Expr::DictComp(_) | Expr::Generator(_) => {
                self.comprehension(e)
            }
            Expr::Await(a) => self.await_expr(a),
            Expr::Yield(y) => {
                self.yield_expr(y.range, "'yield' outside function")?;
                self.opt(y.value.as_deref())
            }
            Expr::YieldFrom(y) => {
                self.yield_expr(y.range, "'yield from' outside function")?;
                self.expr(&y.value)
            }
            Expr::Compare(c) => {
                self.expr(&c.left)?;
                self.exprs(&c.comparators)
            }
            Expr::Call(c) => {
                self.expr(&c.func)?;
                self.arguments(&c.arguments)
            }
            Expr::FString(f) => f.value.elements().try_for_each(|e| self.piece(e)),
            Expr::TString(t) => t.value.elements().try_for_each(|e| self.piece(e)),
            Expr::Attribute(a) => {
                if a.ctx == ExprContext::Store && a.attr.as_str() == "__debug__" {
                    return self.error(a.range, "cannot assign to __debug__");
                }
                self.expr(&a.value)
            }
            Expr::Subscript(s) => {
                self.expr(&s.value)?;
                self.expr(&s.slice)
            }
            Expr::Starred(s) => self.expr(&s.value),
            Expr::Slice(s) => {
                self.opt(s.lower.as_deref())?;
                self.opt(s.upper.as_deref())?;
                self.opt(s.step.as_deref())
            }
            Expr::StringLiteral(_)
            | Expr::BytesLiteral(_)
            | Expr::NumberLiteral(_)
            | Expr::BooleanLiteral(_)
            | Expr::NoneLiteral(_)
            | Expr::EllipsisLiteral(_) => Ok(()),
            Expr::IpyEscapeCommand(_) if self.src.given.is_some() => Ok(()),
            Expr::IpyEscapeCommand(i) => self.error(i.range, "invalid syntax"),
        }
    }

    fn name(&mut self, n: &ExprName) -> Done {
        if self.cur().unevaluated {
            return Ok(());
        }
        if n.ctx != ExprContext::Load {
            return self.store(&n.id, used::LOCAL, n.range);
        }
        self.add(&n.id, used::USE, n.range)?;
        // `super` without arguments needs the class that the method belongs to.
        if n.id.as_str() == "super" && self.cur().function_like() {
            self.add(&Name::new_static("__class__"), used::USE, n.range)?;
        }
        Ok(())
    }

    pub(super) fn arguments(&mut self, a: &Arguments) -> Done {
        self.exprs(&a.args)?;
        for k in &a.keywords {
            if let Some(name) = &k.arg
                && name.as_str() == "__debug__"
            {
                return self.error(k.range, "cannot assign to __debug__");
            }
            self.expr(&k.value)?;
        }
        Ok(())
    }

    fn piece(&mut self, e: &InterpolatedStringElement) -> Done {
        let InterpolatedStringElement::Interpolation(i) = e else {
            return Ok(());
        };
        self.expr(&i.expression)?;
        match &i.format_spec {
            Some(spec) => spec.elements.iter().try_for_each(|e| self.piece(e)),
            None => Ok(()),
        }
    }

    /// Refuses an expression that may not occur in annotations and type parameters.
    fn refuse_in_annotation(&mut self, what: &str, range: TextRange) -> Done {
        let msg = match self.cur().kind {
            Kind::Annotation => format!("{what} cannot be used within an annotation"),
            Kind::TypeVariable(info) => format!("{what} cannot be used within {info}"),
            Kind::TypeAlias => format!("{what} cannot be used within a type alias"),
            Kind::TypeParams => format!("{what} cannot be used within the definition of a generic"),
            Kind::Module | Kind::Class | Kind::Function => return Ok(()),
        };
        self.error(range, msg)
    }

    fn yield_expr(&mut self, range: TextRange, outside: &str) -> Done {
        self.refuse_in_annotation("yield expression", range)?;
        let scope = self.cur();
        match scope.kind {
            Kind::Module | Kind::Class => return self.error(range, outside),
            _ => {}
        }
        if let Some(kind) = scope.comprehension {
            let msg = match kind {
                CompKind::List => "'yield' inside list comprehension",
                CompKind::Set => "'yield' inside set comprehension",
                CompKind::Dict => "'yield' inside dict comprehension",
                CompKind::Generator => "'yield' inside generator expression",
            };
            return self.error(range, msg);
        }
        scope.generator = true;
        Ok(())
    }

    fn await_expr(&mut self, a: &ExprAwait) -> Done {
        self.refuse_in_annotation("await expression", a.range)?;
        let scope = self.cur();
        if !scope.function_like() {
            return self.error(a.range, "'await' outside function");
        }
        let asynchronous = scope.kind == Kind::Function && scope.coroutine;
        if !asynchronous && scope.comprehension.is_none() {
            return self.error(a.range, "'await' outside async function");
        }
        self.expr(&a.value)?;
        self.cur().coroutine = true;
        Ok(())
    }

    fn lambda(&mut self, l: &ExprLambda) -> Done {
        if let Some(p) = l.parameters.as_deref() {
            self.defaults(p)?;
        }
        self.enter(
            Name::new_static("<lambda>"),
            Kind::Function,
            key(l, Role::Body),
        );
        if let Some(p) = l.parameters.as_deref() {
            self.parameters(p)?;
        }
        self.expr(&l.body)?;
        self.leave();
        Ok(())
    }

    fn comprehension(&mut self, e: &Expr) -> Done {
        let (name, kind, generators, value, elt, node) = match e {
            Expr::ListComp(c) => (
                "<listcomp>",
                CompKind::List,
                &c.generators,
                None,
                &c.elt,
                key(c, Role::Body),
            ),
            Expr::SetComp(c) => (
                "<setcomp>",
                CompKind::Set,
                &c.generators,
                None,
                &c.elt,
                key(c, Role::Body),
            ),
            Expr::Generator(c) => (
                "<genexpr>",
                CompKind::Generator,
                &c.generators,
                None,
                &c.elt,
                key(c, Role::Body),
            ),
            Expr::DictComp(c) => (
                "<dictcomp>",
                CompKind::Dict,
                &c.generators,
                c.key.as_deref(),
                &c.value,
                key(c, Role::Body),
            ),
            other => return self.error(other.range(), "invalid syntax"),
        };
        let Some((first, rest)) = generators.split_first() else {
            return self.error(e.range(), "invalid syntax");
        };
        self.cur().comp_iter_expr += 1;
        let outer = self.expr(&first.iter);
        self.cur().comp_iter_expr -= 1;
        outer?;
        self.enter_comprehension(name, kind, node)?;
        if first.is_async {
            self.cur().coroutine = true;
        }
        self.comp_target(&first.target)?;
        self.exprs(&first.ifs)?;
        for g in rest {
            self.comp_target(&g.target)?;
            self.cur().comp_iter_expr += 1;
            self.expr(&g.iter)?;
            self.cur().comp_iter_expr -= 1;
            self.exprs(&g.ifs)?;
            if g.is_async {
                self.cur().coroutine = true;
            }
        }
        self.opt(value)?;
        self.expr(elt)?;
        let awaits = self.cur().coroutine && kind != CompKind::Generator;
        self.leave();
        if awaits {
            let outer = self.cur();
            let asynchronous = outer.kind == Kind::Function && outer.coroutine;
            if !asynchronous && outer.comprehension.is_none() {
                let msg = "asynchronous comprehension outside of an asynchronous function";
                return self.error(e.range(), msg);
            }
            outer.coroutine = true;
        }
        Ok(())
    }

    fn comp_target(&mut self, target: &Expr) -> Done {
        self.cur().comp_iter_target = true;
        let done = self.expr(target);
        self.cur().comp_iter_target = false;
        done
    }

    fn named(&mut self, n: &ExprNamed) -> Done {
        self.refuse_in_annotation("named expression", n.range)?;
        if self.cur().comp_iter_expr > 0 {
            return self.error(
                n.range,
                "assignment expression cannot be used in a comprehension iterable expression",
            );
        }
        let Expr::Name(target) = n.target.as_ref() else {
            return self.error(n.target.range(), "invalid syntax");
        };
        if self.cur().comprehension.is_some() {
            self.extend(target)?;
        } else {
            let name = self.cur().mangle(&target.id);
            self.cur().walrus.insert(name);
        }
        self.expr(&n.value)?;
        self.name(target)
    }

    /// The target of `:=` in a comprehension lives in the function around it.
    fn extend(&mut self, target: &ExprName) -> Done {
        let (id, range) = (&target.id, target.range);
        for i in (0..self.stack.len()).rev() {
            let at = self.stack[i];
            let scope = &self.scopes[at];
            let name = scope.mangle(id);
            let flags = scope.flags(&name);
            if scope.comprehension.is_some() {
                if flags & used::COMP_ITER != 0 && flags & (used::LOCAL | used::GLOBAL) != 0 {
                    let msg = format!(
                        "assignment expression cannot rebind comprehension iteration variable '{id}'"
                    );
                    return self.error(range, msg);
                }
                continue;
            }
            let refused = match scope.kind {
                Kind::Function => {
                    let flag = if flags & used::GLOBAL != 0 {
                        used::GLOBAL
                    } else {
                        used::NONLOCAL
                    };
                    self.add(id, flag, range)?;
                    self.note_directive(id, range);
                    self.scopes[at].walrus.insert(name);
                    return self.add_in(at, id, used::LOCAL, range);
                }
                Kind::Module => {
                    self.add(id, used::GLOBAL, range)?;
                    self.note_directive(id, range);
                    return self.add_in(at, id, used::GLOBAL, range);
                }
                Kind::Class => "in a class body",
                Kind::TypeVariable(_) => "in a TypeVar bound",
                Kind::TypeAlias => "in a type alias",
                Kind::TypeParams => "within the definition of a generic",
                Kind::Annotation => return self.refuse_in_annotation("named expression", range),
            };
            return self.error(
                range,
                format!("assignment expression within a comprehension cannot be used {refused}"),
            );
        }
        Ok(())
    }

    // ---- patterns

    pub(super) fn pattern(&mut self, p: &Pattern) -> Done {
        step(|| match p {
            Pattern::MatchValue(v) => self.expr(&v.value),
            Pattern::MatchSingleton(_) => Ok(()),
            Pattern::MatchSequence(s) => s.patterns.iter().try_for_each(|p| self.pattern(p)),
            Pattern::MatchMapping(m) => {
                for (k, p) in m.keys.iter().zip(&m.patterns) {
                    self.expr(k)?;
                    self.pattern(p)?;
                }
                self.capture(m.rest.as_ref())
            }
            Pattern::MatchClass(c) => {
                self.expr(&c.cls)?;
                c.arguments
                    .patterns
                    .iter()
                    .try_for_each(|p| self.pattern(p))?;
                c.arguments.keywords.iter().try_for_each(|k| {
                    if k.attr.as_str() == "__debug__" {
                        return self.error(k.pattern.range(), "cannot assign to __debug__");
                    }
                    self.pattern(&k.pattern)
                })
            }
            Pattern::MatchStar(s) => self.capture(s.name.as_ref()),
            Pattern::MatchAs(a) => {
                if let Some(p) = a.pattern.as_deref() {
                    self.pattern(p)?;
                }
                self.capture(a.name.as_ref())
            }
            Pattern::MatchOr(o) => o.patterns.iter().try_for_each(|p| self.pattern(p)),
        })
    }

    fn capture(&mut self, name: Option<&Identifier>) -> Done {
        name.map_or(Ok(()), |n| self.define(n, used::LOCAL))
    }
}
