# print: separators, line ends, many types
print()
print(1)
print(1, 2.5, "three", None, True)
print("a", "b", sep="")
print("a", "b", sep=" - ")
print("no newline", end="")
print("!")
print(*[1, 2, 3], sep=",")
print([1, "two", 3.0], (4,), {5: 6}, {7})
print("tab\there", 'quote "inside"', "it's")
print(sep="x")
print("x", sep=None, end=None)
print(repr("a\nb"), ascii("é"), str(5))
try:
    print("a", sep=1)
except TypeError as e:
    print(e)
try:
    print("a", end=b"")
except TypeError as e:
    print(e)
try:
    print("a", foo=1)
except TypeError as e:
    print(e)
