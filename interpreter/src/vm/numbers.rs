//! Handlers of operators and comparisons: small integers and immediate doubles here, the rest in `arith`.

use super::flow::class_ptr;
use super::step::{Handler, State, op, slow};
use super::{arith, operators};
use crate::opcode::{BinOp, JUMP_IF_TRUE};
use typhon_runtime::obj::{R, Ref};
use typhon_runtime::value::{self, EMPTY, Word};
use typhon_runtime::{quick, types};

/// Bit masks of the comparison results (less, equal, greater) that make each operator true.
const CMP_MASK: [u8; 8] = [0b001, 0b011, 0b010, 0b101, 0b100, 0b110, 0, 0];

/// Which of less, equal, greater two integers (or their words) are: 0, 1, 2.
#[inline(always)]
fn order(a: i64, b: i64) -> u32 {
    (a > b) as u32 * 2 + (a == b) as u32
}
#[inline(always)]
fn cmp_int(x: u8, a: i64, b: i64) -> bool {
    CMP_MASK[(x & 7) as usize] >> order(a, b) & 1 != 0
}
#[inline(always)]
fn cmp_float(x: u8, a: f64, b: f64) -> bool {
    match x & 7 {
        0 => a < b,
        1 => a <= b,
        2 => a == b,
        3 => a != b,
        4 => a > b,
        _ => a >= b,
    }
}

/// Both words as doubles, if they are immediate doubles.
#[inline(always)]
fn floats(a: Word, b: Word) -> Option<(f64, f64)> {
    if a & 3 == 2 && b & 3 == 2 {
        Some((value::float_of(a), value::float_of(b)))
    } else {
        None
    }
}

impl State<'_> {
    /// Writes what `arith::quick` gave, or does it another way.
    #[inline(always)]
    fn put_or(self, v: Word, slow: Handler) -> R {
        if v == EMPTY {
            return self.to(slow);
        }
        let a = self.a();
        self.put(a, v)
    }
    #[inline(always)]
    fn put_bool(self, t: bool) -> R {
        let a = self.a();
        self.put(a, if t { value::TRUE } else { value::FALSE })
    }
    #[inline(always)]
    fn branch16(self, yes: bool) -> R {
        let n = self.jump16();
        if yes { self.goto(n) } else { self.next() }
    }
}

/// Operators: of two registers, of a register and a constant, of a constant and a register. Those of which the integer
/// case is a few instructions do only that here, most doubles in a second handler and the rest of them in a third, so
/// that no register is saved.
macro_rules! operators {
    ($x:ident $y:ident $slow:ident: $($name:ident $op:expr;)*) => { $(op!($name(s) {
        let v = arith::quick($op, s.$x(s.b()), s.$y(s.c()));
        s.put_or(v, $slow)
    });)* };
    (any $x:ident $y:ident $slow:ident: $name:ident $op:expr;) => { op!(#[inline(never)] $name(s) {
        let v = arith::quick_any_float($op, s.$x(s.b()), s.$y(s.c()));
        s.put_or(v, $slow)
    }); };
    (split $put:ident $x:ident $y:ident $slow:ident: $($name:ident $second:ident $third:ident $op:tt $operator:expr;)*) => { $(
        op!($name(s) {
            let (x, y) = (s.$x(s.b()), s.$y(s.c()));
            if x & y & 1 != 0
                && let Some(v) = arith::tagged($operator, x, y)
            {
                let a = s.a();
                return s.$put(a, v);
            }
            s.to($second)
        });
        op!(#[inline(never)] $second(s) {
            if let Some((p, q)) = value::unpack_pair(s.$x(s.b()), s.$y(s.c()))
                && let Some(v) = value::pack(p $op q)
            {
                let a = s.a();
                return s.$put(a, v);
            }
            s.to($third)
        });
    )* };
    (third $x:ident $y:ident $slow:ident: $($third:ident $operator:expr;)*) => { $(
        op!(#[inline(never)] $third(s) {
            let (x, y) = (s.$x(s.b()), s.$y(s.c()));
            let mut v = arith::quick_any_float($operator, x, y);
            if v == EMPTY && !value::is_ptr(x) {
                v = arith::quick_truth($operator, x, y);
            }
            s.put_or(v, $slow)
        });
    )* };
}
operators! { split put w w binary_slow:
    add add_float add_floats + BinOp::Add;
    sub sub_float sub_floats - BinOp::Sub;
    mul mul_float mul_floats * BinOp::Mul;
}
operators! { split put_plain w w binary_slow:
    add_plain add_float_plain add_floats + BinOp::Add;
    sub_plain sub_float_plain sub_floats - BinOp::Sub;
    mul_plain mul_float_plain mul_floats * BinOp::Mul;
}
operators! { third w w binary_slow:
    add_floats BinOp::Add;
    sub_floats BinOp::Sub;
    mul_floats BinOp::Mul;
}
operators! { w w true_div_any:
    true_div BinOp::TrueDiv;
}
operators! { w k true_div_k_any:
    true_div_k BinOp::TrueDiv;
}
operators! { k w true_div_kr_any:
    true_div_kr BinOp::TrueDiv;
}
operators! { any w w binary_slow: true_div_any BinOp::TrueDiv; }
operators! { any w k binary_k_slow: true_div_k_any BinOp::TrueDiv; }
operators! { any k w binary_kr_slow: true_div_kr_any BinOp::TrueDiv; }
operators! { w w binary_slow:
    bit_and BinOp::And;
    bit_or BinOp::Or;
    bit_xor BinOp::Xor;
    shift_left BinOp::LShift;
    shift_right BinOp::RShift;
    floor_div BinOp::FloorDiv;
    modulo BinOp::Mod;
}
operators! { split put w k binary_k_slow:
    add_k add_k_float add_k_floats + BinOp::Add;
    sub_k sub_k_float sub_k_floats - BinOp::Sub;
    mul_k mul_k_float mul_k_floats * BinOp::Mul;
}
operators! { split put_plain w k binary_k_slow:
    add_k_plain add_k_float_plain add_k_floats + BinOp::Add;
    sub_k_plain sub_k_float_plain sub_k_floats - BinOp::Sub;
    mul_k_plain mul_k_float_plain mul_k_floats * BinOp::Mul;
}
/// Of a register and a small integer.
macro_rules! with_small {
    ($($name:ident $second:ident $operator:expr;)*) => { $(op!($name(s) {
        let x = s.w(s.b());
        if value::is_int(x)
            && let Some(v) = arith::tagged($operator, x, s.k(s.c()))
        {
            let a = s.a();
            return s.put_plain(a, v);
        }
        s.to($second)
    });)* };
}
with_small! {
    add_k_int add_k_float_plain BinOp::Add;
    sub_k_int sub_k_float_plain BinOp::Sub;
}
operators! { third w k binary_k_slow:
    add_k_floats BinOp::Add;
    sub_k_floats BinOp::Sub;
    mul_k_floats BinOp::Mul;
}
operators! { w k binary_k_slow:
    bit_and_k BinOp::And;
    bit_or_k BinOp::Or;
    bit_xor_k BinOp::Xor;
    shift_left_k BinOp::LShift;
    shift_right_k BinOp::RShift;
    floor_div_k BinOp::FloorDiv;
    modulo_k BinOp::Mod;
}
operators! { split put k w binary_kr_slow:
    sub_kr sub_kr_float sub_kr_floats - BinOp::Sub;
    mul_kr mul_kr_float mul_kr_floats * BinOp::Mul;
}
operators! { third k w binary_kr_slow:
    sub_kr_floats BinOp::Sub;
    mul_kr_floats BinOp::Mul;
}
op!(binary(s) {
    let v = arith::quick(s.i().operator(), s.w(s.b()), s.w(s.c()));
    s.put_or(v, binary_slow)
});
op!(binary_k(s) {
    let v = arith::quick(s.i().operator(), s.w(s.b()), s.k(s.c()));
    s.put_or(v, binary_k_slow)
});
op!(binary_kr(s) {
    let v = arith::quick(s.i().operator(), s.k(s.b()), s.w(s.c()));
    s.put_or(v, binary_kr_slow)
});
op!(neg(s) {
    // The negative of 0.0 is none of the immediate doubles.
    let v = match s.w(s.b()) {
        b if value::is_int(b) => value::try_int(-value::int_of(b)),
        b if value::is_float(b) => value::try_float(-value::float_of(b)),
        _ => None,
    };
    s.put_or(v.unwrap_or(EMPTY), unary)
});
op!(#[inline(never)] unary(s) {
    slow!(s, arith::unary(s.th, s.f, s.i()));
    s.next()
});
op!(#[inline(never)] binary_slow(s) {
    s.sync();
    if operators::is_heap(s.w(s.b())) && operators::enter(s.th) {
        s.reload();
        return s.done();
    }
    slow!(s, arith::binary(s.th, s.f, s.i()));
    s.next()
});
op!(#[inline(never)] binary_k_slow(s) {
    s.sync();
    if operators::is_heap(s.w(s.b())) && operators::enter(s.th) {
        s.reload();
        return s.done();
    }
    slow!(s, arith::binary_k(s.th, s.f, s.i()));
    s.next()
});
op!(#[inline(never)] binary_kr_slow(s) {
    s.sync();
    // A constant is the left operand: its class has no Python methods.
    slow!(s, arith::binary_kr(s.th, s.f, s.i()));
    s.next()
});

op!(not(s) {
    let v = s.w(s.b());
    if v == value::TRUE || v == value::FALSE {
        return s.put_bool(v == value::FALSE);
    }
    s.to(not_slow)
});
op!(#[inline(never)] not_slow(s) {
    slow!(s, arith::not(s.th, s.f, s.i()));
    s.next()
});
op!(compare(s) {
    let (a, b) = (s.w(s.b()), s.w(s.c()));
    if a & b & 1 == 0 {
        return s.to(compare_float);
    }
    let t = cmp_int(s.x(), a as i64, b as i64);
    s.put_bool(t)
});
op!(#[inline(never)] compare_float(s) {
    let Some((p, q)) = floats(s.w(s.b()), s.w(s.c())) else {
        return s.to(compare_slow);
    };
    let t = cmp_float(s.x(), p, q);
    s.put_bool(t)
});
op!(#[inline(never)] compare_slow(s) {
    s.sync();
    if operators::is_heap(s.w(s.b())) && operators::enter(s.th) {
        s.reload();
        return s.done();
    }
    slow!(s, arith::compare(s.th, s.f, s.i()));
    s.next()
});
op!(compare_k(s) {
    let (a, b) = (s.w(s.b()), s.k(s.c()));
    if a & b & 1 == 0 {
        return s.to(compare_k_slow);
    }
    let t = cmp_int(s.x(), a as i64, b as i64);
    s.put_bool(t)
});
op!(#[inline(never)] compare_k_slow(s) {
    s.sync();
    if operators::is_heap(s.w(s.b())) && operators::enter(s.th) {
        s.reload();
        return s.done();
    }
    slow!(s, arith::compare_k(s.th, s.f, s.i()));
    s.next()
});
op!(is(s) {
    let (b, c) = (s.b(), s.c());
    let (v, w) = (s.w(b), s.w(c));
    if (value::is_owned(v) && s.f.is_temp(b)) || (value::is_owned(w) && s.f.is_temp(c)) {
        return s.to(is_release);
    }
    if value::is_ptr(v) && s.f.is_temp(b) {
        s.replace(b, value::UNBOUND);
    }
    if value::is_ptr(w) && s.f.is_temp(c) {
        s.replace(c, value::UNBOUND);
    }
    let t = (value::strip(v) == value::strip(w)) != (s.x() == 1);
    s.put_bool(t)
});
op!(#[inline(never)] is_release(s) {
    let (a, b, c) = (s.a(), s.b(), s.c());
    let same = value::strip(s.w(b)) == value::strip(s.w(c));
    s.f.consume_unless(b, a);
    s.f.consume_unless(c, a);
    let t = same != (s.x() == 1);
    s.put_bool(t)
});

/// Fused comparisons: integers here, packed doubles in a second handler, so that this one needs no register saved. None
/// of those is a NaN: the comparison on which integers jump does for them.
macro_rules! jumps {
    ($k:ident, $third:ident: $($name:ident $second:ident $op:tt;)*) => { $(
        op!($name(s) {
            let (a, b) = (s.w(s.a()), s.$k(s.b()));
            if a & b & 1 == 0 {
                return s.to($second);
            }
            s.branch16((a as i64) $op b as i64)
        });
        op!(#[inline(never)] $second(s) {
            if let Some((p, q)) = value::unpack_pair(s.w(s.a()), s.$k(s.b())) {
                return s.branch16(p $op q);
            }
            s.to($third)
        });
    )* };
}
jumps! { w, compare_jump:
    jump_lt jump_lt_float <;
    jump_le jump_le_float <=;
    jump_eq jump_eq_float ==;
    jump_ne jump_ne_float !=;
    jump_gt jump_gt_float >;
    jump_ge jump_ge_float >=;
}
jumps! { k, compare_jump_k:
    jump_lt_k jump_lt_k_float <;
    jump_le_k jump_le_k_float <=;
    jump_eq_k jump_eq_k_float ==;
    jump_ne_k jump_ne_k_float !=;
    jump_gt_k jump_gt_k_float >;
    jump_ge_k jump_ge_k_float >=;
}

/// Of a register and a small integer.
macro_rules! small_jumps {
    ($($name:ident $second:ident $op:tt;)*) => { $(op!($name(s) {
        let a = s.w(s.a());
        if !value::is_int(a) {
            return s.to($second);
        }
        let b = s.k(s.b());
        s.branch16((a as i64) $op b as i64)
    });)* };
}
small_jumps! {
    jump_lt_i jump_lt_k_float <;
    jump_le_i jump_le_k_float <=;
    jump_eq_i jump_eq_k_float ==;
    jump_ne_i jump_ne_k_float !=;
    jump_gt_i jump_gt_k_float >;
    jump_ge_i jump_ge_k_float >=;
}

op!(#[inline(never)] compare_jump(s) {
    let (a, b) = (s.w(s.a()), s.w(s.b()));
    if let Some((p, q)) = floats(a, b) {
        let x = s.x();
        return s.branch16(cmp_float(x, p, q) == (x & JUMP_IF_TRUE != 0));
    }
    if value::is_ptr(a) && value::is_ptr(b) && std::ptr::eq(class_ptr(a), &types::TUPLE) {
        return s.to(compare_jump_tuples);
    }
    s.to(compare_jump_slow)
});
/// How two register words, of which the first is an exact tuple, compare: 0, 1, 2 for less, equal, greater; 3 if it takes
/// Python code to tell.
#[inline(never)]
fn order_of_tuples(a: Word, b: Word) -> u32 {
    // SAFETY: register words name live objects.
    let (a, b) = unsafe { (Ref::from_word(a), Ref::from_word(b)) };
    match quick::order_tuples(a, b) {
        Some(o) => (o as i8 + 1) as u32,
        None => 3,
    }
}
op!(#[inline(never)] compare_jump_tuples(s) {
    s.sync();
    let o = order_of_tuples(s.w(s.a()), s.w(s.b()));
    if o == 3 {
        return s.to(compare_jump_slow);
    }
    s.f.consume(s.a());
    s.f.consume(s.b());
    let x = s.x();
    let t = CMP_MASK[(x & 7) as usize] >> o & 1 != 0;
    s.branch16(t == (x & JUMP_IF_TRUE != 0))
});
op!(#[inline(never)] compare_jump_slow(s) {
    s.sync();
    if operators::is_heap(s.w(s.a())) && operators::enter(s.th) {
        s.reload();
        return s.done();
    }
    let t = slow!(s, arith::compare_jump(s.th, s.f, s.i()));
    let x = s.x();
    s.branch16(t == (x & JUMP_IF_TRUE != 0))
});
op!(#[inline(never)] compare_jump_k(s) {
    let (a, b) = (s.w(s.a()), s.k(s.b()));
    if let Some((p, q)) = floats(a, b) {
        let x = s.x();
        return s.branch16(cmp_float(x, p, q) == (x & JUMP_IF_TRUE != 0));
    }
    s.to(compare_jump_k_slow)
});
op!(#[inline(never)] compare_jump_k_slow(s) {
    s.sync();
    if operators::is_heap(s.w(s.a())) && operators::enter(s.th) {
        s.reload();
        return s.done();
    }
    let t = slow!(s, arith::compare_jump_k(s.th, s.f, s.i()));
    let x = s.x();
    s.branch16(t == (x & JUMP_IF_TRUE != 0))
});
