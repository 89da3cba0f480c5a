//! Statements from objects.

use super::read::{Reader, Spot};
use ruff_python_ast::*;
use ruff_text_size::TextRange;
use typhon_runtime::Thread;
use typhon_runtime::error::{type_error, value_error};
use typhon_runtime::obj::{Obj, R, Ref};

const LOAD: ExprContext = ExprContext::Load;
const STORE: ExprContext = ExprContext::Store;

impl Reader {
    pub(super) fn stmt(&mut self, th: &mut Thread, o: Ref<'_>) -> R<Stmt> {
        if o.is_none() {
            return Err(value_error(th, "None disallowed in statement list"));
        }
        self.deeper(th, "stmt", |s, th| s.stmt_inner(th, o))
    }

    fn stmt_inner(&mut self, th: &mut Thread, o: Ref<'_>) -> R<Stmt> {
        let spot = self.spot(th, o, "stmt")?;
        let kind = self.kind(o);
        let start = self.given.mark(spot.start);
        let mut s = match kind {
            "FunctionDef" | "AsyncFunctionDef" | "ClassDef" => {
                self.definition(th, o, kind, spot)?
            }
            "For" | "AsyncFor" | "While" | "If" | "With" | "AsyncWith" | "Match" | "Try"
            | "TryStar" => self.compound(th, o, kind, spot)?,
            "Import" | "ImportFrom" | "Global" | "Nonlocal" => self.naming(th, o, kind, spot)?,
            _ => self.simple(th, o, kind, spot)?,
        };
        let range = self.since(start, spot.end);
        set_range(&mut s, range);
        Ok(s)
    }

    fn definition(
        &mut self,
        th: &mut Thread,
        o: Ref<'_>,
        kind: &'static str,
        spot: Spot,
    ) -> R<Stmt> {
        let range = TextRange::default();
        let node_index = AtomicNodeIndex::NONE;
        let mut decorator_list = DecoratorList::new();
        for expression in self.exprs(th, o, kind, "decorator_list", LOAD)? {
            decorator_list.push(Decorator {
                range: ruff_text_size::Ranged::range(&expression),
                node_index: AtomicNodeIndex::NONE,
                expression,
            });
        }
        let name = self.name_field(th, o, kind, "name")?;
        let name = self.ident(name, spot);
        let type_params = self.type_params(th, o, kind, spot)?;
        if kind == "ClassDef" {
            let arguments = self.arguments(th, o, kind, "bases", spot)?;
            let some = !arguments.args.is_empty() || !arguments.keywords.is_empty();
            let arguments = some.then(|| Box::new(arguments));
            let body = self.full_body(th, o, kind)?;
            return Ok(Stmt::ClassDef(StmtClassDef {
                node_index,
                range,
                decorator_list,
                name,
                type_params,
                arguments,
                body,
            }));
        }
        let parameters = Box::new(self.parameters(th, o, kind, spot)?);
        let returns = self.opt_expr(th, o, "returns")?;
        let body = self.full_body(th, o, kind)?;
        Ok(Stmt::FunctionDef(StmtFunctionDef {
            node_index,
            range,
            is_async: kind == "AsyncFunctionDef",
            decorator_list,
            name,
            type_params,
            parameters,
            returns,
            body,
        }))
    }

    fn compound(&mut self, th: &mut Thread, o: Ref<'_>, kind: &'static str, spot: Spot) -> R<Stmt> {
        let range = TextRange::default();
        let node_index = AtomicNodeIndex::NONE;
        Ok(match kind {
            "For" | "AsyncFor" => {
                let target = Box::new(self.expr_field(th, o, kind, "target", STORE)?);
                let iter = self.boxed(th, o, kind, "iter")?;
                let body = self.full_body(th, o, kind)?;
                let orelse = self.body(th, o, kind, "orelse")?;
                let is_async = kind == "AsyncFor";
                Stmt::For(StmtFor {
                    node_index,
                    range,
                    is_async,
                    target,
                    iter,
                    body,
                    orelse,
                })
            }
            "While" => {
                let test = self.boxed(th, o, kind, "test")?;
                let body = self.full_body(th, o, kind)?;
                let orelse = self.body(th, o, kind, "orelse")?;
                Stmt::While(StmtWhile {
                    node_index,
                    range,
                    test,
                    body,
                    orelse,
                })
            }
            "If" => self.if_chain(th, o)?,
            "With" | "AsyncWith" => {
                let mut items = Vec::new();
                for item in self.items(th, o, kind, "items")? {
                    let item = item.r();
                    let start = self.given.mark(spot.start);
                    let context_expr =
                        self.expr_field(th, item, "withitem", "context_expr", LOAD)?;
                    let optional_vars = match self.optional(th, item, "optional_vars")? {
                        Some(v) => Some(Box::new(self.expr(th, v.r(), STORE)?)),
                        None => None,
                    };
                    let range = self.since(start, spot.start);
                    items.push(WithItem {
                        range,
                        node_index: AtomicNodeIndex::NONE,
                        context_expr,
                        optional_vars,
                    });
                }
                self.not_empty(th, items.is_empty(), "items", kind)?;
                let body = self.full_body(th, o, kind)?;
                let is_async = kind == "AsyncWith";
                Stmt::With(StmtWith {
                    node_index,
                    range,
                    is_async,
                    items,
                    body,
                })
            }
            "Match" => {
                let subject = self.boxed(th, o, kind, "subject")?;
                let mut cases = Vec::new();
                for case in self.items(th, o, kind, "cases")? {
                    let case = case.r();
                    let start = self.given.mark(spot.start);
                    let pattern = self.required(th, case, "match_case", "pattern")?;
                    let pattern = self.pattern(th, pattern.r(), false)?;
                    let guard = self.opt_expr(th, case, "guard")?;
                    let body = self.full_body(th, case, "match_case")?;
                    let range = self.since(start, spot.start);
                    cases.push(MatchCase {
                        range,
                        node_index: AtomicNodeIndex::NONE,
                        pattern,
                        guard,
                        body,
                    });
                }
                self.not_empty(th, cases.is_empty(), "cases", kind)?;
                Stmt::Match(StmtMatch {
                    node_index,
                    range,
                    subject,
                    cases,
                })
            }
            _ => self.try_stmt(th, o, kind)?,
        })
    }

    /// An `if` whose `orelse` is nothing but another `if` is read as `elif`: long chains must not nest.
    fn if_chain(&mut self, th: &mut Thread, o: Ref<'_>) -> R<Stmt> {
        let kind = "If";
        let test = self.boxed(th, o, kind, "test")?;
        let body = self.full_body(th, o, kind)?;
        let mut clauses = Vec::new();
        let mut rest = self.items(th, o, kind, "orelse")?;
        while let [only] = rest.as_slice()
            && self.kind(only.r()) == kind
        {
            if clauses.len() >= crate::parse::depth::MAX_DEPTH as usize {
                let m = "maximum recursion depth exceeded while traversing 'stmt' node";
                return Err(typhon_runtime::error::raise(
                    th,
                    &typhon_runtime::error::RECURSION_ERROR,
                    m,
                ));
            }
            let spot = self.spot(th, only.r(), "stmt")?;
            let start = self.given.mark(spot.start);
            let test = self.expr_field(th, only.r(), kind, "test", LOAD)?;
            let body = self.full_body(th, only.r(), kind)?;
            clauses.push(ElifElseClause {
                range: self.since(start, spot.end),
                node_index: AtomicNodeIndex::NONE,
                test: Some(test),
                body,
            });
            let next = self.items(th, only.r(), kind, "orelse")?;
            rest = next;
        }
        if !rest.is_empty() {
            let start = self.given.mark((1, 0));
            let mut body = Suite::new();
            for s in &rest {
                body.push(self.stmt(th, s.r())?);
            }
            clauses.push(ElifElseClause {
                range: self.since(start, (1, 0)),
                node_index: AtomicNodeIndex::NONE,
                test: None,
                body,
            });
        }
        Ok(Stmt::If(StmtIf {
            node_index: AtomicNodeIndex::NONE,
            range: TextRange::default(),
            test,
            body,
            elif_else_clauses: clauses,
        }))
    }

    fn try_stmt(&mut self, th: &mut Thread, o: Ref<'_>, kind: &'static str) -> R<Stmt> {
        let body = self.full_body(th, o, kind)?;
        let mut handlers = Vec::new();
        for h in self.items(th, o, kind, "handlers")? {
            let h = h.r();
            let at = self.spot(th, h, "excepthandler")?;
            if self.kind(h) != "ExceptHandler" {
                return Err(self.unexpected(th, "excepthandler", h));
            }
            let start = self.given.mark(at.start);
            let type_ = self.opt_expr(th, h, "type")?;
            let name = self.opt_name_field(th, h, "name")?;
            if let Some(n) = &name {
                self.check_name(th, n)?;
            }
            let name = name.map(|n| self.ident(n, at));
            let body = self.full_body(th, h, "ExceptHandler")?;
            handlers.push(ExceptHandler::ExceptHandler(ExceptHandlerExceptHandler {
                range: self.since(start, at.end),
                node_index: AtomicNodeIndex::NONE,
                type_,
                name,
                body,
            }));
        }
        let orelse = self.body(th, o, kind, "orelse")?;
        let finalbody = self.body(th, o, kind, "finalbody")?;
        if handlers.is_empty() && finalbody.is_empty() {
            let m = format!("{kind} has neither except handlers nor finalbody");
            return Err(value_error(th, m));
        }
        if handlers.is_empty() && !orelse.is_empty() {
            let m = format!("{kind} has orelse but no except handlers");
            return Err(value_error(th, m));
        }
        Ok(Stmt::Try(StmtTry {
            node_index: AtomicNodeIndex::NONE,
            range: TextRange::default(),
            body,
            handlers,
            orelse,
            finalbody,
            is_star: kind == "TryStar",
        }))
    }

    /// Imports and declarations.
    fn naming(&mut self, th: &mut Thread, o: Ref<'_>, kind: &'static str, spot: Spot) -> R<Stmt> {
        let range = TextRange::default();
        let node_index = AtomicNodeIndex::NONE;
        let items = self.items(th, o, kind, "names")?;
        self.not_empty(th, items.is_empty(), "names", kind)?;
        if matches!(kind, "Global" | "Nonlocal") {
            let mut names = Vec::with_capacity(items.len());
            for n in &items {
                let n = self.identifier(th, n.r())?;
                names.push(self.ident(n, spot));
            }
            return Ok(match kind {
                "Global" => Stmt::Global(StmtGlobal {
                    node_index,
                    range,
                    names,
                }),
                _ => Stmt::Nonlocal(StmtNonlocal {
                    node_index,
                    range,
                    names,
                }),
            });
        }
        let mut names = Vec::with_capacity(items.len());
        for a in &items {
            let a = a.r();
            let at = self.spot(th, a, "alias")?;
            let start = self.given.mark(at.start);
            let name = self.required(th, a, "alias", "name")?;
            let name = self.identifier(th, name.r())?;
            self.check_name(th, &name)?;
            let name = self.ident(name, at);
            let asname = self.opt_name_field(th, a, "asname")?;
            if let Some(n) = &asname {
                self.check_name(th, n)?;
            }
            let asname = asname.map(|n| self.ident(n, at));
            let range = self.since(start, at.end);
            names.push(Alias {
                range,
                node_index: AtomicNodeIndex::NONE,
                name,
                asname,
            });
        }
        let is_lazy = false;
        if kind == "Import" {
            return Ok(Stmt::Import(StmtImport {
                node_index,
                range,
                names,
                is_lazy,
            }));
        }
        let level = match self.optional(th, o, "level")? {
            Some(v) => self.int(th, v.r())?,
            None => 0,
        };
        let Ok(level) = u32::try_from(level) else {
            return Err(value_error(th, "Negative ImportFrom level"));
        };
        let module = self
            .opt_name_field(th, o, "module")?
            .map(|n| self.ident(n, spot));
        Ok(Stmt::ImportFrom(StmtImportFrom {
            node_index,
            range,
            module,
            names,
            level,
            is_lazy,
        }))
    }

    fn simple(&mut self, th: &mut Thread, o: Ref<'_>, kind: &'static str, spot: Spot) -> R<Stmt> {
        let range = TextRange::default();
        let node_index = AtomicNodeIndex::NONE;
        Ok(match kind {
            "Return" => {
                let value = self.opt_expr(th, o, "value")?;
                Stmt::Return(StmtReturn {
                    node_index,
                    range,
                    value,
                })
            }
            "Delete" => {
                let targets = self.exprs(th, o, kind, "targets", ExprContext::Del)?;
                self.not_empty(th, targets.is_empty(), "targets", kind)?;
                Stmt::Delete(StmtDelete {
                    node_index,
                    range,
                    targets,
                })
            }
            "Assign" => {
                let targets = self.exprs(th, o, kind, "targets", STORE)?;
                self.not_empty(th, targets.is_empty(), "targets", kind)?;
                let value = self.boxed(th, o, kind, "value")?;
                Stmt::Assign(StmtAssign {
                    node_index,
                    range,
                    targets,
                    value,
                })
            }
            "AugAssign" => {
                let target = Box::new(self.expr_field(th, o, kind, "target", STORE)?);
                let op = self.operator(th, o, kind)?;
                let value = self.boxed(th, o, kind, "value")?;
                Stmt::AugAssign(StmtAugAssign {
                    node_index,
                    range,
                    target,
                    op,
                    value,
                })
            }
            "AnnAssign" => {
                let target = self.required(th, o, kind, "target")?;
                let simple = self.needed(th, o, kind, "simple")?;
                let simple = self.int(th, simple.r())? != 0;
                if simple && self.kind(target.r()) != "Name" {
                    return Err(type_error(th, "AnnAssign with simple non-Name target"));
                }
                let target = Box::new(self.expr(th, target.r(), STORE)?);
                let annotation = self.boxed(th, o, kind, "annotation")?;
                let value = self.opt_expr(th, o, "value")?;
                Stmt::AnnAssign(StmtAnnAssign {
                    node_index,
                    range,
                    target,
                    annotation,
                    value,
                    simple,
                })
            }
            "TypeAlias" => {
                let name = self.required(th, o, kind, "name")?;
                if self.kind(name.r()) != "Name" {
                    return Err(type_error(th, "TypeAlias with non-Name name"));
                }
                let name = Box::new(self.expr(th, name.r(), STORE)?);
                let type_params = self.type_params(th, o, kind, spot)?;
                let value = self.boxed(th, o, kind, "value")?;
                Stmt::TypeAlias(StmtTypeAlias {
                    node_index,
                    range,
                    name,
                    type_params,
                    value,
                })
            }
            "Raise" => {
                let exc = self.opt_expr(th, o, "exc")?;
                let cause = self.opt_expr(th, o, "cause")?;
                if exc.is_none() && cause.is_some() {
                    return Err(value_error(th, "Raise with cause but no exception"));
                }
                Stmt::Raise(StmtRaise {
                    node_index,
                    range,
                    exc,
                    cause,
                })
            }
            "Assert" => {
                let test = self.boxed(th, o, kind, "test")?;
                let msg = self.opt_expr(th, o, "msg")?;
                Stmt::Assert(StmtAssert {
                    node_index,
                    range,
                    test,
                    msg,
                })
            }
            "Expr" => {
                let value = self.boxed(th, o, kind, "value")?;
                Stmt::Expr(StmtExpr {
                    node_index,
                    range,
                    value,
                })
            }
            "Pass" => Stmt::Pass(StmtPass { node_index, range }),
            "Break" => Stmt::Break(StmtBreak { node_index, range }),
            "Continue" => Stmt::Continue(StmtContinue { node_index, range }),
            _ => return Err(self.unexpected(th, "stmt", o)),
        })
    }

    // ---- patterns

    fn patterns(
        &mut self,
        th: &mut Thread,
        o: Ref<'_>,
        kind: &str,
        name: &str,
        star: bool,
    ) -> R<Vec<Pattern>> {
        let items = self.items(th, o, kind, name)?;
        items
            .iter()
            .map(|p| self.pattern(th, p.r(), star))
            .collect()
    }

    fn pattern(&mut self, th: &mut Thread, o: Ref<'_>, star: bool) -> R<Pattern> {
        self.deeper(th, "pattern", |s, th| s.pattern_inner(th, o, star))
    }

    /// A name that a pattern binds; `_` binds none.
    fn capture(
        &mut self,
        th: &mut Thread,
        o: Ref<'_>,
        name: &str,
        spot: Spot,
    ) -> R<Option<Identifier>> {
        let Some(text) = self.opt_name_field(th, o, name)? else {
            return Ok(None);
        };
        if text == "_" {
            return Err(value_error(th, "can't capture name '_' in patterns"));
        }
        self.check_name(th, &text)?;
        Ok(Some(self.ident(text, spot)))
    }

    fn pattern_inner(&mut self, th: &mut Thread, o: Ref<'_>, star: bool) -> R<Pattern> {
        let spot = self.spot(th, o, "pattern")?;
        let kind = self.kind(o);
        let start = self.given.mark(spot.start);
        let node_index = AtomicNodeIndex::NONE;
        let range = TextRange::default();
        let mut p = match kind {
            "MatchValue" => {
                let value = self.required(th, o, kind, "value")?;
                self.check_literal(th, value.r(), false)?;
                let value = Box::new(self.expr(th, value.r(), LOAD)?);
                Pattern::MatchValue(PatternMatchValue {
                    node_index,
                    range,
                    value,
                })
            }
            "MatchSingleton" => {
                let value = self.needed(th, o, kind, "value")?;
                let value = if value.r().is_none() {
                    Singleton::None
                } else if value.r().is(Obj::bool(true).r()) {
                    Singleton::True
                } else if value.r().is(Obj::bool(false).r()) {
                    Singleton::False
                } else {
                    let m = "MatchSingleton can only contain True, False and None";
                    return Err(value_error(th, m));
                };
                Pattern::MatchSingleton(PatternMatchSingleton {
                    node_index,
                    range,
                    value,
                })
            }
            "MatchSequence" => {
                let patterns = self.patterns(th, o, kind, "patterns", true)?;
                Pattern::MatchSequence(PatternMatchSequence {
                    node_index,
                    range,
                    patterns,
                })
            }
            "MatchMapping" => {
                let keys = self.items(th, o, kind, "keys")?;
                let subs = self.items(th, o, kind, "patterns")?;
                if keys.len() != subs.len() {
                    let m = "MatchMapping doesn't have the same number of keys as patterns";
                    return Err(value_error(th, m));
                }
                let rest = self.capture(th, o, "rest", spot)?;
                let mut exprs = PatternKeys::new();
                for k in &keys {
                    let constant = self.kind(k.r()) == "Constant";
                    let singleton = constant && {
                        let v = self.needed(th, k.r(), "Constant", "value")?;
                        let v = v.r();
                        v.is_none() || v.is(Obj::bool(true).r()) || v.is(Obj::bool(false).r())
                    };
                    if !singleton {
                        self.check_literal(th, k.r(), false)?;
                    }
                    exprs.push(self.expr(th, k.r(), LOAD)?);
                }
                let mut patterns = Patterns::new();
                for p in &subs {
                    patterns.push(self.pattern(th, p.r(), false)?);
                }
                Pattern::MatchMapping(PatternMatchMapping {
                    node_index,
                    range,
                    keys: exprs,
                    patterns,
                    rest,
                })
            }
            "MatchClass" => self.class_pattern(th, o, spot)?,
            "MatchStar" => {
                if !star {
                    return Err(value_error(th, "can't use MatchStar here"));
                }
                let name = self.capture(th, o, "name", spot)?;
                Pattern::MatchStar(PatternMatchStar {
                    node_index,
                    range,
                    name,
                })
            }
            "MatchAs" => {
                let pattern = self.optional(th, o, "pattern")?;
                let name = self.capture(th, o, "name", spot)?;
                if pattern.is_some() && name.is_none() {
                    let m = "MatchAs must specify a target name if a pattern is given";
                    return Err(value_error(th, m));
                }
                let pattern = match pattern {
                    Some(p) => Some(Box::new(self.pattern(th, p.r(), false)?)),
                    None => None,
                };
                Pattern::MatchAs(PatternMatchAs {
                    node_index,
                    range,
                    pattern,
                    name,
                })
            }
            "MatchOr" => {
                if self.items(th, o, kind, "patterns")?.len() < 2 {
                    return Err(value_error(th, "MatchOr requires at least 2 patterns"));
                }
                let patterns = self.patterns(th, o, kind, "patterns", false)?;
                Pattern::MatchOr(PatternMatchOr {
                    node_index,
                    range,
                    patterns,
                })
            }
            _ => return Err(self.unexpected(th, "pattern", o)),
        };
        let range = self.since(start, spot.end);
        match &mut p {
            Pattern::MatchValue(p) => p.range = range,
            Pattern::MatchSingleton(p) => p.range = range,
            Pattern::MatchSequence(p) => p.range = range,
            Pattern::MatchMapping(p) => p.range = range,
            Pattern::MatchClass(p) => p.range = range,
            Pattern::MatchStar(p) => p.range = range,
            Pattern::MatchAs(p) => p.range = range,
            Pattern::MatchOr(p) => p.range = range,
        }
        Ok(p)
    }

    fn class_pattern(&mut self, th: &mut Thread, o: Ref<'_>, spot: Spot) -> R<Pattern> {
        let kind = "MatchClass";
        let attrs = self.items(th, o, kind, "kwd_attrs")?;
        let subs = self.items(th, o, kind, "kwd_patterns")?;
        if attrs.len() != subs.len() {
            let m = "MatchClass doesn't have the same number of keyword attributes as patterns";
            return Err(value_error(th, m));
        }
        let cls = self.required(th, o, kind, "cls")?;
        let cls = Box::new(self.expr(th, cls.r(), LOAD)?);
        let mut inner = &*cls;
        while let Expr::Attribute(a) = inner {
            inner = &a.value;
        }
        if !inner.is_name_expr() {
            let m = "MatchClass cls field can only contain Name or Attribute nodes.";
            return Err(value_error(th, m));
        }
        let start = self.given.mark(spot.start);
        let patterns = self.patterns(th, o, kind, "patterns", false)?.into();
        let mut keywords = Vec::with_capacity(attrs.len());
        for (a, p) in attrs.iter().zip(&subs) {
            let attr = self.identifier(th, a.r())?;
            self.check_name(th, &attr)?;
            let at = self.spot(th, p.r(), "pattern")?;
            let from = self.given.mark(at.start);
            let attr = self.ident(attr, at);
            let pattern = self.pattern(th, p.r(), false)?;
            let range = self.since(from, at.end);
            keywords.push(PatternKeyword {
                range,
                node_index: AtomicNodeIndex::NONE,
                attr,
                pattern,
            });
        }
        let arguments = PatternArguments {
            range: self.since(start, spot.end),
            node_index: AtomicNodeIndex::NONE,
            patterns,
            keywords,
        };
        Ok(Pattern::MatchClass(PatternMatchClass {
            node_index: AtomicNodeIndex::NONE,
            range: TextRange::default(),
            cls,
            arguments,
        }))
    }

    /// What may stand in `MatchValue` and as a key: literals, signed and complex numbers, attributes.
    fn check_literal(&mut self, th: &mut Thread, o: Ref<'_>, number: bool) -> R<()> {
        let refused = "patterns may only match literals and attribute lookups";
        match self.kind(o) {
            "Constant" => {
                let v = self.needed(th, o, "Constant", "value")?;
                let v = v.r();
                use typhon_runtime::types;
                let numeric = v.is_exact(&types::INT)
                    || v.is_exact(&types::FLOAT)
                    || v.is_exact(&types::COMPLEX);
                let text = v.is_exact(&types::STR) || v.is_exact(&types::BYTES);
                if numeric || text && !number {
                    return Ok(());
                }
                let m = if number {
                    refused
                } else {
                    "unexpected constant inside of a literal pattern"
                };
                Err(value_error(th, m))
            }
            "Attribute" | "JoinedStr" | "TemplateStr" if !number => Ok(()),
            "UnaryOp" => {
                let op = self.needed(th, o, "UnaryOp", "op")?;
                let operand = self.required(th, o, "UnaryOp", "operand")?;
                if self.kind(op.r()) != "USub" || self.kind(operand.r()) != "Constant" {
                    return Err(value_error(th, refused));
                }
                self.check_literal(th, operand.r(), true)
            }
            "BinOp" if !number => {
                let op = self.needed(th, o, "BinOp", "op")?;
                let left = self.required(th, o, "BinOp", "left")?;
                let right = self.required(th, o, "BinOp", "right")?;
                if !matches!(self.kind(op.r()), "Add" | "Sub") || self.kind(right.r()) != "Constant"
                {
                    return Err(value_error(th, refused));
                }
                self.check_literal(th, left.r(), true)?;
                self.check_literal(th, right.r(), true)
            }
            _ => Err(value_error(th, refused)),
        }
    }
}

fn set_range(s: &mut Stmt, range: TextRange) {
    match s {
        Stmt::FunctionDef(s) => s.range = range,
        Stmt::ClassDef(s) => s.range = range,
        Stmt::Return(s) => s.range = range,
        Stmt::Delete(s) => s.range = range,
        Stmt::TypeAlias(s) => s.range = range,
        Stmt::Assign(s) => s.range = range,
        Stmt::AugAssign(s) => s.range = range,
        Stmt::AnnAssign(s) => s.range = range,
        Stmt::For(s) => s.range = range,
        Stmt::While(s) => s.range = range,
        Stmt::If(s) => s.range = range,
        Stmt::With(s) => s.range = range,
        Stmt::Match(s) => s.range = range,
        Stmt::Raise(s) => s.range = range,
        Stmt::Try(s) => s.range = range,
        Stmt::Assert(s) => s.range = range,
        Stmt::Import(s) => s.range = range,
        Stmt::ImportFrom(s) => s.range = range,
        Stmt::Global(s) => s.range = range,
        Stmt::Nonlocal(s) => s.range = range,
        Stmt::Expr(s) => s.range = range,
        Stmt::Pass(s) => s.range = range,
        Stmt::Break(s) => s.range = range,
        Stmt::Continue(s) => s.range = range,
        Stmt::IpyEscapeCommand(s) => s.range = range,
    }
}
