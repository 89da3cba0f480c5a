"""Six nested loops with an almost empty body."""

WIDTH = 17


def main():
    count = odd = 0
    for a in range(WIDTH):
        for b in range(WIDTH):
            for c in range(WIDTH):
                for d in range(WIDTH):
                    for e in range(WIDTH):
                        for f in range(WIDTH):
                            count += 1
                    odd += (a + b + c + d) & 1
    return count, odd


count, odd = main()
assert count == WIDTH ** 6
assert odd == WIDTH ** 4 // 2, odd
print("nested_loops", count, odd)
