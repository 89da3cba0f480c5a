# attributes of instances whose own data has different lengths
class S(str):
    kept = None
    def reverse(self):
        if self.kept is None:
            self.kept = self.__class__("".join(reversed(self)))
        return self.kept


class B(bytes):
    def mark(self, v):
        self.v = v
        return self.v, bytes(self)


class T(tuple):
    def mark(self, v):
        self.v = v
        return self.v, tuple(self)


class I(int):
    def mark(self, v):
        self.v = v
        return self.v, int(self)


bad = 0
for n in range(200):
    s = S("".join(map(chr, range(n))))
    bad += s.reverse().reverse() != s or s.kept != s[::-1]
    bad += B(b"x" * n).mark([n]) != ([n], b"x" * n)
    bad += T(range(n)).mark([n]) != ([n], tuple(range(n)))
    bad += I(3 ** n).mark([n]) != ([n], 3 ** n)
print("wrong:", bad)
