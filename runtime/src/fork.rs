//! `os.fork` for an interpreter with threads.
//!
//! FORK RULE. The process is copied while the world is stopped: every other thread is away, so no byte lock, no heap and
//!   no queue is in the middle of a change, and no other thread holds an epoch's pin. The lock that threads which are away
//!   wait with is the caller's for this moment, and nobody is in the parking lot (`asleep.rs`). In the child the records
//!   of the others stay as they are, away for ever: whoever finds work for them claims it, as for any thread that blocks.

use crate::asleep;
use crate::os::process::{self, Forked};
use crate::os::{Sys, signal};
use crate::profile;
use crate::thread::{self, Thread};

/// Forks; the child lives on with the calling thread alone, which is its main thread then.
pub fn fork(th: &mut Thread) -> Sys<Forked> {
    thread::stop::the_world(th, |th| {
        let r = asleep::with_nobody(|| thread::stop::with_lock(process::fork))?;
        if r == Forked::Child {
            thread::only_one_left();
            asleep::only_one_left();
            profile::forget();
            crate::gc::only_one_left();
            th.is_main = true;
            signal::set_main(th.rec());
        }
        Ok(r)
    })
}
