"""Splitting work: partial sums, map and reduce, word counts, matrix rows, merge sort with a thread per half."""
import threading
from concurrent.futures import ThreadPoolExecutor
def chunks(seq, n):
    size = -(-len(seq) // n)
    return [seq[i:i + size] for i in range(0, len(seq), size)]
data = list(range(10_000))
for n in (1, 2, 3, 8):
    parts = [0] * n
    def work(i, part): parts[i] = sum(x * x for x in part)
    threads = [threading.Thread(target=work, args=p) for p in enumerate(chunks(data, n))]
    for t in threads: t.start()
    for t in threads: t.join()
    print(n, sum(parts), len(threads))
text = "the cat saw the dog and the bird saw the cat " * 50
def count(words):
    table = {}
    for w in words: table[w] = table.get(w, 0) + 1
    return table
with ThreadPoolExecutor(4) as pool:
    total = {}
    for table in pool.map(count, chunks(text.split(), 4)):
        for w, c in table.items(): total[w] = total.get(w, 0) + c
    print(sorted(total.items(), key=lambda p: (-p[1], p[0])))
    a = [[(i * j) % 7 for j in range(20)] for i in range(20)]
    b = [[(i + j) % 5 for j in range(20)] for i in range(20)]
    cols = list(zip(*b))
    c = list(pool.map(lambda row: [sum(x * y for x, y in zip(row, col)) for col in cols], a))
    print(sum(map(sum, c)), c[3][:5], c == [[sum(x * y for x, y in zip(r, k)) for k in cols] for r in a])
def merge_sort(l, depth=0):
    if len(l) < 2: return l
    m = len(l) // 2
    halves = [None, None]
    if depth < 3:
        def go(k, part): halves[k] = merge_sort(part, depth + 1)
        t = threading.Thread(target=go, args=(0, l[:m]))
        t.start()
        go(1, l[m:])
        t.join()
    else:
        halves = [merge_sort(l[:m], depth + 1), merge_sort(l[m:], depth + 1)]
    out, (x, y), i, j = [], halves, 0, 0
    while i < len(x) and j < len(y):
        if x[i] <= y[j]:
            out.append(x[i])
            i += 1
        else:
            out.append(y[j])
            j += 1
    return out + x[i:] + y[j:]
mixed = [(i * 7919) % 1009 for i in range(1000)]
print(merge_sort(mixed) == sorted(mixed), merge_sort(mixed)[:5])
primes = []
lock = threading.Lock()
def find(lo, hi):
    mine = [n for n in range(lo, hi) if n > 1 and all(n % d for d in range(2, int(n ** 0.5) + 1))]
    with lock: primes.extend(mine)
threads = [threading.Thread(target=find, args=(i * 250, i * 250 + 250)) for i in range(8)]
for t in threads: t.start()
for t in threads: t.join()
print(len(primes), sum(primes), max(primes))
