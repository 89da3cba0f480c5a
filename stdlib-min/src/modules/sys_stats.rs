//! `sys._stats()`: the contention profile as values (docs/profiling.md).

use typhon_runtime::call::Args;
use typhon_runtime::profile::report::{self, Value};
use typhon_runtime::types::dict::{self, Dict};
use typhon_runtime::types::{float, int, list, str as pystr};
use typhon_runtime::{Obj, R, Thread};

fn to_python(th: &mut Thread, v: Value) -> R {
    match v {
        Value::Bool(b) => Ok(Obj::bool(b)),
        Value::Int(n) => int::from_u64(th, n),
        Value::Float(x) => float::new(th, x),
        Value::Text(t) => pystr::new(th, &t),
        Value::List(l) => {
            let items: Vec<Obj> = l
                .into_iter()
                .map(|v| to_python(th, v))
                .collect::<Result<_, _>>()?;
            list::new(th, items)
        }
        Value::Map(m) => {
            let o = dict::new(th)?;
            for (k, v) in m {
                let v = to_python(th, v)?;
                if let Some(d) = o.get::<Dict>() {
                    drop(d.insert_str(pystr::intern_str(k), v));
                }
            }
            Ok(o)
        }
    }
}

/// `sys._stats()`.
pub fn stats(th: &mut Thread, _a: Args<'_>) -> R {
    to_python(th, report::value())
}
