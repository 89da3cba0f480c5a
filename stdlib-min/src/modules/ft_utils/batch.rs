//! `BatchExecutor`: results of a callable that one thread at a time makes in batches and all threads take.

use crate::modules::common::{TypeSpec, of};
use parking_lot::Mutex;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use typhon_runtime::call::{self, Args, Kind, MethodDef};
use typhon_runtime::error::{self, runtime_error, type_error, value_error};
use typhon_runtime::pylock::{Kind as LockKind, Of, PyLock};
use typhon_runtime::slot::Slot;
use typhon_runtime::types::typeobj::{TypeObj, flags as tf};
use typhon_runtime::types::{self, int, module};
use typhon_runtime::{Obj, R, Raised, Ref, Thread, payload, thread};

static BATCH_EXECUTOR: TypeObj = TypeObj::declare("ft_utils.local.BatchExecutor");

/// Payload. `source` is empty once it has raised: the executor is shut down.
struct BatchExecutor {
    source: Slot,
    size: usize,
    ready: Mutex<VecDeque<Obj>>,
    /// Held while the source is called: other threads wait for the batch.
    filling: PyLock,
    /// Owner number of the thread that fills, to tell a source that loads from its own executor; 0: none.
    filler: AtomicU64,
}
payload!(
    BatchExecutor,
    traverse | s,
    v | {
        s.source.visit(v);
        for o in s.ready.lock().iter() {
            v(o.r());
        }
    },
    clear | s | {
        drop(s.source.take());
        let old = std::mem::take(&mut *s.ready.lock());
        drop(old);
    }
);

impl BatchExecutor {
    fn take(&self) -> Option<Obj> {
        let x = self.ready.lock().pop_front();
        x.map(Obj::adopt)
    }
    /// Calls the source for one batch. An exception shuts the executor down.
    fn fill(&self, th: &mut Thread) -> R<()> {
        let Some(source) = self.source.get() else {
            let m = "BatchExecutor is shut down: an earlier call of its source raised an exception";
            return Err(runtime_error(th, m));
        };
        let mut made = VecDeque::new();
        if made.try_reserve(self.size).is_err() {
            return Err(error::no_memory(th));
        }
        for _ in 0..self.size {
            match call::call(th, source.r(), &[]) {
                Ok(x) => made.push_back(x),
                Err(Raised) => {
                    let e = error::fetch(th);
                    drop(self.source.take());
                    return Err(error::restore(th, e));
                }
            }
        }
        let old = std::mem::replace(&mut *self.ready.lock(), made);
        drop(old);
        Ok(())
    }
    fn load(&self, th: &mut Thread) -> R {
        loop {
            if let Some(x) = self.take() {
                return Ok(x);
            }
            let me = u64::from(thread::me().tid());
            // Relaxed: only this thread writes its own number.
            if self.filler.load(Relaxed) == me {
                let m = "the source of a BatchExecutor cannot load from it";
                return Err(runtime_error(th, m));
            }
            self.filling
                .acquire(th, None, LockKind::Native, Of::Native("BatchExecutor"))?;
            self.filler.store(me, Relaxed);
            let mut filled = Ok(());
            let x = self.take();
            if x.is_none() {
                filled = self.fill(th);
            }
            self.filler.store(0, Relaxed);
            self.filling.release();
            filled?;
            if let Some(x) = x {
                return Ok(x);
            }
        }
    }
}

fn batch_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    a.no_kw(th, "BatchExecutor")?;
    a.check(th, "BatchExecutor", 2, 2)?;
    if a.at(0).class().slots().call().is_none() {
        return Err(type_error(th, "source must be callable"));
    }
    if !int::is_int(a.at(1)) {
        return Err(type_error(th, "size must be an integer"));
    }
    let size = match usize::try_from(int::ssize(th, a.at(1))?) {
        Ok(n) if n > 0 => n,
        _ => return Err(value_error(th, "size must be positive")),
    };
    let b = BatchExecutor {
        source: Slot::new(a.at(0).own()),
        size,
        ready: Mutex::new(VecDeque::new()),
        filling: PyLock::new(),
        filler: AtomicU64::new(0),
    };
    Obj::new(th, class, b)
}

fn batch_load(th: &mut Thread, a: Args<'_>) -> R {
    of::<BatchExecutor>(th, a.at(0))?.load(th)
}

fn batch_as_local(th: &mut Thread, a: Args<'_>) -> R {
    super::wrapper::wrap(th, a.at(0))
}

#[rustfmt::skip]
static METHODS: &[MethodDef] = &[
    MethodDef::new("load", Kind::NoArgs, batch_load, "load($self, /)\n--\n\nThe next result of the source."),
    MethodDef::new("as_local", Kind::NoArgs, batch_as_local, "as_local($self, /)\n--\n\nA LocalWrapper of the executor."),
];

static SPEC: TypeSpec = TypeSpec::new(
    &BATCH_EXECUTOR,
    batch_new,
    "BatchExecutor(source, size, /)\n--\n\nResults of a callable, made in batches by one thread at a time.",
)
.flags(tf::WEAKREFS)
.methods(METHODS);

/// Adds the type to the module.
pub fn add_to(th: &mut Thread, m: Ref<'_>) -> R<()> {
    SPEC.begin::<BatchExecutor>(&types::OBJECT);
    SPEC.end(th)?;
    module::add(th, m, "BatchExecutor", BATCH_EXECUTOR.r().own())
}
