# conditional expressions, short circuit, precedence
print(1 if True else 2, 1 if False else 2 if True else 3, (1 if 0 else 2) + 3, 1 if 0 else 2 + 3)
print([1 if i else 0 for i in (0, 1)], (lambda x: "y" if x else "n")(0), {"a" if True else "b": 1 if False else 2})


def t(v, name):
    print(name, end=" ")
    return v


print(t(1, "then") if t(1, "cond") else t(2, "else"))
print(t(1, "then") if t(0, "cond") else t(2, "else"))
print(not 1 if 0 else 2, not (1 if 0 else 2), -1 if 1 else 0, 1 if not 0 else 2, 1 or 2 if 0 else 3, (yield_ := 1) if 1 else 0)
print(1 + 2 if 3 > 2 else 4 * 5, 1 < 2 if 2 < 3 else 3 < 1, "a" + "b" if [] else "c" * 2, lambda: 1 if 0 else 2)
print((1 if 1 else 2, 3), *([1] if 1 else [2]), *(() if 1 else (1,)), f"{1 if 0 else 'x'!r}", [*((1, 2) if 1 else (3,))])
x = 5 if 1 else undefined
y = undefined if 0 else 6
print(x, y, True if x else undefined, x if x == 5 and y == 6 or undefined else 0)
print(2 ** -1, -2 ** 2, (-2) ** 2, 2 ** 3 ** 2, not 1 == 2, not 1 in [2], 1 + 2 << 3, 1 << 2 + 3, 5 & 3 | 4 ^ 1, ~1 + 1, - 3 // 2, 7 % 4 * 2, 2 * 7 % 4, 1 - 1 - 1, 8 / 4 / 2, 1 == 1 in [True], 3 > 2 == True, "a" "b" * 2, 5 if 3 & 1 else 6, not not [], 1 and 0 or 5, 0 or 1 and 2)
print(await_ if (await_ := 3) else 0, [a for a in range(5) if a % 2 == 0 or a > 3], 10 - -3, 10 - - - 3, 2 * -3, 1 if 1 else 1 / 0)
z = []
z.append(1) if not z else z.append(2)
z.append(1) if not z else z.append(2)
print(z)
