# expression statements, pass, ellipsis, chained statements on a line
1
"string"
...
[print("evaluated")]
print("a"), print("b")
x = print("assign") or 5
x
(print("paren"))
lambda: print("not called")
{print("set display")}
{"k": print("dict display")}
f"{print('in f-string')}"
print("c") if x else print("d")
x and print("short")
not print("not")
-x
x.bit_length
x.bit_length()
x == 5
[i for i in range(3) if print(i, end=" ") or True]
print()
(y for y in print("generator source") or [1])
pass; pass; x; print("after pass")
if x: pass
else: print("never")
del x
None
print, "tuple statement"
(lambda: print("called"))()
import sys as s; s; print(s is sys) if "sys" in globals() else print("no sys name")
try: y
except NameError as e: print(e)
def f(): pass; return 1; print("dead")
print(f())
class C: pass; z = 1; "doc after"
print(C.z, C.__doc__)
for _ in range(2): print(_); continue
while True: print("once"); break
with open(__file__) as fh: pass; print(fh.closed)
print(fh.closed)
assert True; print("assert passed")
global_var: int = 3; print(global_var)
z = w = [] ; z.append(w is z); print(z)
a, b = b, a = 1, 2
print(a, b)
(c := 5); print(c)
