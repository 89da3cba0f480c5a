# NameError suggestions
value_count = 1


def f():
    local_thing = 2
    return local_thin


for code in ("value_cuont", "pritn", "Value_count", "f2", "rnage", "lenn", "xyzzy", "tru", "none", "true", "Tuple", "import_", "math.pi", "sys.path", "foo", "__nme__", "lits", "itn"):
    try:
        eval(code)
    except NameError as e:
        import traceback
        print(code, "->", traceback.format_exception(e)[-1], end="")
f()
