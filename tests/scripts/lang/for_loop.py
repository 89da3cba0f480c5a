# for: over everything, targets of all kinds, else
for c in "abc":
    print(c, end=" ")
print()
for i in range(5):
    if i == 3:
        break
else:
    print("not reached")
print(i)
for i in []:
    pass
else:
    print("empty else", i)
for i in range(3):
    if i == 1:
        continue
    print("turn", i)
else:
    print("done")
for a, b in [(1, 2), (3, 4)]:
    print(a + b)
for a, *rest in ["xyz", (1,), [1, 2]]:
    print(a, rest)
for (a, b), c in [((1, 2), 3)]:
    print(a, b, c)
d = {}
for d["k"] in range(3):
    pass
print(d)
lst = [0, 0]
for lst[1] in (5, 6):
    print(lst)
for k, v in {"a": 1, "b": 2}.items():
    print(k, v)
for i, x in enumerate("ab", start=1):
    print(i, x)
for x, y in zip([1, 2, 3], "ab"):
    print(x, y)
for x in reversed([1, 2, 3]):
    print(x, end=" ")
print()
for i in range(10, 0, -3):
    print(i, end=" ")
print()
data = [1, 2, 3]
for x in data:
    if x < 3:
        data.append(x + 10)
print(data)
for x in 1, 2, 3:
    print(x, end=";")
print()
for x in *[1, 2], 3:
    print(x, end=";")
print()
try:
    for k in (dd := {1: 1}):
        dd[2] = 2
except RuntimeError as e:
    print(e)
try:
    for x in 5:
        pass
except TypeError as e:
    print(e)
try:
    for a, b in [(1, 2, 3)]:
        pass
except ValueError as e:
    print(e)
