"""Command lines taken apart as the C function getopt does it."""

__all__ = ['GetoptError', 'error', 'getopt', 'gnu_getopt']

import os


class GetoptError(Exception):
    """A command line that does not fit: *msg* and the option *opt*."""

    opt = ''
    msg = ''

    def __init__(self, msg, opt=''):
        self.msg = msg
        self.opt = opt
        Exception.__init__(self, msg, opt)

    def __str__(self):
        return self.msg


error = GetoptError


def _names(longopts):
    return [longopts] if isinstance(longopts, str) else list(longopts)


def getopt(args, shortopts, longopts=[]):
    """Options and their values up to the first other argument; what is left."""
    options = []
    longs = _names(longopts)
    while args and args[0].startswith('-') and args[0] != '-':
        if args[0] == '--':
            args = args[1:]
            break
        options, args = _one(options, args, shortopts, longs)
    return options, args


def gnu_getopt(args, shortopts, longopts=[]):
    """As getopt, but options may stand behind other arguments."""
    options, rest = [], []
    longs = _names(longopts)
    in_order = shortopts.startswith('-')
    until_first = False
    if in_order:
        shortopts = shortopts[1:]
    elif shortopts.startswith('+'):
        shortopts = shortopts[1:]
        until_first = True
    elif os.environ.get('POSIXLY_CORRECT'):
        until_first = True
    while args:
        first = args[0]
        if first == '--':
            rest += args[1:]
            break
        if first.startswith('-') and first != '-':
            if in_order and rest:
                options.append((None, rest))
                rest = []
            options, args = _one(options, args, shortopts, longs)
        elif until_first:
            rest += args
            break
        else:
            rest.append(first)
            args = args[1:]
    return options, rest


def _one(options, args, shortopts, longs):
    """Handles the first argument, which is an option or several letters."""
    text, args = args[0], args[1:]
    if text.startswith('--'):
        name, equals, value = text[2:].partition('=')
        kind, name = _long(name, longs)
        if kind == 1 and not equals:
            if not args:
                raise GetoptError(f'option --{name} requires argument', name)
            value, args = args[0], args[1:]
        elif equals and not kind:
            raise GetoptError(f'option --{name} must not have an argument', name)
        options.append(('--' + name, value))
        return options, args
    letters = text[1:]
    while letters:
        letter, letters = letters[0], letters[1:]
        kind = _short(letter, shortopts)
        value = ''
        if kind:
            value, letters = letters, ''
            if not value and kind == 1:
                if not args:
                    raise GetoptError(f'option -{letter} requires argument', letter)
                value, args = args[0], args[1:]
        options.append(('-' + letter, value))
    return options, args


def _long(name, longs):
    """0: no value, 1: a value, 2: perhaps one; and the whole name."""
    found = [o for o in longs if o.startswith(name)]
    if not found:
        raise GetoptError(f'option --{name} not recognized', name)
    for kind, end in enumerate(('', '=', '=?')):
        if name + end in found:
            return kind, name
    if len(found) > 1:
        raise GetoptError(f'option --{name} not a unique prefix; possible options: '
                          + ', '.join(found), name)
    only = found[0]
    if only.endswith('=?'):
        return 2, only[:-2]
    if only.endswith('='):
        return 1, only[:-1]
    return 0, only


def _short(letter, shortopts):
    at = shortopts.find(letter)
    if at < 0 or letter == ':':
        raise GetoptError(f'option -{letter} not recognized', letter)
    if shortopts.startswith('::', at + 1):
        return 2
    return int(shortopts.startswith(':', at + 1))
