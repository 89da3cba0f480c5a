//! `_operator`: the operators of the language as functions, and the callables `attrgetter`, `itemgetter`,
//! `methodcaller`.

mod getters;

use typhon_runtime::call::{self, Args, Kind, MethodDef};
use typhon_runtime::error::{overflow_error, type_error, value_error};
use typhon_runtime::ops::{self, BinOp};
use typhon_runtime::types::slots::{CmpOp, SlotId};
use typhon_runtime::types::{self, int, module, str as pystr};
use typhon_runtime::{Obj, R, Ref, Thread, hooks, names};

macro_rules! binaries {
    ($($f:ident $op:ident;)*) => {
        $(fn $f(th: &mut Thread, a: Args<'_>) -> R {
            ops::binary(th, BinOp::$op, a.at(0), a.at(1))
        })*
    };
}
macro_rules! inplaces {
    ($($f:ident $op:ident;)*) => {
        $(fn $f(th: &mut Thread, a: Args<'_>) -> R {
            ops::inplace(th, BinOp::$op, a.at(0), a.at(1))
        })*
    };
}
macro_rules! comparisons {
    ($($f:ident $op:ident;)*) => {
        $(fn $f(th: &mut Thread, a: Args<'_>) -> R {
            ops::compare(th, a.at(0), a.at(1), CmpOp::$op)
        })*
    };
}

binaries! {
    operator_add Add; operator_sub Sub; operator_mul Mul; operator_truediv TrueDiv; operator_floordiv FloorDiv;
    operator_mod Mod; operator_matmul MatMul; operator_and And; operator_or Or; operator_xor Xor;
    operator_lshift LShift; operator_rshift RShift;
}
inplaces! {
    operator_iadd Add; operator_isub Sub; operator_imul Mul; operator_itruediv TrueDiv; operator_ifloordiv FloorDiv;
    operator_imod Mod; operator_imatmul MatMul; operator_iand And; operator_ior Or; operator_ixor Xor;
    operator_ilshift LShift; operator_irshift RShift; operator_ipow Pow;
}
comparisons! {
    operator_lt Lt; operator_le Le; operator_eq Eq; operator_ne Ne; operator_gt Gt; operator_ge Ge;
}

fn operator_pow(th: &mut Thread, a: Args<'_>) -> R {
    ops::pow(th, a.at(0), a.at(1), Ref::NONE)
}
fn operator_neg(th: &mut Thread, a: Args<'_>) -> R {
    ops::neg(th, a.at(0))
}
fn operator_pos(th: &mut Thread, a: Args<'_>) -> R {
    ops::pos(th, a.at(0))
}
fn operator_invert(th: &mut Thread, a: Args<'_>) -> R {
    ops::invert(th, a.at(0))
}
fn operator_abs(th: &mut Thread, a: Args<'_>) -> R {
    ops::abs(th, a.at(0))
}
fn operator_index(th: &mut Thread, a: Args<'_>) -> R {
    let i = ops::index(th, a.at(0))?;
    int::exact(th, i.r())
}
fn operator_not(th: &mut Thread, a: Args<'_>) -> R {
    Ok(Obj::bool(!ops::is_true(th, a.at(0))?))
}
fn operator_truth(th: &mut Thread, a: Args<'_>) -> R {
    ops::is_true(th, a.at(0)).map(Obj::bool)
}
fn operator_is(_th: &mut Thread, a: Args<'_>) -> R {
    Ok(Obj::bool(a.at(0).is(a.at(1))))
}
fn operator_is_not(_th: &mut Thread, a: Args<'_>) -> R {
    Ok(Obj::bool(!a.at(0).is(a.at(1))))
}
fn operator_is_none(_th: &mut Thread, a: Args<'_>) -> R {
    Ok(Obj::bool(a.at(0).is_none()))
}
fn operator_is_not_none(_th: &mut Thread, a: Args<'_>) -> R {
    Ok(Obj::bool(!a.at(0).is_none()))
}
fn operator_contains(th: &mut Thread, a: Args<'_>) -> R {
    ops::contains(th, a.at(0), a.at(1)).map(Obj::bool)
}
fn operator_getitem(th: &mut Thread, a: Args<'_>) -> R {
    ops::getitem(th, a.at(0), a.at(1))
}
fn operator_setitem(th: &mut Thread, a: Args<'_>) -> R {
    ops::setitem(th, a.at(0), a.at(1), Some(a.at(2)))?;
    Ok(Obj::none())
}
fn operator_delitem(th: &mut Thread, a: Args<'_>) -> R {
    ops::setitem(th, a.at(0), a.at(1), None)?;
    Ok(Obj::none())
}

/// Whether `+` may mean concatenation for this operand.
fn is_sequence(o: Ref<'_>) -> bool {
    let s = o.class().slots();
    s.has(SlotId::GetItem) && !o.is_instance(&types::DICT)
}

fn concat(th: &mut Thread, a: Args<'_>, inplace: bool) -> R {
    let (x, y) = (a.at(0), a.at(1));
    let s = x.class().slots();
    let native = if inplace {
        s.iconcat().or(s.concat())
    } else {
        s.concat()
    };
    if let Some(f) = native {
        return f(th, x, y);
    }
    if is_sequence(x) && is_sequence(y) {
        return if inplace {
            ops::inplace(th, BinOp::Add, x, y)
        } else {
            ops::binary(th, BinOp::Add, x, y)
        };
    }
    let m = format!("'{}' object can't be concatenated", x.class().tp_name());
    Err(type_error(th, m))
}

fn operator_concat(th: &mut Thread, a: Args<'_>) -> R {
    concat(th, a, false)
}
fn operator_iconcat(th: &mut Thread, a: Args<'_>) -> R {
    concat(th, a, true)
}

fn operator_count_of(th: &mut Thread, a: Args<'_>) -> R {
    let it = search_iter(th, a.at(0))?;
    let mut n = 0;
    while let Some(x) = ops::next(th, it.r())? {
        if ops::equal(th, x.r(), a.at(1))? {
            n += 1;
        }
        hooks::safepoint(th)?;
    }
    int::from_usize(th, n)
}

fn operator_index_of(th: &mut Thread, a: Args<'_>) -> R {
    let it = search_iter(th, a.at(0))?;
    let mut n = 0;
    while let Some(x) = ops::next(th, it.r())? {
        if ops::equal(th, x.r(), a.at(1))? {
            return int::from_usize(th, n);
        }
        n += 1;
        hooks::safepoint(th)?;
    }
    Err(value_error(th, "sequence.index(x): x not in sequence"))
}

fn search_iter(th: &mut Thread, o: Ref<'_>) -> R {
    if !o.class().slots().has(SlotId::Iter) && !o.class().slots().has(SlotId::GetItem) {
        let m = format!("argument of type '{}' is not iterable", o.class().tp_name());
        return Err(type_error(th, m));
    }
    ops::iter(th, o)
}

fn operator_length_hint(th: &mut Thread, a: Args<'_>) -> R {
    let (o, default) = (a.at(0), a.opt(1).unwrap_or(Ref::small_int(0)));
    if !int::is_int(default) {
        let m = format!(
            "'{}' object cannot be interpreted as an integer",
            default.class().tp_name()
        );
        return Err(type_error(th, m));
    }
    let default = int::ssize(th, default)?;
    if o.class().slots().has(SlotId::Len) {
        match ops::len(th, o) {
            Ok(n) => return int::from_usize(th, n),
            Err(_) => typhon_runtime::error::suppress(th, &typhon_runtime::error::TYPE_ERROR)?,
        }
    }
    let hint = match call::call_special(th, o, names::__length_hint__(), &[]) {
        Ok(Some(h)) => h,
        Ok(None) => return int::from_i64(th, default as i64),
        Err(_) => {
            typhon_runtime::error::suppress(th, &typhon_runtime::error::TYPE_ERROR)?;
            return int::from_i64(th, default as i64);
        }
    };
    if hint.r().is_not_implemented() {
        return int::from_i64(th, default as i64);
    }
    if !int::is_int(hint.r()) {
        let m = format!(
            "__length_hint__ must be an integer, not {}",
            hint.r().class().tp_name()
        );
        return Err(type_error(th, m));
    }
    match int::to_i64(hint.r()) {
        Some(n) if n < 0 => Err(value_error(th, "__length_hint__() should return >= 0")),
        Some(_) => Ok(hint),
        None => Err(overflow_error(
            th,
            "Python int too large to convert to C ssize_t",
        )),
    }
}

fn operator_call(th: &mut Thread, a: Args<'_>) -> R {
    let Some(f) = a.opt(0) else {
        let m = "call expected at least 1 argument, got 0";
        return Err(type_error(th, m));
    };
    call::call_args(th, f, a.skip(1))
}

fn operator_compare_digest(th: &mut Thread, a: Args<'_>) -> R {
    let (x, y) = (a.at(0), a.at(1));
    let (bx, by) = match (x.get::<pystr::Str>(), y.get::<pystr::Str>()) {
        (Some(s), Some(t)) => {
            if !s.is_ascii() || !t.is_ascii() {
                let m = "comparing strings with non-ASCII characters is not supported";
                return Err(type_error(th, m));
            }
            (s.bytes().to_vec(), t.bytes().to_vec())
        }
        _ => {
            let bx = types::bytes::bytes_like(th, x)?;
            let by = types::bytes::bytes_like(th, y)?;
            match (bx, by) {
                (Some(p), Some(q)) => (p, q),
                _ => {
                    let m = format!(
                        "unsupported operand types(s) or combination of types: '{}' and '{}'",
                        x.class().tp_name(),
                        y.class().tp_name()
                    );
                    return Err(type_error(th, m));
                }
            }
        }
    };
    // Every byte is looked at, whatever the others are.
    let mut diff = u8::from(bx.len() != by.len());
    for (i, b) in by.iter().enumerate() {
        diff |= b ^ bx.get(i).unwrap_or(&0);
    }
    Ok(Obj::bool(std::hint::black_box(diff) == 0))
}

const fn one(name: &'static str, f: call::NativeFn, doc: &'static str) -> MethodDef {
    MethodDef::new(name, Kind::One, f, doc)
}
const fn two(name: &'static str, f: call::NativeFn, doc: &'static str) -> MethodDef {
    MethodDef::new(name, Kind::Pos(2, 2), f, doc)
}

static FUNCTIONS: &[MethodDef] = &[
    two("add", operator_add, "Same as a + b."),
    two("sub", operator_sub, "Same as a - b."),
    two("mul", operator_mul, "Same as a * b."),
    two("truediv", operator_truediv, "Same as a / b."),
    two("floordiv", operator_floordiv, "Same as a // b."),
    two("mod", operator_mod, "Same as a % b."),
    two("pow", operator_pow, "Same as a ** b."),
    two("matmul", operator_matmul, "Same as a @ b."),
    two("and_", operator_and, "Same as a & b."),
    two("or_", operator_or, "Same as a | b."),
    two("xor", operator_xor, "Same as a ^ b."),
    two("lshift", operator_lshift, "Same as a << b."),
    two("rshift", operator_rshift, "Same as a >> b."),
    two("iadd", operator_iadd, "Same as a += b."),
    two("isub", operator_isub, "Same as a -= b."),
    two("imul", operator_imul, "Same as a *= b."),
    two("itruediv", operator_itruediv, "Same as a /= b."),
    two("ifloordiv", operator_ifloordiv, "Same as a //= b."),
    two("imod", operator_imod, "Same as a %= b."),
    two("ipow", operator_ipow, "Same as a **= b."),
    two("imatmul", operator_imatmul, "Same as a @= b."),
    two("iand", operator_iand, "Same as a &= b."),
    two("ior", operator_ior, "Same as a |= b."),
    two("ixor", operator_ixor, "Same as a ^= b."),
    two("ilshift", operator_ilshift, "Same as a <<= b."),
    two("irshift", operator_irshift, "Same as a >>= b."),
    two("lt", operator_lt, "Same as a < b."),
    two("le", operator_le, "Same as a <= b."),
    two("eq", operator_eq, "Same as a == b."),
    two("ne", operator_ne, "Same as a != b."),
    two("gt", operator_gt, "Same as a > b."),
    two("ge", operator_ge, "Same as a >= b."),
    one("neg", operator_neg, "Same as -a."),
    one("pos", operator_pos, "Same as +a."),
    one("inv", operator_invert, "Same as ~a."),
    one("invert", operator_invert, "Same as ~a."),
    one("abs", operator_abs, "Same as abs(a)."),
    one("index", operator_index, "Same as a.__index__()."),
    one("not_", operator_not, "Same as not a."),
    one("truth", operator_truth, "Whether a is true."),
    two("is_", operator_is, "Same as a is b."),
    two("is_not", operator_is_not, "Same as a is not b."),
    one("is_none", operator_is_none, "Same as a is None."),
    one(
        "is_not_none",
        operator_is_not_none,
        "Same as a is not None.",
    ),
    two(
        "contains",
        operator_contains,
        "Same as b in a (note reversed operands).",
    ),
    two("getitem", operator_getitem, "Same as a[b]."),
    MethodDef::new(
        "setitem",
        Kind::Pos(3, 3),
        operator_setitem,
        "Same as a[b] = c.",
    ),
    two("delitem", operator_delitem, "Same as del a[b]."),
    two(
        "concat",
        operator_concat,
        "Same as a + b, for a and b sequences.",
    ),
    two(
        "iconcat",
        operator_iconcat,
        "Same as a += b, for a and b sequences.",
    ),
    two(
        "countOf",
        operator_count_of,
        "Number of items in a which are, or which equal, b.",
    ),
    two("indexOf", operator_index_of, "First index of b in a."),
    MethodDef::new(
        "length_hint",
        Kind::Pos(1, 2),
        operator_length_hint,
        "Estimate of the number of items: len() or __length_hint__, else the default.",
    ),
    MethodDef::new(
        "call",
        Kind::Any,
        operator_call,
        "Same as obj(*args, **kwargs).",
    ),
    two(
        "_compare_digest",
        operator_compare_digest,
        "Whether a == b, in a time that does not depend on where they differ.",
    ),
];

/// Makes the module.
pub fn make(th: &mut Thread) -> R {
    let m = module::new(th, "_operator")?;
    module::add_functions(th, m.r(), FUNCTIONS)?;
    getters::add_to(th, m.r())?;
    Ok(m)
}
