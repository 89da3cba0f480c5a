"""f-strings: nesting, conversions, debug form, formats, lambdas, errors at run time."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

import math
x, name, items = 42, "Ada", [3, 1, 2]
print(f"{x} {name} {items} {x!r} {name!r} {name!a:>8}|{x:5}|{x:<5}|{x:^5}|{x:+05d}")
print(f"{x=} {name=} {x = } {x + 1 = :>6} {name=!s}")
print(f"{x:{'>'}{8}} {math.pi:.{2 + 1}f} {'nested ' + f'{x + 1}'} {f'{f"{x}"}'}")
print(f"{{}} {{{x}}} {'{'}{'}'} {"same quotes"} {'a\nb'!r}")
print(f"{(lambda a: a * 2)(4)} {[i * i for i in range(4)]} { {'k': 1}['k'] } {x if x > 3 else 0} {x:d}{name:>6}")
print(f'''multi
{x
 + 1} line {items[
   0]}''')
print(f"{sum(items):,} {1234567.891:,.2f} {1e6:e} {255:#x} {0.5:%} {True} {None} {...}")
print(f"{x!r:^8}|{'é':*^5}|{name[0]}|{name[::-1]}|{len(name)}", rf"\d{x}\n", f"\N{BULLET}\x41{x}")
class T:
    def __format__(self, spec): return f"[{spec}]"
print(f"{T()} {T():} {T():a b{x}c} {T():%Y-%m-%d} {T():!r}")
print(f"{x:>{x // 4}}|", f"{'a' 'b'}", "implicit " f"{x}" " join", f"", f"{x}" f"{x}")
print(f"{(y := 5)} {y} {x:=+6}")
fails(lambda: f"{x:s}")
fails(lambda: f"{name:d}")
fails(lambda: f"{undefined_name}")
fails(lambda: f"{None:5}")
fails(lambda: f"{[]:5}")
fails(lambda: f"{object:5}")
fails(lambda: f"{x:.2d}")
fails(lambda: f"{name:+}")
fails(lambda: f"{name:=5}")
for source in ("f'{'", "f'}'", "f'{}'", "f'{x!}'", "f'{x!z}'", "f'{x'", "f'{a b}'", "f'{lambda x:1}'"):
    try:
        compile(source, "s", "eval")
    except SyntaxError as e:
        print(source, "->", e.msg)
