# mixed arithmetic between bool, int, float, complex
vals = [True, 2, -3, 1.5, 2 + 1j]
import operator as op
for f in (op.add, op.sub, op.mul, op.truediv, op.pow):
    for a in vals:
        print(f.__name__, repr(a), [repr(f(a, b)) if not (a == -3 and isinstance(b, float) and f is op.pow) else "skip" for b in vals])
for f in (op.floordiv, op.mod, divmod):
    for a in vals[:4]:
        print(f.__name__, repr(a), [f(a, b) for b in vals[:4]])
for f in (op.and_, op.or_, op.xor, op.lshift):
    print(f.__name__, [repr(f(a, b)) for a in (True, False, 5) for b in (True, 2)])
print(True & 1, True & True, True | 2, True ^ True, ~0, 5 // True, True / 2, -True, True ** 0, True + True + 1.0, sum([True, 1, 1.0]), True == 1.0 == 1 + 0j, False < True < 1.5)
print((-8) ** (1 / 3), (-1) ** 0.5, 2 ** 0.5, 4 ** 0.5, 8 ** (1 / 3), 0.0 ** 0, 0 ** 0.0, (-2) ** 2.0, 2 ** -1, (-2) ** -1, 10 ** -3, 1.5 ** 2, 0 ** 5, 1j ** 2)
print(7 // 2.0, -7 // 2.0, 7 % -2.5, -7.5 % 2, 0.0 // 1, -0.0 // 1, 5.5 // 1.1, 1e20 % 3, 3 % 1e20, -3 % 1e20, 0.1 % 0.01, 1 % 0.1, float("inf") // 1, 5 % float("inf"), -5 % float("inf"), 5 // float("inf"), -5 // float("inf"))
print(int(True), float(True), complex(True), bool(0.0), bool(0j), int(2.999), int(-2.999), float(2 ** 53 + 1), int(1e16), int(float(2 ** 60)), round(2.5), round(3.5), 1e16 + 1, 2 ** 53 + 1.0, 10 ** 16 == 1e16, 10 ** 17 + 1 == 1e17, 1 / 3 == 1 / 3.0, 0.1 + 0.2 == 0.3)
print((5).__add__(1.5), (5).__radd__(2), (1.5).__add__(5), (1.5).__radd__(2), (5).__truediv__(2), (5).__floordiv__(0.5), (2).__pow__(3, 5), (2).__rpow__(3), (1.5).__divmod__(1), (5).__and__(1.0), True.__and__(2), True.__and__(False), (5).__neg__(), (1.5).__bool__(), (0).__bool__(), (5).__index__(), (5).numerator, (5).denominator, True.real, (1.5).imag, (5).conjugate(), (5).bit_length(), (-5).bit_count(), (5).is_integer(), (255).to_bytes(2, "big"))
