"""How `argparse` lays out usage and help.

Owns the formatter classes. Loaded when the first help text or error is needed:
most runs of a script print neither.
"""

import os
import sys

from argparse import (ONE_OR_MORE, OPTIONAL, PARSER, REMAINDER, SUPPRESS, ZERO_OR_MORE)

_SPACES = ' \t\n\r\f\v'


def _one_space(text):
    """*text* with each run of ASCII white space as one space."""
    for char in '\t\n\r\f\v':
        if char in text:
            text = text.replace(char, ' ')
    return ' '.join([word for word in text.split(' ') if word])


def _terminal_columns():
    """The width of the terminal; 80 if nobody knows."""
    try:
        columns = int(os.environ['COLUMNS'])
    except (KeyError, ValueError):
        columns = 0
    if columns <= 0:
        try:
            columns = os.get_terminal_size(sys.__stdout__.fileno()).columns
        except (AttributeError, ValueError, OSError):
            columns = 0
    return columns or 80


class HelpFormatter:
    """The standard layout. Only its name is public; the methods may change."""

    class _Section:
        """A heading with what stands below it; `items` are (function, arguments)."""

        def __init__(self, formatter, parent, heading=None):
            self.formatter = formatter
            self.parent = parent
            self.heading = heading
            self.items = []

        def format_help(self):
            formatter = self.formatter
            if self.parent is not None:
                formatter._indent()
            body = formatter._join_parts([func(*args) for func, args in self.items])
            if self.parent is not None:
                formatter._dedent()
            if not body:
                return ''
            heading = ''
            if self.heading is not SUPPRESS and self.heading is not None:
                heading = f'{" " * formatter._current_indent}{self.heading}:\n'
            return formatter._join_parts(['\n', heading, body, '\n'])

    def __init__(self, prog, indent_increment=2, max_help_position=24, width=None, color=True):
        if width is None:
            width = _terminal_columns() - 2
        self._prog = prog
        self._indent_increment = indent_increment
        self._max_help_position = min(max_help_position, max(width - 20, indent_increment * 2))
        self._width = width
        self._current_indent = 0
        self._level = 0
        self._action_max_length = 0
        self._root_section = self._Section(self, None)
        self._current_section = self._root_section
        self._set_color(color)

    def _set_color(self, color):
        """Help is printed without colour."""
        self._color = color

    # --- building ---

    def _indent(self):
        self._current_indent += self._indent_increment
        self._level += 1

    def _dedent(self):
        self._current_indent -= self._indent_increment
        self._level -= 1

    def _add_item(self, func, args):
        self._current_section.items.append((func, args))

    def start_section(self, heading):
        """Begin a section; those that are begun before its end go inside it."""
        self._indent()
        section = self._Section(self, self._current_section, heading)
        self._add_item(section.format_help, [])
        self._current_section = section

    def end_section(self):
        """End the current section."""
        self._current_section = self._current_section.parent
        self._dedent()

    def add_text(self, text):
        """Add a paragraph."""
        if text is not SUPPRESS and text is not None:
            self._add_item(self._format_text, [text])

    def add_usage(self, usage, actions, groups, prefix=None):
        """Add the line that shows how the command is called."""
        if usage is not SUPPRESS:
            self._add_item(self._format_usage, (usage, actions, groups, prefix))

    def add_argument(self, action):
        """Add the description of one argument."""
        if action.help is SUPPRESS:
            return
        lengths = [len(self._format_action_invocation(action)) + self._current_indent]
        for subaction in self._iter_indented_subactions(action):
            lengths.append(len(self._format_action_invocation(subaction)) + self._current_indent)
        self._action_max_length = max(self._action_max_length, *lengths)
        self._add_item(self._format_action, [action])

    def add_arguments(self, actions):
        """Add the descriptions of several arguments."""
        for action in actions:
            self.add_argument(action)

    def format_help(self):
        """The whole text."""
        text = self._root_section.format_help()
        if text:
            # Never more than one empty line in a row.
            while '\n\n\n' in text:
                text = text.replace('\n\n\n', '\n\n')
            text = text.strip('\n') + '\n'
        return text

    def _join_parts(self, part_strings):
        return ''.join([part for part in part_strings if part and part is not SUPPRESS])

    # --- usage ---

    def _format_usage(self, usage, actions, groups, prefix):
        if prefix is None:
            prefix = 'usage: '
        if usage is not None:
            usage = usage % {'prog': self._prog}
        elif not actions:
            usage = f'{self._prog}'
        else:
            usage = self._usage_of(actions, groups, prefix)
        return f'{prefix}{usage}\n\n'

    def _usage_of(self, actions, groups, prefix):
        prog = f'{self._prog}'
        parts, pos_start = self._get_actions_usage_parts(actions, groups)
        usage = ' '.join([prog, *filter(None, parts)])
        text_width = max(self._width - self._current_indent, 11)
        if len(prefix) + len(usage) <= text_width:
            return usage
        optionals, positionals = parts[:pos_start], parts[pos_start:]
        if len(prefix) + len(prog) <= 0.75 * text_width:
            # Short: the arguments follow on the same line.
            indent = ' ' * (len(prefix) + len(prog) + 1)
            if optionals:
                lines = _fill_lines([prog] + optionals, indent, text_width, prefix)
                lines += _fill_lines(positionals, indent, text_width)
            elif positionals:
                lines = _fill_lines([prog] + positionals, indent, text_width, prefix)
            else:
                lines = [prog]
        else:
            indent = ' ' * len(prefix)
            lines = _fill_lines(optionals + positionals, indent, text_width)
            if len(lines) > 1:
                lines = _fill_lines(optionals, indent, text_width)
                lines += _fill_lines(positionals, indent, text_width)
            lines.insert(0, prog)
        return '\n'.join(lines)

    def _is_long_option(self, string):
        return len(string) > 2

    def _get_actions_usage_parts(self, actions, groups):
        """(pieces of the usage line, index of the first one that is positional)."""
        group_of = {action: None for action in actions if action.help is not SUPPRESS}
        order = list(group_of)
        for group in groups:
            for action in group._group_actions:
                if action in group_of:
                    group_of[action] = group

        def options_of(group):
            """The options of a group that were not shown yet; now they are."""
            return [action for action in group._group_actions
                    if action.option_strings and action in group_of
                    and (group_of.pop(action), True)[1]]

        # A group stands where its positional is, else where its first option is.
        positionals, optionals = [], []
        for action in order:
            if not action.option_strings:
                group = group_of.pop(action)
                if group is None:
                    positionals.append((None, [action]))
                else:
                    positionals.append((group.required, options_of(group) + [action]))
        for action in order:
            if action.option_strings and action in group_of:
                group = group_of.pop(action)
                if group is None:
                    optionals.append((None, [action]))
                else:
                    optionals.append((group.required, [action] + options_of(group)))
        parts = []
        for required, members in optionals:
            parts += self._usage_of_group(members, required)
        pos_start = len(parts)
        for required, members in positionals:
            parts += self._usage_of_group(members, required)
        return parts, pos_start

    def _usage_of_group(self, actions, required):
        """The pieces for actions of which only one can be used."""
        together = len(actions) > 1
        parts = []
        for action in actions:
            if not action.option_strings:
                default = self._get_default_metavar_for_positional(action)
                part = self._format_args(action, default)
                if together and part[:1] == '[' and part[-1:] == ']':
                    part = part[1:-1]
            else:
                if action.nargs == 0:
                    part = action.format_usage()
                else:
                    default = self._get_default_metavar_for_optional(action)
                    part = f'{action.option_strings[0]} {self._format_args(action, default)}'
                if not (action.required or required or together):
                    part = f'[{part}]'
            parts.append(part)
        if together:
            parts[0] = ('(' if required else '[') + parts[0]
            for i in range(len(parts) - 1):
                parts[i] += ' |'
            parts[-1] += ')' if required else ']'
        return parts

    # --- texts and arguments ---

    def _format_text(self, text):
        if '%(prog)' in text:
            text = text % {'prog': self._prog}
        width = max(self._width - self._current_indent, 11)
        return self._fill_text(text, width, ' ' * self._current_indent) + '\n\n'

    def _format_action(self, action):
        help_position = min(self._action_max_length + 2, self._max_help_position)
        help_width = max(self._width - help_position, 11)
        room = help_position - self._current_indent - 2
        indent = ' ' * self._current_indent
        header = self._format_action_invocation(action)
        first = help_position
        if not action.help:
            header = f'{indent}{header}\n'
        elif len(header) <= room:
            # The help starts on the same line.
            header = f'{indent}{header:<{room}}  '
            first = 0
        else:
            header = f'{indent}{header}\n'
        parts = [header]
        if action.help and action.help.strip():
            text = self._expand_help(action)
            if text:
                for line in self._split_lines(text, help_width):
                    parts.append(f'{" " * first}{line}\n')
                    first = help_position
        elif not header.endswith('\n'):
            parts.append('\n')
        for subaction in self._iter_indented_subactions(action):
            parts.append(self._format_action(subaction))
        return self._join_parts(parts)

    def _format_action_invocation(self, action):
        """How the argument is written: `-o, --option VALUE`."""
        if not action.option_strings:
            default = self._get_default_metavar_for_positional(action)
            return ' '.join(self._metavar_formatter(action, default)(1))
        text = ', '.join(action.option_strings)
        if action.nargs != 0:
            default = self._get_default_metavar_for_optional(action)
            text += f' {self._format_args(action, default)}'
        return text

    def _metavar_formatter(self, action, default_metavar):
        """A function: how many names are wanted -> tuple of names."""
        if action.metavar is not None:
            result = action.metavar
        elif action.choices is not None:
            result = '{%s}' % ','.join(map(str, action.choices))
        else:
            result = default_metavar

        def names(count):
            return result if isinstance(result, tuple) else (result,) * count
        return names

    def _format_args(self, action, default_metavar):
        """The values of an argument as the usage shows them."""
        names = self._metavar_formatter(action, default_metavar)
        nargs = action.nargs
        if nargs is None:
            return '%s' % names(1)
        if nargs == OPTIONAL:
            return '[%s]' % names(1)
        if nargs == ZERO_OR_MORE:
            pair = names(1)
            return '[%s [%s ...]]' % pair if len(pair) == 2 else '[%s ...]' % pair
        if nargs == ONE_OR_MORE:
            return '%s [%s ...]' % names(2)
        if nargs == REMAINDER:
            return '...'
        if nargs == PARSER:
            return '%s ...' % names(1)
        if nargs == SUPPRESS:
            return ''
        try:
            formats = ['%s' for _ in range(nargs)]
        except TypeError:
            raise ValueError('invalid nargs value') from None
        return ' '.join(formats) % names(nargs)

    def _expand_help(self, action):
        """The help with `%(default)s` and the like filled in."""
        text = self._get_help_string(action)
        if '%' not in text:
            return text
        params = {'prog': self._prog}
        for name, value in vars(action).items():
            if value is SUPPRESS:
                continue
            params[name] = value.__name__ if hasattr(value, '__name__') else value
        if params.get('choices') is not None:
            params['choices'] = ', '.join(map(str, params['choices']))
        params['prog'] = self._prog
        return text % params

    def _iter_indented_subactions(self, action):
        get_subactions = getattr(action, '_get_subactions', None)
        if get_subactions is not None:
            self._indent()
            yield from get_subactions()
            self._dedent()

    def _split_lines(self, text, width):
        from textwrap import wrap
        return wrap(_one_space(text), width)

    def _fill_text(self, text, width, indent):
        from textwrap import fill
        return fill(_one_space(text), width, initial_indent=indent, subsequent_indent=indent)

    def _get_help_string(self, action):
        return action.help

    def _get_default_metavar_for_optional(self, action):
        return action.dest.upper()

    def _get_default_metavar_for_positional(self, action):
        return action.dest


def _fill_lines(parts, indent, width, prefix=None):
    """*parts* on lines of at most *width*; with *prefix* the first has no indent."""
    lines = []
    line = []
    start = len(indent) - 1
    length = start if prefix is None else len(prefix) - 1
    for part in parts:
        if length + 1 + len(part) > width and line:
            lines.append(indent + ' '.join(line))
            line = []
            length = start
        line.append(part)
        length += len(part) + 1
    if line:
        lines.append(indent + ' '.join(line))
    if prefix is not None:
        lines[0] = lines[0][len(indent):]
    return lines


class RawDescriptionHelpFormatter(HelpFormatter):
    """Keeps the line breaks of descriptions."""

    def _fill_text(self, text, width, indent):
        return ''.join([indent + line for line in text.splitlines(keepends=True)])


class RawTextHelpFormatter(RawDescriptionHelpFormatter):
    """Keeps the line breaks of all help texts."""

    def _split_lines(self, text, width):
        return text.splitlines()


class ArgumentDefaultsHelpFormatter(HelpFormatter):
    """Adds the default value to the help of each argument."""

    def _get_help_string(self, action):
        text = action.help
        if text is None:
            text = ''
        if ('%(default)' not in text and action.default is not SUPPRESS and not action.required
                and (action.option_strings or action.nargs in (OPTIONAL, ZERO_OR_MORE))):
            text += ' (default: %(default)s)'
        return text


class MetavarTypeHelpFormatter(HelpFormatter):
    """Shows the type of an argument instead of its name."""

    def _get_default_metavar_for_optional(self, action):
        return action.type.__name__

    def _get_default_metavar_for_positional(self, action):
        return action.type.__name__


for _class in (HelpFormatter, RawDescriptionHelpFormatter, RawTextHelpFormatter,
               ArgumentDefaultsHelpFormatter, MetavarTypeHelpFormatter):
    _class.__module__ = 'argparse'
del _class
