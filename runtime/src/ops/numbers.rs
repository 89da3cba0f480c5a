//! Operators of numbers, and what sequences make of `+` and `*`.

use super::containers::has_sequence_table;
use super::guard;
use crate::call;
use crate::error::type_error;
use crate::names;
use crate::obj::{Obj, R, Raised, Ref};
use crate::thread::Thread;
use crate::types::slots::{BinaryFn, SlotId};
use crate::types::typeobj::{TypeObj, flags as tf};
use crate::value;

/// Binary operators, in the order of the instruction set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum BinOp {
    /// `+`
    Add,
    /// `-`
    Sub,
    /// `*`
    Mul,
    /// `/`
    TrueDiv,
    /// `//`
    FloorDiv,
    /// `%`
    Mod,
    /// `**`
    Pow,
    /// `@`
    MatMul,
    /// `&`
    And,
    /// `|`
    Or,
    /// `^`
    Xor,
    /// `<<`
    LShift,
    /// `>>`
    RShift,
    /// `divmod()`
    Divmod,
}

impl BinOp {
    /// All, in order.
    pub const ALL: [BinOp; 14] = [
        BinOp::Add,
        BinOp::Sub,
        BinOp::Mul,
        BinOp::TrueDiv,
        BinOp::FloorDiv,
        BinOp::Mod,
        BinOp::Pow,
        BinOp::MatMul,
        BinOp::And,
        BinOp::Or,
        BinOp::Xor,
        BinOp::LShift,
        BinOp::RShift,
        BinOp::Divmod,
    ];
    /// As in messages.
    pub fn symbol(self) -> &'static str {
        [
            "+",
            "-",
            "*",
            "/",
            "//",
            "%",
            "** or pow()",
            "@",
            "&",
            "|",
            "^",
            "<<",
            ">>",
            "divmod()",
        ][self as usize]
    }
    /// Names of the methods of the left and of the right operand.
    pub fn methods(self) -> (Ref<'static>, Ref<'static>) {
        use names::*;
        match self {
            BinOp::Add => (__add__(), __radd__()),
            BinOp::Sub => (__sub__(), __rsub__()),
            BinOp::Mul => (__mul__(), __rmul__()),
            BinOp::TrueDiv => (__truediv__(), __rtruediv__()),
            BinOp::FloorDiv => (__floordiv__(), __rfloordiv__()),
            BinOp::Mod => (__mod__(), __rmod__()),
            BinOp::Pow => (__pow__(), __rpow__()),
            BinOp::MatMul => (__matmul__(), __rmatmul__()),
            BinOp::And => (__and__(), __rand__()),
            BinOp::Or => (__or__(), __ror__()),
            BinOp::Xor => (__xor__(), __rxor__()),
            BinOp::LShift => (__lshift__(), __rlshift__()),
            BinOp::RShift => (__rshift__(), __rrshift__()),
            BinOp::Divmod => (__divmod__(), __rdivmod__()),
        }
    }
    /// Whether instances of a class have an in-place form of their own.
    pub fn in_place(self, class: &TypeObj) -> bool {
        class.slots().has(self.islot())
    }
    fn slot(self) -> SlotId {
        use SlotId::*;
        [
            Add, Sub, Mul, TrueDiv, FloorDiv, Mod, Pow, MatMul, And, Or, Xor, LShift, RShift,
            Divmod,
        ][self as usize]
    }
    fn islot(self) -> SlotId {
        use SlotId::*;
        [
            IAdd, ISub, IMul, ITrueDiv, IFloorDiv, IMod, IPow, IMatMul, IAnd, IOr, IXor, ILShift,
            IRShift, Divmod,
        ][self as usize]
    }
}

fn not_implemented() -> Obj {
    Ref::NOT_IMPLEMENTED.own()
}

/// The slot dance of binary operators; NotImplemented if nobody knows how.
fn binary_slots(th: &mut Thread, op: BinOp, a: Ref<'_>, b: Ref<'_>) -> R {
    let (ca, cb) = (a.class(), b.class());
    if op == BinOp::Pow {
        return pow_slots(th, a, b, Ref::NONE);
    }
    let id = op.slot();
    let fa = ca.slots().binary(id);
    let mut fb = if std::ptr::eq(ca, cb) {
        None
    } else {
        cb.slots().binary(id)
    };
    if fa.is_some() && fb.map(|f| f as usize) == fa.map(|f| f as usize) {
        fb = None;
    }
    if let Some(f) = fa {
        if let Some(g) = fb
            && cb.is_subtype(ca)
        {
            let r = g(th, a, b)?;
            if !r.r().is_not_implemented() {
                return Ok(r);
            }
            fb = None;
        }
        let r = f(th, a, b)?;
        if !r.r().is_not_implemented() {
            return Ok(r);
        }
    }
    match fb {
        Some(g) => g(th, a, b),
        None => Ok(not_implemented()),
    }
}

fn pow_slots(th: &mut Thread, a: Ref<'_>, b: Ref<'_>, c: Ref<'_>) -> R {
    let (ca, cb) = (a.class(), b.class());
    let fa = ca.slots().pow();
    let mut fb = if std::ptr::eq(ca, cb) {
        None
    } else {
        cb.slots().pow()
    };
    if fa.is_some() && fb.map(|f| f as usize) == fa.map(|f| f as usize) {
        fb = None;
    }
    if let Some(f) = fa {
        if let Some(g) = fb
            && cb.is_subtype(ca)
        {
            let r = g(th, a, b, c)?;
            if !r.r().is_not_implemented() {
                return Ok(r);
            }
            fb = None;
        }
        let r = f(th, a, b, c)?;
        if !r.r().is_not_implemented() {
            return Ok(r);
        }
    }
    if let Some(g) = fb {
        let r = g(th, a, b, c)?;
        if !r.r().is_not_implemented() {
            return Ok(r);
        }
    }
    if !c.is_none()
        && let Some(h) = c.class().slots().pow()
        && fa.map(|f| f as usize) != Some(h as usize)
    {
        return h(th, a, b, c);
    }
    Ok(not_implemented())
}

/// `pow(a, b, c)`.
pub fn pow(th: &mut Thread, a: Ref<'_>, b: Ref<'_>, c: Ref<'_>) -> R {
    let r = pow_slots(th, a, b, c)?;
    if !r.r().is_not_implemented() {
        return Ok(r);
    }
    let (x, y) = (a.class().tp_name(), b.class().tp_name());
    let m = if c.is_none() {
        format!("unsupported operand type(s) for ** or pow(): '{x}' and '{y}'")
    } else {
        format!(
            "unsupported operand type(s) for ** or pow(): '{x}', '{y}', '{}'",
            c.class().tp_name()
        )
    };
    Err(type_error(th, m))
}

/// `a <op> b`.
pub fn binary(th: &mut Thread, op: BinOp, a: Ref<'_>, b: Ref<'_>) -> R {
    guard(th, "")?;
    let r = binary_slots(th, op, a, b)?;
    if !r.r().is_not_implemented() {
        return Ok(r);
    }
    binary_sequences(th, op, a, b)
}

/// `a <op> b` (`in_place`: `a <op>= b`) after the method of the left operand, a Python function, gave NotImplemented.
pub fn binary_right(th: &mut Thread, op: BinOp, a: Ref<'_>, b: Ref<'_>, in_place: bool) -> R {
    let (ca, cb) = (a.class(), b.class());
    let id = op.slot();
    if !std::ptr::eq(ca, cb)
        && let Some(g) = cb.slots().binary(id)
    {
        let same = ca
            .slots()
            .binary(id)
            .is_some_and(|f| std::ptr::fn_addr_eq(f, g));
        let r = if same {
            call::call_special(th, b, op.methods().1, &[a])?.unwrap_or_else(not_implemented)
        } else {
            g(th, a, b)?
        };
        if !r.r().is_not_implemented() {
            return Ok(r);
        }
    }
    if in_place {
        inplace_sequences(th, op, a, b)
    } else {
        binary_sequences(th, op, a, b)
    }
}

/// The end of `binary`: what sequences do, or the error.
fn binary_sequences(th: &mut Thread, op: BinOp, a: Ref<'_>, b: Ref<'_>) -> R {
    match op {
        BinOp::Add => {
            if let Some(f) = a.class().slots().concat() {
                return f(th, a, b);
            }
        }
        BinOp::Mul => {
            if let Some(f) = a.class().slots().repeat() {
                return repeat(th, f, a, b);
            }
            if let Some(f) = b.class().slots().repeat() {
                return repeat(th, f, b, a);
            }
        }
        _ => {}
    }
    Err(unsupported(th, op.symbol(), a, b))
}

fn repeat(th: &mut Thread, f: BinaryFn, seq: Ref<'_>, n: Ref<'_>) -> R {
    if !n.class().slots().has(SlotId::Index) {
        return Err(type_error(
            th,
            format!(
                "can't multiply sequence by non-int of type '{}'",
                n.class().tp_name()
            ),
        ));
    }
    f(th, seq, n)
}

#[cold]
fn unsupported(th: &mut Thread, symbol: &str, a: Ref<'_>, b: Ref<'_>) -> Raised {
    let m = format!(
        "unsupported operand type(s) for {symbol}: '{}' and '{}'",
        a.class().tp_name(),
        b.class().tp_name()
    );
    type_error(th, m)
}

/// `a <op>= b`: the new value.
pub fn inplace(th: &mut Thread, op: BinOp, a: Ref<'_>, b: Ref<'_>) -> R {
    let s = a.class().slots();
    if op == BinOp::Pow {
        if let Some(f) = s.ipow() {
            let r = f(th, a, b, Ref::NONE)?;
            if !r.r().is_not_implemented() {
                return Ok(r);
            }
        }
    } else if let Some(f) = s.binary(op.islot())
        && op != BinOp::Divmod
    {
        let r = f(th, a, b)?;
        if !r.r().is_not_implemented() {
            return Ok(r);
        }
    }
    let r = binary_slots(th, op, a, b)?;
    if !r.r().is_not_implemented() {
        return Ok(r);
    }
    inplace_sequences(th, op, a, b)
}

/// The end of `inplace`: what sequences do, or the error.
fn inplace_sequences(th: &mut Thread, op: BinOp, a: Ref<'_>, b: Ref<'_>) -> R {
    let s = a.class().slots();
    match op {
        BinOp::Add => {
            if let Some(f) = s.iconcat().or(s.concat()) {
                return f(th, a, b);
            }
        }
        BinOp::Mul => {
            if let Some(f) = s.irepeat().or(s.repeat()) {
                return repeat(th, f, a, b);
            }
            if let Some(f) = b.class().slots().repeat()
                && !has_sequence_table(a.class())
            {
                return repeat(th, f, b, a);
            }
        }
        _ => {}
    }
    let sym = match op {
        BinOp::Pow => "** or pow()".to_string(),
        o => format!("{}=", o.symbol()),
    };
    let sym = if op == BinOp::Pow {
        "**=".to_string()
    } else {
        sym
    };
    Err(unsupported(th, &sym, a, b))
}

fn unary(th: &mut Thread, id: SlotId, what: &str, a: Ref<'_>) -> R {
    match a.class().slots().unary(id) {
        Some(f) => f(th, a),
        None => Err(type_error(
            th,
            format!("bad operand type for {what}: '{}'", a.class().tp_name()),
        )),
    }
}
/// `-a`.
pub fn neg(th: &mut Thread, a: Ref<'_>) -> R {
    unary(th, SlotId::Neg, "unary -", a)
}
/// `+a`.
pub fn pos(th: &mut Thread, a: Ref<'_>) -> R {
    unary(th, SlotId::Pos, "unary +", a)
}
/// `~a`.
pub fn invert(th: &mut Thread, a: Ref<'_>) -> R {
    unary(th, SlotId::Invert, "unary ~", a)
}
/// `abs(a)`.
pub fn abs(th: &mut Thread, a: Ref<'_>) -> R {
    unary(th, SlotId::Abs, "abs()", a)
}

/// `operator.index(o)`: an int value.
pub fn index(th: &mut Thread, o: Ref<'_>) -> R {
    if o.as_small().is_some() || o.class().flag(tf::INT_SUB) {
        return Ok(o.own());
    }
    match o.class().slots().index() {
        Some(f) => {
            let r = f(th, o)?;
            if r.r().is_exact(&crate::types::INT) {
                Ok(r)
            } else if r.r().class().flag(tf::INT_SUB) {
                let m = format!(
                    "__index__ returned non-int (type {}).  The ability to return an instance of a strict subclass of \
                     int is deprecated, and may be removed in a future version of Python.",
                    r.r().class().tp_name()
                );
                crate::hooks::deprecation(th, &m)?;
                Ok(r)
            } else {
                Err(type_error(
                    th,
                    format!(
                        "__index__ returned non-int (type {})",
                        r.r().class().tp_name()
                    ),
                ))
            }
        }
        None => Err(type_error(
            th,
            format!(
                "'{}' object cannot be interpreted as an integer",
                o.class().tp_name()
            ),
        )),
    }
}

/// Truth, bool and small int values as i64; None for larger ones and other types.
pub fn small_int_value(o: Ref<'_>) -> Option<i64> {
    match o.word() {
        value::TRUE => Some(1),
        value::FALSE => Some(0),
        _ => o.as_small(),
    }
}
