# args: --format json -v total 3 4.5 6
"""A small command line program that reads its real arguments."""
import argparse
import json
parser = argparse.ArgumentParser(prog="calc", description="Sums and means.")
parser.add_argument("-v", "--verbose", action="store_true")
parser.add_argument("--format", choices=("text", "json"), default="text")
commands = parser.add_subparsers(dest="command", required=True)
for name, text in (("total", "adds numbers"), ("mean", "averages numbers")):
    c = commands.add_parser(name, help=text)
    c.add_argument("numbers", nargs="+", type=float)
args = parser.parse_args()
value = sum(args.numbers) / (len(args.numbers) if args.command == "mean" else 1)
if args.verbose:
    print(f"{args.command} of {len(args.numbers)} numbers")
print(json.dumps({"command": args.command, "value": value}) if args.format == "json" else value)
print(vars(parser.parse_args(["mean", "1", "2"])))
