# an exception inside __exit__ while another one is in flight
class CM:
    def __enter__(self):
        return self

    def __exit__(self, *exc):
        raise RuntimeError("in exit")


with CM() as c:
    with CM():
        raise ValueError("body")
