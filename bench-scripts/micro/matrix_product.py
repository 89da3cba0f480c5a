"""Matrix multiplication with lists of lists: index loops and zip with sum."""

N = 165


def indexed(a, b, n):
    result = [[0] * n for _ in range(n)]
    for i in range(n):
        row, out = a[i], result[i]
        for j in range(n):
            total = 0
            for k in range(n):
                total += row[k] * b[k][j]
            out[j] = total
    return result


def zipped(a, b):
    columns = list(zip(*b))
    return [[sum(x * y for x, y in zip(row, column)) for column in columns] for row in a]


a = [[(i * j + i) % 11 for j in range(N)] for i in range(N)]
b = [[(i - 2 * j) % 13 for j in range(N)] for i in range(N)]
identity = [[int(i == j) for j in range(N)] for i in range(N)]
first, second = indexed(a, b, N), zipped(a, b)
assert first == second and indexed(a, identity, N) == a
print("matrix_product", N, sum(map(sum, first)))
