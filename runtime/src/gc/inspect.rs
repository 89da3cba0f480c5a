//! Questions about the heap for the `gc` module: all objects, who refers to what, freezing.
//!
//! Each walks the heap with the world stopped and gives counted references.

use super::candidates::{as_ref, is_container, is_visible};
use super::{FROZEN, class_edge};
use crate::obj::{self, Obj, Ref};
use crate::refcount::{DEAD, FINALIZED, IMMORTAL, QUEUED, RETIRED};
use crate::sync::Ordering::*;
use crate::thread::{self, Thread, me, stop};
use crate::types::typeobj::flags as tf;
use std::collections::HashSet;

fn visible_containers(f: &mut dyn FnMut(Ref<'static>)) {
    // SAFETY: callers stopped the world.
    unsafe {
        thread::each_object(&mut |h, _| {
            if is_visible(h) && is_container(h) {
                f(as_ref(h))
            }
        })
    }
}

/// Every container that is not frozen. What was frozen once is immortal and is shown again after `unfreeze`.
pub fn objects(th: &mut Thread) -> Vec<Obj> {
    let thawed = FROZEN.load(Relaxed) == 0;
    stop::the_world(th, |_| {
        let mut out = Vec::new();
        // SAFETY: the world is stopped.
        unsafe {
            thread::each_object(&mut |h, _| {
                let immortal = thawed && h.flags() & (IMMORTAL | DEAD | RETIRED) == IMMORTAL;
                if (immortal || is_visible(h)) && is_container(h) {
                    out.push(as_ref(h).own());
                }
            })
        }
        out
    })
}

/// Containers that refer directly to one of `targets`.
pub fn referrers(th: &mut Thread, targets: &[Ref<'_>]) -> Vec<Obj> {
    let want: HashSet<u64> = targets.iter().map(|t| t.word()).collect();
    stop::the_world(th, |_| {
        let mut out = Vec::new();
        visible_containers(&mut |o| {
            let mut hit = false;
            each_referent(o, &mut |r| hit |= want.contains(&r.word()));
            if hit {
                out.push(o.own());
            }
        });
        out
    })
}

/// What the objects refer to directly.
pub fn referents(th: &mut Thread, of: &[Obj]) -> Vec<Obj> {
    stop::the_world(th, |_| {
        let mut out = Vec::new();
        for o in of {
            each_referent(o.r(), &mut |r| out.push(r.own()));
        }
        out
    })
}

/// References of an object with its class, if that is a heap class.
fn each_referent(o: Ref<'_>, f: &mut dyn FnMut(Ref<'_>)) {
    let Some(h) = o.header() else { return };
    obj::traverse(o, f);
    if o.class().flag(tf::HEAP)
        && let Some(c) = class_edge(h)
    {
        f(as_ref(c))
    }
}

/// Whether the collector follows objects of this kind.
pub fn is_tracked(o: Ref<'_>) -> bool {
    o.header().is_some_and(is_container)
}

/// Whether the finaliser has run.
pub fn is_finalized(o: Ref<'_>) -> bool {
    o.header().is_some_and(|h| h.flags() & FINALIZED != 0)
}

/// Makes every live object immortal: it is not counted, not traced and not freed any more. For servers that fork, and
/// for threads that share much.
pub fn freeze(th: &mut Thread) {
    let n = stop::the_world(th, |_| {
        let mut n = 0;
        // SAFETY: the world is stopped.
        unsafe {
            thread::each_object(&mut |h, _| {
                if h.flags() & (IMMORTAL | QUEUED) == 0 && is_visible(h) {
                    n += u64::from(is_container(h));
                    h.inc(me());
                    h.mark_immortal();
                }
            })
        }
        n
    });
    FROZEN.fetch_add(n, Relaxed);
}
