# syntax errors of := in wrong places
for text in ("a := 1", "(a.b := 1)", "(a[0] := 1)", "((a, b) := 1)", "[i := 0 for i in x]", "[j for j in (k := x)]", "f(a := 1, b=c := 2)", "(a := 1 := 2)", "lambda: x := 1", "def f(a=b := 1): pass", "(1 := 2)", "class C: [z := q for q in x]", "x = y := 1", "[i for i in x if (i := 1)]"):
    try:
        compile(text, "s", "exec")
        print(text, "ok")
    except SyntaxError as e:
        print(f"{text}: {e.msg}")
