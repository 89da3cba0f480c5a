# slices: reading in every form
s = "0123456789"
for e in ("[:]", "[2:5]", "[:3]", "[7:]", "[-3:]", "[:-3]", "[::2]", "[1::3]", "[::-1]", "[8:2:-2]", "[2:8:-1]", "[-1:-4:-1]",
          "[100:]", "[:100]", "[-100:3]", "[5:5]", "[::100]", "[::-100]", "[-1::-100]", "[None:None:None]", "[True:4]", "[10**30:]", "[:-10**30]", "[::10**30]"):
    print(e, eval("s" + e), eval("list(s)" + e), eval("tuple(range(10))" + e), eval("range(10)" + e), eval("b'0123456789'" + e))
sl = slice(1, 5, 2)
print(sl, sl.start, sl.stop, sl.step, s[sl], slice(3), slice(None), sl == slice(1, 5, 2), slice(1) < slice(2))
print(sl.indices(4), slice(None, None, -1).indices(5), slice(-3, None).indices(10), slice(10, 0, -3).indices(7))


class Show:
    def __getitem__(self, k):
        return k

    def __setitem__(self, k, v):
        print("set", k, v)

    def __delitem__(self, k):
        print("del", k)


o = Show()
print(o[1], o[1:2], o[::], o[1:2, 3], o[:, ::2], o[...], o[()], o[1,], o["a":"b"], o[-1], o[*[1, 2]], o[*"ab", 3])
o[1:2] = 5
o[1, 2:3] = 6
del o[::2]
del o[0], o[1]
o["a", 0] = o[{}]


class Idx:
    def __init__(self, n):
        self.n = n

    def __index__(self):
        return self.n


print(s[Idx(3)], s[Idx(1):Idx(4)], [1, 2, 3][Idx(-1)], range(10)[Idx(2)::Idx(3)])
for bad in ("s[::0]", "s['a':]", "s[1.0:]", "list(s)[1.5]", "s[1:2:0]", "tuple(s)['x']", "s[None]", "[0][10**30]", "[0][Idx('x')]",
            "slice()", "slice(1,2,3,4)", "slice(None).indices('a')", "slice(1,2,0).indices(5)", "slice(1).indices(-1)", "{}[1:2:3, []]"):
    try:
        print(eval(bad))
    except Exception as e:
        print(bad, "->", type(e).__name__ + ":", e)
print({slice(1, 2): 3}[1:2], hash(slice(1)) == hash(slice(1)))
