//! Constant folding: literals, arithmetic on them with CPython's size limits, tuples, containers after `in`.
//!
//! Folding never changes behaviour: what would raise, what depends on the platform's mathematics library and what
//! would grow beyond the limits is left to run time.

use super::Compiler;
use super::emit::Reg;
use crate::code::Const;
use crate::parse::depth::step;
use crate::parse::{IntLiteral, bytes_literal, int_literal, string_literal};
use num_bigint::{BigInt, Sign};
use ruff_python_ast::*;
use std::sync::Arc;

/// Most bits of a folded integer.
const MAX_INT_BITS: u64 = 128;
/// Most items of a folded repetition.
const MAX_ITEMS: usize = 256;
/// Most bytes of a folded string.
const MAX_TEXT: usize = 4096;

/// Left operand of a chain of operators.
pub(super) enum Folded<'a> {
    Const(Const),
    Expr(&'a Expr),
    Reg(Reg),
}

impl<'a> Compiler<'a> {
    /// The value of a constant expression.
    pub(super) fn fold(&self, e: &'a Expr) -> Option<Const> {
        match e {
            Expr::NoneLiteral(_) => Some(Const::None),
            Expr::BooleanLiteral(b) => Some(if b.value { Const::True } else { Const::False }),
            Expr::EllipsisLiteral(_) => Some(Const::Ellipsis),
            Expr::NumberLiteral(n) => Some(number(&n.value)),
            Expr::StringLiteral(s) => {
                let mut text = Vec::new();
                for part in &s.value {
                    text.extend(string_literal(self.src, part));
                }
                Some(Const::Str(text.into()))
            }
            Expr::BytesLiteral(b) => {
                let mut data = Vec::new();
                for part in &b.value {
                    data.extend(bytes_literal(self.src, part));
                }
                Some(Const::Bytes(data.into()))
            }
            // A constant of a tree that a script made, without a literal of its own.
            Expr::IpyEscapeCommand(c) => {
                let given = self.src.given.as_ref()?;
                given.constant(c.range.start()).cloned()
            }
            Expr::Name(n) if n.id.as_str() == "__debug__" => Some(if self.optimize == 0 {
                Const::True
            } else {
                Const::False
            }),
            Expr::Tuple(t) => {
                step(|| self.fold_all(&t.elts)).map(|items| Const::Tuple(items.into()))
            }
            Expr::UnaryOp(u) => step(|| self.fold_unary(u)),
            Expr::BinOp(b) => {
                // The right operand is a leaf in long chains: look at it first.
                let right = self.fold(&b.right)?;
                let left = step(|| self.fold(&b.left))?;
                binary(b.op, &left, &right)
            }
            _ => None,
        }
    }

    pub(super) fn fold_all(&self, elts: &'a [Expr]) -> Option<Vec<Const>> {
        elts.iter().map(|e| self.fold(e)).collect()
    }

    pub(super) fn fold_unary(&self, u: &'a ExprUnaryOp) -> Option<Const> {
        let value = self.fold(&u.operand)?;
        match (u.op, &value) {
            (UnaryOp::Not, k) => Some(if truth(k) { Const::False } else { Const::True }),
            (
                UnaryOp::UAdd,
                Const::Int(_) | Const::Big(_) | Const::Float(_) | Const::Complex(..),
            ) => Some(value),
            (UnaryOp::UAdd, _) => Some(int(&as_int(&value)?)),
            (UnaryOp::USub, Const::Float(f)) => Some(float(-f64::from_bits(*f))),
            (UnaryOp::USub, Const::Complex(re, im)) => {
                Some(complex(-f64::from_bits(*re), -f64::from_bits(*im)))
            }
            (UnaryOp::USub, k) => Some(int(&-as_int(k)?)),
            // `~True` warns at run time.
            (UnaryOp::Invert, Const::Int(_) | Const::Big(_)) => Some(int(&!as_int(&value)?)),
            (UnaryOp::Invert, _) => None,
        }
    }

    /// A display of constants that is only read: a tuple for a list, a frozenset for a set.
    pub(super) fn fold_container(&self, e: &'a Expr) -> Option<Const> {
        match e {
            Expr::List(l) => Some(Const::Tuple(self.fold_all(&l.elts)?.into())),
            Expr::Set(s) => Some(Const::FrozenSet(unique(self.fold_all(&s.elts)?).into())),
            e => self.fold(e),
        }
    }

    /// A constant index: also a slice of constants.
    pub(super) fn fold_index(&self, e: &'a Expr) -> Option<Const> {
        let Expr::Slice(s) = e else {
            return self.fold(e);
        };
        let part = |e: Option<&'a Expr>| e.map_or(Some(Const::None), |e| self.fold(e));
        let parts = [
            part(s.lower.as_deref())?,
            part(s.upper.as_deref())?,
            part(s.step.as_deref())?,
        ];
        Some(Const::Slice(Arc::new(parts)))
    }
}

/// The items without repetitions of the same constant.
pub(super) fn unique(items: Vec<Const>) -> Vec<Const> {
    let mut out: Vec<Const> = Vec::with_capacity(items.len());
    for item in items {
        // A large table is left alone: the set removes repetitions itself.
        if out.len() > 64 || !out.contains(&item) {
            out.push(item);
        }
    }
    out
}

/// The truth value of a constant.
pub(super) fn truth(k: &Const) -> bool {
    match k {
        Const::None | Const::False => false,
        Const::True | Const::Ellipsis | Const::Slice(_) | Const::Code(_) => true,
        Const::Int(i) => *i != 0,
        Const::Big(b) => b.sign() != Sign::NoSign,
        Const::Float(f) => f64::from_bits(*f) != 0.0,
        Const::Complex(re, im) => f64::from_bits(*re) != 0.0 || f64::from_bits(*im) != 0.0,
        Const::Str(s) | Const::Bytes(s) => !s.is_empty(),
        Const::Tuple(t) | Const::FrozenSet(t) => !t.is_empty(),
    }
}

fn number(n: &Number) -> Const {
    match n {
        Number::Int(i) => match int_literal(i) {
            IntLiteral::Small(i) => Const::Int(i),
            IntLiteral::Big(b) => Const::Big(b),
        },
        Number::Float(f) => float(*f),
        Number::Complex { real, imag } => complex(*real, *imag),
    }
}

fn float(f: f64) -> Const {
    Const::Float(f.to_bits())
}

fn complex(re: f64, im: f64) -> Const {
    Const::Complex(re.to_bits(), im.to_bits())
}

fn int(b: &BigInt) -> Const {
    match i64::try_from(b) {
        Ok(i) => Const::Int(i),
        Err(_) => Const::Big(b.clone()),
    }
}

fn as_int(k: &Const) -> Option<BigInt> {
    match k {
        Const::Int(i) => Some(BigInt::from(*i)),
        Const::Big(b) => Some(b.clone()),
        Const::True => Some(BigInt::from(1)),
        Const::False => Some(BigInt::from(0)),
        _ => None,
    }
}

/// An operand as a double, if that is exact.
fn as_float(k: &Const) -> Option<f64> {
    match k {
        Const::Float(f) => Some(f64::from_bits(*f)),
        Const::True => Some(1.0),
        Const::False => Some(0.0),
        Const::Int(i) if i.unsigned_abs() <= 1 << 53 => Some(*i as f64),
        _ => None,
    }
}

/// The value of `left <op> right`, if it may be computed now.
pub(super) fn binary(op: Operator, left: &Const, right: &Const) -> Option<Const> {
    if let (Some(a), Some(b)) = (as_int(left), as_int(right)) {
        return integers(op, &a, &b, left, right);
    }
    match (left, right) {
        (Const::Complex(re, im), other) if !matches!(other, Const::Complex(..)) => complex_real(
            op,
            f64::from_bits(*re),
            f64::from_bits(*im),
            as_float(other)?,
        ),
        (other, Const::Complex(re, im)) if !matches!(other, Const::Complex(..)) => {
            let (re, im, real) = (f64::from_bits(*re), f64::from_bits(*im), as_float(other)?);
            match op {
                Operator::Add => Some(complex(real + re, im)),
                Operator::Sub => Some(complex(real - re, -im)),
                _ => None,
            }
        }
        (Const::Complex(a, b), Const::Complex(c, d)) => {
            let [a, b, c, d] = [a, b, c, d].map(|x| f64::from_bits(*x));
            match op {
                Operator::Add => Some(complex(a + c, b + d)),
                Operator::Sub => Some(complex(a - c, b - d)),
                _ => None,
            }
        }
        (Const::Str(a), Const::Str(b)) if op == Operator::Add => joined(a, b).map(Const::Str),
        (Const::Bytes(a), Const::Bytes(b)) if op == Operator::Add => joined(a, b).map(Const::Bytes),
        (Const::Tuple(a), Const::Tuple(b))
            if op == Operator::Add && a.len() + b.len() <= MAX_ITEMS =>
        {
            Some(Const::Tuple(a.iter().chain(b.iter()).cloned().collect()))
        }
        (seq, count) | (count, seq) if op == Operator::Mult && as_int(count).is_some() => {
            repeat(seq, count)
        }
        _ => floats(op, as_float(left)?, as_float(right)?),
    }
}

fn complex_real(op: Operator, re: f64, im: f64, real: f64) -> Option<Const> {
    match op {
        Operator::Add => Some(complex(re + real, im)),
        Operator::Sub => Some(complex(re - real, im)),
        _ => None,
    }
}

fn joined(a: &[u8], b: &[u8]) -> Option<Arc<[u8]>> {
    (a.len() + b.len() <= MAX_TEXT).then(|| [a, b].concat().into())
}

fn repeat(seq: &Const, count: &Const) -> Option<Const> {
    let n = usize::try_from(as_int(count)?.max(BigInt::from(0))).ok()?;
    let fits = |len: usize, most: usize| len == 0 || n <= most / len;
    match seq {
        Const::Str(s) if fits(s.len(), MAX_TEXT) => Some(Const::Str(s.repeat(n).into())),
        Const::Bytes(s) if fits(s.len(), MAX_TEXT) => Some(Const::Bytes(s.repeat(n).into())),
        Const::Tuple(t)
            if fits(t.len(), MAX_ITEMS) && (!t.is_empty() || n == 0 || n < MAX_ITEMS) =>
        {
            let items: Vec<Const> = std::iter::repeat_n(t.iter(), if t.is_empty() { 0 } else { n })
                .flatten()
                .cloned()
                .collect();
            Some(Const::Tuple(items.into()))
        }
        _ => None,
    }
}

fn floats(op: Operator, a: f64, b: f64) -> Option<Const> {
    match op {
        Operator::Add => Some(float(a + b)),
        Operator::Sub => Some(float(a - b)),
        Operator::Mult => Some(float(a * b)),
        Operator::Div if b != 0.0 => Some(float(a / b)),
        _ => None,
    }
}

fn integers(op: Operator, a: &BigInt, b: &BigInt, left: &Const, right: &Const) -> Option<Const> {
    let zero = BigInt::from(0);
    let bools = matches!(
        (left, right),
        (Const::True | Const::False, Const::True | Const::False)
    );
    Some(match op {
        Operator::Add => int(&(a + b)),
        Operator::Sub => int(&(a - b)),
        Operator::Mult if a.bits() + b.bits() <= MAX_INT_BITS => int(&(a * b)),
        Operator::Div => return floats(op, as_float(left)?, as_float(right)?),
        Operator::FloorDiv if *b != zero => int(&floor_div(a, b)),
        Operator::Mod if *b != zero => int(&(a - floor_div(a, b) * b)),
        Operator::Pow => {
            let exponent = u32::try_from(b).ok()?;
            if a.bits().max(1).saturating_mul(u64::from(exponent)) > MAX_INT_BITS {
                return None;
            }
            int(&a.pow(exponent))
        }
        Operator::LShift => {
            let shift = u64::try_from(b).ok()?;
            if *a != zero && a.bits().saturating_add(shift) > MAX_INT_BITS {
                return None;
            }
            int(&(a << u32::try_from(shift.min(MAX_INT_BITS)).ok()?))
        }
        Operator::RShift => int(&(a >> u64::try_from(b).ok()?.min(1 << 20))),
        Operator::BitAnd if bools => boolean(*a != zero && *b != zero),
        Operator::BitOr if bools => boolean(*a != zero || *b != zero),
        Operator::BitXor if bools => boolean(a != b),
        Operator::BitAnd => int(&(a & b)),
        Operator::BitOr => int(&(a | b)),
        Operator::BitXor => int(&(a ^ b)),
        _ => return None,
    })
}

fn boolean(b: bool) -> Const {
    if b { Const::True } else { Const::False }
}

fn floor_div(a: &BigInt, b: &BigInt) -> BigInt {
    let quotient = a / b;
    let exact = &quotient * b == *a;
    if !exact && (a.sign() == Sign::Minus) != (b.sign() == Sign::Minus) {
        quotient - 1
    } else {
        quotient
    }
}
