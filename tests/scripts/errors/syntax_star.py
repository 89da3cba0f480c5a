# syntax errors of star expressions in wrong places
for text in ("*a", "*a = 1, 2", "a = *b", "print(*a)", "[*a for a in b]", "*a, *b = c", "x = (*a)", "del *a", "return *a", "*a += 1", "(*a): int", "{*a: 1}", "{**a, *b}", "{*a, **b}",
             "f(**a, *b)", "f(x for x in y, 1)", "f(**a, b)", "f(a=1, b)", "{**a for a in b}", "(**a)", "[**a]", "*a,", "for *a in b: pass", "for *a, in b: pass", "x[*a]", "x[*a:b]", "lambda: *a", "lambda: (*a,)", "if *a: pass", "print(*a if b else c)", "print(*a or b)", "[*a or b]", "*a, = b", "a, *(b, c) = d", "*a.b, c = d", "*(a) , b = c", "*5, a = b"):
    try:
        compile("def f():\n " + text if "return" in text else text, "s", "exec")
        print(f"{text}: ok")
    except SyntaxError as e:
        print(f"{text}: {e.msg}")
