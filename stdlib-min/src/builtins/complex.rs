//! `complex`: slots, constructor, methods. Arithmetic is in `typhon_runtime::types::complex`.

use super::support::{class_of, not_implemented, number_text, tuple, wrong_self};
use crate::format::{self, number};
use typhon_runtime::call::{self, Args, GetSetDef, Kind, MethodDef};
use typhon_runtime::error::{overflow_error, type_error, value_error, zero_division};
use typhon_runtime::types::complex::{self, Complex};
use typhon_runtime::types::int;
use typhon_runtime::types::slots::CmpOp;
use typhon_runtime::types::str::{self as pystr, Str};
use typhon_runtime::types::{self, float, slotdefs};
use typhon_runtime::{Obj, R, Raised, Ref, Thread, names};

/// An operand of complex arithmetic.
enum Operand {
    Real(f64),
    Complex(Complex),
}
use Operand::Real;

impl Operand {
    fn widen(self) -> Complex {
        match self {
            Real(x) => Complex::new(x, 0.0),
            Operand::Complex(z) => z,
        }
    }
}

fn operand(th: &mut Thread, o: Ref<'_>) -> R<Option<Operand>> {
    if let Some(z) = complex::value(o) {
        return Ok(Some(Operand::Complex(z)));
    }
    if let Some(x) = float::value(o) {
        return Ok(Some(Real(x)));
    }
    match int::num(o) {
        Some(n) => float::from_num(th, n).map(|x| Some(Real(x))),
        None => Ok(None),
    }
}

fn zself(th: &mut Thread, o: Ref<'_>) -> R<Complex> {
    match complex::value(o) {
        Some(z) => Ok(z),
        None => wrong_self(th, "complex", o),
    }
}

macro_rules! arithmetic {
    ($($name:ident |$th:ident, $a:ident, $b:ident| $body:expr;)*) => {
        $(fn $name($th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
            let Some($a) = operand($th, a)? else { return not_implemented() };
            let Some($b) = operand($th, b)? else { return not_implemented() };
            let z: Complex = $body;
            complex::new($th, z)
        })*
    };
}
arithmetic! {
    complex_add |th, a, b| match (a, b) {
        (Real(x), Operand::Complex(z)) | (Operand::Complex(z), Real(x)) => Complex::new(z.re + x, z.im),
        (a, b) => { let (a, b) = (a.widen(), b.widen()); Complex::new(a.re + b.re, a.im + b.im) }
    };
    complex_sub |th, a, b| match (a, b) {
        (Operand::Complex(z), Real(x)) => Complex::new(z.re - x, z.im),
        (Real(x), Operand::Complex(z)) => Complex::new(x - z.re, -z.im),
        (a, b) => { let (a, b) = (a.widen(), b.widen()); Complex::new(a.re - b.re, a.im - b.im) }
    };
    complex_mul |th, a, b| match (a, b) {
        (Real(x), Operand::Complex(z)) | (Operand::Complex(z), Real(x)) => z.times_real(x),
        (a, b) => a.widen().times(b.widen()),
    };
    complex_truediv |th, a, b| match (a, b) {
        (_, Real(0.0)) => return Err(by_zero(th)),
        (Operand::Complex(z), Real(x)) => Complex::new(z.re / x, z.im / x),
        (Real(x), Operand::Complex(z)) => match z.divides_real(x) {
            Some(z) => z,
            None => return Err(by_zero(th)),
        },
        (a, b) => match a.widen().over(b.widen()) {
            Some(z) => z,
            None => return Err(by_zero(th)),
        },
    };
}

#[cold]
fn by_zero(th: &mut Thread) -> Raised {
    zero_division(th, "division by zero")
}

fn complex_pow(th: &mut Thread, a: Ref<'_>, b: Ref<'_>, m: Ref<'_>) -> R {
    let Some(x) = operand(th, a)? else {
        return not_implemented();
    };
    let Some(y) = operand(th, b)? else {
        return not_implemented();
    };
    if !m.is_none() {
        return Err(value_error(th, "complex modulo"));
    }
    complex::pow(th, x.widen(), y.widen())
}

fn complex_neg(th: &mut Thread, a: Ref<'_>) -> R {
    let z = zself(th, a)?;
    complex::new(th, Complex::new(-z.re, -z.im))
}
fn complex_pos(th: &mut Thread, a: Ref<'_>) -> R {
    if a.is_exact(&types::COMPLEX) {
        return Ok(a.own());
    }
    let z = zself(th, a)?;
    complex::new(th, z)
}
fn complex_abs(th: &mut Thread, a: Ref<'_>) -> R {
    match zself(th, a)?.abs() {
        Some(x) => float::new(th, x),
        None => Err(overflow_error(th, "absolute value too large")),
    }
}
fn complex_bool(th: &mut Thread, a: Ref<'_>) -> R<bool> {
    zself(th, a).map(|z| z.re != 0.0 || z.im != 0.0)
}
fn complex_hash(th: &mut Thread, a: Ref<'_>) -> R<i64> {
    zself(th, a).map(|z| complex::hash(a, z))
}
fn complex_repr(th: &mut Thread, a: Ref<'_>) -> R {
    let z = zself(th, a)?;
    pystr::new(th, &complex::repr(z))
}

fn complex_richcmp(_th: &mut Thread, a: Ref<'_>, b: Ref<'_>, op: CmpOp) -> R {
    let Some(x) = complex::value(a) else {
        return not_implemented();
    };
    if !matches!(op, CmpOp::Eq | CmpOp::Ne) {
        return not_implemented();
    }
    let equal = if let Some(n) = int::num(b) {
        x.im == 0.0 && int::compare_f64(n, x.re) == Some(std::cmp::Ordering::Equal)
    } else if let Some(y) = float::value(b) {
        x.im == 0.0 && x.re == y
    } else if let Some(y) = complex::value(b) {
        x.re == y.re && x.im == y.im
    } else {
        return not_implemented();
    };
    Ok(Obj::bool(equal == (op == CmpOp::Eq)))
}

// ------------------------------------------------------------------ constructor

fn complex_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    let (re, im) = parts(th, a)?;
    let class = class_of(class);
    match (re, im) {
        (None, None) => complex::new_of(th, class, Complex::new(0.0, 0.0)),
        // A real part given by name is a part, and not a number to convert.
        (Some(r), None) if !a.is_empty() => from_one(th, class, r),
        (r, i) => from_two(th, class, r, i),
    }
}

fn parts<'a>(th: &mut Thread, a: Args<'a>) -> R<(Option<Ref<'a>>, Option<Ref<'a>>)> {
    let n = a.len() + a.kw_len();
    if n > 2 {
        return Err(type_error(
            th,
            format!("complex() takes at most 2 arguments ({n} given)"),
        ));
    }
    let mut out = [a.opt(0), a.opt(1)];
    for (k, v) in a.kwargs() {
        let name = pystr::text(k);
        let i = match name.as_str() {
            "real" => 0,
            "imag" => 1,
            _ => {
                return Err(typhon_runtime::signature::unexpected_keyword(
                    th,
                    "complex",
                    &name,
                    ["real", "imag"].into_iter(),
                ));
            }
        };
        if i < a.len() {
            return Err(type_error(
                th,
                format!(
                    "argument for complex() given by name ('{name}') and position ({})",
                    i + 1
                ),
            ));
        }
        out[i] = Some(v);
    }
    Ok((out[0], out[1]))
}

/// `complex(x)`.
fn from_one(th: &mut Thread, class: &'static types::typeobj::TypeObj, x: Ref<'_>) -> R {
    if x.is_exact(&types::COMPLEX) && std::ptr::eq(class, &types::COMPLEX) {
        return Ok(x.own());
    }
    if let Some(s) = x.get::<Str>() {
        let z = parse(&number_text(s));
        return match z {
            Some(z) => complex::new_of(th, class, z),
            None => Err(value_error(th, "complex() arg is a malformed string")),
        };
    }
    let z = match number(th, x)? {
        Some(z) => z,
        None => {
            return Err(type_error(
                th,
                format!(
                    "complex() argument must be a string or a number, not {}",
                    x.class().name()
                ),
            ));
        }
    };
    complex::new_of(th, class, z.widen())
}

/// A number through `__complex__`, `__float__` or `__index__`.
fn number(th: &mut Thread, x: Ref<'_>) -> R<Option<Operand>> {
    if let Some(z) = complex::value(x)
        && x.is_exact(&types::COMPLEX)
    {
        return Ok(Some(Operand::Complex(z)));
    }
    if let Some(r) = call::call_special(th, x, names::__complex__(), &[])? {
        let Some(z) = complex::value(r.r()) else {
            return Err(type_error(
                th,
                format!(
                    "__complex__ returned non-complex (type {})",
                    r.r().class().name()
                ),
            ));
        };
        if !r.r().is_exact(&types::COMPLEX) {
            let m = format!(
                "__complex__ returned non-complex (type {}).  The ability to return an instance of a strict \
                 subclass of complex is deprecated, and may be removed in a future version of Python.",
                r.r().class().name()
            );
            crate::warn::deprecation(th, &m)?;
        }
        return Ok(Some(Operand::Complex(z)));
    }
    let s = x.class().slots();
    if s.float().is_some() || s.index().is_some() {
        return float::as_double(th, x).map(|x| Some(Real(x)));
    }
    Ok(None)
}

/// The value of a number, as `cmath` takes its arguments.
pub fn through_protocols(th: &mut Thread, x: Ref<'_>) -> R<Complex> {
    match number(th, x)? {
        Some(n) => Ok(n.widen()),
        None => {
            let m = format!("must be real number, not {}", x.class().tp_name());
            Err(type_error(th, m))
        }
    }
}

/// `complex(real, imag)`.
fn from_two(
    th: &mut Thread,
    class: &'static types::typeobj::TypeObj,
    re: Option<Ref<'_>>,
    im: Option<Ref<'_>>,
) -> R {
    let r = component(th, re, "real")?;
    let i = component(th, im, "imag")?;
    let z = match (r, i) {
        (Real(r), Real(i)) => Complex::new(r, i),
        (r, i) => {
            let (r, i, i_complex) = match i {
                Real(x) => (r.widen(), Complex::new(x, 0.0), false),
                Operand::Complex(z) => (r.widen(), z, true),
            };
            Complex::new(if i_complex { r.re - i.im } else { r.re }, r.im + i.re)
        }
    };
    complex::new_of(th, class, z)
}

fn component(th: &mut Thread, o: Option<Ref<'_>>, name: &str) -> R<Operand> {
    let Some(o) = o else { return Ok(Real(0.0)) };
    let found = if o.get::<Str>().is_some() {
        None
    } else if name == "real" {
        number(th, o)?
    } else if let Some(z) = complex::value(o) {
        Some(Operand::Complex(z))
    } else {
        let s = o.class().slots();
        if s.float().is_some() || s.index().is_some() {
            Some(Real(float::as_double(th, o)?))
        } else {
            None
        }
    };
    let Some(v) = found else {
        return Err(type_error(
            th,
            format!(
                "complex() argument '{name}' must be a real number, not {}",
                o.class().name()
            ),
        ));
    };
    if matches!(v, Operand::Complex(_)) {
        let m = format!(
            "complex() argument '{name}' must be a real number, not {}",
            o.class().name()
        );
        crate::warn::deprecation(th, &m)?;
    }
    Ok(v)
}

/// Parses a complex literal, possibly in parentheses.
fn parse(s: &str) -> Option<Complex> {
    let trim = |s: &str| {
        s.trim_matches(|c| typhon_runtime::unicode::is_space(c as u32))
            .to_string()
    };
    let s = match s.strip_prefix('(') {
        Some(inner) => trim(inner.strip_suffix(')')?),
        None => s.to_string(),
    };
    let Some(body) = s.strip_suffix(['j', 'J']) else {
        return Some(Complex::new(super::float::parse(&s)?, 0.0));
    };
    // The sign that starts the imaginary part: not the first character, not the one of an exponent.
    let b = body.as_bytes();
    let split = (1..b.len())
        .rev()
        .find(|&i| matches!(b[i], b'+' | b'-') && !matches!(b[i - 1], b'e' | b'E'));
    let imaginary = |t: &str| match t {
        "" | "+" => Some(1.0),
        "-" => Some(-1.0),
        t => super::float::parse(t),
    };
    match split {
        Some(i) => {
            let (re, im) = body.split_at(i);
            Some(Complex::new(super::float::parse(re)?, imaginary(im)?))
        }
        None => Some(Complex::new(0.0, imaginary(body)?)),
    }
}

// ------------------------------------------------------------------ methods

fn complex_from_number(th: &mut Thread, a: Args<'_>) -> R {
    let (class, x) = (a.at(0), a.at(1));
    if class.is(types::COMPLEX.r()) && x.is_exact(&types::COMPLEX) {
        return Ok(x.own());
    }
    let z = match number(th, x)? {
        Some(z) => z.widen(),
        None => {
            return Err(type_error(
                th,
                format!("must be real number, not {}", x.class().name()),
            ));
        }
    };
    let o = complex::new(th, z)?;
    if class.is(types::COMPLEX.r()) {
        return Ok(o);
    }
    call::call(th, class, &[o.r()])
}
fn complex_conjugate(th: &mut Thread, a: Args<'_>) -> R {
    let z = zself(th, a.at(0))?;
    complex::new(th, Complex::new(z.re, -z.im))
}
fn complex_complex(th: &mut Thread, a: Args<'_>) -> R {
    complex_pos(th, a.at(0))
}
fn complex_getnewargs(th: &mut Thread, a: Args<'_>) -> R {
    let z = zself(th, a.at(0))?;
    let re = float::new(th, z.re)?;
    let im = float::new(th, z.im)?;
    tuple(th, vec![re, im])
}
fn complex_format(th: &mut Thread, a: Args<'_>) -> R {
    let slf = a.at(0);
    format::method(th, slf, a.at(1), |th, text| {
        let z = zself(th, slf)?;
        number::format_complex(th, z, &slf.class().name(), text)
    })
}
fn complex_real(th: &mut Thread, o: Ref<'_>) -> R {
    let z = zself(th, o)?;
    float::new(th, z.re)
}
fn complex_imag(th: &mut Thread, o: Ref<'_>) -> R {
    let z = zself(th, o)?;
    float::new(th, z.im)
}

static GETSET: &[GetSetDef] = &[
    GetSetDef {
        name: "real",
        get: complex_real,
        set: None,
        doc: "the real part of a complex number",
    },
    GetSetDef {
        name: "imag",
        get: complex_imag,
        set: None,
        doc: "the imaginary part of a complex number",
    },
];

static METHODS: &[MethodDef] = &[
    MethodDef::class(
        "from_number",
        Kind::One,
        complex_from_number,
        "Converts a number to a complex number.",
    ),
    MethodDef::new(
        "conjugate",
        Kind::NoArgs,
        complex_conjugate,
        "The complex conjugate.",
    ),
    MethodDef::new(
        "__complex__",
        Kind::NoArgs,
        complex_complex,
        "The number as an exact complex.",
    ),
    MethodDef::new(
        "__getnewargs__",
        Kind::NoArgs,
        complex_getnewargs,
        "Arguments for copying.",
    ),
    MethodDef::new(
        "__format__",
        Kind::One,
        complex_format,
        "Formats by a specifier.",
    ),
];

/// See the module.
pub fn init(th: &mut Thread) -> R<()> {
    let s = types::COMPLEX.slots();
    s.set_new(complex_new);
    s.set_repr(complex_repr);
    s.set_hash(complex_hash);
    s.set_richcmp(complex_richcmp);
    s.set_add(complex_add);
    s.set_sub(complex_sub);
    s.set_mul(complex_mul);
    s.set_truediv(complex_truediv);
    s.set_pow(complex_pow);
    s.set_neg(complex_neg);
    s.set_pos(complex_pos);
    s.set_abs(complex_abs);
    s.set_bool(complex_bool);
    call::add_methods(th, &types::COMPLEX, METHODS)?;
    call::add_getset(th, &types::COMPLEX, GETSET)?;
    super::support::set_doc(
        th,
        &types::COMPLEX,
        "A complex number from a real and an imaginary part, or from text.",
    )?;
    slotdefs::finish(th, &types::COMPLEX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals() {
        for (s, re, im) in [
            ("1+2j", 1.0, 2.0),
            ("j", 0.0, 1.0),
            ("-j", 0.0, -1.0),
            ("(1e5-3J)", 1e5, -3.0),
            ("1e-5", 1e-5, 0.0),
            ("1e-5j", 0.0, 1e-5),
            ("1+j", 1.0, 1.0),
            ("1_0+2_0j", 10.0, 20.0),
        ] {
            let z = parse(s).unwrap();
            assert_eq!((z.re, z.im), (re, im), "{s}");
        }
        for bad in ["", "1+2", "1+2jj", "1+-j2", "((1))", "1 + 2j", "()"] {
            assert!(parse(bad).is_none(), "{bad}");
        }
    }
}
