//! The end of the program, for threads that nobody waits for: each goes away for good before it runs another instruction.
//!
//! FINISH RULE. A thread that ends the program says so in `PARK`, then looks at the others' states; a thread that attaches
//!   announces that first and looks at `PARK` then. So each of them either is seen as running, and is asked, or takes the
//!   handler that never returns into its table itself. Native code that runs goes on to its end: what it has locked is
//!   free again before the thread stops.

use super::*;
use std::time::{Duration, Instant};

/// The handler that waits for ever, in the place of every other; null: the program goes on.
static PARK: AtomicPtr<()> = AtomicPtr::new(std::ptr::null_mut());
/// The thread that ends the program.
static BY: AtomicU32 = AtomicU32::new(0);
/// How long the end of the program waits for native code of other threads.
const PATIENCE: Duration = Duration::from_millis(500);

/// Whether the program ends: no new threads start.
pub fn is_begun() -> bool {
    // SeqCst: FINISH RULE.
    !PARK.load(SeqCst).is_null()
}

/// What this thread shall do instead of every instruction, if it is not the one that ends the program.
pub fn handler() -> Option<*const ()> {
    // SeqCst: FINISH RULE.
    let p = PARK.load(SeqCst);
    (!p.is_null() && BY.load(SeqCst) != me().tid()).then_some(p as *const ())
}

/// The calling thread ends the program: the others stop for good. False: one of them is still busy with native code.
pub fn begin(th: &mut Thread, park: *const ()) -> bool {
    let mine = th.rec.tid();
    BY.store(mine, SeqCst);
    // SeqCst: FINISH RULE.
    PARK.store(park as *mut (), SeqCst);
    let end = Instant::now() + PATIENCE;
    loop {
        let mut running = 0;
        each_record(|r| {
            if r.tid() != mine && r.station.is_running() {
                r.request(breaker::HANDLERS);
                running += 1;
            }
        });
        if running == 0 {
            return true;
        }
        if Instant::now() > end {
            return false;
        }
        th.aside(|| std::thread::sleep(Duration::from_micros(100)));
    }
}
