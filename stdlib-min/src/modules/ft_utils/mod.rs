//! The native half of `ft_utils`, the interface of the package of that name: collections and locks for programs whose
//! threads run at the same time. The Python half is `lib/ft_utils`; docs/ft_utils.md says what is promised.

mod atomics;
mod batch;
mod deque;
mod dict;
pub mod synchronization;
mod wrapper;

use typhon_runtime::types::module;
use typhon_runtime::{R, Thread};

/// Makes `ft_utils._concurrency`.
pub fn make_concurrency(th: &mut Thread) -> R {
    let m = module::new(th, "ft_utils._concurrency")?;
    dict::add_to(th, m.r())?;
    deque::add_to(th, m.r())?;
    atomics::add_to(th, m.r())?;
    Ok(m)
}

/// Makes `ft_utils.local`.
pub fn make_local(th: &mut Thread) -> R {
    let m = module::new(th, "ft_utils.local")?;
    wrapper::add_to(th, m.r())?;
    batch::add_to(th, m.r())?;
    Ok(m)
}
