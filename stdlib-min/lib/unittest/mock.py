"""Objects that stand for others in tests: they take every call and attribute, and remember.

`Mock` and `MagicMock` (with special methods) record their calls; what they give is set by `return_value` and
`side_effect`. `patch` and its relatives put one in the place of something while a test runs.
"""

__all__ = (
    "Mock", "MagicMock", "patch", "sentinel", "DEFAULT", "ANY", "call", "create_autospec", "AsyncMock", "ThreadingMock",
    "FILTER_DIR", "NonCallableMock", "NonCallableMagicMock", "mock_open", "PropertyMock", "seal",
)

import threading
import types

from ._calls import ANY, DEFAULT, _Call, _CallList, _read, call, format_call, sentinel
from ._magics import _ALL_MAGICS, _ASYNC_MAGICS, _MAGICS, _UNSUPPORTED, _AllMagics, _Magic, _prepare_magic
from .util import safe_repr

FILTER_DIR = True

_MISSING, _DELETED = sentinel.MISSING, sentinel.DELETED

# ---- what the classes ask about objects ----


def _is_mock(obj):
    return issubclass(type(obj), NonCallableMock)


def _is_exception(obj):
    return isinstance(obj, BaseException) or (isinstance(obj, type) and issubclass(obj, BaseException))


def _is_names(obj):
    return type(obj) in (list, tuple)


def _is_async(obj):
    """Whether calling it gives a coroutine."""
    if isinstance(obj, (staticmethod, classmethod)) or type(obj) is types.MethodType:
        obj = obj.__func__
    if _is_mock(obj):
        return isinstance(obj, AsyncMockMixin)
    code = getattr(obj, "__code__", None)
    return isinstance(code, types.CodeType) and bool(code.co_flags & 0x80)


def _is_callable(spec):
    if isinstance(spec, (staticmethod, classmethod)):
        return _is_callable(spec.__func__)
    return "__call__" in spec if _is_names(spec) else callable(spec)


def _raw_attribute(cls, name):
    """What a class has under a name, unbound; None if there is nothing."""
    for base in getattr(cls, "__mro__", ()):
        if name in base.__dict__:
            return base.__dict__[name]
    return None


def _behind(obj):
    """The mock behind a function that `create_autospec` has made; other objects as they are."""
    if isinstance(obj, types.FunctionType) and _is_mock(getattr(obj, "mock", None)):
        return obj.mock
    return obj


def _instances_callable(cls):
    """Whether instances of a class can be called."""
    if not isinstance(cls, type):
        return getattr(cls, "__call__", None) is not None
    return any("__call__" in base.__dict__ and base.__dict__["__call__"] is not None for base in cls.__mro__)


def _without_self(signature):
    return signature and signature.replace(parameters=list(signature.parameters.values())[1:])


def _signature(spec):
    """The signature of a callable, without self of a class's __init__; None if that cannot be known."""
    if isinstance(spec, staticmethod):
        spec = spec.__func__
    if isinstance(spec, classmethod):
        return _without_self(_signature(spec.__func__))
    try:
        import inspect
        from annotationlib import Format

        # Annotations may name what is only there for type checkers.
        return inspect.signature(spec, annotation_format=Format.FORWARDREF)
    except (ImportError, ValueError, TypeError):
        return None


_TYPOS = {"autospect", "auto_spec", "set_spec"}


def _check_typos(kwargs):
    for name in kwargs:
        if name in _TYPOS:
            raise RuntimeError(f"{name!r} might be a typo; use unsafe=True if this is intended")


class InvalidSpecError(Exception):
    """A mock was given as the spec of another."""


# ---- mocks ----


def _delegated(name):
    """An attribute that is kept under another name in the mock's dictionary, or by the function that stands before the mock
    (`create_autospec`)."""
    key = "_mock_" + name

    def get(self):
        front = self.__dict__["_mock_front"]
        return self.__dict__[key] if front is None else getattr(front, name)

    def put(self, value):
        front = self.__dict__["_mock_front"]
        if front is None:
            self.__dict__[key] = value
        else:
            setattr(front, name, value)

    return property(get, put)


def _adopt(parent, value, name, new_name):
    """Makes a mock the child of another one, if it has no name and parent yet."""
    value = _behind(value)
    if not _is_mock(value):
        return False
    state = value.__dict__
    if state["_mock_name"] or state["_mock_new_name"] or state["_mock_parent"] is not None:
        return False
    if state["_mock_new_parent"] is not None:
        return False
    ancestor = parent
    while ancestor is not None:
        # Not into a circle.
        if ancestor is value:
            return False
        ancestor = ancestor.__dict__["_mock_new_parent"]
    if new_name:
        state["_mock_new_parent"] = parent
        state["_mock_new_name"] = new_name
    if name:
        state["_mock_parent"] = parent
        state["_mock_name"] = name
    return True


class Base:
    def __init__(self, /, *args, **kwargs):
        pass


class NonCallableMock(Base):
    """A mock that cannot be called."""

    _mock_magics = False

    def __new__(
        cls, spec=None, wraps=None, name=None, spec_set=None, parent=None, _spec_state=None, _new_name="",
        _new_parent=None, _spec_as_instance=False, _eat_self=None, unsafe=False, **kwargs
    ):
        # Special methods belong to the class, so each mock has its own.
        bases, namespace = (cls,), {"__doc__": cls.__doc__}
        spec = spec if spec_set is None else spec_set
        if cls._mock_magics:
            if spec is None:
                bases = (cls, _AllMagics)
            else:
                names = set(spec if _is_names(spec) else dir(spec))
                namespace.update((n, _Magic(n)) for n in (_MAGICS | _ASYNC_MAGICS) & names)
        return object.__new__(type(cls.__name__, bases, namespace))

    def __init__(
        self, spec=None, wraps=None, name=None, spec_set=None, parent=None, _spec_state=None, _new_name="",
        _new_parent=None, _spec_as_instance=False, _eat_self=None, unsafe=False, **kwargs
    ):
        d = self.__dict__
        if _new_parent is None:
            _new_parent = parent
        d["_mock_parent"] = parent
        d["_mock_name"] = name
        d["_mock_new_name"] = _new_name
        d["_mock_new_parent"] = _new_parent
        d["_mock_sealed"] = False
        d["_mock_children"] = {}
        d["_mock_wraps"] = wraps
        d["_mock_unsafe"] = unsafe
        d["_mock_autospec"] = False
        d["_mock_lock"] = threading.RLock()
        d["_mock_front"] = None
        d["_mock_return_value"] = DEFAULT
        d["_mock_side_effect"] = None
        d["_mock_called"] = False
        d["_mock_call_count"] = 0
        d["_mock_call_args"] = None
        d["_mock_call_args_list"] = _CallList()
        d["_mock_mock_calls"] = _CallList()
        d["method_calls"] = _CallList()
        self._mock_add_spec(spec if spec_set is None else spec_set, spec_set is not None)
        if kwargs:
            self.configure_mock(**kwargs)
        super().__init__(spec, wraps, name, spec_set, parent, _spec_state)

    called = _delegated("called")
    call_count = _delegated("call_count")
    call_args = _delegated("call_args")
    call_args_list = _delegated("call_args_list")
    mock_calls = _delegated("mock_calls")

    # ---- specs ----

    def mock_add_spec(self, spec, spec_set=False):
        """Allow only the attributes of an object, or of a list of names; with `spec_set`, for setting too."""
        self._mock_add_spec(spec, spec_set)
        cls = type(self)
        if _AllMagics in cls.__bases__ and self._mock_methods is not None:
            cls.__bases__ = cls.__bases__[:1]
            for name in (_MAGICS | _ASYNC_MAGICS).intersection(self._mock_methods):
                setattr(cls, name, _Magic(name))

    def _mock_add_spec(self, spec, spec_set):
        if _is_mock(spec):
            raise InvalidSpecError(f"Cannot spec a Mock object. [object={spec!r}]")
        d = self.__dict__
        cls, methods, signature = None, None, None
        if spec is not None:
            if _is_names(spec):
                methods = list(spec)
            else:
                cls = spec if isinstance(spec, type) else type(spec)
                methods = dir(spec)
                if _is_callable(spec):
                    signature = _signature(spec)
        d["_spec_class"] = cls
        d["_spec_set"] = spec_set
        d["_spec_signature"] = signature
        d["_mock_spec"] = spec
        d["_mock_methods"] = methods

    @property
    def __class__(self):
        cls = self.__dict__.get("_spec_class")
        return type(self) if cls is None else cls

    # ---- children ----

    def attach_mock(self, mock, attribute):
        """Make a mock an attribute of this one, under that name in its records."""
        inner = _behind(mock)
        d = inner.__dict__
        d["_mock_parent"] = d["_mock_new_parent"] = None
        d["_mock_name"], d["_mock_new_name"] = "", None
        setattr(self, attribute, mock)

    def _get_child_mock(self, /, **kw):
        """A new mock for an attribute or a return value; to be overridden."""
        if self._mock_sealed:
            attribute = f".{kw['name']}" if "name" in kw else "()"
            raise AttributeError(self._extract_mock_name() + attribute)
        cls = type(self).__mro__[1]
        new_name = kw.get("_new_name")
        if new_name in _ASYNC_MAGICS:
            return AsyncMock(**kw)
        if issubclass(cls, AsyncMockMixin):
            if new_name in _ALL_MAGICS or (self._mock_methods and new_name in self._mock_methods):
                cls = MagicMock
            else:
                cls = AsyncMock
        elif not issubclass(cls, CallableMixin):
            cls = MagicMock if issubclass(cls, NonCallableMagicMock) else Mock
        return cls(**kw)

    def _mock_new_child(self, name):
        if not self._mock_autospec and _is_async(_raw_attribute(self._spec_class, name)):
            return AsyncMock(parent=self, name=name, _new_name=name, _new_parent=self)
        if self._mock_autospec and hasattr(self._mock_spec, name):
            original = getattr(self._mock_spec, name)
            if not _is_mock(original):
                child = _autospec_child(self, name, original)
                if self._mock_sealed:
                    # It would have been there, with what calling it gives.
                    if isinstance(child, CallableMixin):
                        child.return_value
                    seal(child)
                return child
        wraps = None if self._mock_wraps is None else getattr(self._mock_wraps, name)
        return self._get_child_mock(parent=self, name=name, wraps=wraps, _new_name=name, _new_parent=self)

    def _mock_magic(self, name):
        """The mock of a special method."""
        with self._mock_lock:
            child = self._mock_children.get(name)
            if child is _DELETED:
                raise AttributeError(name)
            if child is None:
                child = self._get_child_mock(name=name, _new_name=name, _new_parent=self)
                self._mock_children[name] = child
                _prepare_magic(self, name, child)
            return child

    def __getattr__(self, name):
        if name in ("_mock_methods", "_mock_unsafe", "_mock_lock", "_mock_children"):
            # Not initialised yet.
            raise AttributeError(name)
        if self._mock_methods is not None:
            if name not in self._mock_methods or name in _ALL_MAGICS:
                raise AttributeError(f"Mock object has no attribute {name!r}")
        elif name in _ALL_MAGICS or (name.startswith("__") and name.endswith("__")):
            raise AttributeError(name)
        if not self._mock_unsafe and (not self._mock_methods or name not in self._mock_methods):
            if name.startswith(("assert", "assret", "asert", "aseert", "assrt")) or name in _TYPOS or name in (
                "called_once", "called_with", "called_once_with", "has_calls", "any_call",
            ):
                raise AttributeError(
                    f"{name!r} is not a valid assertion. Use a spec for the mock if {name!r} is meant to be an attribute."
                )
        with self._mock_lock:
            child = self._mock_children.get(name)
            if child is _DELETED:
                raise AttributeError(name)
            if child is None:
                child = self._mock_children[name] = self._mock_new_child(name)
            return child

    def __setattr__(self, name, value):
        d = self.__dict__
        own = name in _OWN_PROPERTIES
        if own:
            return object.__setattr__(self, name, value)
        methods = d.get("_mock_methods")
        if d.get("_spec_set") and methods is not None and name not in methods and name not in d:
            raise AttributeError(f"Mock object has no attribute '{name}'")
        if name in _UNSUPPORTED:
            raise AttributeError(f"Attempting to set unsupported magic method {name!r}.")
        if name in _ALL_MAGICS:
            if methods is not None and name not in methods:
                raise AttributeError(f"Mock object has no attribute '{name}'")
            self._mock_set_magic(name, value)
            return None
        if name == "__class__":
            d["_spec_class"] = value
            return None
        if _adopt(self, value, name, name):
            self._mock_children[name] = value
        if d.get("_mock_sealed") and not hasattr(self, name):
            raise AttributeError(f"Cannot set {self._extract_mock_name()}.{name}")
        if isinstance(value, PropertyMock):
            d[name] = value
            return None
        return object.__setattr__(self, name, value)

    def _mock_set_magic(self, name, value):
        cls = type(self)
        if _is_mock(value):
            _adopt(self, value, None, name)
            self._mock_children[name] = value
            setattr(cls, name, _Magic(name))
            return

        def method(self, /, *args, **kwargs):
            return value(self, *args, **kwargs)

        method.__name__ = name
        setattr(cls, name, method if callable(value) else value)

    def __delattr__(self, name):
        d = self.__dict__
        if name in _ALL_MAGICS:
            if name in type(self).__dict__:
                delattr(type(self), name)
            self._mock_children[name] = _DELETED
            return
        child = self._mock_children.get(name, _MISSING)
        if name in d:
            object.__delattr__(self, name)
        elif child is _DELETED:
            raise AttributeError(name)
        self._mock_children[name] = _DELETED

    def __dir__(self):
        if not FILTER_DIR:
            return object.__dir__(self)
        extras = self._mock_methods or []
        children = [n for n, child in self._mock_children.items() if child is not _DELETED]
        from_type = [n for n in dir(type(self)) if not n.startswith("_")]
        from_dict = [n for n in self.__dict__ if not n.startswith("_")]
        from_dict += [n for n, x in vars(type(self)).items() if n in _ALL_MAGICS and not isinstance(x, _Magic)]
        return sorted({*extras, *from_type, *from_dict, *children})

    # ---- configuration ----

    @property
    def return_value(self):
        if self._mock_front is not None:
            return self._mock_front.return_value
        value = self._mock_return_value
        if value is DEFAULT and self._mock_wraps is None:
            value = self._get_child_mock(_new_parent=self, _new_name="()")
            self.return_value = value
        return value

    @return_value.setter
    def return_value(self, value):
        if self._mock_front is not None:
            self._mock_front.return_value = value
        self.__dict__["_mock_return_value"] = value
        _adopt(self, value, None, "()")

    @property
    def side_effect(self):
        front = self._mock_front
        if front is None:
            return self._mock_side_effect
        effect = front.side_effect
        plain = effect is None or callable(effect) or _is_exception(effect) or hasattr(effect, "__next__")
        if not plain:
            effect = front.side_effect = iter(effect)
        return effect

    @side_effect.setter
    def side_effect(self, value):
        if value is not None and not callable(value) and not _is_exception(value):
            # Its items are the results, one after the other.
            try:
                value = iter(value)
            except TypeError:
                # What is no iterable is reported when the mock is called.
                pass
        if self._mock_front is not None:
            self._mock_front.side_effect = value
        self.__dict__["_mock_side_effect"] = value

    def configure_mock(self, /, **kwargs):
        """Set attributes; names may have dots."""
        for path, value in sorted(kwargs.items(), key=lambda item: item[0].count(".")):
            *way, last = path.split(".")
            obj = self
            for name in way:
                obj = getattr(obj, name)
            setattr(obj, last, value)

    def reset_mock(self, visited=None, *, return_value=False, side_effect=False):
        """Forget the calls, those of children too; and what is set, if asked."""
        visited = set() if visited is None else visited
        if id(self) in visited:
            return
        visited.add(id(self))
        d = self.__dict__
        self.called, self.call_count, self.call_args = False, 0, None
        self.call_args_list, self.mock_calls = _CallList(), _CallList()
        d["method_calls"] = _CallList()
        if return_value:
            d["_mock_return_value"] = DEFAULT
        if side_effect:
            d["_mock_side_effect"] = None
        for child in self._mock_children.values():
            if _is_mock(child):
                child.reset_mock(visited, return_value=return_value, side_effect=side_effect)
        result = self._mock_return_value
        if _is_mock(result) and result is not self:
            result.reset_mock(visited)

    # ---- names ----

    def _extract_mock_name(self):
        """The mock as an expression: its name and those of its parents."""
        parts, last = [], self._mock_new_name
        dot = "" if last == "()" else "."
        if last is not None and last != "":
            parts.append(last)
        one = self._mock_new_parent
        top = self
        while one is not None:
            top = one
            if one._mock_new_name:
                parts.append(one._mock_new_name + dot)
                dot = "" if one._mock_new_name == "()" else "."
            one = one._mock_new_parent
        parts.reverse()
        first = top._mock_name or "mock"
        if len(parts) > 0 and parts[0] not in ("()", "()."):
            first += "."
        return first + "".join(parts)

    def __repr__(self):
        name = self._extract_mock_name()
        shown = "" if name in ("mock", "mock.") else f" name={name!r}"
        spec = ""
        if self._spec_class is not None:
            spec = f" {'spec_set' if self._spec_set else 'spec'}={self._spec_class.__name__!r}"
        return f"<{type(self).__name__}{shown}{spec} id='{id(self)}'>"

    # ---- assertions ----

    def _format_mock_call_signature(self, args, kwargs):
        return format_call(self._mock_name or "mock", args, kwargs)

    def _calls_repr(self):
        return f"\nCalls: {safe_repr(self.mock_calls)}." if self.mock_calls else ""

    def _call_matcher(self, one):
        """What two calls are compared by: their arguments as the spec's signature orders them, if it is known."""
        name = one[0] if isinstance(one, tuple) and len(one) > 2 else ""
        signature = self._spec_signature if not name else self._signature_of(name)
        if signature is None:
            return one
        name, args, kwargs = _read(one)
        try:
            bound = signature.bind(*args, **kwargs)
        except TypeError as e:
            return e.with_traceback(None)
        return call(name, bound.args, bound.kwargs)

    def _signature_of(self, path):
        mock, signature = self, None
        for name in path.replace("()", "").split("."):
            child = mock._mock_children.get(name)
            if child is None and mock._mock_autospec and hasattr(mock._mock_spec, name):
                # Made when it is asked for.
                child = getattr(mock, name)
            mock = _behind(child)
            if not _is_mock(mock):
                break
            signature = mock._spec_signature
        return signature

    def assert_not_called(self):
        """The mock was never called."""
        if self.call_count:
            self._wrong_count("to not have been called")

    def _wrong_count(self, what):
        name = self._mock_name or "mock"
        raise AssertionError(f"Expected '{name}' {what}. Called {self.call_count} times.{self._calls_repr()}")

    def assert_called(self):
        """The mock was called."""
        if not self.call_count:
            raise AssertionError(f"Expected '{self._mock_name or 'mock'}' to have been called.")

    def assert_called_once(self):
        """The mock was called once."""
        if self.call_count != 1:
            self._wrong_count("to have been called once")

    def assert_called_with(self, /, *args, **kwargs):
        """The last call had these arguments."""
        text = self._format_mock_call_signature(args, kwargs)
        if self.call_args is None:
            raise AssertionError(f"expected call not found.\nExpected: {text}\n  Actual: not called.")
        expected = self._call_matcher(_Call((args, kwargs), two=True))
        if self._call_matcher(self.call_args) != expected:
            actual = self._format_mock_call_signature(*self.call_args)
            cause = expected if isinstance(expected, Exception) else None
            raise AssertionError(f"expected call not found.\nExpected: {text}\n  Actual: {actual}") from cause

    def assert_called_once_with(self, /, *args, **kwargs):
        """The mock was called once, with these arguments."""
        if self.call_count != 1:
            self._wrong_count("to be called once")
        return self.assert_called_with(*args, **kwargs)

    def assert_any_call(self, /, *args, **kwargs):
        """Some call had these arguments."""
        expected = self._call_matcher(_Call((args, kwargs), two=True))
        cause = expected if isinstance(expected, Exception) else None
        if cause is not None or expected not in [self._call_matcher(c) for c in self.call_args_list]:
            text = self._format_mock_call_signature(args, kwargs)
            raise AssertionError(f"{text} call not found") from cause

    def assert_has_calls(self, calls, any_order=False):
        """These calls are in `mock_calls`, one after the other unless `any_order`."""
        expected = [self._call_matcher(c) for c in calls]
        cause = next((e for e in expected if isinstance(e, Exception)), None)
        actual = _CallList(self._call_matcher(c) for c in self.mock_calls)
        if not any_order:
            if expected not in actual:
                if cause is None:
                    problem = "Calls not found."
                else:
                    errors = [e if isinstance(e, Exception) else None for e in expected]
                    problem = f"Error processing expected calls.\nErrors: {errors}"
                raise AssertionError(
                    f"{problem}\nExpected: {_CallList(calls)}\n  Actual: {safe_repr(self.mock_calls)}"
                ) from cause
            return
        left = list(actual)
        missing = []
        for one in expected:
            try:
                left.remove(one)
            except ValueError:
                missing.append(one)
        if missing:
            raise AssertionError(
                f"{self._mock_name or 'mock'!r} does not contain all of {tuple(missing)!r} in its call list, "
                f"found {left!r} instead"
            ) from cause


_OWN_PROPERTIES = {
    "called", "call_count", "call_args", "call_args_list", "mock_calls", "return_value", "side_effect", "await_count",
    "await_args", "await_args_list",
}


class CallableMixin(Base):
    """What lets a mock be called."""

    def __init__(
        self, spec=None, side_effect=None, return_value=DEFAULT, wraps=None, name=None, spec_set=None, parent=None,
        _spec_state=None, _new_name="", _new_parent=None, **kwargs
    ):
        super().__init__(spec, wraps, name, spec_set, parent, _spec_state, _new_name, _new_parent, **kwargs)
        self.__dict__["_mock_return_value"] = return_value
        if return_value is not DEFAULT:
            _adopt(self, return_value, None, "()")
        self.side_effect = side_effect

    def __call__(self, /, *args, **kwargs):
        self._mock_check_signature(args, kwargs)
        self._increment_mock_call(*args, **kwargs)
        return self._mock_call(*args, **kwargs)

    def _mock_check_signature(self, args, kwargs):
        if self._mock_autospec and self._spec_signature is not None:
            self._spec_signature.bind(*args, **kwargs)

    def _mock_call(self, /, *args, **kwargs):
        return self._execute_mock_call(*args, **kwargs)

    def _increment_mock_call(self, /, *args, **kwargs):
        """Notes a call here and, under this mock's name, in all mocks it belongs to."""
        d = self.__dict__
        with self._mock_lock:
            self.called = True
            self.call_count += 1
        two = _Call((args, kwargs), two=True)
        self.call_args = two
        self.call_args_list.append(two)
        self.mock_calls.append(_Call(("", args, kwargs)))
        method_name, of_method = d["_mock_name"], d["_mock_parent"] is not None
        name = d["_mock_new_name"]
        is_result = name == "()"
        one = d["_mock_new_parent"]
        while one is not None:
            if of_method:
                one.method_calls.append(_Call((method_name, args, kwargs)))
                of_method = one._mock_parent is not None
                if of_method:
                    method_name = f"{one._mock_name}.{method_name}"
            one.mock_calls.append(_Call((name, args, kwargs)))
            if one._mock_new_name:
                name = one._mock_new_name + ("" if is_result else ".") + name
                is_result = one._mock_new_name == "()"
            one = one._mock_new_parent

    def _execute_mock_call(self, /, *args, **kwargs):
        effect = self.side_effect
        if effect is not None:
            if _is_exception(effect):
                raise effect
            if callable(effect):
                result = effect(*args, **kwargs)
            else:
                result = next(effect)
                if _is_exception(result):
                    raise result
            if result is not DEFAULT:
                return result
        if self._mock_front is not None and self._mock_front.return_value is not DEFAULT:
            return self._mock_front.return_value
        if self._mock_return_value is not DEFAULT:
            return self.return_value
        if self._mock_wraps is not None:
            return self._mock_wraps(*args, **kwargs)
        return self.return_value


class Mock(CallableMixin, NonCallableMock):
    """A mock that can be called.

    `spec` (an object or a list of names) bounds its attributes, `spec_set` also those that can be set; `return_value` is
    what calls give; `side_effect` is raised, called, or iterated over instead; `wraps` is called by default. More keyword
    arguments set attributes.
    """


class MagicMixin(Base):
    """What gives a mock special methods."""

    _mock_magics = True


class NonCallableMagicMock(MagicMixin, NonCallableMock):
    """A MagicMock that cannot be called."""


class MagicMock(MagicMixin, Mock):
    """A Mock with special methods; with a spec, those of the spec."""


class PropertyMock(Mock):
    """A mock for the place of a property, in a class: reading calls it, writing calls it with the value."""

    def _get_child_mock(self, /, **kwargs):
        return MagicMock(**kwargs)

    def __get__(self, obj, obj_type=None):
        return self()

    def __set__(self, obj, value):
        self(value)


# ---- coroutines ----


class AsyncMockMixin(Base):
    """Calls give a coroutine; what was awaited is recorded beside what was called."""

    await_count = _delegated("await_count")
    await_args = _delegated("await_args")
    await_args_list = _delegated("await_args_list")

    def __init__(self, /, *args, **kwargs):
        self._mock_forget_awaits()
        super().__init__(*args, **kwargs)

    def _mock_forget_awaits(self):
        """Also makes it look like a coroutine function."""
        d = self.__dict__
        code = NonCallableMock(spec_set=types.CodeType)
        # A coroutine function of (*args, **kwargs).
        code.co_flags = 0x80 | 0x4 | 0x8
        code.co_argcount = code.co_posonlyargcount = code.co_kwonlyargcount = 0
        code.co_varnames = ("args", "kwargs")
        d["__code__"], d["__name__"], d["__defaults__"], d["__kwdefaults__"] = code, "AsyncMock", (), {}
        d["__annotations__"] = None
        d["_mock_await_count"], d["_mock_await_args"], d["_mock_await_args_list"] = 0, None, _CallList()

    async def _mock_call(self, /, *args, **kwargs):
        two = _Call((args, kwargs), two=True)
        d = self.__dict__
        d["_mock_await_count"] += 1
        d["_mock_await_args"] = two
        d["_mock_await_args_list"].append(two)
        effect = self._mock_side_effect
        if effect is not None:
            if _is_exception(effect):
                raise effect
            if not callable(effect):
                try:
                    result = next(effect)
                except StopIteration:
                    raise StopAsyncIteration
                if _is_exception(result):
                    raise result
            elif _is_async(effect):
                result = await effect(*args, **kwargs)
            else:
                result = effect(*args, **kwargs)
            if result is not DEFAULT:
                return result
        if self._mock_return_value is not DEFAULT:
            return self.return_value
        if self._mock_wraps is not None:
            result = self._mock_wraps(*args, **kwargs)
            return await result if _is_async(self._mock_wraps) else result
        return self.return_value

    def reset_mock(self, /, *args, **kwargs):
        super().reset_mock(*args, **kwargs)
        self._mock_forget_awaits()

    def _wrong_awaits(self, what):
        raise AssertionError(f"Expected {self._mock_name or 'mock'} {what}. Awaited {self.await_count} times.")

    def assert_awaited(self):
        """The mock was awaited."""
        if not self.await_count:
            raise AssertionError(f"Expected {self._mock_name or 'mock'} to have been awaited.")

    def assert_awaited_once(self):
        """The mock was awaited once."""
        if self.await_count != 1:
            self._wrong_awaits("to have been awaited once")

    def assert_awaited_with(self, /, *args, **kwargs):
        """The last await had these arguments."""
        text = self._format_mock_call_signature(args, kwargs)
        if self.await_args is None:
            raise AssertionError(f"Expected await: {text}\nNot awaited")
        if self._call_matcher(self.await_args) != self._call_matcher(_Call((args, kwargs), two=True)):
            actual = self._format_mock_call_signature(*self.await_args)
            raise AssertionError(f"expected await not found.\nExpected: {text}\n  Actual: {actual}")

    def assert_awaited_once_with(self, /, *args, **kwargs):
        """The mock was awaited once, with these arguments."""
        self.assert_awaited_once()
        return self.assert_awaited_with(*args, **kwargs)

    def assert_any_await(self, /, *args, **kwargs):
        """Some await had these arguments."""
        if _Call((args, kwargs), two=True) not in self.await_args_list:
            raise AssertionError(f"{self._format_mock_call_signature(args, kwargs)} await not found")

    def assert_has_awaits(self, calls, any_order=False):
        """These calls were awaited, one after the other unless `any_order`."""
        expected = [self._call_matcher(c) for c in calls]
        cause = next((e for e in expected if isinstance(e, Exception)), None)
        actual = _CallList(self._call_matcher(c) for c in self.await_args_list)
        if not any_order:
            if expected not in actual:
                if cause is None:
                    problem = "Awaits not found."
                else:
                    errors = [e if isinstance(e, Exception) else None for e in expected]
                    problem = f"Error processing expected awaits.\nErrors: {errors}"
                raise AssertionError(f"{problem}\nExpected: {_CallList(calls)}\nActual: {self.await_args_list}") from cause
            return
        missing = []
        for one in expected:
            try:
                actual.remove(one)
            except ValueError:
                missing.append(one)
        if missing:
            raise AssertionError(f"{tuple(missing)!r} not all found in await list") from cause

    def assert_not_awaited(self):
        """The mock was never awaited."""
        if self.await_count:
            self._wrong_awaits("to not have been awaited")


class AsyncMock(AsyncMockMixin, MagicMixin, Mock):
    """A MagicMock whose calls give coroutines."""


class ThreadingMixin(Base):
    """Lets threads wait until the mock is called."""

    DEFAULT_TIMEOUT = None

    def __init__(self, /, *args, timeout=DEFAULT, **kwargs):
        d = self.__dict__
        d["_mock_timeout"] = self.DEFAULT_TIMEOUT if timeout is DEFAULT else timeout
        d["_mock_changed"] = threading.Condition()
        super().__init__(*args, **kwargs)

    def _mock_call(self, /, *args, **kwargs):
        result = super()._mock_call(*args, **kwargs)
        with self._mock_changed:
            self._mock_changed.notify_all()
        return result

    def wait_until_called(self, *, timeout=DEFAULT):
        """Wait for a call."""
        timeout = self._mock_timeout if timeout is DEFAULT else timeout
        with self._mock_changed:
            if not self._mock_changed.wait_for(lambda: self.called, timeout):
                raise AssertionError(f"{self._mock_name or 'mock'} was not called before timeout({timeout}).")

    def wait_until_any_call_with(self, *args, **kwargs):
        """Wait for a call with these arguments."""
        expected = _Call((args, kwargs), two=True)
        with self._mock_changed:
            if not self._mock_changed.wait_for(lambda: expected in self.call_args_list, self._mock_timeout):
                raise AssertionError(f"{self._format_mock_call_signature(args, kwargs)} call not found")


class ThreadingMock(ThreadingMixin, MagicMixin, Mock):
    """A MagicMock that threads can wait for."""


# ---- specs of a whole object ----


def _autospec_child(parent, name, spec):
    """The mock of an attribute of an object that `create_autospec` was given."""
    owner = parent._mock_spec
    mock = _autospec(spec, parent._spec_set, not isinstance(spec, type), name, parent)
    d = mock.__dict__
    if isinstance(_raw_attribute(owner if isinstance(owner, type) else None, name), types.FunctionType):
        # A method, looked up in its class: nobody gives self.
        d["_spec_signature"] = _without_self(d["_spec_signature"])
    if parent._mock_wraps is not None:
        d["_mock_wraps"] = getattr(parent._mock_wraps, name)
    return mock


def _autospec(spec, spec_set, instance, name, parent, **kwargs):
    if _is_names(spec):
        # A list as a spec would be one of names.
        spec, instance = type(spec), True
    # None has no attributes worth keeping to.
    options = {} if spec is None else {"spec_set" if spec_set else "spec": spec}
    # Attributes of what is still to be made.
    later = {path: kwargs.pop(path) for path in list(kwargs) if "." in path}
    as_instance = instance and isinstance(spec, type)
    if _is_async(spec):
        cls = AsyncMock
    elif _instances_callable(spec) if as_instance else _is_callable(spec):
        cls = MagicMock
    else:
        cls = NonCallableMagicMock
    new_name = "" if parent is None else name
    mock = cls(parent=parent, name=name, _new_parent=parent, _new_name=new_name, **options, **kwargs)
    d = mock.__dict__
    d["_mock_autospec"] = not _is_names(spec)
    if as_instance:
        # Calling an instance is calling its class's method.
        d["_spec_signature"] = _without_self(_signature(spec.__call__)) if cls is MagicMock else None
    elif isinstance(spec, type) and "return_value" not in kwargs:
        instance_of = _autospec(spec, spec_set, True, "()", mock)
        d["_mock_return_value"] = instance_of
        if mock._mock_wraps is not None:
            # Instances come from what is wrapped, unless a value is set.
            d["_mock_return_value"] = DEFAULT
    mock.configure_mock(**later)
    return mock


_FRONT_METHODS = (
    "assert_called_with", "assert_not_called", "assert_called_once", "assert_called_once_with", "assert_has_calls",
    "assert_any_call", "assert_called", "reset_mock",
)


def _function_before(mock, spec):
    """A function with the signature of `spec` that calls a mock and has its attributes."""

    def function(*args, **kwargs):
        return mock(*args, **kwargs)

    for name in ("__name__", "__doc__", "__module__", "__text_signature__", "__defaults__", "__kwdefaults__"):
        try:
            setattr(function, name, getattr(spec, name))
        except (AttributeError, TypeError):
            pass
    if mock._spec_signature is not None:
        function.__signature__ = mock._spec_signature
    function.mock = mock
    function.called, function.call_count, function.call_args = False, 0, None
    function.call_args_list, function.mock_calls, function.method_calls = _CallList(), _CallList(), _CallList()
    function.return_value, function.side_effect = mock.return_value, mock.side_effect
    for name in _FRONT_METHODS:
        setattr(function, name, getattr(mock, name))
    mock.__dict__["_mock_front"] = function
    return function


def create_autospec(spec, spec_set=False, instance=False, _parent=None, _name=None, *, unsafe=False, **kwargs):
    """A mock with the attributes of an object, whose attributes are such mocks again.

    Calls must fit the object's signature, where it can be known. A class gives a mock whose return value stands for an
    instance, a function gives a function, whose `mock` is the mock.
    """
    if _is_mock(spec):
        raise InvalidSpecError(f"Cannot autospec a Mock object. [object={spec!r}]")
    if not unsafe:
        _check_typos(kwargs)
    name = kwargs.pop("name", _name)
    mock = _autospec(spec, spec_set, instance, name, _parent, **kwargs)
    if isinstance(spec, (types.FunctionType, types.MethodType)) and not _is_async(spec):
        return _function_before(mock, spec)
    return mock


def seal(mock):
    """Let a mock and its children make no new attributes."""
    mock.__dict__["_mock_sealed"] = True
    for name in dir(mock):
        if mock._mock_autospec and name != "return_value" and name not in mock._mock_children:
            # Made when it is asked for, as the spec has it.
            continue
        try:
            child = getattr(mock, name)
        except AttributeError:
            continue
        if _is_mock(child) and child._mock_new_parent is mock and not child._mock_sealed:
            seal(child)


from ._open import mock_open
from ._patch import _patch, _patch_dict, patch
