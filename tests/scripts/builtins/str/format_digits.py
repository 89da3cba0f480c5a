# Fixed digits, groups, signs and padding of numbers in all three ways of formatting.
values = [0.0, -0.0, 0.5, 1.5, 2.5, 0.125, 0.375, 1 / 3, 2 / 3, 1e-7, 5e-324, 1e15, 123456789.987654321, 1e22, 1e23, -1.005, 2.675]
values += [0.05, 0.15, 0.25, 0.35, 999.995, 9999999999999998.0, 1e300, float("inf"), float("nan"), -1e-10]
for x in values:
    print(*[f"{x:.{n}f}" for n in (0, 1, 2, 3, 10, 20, 22, 23, 30)])
    print(f"{x:10.2f}|{x:<10.1f}|{x:^+12.2f}|{x:012.3f}|{x:,.2f}|{x:_.1f}|{x:z.1f}|{x:#.0f}|{x:.1%}")
    print("%.2f|%8.1f|%-8.1f|%+.0f|%08.2f|%#.0f|% .3f" % (x, x, x, x, x, x, x))
for i in (0, 7, -7, 10, 99, 100, 12345, -12345, 10**15, 2**62, -(2**62), 2**70, -(2**70)):
    print(f"{i:d}|{i:5}|{i:<6}|{i:^7}|{i:+}|{i: }|{i:08}|{i:,}|{i:_}|{i:x}|{i:X}|{i:#x}|{i:o}|{i:#b}|{i:_b}|{i:_x}")
    print(f"{i:012,}|{i:>20,}|{i:*^20_}|{i:=+20}|{i:#012x}|{i:\u00e9^20}|{i:150}"[:160])
    print("%d|%5d|%-8d|%08d|%+d|%x|%#X|%o|% d|%.5d|%i" % (i, i, i, i, i, i, i, i, i, i, i))
print(f"{True:d} {True:5} {True!s:>6} {'ab':>5}|{'ab':<5}|{'ab':^5}|{'ab':*^6}|{'abc':.2}|{'\u00e9':>3}|{'ab':\u00e9>4}|{'ab':200}|"[:60])
for spec in ("d.", "5.2d", "q", ",s", "z", "zd", "s", "+s", "123456789012345678901234567890d", ">>5", "é>5", ",_", "_,", ".d"):
    for v in (5, "x", 1.5):
        try:
            print(format(v, spec))
        except Exception as e:
            print(type(e).__name__, e)
