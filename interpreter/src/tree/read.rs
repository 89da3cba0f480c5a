//! Objects as a tree: the reader, its access to fields, and modules.
//!
//! The reader checks what CPython's conversion and validation check, with their messages. It recurses by `step` and
//! counts: nodes may contain themselves.

use super::MODULE;
use super::given::{Given, Point};
use crate::parse::Mode;
use crate::parse::depth::{MAX_DEPTH, step};
use ruff_python_ast::*;
use ruff_text_size::{TextRange, TextSize};
use std::collections::HashMap;
use typhon_runtime::error::{self, type_error, value_error};
use typhon_runtime::obj::{Obj, R, Raised, Ref};
use typhon_runtime::types::list::List;
use typhon_runtime::types::{self, int, str as pystr};
use typhon_runtime::{Thread, hooks, ops};

/// The classes with fields or meaning of their own.
const CLASSES: &[&str] = &[
    "Module",
    "Interactive",
    "Expression",
    "FunctionType",
    "FunctionDef",
    "AsyncFunctionDef",
    "ClassDef",
    "Return",
    "Delete",
    "Assign",
    "TypeAlias",
    "AugAssign",
    "AnnAssign",
    "For",
    "AsyncFor",
    "While",
    "If",
    "With",
    "AsyncWith",
    "Match",
    "Raise",
    "Try",
    "TryStar",
    "Assert",
    "Import",
    "ImportFrom",
    "Global",
    "Nonlocal",
    "Expr",
    "Pass",
    "Break",
    "Continue",
    "BoolOp",
    "NamedExpr",
    "BinOp",
    "UnaryOp",
    "Lambda",
    "IfExp",
    "Dict",
    "Set",
    "ListComp",
    "SetComp",
    "DictComp",
    "GeneratorExp",
    "Await",
    "Yield",
    "YieldFrom",
    "Compare",
    "Call",
    "FormattedValue",
    "Interpolation",
    "JoinedStr",
    "TemplateStr",
    "Constant",
    "Attribute",
    "Subscript",
    "Starred",
    "Name",
    "List",
    "Tuple",
    "Slice",
    "Load",
    "Store",
    "Del",
    "And",
    "Or",
    "Add",
    "Sub",
    "Mult",
    "MatMult",
    "Div",
    "Mod",
    "Pow",
    "LShift",
    "RShift",
    "BitOr",
    "BitXor",
    "BitAnd",
    "FloorDiv",
    "Invert",
    "Not",
    "UAdd",
    "USub",
    "Eq",
    "NotEq",
    "Lt",
    "LtE",
    "Gt",
    "GtE",
    "Is",
    "IsNot",
    "In",
    "NotIn",
    "comprehension",
    "ExceptHandler",
    "arguments",
    "arg",
    "keyword",
    "alias",
    "withitem",
    "match_case",
    "MatchValue",
    "MatchSingleton",
    "MatchSequence",
    "MatchMapping",
    "MatchClass",
    "MatchStar",
    "MatchAs",
    "MatchOr",
    "TypeVar",
    "ParamSpec",
    "TypeVarTuple",
];

/// Reads one tree.
pub(super) struct Reader {
    /// Addresses of the classes.
    kinds: HashMap<usize, &'static str>,
    /// Keeps them alive meanwhile.
    _classes: Vec<Obj>,
    depth: u32,
    pub(super) given: Given,
}

/// Start and end of a node.
#[derive(Clone, Copy)]
pub(super) struct Spot {
    pub(super) start: Point,
    pub(super) end: Point,
}

impl Reader {
    pub(super) fn new(th: &mut Thread) -> R<Reader> {
        let module = hooks::import(th, MODULE)?;
        let mut kinds = HashMap::new();
        let mut classes = Vec::new();
        for name in CLASSES {
            let class = ops::getattr_str(th, module.r(), name)?;
            if let Some(t) = class.r().as_type() {
                kinds.insert(std::ptr::from_ref(t).addr(), *name);
            }
            classes.push(class);
        }
        Ok(Reader {
            kinds,
            _classes: classes,
            depth: 0,
            given: Given::default(),
        })
    }

    /// The class of a node, or the one that it is derived from; empty for what is no node.
    pub(super) fn kind(&self, o: Ref<'_>) -> &'static str {
        let known = |t: &typeobj::TypeObj| self.kinds.get(&std::ptr::from_ref(t).addr()).copied();
        o.class().mro().find_map(known).unwrap_or("")
    }

    /// One step down.
    pub(super) fn deeper<T>(
        &mut self,
        th: &mut Thread,
        what: &str,
        work: impl FnOnce(&mut Self, &mut Thread) -> R<T>,
    ) -> R<T> {
        if self.depth >= MAX_DEPTH {
            let m = format!("maximum recursion depth exceeded while traversing '{what}' node");
            return Err(error::raise(th, &error::RECURSION_ERROR, m));
        }
        self.depth += 1;
        let result = step(|| work(self, th));
        self.depth -= 1;
        result
    }

    // ---- modules

    pub(super) fn module(&mut self, th: &mut Thread, o: Ref<'_>, mode: Mode) -> R<Mod> {
        let wanted = match mode {
            Mode::Exec => "Module",
            Mode::Eval => "Expression",
            Mode::Single => "Interactive",
        };
        if self.kind(o) != wanted {
            let m = format!("expected {wanted} node, got {}", o.class().name());
            return Err(type_error(th, m));
        }
        let start = self.given.mark((1, 0));
        if mode == Mode::Eval {
            let body = Box::new(self.expr_field(th, o, wanted, "body", ExprContext::Load)?);
            let range = self.since(start, (1, 0));
            return Ok(Mod::Expression(ModExpression {
                node_index: AtomicNodeIndex::NONE,
                range,
                body,
            }));
        }
        let body = self.body(th, o, wanted, "body")?;
        let range = self.since(start, (1, 0));
        Ok(Mod::Module(ModModule {
            node_index: AtomicNodeIndex::NONE,
            range,
            body,
        }))
    }

    /// The range from an offset to a new one.
    pub(super) fn since(&mut self, start: TextSize, end: Point) -> TextRange {
        TextRange::new(start, self.given.mark(end))
    }

    // ---- fields

    pub(super) fn field(&mut self, th: &mut Thread, o: Ref<'_>, name: &str) -> R<Option<Obj>> {
        let found = ops::getattr_opt(th, o, pystr::intern_str(name))?;
        Ok(found.map(Obj::adopt))
    }

    /// A field that must be there.
    pub(super) fn needed(&mut self, th: &mut Thread, o: Ref<'_>, kind: &str, name: &str) -> R {
        match self.field(th, o, name)? {
            Some(v) => Ok(v),
            None => {
                let m = format!("required field \"{name}\" missing from {kind}");
                Err(type_error(th, m))
            }
        }
    }

    /// A field that must not be None.
    pub(super) fn required(&mut self, th: &mut Thread, o: Ref<'_>, kind: &str, name: &str) -> R {
        let v = self.needed(th, o, kind, name)?;
        if v.r().is_none() {
            return Err(value_error(
                th,
                format!("field '{name}' is required for {kind}"),
            ));
        }
        Ok(v)
    }

    pub(super) fn optional(&mut self, th: &mut Thread, o: Ref<'_>, name: &str) -> R<Option<Obj>> {
        Ok(self.field(th, o, name)?.filter(|v| !v.r().is_none()))
    }

    pub(super) fn items(
        &mut self,
        th: &mut Thread,
        o: Ref<'_>,
        kind: &str,
        name: &str,
    ) -> R<Vec<Obj>> {
        let Some(v) = self.field(th, o, name)? else {
            return Ok(Vec::new());
        };
        match v.get::<List>() {
            Some(l) => Ok(l.items()),
            None => {
                let m = format!(
                    "{kind} field \"{name}\" must be a list, not a {}",
                    v.r().class().name()
                );
                Err(type_error(th, m))
            }
        }
    }

    pub(super) fn identifier(&mut self, th: &mut Thread, v: Ref<'_>) -> R<String> {
        match v.get::<pystr::Str>() {
            Some(s) => Ok(s.to_string_lossy()),
            None => Err(type_error(th, "AST identifier must be of type str")),
        }
    }

    /// A name that must be there and be no keyword of a constant.
    pub(super) fn name_field(
        &mut self,
        th: &mut Thread,
        o: Ref<'_>,
        kind: &str,
        name: &str,
    ) -> R<String> {
        let v = self.required(th, o, kind, name)?;
        let text = self.identifier(th, v.r())?;
        self.check_name(th, &text)?;
        Ok(text)
    }

    pub(super) fn check_name(&mut self, th: &mut Thread, text: &str) -> R<()> {
        if matches!(text, "None" | "True" | "False") {
            let m = format!("identifier field can't represent '{text}' constant");
            return Err(value_error(th, m));
        }
        Ok(())
    }

    pub(super) fn opt_name_field(
        &mut self,
        th: &mut Thread,
        o: Ref<'_>,
        name: &str,
    ) -> R<Option<String>> {
        match self.optional(th, o, name)? {
            Some(v) => self.identifier(th, v.r()).map(Some),
            None => Ok(None),
        }
    }

    pub(super) fn int(&mut self, th: &mut Thread, v: Ref<'_>) -> R<i64> {
        if !int::is_int(v) {
            let m = format!("invalid integer value: {}", ops::repr_text(th, v)?);
            return Err(value_error(th, m));
        }
        int::c_int(th, v).map(i64::from)
    }

    /// Lines and columns of a node of a sum such as `expr`.
    pub(super) fn spot(&mut self, th: &mut Thread, o: Ref<'_>, sum: &str) -> R<Spot> {
        let line = self.needed(th, o, sum, "lineno")?;
        let line = self.int(th, line.r())?;
        let col = self.needed(th, o, sum, "col_offset")?;
        let col = self.int(th, col.r())?;
        let end_line = match self.optional(th, o, "end_lineno")? {
            Some(v) => self.int(th, v.r())?,
            None => line,
        };
        let end_col = match self.optional(th, o, "end_col_offset")? {
            Some(v) => self.int(th, v.r())?,
            None => col,
        };
        let wrong = if line > end_line {
            format!("AST node line range ({line}, {end_line}) is not valid")
        } else if (line < 0 && end_line != line) || (col < 0 && col != end_col) {
            format!(
                "AST node column range ({col}, {end_col}) for line range ({line}, {end_line}) is not valid"
            )
        } else if line == end_line && col > end_col {
            format!("line {line}, column {col}-{end_col} is not a valid range")
        } else {
            let unsigned = |n: i64| u32::try_from(n).unwrap_or(0);
            return Ok(Spot {
                start: (unsigned(line), unsigned(col)),
                end: (unsigned(end_line), unsigned(end_col)),
            });
        };
        Err(value_error(th, wrong))
    }

    /// "expected some sort of SUM, but got X".
    pub(super) fn unexpected(&mut self, th: &mut Thread, sum: &str, o: Ref<'_>) -> Raised {
        match ops::repr_text(th, o) {
            Ok(r) => type_error(th, format!("expected some sort of {sum}, but got {r}")),
            Err(e) => e,
        }
    }

    /// A body, which must not be empty unless it is that of a module.
    pub(super) fn body(&mut self, th: &mut Thread, o: Ref<'_>, kind: &str, name: &str) -> R<Suite> {
        let items = self.items(th, o, kind, name)?;
        let mut body = Suite::new();
        for s in &items {
            body.push(self.stmt(th, s.r())?);
        }
        Ok(body)
    }

    pub(super) fn full_body(&mut self, th: &mut Thread, o: Ref<'_>, kind: &str) -> R<Suite> {
        let body = self.body(th, o, kind, "body")?;
        self.not_empty(th, body.is_empty(), "body", kind)?;
        Ok(body)
    }

    pub(super) fn not_empty(
        &mut self,
        th: &mut Thread,
        empty: bool,
        what: &str,
        kind: &str,
    ) -> R<()> {
        if empty {
            return Err(value_error(th, format!("empty {what} on {kind}")));
        }
        Ok(())
    }

    /// A name in the tree, at a place of its own.
    pub(super) fn ident(&mut self, name: String, spot: Spot) -> Identifier {
        Identifier::new(name, self.given.leaf(spot.start, spot.end))
    }
}

use types::typeobj;
