"""Augmented assignment of strings: long results, shared left sides, and every other holder keeps its text."""


def grow(n, piece):
    s = ''
    for i in range(n):
        s += piece
    return s


for n in (0, 1, 7, 15, 16, 17, 100, 2000, 2100, 60_000):
    s = grow(n, 'ab')
    assert s == 'ab' * n and len(s) == 2 * n, n
    assert hash(s) == hash('ab' * n)
print(len(grow(200_000, 'x')), len(grow(300, 'x' * 500)))


def keep_others():
    kept = []
    s = 'start' + str(len(kept))
    for i in range(30):
        kept.append(s)
        s += chr(65 + i % 26)
    t = s
    s += '!'
    return kept, t, s


kept, t, s = keep_others()
print(kept[0], kept[5], kept[-1], t, s, sep='\n')


def as_key():
    d = {}
    s = 'k' + str(len(d))
    for i in range(5):
        d[s] = i
        s += '_'
    return d


print(as_key())


def hashed():
    s = 'a' + str(1)
    before = hash(s)
    s += 'b'
    return hash(s) == hash('a1b'), before == hash('a1')


print(hashed())


def itself():
    s = 'xy' + str(3)
    s += s
    s += s
    return s


print(itself())


def beyond_ascii():
    s = 'a' + str(1)
    s += 'é'
    s += 'b'
    s += '\U0001F600'
    t = s
    t += 'z' * 300
    return s, len(s), t.count('z'), len(t), s.isascii(), 'b'.isascii()


print(ascii(beyond_ascii()))


def callee(text):
    text += ' in the callee'
    return text


def caller():
    text = 'text' + str(0)
    changed = callee(text)
    return text, changed


print(caller())


def generator(text):
    for i in range(3):
        text += str(i)
        yield text


def from_generator():
    text = 'g' + str(9)
    out = list(generator(text))
    return text, out


print(from_generator())


def closure():
    text = 'c' + str(0)

    def add():
        nonlocal text
        text += '+'
        return text
    return [add() for _ in range(4)], text


print(closure())


class Sub(str):
    def __iadd__(self, other):
        return Sub('iadd ' + str(self) + other)


s = Sub('a')
s += 'b'
s += 'c'
print(s, type(s).__name__)
try:
    s = 'x'
    s += 1
except TypeError as e:
    print(e)


def slices():
    s = 'abc' + str(5)
    part = s[:]
    s += 'd'
    whole = s[0:]
    s += 'e'
    return part, whole, s


print(slices())
