"""difflib: matching, ratios, close matches, and the three kinds of comparison of lines."""
import difflib, random
from difflib import SequenceMatcher

def fails(what, *args, **kw):
    try: print("no error:", list(what(*args, **kw)))
    except Exception as e: print(type(e).__name__, e)

for a, b in (("abcd", "bcde"), ("", ""), ("", "x"), ("qabxcd", "abycdf"), ("private Thread currentThread;", "private volatile Thread currentThread;"), ("aab", "ab"), ("abab" * 30, "baba" * 60)):
    s = SequenceMatcher(None, a, b)
    print(s.find_longest_match(), s.get_matching_blocks()[:4], s.get_opcodes()[:5], round(s.ratio(), 6), round(s.quick_ratio(), 6), round(s.real_quick_ratio(), 6))
s = SequenceMatcher(lambda c: c == " ", " abcd", "abcd abcd"); print(s.find_longest_match(0, 5, 0, 9), s.bjunk, s.bpopular, s.b2j)
print(SequenceMatcher(None, " abcd", "abcd abcd").find_longest_match(0, 5, 0, 9)); print(SequenceMatcher(autojunk=False, a="x" * 300, b="x" * 250).ratio(), SequenceMatcher(a="x" * 300, b="x" * 250).ratio())
s = SequenceMatcher(None, [], [1, 2]); s.set_seq1([2, 3]); print(s.get_opcodes()); s.set_seqs((1,), (1,)); print(s.get_opcodes(), s.ratio())
print(list(SequenceMatcher(None, range(50), [*range(20), 99, *range(20, 45), 7]).get_grouped_opcodes(2)), list(SequenceMatcher(None, "", "").get_grouped_opcodes()))
print(difflib.get_close_matches("appel", ["ape", "apple", "peach", "puppy"]), difflib.get_close_matches("x", []), difflib.get_close_matches("wheel", ["wheal", "heel", "w"], n=1, cutoff=0.8))
fails(difflib.get_close_matches, "a", [], 0); fails(difflib.get_close_matches, "a", [], 1, 2)
one = "one\ntwo\nthree\n\tabcDefghiJkl\nsame\n\nlast line".splitlines(True); two = "ore\ntree\nemu\n\tabcdefGhijkl\nsame\nnew\nlast lines\n".splitlines(True)
print("".join(difflib.ndiff(one, two))); delta = list(difflib.ndiff(one, two)); print(list(difflib.restore(delta, 1)) == one, list(difflib.restore(delta, 2)) == two)
fails(difflib.restore, delta, 3)
print("".join(difflib.Differ(linejunk=difflib.IS_LINE_JUNK).compare(one, two)))
print(difflib.IS_LINE_JUNK("\n"), difflib.IS_LINE_JUNK("  #   \n"), difflib.IS_LINE_JUNK("hello\n"), difflib.IS_LINE_JUNK("##"), difflib.IS_CHARACTER_JUNK(" "), difflib.IS_CHARACTER_JUNK("x"))
for f in (difflib.unified_diff, difflib.context_diff):
    print("".join(f(one, two, "before.py", "after.py", "yesterday", "today", n=1))); print(list(f(one, one)), list(f([], ["a"], lineterm="")), list(f(["a", "b"], [], lineterm="")))
    fails(f, [b"a"], ["a"]); fails(f, ["a"], ["b"], 3); fails(f, "a", "b")
    print(list(difflib.diff_bytes(f, [b"a\xff\n"], [b"b\n"], b"f", b"t"))); fails(difflib.diff_bytes, f, ["a"], [b"b"])
rng = random.Random(5)
words = "alpha beta gamma delta epsilon zeta eta theta".split()
for size in (3, 10, 40, 260):
    a = [" ".join(rng.choices(words, k=rng.randrange(1, 5))) + "\n" for _ in range(size)]
    b = [line if rng.random() < 0.6 else line.replace(rng.choice(words), rng.choice(words)) for line in a]
    rng.shuffle(b) if size == 10 else b.insert(size // 2, "inserted\n")
    for lines in (difflib.ndiff(a, b), difflib.unified_diff(a, b), difflib.context_diff(a, b, n=0)):
        lines = list(lines); print(len(lines), hash(tuple(lines)) == hash(tuple(lines)), sum(sum(map(ord, l)) * i for i, l in enumerate(lines)))
    s = SequenceMatcher(None, a, b); print(len(s.get_matching_blocks()), round(s.ratio(), 9), round(s.quick_ratio(), 9))
