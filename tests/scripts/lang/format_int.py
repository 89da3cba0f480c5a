# the format mini-language on integers
n = 1234567
specs = ["", "d", "5", "20", "<20", ">20", "^20", "=20", "*<20", "0>20", "x^21", "020", "+", "-", " ", "+d", "+20", "=+20", "0=+20", "+020", ",", "_", "20,", "020,",
         "x", "X", "#x", "#X", "o", "#o", "b", "#b", "_x", "_b", "#_x", "#020x", "020b", "#030_b", "e", "E", "f", "F", "g", "G", "n", "%", ".2f", ".0f", ",.2f", "_.3f", "020.2f", "+.1e", "#.0f", ".3g", ".10g", ".1%", "z.1f"]
for s in specs:
    print(f"{s:10}", *(f"[{v:{s}}]" for v in (0, 7, -n, n)))
for v in (65, 97, 0x1F600):
    print(format(v, "c"), f"{v:5c}|{v:<5c}|{v:05c}|")
print(format(True), format(True, "d"), format(False, "5"), format(True, "x"), f"{True:>6}", f"{True}")
print(format(10 ** 30, ","), format(-10 ** 20, "x"), format(2 ** 100, "#b")[:12], format(10 ** 25, "e"), format(10 ** 25, "g"), f"{10**20:030,}")
for spec in ("s", "y", "5.2", ".2d", "+s", ",x", ",b", "_c", "#c", "+c", "=c", "10.", ",_", "_,", "5 5", "zd", "z", ",s", "..2f", "99999999999999999999", ".99999999999999999999f", "é<<5", "é<5", "=5", "#,"):
    try:
        print(repr(spec), f"[{42:{spec}}]")
    except Exception as e:
        print(repr(spec), type(e).__name__, e)
for bad in (-1, 0x110000):
    try:
        format(bad, "c")
    except Exception as e:
        print(type(e).__name__, e)
