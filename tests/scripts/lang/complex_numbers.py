# complex arithmetic, repr, parsing
z, w = 3 + 4j, 1 - 2j
print(z + w, z - w, z * w, z / w, z ** 2, z ** w, -z, +z, abs(z), z.real, z.imag, z.conjugate(), z == 3 + 4j, z != w)
print(z + 1, 1 + z, z * 2.5, 2 / z, z / 2, 1j ** 2, 1j ** 0.5, 0j ** 0, 2 ** 1j, (-1) ** 0.5, z ** -1, z ** 0)
print(complex(1), complex(1, 2), complex("1+2j"), complex("-j"), complex(" 1 "), complex("1e3-2.5J"), complex("(1+2j)"), complex(1.5, -0.0), complex(real=1, imag=2), complex("nan+infj"), complex())
print(repr(-0.0j), repr(0 - 0j), 1 + 0j, -1 - 0j, complex(0, -0.0), complex(-0.0, 1), complex(float("inf"), float("nan")), 1e100j, 1e16 + 1e-5j, str(1j), [1j, 2.5 + 0j])
print(bool(0j), bool(1j), hash(1 + 0j) == hash(1), {1: "a"}[1 + 0j], 1 == 1 + 0j, complex(5) == 5.0, isinstance(1j, complex))
for bad in ("1j < 2j", "1j // 1", "1j % 1", "divmod(1j, 1)", "int(1j)", "float(1j)", "complex('x')", "complex('1+')", "complex('1', 2)", "complex(1, '2')", "1j / 0", "0j ** -1", "complex([])", "round(1j)", "complex('1 + 2j')", "complex(None)", "max(1j, 2j)", "1j & 1", "list(str(1))[0j]", "0j ** 1j", "complex(1, 2, 3)", "math.sqrt(1j)", "1j.real(1)"):
    try:
        import math
        print(bad, eval(bad))
    except Exception as e:
        print(bad, "->", type(e).__name__ + ":", e)


class C:
    def __complex__(self):
        return 1 + 2j


class F:
    def __float__(self):
        return 2.5


class I:
    def __index__(self):
        return 7


print(complex(C()), complex(F()), complex(I()), complex(F(), I()), C().__complex__(), sum([1j, 2, 3.5]), complex.from_number(3))
print((1 + 2j).__add__(1), (1 + 2j).__add__("x"), (1 + 2j).__eq__(1), (1 + 2j).__lt__(2j), (1 + 2j).__getnewargs__(), format(1 + 2j, ".1f"))
