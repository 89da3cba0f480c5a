# nesting of brackets: fine, and too deep
print(len(eval("[" * 50 + "]" * 50)))
for n in (150, 199, 200, 201, 300):
    for o, c in ("()", "[]", "{}"):
        try:
            compile(o * n + c * n, "<deep>", "eval")
            print(n, o, "ok")
        except (SyntaxError, MemoryError, RecursionError) as e:
            print(n, o, type(e).__name__, e)
for text in ("(" * 300, "[" * 100 + "1", "f(" * 250 + ")" * 250, "{" * 100 + ")" * 100):
    try:
        compile(text, "<deep>", "eval")
        print("ok")
    except (SyntaxError, MemoryError, RecursionError) as e:
        print(type(e).__name__, e)
print(eval("+".join(["1"] * 1000)), eval("(" * 90 + "7" + ")" * 90), eval("not " * 50 + "0"), eval("-" * 50 + "1"))
depth = "".join("    " * i + "if 1:\n" for i in range(99)) + "    " * 99 + "result = 'deep blocks'\n"
exec(depth)
print(result)
try:
    compile("".join(" " * i + "if 1:\n" for i in range(100)) + " " * 100 + "pass\n", "<deep>", "exec")
    print("ok")
except SyntaxError as e:
    print(type(e).__name__, e.msg, e.lineno)
for n in (18, 19, 20, 21, 25):
    try:
        compile("".join(" " * i + "for x in y:\n" for i in range(n)) + " " * n + "pass\n", "<deep>", "exec")
        print(n, "loops ok")
    except SyntaxError as e:
        print(n, e.msg, e.lineno)
