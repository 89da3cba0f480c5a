//! `-X leakcheck`: what is alive at exit and was not after start-up, by type.

use super::candidates::is_visible;
use crate::sync::Ordering::*;
use crate::thread::{self, Thread, stop};
use parking_lot::Mutex;
use std::collections::BTreeMap;

type Census = BTreeMap<String, isize>;
static BASELINE: Mutex<Census> = Mutex::new(BTreeMap::new());

/// Live objects that are counted, by class name.
fn census(th: &mut Thread) -> Census {
    stop::the_world(th, |_| {
        let mut n: std::collections::HashMap<usize, isize> = Default::default();
        // SAFETY: the world is stopped.
        unsafe {
            thread::each_object(&mut |h, _| {
                if is_visible(h) {
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
