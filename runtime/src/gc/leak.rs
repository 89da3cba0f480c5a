//! `-X leakcheck`: what is alive at exit and was not after start-up, by type. What became immortal because many threads used
//! it (COUNT RULE 11) stays on purpose, with what it refers to: neither is anybody's leak.

use super::candidates::{as_ref, is_visible};
use crate::header::Header;
use crate::obj;
use crate::refcount::{HOT, IMMORTAL};
use crate::sync::Ordering::*;
use crate::thread::{self, Thread, stop};
use parking_lot::Mutex;
use std::collections::{BTreeMap, HashSet};

type Census = BTreeMap<String, isize>;
static BASELINE: Mutex<Census> = Mutex::new(BTreeMap::new());

/// Addresses of the objects that are kept on purpose. The world is stopped.
fn kept() -> HashSet<usize> {
    let mut work: Vec<&'static Header> = Vec::new();
    // SAFETY: the world is stopped.
    unsafe {
        thread::each_object(&mut |h, _| {
            if h.flags() & (HOT | IMMORTAL) == HOT | IMMORTAL {
                work.push(h);
            }
        })
    }
    let mut seen = HashSet::new();
    while let Some(h) = work.pop() {
        obj::traverse(as_ref(h), &mut |r| {
            if let Some(c) = r.header()
                && seen.insert(c as *const Header as usize)
            {
                // SAFETY: a stopped world's objects stay; the reference ends with this function.
                work.push(unsafe { &*(c as *const Header) });
            }
        });
    }
    seen
}

/// Live objects that are counted, by class name.
fn census(th: &mut Thread) -> Census {
    stop::the_world(th, |_| {
        let kept = kept();
        let mut n: std::collections::HashMap<usize, isize> = Default::default();
        // SAFETY: the world is stopped.
        unsafe {
            thread::each_object(&mut |h, _| {
                if is_visible(h) && !kept.contains(&(h as *const Header as usize)) {
                    *n.entry(h.class.load(Relaxed) as usize).or_default() += 1;
                }
            })
        }
        let mut out = Census::new();
        for (c, n) in n {
            // SAFETY: classes outlive their instances.
            let class = unsafe { &*(c as *const crate::types::typeobj::TypeObj) };
            *out.entry(class.name()).or_default() += n;
        }
        out
    })
}

/// Remembers what is alive now.
pub fn baseline(th: &mut Thread) {
    settle(th);
    let c = census(th);
    *BASELINE.lock() = c;
}

/// The difference to the baseline by class name, without zeros, after everything that can die has died.
pub fn report(th: &mut Thread) -> Vec<(String, isize)> {
    settle(th);
    let mut now = census(th);
    for (name, n) in BASELINE.lock().iter() {
        *now.entry(name.clone()).or_default() -= n;
    }
    now.into_iter().filter(|e| e.1 != 0).collect()
}

/// Collects until nothing more is found. Two rounds more: finalisers make garbage, and classes die a round later.
fn settle(th: &mut Thread) {
    let mut quiet = 0;
    for _ in 0..20 {
        th.run_pending();
        let n = super::collect(th, 2);
        quiet = if n == 0 { quiet + 1 } else { 0 };
        if quiet == 3 {
            return;
        }
    }
}
