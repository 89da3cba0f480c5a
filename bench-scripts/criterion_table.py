"""Prints what `cargo bench` measured as a table: one row for each benchmark, median and its 95 % interval for one operation.

    cargo bench -p typhon-runtime --bench memory
    python3 bench-scripts/criterion_table.py [target/criterion]
"""

import json
import sys
from pathlib import Path


def rows(root):
    for found in sorted(root.rglob("new/estimates.json")):
        about = json.loads(found.with_name("benchmark.json").read_text())
        median = json.loads(found.read_text())["median"]
        # Operations of one iteration, where the benchmark says so.
        each = (about.get("throughput") or {}).get("Elements", 1)
        interval = median["confidence_interval"]
        numbers = (median["point_estimate"], interval["lower_bound"], interval["upper_bound"])
        yield about["full_id"], [n / each for n in numbers]


def main():
    root = Path(sys.argv[1] if len(sys.argv) > 1 else "target/criterion")
    table = list(rows(root))
    if not table:
        sys.exit(f"nothing measured below {root}")
    print("| operation | ns | 95 % interval |")
    print("| --- | ---: | --- |")
    for name, (middle, low, high) in table:
        print(f"| {name} | {middle:.2f} | {low:.2f} to {high:.2f} |")


main()
