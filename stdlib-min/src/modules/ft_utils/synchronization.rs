//! `ft_utils.synchronization`: a lock that is handed on when its time is over, and a lock for many readers or one writer.
//!
//! SYNC RULE. Who waits is detached and holds the mutex only inside the condition variable (`pylock::wait_until`); the
//!   state is looked at again, and changed, under the mutex after the wait. Signal handlers run between two waits.

use crate::modules::common::{TypeSpec, of};
use parking_lot::{Condvar, Mutex};
use std::time::{Duration, Instant};
use typhon_runtime::call::{self, Args, Kind, MethodDef, Sig};
use typhon_runtime::error::{runtime_error, type_error};
use typhon_runtime::slot::Slot;
use typhon_runtime::types::typeobj::{TypeObj, flags as tf};
use typhon_runtime::types::{self, float, int, module};
use typhon_runtime::{Obj, R, Ref, Thread, payload, pylock, thread};

// ------------------------------------------------------------------ IntervalLock

static INTERVAL_LOCK: TypeObj = TypeObj::declare("ft_utils.synchronization.IntervalLock");

/// State of an IntervalLock. Each waiter has a ticket; the lock goes to the lowest one.
#[derive(Default)]
struct Turn {
    /// Owner number of the thread that has the lock; 0: free.
    owner: u64,
    /// Since when.
    since: Option<Instant>,
    /// The next ticket, and the tickets of those who wait, in order.
    next: u64,
    waiting: std::collections::VecDeque<u64>,
}

impl Turn {
    fn take(&mut self, me: u64) {
        self.owner = me;
        self.since = Some(Instant::now());
    }
}

/// Payload.
struct IntervalLock {
    interval: Duration,
    turn: Mutex<Turn>,
    changed: Condvar,
}
payload!(IntervalLock);

const NOT_OWNER: &str = "Lock cannot be released from a thread which does not own it.";

impl IntervalLock {
    fn lock(&self, th: &mut Thread) -> R<()> {
        let me = u64::from(thread::me().tid());
        let mut g = self.turn.lock();
        if g.owner == me {
            drop(g);
            let m = "Locking from owner would deadlock.";
            return Err(runtime_error(th, m));
        }
        if g.owner == 0 && g.waiting.is_empty() {
            g.take(me);
            return Ok(());
        }
        let ticket = g.next;
        g.next += 1;
        g.waiting.push_back(ticket);
        drop(g);
        loop {
            let mine = |t: &Turn| t.owner == 0 && t.waiting.front() == Some(&ticket);
            let waited = pylock::wait_until(th, &self.turn, &self.changed, None, mine);
            let mut g = self.turn.lock();
            if waited.is_err() {
                // The exception of a signal handler: the ticket goes back.
                g.waiting.retain(|&t| t != ticket);
                drop(g);
                self.changed.notify_all();
                return waited.map(drop);
            }
            if mine(&g) {
                g.waiting.pop_front();
                g.take(me);
                return Ok(());
            }
        }
    }
    fn unlock(&self, th: &mut Thread) -> R<()> {
        let mut g = self.turn.lock();
        if g.owner != u64::from(thread::me().tid()) {
            drop(g);
            return Err(runtime_error(th, NOT_OWNER));
        }
        g.owner = 0;
        let anybody = !g.waiting.is_empty();
        drop(g);
        if anybody {
            self.changed.notify_all();
        }
        Ok(())
    }
    fn cede(&self, th: &mut Thread) -> R<()> {
        self.unlock(th)?;
        self.lock(th)
    }
    fn poll(&self, th: &mut Thread) -> R<()> {
        let g = self.turn.lock();
        let (owner, since) = (g.owner, g.since);
        drop(g);
        if owner != u64::from(thread::me().tid()) {
            return Err(runtime_error(th, NOT_OWNER));
        }
        match since {
            Some(t) if t.elapsed() <= self.interval => Ok(()),
            _ => self.cede(th),
        }
    }
}

fn interval_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    static SIG: Sig = Sig::parse("interval=");
    call::with_sig(th, "IntervalLock", &SIG, a, |th, a| {
        let seconds = match a.opt(0) {
            Some(x) => float::as_double(th, x)?,
            None => 0.005,
        };
        let lock = IntervalLock {
            // What is no duration means: always, or never.
            interval: Duration::try_from_secs_f64(seconds).unwrap_or(if seconds > 0.0 {
                Duration::MAX
            } else {
                Duration::ZERO
            }),
            turn: Mutex::new(Turn::default()),
            changed: Condvar::new(),
        };
        Obj::new(th, class, lock)
    })
}

fn interval_lock(th: &mut Thread, a: Args<'_>) -> R {
    of::<IntervalLock>(th, a.at(0))?.lock(th)?;
    Ok(Obj::none())
}
fn interval_unlock(th: &mut Thread, a: Args<'_>) -> R {
    of::<IntervalLock>(th, a.at(0))?.unlock(th)?;
    Ok(Obj::none())
}
fn interval_cede(th: &mut Thread, a: Args<'_>) -> R {
    of::<IntervalLock>(th, a.at(0))?.cede(th)?;
    Ok(Obj::none())
}
fn interval_poll(th: &mut Thread, a: Args<'_>) -> R {
    of::<IntervalLock>(th, a.at(0))?.poll(th)?;
    Ok(Obj::none())
}
fn interval_locked(th: &mut Thread, a: Args<'_>) -> R {
    let locked = of::<IntervalLock>(th, a.at(0))?.turn.lock().owner != 0;
    Ok(Obj::bool(locked))
}
fn interval_enter(th: &mut Thread, a: Args<'_>) -> R {
    of::<IntervalLock>(th, a.at(0))?.lock(th)?;
    Ok(a.at(0).own())
}

#[rustfmt::skip]
static INTERVAL_METHODS: &[MethodDef] = &[
    MethodDef::new("lock", Kind::NoArgs, interval_lock, "lock($self, /)\n--\n\nTake the lock, behind those who wait."),
    MethodDef::new("unlock", Kind::NoArgs, interval_unlock, "unlock($self, /)\n--\n\nFree the lock."),
    MethodDef::new("poll", Kind::NoArgs, interval_poll, "poll($self, /)\n--\n\nCede the lock if it was held for longer than the interval."),
    MethodDef::new("cede", Kind::NoArgs, interval_cede, "cede($self, /)\n--\n\nLet those who wait have the lock first, then take it again."),
    MethodDef::new("locked", Kind::NoArgs, interval_locked, "locked($self, /)\n--\n\nWhether some thread has the lock."),
    MethodDef::new("__enter__", Kind::NoArgs, interval_enter, "Take the lock."),
    MethodDef::new("__exit__", Kind::Any, interval_unlock, "Free the lock."),
];

static INTERVAL_SPEC: TypeSpec = TypeSpec::new(
    &INTERVAL_LOCK,
    interval_new,
    "IntervalLock(interval=0.005)\n--\n\nA lock that its owner hands on when the interval, in seconds, is over.",
)
.flags(tf::WEAKREFS)
.methods(INTERVAL_METHODS);

// ------------------------------------------------------------------ RWLock

static RW_LOCK: TypeObj = TypeObj::declare("ft_utils.synchronization.RWLock");

#[derive(Default)]
struct Users {
    readers: usize,
    writers_waiting: usize,
    writing: bool,
}

/// Payload.
struct RwLock {
    users: Mutex<Users>,
    changed: Condvar,
}
payload!(RwLock);

impl RwLock {
    fn lock_read(&self, th: &mut Thread) -> R<()> {
        let free = |u: &Users| !u.writing && u.writers_waiting == 0;
        loop {
            let mut g = self.users.lock();
            if free(&g) {
                g.readers += 1;
                return Ok(());
            }
            drop(g);
            pylock::wait_until(th, &self.users, &self.changed, None, free)?;
        }
    }
    fn lock_write(&self, th: &mut Thread) -> R<()> {
        let free = |u: &Users| !u.writing && u.readers == 0;
        let mut g = self.users.lock();
        if free(&g) {
            g.writing = true;
            return Ok(());
        }
        g.writers_waiting += 1;
        drop(g);
        loop {
            let waited = pylock::wait_until(th, &self.users, &self.changed, None, free);
            let mut g = self.users.lock();
            let got = waited.is_ok() && free(&g);
            if got || waited.is_err() {
                g.writers_waiting -= 1;
                g.writing |= got;
                drop(g);
                if !got {
                    // The exception of a signal handler: readers need not wait for this writer.
                    self.changed.notify_all();
                }
                return waited.map(drop);
            }
        }
    }
    fn unlock_read(&self, th: &mut Thread) -> R<()> {
        let mut g = self.users.lock();
        let Some(left) = g.readers.checked_sub(1) else {
            drop(g);
            return Err(runtime_error(th, "the lock is not held by a reader"));
        };
        g.readers = left;
        drop(g);
        self.changed.notify_all();
        Ok(())
    }
    fn unlock_write(&self, th: &mut Thread) -> R<()> {
        let was = std::mem::take(&mut self.users.lock().writing);
        if !was {
            return Err(runtime_error(th, "the lock is not held by a writer"));
        }
        self.changed.notify_all();
        Ok(())
    }
}

fn rw_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    a.no_kw(th, "RWLock")?;
    a.check(th, "RWLock", 0, 0)?;
    let lock = RwLock {
        users: Mutex::new(Users::default()),
        changed: Condvar::new(),
    };
    Obj::new(th, class, lock)
}

fn rw_lock_read(th: &mut Thread, a: Args<'_>) -> R {
    of::<RwLock>(th, a.at(0))?.lock_read(th)?;
    Ok(Obj::none())
}
fn rw_unlock_read(th: &mut Thread, a: Args<'_>) -> R {
    of::<RwLock>(th, a.at(0))?.unlock_read(th)?;
    Ok(Obj::none())
}
fn rw_lock_write(th: &mut Thread, a: Args<'_>) -> R {
    of::<RwLock>(th, a.at(0))?.lock_write(th)?;
    Ok(Obj::none())
}
fn rw_unlock_write(th: &mut Thread, a: Args<'_>) -> R {
    of::<RwLock>(th, a.at(0))?.unlock_write(th)?;
    Ok(Obj::none())
}
fn rw_readers(th: &mut Thread, a: Args<'_>) -> R {
    let n = of::<RwLock>(th, a.at(0))?.users.lock().readers;
    int::from_usize(th, n)
}
fn rw_writers_waiting(th: &mut Thread, a: Args<'_>) -> R {
    let n = of::<RwLock>(th, a.at(0))?.users.lock().writers_waiting;
    int::from_usize(th, n)
}
fn rw_writer_locked(th: &mut Thread, a: Args<'_>) -> R {
    let writing = of::<RwLock>(th, a.at(0))?.users.lock().writing;
    Ok(Obj::bool(writing))
}

#[rustfmt::skip]
static RW_METHODS: &[MethodDef] = &[
    MethodDef::new("lock_read", Kind::NoArgs, rw_lock_read, "lock_read($self, /)\n--\n\nTake the lock as a reader; waits while a writer has it or waits for it."),
    MethodDef::new("unlock_read", Kind::NoArgs, rw_unlock_read, "unlock_read($self, /)\n--\n\nGive the reader's lock back."),
    MethodDef::new("lock_write", Kind::NoArgs, rw_lock_write, "lock_write($self, /)\n--\n\nTake the lock as the only writer."),
    MethodDef::new("unlock_write", Kind::NoArgs, rw_unlock_write, "unlock_write($self, /)\n--\n\nGive the writer's lock back."),
    MethodDef::new("readers", Kind::NoArgs, rw_readers, "readers($self, /)\n--\n\nNumber of readers that hold the lock."),
    MethodDef::new("writers_waiting", Kind::NoArgs, rw_writers_waiting, "writers_waiting($self, /)\n--\n\nNumber of writers that wait."),
    MethodDef::new("writer_locked", Kind::NoArgs, rw_writer_locked, "writer_locked($self, /)\n--\n\nWhether a writer holds the lock."),
];

static RW_SPEC: TypeSpec = TypeSpec::new(
    &RW_LOCK,
    rw_new,
    "RWLock()\n--\n\nA lock for many readers or one writer; writers go first.",
)
.flags(tf::WEAKREFS)
.methods(RW_METHODS);

// ------------------------------------------------------------------ contexts

static READ_CONTEXT: TypeObj = TypeObj::declare("ft_utils.synchronization.RWReadContext");
static WRITE_CONTEXT: TypeObj = TypeObj::declare("ft_utils.synchronization.RWWriteContext");

/// Payload of both contexts: the lock.
struct Context(Slot);
payload!(
    Context,
    traverse | s,
    v | s.0.visit(v),
    clear | s | drop(s.0.take())
);

fn context_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    let name = class.as_type().map_or_else(String::new, TypeObj::name);
    a.no_kw(th, &name)?;
    a.check(th, &name, 1, 1)?;
    let lock = a.at(0);
    if !lock.is_instance(&RW_LOCK) {
        let m = format!(
            "{name}() argument 1 must be ft_utils.synchronization.RWLock, not {}",
            lock.class().tp_name()
        );
        return Err(type_error(th, m));
    }
    Obj::new(th, class, Context(Slot::new(lock.own())))
}

/// Does something with the lock of a context.
fn with_lock(th: &mut Thread, o: Ref<'_>, f: fn(&RwLock, &mut Thread) -> R<()>) -> R {
    if let Some(lock) = of::<Context>(th, o)?.0.get() {
        f(of::<RwLock>(th, lock.r())?, th)?;
    }
    Ok(Obj::none())
}
fn read_enter(th: &mut Thread, a: Args<'_>) -> R {
    with_lock(th, a.at(0), RwLock::lock_read)
}
fn read_exit(th: &mut Thread, a: Args<'_>) -> R {
    with_lock(th, a.at(0), RwLock::unlock_read)
}
fn write_enter(th: &mut Thread, a: Args<'_>) -> R {
    with_lock(th, a.at(0), RwLock::lock_write)
}
fn write_exit(th: &mut Thread, a: Args<'_>) -> R {
    with_lock(th, a.at(0), RwLock::unlock_write)
}

static READ_METHODS: &[MethodDef] = &[
    MethodDef::new("__enter__", Kind::NoArgs, read_enter, "Lock for reading."),
    MethodDef::new("__exit__", Kind::Any, read_exit, "Unlock."),
];
static WRITE_METHODS: &[MethodDef] = &[
    MethodDef::new("__enter__", Kind::NoArgs, write_enter, "Lock for writing."),
    MethodDef::new("__exit__", Kind::Any, write_exit, "Unlock."),
];

static READ_SPEC: TypeSpec = TypeSpec::new(
    &READ_CONTEXT,
    context_new,
    "RWReadContext(lock, /)\n--\n\nA context in which an RWLock is held by a reader.",
)
.flags(tf::WEAKREFS)
.methods(READ_METHODS);
static WRITE_SPEC: TypeSpec = TypeSpec::new(
    &WRITE_CONTEXT,
    context_new,
    "RWWriteContext(lock, /)\n--\n\nA context in which an RWLock is held by the writer.",
)
.flags(tf::WEAKREFS)
.methods(WRITE_METHODS);

/// Makes the module.
pub fn make(th: &mut Thread) -> R {
    let m = module::new(th, "ft_utils.synchronization")?;
    INTERVAL_SPEC.begin::<IntervalLock>(&types::OBJECT);
    INTERVAL_SPEC.end(th)?;
    module::add(th, m.r(), "IntervalLock", INTERVAL_LOCK.r().own())?;
    RW_SPEC.begin::<RwLock>(&types::OBJECT);
    RW_SPEC.end(th)?;
    module::add(th, m.r(), "RWLock", RW_LOCK.r().own())?;
    READ_SPEC.begin::<Context>(&types::OBJECT);
    READ_SPEC.end(th)?;
    module::add(th, m.r(), "RWReadContext", READ_CONTEXT.r().own())?;
    WRITE_SPEC.begin::<Context>(&types::OBJECT);
    WRITE_SPEC.end(th)?;
    module::add(th, m.r(), "RWWriteContext", WRITE_CONTEXT.r().own())?;
    Ok(m)
}
