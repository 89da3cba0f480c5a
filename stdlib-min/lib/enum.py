"""Enumerations: classes whose members are fixed, named and unique by value.

How a class comes to be: `EnumType.__prepare__` hands out an EnumDict, which tells members from
other names while the body runs; `EnumType.__new__` takes the members out of the namespace and
leaves a `_MemberBuilder` there, whose `__set_name__` creates them on the finished class, before
`__init_subclass__` runs. Invariant: `_member_map_` has all names, `_member_names_` those that are
no aliases (for flags: single bits only), `_value2member_map_` all members by hashable value.
"""

import sys
from _enum_body import (
    EnumDict, _high_bit, _is_descriptor, _is_dunder, _is_private, _is_single_bit, _is_sunder,
    _iter_bits_lsb, auto, bin, member, nonmember, property,
)
from _operator import attrgetter as _attrgetter
from builtins import property as _builtin_property
from types import DynamicClassAttribute, MappingProxyType

__all__ = [
    "EnumType", "EnumMeta", "EnumDict", "Enum", "IntEnum", "StrEnum", "Flag", "IntFlag",
    "ReprEnum", "auto", "unique", "property", "verify", "member", "nonmember", "FlagBoundary",
    "STRICT", "CONFORM", "EJECT", "KEEP", "global_flag_repr", "global_enum_repr", "global_str",
    "global_enum", "EnumCheck", "CONTINUOUS", "NAMED_FLAGS", "UNIQUE", "pickle_by_global_name",
    "pickle_by_enum_name",
]


_LAZY = (
    "verify", "EnumCheck", "CONTINUOUS", "NAMED_FLAGS", "UNIQUE", "global_enum", "global_str",
    "global_enum_repr", "global_flag_repr", "pickle_by_global_name", "pickle_by_enum_name",
    "_reduce_ex_by_global_name", "_simple_enum", "show_flag_values",
)


def __getattr__(name):
    if name in _LAZY:
        import _enum_tools
        for each in _LAZY:
            globals()[each] = getattr(_enum_tools, each)
        return globals()[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__():
    return sorted({*globals(), *_LAZY})


_EnumDict = EnumDict
_not_given = object()

# Known only once their classes exist; until then no class can derive from them.
Enum = Flag = ReprEnum = EJECT = KEEP = None


# ---- creating members ----

class _MemberBuilder:
    """Creates the members when the class is there; see the head of this file."""

    def __init__(self, members):
        self.members = members

    def __set_name__(self, cls, name):
        cls._member_names_ = []
        custom = "__new_member__" in cls.__dict__
        if custom:
            cls._building_ = True       # for Enum.__new__, if the class's own __new__ calls it
        for name, value in self.members.items():
            _build_member(cls, name, value)
        if custom:
            del cls._building_


def _build_member(cls, name, value):
    args = value if isinstance(value, tuple) else (value,)
    if cls._member_type_ is tuple:
        args = (args,)
    new = cls._new_member_(cls, *args) if cls._use_args_ else cls._new_member_(cls)
    if not hasattr(new, "_value_"):
        if cls._member_type_ is object:
            new._value_ = value
        else:
            try:
                new._value_ = cls._member_type_(*args)
            except Exception as exc:
                raise TypeError("_value_ not set in __new__, unable to create it") from exc
    value = new._value_
    new._name_ = name
    new.__objclass__ = cls
    new.__init__(*args)
    new._sort_order_ = len(cls._member_names_)

    is_flag = Flag is not None and issubclass(cls, Flag)
    single = is_flag and isinstance(value, int) and _is_single_bit(value)
    if is_flag and isinstance(value, int):
        cls._flag_mask_ |= value
        if single:
            cls._singles_mask_ |= value
        cls._all_bits_ = 2 ** cls._flag_mask_.bit_length() - 1

    canonical = _member_with_value(cls, value)
    if canonical is not None:
        new = canonical                 # an alias
    elif not is_flag or single:
        cls._member_names_.append(name)
    cls._add_member_(name, new)
    _note_value(cls, name, value, new)


def _member_with_value(cls, value):
    """The member that has the value, None if there is none; works for unhashable values too."""
    try:
        return cls._value2member_map_.get(value)
    except TypeError:
        for known in cls._member_map_.values():
            if known._value_ == value:
                return known
        return None


def _note_value(cls, name, value, new):
    try:
        if value not in cls._value2member_map_:
            cls._value2member_map_[value] = new
            cls._hashable_values_.append(value)
    except TypeError:
        cls._unhashable_values_.append(value)
        cls._unhashable_values_map_.setdefault(name, []).append(value)


class _ClassAccess:
    """`name` and `value` looked up on an enum class itself, where Enum's accessors do not apply.

    Those two are builtin properties because they are read so often, and these would show
    themselves on the class instead of giving way to a member or an AttributeError.
    """

    def __init__(self, name):
        self.name = name

    def __get__(self, cls, metacls=None):
        if cls is None:
            return self
        for base in cls.__mro__:
            found = base.__dict__.get(self.name)
            if found is _ACCESSORS[self.name]:
                break
            if found is not None:
                get = getattr(type(found), "__get__", None)
                return found if get is None else get(found, None, cls)
        raise AttributeError(f"{cls!r} has no attribute {self.name!r}")

    def __set__(self, cls, value):
        raise AttributeError(f"{cls!r} cannot set attribute {self.name!r}")


class _Accessor(_builtin_property, DynamicClassAttribute):
    """Runs like a property, and tools recognise it as something that only members have."""

    __init__ = _builtin_property.__init__


def _accessor(name):
    """Enum.name or Enum.value."""
    def refuse_set(self, value):
        raise AttributeError(f"<enum 'Enum'> cannot set attribute {name!r}")

    def refuse_delete(self):
        raise AttributeError(f"<enum 'Enum'> cannot delete attribute {name!r}")

    return _Accessor(
        _attrgetter(f"_{name}_"), refuse_set, refuse_delete, f"The {name} of the Enum member.")


_ACCESSORS = {"name": _accessor("name"), "value": _accessor("value")}


def _redirect(cls, name, found, kind, owner):
    """A property that gives the member on the class and what the member hides on instances."""
    redirect = cls.__dict__.get(name)
    fresh = not isinstance(redirect, property)
    if fresh:
        redirect = property()
        redirect.__set_name__(cls, name)
    if kind in ("enum", "desc"):
        redirect.fget = getattr(found, "fget", None)
        redirect.fset = getattr(found, "fset", None)
        redirect.fdel = getattr(found, "fdel", None)
    redirect._attr_type = kind
    redirect._cls_type = owner
    if fresh:
        setattr(cls, name, redirect)
    return redirect


# ---- the metaclass ----

_DISPLAY_METHODS = ("__repr__", "__str__", "__format__", "__reduce_ex__")
_FLAG_OPERATORS = ("__or__", "__and__", "__xor__", "__ror__", "__rand__", "__rxor__", "__invert__")


def _settle_display(cls, namespace, bases, member_type, first_enum):
    """Decide between the data type's and the enum's way of being shown and pickled."""
    if ReprEnum is not None and ReprEnum in bases:
        if member_type is object:
            raise TypeError("ReprEnum subclasses must be mixed with a data type (i.e. int, str, "
                            "float, etc.)")
        if "__format__" not in namespace:
            cls.__format__ = member_type.__format__
        if "__str__" not in namespace:
            method = member_type.__str__
            cls.__str__ = member_type.__repr__ if method is object.__str__ else method
        namespace = {**namespace, "__format__": None, "__str__": None}
    for name in _DISPLAY_METHODS:
        if name not in namespace:
            found = getattr(cls, name)
            if found in (getattr(member_type, name), getattr(object, name)):
                setattr(cls, name, getattr(first_enum, name))


def _settle_flag(cls, namespace):
    """Take the operators of Flag where a data type came first; find the order of iteration."""
    for name in _FLAG_OPERATORS:
        if name not in namespace and getattr(cls, name) is not getattr(Flag, name):
            setattr(cls, name, getattr(Flag, name))
    values = [each._value_ for each in cls]
    if values != sorted(values):
        cls._iter_member_ = cls._iter_member_by_def_


def _check_order(cls, order):
    """Compare `_order_` with what was defined; aliases and composite flags do not count."""
    if isinstance(order, str):
        order = order.replace(",", " ").split()
    order = [
        name for name in order if name not in cls._member_map_ or name in cls._member_names_
    ]
    if order != cls._member_names_:
        raise TypeError(
            f"member order does not match _order_:\n  {cls._member_names_!r}\n  {order!r}")


def _make_class_unpicklable(target):
    """For a class or the namespace of one."""
    def _break_on_call_reduce(self, proto):
        raise TypeError(f"{self!r} cannot be pickled")
    if isinstance(target, dict):
        dict.__setitem__(target, "__reduce_ex__", _break_on_call_reduce)
        dict.__setitem__(target, "__module__", "<unknown>")
    else:
        target.__reduce_ex__ = _break_on_call_reduce
        target.__module__ = "<unknown>"


class EnumType(type):
    """The metaclass of Enum."""

    name = _ClassAccess("name")
    value = _ClassAccess("value")

    @classmethod
    def __prepare__(metacls, cls, bases, **kwds):
        if Enum is None:
            return {}                   # the body of Enum itself
        metacls._check_for_existing_members_(cls, bases)
        namespace = EnumDict(cls)
        _, first_enum = metacls._get_mixins_(cls, bases)
        if first_enum is not None:
            namespace["_generate_next_value_"] = getattr(first_enum, "_generate_next_value_", None)
        return namespace

    def __new__(metacls, cls, bases, classdict, *, boundary=None, **kwds):
        if Enum is None:
            return super().__new__(metacls, cls, bases, classdict, **kwds)
        members = classdict._member_names
        invalid = set(members) & {"mro", ""}
        if invalid:
            raise ValueError(f"invalid enum member name(s) {','.join(map(repr, invalid))}")
        namespace = dict(classdict)
        members = {name: namespace.pop(name) for name in members}
        for name in (*classdict._ignore, "_ignore_"):
            namespace.pop(name, None)
        order = namespace.pop("_order_", None)
        generator = namespace.get("_generate_next_value_")
        if generator is not None and not isinstance(generator, staticmethod):
            namespace["_generate_next_value_"] = staticmethod(generator)

        member_type, first_enum = metacls._get_mixins_(cls, bases)
        new, save_new, use_args = metacls._find_new_(namespace, member_type, first_enum)
        own = dict(namespace)
        if save_new:
            namespace["__new_member__"] = new
        for name in ("name", "value"):
            if name in members:         # the only names that cannot be set on the class later
                namespace[name] = property()
        namespace.update(
            _new_member_=new, _use_args_=use_args, _member_map_={}, _value2member_map_={},
            _hashable_values_=[], _unhashable_values_=[], _unhashable_values_map_={},
            _member_type_=member_type, _value_repr_=metacls._find_data_repr_(cls, bases),
            _boundary_=boundary or getattr(first_enum, "_boundary_", None), _flag_mask_=0,
            _singles_mask_=0, _all_bits_=0, _inverted_=None,
            _member_names_=_MemberBuilder(members),
        )
        try:
            enum_class = super().__new__(metacls, cls, bases, namespace, **kwds)
        except Exception as exc:
            _drop_set_name_note(exc)
            raise
        _settle_display(enum_class, own, bases, member_type, first_enum)
        if Flag is not None and issubclass(enum_class, Flag):
            _settle_flag(enum_class, own)
        enum_class.__new__ = Enum.__new__
        if order is not None:
            _check_order(enum_class, order)
        return enum_class

    def __init__(cls, *args, **kwds):
        pass

    def __bool__(cls):
        return True                     # also without members

    def __call__(cls, value, names=_not_given, *values, module=None, qualname=None, type=None,
                 start=1, boundary=None):
        """Look up a member by value; on a class without members, create a new enum class."""
        if cls._member_map_:
            if names is not _not_given:
                value = (value, names) + values
            return cls.__new__(cls, value)
        if names is _not_given and type is None:
            raise TypeError(f"{cls} has no members; specify `names=()` if you meant to create a "
                            "new, empty, enum")
        return cls._create_(
            class_name=value, names=None if names is _not_given else names, module=module,
            qualname=qualname, type=type, start=start, boundary=boundary,
        )

    def __contains__(cls, value):
        """Whether `value` is a member or the value of one."""
        if isinstance(value, cls):
            return True
        if issubclass(cls, Flag):
            try:
                return isinstance(cls._missing_(value), cls)
            except ValueError:
                pass
        try:
            return value in cls._value2member_map_ or value in cls._unhashable_values_
        except TypeError:
            return value in cls._unhashable_values_ or value in cls._hashable_values_

    def __delattr__(cls, attr):
        if attr in cls.__dict__.get("_member_map_", {}):
            raise AttributeError(f"{cls.__name__!r} cannot delete member {attr!r}.")
        super().__delattr__(attr)

    def __dir__(cls):
        shown = {
            "__class__", "__contains__", "__doc__", "__getitem__", "__iter__", "__len__",
            "__members__", "__module__", "__name__", "__qualname__", *cls._member_names_,
        }
        if cls._new_member_ is not object.__new__:
            shown.add("__new__")
        if cls.__init_subclass__ is not object.__init_subclass__:
            shown.add("__init_subclass__")
        if cls._member_type_ is not object:
            shown.update(dir(cls._member_type_))
        return sorted(shown)

    def __getitem__(cls, name):
        """Return the member of that name."""
        return cls._member_map_[name]

    def __iter__(cls):
        return (cls._member_map_[name] for name in cls._member_names_)

    def __reversed__(cls):
        return (cls._member_map_[name] for name in reversed(cls._member_names_))

    def __len__(cls):
        return len(cls._member_names_)

    @_builtin_property
    def __members__(cls):
        """A read-only mapping from names, aliases included, to members."""
        return MappingProxyType(cls._member_map_)

    def __repr__(cls):
        kind = "flag" if Flag is not None and issubclass(cls, Flag) else "enum"
        return f"<{kind} {cls.__name__!r}>"

    def __setattr__(cls, name, value):
        if name in cls.__dict__.get("_member_map_", {}):
            raise AttributeError(f"cannot reassign member {name!r}")
        super().__setattr__(name, value)

    def _create_(cls, class_name, names, *, module=None, qualname=None, type=None, start=1,
                 boundary=None):
        """The functional form: `names` is a string, an iterable of names or pairs, or a mapping."""
        metacls = cls.__class__
        bases = (cls,) if type is None else (type, cls)
        _, first_enum = cls._get_mixins_(class_name, bases)
        namespace = metacls.__prepare__(class_name, bases)
        if isinstance(names, str):
            names = names.replace(",", " ").split()
        if isinstance(names, (tuple, list)) and names and isinstance(names[0], str):
            values = []
            for count, name in enumerate(names):
                values.append(first_enum._generate_next_value_(name, start, count, values[:]))
            names = list(zip(names, values))
        for item in () if names is None else names:
            name, value = (item, names[item]) if isinstance(item, str) else item
            namespace[name] = value
        if module is None:
            module = _caller_module(3)
        if module is None:
            _make_class_unpicklable(namespace)
        else:
            namespace["__module__"] = module
        if qualname is not None:
            namespace["__qualname__"] = qualname
        return metacls.__new__(metacls, class_name, bases, namespace, boundary=boundary)

    def _convert_(cls, name, module, filter, source=None, *, boundary=None, as_global=False):
        """Make an enum of the constants of a module that `filter` selects, and put it there."""
        module_globals = sys.modules[module].__dict__
        source = source.__dict__ if source else module_globals
        members = [(key, source[key]) for key in source.keys() if filter(key)]
        try:
            members.sort(key=lambda item: (item[1], item[0]))
        except TypeError:               # values of different kinds
            members.sort(key=lambda item: item[0])
        namespace = cls.__class__.__prepare__(name, (cls,))
        namespace["__module__"] = module
        for key, value in members:
            namespace[key] = value
        result = cls.__class__(name, (cls,), namespace, boundary=boundary or KEEP)
        if as_global:
            __getattr__("global_enum")(result)
        else:
            sys.modules[result.__module__].__dict__.update(result.__members__)
        module_globals[name] = result
        return result

    @classmethod
    def _check_for_existing_members_(mcls, class_name, bases):
        for chain in bases:
            for base in chain.__mro__:
                if isinstance(base, EnumType) and base._member_names_:
                    raise TypeError(f"<enum {class_name!r}> cannot extend {base!r}")

    @classmethod
    def _get_mixins_(mcls, class_name, bases):
        """Return the data type of the members (object for none) and the enum to derive from."""
        if not bases:
            return object, Enum
        if not isinstance(bases[-1], EnumType):
            raise TypeError("new enumerations should be created as `EnumName([mixin_type, ...] "
                            "[data_type,] enum_type)`")
        return mcls._find_data_type_(class_name, bases) or object, bases[-1]

    @classmethod
    def _find_data_repr_(mcls, class_name, bases):
        for chain in bases:
            for base in chain.__mro__:
                if base is object:
                    continue
                if isinstance(base, EnumType):
                    return base._value_repr_
                if "__repr__" in base.__dict__:
                    params = base.__dict__.get("__dataclass_params__")
                    if "__dataclass_fields__" in base.__dict__ and params and params.repr:
                        return _dataclass_repr
                    return base.__dict__["__repr__"]
        return None

    @classmethod
    def _find_data_type_(mcls, class_name, bases):
        found = set()
        for chain in bases:
            candidate = None            # first class of the chain: what is mixed in, not its base
            for base in chain.__mro__:
                if base is object:
                    continue
                if isinstance(base, EnumType):
                    if base._member_type_ is not object:
                        found.add(base._member_type_)
                        break
                elif "__new__" in base.__dict__ or "__dataclass_fields__" in base.__dict__:
                    found.add(candidate or base)
                    break
                else:
                    candidate = candidate or base
        if len(found) > 1:
            raise TypeError(f"too many data types for {class_name!r}: {found!r}")
        return found.pop() if found else None

    @classmethod
    def _find_new_(mcls, classdict, member_type, first_enum):
        """Return the `__new__` for members, whether it must be saved, whether it takes the value."""
        new = classdict.get("__new__")
        save_new = first_enum is not None and new is not None
        ordinary = (None, object.__new__, Enum.__new__)
        if new is None:
            candidates = (
                getattr(holder, method, None)
                for method in ("__new_member__", "__new__") for holder in (member_type, first_enum)
            )
            new = next((each for each in candidates if each not in ordinary), object.__new__)
        use_args = first_enum is not None and new not in ordinary
        return new, save_new, use_args

    def _add_member_(cls, name, member):
        """Bind a name to a member, without hiding what members inherit under that name."""
        known = cls._member_map_.get(name)
        if known is not None:
            if known is not member:
                raise NameError(f"{name!r} is already bound: {known!r}")
            return
        found = kind = owner = None
        for base in cls.__mro__[1:]:
            attr = base.__dict__.get(name)
            if attr is None:
                continue
            if isinstance(attr, DynamicClassAttribute):
                found, kind, owner = attr, "enum", base
                break
            if _is_descriptor(attr):
                found = attr
                kind = kind or "desc"
                owner = owner or base
            else:
                kind, owner = "attr", base
        if found is not None:
            _redirect(cls, name, found, kind, owner).member = member
        else:
            setattr(cls, name, member)
        cls._member_map_[name] = member

    @_builtin_property
    def __signature__(cls):
        """For `inspect.signature`: looking a member up, or making a class."""
        from inspect import Parameter, Signature
        if cls._member_names_:
            return Signature([Parameter("values", Parameter.VAR_POSITIONAL)])
        options = dict(module=None, qualname=None, type=None, start=1, boundary=None)
        return Signature([
            Parameter("new_class_name", Parameter.POSITIONAL_ONLY),
            Parameter("names", Parameter.POSITIONAL_OR_KEYWORD),
            *(Parameter(name, Parameter.KEYWORD_ONLY, default=default)
              for name, default in options.items()),
        ])


EnumMeta = EnumType


def _drop_set_name_note(exc):
    """The remark about `__set_name__` says nothing to somebody who wrote an enum."""
    notes = getattr(exc, "__notes__", None)
    if notes:
        notes = [note for note in notes if not note.startswith("Error calling __set_name__ on")]
        if notes:
            exc.__notes__ = notes
        else:
            del exc.__notes__


def _caller_module(depth):
    try:
        return sys._getframemodulename(depth)
    except AttributeError:
        pass
    try:
        return sys._getframe(depth).f_globals["__name__"]
    except (AttributeError, ValueError, KeyError):
        return None


# ---- Enum ----

class Enum(metaclass=EnumType):
    """Base class for enumerations: each plain assignment in the body makes a member."""

    _member_names_ = []
    _member_map_ = {}
    _value2member_map_ = {}
    _hashable_values_ = []
    _unhashable_values_ = []
    _unhashable_values_map_ = {}
    _member_type_ = object
    _value_repr_ = None
    _use_args_ = False
    _new_member_ = object.__new__

    name = _ACCESSORS["name"]
    value = _ACCESSORS["value"]

    def __new__(cls, value):
        """Return the member with that value; members are made elsewhere."""
        if type(value) is cls:
            return value
        try:
            return cls._value2member_map_[value]
        except KeyError:
            pass
        except TypeError:               # not hashable
            for name, values in cls._unhashable_values_map_.items():
                if value in values:
                    return cls[name]
            for member in cls._member_map_.values():
                if value == member._value_:
                    return member
        if not cls._member_map_ or "_building_" in cls.__dict__:
            if "_building_" in cls.__dict__:
                raise TypeError("do not use `super().__new__; call the appropriate __new__ "
                                "directly") from None
            raise TypeError(f"{cls!r} has no members defined")
        return _ask_missing(cls, value)

    def __init__(self, *args, **kwds):
        pass

    def _add_alias_(self, name):
        """Let the class know this member under one more name."""
        self.__class__._add_member_(name, self)

    def _add_value_alias_(self, value):
        """Let the class find this member by one more value."""
        cls = self.__class__
        known = _member_with_value(cls, value)
        if known is None:
            _note_value(cls, getattr(self, "_name_", None), value, self)
        elif known is not self:
            raise ValueError(f"{value!r} is already bound: {known!r}")

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        """The value of auto(): one more than the greatest so far."""
        if not last_values:
            return start
        try:
            last_value = sorted(last_values).pop()
        except TypeError:
            raise TypeError("unable to sort non-numeric values") from None
        try:
            return last_value + 1
        except TypeError:
            raise TypeError(f"unable to increment {last_value!r}") from None

    @classmethod
    def _missing_(cls, value):
        """Called for a value that no member has; may return a member."""
        return None

    def __repr__(self):
        cls = self.__class__
        return f"<{cls.__name__}.{self._name_}: {(cls._value_repr_ or repr)(self._value_)}>"

    def __str__(self):
        return f"{self.__class__.__name__}.{self._name_}"

    def __dir__(self):
        cls = self.__class__
        members = cls._member_map_
        shown = set(object.__dir__(self)) if cls._member_type_ is not object else set()
        for name in getattr(self, "__dict__", ()):
            if name[0] != "_" and name not in members:
                shown.add(name)
        for base in cls.mro():
            for name, attr in base.__dict__.items():
                if name[0] == "_":
                    continue
                if isinstance(attr, DynamicClassAttribute):
                    if attr.fget is not None or name not in members:
                        shown.add(name)
                    else:
                        shown.discard(name)
                elif name not in members:
                    shown.add(name)
        return sorted(shown | {"__class__", "__doc__", "__eq__", "__hash__", "__module__"})

    def __format__(self, format_spec):
        return str.__format__(str(self), format_spec)

    def __hash__(self):
        return hash(self._name_)

    def __reduce_ex__(self, proto):
        return self.__class__, (self._value_,)

    def __deepcopy__(self, memo):
        return self

    def __copy__(self):
        return self


def _ask_missing(cls, value):
    """Let `_missing_` find a member; the error says what was wrong with the value or with it."""
    error = None
    try:
        result = cls._missing_(value)
    except Exception as exc:
        error = exc
        result = None
    try:
        if isinstance(result, cls):
            return result
        if issubclass(cls, Flag) and cls._boundary_ is EJECT and isinstance(result, int):
            return result
        invalid = ValueError(f"{value!r} is not a valid {cls.__qualname__}")
        if error is None:
            if result is None:
                raise invalid
            error = TypeError(f"error in {cls.__name__}._missing_: returned {result!r} instead of "
                              "None or a valid member")
        if not isinstance(error, ValueError):
            error.__context__ = invalid
        raise error
    finally:
        error = invalid = None          # no cycle through the traceback


class ReprEnum(Enum):
    """Only the repr is an enum's; str() and format() are the data type's."""


class IntEnum(int, ReprEnum):
    """An enum whose members are integers."""


class StrEnum(str, ReprEnum):
    """An enum whose members are strings."""

    def __new__(cls, *values):
        if len(values) > 3:
            raise TypeError(f"too many arguments for str(): {values!r}")
        if len(values) == 1 and not isinstance(values[0], str):
            raise TypeError(f"{values[0]!r} is not a string")
        if len(values) >= 2 and not isinstance(values[1], str):
            raise TypeError(f"encoding must be a string, not {values[1]!r}")
        if len(values) == 3 and not isinstance(values[2], str):
            raise TypeError(f"errors must be a string, not {values[2]!r}")
        value = str(*values)
        result = str.__new__(cls, value)
        result._value_ = value
        return result

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        """The value of auto(): the name in lower case."""
        return name.lower()


# ---- Flag ----

class FlagBoundary(StrEnum):
    """What happens to bits that no flag has: error, cut off, plain int instead, kept."""

    STRICT = auto()
    CONFORM = auto()
    EJECT = auto()
    KEEP = auto()


STRICT, CONFORM, EJECT, KEEP = FlagBoundary


class Flag(Enum, boundary=STRICT):
    """An enum whose members are sets of bits and can be combined."""

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        """The value of auto(): the bit above the highest so far."""
        if not last_values:
            return start if start is not None else 1
        last_value = max(last_values)
        try:
            return 2 ** (_high_bit(last_value) + 1)
        except Exception:
            raise TypeError(f"invalid flag value {last_value!r}") from None

    _numeric_repr_ = repr

    @classmethod
    def _iter_member_by_value_(cls, value):
        """The single flags in the value, lowest bit first."""
        for bit in _iter_bits_lsb(value & cls._flag_mask_):
            yield cls._value2member_map_.get(bit)

    _iter_member_ = _iter_member_by_value_

    @classmethod
    def _iter_member_by_def_(cls, value):
        """The single flags in the value, in the order of their definition."""
        yield from sorted(cls._iter_member_by_value_(value), key=lambda m: m._sort_order_)

    @classmethod
    def _missing_(cls, value):
        """Make the member that stands for a combination of flags."""
        if not isinstance(value, int):
            raise ValueError(f"{value!r} is not a valid {cls.__qualname__}")
        bits = _bits_in_bounds(cls, value)
        if bits is None:
            return value                # EJECT
        negative = bits if bits < 0 else None
        if negative is not None:
            if cls._boundary_ in (EJECT, KEEP):
                bits += cls._all_bits_ + 1
            else:
                bits &= cls._singles_mask_
        unknown = bits & ~cls._flag_mask_
        if unknown and cls._boundary_ is not KEEP:
            raise ValueError(
                f"{cls.__name__}({bits!r}) -->  unknown values {unknown!r} [{bin(unknown)}]")
        if cls._member_type_ is object:
            new = object.__new__(cls)
        else:
            new = cls._member_type_.__new__(cls, bits)
        if not hasattr(new, "_value_"):
            new._value_ = bits
        new._name_ = _combined_name(cls, bits)
        # Another thread may have made the same combination: the first one stays.
        new = cls._value2member_map_.setdefault(bits, new)
        if negative is not None:
            cls._value2member_map_[negative] = new
        return new

    def __contains__(self, other):
        """Whether all bits of `other` are set here."""
        if not isinstance(other, self.__class__):
            raise TypeError("unsupported operand type(s) for 'in': "
                            f"{type(other).__qualname__!r} and {self.__class__.__qualname__!r}")
        return other._value_ & self._value_ == other._value_

    def __iter__(self):
        yield from self._iter_member_(self._value_)

    def __len__(self):
        return self._value_.bit_count()

    def __repr__(self):
        cls = self.__class__
        value = (cls._value_repr_ or repr)(self._value_)
        if self._name_ is None:
            return f"<{cls.__name__}: {value}>"
        return f"<{cls.__name__}.{self._name_}: {value}>"

    def __str__(self):
        if self._name_ is None:
            return f"{self.__class__.__name__}({self._value_!r})"
        return f"{self.__class__.__name__}.{self._name_}"

    def __bool__(self):
        return bool(self._value_)

    def _get_value(self, flag):
        if isinstance(flag, self.__class__):
            return flag._value_
        if self._member_type_ is not object and isinstance(flag, self._member_type_):
            return flag
        return NotImplemented

    def _operand(self, other, operator):
        """The bits of the other operand; members whose value is None cannot be combined."""
        value = self._get_value(other)
        if value is not NotImplemented:
            for flag in self, other:
                if self._get_value(flag) is None:
                    raise TypeError(f"'{flag}' cannot be combined with other flags with {operator}")
        return value

    def __or__(self, other):
        value = self._operand(other, "|")
        return value if value is NotImplemented else self.__class__(self._value_ | value)

    def __and__(self, other):
        value = self._operand(other, "&")
        return value if value is NotImplemented else self.__class__(self._value_ & value)

    def __xor__(self, other):
        value = self._operand(other, "^")
        return value if value is NotImplemented else self.__class__(self._value_ ^ value)

    def __invert__(self):
        if self._get_value(self) is None:
            raise TypeError(f"'{self}' cannot be inverted")
        if self._inverted_ is None:
            if self._boundary_ in (EJECT, KEEP):
                self._inverted_ = self.__class__(~self._value_)
            else:
                self._inverted_ = self.__class__(self._singles_mask_ & ~self._value_)
        return self._inverted_

    __rand__ = __and__
    __ror__ = __or__
    __rxor__ = __xor__


def _bits_in_bounds(cls, value):
    """Apply the boundary of a flag class to an int; None says that it stays an int."""
    mask = cls._flag_mask_
    every = cls._all_bits_
    if ~every <= value <= every and not value & (every ^ mask):
        return value
    boundary = cls._boundary_
    if boundary is CONFORM:
        return value & mask
    if boundary is EJECT:
        return None
    if boundary is KEEP:
        if value < 0:
            value += max(every + 1, 2 ** value.bit_length())
        return value
    if boundary is STRICT:
        width = max(value.bit_length(), mask.bit_length())
        raise ValueError(f"{cls!r} invalid value {value!r}\n    given {bin(value, width)}\n"
                         f"  allowed {bin(mask, width)}")
    raise ValueError(f"{cls!r} unknown flag boundary {boundary!r}")


def _combined_name(cls, bits):
    """The names of the flags in `bits` joined by '|'; None if no flag is in it."""
    singles = bits & cls._singles_mask_
    flags = list(cls._iter_member_(singles))
    covered = 0
    for flag in flags:
        covered |= flag._value_
    if bits & ~cls._singles_mask_:      # composite flags may cover the rest
        for flag in cls._member_map_.values():
            if flag._value_ and flag not in flags and flag._value_ & bits == flag._value_:
                flags.append(flag)
                covered |= flag._value_
    if not covered:
        return None
    name = "|".join([flag._name_ for flag in flags])
    rest = bits ^ covered
    if rest:
        if cls._boundary_ is STRICT:
            raise ValueError(f"{cls!r}: no members with value {rest!r}")
        name += f"|{cls._numeric_repr_(rest)}"
    return name


class IntFlag(int, ReprEnum, Flag, boundary=KEEP):
    """A Flag whose members are integers."""


# ---- decorators and helpers ----

def unique(enumeration):
    """Class decorator that refuses aliases."""
    aliases = [
        f"{name} -> {member.name}" for name, member in enumeration.__members__.items()
        if name != member.name
    ]
    if aliases:
        raise ValueError(f"duplicate values found in {enumeration!r}: {', '.join(aliases)}")
    return enumeration


def _dataclass_repr(self):
    fields = self.__dataclass_fields__
    return ", ".join(f"{name}={getattr(self, name)!r}" for name in fields if fields[name].repr)
