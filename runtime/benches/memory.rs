//! What the memory system's single operations cost. `cargo bench -p typhon-runtime --bench memory`, then
//! `bench-scripts/criterion_table.py` prints the table.

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use std::sync::mpsc;
use typhon_runtime::call::{self, Args, Kind, MethodDef};
use typhon_runtime::slot::Slot;
use typhon_runtime::types::{self, dict, list, module};
use typhon_runtime::{Obj, R, Ref, Thread, thread};

fn start() -> Thread {
    let th = Thread::start(2 << 20, true);
    types::init();
    th
}

fn empty_list(th: &mut Thread) -> Obj {
    list::new(th, Vec::new()).unwrap()
}

/// An object that another thread made.
fn foreign() -> Obj {
    struct Sent(Obj);
    // SAFETY: a counted reference may move between threads.
    unsafe impl Send for Sent {}
    let made = std::thread::spawn(|| {
        let mut th = Thread::start(2 << 20, false);
        let o = Sent(empty_list(&mut th));
        th.end();
        o
    });
    let Sent(o) = made.join().unwrap();
    o
}

fn counting(c: &mut Criterion) {
    let mut th = start();
    // As in a program with several threads.
    thread::set_multi();
    let own = empty_list(&mut th);
    c.bench_function("count/owned", |b| b.iter(|| drop(black_box(own.clone()))));
    let other = foreign();
    c.bench_function("count/foreign", |b| {
        b.iter(|| drop(black_box(other.clone())))
    });
    let seen = empty_list(&mut th);
    seen.r().header().unwrap().mark_shared();
    c.bench_function("count/own, shared", |b| {
        b.iter(|| drop(black_box(seen.clone())))
    });
    other.r().header().unwrap().mark_shared();
    let slot = Slot::new(other.clone());
    c.bench_function("slot/borrow shared", |b| {
        b.iter(|| drop(black_box(slot.load(&th))))
    });
    let private = Slot::new(own.clone());
    c.bench_function("slot/load private", |b| {
        b.iter(|| drop(black_box(private.load(&th))))
    });
    c.bench_function("slot/borrow shared, one try", |b| {
        b.iter(|| drop(black_box(slot.load_val(&th, || true))))
    });
    c.bench_function("slot/load private, one try", |b| {
        b.iter(|| drop(black_box(private.load_val(&th, || true))))
    });
    c.bench_function("repin/nothing to do", |b| b.iter(|| th.repin()));
    c.bench_function("lock/uncontended", |b| {
        b.iter(|| drop(black_box(own.r().lock())))
    });
    drop((own, other, seen, slot, private));
    th.end();
}

/// As with `-X refcount=atomic`: the switch stays on, so this comes last.
fn atomic_counting(c: &mut Criterion) {
    let mut th = start();
    thread::set_atomic_counts();
    let o = empty_list(&mut th);
    c.bench_function("count/atomic", |b| b.iter(|| drop(black_box(o.clone()))));
    drop(o);
    th.end();
}

fn allocation(c: &mut Criterion) {
    let mut th = start();
    c.bench_function("alloc/list, freed here", |b| {
        b.iter(|| black_box(empty_list(&mut th)))
    });
    struct Sent(Vec<Obj>);
    // SAFETY: as in foreign.
    unsafe impl Send for Sent {}
    thread::set_multi();
    let (to, from) = mpsc::sync_channel::<Sent>(4);
    let consumer = std::thread::spawn(move || {
        let mut th = Thread::start(2 << 20, false);
        while let Ok(s) = th.blocking(|| from.recv()) {
            drop(s.0);
            th.safepoint();
        }
        th.end();
    });
    let mut g = c.benchmark_group("alloc");
    g.throughput(Throughput::Elements(1000));
    g.bench_function("list, freed by another thread", |b| {
        b.iter(|| {
            let batch = (0..1000).map(|_| empty_list(&mut th)).collect();
            th.safepoint();
            th.blocking(|| to.send(Sent(batch))).ok()
        })
    });
    g.finish();
    drop(to);
    th.blocking(|| consumer.join()).unwrap();
    th.end();
}

fn containers(c: &mut Criterion) {
    let mut th = start();
    let table = dict::new(&mut th).unwrap();
    let d = table.get::<dict::Dict>().unwrap();
    let keys: Vec<Ref<'static>> = (0..64)
        .map(|i| types::str::intern_str(&format!("key{i}")))
        .collect();
    for &k in &keys {
        drop(d.insert_str(k, Obj::none()));
    }
    let mut i = 0;
    c.bench_function("dict/get str", |b| {
        b.iter(|| {
            i = (i + 1) & 63;
            black_box(d.get_str(keys[i]))
        })
    });
    c.bench_function("dict/get any key", |b| {
        b.iter(|| {
            i = (i + 1) & 63;
            black_box(d.get(&mut th, keys[i]).unwrap())
        })
    });
    c.bench_function("dict/set str", |b| {
        b.iter(|| {
            i = (i + 1) & 63;
            drop(d.insert_str(keys[i], Ref::small_int(1).own()))
        })
    });
    let mut g = c.benchmark_group("list");
    g.throughput(Throughput::Elements(1000));
    g.bench_function("append", |b| {
        b.iter_batched(
            || (),
            |()| {
                let l = empty_list(&mut th);
                let items = l.get::<list::List>().unwrap();
                for i in 0..1000 {
                    items.push(&mut th, Ref::small_int(i).own()).unwrap();
                }
                l
            },
            BatchSize::SmallInput,
        )
    });
    g.finish();
    // While the thread is attached still.
    drop(table);
    th.end();
}

fn identity(_th: &mut Thread, a: Args<'_>) -> R {
    Ok(a.at(0).own())
}
static DEFS: &[MethodDef] = &[MethodDef::new("identity", Kind::One, identity, "")];

fn calls(c: &mut Criterion) {
    let mut th = start();
    let m = module::new(&mut th, "bench").unwrap();
    module::add_functions(&mut th, m.r(), DEFS).unwrap();
    let f = module::get(m.r(), "identity").unwrap();
    c.bench_function("call/native, one argument", |b| {
        b.iter(|| call::call(&mut th, f.r(), &[Ref::small_int(7)]).unwrap())
    });
    drop((f, m));
    th.end();
}

criterion_group!(
    benches,
    counting,
    allocation,
    containers,
    calls,
    atomic_counting
);
criterion_main!(benches);
