"""Iterating lists: index loops, enumerate, zip, nested loops, else clauses, removal while iterating."""
data = ["a", "b", "c", "d"]
for i, x in enumerate(data, 1):
    print(i, x, end=" ")
else:
    print("done")
for x in data:
    if x == "c":
        break
else:
    print("not reached")
print(x, [i for i in range(len(data))], [y + z for y, z in zip(data, data[1:])])
out = []
for x in data[:]:
    if x in "bd":
        data.remove(x)
    out.append(x)
print(data, out)
nums = list(range(10))
for n in nums:
    if n % 2:
        nums.remove(n)
print(nums)
for i in reversed(range(len(nums))):
    if nums[i] > 5:
        del nums[i]
print(nums, list(reversed(nums)))
it = iter(nums)
print([(a, next(it, None)) for a in it])
while nums:
    nums.pop()
    if len(nums) == 1:
        continue
else:
    print("empty", nums)
m = [[1, 2, 3], [4, 5, 6]]
print(
    [list(r) for r in zip(*m)], [v for row in m for v in row if v % 2], max(max(r) for r in m), [r[::-1] for r in m]
)
for (a, b, *c) in m:
    print(a, b, c)
for m[0][0] in (7, 8):
    pass
print(m)
