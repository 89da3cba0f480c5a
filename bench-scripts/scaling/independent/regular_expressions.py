"""Each thread searches a real text with regular expressions: alternatives, groups, repetition, substitution."""

import sys

sys.path.insert(0, sys.path[0] + "/..")
from harness import run, scaled

import re

ROUNDS = scaled(120)
with open(sys.path[0] + "/../data/prose.txt", encoding="utf-8") as f:
    TEXT = f.read()

WORD = re.compile(r"[A-Za-z]+")
RULE = re.compile(r"\b([A-Z]{2,}) (RULES?) (\d+)")
CODE = re.compile(r"`([^`\n]+)`")
CHOICE = re.compile(r"\b(?:lock|count|thread|object)(?:s|ed|ing)?\b", re.IGNORECASE)


def worker(index):
    found = []
    for _ in range(ROUNDS):
        words = len(WORD.findall(TEXT))
        rules = [m.group(1, 3) for m in RULE.finditer(TEXT)]
        codes = len(CODE.sub(lambda m: m[1].upper(), TEXT))
        choices = len(CHOICE.split(TEXT)) - 1
        found.append((words, len(rules), rules[:2], codes, choices))
    return found


def letters(text):
    """Runs of ASCII letters, counted by hand."""
    count, inside = 0, False
    for c in text:
        is_letter = "a" <= c <= "z" or "A" <= c <= "Z"
        count += is_letter and not inside
        inside = is_letter
    return count


words = letters(TEXT)
run(worker, ROUNDS, lambda found: all(f == found[0] for f in found) and found[0][0] == words and found[0][1] > 5)
