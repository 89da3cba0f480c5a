# assignment: chained, tuple, starred, augmented, order of evaluation
a = b = c = []
a.append(1)
print(a, b, c, a is c)
x, y = 1, 2
x, y = y, x
print(x, y)
(p, q), [r, s] = (1, 2), (3, 4)
print(p, q, r, s)
first, *mid, last = range(6)
print(first, mid, last)
*init, end = "abc"
print(init, end)
h, *t = [1]
print(h, t)
*all_, = (1, 2)
print(all_)
i, (j, *k) = 1, "xyz"
print(i, j, k)
[m, n] = {1: "a", 2: "b"}
print(m, n)
a = [0, 1, 2]
i = 0
i, a[i] = 1, 9
print(i, a)
a[0], a[1] = a[1], a[0]
print(a)


def say(x):
    print("eval", x, end=" ")
    return x


d = {}
d[say("key")] = say("value")
print(d)
say(d)[say("k2")] = d[say("k3")] = say("v")
print(d)
n = 5
n += 2; n -= 1; n *= 3; n //= 2; n **= 2; n %= 50; n <<= 2; n >>= 1; n |= 1; n &= 0xff; n ^= 3
print(n)
n /= 4
print(n)
lst = [1, 2]
same = lst
lst += (3,)
lst *= 2
print(lst, lst is same)
tup = (1,)
tup += (2,)
print(tup)
s = "a"
s += "b"
s *= 3
print(s)
tt = ([],)
try:
    tt[0] += [1]
except TypeError as e:
    print(e, tt)
() = []
[] = ()
x: int = 5
y: "str"
z: list[int] = [1]
print(x, z, "y" in globals())


class C:
    pass


o = C()
o.x = o.y = 1
o.x += 5
print(o.x, o.y)
o.l = [1, 2, 3]
o.l[1:] = [9]
o.l[0] += 1
print(o.l)
