//! The native tasks that are not done, of all loops: what `all_tasks()` looks through.
//!
//! A task is entered when it starts and removed when it is done or dies. The table holds weak references, by the address of
//! the task's payload; it is cut into parts, so that loops of several threads seldom meet.

use super::Imported;
use super::future::Fut;
use parking_lot::Mutex;
use typhon_runtime::addresses::Map;
use typhon_runtime::call::{Args, Kind, MethodDef};
use typhon_runtime::types::{self, list};
use typhon_runtime::weak::{self, WeakRef};
use typhon_runtime::{Obj, R, Ref, Thread};

static ALL_TASKS: Imported = Imported::new("asyncio.tasks", "_py_all_tasks");

const PARTS: usize = 32;
type Part = Mutex<Option<Map<Obj>>>;
static TASKS: [Part; PARTS] = [const { Mutex::new(None) }; PARTS];

fn part(key: u64) -> &'static Part {
    &TASKS[(key >> 6) as usize % PARTS]
}

fn key_of(f: &Fut) -> u64 {
    std::ptr::from_ref(f) as u64
}

/// `all_tasks()` knows the task now.
pub(super) fn enter(th: &mut Thread, task: Ref<'_>, f: &Fut) -> R<()> {
    let Some(w) = weak::new(th, &types::WEAKREF, task, None)? else {
        return Ok(());
    };
    let key = key_of(f);
    let old = part(key).lock().get_or_insert_default().insert(key, w);
    f.set_listed(true);
    drop(old);
    Ok(())
}

/// It does not any more.
pub(super) fn leave(f: &Fut) {
    if f.set_listed(false) {
        let key = key_of(f);
        let old = part(key).lock().as_mut().and_then(|m| m.remove(&key));
        drop(old);
    }
}

fn tasks(th: &mut Thread, _a: Args<'_>) -> R {
    let mut found = Vec::new();
    for p in &TASKS {
        let refs: Vec<Obj> = match &*p.lock() {
            Some(m) => m.values().cloned().collect(),
            None => continue,
        };
        found.extend(
            refs.iter()
                .filter_map(|w| weak::upgrade(w.get::<WeakRef>()?)),
        );
    }
    list::new(th, found)
}

fn forget(_th: &mut Thread, a: Args<'_>) -> R {
    if let Some(f) = a.at(0).get::<Fut>() {
        leave(f);
    }
    Ok(Obj::none())
}

fn learn(th: &mut Thread, a: Args<'_>) -> R {
    match a.at(0).get::<Fut>() {
        Some(f) if a.at(0).is_instance(&super::task::TASK) => {
            enter(th, a.at(0), f)?;
            Ok(Obj::bool(true))
        }
        _ => Ok(Obj::bool(false)),
    }
}

/// `all_tasks`, for the sake of those who make it an attribute of a class: a function in Python would be bound there.
fn all_tasks(th: &mut Thread, a: Args<'_>) -> R {
    ALL_TASKS.call(th, &[a.opt(0).unwrap_or(Ref::NONE)])
}

#[rustfmt::skip]
pub(super) static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new("all_tasks", Kind::Sig("loop="), all_tasks, "all_tasks($module, /, loop=None)\n--\n\nThe tasks of the loop (default: the running one) that are not done."),
    MethodDef::new("_native_tasks", Kind::NoArgs, tasks, "The native tasks that are not done, of all loops."),
    MethodDef::new("_enter_native_task", Kind::One, learn, "Enter a native task into their table; whether it is one."),
    MethodDef::new("_forget_native_task", Kind::One, forget, "Take a native task out of their table."),
];
