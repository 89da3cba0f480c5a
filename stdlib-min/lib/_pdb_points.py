"""Commands of pdb about breakpoints."""

import ast
import linecache
import os
import sys
import tokenize

import bdb


def first_line(code):
    """The first line of a function that runs."""
    lines = [line for _, _, line in code.co_lines() if line]
    return lines[1] if len(lines) > 1 else code.co_firstlineno


def find_function(name, filename):
    """(name, file, first line that runs) of a function that a file defines; None if there is none."""
    try:
        with tokenize.open(filename) as f:
            text = f.read()
    except OSError:
        text = ''.join(linecache.getlines(filename))
    except (SyntaxError, ValueError):
        return None
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return None
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name == name and node.col_offset == 0:
            body = node.body
            if len(body) > 1 and ast.get_docstring(node, clean=False) is not None:
                body = body[1:]
            return name, filename, body[0].lineno
    return None


class Points:
    """Part of pdb.Pdb."""

    def do_break(self, arg, temporary=False):
        """b(reak) [ ([filename:]lineno | function) [, condition] ]

        Set a breakpoint at a line of the current file or another one, or at the first line of a function. With a condition
        the program stops only if it is true. Without argument, list the breakpoints.
        """
        if not arg:
            if self.breaks:
                self.message('Num Type         Disp Enb   Where')
                for point in filter(None, bdb.Breakpoint.bpbynumber):
                    self.message(point.bpformat())
            return
        condition = None
        comma = arg.find(',')
        if comma > 0:
            arg, condition = arg[:comma].rstrip(), arg[comma + 1:].lstrip()
            if e := self._compile_error_message(condition):
                self.error(f'Invalid condition {condition}: {e!r}')
                return
        place = self._place(arg)
        if place is None:
            return
        filename, line, function, namespace = place
        filename = self.canonic(filename or self.defaultFile())
        line = self.checkline(filename, line, namespace)
        if not line:
            return
        if e := self.set_break(filename, line, temporary, condition, function):
            self.error(e)
            return
        point = self.get_breaks(filename, line)[-1]
        self.message(f'Breakpoint {point.number} at {point.file}:{point.line}')
    do_b = do_break

    def do_tbreak(self, arg):
        """tbreak [ ([filename:]lineno | function) [, condition] ]

        The same as break; the breakpoint is gone after the first stop.
        """
        self.do_break(arg, True)

    def _place(self, arg):
        """(file or None, line, function or None, globals or None) of what a breakpoint is set at; None after an error."""
        name, colon, line = arg.rpartition(':')
        if colon:
            filename = self.lookupmodule(name.rstrip())
            if not filename:
                self.error(f'{name.rstrip()!r} not found from sys.path')
                return None
            try:
                return filename, int(line.lstrip()), None, None
            except ValueError:
                self.error(f'Bad lineno: {line.lstrip()}')
                return None
        try:
            return None, int(arg), None, None
        except ValueError:
            pass
        try:
            function = eval(arg, self.curframe.f_globals, self.curframe.f_locals)
        except:
            function = None
        function = getattr(function, '__func__', function)
        try:
            code = function.__code__
            return code.co_filename, first_line(code), code.co_name, function.__globals__
        except AttributeError:
            pass
        found, filename, line = self.lineinfo(arg)
        if not found:
            self.error(f'The specified object {arg!r} is not a function or was not found along sys.path.')
            return None
        return filename, int(line), found, None

    def defaultFile(self):
        """The file that a line without one means."""
        name = self.curframe.f_code.co_filename
        return self.mainpyfile if name == '<string>' and self.mainpyfile else name

    def lineinfo(self, identifier):
        """As find_function(), for `name` or `module.name`, with or without quotes; three times None if there is none."""
        parts = identifier.split("'")
        name = parts[0 if len(parts) == 1 else 1].strip() if len(parts) in (1, 3) else ''
        path = name.split('.') if name else []
        if path and path[0] == 'self':
            del path[0]
        filename = self.defaultFile()
        if len(path) > 1:
            filename = self.lookupmodule(path[0])
            del path[0]
        found = find_function(path[0], self.canonic(filename)) if path and filename else None
        return found or (None, None, None)

    def checkline(self, filename, lineno, module_globals=None):
        """The line if a breakpoint makes sense there, else 0 after an error."""
        frame = getattr(self, 'curframe', None)
        if module_globals is None and frame:
            module_globals = frame.f_globals
        line = linecache.getline(filename, lineno, module_globals)
        if not line:
            self.message('End of file')
            return 0
        line = line.strip()
        if not line or line.startswith(('#', '"""', "'''")):
            self.error('Blank or comment')
            return 0
        return lineno

    def lookupmodule(self, filename):
        """The file that a name of a file or module means, found along sys.path; None if there is none."""
        if not filename.endswith('.py'):
            filename = filename.replace('.', os.sep) + '.py'
        if os.path.isabs(filename):
            return filename if os.path.exists(filename) else None
        for folder in sys.path:
            while os.path.islink(folder):
                folder = os.readlink(folder)
            path = os.path.join(folder, filename)
            if os.path.exists(path):
                return path
        return None

    def _each(self, arg):
        """The breakpoints with the numbers in a text."""
        for number in arg.split():
            try:
                yield number, self.get_bpbynumber(number)
            except ValueError as e:
                self.error(e)

    def do_enable(self, arg):
        """enable bpnumber [bpnumber ...]

        Let breakpoints count again.
        """
        if not arg:
            self._print_invalid_arg(arg)
            return
        for _, point in self._each(arg):
            point.enable()
            self.message(f'Enabled {point}')

    def do_disable(self, arg):
        """disable bpnumber [bpnumber ...]

        Let breakpoints not count until they are enabled.
        """
        if not arg:
            self._print_invalid_arg(arg)
            return
        for _, point in self._each(arg):
            point.disable()
            self.message(f'Disabled {point}')

    def do_condition(self, arg):
        """condition bpnumber [condition]

        Set the condition of a breakpoint, or take it away.
        """
        if not arg:
            self._print_invalid_arg(arg)
            return
        number, *rest = arg.split(' ', 1)
        condition = rest[0] if rest else None
        if rest and (e := self._compile_error_message(condition)):
            self.error(f'Invalid condition {condition}: {e!r}')
            return
        try:
            point = self.get_bpbynumber(number.strip())
        except ValueError as e:
            self.error(e)
            return
        point.cond = condition
        if condition:
            self.message(f'New condition set for breakpoint {point.number}.')
        else:
            self.message(f'Breakpoint {point.number} is now unconditional.')

    def do_ignore(self, arg):
        """ignore bpnumber [count]

        Do not stop the next count times that a breakpoint is met; 0 if no count is given.
        """
        number, *rest = arg.split() or ['']
        try:
            count = int(*rest) if arg else None
        except (ValueError, TypeError):
            count = None
        if count is None:
            self._print_invalid_arg(arg)
            return
        try:
            point = self.get_bpbynumber(number)
        except ValueError as e:
            self.error(e)
            return
        point.ignore = count
        if count > 0:
            crossings = '1 crossing' if count == 1 else f'{count} crossings'
            self.message(f'Will ignore next {crossings} of breakpoint {point.number}.')
        else:
            self.message(f'Will stop next time breakpoint {point.number} is reached.')

    def do_clear(self, arg):
        """cl(ear) [filename:lineno | bpnumber ...]

        Remove the breakpoints at a line, or those with some numbers; without argument all of them, after a question.
        """
        if not arg:
            try:
                reply = input('Clear all breaks? ')
            except EOFError:
                reply = 'no'
            if reply.strip().lower() in ('y', 'yes'):
                self._deleted(list(filter(None, bdb.Breakpoint.bpbynumber)), self.clear_all_breaks())
            return
        if ':' in arg:
            filename, _, line = arg.rpartition(':')
            try:
                line = int(line)
            except ValueError:
                self.error(f'Invalid line number ({line})')
                return
            points = self.get_breaks(filename, line)[:]
            if e := self.clear_break(filename, line):
                self.error(e)
            else:
                self._deleted(points)
            return
        for number, point in self._each(arg):
            self.clear_bpbynumber(number)
            self._deleted([point])
    do_cl = do_clear

    def _deleted(self, points, _=None):
        for point in points:
            self.message(f'Deleted {point}')

    def do_commands(self, arg):
        """(Pdb) commands [bpnumber]
        (com) ...
        (com) end
        (Pdb)

        Take the following lines, up to `end`, as commands to execute whenever a breakpoint is met, the last one if no
        number is given. `silent` among them: the place is not shown. A command that lets the program go on ends the
        list. No commands at all: forget those that were given.
        """
        try:
            number = int(arg) if arg else len(bdb.Breakpoint.bpbynumber) - 1
        except ValueError:
            self._print_invalid_arg(arg)
            return
        try:
            self.get_bpbynumber(number)
        except ValueError as e:
            self.error(f'cannot set commands: {e}')
            return
        before = self.commands.get(number)
        self.commands[number] = []
        self.commands_bnum = number
        prompt = self.prompt
        self.prompt = '(com) '
        self.commands_defining = True
        try:
            self.cmdloop()
        except KeyboardInterrupt:
            if before:
                self.commands[number] = before
            else:
                del self.commands[number]
            self.error('command definition aborted, old commands restored')
        finally:
            self.commands_defining = False
            self.prompt = prompt

    def handle_command_def(self, line):
        """Takes one line of the commands for a breakpoint; whether it was the last one."""
        command, arg, line = self.parseline(line)
        if not command:
            return False
        if command == 'end':
            return True
        if command == 'EOF':
            self.message('')
            return True
        taken = self.commands[self.commands_bnum]
        if command == 'silent':
            taken.append('_pdbcmd_silence_frame_status')
            return False
        taken.append(f'{command} {arg}' if arg else command)
        return getattr(self, 'do_' + command, self.default).__name__ in self.commands_resuming

    # ---- completion

    def _complete_number(self, text, line, begidx, endidx):
        return [str(i) for i, point in enumerate(bdb.Breakpoint.bpbynumber)
                if point is not None and str(i).startswith(text)]

    complete_enable = complete_disable = complete_condition = complete_ignore = complete_commands = _complete_number

    def _complete_location(self, text, line, begidx, endidx):
        if line.strip().endswith((':', ',')):
            return []
        import glob
        found = self._complete_expression(text, line, begidx, endidx)
        for name in glob.glob(glob.escape(text) + '*'):
            if os.path.isdir(name):
                found.append(name + '/')
            elif name.lower().endswith(('.py', '.pyw')):
                found.append(name + ':')
        return found

    complete_break = complete_b = complete_tbreak = complete_clear = complete_cl = _complete_location
