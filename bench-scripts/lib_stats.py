"""Word and line statistics of all .py files below a folder, by N threads: the demonstration program.

    lib_stats.py FOLDER [--threads N] [--top N]

The files are dealt out through one shared queue; each thread fills its own tables, which are merged at the end.
The report on standard output is the same for every number of threads and every interpreter; the timing goes to
standard error. Files that are not UTF-8 are read with replacement characters.
"""

import argparse
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from queue import Empty, SimpleQueue


class Tally:
    """The numbers of some files; tallies can be merged in any order."""

    def __init__(self):
        self.files = self.bytes = self.lines = 0
        self.blank = self.comments = self.code = 0
        self.words = {}
        self.lengths = {}
        self.indents = {}
        self.longest_line = (0, "", 0)
        self.longest_word = (0, "")
        self.largest_file = (0, "")

    def merge(self, other):
        for name in ("files", "bytes", "lines", "blank", "comments", "code"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in ("words", "lengths", "indents"):
            mine = getattr(self, name)
            for key, count in getattr(other, name).items():
                mine[key] = mine.get(key, 0) + count
        self.longest_line = longer(self.longest_line, other.longest_line)
        self.longest_word = longer(self.longest_word, other.longest_word)
        self.largest_file = longer(self.largest_file, other.largest_file)


def longer(a, b):
    """The larger first item; ties go to the smaller rest, so that the order of merging does not matter."""
    if a[0] != b[0]:
        return a if a[0] > b[0] else b
    return min(a, b)


def find_files(folder):
    found = []
    for base, folders, names in os.walk(folder):
        folders.sort()
        for name in names:
            path = os.path.join(base, name)
            if name.endswith(".py") and os.path.isfile(path):
                found.append(path)
    return sorted(found)


def split_words(line):
    """The identifiers and words of a line: runs of letters, digits and underscores that do not start with a digit."""
    cleaned = "".join([c if c.isalnum() or c == "_" else " " for c in line])
    return [w for w in cleaned.split() if not w[0].isdigit()]


def scan(path, name, tally):
    with open(path, "rb") as f:
        raw = f.read()
    lines = raw.decode("utf-8", "replace").split("\n")
    if lines and not lines[-1]:
        lines.pop()
    tally.files += 1
    tally.bytes += len(raw)
    tally.lines += len(lines)
    tally.largest_file = longer(tally.largest_file, (len(raw), name))
    words = tally.words
    for number, line in enumerate(lines, start=1):
        line = line.rstrip()
        stripped = line.lstrip()
        if not stripped:
            tally.blank += 1
            continue
        if stripped.startswith("#"):
            tally.comments += 1
        else:
            tally.code += 1
        indent = len(line) - len(stripped)
        tally.indents[indent] = tally.indents.get(indent, 0) + 1
        bucket = len(line) // 10 * 10
        tally.lengths[bucket] = tally.lengths.get(bucket, 0) + 1
        if len(line) >= tally.longest_line[0]:
            tally.longest_line = longer(tally.longest_line, (len(line), name, number))
        for word in split_words(line):
            words[word] = words.get(word, 0) + 1
            if len(word) >= tally.longest_word[0]:
                tally.longest_word = longer(tally.longest_word, (len(word), word))


def work(queue):
    tally = Tally()
    while True:
        try:
            path, name = queue.get_nowait()
        except Empty:
            return tally
        scan(path, name, tally)


def collect(folder, threads):
    queue = SimpleQueue()
    paths = find_files(folder)
    for path in paths:
        queue.put((path, os.path.relpath(path, folder)))
    total = Tally()
    with ThreadPoolExecutor(max_workers=threads) as pool:
        for future in [pool.submit(work, queue) for _ in range(threads)]:
            total.merge(future.result())
    return total


def report(total, top):
    print(f"files      {total.files:>12,}")
    print(f"bytes      {total.bytes:>12,}")
    print(f"lines      {total.lines:>12,}")
    print(f"  code     {total.code:>12,}")
    print(f"  comment  {total.comments:>12,}")
    print(f"  blank    {total.blank:>12,}")
    print(f"words      {sum(total.words.values()):>12,}")
    print(f"distinct   {len(total.words):>12,}")
    print("longest line", *total.longest_line)
    print("longest word", total.longest_word[0], ascii(total.longest_word[1])[:80])
    print("largest file", *total.largest_file)
    print(f"\ntop {top} words")
    ranking = sorted(total.words.items(), key=lambda item: (-item[1], item[0]))
    for word, count in ranking[:top]:
        print(f"  {count:>9,} {ascii(word)[1:-1]}")
    print("\nlines by length")
    for bucket in sorted(total.lengths)[:12]:
        print(f"  {bucket:>4} to {bucket + 9:<4} {total.lengths[bucket]:>9,}")
    print("\nlines by indentation")
    for indent in sorted(total.indents, key=lambda i: (-total.indents[i], i))[:8]:
        print(f"  {indent:>4} {total.indents[indent]:>9,}")


def main():
    parser = argparse.ArgumentParser(description="Word and line statistics of Python files by many threads.")
    parser.add_argument("folder")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--top", type=int, default=20)
    args = parser.parse_args()
    if args.threads < 1:
        parser.error("--threads starts at 1")
    if not os.path.isdir(args.folder):
        parser.error(f"no such folder: {args.folder}")
    start = time.perf_counter()
    total = collect(args.folder, args.threads)
    seconds = time.perf_counter() - start
    report(total, args.top)
    print(f"{args.threads} threads, {seconds:.3f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
