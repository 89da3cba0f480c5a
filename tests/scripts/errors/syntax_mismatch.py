# brackets that do not match, on two lines
data = [1,
        2, (3, 4],
        5)
