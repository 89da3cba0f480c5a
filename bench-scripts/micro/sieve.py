"""Primes by three sieves: list of flags, bytearray with slices, and a set of composites."""

LIMIT = 2_000_000


def flags(n):
    prime = [True] * n
    prime[0] = prime[1] = False
    i = 2
    while i * i < n:
        if prime[i]:
            for j in range(i * i, n, i):
                prime[j] = False
        i += 1
    return sum(prime)


def slices(n):
    prime = bytearray(b"\1") * n
    prime[:2] = b"\0\0"
    for i in range(2, int(n ** 0.5) + 1):
        if prime[i]:
            prime[i * i :: i] = bytes(len(range(i * i, n, i)))
    return [i for i, flag in enumerate(prime) if flag]


def composites(n):
    known, primes = set(), []
    for i in range(2, n):
        if i not in known:
            primes.append(i)
            known.update(range(i * i, n, i))
    return primes


assert flags(LIMIT * 2) == 283146
primes = slices(LIMIT * 2)
assert len(primes) == 283146 and primes[-1] == 3999971
assert composites(LIMIT // 2) == primes[:78498]
print("sieve", LIMIT, len(primes))
