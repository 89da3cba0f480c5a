//! Threads: identity, attachment, safepoints, handshakes, retirement.
//!
//! THREAD RULE 1. A thread that runs Python is ATTACHED and pinned in the epoch. Around a blocking
//!   call it is DETACHED and unpinned: it holds no borrowed word and no `Ref` then.
//! THREAD RULE 2. State changes are compare-and-swaps on one word. A claimant (DETACHED/ENDED to
//!   CLAIMED) may merge objects on behalf of the owner; attaching waits for it.
//! THREAD RULE 3. A request (`breaker` bit) is served at the next safepoint. Nobody waits for a
//!   safepoint of another thread while holding an object's lock.
//! THREAD RULE 4. Record, thread id and heap of an ended thread are kept and taken over whole by the
//!   next thread that starts: ids stay few, and left-over objects get an owner again.
//! THREAD RULE 5. Only a thread that a stop waits for touches objects: one that is ATTACHED and has not served the
//!   stop, or the stopper. A detached thread that finds work attaches first.

use crate::asleep::Places;
use crate::header::Header;
use crate::heap::{Heap, QUANTUM};
use crate::hooks;
use crate::os::area::{self, Area};
use crate::os::reserve;
use crate::profile;
use crate::refcount::{After, MAX_OWNERS, OwnerId};
use crate::station::{Attach, Station};
use crate::sync::{
    Alone, AtomicBool, AtomicI64, AtomicPtr, AtomicU32, AtomicU64, AtomicUsize, Ordering::*,
};
use crate::value::{self, Word};
use crossbeam_epoch as epoch;
use parking_lot::Mutex;
use std::cell::{Cell, UnsafeCell};
use std::mem::ManuallyDrop;

pub use crate::station::state;

mod alloc;
pub mod finish;
pub mod gil;
mod release;
mod retire;
pub mod stop;

pub use alloc::bytes_in_use;
pub(crate) use alloc::{alloc_for_birth, free, in_need, recharge};
pub(crate) use alloc::{bytes_allocated, look_around_soon};
use release::merge;
pub(crate) use release::{after_dec, release, release_emptied};
pub use retire::defer;
use retire::{adopt_later, retire};
pub(crate) use retire::{is_retirement_outstanding, turnover};

/// Bits of `ThreadRec::breaker`: what a safepoint has to look at.
pub mod breaker {
    /// The owner's queue is not empty.
    pub const QUEUE: u32 = 1;
    /// Objects were retired: repin.
    pub const REPIN: u32 = 2;
    /// Stop for a handshake.
    pub const STOP: u32 = 4;
    /// A signal waits (main thread).
    pub const SIGNAL: u32 = 8;
    /// Finalisers or weak reference callbacks wait.
    pub const FINALIZERS: u32 = 16;
    /// The collector should run.
    pub const GC: u32 = 32;
    /// An asynchronous exception or a `gil=1` switch waits.
    pub const ASYNC: u32 = 64;
    /// What the thread's handlers are may have changed.
    pub const HANDLERS: u32 = 128;
    /// Somebody waits for a lock of this thread and wants to know where it is (`profile`).
    pub const PLACE: u32 = 256;
}

/// Everything of a thread that others may look at, and its owner-only memory state. Aligned so that two threads' records
/// share no cache line.
#[repr(align(128))]
pub struct ThreadRec {
    pub(crate) id: OwnerId,
    /// Where the thread stands, and the objects handed to it.
    pub(crate) station: Station,
    /// Requests; see `breaker`.
    pub breaker: AtomicU32,
    /// Address of the first frame that may have no other above it without a look at what `heal_limit` says: `frame_limit`,
    /// or 0 while there may be requests.
    pub limit: AtomicUsize,
    /// Address of the first frame that the recursion limit forbids to have one above it.
    frame_limit: AtomicUsize,
    /// The thread's `window` when it counted its registers last: for those who have stopped it.
    stopped_at: AtomicPtr<Window>,
    own: UnsafeCell<Own>,
    /// Where in the parking lot it may sleep (ASLEEP RULES).
    places: Places,
    /// What `-X profile` records; null: nothing yet. Written by `profile` alone.
    pub(crate) profile: AtomicPtr<profile::Local>,
}

/// Owner-only part.
struct Own {
    heap: Heap,
    guard: Option<epoch::Guard>,
    /// Something was given to the epoch since the last flush.
    unflushed: bool,
    /// Retired since the last repin.
    limbo: Vec<usize>,
    /// Grace period over: final check due.
    ready: Vec<usize>,
    /// Objects whose teardown waits for the one in progress.
    doomed: Vec<usize>,
    tearing: bool,
    /// Finalisers and callbacks to run at the next opportunity.
    pending: Vec<Pending>,
}

/// Work that must run as Python code.
pub(crate) enum Pending {
    /// Run the finaliser of this (resurrected, counted) object.
    Finalize(crate::obj::Obj),
    /// Call the weak reference's callback with the weak reference.
    Callback(crate::obj::Obj, crate::obj::Obj),
}

// SAFETY: `own` is touched by the attached owner thread only; the rest is synchronised.
unsafe impl Sync for ThreadRec {}
// SAFETY: as above.
unsafe impl Send for ThreadRec {}

static TABLE: [AtomicPtr<ThreadRec>; MAX_OWNERS] =
    [const { AtomicPtr::new(std::ptr::null_mut()) }; MAX_OWNERS];
static NEXT_TID: AtomicU32 = AtomicU32::new(1);
static POOL: Mutex<Vec<&'static ThreadRec>> = Mutex::new(Vec::new());
static LIVE: Alone<AtomicUsize> = Alone(AtomicUsize::new(0));
static ATOMIC_COUNTS: AtomicBool = AtomicBool::new(false);
/// Deferred calls and sealed bags: in the low half those whose grace period is not over, in the high half, which wraps,
/// those that have come back.
static OUTSTANDING: Alone<AtomicU64> = Alone(AtomicU64::new(0));
/// What to add to `OUTSTANDING` when one comes back.
const CAME_BACK: u64 = (1 << 32) - 1;
/// Retirement generation: see `Thread::nudge`.
static RETIRED: Alone<AtomicU64> = Alone(AtomicU64::new(0));

/// One in so many references to foreign objects is looked at (a prime: loops do not fall into step with it).
const SAMPLE: u32 = 4093;

/// COUNT RULE 11: whether this reference is the one to look at.
#[inline(always)]
pub(crate) fn sample_count(h: &Header) -> bool {
    let n = COUNTED.get();
    if n != 0 {
        COUNTED.set(n - 1);
        return false;
    }
    sample_count_slow(h)
}

/// The profile wants to see every reference: then the countdown of `sample_count` stands at 0, and this one counts.
#[cold]
#[inline(never)]
fn sample_count_slow(h: &Header) -> bool {
    thread_local! {
        static SEEN: Cell<u32> = const { Cell::new(0) };
    }
    if profile::is_on() {
        profile::traffic(h, profile::Traffic::Increment);
        let n = (SEEN.get() + 1) % SAMPLE;
        SEEN.set(n);
        if n != 0 {
            return false;
        }
    } else {
        COUNTED.set(SAMPLE - 1);
    }
    // Relaxed: constant after start-up. The experiment wants to see every count.
    !ATOMIC_COUNTS.load(Relaxed)
}

/// The current thread's next reference is looked at.
pub(crate) fn count_all() {
    COUNTED.set(0);
}

thread_local! {
    static COUNTED: Cell<u32> = const { Cell::new(SAMPLE - 1) };
    static ME: Cell<OwnerId> = const { Cell::new(OwnerId::NOBODY) };
    static REC: Cell<*const ThreadRec> = const { Cell::new(std::ptr::null()) };
}

pub use crate::sync::{is_multi, set_multi};

/// `-X refcount=atomic`: objects are born without an owner.
pub fn set_atomic_counts() {
    // Relaxed: set at start-up before any script object exists.
    ATOMIC_COUNTS.store(true, Relaxed);
}

/// Id of the current thread as it stands in count words.
#[inline(always)]
pub fn me() -> OwnerId {
    ME.get()
}

#[inline(always)]
fn rec() -> &'static ThreadRec {
    let r = REC.get();
    assert!(!r.is_null(), "no Python thread is attached here");
    // SAFETY: records are never freed.
    unsafe { &*r }
}

/// The current thread's record, if it is a Python thread.
pub(crate) fn try_current() -> Option<&'static ThreadRec> {
    // SAFETY: records are never freed.
    unsafe { REC.get().as_ref() }
}

/// The current thread's record.
pub fn current() -> &'static ThreadRec {
    rec()
}

#[inline(always)]
fn own() -> *mut Own {
    rec().own.get()
}

impl ThreadRec {
    /// Asks the thread to look at its next safepoint.
    pub fn request(&'static self, bits: u32) {
        // SeqCst: requests are ordered with the state word (see push_queue, stop handshakes).
        self.breaker.fetch_or(bits, SeqCst);
        // SeqCst: after the bits; see heal_limit.
        self.limit.store(0, SeqCst);
        if profile::is_on() {
            profile::asked(self);
        }
    }

    /// See `Station::state`.
    pub(crate) fn station_state(&self) -> u32 {
        self.station.state()
    }

    /// The thread's own: makes `limit` what it should be while there are no requests.
    #[cold]
    pub fn heal_limit(&self) {
        // SeqCst: stored before the look at the requests. Whoever makes one stores its bits before his 0: either they are
        // seen here, or his 0 comes after this store.
        self.limit.store(self.frame_limit.load(SeqCst), SeqCst);
        if self.breaker.load(SeqCst) != 0 {
            self.limit.store(0, SeqCst);
        }
    }

    /// Sets the address of the first frame that the recursion limit forbids to have one above it.
    pub fn set_frame_limit(&self, at: usize) {
        // SeqCst: before the 0 that makes the thread look at it.
        self.frame_limit.store(at, SeqCst);
        self.limit.store(0, SeqCst);
    }

    /// The address of the first frame that the recursion limit forbids to have one above it.
    pub fn frame_limit(&self) -> usize {
        // Relaxed: a setting.
        self.frame_limit.load(Relaxed)
    }

    /// The running frame of a thread that waits in a stopped world.
    pub fn stopped_at(&self) -> *const Window {
        // Acquire: pairs with promote.
        self.stopped_at.load(Acquire)
    }

    /// Thread id, 1-based.
    pub fn tid(&self) -> u32 {
        self.id.tid()
    }
}

pub(crate) fn push_pending(p: Pending) {
    // SAFETY: `own` belongs to this thread.
    reserve::remember(unsafe { &mut (*own()).pending }, p);
    rec().request(breaker::FINALIZERS);
}

fn take_pending() -> Vec<Pending> {
    // SAFETY: `own` belongs to this thread.
    let mut work = unsafe { std::mem::take(&mut (*own()).pending) };
    if let Some(mut left) = LEFT_PENDING.try_lock() {
        work.append(&mut left);
    }
    work
}

// ------------------------------------------------------------------ Thread

/// Size of the Rust stack of a new thread that should have `wanted` bytes.
pub fn stack_bytes(wanted: usize) -> usize {
    area::scaled(wanted, 64)
}

/// Whether a thread with so large a stack can start. A limited address space is probed: the standard library ends the
/// process if the kernel gives a new thread its stack, but nothing more.
pub fn is_room_for(stack: usize) -> bool {
    const BESIDE: usize = 2 << 20;
    area::limit().is_none() || Area::reserve(stack + BESIDE).is_some()
}

/// Bytes of registers of a thread's stack (virtual memory; touched pages only are resident).
const REGISTERS: usize = 192 << 20;

/// The address space that a thread needs: its registers, and what the interpreter keeps beside them.
#[derive(Debug)]
pub struct Space {
    regs: Area,
    state: Option<Area>,
}

impl Space {
    /// Sets it aside; None: there is not enough. Of a limited address space the main thread takes a sixteenth for each
    /// part, another thread a sixty-fourth.
    pub fn reserve(is_main: bool) -> Option<Space> {
        let parts = if is_main { 16 } else { 64 };
        let regs = Area::reserve(area::scaled(REGISTERS, parts))?;
        let state = match hooks::state_bytes() {
            0 => None,
            n => Some(Area::reserve(area::scaled(n, parts))?),
        };
        Some(Space { regs, state })
    }
}

/// Rust stack kept free for the deepest native call.
const STACK_RESERVE: usize = 256 * 1024;

/// The registers of a frame: the head of each frame of the interpreter's.
#[repr(C)]
pub struct Window {
    /// Register 0.
    pub regs: *mut Word,
    /// One past the last register. Words at and above that of the running frame are immediates or stale: never counted.
    pub top: *mut Word,
}

/// How many instructions have a handler in `Thread::handlers`.
pub const HANDLERS: usize = 256;

/// What a running Python thread owns. Passed as `&mut` to everything that may reach a safepoint, so a
/// `Val` loaded under `&Thread` cannot live across one: the borrow checker upholds THREAD RULE 1.
pub struct Thread {
    rec: &'static ThreadRec,
    owner: OwnerId,
    /// Given back by `end` only: the main thread's last frames may be looked at as long as the process lives.
    space: ManuallyDrop<Space>,
    /// The registers of the running frame: the machine keeps it.
    pub window: *mut Window,
    /// Those of no frame.
    first: Box<Window>,
    /// One past the last register.
    pub regs_end: *mut Word,
    /// Registers below have been used: they hold immediates or live words, never the zero of fresh memory.
    pub used_end: *mut Word,
    /// Registers below hold no borrowed word.
    pub watermark: *mut Word,
    /// The exception in flight while a native returns `Err(Raised)`.
    pub raised: Option<crate::obj::Obj>,
    /// The exception being handled (`sys.exception()`).
    pub handled: Option<crate::obj::Obj>,
    /// The current `contextvars.Context`; None: not made yet.
    pub context: Option<crate::obj::Obj>,
    /// The event loop that it runs, and the task.
    pub running: std::sync::Arc<crate::running::Running>,
    stack_limit: usize,
    /// The interpreter's own state.
    pub ext: *mut (),
    /// Counts calls of functions that were not the ones that the call remembered.
    pub relearn: u32,
    seen_retired: u64,
    seen_periods: u32,
    rounds: u32,
    /// Objects whose repr is in progress.
    pub(crate) repr_stack: Vec<usize>,
    /// Whether this is the main thread.
    pub is_main: bool,
    pub(crate) method_cache: Box<crate::types::typeobj::MethodCache>,
    /// The interpreter's table of what executes each instruction, where it can be read without an address in a register.
    pub handlers: [*const (); HANDLERS],
}

impl Thread {
    /// As `start_in`, for programs that need no answer to a lack of address space.
    pub fn start(stack_bytes: usize, is_main: bool) -> Thread {
        let space = Space::reserve(is_main).expect("address space for a thread's registers");
        Thread::start_in(space, stack_bytes, is_main)
    }

    /// Attaches the current OS thread. `stack_bytes` is the size of its Rust stack.
    pub fn start_in(space: Space, stack_bytes: usize, is_main: bool) -> Thread {
        let rec = match POOL.lock().pop() {
            Some(r) => r,
            None => {
                // Relaxed: only uniqueness matters.
                let tid = NEXT_TID.fetch_add(1, Relaxed);
                assert!((tid as usize) < MAX_OWNERS, "too many threads at one time");
                let r: &'static ThreadRec = Box::leak(Box::new(ThreadRec {
                    id: OwnerId::new(tid),
                    station: Station::new(),
                    breaker: AtomicU32::new(0),
                    limit: AtomicUsize::new(0),
                    frame_limit: AtomicUsize::new(0),
                    stopped_at: AtomicPtr::new(std::ptr::null_mut()),
                    own: UnsafeCell::new(Own {
                        heap: Heap::new(),
                        guard: None,
                        unflushed: false,
                        limbo: Vec::new(),
                        ready: Vec::new(),
                        doomed: Vec::new(),
                        tearing: false,
                        pending: Vec::new(),
                    }),
                    places: Places::new(),
                    profile: AtomicPtr::new(std::ptr::null_mut()),
                }));
                // Release: pairs with push_queue's Acquire.
                TABLE[tid as usize].store(r as *const ThreadRec as *mut ThreadRec, Release);
                r
            }
        };
        let here = std::hint::black_box(&rec) as *const _ as usize;
        let regs = space.regs.base() as *mut Word;
        let count = space.regs.bytes() / size_of::<Word>();
        LIVE.fetch_add(1, SeqCst);
        let mut first = Box::new(Window { regs, top: regs });
        let mut t = Thread {
            rec,
            owner: rec.id,
            space: ManuallyDrop::new(space),
            window: &raw mut *first,
            first,
            // SAFETY: one past the area's registers.
            regs_end: unsafe { regs.add(count) },
            used_end: regs,
            watermark: regs,
            raised: None,
            handled: None,
            context: None,
            running: std::sync::Arc::new(crate::running::Running::none()),
            stack_limit: here.saturating_sub(stack_bytes.saturating_sub(STACK_RESERVE)),
            ext: std::ptr::null_mut(),
            relearn: 0,
            seen_retired: 0,
            seen_periods: 0,
            rounds: 0,
            repr_stack: Vec::new(),
            is_main,
            method_cache: Box::default(),
            handlers: [std::ptr::null(); HANDLERS],
        };
        // Relaxed: the record is this thread's; whoever stops it looks after it has attached.
        rec.stopped_at.store(std::ptr::null_mut(), Relaxed);
        ME.set(rec.id);
        REC.set(rec);
        t.attach();
        profile::begin(&t);
        t
    }

    /// The thread's id as it stands in count words.
    #[inline(always)]
    pub(crate) fn owner(&self) -> OwnerId {
        self.owner
    }

    /// The thread's id, 1-based.
    #[inline(always)]
    pub fn tid(&self) -> u32 {
        self.owner.tid()
    }

    /// The address space of the interpreter's own state: first byte and length.
    pub fn state_space(&self) -> (*mut u8, usize) {
        let a = self.space.state.as_ref();
        a.map_or((std::ptr::null_mut(), 0), |a| (a.base(), a.bytes()))
    }

    /// First free register.
    #[inline(always)]
    pub fn top(&self) -> *mut Word {
        // SAFETY: the running frame's window, which the machine keeps.
        unsafe { (*self.window).top }
    }

    /// No frame runs, and the interpreter's array of them is not used any more.
    pub fn leave_frames(&mut self) {
        self.window = &raw mut *self.first;
    }

    /// The record.
    #[inline(always)]
    pub fn rec(&self) -> &'static ThreadRec {
        self.rec
    }

    /// Whether less than the reserve of Rust stack is left.
    #[inline(always)]
    pub fn stack_is_low(&self) -> bool {
        let here = 0u8;
        (std::hint::black_box(&here) as *const u8 as usize) < self.stack_limit
    }

    /// True if a safepoint has something to do.
    #[inline(always)]
    pub fn interrupted(&self) -> bool {
        // Relaxed: a request is also seen one safepoint later.
        self.rec.breaker.load(Relaxed) != 0
    }

    // ---- attachment

    pub(crate) fn attach(&mut self) {
        gil::acquire();
        self.announce_attached();
        self.enter();
        if let Some(park) = finish::handler() {
            self.handlers = [park; HANDLERS];
        }
    }

    /// THREAD RULE 2, 5: from away to ATTACHED, past any claim and any stop.
    fn announce_attached(&self) {
        loop {
            stop::wait_while_stopped();
            match self
                .rec
                .station
                .try_attach(|| stop::is_requested() && !stop::is_mine())
            {
                Attach::Done => return,
                Attach::Retry => std::thread::yield_now(),
                Attach::Stopped => stop::notify(),
            }
        }
    }

    fn enter(&mut self) {
        // SAFETY: `own` belongs to this thread, attached now.
        unsafe {
            (*own()).guard = Some(epoch::pin());
        }
        self.rec.station.drain(&mut merge);
    }

    pub(crate) fn detach(&mut self, to: u32) {
        loop {
            self.promote();
            // Draining may retire, so the bag is sealed after it.
            self.rec.station.drain(&mut merge);
            self.leave_bags();
            // SAFETY: `own` belongs to this thread. Unpinned before the state is announced: others see no pin of a detached thread.
            unsafe {
                (*own()).guard = None;
            }
            let empty = self.rec.station.announce_away(to);
            stop::notify();
            if empty {
                break;
            }
            // Merging needs a thread that a stop waits for: attach again (THREAD RULE 5) rather than claim one's own
            // record while the world may count as stopped.
            self.announce_attached();
            self.enter();
        }
        gil::release();
    }

    /// Runs `f` detached: for anything that may block. `f` must not touch Python objects.
    pub fn blocking<T>(&mut self, f: impl FnOnce() -> T) -> T {
        let away = profile::leave();
        let r = self.aside(f);
        if let Some(a) = away {
            profile::back(a);
        }
        r
    }

    /// As `blocking`, for waits that are no part of the program's work.
    fn aside<T>(&mut self, f: impl FnOnce() -> T) -> T {
        self.detach(state::DETACHED);
        let r = f();
        self.attach();
        r
    }

    // ---- safepoints

    /// Serves what can be served without running Python code. Returns the breaker bits that are left for
    /// the interpreter (SIGNAL, FINALIZERS, GC, ASYNC).
    pub fn safepoint(&mut self) -> u32 {
        // AcqRel: takes the requests and what their makers wrote before. The collector's is taken as well: it is passed
        // on once, and the allocator asks again if a collection is still due.
        let served = breaker::QUEUE | breaker::REPIN | breaker::STOP | breaker::GC | breaker::PLACE;
        let bits = self.rec.breaker.fetch_and(!served, AcqRel);
        if profile::is_on() {
            profile::served(bits & breaker::PLACE != 0);
        }
        if bits & breaker::QUEUE != 0 {
            self.rec.station.drain(&mut merge);
        }
        if bits & breaker::STOP != 0 && stop::is_requested() && !stop::is_mine() {
            self.aside(stop::wait_while_stopped);
        }
        if bits & breaker::REPIN != 0 {
            self.repin();
        }
        if bits & breaker::ASYNC != 0 && gil::is_enabled() {
            self.rec.breaker.fetch_and(!breaker::ASYNC, AcqRel);
            self.blocking(std::thread::yield_now);
        }
        // What died just now may have asked for its finaliser. Acquire: as above.
        let left = bits | self.rec.breaker.load(Acquire);
        self.rec.heal_limit();
        left & (breaker::SIGNAL
            | breaker::FINALIZERS
            | breaker::GC
            | breaker::ASYNC
            | breaker::HANDLERS)
    }

    /// Counts every borrowed register above the watermark (DESIGN §5, promotion).
    pub fn promote(&mut self) {
        let mut p = self.watermark;
        // SAFETY: the running frame's, which the machine keeps.
        let Window { regs, top } = unsafe { self.window.read() };
        if profile::is_on() {
            profile::promotions(p, top);
        }
        // SAFETY: watermark <= top are registers of this thread.
        unsafe {
            while p < top {
                let w = *p;
                debug_assert!(
                    w != 0 && (!value::is_owned(w) || !(*(w as *const Header)).is_freed()),
                    "register {} of {} holds a freed object: {w:#x}",
                    p.offset_from(regs),
                    top.offset_from(regs)
                );
                if value::is_borrowed(w) {
                    (*((w & !value::BORROWED) as *const Header)).inc(me());
                    *p = w & !value::BORROWED;
                }
                p = p.add(1);
            }
        }
        // The running frame goes on borrowing; the frames below it do not.
        self.watermark = regs;
        // Release: the counts before; see ThreadRec::stopped_at.
        self.rec.stopped_at.store(self.window, Release);
    }

    /// Takes finalisers and callbacks that wait; the interpreter runs them.
    pub fn run_pending(&mut self) {
        // AcqRel: as safepoint.
        self.rec.breaker.fetch_and(!breaker::FINALIZERS, AcqRel);
        let raised = self.raised.take();
        loop {
            let work = take_pending();
            if work.is_empty() {
                break;
            }
            for p in work {
                crate::obj::run_pending(self, p);
            }
        }
        self.raised = raised;
    }

    /// Asks for a collection at this thread's next safepoint.
    pub fn request_gc(&self) {
        self.rec.request(breaker::GC);
    }

    /// Ends the thread: releases its registers and gives its record to the next one.
    pub fn end(mut self) {
        self.raised = None;
        self.handled = None;
        self.context = None;
        self.running.end();
        self.run_pending();
        for _ in 0..3 {
            self.repin();
            self.run_pending();
        }
        // No Python code of this thread from here on.
        hooks::thread_done(&mut self);
        self.detach(state::ENDED);
        leave_work();
        REC.set(std::ptr::null());
        ME.set(OwnerId::NOBODY);
        LIVE.fetch_sub(1, SeqCst);
        POOL.lock().push(self.rec);
        // SAFETY: once, at the end of the thread's life; no register is in use, and the interpreter's state is gone.
        unsafe { ManuallyDrop::drop(&mut self.space) }
    }
}

/// Finalisers and callbacks that came up when their thread could run no Python code any more.
static LEFT_PENDING: Mutex<Vec<Pending>> = Mutex::new(Vec::new());

/// Hands what the ended thread has left to others: addresses only, no object is touched (THREAD RULE 5).
fn leave_work() {
    // SAFETY: `own` belongs to this thread until its record goes to the pool.
    let o = unsafe { &mut *own() };
    if !o.ready.is_empty() || !o.limbo.is_empty() {
        adopt_later(&mut o.ready);
        adopt_later(&mut o.limbo);
    }
    if !o.pending.is_empty() {
        LEFT_PENDING.lock().append(&mut o.pending);
        // Acquire: as push_queue. The main thread's record is the first.
        let main = TABLE[1].load(Acquire);
        // SAFETY: records are never freed.
        if let Some(r) = unsafe { main.as_ref() } {
            r.request(breaker::FINALIZERS);
        }
    }
}

/// In the child of a fork: the other threads are gone.
pub(crate) fn only_one_left() {
    LIVE.store(1, SeqCst);
}

/// Threads alive now.
pub fn live_threads() -> usize {
    LIVE.load(SeqCst)
}

/// Where the calling thread may sleep; None: it has no record.
pub(crate) fn places() -> Option<&'static Places> {
    let r = REC.get();
    // SAFETY: records are never freed.
    (!r.is_null()).then(|| unsafe { &(*r).places })
}

/// Calls `f` for the places of each record.
pub(crate) fn each_places(mut f: impl FnMut(&'static Places)) {
    each_record(|r| f(&r.places));
}

/// Calls `f` for each thread record.
pub(crate) fn each_record(mut f: impl FnMut(&'static ThreadRec)) {
    // Acquire: pairs with the Release publication in start.
    let n = NEXT_TID.load(Acquire) as usize;
    for slot in TABLE.iter().take(n).skip(1) {
        let p = slot.load(Acquire);
        if !p.is_null() {
            // SAFETY: records are never freed.
            f(unsafe { &*p });
        }
    }
}

/// Calls `f` for every object of the process.
///
/// # Safety
/// The caller stopped the world.
pub unsafe fn each_object(f: &mut dyn FnMut(&'static Header, Place)) {
    // SAFETY: stopped world: nobody else touches the heaps.
    each_record(|r| unsafe { (*r.own.get()).heap.each(&mut |h| f(h, Place::Page)) });
    // SAFETY: as above.
    unsafe { crate::heap::each_large(&mut |h| f(h, Place::Large)) }
}

/// Where an object stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// In a page of a thread's heap.
    Page,
    /// In a block of its own.
    Large,
}
