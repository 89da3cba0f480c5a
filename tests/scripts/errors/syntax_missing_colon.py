# expected ':'
def ok():
    pass


if ok() == 1
    print("x")
