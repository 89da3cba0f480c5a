"""The command `python -m json`: check JSON and print it prettily.

Owns the command line only; parsing and printing are `json`'s.
"""

import argparse
import json
import sys


def _parse_args():
    parser = argparse.ArgumentParser(
        description='A simple command line interface for json module to validate and pretty-print '
                    'JSON objects.')
    parser.add_argument('infile', nargs='?', default='-',
                        help='a JSON file to be validated or pretty-printed')
    parser.add_argument('outfile', nargs='?', default=None,
                        help='write the output of infile to outfile')
    parser.add_argument('--sort-keys', action='store_true',
                        help='sort the output of dictionaries alphabetically by key')
    parser.add_argument('--no-ensure-ascii', dest='ensure_ascii', action='store_false',
                        help='disable escaping of non-ASCII characters')
    parser.add_argument('--json-lines', action='store_true',
                        help='parse input using the JSON Lines format. Use with --no-indent or '
                             '--compact to produce valid JSON Lines output.')
    style = parser.add_mutually_exclusive_group()
    style.add_argument('--indent', default=4, type=int,
                       help='separate items with newlines and use this number of spaces for '
                            'indentation')
    style.add_argument('--tab', action='store_const', dest='indent', const='\t',
                       help='separate items with newlines and use tabs for indentation')
    style.add_argument('--no-indent', action='store_const', dest='indent', const=None,
                       help='separate items with spaces rather than newlines')
    style.add_argument('--compact', action='store_true',
                       help='suppress all whitespace separation (most compact)')
    return parser.parse_args()


def main():
    """Run the command."""
    args = _parse_args()
    layout = {'sort_keys': args.sort_keys, 'indent': args.indent,
              'ensure_ascii': args.ensure_ascii}
    if args.compact:
        layout['indent'] = None
        layout['separators'] = (',', ':')
    try:
        source = sys.stdin if args.infile == '-' else open(args.infile, encoding='utf-8')
        try:
            if args.json_lines:
                documents = [json.loads(line) for line in source]
            else:
                documents = [json.load(source)]
        finally:
            if source is not sys.stdin:
                source.close()
        if args.outfile is None:
            _print(documents, sys.stdout, layout)
        else:
            with open(args.outfile, 'w', encoding='utf-8') as target:
                _print(documents, target, layout)
    except ValueError as error:
        raise SystemExit(error)


def _print(documents, target, layout):
    for document in documents:
        json.dump(document, target, **layout)
        target.write('\n')


if __name__ == '__main__':
    try:
        main()
    except BrokenPipeError as error:
        raise SystemExit(error.errno)
