//! Builtin functions on numbers: `abs`, `divmod`, `pow`, `round`, `bin`, `oct`, `hex`.

use typhon_runtime::call::{self, Args, Kind, MethodDef};
use typhon_runtime::error::type_error;
use typhon_runtime::types::{bigint, int, str as pystr};
use typhon_runtime::{R, Ref, Thread, names, ops};

fn builtin_abs(th: &mut Thread, a: Args<'_>) -> R {
    ops::abs(th, a.at(0))
}

fn builtin_divmod(th: &mut Thread, a: Args<'_>) -> R {
    ops::binary(th, ops::BinOp::Divmod, a.at(0), a.at(1))
}

fn builtin_pow(th: &mut Thread, a: Args<'_>) -> R {
    ops::pow(th, a.at(0), a.at(1), a.opt(2).unwrap_or(Ref::NONE))
}

fn builtin_round(th: &mut Thread, a: Args<'_>) -> R {
    let x = a.at(0);
    let digits = a.opt_not_none(1);
    match call::call_special(th, x, names::__round__(), digits.as_slice())? {
        Some(r) => Ok(r),
        None => {
            let m = format!(
                "type {} doesn't define __round__ method",
                x.class().tp_name()
            );
            Err(type_error(th, m))
        }
    }
}

/// Sign, prefix and digits.
fn in_base(th: &mut Thread, o: Ref<'_>, base: u32, prefix: &str) -> R {
    if let Some(i) = o.as_small() {
        return small_in_base(th, i, base, prefix);
    }
    let i = ops::index(th, o)?;
    let Some(n) = int::num(i.r()) else {
        return Err(type_error(th, "an integer is required"));
    };
    let b = match n {
        int::Num::Small(i) => return small_in_base(th, i, base, prefix),
        int::Num::Big(b) => b,
    };
    let sign = if n.is_negative() { "-" } else { "" };
    let digits = bigint::to_radix(th, b, base)?;
    let digits = digits.trim_start_matches('-');
    pystr::new(th, &format!("{sign}{prefix}{digits}"))
}

/// The same for a number of one word; `base` is a power of two.
fn small_in_base(th: &mut Thread, i: i64, base: u32, prefix: &str) -> R {
    // Digits of 64 bits, a prefix of two characters and a sign.
    let mut text = [0; 67];
    let mut at = text.len();
    let mut put = |b: u8| {
        at -= 1;
        text[at] = b;
    };
    let (mut rest, bits) = (i.unsigned_abs(), base.trailing_zeros());
    loop {
        let digit = (rest & u64::from(base - 1)) as usize;
        put(b"0123456789abcdef"[digit]);
        rest >>= bits;
        if rest == 0 {
            break;
        }
    }
    prefix.bytes().rev().for_each(&mut put);
    if i < 0 {
        put(b'-');
    }
    pystr::from_ascii(th, &text[at..])
}

fn builtin_bin(th: &mut Thread, a: Args<'_>) -> R {
    in_base(th, a.at(0), 2, "0b")
}
fn builtin_oct(th: &mut Thread, a: Args<'_>) -> R {
    in_base(th, a.at(0), 8, "0o")
}
fn builtin_hex(th: &mut Thread, a: Args<'_>) -> R {
    in_base(th, a.at(0), 16, "0x")
}

/// Rows for the `builtins` module.
pub static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new(
        "abs",
        Kind::One,
        builtin_abs,
        "abs($module, number, /)\n--\n\nThe absolute value of a number.",
    ),
    MethodDef::new(
        "divmod",
        Kind::Pos(2, 2),
        builtin_divmod,
        "divmod($module, x, y, /)\n--\n\nThe pair (x//y, x%y).",
    ),
    MethodDef::new(
        "pow",
        Kind::Sig("base, exp, mod="),
        builtin_pow,
        "pow($module, /, base, exp, mod=None)\n--\n\nbase**exp, or with three arguments base**exp % mod.",
    ),
    MethodDef::new(
        "round",
        Kind::Sig("number, ndigits="),
        builtin_round,
        "round($module, /, number, ndigits=None)\n--\n\nA number rounded to a count of decimal digits, or to an integer.",
    ),
    MethodDef::new(
        "bin",
        Kind::One,
        builtin_bin,
        "bin($module, integer, /)\n--\n\nAn integer as binary text with the prefix 0b.",
    ),
    MethodDef::new(
        "oct",
        Kind::One,
        builtin_oct,
        "oct($module, integer, /)\n--\n\nAn integer as octal text with the prefix 0o.",
    ),
    MethodDef::new(
        "hex",
        Kind::One,
        builtin_hex,
        "hex($module, integer, /)\n--\n\nAn integer as hexadecimal text with the prefix 0x.",
    ),
];
