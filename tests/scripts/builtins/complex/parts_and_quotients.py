"""A real part given by name is a part; quotients of real numbers have no imaginary part."""
import warnings

inf, nan = float("inf"), float("nan")
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    print(complex(real=4.25 + 0j), complex(real=4.25 + 1.5j), complex(4.25 + 1.5j), complex(real=2))
for w in caught:
    print(w.category.__name__, w.message)

for x in (1.0, -1.0, inf, 0.0):
    for z in (complex(inf, inf), complex(-inf, inf), complex(inf, nan), complex(nan, inf), complex(3, 4), complex(-0.0, 2),
              complex(0, -2), complex(nan, nan), complex(1, -inf), complex(2, 0.0), complex(-2, -0.0)):
        print(x, z, x / z, complex(x, 0) / z)
