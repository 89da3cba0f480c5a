//! Well-known interned strings: `names::__init__()` is the str `"__init__"`.

use crate::obj::Ref;
use crate::sync::{AtomicU64, Ordering::*};

macro_rules! names {
    ($($id:ident)*) => {
        #[expect(non_camel_case_types, reason = "the variants are the names themselves")]
        enum Index { $($id,)* }
        static TEXT: &[&str] = &[$(stringify!($id),)*];
        static WORDS: [AtomicU64; TEXT.len()] = [const { AtomicU64::new(0) }; TEXT.len()];
        $(
            #[doc = concat!("The interned name `", stringify!($id), "`.")]
            #[inline(always)]
            pub fn $id() -> Ref<'static> { at(Index::$id as usize) }
        )*
    };
}

#[inline(always)]
fn at(i: usize) -> Ref<'static> {
    // Acquire: pairs with `init`.
    let w = WORDS[i].load(Acquire);
    if w == 0 {
        return init(i);
    }
    // SAFETY: interned strings are immortal.
    unsafe { Ref::from_word(w) }
}

#[cold]
fn init(i: usize) -> Ref<'static> {
    let r = crate::types::str::intern_str(TEXT[i]);
    // Release: see at.
    WORDS[i].store(r.word(), Release);
    r
}

/// The empty string.
pub fn empty() -> Ref<'static> {
    static WORD: AtomicU64 = AtomicU64::new(0);
    let w = WORD.load(Acquire);
    if w != 0 {
        // SAFETY: interned, immortal.
        return unsafe { Ref::from_word(w) };
    }
    let r = crate::types::str::intern_bytes(b"");
    WORD.store(r.word(), Release);
    r
}

names! {
    __abs__ __add__ __aenter__ __aexit__ __aiter__ __all__ __and__ __anext__ __annotate__ __annotate_func__ __annotations__ __annotations_cache__
    __await__ __bases__ __bool__ __buffer__ __builtins__ __bytes__ __cached__ __call__ __cause__ __ceil__ __class__ __class_getitem__ __abc_tpflags__ __classcell__ __classdict__ __classdictcell__
    __closure__ __code__ __complex__ __contains__ __context__ __copy__ __debug__ __deepcopy__ __defaults__ __del__ __delattr__ __delete__ __delitem__ __dict__
    __dir__ __divmod__ __doc__ __enter__ __eq__ __exit__ __file__ __firstlineno__ __float__ __floor__ __floordiv__ __format__ __ge__ __get__ __getattr__
    __getattribute__ __getitem__ __getnewargs__ __getstate__ __globals__ __gt__ __hash__ __iadd__ __iand__ __ifloordiv__ __ilshift__ __imatmul__ __imod__
    __import__ __imul__ __index__ __init__ __init_subclass__ __instancecheck__ __int__ __invert__ __ior__ __ipow__ __irshift__ __isub__ __iter__ __itruediv__
    __ixor__ __kwdefaults__ __le__ __len__ __length_hint__ __loader__ __lshift__ __lt__ __main__ __match_args__ __matmul__ __missing__ __mod__ __module__ __mro__
    __mro_entries__ __mul__ __name__ __ne__ __neg__ __new__ __next__ __notes__ __objclass__ __or__ __orig_bases__ __orig_class__ __package__ __path__ __pos__ __pow__ __prepare__
    __qualname__ __radd__ __rand__ __rdivmod__ __reduce__ __reduce_ex__ __repr__ __reversed__ __rfloordiv__ __rlshift__ __rmatmul__ __rmod__ __rmul__ __ror__
    __round__ __rpow__ __rrshift__ __rshift__ __rsub__ __rtruediv__ __rxor__ __self__ __set__ __set_name__ __setattr__ __setitem__ __sizeof__ __slots__ __spec__
    __static_attributes__ __str__ __sub__ __subclasscheck__ __subclasshook__ __suppress_context__ __text_signature__ __traceback__ __truediv__ __trunc__
    __type_params__ __weakref__ __wrapped__ __xor__ __build_class__ __conditional_annotations__ __abstractmethods__ __isabstractmethod__ __dictoffset__ __func__ __value__
    _fields _is_protocol args builtins close code copy encoding end errno exc fget filename flush fdel file fset get getvalue items join key keys locals mro msg name obj offset path
    print_file_and_line readline replace reverse send sep start stop step stdin stdout stderr strerror sys text throw value values winerror write update
    big little byteorder signed default metaclass builtins_module excepthook displayhook unraisablehook modules meta_path path_hooks argv lineno end_lineno end_offset object reason
    strict base initial total maxsplit keepends
    append call_soon _run _cancelled
}
