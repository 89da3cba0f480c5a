"""What the scaling scripts have in common: threads on the same work, a verified answer, one line about the time.

`run(worker, units, check)`: every thread has the same fixed work. `worker(index)` does it and returns a result, `units`
counts the units of work of one thread, and `check(result)` must hold for each result.

`share(worker, units, check, prepare, finish)`: the threads divide the work. `prepare(count)` makes what they share,
outside of the time; `worker(index, count, state)` does one thread's part; `finish(state, results)` puts the answer
together, inside the time; `check(answer)` must hold. The answer must be the same for every number of threads.

The line `threads=N seconds=S work=W kind=each|total digest=D` is for `typhon bench` (bench-scripts/README.md): work
divided by seconds is the throughput, and the digest tells whether two interpreters came to the same answer. The number
of threads is argv[1] or TYPHON_BENCH_THREADS, 1 without both. TYPHON_BENCH_SIZE is a factor on the work,
TYPHON_BENCH_WARMUPS how often to do all of it before the time is taken (for just-in-time compilers), and
TYPHON_BENCH_CPUS lists processors: thread i is pinned to the i-th.
"""

import hashlib
import os
import sys
import threading
import time

SIZE = float(os.environ.get("TYPHON_BENCH_SIZE") or 1)


def scaled(number, least=1, power=1):
    """A number that makes the work `SIZE` times as large; `power` is that of the work in the number."""
    return max(least, round(number * SIZE ** (1 / power)))


def part(total, index, count):
    """The range of thread `index` when `count` threads divide `range(total)`."""
    return range(total * index // count, total * (index + 1) // count)


def skip(reason):
    """Ends the script: it cannot run on this interpreter."""
    print(f"skipped: {reason}")
    raise SystemExit(0)


def thread_count():
    text = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("TYPHON_BENCH_THREADS") or "1"
    count = int(text)
    if count < 1:
        raise SystemExit("the number of threads must be at least 1")
    return count


def pin(index):
    """Pins the calling thread, if the runner says where to and the interpreter can."""
    cpus = os.environ.get("TYPHON_BENCH_CPUS")
    if cpus and hasattr(os, "sched_setaffinity"):
        numbers = [int(n) for n in cpus.split(",")]
        try:
            os.sched_setaffinity(0, {numbers[index % len(numbers)]})
        except (OSError, ValueError):
            pass


def timed(count, body):
    """Seconds from the first start to the last join, and what each thread returned."""
    results, failures = [None] * count, []

    def thread(index):
        pin(index)
        try:
            results[index] = body(index)
        except BaseException as e:
            failures.append(f"thread {index}: {type(e).__name__}: {e}")
            raise

    threads = [threading.Thread(target=thread, args=(i,)) for i in range(count)]
    start = time.perf_counter()
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    seconds = time.perf_counter() - start
    if failures:
        raise SystemExit(failures[0])
    return seconds, results


def report(count, seconds, work, kind, answer):
    digest = hashlib.sha256(repr(answer).encode()).hexdigest()[:16]
    print(f"threads={count} seconds={seconds:.6f} work={work} kind={kind} digest={digest}")


def repeats():
    return int(os.environ.get("TYPHON_BENCH_WARMUPS") or 0) + 1


def run(worker, units, check):
    count = thread_count()
    for _ in range(repeats()):
        seconds, results = timed(count, worker)
        for index, result in enumerate(results):
            if not check(result):
                raise SystemExit(f"thread {index} returned a wrong result: {result!r:.200}")
    report(count, seconds, units * count, "each", results)


def share(worker, units, check, prepare=lambda count: None, finish=lambda state, results: results):
    count = thread_count()
    for _ in range(repeats()):
        state = prepare(count)
        start = time.perf_counter()
        _, results = timed(count, lambda index: worker(index, count, state))
        answer = finish(state, results)
        seconds = time.perf_counter() - start
        if not check(answer):
            raise SystemExit(f"wrong answer: {answer!r:.200}")
    report(count, seconds, units, "total", answer)
