# match: literals, values, wildcards, captures, or, guards
def f(x):
    match x:
        case 0:
            return "zero"
        case 1 | 2 | 3:
            return "small"
        case -1:
            return "minus one"
        case 1.5:
            return "float"
        case "text" | "more":
            return "string"
        case b"b":
            return "bytes"
        case None:
            return "none"
        case True:
            return "true"
        case 2 + 3j | -1j:
            return "complex"
        case "con" "cat":
            return "concat"
        case n if isinstance(n, int) and n > 100:
            return f"big {n}"
        case _:
            return "other"


for v in (0, 0.0, False, 1, True, 2.0, -1, 1.5, "text", "more", b"b", None, 2 + 3j, -1j, "concat", 500, 50, [], "x"):
    print(repr(v), f(v))


class Color:
    RED = "r"
    class Sub:
        BLUE = "b"


def g(x):
    match x:
        case Color.RED:
            return "red"
        case Color.Sub.BLUE:
            return "blue"
        case str(s):
            return "str " + s
    return "fell through"


print(g("r"), g("b"), g("q"), g(5))


class Eq:
    def __eq__(self, o):
        print("eq", o, end=" ")
        return o == 2


match Eq():
    case 1:
        print("one")
    case 2:
        print("two")
match 5:
    case 4:
        print("no")
    case 5 if False:
        print("no")
    case x if x > 3:
        print("guard", x)
print(x)
match 7:
    case y:
        pass
print(y)
match 1, 2:
    case a, b:
        print(a, b)
match (3):
    case (3):
        print("parens")
match [1, 2]:
    case (1 | 5) as p, (2 as q):
        print(p, q)
match {"k": 1}:
    case {} if (z := 5) > 9:
        pass
    case _ if z == 5:
        print("walrus in guard", z)
match = 5
case = match + 1
print(match, case)
match match:
    case 5 as case:
        print("soft keywords", case)
type = "soft"
_ = "underscore"
match type:
    case _:
        print(_, type)
match x := 10:
    case 10:
        print("named", x)
def side():
    print("subject once", end=" ")
    return 3
match side():
    case 1: pass
    case 2: pass
    case 3: print("three")
match *"ab", 1:
    case [*all]: print(all)
match "abc":
    case "abc" as s if s.startswith("b"): print("no")
    case ("x" | "abc") as s: print("or", s)
try:
    match 5:
        case Color.NOPE: pass
except AttributeError as e: print(e)
for i in range(5):
    match i:
        case 1: continue
        case 3: break
        case _: print("loop", i)
