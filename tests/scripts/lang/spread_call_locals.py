"""The variables of a frame that was called with `*args` outlive the tuple when an exception leaves it."""
import gc


def run(f, *args):
    coro = f(*args)
    try:
        coro.send(None)
    finally:
        pass


class Manager:
    def __enter__(self):
        return self

    def __exit__(self, *details):
        return run(self.fails, *details)

    def fails(self, *details):
        raise KeyError
        yield


class Init:
    def __init__(self, f, *args):
        try:
            f(*args)
        finally:
            del args


def bad(*args):
    raise ValueError(len(args))


def places(error):
    tb = error.__traceback__
    while tb:
        frame = tb.tb_frame
        yield frame.f_code.co_name, {k: type(v).__name__ for k, v in frame.f_locals.items()}
        tb = tb.tb_next


def main():
    kept = []
    for _ in range(3):
        try:
            with Manager():
                1 / 0
        except Exception as error:
            kept.append(list(places(error)))
            repr(error)
        try:
            Init(*[bad, [], {}, str(_) * 50])
        except Exception as error:
            kept.append(list(places(error)))
        try:
            run(*[(lambda *a: iter(a)), 'x' * 50])
        except Exception as error:
            kept.append(list(places(error)))
    for k in kept[:3]:
        print(k)
    print(kept[0] == kept[3], kept[2] == kept[8])
    gc.collect()


main()
