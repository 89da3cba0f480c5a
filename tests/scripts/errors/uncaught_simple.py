# an uncaught exception ends the program with status 1
print("before")
x = 1 / 0
print("never")
