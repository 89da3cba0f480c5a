//! How arrays are pickled: their bytes with a number that names the machine's format, so that another machine can read
//! them.

use super::{ARRAY, Array, code_argument, item, tuple_of, values};
use crate::codecs::{self, Encoding, Order};
use crate::modules::common::of;
use crate::pack;
use typhon_runtime::call::{self, Args, Kind, MethodDef};
use typhon_runtime::error::{self, type_error, value_error};
use typhon_runtime::types::str as pystr;
use typhon_runtime::types::typeobj::TypeObj;
use typhon_runtime::types::{bytes, int, list};
use typhon_runtime::{Obj, R, Ref, Thread, names, ops};

/// What a format number means.
#[derive(Clone, Copy)]
enum Format {
    /// Bytes and whether there is a sign.
    Int(usize, bool),
    Float(usize),
    /// Characters of so many bytes.
    Text(usize),
}

/// The formats in the order of their numbers; except for the first two, one for each byte order.
const FORMATS: &[Format] = &[
    Format::Int(2, false),
    Format::Int(2, true),
    Format::Int(4, false),
    Format::Int(4, true),
    Format::Int(8, false),
    Format::Int(8, true),
    Format::Float(4),
    Format::Float(8),
    Format::Text(2),
    Format::Text(4),
];

fn format(number: i32) -> Option<(Format, Order)> {
    let n = usize::try_from(number).ok()?;
    if n < 2 {
        return Some((Format::Int(1, n == 1), Order::NATIVE));
    }
    let order = if n.is_multiple_of(2) {
        Order::Little
    } else {
        Order::Big
    };
    FORMATS.get((n - 2) / 2).map(|f| (*f, order))
}

/// The number of this machine's format of a type.
fn number(code: u8) -> i64 {
    let size = item::size(code).unwrap_or(1);
    let signed = code.is_ascii_lowercase();
    let big = i64::from(Order::NATIVE == Order::Big);
    match (code, size) {
        (b'f', _) => 14 + big,
        (b'd', _) => 16 + big,
        (b'u' | b'w', _) => 20 + big,
        (_, 1) => i64::from(signed),
        (_, 2) => 2 + 2 * i64::from(signed) + big,
        (_, 4) => 6 + 2 * i64::from(signed) + big,
        _ => 10 + 2 * i64::from(signed) + big,
    }
}

/// `__reduce_ex__`.
pub fn reduce_ex(th: &mut Thread, a: Args<'_>) -> R {
    let o = a.at(0);
    let me = of::<Array>(th, o)?;
    if !int::is_int(a.at(1)) {
        return Err(type_error(
            th,
            "__reduce_ex__ argument should be an integer",
        ));
    }
    let protocol = int::index(th, a.at(1))?;
    let dict = ops::getattr_opt(th, o, names::__dict__())?.unwrap_or_else(Obj::none);
    let code = pystr::char_obj(me.code);
    if protocol < 3 {
        let items = values(th, me)?;
        let items = list::new(th, items)?;
        let args = tuple_of(th, vec![code, items])?;
        return tuple_of(th, vec![o.type_ref().own(), args, dict]);
    }
    let module = typhon_runtime::hooks::import(th, "array")?;
    let make = ops::getattr_str(th, module.r(), "_array_reconstructor")?;
    let number = Ref::small_int(number(me.code)).own();
    error::room(th, me.data.len())?;
    let data = bytes::new(th, &me.data.to_vec())?;
    let args = tuple_of(th, vec![o.type_ref().own(), code, number, data])?;
    tuple_of(th, vec![make, args, dict])
}

/// The items that bytes in a foreign format stand for.
fn foreign(th: &mut Thread, f: Format, order: Order, b: &[u8], object: Ref<'_>) -> R {
    let (kind, size) = match f {
        Format::Int(n, signed) => {
            let kind = if signed {
                pack::Kind::Signed
            } else {
                pack::Kind::Unsigned
            };
            (kind, n)
        }
        Format::Float(n) => (pack::Kind::Float, n),
        Format::Text(n) => {
            let e = if n == 2 {
                Encoding::Utf16(Some(order))
            } else {
                Encoding::Utf32(Some(order))
            };
            return codecs::decode_builtin(th, object, b, e, "strict", true).map(|r| r.0);
        }
    };
    let mut items = Vec::new();
    error::reserve(th, &mut items, b.len() / size)?;
    for x in b.chunks_exact(size) {
        items.push(pack::unpack(th, kind, order, x)?);
    }
    list::new(th, items)
}

fn item_bytes(f: Format) -> usize {
    match f {
        Format::Int(n, _) | Format::Float(n) | Format::Text(n) => n,
    }
}

fn array_reconstructor(th: &mut Thread, a: Args<'_>) -> R {
    let code = code_argument(th, "_array_reconstructor", 2, a.at(1))?;
    let wanted = int::c_int(th, a.at(2))?;
    let class = a.at(0);
    let Some(t) = class.as_type() else {
        let m = format!(
            "first argument must be a type object, not {}",
            class.class().name()
        );
        return Err(type_error(th, m));
    };
    if !TypeObj::is_subtype(t, &ARRAY) {
        let m = format!("{} is not a subtype of array.array", t.tp_name());
        return Err(type_error(th, m));
    }
    let known = u8::try_from(code).ok().filter(|&c| item::size(c).is_some());
    let Some(mut code) = known else {
        return Err(value_error(th, "second argument must be a valid type code"));
    };
    let Some((f, order)) = format(wanted) else {
        return Err(value_error(
            th,
            "third argument must be a valid machine format code.",
        ));
    };
    let Some(b) = bytes::value(a.at(3)) else {
        let m = format!(
            "fourth argument should be bytes, not {}",
            a.at(3).class().name()
        );
        return Err(type_error(th, m));
    };
    let content = if i64::from(wanted) == number(code) {
        a.at(3).own()
    } else {
        if !b.len().is_multiple_of(item_bytes(f)) {
            return Err(value_error(th, "string length not a multiple of item size"));
        }
        if let Format::Int(n, signed) = f {
            // A type of this machine that has the same items.
            for &(c, size) in item::CODES {
                if size == n
                    && !item::is_text(c)
                    && !matches!(c, b'f' | b'd')
                    && c.is_ascii_lowercase() == signed
                {
                    code = c;
                }
            }
        }
        foreign(th, f, order, b, a.at(3))?
    };
    let code = pystr::char_obj(code);
    call::call(th, class, &[code.r(), content.r()])
}

/// Functions of the module.
pub static FUNCTIONS: &[MethodDef] = &[MethodDef::new(
    "_array_reconstructor",
    Kind::Pos(4, 4),
    array_reconstructor,
    "_array_reconstructor($module, arraytype, typecode, mformat_code, items, /)\n--\n\nInternal. Used for pickling support.",
)];
