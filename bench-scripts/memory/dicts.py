"""200,000 dictionaries with the same three keys, as records that came out of JSON."""

records = [{"id": i, "name": "n", "size": i * 3} for i in range(200_000)]
assert records[-1]["size"] == 599_997
print("dicts", len(records))
