//! `zip_longest`.

use crate::modules::common::{TypeSpec, of};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use typhon_runtime::call::Args;
use typhon_runtime::error::type_error;
use typhon_runtime::slot::Slot;
use typhon_runtime::types::typeobj::TypeObj;
use typhon_runtime::types::{str as pystr, tuple};
use typhon_runtime::{Obj, R, Ref, Thread, ops, payload};

static ZIP_LONGEST: TypeObj = TypeObj::declare("itertools.zip_longest");

struct ZipLongest {
    /// Sources; a slot is emptied when its source is exhausted.
    its: Vec<Slot>,
    active: AtomicUsize,
    fill: Slot,
}
payload!(
    ZipLongest,
    traverse | s,
    v | {
        for i in &s.its {
            i.visit(v);
        }
        s.fill.visit(v)
    },
    clear | s | {
        for i in &s.its {
            drop(i.take());
        }
        drop(s.fill.take())
    }
);

fn zip_longest_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    for (k, _) in a.kwargs() {
        if pystr::text(k) != "fillvalue" {
            let m = "zip_longest() got an unexpected keyword argument";
            return Err(type_error(th, m));
        }
    }
    let mut its = Vec::with_capacity(a.len());
    for x in a.iter() {
        its.push(Slot::new(ops::iter(th, x)?));
    }
    let z = ZipLongest {
        active: AtomicUsize::new(its.len()),
        its,
        fill: Slot::new(a.kw("fillvalue").unwrap_or(Ref::NONE).own()),
    };
    Obj::new(th, class, z)
}

fn zip_longest_next(th: &mut Thread, o: Ref<'_>) -> R<Option<Obj>> {
    let z = of::<ZipLongest>(th, o)?;
    // Relaxed: a count of full slots; the slots synchronise themselves.
    if z.active.load(Relaxed) == 0 {
        return Ok(None);
    }
    let mut row = Vec::with_capacity(z.its.len());
    for slot in &z.its {
        let item = match slot.get() {
            None => None,
            Some(it) => match ops::next(th, it.r()) {
                Ok(Some(x)) => Some(x),
                Ok(None) => {
                    // Only the thread that empties the slot counts.
                    let last = slot.take().is_some() && z.active.fetch_sub(1, Relaxed) == 1;
                    if last || z.active.load(Relaxed) == 0 {
                        return Ok(None);
                    }
                    None
                }
                Err(e) => {
                    z.active.store(0, Relaxed);
                    for s in &z.its {
                        drop(s.take());
                    }
                    return Err(e);
                }
            },
        };
        row.push(item.or_else(|| z.fill.get()).unwrap_or_else(Obj::none));
    }
    tuple::new(th, row).map(Some)
}

static SPEC: TypeSpec = TypeSpec::new(
    &ZIP_LONGEST,
    zip_longest_new,
    "zip_longest(*iterables, fillvalue=None)\n--\n\nAs zip, until the longest iterable is exhausted.",
);

/// Sets the type up.
pub fn init(th: &mut Thread) -> R<Vec<&'static TypeSpec>> {
    SPEC.iterator::<ZipLongest>(th, zip_longest_next)?;
    Ok(vec![&SPEC])
}
