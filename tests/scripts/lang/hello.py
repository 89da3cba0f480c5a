# the first program
print("Hello, world!")
print("one", "two", sep=", ", end="!\n")
