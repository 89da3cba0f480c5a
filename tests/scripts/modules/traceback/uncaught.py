"""What an uncaught exception with a cause, a note and a deep call chain prints."""
class Problem(Exception):
    pass
def parse(text):
    return int(text)
def load(items):
    total = 0
    for item in items:
        total += parse(item)
    return total
def main():
    try:
        load(["1", "2", "three"])
    except ValueError as e:
        e.add_note("while reading the third item")
        raise Problem("could not load") from e
print("before")
main()
print("never")
