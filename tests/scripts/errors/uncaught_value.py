# ValueError out of a builtin
def parse(s):
    return [int(part) for part in s.split(",")]


print(parse("1,2"))
print(parse("1,two"))
