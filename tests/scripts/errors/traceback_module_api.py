# the traceback module: formats and limits
import io
import sys
import traceback


def a():
    b()


def b():
    c()


def c():
    raise ValueError("deep")


try:
    a()
except ValueError as e:
    for limit in (None, 1, 2, -1, 0):
        print("limit", limit)
        traceback.print_exc(limit=limit, file=sys.stdout)
    print(traceback.format_exc().splitlines()[0])
    print(traceback.format_exception_only(e), traceback.format_exception_only(KeyError("k")), traceback.format_exception_only(ValueError, ValueError()))
    fs = traceback.extract_tb(e.__traceback__)
    for f in fs:
        print(f.name, f.lineno, f.line, f.colno, f.end_colno, f.end_lineno)
    print([ln for _, ln in traceback.walk_tb(e.__traceback__)], "".join(traceback.format_list(fs[:1])))
    out = io.StringIO()
    traceback.print_tb(e.__traceback__, file=out)
    print(out.getvalue())
    te = traceback.TracebackException.from_exception(e)
    print(te.exc_type_str, str(te), len(te.stack), list(te.format_exception_only()))
    tb = e.__traceback__
    while tb:
        print(tb.tb_lineno, tb.tb_frame.f_code.co_name, tb.tb_frame.f_lineno)
        tb = tb.tb_next
    print("".join(traceback.format_exception(e)) == traceback.format_exc())
print(traceback.format_exc())
print(sys.exc_info())
print("".join(traceback.format_exception_only(SyntaxError("m", ("f.py", 2, 3, "abc def\n", 2, 6)))))
def stack():
    return [f.name for f in traceback.extract_stack()]
print(stack())
