//! `_parallel`: functions over items on all cores. A rayon pool runs chunks of the items; its workers are Python threads.
//!
//! PARALLEL RULE 1. What the workers see (`Work`) is shared before they start: every item and the function are marked.
//! PARALLEL RULE 2. The last reference to a `Work` goes on an attached thread: workers drop theirs inside their job, the
//!   caller waits for all of them.
//! PARALLEL RULE 3. A chunk that fails stops the others at their next item. Of several failures the one of the lowest
//!   chunk goes to the caller, so that a program fails the same way every time it can.

use crate::modules::io::util;
use parking_lot::{Condvar, Mutex};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use typhon_runtime::call::{self, Args, Kind, MethodDef};
use typhon_runtime::error::{self, type_error, value_error};
use typhon_runtime::thread::Space;
use typhon_runtime::types::slots::CmpOp;
use typhon_runtime::types::{int, list, module};
use typhon_runtime::{Obj, R, Raised, Ref, Thread, hooks, ops, pylock, sort, thread, worker};

/// Stack of a worker: virtual, as that of other threads.
const STACK: usize = 64 << 20;
/// Chunks that each worker gets if nothing else is said: some more than one, for items of unequal cost.
const CHUNKS_PER_WORKER: usize = 4;

/// The pool, and the process it was made in: a forked child makes its own.
static POOL: Mutex<Option<(u32, Arc<rayon::ThreadPool>)>> = Mutex::new(None);
/// Number of workers that a script asked for; 0: as many as there are processors.
static WANTED: AtomicUsize = AtomicUsize::new(0);

fn workers() -> usize {
    match WANTED.load(SeqCst) {
        0 => std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
        n => n,
    }
}

fn pool(th: &mut Thread) -> R<Arc<rayon::ThreadPool>> {
    let me = std::process::id();
    let mut p = POOL.lock();
    if let Some((pid, pool)) = &*p {
        if *pid == me {
            return Ok(pool.clone());
        }
        // The parent's pool has no threads here: its memory is given up, its end would wait for them.
        std::mem::forget(p.take());
    }
    thread::set_multi();
    let stack = thread::stack_bytes(STACK);
    // The workers' address space is set aside before the first of them starts: a worker cannot say no.
    let spaces: Option<Vec<Space>> = (0..workers())
        .map(|_| Space::reserve(false).filter(|_| thread::is_room_for(stack)))
        .collect();
    let made = spaces.and_then(|spaces| {
        let spaces = Mutex::new(spaces);
        rayon::ThreadPoolBuilder::new()
            .num_threads(workers())
            .stack_size(stack)
            .thread_name(|i| format!("parallel-{i}"))
            .start_handler(move |_| {
                let space = spaces.lock().pop();
                if let Some(space) = space {
                    worker::enter(space, stack);
                }
            })
            .exit_handler(|_| worker::leave())
            .build()
            .ok()
    });
    match made {
        Some(made) => {
            let made = Arc::new(made);
            *p = Some((me, made.clone()));
            Ok(made)
        }
        None => {
            drop(p);
            Err(error::runtime_error(th, "can't start new thread"))
        }
    }
}

fn share(o: Ref<'_>) {
    if let Some(h) = o.header() {
        h.mark_shared();
    }
}

/// What a chunk does with its items: the values it gives.
type Task = fn(&mut Thread, &Work, &[Obj]) -> R<Vec<Obj>>;

/// One call of a function of this module.
struct Work {
    func: Option<Obj>,
    items: Vec<Obj>,
    chunk: usize,
    reverse: bool,
    task: Task,
    stop: AtomicBool,
    done: Mutex<Done>,
    changed: Condvar,
}

#[derive(Default)]
struct Done {
    left: usize,
    /// Chunk number and its values.
    values: Vec<(usize, Vec<Obj>)>,
    /// Chunk number and its exception.
    failed: Option<(usize, Obj)>,
}

impl Work {
    fn call(&self, th: &mut Thread, args: &[Ref<'_>]) -> R {
        if th.interrupted() {
            hooks::safepoint(th)?;
        }
        match &self.func {
            Some(f) => call::call(th, f.r(), args),
            None => Ok(args.first().map_or_else(Obj::none, |a| a.own())),
        }
    }
    /// Runs one chunk and keeps what comes of it.
    fn run(&self, th: &mut Thread, i: usize) {
        let from = i * self.chunk;
        let to = (from + self.chunk).min(self.items.len());
        let r = if self.stop.load(SeqCst) {
            Ok(Vec::new())
        } else {
            (self.task)(th, self, &self.items[from..to])
        };
        let mut dropped = None;
        match r {
            Ok(v) => {
                v.iter().for_each(|o| share(o.r()));
                self.done.lock().values.push((i, v));
            }
            Err(Raised) => {
                self.stop.store(true, SeqCst);
                let e = error::fetch(th);
                share(e.r());
                let mut d = self.done.lock();
                if d.failed.as_ref().is_none_or(|f| i < f.0) {
                    dropped = d.failed.replace((i, e));
                } else {
                    dropped = Some((i, e));
                }
            }
        }
        // Not under the lock: it may run Python code.
        drop(dropped);
    }
    /// Says that a chunk is over.
    fn finish_one(&self) {
        self.done.lock().left -= 1;
        self.changed.notify_all();
    }
}

/// Items in chunks on the pool, or here if that is not worth it: the values of the chunks in order.
fn run(th: &mut Thread, mut work: Work, chunk: Option<usize>) -> R<Vec<Vec<Obj>>> {
    let n = work.items.len();
    let parts = workers() * CHUNKS_PER_WORKER;
    work.chunk = chunk.unwrap_or_else(|| n.div_ceil(parts)).max(1);
    let chunks = n.div_ceil(work.chunk);
    // A worker does not wait for workers: calls inside a job run where they are. At the end of the program they rest.
    let alone = worker::is_worker() || thread::finish::is_begun();
    if chunks <= 1 || workers() == 1 || alone {
        let items = std::mem::take(&mut work.items);
        let mut out = Vec::new();
        for c in items.chunks(work.chunk) {
            out.push((work.task)(th, &work, c)?);
        }
        return Ok(out);
    }
    let pool = pool(th)?;
    work.items.iter().for_each(|o| share(o.r()));
    if let Some(f) = &work.func {
        share(f.r());
    }
    work.done.lock().left = chunks;
    let work = Arc::new(work);
    for i in 0..chunks {
        let w = work.clone();
        pool.spawn_fifo(move || {
            worker::attached(|th| {
                w.run(th, i);
                w.finish_one();
                drop(w);
            });
        });
    }
    let finished = |d: &Done| d.left == 0;
    let waited = pylock::wait_until(th, &work.done, &work.changed, None, finished);
    if let Err(Raised) = waited {
        // A signal's exception: the chunks stop at their next item.
        work.stop.store(true, SeqCst);
        let e = error::fetch(th);
        while pylock::wait_until(th, &work.done, &work.changed, None, finished).is_err() {
            drop(error::fetch(th));
        }
        return Err(error::restore(th, e));
    }
    let mut done = std::mem::take(&mut *work.done.lock());
    if let Some((_, e)) = done.failed.take() {
        return Err(error::restore(th, e));
    }
    done.values.sort_by_key(|v| v.0);
    Ok(done.values.into_iter().map(|v| v.1).collect())
}

fn work_of(th: &mut Thread, func: Option<Ref<'_>>, items: Ref<'_>, task: Task) -> R<Work> {
    if let Some(f) = func
        && f.class().slots().call().is_none()
    {
        let m = format!("'{}' object is not callable", f.class().tp_name());
        return Err(type_error(th, m));
    }
    Ok(Work {
        func: func.map(Ref::own),
        items: ops::collect(th, items)?,
        chunk: 1,
        reverse: false,
        task,
        stop: AtomicBool::new(false),
        done: Mutex::new(Done::default()),
        changed: Condvar::new(),
    })
}

fn chunk_arg(th: &mut Thread, o: Option<Ref<'_>>) -> R<Option<usize>> {
    let Some(o) = o.filter(|o| !o.is_none()) else {
        return Ok(None);
    };
    match usize::try_from(util::index_i64(th, o)?) {
        Ok(n) if n > 0 => Ok(Some(n)),
        _ => Err(value_error(th, "chunk must be positive")),
    }
}

fn map_task(th: &mut Thread, w: &Work, items: &[Obj]) -> R<Vec<Obj>> {
    let mut out = Vec::with_capacity(items.len());
    for x in items {
        if w.stop.load(SeqCst) {
            break;
        }
        out.push(w.call(th, &[x.r()])?);
    }
    Ok(out)
}
fn parallel_map(th: &mut Thread, a: Args<'_>) -> R {
    let chunk = chunk_arg(th, a.opt(2))?;
    let w = work_of(th, Some(a.at(0)), a.at(1), map_task)?;
    let parts = run(th, w, chunk)?;
    list::new(th, parts.into_iter().flatten().collect())
}

fn each_task(th: &mut Thread, w: &Work, items: &[Obj]) -> R<Vec<Obj>> {
    for x in items {
        if w.stop.load(SeqCst) {
            break;
        }
        drop(w.call(th, &[x.r()])?);
    }
    Ok(Vec::new())
}
fn parallel_for_each(th: &mut Thread, a: Args<'_>) -> R {
    let chunk = chunk_arg(th, a.opt(2))?;
    let w = work_of(th, Some(a.at(0)), a.at(1), each_task)?;
    run(th, w, chunk)?;
    Ok(Obj::none())
}

fn reduce_task(th: &mut Thread, w: &Work, items: &[Obj]) -> R<Vec<Obj>> {
    let Some((first, rest)) = items.split_first() else {
        return Ok(Vec::new());
    };
    let mut value = first.clone();
    for x in rest {
        if w.stop.load(SeqCst) {
            break;
        }
        value = w.call(th, &[value.r(), x.r()])?;
    }
    Ok(vec![value])
}
fn parallel_reduce(th: &mut Thread, a: Args<'_>) -> R {
    let chunk = chunk_arg(th, a.opt(3))?;
    let w = work_of(th, Some(a.at(0)), a.at(1), reduce_task)?;
    let parts = run(th, w, chunk)?;
    let mut value = a.opt(2).map(Ref::own);
    for x in parts.into_iter().flatten() {
        value = Some(match value {
            None => x,
            Some(v) => call::call(th, a.at(0), &[v.r(), x.r()])?,
        });
    }
    match value {
        Some(v) => Ok(v),
        None => Err(type_error(
            th,
            "reduce() of empty iterable with no initial value",
        )),
    }
}

/// Sorts a chunk: its items, then, if there is a key function, their keys in the same order.
fn sort_task(th: &mut Thread, w: &Work, items: &[Obj]) -> R<Vec<Obj>> {
    let mut v = items.to_vec();
    if w.func.is_none() {
        sort::sort(th, &mut v, None, w.reverse)?;
        return Ok(v);
    }
    let mut keys = Vec::with_capacity(v.len());
    for x in &v {
        if w.stop.load(SeqCst) {
            return Ok(Vec::new());
        }
        keys.push(w.call(th, &[x.r()])?);
    }
    // The places are sorted with the keys, so that items and keys move together.
    let mut places = Vec::with_capacity(v.len());
    for i in 0..v.len() {
        places.push(int::from_usize(th, i)?);
    }
    sort::sort(th, &mut places, Some(keys.clone()), w.reverse)?;
    let order: Vec<usize> = places
        .iter()
        .filter_map(|p| int::to_i64(p.r()))
        .map(|i| i as usize)
        .collect();
    let mut out: Vec<Obj> = order.iter().map(|&i| v[i].clone()).collect();
    out.extend(order.iter().map(|&i| keys[i].clone()));
    Ok(out)
}

/// A sorted run: items, and their keys if there is a key function.
struct Run {
    items: Vec<Obj>,
    keys: Option<Vec<Obj>>,
}

fn merge(th: &mut Thread, a: Run, b: Run, reverse: bool) -> R<Run> {
    let total = a.items.len() + b.items.len();
    let mut items = Vec::with_capacity(total);
    let mut keys = a.keys.is_some().then(|| Vec::with_capacity(total));
    let (mut i, mut j) = (0, 0);
    while i < a.items.len() && j < b.items.len() {
        if th.interrupted() {
            hooks::safepoint(th)?;
        }
        let x = &a.keys.as_ref().unwrap_or(&a.items)[i];
        let y = &b.keys.as_ref().unwrap_or(&b.items)[j];
        // Stable: the left one goes first unless the right one must.
        let right = if reverse {
            ops::compare_bool(th, x.r(), y.r(), CmpOp::Lt)?
        } else {
            ops::compare_bool(th, y.r(), x.r(), CmpOp::Lt)?
        };
        let (from, at) = if right { (&b, &mut j) } else { (&a, &mut i) };
        items.push(from.items[*at].clone());
        if let (Some(k), Some(f)) = (&mut keys, &from.keys) {
            k.push(f[*at].clone());
        }
        *at += 1;
    }
    for (r, at) in [(&a, i), (&b, j)] {
        items.extend_from_slice(&r.items[at..]);
        if let (Some(k), Some(f)) = (&mut keys, &r.keys) {
            k.extend_from_slice(&f[at..]);
        }
    }
    Ok(Run { items, keys })
}

fn parallel_sort(th: &mut Thread, a: Args<'_>) -> R {
    let chunk = chunk_arg(th, a.opt(3))?;
    let reverse = a.opt(2).map_or(Ok(false), |r| ops::is_true(th, r))?;
    let key = a.opt_not_none(1);
    let mut w = work_of(th, key, a.at(0), sort_task)?;
    w.reverse = reverse;
    let n = w.items.len();
    let chunk = chunk.or_else(|| Some(n.div_ceil(workers())));
    let mut runs: Vec<Run> = run(th, w, chunk)?
        .into_iter()
        .map(|mut v| {
            let keys = key.is_some().then(|| v.split_off(v.len() / 2));
            Run { items: v, keys }
        })
        .collect();
    while runs.len() > 1 {
        let mut next = Vec::with_capacity(runs.len().div_ceil(2));
        let mut it = runs.into_iter();
        while let Some(x) = it.next() {
            next.push(match it.next() {
                Some(y) => merge(th, x, y, reverse)?,
                None => x,
            });
        }
        runs = next;
    }
    let items = runs.pop().map_or_else(Vec::new, |r| r.items);
    list::new(th, items)
}

fn parallel_workers(th: &mut Thread, _a: Args<'_>) -> R {
    int::from_usize(th, workers())
}

/// `set_workers(n)`: from the next pool on, so it is refused once there is one.
fn set_workers(th: &mut Thread, a: Args<'_>) -> R {
    let n = util::index_i64(th, a.at(0))?;
    match usize::try_from(n) {
        Ok(n) if (1..=1024).contains(&n) => {
            let p = POOL.lock();
            if p.as_ref().is_some_and(|p| p.0 == std::process::id()) && n != workers() {
                drop(p);
                let m = "the workers have started already";
                return Err(error::runtime_error(th, m));
            }
            WANTED.store(n, SeqCst);
            Ok(Obj::none())
        }
        _ => Err(value_error(th, "number of workers must be in 1..1024")),
    }
}

#[rustfmt::skip]
static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new("map", Kind::Sig("function, iterable, /, *, chunk="), parallel_map, "map(function, iterable, /, *, chunk=None)\n--\n\nThe results of the function for all items, in a list in their order."),
    MethodDef::new("for_each", Kind::Sig("function, iterable, /, *, chunk="), parallel_for_each, "for_each(function, iterable, /, *, chunk=None)\n--\n\nCall the function with every item."),
    MethodDef::new("reduce", Kind::Sig("function, iterable, initial=, /, *, chunk="), parallel_reduce, "Reduce the items by an associative function of two arguments."),
    MethodDef::new("sort", Kind::Sig("iterable, /, *, key=, reverse=, chunk="), parallel_sort, "sort(iterable, /, *, key=None, reverse=False, chunk=None)\n--\n\nA sorted list of the items; stable."),
    MethodDef::new("workers", Kind::NoArgs, parallel_workers, "Number of workers."),
    MethodDef::new("set_workers", Kind::One, set_workers, "Set the number of workers, before they start."),
];

/// Makes the module.
pub fn make(th: &mut Thread) -> R {
    let m = module::new(th, "_parallel")?;
    module::add_functions(th, m.r(), FUNCTIONS)?;
    Ok(m)
}
