# comments, joined lines, blank lines, semicolons, indentation, odd spacing
x = 1; y = 2; z = 3;
if x: y = 5; z = 6
print(x, y, z)
total = 1 + \
    2 + \
    3
print(total)
data = [
    1,  # comment

    2,
        3,
  4
]
print(data)
def f(a,
      b=2,  # comment in the parameters
      *,
      c=3,
      ):
    # only a comment

    return (a
            + b
            + c)
print(f(1,
        c=4,
        ))
if True:
        print("eight spaces")
        if x:
         print("nine")
else:
 print("one space")
class A: pass
class B: x = 1; y = 2
for i in range(2): print(i); print("-")
while x < 3: x += 1
try: pass
except: pass
finally: print("one line finally")
with open(__file__) as fh: line = fh.readline(); print(line.strip())
def g(): return 1; print("never")
print(g(), (1,
), [

], {
}, (
    # nothing here
))
if (1 and
    2 or
        3):
    print("multi-line condition")
s = "a" \
"b"
print(s)
lst=[1,2 ,3 ] ; print ( lst [ 1 ] , lst[ 0 : 2 ] )
print(x.__class__ . __name__)
assert (x
        == 3), "message"
	# a comment with a tab
       
print("after odd blank line")
if 1:
	print("tab indented")
	if 2:
		print("two tabs")
pass; pass
@property
# comment between decorator and function

def p(self): ...
print(type(p).__name__)
""" a bare string """
...
5
None
def doc(): "doc"; return doc.__doc__
print(doc())
lambda: 0
x = y = \
    z = 7
print(x, y, z)
print("form feed follows")

print("end"); # last comment without a line end
