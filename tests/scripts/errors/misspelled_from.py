# a misspelled keyword in an import
print("first")
form math import pi
