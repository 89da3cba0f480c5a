"""Large integers as text: digits, the conversion limit, bases without a limit."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

import sys
n = 3**2000
print(len(str(n)), str(n)[:20], str(n)[-20:], hex(n)[:12], oct(n)[-6:], bin(n).count("1"))
print(int(str(n)) == n, int(hex(n), 16) == n, f"{n:,}"[:12], f"{n:x}" == hex(n)[2:])
print(sys.get_int_max_str_digits())
big = 10**5000
fails(str, big)
fails(int, "1" * 5000)
fails(repr, big)
fails(lambda: f"{big}")
fails(lambda: "%d" % big)
print(hex(big)[:6], len(f"{big:b}"), int("f" * 5000, 16).bit_length())
sys.set_int_max_str_digits(0)
print(len(str(big)))
sys.set_int_max_str_digits(700)
fails(str, 10**800)
fails(sys.set_int_max_str_digits, 5)
fails(sys.set_int_max_str_digits, -1)
fails(sys.set_int_max_str_digits, "a")
