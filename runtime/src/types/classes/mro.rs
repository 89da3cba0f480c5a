//! Linearisation (C3: Barrett, Cassels, Haahr, Moon, Playford, Withington, OOPSLA 1996), the choice of the base whose
//! layout a class extends, and the choice of its metaclass.

use crate::error::type_error;
use crate::obj::{R, Raised, Ref, Val};
use crate::ops;
use crate::thread::Thread;
use crate::types::typeobj::{TypeObj, flags as tf};
use crate::types::{self, str as pystr, tuple};

/// The nearest ancestor (or the class itself) that adds to the layout of instances.
pub fn solid_base(t: &'static TypeObj) -> &'static TypeObj {
    let mut at = t;
    while let Some(b) = at.base() {
        if !std::ptr::eq(at.layout(), b.layout()) || at.fixed_slots() != b.fixed_slots() {
            return at;
        }
        at = b;
    }
    at
}

/// The classes in a tuple of bases, all checked to be classes that may be subclassed.
pub fn classes_of(th: &mut Thread, bases: Ref<'_>) -> R<Vec<&'static TypeObj>> {
    let mut v = Vec::new();
    for b in tuple::items(bases) {
        let Some(t) = b.as_type() else {
            return Err(type_error(th, "bases must be types"));
        };
        if !t.flag(tf::BASE) {
            let m = format!("type '{}' is not an acceptable base type", t.tp_name());
            return Err(type_error(th, m));
        }
        v.push(t);
    }
    Ok(v)
}

/// `__base__`: the base whose solid base extends all others.
pub fn best_base(th: &mut Thread, bases: &[&'static TypeObj]) -> R<&'static TypeObj> {
    let mut best: Option<(&'static TypeObj, &'static TypeObj)> = None;
    for &b in bases {
        let candidate = solid_base(b);
        best = match best {
            None => Some((candidate, b)),
            Some((winner, base)) if winner.is_subtype(candidate) => Some((winner, base)),
            Some((winner, _)) if candidate.is_subtype(winner) => Some((candidate, b)),
            Some(_) => {
                return Err(type_error(
                    th,
                    "multiple bases have instance lay-out conflict",
                ));
            }
        };
    }
    Ok(best.map_or(&types::OBJECT, |b| b.1))
}

/// The most derived of `meta` and the metaclasses of the bases.
pub fn metaclass(th: &mut Thread, meta: &'static TypeObj, bases: Ref<'_>) -> R<&'static TypeObj> {
    let mut winner = meta;
    for b in tuple::items(bases) {
        let c = b.class();
        if winner.is_subtype(c) {
            continue;
        }
        if c.is_subtype(winner) {
            winner = c;
            continue;
        }
        return Err(type_error(
            th,
            "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass \
             of the metaclasses of all its bases",
        ));
    }
    Ok(winner)
}

/// C3: the class, then the merge of the bases' MROs and the list of bases.
pub fn c3(
    th: &mut Thread,
    class: &'static TypeObj,
    bases: &[&'static TypeObj],
) -> R<Vec<&'static TypeObj>> {
    let mut out = vec![class];
    if let [only] = bases {
        out.extend(only.mro());
        return Ok(out);
    }
    for (i, b) in bases.iter().enumerate() {
        if bases.iter().take(i).any(|c| std::ptr::eq(*c, *b)) {
            return Err(type_error(th, format!("duplicate base class {}", b.name())));
        }
    }
    let mut lists: Vec<Vec<&'static TypeObj>> = bases.iter().map(|b| b.mro().collect()).collect();
    lists.push(bases.to_vec());
    let mut at = vec![0usize; lists.len()];
    loop {
        let mut open = false;
        let mut next = None;
        for (i, l) in lists.iter().enumerate() {
            let Some(&head) = l.get(at[i]) else { continue };
            open = true;
            let in_tail = lists
                .iter()
                .zip(&at)
                .any(|(m, &k)| m.iter().skip(k + 1).any(|t| std::ptr::eq(*t, head)));
            if !in_tail {
                next = Some(head);
                break;
            }
        }
        match next {
            Some(t) => {
                out.push(t);
                for (l, k) in lists.iter().zip(at.iter_mut()) {
                    if l.get(*k).is_some_and(|h| std::ptr::eq(*h, t)) {
                        *k += 1;
                    }
                }
            }
            None if open => return Err(inconsistent(th, &lists, &at)),
            None => return Ok(out),
        }
    }
}

#[cold]
fn inconsistent(th: &mut Thread, lists: &[Vec<&'static TypeObj>], at: &[usize]) -> Raised {
    let mut names: Vec<String> = Vec::new();
    let mut seen: Vec<&'static TypeObj> = Vec::new();
    for (l, &k) in lists.iter().zip(at) {
        if let Some(&t) = l.get(k)
            && !seen.iter().any(|s| std::ptr::eq(*s, t))
        {
            seen.push(t);
            names.push(t.name());
        }
    }
    let m = format!(
        "Cannot create a consistent method resolution order (MRO) for bases {}",
        names.join(", ")
    );
    type_error(th, m)
}

/// The MRO of a class whose bases are set: C3, or what the metaclass's own `mro()` says.
pub fn compute(th: &mut Thread, class: &'static TypeObj) -> R<Vec<&'static TypeObj>> {
    let meta = class.r().class();
    if !std::ptr::eq(meta, &types::TYPE) {
        let name = pystr::intern_str("mro");
        let mine = types::TYPE.lookup(th, name).map(Val::own);
        let found = meta.lookup(th, name).map(Val::own);
        if let Some(f) = found
            && !mine.is_some_and(|m| m.r().is(f.r()))
        {
            let r = crate::call::call_method_value(th, f.r(), class.r(), &[])?;
            return check_custom(th, class, r.r());
        }
    }
    let bases = class.bases().unwrap_or_else(|| types::empty_tuple().own());
    let list: Vec<&'static TypeObj> = tuple::items(bases.r()).filter_map(Ref::as_type).collect();
    c3(th, class, &list)
}

fn check_custom(th: &mut Thread, class: &'static TypeObj, r: Ref<'_>) -> R<Vec<&'static TypeObj>> {
    let solid = solid_base(class);
    let mut v = Vec::new();
    for o in ops::collect(th, r)? {
        let Some(t) = o.r().as_type() else {
            let m = format!("mro() returned a non-class ('{}')", o.r().class().tp_name());
            return Err(type_error(th, m));
        };
        if !std::ptr::eq(t, class) && !solid.is_subtype(solid_base(t)) {
            let m = format!(
                "mro() returned base with unsuitable layout ('{}')",
                t.name()
            );
            return Err(type_error(th, m));
        }
        v.push(t);
    }
    Ok(v)
}
