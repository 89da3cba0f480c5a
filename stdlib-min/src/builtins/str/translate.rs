//! `str.translate` and `str.maketrans`.

use super::super::support::{self_str, type_name};
use typhon_runtime::call::{Args, Kind, MethodDef};
use typhon_runtime::error::{self, type_error, value_error};
use typhon_runtime::types::dict::{self, Dict};
use typhon_runtime::types::str::{self as pystr, Str, push_code_point};
use typhon_runtime::types::{self, int};
use typhon_runtime::{Obj, R, Ref, Thread, ops};

/// What a table says about a character.
enum Mapped {
    Same,
    Delete,
    Char(u32),
    Text(Obj),
}

fn look_up(th: &mut Thread, table: Ref<'_>, c: u32) -> R<Mapped> {
    let key = Ref::small_int(i64::from(c));
    let found = match table.get::<Dict>() {
        // Nobody sees the KeyError, so none is made.
        Some(d) if table.is_exact(&types::DICT) => d.get(th, key).map(|r| r.ok_or(())),
        _ => ops::getitem(th, table, key).map(Ok),
    };
    let r = match found {
        Ok(Ok(r)) => r,
        Ok(Err(())) => return Ok(Mapped::Same),
        Err(_) => {
            error::suppress(th, &error::LOOKUP_ERROR)?;
            return Ok(Mapped::Same);
        }
    };
    if r.r().is_none() {
        return Ok(Mapped::Delete);
    }
    if r.get::<Str>().is_some() {
        return Ok(Mapped::Text(r));
    }
    let Some(n) = int::num(r.r()) else {
        return Err(type_error(
            th,
            "character mapping must return integer, None or str",
        ));
    };
    match n.to_i64().and_then(|i| u32::try_from(i).ok()) {
        Some(c) if c < 0x110000 => Ok(Mapped::Char(c)),
        _ => Err(value_error(
            th,
            "character mapping must be in range(0x110000)",
        )),
    }
}

fn str_translate(th: &mut Thread, a: Args<'_>) -> R {
    let s = self_str(th, a)?;
    let table = a.at(1);
    let mut out = Vec::new();
    error::reserve(th, &mut out, s.len())?;
    // Answers for ASCII characters are asked for once.
    let mut known: [Option<Option<u8>>; 128] = [None; 128];
    let mut b = s.bytes();
    while let Some((&first, rest)) = b.split_first() {
        if let Some(Some(k)) = known.get(usize::from(first)) {
            if let Some(k) = *k {
                out.push(k);
            }
            b = rest;
            continue;
        }
        let c = pystr::wtf8_chars(b).next().unwrap_or(0);
        b = b.get(pystr::char_width(first)..).unwrap_or_default();
        let m = look_up(th, table, c)?;
        let answer = match &m {
            Mapped::Same if c < 128 => Some(Some(c as u8)),
            Mapped::Char(d) if *d < 128 => Some(Some(*d as u8)),
            Mapped::Delete => Some(None),
            Mapped::Text(t) => match t.get::<Str>().map(Str::bytes) {
                Some(&[b]) => Some(Some(b)),
                _ => None,
            },
            _ => None,
        };
        if let (Some(slot), Some(_)) = (known.get_mut(c as usize), answer) {
            *slot = answer;
        }
        match m {
            Mapped::Same => push_code_point(&mut out, c),
            Mapped::Delete => {}
            Mapped::Char(d) => push_code_point(&mut out, d),
            Mapped::Text(t) => {
                if let Some(t) = t.get::<Str>() {
                    error::reserve(th, &mut out, t.bytes().len())?;
                    out.extend_from_slice(t.bytes());
                }
            }
        }
    }
    pystr::from_wtf8(th, &out)
}

fn str_maketrans(th: &mut Thread, a: Args<'_>) -> R {
    let table = dict::new(th)?;
    match a.opt(1) {
        None => from_dict(th, &table, a.at(0))?,
        Some(y) => from_strings(th, &table, a.at(0), y, a.opt(2))?,
    }
    Ok(table)
}

fn put(th: &mut Thread, table: &Obj, c: u32, v: Obj) -> R<()> {
    match table.get::<Dict>() {
        Some(d) => d.insert(th, Ref::small_int(i64::from(c)), v).map(drop),
        None => Ok(()),
    }
}

fn from_dict(th: &mut Thread, table: &Obj, x: Ref<'_>) -> R<()> {
    let Some(d) = x.get::<Dict>().filter(|_| dict::is_dict(x)) else {
        return Err(type_error(
            th,
            "if you give only one argument to maketrans it must be a dict",
        ));
    };
    for (k, v) in d.items() {
        if let Some(s) = k.get::<Str>() {
            if s.chars_len() != 1 {
                return Err(value_error(
                    th,
                    "string keys in translatetable must be of length 1",
                ));
            }
            put(th, table, s.code_points().next().unwrap_or(0), v)?;
        } else if int::is_int(k.r()) {
            if let Some(t) = table.get::<Dict>() {
                drop(t.insert(th, k.r(), v)?);
            }
        } else {
            return Err(type_error(
                th,
                "keys in translate table mustbe strings or integers",
            ));
        }
    }
    Ok(())
}

fn text_arg<'a>(th: &mut Thread, i: usize, o: Ref<'a>) -> R<&'a Str> {
    match o.get::<Str>() {
        Some(s) => Ok(s),
        None => Err(type_error(
            th,
            format!("maketrans() argument {i} must be str, not {}", type_name(o)),
        )),
    }
}

fn from_strings(th: &mut Thread, table: &Obj, x: Ref<'_>, y: Ref<'_>, z: Option<Ref<'_>>) -> R<()> {
    let y = text_arg(th, 2, y)?;
    let z = match z {
        Some(z) => Some(text_arg(th, 3, z)?),
        None => None,
    };
    let Some(x) = x.get::<Str>() else {
        return Err(type_error(
            th,
            "first maketrans argument must be a string if there is a second argument",
        ));
    };
    if x.chars_len() != y.chars_len() {
        return Err(value_error(
            th,
            "the first two maketrans arguments must have equal length",
        ));
    }
    for (from, to) in x.code_points().zip(y.code_points()) {
        put(th, table, from, Ref::small_int(i64::from(to)).own())?;
    }
    if let Some(z) = z {
        for c in z.code_points() {
            put(th, table, c, Obj::none())?;
        }
    }
    Ok(())
}

/// Methods of this file.
pub static METHODS: &[MethodDef] = &[
    MethodDef::new(
        "translate",
        Kind::One,
        str_translate,
        "Replaces each character by what a table says.",
    ),
    MethodDef::stat(
        "maketrans",
        Kind::Pos(1, 3),
        str_maketrans,
        "A table for translate.",
    ),
];
