"""Putting something in the place of something else for a while."""

import builtins
import contextlib
import importlib
import sys
import types
from functools import wraps

from . import mock
from ._calls import DEFAULT

_BUILTINS = {name for name in dir(builtins) if not name.startswith("_")}
# A function has these whatever happens: deleting them is not enough to bring them back.
_ALWAYS_THERE = ("__doc__", "__module__", "__defaults__", "__annotations__", "__kwdefaults__")


def _resolve(path):
    """The object of a dotted name: modules are imported as far as needed."""
    if ":" in path:
        # "module:attribute", which leaves no doubt.
        name, _, attributes = path.partition(":")
        obj = importlib.import_module(name)
        for part in attributes.split("."):
            obj = getattr(obj, part)
        return obj
    name, *rest = path.split(".")
    obj = importlib.import_module(name)
    while rest:
        # A module of that name goes before an attribute of its package.
        name += f".{rest[0]}"
        try:
            obj = importlib.import_module(name)
        except ImportError:
            break
        del rest[0]
    for part in rest:
        obj = getattr(obj, part)
    return obj


def _target(path):
    """What gives the object, and the name of its attribute."""
    try:
        owner, attribute = path.rsplit(".", 1)
    except (TypeError, ValueError, AttributeError):
        raise TypeError(f"Need a valid target to patch. You supplied: {path!r}")
    return lambda: _resolve(owner), attribute


class _Patcher:
    """What a patch of an attribute and one of a dictionary have in common: being a decorator, `start` and `stop`."""

    # The keyword that the replacement is given to a decorated function by; None: it is a positional argument.
    attribute_name = None
    new = None
    _active = []

    def __call__(self, func):
        if isinstance(func, type):
            return self.decorate_class(func)
        return self._decorate(func)

    def decorate_class(self, cls):
        """Patches each test method of a class."""
        for name in dir(cls):
            if name.startswith(patch.TEST_PREFIX):
                value = getattr(cls, name)
                if hasattr(value, "__call__"):
                    setattr(cls, name, self.copy()(value))
        return cls

    def _decorate(self, func):
        if hasattr(func, "patchings"):
            # Decorated already: one wrapper does for all.
            func.patchings.append(self)
            return func
        if mock._is_async(func):
            @wraps(func)
            async def patched(*args, **kwargs):
                with _entered(patched.patchings, args, kwargs) as (args, kwargs):
                    return await func(*args, **kwargs)
        else:
            @wraps(func)
            def patched(*args, **kwargs):
                with _entered(patched.patchings, args, kwargs) as (args, kwargs):
                    return func(*args, **kwargs)
        patched.patchings = [self]
        return patched

    def start(self):
        """Patch until `stop`; gives the replacement."""
        value = self.__enter__()
        self._active.append(self)
        return value

    def stop(self):
        """Undo `start`."""
        try:
            self._active.remove(self)
        except ValueError:
            # Not started.
            return None
        return self.__exit__(None, None, None)


@contextlib.contextmanager
def _entered(patchers, args, kwargs):
    """The arguments of a decorated function, with the replacements that the patchers make."""
    with contextlib.ExitStack() as stack:
        made = []
        for one in patchers:
            value = stack.enter_context(one)
            if one.attribute_name is not None:
                kwargs.update(value)
            elif one.new is DEFAULT:
                made.append(value)
        yield args + tuple(made), kwargs


class _patch(_Patcher):
    """A replacement of an attribute."""

    def __init__(
        self, getter, attribute, new, spec, create, spec_set, autospec, new_callable, kwargs, *, unsafe=False
    ):
        if new_callable is not None:
            if new is not DEFAULT:
                raise ValueError("Cannot use 'new' and 'new_callable' together")
            if autospec is not None:
                raise ValueError("Cannot use 'autospec' and 'new_callable' together")
        if not unsafe:
            mock._check_typos(kwargs)
        for name, value, what in (("spec", spec, "spec"), ("spec_set", spec_set, "spec_set target")):
            if mock._is_mock(value):
                raise mock.InvalidSpecError(
                    f"Cannot spec attr {attribute!r} as the {what} has already been mocked out. [{name}={value!r}]"
                )
        self.getter = getter
        self.attribute = attribute
        self.new = new
        self.new_callable = new_callable
        self.spec = spec
        self.spec_set = spec_set
        self.autospec = autospec
        self.create = create
        self.kwargs = kwargs
        self.additional_patchers = []
        self.is_started = False

    def copy(self):
        new = _patch(
            self.getter, self.attribute, self.new, self.spec, self.create, self.spec_set, self.autospec,
            self.new_callable, self.kwargs,
        )
        new.attribute_name = self.attribute_name
        new.additional_patchers = [p.copy() for p in self.additional_patchers]
        return new

    def get_original(self):
        """The present value, and whether the object itself has it (rather than its class)."""
        name = self.attribute
        local = name in getattr(self.target, "__dict__", ())
        original = self.target.__dict__[name] if local else getattr(self.target, name, DEFAULT)
        if name in _BUILTINS and isinstance(self.target, types.ModuleType):
            # Modules use builtins without having them.
            self.create = True
        if original is DEFAULT and not self.create:
            raise AttributeError(f"{self.target} does not have the attribute {name!r}")
        return original, local

    def _specs(self, original):
        """spec and spec_set with True resolved to the object that is replaced."""
        spec, spec_set = (None if x is False else x for x in (self.spec, self.spec_set))
        if spec is True:
            spec = original
        if spec_set is True:
            spec, spec_set = None, original if spec is None else spec
        if (spec is not None or spec_set is not None) and original is DEFAULT:
            raise TypeError("Can't use 'spec' with create=True")
        return spec, spec_set

    def _make_mock(self, original):
        spec, spec_set = self._specs(original)
        model = spec if spec_set is None else spec_set
        if self.new_callable is not None:
            cls = self.new_callable
        elif mock._is_async(original if model is None else model):
            cls = mock.AsyncMock
        elif model is not None and not mock._is_callable(model):
            cls = mock.NonCallableMagicMock
        else:
            cls = mock.MagicMock
        options = {}
        if spec is not None:
            options["spec"] = spec
        if spec_set is not None:
            options["spec_set"] = spec_set
        if isinstance(cls, type) and issubclass(cls, mock.NonCallableMock) and self.attribute:
            options["name"] = self.attribute
        options.update(self.kwargs)
        new = cls(**options)
        if model is not None and isinstance(original, type) and mock._is_mock(new):
            # A class: what calling it gives stands for an instance and has the same spec.
            if not mock._is_names(model) and not mock._instances_callable(model):
                cls = mock.NonCallableMagicMock
            options.pop("name", None)
            new.return_value = cls(_new_parent=new, _new_name="()", **options)
        return new

    def _make_autospec(self, original):
        if self.new is not DEFAULT:
            raise TypeError("autospec creates the mock for you. Can't specify autospec and new.")
        if original is DEFAULT:
            raise TypeError("Can't use 'autospec' with create=True")
        spec = original if self.autospec is True else self.autospec
        shown = f"[target={self.target!r}, attr={spec!r}]"
        if mock._is_mock(self.target):
            raise mock.InvalidSpecError(
                f"Cannot autospec attr {self.attribute!r} as the patch target has already been mocked out. {shown}"
            )
        if mock._is_mock(spec):
            name = getattr(self.target, "__name__", self.target)
            raise mock.InvalidSpecError(
                f"Cannot autospec attr {self.attribute!r} from target {name!r} as it has already been mocked out. {shown}"
            )
        return mock.create_autospec(spec, spec_set=bool(self.spec_set), _name=self.attribute, **self.kwargs)

    def _replacement(self, original):
        has_spec, autospec, has_set = (
            x is not None and x is not False for x in (self.spec, self.autospec, self.spec_set)
        )
        if has_spec and autospec:
            raise TypeError("Can't specify spec and autospec")
        if (has_spec or autospec) and has_set and self.spec_set is not True:
            raise TypeError("Can't provide explicit spec_set *and* spec or autospec")
        if autospec:
            return self._make_autospec(original)
        if self.new is DEFAULT:
            return self._make_mock(original)
        if self.kwargs:
            raise TypeError("Can't pass kwargs to a mock we aren't creating")
        return self.new

    def __enter__(self):
        if self.is_started:
            raise RuntimeError("Patch is already started")
        self.target = self.getter()
        original, local = self.get_original()
        new = self._replacement(original)
        self.temp_original, self.is_local = original, local
        self._exit_stack = contextlib.ExitStack()
        self.is_started = True
        try:
            setattr(self.target, self.attribute, new)
            if self.attribute_name is None:
                return new
            made = {self.attribute_name: new} if self.new is DEFAULT else {}
            for other in self.additional_patchers:
                value = self._exit_stack.enter_context(other)
                if other.new is DEFAULT:
                    made.update(value)
            return made
        except:
            if not self.__exit__(*sys.exc_info()):
                raise

    def __exit__(self, *exc_info):
        if not self.is_started:
            return None
        if self.is_local and self.temp_original is not DEFAULT:
            setattr(self.target, self.attribute, self.temp_original)
        else:
            delattr(self.target, self.attribute)
            gone = not hasattr(self.target, self.attribute)
            if not self.create and (gone or self.attribute in _ALWAYS_THERE):
                # The target handed the attribute on to another object.
                setattr(self.target, self.attribute, self.temp_original)
        stack = self._exit_stack
        del self.temp_original, self.is_local, self.target, self._exit_stack
        self.is_started = False
        return stack.__exit__(*exc_info)


class _patch_dict(_Patcher):
    """A dictionary, or what has its methods, with items for a while; `clear` empties it first."""

    def __init__(self, in_dict, values=(), clear=False, **kwargs):
        self.in_dict = in_dict
        self.values = dict(values)
        self.values.update(kwargs)
        self.clear = clear
        self._original = None

    def copy(self):
        return _patch_dict(self.in_dict, self.values, self.clear)

    def __enter__(self):
        if isinstance(self.in_dict, str):
            self.in_dict = _resolve(self.in_dict)
        target = self.in_dict
        try:
            self._original = target.copy()
        except AttributeError:
            self._original = {key: target[key] for key in target}
        if self.clear:
            _clear(target)
        _update(target, self.values)
        return target

    def __exit__(self, *args):
        if self._original is not None:
            _clear(self.in_dict)
            _update(self.in_dict, self._original)
            self._original = None
        return False


def _clear(mapping):
    try:
        mapping.clear()
    except AttributeError:
        for key in list(mapping):
            del mapping[key]


def _update(mapping, values):
    try:
        mapping.update(values)
    except AttributeError:
        for key in values:
            mapping[key] = values[key]


def patch(
    target, new=DEFAULT, spec=None, create=False, spec_set=None, autospec=None, new_callable=None, *, unsafe=False,
    **kwargs
):
    """Replace what a dotted name means, as a decorator, a context or by `start` and `stop`.

    Without `new` the replacement is a MagicMock, which a decorated function gets as an argument and `with` gives.
    """
    getter, attribute = _target(target)
    return _patch(getter, attribute, new, spec, create, spec_set, autospec, new_callable, kwargs, unsafe=unsafe)


def _patch_object(
    target, attribute, new=DEFAULT, spec=None, create=False, spec_set=None, autospec=None, new_callable=None, *,
    unsafe=False, **kwargs
):
    """As patch, for an attribute of an object."""
    if type(target) is str:
        raise TypeError(f"{target!r} must be the actual object to be patched, not a str")
    return _patch(
        lambda: target, attribute, new, spec, create, spec_set, autospec, new_callable, kwargs, unsafe=unsafe
    )


def _patch_multiple(
    target, spec=None, create=False, spec_set=None, autospec=None, new_callable=None, *, unsafe=False, **kwargs
):
    """As patch, for several attributes of one object; mocks are given by the attributes' names."""
    getter = (lambda: _resolve(target)) if type(target) is str else (lambda: target)
    if not kwargs:
        raise ValueError("Must supply at least one keyword argument with patch.multiple")
    patchers = []
    for attribute, new in kwargs.items():
        one = _patch(getter, attribute, new, spec, create, spec_set, autospec, new_callable, {}, unsafe=unsafe)
        one.attribute_name = attribute
        patchers.append(one)
    first, *others = patchers
    first.additional_patchers.extend(others)
    return first


def _patch_stopall():
    """Stop all patches that were started, last one first."""
    for one in reversed(list(_Patcher._active)):
        one.stop()


patch.object = _patch_object
patch.dict = _patch_dict
patch.multiple = _patch_multiple
patch.stopall = _patch_stopall
patch.TEST_PREFIX = "test"
