"""`python -m json` is `python -m json.tool`."""

from json import tool

if __name__ == '__main__':
    try:
        tool.main()
    except BrokenPipeError as error:
        raise SystemExit(error.errno)
