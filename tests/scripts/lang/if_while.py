# if, elif, else, while, break, continue, else of a loop
def grade(n):
    if n >= 90:
        return "A"
    elif n >= 80:
        return "B"
    elif n >= 70:
        return "C"
    else:
        return "F"


print([grade(n) for n in (95, 90, 89, 75, 10)])
n = 10
while n > 0:
    n -= 3
    if n == 4:
        continue
    print(n, end=" ")
else:
    print("else ran")
i = 0
while True:
    i += 1
    if i == 5:
        break
else:
    print("never")
print("i =", i)
while False:
    pass
else:
    print("empty loop else")
outer = 0
while outer < 3:
    inner = 0
    while inner < 3:
        if inner == outer:
            break
        inner += 1
    else:
        print("no break", outer)
    print(outer, inner)
    outer += 1
a, b = 0, 1
while a < 100:
    print(a, end=",")
    a, b = b, a + b
print()
x = 27
steps = 0
while x != 1:
    x = x // 2 if x % 2 == 0 else 3 * x + 1
    steps += 1
print(steps)
if x: pass
if not x: print("no")
else: print("yes"); print("two statements")
