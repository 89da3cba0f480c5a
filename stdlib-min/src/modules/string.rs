//! `_string`: what `string.Formatter` needs of the format string parser.

use crate::format::fields::{self, Markup};
use typhon_runtime::call::{Args, Kind, MethodDef};
use typhon_runtime::error::type_error;
use typhon_runtime::types::str::{self as pystr, Str};
use typhon_runtime::types::{list, module, tuple};
use typhon_runtime::{Obj, R, Ref, Thread, ops};

fn text<'a>(th: &mut Thread, o: Ref<'a>) -> R<&'a Str> {
    match o.get::<Str>() {
        Some(s) => Ok(s),
        None => Err(type_error(
            th,
            format!("expected str, got {}", o.class().name()),
        )),
    }
}

/// An iterator over items made in advance.
fn iterator(th: &mut Thread, items: Vec<Obj>) -> R {
    let l = list::new(th, items)?;
    ops::iter(th, l.r())
}

fn formatter_parser(th: &mut Thread, a: Args<'_>) -> R {
    let s = text(th, a.at(0))?;
    let mut m = Markup::new(s.bytes());
    let mut items = Vec::new();
    while let Some((literal, field)) = m.next(th)? {
        let literal = pystr::from_wtf8(th, literal)?;
        let item = match field {
            None => vec![literal, Obj::none(), Obj::none(), Obj::none()],
            Some(f) => {
                let name = pystr::from_wtf8(th, f.name)?;
                let spec = pystr::from_wtf8(th, f.spec)?;
                let conversion = match f.conversion {
                    Some(c) => pystr::from_char(th, c)?,
                    None => Obj::none(),
                };
                vec![literal, name, spec, conversion]
            }
        };
        items.push(tuple::new(th, item)?);
    }
    iterator(th, items)
}

fn formatter_field_name_split(th: &mut Thread, a: Args<'_>) -> R {
    let s = text(th, a.at(0))?;
    let (first, mut rest) = fields::split_first(s.bytes());
    let key = fields::key_of(th, first)?;
    let first = fields::key_value(th, key)?;
    let mut items = Vec::new();
    while let Some((attr, key, tail)) = fields::next_step(th, rest)? {
        let v = fields::key_value(th, key)?;
        items.push(tuple::new(th, vec![Obj::bool(attr), v])?);
        rest = tail;
    }
    let it = iterator(th, items)?;
    tuple::new(th, vec![first, it])
}

static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new(
        "formatter_parser",
        Kind::One,
        formatter_parser,
        "Literal text and fields of a format string.",
    ),
    MethodDef::new(
        "formatter_field_name_split",
        Kind::One,
        formatter_field_name_split,
        "First part and rest of a field name.",
    ),
];

/// Makes the module.
pub fn make(th: &mut Thread) -> R {
    let m = module::new(th, "_string")?;
    module::add_functions(th, m.r(), FUNCTIONS)?;
    Ok(m)
}
