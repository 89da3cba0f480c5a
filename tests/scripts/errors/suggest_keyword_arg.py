# TypeError suggestions for keyword arguments
def connect(host, port=80, *, timeout=1, retries=3):
    pass


for code in ("connect('h', prt=1)", "connect('h', time_out=1)", "connect('h', Retries=1)", "connect('h', zzz=1)", "connect('h', hosts=2)", "sorted([], revers=True)", "print(1, ends='')", "int('1', bas=2)", "sum([], strat=1)", "dict(a=1).update(1, 2)", "max([], defalt=1)", "open('f', encodin='x')", "''.split(sepp=1)", "enumerate([], strt=1)", "[].sort(ky=1)"):
    try:
        eval(code)
    except TypeError as e:
        print(code, "->", e)
connect("h", tmeout=5)
