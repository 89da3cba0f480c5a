# TypeError of an operator in the middle of a line
a, b = 1, "x"
print("start", a + b, "end")
