//! `re.Match`.

use super::exec::NONE;
use super::pattern::{self, Pattern};
use super::subject::{Marks, Subject};
use crate::modules::common::{TypeSpec, class_getitem, of};
use crate::modules::io::util;
use typhon_runtime::call::{Args, GetSetDef, Kind, MethodDef};
use typhon_runtime::error::index_error;
use typhon_runtime::slot::Slot;
use typhon_runtime::types::dict::{self, Dict};
use typhon_runtime::types::typeobj::TypeObj;
use typhon_runtime::types::{self, int, str as pystr, tuple};
use typhon_runtime::{Obj, R, Raised, Ref, Thread, ops, payload};

/// `re.Match`.
pub static MATCH: TypeObj = TypeObj::declare("re.Match");

struct Match {
    pattern: Slot,
    string: Slot,
    marks: Marks,
    pos: usize,
    endpos: usize,
}
payload!(
    Match,
    traverse | s,
    v | {
        s.pattern.visit(v);
        s.string.visit(v)
    },
    clear | _s | {}
);

/// A match of `pattern` in `subject`; positions `pos` and `endpos` are characters.
pub fn new(
    th: &mut Thread,
    pattern: Ref<'_>,
    subject: &Subject<'_>,
    marks: Marks,
    pos: usize,
    endpos: usize,
) -> R {
    let m = Match {
        pattern: Slot::new(pattern.own()),
        string: Slot::new(subject.object().own()),
        marks,
        pos,
        endpos,
    };
    Obj::new(th, MATCH.r(), m)
}

/// The parts of a match object: itself, its pattern, its text.
struct Parts<'a> {
    m: &'a Match,
    pattern: Obj,
    string: Obj,
}

fn parts<'a>(th: &mut Thread, o: Ref<'a>) -> R<Parts<'a>> {
    let m = of::<Match>(th, o)?;
    Ok(Parts {
        m,
        pattern: m.pattern.get().unwrap_or_else(Obj::none),
        string: m.string.get().unwrap_or_else(Obj::none),
    })
}

impl Parts<'_> {
    fn subject(&self, th: &mut Thread) -> R<Subject<'_>> {
        Subject::new(th, self.string.r(), None)
    }
    fn pattern(&self, th: &mut Thread) -> R<&Pattern> {
        of::<Pattern>(th, self.pattern.r())
    }
    /// The number of a group given by number or name.
    fn index(&self, th: &mut Thread, o: Ref<'_>) -> R<usize> {
        let groups = self.m.marks.len() / 2;
        let i = if int::is_int(o) || o.class().slots().index().is_some() {
            let n = ops::index(th, o)?;
            int::to_i64(n.r())
        } else {
            self.pattern(th)?.group_number(th, o)?
        };
        match i.and_then(|i| usize::try_from(i).ok()) {
            Some(i) if i < groups => Ok(i),
            _ => Err(no_such_group(th)),
        }
    }
    fn group(&self, th: &mut Thread, i: usize, default: Ref<'_>) -> R {
        let s = self.subject(th)?;
        let g = s.group(th, &self.m.marks, i)?;
        Ok(g.unwrap_or_else(|| default.own()))
    }
    /// Start and end of a group in characters.
    fn span(&self, th: &mut Thread, i: usize) -> R<(i64, i64)> {
        let s = self.subject(th)?;
        let at = |p: usize| {
            if p == NONE { -1 } else { s.to_char(p) as i64 }
        };
        let (a, b) = (self.m.marks[2 * i], self.m.marks[2 * i + 1]);
        if a == NONE || b == NONE {
            return Ok((-1, -1));
        }
        Ok((at(a), at(b)))
    }
}

fn no_such_group(th: &mut Thread) -> Raised {
    index_error(th, "no such group")
}

fn match_group(th: &mut Thread, a: Args<'_>) -> R {
    let p = parts(th, a.at(0))?;
    match a.len() {
        1 => p.group(th, 0, Ref::NONE),
        2 => {
            let i = p.index(th, a.at(1))?;
            p.group(th, i, Ref::NONE)
        }
        n => {
            let mut v = Vec::with_capacity(n - 1);
            for k in 1..n {
                let i = p.index(th, a.at(k))?;
                v.push(p.group(th, i, Ref::NONE)?);
            }
            tuple::new(th, v)
        }
    }
}
fn match_getitem(th: &mut Thread, o: Ref<'_>, key: Ref<'_>) -> R {
    let p = parts(th, o)?;
    let i = p.index(th, key)?;
    p.group(th, i, Ref::NONE)
}
fn match_groups(th: &mut Thread, a: Args<'_>) -> R {
    let p = parts(th, a.at(0))?;
    let mut v = Vec::new();
    for i in 1..p.m.marks.len() / 2 {
        v.push(p.group(th, i, a.at(1))?);
    }
    tuple::new(th, v)
}
fn match_groupdict(th: &mut Thread, a: Args<'_>) -> R {
    let p = parts(th, a.at(0))?;
    let out = dict::new(th)?;
    for (name, i) in p.pattern(th)?.names.iter() {
        let v = p.group(th, *i as usize, a.at(1))?;
        if let Some(d) = out.get::<Dict>() {
            drop(d.insert_str(pystr::intern_str(name), v));
        }
    }
    Ok(out)
}
fn span_of(th: &mut Thread, a: Args<'_>) -> R<(i64, i64)> {
    let p = parts(th, a.at(0))?;
    let i = match a.opt(1) {
        None => 0,
        Some(g) => p.index(th, g)?,
    };
    p.span(th, i)
}
fn match_start(th: &mut Thread, a: Args<'_>) -> R {
    span_of(th, a).map(|s| util::int(s.0))
}
fn match_end(th: &mut Thread, a: Args<'_>) -> R {
    span_of(th, a).map(|s| util::int(s.1))
}
fn pair(th: &mut Thread, s: (i64, i64)) -> R {
    tuple::new(th, vec![util::int(s.0), util::int(s.1)])
}
fn match_span(th: &mut Thread, a: Args<'_>) -> R {
    let s = span_of(th, a)?;
    pair(th, s)
}
fn match_expand(th: &mut Thread, a: Args<'_>) -> R {
    let p = parts(th, a.at(0))?;
    let subject = p.subject(th)?;
    pattern::expand(th, p.pattern.r(), a.at(1), &subject, &p.m.marks)
}
fn match_copy(_th: &mut Thread, a: Args<'_>) -> R {
    Ok(a.at(0).own())
}

fn match_string(th: &mut Thread, o: Ref<'_>) -> R {
    parts(th, o).map(|p| p.string)
}
fn match_re(th: &mut Thread, o: Ref<'_>) -> R {
    parts(th, o).map(|p| p.pattern)
}
fn match_pos(th: &mut Thread, o: Ref<'_>) -> R {
    let n = parts(th, o)?.m.pos;
    int::from_usize(th, n)
}
fn match_endpos(th: &mut Thread, o: Ref<'_>) -> R {
    let n = parts(th, o)?.m.endpos;
    int::from_usize(th, n)
}
fn last(p: &Parts<'_>) -> Option<usize> {
    p.m.marks.last().copied().filter(|&i| i != NONE)
}
fn match_lastindex(th: &mut Thread, o: Ref<'_>) -> R {
    let p = parts(th, o)?;
    Ok(last(&p).map_or_else(Obj::none, |i| util::int(i as i64)))
}
fn match_lastgroup(th: &mut Thread, o: Ref<'_>) -> R {
    let p = parts(th, o)?;
    let Some(i) = last(&p) else {
        return Ok(Obj::none());
    };
    let name = p.pattern(th)?.names.iter().find(|n| n.1 as usize == i);
    Ok(name.map_or_else(Obj::none, |n| pystr::intern_str(&n.0).own()))
}
fn match_regs(th: &mut Thread, o: Ref<'_>) -> R {
    let p = parts(th, o)?;
    let mut v = Vec::new();
    for i in 0..p.m.marks.len() / 2 {
        let s = p.span(th, i)?;
        v.push(pair(th, s)?);
    }
    tuple::new(th, v)
}
fn match_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let p = parts(th, o)?;
    let (a, b) = p.span(th, 0)?;
    let g = p.group(th, 0, Ref::NONE)?;
    let text = ops::repr_text(th, g.r())?;
    let text: String = text.chars().take(50).collect();
    let all = format!("<re.Match object; span=({a}, {b}), match={text}>");
    pystr::new(th, &all)
}

#[rustfmt::skip]
static SPEC: TypeSpec = TypeSpec::hidden(&MATCH, "The result of re.match() and re.search().\nMatch objects always have a boolean value of True.").methods(&[
    MethodDef::new("group", Kind::Pos(0, usize::MAX), match_group, "One or more groups of the match."),
    MethodDef::new("start", Kind::Pos(0, 1), match_start, "Index of the start of a group."),
    MethodDef::new("end", Kind::Pos(0, 1), match_end, "Index of the end of a group."),
    MethodDef::new("span", Kind::Pos(0, 1), match_span, "Start and end of a group."),
    MethodDef::new("groups", Kind::Sig("default="), match_groups, "All groups."),
    MethodDef::new("groupdict", Kind::Sig("default="), match_groupdict, "All groups with names."),
    MethodDef::new("expand", Kind::Sig("template"), match_expand, "A template with its groups filled in."),
    MethodDef::new("__copy__", Kind::NoArgs, match_copy, ""),
    MethodDef::new("__deepcopy__", Kind::One, match_copy, ""),
    MethodDef::class("__class_getitem__", Kind::One, class_getitem, "See PEP 585"),
]).getset(&[
    GetSetDef::read("string", match_string, "The string passed to match() or search()."),
    GetSetDef::read("re", match_re, "The regular expression object."),
    GetSetDef::read("pos", match_pos, "The index into the string at which the RE engine started looking for a match."),
    GetSetDef::read("endpos", match_endpos, "The index into the string beyond which the RE engine will not go."),
    GetSetDef::read("lastindex", match_lastindex, "The integer index of the last matched capturing group."),
    GetSetDef::read("lastgroup", match_lastgroup, "The name of the last matched capturing group."),
    GetSetDef::read("regs", match_regs, ""),
]);

/// Sets the type up.
pub fn init(th: &mut Thread) -> R<()> {
    if MATCH.is_ready() {
        return Ok(());
    }
    SPEC.begin::<Match>(&types::OBJECT);
    MATCH.slots().set_repr(match_repr);
    MATCH.slots().set_getitem(match_getitem);
    SPEC.end(th)
}
