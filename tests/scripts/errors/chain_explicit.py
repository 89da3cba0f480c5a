# raise from: direct cause
def convert(s):
    try:
        return int(s)
    except ValueError as e:
        raise RuntimeError("cannot convert") from e


convert("x")
