"""Classes made from annotated fields.

How it works: the annotations of the class become Field objects (`__dataclass_fields__`, base
classes first); the methods asked for are written as one piece of source text (`_Methods`), which
is compiled once. Invariants: a method that the class defines itself is never replaced; `inspect`,
`annotationlib` and `typing` are looked at only when they are loaded already or cannot be avoided.
"""

import sys
from keyword import iskeyword as _iskeyword
from reprlib import recursive_repr as _recursive_repr

__all__ = [
    "dataclass", "field", "Field", "FrozenInstanceError", "InitVar", "KW_ONLY", "MISSING",
    "fields", "asdict", "astuple", "make_dataclass", "replace", "is_dataclass",
]

GenericAlias = type(list[int])
_FunctionType = type(lambda: None)
_MappingProxy = type(type.__dict__)
_NO_METADATA = _MappingProxy({})

_FIELDS = "__dataclass_fields__"
_PARAMS = "__dataclass_params__"
_POST_INIT_NAME = "__post_init__"


class FrozenInstanceError(AttributeError):
    """An attribute of a frozen instance was assigned or deleted."""


class _HAS_DEFAULT_FACTORY_CLASS:
    def __repr__(self):
        return "<factory>"


_HAS_DEFAULT_FACTORY = _HAS_DEFAULT_FACTORY_CLASS()


class _MISSING_TYPE:
    pass


MISSING = _MISSING_TYPE()


class _KW_ONLY_TYPE:
    pass


KW_ONLY = _KW_ONLY_TYPE()


class _FIELD_BASE:
    """What a field is: an attribute, a class variable or a parameter of the constructor only."""

    __slots__ = ("name",)

    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return self.name


_FIELD = _FIELD_BASE("_FIELD")
_FIELD_CLASSVAR = _FIELD_BASE("_FIELD_CLASSVAR")
_FIELD_INITVAR = _FIELD_BASE("_FIELD_INITVAR")


class InitVar:
    """Annotation of a field that is only passed to `__init__` and on to `__post_init__`."""

    __slots__ = ("type",)

    def __init__(self, type):
        self.type = type

    def __repr__(self):
        if isinstance(self.type, type) and not isinstance(self.type, GenericAlias):
            name = self.type.__name__
        else:
            name = repr(self.type)
        return f"dataclasses.InitVar[{name}]"

    def __class_getitem__(cls, type):
        return InitVar(type)


_SHOWN_OF_FIELD = (
    "name", "type", "default", "default_factory", "init", "repr", "hash", "compare", "metadata",
    "kw_only", "doc",
)


class Field:
    """What is known about one field; made by field() and completed by the decorator."""

    __slots__ = (
        "name", "type", "default", "default_factory", "repr", "hash", "init", "compare",
        "metadata", "kw_only", "doc", "_field_type",
    )

    def __init__(self, default, default_factory, init, repr, hash, compare, metadata, kw_only,
                 doc):
        self.name = None
        self.type = None
        self.default = default
        self.default_factory = default_factory
        self.init = init
        self.repr = repr
        self.hash = hash
        self.compare = compare
        self.metadata = _NO_METADATA if metadata is None else _MappingProxy(metadata)
        self.kw_only = kw_only
        self.doc = doc
        self._field_type = None

    @_recursive_repr()
    def __repr__(self):
        parts = ",".join(f"{each}={getattr(self, each)!r}" for each in _SHOWN_OF_FIELD)
        return f"Field({parts},_field_type={self._field_type})"

    def __set_name__(self, owner, name):
        # The default may be a descriptor that wants to know its name.
        tell = getattr(type(self.default), "__set_name__", None)
        if tell is not None:
            tell(self.default, owner, name)

    __class_getitem__ = classmethod(GenericAlias)


class _DataclassParams:
    """The arguments with which the decorator was called."""

    __slots__ = (
        "init", "repr", "eq", "order", "unsafe_hash", "frozen", "match_args", "kw_only", "slots",
        "weakref_slot",
    )

    def __init__(self, *values):
        for name, value in zip(self.__slots__, values):
            setattr(self, name, value)

    def __repr__(self):
        parts = ",".join(f"{name}={getattr(self, name)!r}" for name in self.__slots__)
        return f"_DataclassParams({parts})"


def field(*, default=MISSING, default_factory=MISSING, init=True, repr=True, hash=None,
          compare=True, metadata=None, kw_only=MISSING, doc=None):
    """Describe a field: its default or the function that makes it, and where it takes part.

    `hash` None means: as `compare` says. `metadata` is a mapping for other tools.
    """
    if default is not MISSING and default_factory is not MISSING:
        raise ValueError("cannot specify both default and default_factory")
    return Field(default, default_factory, init, repr, hash, compare, metadata, kw_only, doc)


# ---- reading the annotations ----

def _own_annotations(cls):
    """The annotations of the class itself; names that do not exist (yet) as forward references."""
    try:
        return cls.__annotations__
    except (NameError, AttributeError):
        from annotationlib import Format, get_annotations
        return get_annotations(cls, format=Format.FORWARDREF)


def _is_classvar(annotation, typing):
    return annotation is typing.ClassVar or (
        getattr(annotation, "__origin__", None) is typing.ClassVar
        and type(annotation) is typing._GenericAlias)


def _is_initvar(annotation, dataclasses):
    return annotation is dataclasses.InitVar or type(annotation) is dataclasses.InitVar


def _is_kw_only(annotation, dataclasses):
    return annotation is dataclasses.KW_ONLY


def _identifier_end(text, start):
    end = start
    while end < len(text) and (text[end].isalnum() or text[end] == "_"):
        end += 1
    return end


def _leading_name(text):
    """Split `module.Name[…]` at the front of a string: (module or None, name); None if no name."""
    text = text.lstrip()
    end = _identifier_end(text, 0)
    if end == 0:
        return None
    first, rest = text[:end], text[end:].lstrip()
    if rest.startswith("."):
        rest = rest[1:].lstrip()
        end = _identifier_end(rest, 0)
        if end:
            return first, rest[:end]
    return None, first


def _means(annotation, cls, module, predicate):
    """Whether an annotation, possibly a string, is the special form that `predicate` knows.

    A string is not evaluated: only its leading name is looked up, where the class was defined.
    """
    if predicate(annotation, module):
        return True
    if not isinstance(annotation, str):
        return False
    found = _leading_name(annotation)
    if found is None:
        return False
    prefix, name = found
    home = sys.modules.get(cls.__module__)
    if prefix is None:
        namespace = home
    elif home is not None and home.__dict__.get(prefix) is module:
        namespace = module
    else:
        return False
    return namespace is not None and predicate(namespace.__dict__.get(name), module)


def _get_field(cls, name, annotation, default_kw_only):
    """Make the Field for one annotation of the class."""
    default = getattr(cls, name, MISSING)
    if isinstance(default, Field):
        f = default
    else:
        if isinstance(default, _SLOT_TYPES):
            default = MISSING           # the class has __slots__: this is no default
        f = field(default=default)
    f.name = name
    f.type = annotation
    f._field_type = _FIELD
    typing = sys.modules.get("typing")  # not loaded: then nothing can be a ClassVar
    if typing is not None and _means(annotation, cls, typing, _is_classvar):
        f._field_type = _FIELD_CLASSVAR
    elif _means(annotation, cls, sys.modules[__name__], _is_initvar):
        f._field_type = _FIELD_INITVAR
    if f._field_type is not _FIELD and f.default_factory is not MISSING:
        raise TypeError(f"field {f.name} cannot have a default factory")
    if f._field_type is not _FIELD_CLASSVAR:
        if f.kw_only is MISSING:
            f.kw_only = default_kw_only
    elif f.kw_only is not MISSING:
        raise TypeError(f"field {f.name} is a ClassVar but specifies kw_only")
    if f._field_type is _FIELD and f.default.__class__.__hash__ is None:
        raise ValueError(
            f"mutable default {type(f.default)} for field {f.name} is not allowed: use "
            "default_factory")
    return f


def _own_fields(cls, kw_only):
    """The fields that the class itself adds; Field objects in the class give way to defaults."""
    this_module = sys.modules[__name__]
    annotations = _own_annotations(cls)
    result = []
    seen_marker = False
    for name, annotation in annotations.items():
        if _means(annotation, cls, this_module, _is_kw_only):
            if seen_marker:
                raise TypeError(
                    f"{name!r} is KW_ONLY, but KW_ONLY has already been specified")
            seen_marker = kw_only = True
        else:
            result.append(_get_field(cls, name, annotation, kw_only))
    for f in result:
        if isinstance(getattr(cls, f.name, None), Field):
            if f.default is MISSING:
                delattr(cls, f.name)
            else:
                setattr(cls, f.name, f.default)
    for name, value in cls.__dict__.items():
        if isinstance(value, Field) and name not in annotations:
            raise TypeError(f"{name!r} is a field but has no type annotation")
    return result


def _inherited_fields(cls, frozen):
    """The fields of all dataclasses among the bases; checks that frozen and not do not mix."""
    result = {}
    frozen_bases = []
    for base in cls.__mro__[-1:0:-1]:
        base_fields = getattr(base, _FIELDS, None)
        if base_fields is not None:
            result.update(base_fields)
            frozen_bases.append(getattr(base, _PARAMS).frozen)
    if any(frozen_bases) and not frozen:
        raise TypeError("cannot inherit non-frozen dataclass from a frozen one")
    if frozen and not all(frozen_bases):
        raise TypeError("cannot inherit frozen dataclass from a non-frozen one")
    return result


# ---- writing the methods ----

class _Methods:
    """Source text of the methods of one class, and the objects that it refers to by name."""

    def __init__(self, cls):
        self.cls = cls
        module = sys.modules.get(cls.__module__)
        self.globals = {} if module is None else module.__dict__
        self.names = {}                 # name in the source -> object, beside the module's globals
        self.lines = []
        self.added = []                 # (method name, always set?, complaint if not settable)

    def add(self, name, params, body, always=False, complaint=None):
        """Write `def name(params): body`, unless the class has such a method and keeps it."""
        if name in self.cls.__dict__ and not always:
            if complaint is not None:
                raise TypeError(complaint)
            return False
        self.lines.append(f" def {name}({', '.join(params)}):")
        self.lines.extend(f"  {line}" for line in body)
        self.added.append(name)
        return True

    def install(self):
        """Compile everything at once and put the functions on the class."""
        if not self.added:
            return
        source = "\n".join((
            f"def __create_fn__({', '.join(self.names)}):", *self.lines,
            f" return ({', '.join(self.added)},)",
        ))
        namespace = {}
        exec(source, self.globals, namespace)
        functions = namespace["__create_fn__"](**self.names)
        for name, function in zip(self.added, functions):
            if name == "__repr__":
                # Pretty-printers know a generated repr by what is wrapped here.
                function = _recursive_repr()(function)
            function.__qualname__ = f"{self.cls.__qualname__}.{name}"
            setattr(self.cls, name, function)


def _init_order(init_fields):
    """The parameters of `__init__`: positional ones, then those by keyword only."""
    return (
        [f for f in init_fields if f.init and not f.kw_only],
        [f for f in init_fields if f.init and f.kw_only],
    )


def _has_default(f):
    return f.default is not MISSING or f.default_factory is not MISSING


def _init_param(f, names):
    """One parameter of `__init__`; its default goes into `names`."""
    if f.default is not MISSING:
        names[f"__dataclass_dflt_{f.name}__"] = f.default
        return f"{f.name}=__dataclass_dflt_{f.name}__"
    if f.default_factory is not MISSING:
        return f"{f.name}=__dataclass_HAS_DEFAULT_FACTORY__"
    return f.name


def _init_value(f, names, slots):
    """The expression that a field is set to; None if it is not set at all."""
    default = f"__dataclass_dflt_{f.name}__"
    if f.default_factory is not MISSING:
        names[default] = f.default_factory
        if not f.init:
            return f"{default}()"
        return f"{default}() if {f.name} is __dataclass_HAS_DEFAULT_FACTORY__ else {f.name}"
    if f.init:
        return f.name
    if slots and f.default is not MISSING:
        names[default] = f.default      # no class attribute can stand in for it
        return default
    return None


def _add_init(methods, init_fields, frozen, slots, self_name):
    """Write `__init__`; returns its parameters' fields, None if the class has its own."""
    positional, keyword = _init_order(init_fields)
    before = None
    for f in positional:
        if _has_default(f):
            before = f
        elif before is not None:
            raise TypeError(
                f"non-default argument {f.name!r} follows default argument {before.name!r}")
    names = methods.names
    names["__dataclass_HAS_DEFAULT_FACTORY__"] = _HAS_DEFAULT_FACTORY
    body = []
    for f in init_fields:
        value = _init_value(f, names, slots)
        if value is None or f._field_type is _FIELD_INITVAR:
            continue
        if frozen:
            names["__dataclass_setattr__"] = object.__setattr__
            body.append(f"__dataclass_setattr__({self_name}, {f.name!r}, {value})")
        else:
            body.append(f"{self_name}.{f.name} = {value}")
    if hasattr(methods.cls, _POST_INIT_NAME):
        given = ", ".join(f.name for f in init_fields if f._field_type is _FIELD_INITVAR)
        body.append(f"{self_name}.{_POST_INIT_NAME}({given})")
    params = [self_name, *(_init_param(f, names) for f in positional)]
    if keyword:
        params += ["*", *(_init_param(f, names) for f in keyword)]
    if methods.add("__init__", params, body or ["pass"]):
        return positional, keyword
    return None


def _add_repr(methods, shown):
    parts = ", ".join(f"{f.name}={{self.{f.name}!r}}" for f in shown)
    methods.add("__repr__", ["self"], [
        f"return f\"{{self.__class__.__qualname__}}({parts})\"",
    ])


def _add_eq(methods, compared):
    terms = " and ".join(f"self.{f.name} == other.{f.name}" for f in compared) or "True"
    methods.add("__eq__", ["self", "other"], [
        "if self is other:",
        " return True",
        "if other.__class__ is self.__class__:",
        f" return {terms}",
        "return NotImplemented",
    ])


def _tuple_of(obj, listed):
    return "(" + "".join(f"{obj}.{f.name}, " for f in listed) + ")"


def _add_order(methods, compared):
    cls = methods.cls
    mine, theirs = _tuple_of("self", compared), _tuple_of("other", compared)
    for name, operator in ("__lt__", "<"), ("__le__", "<="), ("__gt__", ">"), ("__ge__", ">="):
        methods.add(name, ["self", "other"], [
            "if other.__class__ is self.__class__:",
            f" return {mine} {operator} {theirs}",
            "return NotImplemented",
        ], complaint=f"Cannot overwrite attribute {name} in class {cls.__name__}. "
                     "Consider using functools.total_ordering")


def _frozen_methods(cls, __class__, names):
    """`__setattr__` and `__delattr__` that protect the fields.

    The cell must have the name `__class__`: a class that is made again for its slots is then put
    there like in every other method.
    """
    def __setattr__(self, name, value):
        if type(self) is __class__ or name in names:
            raise FrozenInstanceError(f"cannot assign to field {name!r}")
        super(__class__, self).__setattr__(name, value)

    def __delattr__(self, name):
        if type(self) is __class__ or name in names:
            raise FrozenInstanceError(f"cannot delete field {name!r}")
        super(__class__, self).__delattr__(name)

    for function in __setattr__, __delattr__:
        name = function.__name__
        if name in cls.__dict__:
            raise TypeError(f"Cannot overwrite attribute {name} in class {cls.__name__}")
        function.__qualname__ = f"{cls.__qualname__}.{name}"
        function.__module__ = cls.__module__
        setattr(cls, name, function)


def _settle_hash(methods, cls, params, own_hash, field_list):
    """Make instances hashable, or not, as the combination of the parameters demands.

    `__hash__` None that Python itself put there because of `__eq__` is not the class's own.
    """
    if params.unsafe_hash:
        if own_hash:
            raise TypeError(f"Cannot overwrite attribute __hash__ in class {cls.__name__}")
    elif own_hash or not params.eq:
        return
    elif not params.frozen:
        cls.__hash__ = None
        return
    hashed = [f for f in field_list if (f.compare if f.hash is None else f.hash)]
    methods.add("__hash__", ["self"], [f"return hash({_tuple_of('self', hashed)})"], always=True)


def _init_annotate(__class__, names):
    """The `__annotate__` of `__init__`: asks the classes, whose annotations may not exist yet.

    For the name of the first parameter see _frozen_methods().
    """
    def __annotate__(format, /):
        if format == 1:                 # annotationlib.Format.VALUE
            def read(cls):
                return getattr(cls, "__annotations__", {})
            nothing = None
        elif format in (3, 4):          # FORWARDREF, STRING
            from annotationlib import get_annotations

            def read(cls):
                return get_annotations(cls, format=format)
            nothing = "None" if format == 4 else None
        else:
            raise NotImplementedError(format)
        found = {}
        for base in __class__.__mro__[-2::-1]:
            found.update(read(base))
        return {**{name: found[name] for name in names if name in found}, "return": nothing}

    __annotate__.__generated_by_dataclasses__ = True
    return __annotate__


# ---- the text that becomes the docstring of a class without one ----

def _strip_typing(text):
    """Drop `typing.` where it begins a dotted name."""
    parts = text.split("typing.")
    result = parts[0]
    for part in parts[1:]:
        inside_name = result and (result[-1].isalnum() or result[-1] in "_.")
        result += ("typing." if inside_name else "") + part
    return result


def _annotation_text(annotation):
    if getattr(annotation, "__module__", None) == "typing":
        return _strip_typing(repr(annotation))
    if isinstance(annotation, GenericAlias):
        return str(annotation)
    if isinstance(annotation, type):
        if annotation.__module__ == "builtins":
            return annotation.__qualname__
        return f"{annotation.__module__}.{annotation.__qualname__}"
    if type(annotation).__name__ == "ForwardRef":
        return annotation.__forward_arg__
    return repr(annotation)


def _signature_text(positional, keyword):
    def shown(f):
        text = f"{f.name}: {_annotation_text(f.type)}"
        if f.default is not MISSING:
            return f"{text} = {f.default!r}"
        if f.default_factory is not MISSING:
            return f"{text} = {_HAS_DEFAULT_FACTORY!r}"
        return text
    parts = [shown(f) for f in positional]
    if keyword:
        parts += ["*", *(shown(f) for f in keyword)]
    return f"({', '.join(parts)})"


def _foreign_signature_text(cls):
    """For a class with an `__init__` of its own or a metaclass that creates differently."""
    if cls.__init__ is object.__init__ and type(cls).__call__ is type.__call__:
        return "()"
    try:
        from annotationlib import Format
        from inspect import signature
        text = str(signature(cls, annotation_format=Format.FORWARDREF))
        return text.replace(" -> None", "")
    except (ImportError, TypeError, ValueError):
        return ""


# ---- the decorator ----

def _process_class(cls, params):
    methods = _Methods(cls)
    fields = _inherited_fields(cls, params.frozen)
    setattr(cls, _PARAMS, params)
    for f in _own_fields(cls, params.kw_only):
        fields[f.name] = f
    setattr(cls, _FIELDS, fields)

    own_hash = cls.__dict__.get("__hash__", MISSING)
    own_hash = not (own_hash is MISSING or own_hash is None and "__eq__" in cls.__dict__)
    if params.order and not params.eq:
        raise ValueError("eq must be true if order is true")

    field_list = [f for f in fields.values() if f._field_type is _FIELD]
    compared = [f for f in field_list if f.compare]
    init_fields = [f for f in fields.values() if f._field_type is not _FIELD_CLASSVAR]
    init_params = None
    if params.init:
        self_name = "__dataclass_self__" if "self" in fields else "self"
        init_params = _add_init(methods, init_fields, params.frozen, params.slots, self_name)
    if "__replace__" not in cls.__dict__:
        cls.__replace__ = _replace
    if params.repr:
        _add_repr(methods, [f for f in field_list if f.repr])
    if params.eq:
        _add_eq(methods, compared)
    if params.order:
        _add_order(methods, compared)
    if params.frozen:
        _frozen_methods(cls, cls, frozenset(f.name for f in field_list))
    _settle_hash(methods, cls, params, own_hash, field_list)
    methods.install()

    if init_params is not None:
        cls.__init__.__annotate__ = _init_annotate(
            cls, [f.name for f in init_fields if f.init])
    if params.match_args and "__match_args__" not in cls.__dict__:
        cls.__match_args__ = tuple(f.name for f in _init_order(init_fields)[0])
    if not getattr(cls, "__doc__"):
        if init_params is None or type(cls).__call__ is not type.__call__:
            text = _foreign_signature_text(cls)
        else:
            text = _signature_text(*init_params)
        cls.__doc__ = cls.__name__ + text
    if params.weakref_slot and not params.slots:
        raise TypeError("weakref_slot is True but slots is False")
    if params.slots:
        cls = _add_slots(cls, params.frozen, params.weakref_slot, field_list)
    if hasattr(cls, "__abstractmethods__"):
        from abc import update_abstractmethods
        update_abstractmethods(cls)
    return cls


def dataclass(cls=None, /, *, init=True, repr=True, eq=True, order=False, unsafe_hash=False,
              frozen=False, match_args=True, kw_only=False, slots=False, weakref_slot=False):
    """Class decorator that adds methods according to the annotated fields of the class."""
    params = _DataclassParams(
        init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots, weakref_slot)
    if cls is None:
        return lambda cls: _process_class(cls, _copy_params(params))
    return _process_class(cls, params)


def _copy_params(params):
    """A record for each class, when one decorator object is used for several."""
    return _DataclassParams(*(getattr(params, name) for name in params.__slots__))


# ---- slots ----

class _Slotted:
    __slots__ = ("slot",)


_SLOT_TYPES = (type(_Slotted.__dict__["slot"]),)
del _Slotted


def _get_slots(cls):
    """The names of the slots that a base class contributes."""
    slots = cls.__dict__.get("__slots__")
    if slots is None:
        if getattr(cls, "__weakrefoffset__", -1) != 0:
            yield "__weakref__"
        if getattr(cls, "__dictoffset__", -1) != 0:
            yield "__dict__"
    elif isinstance(slots, str):
        yield slots
    elif hasattr(slots, "__iter__") and not hasattr(slots, "__next__"):
        yield from slots
    else:
        raise TypeError(f"Slots of '{cls.__name__}' cannot be determined")


def _slots_for(cls, field_list, weakref_slot):
    """The new `__slots__`: a tuple, or a dict if fields have documentation."""
    inherited = {name for base in cls.__mro__[1:-1] for name in _get_slots(base)}
    slots = {f.name: f.doc for f in field_list if f.name not in inherited}
    if weakref_slot and "__weakref__" not in inherited:
        slots["__weakref__"] = None
    return slots if any(doc is not None for doc in slots.values()) else tuple(slots)


def _dataclass_getstate(self):
    return [getattr(self, f.name) for f in fields(self)]


def _dataclass_setstate(self, state):
    for f, value in zip(fields(self), state):
        object.__setattr__(self, f.name, value)


def _functions_of(member):
    """The functions that a class attribute consists of, without their decorations."""
    if isinstance(member, property):
        candidates = (member.fget, member.fset, member.fdel)
    else:
        candidates = (member,)
    for each in candidates:
        seen = set()
        while hasattr(each, "__wrapped__") and id(each) not in seen:
            seen.add(id(each))
            each = each.__wrapped__
        if isinstance(each, _FunctionType):
            yield each


def _move_class_cells(cls, newcls):
    """Let `super()` and `__class__` in the methods mean the new class."""
    members = list(newcls.__dict__.values())
    annotate = getattr(newcls.__init__, "__annotate__", None)
    if getattr(annotate, "__generated_by_dataclasses__", False):
        members.append(annotate)
    for member in members:
        for function in _functions_of(member):
            names = function.__code__.co_freevars
            if "__class__" in names:
                cell = function.__closure__[names.index("__class__")]
                try:
                    if cell.cell_contents is cls:
                        cell.cell_contents = newcls
                except ValueError:
                    pass                # an empty cell


def _add_slots(cls, frozen, weakref_slot, field_list):
    """Make the class again with `__slots__`: they cannot be added to one that exists."""
    if "__slots__" in cls.__dict__:
        raise TypeError(f"{cls.__name__} already specifies __slots__")
    namespace = dict(cls.__dict__)
    namespace["__slots__"] = _slots_for(cls, field_list, weakref_slot)
    for f in field_list:
        namespace.pop(f.name, None)     # the default would stand in the way of the slot
    namespace.pop("__dict__", None)
    namespace.pop("__weakref__", None)
    newcls = type(cls)(cls.__name__, cls.__bases__, namespace)
    newcls.__qualname__ = cls.__qualname__
    if frozen:
        if "__getstate__" not in namespace:
            newcls.__getstate__ = _dataclass_getstate
        if "__setstate__" not in namespace:
            newcls.__setstate__ = _dataclass_setstate
    _move_class_cells(cls, newcls)
    # The functions of the body keep its namespace, but not the class that nobody wants any more.
    sys._clear_type_descriptors(cls)
    return newcls


# ---- using dataclasses ----

def fields(class_or_instance):
    """Return a tuple of the Field objects, without class variables and InitVars."""
    try:
        found = getattr(class_or_instance, _FIELDS)
    except AttributeError:
        raise TypeError("must be called with a dataclass type or instance") from None
    return tuple(f for f in found.values() if f._field_type is _FIELD)


def _is_dataclass_instance(obj):
    return hasattr(type(obj), _FIELDS)


def is_dataclass(obj):
    """Return whether the object is a dataclass or an instance of one."""
    return hasattr(obj if isinstance(obj, type) else type(obj), _FIELDS)


_ATOMIC = frozenset({
    type(None), bool, int, float, str, complex, bytes, type(...), type(NotImplemented),
    type(_FIELD_BASE.__init__.__code__), type(len), _FunctionType, type, range, property,
})


def asdict(obj, *, dict_factory=dict):
    """Return the fields as a dict; goes into dataclasses, lists, tuples and dicts, copies the rest.

    `dict_factory` is called with a list of (name, value).
    """
    if not _is_dataclass_instance(obj):
        raise TypeError("asdict() should be called on dataclass instances")
    return _convert(obj, dict_factory, True)


def astuple(obj, *, tuple_factory=tuple):
    """Return the fields as a tuple; goes into dataclasses, lists, tuples and dicts, copies the rest.

    `tuple_factory` is called with a list of values.
    """
    if not _is_dataclass_instance(obj):
        raise TypeError("astuple() should be called on dataclass instances")
    return _convert(obj, tuple_factory, False)


def _convert(obj, factory, named):
    """The recursion of asdict() (`named`) and astuple()."""
    kind = type(obj)
    if kind in _ATOMIC:
        return obj
    if hasattr(kind, _FIELDS):
        if named:
            pairs = [(f.name, _convert(getattr(obj, f.name), factory, True)) for f in fields(obj)]
            return factory(pairs)
        return factory([_convert(getattr(obj, f.name), factory, False) for f in fields(obj)])
    if kind is list:
        return [_convert(item, factory, named) for item in obj]
    if kind is dict:
        return {
            _convert(key, factory, named): _convert(value, factory, named)
            for key, value in obj.items()
        }
    if issubclass(kind, tuple):
        items = [_convert(item, factory, named) for item in obj]
        return kind(*items) if hasattr(obj, "_fields") else kind(items)     # named tuples
    if issubclass(kind, dict):
        pairs = [
            (_convert(key, factory, named), _convert(value, factory, named))
            for key, value in obj.items()
        ]
        if hasattr(kind, "default_factory"):        # defaultdict
            result = kind(obj.default_factory)
            for key, value in pairs:
                result[key] = value
            return result
        return kind(pairs)
    if issubclass(kind, list):
        return kind([_convert(item, factory, named) for item in obj])
    from copy import deepcopy
    return deepcopy(obj)


def make_dataclass(cls_name, fields, *, bases=(), namespace=None, init=True, repr=True, eq=True,
                   order=False, unsafe_hash=False, frozen=False, match_args=True, kw_only=False,
                   slots=False, weakref_slot=False, module=None, decorator=dataclass):
    """Create a dataclass; `fields` are names, (name, type) or (name, type, field or default)."""
    annotations = {}
    defaults = {}
    for item in fields:
        if isinstance(item, str):
            name = item
            from typing import Any as annotation
        elif len(item) == 2:
            name, annotation = item
        elif len(item) == 3:
            name, annotation, defaults[item[0]] = item
        else:
            raise TypeError(f"Invalid field: {item!r}")
        if not isinstance(name, str) or not name.isidentifier():
            raise TypeError(f"Field names must be valid identifiers: {name!r}")
        if _iskeyword(name):
            raise TypeError(f"Field names must not be keywords: {name!r}")
        if name in annotations:
            raise TypeError(f"Field name duplicated: {name!r}")
        annotations[name] = annotation

    def fill(body):
        body.update(namespace or {})
        body.update(defaults)
        body["__annotations__"] = annotations

    from types import new_class
    cls = new_class(cls_name, bases, {}, fill)
    if module is None:
        try:
            module = sys._getframemodulename(1) or "__main__"
        except AttributeError:
            try:
                module = sys._getframe(1).f_globals.get("__name__", "__main__")
            except (AttributeError, ValueError):
                pass
    if module is not None:
        cls.__module__ = module
    return decorator(
        cls, init=init, repr=repr, eq=eq, order=order, unsafe_hash=unsafe_hash, frozen=frozen,
        match_args=match_args, kw_only=kw_only, slots=slots, weakref_slot=weakref_slot)


def replace(obj, /, **changes):
    """Return a new instance of the same class with other values in the fields named."""
    if not _is_dataclass_instance(obj):
        raise TypeError("replace() should be called on dataclass instances")
    return _replace(obj, **changes)


def _replace(self, /, **changes):
    for f in getattr(self, _FIELDS).values():
        if f._field_type is _FIELD_CLASSVAR:
            continue
        if not f.init:
            if f.name in changes:
                raise TypeError(f"field {f.name} is declared with init=False, it cannot be "
                                "specified with replace()")
        elif f.name not in changes:
            if f._field_type is _FIELD_INITVAR and f.default is MISSING:
                raise TypeError(f"InitVar {f.name!r} must be specified with replace()")
            changes[f.name] = getattr(self, f.name)
    return self.__class__(**changes)
