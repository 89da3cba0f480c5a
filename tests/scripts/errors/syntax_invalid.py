# plain invalid syntax: nothing is run
print("not printed")
x = 1 +* 2
