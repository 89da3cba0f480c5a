//! Statements, parameters and patterns as objects.

use super::make::{Field, Maker, Place};
use crate::compile::definition_keyword;
use crate::parse::depth::step;
use ruff_python_ast::*;
use ruff_text_size::{Ranged, TextSize};
use typhon_runtime::Thread;
use typhon_runtime::obj::{Obj, R, Ref};
use typhon_runtime::types::list;

impl Maker<'_> {
    pub(super) fn body(&mut self, th: &mut Thread, body: &[Stmt]) -> R {
        let items = body.iter().map(|s| step(|| self.stmt(th, s)));
        let items = items.collect::<R<Vec<Obj>>>()?;
        list::new(th, items)
    }

    fn stmt(&mut self, th: &mut Thread, s: &Stmt) -> R {
        let mut place = Place::from(s.range());
        if let Some(body) = last_block(s) {
            place.end = self.block_end(body, place.end);
        }
        let none = Obj::none;
        let (name, fields): (&'static str, Vec<Field>) = match s {
            Stmt::FunctionDef(f) => {
                place.start = self.definition(place, &f.decorator_list);
                let name = if f.is_async {
                    "AsyncFunctionDef"
                } else {
                    "FunctionDef"
                };
                let fields = vec![
                    ("name", self.name(f.name.as_str())),
                    ("args", self.parameters(th, Some(&f.parameters))?),
                    ("body", self.body(th, &f.body)?),
                    (
                        "decorator_list",
                        self.decorator_list(th, &f.decorator_list)?,
                    ),
                    ("returns", self.opt_expr(th, f.returns.as_deref())?),
                    ("type_comment", none()),
                    (
                        "type_params",
                        self.type_params(th, f.type_params.as_deref())?,
                    ),
                ];
                (name, fields)
            }
            Stmt::ClassDef(c) => {
                place.start = self.definition(place, &c.decorator_list);
                let (bases, keywords) = match c.arguments.as_deref() {
                    Some(a) => self.arguments(th, a)?,
                    None => (list::new(th, Vec::new())?, list::new(th, Vec::new())?),
                };
                let fields = vec![
                    ("name", self.name(c.name.as_str())),
                    ("bases", bases),
                    ("keywords", keywords),
                    ("body", self.body(th, &c.body)?),
                    (
                        "decorator_list",
                        self.decorator_list(th, &c.decorator_list)?,
                    ),
                    (
                        "type_params",
                        self.type_params(th, c.type_params.as_deref())?,
                    ),
                ];
                ("ClassDef", fields)
            }
            Stmt::Return(r) => (
                "Return",
                vec![("value", self.opt_expr(th, r.value.as_deref())?)],
            ),
            Stmt::Delete(d) => ("Delete", vec![("targets", self.exprs(th, &d.targets)?)]),
            Stmt::TypeAlias(t) => {
                let name = self.expr(th, &t.name)?;
                let params = self.type_params(th, t.type_params.as_deref())?;
                let value = self.expr(th, &t.value)?;
                (
                    "TypeAlias",
                    vec![("name", name), ("type_params", params), ("value", value)],
                )
            }
            Stmt::Assign(a) => {
                let targets = self.exprs(th, &a.targets)?;
                let value = self.expr(th, &a.value)?;
                (
                    "Assign",
                    vec![
                        ("targets", targets),
                        ("value", value),
                        ("type_comment", none()),
                    ],
                )
            }
            Stmt::AugAssign(a) => {
                let target = self.expr(th, &a.target)?;
                let op = self.operator(th, a.op)?;
                let value = self.expr(th, &a.value)?;
                (
                    "AugAssign",
                    vec![("target", target), ("op", op), ("value", value)],
                )
            }
            Stmt::AnnAssign(a) => {
                let fields = vec![
                    ("target", self.expr(th, &a.target)?),
                    ("annotation", self.expr(th, &a.annotation)?),
                    ("value", self.opt_expr(th, a.value.as_deref())?),
                    ("simple", Ref::small_int(i64::from(a.simple)).own()),
                ];
                ("AnnAssign", fields)
            }
            Stmt::For(f) => {
                let name = if f.is_async { "AsyncFor" } else { "For" };
                let fields = vec![
                    ("target", self.expr(th, &f.target)?),
                    ("iter", self.expr(th, &f.iter)?),
                    ("body", self.body(th, &f.body)?),
                    ("orelse", self.body(th, &f.orelse)?),
                    ("type_comment", none()),
                ];
                (name, fields)
            }
            Stmt::While(w) => {
                let test = self.expr(th, &w.test)?;
                let body = self.body(th, &w.body)?;
                let orelse = self.body(th, &w.orelse)?;
                (
                    "While",
                    vec![("test", test), ("body", body), ("orelse", orelse)],
                )
            }
            Stmt::If(i) => return self.if_chain(th, i, place),
            Stmt::With(w) => {
                let name = if w.is_async { "AsyncWith" } else { "With" };
                let mut items = Vec::with_capacity(w.items.len());
                for item in &w.items {
                    let context = self.expr(th, &item.context_expr)?;
                    let vars = self.opt_expr(th, item.optional_vars.as_deref())?;
                    let fields = vec![("context_expr", context), ("optional_vars", vars)];
                    items.push(self.node(th, "withitem", None, fields)?);
                }
                let items = list::new(th, items)?;
                let body = self.body(th, &w.body)?;
                (
                    name,
                    vec![("items", items), ("body", body), ("type_comment", none())],
                )
            }
            Stmt::Match(m) => {
                let subject = self.expr(th, &m.subject)?;
                let mut cases = Vec::with_capacity(m.cases.len());
                for c in &m.cases {
                    let fields = vec![
                        ("pattern", self.pattern(th, &c.pattern)?),
                        ("guard", self.opt_expr(th, c.guard.as_deref())?),
                        ("body", self.body(th, &c.body)?),
                    ];
                    cases.push(self.node(th, "match_case", None, fields)?);
                }
                (
                    "Match",
                    vec![("subject", subject), ("cases", list::new(th, cases)?)],
                )
            }
            Stmt::Raise(r) => {
                let exc = self.opt_expr(th, r.exc.as_deref())?;
                (
                    "Raise",
                    vec![
                        ("exc", exc),
                        ("cause", self.opt_expr(th, r.cause.as_deref())?),
                    ],
                )
            }
            Stmt::Try(t) => {
                let name = if t.is_star { "TryStar" } else { "Try" };
                let body = self.body(th, &t.body)?;
                let mut handlers = Vec::with_capacity(t.handlers.len());
                for h in &t.handlers {
                    let ExceptHandler::ExceptHandler(h) = h;
                    let place = Place {
                        start: h.range.start(),
                        end: self.block_end(&h.body, h.range.end()),
                    };
                    let fields = vec![
                        ("type", self.opt_expr(th, h.type_.as_deref())?),
                        ("name", self.opt_name(h.name.as_ref())),
                        ("body", self.body(th, &h.body)?),
                    ];
                    handlers.push(self.node(th, "ExceptHandler", Some(place), fields)?);
                }
                let fields = vec![
                    ("body", body),
                    ("handlers", list::new(th, handlers)?),
                    ("orelse", self.body(th, &t.orelse)?),
                    ("finalbody", self.body(th, &t.finalbody)?),
                ];
                (name, fields)
            }
            Stmt::Assert(a) => {
                let test = self.expr(th, &a.test)?;
                (
                    "Assert",
                    vec![
                        ("test", test),
                        ("msg", self.opt_expr(th, a.msg.as_deref())?),
                    ],
                )
            }
            Stmt::Import(i) => ("Import", vec![("names", self.aliases(th, &i.names)?)]),
            Stmt::ImportFrom(i) => {
                let module = self.opt_name(i.module.as_ref());
                let names = self.aliases(th, &i.names)?;
                let level = Ref::small_int(i64::from(i.level)).own();
                (
                    "ImportFrom",
                    vec![("module", module), ("names", names), ("level", level)],
                )
            }
            Stmt::Global(g) => ("Global", vec![("names", self.names(th, &g.names)?)]),
            Stmt::Nonlocal(g) => ("Nonlocal", vec![("names", self.names(th, &g.names)?)]),
            Stmt::Expr(e) => ("Expr", vec![("value", self.expr(th, &e.value)?)]),
            Stmt::Pass(_) | Stmt::IpyEscapeCommand(_) => ("Pass", Vec::new()),
            Stmt::Break(_) => ("Break", Vec::new()),
            Stmt::Continue(_) => ("Continue", Vec::new()),
        };
        self.node(th, name, Some(place), fields)
    }

    /// The end of a block: a semicolon behind its last statement belongs to it, though not to that statement.
    fn block_end(&self, body: &[Stmt], end: TextSize) -> TextSize {
        let Some(mut last) = body.last() else {
            return end;
        };
        while let Some(s) = last_block(last).and_then(<[Stmt]>::last) {
            last = s;
        }
        let at = last.range().end();
        let rest = self.src.text.get(at.to_usize()..).unwrap_or("");
        let blanks = rest
            .bytes()
            .take_while(|b| matches!(b, b' ' | b'\t' | b'\x0c'))
            .count();
        if rest.as_bytes().get(blanks) != Some(&b';') {
            return end;
        }
        at + TextSize::try_from(blanks + 1).unwrap_or_default()
    }

    /// Where a definition begins: behind its decorators.
    fn definition(&self, place: Place, decorators: &[Decorator]) -> TextSize {
        match decorators.last() {
            Some(d) => definition_keyword(self.src, d.range.end()),
            None => place.start,
        }
    }

    fn decorator_list(&mut self, th: &mut Thread, decorators: &[Decorator]) -> R {
        let items = decorators.iter().map(|d| self.expr(th, &d.expression));
        let items = items.collect::<R<Vec<Obj>>>()?;
        list::new(th, items)
    }

    /// `elif` is an `if` of its own in the `orelse` of the one before.
    fn if_chain(&mut self, th: &mut Thread, i: &StmtIf, place: Place) -> R {
        let mut orelse = list::new(th, Vec::new())?;
        for clause in i.elif_else_clauses.iter().rev() {
            let body = self.body(th, &clause.body)?;
            orelse = match &clause.test {
                None => body,
                Some(test) => {
                    let test = self.expr(th, test)?;
                    let place = Place {
                        start: clause.range.start(),
                        end: place.end,
                    };
                    let fields = vec![("test", test), ("body", body), ("orelse", orelse)];
                    let node = self.node(th, "If", Some(place), fields)?;
                    list::new(th, vec![node])?
                }
            };
        }
        let test = self.expr(th, &i.test)?;
        let body = self.body(th, &i.body)?;
        let fields = vec![("test", test), ("body", body), ("orelse", orelse)];
        self.node(th, "If", Some(place), fields)
    }

    fn aliases(&mut self, th: &mut Thread, names: &[Alias]) -> R {
        let mut items = Vec::with_capacity(names.len());
        for a in names {
            let name = self.name(a.name.as_str());
            let fields = vec![("name", name), ("asname", self.opt_name(a.asname.as_ref()))];
            items.push(self.node(th, "alias", Some(a.range.into()), fields)?);
        }
        list::new(th, items)
    }

    fn names(&mut self, th: &mut Thread, names: &[Identifier]) -> R {
        let items = names.iter().map(|n| self.name(n.as_str())).collect();
        list::new(th, items)
    }

    // ---- parameters

    pub(super) fn parameters(&mut self, th: &mut Thread, p: Option<&Parameters>) -> R {
        let empty = Parameters::default();
        let p = p.unwrap_or(&empty);
        let mut defaults = Vec::new();
        let mut kw_defaults = Vec::new();
        for d in p.posonlyargs.iter().chain(&p.args) {
            if let Some(e) = d.default.as_deref() {
                defaults.push(self.expr(th, e)?);
            }
        }
        for d in &p.kwonlyargs {
            kw_defaults.push(self.opt_expr(th, d.default.as_deref())?);
        }
        let fields = vec![
            ("posonlyargs", self.parameter_list(th, &p.posonlyargs)?),
            ("args", self.parameter_list(th, &p.args)?),
            ("vararg", self.opt_parameter(th, p.vararg.as_deref())?),
            ("kwonlyargs", self.parameter_list(th, &p.kwonlyargs)?),
            ("kw_defaults", list::new(th, kw_defaults)?),
            ("kwarg", self.opt_parameter(th, p.kwarg.as_deref())?),
            ("defaults", list::new(th, defaults)?),
        ];
        self.node(th, "arguments", None, fields)
    }

    fn parameter_list(&mut self, th: &mut Thread, list: &[ParameterWithDefault]) -> R {
        let items = list.iter().map(|p| self.parameter(th, &p.parameter));
        let items = items.collect::<R<Vec<Obj>>>()?;
        list::new(th, items)
    }

    fn opt_parameter(&mut self, th: &mut Thread, p: Option<&Parameter>) -> R {
        match p {
            Some(p) => self.parameter(th, p),
            None => Ok(Obj::none()),
        }
    }

    fn parameter(&mut self, th: &mut Thread, p: &Parameter) -> R {
        let annotation = self.opt_expr(th, p.annotation.as_deref())?;
        // The stars of `*args` and `**kwargs` do not belong to it.
        let place = Place {
            start: p.name.range.start(),
            end: p.range.end(),
        };
        let fields = vec![
            ("arg", self.name(p.name.as_str())),
            ("annotation", annotation),
            ("type_comment", Obj::none()),
        ];
        self.node(th, "arg", Some(place), fields)
    }

    fn type_params(&mut self, th: &mut Thread, p: Option<&TypeParams>) -> R {
        let mut items = Vec::new();
        for p in p.map_or(&[][..], |p| &p.type_params) {
            let place = Some(Place::from(p.range()));
            let node = match p {
                TypeParam::TypeVar(v) => {
                    let fields = vec![
                        ("name", self.name(v.name.as_str())),
                        ("bound", self.opt_expr(th, v.bound.as_deref())?),
                        ("default_value", self.opt_expr(th, v.default.as_deref())?),
                    ];
                    self.node(th, "TypeVar", place, fields)?
                }
                TypeParam::ParamSpec(v) => {
                    let fields = vec![
                        ("name", self.name(v.name.as_str())),
                        ("default_value", self.opt_expr(th, v.default.as_deref())?),
                    ];
                    self.node(th, "ParamSpec", place, fields)?
                }
                TypeParam::TypeVarTuple(v) => {
                    let fields = vec![
                        ("name", self.name(v.name.as_str())),
                        ("default_value", self.opt_expr(th, v.default.as_deref())?),
                    ];
                    self.node(th, "TypeVarTuple", place, fields)?
                }
            };
            items.push(node);
        }
        list::new(th, items)
    }

    // ---- patterns

    fn pattern(&mut self, th: &mut Thread, p: &Pattern) -> R {
        step(|| self.pattern_inner(th, p))
    }

    fn patterns(&mut self, th: &mut Thread, list: &[Pattern]) -> R {
        let items = list.iter().map(|p| self.pattern(th, p));
        let items = items.collect::<R<Vec<Obj>>>()?;
        list::new(th, items)
    }

    fn pattern_inner(&mut self, th: &mut Thread, p: &Pattern) -> R {
        let place = Some(Place::from(p.range()));
        let (name, fields): (&'static str, Vec<Field>) = match p {
            Pattern::MatchValue(m) => ("MatchValue", vec![("value", self.expr(th, &m.value)?)]),
            Pattern::MatchSingleton(m) => {
                let value = match m.value {
                    Singleton::None => Obj::none(),
                    Singleton::True => Obj::bool(true),
                    Singleton::False => Obj::bool(false),
                };
                ("MatchSingleton", vec![("value", value)])
            }
            Pattern::MatchSequence(m) => (
                "MatchSequence",
                vec![("patterns", self.patterns(th, &m.patterns)?)],
            ),
            Pattern::MatchMapping(m) => {
                let keys = self.exprs(th, &m.keys)?;
                let patterns = self.patterns(th, &m.patterns)?;
                let rest = self.opt_name(m.rest.as_ref());
                (
                    "MatchMapping",
                    vec![("keys", keys), ("patterns", patterns), ("rest", rest)],
                )
            }
            Pattern::MatchClass(m) => {
                let mut attrs = Vec::new();
                let mut subs = Vec::new();
                let cls = self.expr(th, &m.cls)?;
                let patterns = self.patterns(th, &m.arguments.patterns)?;
                for k in &m.arguments.keywords {
                    attrs.push(self.name(k.attr.as_str()));
                    subs.push(self.pattern(th, &k.pattern)?);
                }
                let fields = vec![
                    ("cls", cls),
                    ("patterns", patterns),
                    ("kwd_attrs", list::new(th, attrs)?),
                    ("kwd_patterns", list::new(th, subs)?),
                ];
                ("MatchClass", fields)
            }
            Pattern::MatchStar(m) => ("MatchStar", vec![("name", self.opt_name(m.name.as_ref()))]),
            Pattern::MatchAs(m) => {
                let pattern = match m.pattern.as_deref() {
                    Some(p) => self.pattern(th, p)?,
                    None => Obj::none(),
                };
                (
                    "MatchAs",
                    vec![
                        ("pattern", pattern),
                        ("name", self.opt_name(m.name.as_ref())),
                    ],
                )
            }
            Pattern::MatchOr(m) => (
                "MatchOr",
                vec![("patterns", self.patterns(th, &m.patterns)?)],
            ),
        };
        self.node(th, name, place, fields)
    }
}

/// The last block of a compound statement.
fn last_block(s: &Stmt) -> Option<&[Stmt]> {
    let filled = |body: &'_ Suite| !body.is_empty();
    Some(match s {
        Stmt::FunctionDef(f) => &f.body,
        Stmt::ClassDef(c) => &c.body,
        Stmt::For(f) if filled(&f.orelse) => &f.orelse,
        Stmt::For(f) => &f.body,
        Stmt::While(w) if filled(&w.orelse) => &w.orelse,
        Stmt::While(w) => &w.body,
        Stmt::If(i) => i.elif_else_clauses.last().map_or(&i.body, |c| &c.body),
        Stmt::With(w) => &w.body,
        Stmt::Match(m) => &m.cases.last()?.body,
        Stmt::Try(t) if filled(&t.finalbody) => &t.finalbody,
        Stmt::Try(t) if filled(&t.orelse) => &t.orelse,
        Stmt::Try(t) => {
            let ExceptHandler::ExceptHandler(h) = t.handlers.last()?;
            &h.body
        }
        _ => return None,
    })
}
