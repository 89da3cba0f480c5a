//! Expressions back to text, as CPython writes the annotations that `from __future__ import annotations` keeps.

use crate::parse::depth::step;
use crate::parse::{IntLiteral, SourceFile, int_literal};
use ruff_python_ast::*;
use ruff_text_size::Ranged;

/// Binding strength of an expression's context, weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Tuple,
    Test,
    Or,
    And,
    Not,
    Compare,
    BitOr,
    BitXor,
    BitAnd,
    Shift,
    Arithmetic,
    Term,
    Factor,
    Power,
    Await,
    Atom,
}

/// The text of an annotation.
pub(super) fn annotation(src: &SourceFile, e: &Expr) -> String {
    let mut out = Writer {
        src,
        text: String::new(),
    };
    out.expr(e, Level::Test);
    out.text
}

struct Writer<'a> {
    src: &'a SourceFile,
    text: String,
}

impl Writer<'_> {
    fn put(&mut self, s: &str) {
        self.text.push_str(s);
    }

    fn list(&mut self, items: &[Expr], level: Level) {
        for (i, e) in items.iter().enumerate() {
            if i > 0 {
                self.put(", ");
            }
            self.expr(e, level);
        }
    }

    /// Parentheses around `inner` if the context binds stronger than `own`.
    fn group(&mut self, context: Level, own: Level, inner: impl FnOnce(&mut Self)) {
        let parens = context > own;
        if parens {
            self.put("(");
        }
        inner(self);
        if parens {
            self.put(")");
        }
    }

    fn expr(&mut self, e: &Expr, level: Level) {
        step(|| self.expr_inner(e, level));
    }

    fn expr_inner(&mut self, e: &Expr, level: Level) {
        match e {
            Expr::Name(n) => self.put(&n.id),
            Expr::NoneLiteral(_) => self.put("None"),
            Expr::BooleanLiteral(b) => self.put(if b.value { "True" } else { "False" }),
            Expr::EllipsisLiteral(_) => self.put("..."),
            Expr::NumberLiteral(n) => {
                let text = number(&n.value);
                self.put(&text);
            }
            Expr::FString(f) => {
                let text = self.joined(f);
                self.put(&text);
            }
            Expr::StringLiteral(s) => {
                let text = quote(s.value.to_str());
                self.put(&text);
            }
            Expr::BytesLiteral(b) => {
                let bytes: Vec<u8> = b.value.bytes().collect();
                let text = format!("b{}", quote_bytes(&bytes));
                self.put(&text);
            }
            Expr::Attribute(a) => {
                self.expr(&a.value, Level::Atom);
                if a.value
                    .as_number_literal_expr()
                    .is_some_and(|n| n.value.is_int())
                {
                    self.put(" ");
                }
                self.put(".");
                self.put(a.attr.as_str());
            }
            Expr::Subscript(s) => {
                self.expr(&s.value, Level::Atom);
                self.put("[");
                match s.slice.as_ref() {
                    Expr::Tuple(t) if !t.elts.is_empty() => self.tuple_items(&t.elts),
                    other => self.expr(other, Level::Tuple),
                }
                self.put("]");
            }
            Expr::Slice(s) => {
                let parts = [
                    (s.lower.as_deref(), ""),
                    (s.upper.as_deref(), ":"),
                    (s.step.as_deref(), ":"),
                ];
                for (i, (part, mark)) in parts.into_iter().enumerate() {
                    if i < 2 || part.is_some() {
                        self.put(mark);
                    }
                    if let Some(e) = part {
                        self.expr(e, Level::Test);
                    }
                }
            }
            Expr::Tuple(t) if t.elts.is_empty() => self.put("()"),
            Expr::Tuple(t) => self.group(level, Level::Tuple, |w| w.tuple_items(&t.elts)),
            Expr::List(l) => {
                self.put("[");
                self.list(&l.elts, Level::Test);
                self.put("]");
            }
            Expr::Set(s) => {
                self.put("{");
                self.list(&s.elts, Level::Test);
                self.put("}");
            }
            Expr::Dict(d) => self.dict(d),
            Expr::Starred(s) => {
                self.put("*");
                self.expr(&s.value, Level::BitOr);
            }
            Expr::Call(c) => self.call(c),
            other => self.operator(other, level),
        }
    }

    fn tuple_items(&mut self, elts: &[Expr]) {
        self.list(elts, Level::Test);
        if elts.len() == 1 {
            self.put(",");
        }
    }

    fn dict(&mut self, d: &ExprDict) {
        self.put("{");
        for (i, item) in d.items.iter().enumerate() {
            if i > 0 {
                self.put(", ");
            }
            match &item.key {
                Some(key) => {
                    self.expr(key, Level::Test);
                    self.put(": ");
                    self.expr(&item.value, Level::Test);
                }
                None => {
                    self.put("**");
                    self.expr(&item.value, Level::BitOr);
                }
            }
        }
        self.put("}");
    }

    fn call(&mut self, c: &ExprCall) {
        self.expr(&c.func, Level::Atom);
        if let ([Expr::Generator(_)], []) =
            (c.arguments.args.as_ref(), c.arguments.keywords.as_slice())
        {
            return self.expr(&c.arguments.args[0], Level::Atom);
        }
        self.put("(");
        self.list(&c.arguments.args, Level::Test);
        for (i, k) in c.arguments.keywords.iter().enumerate() {
            if i > 0 || !c.arguments.args.is_empty() {
                self.put(", ");
            }
            match &k.arg {
                Some(name) => {
                    self.put(name.as_str());
                    self.put("=");
                }
                None => self.put("**"),
            }
            self.expr(&k.value, Level::Test);
        }
        self.put(")");
    }

    fn operator(&mut self, e: &Expr, level: Level) {
        match e {
            Expr::BinOp(b) => {
                let own = binary_level(b.op);
                let power = b.op == Operator::Pow;
                let (left, right) = if power {
                    (Level::Await, own)
                } else {
                    (own, next(own))
                };
                self.group(level, own, |w| {
                    w.expr(&b.left, left);
                    w.put(" ");
                    w.put(b.op.as_str());
                    w.put(" ");
                    w.expr(&b.right, right);
                });
            }
            Expr::UnaryOp(u) => {
                let (own, mark) = match u.op {
                    UnaryOp::Not => (Level::Not, "not "),
                    UnaryOp::Invert => (Level::Factor, "~"),
                    UnaryOp::UAdd => (Level::Factor, "+"),
                    UnaryOp::USub => (Level::Factor, "-"),
                };
                self.group(level, own, |w| {
                    w.put(mark);
                    w.expr(&u.operand, own);
                });
            }
            Expr::BoolOp(b) => {
                let (own, word) = if b.op == BoolOp::And {
                    (Level::And, " and ")
                } else {
                    (Level::Or, " or ")
                };
                self.group(level, own, |w| {
                    for (i, v) in b.values.iter().enumerate() {
                        if i > 0 {
                            w.put(word);
                        }
                        w.expr(v, next(own));
                    }
                });
            }
            Expr::Compare(c) => self.group(level, Level::Compare, |w| {
                w.expr(&c.left, Level::BitOr);
                for (op, right) in c.ops.iter().zip(&c.comparators) {
                    w.put(" ");
                    w.put(op.as_str());
                    w.put(" ");
                    w.expr(right, Level::BitOr);
                }
            }),
            Expr::If(i) => self.group(level, Level::Test, |w| {
                w.expr(&i.body, Level::Or);
                w.put(" if ");
                w.expr(&i.test, Level::Or);
                w.put(" else ");
                w.expr(&i.orelse, Level::Test);
            }),
            Expr::Lambda(l) => self.group(level, Level::Test, |w| {
                w.put("lambda");
                if let Some(p) = l.parameters.as_deref() {
                    w.put(" ");
                    w.parameters(p);
                }
                w.put(": ");
                w.expr(&l.body, Level::Test);
            }),
            Expr::Named(n) => {
                self.put("(");
                self.expr(&n.target, Level::Atom);
                self.put(" := ");
                self.expr(&n.value, Level::Test);
                self.put(")");
            }
            Expr::ListComp(c) => self.comprehension("[", None, &c.elt, &c.generators, "]"),
            Expr::SetComp(c) => self.comprehension("{", None, &c.elt, &c.generators, "}"),
            Expr::Generator(c) => self.comprehension("(", None, &c.elt, &c.generators, ")"),
            Expr::DictComp(c) => {
                self.comprehension("{", c.key.as_deref(), &c.value, &c.generators, "}");
            }
            // t-strings keep their source text.
            other => {
                let text = self.src.slice(&other.range()).to_owned();
                self.put(&text);
            }
        }
    }

    fn comprehension(
        &mut self,
        open: &str,
        key: Option<&Expr>,
        value: &Expr,
        generators: &[Comprehension],
        close: &str,
    ) {
        self.put(open);
        if let Some(key) = key {
            self.expr(key, Level::Test);
            self.put(": ");
        }
        self.expr(value, Level::Test);
        for g in generators {
            self.put(" for ");
            self.expr(&g.target, Level::Tuple);
            self.put(" in ");
            self.expr(&g.iter, Level::Or);
            for test in &g.ifs {
                self.put(" if ");
                self.expr(test, Level::Or);
            }
        }
        self.put(close);
    }

    fn parameters(&mut self, p: &Parameters) {
        let mut first = true;
        let mut comma = |w: &mut Self| {
            if !std::mem::replace(&mut first, false) {
                w.put(", ");
            }
        };
        for (i, q) in p.posonlyargs.iter().chain(&p.args).enumerate() {
            comma(self);
            self.parameter(q);
            if !p.posonlyargs.is_empty() && i + 1 == p.posonlyargs.len() {
                self.put(", /");
            }
        }
        if let Some(v) = p.vararg.as_deref() {
            comma(self);
            self.put("*");
            self.put(v.name.as_str());
        } else if !p.kwonlyargs.is_empty() {
            comma(self);
            self.put("*");
        }
        for q in &p.kwonlyargs {
            comma(self);
            self.parameter(q);
        }
        if let Some(v) = p.kwarg.as_deref() {
            comma(self);
            self.put("**");
            self.put(v.name.as_str());
        }
    }

    fn parameter(&mut self, p: &ParameterWithDefault) {
        self.put(p.parameter.name.as_str());
        if let Some(default) = p.default.as_deref() {
            self.put("=");
            self.expr(default, Level::Test);
        }
    }

    /// An f-string: its parts as one literal.
    fn joined(&mut self, f: &ExprFString) -> String {
        let outer = std::mem::take(&mut self.text);
        for part in &f.value {
            match part {
                FStringPart::Literal(s) => self.braced(&s.value),
                FStringPart::FString(f) => self.elements(&f.elements),
            }
        }
        let body = std::mem::replace(&mut self.text, outer);
        format!("f{}", quote(&body))
    }

    fn braced(&mut self, text: &str) {
        let text = text.replace('{', "{{").replace('}', "}}");
        self.put(&text);
    }

    fn elements(&mut self, elements: &InterpolatedStringElements) {
        for e in elements {
            match e {
                InterpolatedStringElement::Literal(l) => self.braced(&l.value),
                InterpolatedStringElement::Interpolation(i) => self.interpolation(i),
            }
        }
    }

    fn interpolation(&mut self, i: &InterpolatedElement) {
        if let Some(debug) = &i.debug_text {
            self.braced(debug.as_str());
        }
        self.put("{");
        let start = self.text.len();
        self.expr(&i.expression, Level::Or);
        if self.text.get(start..).is_some_and(|t| t.starts_with('{')) {
            self.text.insert(start, ' ');
        }
        let repr = i.debug_text.is_some() && i.format_spec.is_none();
        match i.conversion {
            ConversionFlag::Str => self.put("!s"),
            ConversionFlag::Ascii => self.put("!a"),
            ConversionFlag::Repr => self.put("!r"),
            ConversionFlag::None if repr => self.put("!r"),
            ConversionFlag::None => {}
        }
        if let Some(spec) = &i.format_spec {
            self.put(":");
            self.elements(&spec.elements);
        }
        self.put("}");
    }
}

fn next(level: Level) -> Level {
    match level {
        Level::Or => Level::And,
        Level::And => Level::Not,
        Level::BitOr => Level::BitXor,
        Level::BitXor => Level::BitAnd,
        Level::BitAnd => Level::Shift,
        Level::Shift => Level::Arithmetic,
        Level::Arithmetic => Level::Term,
        _ => Level::Factor,
    }
}

fn binary_level(op: Operator) -> Level {
    match op {
        Operator::BitOr => Level::BitOr,
        Operator::BitXor => Level::BitXor,
        Operator::BitAnd => Level::BitAnd,
        Operator::LShift | Operator::RShift => Level::Shift,
        Operator::Add | Operator::Sub => Level::Arithmetic,
        Operator::Mult | Operator::MatMult | Operator::Div | Operator::Mod | Operator::FloorDiv => {
            Level::Term
        }
        Operator::Pow => Level::Power,
    }
}

/// A number as `repr` writes it.
fn number(n: &Number) -> String {
    match n {
        Number::Int(i) => match int_literal(i) {
            IntLiteral::Small(i) => i.to_string(),
            IntLiteral::Big(b) => b.to_string(),
        },
        Number::Float(f) => float(*f),
        Number::Complex { imag, .. } => {
            let text = float(*imag);
            format!("{}j", text.strip_suffix(".0").unwrap_or(&text))
        }
    }
}

fn float(f: f64) -> String {
    if f.is_infinite() {
        return "1e309".to_owned();
    }
    if f == 0.0 || (1e-4..1e16).contains(&f.abs()) {
        return format!("{f:?}");
    }
    let text = format!("{f:e}");
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let (sign, power) = exponent
        .strip_prefix('-')
        .map_or(('+', exponent), |p| ('-', p));
    format!("{digits}e{sign}{power:0>2}")
}

/// A string as `repr` writes it.
fn quote(s: &str) -> String {
    let mark = if s.contains('\'') && !s.contains('"') {
        '"'
    } else {
        '\''
    };
    let mut out = String::from(mark);
    for c in s.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\\' => out.push_str("\\\\"),
            c if c == mark => {
                out.push('\\');
                out.push(c);
            }
            c if (c as u32) < 0x20 || c as u32 == 0x7f => {
                out.push_str(&format!("\\x{:02x}", c as u32))
            }
            c => out.push(c),
        }
    }
    out.push(mark);
    out
}

fn quote_bytes(bytes: &[u8]) -> String {
    let mut out = String::from("'");
    for &b in bytes {
        match b {
            b'\'' => out.push_str("\\'"),
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            0x20..0x7f => out.push(char::from(b)),
            b => out.push_str(&format!("\\x{b:02x}")),
        }
    }
    out.push('\'');
    out
}
