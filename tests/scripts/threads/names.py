"""Thread names, repr, main_thread, current_thread, enumerate, active_count."""
import re, threading

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

main = threading.current_thread()
print(
    main.name, main is threading.main_thread(), threading.active_count(), threading.enumerate() == [main],
    main.daemon, main.is_alive(), main.ident == threading.get_ident()
)
def work(): names.append(threading.current_thread().name)
names = []
for t in (
    threading.Thread(target=work), threading.Thread(target=work, name="given"), threading.Thread(target=print),
    threading.Thread(name=5), threading.Thread(target=work)
):
    print(t.name, re.sub(r"\d{6,}", "ID", repr(t)))
    if t.name != "Thread-2 (print)":
        t.start()
        t.join()
        print(re.sub(r"\d{6,}", "ID", repr(t)))
print(names)
t = threading.Thread(target=work)
t.name = "renamed"
t.start()
t.join()
print(names[-1], t.name)
gate = threading.Event()
group = [threading.Thread(target=gate.wait, name=f"w{i}") for i in range(3)]
for g in group: g.start()
print(
    threading.active_count(), sorted(x.name for x in threading.enumerate()),
    [re.sub(r"\d{6,}", "ID", repr(g)) for g in group]
)
gate.set()
for g in group: g.join()
print(threading.active_count(), re.sub(r"\d{6,}", "ID", repr(main)))
print(
    re.sub(r"\d{6,}", "ID", repr(threading.Thread(daemon=True, name="d"))),
    threading.get_native_id() == main.native_id, type(threading.get_ident()).__name__
)
