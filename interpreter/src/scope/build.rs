//! First pass: walks statements and records every use of a name in its scope.
//!
//! The order of visits is the order in which the compiler evaluates, so that the order of a scope's symbols is the
//! order in which its locals first appear.

use super::{CompKind, Key, Kind, Role, Scope, ScopeId, SymbolTable, key, used};
use crate::parse::depth::step;
use crate::parse::{SourceFile, SyntaxError};
use ruff_python_ast::name::Name;
use ruff_python_ast::*;
use ruff_text_size::{Ranged, TextRange};
use std::collections::{HashMap, HashSet};

pub(super) type Done = Result<(), SyntaxError>;

pub(super) struct Builder<'a> {
    pub(super) src: &'a SourceFile,
    pub(super) future_annotations: bool,
    pub(super) scopes: Vec<Scope>,
    by_node: HashMap<Key, ScopeId>,
    pub(super) stack: Vec<ScopeId>,
    private: Option<Name>,
}

/// The type parameter list of a definition.
pub(super) struct Generic<'a> {
    pub(super) name: &'a Name,
    pub(super) params: &'a TypeParams,
    pub(super) node: Key,
    pub(super) is_class: bool,
    pub(super) defaults: bool,
    pub(super) kwdefaults: bool,
}

impl<'a> Builder<'a> {
    pub(super) fn new(src: &'a SourceFile, future_annotations: bool) -> Self {
        Builder {
            src,
            future_annotations,
            scopes: Vec::new(),
            by_node: HashMap::new(),
            stack: Vec::new(),
            private: None,
        }
    }

    pub(super) fn run(mut self, tree: &Mod) -> Result<SymbolTable, SyntaxError> {
        self.enter(Name::new_static("<module>"), Kind::Module, (0, Role::Body));
        match tree {
            Mod::Module(m) => self.body(&m.body)?,
            Mod::Expression(e) => self.expr(&e.body)?,
        }
        self.leave();
        Ok(SymbolTable {
            scopes: self.scopes,
            by_node: self.by_node,
        })
    }

    // ---- scopes

    pub(super) fn enter(&mut self, name: Name, kind: Kind, key: Key) -> ScopeId {
        let parent = self.stack.last().copied();
        let outer = parent.map(|p| &self.scopes[p]);
        let nested = outer.is_some_and(|o| o.nested || o.function_like());
        let method = kind == Kind::Function && outer.is_some_and(|o| o.kind == Kind::Class);
        let id = self.scopes.len();
        self.scopes.push(Scope {
            name,
            kind,
            parent,
            children: Vec::new(),
            symbols: Vec::new(),
            index: HashMap::new(),
            nested,
            generator: false,
            coroutine: false,
            comprehension: None,
            inlined: false,
            method,
            can_see_class: false,
            needs_class_cell: false,
            needs_classdict: false,
            conditional_annotations: false,
            annotations_used: false,
            annotation_block: None,
            private: self.private.clone(),
            mangled_only: outer
                .filter(|_| kind != Kind::Class)
                .and_then(|o| o.mangled_only.clone()),
            walrus: HashSet::new(),
            matches: false,
            deleted: HashSet::new(),
            directives: Vec::new(),
            has_free: false,
            child_free: false,
            comp_iter_target: false,
            comp_iter_expr: outer.map_or(0, |o| o.comp_iter_expr),
            unevaluated: false,
            conditional_depth: 0,
        });
        if let Some(p) = parent {
            self.scopes[p].children.push(id);
        }
        self.by_node.insert(key, id);
        self.stack.push(id);
        if matches!(
            kind,
            Kind::Annotation | Kind::TypeAlias | Kind::TypeVariable(_)
        ) {
            self.scopes[id].add_flags(&Name::new_static(".format"), used::PARAM | used::USE);
        }
        id
    }

    pub(super) fn leave(&mut self) {
        self.stack.pop();
    }

    pub(super) fn cur_id(&self) -> ScopeId {
        self.stack.last().copied().unwrap_or(0)
    }

    pub(super) fn cur(&mut self) -> &mut Scope {
        let id = self.cur_id();
        &mut self.scopes[id]
    }

    pub(super) fn error<T>(
        &self,
        range: TextRange,
        msg: impl Into<String>,
    ) -> Result<T, SyntaxError> {
        Err(self.src.error(range, msg))
    }

    /// Refuses an asynchronous statement in a function that is none.
    fn check_async(&self, asynchronous: bool, what: &str, range: TextRange) -> Done {
        let scope = &self.scopes[self.cur_id()];
        if asynchronous && !(scope.kind == Kind::Function && scope.coroutine) {
            return self.error(range, format!("'{what}' outside async function"));
        }
        Ok(())
    }

    // ---- names

    /// Records a use of a name in the current scope.
    pub(super) fn add(&mut self, name: &Name, flags: u16, range: TextRange) -> Done {
        let id = self.cur_id();
        self.add_in(id, name, flags, range)
    }

    pub(super) fn add_in(
        &mut self,
        id: ScopeId,
        name: &Name,
        flags: u16,
        range: TextRange,
    ) -> Done {
        let name = self.scopes[id].mangle(name);
        let old = self.scopes[id].flags(&name);
        if flags & used::PARAM != 0 && old & used::PARAM != 0 {
            return self.error(
                range,
                format!("duplicate argument '{name}' in function definition"),
            );
        }
        if flags & used::TYPE_PARAM != 0 && old & used::TYPE_PARAM != 0 {
            return self.error(range, format!("duplicate type parameter '{name}'"));
        }
        let mut all = flags;
        if self.scopes[id].comp_iter_target && flags & used::BOUND != 0 {
            if old & (used::GLOBAL | used::NONLOCAL) != 0 {
                let msg = format!(
                    "comprehension inner loop cannot rebind assignment expression target '{name}'"
                );
                return self.error(range, msg);
            }
            all |= used::COMP_ITER;
        }
        self.scopes[id].add_flags(&name, all);
        if flags & used::GLOBAL != 0 {
            self.scopes[0].add_flags(&name, used::GLOBAL);
        }
        Ok(())
    }

    /// Records an assignment to a name written in the source.
    pub(super) fn store(&mut self, name: &Name, flags: u16, range: TextRange) -> Done {
        if name.as_str() == "__debug__" {
            return self.error(range, "cannot assign to __debug__");
        }
        self.add(name, flags, range)
    }

    pub(super) fn define(&mut self, id: &Identifier, flags: u16) -> Done {
        self.store(&id.id, flags, id.range)
    }

    fn mangled(&self, name: &Name) -> Name {
        self.scopes[self.cur_id()].mangle(name)
    }

    // ---- statements

    pub(super) fn body(&mut self, body: &[Stmt]) -> Done {
        body.iter().try_for_each(|s| self.stmt(s))
    }

    /// Statements that run under a condition.
    fn inner(&mut self, body: &[Stmt]) -> Done {
        self.cur().conditional_depth += 1;
        let done = self.body(body);
        self.cur().conditional_depth -= 1;
        done
    }

    fn stmt(&mut self, stmt: &Stmt) -> Done {
        step(|| self.stmt_inner(stmt))
    }

    fn stmt_inner(&mut self, stmt: &Stmt) -> Done {
        match stmt {
            Stmt::FunctionDef(f) => self.function(f),
            Stmt::ClassDef(c) => self.class(c),
            Stmt::TypeAlias(t) => self.type_alias(t),
            Stmt::Return(r) => self.opt(r.value.as_deref()),
            Stmt::Delete(d) => d.targets.iter().try_for_each(|t| self.delete(t)),
            Stmt::Assign(a) => {
                self.expr(&a.value)?;
                self.exprs(&a.targets)
            }
            Stmt::AugAssign(a) => {
                self.expr(&a.target)?;
                self.expr(&a.value)
            }
            Stmt::AnnAssign(a) => self.ann_assign(a),
            Stmt::For(f) => {
                self.check_async(f.is_async, "async for", f.range)?;
                self.expr(&f.iter)?;
                self.expr(&f.target)?;
                self.inner(&f.body)?;
                self.inner(&f.orelse)
            }
            Stmt::While(w) => {
                self.expr(&w.test)?;
                self.inner(&w.body)?;
                self.inner(&w.orelse)
            }
            Stmt::If(i) => {
                self.expr(&i.test)?;
                self.inner(&i.body)?;
                i.elif_else_clauses.iter().try_for_each(|c| {
                    self.opt(c.test.as_ref())?;
                    self.inner(&c.body)
                })
            }
            Stmt::With(w) => {
                self.check_async(w.is_async, "async with", w.range)?;
                for item in &w.items {
                    self.expr(&item.context_expr)?;
                    self.opt(item.optional_vars.as_deref())?;
                }
                self.inner(&w.body)
            }
            Stmt::Match(m) => {
                self.cur().matches = true;
                self.expr(&m.subject)?;
                for case in &m.cases {
                    self.pattern(&case.pattern)?;
                    self.opt(case.guard.as_deref())?;
                    self.inner(&case.body)?;
                }
                Ok(())
            }
            Stmt::Raise(r) => {
                self.opt(r.exc.as_deref())?;
                self.opt(r.cause.as_deref())
            }
            Stmt::Try(t) => self.try_stmt(t),
            Stmt::Assert(a) => {
                self.expr(&a.test)?;
                self.opt(a.msg.as_deref())
            }
            Stmt::Import(i) => i.names.iter().try_for_each(|a| self.alias(a)),
            Stmt::ImportFrom(i) => i.names.iter().try_for_each(|a| self.alias(a)),
            Stmt::Global(g) => self.directive(&g.names, true, g.range),
            Stmt::Nonlocal(n) => self.directive(&n.names, false, n.range),
            Stmt::Expr(e) => self.expr(&e.value),
            Stmt::Pass(_) | Stmt::Break(_) | Stmt::Continue(_) => Ok(()),
            Stmt::IpyEscapeCommand(i) => self.error(i.range, "invalid syntax"),
        }
    }

    fn try_stmt(&mut self, t: &StmtTry) -> Done {
        self.inner(&t.body)?;
        for ExceptHandler::ExceptHandler(h) in &t.handlers {
            self.opt(h.type_.as_deref())?;
            if let Some(name) = &h.name {
                self.store(&name.id, used::LOCAL, h.range)?;
                self.note_deleted(&name.id);
            }
            self.inner(&h.body)?;
        }
        self.inner(&t.orelse)?;
        self.inner(&t.finalbody)
    }

    fn note_deleted(&mut self, name: &Name) {
        let name = self.mangled(name);
        self.cur().deleted.insert(name);
    }

    fn delete(&mut self, target: &Expr) -> Done {
        match target {
            Expr::Name(n) => {
                if n.id.as_str() == "__debug__" {
                    return self.error(n.range, "cannot delete __debug__");
                }
                self.note_deleted(&n.id);
                self.add(&n.id, used::LOCAL, n.range)
            }
            Expr::Tuple(t) => t.elts.iter().try_for_each(|e| self.delete(e)),
            Expr::List(l) => l.elts.iter().try_for_each(|e| self.delete(e)),
            Expr::Attribute(a) if a.attr.as_str() == "__debug__" => {
                self.error(a.range, "cannot delete __debug__")
            }
            Expr::Attribute(a) => self.expr(&a.value),
            other => self.expr(other),
        }
    }

    fn ann_assign(&mut self, a: &StmtAnnAssign) -> Done {
        if let Expr::Name(n) = a.target.as_ref() {
            let flags = self.scopes[self.cur_id()].flags(&self.mangled(&n.id));
            let directive = flags & (used::GLOBAL | used::NONLOCAL);
            // A module's own `global` is harmless.
            if a.simple && directive != 0 && self.cur_id() != 0 {
                let kind = if flags & used::GLOBAL != 0 {
                    "global"
                } else {
                    "nonlocal"
                };
                return self.error(
                    a.range,
                    format!("annotated name '{}' can't be {kind}", n.id),
                );
            }
            if a.simple {
                self.store(&n.id, used::ANNOT | used::LOCAL, n.range)?;
            } else if a.value.is_some() {
                self.store(&n.id, used::LOCAL, n.range)?;
            }
        } else {
            self.expr(&a.target)?;
        }
        self.annotation(&a.annotation, a)?;
        self.opt(a.value.as_deref())
    }

    /// The annotation of a variable: evaluated in the annotation scope of the class or module.
    fn annotation(&mut self, annotation: &Expr, stmt: &StmtAnnAssign) -> Done {
        let owner = self.cur_id();
        let kind = self.scopes[owner].kind;
        let deferred = stmt.simple && matches!(kind, Kind::Module | Kind::Class);
        if deferred {
            self.scopes[owner].annotations_used = true;
        }
        if deferred
            && !self.future_annotations
            && (kind == Kind::Module || self.scopes[owner].conditional_depth > 0)
            && !self.scopes[owner].conditional_annotations
        {
            self.scopes[owner].conditional_annotations = true;
            self.add(
                &Name::new_static("__conditional_annotations__"),
                used::USE,
                annotation.range(),
            )?;
        }
        match self.scopes[owner].annotation_block {
            Some(block) => self.stack.push(block),
            None => {
                let scope_key = (owner, Role::Annotations);
                let block = self.enter(
                    Name::new_static("__annotate__"),
                    Kind::Annotation,
                    scope_key,
                );
                self.scopes[owner].annotation_block = Some(block);
                if kind == Kind::Class && !self.future_annotations {
                    self.scopes[block].can_see_class = true;
                    self.add(
                        &Name::new_static("__classdict__"),
                        used::USE,
                        annotation.range(),
                    )?;
                }
            }
        }
        if deferred && self.scopes[owner].conditional_annotations {
            self.add(
                &Name::new_static("__conditional_annotations__"),
                used::USE,
                annotation.range(),
            )?;
        }
        self.cur().unevaluated = !deferred;
        let done = self.expr(annotation);
        self.cur().unevaluated = false;
        self.leave();
        done
    }

    fn alias(&mut self, alias: &Alias) -> Done {
        let name = match &alias.asname {
            Some(name) => name.id.clone(),
            None if alias.name.as_str() == "*" => {
                if self.scopes[self.cur_id()].kind != Kind::Module {
                    return self.error(alias.range, "import * only allowed at module level");
                }
                return Ok(());
            }
            None => Name::new(alias.name.as_str().split('.').next().unwrap_or_default()),
        };
        self.store(&name, used::IMPORT, alias.range)
    }

    fn directive(&mut self, names: &[Identifier], global: bool, range: TextRange) -> Done {
        let kind = if global { "global" } else { "nonlocal" };
        for id in names {
            let name = self.mangled(&id.id);
            let flags = self.scopes[self.cur_id()].flags(&name);
            let found = used::PARAM | used::LOCAL | used::USE | used::ANNOT;
            if flags & found != 0 {
                let msg = if flags & used::PARAM != 0 {
                    format!("name '{name}' is parameter and {kind}")
                } else if flags & used::USE != 0 {
                    format!("name '{name}' is used prior to {kind} declaration")
                } else if flags & used::ANNOT != 0 {
                    format!("annotated name '{name}' can't be {kind}")
                } else {
                    format!("name '{name}' is assigned to before {kind} declaration")
                };
                return self.error(range, msg);
            }
            self.add(
                &id.id,
                if global { used::GLOBAL } else { used::NONLOCAL },
                range,
            )?;
            self.cur().directives.push((name, range));
        }
        Ok(())
    }

    pub(super) fn note_directive(&mut self, name: &Name, range: TextRange) {
        let name = self.mangled(name);
        self.cur().directives.push((name, range));
    }

    // ---- definitions

    fn function(&mut self, f: &StmtFunctionDef) -> Done {
        for d in &f.decorator_list {
            self.expr(&d.expression)?;
        }
        self.defaults(&f.parameters)?;
        let generic = f.type_params.as_deref().map(|params| Generic {
            name: &f.name.id,
            params,
            node: key(f, Role::TypeParams),
            is_class: false,
            defaults: positional(&f.parameters).any(|p| p.default.is_some()),
            kwdefaults: f.parameters.kwonlyargs.iter().any(|p| p.default.is_some()),
        });
        if let Some(g) = &generic {
            self.enter_generic(g)?;
        }
        self.annotations(f)?;
        let body = self.enter(f.name.id.clone(), Kind::Function, key(f, Role::Body));
        self.scopes[body].coroutine = f.is_async;
        self.parameters(&f.parameters)?;
        self.body(&f.body)?;
        self.leave();
        if generic.is_some() {
            self.leave();
        }
        self.definition(&f.name, f.range, &f.decorator_list)
    }

    pub(super) fn defaults(&mut self, p: &Parameters) -> Done {
        for p in positional(p).chain(&p.kwonlyargs) {
            self.opt(p.default.as_deref())?;
        }
        Ok(())
    }

    pub(super) fn parameters(&mut self, p: &Parameters) -> Done {
        let plain = positional(p).chain(&p.kwonlyargs).map(|p| &p.parameter);
        for p in plain.chain(p.vararg.as_deref()).chain(p.kwarg.as_deref()) {
            // Without the stars, with the annotation.
            let range = TextRange::new(p.name.range.start(), p.range.end());
            self.store(&p.name.id, used::PARAM, range)?;
        }
        Ok(())
    }

    /// The scope of a function's annotations, opened beside the function's own.
    fn annotations(&mut self, f: &StmtFunctionDef) -> Done {
        let owner = self.cur_id();
        let sees_class = self.scopes[owner].can_see_class || self.scopes[owner].kind == Kind::Class;
        let id = self.enter(
            Name::new_static("__annotate__"),
            Kind::Annotation,
            key(f.parameters.as_ref(), Role::Annotations),
        );
        // CPython gives every function of a class this view, with annotations or without.
        if sees_class && !self.future_annotations {
            self.scopes[id].can_see_class = true;
            self.add(&Name::new_static("__classdict__"), used::USE, f.range)?;
        }
        for annotation in annotation_list(&f.parameters, f.returns.as_deref()) {
            self.scopes[id].annotations_used = true;
            if let Expr::Starred(s) = annotation.1 {
                self.expr(&s.value)?;
            } else {
                self.expr(annotation.1)?;
            }
        }
        self.leave();
        Ok(())
    }

    fn class(&mut self, c: &StmtClassDef) -> Done {
        for d in &c.decorator_list {
            self.expr(&d.expression)?;
        }
        let outer_private = self.private.clone();
        let generic = c.type_params.as_deref().map(|params| Generic {
            name: &c.name.id,
            params,
            node: key(c, Role::TypeParams),
            is_class: true,
            defaults: false,
            kwdefaults: false,
        });
        if let Some(g) = &generic {
            self.private = Some(c.name.id.clone());
            self.enter_generic(g)?;
        }
        if let Some(arguments) = c.arguments.as_deref() {
            self.arguments(arguments)?;
        }
        self.private = Some(c.name.id.clone());
        self.enter(c.name.id.clone(), Kind::Class, key(c, Role::Body));
        if generic.is_some() {
            self.add(&Name::new_static("__type_params__"), used::LOCAL, c.range)?;
            self.add(&Name::new_static(".type_params"), used::USE, c.range)?;
        }
        self.body(&c.body)?;
        self.leave();
        self.private = outer_private;
        if generic.is_some() {
            self.leave();
        }
        self.definition(&c.name, c.range, &c.decorator_list)
    }

    /// The name of a function or class; an error points at the whole definition.
    fn definition(
        &mut self,
        name: &Identifier,
        range: TextRange,
        decorators: &[Decorator],
    ) -> Done {
        self.store(
            &name.id,
            used::LOCAL,
            if decorators.is_empty() {
                range
            } else {
                name.range
            },
        )
    }

    pub(super) fn enter_generic(&mut self, g: &Generic<'_>) -> Done {
        let in_class = self.scopes[self.cur_id()].kind == Kind::Class;
        let range = g.params.range;
        let name = Name::new(format!("<generic parameters of {}>", g.name));
        let id = self.enter(name, Kind::TypeParams, g.node);
        if in_class {
            self.scopes[id].can_see_class = true;
            self.add(&Name::new_static("__classdict__"), used::USE, range)?;
        }
        if g.is_class {
            self.scopes[id].mangled_only = Some(HashSet::new());
        }
        if g.defaults {
            self.add(&Name::new_static(".defaults"), used::PARAM, range)?;
        }
        if g.kwdefaults {
            self.add(&Name::new_static(".kwdefaults"), used::PARAM, range)?;
        }
        if g.is_class {
            self.add(
                &Name::new_static(".type_params"),
                used::LOCAL | used::USE,
                range,
            )?;
            self.add(
                &Name::new_static(".generic_base"),
                used::LOCAL | used::USE,
                range,
            )?;
        }
        self.type_params(g.params)
    }

    fn type_params(&mut self, params: &TypeParams) -> Done {
        for param in &params.type_params {
            let name = param.name();
            if matches!(name.as_str(), "__classdict__") {
                let msg = format!(
                    "reserved name '{}' cannot be used for type parameter",
                    name.as_str()
                );
                return self.error(param.range(), msg);
            }
            if let Some(only) = &mut self.cur().mangled_only {
                only.insert(name.id.clone());
            }
            self.store(&name.id, used::TYPE_PARAM | used::LOCAL, param.range())?;
            let default_in = match param {
                TypeParam::TypeVar(v) => {
                    if let Some(bound) = v.bound.as_deref() {
                        let what = if bound.is_tuple_expr() {
                            "a TypeVar constraint"
                        } else {
                            "a TypeVar bound"
                        };
                        self.type_variable(&name.id, bound, key(param, Role::Bound), what)?;
                    }
                    "a TypeVar default"
                }
                TypeParam::TypeVarTuple(_) => "a TypeVarTuple default",
                TypeParam::ParamSpec(_) => "a ParamSpec default",
            };
            if let Some(default) = param.default() {
                self.type_variable(&name.id, default, key(param, Role::Default), default_in)?;
            }
        }
        Ok(())
    }

    fn type_variable(&mut self, name: &Name, e: &Expr, key: Key, what: &'static str) -> Done {
        let outer = self.cur_id();
        let sees_class = self.scopes[outer].can_see_class;
        let id = self.enter(name.clone(), Kind::TypeVariable(what), key);
        if sees_class {
            self.scopes[id].can_see_class = true;
            self.add(&Name::new_static("__classdict__"), used::USE, e.range())?;
        }
        let done = match e {
            Expr::Starred(s) => self.expr(&s.value),
            e => self.expr(e),
        };
        self.leave();
        done
    }

    fn type_alias(&mut self, t: &StmtTypeAlias) -> Done {
        let Expr::Name(name) = t.name.as_ref() else {
            return self.error(t.name.range(), "invalid syntax");
        };
        let in_class = self.scopes[self.cur_id()].kind == Kind::Class;
        if let Some(params) = t.type_params.as_deref() {
            self.enter_generic(&Generic {
                name: &name.id,
                params,
                node: key(t, Role::TypeParams),
                is_class: false,
                defaults: false,
                kwdefaults: false,
            })?;
        }
        let id = self.enter(name.id.clone(), Kind::TypeAlias, key(t, Role::Body));
        if in_class {
            self.scopes[id].can_see_class = true;
            self.add(&Name::new_static("__classdict__"), used::USE, t.range)?;
        }
        self.expr(&t.value)?;
        self.leave();
        if t.type_params.is_some() {
            self.leave();
        }
        self.store(&name.id, used::LOCAL, name.range)
    }

    /// Enters the scope of a comprehension; its first iterable was visited outside.
    pub(super) fn enter_comprehension(
        &mut self,
        name: &'static str,
        kind: CompKind,
        key: Key,
    ) -> Done {
        let id = self.enter(Name::new_static(name), Kind::Function, key);
        self.scopes[id].comprehension = Some(kind);
        self.scopes[id].generator = kind == CompKind::Generator;
        self.add(&Name::new_static(".0"), used::PARAM, TextRange::default())
    }
}

/// Parameters that may be given by position.
pub fn positional(p: &Parameters) -> impl Iterator<Item = &ParameterWithDefault> {
    p.posonlyargs.iter().chain(&p.args)
}

/// The annotations of a function in the order of its `__annotations__`.
pub fn annotation_list<'p>(p: &'p Parameters, returns: Option<&'p Expr>) -> Vec<(Name, &'p Expr)> {
    let mut list: Vec<(Name, &Expr)> = Vec::new();
    let mut add = |p: &'p Parameter| {
        if let Some(a) = p.annotation.as_deref() {
            list.push((p.name.id.clone(), a));
        }
    };
    positional(p).for_each(|p| add(&p.parameter));
    p.vararg.iter().for_each(|p| add(p));
    p.kwonlyargs.iter().for_each(|p| add(&p.parameter));
    p.kwarg.iter().for_each(|p| add(p));
    if let Some(returns) = returns {
        list.push((Name::new_static("return"), returns));
    }
    list
}
