"""random as a command: options, and what it makes of plain words."""
import contextlib
import io
import random

for words in ("--choice a b c", "a b c", "-i 5", "5", "-f 2.5", "2.5", "-c", "-i x", "-i 5 -f 2", ""):
    random.seed(0)
    errors = io.StringIO()
    with contextlib.redirect_stderr(errors):
        try:
            print(words, "->", random.main(words.split()))
        except SystemExit as e:
            print(words, "-> exit", e.code, errors.getvalue().splitlines()[-1].partition(": ")[2])
random.seed(0)
print(random.main(["one word of several"]))
