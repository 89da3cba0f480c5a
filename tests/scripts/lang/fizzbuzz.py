# small programs of a beginner
for i in range(1, 16):
    print("FizzBuzz" if i % 15 == 0 else "Fizz" if i % 3 == 0 else "Buzz" if i % 5 == 0 else i, end=" ")
print()


def primes(limit):
    sieve = [True] * (limit + 1)
    sieve[0:2] = [False, False]
    for i in range(2, int(limit ** 0.5) + 1):
        if sieve[i]:
            sieve[i * i::i] = [False] * len(sieve[i * i::i])
    return [i for i, p in enumerate(sieve) if p]


print(primes(60))


def gcd(a, b):
    while b:
        a, b = b, a % b
    return a


print(gcd(48, 36), gcd(17, 5), gcd(0, 9))


def hanoi(n, a="A", b="B", c="C"):
    return 0 if n == 0 else hanoi(n - 1, a, c, b) + 1 + hanoi(n - 1, c, b, a)


print(hanoi(6))
print("".join(reversed("stressed")), "level" == "level"[::-1])


def bubble(items):
    items = items[:]
    for i in range(len(items)):
        for j in range(len(items) - 1 - i):
            if items[j] > items[j + 1]:
                items[j], items[j + 1] = items[j + 1], items[j]
    return items


print(bubble([5, 2, 9, 1, 5, 6]))


def quicksort(xs):
    if len(xs) < 2:
        return xs
    p, *rest = xs
    return quicksort([x for x in rest if x < p]) + [p] + quicksort([x for x in rest if x >= p])


print(quicksort([3, 6, 1, 8, 2, 9, 2]))
words = "the quick brown the lazy the quick".split()
freq = {}
for w in words:
    freq[w] = freq.get(w, 0) + 1
for w, n in sorted(freq.items(), key=lambda x: (-x[1], x[0])):
    print(f"{w:<6}{n:>3}")
m = [[1, 2, 3], [4, 5, 6]]
print([list(row) for row in zip(*m)], [x for row in m for x in row])
total = 0
for i in range(100_000):
    total += i * i % 7
print(total)
for row in range(1, 4):
    print(" ".join(f"{row * col:2}" for col in range(1, 6)))
