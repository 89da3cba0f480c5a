# input() and sys.stdin
# stdin: Ann\n42\nline three\nline four\nlast without end
import sys

name = input("Name? ")
age = int(input())
print(f"Hello {name}, {age + 1}")
print(repr(sys.stdin.readline()))
for line in sys.stdin:
    print(repr(line))
try:
    input("more? ")
except EOFError as e:
    print()
    print(type(e).__name__, e)
print(repr(sys.stdin.read()), repr(sys.stdin.readline()), sys.stdin.readlines())
