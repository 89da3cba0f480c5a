"""A list of a million floats."""

numbers = [i * 0.5 for i in range(10 ** 6)]
assert len(numbers) == 10 ** 6 and numbers[-1] == 499999.5
print("floats", sum(numbers))
