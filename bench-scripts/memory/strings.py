"""A dictionary of 300,000 strings by strings."""

table = {f"key {i}": f"value {i}" for i in range(300_000)}
assert table["key 77"] == "value 77"
print("strings", len(table))
