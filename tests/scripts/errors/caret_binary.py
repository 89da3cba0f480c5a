# carets point to the operator and its operands
import traceback


def show(f):
    try:
        f()
    except Exception:
        traceback.print_exc()


x, y, z = 1, "s", None
show(lambda: x + y)
show(lambda: x + x * (y - x))
show(lambda: (x + x) * z)
show(lambda: x if z else y / x)
show(lambda: -y + x)
show(lambda: not x + y)
show(lambda: x < y)
show(lambda: x in x)
show(lambda: x @ x)
show(lambda: x
     + y)
show(lambda: (x ** 2 +
              y))
show(lambda: [x, y, x + y, z])
show(lambda: {x: x + y})
show(lambda: f"{x + y}")
show(lambda: x and y and x + y)
show(lambda: 1 << -1)
show(lambda: "é日本" + x)
show(lambda: ("é" + "日本" + x) + "tail")
show(lambda: x+y)
show(lambda:   x   +   y   )
