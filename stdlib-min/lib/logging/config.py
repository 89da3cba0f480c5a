"""Configuring loggers, handlers, formatters and filters from a dict or a file.

The dict of a configuration is wrapped (ConvertingDict and its like), so that "ext://" and "cfg://" texts in it become
what they stand for when they are looked at.
"""

import functools
import io
import logging
import logging.handlers
import os
import queue
import re
import struct
import threading
import traceback
import warnings
from socketserver import StreamRequestHandler, ThreadingTCPServer

DEFAULT_LOGGING_CONFIG_PORT = 9030

# ------------------------------------------------------------------ what both kinds of configuration use


def _import_dotted(name, importer):
    """The object with a dotted name; modules on the way are imported."""
    first, *rest = name.split(".")
    found = importer(first)
    used = first
    for part in rest:
        used += "." + part
        try:
            found = getattr(found, part)
        except AttributeError:
            importer(used)
            found = getattr(found, part)
    return found


def _resolve(name):
    return _import_dotted(name, __import__)


def _clearExistingHandlers():
    logging._handlers.clear()
    logging.shutdown(logging._handlerList[:])
    del logging._handlerList[:]


class _Existing:
    """The loggers that were there before, until the new configuration names them."""

    def __init__(self):
        self.left = sorted(logging.root.manager.loggerDict)
        self.children = set()

    def configured(self, name):
        if name in self.left:
            self.left.remove(name)
            self.children.update(x for x in self.left if x.startswith(name + "."))

    def finish(self, disable):
        """Loggers below named ones go back to their defaults; the others are disabled if `disable` says so."""
        for name in self.left:
            logger = logging.root.manager.loggerDict[name]
            if name not in self.children:
                logger.disabled = disable
            elif not isinstance(logger, logging.PlaceHolder):
                logger.setLevel(logging.NOTSET)
                logger.handlers = []
                logger.propagate = True


# ------------------------------------------------------------------ files


def fileConfig(fname, defaults=None, disable_existing_loggers=True, encoding=None):
    """Configures from a file in the format of configparser: a path, an open file, or a parser."""
    import configparser

    if isinstance(fname, str):
        if not os.path.exists(fname):
            raise FileNotFoundError(f"{fname} doesn't exist")
        if not os.path.getsize(fname):
            raise RuntimeError(f"{fname} is an empty file")
    if isinstance(fname, configparser.RawConfigParser):
        parser = fname
    else:
        try:
            parser = configparser.ConfigParser(defaults)
            if hasattr(fname, "readline"):
                parser.read_file(fname)
            else:
                parser.read(fname, encoding=io.text_encoding(encoding))
        except configparser.ParsingError as e:
            raise RuntimeError(f"{fname} is invalid: {e}")
    formatters = _file_formatters(parser)
    with logging._lock:
        _clearExistingHandlers()
        handlers = _file_handlers(parser, formatters)
        _file_loggers(parser, handlers, disable_existing_loggers)


def _names(text):
    return [x.strip() for x in text.split(",")] if text else []


def _file_formatters(parser):
    made = {}
    for name in _names(parser["formatters"]["keys"]):
        section = f"formatter_{name}"

        def option(key, fallback=None):
            return parser.get(section, key, raw=True, fallback=fallback)

        class_name = parser[section].get("class")
        make = _resolve(class_name) if class_name else logging.Formatter
        more = {}
        defaults = option("defaults")
        if defaults is not None:
            more["defaults"] = eval(defaults, vars(logging))
        made[name] = make(option("format"), option("datefmt"), option("style", "%"), **more)
    return made


def _file_handlers(parser, formatters):
    made = {}
    targets = []
    for name in _names(parser["handlers"]["keys"]):
        section = parser[f"handler_{name}"]
        make = section["class"]
        try:
            make = eval(make, vars(logging))
        except (AttributeError, NameError):
            make = _resolve(make)
        args = eval(section.get("args", "()"), vars(logging))
        kwargs = eval(section.get("kwargs", "{}"), vars(logging))
        handler = make(*args, **kwargs)
        handler.name = name
        if "level" in section:
            handler.setLevel(section["level"])
        formatter = section.get("formatter", "")
        if formatter:
            handler.setFormatter(formatters[formatter])
        if issubclass(make, logging.handlers.MemoryHandler):
            target = section.get("target", "")
            if target:
                # It may come later in the file.
                targets.append((handler, target))
        made[name] = handler
    for handler, target in targets:
        handler.setTarget(made[target])
    return made


def _file_logger(section, logger, handlers):
    if "level" in section:
        logger.setLevel(section["level"])
    for h in logger.handlers[:]:
        logger.removeHandler(h)
    for name in _names(section["handlers"]):
        logger.addHandler(handlers[name])


def _file_loggers(parser, handlers, disable):
    names = _names(parser["loggers"]["keys"])
    names.remove("root")
    _file_logger(parser["logger_root"], logging.root, handlers)
    existing = _Existing()
    for name in names:
        section = parser[f"logger_{name}"]
        full = section["qualname"]
        logger = logging.getLogger(full)
        existing.configured(full)
        _file_logger(section, logger, handlers)
        logger.propagate = section.getint("propagate", fallback=1)
        logger.disabled = 0
    existing.finish(disable)


# ------------------------------------------------------------------ values of a configuration

IDENTIFIER = re.compile("^[a-z_][a-z0-9_]*$", re.I)


def valid_ident(s):
    """True for an identifier, else ValueError."""
    if not IDENTIFIER.match(s):
        raise ValueError(f"Not a valid Python identifier: {s!r}")
    return True


class ConvertingMixin:
    """What the containers share: values are converted when they are looked at."""

    def convert_with_key(self, key, value, replace=True):
        result = self.configurator.convert(value)
        if value is not result:
            if replace:
                self[key] = result
            if type(result) in _CONVERTING:
                result.parent = self
                result.key = key
        return result

    def convert(self, value):
        result = self.configurator.convert(value)
        if value is not result and type(result) in _CONVERTING:
            result.parent = self
        return result


class ConvertingDict(dict, ConvertingMixin):
    """A dict of a configuration."""

    def __getitem__(self, key):
        return self.convert_with_key(key, dict.__getitem__(self, key))

    def get(self, key, default=None):
        return self.convert_with_key(key, dict.get(self, key, default))

    def pop(self, key, default=None):
        return self.convert_with_key(key, dict.pop(self, key, default), replace=False)


class ConvertingList(list, ConvertingMixin):
    """A list of a configuration."""

    def __getitem__(self, key):
        return self.convert_with_key(key, list.__getitem__(self, key))

    def pop(self, idx=-1):
        return self.convert(list.pop(self, idx))


class ConvertingTuple(tuple, ConvertingMixin):
    """A tuple of a configuration."""

    def __getitem__(self, key):
        # It cannot be changed.
        return self.convert_with_key(key, tuple.__getitem__(self, key), replace=False)


_CONVERTING = (ConvertingDict, ConvertingList, ConvertingTuple)


class BaseConfigurator:
    """Knows how values of a configuration are looked up and converted."""

    CONVERT_PATTERN = re.compile(r"^(?P<prefix>[a-z]+)://(?P<suffix>.*)$")
    WORD_PATTERN = re.compile(r"^\s*(\w+)\s*")
    DOT_PATTERN = re.compile(r"^\.\s*(\w+)\s*")
    INDEX_PATTERN = re.compile(r"^\[([^\[\]]*)\]\s*")
    DIGIT_PATTERN = re.compile(r"^\d+$")

    # Prefix to the method that converts what follows it.
    value_converters = {"ext": "ext_convert", "cfg": "cfg_convert"}

    importer = staticmethod(__import__)

    def __init__(self, config):
        self.config = ConvertingDict(config)
        self.config.configurator = self

    def resolve(self, s):
        """The object with a dotted name."""
        try:
            return _import_dotted(s, self.importer)
        except ImportError as e:
            raise ValueError(f"Cannot resolve {s!r}: {e}") from e

    def ext_convert(self, value):
        return self.resolve(value)

    def cfg_convert(self, value):
        """A part of the configuration: a name, then .name and [index]."""
        m = self.WORD_PATTERN.match(value)
        if m is None:
            raise ValueError(f"Unable to convert {value!r}")
        found = self.config[m[1]]
        rest = value[m.end():]
        while rest:
            if m := self.DOT_PATTERN.match(rest):
                found = found[m[1]]
            elif m := self.INDEX_PATTERN.match(rest):
                index = m[1]
                if self.DIGIT_PATTERN.match(index):
                    try:
                        found = found[int(index)]
                    except TypeError:
                        found = found[index]
                else:
                    found = found[index]
            else:
                raise ValueError(f"Unable to convert {value!r} at {rest!r}")
            rest = rest[m.end():]
        return found

    def convert(self, value):
        """The value to use: containers wrapped, texts with a known prefix replaced."""
        if isinstance(value, _CONVERTING):
            return value
        if isinstance(value, dict):
            value = ConvertingDict(value)
        elif isinstance(value, list):
            value = ConvertingList(value)
        elif isinstance(value, tuple) and not hasattr(value, "_fields"):
            value = ConvertingTuple(value)
        else:
            if isinstance(value, str) and (m := self.CONVERT_PATTERN.match(value)):
                converter = self.value_converters.get(m["prefix"], None)
                if converter:
                    value = getattr(self, converter)(m["suffix"])
            return value
        value.configurator = self
        return value

    def configure_custom(self, config):
        """What the factory under "()" makes of the other entries; "." holds attributes to set."""
        make = config.pop("()")
        if not callable(make):
            make = self.resolve(make)
        result = make(**_arguments(config))
        _set_properties(result, config)
        return result

    def as_tuple(self, value):
        return tuple(value) if isinstance(value, list) else value


def _arguments(config):
    return {k: config[k] for k in config if k != "." and valid_ident(k)}


def _set_properties(made, config):
    props = config.pop(".", None)
    if props:
        for name, value in props.items():
            setattr(made, name, value)


def _is_queue_like_object(obj):
    if isinstance(obj, (queue.Queue, queue.SimpleQueue)):
        return True
    return all(callable(getattr(obj, name, None)) for name in ("put_nowait", "get"))


class _step:
    """Around a step of a configuration: what goes wrong in it is a ValueError that says which step."""

    def __init__(self, text):
        self.text = text

    def __enter__(self):
        return self

    def __exit__(self, kind, e, tb):
        if e is not None and isinstance(e, Exception):
            raise ValueError(self.text) from e
        return False


class DictConfigurator(BaseConfigurator):
    """Configures from a dict in the schema of the documentation of logging.config."""

    def configure(self):
        config = self.config
        if "version" not in config:
            raise ValueError("dictionary doesn't specify a version")
        if config["version"] != 1:
            raise ValueError(f"Unsupported version: {config['version']}")
        incremental = config.pop("incremental", False)
        with logging._lock:
            if incremental:
                self._change(config)
            else:
                self._build(config)

    def _change(self, config):
        """Changes levels only."""
        handlers = config.get("handlers", {})
        for name in handlers:
            if name not in logging._handlers:
                raise ValueError(f"No handler found with name {name!r}")
            with _step(f"Unable to configure handler {name!r}"):
                level = handlers[name].get("level", None)
                if level:
                    logging._handlers[name].setLevel(logging._checkLevel(level))
        self._configure_loggers(config, True)
        self._configure_root(config, True)

    def _build(self, config):
        """Replaces the whole configuration."""
        disable = config.pop("disable_existing_loggers", True)
        _clearExistingHandlers()
        formatters = config.get("formatters", {})
        for name in formatters:
            with _step(f"Unable to configure formatter {name!r}"):
                formatters[name] = self.configure_formatter(formatters[name])
        filters = config.get("filters", {})
        for name in filters:
            with _step(f"Unable to configure filter {name!r}"):
                filters[name] = self.configure_filter(filters[name])
        self._configure_handlers(config.get("handlers", {}))
        existing = _Existing()
        self._configure_loggers(config, False, existing)
        existing.finish(disable)
        self._configure_root(config, False)

    def _configure_handlers(self, handlers):
        """Those that need others which are not there yet come in a second round."""
        waiting = []
        for name in sorted(handlers):
            try:
                self._make_handler(handlers, name)
            except Exception as e:
                if " not configured yet" not in str(e.__cause__):
                    raise ValueError(f"Unable to configure handler {name!r}") from e
                waiting.append(name)
        for name in waiting:
            with _step(f"Unable to configure handler {name!r}"):
                self._make_handler(handlers, name)

    def _make_handler(self, handlers, name):
        handler = self.configure_handler(handlers[name])
        handler.name = name
        handlers[name] = handler

    def _configure_loggers(self, config, incremental, existing=None):
        loggers = config.get("loggers", {})
        for name in loggers:
            if existing:
                existing.configured(name)
            with _step(f"Unable to configure logger {name!r}"):
                self.configure_logger(name, loggers[name], incremental)

    def _configure_root(self, config, incremental):
        root = config.get("root", None)
        if root:
            with _step("Unable to configure root logger"):
                self.configure_root(root, incremental)

    def configure_formatter(self, config):
        if "()" in config:
            factory = config["()"]
            try:
                return self.configure_custom(config)
            except TypeError as e:
                # The name of the first parameter of Formatter is another one.
                if "'format'" not in str(e):
                    raise
                config["fmt"] = config.pop("format")
                config["()"] = factory
                return self.configure_custom(config)
        class_name = config.get("class", None)
        make = _resolve(class_name) if class_name else logging.Formatter
        args = [config.get("format", None), config.get("datefmt", None), config.get("style", "%")]
        if "validate" in config:
            args.append(config["validate"])
        defaults = config.get("defaults", None)
        return make(*args) if defaults is None else make(*args, defaults=defaults)

    def configure_filter(self, config):
        if "()" in config:
            return self.configure_custom(config)
        return logging.Filter(config.get("name", ""))

    def add_filters(self, filterer, filters):
        for f in filters:
            with _step(f"Unable to add filter {f!r}"):
                if not (callable(f) or callable(getattr(f, "filter", None))):
                    f = self.config["filters"][f]
                filterer.addFilter(f)

    def configure_handler(self, config):
        # For the second round, if this one fails.
        before = dict(config)
        formatter = config.pop("formatter", None)
        if formatter:
            with _step(f"Unable to set formatter {formatter!r}"):
                formatter = self.config["formatters"][formatter]
        level = config.pop("level", None)
        filters = config.pop("filters", None)
        if "()" in config:
            make = config.pop("()")
            if not callable(make):
                make = self.resolve(make)
        else:
            make = config.pop("class")
            if not callable(make):
                make = self.resolve(make)
            if issubclass(make, logging.handlers.MemoryHandler):
                self._prepare_memory(config, before)
            elif issubclass(make, logging.handlers.QueueHandler):
                self._prepare_queue(config, before)
                make = functools.partial(_make_queue_handler, make)
        handler = _call_handler(make, _arguments(config))
        if formatter:
            handler.setFormatter(formatter)
        if level is not None:
            handler.setLevel(logging._checkLevel(level))
        if filters:
            self.add_filters(handler, filters)
        _set_properties(handler, config)
        return handler

    def _other_handler(self, name, config, before, message):
        """Another handler by name; TypeError, and the configuration as it was, if it is not there yet."""
        found = self.config["handlers"][name]
        if not isinstance(found, logging.Handler):
            config.update(before)
            raise TypeError(message)
        return found

    def _prepare_memory(self, config, before):
        if "flushLevel" in config:
            config["flushLevel"] = logging._checkLevel(config["flushLevel"])
        if "target" in config:
            name = config["target"]
            with _step(f"Unable to set target handler {name!r}"):
                config["target"] = self._other_handler(name, config, before, "target not configured yet")

    def _prepare_queue(self, config, before):
        if "queue" in config:
            spec = config["queue"]
            wrong = f"Invalid queue specifier {spec!r}"
            if isinstance(spec, str):
                make = self.resolve(spec)
                if not callable(make):
                    raise TypeError(wrong)
                config["queue"] = make()
            elif isinstance(spec, dict):
                if "()" not in spec:
                    raise TypeError(wrong)
                config["queue"] = self.configure_custom(dict(spec))
            elif not _is_queue_like_object(spec):
                raise TypeError(wrong)
        if "listener" in config:
            config["listener"] = self._listener_class(config["listener"])
        if "handlers" in config:
            found = []
            for name in config["handlers"]:
                with _step(f"Unable to set required handler {name!r}"):
                    message = f"Required handler {name!r} is not configured yet"
                    found.append(self._other_handler(name, config, before, message))
            config["handlers"] = found

    def _listener_class(self, spec):
        wrong = f"Invalid listener specifier {spec!r}"
        base = logging.handlers.QueueListener
        found = spec
        if isinstance(spec, str):
            found = self.resolve(spec)
        elif isinstance(spec, dict) and "()" in spec:
            found = self.configure_custom(dict(spec))
        elif not isinstance(spec, type):
            raise TypeError(wrong)
        if isinstance(found, type) and not isinstance(spec, dict) and not issubclass(found, base):
            raise TypeError(wrong)
        if not callable(found):
            raise TypeError(wrong)
        return found

    def add_handlers(self, logger, handlers):
        for h in handlers:
            with _step(f"Unable to add handler {h!r}"):
                logger.addHandler(self.config["handlers"][h])

    def common_logger_config(self, logger, config, incremental=False):
        level = config.get("level", None)
        if level is not None:
            logger.setLevel(logging._checkLevel(level))
        if incremental:
            return
        for h in logger.handlers[:]:
            logger.removeHandler(h)
        handlers = config.get("handlers", None)
        if handlers:
            self.add_handlers(logger, handlers)
        filters = config.get("filters", None)
        if filters:
            self.add_filters(logger, filters)

    def configure_logger(self, name, config, incremental=False):
        logger = logging.getLogger(name)
        self.common_logger_config(logger, config, incremental)
        logger.disabled = False
        propagate = config.get("propagate", None)
        if propagate is not None:
            logger.propagate = propagate

    def configure_root(self, config, incremental=False):
        self.common_logger_config(logging.getLogger(), config, incremental)


def _make_queue_handler(klass, **kwargs):
    q = kwargs.pop("queue") if "queue" in kwargs else queue.Queue()
    respect = kwargs.pop("respect_handler_level", False)
    make_listener = kwargs.pop("listener", logging.handlers.QueueListener)
    handlers = kwargs.pop("handlers", [])
    listener = make_listener(q, *handlers, respect_handler_level=respect)
    handler = klass(q, **kwargs)
    handler.listener = listener
    return handler


def _call_handler(make, kwargs):
    """A handler; classes of old whose stream argument is named strm get it under that name."""
    try:
        return make(**kwargs)
    except TypeError as e:
        if "'stream'" not in str(e):
            raise
        kwargs["strm"] = kwargs.pop("stream")
        handler = make(**kwargs)
        warnings.warn(
            "Support for custom logging handlers with the 'strm' argument is deprecated and scheduled "
            "for removal in Python 3.16. Define handlers with the 'stream' argument instead.",
            DeprecationWarning,
            stacklevel=3,
        )
        return handler


dictConfigClass = DictConfigurator


def dictConfig(config):
    """Configures logging from a dict."""
    dictConfigClass(config).configure()


# ------------------------------------------------------------------ configurations from elsewhere


class _ConfigRequest(StreamRequestHandler):
    """One configuration: four bytes with its length, then a dictionary as JSON, or else the text of a file."""

    def handle(self):
        try:
            head = self.rfile.read(4)
            if len(head) < 4:
                return
            data = self.rfile.read(struct.unpack(">L", head)[0])
        except ConnectionResetError:
            return
        if self.server.verify is not None:
            data = self.server.verify(data)
        if data is not None:
            self._apply(data.decode("utf-8"))
        self.server.ready.set()

    def _apply(self, text):
        try:
            import json
            config = json.loads(text)
            if not isinstance(config, dict):
                raise ValueError("a configuration is a dictionary")
            dictConfig(config)
        except Exception:
            try:
                fileConfig(io.StringIO(text))
            except Exception:
                traceback.print_exc()


class _ConfigServer(ThreadingTCPServer):
    allow_reuse_address = True
    # How long, in seconds, until it looks whether to stop.
    timeout = 1

    def __init__(self, port, ready, verify):
        self.ready = ready
        self.verify = verify
        self.stopped = threading.Event()
        super().__init__(("localhost", port), _ConfigRequest)

    def serve_until_stopped(self):
        with self:
            while not self.stopped.is_set():
                self.handle_request()


class _Listener(threading.Thread):
    """Serves configurations. `ready` is set when it listens on `port`, and again after each configuration."""

    def __init__(self, port, verify):
        super().__init__()
        self.port = port
        self.verify = verify
        self.ready = threading.Event()

    def run(self):
        global _listener
        try:
            server = _ConfigServer(self.port, self.ready, self.verify)
            self.port = server.server_address[1]
        finally:
            self.ready.set()
        with logging._lock:
            _listener = server
        server.serve_until_stopped()


# The server that `stopListening` stops.
_listener = None


def listen(port=DEFAULT_LOGGING_CONFIG_PORT, verify=None):
    """A thread, to be started, that takes configurations from this machine at *port* and applies them.

    *verify* gets the bytes of each and gives those to use, or None to drop it.
    """
    return _Listener(port, verify)


def stopListening():
    """End the thread that `listen` made last."""
    global _listener
    with logging._lock:
        if _listener is not None:
            _listener.stopped.set()
            _listener = None
