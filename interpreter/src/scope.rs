//! The symbol table: which scope binds each name, with CPython 3.14's rules.
//!
//! `build` walks the tree once and records per scope how each name is used; `analyze` then decides for every symbol
//! whether it is local, a cell, free or global. Invariants afterwards: every symbol of every scope has a `Binding`
//! other than `Unset`, and a `Free` symbol is bound as `Cell` (or again `Free`) in the enclosing scope that provides
//! it; a comprehension that is inlined (`Scope::inlined`) may also read its parent's locals directly.
//!
//! Scopes are found by the address of their node and a `Role`, so the tree must not move between here and the compiler.

mod analyze;
mod build;
mod expr;

pub use build::annotation_list;

use crate::parse::{SourceFile, SyntaxError};
use ruff_python_ast::Mod;
use ruff_python_ast::name::Name;
use ruff_text_size::TextRange;
use std::collections::{HashMap, HashSet};

/// Index of a scope in its table.
pub type ScopeId = usize;

/// Which scope of a node is meant: one node may open several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// The body of a function, class, lambda, comprehension or type alias.
    Body,
    /// The scope of a type parameter list.
    TypeParams,
    /// Annotations of a function (keyed by its parameters) or of a class or module (keyed by the scope's node).
    Annotations,
    /// Bound or constraints of a type parameter.
    Bound,
    /// Default of a type parameter.
    Default,
}

/// Key of the hidden variable that holds the subject of `match` (no identifier).
pub const SUBJECT: &str = ".subject";

/// Address of a node and the role of the scope it opens.
pub type Key = (usize, Role);

/// The key of a node's scope.
pub fn key<T>(node: &T, role: Role) -> Key {
    (std::ptr::from_ref(node) as usize, role)
}

/// Kinds of scopes that differ in name resolution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Module,
    Class,
    Function,
    /// `__annotate__`.
    Annotation,
    /// The value of a `type` statement.
    TypeAlias,
    /// A type parameter list.
    TypeParams,
    /// Bound, constraints or default of a type parameter; the text names it in errors.
    TypeVariable(&'static str),
}

/// The four comprehension forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompKind {
    List,
    Set,
    Dict,
    Generator,
}

/// How a name is used in a scope (bits of `Symbol::flags`).
pub mod used {
    /// `global` statement.
    pub const GLOBAL: u16 = 1;
    /// Assigned in some way.
    pub const LOCAL: u16 = 1 << 1;
    /// Parameter.
    pub const PARAM: u16 = 1 << 2;
    /// `nonlocal` statement.
    pub const NONLOCAL: u16 = 1 << 3;
    /// Read.
    pub const USE: u16 = 1 << 4;
    /// Free in a class body that also binds it.
    pub const FREE_CLASS: u16 = 1 << 5;
    /// Bound by an import.
    pub const IMPORT: u16 = 1 << 6;
    /// Annotated.
    pub const ANNOT: u16 = 1 << 7;
    /// Iteration variable of a comprehension.
    pub const COMP_ITER: u16 = 1 << 8;
    /// Type parameter.
    pub const TYPE_PARAM: u16 = 1 << 9;
    /// Any binding.
    pub const BOUND: u16 = LOCAL | PARAM | IMPORT | TYPE_PARAM;
}

/// What a name refers to in a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binding {
    Unset,
    Local,
    Cell,
    Free,
    GlobalExplicit,
    GlobalImplicit,
}

/// One name of one scope.
#[derive(Clone, Debug)]
pub struct Symbol {
    pub name: Name,
    pub flags: u16,
    pub binding: Binding,
}

/// One scope.
#[derive(Debug)]
pub struct Scope {
    pub name: Name,
    pub kind: Kind,
    pub parent: Option<ScopeId>,
    pub children: Vec<ScopeId>,
    /// In order of first appearance (parameters first).
    pub symbols: Vec<Symbol>,
    index: HashMap<Name, usize>,
    /// Inside a function, at any depth.
    pub nested: bool,
    /// Contains `yield`, or is a generator expression.
    pub generator: bool,
    /// The body of an `async def`, or a comprehension that awaits.
    pub coroutine: bool,
    /// A comprehension's scope.
    pub comprehension: Option<CompKind>,
    /// The comprehension becomes part of the enclosing code.
    pub inlined: bool,
    /// A function directly in a class body.
    pub method: bool,
    /// The scope reads names through the enclosing class's namespace first.
    pub can_see_class: bool,
    /// A class whose methods use `__class__` or `super`.
    pub needs_class_cell: bool,
    /// A class whose inner annotation scopes read its namespace.
    pub needs_classdict: bool,
    /// A module or class with annotations that may not be executed.
    pub conditional_annotations: bool,
    /// Some annotation of a simple name occurs here.
    pub annotations_used: bool,
    /// The scope of the annotations of this module or class.
    pub annotation_block: Option<ScopeId>,
    /// Class name for the mangling of private names.
    pub private: Option<Name>,
    /// If set, only these names are mangled here.
    pub mangled_only: Option<HashSet<Name>>,
    /// Targets of `:=` that live in this scope.
    pub walrus: HashSet<Name>,
    /// Contains `match`.
    pub matches: bool,
    /// Names that `del` or the end of an `except` clause may unbind.
    pub deleted: HashSet<Name>,
    directives: Vec<(Name, TextRange)>,
    has_free: bool,
    child_free: bool,
    comp_iter_target: bool,
    comp_iter_expr: u32,
    unevaluated: bool,
    conditional_depth: u32,
}

impl Scope {
    /// Whether the scope's code runs as a function with fast locals.
    pub fn function_like(&self) -> bool {
        !matches!(self.kind, Kind::Module | Kind::Class)
    }

    /// Whether the scope's code makes a generator, coroutine or asynchronous generator instead of running.
    pub fn suspends(&self) -> bool {
        self.generator || self.coroutine
    }

    /// The symbol of a (mangled) name.
    pub fn symbol(&self, name: &str) -> Option<&Symbol> {
        self.index.get(name).and_then(|&i| self.symbols.get(i))
    }

    /// What a (mangled) name refers to here.
    pub fn binding(&self, name: &str) -> Binding {
        self.symbol(name).map_or(Binding::Unset, |s| s.binding)
    }

    fn flags(&self, name: &str) -> u16 {
        self.symbol(name).map_or(0, |s| s.flags)
    }

    fn add_flags(&mut self, name: &Name, flags: u16) {
        let index = match self.index.get(name) {
            Some(&i) => i,
            None => {
                let i = self.symbols.len();
                self.index.insert(name.clone(), i);
                self.symbols.push(Symbol {
                    name: name.clone(),
                    flags: 0,
                    binding: Binding::Unset,
                });
                i
            }
        };
        if let Some(s) = self.symbols.get_mut(index) {
            s.flags |= flags;
        }
    }

    fn set_binding(&mut self, name: &Name, binding: Binding) {
        self.add_flags(name, 0);
        if let Some(s) = self
            .index
            .get(name)
            .copied()
            .and_then(|i| self.symbols.get_mut(i))
        {
            s.binding = binding;
        }
    }

    /// A private name as the compiler stores it: `__x` in class `C` is `_C__x`.
    pub fn mangle(&self, name: &Name) -> Name {
        if let Some(only) = &self.mangled_only
            && !only.contains(name)
        {
            return name.clone();
        }
        mangle(self.private.as_ref(), name)
    }
}

/// `_C__x` for the private name `__x` inside class `C`.
pub fn mangle(class: Option<&Name>, name: &Name) -> Name {
    let Some(class) = class else {
        return name.clone();
    };
    let text = name.as_str();
    if !text.starts_with("__") || text.ends_with("__") || text.contains('.') {
        return name.clone();
    }
    let bare = class.as_str().trim_start_matches('_');
    if bare.is_empty() {
        return name.clone();
    }
    Name::new(format!("_{bare}{text}"))
}

/// All scopes of one compilation; scope 0 is the module.
#[derive(Debug)]
pub struct SymbolTable {
    pub scopes: Vec<Scope>,
    by_node: HashMap<Key, ScopeId>,
}

impl SymbolTable {
    /// Builds and analyzes the scopes of a tree.
    pub fn new(
        src: &SourceFile,
        tree: &Mod,
        future_annotations: bool,
    ) -> Result<SymbolTable, SyntaxError> {
        let mut table = build::Builder::new(src, future_annotations).run(tree)?;
        analyze::analyze(&mut table, src, future_annotations)?;
        Ok(table)
    }

    /// The scope that a node opens.
    pub fn find(&self, key: Key) -> Option<ScopeId> {
        self.by_node.get(&key).copied()
    }

    /// A scope by number.
    pub fn get(&self, id: ScopeId) -> &Scope {
        &self.scopes[id]
    }
}
