# assignment to a literal inside a condition
x = 3
if x = 3:
    print("equal")
