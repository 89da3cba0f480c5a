# syntax errors of try, except and finally
def show(text):
    try:
        compile(text, "<batch>", "exec")
        print(repr(text), "ok")
    except SyntaxError as e:
        print(repr(text), "->", e.msg, "|", e.lineno, e.offset, e.end_lineno, e.end_offset)


for text in (
    'try',
    'try pass',
    'try: pass',
    'try:\n pass\nexcept\n pass',
    'try:\n pass\nexcept a b:\n pass',
    'try: pass\nexcept: pass\nexcept A: pass',
    'try: pass\nexcept A: pass\nfinally: pass\nelse: pass',
    'try: pass\nelse: pass\nexcept: pass',
    'try: pass\nfinally: pass\nfinally: pass',
    'try: pass\nexcept A, B as c: pass',
    'try: pass\nexcept A as 1: pass',
    'try: pass\nexcept A as a.b: pass',
    'try: pass\nexcept A as a[0]: pass',
    'try: pass\nexcept A as (a, b): pass',
    'try: pass\nexcept* A: pass\nexcept B: pass',
    'try: pass\nexcept A: pass\nexcept* B: pass',
    'try: pass\nexcept*: pass',
    'try: pass\nexcept* A, B: pass',
    'try: pass\nexcept A as: pass',
    'try: pass\nexcept as e: pass',
    'try: pass\ncatch A: pass',
    'try: pass\nexcept (A, B): pass',
    'try: pass\nexcept A or B: pass',
    'try: pass\nexcept A if B else C: pass',
    'try: pass\nexcept A as None: pass',
    'try: pass\nexcept *A as x: pass',
    'try:\n x\nexcept A:\n y\nz\nfinally: pass',
    'try: pass\nexcept A:\npass',
    'try\n pass',
    'try: pass\nfinally\n pass',
    'try: pass\nexcept:\n pass\nelse\n pass',
):
    show(text)
