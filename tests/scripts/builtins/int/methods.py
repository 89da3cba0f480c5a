"""int methods: bit_length, bit_count, to_bytes, from_bytes, as_integer_ratio, attributes."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

for n in (0, 1, -1, 255, 256, -256, 2**62, 2**63, -(2**63), 2**64 - 1, 10**30):
    print(
        n, n.bit_length(), n.bit_count(), n.conjugate(), n.real, n.imag, n.numerator, n.denominator,
        n.as_integer_ratio(), n.is_integer()
    )
print(
    (1024).to_bytes(2), (1024).to_bytes(4, "little"), (-1).to_bytes(3, "big", signed=True), (5).to_bytes(),
    (0).to_bytes(0, "big")
)
print(
    int.from_bytes(b"\x04\x00"), int.from_bytes(b"\x04\x00", "little"), int.from_bytes(b"\xff\xfe", signed=True),
    int.from_bytes(b""), int.from_bytes([1, 2, 3], "big")
)
print(
    (10**20).to_bytes(12, "big"), int.from_bytes(bytes(range(1, 13)), "little"),
    (-10**20).to_bytes(10, "little", signed=True)
)
print(True.bit_length(), True.real, type(True.real).__name__, type((True).conjugate()).__name__, (5).__class__)
print(
    (7).__add__(2), (7).__add__(2.5), (7).__truediv__(2), (7).__divmod__(2), (7).__pow__(2, 5), (7).__rsub__(10),
    (7).__neg__(), (7).__bool__(), (7).__index__(), (7).__float__(), (7).__round__(), (7).__ceil__(),
    (7).__floor__(), (7).__trunc__()
)
fails((256).to_bytes, 1)
fails((-1).to_bytes, 1)
fails((128).to_bytes, 1, "big", signed=True)
fails((1).to_bytes, -1)
fails((1).to_bytes, 2, "middle")
fails((1).to_bytes, 2, 5)
fails((1).to_bytes, "2")
fails(int.from_bytes, 5)
fails(int.from_bytes, "ab")
fails(int.from_bytes, [300])
fails(int.from_bytes, b"a", "up")
fails((1).bit_length, 1)
fails(setattr, 5, "x", 1)
fails(setattr, 5, "real", 1)
fails(getattr, 5, "nope")
