# a small program: tokenizer, parser and evaluator
import string


class Token:
    def __init__(self, kind, value): self.kind, self.value = kind, value
    def __repr__(self): return f"{self.kind}:{self.value}"


class ParseError(Exception): pass


def tokens(src):
    i = 0
    while i < len(src):
        c = src[i]
        if c.isspace():
            i += 1
        elif c.isdigit() or c == ".":
            j = i
            while j < len(src) and (src[j].isdigit() or src[j] == "."):
                j += 1
            yield Token("num", float(src[i:j]) if "." in src[i:j] else int(src[i:j]))
            i = j
        elif c in string.ascii_letters:
            j = i
            while j < len(src) and src[j].isalnum():
                j += 1
            yield Token("name", src[i:j])
            i = j
        elif c in "+-*/^()=,":
            yield Token("op", c)
            i += 1
        else:
            raise ParseError(f"bad character {c!r} at {i}")
    yield Token("end", None)


class Parser:
    PREC = {"+": 1, "-": 1, "*": 2, "/": 2, "^": 3}

    def __init__(self, src):
        self.toks = list(tokens(src))
        self.pos = 0

    @property
    def cur(self): return self.toks[self.pos]

    def take(self, value=None):
        t = self.cur
        if value is not None and t.value != value:
            raise ParseError(f"expected {value!r}, got {t!r}")
        self.pos += 1
        return t

    def parse(self):
        e = self.expr(0)
        if self.cur.kind != "end":
            raise ParseError(f"unexpected {self.cur!r}")
        return e

    def expr(self, level):
        left = self.atom()
        while (p := self.PREC.get(self.cur.value, 0)) > level:
            op = self.take().value
            right = self.expr(p - (op == "^"))
            left = ("bin", op, left, right)
        return left

    def atom(self):
        match self.take():
            case Token(kind="num", value=v):
                return ("num", v)
            case Token(kind="name", value=n) if self.cur.value == "(":
                self.take("(")
                args = []
                while self.cur.value != ")":
                    args.append(self.expr(0))
                    if self.cur.value == ",":
                        self.take()
                self.take(")")
                return ("call", n, args)
            case Token(kind="name", value=n):
                return ("var", n)
            case Token(value="-"):
                return ("neg", self.expr(2))
            case Token(value="("):
                e = self.expr(0)
                self.take(")")
                return e
            case t:
                raise ParseError(f"unexpected {t!r}")


OPS = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "/": lambda a, b: a / b, "^": pow}


def ev(node, env):
    match node:
        case ("num", v): return v
        case ("var", n):
            try:
                return env[n]
            except KeyError:
                raise ParseError(f"unknown name {n}") from None
        case ("neg", e): return -ev(e, env)
        case ("bin", op, a, b): return OPS[op](ev(a, env), ev(b, env))
        case ("call", f, args): return env[f](*[ev(a, env) for a in args])


env = {"x": 10, "pi": 3.14, "max": max, "sq": lambda v: v * v}
for src in ("1 + 2 * 3", "(1 + 2) * 3", "2 ^ 3 ^ 2", "-2 ^ 2", "10 - 4 - 3", "x * (x - 1) / 2", "max(1, sq(3), x)", "2 * pi", "1 +", "(1", "1 $ 2", "y + 1", "1 / 0", "sq(1, 2)", "nope(1)", "1 2", "", "((((7))))", "--3"):
    try:
        print(f"{src:20} = {ev(Parser(src).parse(), env)}")
    except (ParseError, ZeroDivisionError, TypeError, KeyError) as e:
        print(f"{src:20} ! {type(e).__name__}: {e}")
print(Parser("1 + x * -2").parse())
