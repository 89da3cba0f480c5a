# f-strings with the full grammar (PEP 701): quotes, comments, nesting, specs
x, d = 5, {"k": "v", "a b": 2}
print(f"{d["k"]} {d['a b']}", f'{d['k']}', f"{f"{f"{f"{x}"}"}"}", f"{"\n".join("ab")!r}", f"{'\u00e9'}", f"{"\N{BULLET}"}")
print(f"{
    x  # a comment with } and "
    + 1
}", f"""{
x!r
:>5}""", f"{x:{"0" + f"{x}"}}", f"{x:{x}.{x - 4}f}" f"{'a':{'>'}{x}}", f"{x!r:^{x * 2}}|")
print(f"{x:d}", f"{ {1: 2}[1] }", f"{ {x for x in 'a'} }", f"{[x for x in range(3)]}", f"{(lambda q: q * 2)(4)}", f"{(lambda: 5)()}", f"{x if x > 3 else 'no'}")
print(f"{x = }", f"{x=}", f"{ x = }", f"{x = !r}", f"{x=:5}", f"{x = :>5}", f"{d["k"]=}", f"{'a' 'b'=}", f"{x
=}", f"{x+1   =   }", f"{x!=5=}", f"{x==5}", f"{x == 5 = }", f"{(x:=6)}", f"{x:=5}", f"{x>3}", f"{x<=6}", f"{x >= 3 = }")
print(f"{{}}", f"{{{x}}}", f"{{{{{x}}}}}", f"a{{b}}c", f"{'{'}{'}'}", f"{x}}}", rf"\{x}", rf"\n{x}\t", f"\x41{x}\101", f"{'\x41'}")
print(f"{x:{'*'}>5}", f"{'a\\b'}", f"{1,}", f"{1, 2}", f"{*'ab',}", f"{[*range(3)]}", f"{x:,}", f"{1234567:,}", f"{x.real}", f"{x .real}", f"{-x}", f"{not x}", f"{x and 'y'}")
print(f"{'nested: ' + f"{x:>{len(f"{d}")}}"}", f"{f'{x}' + f"{x}"}", f"{x:{x:d}}")
def gen():
    r = f"{(yield 1)} {yield 2}"
    yield r
g = gen(); print(next(g), g.send("a"), g.send("b"))
print(f"{x!s}" f"{x!r}" "lit" 'lit2' rf"\{x}" f'''{x
}''', f"" "" f"", (f"a"
f"b{x}"
"c"))
print(f"{'a'!r:*>8} {'é'!a:>10} {None!s:5}|", f"{'':5}|{'':>5}|", f"{True:d} {True}", f"{3.14159:.{2}f} {10:{'#'}{'x'}}", f"{'x':\t>5}".encode(), f"{'s':{''}}")
class Spec:
    def __format__(self, s): return repr(s)
s = Spec()
print(f"{s:a{x}b}", f"{s:{x}{x!r}{'é'!a}}", f"{s: }", f"{s:!r}", f"{s::}", f"{s:=}", f"{s:a'b\"c}", f'{s:\n}', f"{s:\x41}", rf"{s:\x41}", f"{s:{x:>3}}", f"""{s:
}""", f"{s:{'}'}}", f"{s:#{'x'}}")
