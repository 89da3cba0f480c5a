# Events in order of time, priority and entry, with a clock of our own.
import sched

now = 0
waits = []


def clock():
    return now


def wait(t):
    global now
    waits.append(t)
    now += t


s = sched.scheduler(clock, wait)
log = []


def note(*args, **kwargs):
    log.append((now, args, kwargs))


s.enter(5, 1, note, (1,))
s.enter(5, 0, note, (2,))
third = s.enter(2, 9, note, argument=(3,), kwargs={'a': 1})
s.enterabs(5, 1, note)
gone = s.enterabs(3, 1, note, ('gone',))
print([(e.time, e.priority, e.argument, e.kwargs) for e in s.queue], s.empty())
s.cancel(gone)
try:
    s.cancel(gone)
except ValueError as e:
    print('ValueError', e)
print(s.run(blocking=False), log)
now = 2
print(s.run(False), log)
print(s.run(), log, waits, s.empty(), s.queue)


def again(n):
    log.append(n)
    if n:
        s.enter(1, 1, again, (n - 1,))
    if n == 2:
        raise ZeroDivisionError


del log[:]
again.__doc__ = None
s.enter(1, 1, again, (4,))
try:
    s.run()
except ZeroDivisionError:
    print('raised', log, len(s.queue), now)
s.run()
print(log, now)
print(sched.Event._fields, sched.__all__)
try:
    s.enter(1, 1)
except TypeError:
    print('TypeError')
