"""Context variables: each thread has its own context; copy_context carries values over."""
import contextvars, threading

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

v = contextvars.ContextVar("v", default="default")
w = contextvars.ContextVar("w")
token = v.set("main")
out = []
t = threading.Thread(target=lambda: out.append((v.get(), w.get("none"))))
t.start()
t.join()
print(out, v.get())
ctx = contextvars.copy_context()
t = threading.Thread(target=ctx.run, args=(lambda: out.append(v.get()),))
t.start()
t.join()
print(out[-1])
def change():
    v.set("changed")
    out.append(v.get())
ctx.run(change)
print(out[-1], v.get(), ctx[v], v in ctx, w in ctx, len(ctx), [x.name for x in ctx])
v.reset(token)
print(v.get(), token.old_value is contextvars.Token.MISSING, token.var is v)
fails(v.reset, token)
fails(w.get)
fails(lambda: ctx[w])
fails(contextvars.ContextVar)
fails(contextvars.ContextVar, 5)
with v.set("inside"): print(v.get())
print(v.get(), ctx.get(w, "dflt"), sorted(x.name for x in ctx.keys()))
def again(): ctx.run(print)
fails(ctx.run, again)
t2 = w.set(1)
fails(v.reset, t2)
