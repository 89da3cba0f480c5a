//! `_queue`: `SimpleQueue`, an unbounded FIFO whose `put` never blocks and may be called from finalisers.
//!
//! QUEUE RULE. A waiting thread is detached and holds the lock only inside the condition variable; it wakes in slices
//! to let signals in.

use super::common::{TypeSpec, class_getitem, of};
use parking_lot::{Condvar, Mutex};
use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::{Duration, Instant};
use typhon_runtime::asleep::{asleep, must_leave, place_of};
use typhon_runtime::call::{self, Args, Kind, MethodDef};
use typhon_runtime::error::{self, overflow_error, type_error, value_error};
use typhon_runtime::guarded::Guarded;
use typhon_runtime::profile::Wait;
use typhon_runtime::profile::held::{Kind as LockKind, Of};
use typhon_runtime::slot::Slot;
use typhon_runtime::types::dict::{self, Dict};
use typhon_runtime::types::typeobj::{TypeObj, flags as tf};
use typhon_runtime::types::{self, float, int, module, str as pystr, tuple};
use typhon_runtime::{Obj, R, Raised, Ref, Thread, hooks, names, ops, payload};

static SIMPLE_QUEUE: TypeObj = TypeObj::declare("_queue.SimpleQueue");
/// The exception class `Empty`.
static EMPTY: Slot = Slot::empty();

/// Longest wait between two looks at pending signals.
const SLICE: Duration = Duration::from_millis(50);

struct SimpleQueue {
    items: Guarded<VecDeque<Obj>>,
    /// Threads that wait for an item. Written under `door`, before the last look at `items`: whoever puts an item there
    /// after that look sees it, by way of the lock of `items`.
    waiting: AtomicUsize,
    door: Mutex<()>,
    filled: Condvar,
}
payload!(
    SimpleQueue,
    traverse | s,
    v | {
        for o in s.items.lock().iter() {
            v(o.r());
        }
    },
    clear | s | {
        let old = std::mem::take(&mut *s.items.lock());
        drop(old);
    }
);

fn queue_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    if class.is(SIMPLE_QUEUE.r()) {
        if !a.is_empty() {
            let m = "SimpleQueue() takes no positional arguments";
            return Err(type_error(th, m));
        }
        a.no_kw(th, "SimpleQueue")?;
    }
    let q = SimpleQueue {
        items: Guarded::new(VecDeque::new()),
        waiting: AtomicUsize::new(0),
        door: Mutex::new(()),
        filled: Condvar::new(),
    };
    Obj::new(th, class, q)
}

impl SimpleQueue {
    /// Wakes one of those who wait. Through the door: who has counted itself waits already, or is still to look at `items`.
    #[cold]
    fn wake(&self) {
        drop(self.door.lock());
        self.filled.notify_one();
    }
}

fn put(th: &mut Thread, o: Ref<'_>, x: Ref<'_>) -> R {
    let q = of::<SimpleQueue>(th, o)?;
    let x = x.own();
    let mut g = q.items.lock();
    let failed = if g.try_reserve(1).is_ok() {
        g.push_back(x);
        None
    } else {
        Some(x)
    };
    drop(g);
    match failed {
        None => {
            // Relaxed: the lock of `items` orders it.
            if q.waiting.load(Relaxed) != 0 {
                q.wake();
            }
            Ok(Obj::none())
        }
        Some(x) => {
            drop(x);
            Err(error::no_memory(th))
        }
    }
}

fn queue_put(th: &mut Thread, a: Args<'_>) -> R {
    put(th, a.at(0), a.at(1))
}

fn empty_error(th: &mut Thread) -> Raised {
    let class = EMPTY.get().unwrap_or_else(Obj::none);
    match call::call(th, class.r(), &[]) {
        Ok(e) => error::raise_obj(th, e),
        Err(e) => e,
    }
}

/// The time until which to wait; None: for ever.
fn deadline(th: &mut Thread, timeout: Option<Ref<'_>>) -> R<Option<Instant>> {
    let Some(t) = timeout else { return Ok(None) };
    if float::value(t).is_none() && !int::is_int(t) && t.class().slots().index().is_none() {
        let m = format!(
            "'{}' object cannot be interpreted as an integer or float",
            t.class().tp_name()
        );
        return Err(type_error(th, m));
    }
    let seconds = float::as_double(th, t)?;
    if seconds < 0.0 {
        let m = "'timeout' must be a non-negative number";
        return Err(value_error(th, m));
    }
    if seconds.is_nan() {
        let m = "Invalid value NaN (not a number)";
        return Err(value_error(th, m));
    }
    let at = Duration::try_from_secs_f64(seconds)
        .ok()
        .filter(|_| seconds < 9.2e9)
        .and_then(|d| Instant::now().checked_add(d));
    match at {
        Some(at) => Ok(Some(at)),
        None => Err(overflow_error(th, "timestamp out of range for C PyTime_t")),
    }
}

fn get(th: &mut Thread, o: Ref<'_>, block: bool, timeout: Option<Ref<'_>>) -> R {
    let until = if block { deadline(th, timeout)? } else { None };
    let q = of::<SimpleQueue>(th, o)?;
    if let Some(x) = take(q) {
        return Ok(x);
    }
    if !block {
        return Err(empty_error(th));
    }
    let wait = Wait::begin(
        LockKind::Queue,
        Of::Value(o),
        std::ptr::from_ref(q) as usize,
    );
    let r = wait_for_item(th, q, until);
    if let Some(w) = wait {
        w.end();
    }
    match r? {
        Some(x) => Ok(x),
        None => Err(empty_error(th)),
    }
}

fn take(q: &SimpleQueue) -> Option<Obj> {
    q.items.lock().pop_front().map(Obj::adopt)
}

/// None: time is over.
fn wait_for_item(th: &mut Thread, q: &SimpleQueue, until: Option<Instant>) -> R<Option<Obj>> {
    loop {
        let now = Instant::now();
        let wait = match until {
            Some(u) if u <= now => return Ok(None),
            Some(u) => SLICE.min(u - now),
            None => SLICE,
        };
        let places = [std::ptr::from_ref(&q.filled) as usize, place_of(&q.door)];
        let look = || {
            let mut door = q.door.lock();
            // Relaxed, twice: the locks order it.
            q.waiting.fetch_add(1, Relaxed);
            // Nobody keeps that lock for long, so this thread needs no waking there (ASLEEP RULE 2).
            if q.items.lock().is_empty() && !must_leave() {
                q.filled.wait_for(&mut door, wait);
            }
            q.waiting.fetch_sub(1, Relaxed);
        };
        th.blocking(|| asleep(places, look));
        hooks::safepoint(th)?;
        if let Some(x) = take(q) {
            return Ok(Some(x));
        }
    }
}

fn queue_get(th: &mut Thread, a: Args<'_>) -> R {
    let block = match a.opt(1) {
        Some(b) => ops::is_true(th, b)?,
        None => true,
    };
    get(th, a.at(0), block, a.opt_not_none(2))
}

fn queue_get_nowait(th: &mut Thread, a: Args<'_>) -> R {
    get(th, a.at(0), false, None)
}

fn queue_empty(th: &mut Thread, a: Args<'_>) -> R {
    let q = of::<SimpleQueue>(th, a.at(0))?;
    Ok(Obj::bool(q.items.lock().is_empty()))
}

fn queue_qsize(th: &mut Thread, a: Args<'_>) -> R {
    let n = of::<SimpleQueue>(th, a.at(0))?.items.lock().len();
    int::from_usize(th, n)
}

#[rustfmt::skip]
static METHODS: &[MethodDef] = &[
    MethodDef::new("put", Kind::Sig("item, block=, timeout="), queue_put, "put($self, /, item, block=True, timeout=None)\n--\n\nPut the item on the queue; never blocks."),
    MethodDef::new("put_nowait", Kind::Sig("item"), queue_put, "put_nowait($self, /, item)\n--\n\nPut the item on the queue."),
    MethodDef::new("get", Kind::Sig("block=, timeout="), queue_get, "get($self, /, block=True, timeout=None)\n--\n\nRemove and return an item; wait for one if block is true."),
    MethodDef::new("get_nowait", Kind::NoArgs, queue_get_nowait, "get_nowait($self, /)\n--\n\nRemove and return an item, or raise Empty."),
    MethodDef::new("empty", Kind::NoArgs, queue_empty, "empty($self, /)\n--\n\nWhether the queue is empty at this moment."),
    MethodDef::new("qsize", Kind::NoArgs, queue_qsize, "qsize($self, /)\n--\n\nNumber of items at this moment."),
    MethodDef::class("__class_getitem__", Kind::One, class_getitem, "See PEP 585"),
];

static SPEC: TypeSpec = TypeSpec::new(
    &SIMPLE_QUEUE,
    queue_new,
    "SimpleQueue()\n--\n\nSimple, unbounded, reentrant FIFO queue.",
)
.flags(tf::WEAKREFS)
.methods(METHODS);

/// The class `Empty`, made as a class statement would.
fn make_empty(th: &mut Thread) -> R {
    let name = pystr::new(th, "Empty")?;
    let bases = tuple::new(th, vec![error::EXCEPTION.r().own()])?;
    let ns = dict::new(th)?;
    let module = pystr::new(th, "_queue")?;
    let doc = pystr::new(th, "Exception raised by Queue.get(block=0)/get_nowait().")?;
    if let Some(d) = ns.get::<Dict>() {
        drop(d.insert(th, names::__module__(), module)?);
        drop(d.insert(th, names::__doc__(), doc)?);
    }
    call::call(th, types::TYPE.r(), &[name.r(), bases.r(), ns.r()])
}

/// Makes the module.
pub fn make(th: &mut Thread) -> R {
    let m = module::new(th, "_queue")?;
    SPEC.begin::<SimpleQueue>(&types::OBJECT);
    SPEC.end(th)?;
    let empty = make_empty(th)?;
    EMPTY.set(empty.clone());
    module::add(th, m.r(), "Empty", empty)?;
    module::add(th, m.r(), "SimpleQueue", SIMPLE_QUEUE.r().own())?;
    Ok(m)
}
