"""What pdb does with a line: aliases, `;;`, `$name`, statements of the program's language, the interactive console."""

import cmd
import code
import codeop
import io
import sys
import textwrap
import token
import tokenize
import types


class Console(code.InteractiveConsole):
    """The console of `interact`, which writes where the debugger writes."""

    def __init__(self, namespace, message):
        self._message = message
        super().__init__(locals=namespace, local_exit=True)

    def write(self, data):
        self._message(data, end='')


class Statements:
    """Part of pdb.Pdb."""

    def onecmd(self, line):
        """Executes a line, or takes it for the commands of a breakpoint."""
        if self.commands_defining:
            return self.handle_command_def(line)
        if line.startswith('_pdbcmd'):
            command, arg, line = self.parseline(line)
            if method := getattr(self, command, None):
                return method(arg)
        return cmd.Cmd.onecmd(self, line)

    def precmd(self, line):
        """Puts in what aliases stand for and queues what is behind `;;`."""
        if not line.strip():
            return line
        words = line.split()
        while words[0] in self.aliases:
            line = self._expand(words)
            if line is None:
                # Executes nothing.
                return '!'
            words = line.split()
        if words[0] != 'alias':
            first, marker, rest = line.partition(';;')
            if marker:
                self.cmdqueue.insert(0, rest.lstrip())
                line = first.rstrip()
        return self._with_convenience_variables(line)

    def _expand(self, words):
        name, *args = words
        text = self.aliases[name]
        for number in range(1, 10):
            if f'%{number}' in text:
                if number > len(args):
                    self.error(f"Not enough arguments for alias '{name}'")
                    return None
                text = text.replace(f'%{number}', args[number - 1])
            elif '%*' not in text:
                if number <= len(args):
                    self.error(f"Too many arguments for alias '{name}'")
                    return None
                break
        return text.replace('%*', ' '.join(args))

    def do_alias(self, arg):
        """alias [name [command]]

        Let a name stand for a command, in which %1, %2, ... are its arguments and %* is all of them; show the command that
        a name stands for, or all aliases.
        """
        name, *rest = arg.split() or ['']
        if not name:
            for name in sorted(self.aliases):
                self.message(f'{name} = {self.aliases[name]}')
        elif not rest:
            if name in self.aliases:
                self.message(f'{name} = {self.aliases[name]}')
            else:
                self.error(f"Unknown alias '{name}'")
        else:
            command = ' '.join(rest)
            used = [f'%{number}' in command for number in range(1, 10)]
            if '%*' not in command and sorted(used, reverse=True) != used:
                self.error('Replaceable parameters must be consecutive')
                return
            self.aliases[name] = command

    def do_unalias(self, arg):
        """unalias name

        Forget an alias.
        """
        words = arg.split()
        if not words:
            self._print_invalid_arg(arg)
            return
        self.aliases.pop(words[0], None)

    def complete_unalias(self, text, line, begidx, endidx):
        return [name for name in self.aliases if name.startswith(text)]

    # ---- convenience variables

    def set_convenience_variable(self, frame, name, value):
        """`$name` has a value for commands in a frame."""
        frame.f_globals.setdefault('__pdb_convenience_variables', {})[name] = value

    def _with_convenience_variables(self, line):
        if '$' not in line:
            return line
        places, dollar = [], None
        try:
            for kind, text, start, end, _ in tokenize.generate_tokens(io.StringIO(line).readline):
                if kind == token.NAME and dollar and dollar[1] == start:
                    places.append((dollar[0][1], end[1], text))
                # Not within a string.
                dollar = (start, end) if text == '$' and kind in (token.OP, token.ERRORTOKEN) else None
        except tokenize.TokenError:
            return line
        for start, end, name in reversed(places):
            line = f'{line[:start]}__pdb_convenience_variables["{name}"]{line[end:]}'
        return line

    # ---- statements

    def default(self, line):
        """Executes a statement in the current frame."""
        if line[:1] == '!':
            line = line[1:].strip()
        frame = self.curframe
        saved = sys.stdin, sys.stdout, sys.displayhook
        try:
            program, text = self._read_code(line)
            if program is None:
                return
            try:
                sys.stdin, sys.stdout, sys.displayhook = self.stdin, self.stdout, self.displayhook
                if not self._exec_in_closure(text, frame.f_globals, frame.f_locals):
                    exec(program, frame.f_globals, frame.f_locals)
            finally:
                sys.stdin, sys.stdout, sys.displayhook = saved
        except:
            self._error_exc()

    def displayhook(self, obj):
        """Shows the value of an expression; `_` stays what it is."""
        if obj is not None:
            self.message(repr(obj))

    def _read_code(self, line):
        """Code and text of a statement whose further lines are read if there are some; (None, None) if it breaks off."""
        text = line
        program = codeop.compile_command(line + '\n', '<stdin>', 'single')
        if program is not None:
            return program, text
        while (program := codeop.compile_command(text, '<stdin>', 'single')) is None:
            line = self._continuation('...   ')
            if line is None:
                self.lastcmd = ''
                return None, None
            text += '\n' if line.isspace() else '\n' + line
        self.lastcmd = text
        return program, text

    def _continuation(self, prompt):
        if self.use_rawinput:
            try:
                return input(prompt)
            except (EOFError, KeyboardInterrupt):
                print('\n')
                return None
        self.stdout.write(prompt)
        self.stdout.flush()
        line = self.stdin.readline()
        if line:
            return line.rstrip('\r\n')
        self.stdout.write('\n')
        self.stdout.flush()
        return None

    def _exec_in_closure(self, text, globals, locals):
        """Executes a statement with functions of its own in a way that these see the frame's variables as theirs; whether
        it did. A function around the statement has variables of the same names, whose cells are filled with the values."""
        program = compile(text, '<string>', 'exec')
        if not any(isinstance(k, types.CodeType) for k in program.co_consts):
            return False
        values = dict(locals)
        box = values['__pdb_eval__'] = {'result': None, 'write_back': {}}
        try:
            compile(text, '<string>', 'eval')
        except SyntaxError:
            pass
        else:
            text = "__pdb_eval__['result'] = " + text
        inner = '\n'.join([
            *[f'nonlocal {name}' for name in values],
            'try:', textwrap.indent(text, ' '),
            'finally:', " __pdb_eval__['write_back'] = locals()"])
        outer = '\n'.join([
            'def __pdb_outer():',
            *[f' {name} = None' for name in values],
            ' def __pdb_scope():', textwrap.indent(inner, '  '),
            ' return __pdb_scope.__code__'])
        space = {}
        try:
            exec(outer, {}, space)
            scope = space['__pdb_outer']()
            cells = tuple(types.CellType(values[name]) for name in scope.co_freevars)
            exec(scope, globals, values, closure=cells)
        except Exception:
            return False
        changed = box['write_back']
        changed.pop('__pdb_eval__')
        locals.update(changed)
        if box['result'] is not None:
            self.message(repr(box['result']))
        return True

    def do_interact(self, arg):
        """interact

        Open a console with the variables of the current frame.
        """
        names = {**self.curframe.f_globals, **self.curframe.f_locals}
        Console(names, self.message).interact(banner='*pdb interact start*', exitmsg='*exit from pdb interact command*')
