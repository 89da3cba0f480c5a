//! `re.Pattern`.

use super::exec::{NONE, Task};
use super::program::{self, Program};
use super::subject::{Marks, Subject};
use super::template::{self, Part};
use super::{matching, parse, raise, scanner};
use crate::modules::common::{TypeSpec, class_getitem, not_implemented, of};
use crate::modules::io::util;
use std::collections::HashMap;
use typhon_runtime::call::{self, Args, GetSetDef, Kind, MethodDef};
use typhon_runtime::error::{self, type_error};
use typhon_runtime::slot::Slot;
use typhon_runtime::types::dict::{self, Dict};
use typhon_runtime::types::slots::CmpOp;
use typhon_runtime::types::str::Str;
use typhon_runtime::types::typeobj::{TypeObj, flags as tf};
use typhon_runtime::types::{self, buffer, bytes, int, list, str as pystr, tuple};
use typhon_runtime::{Obj, R, Ref, Thread, hooks, ops, payload};

/// `re.Pattern`.
pub static PATTERN: TypeObj = TypeObj::declare("re.Pattern");

/// Payload of a pattern.
pub struct Pattern {
    source: Slot,
    flags: u32,
    is_text: bool,
    /// Instructions.
    pub program: Program,
    /// Groups with names, in order.
    pub names: Vec<(String, u32)>,
    by_name: HashMap<String, u32>,
}
payload!(
    Pattern,
    traverse | s,
    v | s.source.visit(v),
    clear | _s | {}
);

impl Pattern {
    /// The number of the group with this name.
    pub fn group_number(&self, _th: &mut Thread, name: Ref<'_>) -> R<Option<i64>> {
        Ok(name
            .get::<Str>()
            .and_then(Str::as_str)
            .and_then(|n| self.by_name.get(n))
            .map(|&g| i64::from(g)))
    }
}

/// The characters of a str or bytes-like pattern or template, and whether it is a str.
fn characters(th: &mut Thread, o: Ref<'_>) -> R<(Vec<u32>, bool)> {
    if let Some(s) = o.get::<Str>() {
        return Ok((s.code_points().collect(), true));
    }
    if buffer::is_bytes_like(o) {
        let b = buffer::bytes_like(th, o)?;
        return Ok((b.iter().map(|&b| u32::from(b)).collect(), false));
    }
    let m = "first argument must be string or compiled pattern";
    Err(type_error(th, m))
}

/// `_sre.compile_pattern(pattern, flags)`.
pub fn compile(th: &mut Thread, a: Args<'_>) -> R {
    let source = a.at(0);
    let (text, is_text) = characters(th, source)?;
    let flags = ops::index(th, a.at(1))?;
    let flags = int::to_i64(flags.r()).unwrap_or(0) as u32;
    let parsed = match parse::parse(&text, is_text, flags) {
        Ok(p) => p,
        Err(e) => return Err(raise(th, e, source)),
    };
    for w in &parsed.warnings {
        let w = pystr::new(th, w)?;
        let m = hooks::import(th, "warnings")?;
        let f = ops::getattr_str(th, m.r(), "warn")?;
        let level = Ref::small_int(3);
        drop(call::call(
            th,
            f.r(),
            &[w.r(), error::FUTURE_WARNING.r(), level],
        )?);
    }
    let program = match program::compile(&parsed.node, parsed.groups) {
        Ok(p) => p,
        Err(e) => return Err(raise(th, e, source)),
    };
    let by_name = parsed.names.iter().cloned().collect();
    let p = Pattern {
        source: Slot::new(source.own()),
        flags: parsed.flags,
        is_text,
        program,
        names: parsed.names,
        by_name,
    };
    Obj::new(th, PATTERN.r(), p)
}

/// A position argument, cut to the text.
fn position(th: &mut Thread, o: Option<Ref<'_>>, default: usize, most: usize) -> R<usize> {
    match o {
        None => Ok(default.min(most)),
        Some(o) => {
            let n = ops::index(th, o)?;
            Ok(match int::to_i64(n.r()) {
                Some(n) => usize::try_from(n).unwrap_or(0).min(most),
                None if int::num(n.r()).is_some_and(int::Num::is_negative) => 0,
                None => most,
            })
        }
    }
}

/// `string, pos, endpos` at argument 1 and behind: the text and the range in characters.
fn range<'a>(th: &mut Thread, p: &Pattern, a: Args<'a>) -> R<(Subject<'a>, usize, usize)> {
    let s = Subject::new(th, a.at(1), Some(p.is_text))?;
    let n = s.chars();
    let pos = position(th, a.opt(2), 0, n)?;
    let end = position(th, a.opt(3), n, n)?;
    Ok((s, pos, end))
}

fn find(th: &mut Thread, a: Args<'_>, search: bool, whole: bool) -> R {
    let p = of::<Pattern>(th, a.at(0))?;
    let (s, pos, end) = range(th, p, a)?;
    if pos > end {
        return Ok(Obj::none());
    }
    let task = Task {
        start: s.to_byte(pos),
        end: s.to_byte(end),
        whole,
        advance: false,
    };
    match s.run(th, &p.program, task, search)? {
        None => Ok(Obj::none()),
        Some(m) => matching::new(th, a.at(0), &s, m, pos, end),
    }
}
fn pattern_match(th: &mut Thread, a: Args<'_>) -> R {
    find(th, a, false, false)
}
fn pattern_fullmatch(th: &mut Thread, a: Args<'_>) -> R {
    find(th, a, false, true)
}
fn pattern_search(th: &mut Thread, a: Args<'_>) -> R {
    find(th, a, true, false)
}

/// Calls `f` with each match from `start` to `end`, at most `most` of them (0: all), until it gives false.
fn each_match(
    th: &mut Thread,
    p: &Pattern,
    s: &Subject<'_>,
    (start, end): (usize, usize),
    mut f: impl FnMut(&mut Thread, Marks) -> R<bool>,
) -> R<()> {
    let mut task = Task {
        start,
        end,
        whole: false,
        advance: false,
    };
    while task.start <= end {
        let Some(m) = s.run(th, &p.program, task, true)? else {
            return Ok(());
        };
        task.advance = m[0] == m[1];
        task.start = m[1];
        if !f(th, m)? {
            return Ok(());
        }
    }
    Ok(())
}

fn pattern_findall(th: &mut Thread, a: Args<'_>) -> R {
    let p = of::<Pattern>(th, a.at(0))?;
    let (s, pos, end) = range(th, p, a)?;
    let out = list::new(th, vec![])?;
    let empty = if s.is_text() {
        pystr::new(th, "")?
    } else {
        bytes::new(th, b"")?
    };
    if pos > end {
        return Ok(out);
    }
    let bounds = (s.to_byte(pos), s.to_byte(end));
    let groups = p.program.groups as usize;
    each_match(th, p, &s, bounds, |th, m| {
        let text = |th: &mut Thread, i: usize| -> R {
            Ok(s.group(th, &m, i)?.unwrap_or_else(|| empty.clone()))
        };
        let item = match groups {
            0 => text(th, 0)?,
            1 => text(th, 1)?,
            n => {
                let mut v = Vec::with_capacity(n);
                for i in 1..=n {
                    v.push(text(th, i)?);
                }
                tuple::new(th, v)?
            }
        };
        if let Some(l) = out.get::<list::List>() {
            l.push(th, item)?;
        }
        Ok(true)
    })?;
    Ok(out)
}

fn pattern_scanner(th: &mut Thread, a: Args<'_>) -> R {
    let p = of::<Pattern>(th, a.at(0))?;
    let (s, pos, end) = range(th, p, a)?;
    scanner::new(th, a.at(0), &s, (pos, end))
}
fn pattern_finditer(th: &mut Thread, a: Args<'_>) -> R {
    let scanner = pattern_scanner(th, a)?;
    let search = ops::getattr_str(th, scanner.r(), "search")?;
    let builtins = hooks::import(th, "builtins")?;
    let iter = ops::getattr_str(th, builtins.r(), "iter")?;
    call::call(th, iter.r(), &[search.r(), Ref::NONE])
}

fn pattern_split(th: &mut Thread, a: Args<'_>) -> R {
    let p = of::<Pattern>(th, a.at(0))?;
    let s = Subject::new(th, a.at(1), Some(p.is_text))?;
    let most = match a.opt(2) {
        Some(n) => util::index_i64(th, n)?,
        None => 0,
    };
    let out = list::new(th, vec![])?;
    let mut last = 0;
    let mut n = 0;
    let end = s.data().len();
    let push = |th: &mut Thread, x: Obj| match out.get::<list::List>() {
        Some(l) => l.push(th, x),
        None => Ok(()),
    };
    if most < 0 {
        let whole = s.slice(th, 0, end)?;
        push(th, whole)?;
        return Ok(out);
    }
    each_match(th, p, &s, (0, end), |th, m| {
        let piece = s.slice(th, last, m[0])?;
        push(th, piece)?;
        for i in 1..=p.program.groups as usize {
            let g = s.group(th, &m, i)?.unwrap_or_else(Obj::none);
            push(th, g)?;
        }
        last = m[1];
        n += 1;
        Ok(n != most)
    })?;
    let piece = s.slice(th, last, end)?;
    push(th, piece)?;
    Ok(out)
}

// ------------------------------------------------------------------ replacing

/// What matches are replaced with.
enum Replacement {
    /// The same bytes every time.
    Literal(Vec<u8>),
    /// Text and groups.
    Template(Vec<Part>),
    /// What a callable says.
    Call(Obj),
}

/// Adds code points in the form of the text.
fn append(out: &mut Vec<u8>, chars: &[u32], is_text: bool) {
    for &c in chars {
        if is_text {
            pystr::push_code_point(out, c);
        } else {
            out.push(c as u8);
        }
    }
}

fn parse_template(th: &mut Thread, p: &Pattern, t: Ref<'_>) -> R<Vec<Part>> {
    let (text, is_text) = characters(th, t)?;
    template::parse(&text, is_text, p.program.groups, &p.by_name).map_err(|e| raise(th, e, t))
}

fn replacement(th: &mut Thread, p: &Pattern, r: Ref<'_>) -> R<Replacement> {
    if r.class().slots().call().is_some() {
        return Ok(Replacement::Call(r.own()));
    }
    let plain = match r.get::<Str>() {
        Some(s) => s.bytes().to_vec(),
        None if buffer::is_bytes_like(r) => buffer::bytes_like(th, r)?.into_owned(),
        None => {
            // What CPython's template parser says of such an object.
            let m = format!(
                "decoding to str: need a bytes-like object, {} found",
                r.class().name()
            );
            return Err(type_error(th, m));
        }
    };
    if !plain.contains(&b'\\') {
        if r.get::<Str>().is_some() != p.is_text {
            return Err(wrong_item(th, 0, p.is_text, r));
        }
        return Ok(Replacement::Literal(plain));
    }
    let parts = parse_template(th, p, r)?;
    if r.get::<Str>().is_some() != p.is_text {
        return Err(wrong_item(th, 0, p.is_text, r));
    }
    Ok(Replacement::Template(parts))
}

fn wrong_item(th: &mut Thread, i: usize, is_text: bool, o: Ref<'_>) -> typhon_runtime::Raised {
    let wanted = if is_text {
        "str instance"
    } else {
        "a bytes-like object"
    };
    let m = format!(
        "sequence item {i}: expected {wanted}, {} found",
        o.class().name()
    );
    type_error(th, m)
}

fn fill(out: &mut Vec<u8>, parts: &[Part], s: &Subject<'_>, m: &[usize]) {
    for part in parts {
        match part {
            Part::Text(t) => append(out, t, s.is_text()),
            Part::Group(g) => {
                let (a, b) = (m[2 * *g as usize], m[2 * *g as usize + 1]);
                if a != NONE && b != NONE {
                    out.extend_from_slice(&s.data()[a..b]);
                }
            }
        }
    }
}

/// `match.expand(template)`.
pub fn expand(
    th: &mut Thread,
    pattern: Ref<'_>,
    t: Ref<'_>,
    s: &Subject<'_>,
    marks: &[usize],
) -> R {
    let p = of::<Pattern>(th, pattern)?;
    let parts = parse_template(th, p, t)?;
    let mut out = Vec::new();
    fill(&mut out, &parts, s, marks);
    made(th, &out, s.is_text())
}

fn made(th: &mut Thread, b: &[u8], is_text: bool) -> R {
    if is_text {
        pystr::from_wtf8(th, b)
    } else {
        bytes::new(th, b)
    }
}

fn substitute(th: &mut Thread, a: Args<'_>) -> R<(Obj, usize)> {
    let p = of::<Pattern>(th, a.at(0))?;
    let count = match a.opt(3) {
        Some(n) => util::index_i64(th, n)?,
        None => 0,
    };
    let r = replacement(th, p, a.at(1))?;
    let s = Subject::new(th, a.at(2), Some(p.is_text))?;
    let mut out: Vec<u8> = Vec::new();
    let (mut n, mut last, mut pieces) = (0usize, 0, 0);
    let end = s.data().len();
    if count >= 0 {
        each_match(th, p, &s, (0, end), |th, m| {
            if m[0] > last {
                out.extend_from_slice(&s.data()[last..m[0]]);
                pieces += 1;
            }
            last = m[1];
            match &r {
                Replacement::Literal(b) => out.extend_from_slice(b),
                Replacement::Template(parts) => fill(&mut out, parts, &s, &m),
                Replacement::Call(f) => {
                    let chars = s.chars();
                    let m = matching::new(th, a.at(0), &s, m, 0, chars)?;
                    let x = call::call(th, f.r(), &[m.r()])?;
                    if !x.r().is_none() {
                        match (x.get::<Str>(), s.is_text()) {
                            (Some(t), true) => out.extend_from_slice(t.bytes()),
                            (None, false) if buffer::is_bytes_like(x.r()) => {
                                out.extend_from_slice(&buffer::bytes_like(th, x.r())?);
                            }
                            _ => return Err(wrong_item(th, pieces, s.is_text(), x.r())),
                        }
                    }
                }
            }
            pieces += 1;
            n += 1;
            Ok(count == 0 || n < count as usize)
        })?;
    }
    if n == 0 {
        return Ok((s.slice(th, 0, end)?, 0));
    }
    out.extend_from_slice(&s.data()[last..]);
    Ok((made(th, &out, s.is_text())?, n))
}
fn pattern_sub(th: &mut Thread, a: Args<'_>) -> R {
    substitute(th, a).map(|r| r.0)
}
fn pattern_subn(th: &mut Thread, a: Args<'_>) -> R {
    let (text, n) = substitute(th, a)?;
    let n = int::from_usize(th, n)?;
    tuple::new(th, vec![text, n])
}

// ------------------------------------------------------------------ attributes

fn pattern_source(th: &mut Thread, o: Ref<'_>) -> R {
    Ok(of::<Pattern>(th, o)?.source.get().unwrap_or_else(Obj::none))
}
fn pattern_flags(th: &mut Thread, o: Ref<'_>) -> R {
    Ok(util::int(i64::from(of::<Pattern>(th, o)?.flags)))
}
fn pattern_groups(th: &mut Thread, o: Ref<'_>) -> R {
    Ok(util::int(i64::from(of::<Pattern>(th, o)?.program.groups)))
}
fn pattern_groupindex(th: &mut Thread, o: Ref<'_>) -> R {
    let d = dict::new(th)?;
    for (n, g) in &of::<Pattern>(th, o)?.names {
        if let Some(d) = d.get::<Dict>() {
            drop(d.insert_str(pystr::intern_str(n), util::int(i64::from(*g))));
        }
    }
    call::call(th, types::MAPPINGPROXY.r(), &[d.r()])
}
fn pattern_copy(_th: &mut Thread, a: Args<'_>) -> R {
    Ok(a.at(0).own())
}

fn pattern_repr(th: &mut Thread, o: Ref<'_>) -> R {
    const NAMES: [(&str, u32); 8] = [
        ("re.IGNORECASE", parse::flags::I),
        ("re.MULTILINE", parse::flags::M),
        ("re.DOTALL", parse::flags::S),
        ("re.VERBOSE", parse::flags::X),
        ("re.DEBUG", 128),
        ("re.ASCII", parse::flags::A),
        ("re.LOCALE", parse::flags::L),
        ("re.UNICODE", parse::flags::U),
    ];
    let p = of::<Pattern>(th, o)?;
    let source = pattern_source(th, o)?;
    let text = ops::repr_text(th, source.r())?;
    let text: String = text.chars().take(200).collect();
    let mut flags = p.flags;
    if p.is_text && flags & (parse::flags::A | parse::flags::L | parse::flags::U) == parse::flags::U
    {
        flags &= !parse::flags::U;
    }
    let mut shown: Vec<String> = Vec::new();
    for (n, f) in NAMES {
        if flags & f != 0 {
            shown.push(n.to_string());
            flags &= !f;
        }
    }
    if flags != 0 {
        shown.push(format!("{flags:#x}"));
    }
    let all = if shown.is_empty() {
        format!("re.compile({text})")
    } else {
        format!("re.compile({text}, {})", shown.join("|"))
    };
    pystr::new(th, &all)
}

fn pattern_compare(th: &mut Thread, a: Ref<'_>, b: Ref<'_>, op: CmpOp) -> R {
    let (Some(p), Some(q)) = (a.get::<Pattern>(), b.get::<Pattern>()) else {
        return not_implemented();
    };
    if !matches!(op, CmpOp::Eq | CmpOp::Ne) {
        return not_implemented();
    }
    let same = p.flags == q.flags && p.is_text == q.is_text && {
        let (x, y) = (pattern_source(th, a)?, pattern_source(th, b)?);
        ops::equal(th, x.r(), y.r())?
    };
    Ok(Obj::bool(same == (op == CmpOp::Eq)))
}
fn pattern_hash(th: &mut Thread, o: Ref<'_>) -> R<i64> {
    let source = pattern_source(th, o)?;
    let flags = of::<Pattern>(th, o)?.flags;
    Ok(ops::hash(th, source.r())? ^ i64::from(flags))
}

#[rustfmt::skip]
static SPEC: TypeSpec = TypeSpec::hidden(&PATTERN, "Compiled regular expression object.").methods(&[
    MethodDef::new("match", Kind::Sig("string, pos=, endpos="), pattern_match, "A match at the beginning of the string."),
    MethodDef::new("fullmatch", Kind::Sig("string, pos=, endpos="), pattern_fullmatch, "A match of all of the string."),
    MethodDef::new("search", Kind::Sig("string, pos=, endpos="), pattern_search, "The first match in the string."),
    MethodDef::new("findall", Kind::Sig("string, pos=, endpos="), pattern_findall, "All matches as texts or tuples."),
    MethodDef::new("finditer", Kind::Sig("string, pos=, endpos="), pattern_finditer, "An iterator over all matches."),
    MethodDef::new("scanner", Kind::Sig("string, pos=, endpos="), pattern_scanner, ""),
    MethodDef::new("split", Kind::Sig("string, maxsplit="), pattern_split, "The pieces between the matches."),
    MethodDef::new("sub", Kind::Sig("repl, string, count="), pattern_sub, "The string with its matches replaced."),
    MethodDef::new("subn", Kind::Sig("repl, string, count="), pattern_subn, "The string with its matches replaced, and their number."),
    MethodDef::new("__copy__", Kind::NoArgs, pattern_copy, ""),
    MethodDef::new("__deepcopy__", Kind::One, pattern_copy, ""),
    MethodDef::class("__class_getitem__", Kind::One, class_getitem, "See PEP 585"),
]).getset(&[
    GetSetDef::read("pattern", pattern_source, "The pattern string from which the RE object was compiled."),
    GetSetDef::read("flags", pattern_flags, "The regex matching flags."),
    GetSetDef::read("groups", pattern_groups, "The number of capturing groups in the pattern."),
    GetSetDef::read("groupindex", pattern_groupindex, "A dictionary mapping group names to group numbers."),
]).flags(tf::WEAKREFS);

/// Sets the type up.
pub fn init(th: &mut Thread) -> R<()> {
    if PATTERN.is_ready() {
        return Ok(());
    }
    SPEC.begin::<Pattern>(&types::OBJECT);
    let s = PATTERN.slots();
    s.set_repr(pattern_repr);
    s.set_hash(pattern_hash);
    s.set_richcmp(pattern_compare);
    SPEC.end(th)
}
