//! The scanner of a pattern: match after match over one text. `finditer` is `iter(scanner.search, None)`.

use super::exec::Task;
use super::matching;
use super::pattern::Pattern;
use super::subject::Subject;
use crate::modules::common::{TypeSpec, of};
use parking_lot::Mutex;
use typhon_runtime::call::{Args, GetSetDef, Kind, MethodDef};
use typhon_runtime::slot::Slot;
use typhon_runtime::types;
use typhon_runtime::types::typeobj::TypeObj;
use typhon_runtime::{Obj, R, Ref, Thread, payload};

static SCANNER: TypeObj = TypeObj::declare("_sre.SRE_Scanner");

struct Scanner {
    pattern: Slot,
    string: Slot,
    /// Next position in bytes, and whether the last match was empty; None: at the end.
    at: Mutex<Option<(usize, bool)>>,
    /// First position and end, in characters.
    range: (usize, usize),
}
payload!(
    Scanner,
    traverse | s,
    v | {
        s.pattern.visit(v);
        s.string.visit(v)
    },
    clear | _s | {}
);

/// A scanner over part of a text.
pub fn new(th: &mut Thread, pattern: Ref<'_>, s: &Subject<'_>, range: (usize, usize)) -> R {
    let start = s.to_byte(range.0);
    let scanner = Scanner {
        pattern: Slot::new(pattern.own()),
        string: Slot::new(s.object().own()),
        at: Mutex::new((range.0 <= range.1).then_some((start, false))),
        range,
    };
    Obj::new(th, SCANNER.r(), scanner)
}

fn step(th: &mut Thread, o: Ref<'_>, search: bool) -> R {
    let s = of::<Scanner>(th, o)?;
    let pattern = s.pattern.get().unwrap_or_else(Obj::none);
    let string = s.string.get().unwrap_or_else(Obj::none);
    let p = of::<Pattern>(th, pattern.r())?;
    let subject = Subject::new(th, string.r(), None)?;
    let at = *s.at.lock();
    let Some((start, advance)) = at else {
        return Ok(Obj::none());
    };
    let task = Task {
        start,
        end: subject.to_byte(s.range.1),
        whole: false,
        advance,
    };
    match subject.run(th, &p.program, task, search)? {
        None => {
            *s.at.lock() = None;
            Ok(Obj::none())
        }
        Some(m) => {
            *s.at.lock() = Some((m[1], m[1] == m[0]));
            matching::new(th, pattern.r(), &subject, m, s.range.0, s.range.1)
        }
    }
}
fn scanner_match(th: &mut Thread, a: Args<'_>) -> R {
    step(th, a.at(0), false)
}
fn scanner_search(th: &mut Thread, a: Args<'_>) -> R {
    step(th, a.at(0), true)
}
fn scanner_pattern(th: &mut Thread, o: Ref<'_>) -> R {
    Ok(of::<Scanner>(th, o)?
        .pattern
        .get()
        .unwrap_or_else(Obj::none))
}

static SPEC: TypeSpec = TypeSpec::hidden(&SCANNER, "")
    .methods(&[
        MethodDef::new("match", Kind::NoArgs, scanner_match, ""),
        MethodDef::new("search", Kind::NoArgs, scanner_search, ""),
    ])
    .getset(&[GetSetDef {
        name: "pattern",
        get: scanner_pattern,
        set: None,
        doc: "",
    }]);

/// Sets the type up.
pub fn init(th: &mut Thread) -> R<()> {
    if SCANNER.is_ready() {
        return Ok(());
    }
    SPEC.begin::<Scanner>(&types::OBJECT);
    SPEC.end(th)
}
