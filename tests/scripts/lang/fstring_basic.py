# f-strings: expressions, conversions, specs, nesting, quotes
name, n, x = "Bob", 42, 3.14159
print(f"Hello {name}, {n} {x}", f"{name}{n}", f"{{literal}} {{{n}}}", f"", f"{'a' + 'b'}")
print(f"{n + 1} {n * 2:5d}| {x:.2f} {x:8.3f}| {n:05} {n:<6}| {n:>6}| {n:^6}| {n:*^8}")
print(f"{name!r} {name!s} {'é'!a} {name!r:>8} {n!s:>5}")
print(f"{n=} {n = } {name=} {name=!s} {x=:.2f} {n + 1=} {name[0]=}")
print(f"{n:{10}} {x:{8}.{2}f} {name:{'>'}{10}} {n:{'0' + '8'}}")
print(f"{'nested ' + f'{n}' + ' inner'}", f"{f'{f"{n}"}'}", f"{'quote'}" f"{"same quote"}")
print(f"{n:x} {n:X} {n:o} {n:b} {n:#x} {n:#b} {n:c} {n:e} {n:,} {1234567:,} {1234567:_} {n:+} {-n:+} {n: }")
print(f"{[1, 2, 3]} {(1,)} { {'a': 1}['a']} {'a,b'.split(',')}" f"{ {'k': 1}['k'] }")
print(f"{lambda_ if (lambda_ := 5) else 0} {(lambda v: v * 2)(4)} {(y := 3)} {y}")
print(f"{n if n > 40 else 'small'} {n!r:{5}} {'a' if n else 'b':>3}")
print(f'{name.upper()} {len(name)} {name[::-1]} {name[0]}{name[-1]}')
print(f"multi\nline {n} \x41 \N{BULLET} \u00e9", rf"raw \n {n}", fr"\d{n}")
print(f"""triple {
    n
    + 1
} end""")
print(f"{n  # comment inside
}")
print(f"{'\n'.join(['a', 'b'])}", f"{'\t'!r}", f"{"\\"}")
print(f"{x:.{n - 40}f} {name:.2} {name:5.1}| {True} {None} {...} {1e10} {1j}")
print(f"{n!r}" "plain" f"{n}", "a" f"{1}" 'b' rf"{2}\n")
print(f"{*[1, 2],} {1, 2} {[*'ab']} {n:%}", f"{0.256:.1%} {1/3:g} {1e-10:g} {123456789.0:g} {255:#o}")


class F:
    def __format__(self, spec):
        return f"<{spec}>"

    def __str__(self):
        return "str"

    def __repr__(self):
        return "repr"


print(f"{F()} {F():abc} {F()!r} {F()!s:>5} {F():{n}} {F():%Y-%m-%d}")
for bad in ("f'{n:z}'", "f'{name:d}'", "f'{x:d}'", "f'{[]:5}'", "f'{None:5}'", "f'{undefined}'", "f'{n:{name}}'", "f'{1/0}'", "f'{n:.2}'", "f'{name:+}'", "f'{name:,}'", "f'{n:,c}'", "f'{x:c}'"):
    try:
        print(eval(bad))
    except Exception as e:
        print(bad, "->", type(e).__name__ + ":", e)
