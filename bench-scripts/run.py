"""Compare two Python interpreters on the scripts of this folder.

    run.py micro   --a CMD --b CMD [--repeats N] [--only TEXT] [--out FILE]
    run.py scaling --a CMD [--b CMD] [--threads 1,2,4] [--repeats N] [--only TEXT] [--out FILE]
    run.py patterns --a CMD --b CMD [--repeats N] [--only TEXT] [--out FILE]
    run.py stats   --a CMD --b CMD --dir FOLDER [--threads 1,2,4] [--repeats N]

`micro` times whole processes (start of the interpreter included; the row `(empty script)` shows how much that
is). The two interpreters take turns, script by script and repeat by repeat, so that a machine that slows down
slows both. Each cell is the median over the repeats. `scaling` reads the seconds that the scripts print and
shows the throughput relative to one thread of the same interpreter. `patterns` compares single operations
(`patterns.py`), the slowest of B first; of several repeats the fastest counts. A script that fails gets no time but a
note, and does not enter the geometric mean.

Needs nothing outside the standard library. The output is Markdown.
"""

import argparse
import os
import platform
import re
import shlex
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
LINE = re.compile(r"threads=(\d+) seconds=([0-9.]+) work=(\d+)")


def machine():
    """One line that names the processor, the cores that this process may use, the memory and the system."""
    model = platform.processor() or platform.machine()
    memory = ""
    try:
        with open("/proc/cpuinfo", encoding="utf-8", errors="replace") as f:
            for line in f:
                if line.lower().startswith("model name"):
                    model = line.split(":", 1)[1].strip()
                    break
        with open("/proc/meminfo", encoding="utf-8") as f:
            kib = int(f.readline().split()[1])
            memory = f", {kib / 2 ** 20:.0f} GiB"
    except (OSError, ValueError, IndexError):
        pass
    cores = getattr(os, "process_cpu_count", os.cpu_count)()
    return f"{model}, {cores} cores{memory}, {platform.system()} {platform.release()}"


def version(command):
    """What the interpreter says about itself."""
    try:
        done = subprocess.run([*command, "--version"], capture_output=True, text=True, timeout=20)
    except (OSError, subprocess.TimeoutExpired) as e:
        raise SystemExit(f"cannot run {shlex.join(command)}: {e}")
    return (done.stdout or done.stderr).strip() or shlex.join(command)


def run_once(command, arguments, limit):
    """Run a script once: (seconds of the process, standard output, failure or None)."""
    start = time.perf_counter()
    try:
        done = subprocess.run([*command, *arguments], capture_output=True, text=True, timeout=limit,
                              env={**os.environ, "PYTHONHASHSEED": "0"})
    except subprocess.TimeoutExpired:
        return limit, "", f"over {limit} s"
    seconds = time.perf_counter() - start
    if done.returncode:
        last = (done.stderr.strip().splitlines() or [f"status {done.returncode}"])[-1]
        return seconds, done.stdout, last
    return seconds, done.stdout, None


def scripts(folder, only):
    """The scripts of a folder below this one, sorted, whose path contains `only`."""
    found = []
    for base, folders, names in os.walk(os.path.join(HERE, folder)):
        folders.sort()
        for name in sorted(names):
            path = os.path.join(base, name)
            if name.endswith(".py") and name != "harness.py" and only in os.path.relpath(path, HERE):
                found.append(path)
    return found


def title(path, folder):
    return os.path.relpath(path, os.path.join(HERE, folder))[:-3]


def geometric_mean(values):
    return statistics.geometric_mean(values) if values else float("nan")


def header(args, commands):
    lines = [f"Machine: {machine()}  ", f"Repeats: {args.repeats}, medians  "]
    for letter, command in zip("AB", commands):
        lines.append(f"{letter}: {version(command)}  ")
    return lines + [""]


def micro(args, commands):
    rows, ratios = [], []
    with tempfile.TemporaryDirectory() as folder:
        empty = os.path.join(folder, "empty.py")
        with open(empty, "w", encoding="utf-8") as f:
            f.write("pass\n")
        jobs = [("(empty script)", empty)] + [(title(p, "micro"), p) for p in scripts("micro", args.only)]
        for name, path in jobs:
            times, outputs, failures = [[], []], [set(), set()], [None, None]
            for _ in range(args.repeats):
                for side, command in enumerate(commands):
                    if failures[side] is None:
                        seconds, output, failures[side] = run_once(command, [path], args.limit)
                        times[side].append(seconds)
                        outputs[side].add(output)
            note = "; ".join(f"{'AB'[s]}: {text}" for s, text in enumerate(failures) if text)
            if not note and outputs[0] != outputs[1]:
                note = "different output"
            a, b = (None if failures[s] else statistics.median(times[s]) for s in (0, 1))
            ratio = a / b if a is not None and b is not None and not note else None
            if ratio is not None and path != empty:
                ratios.append(ratio)
            cells = [f"{t:.3f}" if t is not None else "-" for t in (a, b)]
            rows.append(f"| {name} | {cells[0]} | {cells[1]} | {f'{ratio:.2f}' if ratio else '-'} | {note} |")
            print(name, *cells, note, file=sys.stderr)
    lines = header(args, commands)
    lines += ["| script | A (s) | B (s) | A / B | note |", "| --- | ---: | ---: | ---: | --- |", *rows, ""]
    lines.append(f"Geometric mean of A / B over {len(ratios)} scripts: {geometric_mean(ratios):.3f} (above 1: B is faster)")
    return lines


def patterns(args, commands):
    script = os.path.join(HERE, "patterns.py")
    best = [{}, {}]
    for _ in range(args.repeats):
        for side, command in enumerate(commands):
            _, output, failure = run_once(command, [script, args.only], args.limit)
            if failure:
                raise SystemExit(f"{'AB'[side]}: {failure}")
            for line in output.splitlines():
                name, cost = line.split("\t")
                best[side][name] = min(float(cost), best[side].get(name, float("inf")))
    rows = sorted((best[0][name] / cost, name, best[0][name], cost) for name, cost in best[1].items())
    lines = [line.replace("medians", "the fastest counts") for line in header(args, commands)]
    lines += ["| pattern | A (ns) | B (ns) | A / B |", "| --- | ---: | ---: | ---: |"]
    lines += [f"| `{name}` | {a:.0f} | {b:.0f} | {ratio:.2f} |".replace("|`", "\\|`") for ratio, name, a, b in rows]
    mean = geometric_mean([row[0] for row in rows])
    slower = sum(row[0] < 1 for row in rows)
    return lines + ["", f"Geometric mean of A / B over {len(rows)} patterns: {mean:.3f}; B is slower in {slower} of them"]


def measure_threads(command, path, count, args):
    """Median throughput (work per second) of a scaling script, or the failure."""
    rates = []
    for _ in range(args.repeats):
        _, output, failure = run_once(command, [path, str(count)], args.limit)
        found = LINE.search(output)
        if failure or not found:
            return None, failure or "no result line"
        rates.append(int(found[3]) / max(float(found[2]), 1e-9))
    return statistics.median(rates), None


def scaling(args, commands):
    counts = args.threads
    rows, relative = [], {(s, c): [] for s in range(len(commands)) for c in counts}
    for path in scripts("scaling", args.only):
        name = title(path, "scaling")
        single = {}
        for count in sorted({1, *counts}):
            for side, command in enumerate(commands):
                rate, failure = measure_threads(command, path, count, args)
                single.setdefault(side, {})[count] = (rate, failure)
        for side in range(len(commands)):
            base, failure = single[side][1]
            cells = []
            for count in counts:
                rate, problem = single[side][count]
                failure = failure or problem
                if base and rate:
                    relative[side, count].append(rate / base)
                    cells.append(f"{rate / base:.2f}")
                else:
                    cells.append("-")
            first = f"{base:,.0f}" if base else "-"
            rows.append(f"| {name} | {'AB'[side]} | {first} | " + " | ".join(cells) + f" | {failure or ''} |")
            print(name, "AB"[side], first, *cells, failure or "", file=sys.stderr)
    lines = header(args, commands)
    lines.append("Throughput relative to one thread of the same interpreter (perfect: the number of threads).")
    lines += ["", "| script | | work/s at 1 | " + " | ".join(f"x{c}" for c in counts) + " | note |",
              "| --- | --- | ---: | " + " | ".join("---:" for _ in counts) + " | --- |", *rows]
    for side in range(len(commands)):
        means = " | ".join(f"{geometric_mean(relative[side, c]):.2f}" for c in counts)
        lines.append(f"| **geometric mean** | {'AB'[side]} | | {means} | |")
    return lines


def stats(args, commands):
    """Time lib_stats.py over a folder; its output must not depend on the interpreter or the thread count."""
    if not args.dir:
        raise SystemExit("stats needs --dir FOLDER")
    path = os.path.join(HERE, "lib_stats.py")
    lines = header(args, commands)
    lines += ["| threads | " + " | ".join(f"{x} (s)" for x in "AB"[: len(commands)]) + " |",
              "| ---: |" + " ---: |" * len(commands)]
    outputs, failure = set(), None
    for count in args.threads:
        cells = []
        for command in commands:
            times = []
            for _ in range(args.repeats):
                seconds, output, failure = run_once(command, [path, args.dir, "--threads", str(count)], args.limit)
                if failure:
                    break
                times.append(seconds)
                outputs.add(output)
            cells.append(f"{statistics.median(times):.3f}" if not failure else f"failed: {failure}")
        lines.append(f"| {count} | " + " | ".join(cells) + " |")
    lines += ["", f"Distinct outputs: {len(outputs)} (1 is right)"]
    return lines


def thread_counts(text):
    try:
        counts = [int(part) for part in text.split(",")]
    except ValueError:
        raise argparse.ArgumentTypeError("numbers separated by commas")
    if not counts or min(counts) < 1:
        raise argparse.ArgumentTypeError("thread counts start at 1")
    return counts


def default_counts():
    cores = os.cpu_count() or 1
    counts, n = [], 1
    while n < cores:
        counts.append(n)
        n *= 2
    return [*counts, cores]


def main():
    parser = argparse.ArgumentParser(description="Compare two Python interpreters.")
    parser.add_argument("mode", choices=("micro", "patterns", "scaling", "stats"))
    parser.add_argument("--a", required=True, help="first interpreter (a command, may hold options)")
    parser.add_argument("--b", help="second interpreter")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--only", default="", help="only scripts whose path contains this text")
    parser.add_argument("--threads", type=thread_counts, default=None, help="for example 1,2,4,8")
    parser.add_argument("--limit", type=float, default=120.0, help="seconds that one run may take")
    parser.add_argument("--dir", help="folder for the mode stats")
    parser.add_argument("--out", help="write the table to this file too")
    args = parser.parse_args()
    if args.repeats < 1:
        parser.error("--repeats starts at 1")
    if args.mode in ("micro", "patterns") and not args.b:
        parser.error(f"{args.mode} needs --b")
    args.threads = args.threads or default_counts()
    commands = [shlex.split(c) for c in (args.a, args.b) if c]
    text = "\n".join({"micro": micro, "patterns": patterns, "scaling": scaling, "stats": stats}[args.mode](args, commands)) + "\n"
    print(text, end="")
    if args.out:
        with open(args.out, "w", encoding="utf-8") as f:
            f.write(text)


if __name__ == "__main__":
    main()
