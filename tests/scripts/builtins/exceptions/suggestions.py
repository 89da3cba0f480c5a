"""Uncaught NameError and AttributeError reports suggest close names."""
import traceback
class Thing:
    def __init__(self):
        self.length = 5
        self.colour = 1
    def append(self): pass
def last(f):
    try: f()
    except Exception as e: print(traceback.format_exception_only(e)[-1].strip())
counter = 1
t = Thing()
def local():
    value_one = 1
    return valu_one
last(lambda: countr)
last(local)
last(lambda: t.lenght)
last(lambda: t.color)
last(lambda: t.appendd)
last(lambda: [].appendd(1))
last(lambda: "".uper())
last(lambda: prnt(1))
last(lambda: zzzzzzzz)
last(lambda: t.zzzzzz)
last(lambda: maths.pi)
last(lambda: sys.path)
last(lambda: __import__("math").sqr)
last(lambda: exec("from math import sqr"))
last(lambda: Thing.apend)
last(lambda: len.__nam__)
last(lambda: int.form_bytes)
last(lambda: (lambda key: key)(kye=1))
last(lambda: print(1, ed="x"))
class Me:
    def run(self): return helper()
    def helper(self): pass
last(Me().run)
last(lambda: {}.kesy())
last(lambda: None.foo)
last(lambda: Exception.wth_traceback)
