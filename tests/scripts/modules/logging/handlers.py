"""Handlers for files, memory and queues; configuration from a dict."""
import datetime
import io
import logging
import logging.config
import logging.handlers
import os
import queue
import tempfile
import threading
import time


def attempt(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, e, "<-", repr(e.__cause__))


def record(msg, level=20):
    return logging.LogRecord("n", level, "path/file.py", 1, msg, (), None)


with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "log")

    def files():
        for name in sorted(os.listdir(folder)):
            with open(os.path.join(folder, name)) as f:
                print(name, f.read().split())
            os.remove(os.path.join(folder, name))

    h = logging.FileHandler(path, delay=True)
    print(os.path.exists(path), h.stream)
    h.emit(record("first"))
    h.close()
    h.emit(record("again"))
    h.close()
    files()
    h = logging.FileHandler(path, "w", encoding="utf-8")
    h.emit(record("ä"))
    h.close()
    h.emit(record("not written"))
    files()

    h = logging.handlers.RotatingFileHandler(path, maxBytes=12, backupCount=2)
    for i in range(6):
        h.emit(record(f"line{i}"))
    h.close()
    files()
    h = logging.handlers.RotatingFileHandler(path, maxBytes=8, backupCount=1)
    h.namer = lambda name: name + ".moved"
    for i in range(3):
        h.emit(record(f"l{i}xxx"))
    h.close()
    files()

    h = logging.handlers.WatchedFileHandler(path)
    h.emit(record("one"))
    os.rename(path, path + ".old")
    h.emit(record("two"))
    h.close()
    files()

    timed = logging.handlers.TimedRotatingFileHandler
    for when, interval in [("S", 5), ("M", 1), ("h", 2), ("D", 1), ("midnight", 1), ("midnight", 3), ("W0", 1), ("W3", 1), ("W6", 2)]:
        h = timed(path, when, interval, utc=True)
        print(when, h.interval, h.suffix, h.extMatch.pattern, h.computeRollover(1_000_000_000) - 1_000_000_000)
        h.close()
    h = timed(path, "W1", utc=True, atTime=datetime.time(12, 30))
    print(h.computeRollover(1_000_000_000))
    h.close()
    for when in ("x", "W", "W7", "W12"):
        attempt(timed, path, when)
    h = timed(path, "D", backupCount=2, utc=True)
    for day in range(1, 5):
        open(f"{path}.2001-01-0{day}", "w").close()
    h.rolloverAt = 1_000_000_000
    h.emit(record("new"))
    h.close()
    files()

# Memory.
out = io.StringIO()
target = logging.StreamHandler(out)
m = logging.handlers.MemoryHandler(3, target=target)
for i in range(4):
    m.handle(record(f"m{i}"))
print(out.getvalue().split(), len(m.buffer))
m.handle(record("bad", logging.ERROR))
print(out.getvalue().split(), len(m.buffer))
m.close()
print(m.target)

# Queues.
q = queue.Queue()
qh = logging.handlers.QueueHandler(q)
seen = logging.StreamHandler(io.StringIO())
listener = logging.handlers.QueueListener(q, seen)
logger = logging.getLogger("queued")
logger.setLevel("INFO")
logger.propagate = False
logger.addHandler(qh)
with listener:
    attempt(listener.start)
    threads = [threading.Thread(target=lambda n=n: [logger.info("%d-%d", n, i) for i in range(50)]) for n in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    try:
        raise KeyError("k")
    except KeyError:
        logger.exception("with text")
listener.stop()
lines = seen.stream.getvalue().splitlines()
print(len(lines), sorted(lines[:200]) == sorted(f"{n}-{i}" for n in range(4) for i in range(50)), lines[200], lines[-1])

# dictConfig.
made = io.StringIO()
old = logging.getLogger("old")
config = {
    "version": 1,
    "formatters": {
        "short": {"format": "{levelname}:{message}", "style": "{"},
        "custom": {"()": "logging.Formatter", "format": "C %(message)s %(extra)s", "defaults": {"extra": "E"}},
    },
    "filters": {"a": {"name": "a"}},
    "handlers": {
        "mem": {"class": "logging.handlers.MemoryHandler", "capacity": 10, "target": "z", "flushLevel": "ERROR"},
        "z": {"class": "logging.StreamHandler", "stream": "ext://__main__.made", "formatter": "short"},
        "c": {"class": "logging.StreamHandler", "stream": "cfg://handlers.z.stream", "formatter": "custom", "filters": ["a"], ".": {"terminator": "!\n"}},
        "q": {"class": "logging.handlers.QueueHandler", "handlers": ["z"], "level": "WARNING"},
    },
    "loggers": {"a": {"level": "DEBUG", "handlers": ["z", "c"], "propagate": False}, "b": {"handlers": ["mem"]}},
    "root": {"level": "ERROR", "handlers": ["z"]},
}
logging.config.dictConfig(config)
logging.getLogger("a.x").debug("debug")
logging.getLogger("b").error("error")
logging.error("root")
print(made.getvalue(), end="")
print(old.disabled, logging.getLogger("a").handlers[1].terminator == "!\n", sorted(logging.getHandlerNames()))
print(type(logging.getHandlerByName("q").listener).__name__, logging.getLevelName(logging.getHandlerByName("q").level))
logging.config.dictConfig({"version": 1, "incremental": True, "handlers": {"z": {"level": "ERROR"}}, "loggers": {"a": {"level": "ERROR"}}})
print(logging.getHandlerByName("z"), logging.getLogger("a"))
for bad in [
    {}, {"version": 2}, {"version": 1, "handlers": {"h": {"class": "nope.X"}}}, {"version": 1, "handlers": {"h": {"class": "logging.NullHandler", "formatter": "f"}}},
    {"version": 1, "root": {"handlers": ["h"]}}, {"version": 1, "loggers": {"x": {"level": "Z"}}}, {"version": 1, "loggers": {"x": {"filters": ["f"]}}},
    {"version": 1, "formatters": {"f": {"format": "x"}}}, {"version": 1, "incremental": True, "handlers": {"zz": {}}},
    {"version": 1, "handlers": {"h": {"class": "logging.handlers.QueueHandler", "queue": 5}}},
    {"version": 1, "handlers": {"h": {"class": "logging.handlers.QueueHandler", "listener": 5}}},
    {"version": 1, "handlers": {"h": {"class": "logging.handlers.QueueHandler", "handlers": ["nope"]}}},
    {"version": 1, "handlers": {"h": {"class": "logging.StreamHandler", "stream": "cfg://x[0"}}},
    {"version": 1, "handlers": {"h": {"class": "logging.StreamHandler", "bad-name": 1}}},
]:
    attempt(logging.config.dictConfig, bad)
