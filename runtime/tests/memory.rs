//! The memory system as a whole: prompt death, queues between threads, retirement, promotion, long chains, the
//! collector, heaps shared by producer and consumer. One test process, one scenario at a time: the counters are global.
#![cfg(not(loom))]

use std::sync::atomic::{AtomicIsize, Ordering::SeqCst};
use std::sync::mpsc;
use typhon_runtime::slot::Slot;
use typhon_runtime::types::typeobj::{TypeObj, flags as tf};
use typhon_runtime::types::{self, list};
use typhon_runtime::{Obj, Ref, Thread, gc, payload, thread};

/// Live probes.
static LIVE: AtomicIsize = AtomicIsize::new(0);
static PROBE: TypeObj = TypeObj::declare("test.probe");

/// A payload that counts itself and holds one reference.
struct Probe {
    next: Slot,
}
payload!(
    Probe,
    traverse | s,
    v | s.next.visit(v),
    clear | s | drop(s.next.take())
);
impl Drop for Probe {
    fn drop(&mut self) {
        LIVE.fetch_sub(1, SeqCst);
    }
}

fn probe(th: &mut Thread, next: Option<Obj>) -> Obj {
    LIVE.fetch_add(1, SeqCst);
    let next = next.map_or_else(Slot::empty, Slot::new);
    Obj::new(th, PROBE.r(), Probe { next }).unwrap()
}
fn next_of(o: &Obj) -> &Slot {
    &o.get::<Probe>().unwrap().next
}
fn live() -> isize {
    LIVE.load(SeqCst)
}

/// An object that another thread may drop: what threads hand to each other in these tests.
struct Sent(Obj);
// SAFETY: counted references may move between threads; that is the subject here.
unsafe impl Send for Sent {}
impl Sent {
    fn take(self) -> Obj {
        self.0
    }
}

/// Runs `f` in another attached thread while this one is detached.
fn elsewhere<T: Send>(th: &mut Thread, f: impl FnOnce(&mut Thread) -> T + Send) -> T {
    thread::set_multi();
    th.blocking(|| {
        std::thread::scope(|s| {
            s.spawn(|| {
                let mut th = Thread::start(2 << 20, false);
                let r = f(&mut th);
                th.end();
                r
            })
            .join()
            .unwrap()
        })
    })
}

/// Lets every grace period of a process pass in which nobody else is attached.
fn settle(th: &mut Thread) {
    for _ in 0..8 {
        th.repin();
        th.blocking(|| {});
        th.run_pending();
    }
}

fn private_objects_die_at_once(th: &mut Thread) {
    let a = probe(th, None);
    let b = a.clone();
    drop(a);
    assert_eq!(live(), 1);
    drop(b);
    assert_eq!(live(), 0);
}

fn a_long_chain_dies_without_stack(th: &mut Thread) {
    let mut head = None;
    for _ in 0..1_000_000 {
        head = Some(probe(th, head));
    }
    assert_eq!(live(), 1_000_000);
    drop(head);
    assert_eq!(live(), 0);
}

fn cycles_die_in_a_collection_only(th: &mut Thread) {
    let a = probe(th, None);
    let b = probe(th, Some(a.clone()));
    next_of(&a).set(b.clone());
    drop((a, b));
    assert_eq!(live(), 2);
    assert_eq!(gc::collect(th, 2), 2);
    settle(th);
    assert_eq!(live(), 0);
    let kept = probe(th, None);
    next_of(&kept).set(kept.clone());
    assert_eq!(gc::collect(th, 2), 0);
    assert_eq!(live(), 1);
    drop(next_of(&kept).take());
    drop(kept);
    assert_eq!(live(), 0);
}

fn dropped_elsewhere_merged_for_the_detached_owner(th: &mut Thread) {
    let o = Sent(probe(th, None));
    elsewhere(th, move |_| drop(o.take()));
    settle(th);
    assert_eq!(live(), 0);
}

fn the_owner_serves_its_queue_at_a_safepoint(th: &mut Thread) {
    thread::set_multi();
    let (to, from) = mpsc::channel::<Sent>();
    let worker = std::thread::spawn(move || {
        let mut th = Thread::start(2 << 20, false);
        let o = th.blocking(|| from.recv().unwrap());
        drop(o.take());
        th.end();
    });
    let o = probe(th, None);
    to.send(Sent(o.clone())).unwrap();
    while !worker.is_finished() {
        th.safepoint();
        std::thread::yield_now();
    }
    worker.join().unwrap();
    th.safepoint();
    assert_eq!(live(), 1);
    drop(o);
    settle(th);
    assert_eq!(live(), 0);
}

fn retirement_waits_and_is_cancelled(th: &mut Thread) {
    let l = list::new(th, Vec::new()).unwrap();
    let o = probe(th, None);
    o.r().header().unwrap().mark_shared();
    l.get::<list::List>().unwrap().push(th, o).unwrap();
    // Borrowed from the list, then removed from it: alive until the repin, and counting it cancels the retirement.
    let items = l.get::<list::List>().unwrap();
    let word = items.load_word(0);
    drop(items.remove(0));
    assert_eq!(live(), 1);
    // SAFETY: borrowed since the last safepoint.
    let again = unsafe { Ref::from_word(word) }.own();
    settle(th);
    assert_eq!(live(), 1);
    drop(again);
    assert_eq!(live(), 1);
    settle(th);
    assert_eq!(live(), 0);
}

fn producer_and_consumer_reuse_blocks(th: &mut Thread) {
    let before = thread::bytes_in_use();
    let (to, from) = mpsc::sync_channel::<Sent>(100);
    thread::set_multi();
    let consumer = std::thread::spawn(move || {
        let mut th = Thread::start(2 << 20, false);
        while let Ok(o) = th.blocking(|| from.recv()) {
            drop(o.take());
            th.safepoint();
        }
        th.end();
    });
    for _ in 0..100_000 {
        let o = Sent(probe(th, None));
        th.safepoint();
        th.blocking(|| to.send(o)).ok().unwrap();
    }
    drop(to);
    th.blocking(|| consumer.join()).unwrap();
    settle(th);
    assert_eq!(live(), 0);
    assert!(thread::bytes_in_use() - before < 1 << 20);
}

/// Several threads make cycles and collect at the same time: both stops at once, finalising collections of others' objects.
fn collections_of_many_threads(th: &mut Thread) {
    thread::set_multi();
    th.blocking(|| {
        std::thread::scope(|s| {
            for _ in 0..4 {
                s.spawn(|| {
                    let mut th = Thread::start(2 << 20, false);
                    for i in 0..3000 {
                        let a = probe(&mut th, None);
                        next_of(&a).set(a.clone());
                        drop(a);
                        th.safepoint();
                        if i % 100 == 0 {
                            gc::collect(&mut th, 2);
                        }
                        if i % 64 == 0 {
                            th.blocking(std::thread::yield_now);
                        }
                    }
                    th.end();
                });
            }
        })
    });
    gc::collect(th, 2);
    settle(th);
    gc::collect(th, 2);
    settle(th);
    assert_eq!(live(), 0);
}

/// One replaces what stands in a slot, another empties it: once empty it stays so, and every object dies once.
fn who_replaces_fills_no_empty_slot(th: &mut Thread) {
    for _ in 0..200 {
        let first = probe(th, None);
        let o = probe(th, Some(first));
        o.r().header().unwrap().mark_shared();
        let slot = next_of(&o);
        elsewhere(th, |th| {
            let taken = std::thread::scope(|s| {
                let taker = s.spawn(|| {
                    let th = Thread::start(2 << 20, false);
                    let taken = slot.take().is_some();
                    th.end();
                    taken
                });
                let mut refused = 0;
                for _ in 0..50 {
                    match slot.replace(probe(th, None)) {
                        Ok(old) => {
                            assert_eq!(refused, 0);
                            drop(old);
                        }
                        Err(new) => {
                            refused += 1;
                            drop(new);
                        }
                    }
                }
                th.blocking(|| taker.join().unwrap())
            });
            assert!(taken);
        });
        assert!(slot.is_empty());
        let back = slot.replace(probe(th, None)).unwrap_err();
        assert!(slot.fill(back).is_ok());
        assert!(slot.fill(probe(th, None)).is_err());
    }
    settle(th);
    assert_eq!(live(), 0);
}

#[test]
fn scenarios() {
    let mut th = Thread::start(2 << 20, true);
    types::init();
    PROBE.setup::<Probe>(Some(&types::OBJECT), tf::BASE);
    PROBE.finish();
    let th_ref = &mut th;
    private_objects_die_at_once(th_ref);
    a_long_chain_dies_without_stack(th_ref);
    cycles_die_in_a_collection_only(th_ref);
    retirement_waits_and_is_cancelled(th_ref);
    dropped_elsewhere_merged_for_the_detached_owner(th_ref);
    the_owner_serves_its_queue_at_a_safepoint(th_ref);
    producer_and_consumer_reuse_blocks(th_ref);
    collections_of_many_threads(th_ref);
    who_replaces_fills_no_empty_slot(th_ref);
    retirement_waits_and_is_cancelled(th_ref);
    th.end();
}
