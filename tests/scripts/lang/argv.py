# sys.argv and exit without an error
# args: one "two words" --flag=3
import sys

print(len(sys.argv), sys.argv[1:])
print(sys.argv[0])
print(__name__, type(sys.argv))
for i, a in enumerate(sys.argv[1:], 1):
    print(i, a)
sys.exit()
print("never")
