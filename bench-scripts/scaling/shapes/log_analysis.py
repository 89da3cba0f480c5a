"""Log analysis: threads read files, take lines apart with a regular expression, and merge their tables."""

import sys

sys.path.insert(0, sys.path[0] + "/..")
from harness import part, scaled, share

import os
import re
import shutil
import tempfile

FILES, LINES = 16, scaled(10_000)
LINE = re.compile(r'(\d+\.\d+\.\d+\.\d+) \[(\d+)\] "(GET|POST|PUT) (\S+)" (\d{3}) (\d+)')


class State:
    """A folder of log files, and what must be found in them."""

    def __init__(self, count):
        self.folder = tempfile.mkdtemp(prefix="typhon-bench-logs-")
        self.bytes = 0
        seed = 99
        for number in range(FILES):
            lines = []
            for i in range(LINES):
                seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
                size = seed >> 8 & 4095
                self.bytes += size
                status = (200, 200, 200, 304, 404, 500)[(seed >> 20) % 6]
                method = ("GET", "GET", "POST", "PUT")[seed >> 24 & 3]
                lines.append(f'10.0.{seed >> 16 & 15}.{seed >> 10 & 63} [{i}] "{method} /page/{seed >> 14 & 127}" {status} {size}\n')
            with open(self.name(number), "w", encoding="utf-8") as f:
                f.writelines(lines)

    def name(self, number):
        return os.path.join(self.folder, f"{number}.log")


def worker(index, count, state):
    pages, hosts, failed, size = {}, {}, 0, 0
    for number in part(FILES, index, count):
        with open(state.name(number), encoding="utf-8") as f:
            for line in f:
                host, _, method, page, status, length = LINE.match(line).groups()
                pages[page] = pages.get(page, 0) + 1
                hosts[host] = hosts.get(host, 0) + 1
                failed += status >= "400"
                size += int(length)
    return pages, hosts, failed, size


def merge(tables):
    whole = {}
    for table in tables:
        for key, value in table.items():
            whole[key] = whole.get(key, 0) + value
    return sorted(whole.items(), key=lambda item: (-item[1], item[0]))


def finish(state, results):
    pages, hosts = merge(r[0] for r in results), merge(r[1] for r in results)
    size = sum(r[3] for r in results)
    shutil.rmtree(state.folder)
    return size == state.bytes, sum(n for _, n in pages), pages[:5], hosts[:5], sum(r[2] for r in results)


share(worker, FILES * LINES, lambda a: a[0] and a[1] == FILES * LINES, State, finish)
