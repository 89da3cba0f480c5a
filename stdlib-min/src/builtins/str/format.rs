//! `str.format`, `str.format_map`, `str.__format__`.

use super::super::support::{self_str, string};
use crate::format::{self, fields};
use typhon_runtime::call::{Args, Kind, MethodDef};
use typhon_runtime::{R, Thread};

fn str_format(th: &mut Thread, a: Args<'_>) -> R {
    let s = self_str(th, a)?;
    fields::build(th, s, fields::Source::Call(a.skip(1)))
}
fn str_format_map(th: &mut Thread, a: Args<'_>) -> R {
    let s = self_str(th, a)?;
    fields::build(th, s, fields::Source::Map(a.at(1)))
}
fn str_dunder_format(th: &mut Thread, a: Args<'_>) -> R {
    let slf = a.at(0);
    format::method(th, slf, a.at(1), |th, text| {
        let s = string(th, slf)?;
        format::format_str(th, slf, s, text)
    })
}

/// Methods of this file.
pub static METHODS: &[MethodDef] = &[
    MethodDef::new(
        "format",
        Kind::Any,
        str_format,
        "Fills the replacement fields from the arguments.",
    ),
    MethodDef::new(
        "format_map",
        Kind::One,
        str_format_map,
        "Fills the replacement fields from a mapping.",
    ),
    MethodDef::new(
        "__format__",
        Kind::One,
        str_dunder_format,
        "Formats by a specifier.",
    ),
];
