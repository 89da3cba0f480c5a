# __iter__, __next__, __getitem__ iteration, iter() with a sentinel
class Down:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if self.n <= 0:
            raise StopIteration
        self.n -= 1
        return self.n


d = Down(3)
print(list(d), list(d), list(Down(2)), [*Down(2)], sum(Down(4)), max(Down(3)))


class Old:
    def __getitem__(self, i):
        if i == 3:
            raise IndexError
        return i * i


print(list(Old()), 4 in Old(), 5 in Old(), [a for a in Old()], type(iter(Old())).__name__)
a, b, c = Old()
print(a, b, c, list(zip(Old(), "xyz")), list(enumerate(Old())))
values = [1, 2, 3, 0, 4]
print(list(iter(lambda: values.pop(0), 0)), values, type(iter(int, 1)).__name__)
it = iter([1, 2])
print(next(it), next(it), next(it, None), it.__length_hint__(), list(it))


class NoIter:
    pass


class BadIter:
    def __iter__(self):
        return 5


class NoneIter:
    __iter__ = None

    def __getitem__(self, i):
        return i


class BadNext:
    def __iter__(self):
        return self

    def __next__(self):
        raise ValueError("in next")


class RaisesKey:
    def __getitem__(self, i):
        raise KeyError(i)


class Dict:
    def __getitem__(self, k):
        return {0: "zero", 1: "one"}[k]


for bad in ("iter(NoIter())", "iter(BadIter())", "list(NoneIter())", "list(BadNext())", "next(NoIter())", "iter(5)", "iter(5, 1)", "iter()",
            "list(RaisesKey())", "list(Dict())", "1 in NoIter()", "reversed(NoIter())", "reversed({1})", "len(NoIter())", "list(5)", "[*NoIter()]"):
    try:
        print(bad, eval(bad))
    except Exception as e:
        print(f"{bad}: {type(e).__name__}: {e}")


class Rev:
    def __len__(self):
        return 3

    def __getitem__(self, i):
        return "abc"[i]


class Rev2:
    def __reversed__(self):
        return iter("custom")


print(list(reversed(Rev())), "".join(reversed(Rev2())), type(reversed(Rev())).__name__)
lst = [1, 2, 3]
it = iter(lst)
next(it)
lst.append(4)
print(list(it))
lst.append(5)
print(list(it))
for mutate in ("d.pop(1)", "d.update({9: 9})", "d.clear()"):
    d = {1: 1, 2: 2}
    try:
        for k in d:
            exec(mutate)
        print(mutate, "no error")
    except RuntimeError as e:
        print(mutate, e)
s = {1, 2}
try:
    for x in s:
        s.add(x + 10)
except RuntimeError as e:
    print(e)
m = map(str, [1, 2]); f = filter(None, [0, 1]); z = zip([1], [2]); e = enumerate("a")
print(iter(m) is m, [list(i) for i in (m, f, z, e)])
try:
    list(zip([1], [1, 2], strict=True))
except ValueError as err:
    print(err)
try:
    list(zip([1, 2], [1], strict=True))
except ValueError as err:
    print(err)
try:
    list(map(lambda a, b: a, [1], [2, 3], strict=True))
except ValueError as err:
    print(err)
