//! The compiler's warnings about code that is valid but surely not meant.

use super::Compiler;
use ruff_python_ast::*;
use ruff_text_size::Ranged;

/// The type of a literal that `is` should not be used with.
fn literal_type(e: &Expr) -> Option<&'static str> {
    Some(match e {
        Expr::NumberLiteral(n) => match n.value {
            Number::Int(_) => "int",
            Number::Float(_) => "float",
            Number::Complex { .. } => "complex",
        },
        Expr::StringLiteral(_) => "str",
        Expr::BytesLiteral(_) => "bytes",
        Expr::Tuple(t)
            if t.elts
                .iter()
                .all(|e| e.is_literal_expr() || literal_type(e).is_some()) =>
        {
            "tuple"
        }
        _ => return None,
    })
}

impl Compiler<'_> {
    /// `x is 1`; whether it warned: once is enough for a chain.
    pub(super) fn warn_identity(&mut self, op: CmpOp, left: &Expr, right: &Expr) -> bool {
        let (word, instead) = match op {
            CmpOp::Is => ("is", "=="),
            CmpOp::IsNot => ("is not", "!="),
            _ => return false,
        };
        if let Some(kind) = literal_type(left).or_else(|| literal_type(right)) {
            let range = ruff_text_size::TextRange::new(left.start(), right.end());
            self.warn(
                range,
                format!("\"{word}\" with '{kind}' literal. Did you mean \"{instead}\"?"),
            );
            return true;
        }
        false
    }

    /// `1(x)`, `[1, 2](x)`.
    pub(super) fn warn_call(&mut self, func: &Expr) {
        let kind = match func {
            Expr::ListComp(_) | Expr::List(_) => "list",
            Expr::SetComp(_) | Expr::Set(_) => "set",
            Expr::DictComp(_) | Expr::Dict(_) => "dict",
            Expr::Generator(_) => "generator",
            Expr::FString(_) => "str",
            Expr::TString(_) => "string.templatelib.Template",
            Expr::Tuple(_) => "tuple",
            other => match constant_type(other) {
                Some(kind) => kind,
                None => return,
            },
        };
        self.warn(
            func.range(),
            format!("'{kind}' object is not callable; perhaps you missed a comma?"),
        );
    }

    /// `1[0]` and `"abc"["x"]`.
    pub(super) fn warn_subscript(&mut self, s: &ExprSubscript) {
        let kind = match s.value.as_ref() {
            Expr::NoneLiteral(_) => "NoneType",
            Expr::EllipsisLiteral(_) => "ellipsis",
            Expr::BooleanLiteral(_) => "bool",
            Expr::NumberLiteral(_) => constant_type(&s.value).unwrap_or("int"),
            Expr::Set(_) | Expr::SetComp(_) => "set",
            Expr::Generator(_) => "generator",
            Expr::TString(_) => "string.templatelib.Template",
            Expr::Lambda(_) => "function",
            _ => return self.warn_index(s),
        };
        let range = s.value.range();
        self.warn(
            range,
            format!("'{kind}' object is not subscriptable; perhaps you missed a comma?"),
        );
    }

    fn warn_index(&mut self, s: &ExprSubscript) {
        let index = match s.slice.as_ref() {
            Expr::BooleanLiteral(_) => return,
            Expr::NumberLiteral(n) if matches!(n.value, Number::Int(_)) => return,
            Expr::Tuple(_) => "tuple",
            Expr::List(_) | Expr::ListComp(_) => "list",
            Expr::Dict(_) | Expr::DictComp(_) => "dict",
            Expr::Set(_) | Expr::SetComp(_) => "set",
            Expr::Generator(_) => "generator",
            Expr::FString(_) => "str",
            Expr::TString(_) => "string.templatelib.Template",
            Expr::Lambda(_) => "function",
            other => match constant_type(other) {
                Some(kind) => kind,
                None => return,
            },
        };
        let kind = match s.value.as_ref() {
            Expr::StringLiteral(_) | Expr::FString(_) => "str",
            Expr::BytesLiteral(_) => "bytes",
            Expr::Tuple(_) => "tuple",
            Expr::List(_) | Expr::ListComp(_) => "list",
            _ => return,
        };
        let msg = format!(
            "{kind} indices must be integers or slices, not {index}; perhaps you missed a comma?"
        );
        self.warn(s.value.range(), msg);
    }
}

fn constant_type(e: &Expr) -> Option<&'static str> {
    Some(match e {
        Expr::NoneLiteral(_) => "NoneType",
        Expr::EllipsisLiteral(_) => "ellipsis",
        Expr::BooleanLiteral(_) => "bool",
        Expr::NumberLiteral(n) => match n.value {
            Number::Int(_) => "int",
            Number::Float(_) => "float",
            Number::Complex { .. } => "complex",
        },
        Expr::StringLiteral(_) => "str",
        Expr::BytesLiteral(_) => "bytes",
        _ => return None,
    })
}
