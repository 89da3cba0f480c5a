//! Classes, descriptors and exceptions without the machine: what the object model does when it is called from Rust.

use typhon_runtime::call::{self, Args};
use typhon_runtime::types::dict::{self, Dict};
use typhon_runtime::types::slots::SlotId;
use typhon_runtime::types::{self, slotdefs, str as pystr, tuple};
use typhon_runtime::{Obj, R, Raised, Ref, Thread, error, ops};

/// Runs a test body as the only attached thread, with the builtins initialised.
fn run(f: impl FnOnce(&mut Thread)) {
    static LOCK: std::sync::Mutex<bool> = std::sync::Mutex::new(false);
    let mut ready = LOCK.lock().unwrap_or_else(|e| e.into_inner());
    let mut th = Thread::start(2 << 20, true);
    if !*ready {
        types::init();
        super::init(&mut th).unwrap();
        *ready = true;
    }
    f(&mut th);
    th.end();
}

fn text(th: &mut Thread, r: R) -> String {
    match r {
        Ok(o) => ops::repr_text(th, o.r()).unwrap(),
        Err(Raised) => {
            let e = error::fetch(th);
            error::describe(th, e.r())
        }
    }
}

fn s(t: &str) -> Obj {
    pystr::intern_str(t).own()
}

/// `type(name, bases, ns)`.
fn class(th: &mut Thread, name: &str, bases: &[Ref<'_>], ns: &[(&str, Ref<'_>)]) -> R {
    let d = dict::new(th)?;
    if let Some(x) = d.get::<Dict>() {
        drop(x.insert_str(s("__module__").r(), s("m")));
        for (k, v) in ns {
            drop(x.insert_str(s(k).r(), v.own()));
        }
    }
    let b = tuple::new(th, bases.iter().map(|b| b.own()).collect())?;
    call::call(th, types::TYPE.r(), &[s(name).r(), b.r(), d.r()])
}

fn names(c: &Obj) -> Vec<String> {
    c.r().as_type().unwrap().mro().map(|t| t.name()).collect()
}

#[test]
fn object_has_its_wrappers() {
    run(|th| {
        let own = slotdefs::wrapper::own_wrappers(&types::OBJECT);
        for n in [
            "__repr__",
            "__str__",
            "__hash__",
            "__eq__",
            "__lt__",
            "__getattribute__",
            "__init__",
        ] {
            assert!(own.contains(&n), "{n} missing in {own:?}");
        }
        assert!(!own.contains(&"__add__"));
        let m = super::registry::find("builtins").unwrap()(th).unwrap();
        assert!(types::module::get(m.r(), "object").is_some());
        assert!(types::module::get(m.r(), "ExceptionGroup").is_some());
    });
}

#[test]
fn c3_linearises_and_refuses() {
    run(|th| {
        let o = class(th, "O", &[], &[]).unwrap();
        let a = class(th, "A", &[o.r()], &[]).unwrap();
        let b = class(th, "B", &[o.r()], &[]).unwrap();
        let c = class(th, "C", &[a.r(), b.r()], &[]).unwrap();
        assert_eq!(names(&c), ["C", "A", "B", "O", "object"]);
        let r = class(th, "D", &[o.r(), a.r()], &[]);
        assert_eq!(
            text(th, r),
            "TypeError: Cannot create a consistent method resolution order (MRO) for bases O, A"
        );
        let r = class(th, "D", &[a.r(), a.r()], &[]);
        assert_eq!(text(th, r), "TypeError: duplicate base class A");
        let d = class(th, "D", &[b.r(), a.r()], &[]).unwrap();
        let r = class(th, "E", &[c.r(), d.r()], &[]);
        assert!(text(th, r).starts_with("TypeError: Cannot create a consistent"));
        let r = class(th, "X", &[types::LIST.r(), types::DICT.r()], &[]);
        assert_eq!(
            text(th, r),
            "TypeError: multiple bases have instance lay-out conflict"
        );
        let r = class(th, "X", &[types::NONE_TYPE.r()], &[]);
        assert_eq!(
            text(th, r),
            "TypeError: type 'NoneType' is not an acceptable base type"
        );
    });
}

#[test]
fn slots_are_laid_out_behind_the_base() {
    run(|th| {
        let one = tuple::new(th, vec![s("y"), s("__x")]).unwrap();
        let a = class(th, "A", &[], &[("__slots__", one.r())]).unwrap();
        let t = a.r().as_type().unwrap();
        assert_eq!(t.fixed_slots(), 2);
        let two = tuple::new(th, vec![s("z")]).unwrap();
        let b = class(th, "B", &[a.r()], &[("__slots__", two.r())]).unwrap();
        assert_eq!(b.r().as_type().unwrap().fixed_slots(), 3);
        let o = call::call(th, b.r(), &[]).unwrap();
        let (y, z) = (s("y"), s("z"));
        ops::setattr(th, o.r(), y.r(), Some(Ref::small_int(1))).unwrap();
        ops::setattr(th, o.r(), z.r(), Some(Ref::small_int(2))).unwrap();
        ops::setattr(th, o.r(), s("_A__x").r(), Some(Ref::small_int(3))).unwrap();
        assert_eq!(
            ops::getattr(th, o.r(), y.r()).unwrap().r().as_small(),
            Some(1)
        );
        assert_eq!(
            ops::getattr(th, o.r(), z.r()).unwrap().r().as_small(),
            Some(2)
        );
        let r = ops::setattr(th, o.r(), s("w").r(), Some(Ref::NONE)).map(|()| Obj::none());
        assert_eq!(
            text(th, r),
            "AttributeError: 'B' object has no attribute 'w' and no __dict__ for setting new attributes"
        );
        ops::setattr(th, o.r(), y.r(), None).unwrap();
        let r = ops::getattr(th, o.r(), y.r());
        assert_eq!(
            text(th, r),
            "AttributeError: 'm.B' object has no attribute 'y'"
        );
        let bad = tuple::new(th, vec![Ref::small_int(1).own()]).unwrap();
        let r = class(th, "C", &[], &[("__slots__", bad.r())]);
        assert_eq!(
            text(th, r),
            "TypeError: __slots__ items must be strings, not 'int'"
        );
        let d = class(th, "D", &[a.r()], &[]).unwrap();
        let o = call::call(th, d.r(), &[]).unwrap();
        ops::setattr(th, o.r(), s("w").r(), Some(Ref::small_int(5))).unwrap();
        let v = ops::getattr(th, o.r(), s("__dict__").r()).unwrap();
        assert_eq!(v.get::<Dict>().unwrap().len(), 1);
    });
}

#[test]
fn slots_follow_the_dunders() {
    run(|th| {
        let a = class(th, "A", &[], &[]).unwrap();
        let b = class(th, "B", &[a.r()], &[]).unwrap();
        let (ta, tb) = (a.r().as_type().unwrap(), b.r().as_type().unwrap());
        assert!(tb.slots().same(SlotId::Repr, types::OBJECT.slots()));
        assert!(!tb.slots().has(SlotId::Len));
        let len = s("__len__");
        ops::setattr(th, a.r(), len.r(), Some(types::LIST.r())).unwrap();
        assert!(ta.slots().has(SlotId::Len) && tb.slots().has(SlotId::Len));
        ops::setattr(th, a.r(), len.r(), None).unwrap();
        assert!(!ta.slots().has(SlotId::Len) && !tb.slots().has(SlotId::Len));
        let c = class(th, "C", &[], &[("__eq__", Ref::NONE)]).unwrap();
        let o = call::call(th, c.r(), &[]).unwrap();
        let r = ops::hash(th, o.r()).map(|_| Obj::none());
        assert_eq!(text(th, r), "TypeError: unhashable type: 'C'");
        // The wrapper of object's own slot brings the native function back.
        let own = ops::getattr(th, types::OBJECT.r(), s("__hash__").r()).unwrap();
        ops::setattr(th, c.r(), s("__hash__").r(), Some(own.r())).unwrap();
        assert!(
            c.r()
                .as_type()
                .unwrap()
                .slots()
                .same(SlotId::Hash, types::OBJECT.slots())
        );
        let r =
            ops::setattr(th, types::LIST.r(), s("x").r(), Some(Ref::NONE)).map(|()| Obj::none());
        assert_eq!(
            text(th, r),
            "TypeError: cannot set 'x' attribute of immutable type 'list'"
        );
    });
}

#[test]
fn reprs_and_messages() {
    run(|th| {
        let a = class(th, "A", &[], &[]).unwrap();
        assert_eq!(text(th, Ok(a.clone())), "<class 'm.A'>");
        assert_eq!(text(th, Ok(types::STR.r().own())), "<class 'str'>");
        let o = call::call(th, a.r(), &[]).unwrap();
        assert!(text(th, Ok(o.clone())).starts_with("<m.A object at 0x"));
        let r = call::call(th, a.r(), &[Ref::NONE]);
        assert_eq!(text(th, r), "TypeError: A() takes no arguments");
        let p = call::call(th, types::PROPERTY.r(), &[]).unwrap();
        ops::setattr(th, a.r(), s("p").r(), Some(p.r())).unwrap();
        let r = ops::getattr(th, o.r(), s("p").r());
        assert_eq!(
            text(th, r),
            "AttributeError: property of 'A' object has no getter"
        );
        let b = class(th, "B", &[], &[("p", p.r())]).unwrap();
        let o = call::call(th, b.r(), &[]).unwrap();
        let r = ops::setattr(th, o.r(), s("p").r(), Some(Ref::NONE)).map(|()| Obj::none());
        assert_eq!(
            text(th, r),
            "AttributeError: property 'p' of 'B' object has no setter"
        );
        let r = ops::getattr(th, types::OBJECT.r(), s("__repr__").r());
        assert_eq!(text(th, r), "<slot wrapper '__repr__' of 'object' objects>");
        let r = call::call_method(th, o.r(), s("__eq__").r(), &[]);
        assert_eq!(text(th, r), "TypeError: expected 1 argument, got 0");
        let r = ops::getattr(th, types::OBJECT.r(), s("nope").r());
        assert_eq!(
            text(th, r),
            "AttributeError: type object 'object' has no attribute 'nope'"
        );
        let u = ops::binary(th, ops::BinOp::Or, types::STR.r(), Ref::NONE);
        assert_eq!(text(th, u), "str | None");
        let l = types::descr::new_alias(th, types::LIST.r(), types::STR.r());
        assert_eq!(text(th, l), "list[str]");
    });
}

#[test]
fn exceptions_show_what_cpython_shows() {
    run(|th| {
        let e = call::call(th, error::KEY_ERROR.r(), &[s("a").r()]).unwrap();
        assert_eq!(ops::str_text(th, e.r()).unwrap(), "'a'");
        assert_eq!(text(th, Ok(e)), "KeyError('a')");
        let args = [
            Ref::small_int(2),
            s("gone").r().own().r(),
            s("f").r().own().r(),
        ]
        .map(|r| r.own());
        let refs: Vec<Ref<'_>> = args.iter().map(Obj::r).collect();
        let e = call::call(th, error::OS_ERROR.r(), &refs[..2]).unwrap();
        assert_eq!(text(th, Ok(e)), "FileNotFoundError(2, 'gone')");
        let v = call::call(th, error::VALUE_ERROR.r(), &[]).unwrap();
        let k = call::call(th, error::KEY_ERROR.r(), &[]).unwrap();
        let l = types::list::new(th, vec![v, k]).unwrap();
        let g = call::call(th, error::BASE_EXCEPTION_GROUP.r(), &[s("m").r(), l.r()]).unwrap();
        assert_eq!(
            text(th, Ok(g.clone())),
            "ExceptionGroup('m', [ValueError(), KeyError()])"
        );
        let parts = call::call_method(th, g.r(), s("split").r(), &[error::KEY_ERROR.r()]);
        assert_eq!(
            text(th, parts),
            "(ExceptionGroup('m', [KeyError()]), ExceptionGroup('m', [ValueError()]))"
        );
        let r = call::call_kw(th, error::VALUE_ERROR.r(), &[], &[("x", Ref::NONE)]);
        assert_eq!(
            text(th, r),
            "TypeError: ValueError() takes no keyword arguments"
        );
        let e = call::call_kw(th, error::NAME_ERROR.r(), &[], &[("name", s("q").r())]).unwrap();
        let n = ops::getattr(th, e.r(), s("name").r());
        assert_eq!(text(th, n), "'q'");
    });
}

#[test]
fn instances_give_back_their_memory() {
    run(|th| {
        let a = class(th, "A", &[], &[]).unwrap();
        let value = types::list::new(th, Vec::new()).unwrap();
        let header = value.r().header().unwrap();
        let before = header.approximate_count(typhon_runtime::thread::me());
        for _ in 0..100 {
            let o = call::call_args(th, a.r(), Args::NONE).unwrap();
            ops::setattr(th, o.r(), s("x").r(), Some(value.r())).unwrap();
        }
        assert_eq!(
            header.approximate_count(typhon_runtime::thread::me()),
            before
        );
    });
}

#[test]
fn threads_change_one_class() {
    run(|th| {
        typhon_runtime::thread::set_multi();
        let a = class(th, "A", &[], &[]).unwrap();
        let b = class(th, "B", &[a.r()], &[]).unwrap();
        let (ta, tb) = (a.r().as_type().unwrap(), b.r().as_type().unwrap());
        let len = s("__len__");
        th.blocking(|| {
            std::thread::scope(|scope| {
                for _ in 0..4 {
                    scope.spawn(|| {
                        let mut th = Thread::start(2 << 20, false);
                        for i in 0..2000 {
                            let v = if i % 2 == 0 {
                                Some(types::LIST.r())
                            } else {
                                None
                            };
                            if ops::setattr(&mut th, ta.r(), len.r(), v).is_err() {
                                error::suppress(&mut th, &error::ATTRIBUTE_ERROR).unwrap();
                            }
                            drop(call::call(&mut th, tb.r(), &[]).unwrap());
                            th.repin();
                        }
                        th.end();
                    });
                }
            });
        });
        let there = ta.dict().get::<Dict>().unwrap().get_str(len.r()).is_some();
        assert_eq!(ta.slots().has(SlotId::Len), there);
        assert_eq!(tb.slots().has(SlotId::Len), there);
    });
}
