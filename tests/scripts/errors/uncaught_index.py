# IndexError on a nested subscript
rows = [[1, 2], [3]]
for i in range(2):
    print(rows[i][1] + 1)
