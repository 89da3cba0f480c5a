//! Expressions, parameters and patterns from objects.

use super::read::{Reader, Spot};
use ruff_python_ast::*;
use ruff_text_size::{Ranged, TextRange};
use typhon_runtime::Thread;
use typhon_runtime::error::{type_error, value_error};
use typhon_runtime::obj::{Obj, R, Ref};

const LOAD: ExprContext = ExprContext::Load;

fn context_name(ctx: ExprContext) -> &'static str {
    match ctx {
        ExprContext::Store => "Store",
        ExprContext::Del => "Del",
        ExprContext::Load | ExprContext::Invalid => "Load",
    }
}

impl Reader {
    pub(super) fn expr_field(
        &mut self,
        th: &mut Thread,
        o: Ref<'_>,
        kind: &str,
        name: &str,
        ctx: ExprContext,
    ) -> R<Expr> {
        let v = self.required(th, o, kind, name)?;
        self.expr(th, v.r(), ctx)
    }

    pub(super) fn boxed(
        &mut self,
        th: &mut Thread,
        o: Ref<'_>,
        kind: &str,
        name: &str,
    ) -> R<Box<Expr>> {
        self.expr_field(th, o, kind, name, LOAD).map(Box::new)
    }

    pub(super) fn opt_expr(
        &mut self,
        th: &mut Thread,
        o: Ref<'_>,
        name: &str,
    ) -> R<Option<Box<Expr>>> {
        match self.optional(th, o, name)? {
            Some(v) => self.expr(th, v.r(), LOAD).map(|e| Some(Box::new(e))),
            None => Ok(None),
        }
    }

    pub(super) fn exprs(
        &mut self,
        th: &mut Thread,
        o: Ref<'_>,
        kind: &str,
        name: &str,
        ctx: ExprContext,
    ) -> R<Vec<Expr>> {
        let items = self.items(th, o, kind, name)?;
        let mut list = Vec::with_capacity(items.len());
        for item in &items {
            if item.r().is_none() {
                return Err(value_error(th, "None disallowed in expression list"));
            }
            list.push(self.expr(th, item.r(), ctx)?);
        }
        Ok(list)
    }

    pub(super) fn expr(&mut self, th: &mut Thread, o: Ref<'_>, ctx: ExprContext) -> R<Expr> {
        self.deeper(th, "expr", |s, th| s.expr_inner(th, o, ctx))
    }

    /// The context that a node names, which must be the one its place asks for.
    fn context(&mut self, th: &mut Thread, o: Ref<'_>, wanted: ExprContext) -> R<ExprContext> {
        let given = match self.field(th, o, "ctx")? {
            None => LOAD,
            Some(c) => match self.kind(c.r()) {
                "Load" => LOAD,
                "Store" => ExprContext::Store,
                "Del" => ExprContext::Del,
                _ => return Err(self.unexpected(th, "expr_context", c.r())),
            },
        };
        if given != wanted {
            let m = format!(
                "expression must have {} context but has {} instead",
                context_name(wanted),
                context_name(given)
            );
            return Err(value_error(th, m));
        }
        Ok(given)
    }

    fn expr_inner(&mut self, th: &mut Thread, o: Ref<'_>, ctx: ExprContext) -> R<Expr> {
        let spot = self.spot(th, o, "expr")?;
        let kind = self.kind(o);
        if ctx != LOAD
            && !matches!(
                kind,
                "Attribute" | "Subscript" | "Starred" | "Name" | "List" | "Tuple"
            )
        {
            let m = format!(
                "expression which can't be assigned to in {} context",
                context_name(ctx)
            );
            return Err(value_error(th, m));
        }
        match kind {
            "Constant" => return self.constant(th, o, spot),
            "JoinedStr" => return self.joined(th, o, spot),
            "FormattedValue" => return self.formatted(th, o, spot),
            "TemplateStr" => return self.template(th, o, spot),
            "Interpolation" => return self.interpolation(th, o, spot),
            "Call" => return self.call(th, o, spot),
            _ => {}
        }
        let start = self.given.mark(spot.start);
        let mut e = self.plain(th, o, kind, spot, ctx)?;
        let range = self.since(start, spot.end);
        set_range(&mut e, range);
        Ok(e)
    }

    /// An expression whose range the caller sets.
    fn plain(
        &mut self,
        th: &mut Thread,
        o: Ref<'_>,
        kind: &'static str,
        spot: Spot,
        ctx: ExprContext,
    ) -> R<Expr> {
        let range = TextRange::default();
        let node_index = AtomicNodeIndex::NONE;
        Ok(match kind {
            "BoolOp" => {
                let op = self.needed(th, o, kind, "op")?;
                let op = match self.kind(op.r()) {
                    "And" => BoolOp::And,
                    "Or" => BoolOp::Or,
                    _ => return Err(self.unexpected(th, "boolop", op.r())),
                };
                let values = self.exprs(th, o, kind, "values", LOAD)?;
                if values.len() < 2 {
                    return Err(value_error(th, "BoolOp with less than 2 values"));
                }
                Expr::BoolOp(ExprBoolOp {
                    node_index,
                    range,
                    op,
                    values,
                })
            }
            "NamedExpr" => {
                let target = self.required(th, o, kind, "target")?;
                if self.kind(target.r()) != "Name" {
                    return Err(type_error(th, "NamedExpr target must be a Name"));
                }
                let target = Box::new(self.expr(th, target.r(), ExprContext::Store)?);
                let value = self.boxed(th, o, kind, "value")?;
                Expr::Named(ExprNamed {
                    node_index,
                    range,
                    target,
                    value,
                })
            }
            "BinOp" => {
                let left = self.boxed(th, o, kind, "left")?;
                let op = self.operator(th, o, kind)?;
                let right = self.boxed(th, o, kind, "right")?;
                Expr::BinOp(ExprBinOp {
                    node_index,
                    range,
                    left,
                    op,
                    right,
                })
            }
            "UnaryOp" => {
                let op = self.needed(th, o, kind, "op")?;
                let op = match self.kind(op.r()) {
                    "Invert" => UnaryOp::Invert,
                    "Not" => UnaryOp::Not,
                    "UAdd" => UnaryOp::UAdd,
                    "USub" => UnaryOp::USub,
                    _ => return Err(self.unexpected(th, "unaryop", op.r())),
                };
                let operand = self.boxed(th, o, kind, "operand")?;
                Expr::UnaryOp(ExprUnaryOp {
                    node_index,
                    range,
                    op,
                    operand,
                })
            }
            "Lambda" => {
                let parameters = Some(Box::new(self.parameters(th, o, kind, spot)?));
                let body = self.boxed(th, o, kind, "body")?;
                Expr::Lambda(ExprLambda {
                    node_index,
                    range,
                    parameters,
                    body,
                })
            }
            "IfExp" => {
                let test = self.boxed(th, o, kind, "test")?;
                let body = self.boxed(th, o, kind, "body")?;
                let orelse = self.boxed(th, o, kind, "orelse")?;
                Expr::If(ExprIf {
                    node_index,
                    range,
                    test,
                    body,
                    orelse,
                })
            }
            "Dict" => {
                let keys = self.items(th, o, kind, "keys")?;
                let values = self.items(th, o, kind, "values")?;
                if keys.len() != values.len() {
                    let m = "Dict doesn't have the same number of keys as values";
                    return Err(value_error(th, m));
                }
                let mut items = Vec::with_capacity(keys.len());
                for (k, v) in keys.iter().zip(&values) {
                    if v.r().is_none() {
                        return Err(value_error(th, "None disallowed in expression list"));
                    }
                    let key = match k.r().is_none() {
                        true => None,
                        false => Some(self.expr(th, k.r(), LOAD)?),
                    };
                    let value = self.expr(th, v.r(), LOAD)?;
                    items.push(DictItem { key, value });
                }
                Expr::Dict(ExprDict {
                    node_index,
                    range,
                    items,
                })
            }
            "Set" => {
                let elts = self.exprs(th, o, kind, "elts", LOAD)?;
                Expr::Set(ExprSet {
                    node_index,
                    range,
                    elts,
                })
            }
            "ListComp" => {
                let generators = self.generators(th, o, kind, spot)?;
                let elt = self.boxed(th, o, kind, "elt")?;
                Expr::ListComp(ExprListComp {
                    node_index,
                    range,
                    elt,
                    generators,
                })
            }
            "SetComp" => {
                let generators = self.generators(th, o, kind, spot)?;
                let elt = self.boxed(th, o, kind, "elt")?;
                Expr::SetComp(ExprSetComp {
                    node_index,
                    range,
                    elt,
                    generators,
                })
            }
            "GeneratorExp" => {
                let generators = self.generators(th, o, kind, spot)?;
                let elt = self.boxed(th, o, kind, "elt")?;
                let parenthesized = true;
                Expr::Generator(ExprGenerator {
                    node_index,
                    range,
                    elt,
                    generators,
                    parenthesized,
                })
            }
            "DictComp" => {
                let generators = self.generators(th, o, kind, spot)?;
                let key = Some(self.boxed(th, o, kind, "key")?);
                let value = self.boxed(th, o, kind, "value")?;
                Expr::DictComp(ExprDictComp {
                    node_index,
                    range,
                    key,
                    value,
                    generators,
                })
            }
            "Await" => {
                let value = self.boxed(th, o, kind, "value")?;
                Expr::Await(ExprAwait {
                    node_index,
                    range,
                    value,
                })
            }
            "Yield" => {
                let value = self.opt_expr(th, o, "value")?;
                Expr::Yield(ExprYield {
                    node_index,
                    range,
                    value,
                })
            }
            "YieldFrom" => {
                let value = self.boxed(th, o, kind, "value")?;
                Expr::YieldFrom(ExprYieldFrom {
                    node_index,
                    range,
                    value,
                })
            }
            "Compare" => return self.compare(th, o),
            "Attribute" => {
                let value = self.boxed(th, o, kind, "value")?;
                let attr = self.required(th, o, kind, "attr")?;
                let attr = self.identifier(th, attr.r())?;
                let ctx = self.context(th, o, ctx)?;
                let length = u32::try_from(attr.len()).unwrap_or(0);
                let at = Spot {
                    start: (spot.end.0, spot.end.1.saturating_sub(length)),
                    end: spot.end,
                };
                let attr = self.ident(attr, at);
                Expr::Attribute(ExprAttribute {
                    node_index,
                    range,
                    value,
                    attr,
                    ctx,
                })
            }
            "Subscript" => {
                let value = self.boxed(th, o, kind, "value")?;
                let slice = self.boxed(th, o, kind, "slice")?;
                let ctx = self.context(th, o, ctx)?;
                Expr::Subscript(ExprSubscript {
                    node_index,
                    range,
                    value,
                    slice,
                    ctx,
                })
            }
            "Starred" => {
                let value = Box::new(self.expr_field(th, o, kind, "value", ctx)?);
                let ctx = self.context(th, o, ctx)?;
                Expr::Starred(ExprStarred {
                    node_index,
                    range,
                    value,
                    ctx,
                })
            }
            "Name" => {
                let id = self.name_field(th, o, kind, "id")?.into();
                let ctx = self.context(th, o, ctx)?;
                Expr::Name(ExprName {
                    node_index,
                    range,
                    id,
                    ctx,
                })
            }
            "List" => {
                let ctx = self.context(th, o, ctx)?;
                let elts = self.exprs(th, o, kind, "elts", ctx)?;
                Expr::List(ExprList {
                    node_index,
                    range,
                    elts,
                    ctx,
                })
            }
            "Tuple" => {
                let ctx = self.context(th, o, ctx)?;
                let elts = self.exprs(th, o, kind, "elts", ctx)?;
                let parenthesized = true;
                Expr::Tuple(ExprTuple {
                    node_index,
                    range,
                    elts,
                    ctx,
                    parenthesized,
                })
            }
            "Slice" => {
                let lower = self.opt_expr(th, o, "lower")?;
                let upper = self.opt_expr(th, o, "upper")?;
                let step = self.opt_expr(th, o, "step")?;
                Expr::Slice(ExprSlice {
                    node_index,
                    range,
                    lower,
                    upper,
                    step,
                })
            }
            _ => return Err(self.unexpected(th, "expr", o)),
        })
    }

    pub(super) fn operator(&mut self, th: &mut Thread, o: Ref<'_>, kind: &str) -> R<Operator> {
        let op = self.needed(th, o, kind, "op")?;
        Ok(match self.kind(op.r()) {
            "Add" => Operator::Add,
            "Sub" => Operator::Sub,
            "Mult" => Operator::Mult,
            "MatMult" => Operator::MatMult,
            "Div" => Operator::Div,
            "Mod" => Operator::Mod,
            "Pow" => Operator::Pow,
            "LShift" => Operator::LShift,
            "RShift" => Operator::RShift,
            "BitOr" => Operator::BitOr,
            "BitXor" => Operator::BitXor,
            "BitAnd" => Operator::BitAnd,
            "FloorDiv" => Operator::FloorDiv,
            _ => return Err(self.unexpected(th, "operator", op.r())),
        })
    }

    fn compare(&mut self, th: &mut Thread, o: Ref<'_>) -> R<Expr> {
        let kind = "Compare";
        let left = self.boxed(th, o, kind, "left")?;
        let mut ops = Vec::new();
        for op in self.items(th, o, kind, "ops")? {
            ops.push(match self.kind(op.r()) {
                "Eq" => CmpOp::Eq,
                "NotEq" => CmpOp::NotEq,
                "Lt" => CmpOp::Lt,
                "LtE" => CmpOp::LtE,
                "Gt" => CmpOp::Gt,
                "GtE" => CmpOp::GtE,
                "Is" => CmpOp::Is,
                "IsNot" => CmpOp::IsNot,
                "In" => CmpOp::In,
                "NotIn" => CmpOp::NotIn,
                _ => return Err(self.unexpected(th, "cmpop", op.r())),
            });
        }
        let comparators = self.exprs(th, o, kind, "comparators", LOAD)?;
        if comparators.is_empty() {
            return Err(value_error(th, "Compare with no comparators"));
        }
        if comparators.len() != ops.len() {
            let m = "Compare has a different number of comparators and operands";
            return Err(value_error(th, m));
        }
        Ok(Expr::Compare(ExprCompare {
            node_index: AtomicNodeIndex::NONE,
            range: TextRange::default(),
            left,
            ops: ops.into(),
            comparators: comparators.into(),
        }))
    }

    fn call(&mut self, th: &mut Thread, o: Ref<'_>, spot: Spot) -> R<Expr> {
        let start = self.given.mark(spot.start);
        let func = self.boxed(th, o, "Call", "func")?;
        let arguments = self.arguments(th, o, "Call", "args", spot)?;
        Ok(Expr::Call(ExprCall {
            node_index: AtomicNodeIndex::NONE,
            range_start: start,
            func,
            arguments,
        }))
    }

    /// Positional arguments and keywords; they end where the node ends.
    pub(super) fn arguments(
        &mut self,
        th: &mut Thread,
        o: Ref<'_>,
        kind: &str,
        positional: &str,
        spot: Spot,
    ) -> R<Arguments> {
        let start = self.given.mark(spot.end);
        let args = self.exprs(th, o, kind, positional, LOAD)?;
        let mut keywords = Vec::new();
        for k in self.items(th, o, kind, "keywords")? {
            let k = k.r();
            let at = self.spot(th, k, "keyword")?;
            let from = self.given.mark(at.start);
            let arg = self
                .opt_name_field(th, k, "arg")?
                .map(|n| self.ident(n, at));
            let value = self.expr_field(th, k, "keyword", "value", LOAD)?;
            keywords.push(Keyword {
                range: self.since(from, at.end),
                node_index: AtomicNodeIndex::NONE,
                arg,
                value,
            });
        }
        Ok(Arguments {
            range: self.since(start, spot.end),
            node_index: AtomicNodeIndex::NONE,
            args: args.into(),
            keywords: keywords.into(),
        })
    }

    fn generators(
        &mut self,
        th: &mut Thread,
        o: Ref<'_>,
        kind: &str,
        spot: Spot,
    ) -> R<Vec<Comprehension>> {
        let items = self.items(th, o, kind, "generators")?;
        if items.is_empty() {
            return Err(value_error(th, "comprehension with no generators"));
        }
        let mut list = Vec::with_capacity(items.len());
        for g in &items {
            let g = g.r();
            let kind = "comprehension";
            let start = self.given.mark(spot.start);
            let target = self.expr_field(th, g, kind, "target", ExprContext::Store)?;
            let iter = self.expr_field(th, g, kind, "iter", LOAD)?;
            let ifs = self.exprs(th, g, kind, "ifs", LOAD)?;
            let is_async = self.needed(th, g, kind, "is_async")?;
            let is_async = self.int(th, is_async.r())? != 0;
            list.push(Comprehension {
                range: self.since(start, spot.end),
                node_index: AtomicNodeIndex::NONE,
                target,
                iter,
                ifs,
                is_async,
            });
        }
        Ok(list)
    }

    // ---- parameters

    pub(super) fn parameters(
        &mut self,
        th: &mut Thread,
        o: Ref<'_>,
        kind: &str,
        spot: Spot,
    ) -> R<Parameters> {
        let a = self.required(th, o, kind, "args")?;
        let a = a.r();
        let kind = "arguments";
        let start = self.given.mark(spot.start);
        let posonly = self.items(th, a, kind, "posonlyargs")?;
        let args = self.items(th, a, kind, "args")?;
        let kwonly = self.items(th, a, kind, "kwonlyargs")?;
        let defaults = self.items(th, a, kind, "defaults")?;
        let kw_defaults = self.items(th, a, kind, "kw_defaults")?;
        let positional = posonly.len() + args.len();
        let mut list = Vec::with_capacity(positional);
        for p in posonly.iter().chain(&args) {
            list.push(self.parameter(th, p.r())?);
        }
        let vararg = self.opt_parameter(th, a, "vararg")?;
        let kwarg = self.opt_parameter(th, a, "kwarg")?;
        let mut keyword_only = Vec::with_capacity(kwonly.len());
        for p in &kwonly {
            keyword_only.push(self.parameter(th, p.r())?);
        }
        let Some(bare) = positional.checked_sub(defaults.len()) else {
            let m = "more positional defaults than args on arguments";
            return Err(value_error(th, m));
        };
        if kw_defaults.len() != kwonly.len() {
            let m = "length of kwonlyargs is not the same as kw_defaults on arguments";
            return Err(value_error(th, m));
        }
        let mut with_defaults = Vec::with_capacity(positional);
        for (i, p) in list.into_iter().enumerate() {
            let default = i.checked_sub(bare).and_then(|i| defaults.get(i));
            if default.is_some_and(|d| d.r().is_none()) {
                return Err(value_error(th, "None disallowed in expression list"));
            }
            with_defaults.push(self.with_default(th, p, default.map(Obj::r))?);
        }
        let args = with_defaults
            .split_off(posonly.len().min(positional))
            .into();
        let mut kwonlyargs = ParameterWithDefaults::new();
        for (p, d) in keyword_only.into_iter().zip(&kw_defaults) {
            let default = Some(d.r()).filter(|d| !d.is_none());
            kwonlyargs.push(self.with_default(th, p, default)?);
        }
        Ok(Parameters {
            range: self.since(start, spot.start),
            node_index: AtomicNodeIndex::NONE,
            posonlyargs: with_defaults.into(),
            args,
            vararg,
            kwonlyargs,
            kwarg,
        })
    }

    fn with_default(
        &mut self,
        th: &mut Thread,
        parameter: Parameter,
        default: Option<Ref<'_>>,
    ) -> R<ParameterWithDefault> {
        let default = match default {
            Some(d) => Some(Box::new(self.expr(th, d, LOAD)?)),
            None => None,
        };
        let start = parameter.range.start();
        let end = default
            .as_ref()
            .map_or(parameter.range.end(), |d| d.range().end());
        Ok(ParameterWithDefault {
            range: TextRange::new(start, end.max(start)),
            node_index: AtomicNodeIndex::NONE,
            parameter,
            default,
        })
    }

    fn opt_parameter(
        &mut self,
        th: &mut Thread,
        o: Ref<'_>,
        name: &str,
    ) -> R<Option<Box<Parameter>>> {
        match self.optional(th, o, name)? {
            Some(p) => self.parameter(th, p.r()).map(|p| Some(Box::new(p))),
            None => Ok(None),
        }
    }

    fn parameter(&mut self, th: &mut Thread, o: Ref<'_>) -> R<Parameter> {
        let spot = self.spot(th, o, "arg")?;
        let start = self.given.mark(spot.start);
        let name = self.name_field(th, o, "arg", "arg")?;
        let name = self.ident(name, spot);
        let annotation = self.opt_expr(th, o, "annotation")?;
        Ok(Parameter {
            range: self.since(start, spot.end),
            node_index: AtomicNodeIndex::NONE,
            name,
            annotation,
        })
    }

    pub(super) fn type_params(
        &mut self,
        th: &mut Thread,
        o: Ref<'_>,
        kind: &str,
        spot: Spot,
    ) -> R<Option<Box<TypeParams>>> {
        let items = self.items(th, o, kind, "type_params")?;
        if items.is_empty() {
            return Ok(None);
        }
        let start = self.given.mark(spot.start);
        let mut list = Vec::with_capacity(items.len());
        for p in &items {
            let p = p.r();
            let at = self.spot(th, p, "type_param")?;
            let kind = self.kind(p);
            let from = self.given.mark(at.start);
            if !matches!(kind, "TypeVar" | "ParamSpec" | "TypeVarTuple") {
                return Err(self.unexpected(th, "type_param", p));
            }
            let name = self.name_field(th, p, kind, "name")?;
            let name = self.ident(name, at);
            let bound = match kind {
                "TypeVar" => self.opt_expr(th, p, "bound")?,
                _ => None,
            };
            let default = self.opt_expr(th, p, "default_value")?;
            let range = self.since(from, at.end);
            let node_index = AtomicNodeIndex::NONE;
            list.push(match kind {
                "TypeVar" => TypeParam::TypeVar(TypeParamTypeVar {
                    node_index,
                    range,
                    name,
                    bound,
                    default,
                }),
                "ParamSpec" => TypeParam::ParamSpec(TypeParamParamSpec {
                    node_index,
                    range,
                    name,
                    default,
                }),
                _ => TypeParam::TypeVarTuple(TypeParamTypeVarTuple {
                    node_index,
                    range,
                    name,
                    default,
                }),
            });
        }
        Ok(Some(Box::new(TypeParams {
            range: self.since(start, spot.start),
            node_index: AtomicNodeIndex::NONE,
            type_params: list,
        })))
    }
}

/// Sets the range of an expression that `plain` made.
fn set_range(e: &mut Expr, range: TextRange) {
    match e {
        Expr::BoolOp(e) => e.range = range,
        Expr::Named(e) => e.range = range,
        Expr::BinOp(e) => e.range = range,
        Expr::UnaryOp(e) => e.range = range,
        Expr::Lambda(e) => e.range = range,
        Expr::If(e) => e.range = range,
        Expr::Dict(e) => e.range = range,
        Expr::Set(e) => e.range = range,
        Expr::ListComp(e) => e.range = range,
        Expr::SetComp(e) => e.range = range,
        Expr::DictComp(e) => e.range = range,
        Expr::Generator(e) => e.range = range,
        Expr::Await(e) => e.range = range,
        Expr::Yield(e) => e.range = range,
        Expr::YieldFrom(e) => e.range = range,
        Expr::Compare(e) => e.range = range,
        Expr::Attribute(e) => e.range = range,
        Expr::Subscript(e) => e.range = range,
        Expr::Starred(e) => e.range = range,
        Expr::Name(e) => e.range = range,
        Expr::List(e) => e.range = range,
        Expr::Tuple(e) => e.range = range,
        Expr::Slice(e) => e.range = range,
        Expr::Call(_)
        | Expr::FString(_)
        | Expr::TString(_)
        | Expr::StringLiteral(_)
        | Expr::BytesLiteral(_)
        | Expr::NumberLiteral(_)
        | Expr::BooleanLiteral(_)
        | Expr::NoneLiteral(_)
        | Expr::EllipsisLiteral(_)
        | Expr::IpyEscapeCommand(_) => {}
    }
}
