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
    let i = ops::index(th, o)?;
    let Some(n) = int::num(i.r()) else {
        return Err(type_error(th, "an integer is required"));
    };
    let sign = if n.is_negative() { "-" } else { "" };
    let digits = match n {
        int::Num::Small(i) => {
            let u = i.unsigned_abs();
            match base {
                2 => format!("{u:b}"),
                8 => format!("{u:o}"),
                _ => format!("{u:x}"),
            }
        }
        int::Num::Big(b) => bigint::to_radix(th, b, base)?,
    };
    let digits = digits.trim_start_matches('-');
    pystr::new(th, &format!("{sign}{prefix}{digits}"))
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
