//! `-X gil=1`: one big lock around everything that is attached, handed over every 5 ms as CPython does. An
//! experiment's switch: the price and the shape of a global lock in the same binary.

use super::*;
use parking_lot::lock_api::RawMutex as _;

static ENABLED: AtomicBool = AtomicBool::new(false);
static LOCK: parking_lot::RawMutex = parking_lot::RawMutex::INIT;
const SWITCH: std::time::Duration = std::time::Duration::from_millis(5);

/// Whether the switch is on.
pub fn is_enabled() -> bool {
    // Relaxed: constant after start-up.
    ENABLED.load(Relaxed)
}
/// Turns it on; before the first thread starts.
pub fn enable() {
    ENABLED.store(true, SeqCst);
    let ticker = std::thread::Builder::new()
        .name("gil ticker".into())
        .spawn(|| {
            loop {
                std::thread::sleep(SWITCH);
                if live_threads() > 1 {
                    each_record(|r| {
                        if r.station.state() == state::ATTACHED {
                            r.request(breaker::ASYNC);
                        }
                    });
                }
            }
        });
    // Without a ticker threads hand over at blocking calls only.
    drop(ticker);
}
pub(super) fn acquire() {
    if is_enabled() {
        LOCK.lock();
    }
}
pub(super) fn release() {
    if is_enabled() {
        // SAFETY: an attached thread holds the lock (attach took it), and detaches once.
        unsafe { LOCK.unlock() }
    }
}
