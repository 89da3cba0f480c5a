//! Second pass: from the recorded uses to a `Binding` for each symbol.
//!
//! Works outside in with the set of names bound by enclosing functions, and inside out with the set of names that
//! inner scopes need from outer ones, as CPython's symtable describes its own algorithm.

use super::{Binding, Kind, ScopeId, SymbolTable, used};
use crate::parse::depth::step;
use crate::parse::{SourceFile, SyntaxError};
use ruff_python_ast::name::Name;
use ruff_text_size::TextRange;
use std::collections::HashSet;

type Names = HashSet<Name>;

/// Names that a class body provides to its inner scopes through cells of its own.
const CLASS_CELLS: [&str; 3] = ["__class__", "__classdict__", "__conditional_annotations__"];

struct Outer {
    /// Names bound by enclosing functions; None at module level.
    bound: Option<Names>,
    global: Names,
    type_params: Names,
    class: Option<ScopeId>,
}

struct Analysis<'a> {
    table: &'a mut SymbolTable,
    src: &'a SourceFile,
    future_annotations: bool,
}

/// Decides the binding of every symbol.
pub fn analyze(
    table: &mut SymbolTable,
    src: &SourceFile,
    future_annotations: bool,
) -> Result<(), SyntaxError> {
    let outer = Outer {
        bound: None,
        global: Names::new(),
        type_params: Names::new(),
        class: None,
    };
    Analysis {
        table,
        src,
        future_annotations,
    }
    .block(0, outer)
    .map(drop)
}

impl Analysis<'_> {
    /// Analyzes a scope and gives the names that it needs from outside.
    fn block(&mut self, id: ScopeId, mut outer: Outer) -> Result<Names, SyntaxError> {
        let scope = &self.table.scopes[id];
        let (kind, function_like) = (scope.kind, scope.function_like());
        let is_class = kind == Kind::Class;
        let mut inner_bound = Names::new();
        let mut inner_global = Names::new();
        if is_class {
            inner_global.extend(outer.global.iter().cloned());
            inner_bound.extend(outer.bound.iter().flatten().cloned());
        }
        let mut local = Names::new();
        let mut free = Names::new();
        for i in 0..self.table.scopes[id].symbols.len() {
            self.name(id, i, &mut outer, &mut local, &mut free)?;
        }
        if is_class {
            inner_bound.extend(CLASS_CELLS.iter().map(Name::new));
        } else {
            if function_like {
                inner_bound.extend(local.iter().cloned());
            }
            inner_bound.extend(outer.bound.iter().flatten().cloned());
            inner_global.extend(outer.global.iter().cloned());
        }
        let needed = self.children(id, &outer, inner_bound, inner_global)?;
        let mut needed = needed;
        if function_like {
            self.cells(id, &mut needed);
        } else if is_class {
            self.drop_class_cells(id, &mut needed);
        }
        self.propagate(id, &needed, outer.bound.as_ref());
        free.extend(needed);
        Ok(free)
    }

    fn children(
        &mut self,
        id: ScopeId,
        outer: &Outer,
        bound: Names,
        global: Names,
    ) -> Result<Names, SyntaxError> {
        let mut needed = Names::new();
        let is_class = self.table.scopes[id].kind == Kind::Class;
        for child in self.table.scopes[id].children.clone() {
            let entry = &self.table.scopes[child];
            let class = match (entry.can_see_class, is_class) {
                (true, true) => Some(id),
                (true, false) => outer.class,
                (false, _) => None,
            };
            // Annotations that stay text use no names.
            if entry.kind == Kind::Annotation && self.future_annotations {
                continue;
            }
            let inline = entry.comprehension.is_some()
                && !entry.generator
                && !self.table.scopes[id].can_see_class;
            let down = Outer {
                bound: Some(bound.clone()),
                global: global.clone(),
                type_params: outer.type_params.clone(),
                class,
            };
            let mut from_child = step(|| self.block(child, down))?;
            if inline {
                self.table.scopes[child].inlined = true;
                self.inline(id, child, &mut from_child);
            }
            if self.table.scopes[child].has_free
                || self.table.scopes[child].child_free
                || !from_child.is_empty()
            {
                self.table.scopes[id].child_free = true;
            }
            needed.extend(from_child);
        }
        Ok(needed)
    }

    /// An inlined comprehension reads its parent's locals in place, so that they need no cell for its sake.
    fn inline(&mut self, id: ScopeId, child: ScopeId, from_child: &mut Names) {
        let scopes = &self.table.scopes;
        let parent = &scopes[id];
        if parent.kind == Kind::Class {
            for name in CLASS_CELLS {
                // The class's own cells are not visible to expressions of its body, only to functions in them.
                let name = Name::new_static(name);
                let comp = &self.table.scopes[child];
                if !needs_cell(&self.table.scopes, comp, &name)
                    && from_child.remove(&name)
                    && self.table.scopes[child].binding(&name) == Binding::Free
                {
                    self.table.scopes[child].set_binding(&name, Binding::GlobalImplicit);
                }
            }
            return;
        }
        let comp = &scopes[child];
        from_child.retain(|name| {
            parent.flags(name) & used::BOUND == 0
                || parent.flags(name) & used::NONLOCAL != 0
                || needs_cell(scopes, comp, name)
        });
    }

    fn name(
        &mut self,
        id: ScopeId,
        index: usize,
        outer: &mut Outer,
        local: &mut Names,
        free: &mut Names,
    ) -> Result<(), SyntaxError> {
        let (name, flags) = {
            let s = &self.table.scopes[id].symbols[index];
            (s.name.clone(), s.flags)
        };
        let binding = if flags & used::GLOBAL != 0 {
            if flags & used::NONLOCAL != 0 {
                return Err(self.at_directive(
                    id,
                    &name,
                    format!("name '{name}' is nonlocal and global"),
                ));
            }
            outer.global.insert(name.clone());
            if let Some(bound) = &mut outer.bound {
                bound.remove(&name);
            }
            Binding::GlobalExplicit
        } else if flags & used::NONLOCAL != 0 {
            let Some(bound) = &outer.bound else {
                let msg = "nonlocal declaration not allowed at module level";
                return Err(self.at_directive(id, &name, msg.to_owned()));
            };
            if !bound.contains(&name) {
                return Err(self.at_directive(
                    id,
                    &name,
                    format!("no binding for nonlocal '{name}' found"),
                ));
            }
            if outer.type_params.contains(&name) {
                let msg = format!("nonlocal binding not allowed for type parameter '{name}'");
                return Err(self.at_directive(id, &name, msg));
            }
            self.table.scopes[id].has_free = true;
            free.insert(name.clone());
            Binding::Free
        } else if flags & used::BOUND != 0 {
            local.insert(name.clone());
            outer.global.remove(&name);
            if flags & used::TYPE_PARAM != 0 {
                outer.type_params.insert(name.clone());
            } else {
                outer.type_params.remove(&name);
            }
            Binding::Local
        } else if let Some(found) = self.in_class(outer.class, &name) {
            found
        } else if outer.bound.as_ref().is_some_and(|b| b.contains(&name)) {
            self.table.scopes[id].has_free = true;
            free.insert(name.clone());
            Binding::Free
        } else {
            if self.table.scopes[id].nested && !outer.global.contains(&name) {
                self.table.scopes[id].has_free = true;
            }
            Binding::GlobalImplicit
        };
        self.table.scopes[id].symbols[index].binding = binding;
        Ok(())
    }

    /// In a scope that sees a class, a name of that class must not be found in a function around the class.
    fn in_class(&self, class: Option<ScopeId>, name: &Name) -> Option<Binding> {
        let flags = self.table.scopes[class?].flags(name);
        if flags & used::GLOBAL != 0 {
            Some(Binding::GlobalExplicit)
        } else if flags & used::BOUND != 0 && flags & used::NONLOCAL == 0 {
            Some(Binding::GlobalImplicit)
        } else {
            None
        }
    }

    /// Locals that inner scopes need become cells.
    fn cells(&mut self, id: ScopeId, needed: &mut Names) {
        for s in &mut self.table.scopes[id].symbols {
            if s.binding == Binding::Local && needed.remove(&s.name) {
                s.binding = Binding::Cell;
            }
        }
    }

    fn drop_class_cells(&mut self, id: ScopeId, needed: &mut Names) {
        let scope = &mut self.table.scopes[id];
        scope.needs_class_cell |= needed.remove("__class__");
        scope.needs_classdict |= needed.remove("__classdict__");
        scope.conditional_annotations |= needed.remove("__conditional_annotations__");
    }

    /// Names that inner scopes need pass through this one.
    fn propagate(&mut self, id: ScopeId, needed: &Names, bound: Option<&Names>) {
        let scope = &mut self.table.scopes[id];
        let sees_class = scope.kind == Kind::Class || scope.can_see_class;
        let mut names: Vec<&Name> = needed.iter().collect();
        names.sort();
        for name in names {
            if scope.symbol(name).is_some() {
                let elsewhere = scope.flags(name) & (used::BOUND | used::GLOBAL) != 0
                    || scope.binding(name) == Binding::GlobalImplicit;
                if sees_class && elsewhere {
                    scope.add_flags(name, used::FREE_CLASS);
                }
                continue;
            }
            if bound.is_some_and(|b| b.contains(name)) {
                scope.set_binding(name, Binding::Free);
            }
        }
    }

    fn at_directive(&self, id: ScopeId, name: &Name, msg: String) -> SyntaxError {
        let found = self.table.scopes[id]
            .directives
            .iter()
            .find(|(n, _)| n == name);
        self.src
            .error(found.map_or(TextRange::default(), |d| d.1), msg)
    }
}

/// Whether a function inside the comprehension closes over the name.
fn needs_cell(scopes: &[super::Scope], comp: &super::Scope, name: &Name) -> bool {
    comp.children.iter().any(|&c| {
        let child = &scopes[c];
        if child
            .symbol(name)
            .is_none_or(|s| s.binding != Binding::Free && s.flags & used::FREE_CLASS == 0)
        {
            return false;
        }
        !child.inlined || needs_cell(scopes, child, name)
    })
}
