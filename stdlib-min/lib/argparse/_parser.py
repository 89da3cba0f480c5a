"""The argument parser itself.

Owns ArgumentParser: matching a command line against the declared actions. The
line is first turned into a string of letters, `O` for an option, `A` for any
other argument and `-` for `--`; what an action takes is matched against that.
"""

import sys as _sys

import argparse as _api
from argparse import (ONE_OR_MORE, OPTIONAL, PARSER, REMAINDER, SUPPRESS, ZERO_OR_MORE,
                      _UNRECOGNIZED_ARGS_ATTR, _ActionsContainer, _AttributeHolder,
                      _get_action_name, _identity, _is_negative_number, ArgumentError,
                      ArgumentTypeError, Namespace)


def _prog_name(prog=None):
    """The name of the program as the user called it."""
    if prog is not None:
        return prog
    arg0 = _sys.argv[0]
    spec = getattr(_sys.modules.get('__main__'), '__spec__', None)
    if spec is None:
        return arg0.rpartition('/')[2]
    python = _sys.executable.rpartition('/')[2]
    if spec.name != '__main__':
        return f'{python} -m {spec.name.removesuffix(".__main__")}'
    return f'{python} {arg0}'


_ANY = 'AO-'


def _nargs_items(action):
    """What an action takes, as [(letters, least, most)...]; most None is no limit."""
    nargs = action.nargs
    if action.option_strings:
        # Here `--` ends the options, so it is never part of the values.
        if nargs is None:
            return [('A', 1, 1)]
        if nargs == OPTIONAL:
            return [('A', 0, 1)]
        if nargs == ZERO_OR_MORE:
            return [('A', 0, None)]
        if nargs == ONE_OR_MORE:
            return [('A', 1, None)]
        if nargs == REMAINDER:
            return [('AO', 0, None)]
        if nargs == PARSER:
            return [('A', 1, 1), ('AO', 0, None)]
        if nargs == SUPPRESS:
            return []
        return [('AO', nargs, nargs)]
    dashes = ('-', 0, None)
    if nargs is None:
        return [dashes, ('A', 1, 1), dashes]
    if nargs == OPTIONAL:
        return [dashes, ('A', 0, 1), dashes]
    if nargs == ZERO_OR_MORE:
        return [dashes, ('A-', 0, None)]
    if nargs == ONE_OR_MORE:
        return [dashes, ('A', 1, 1), ('A-', 0, None)]
    if nargs == REMAINDER:
        return [(_ANY, 0, None)]
    if nargs == PARSER:
        return [dashes, ('A', 1, 1), (_ANY, 0, None)]
    if nargs == SUPPRESS:
        return [dashes]
    return [dashes, ('A', 1, 1)] * nargs + [dashes]


def _match(groups, text):
    """How many letters of *text* each group takes, each as many as it can; or None."""
    items = [item for group in groups for item in group]
    size = len(text)
    # taken[i] letters for item i; on failure the last item that can gives one back.
    taken = []
    pos = 0
    while len(taken) < len(items):
        letters, least, most = items[len(taken)]
        limit = size if most is None else min(size, pos + most)
        end = pos
        while end < limit and text[end] in letters:
            end += 1
        if end - pos >= least:
            taken.append(end - pos)
            pos = end
            continue
        while taken:
            count = taken.pop()
            pos -= count
            if count > items[len(taken)][1]:
                taken.append(count - 1)
                pos += count - 1
                break
        else:
            return None
    counts = iter(taken)
    return [sum([next(counts) for _ in group]) for group in groups]


class ArgumentParser(_AttributeHolder, _ActionsContainer):
    """Parses command lines and prints help and errors."""

    def __init__(self, prog=None, usage=None, description=None, epilog=None, parents=[],
                 formatter_class=None, prefix_chars='-', fromfile_prefix_chars=None,
                 argument_default=None, conflict_handler='error', add_help=True,
                 allow_abbrev=True, exit_on_error=True, *, suggest_on_error=False, color=True):
        super().__init__(description=description, prefix_chars=prefix_chars,
                         argument_default=argument_default, conflict_handler=conflict_handler)
        self.prog = _prog_name(prog)
        self.usage = usage
        self.epilog = epilog
        self._formatter_class = formatter_class
        self.fromfile_prefix_chars = fromfile_prefix_chars
        self.add_help = add_help
        self.allow_abbrev = allow_abbrev
        self.exit_on_error = exit_on_error
        self.suggest_on_error = suggest_on_error
        self.color = color
        self._positionals = self.add_argument_group('positional arguments')
        self._optionals = self.add_argument_group('options')
        self._subparsers = None
        self.register('type', None, _identity)
        if self.add_help:
            dash = '-' if '-' in prefix_chars else prefix_chars[0]
            self.add_argument(dash + 'h', dash * 2 + 'help', action='help', default=SUPPRESS,
                              help='show this help message and exit')
        for parent in parents:
            if not isinstance(parent, ArgumentParser):
                raise TypeError('parents must be a list of ArgumentParser')
            self._add_container_actions(parent)
            self._defaults.update(parent._defaults)

    @property
    def formatter_class(self):
        """Lays out the help; the default one is loaded when it is needed."""
        return _api.HelpFormatter if self._formatter_class is None else self._formatter_class

    @formatter_class.setter
    def formatter_class(self, value):
        self._formatter_class = value

    def _get_kwargs(self):
        return [(name, getattr(self, name)) for name in (
            'prog', 'usage', 'description', 'formatter_class', 'conflict_handler', 'add_help')]

    def add_subparsers(self, **kwargs):
        """The action to which sub-commands are added."""
        if self._subparsers is not None:
            raise ValueError('cannot have multiple subparser arguments')
        kwargs.setdefault('parser_class', type(self))
        if 'title' in kwargs or 'description' in kwargs:
            self._subparsers = self.add_argument_group(kwargs.pop('title', 'subcommands'),
                                                       kwargs.pop('description', None))
        else:
            self._subparsers = self._positionals
        if kwargs.get('prog') is None:
            # The positionals so far must be given before the sub-command.
            positionals = self._get_positional_actions()
            if positionals:
                formatter = self._get_formatter()
                formatter.add_usage(None, positionals, self._mutually_exclusive_groups, '')
                kwargs['prog'] = formatter.format_help().strip()
            else:
                kwargs['prog'] = f'{self.prog}'.strip()
        action = self._pop_action_class(kwargs, 'parsers')(option_strings=[], **kwargs)
        action._color = self.color
        self._check_help(action)
        self._subparsers._add_action(action)
        return action

    def _add_action(self, action):
        (self._optionals if action.option_strings else self._positionals)._add_action(action)
        return action

    def _get_optional_actions(self):
        return [action for action in self._actions if action.option_strings]

    def _get_positional_actions(self):
        return [action for action in self._actions if not action.option_strings]

    # --- parsing ---

    def parse_args(self, args=None, namespace=None):
        """The values of a command line; arguments that nobody knows are an error."""
        args, argv = self.parse_known_args(args, namespace)
        self._reject(argv)
        return args

    def _reject(self, argv):
        if argv:
            message = f'unrecognized arguments: {" ".join(argv)}'
            if self.exit_on_error:
                self.error(message)
            else:
                raise ArgumentError(None, message)

    def parse_known_args(self, args=None, namespace=None):
        """(values, arguments that nobody knows)."""
        return self._parse_known_args2(args, namespace, intermixed=False)

    def parse_intermixed_args(self, args=None, namespace=None):
        """`parse_args` for lines where options stand between positionals."""
        args, argv = self.parse_known_intermixed_args(args, namespace)
        self._reject(argv)
        return args

    def parse_known_intermixed_args(self, args=None, namespace=None):
        """`parse_known_args` for lines where options stand between positionals."""
        bad = [action for action in self._get_positional_actions()
               if action.nargs in [PARSER, REMAINDER]]
        if bad:
            raise TypeError('parse_intermixed_args: positional arg with '
                            f'nargs={bad[0].nargs}')
        return self._parse_known_args2(args, namespace, intermixed=True)

    def _parse_known_args2(self, args, namespace, intermixed):
        args = _sys.argv[1:] if args is None else list(args)
        if namespace is None:
            namespace = Namespace()
        for action in self._actions:
            if action.dest is not SUPPRESS and action.default is not SUPPRESS \
                    and not hasattr(namespace, action.dest):
                setattr(namespace, action.dest, action.default)
        for dest in self._defaults:
            if not hasattr(namespace, dest):
                setattr(namespace, dest, self._defaults[dest])
        if self.exit_on_error:
            try:
                namespace, args = self._parse_known_args(args, namespace, intermixed)
            except ArgumentError as err:
                self.error(str(err))
        else:
            namespace, args = self._parse_known_args(args, namespace, intermixed)
        if hasattr(namespace, _UNRECOGNIZED_ARGS_ATTR):
            args.extend(getattr(namespace, _UNRECOGNIZED_ARGS_ATTR))
            delattr(namespace, _UNRECOGNIZED_ARGS_ATTR)
        return namespace, args

    def _parse_known_args(self, arg_strings, namespace, intermixed):
        if self.fromfile_prefix_chars is not None:
            arg_strings = self._read_args_from_files(arg_strings)
        run = _Run(self, arg_strings, namespace, intermixed)
        extras = run.consume()
        run.finish()
        return namespace, extras

    def _read_args_from_files(self, arg_strings):
        """*arg_strings* with `@file` replaced by the arguments in the file."""
        out = []
        for arg_string in arg_strings:
            if not arg_string or arg_string[0] not in self.fromfile_prefix_chars:
                out.append(arg_string)
                continue
            try:
                with open(arg_string[1:], encoding=_sys.getfilesystemencoding(),
                          errors=_sys.getfilesystemencodeerrors()) as file:
                    found = []
                    for line in file.read().splitlines():
                        found.extend(self.convert_arg_line_to_args(line))
                    out.extend(self._read_args_from_files(found))
            except OSError as err:
                raise ArgumentError(None, str(err))
        return out

    def convert_arg_line_to_args(self, arg_line):
        """The arguments on one line of an argument file; may be overridden."""
        return [arg_line]

    def _match_argument(self, action, arg_strings_pattern):
        """How many arguments *action* takes from the start of the pattern."""
        counts = _match([_nargs_items(action)], arg_strings_pattern)
        if counts is not None:
            return counts[0]
        nargs = action.nargs
        if nargs is None:
            message = 'expected one argument'
        elif nargs == OPTIONAL:
            message = 'expected at most one argument'
        elif nargs == ONE_OR_MORE:
            message = 'expected at least one argument'
        else:
            message = f'expected {nargs} argument{"" if nargs == 1 else "s"}'
        raise ArgumentError(action, message)

    def _match_arguments_partial(self, actions, arg_strings_pattern):
        """How many arguments each of the first actions takes, of as many as possible."""
        groups = [_nargs_items(action) for action in actions]
        for i in range(len(actions), 0, -1):
            counts = _match(groups[:i], arg_strings_pattern)
            if counts is None:
                continue
            if arg_strings_pattern[sum(counts):sum(counts) + 1] == 'O':
                # Actions that take nothing may find something after the option.
                while counts and not counts[-1]:
                    counts.pop()
            return counts
        return []

    def _parse_optional(self, arg_string):
        """[(action, option, separator, value)...] it could be; None if positional."""
        if not arg_string or arg_string[0] not in self.prefix_chars:
            return None
        options = self._option_string_actions
        if arg_string in options:
            return [(options[arg_string], arg_string, None, None)]
        if len(arg_string) == 1:
            return None
        option, sep, value = arg_string.partition('=')
        if sep and option in options:
            return [(options[option], option, sep, value)]
        found = self._get_option_tuples(arg_string)
        if found:
            return found
        if _is_negative_number(arg_string) and not self._has_negative_number_optionals:
            return None
        if ' ' in arg_string:
            return None
        # Unknown here, but a sub-command may know it.
        return [(None, arg_string, None, None)]

    def _get_option_tuples(self, option_string):
        """The options that *option_string* may abbreviate or be glued to."""
        result = []
        chars = self.prefix_chars
        prefix, sep, value = option_string.partition('=')
        if not sep:
            sep = value = None
        if option_string[1] in chars:
            if self.allow_abbrev:
                for option, action in self._option_string_actions.items():
                    if option.startswith(prefix):
                        result.append((action, option, sep, value))
            return result
        short, glued = option_string[:2], option_string[2:]
        for option, action in self._option_string_actions.items():
            if option == short:
                result.append((action, option, '', glued))
            elif self.allow_abbrev and option.startswith(prefix):
                result.append((action, option, sep, value))
        return result

    # --- values ---

    def _get_values(self, action, arg_strings):
        """The value that *arg_strings* make for *action*."""
        nargs = action.nargs
        if not arg_strings and nargs == OPTIONAL:
            value = action.const if action.option_strings else action.default
            if isinstance(value, str) and value is not SUPPRESS:
                value = self._get_value(action, value)
            return value
        if not arg_strings and nargs == ZERO_OR_MORE and not action.option_strings:
            return [] if action.default is None else action.default
        if len(arg_strings) == 1 and nargs in [None, OPTIONAL]:
            value = self._get_value(action, arg_strings[0])
            self._check_value(action, value)
            return value
        if nargs == SUPPRESS:
            return SUPPRESS
        values = [self._get_value(action, text) for text in arg_strings]
        if nargs == PARSER:
            self._check_value(action, values[0])
        elif nargs != REMAINDER:
            for value in values:
                self._check_value(action, value)
        return values

    def _get_value(self, action, arg_string):
        """*arg_string* converted to the type of *action*."""
        type_func = self._registry_get('type', action.type, action.type)
        if not callable(type_func):
            raise TypeError(f'{type_func!r} is not callable')
        try:
            return type_func(arg_string)
        except ArgumentTypeError as err:
            raise ArgumentError(action, str(err))
        except (TypeError, ValueError):
            name = getattr(action.type, '__name__', repr(action.type))
            raise ArgumentError(action, f'invalid {name} value: {arg_string!r}')

    def _check_value(self, action, value):
        """Raise ArgumentError unless *value* is among the choices."""
        choices = action.choices
        if choices is None:
            return
        if isinstance(choices, str):
            choices = iter(choices)
        if value in choices:
            return
        shown = ', '.join([repr(str(choice)) for choice in action.choices])
        guess = ''
        if self.suggest_on_error and isinstance(value, str) \
                and all(isinstance(choice, str) for choice in action.choices):
            import difflib
            close = difflib.get_close_matches(value, action.choices, 1)
            if close:
                guess = f', maybe you meant {close[0]!r}?'
        raise ArgumentError(action, f'invalid choice: {str(value)!r}{guess} '
                                    f'(choose from {shown})')

    # --- output ---

    def format_usage(self):
        """The usage line as text."""
        formatter = self._get_formatter()
        formatter.add_usage(self.usage, self._actions, self._mutually_exclusive_groups)
        return formatter.format_help()

    def format_help(self):
        """The help as text."""
        formatter = self._get_formatter()
        formatter.add_usage(self.usage, self._actions, self._mutually_exclusive_groups)
        formatter.add_text(self.description)
        for group in self._action_groups:
            formatter.start_section(group.title)
            formatter.add_text(group.description)
            formatter.add_arguments(group._group_actions)
            formatter.end_section()
        formatter.add_text(self.epilog)
        return formatter.format_help()

    def _get_formatter(self):
        formatter = self.formatter_class(prog=self.prog)
        if hasattr(formatter, '_set_color'):
            formatter._set_color(self.color)
        return formatter

    def print_usage(self, file=None):
        """Print the usage line, to stdout by default."""
        self._print_message(self.format_usage(), _sys.stdout if file is None else file)

    def print_help(self, file=None):
        """Print the help, to stdout by default."""
        self._print_message(self.format_help(), _sys.stdout if file is None else file)

    def _print_message(self, message, file=None):
        if message:
            file = file or _sys.stderr
            try:
                file.write(message)
            except (AttributeError, OSError):
                # No console, or one that is closed.
                pass

    def exit(self, status=0, message=None):
        """End the program."""
        if message:
            self._print_message(message, _sys.stderr)
        _sys.exit(status)

    def error(self, message):
        """Print the usage and *message*, and end the program with status 2."""
        self.print_usage(_sys.stderr)
        self.exit(2, f'{self.prog}: error: {message}\n')

    def _warning(self, message):
        self._print_message(f'{self.prog}: warning: {message}\n', _sys.stderr)


class _Run:
    """One command line on its way through a parser."""

    def __init__(self, parser, arg_strings, namespace, intermixed):
        self.parser = parser
        self.args = arg_strings
        self.namespace = namespace
        self.intermixed = intermixed
        self.conflicts = {}
        for group in parser._mutually_exclusive_groups:
            members = group._group_actions
            for i, action in enumerate(members):
                self.conflicts.setdefault(action, []).extend(members[:i] + members[i + 1:])
        self.options = {}
        letters = []
        for i, arg in enumerate(arg_strings):
            if arg == '--':
                letters.append('-')
                letters.extend('A' * (len(arg_strings) - i - 1))
                break
            found = parser._parse_optional(arg)
            if found is None:
                letters.append('A')
            else:
                self.options[i] = found
                letters.append('O')
        self.pattern = ''.join(letters)
        self.positionals = parser._get_positional_actions()
        self.seen = set()
        # Those that got a value from the line and not their default.
        self.given = set()
        self.warned = set()
        self.extras = []
        self.extras_pattern = []

    def warn_once(self, key, message):
        if key not in self.warned:
            self.parser._warning(message)
            self.warned.add(key)

    def take(self, action, strings, option=None):
        """Run *action* with its arguments."""
        self.seen.add(action)
        values = self.parser._get_values(action, strings)
        if action.option_strings or strings:
            self.given.add(action)
            for other in self.conflicts.get(action, []):
                if other in self.given:
                    raise ArgumentError(action, 'not allowed with argument '
                                                f'{_get_action_name(other)}')
        if values is not SUPPRESS:
            action(self.parser, self.namespace, values, option)

    def skip(self, text, letter):
        self.extras.append(text)
        self.extras_pattern.append(letter)

    def consume_optional(self, start):
        """Take the option at *start* with its values; the index after them."""
        found = self.options[start]
        if len(found) > 1:
            names = ', '.join([option for _, option, _, _ in found])
            raise ArgumentError(None, f'ambiguous option: {self.args[start]} '
                                      f'could match {names}')
        action, option, sep, value = found[0]
        if action is None:
            self.skip(self.args[start], 'O')
            return start + 1
        todo = []
        stop = start + 1
        if value is None:
            stop = start + 1 + self.parser._match_argument(action, self.pattern[start + 1:])
            todo.append((action, self.args[start + 1:stop], option))
        else:
            stop = self.split_glued(action, option, sep, value, start, todo)
        for action, args, option in todo:
            if action.deprecated:
                self.warn_once(option, f"option '{option}' is deprecated")
            self.take(action, args, option)
        return stop

    def split_glued(self, action, option, sep, value, start, todo):
        """Put into *todo* what `-xyz`, `-xVALUE` or `--long=VALUE` stands for."""
        chars = self.parser.prefix_chars
        options = self.parser._option_string_actions
        while True:
            count = self.parser._match_argument(action, 'A')
            if count == 0 and option[1] not in chars and value != '':
                if sep or value[0] in chars:
                    raise ArgumentError(action, f'ignored explicit argument {value!r}')
                todo.append((action, [], option))
                option = option[0] + value[0]
                if option not in options:
                    self.skip(option[0] + value, 'O')
                    return start + 1
                action = options[option]
                value = value[1:]
                if not value:
                    # The last letter may take its value from the next argument.
                    stop = start + 1 + self.parser._match_argument(
                        action, self.pattern[start + 1:])
                    todo.append((action, self.args[start + 1:stop], option))
                    return stop
                if value[0] == '=':
                    sep = '='
                    value = value[1:]
                else:
                    sep = ''
            elif count == 1:
                todo.append((action, [value], option))
                return start + 1
            else:
                raise ArgumentError(action, f'ignored explicit argument {value!r}')

    def consume_positionals(self, start):
        """Give arguments from *start* on to as many positionals as possible."""
        counts = self.parser._match_arguments_partial(self.positionals, self.pattern[start:])
        for action, count in zip(self.positionals, counts):
            args = self.args[start:start + count]
            # The first `--` is no argument, except where everything is kept.
            if action.nargs == PARSER:
                if self.pattern[start] == '-':
                    args.remove('--')
            elif action.nargs != REMAINDER and '-' in self.pattern[start:start + count]:
                args.remove('--')
            start += count
            if args and action.deprecated:
                self.warn_once(action.dest, f"argument '{action.dest}' is deprecated")
            self.take(action, args)
        del self.positionals[:len(counts)]
        return start

    def consume(self):
        """Go through the line; the arguments that nobody took."""
        start = 0
        last = max(self.options, default=-1)
        while start <= last:
            option = start
            while option not in self.options:
                option += 1
            if not self.intermixed and start != option:
                stop = self.consume_positionals(start)
                if stop > start:
                    start = stop
                    continue
            if start not in self.options:
                self.extras.extend(self.args[start:option])
                self.extras_pattern.extend(self.pattern[start:option])
                start = option
            start = self.consume_optional(start)
        if not self.intermixed:
            stop = self.consume_positionals(start)
            return self.extras + self.args[stop:]
        return self.consume_rest(start)

    def consume_rest(self, start):
        """All positionals together, after the options were taken out."""
        extras = self.extras + self.args[start:]
        pattern = ''.join(self.extras_pattern) + self.pattern[start:]
        self.args = [text for text, letter in zip(extras, pattern) if letter != 'O']
        self.pattern = pattern.replace('O', '')
        taken = self.consume_positionals(0)
        out = []
        for text, letter in zip(extras, pattern):
            if letter != 'O' and taken:
                taken -= 1
            else:
                out.append(text)
        return out

    def finish(self):
        """Complain about what is missing; convert defaults that are strings."""
        missing = []
        parser, namespace = self.parser, self.namespace
        for action in parser._actions:
            if action in self.seen:
                continue
            if action.required:
                missing.append(_get_action_name(action))
            elif (isinstance(action.default, str) and hasattr(namespace, action.dest)
                  and action.default is getattr(namespace, action.dest)):
                setattr(namespace, action.dest, parser._get_value(action, action.default))
        if missing:
            raise ArgumentError(None, 'the following arguments are required: '
                                      f'{", ".join(missing)}')
        for group in parser._mutually_exclusive_groups:
            if group.required and not any(action in self.given
                                          for action in group._group_actions):
                names = [_get_action_name(action) for action in group._group_actions
                         if action.help is not SUPPRESS]
                raise ArgumentError(None, f'one of the arguments {" ".join(names)} is required')
