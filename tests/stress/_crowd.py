"""Eight threads at once on one body: what the stress scripts have in common.

`crowd(body, ...)` starts the threads together, lets them work for about two seconds and returns their results in
order. A body is called as body(index, turns); `for n in turns():` repeats until the time is over or `limit` turns are
done. With several bodies thread i runs bodies[i % len(bodies)]. `beside` is called in a tight loop by the main thread
meanwhile. The first exception of a worker ends the crowd and is raised again here.
"""

import threading
import time

THREADS = 8
SECONDS = 2.0


def crowd(*bodies, limit=None, beside=None, threads=THREADS, seconds=SECONDS):
    stop = []
    errors = []
    results = [None] * threads
    together = threading.Barrier(threads + 1)

    def turns():
        n = 0
        # One turn for each, also where a thread first runs when the time is over.
        while (not stop or n == 0) and n != limit:
            yield n
            n += 1

    def run(index):
        together.wait()
        try:
            results[index] = bodies[index % len(bodies)](index, turns)
        except BaseException as e:
            errors.append(e)
            stop.append("error")

    workers = [threading.Thread(target=run, args=(i,)) for i in range(threads)]
    for worker in workers:
        worker.start()
    together.wait()
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and not stop and any([w.is_alive() for w in workers]):
        if beside is not None:
            beside()
        else:
            time.sleep(0.01)
    stop.append("time")
    for worker in workers:
        worker.join()
    if errors:
        raise errors[0]
    return results
