"""assertLogs and assertNoLogs."""
import logging, unittest

case = unittest.TestCase()
log = logging.getLogger("some.logger")
def says(context, *calls):
    try:
        with context as watcher:
            for level, text in calls: logging.getLogger("some.logger").log(level, text, 5)
        print(watcher and (watcher.output, [r.getMessage() for r in watcher.records]))
    except AssertionError as e:
        print(e)
says(case.assertLogs(), (logging.INFO, "info %s"), (logging.ERROR, "error %d"))
says(case.assertLogs("some"), (logging.WARNING, "w %s")); says(case.assertLogs("other"), (logging.WARNING, "w %s"))
says(case.assertLogs("some.logger", "ERROR"), (logging.WARNING, "w %s")); says(case.assertLogs(log, logging.DEBUG), (logging.DEBUG, "d %s"))
says(case.assertNoLogs(), (logging.DEBUG, "d %s")); says(case.assertNoLogs(), (logging.INFO, "d %s")); says(case.assertNoLogs("some", "ERROR"), (logging.WARNING, "w %s"))
print(log.handlers, log.level, log.propagate, logging.getLogger().level)
try:
    with case.assertLogs(): raise KeyError("through")
except KeyError as e: print("KeyError", e)
