"""A tokenizer, a template engine and a log parser built on re."""
import re
TOKENS = [
    ("NUM", r"\d+(?:\.\d*)?"), ("NAME", r"[A-Za-z_]\w*"), ("OP", r"[-+*/=()]"), ("SKIP", r"[ \t]+"), ("NL", r"\n"),
    ("BAD", r".")
]
SCANNER = re.compile("|".join(f"(?P<{n}>{p})" for n, p in TOKENS))
def tokens(text):
    line, start = 1, 0
    for m in SCANNER.finditer(text):
        kind, value = m.lastgroup, m.group()
        if kind == "NL":
            line, start = line + 1, m.end()
        elif kind == "BAD":
            yield ("error", value, line, m.start() - start)
        elif kind != "SKIP":
            yield (kind, value, line, m.start() - start)
for t in tokens("x = 3.5 * (y + 12)\nz = x / 2 ?"):
    print(*t)
def render(template, **values):
    return re.sub(
        r"\{\{\s*(\w+)(?:\|(\w+))?\s*\}\}",
        lambda m: {"upper": str.upper, None: str}[m[2]](str(values.get(m[1], f"<{m[1]}?>"))), template
    )
print(render("Dear {{ name|upper }}, you owe {{amount}} to {{ who }}.", name="ann", amount=5))
log = """10:00:01 INFO start id=1
10:00:05 ERROR failed id=2 code=7
10:01:00 INFO stop id=1
garbage line"""
entry = re.compile(r"(?P<time>\d\d:\d\d:\d\d) (?P<level>[A-Z]+) (?P<text>\w+)(?P<rest>.*)")
for line in log.splitlines():
    m = entry.fullmatch(line)
    print(m and (m["time"], m["level"], m["text"], dict(re.findall(r"(\w+)=(\w+)", m["rest"]))))
print(
    re.sub(r"(?<!^)(?=[A-Z])", "_", "camelCaseName").lower(),
    re.sub(r"_(\w)", lambda m: m[1].upper(), "snake_case_name"), re.sub(r"(\d)(?=(\d{3})+$)", r"\1,", "1234567"),
    re.findall(r"[\w.]+@[\w.]+\.\w+", "a@b.co, x.y@z.org; bad@"),
    bool(re.fullmatch(r"(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}", "192.168.1.254"))
)
print(
    re.sub(r"\s+", " ", "a \n\t b   c").strip(), re.split(r"(?<=[.!?])\s+", "One. Two! Three? Four"),
    [m.start() for m in re.finditer("(?=aa)", "aaaa")],
    re.sub(r"(\b\w)(\w*)", lambda m: m[1].upper() + m[2], "some words here"),
    re.findall(r'"((?:[^"\\]|\\.)*)"', r'say "a \"b\" c" and "d"')
)
