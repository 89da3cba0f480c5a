//! The parser's tree as objects: the maker, modules and expressions.

use super::MODULE;
use crate::code::Const;
use crate::objects::code::constant;
use crate::parse::depth::step;
use crate::parse::{IntLiteral, Mode, SourceFile, bytes_literal, int_literal, string_literal};
use ruff_python_ast::*;
use ruff_text_size::{Ranged, TextRange, TextSize};
use std::collections::HashMap;
use typhon_runtime::call::Args;
use typhon_runtime::obj::{Obj, R, Ref};
use typhon_runtime::types::{bytes, classes, complex, float, int, list, str as pystr};
use typhon_runtime::{Thread, hooks, ops};

/// A named field of a node.
pub(super) type Field = (&'static str, Obj);

/// Makes nodes.
pub(super) struct Maker<'s> {
    pub(super) src: &'s SourceFile,
    module: Obj,
    /// The classes met so far.
    classes: HashMap<&'static str, Obj>,
    /// The one instance of `Load`, `Add` and their like, which all trees share.
    singles: HashMap<&'static str, Obj>,
}

/// A place as nodes have it: lines from 1, columns in bytes.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) start: TextSize,
    pub(super) end: TextSize,
}

impl From<TextRange> for Place {
    fn from(r: TextRange) -> Place {
        Place {
            start: r.start(),
            end: r.end(),
        }
    }
}

impl<'s> Maker<'s> {
    pub(super) fn new(th: &mut Thread, src: &'s SourceFile) -> R<Maker<'s>> {
        Ok(Maker {
            src,
            module: hooks::import(th, MODULE)?,
            classes: HashMap::new(),
            singles: HashMap::new(),
        })
    }

    /// A node with fields; its attributes follow if its class has some.
    pub(super) fn node(
        &mut self,
        th: &mut Thread,
        name: &'static str,
        place: Option<Place>,
        fields: Vec<Field>,
    ) -> R {
        if !self.classes.contains_key(name) {
            let class = ops::getattr_str(th, self.module.r(), name)?;
            self.classes.insert(name, class);
        }
        let Some(class) = self.classes.get(name) else {
            return Ok(Obj::none());
        };
        let node = classes::object_new(th, class.r(), Args::NONE)?;
        for (field, value) in fields {
            ops::setattr(th, node.r(), pystr::intern_str(field), Some(value.r()))?;
        }
        if let Some(place) = place {
            let (line, col) = self.src.line_col(place.start);
            let (end_line, end_col) = self.src.line_col(place.end);
            for (field, value) in [
                ("lineno", line),
                ("col_offset", col),
                ("end_lineno", end_line),
                ("end_col_offset", end_col),
            ] {
                let value = Ref::small_int(i64::from(value));
                ops::setattr(th, node.r(), pystr::intern_str(field), Some(value))?;
            }
        }
        Ok(node)
    }

    /// The shared instance of a class without fields.
    pub(super) fn single(&mut self, th: &mut Thread, name: &'static str) -> R {
        if let Some(o) = self.singles.get(name) {
            return Ok(o.clone());
        }
        let shared = ops::getattr_str(th, self.module.r(), "_shared")?;
        let o = ops::getitem(th, shared.r(), pystr::intern_str(name))?;
        self.singles.insert(name, o.clone());
        Ok(o)
    }

    /// A whole text.
    pub(super) fn module(&mut self, th: &mut Thread, tree: &Mod, mode: Mode) -> R {
        match tree {
            Mod::Module(m) => {
                let body = self.body(th, &m.body)?;
                if mode == Mode::Single {
                    return self.node(th, "Interactive", None, vec![("body", body)]);
                }
                let ignores = list::new(th, Vec::new())?;
                let fields = vec![("body", body), ("type_ignores", ignores)];
                self.node(th, "Module", None, fields)
            }
            Mod::Expression(e) => {
                let body = self.expr(th, &e.body)?;
                self.node(th, "Expression", None, vec![("body", body)])
            }
        }
    }

    // ---- parts

    pub(super) fn exprs(&mut self, th: &mut Thread, items: &[Expr]) -> R {
        let items = items.iter().map(|e| self.expr(th, e));
        let items = items.collect::<R<Vec<Obj>>>()?;
        list::new(th, items)
    }

    pub(super) fn opt_expr(&mut self, th: &mut Thread, e: Option<&Expr>) -> R {
        match e {
            Some(e) => self.expr(th, e),
            None => Ok(Obj::none()),
        }
    }

    pub(super) fn name(&mut self, id: &str) -> Obj {
        pystr::intern_str(id).own()
    }

    pub(super) fn opt_name(&mut self, id: Option<&Identifier>) -> Obj {
        id.map_or_else(Obj::none, |i| self.name(i.as_str()))
    }

    fn ctx(&mut self, th: &mut Thread, ctx: ExprContext) -> R {
        self.single(
            th,
            match ctx {
                ExprContext::Store => "Store",
                ExprContext::Del => "Del",
                ExprContext::Load | ExprContext::Invalid => "Load",
            },
        )
    }

    // ---- expressions

    pub(super) fn expr(&mut self, th: &mut Thread, e: &Expr) -> R {
        step(|| self.expr_inner(th, e))
    }

    fn expr_inner(&mut self, th: &mut Thread, e: &Expr) -> R {
        let place = Some(Place::from(e.range()));
        let (name, fields): (&'static str, Vec<Field>) = match e {
            Expr::BoolOp(b) => {
                let op = match b.op {
                    BoolOp::And => "And",
                    BoolOp::Or => "Or",
                };
                let op = self.single(th, op)?;
                (
                    "BoolOp",
                    vec![("op", op), ("values", self.exprs(th, &b.values)?)],
                )
            }
            Expr::Named(n) => {
                let target = self.expr(th, &n.target)?;
                (
                    "NamedExpr",
                    vec![("target", target), ("value", self.expr(th, &n.value)?)],
                )
            }
            Expr::BinOp(_) => return self.binary(th, e),
            Expr::UnaryOp(u) => {
                let op = self.single(th, unary_name(u.op))?;
                (
                    "UnaryOp",
                    vec![("op", op), ("operand", self.expr(th, &u.operand)?)],
                )
            }
            Expr::Lambda(l) => {
                let args = self.parameters(th, l.parameters.as_deref())?;
                (
                    "Lambda",
                    vec![("args", args), ("body", self.expr(th, &l.body)?)],
                )
            }
            Expr::If(i) => {
                let test = self.expr(th, &i.test)?;
                let body = self.expr(th, &i.body)?;
                let orelse = self.expr(th, &i.orelse)?;
                (
                    "IfExp",
                    vec![("test", test), ("body", body), ("orelse", orelse)],
                )
            }
            Expr::Dict(d) => {
                let mut keys = Vec::with_capacity(d.items.len());
                let mut values = Vec::with_capacity(d.items.len());
                for item in &d.items {
                    keys.push(self.opt_expr(th, item.key.as_ref())?);
                    values.push(self.expr(th, &item.value)?);
                }
                let keys = list::new(th, keys)?;
                (
                    "Dict",
                    vec![("keys", keys), ("values", list::new(th, values)?)],
                )
            }
            Expr::Set(s) => ("Set", vec![("elts", self.exprs(th, &s.elts)?)]),
            Expr::ListComp(c) => ("ListComp", self.comprehension(th, &c.elt, &c.generators)?),
            Expr::SetComp(c) => ("SetComp", self.comprehension(th, &c.elt, &c.generators)?),
            Expr::Generator(c) => (
                "GeneratorExp",
                self.comprehension(th, &c.elt, &c.generators)?,
            ),
            Expr::DictComp(c) => {
                let key = self.opt_expr(th, c.key.as_deref())?;
                let value = self.expr(th, &c.value)?;
                let generators = self.generators(th, &c.generators)?;
                (
                    "DictComp",
                    vec![("key", key), ("value", value), ("generators", generators)],
                )
            }
            Expr::Await(a) => ("Await", vec![("value", self.expr(th, &a.value)?)]),
            Expr::Yield(y) => (
                "Yield",
                vec![("value", self.opt_expr(th, y.value.as_deref())?)],
            ),
            Expr::YieldFrom(y) => ("YieldFrom", vec![("value", self.expr(th, &y.value)?)]),
            Expr::Compare(c) => {
                let left = self.expr(th, &c.left)?;
                let ops = c.ops.iter().map(|op| self.single(th, comparison_name(*op)));
                let ops = ops.collect::<R<Vec<Obj>>>()?;
                let ops = list::new(th, ops)?;
                let comparators = self.exprs(th, &c.comparators)?;
                (
                    "Compare",
                    vec![("left", left), ("ops", ops), ("comparators", comparators)],
                )
            }
            Expr::Call(c) => {
                let func = self.expr(th, &c.func)?;
                let (args, keywords) = self.arguments(th, &c.arguments)?;
                (
                    "Call",
                    vec![("func", func), ("args", args), ("keywords", keywords)],
                )
            }
            Expr::FString(f) => return self.joined(th, f),
            Expr::TString(t) => return self.template(th, t),
            Expr::Attribute(a) => {
                let value = self.expr(th, &a.value)?;
                let attr = self.name(a.attr.as_str());
                let ctx = self.ctx(th, a.ctx)?;
                (
                    "Attribute",
                    vec![("value", value), ("attr", attr), ("ctx", ctx)],
                )
            }
            Expr::Subscript(s) => {
                let value = self.expr(th, &s.value)?;
                let slice = self.expr(th, &s.slice)?;
                let ctx = self.ctx(th, s.ctx)?;
                (
                    "Subscript",
                    vec![("value", value), ("slice", slice), ("ctx", ctx)],
                )
            }
            Expr::Starred(s) => {
                let value = self.expr(th, &s.value)?;
                (
                    "Starred",
                    vec![("value", value), ("ctx", self.ctx(th, s.ctx)?)],
                )
            }
            Expr::Name(n) => {
                let id = self.name(n.id.as_str());
                ("Name", vec![("id", id), ("ctx", self.ctx(th, n.ctx)?)])
            }
            Expr::List(l) => {
                let elts = self.exprs(th, &l.elts)?;
                ("List", vec![("elts", elts), ("ctx", self.ctx(th, l.ctx)?)])
            }
            Expr::Tuple(t) => {
                let elts = self.exprs(th, &t.elts)?;
                ("Tuple", vec![("elts", elts), ("ctx", self.ctx(th, t.ctx)?)])
            }
            Expr::Slice(s) => {
                let lower = self.opt_expr(th, s.lower.as_deref())?;
                let upper = self.opt_expr(th, s.upper.as_deref())?;
                let step = self.opt_expr(th, s.step.as_deref())?;
                (
                    "Slice",
                    vec![("lower", lower), ("upper", upper), ("step", step)],
                )
            }
            Expr::StringLiteral(_)
            | Expr::BytesLiteral(_)
            | Expr::NumberLiteral(_)
            | Expr::BooleanLiteral(_)
            | Expr::NoneLiteral(_)
            | Expr::EllipsisLiteral(_)
            | Expr::IpyEscapeCommand(_) => return self.literal(th, e),
        };
        self.node(th, name, place, fields)
    }

    /// A chain of operators from its left end on: long ones must not nest.
    fn binary(&mut self, th: &mut Thread, e: &Expr) -> R {
        let mut spine = Vec::new();
        let mut leftmost = e;
        while let Expr::BinOp(b) = leftmost {
            spine.push(b);
            leftmost = &b.left;
        }
        let mut left = self.expr(th, leftmost)?;
        for b in spine.into_iter().rev() {
            let op = self.single(th, operator_name(b.op))?;
            let right = self.expr(th, &b.right)?;
            let fields = vec![("left", left), ("op", op), ("right", right)];
            left = self.node(th, "BinOp", Some(b.range.into()), fields)?;
        }
        Ok(left)
    }

    fn comprehension(
        &mut self,
        th: &mut Thread,
        elt: &Expr,
        generators: &[Comprehension],
    ) -> R<Vec<Field>> {
        let elt = self.expr(th, elt)?;
        Ok(vec![
            ("elt", elt),
            ("generators", self.generators(th, generators)?),
        ])
    }

    fn generators(&mut self, th: &mut Thread, generators: &[Comprehension]) -> R {
        let mut items = Vec::with_capacity(generators.len());
        for g in generators {
            let fields = vec![
                ("target", self.expr(th, &g.target)?),
                ("iter", self.expr(th, &g.iter)?),
                ("ifs", self.exprs(th, &g.ifs)?),
                ("is_async", Ref::small_int(i64::from(g.is_async)).own()),
            ];
            items.push(self.node(th, "comprehension", None, fields)?);
        }
        list::new(th, items)
    }

    /// Positional arguments and keywords of a call or a class.
    pub(super) fn arguments(&mut self, th: &mut Thread, a: &Arguments) -> R<(Obj, Obj)> {
        let args = match &*a.args {
            // The parentheses of the call are those of the generator expression.
            [Expr::Generator(g)] if !g.parenthesized => {
                let fields = self.comprehension(th, &g.elt, &g.generators)?;
                let node = self.node(th, "GeneratorExp", Some(a.range.into()), fields)?;
                list::new(th, vec![node])?
            }
            args => self.exprs(th, args)?,
        };
        let mut keywords = Vec::with_capacity(a.keywords.len());
        for k in &a.keywords {
            let arg = self.opt_name(k.arg.as_ref());
            let fields = vec![("arg", arg), ("value", self.expr(th, &k.value)?)];
            keywords.push(self.node(th, "keyword", Some(k.range.into()), fields)?);
        }
        Ok((args, list::new(th, keywords)?))
    }

    /// A `Constant` node.
    pub(super) fn constant(&mut self, th: &mut Thread, value: Obj, kind: Obj, place: Place) -> R {
        let fields = vec![("value", value), ("kind", kind)];
        self.node(th, "Constant", Some(place), fields)
    }

    fn literal(&mut self, th: &mut Thread, e: &Expr) -> R {
        let mut kind = Obj::none();
        let value = match e {
            Expr::StringLiteral(s) => {
                let mut text = Vec::new();
                for part in &s.value {
                    text.extend(string_literal(self.src, part));
                }
                if s.value
                    .iter()
                    .next()
                    .is_some_and(|s| s.flags.prefix().is_unicode())
                {
                    kind = pystr::intern_str("u").own();
                }
                pystr::from_wtf8(th, &text)?
            }
            Expr::BytesLiteral(b) => {
                let mut data = Vec::new();
                for part in &b.value {
                    data.extend(bytes_literal(self.src, part));
                }
                bytes::new(th, &data)?
            }
            Expr::NumberLiteral(n) => match &n.value {
                Number::Int(i) => match int_literal(i) {
                    IntLiteral::Small(v) => int::from_i64(th, v)?,
                    IntLiteral::Big(v) => constant(th, &Const::Big(v))?,
                },
                Number::Float(x) => float::new(th, *x)?,
                Number::Complex { real, imag } => {
                    let z = complex::Complex {
                        re: *real,
                        im: *imag,
                    };
                    complex::new(th, z)?
                }
            },
            Expr::BooleanLiteral(b) => Obj::bool(b.value),
            Expr::EllipsisLiteral(_) => Ref::ELLIPSIS.own(),
            _ => Obj::none(),
        };
        self.constant(th, value, kind, e.range().into())
    }
}

/// The class of an operator.
fn operator_name(op: Operator) -> &'static str {
    match op {
        Operator::Add => "Add",
        Operator::Sub => "Sub",
        Operator::Mult => "Mult",
        Operator::MatMult => "MatMult",
        Operator::Div => "Div",
        Operator::Mod => "Mod",
        Operator::Pow => "Pow",
        Operator::LShift => "LShift",
        Operator::RShift => "RShift",
        Operator::BitOr => "BitOr",
        Operator::BitXor => "BitXor",
        Operator::BitAnd => "BitAnd",
        Operator::FloorDiv => "FloorDiv",
    }
}

impl Maker<'_> {
    /// The shared instance of an operator's class.
    pub(super) fn operator(&mut self, th: &mut Thread, op: Operator) -> R {
        self.single(th, operator_name(op))
    }
}

fn unary_name(op: UnaryOp) -> &'static str {
    match op {
        UnaryOp::Invert => "Invert",
        UnaryOp::Not => "Not",
        UnaryOp::UAdd => "UAdd",
        UnaryOp::USub => "USub",
    }
}

fn comparison_name(op: CmpOp) -> &'static str {
    match op {
        CmpOp::Eq => "Eq",
        CmpOp::NotEq => "NotEq",
        CmpOp::Lt => "Lt",
        CmpOp::LtE => "LtE",
        CmpOp::Gt => "Gt",
        CmpOp::GtE => "GtE",
        CmpOp::Is => "Is",
        CmpOp::IsNot => "IsNot",
        CmpOp::In => "In",
        CmpOp::NotIn => "NotIn",
    }
}
