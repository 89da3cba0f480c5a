# the same keyword argument twice
print("x", sep="a", end="b", sep="c")
