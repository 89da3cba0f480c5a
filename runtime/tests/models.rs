//! The memory protocol under the model checker: the code that runs, in all interleavings (within a preemption bound).
//!
//! `RUSTFLAGS="--cfg loom" cargo test -p typhon-runtime --release --test models`
//!
//! Each model states its invariant; beside it stands the same model with one deliberate mistake switched on in the
//! code (`sync::MUTANT`), which the checker must reject.
#![cfg(loom)]

use loom::sync::Arc;
use loom::thread;
use typhon_runtime::borrow::{self, Loaded, Wanted};
use typhon_runtime::header::Header;
use typhon_runtime::moves;
use typhon_runtime::parking::LockByte;
use typhon_runtime::refcount::{After, DEAD, FREE, IMMORTAL, OwnerId, SHARED};
use typhon_runtime::station::{Attach, Station, state};
use typhon_runtime::sync::{AtomicU32, AtomicU64, MUTANT, Multi, Ordering::*, sc_load32};

const A: OwnerId = OwnerId::new(1);
const B: OwnerId = OwnerId::new(2);
const C: OwnerId = OwnerId::new(3);
/// The word of the one object of a model.
const OBJECT: u64 = 16;

fn check(mutant: u32, f: impl Fn() + Sync + Send + 'static) {
    check_within(3, mutant, f);
}

/// As `check`, with another bound for the preemptions.
fn check_within(bound: usize, mutant: u32, f: impl Fn() + Sync + Send + 'static) {
    MUTANT.with(|m| m.set(mutant));
    let mut b = loom::model::Builder::new();
    b.preemption_bound = Some(bound);
    b.check(f);
}

fn object(flags: u64) -> Header {
    Header::for_model(Header::birth_word(A, flags))
}

/// An object with the number of times that it was found free.
struct Counted {
    h: Header,
    frees: AtomicU32,
}

impl Counted {
    fn new(flags: u64) -> Arc<Counted> {
        Arc::new(Counted {
            h: object(flags),
            frees: AtomicU32::new(0),
        })
    }
    /// Does what a decrement asks for. No reader is pinned in these models: a grace period is over at once.
    fn act(&self, after: After, s: &Station) {
        match after {
            After::Alive => {}
            After::Free => {
                self.frees.fetch_add(1, SeqCst);
            }
            After::Retire => {
                let next = self.h.final_check();
                self.act(next, s);
            }
            After::Queue(_) => {
                if !s.push(0, || {}) {
                    s.serve_on_behalf(|| {}, |_| self.merge(s));
                }
            }
        }
    }
    fn merge(&self, s: &Station) {
        // SAFETY: the caller is the owner or holds its claim.
        let after = unsafe { self.h.merge_queued() };
        self.act(after, s);
    }
    fn drain(&self, s: &Station) {
        s.drain(&mut |_| self.merge(s));
    }
}

fn attach(s: &Station) {
    while s.try_attach(|| false) != Attach::Done {
        thread::yield_now();
    }
}

/// Invariant: an object of which the owner drops one reference and another thread one is freed exactly once, whether the
/// owner stays and drains its queue, or goes away and others merge on its behalf. `counted_by_other`: whether the
/// other's reference was counted in the shared part, or was moved to it (then its drop goes through the queue).
fn drop_together(away: bool, counted_by_other: bool) {
    let c = Counted::new(SHARED);
    let s = Arc::new(Station::new());
    attach(&s);
    c.h.inc(if counted_by_other { B } else { A });
    let (c2, s2) = (c.clone(), s.clone());
    let other = thread::spawn(move || {
        let after = c2.h.dec(B);
        c2.act(after, &s2);
    });
    if away {
        while !s.announce_away(state::DETACHED) {
            attach(&s);
            c.drain(&s);
        }
        other.join().unwrap();
        attach(&s);
        let after = c.h.dec(A);
        c.act(after, &s);
    } else {
        let after = c.h.dec(A);
        c.act(after, &s);
        other.join().unwrap();
    }
    c.drain(&s);
    assert_eq!(c.frees.load(SeqCst), 1);
}
#[test]
fn owner_and_other_drop_together() {
    check(0, || drop_together(false, true));
    check(0, || drop_together(true, true));
}
#[test]
fn queued_objects_die_once() {
    check(0, || drop_together(false, false));
    check(0, || drop_together(true, false));
}
#[test]
#[should_panic]
fn mutant_merge_keeps_the_queues_reference() {
    check(8, || drop_together(false, false));
}

fn push(s: &Station, n: usize, merged: &AtomicU32) {
    if !s.push(n, || {}) {
        s.serve_on_behalf(
            || {},
            |_| {
                merged.fetch_add(1, SeqCst);
            },
        );
    }
}

/// Invariant: what is pushed to a thread that goes away is merged by one of the two before both are done.
fn push_against_away() {
    let s = Arc::new(Station::new());
    let merged = Arc::new(AtomicU32::new(0));
    attach(&s);
    let (s2, m2) = (s.clone(), merged.clone());
    let other = thread::spawn(move || push(&s2, 1, &m2));
    while !s.announce_away(state::DETACHED) {
        attach(&s);
        s.drain(&mut |_| {
            merged.fetch_add(1, SeqCst);
        });
    }
    other.join().unwrap();
    assert_eq!(merged.load(SeqCst), 1);
}
#[test]
fn nothing_is_left_with_a_thread_that_goes_away() {
    check(0, push_against_away);
}
#[test]
#[should_panic]
fn mutant_no_look_at_the_queue_after_going_away() {
    check(1, push_against_away);
}

/// Invariant: two threads that push to a thread that is away leave nothing in its queue.
fn two_claimants() {
    let s = Arc::new(Station::new());
    let merged = Arc::new(AtomicU32::new(0));
    let (s2, m2) = (s.clone(), merged.clone());
    let other = thread::spawn(move || push(&s2, 1, &m2));
    push(&s, 2, &merged);
    other.join().unwrap();
    assert_eq!(merged.load(SeqCst), 2);
}
#[test]
fn a_claimant_looks_again() {
    check(0, two_claimants);
}
#[test]
#[should_panic]
fn mutant_claimant_does_not_look_again() {
    check(2, two_claimants);
}

/// Invariant: never is a thread attached and past its look for a stop while the stopper believes that all are away.
fn stop_against_attach() {
    let s = Arc::new(Station::new());
    let requested = Arc::new(AtomicU32::new(0));
    let inside = Arc::new(AtomicU32::new(0));
    let (s2, r2, i2) = (s.clone(), requested.clone(), inside.clone());
    let attacher = thread::spawn(move || {
        if s2.try_attach(|| sc_load32(&r2) != 0) == Attach::Done {
            assert_eq!(i2.fetch_add(1, SeqCst), 0, "attached in a stopped world");
            i2.fetch_sub(1, SeqCst);
            s2.announce_away(state::DETACHED);
        }
    });
    requested.swap(1, SeqCst);
    if !s.is_running() {
        assert_eq!(inside.fetch_add(1, SeqCst), 0, "the world was not stopped");
        thread::yield_now();
        inside.fetch_sub(1, SeqCst);
    }
    attacher.join().unwrap();
}
#[test]
fn stop_sees_who_attaches() {
    check(0, stop_against_attach);
}
#[test]
#[should_panic]
fn mutant_attach_does_not_look_for_a_stop() {
    check(3, stop_against_attach);
}
#[test]
#[should_panic]
fn mutant_stop_and_attach_without_one_order() {
    check(5, stop_against_attach);
}

/// How a reader loads: as `Slot::load_word` and `look` do, or in one try as their quick forms.
#[derive(Clone, Copy)]
enum Form {
    Full(Wanted),
    Quick(Wanted),
}
/// All forms that may borrow.
const FORMS: [Form; 5] = [
    Form::Full(Wanted::Any),
    Form::Full(Wanted::Look),
    Form::Quick(Wanted::Any),
    Form::Quick(Wanted::Shared),
    Form::Quick(Wanted::Look),
];

impl Form {
    /// Thread `me` loads from a slot that may hold the object of `h`, or nothing. None: the quick form gives up.
    fn load(self, slot: &AtomicU64, h: &Header, me: OwnerId) -> Option<Loaded> {
        // SAFETY: the header of a model is never unmapped.
        unsafe {
            match self {
                Form::Full(w) => Some(borrow::load(
                    slot,
                    w,
                    || me,
                    |w| w != 0,
                    |_| &*std::ptr::from_ref(h),
                    || true,
                )),
                Form::Quick(w) => quick(slot, h, me, w, || false),
            }
        }
    }
}

/// # Safety
/// As `borrow::attempt`.
unsafe fn quick(
    slot: &AtomicU64,
    h: &Header,
    me: OwnerId,
    wanted: Wanted,
    alone: impl Fn() -> bool,
) -> Option<Loaded> {
    // SAFETY: by contract.
    unsafe {
        borrow::attempt(
            slot,
            wanted,
            || me,
            |_| true,
            |_| &*std::ptr::from_ref(h),
            alone,
            || true,
        )
    }
}

/// Invariant (COUNT RULE 5): what a pinned reader borrows without a lock is the object that stood in the slot, and is not
/// freed before it repins, though the owner takes it out and drops it at the same time and reuses the block.
fn borrow_against_remove(form: Form) {
    let h = Arc::new(object(0));
    let slot = Arc::new(AtomicU64::new(OBJECT));
    let life = Arc::new(AtomicU32::new(1));
    let (h2, slot2, life2) = (h.clone(), slot.clone(), life.clone());
    let reader = thread::spawn(move || match form.load(&slot2, &h2, B) {
        Some(Loaded::Borrowed(_)) => {
            thread::yield_now();
            assert_eq!(h2.flags() & (FREE | DEAD), 0, "borrowed and freed");
            assert_eq!(life2.load(SeqCst), 1, "borrowed from the block's next life");
        }
        None => assert!(matches!(form, Form::Quick(_))),
        other => assert_eq!(other, Some(Loaded::Plain(0))),
    });
    assert_eq!(slot.swap(0, SeqCst), OBJECT);
    match h.dec(A) {
        After::Free => {
            h.free_for_model();
            life.store(2, SeqCst);
            h.rebirth_for_model(Header::birth_word(A, SHARED).0);
        }
        // The reader is pinned for the whole model: no grace period ends in it.
        After::Retire => {}
        other => panic!("{other:?}"),
    }
    reader.join().unwrap();
}
#[test]
fn borrowed_words_live() {
    for form in FORMS {
        check(0, move || borrow_against_remove(form));
    }
}
#[test]
#[should_panic]
fn mutant_reader_without_second_load() {
    check(4, || borrow_against_remove(Form::Full(Wanted::Any)));
}
#[test]
#[should_panic]
fn mutant_quick_reader_without_second_load() {
    check(4, || borrow_against_remove(Form::Quick(Wanted::Any)));
}
#[test]
#[should_panic]
fn mutant_quick_borrower_without_second_load() {
    check(4, || borrow_against_remove(Form::Quick(Wanted::Shared)));
}
#[test]
#[should_panic]
fn mutant_quick_look_without_second_load() {
    check(4, || borrow_against_remove(Form::Quick(Wanted::Look)));
}

/// Invariant: the first thread borrows without a second look while it is alone; once it has said that it is not, the
/// thread that it starts looks twice, and what either of them holds is not freed. `announced` false: the mistake of starting
/// one without saying so.
fn borrow_when_a_second_thread_starts(announced: bool) {
    let multi = Arc::new(Multi::new());
    let held = Arc::new(object(SHARED));
    let held_in = Arc::new(AtomicU64::new(OBJECT));
    let own = Arc::new(object(0));
    let own_in = Arc::new(AtomicU64::new(OBJECT));
    let life = Arc::new(AtomicU32::new(1));
    let borrow = |slot: &AtomicU64, h: &Header, me: OwnerId, multi: &Multi| {
        // SAFETY: the header of a model is never unmapped.
        unsafe { quick(slot, h, me, Wanted::Shared, || !multi.is_set()) }
    };
    let got = borrow(&held_in, &held, A, &multi);
    assert_eq!(got, Some(Loaded::Borrowed(OBJECT)));
    if announced {
        multi.set();
    }
    let second = {
        let (multi, held, held_in) = (multi.clone(), held.clone(), held_in.clone());
        let (own, own_in, life) = (own.clone(), own_in.clone(), life.clone());
        thread::spawn(move || {
            assert_eq!(held_in.swap(0, SeqCst), OBJECT);
            assert_ne!(held.dec(B), After::Free, "borrowed and freed");
            if let Some(Loaded::Borrowed(_)) = borrow(&own_in, &own, B, &multi) {
                thread::yield_now();
                assert_eq!(own.flags() & (FREE | DEAD), 0, "borrowed and freed");
                assert_eq!(life.load(SeqCst), 1, "borrowed from the block's next life");
            }
        })
    };
    assert_eq!(own_in.swap(0, SeqCst), OBJECT);
    if own.dec(A) == After::Free {
        own.free_for_model();
        life.store(2, SeqCst);
        own.rebirth_for_model(Header::birth_word(A, SHARED).0);
    }
    second.join().unwrap();
    assert_eq!(held.flags() & (FREE | DEAD), 0, "borrowed and freed");
}
#[test]
fn the_second_thread_looks_twice() {
    check(0, || borrow_when_a_second_thread_starts(true));
}
#[test]
#[should_panic]
fn mutant_second_thread_starts_unannounced() {
    check(0, || borrow_when_a_second_thread_starts(false));
}

/// Invariant (COUNT RULE 1): the quick count counts this thread's own objects and no others. The owner counts while another
/// thread takes the object out of the slot and drops it; it is freed once, when the owner has given up its count.
fn count_against_remove(wanted: Wanted) {
    let c = Counted::new(0);
    let s = Arc::new(Station::new());
    attach(&s);
    let slot = Arc::new(AtomicU64::new(OBJECT));
    let (c2, s2, slot2) = (c.clone(), s.clone(), slot.clone());
    let remover = thread::spawn(move || {
        // SAFETY: the header of the model is never unmapped.
        let got = unsafe { quick(&slot2, &c2.h, B, wanted, || false) };
        assert!(
            !matches!(got, Some(Loaded::Own(_))),
            "another's object was counted"
        );
        assert_eq!(slot2.swap(0, SeqCst), OBJECT);
        // As `Slot::take` (COUNT RULE 9).
        c2.h.adopt(B);
        let after = c2.h.dec(B);
        c2.act(after, &s2);
    });
    // SAFETY: as above.
    match unsafe { quick(&slot, &c.h, A, wanted, || false) } {
        Some(Loaded::Own(_)) => {
            thread::yield_now();
            assert_eq!(c.h.flags() & (FREE | DEAD), 0, "counted and freed");
            let after = c.h.dec(A);
            c.act(after, &s);
        }
        // It was made SHARED, or taken out.
        Some(Loaded::Borrowed(_)) | None => {}
        other => panic!("{other:?}"),
    }
    remover.join().unwrap();
    c.drain(&s);
    assert_eq!(c.frees.load(SeqCst), 1);
}
#[test]
fn quick_counts_are_the_owners() {
    check(0, || count_against_remove(Wanted::Own));
    check(0, || count_against_remove(Wanted::Any));
}
#[test]
#[should_panic]
fn mutant_quick_count_of_anothers_object() {
    check(12, || count_against_remove(Wanted::Own));
}

/// Invariant (COUNT RULE 10): a reader that saw SHARED does not take the next object in the block for the one that it saw
/// the flag on, though a third thread tries to share the first one while it dies, and the next one, private, stands in
/// the same slot.
fn borrow_in_a_reused_block(form: Form) {
    let h = Arc::new(object(0));
    let slot = Arc::new(AtomicU64::new(OBJECT));
    let (h2, slot2) = (h.clone(), slot.clone());
    let reader = thread::spawn(move || {
        if let Some(Loaded::Borrowed(_)) = form.load(&slot2, &h2, B) {
            thread::yield_now();
            assert_eq!(h2.flags() & (FREE | DEAD), 0, "borrowed and freed");
        }
    });
    let (h3, slot3) = (h.clone(), slot.clone());
    let sharer = thread::spawn(move || {
        if slot3.load(Acquire) != 0 {
            h3.mark_shared();
        }
    });
    for last in [false, true] {
        slot.swap(0, SeqCst);
        // The reader is pinned for the whole model: what is retired does not die in it.
        if h.dec(A) != After::Free {
            break;
        }
        h.free_for_model();
        if !last {
            h.rebirth_for_model(Header::birth_word(A, 0).0);
            h.inc(A);
            slot.store(OBJECT, Release);
        }
    }
    reader.join().unwrap();
    sharer.join().unwrap();
}
#[test]
fn no_borrow_outlives_its_block() {
    for form in FORMS {
        check_within(2, 0, move || borrow_in_a_reused_block(form));
    }
}
#[test]
#[should_panic]
fn mutant_dead_objects_are_shared() {
    check_within(2, 9, || borrow_in_a_reused_block(Form::Full(Wanted::Any)));
}
#[test]
#[should_panic]
fn mutant_dead_objects_are_shared_under_a_quick_load() {
    check_within(2, 9, || {
        borrow_in_a_reused_block(Form::Quick(Wanted::Shared))
    });
}
#[test]
#[should_panic]
fn mutant_private_object_freed_without_a_declaration() {
    check_within(2, 6, || borrow_in_a_reused_block(Form::Full(Wanted::Any)));
}

/// Invariant (COUNT RULE 4): an object that two threads bring back from zero and drop again while its retirement is in
/// flight is found free once, and never while it is counted. Each takes its count from a borrow, so the first
/// retirement's grace period ends after both; a second one in flight would end on its own.
fn retire_and_cancel() {
    let h = Arc::new(object(SHARED));
    assert_eq!(h.dec(A), After::Retire);
    let bring_back = |h: &Header| {
        h.inc(B);
        h.dec(B) == After::Retire
    };
    let h2 = h.clone();
    let other = thread::spawn(move || bring_back(&h2));
    let mut in_flight = 1 + u32::from(bring_back(&h)) + u32::from(other.join().unwrap());
    assert_eq!(in_flight, 1, "two retirements in flight");
    let mut frees = 0;
    while in_flight > 0 {
        in_flight -= 1;
        match h.final_check() {
            After::Retire => in_flight += 1,
            After::Free => frees += 1,
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(frees, 1);
}
#[test]
fn one_retirement_at_a_time() {
    check(0, retire_and_cancel);
}
#[test]
#[should_panic]
fn mutant_second_retirement_in_flight() {
    check(7, retire_and_cancel);
}

/// Invariant (COUNT RULE 4): the final check never frees what a thread has counted meanwhile.
fn final_check_against_count() {
    let h = Arc::new(object(SHARED));
    assert_eq!(h.dec(A), After::Retire);
    h.inc(B);
    let h2 = h.clone();
    let other = thread::spawn(move || u32::from(h2.dec(B) == After::Retire));
    let mut in_flight = 1;
    let mut frees = 0;
    let mut joined = Some(other);
    while in_flight > 0 {
        in_flight -= 1;
        match h.final_check() {
            After::Retire => in_flight += 1,
            After::Free => frees += 1,
            _ => {}
        }
        if in_flight == 0
            && let Some(t) = joined.take()
        {
            in_flight += t.join().unwrap();
        }
    }
    assert_eq!(frees, 1);
}
#[test]
fn a_cancelled_retirement_comes_again() {
    check(0, final_check_against_count);
}

/// Invariant (COUNT RULE 8, 11): an object that becomes immortal under a thread that counted it is not freed, whatever the
/// others, whose references were counted by its owner, drop meanwhile.
fn immortal_under_drops() {
    let c = Counted::new(SHARED);
    let s = Arc::new(Station::new());
    attach(&s);
    // A reference that the owner counted and another thread drops.
    c.h.inc(A);
    let (c2, s2) = (c.clone(), s.clone());
    let dropper = thread::spawn(move || {
        let after = c2.h.dec(B);
        c2.act(after, &s2);
    });
    let c3 = c.clone();
    let heater = thread::spawn(move || {
        c3.h.inc(C);
        c3.h.mark_immortal();
        assert_eq!(c3.h.dec(C), After::Alive);
    });
    // The owner's other reference stays: the heater came to the object through it.
    c.drain(&s);
    dropper.join().unwrap();
    heater.join().unwrap();
    c.drain(&s);
    assert_eq!(c.frees.load(SeqCst), 0, "an immortal object was freed");
    assert_ne!(c.h.flags() & IMMORTAL, 0);
    assert_eq!(c.h.dec(A), After::Alive);
}
#[test]
fn what_becomes_immortal_stays() {
    check(0, immortal_under_drops);
}
#[test]
#[should_panic]
fn mutant_immortal_objects_are_counted_down() {
    check(10, immortal_under_drops);
}

/// Invariant (COUNT RULE 6): a weak upgrade that succeeds holds an object that is not freed under it.
fn weak_against_free() {
    let h = Arc::new(object(0));
    h.mark_weak();
    let h2 = h.clone();
    let upgrader = thread::spawn(move || {
        if h2.try_upgrade(B) {
            thread::yield_now();
            assert_eq!(h2.flags() & (FREE | DEAD), 0, "upgraded and freed");
            let _ = h2.dec(B);
        }
    });
    if h.dec(A) == After::Free {
        // The weak reference's lock is not held here: the flag alone decides.
        h.free_for_model();
    }
    upgrader.join().unwrap();
}
#[test]
fn weak_upgrades_hold() {
    check(0, weak_against_free);
}
#[test]
#[should_panic]
fn mutant_private_weak_object_freed_without_a_declaration() {
    check(6, weak_against_free);
}

/// What a lock protects: a plain number, accesses to which loom checks for races.
struct Locked {
    lock: LockByte,
    n: loom::cell::UnsafeCell<u32>,
}
// SAFETY: the number is touched under the lock only, which is what the models check.
unsafe impl Sync for Locked {}

impl Locked {
    /// Leaked: where the checker finds a deadlock, it unwinds threads that cannot give up anything of its own.
    fn new(fair: bool) -> &'static Locked {
        let lock = if fair {
            LockByte::fair()
        } else {
            LockByte::new()
        };
        let n = loom::cell::UnsafeCell::new(0);
        Box::leak(Box::new(Locked { lock, n }))
    }
    /// Takes the lock, waiting at most until some moment if `limited`, adds one, gives it back.
    fn add(&self, limited: bool) -> u32 {
        let until = limited.then(std::time::Instant::now);
        if self.lock.try_take().is_err() && !self.lock.wait(until, true) {
            return 0;
        }
        // SAFETY: under the lock.
        self.n.with_mut(|n| unsafe { *n += 1 });
        if self.lock.give_back().is_err() {
            assert!(self.lock.give_back_slow(), "the holder's lock is free");
        }
        1
    }
}

/// Invariant (PARK RULE 2, 3): one thread at a time has the lock and sees what the one before it wrote; who waits without a
/// limit gets it (else the checker finds a deadlock); at the end the byte is free. `waiters`: for each further
/// thread whether its wait is limited.
fn lock_and_sleep(fair: bool, waiters: &[bool]) {
    let l = Locked::new(fair);
    let others: Vec<_> = waiters
        .iter()
        .map(|&limited| thread::spawn(move || l.add(limited)))
        .collect();
    let mut done = l.add(false);
    for t in others {
        done += t.join().unwrap();
    }
    assert!(l.lock.try_take().is_ok(), "somebody is still waited for");
    // SAFETY: under the lock.
    assert_eq!(l.n.with(|n| unsafe { *n }), done);
}
#[test]
fn locks_exclude_and_wake() {
    for fair in [false, true] {
        check(0, move || lock_and_sleep(fair, &[false]));
        check(0, move || lock_and_sleep(fair, &[true]));
        check_within(2, 0, move || lock_and_sleep(fair, &[false, false]));
        check_within(2, 0, move || lock_and_sleep(fair, &[true, false]));
    }
}
#[test]
#[should_panic]
fn mutant_sleeper_does_not_look_again() {
    check(13, || lock_and_sleep(false, &[false]));
}
#[test]
#[should_panic]
fn mutant_lock_is_free_while_it_is_handed_over() {
    check_within(2, 14, || lock_and_sleep(true, &[false, false]));
}
#[test]
#[should_panic]
fn mutant_who_is_tired_of_waiting_forgets_the_others() {
    check_within(2, 15, || lock_and_sleep(false, &[true, false]));
}
#[test]
#[should_panic]
fn mutant_lock_is_given_back_relaxed() {
    check(16, || lock_and_sleep(false, &[false]));
}
#[test]
#[should_panic]
fn mutant_lock_is_given_to_sleepers_relaxed() {
    check_within(2, 17, || lock_and_sleep(false, &[false, false]));
}

/// Invariant: of two threads that give back one lock (scripts may), one is told that there was nothing to give back,
/// and a sleeper gets the lock once.
fn two_give_back(fair: bool) {
    let l = Locked::new(fair);
    assert!(l.lock.try_take().is_ok());
    let sleeper = thread::spawn(move || assert!(l.lock.wait(None, false)));
    let give = || u32::from(l.lock.give_back().is_ok() || l.lock.give_back_slow());
    let other = thread::spawn(give);
    let mut given = give() + other.join().unwrap();
    sleeper.join().unwrap();
    if l.lock.try_take().is_err() {
        // The sleeper's, which it has kept.
        given += 1;
    }
    assert_eq!(given, 2, "taken twice, so it is given back twice at most");
}
#[test]
fn a_lock_is_given_back_once() {
    check_within(2, 0, || two_give_back(false));
    check_within(2, 0, || two_give_back(true));
}

/// Invariant (SLOT RULE 5): of the words in two places of a list, one that is moved and one that replaces it without a
/// lock, each has one owner at the end.
fn replace_against_move() {
    const NOTHING: u64 = 0;
    let places = Arc::new([AtomicU64::new(1), AtomicU64::new(NOTHING)]);
    let p = places.clone();
    let mover = thread::spawn(move || {
        for (from, to) in [(0, 1), (1, 0)] {
            p[to].store(moves::exchange(&p[from], NOTHING), Release);
        }
    });
    let out = moves::replace(&places[0], 2, NOTHING);
    mover.join().unwrap();
    let stand = (places[0].load(Relaxed), places[1].load(Relaxed));
    // The one that replaces nothing is put there under the lock.
    let expected = if out == NOTHING { 1 } else { 2 };
    assert_eq!(
        stand,
        (expected, NOTHING),
        "a word with two owners, or none"
    );
    assert!(out == NOTHING || out == 1);
}
#[test]
fn words_move_once() {
    check(0, replace_against_move);
}
#[test]
#[should_panic]
fn mutant_words_move_in_two_steps() {
    check(18, replace_against_move);
}
