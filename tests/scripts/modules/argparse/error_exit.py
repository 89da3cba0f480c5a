# args: --count many
"""A wrong argument: usage and message on standard error, status 2."""
import argparse
parser = argparse.ArgumentParser(prog="tool", usage="%(prog)s [--count N]")
parser.add_argument("--count", type=int, metavar="N")
print("parsing")
parser.parse_args()
print("never")
