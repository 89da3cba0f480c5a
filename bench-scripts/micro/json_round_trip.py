"""JSON: dump a nested structure to text, read it back, compare."""

import json

RECORDS, ROUNDS = 400, 190


def record(i):
    return {
        "id": i,
        "name": f"record {i}",
        "tags": ["red", "grün", 'quote "', "line\n"][: i % 5],
        "position": {"x": i * 0.5, "y": -i / 3, "deep": [[i], [[i + 1]]]},
        "active": i % 2 == 0,
        "parent": None if i % 7 else i // 7,
        "big": i * 10 ** 12,
    }


def main():
    data = [record(i) for i in range(RECORDS)]
    size = 0
    for turn in range(ROUNDS):
        text = json.dumps(data)
        size += len(text)
        again = json.loads(text)
        assert again == data
    pretty = json.dumps(data, indent=2, sort_keys=True, ensure_ascii=False)
    assert json.loads(pretty) == data
    return size, len(pretty)


size, pretty = main()
print("json_round_trip", size, pretty)
