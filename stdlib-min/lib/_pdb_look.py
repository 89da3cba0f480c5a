"""Commands of pdb that look at a program: the stack, source, values, exceptions, help."""

import cmd
import inspect
import linecache
import pprint
import sys


class Plain(str):
    """Text that is its own representation."""

    def __repr__(self):
        return str(self)


class Look:
    """Part of pdb.Pdb. Works on `stack`, `curindex` and `curframe`."""

    # ---- the stack

    def print_stack_trace(self, count=None):
        """All frames; 0: the current one; n: the last n; -n: the first n."""
        if count is None:
            shown = self.stack
        elif count == 0:
            shown = [self.stack[self.curindex]]
        else:
            shown = self.stack[:-count] if count < 0 else self.stack[-count:]
        try:
            for entry in shown:
                self.print_stack_entry(entry)
        except KeyboardInterrupt:
            pass

    def print_stack_entry(self, frame_lineno, prompt_prefix=None):
        """One frame; an arrow stands before the current one."""
        if prompt_prefix is None:
            import pdb
            prompt_prefix = pdb.line_prefix
        prefix = '> ' if frame_lineno[0] is self.curframe else '  '
        self.message(prefix + self.format_stack_entry(frame_lineno, prompt_prefix))

    def do_where(self, arg):
        """w(here) [count]

        Print the stack: with a count so many frames from the inner end, with a negative one from the outer end,
        with 0 the current frame.
        """
        try:
            count = int(arg) if arg else None
        except ValueError:
            self.error(f'Invalid count ({arg})')
            return
        self.print_stack_trace(count)
    do_w = do_bt = do_where

    def _move(self, arg, end, message, sign):
        if self.curindex == end:
            self.error(message)
            return
        try:
            count = int(arg or 1)
        except ValueError:
            self.error(f'Invalid frame count ({arg})')
            return
        self.curindex = end if count < 0 else max(0, min(len(self.stack) - 1, self.curindex + sign * count))
        self.curframe = self.stack[self.curindex][0]
        self.set_convenience_variable(self.curframe, '_frame', self.curframe)
        self.print_stack_entry(self.stack[self.curindex])
        self.lineno = None

    def do_up(self, arg):
        """u(p) [count]

        Go to the frame that called the current one, or further.
        """
        self._move(arg, 0, 'Oldest frame', -1)
    do_u = do_up

    def do_down(self, arg):
        """d(own) [count]

        Go to the frame that the current one called, or further.
        """
        self._move(arg, len(self.stack) - 1, 'Newest frame', 1)
    do_d = do_down

    def do_exceptions(self, arg):
        """exceptions [number]

        List the exceptions that led to the one that is looked at, or go to one of them.
        """
        chain = self._chained_exceptions
        if not chain:
            self.message('Did not find chained exceptions. To move between exceptions, pdb/post_mortem must be given an '
                         'exception object rather than a traceback.')
            return
        if not arg:
            for i, e in enumerate(chain):
                text = repr(e)
                if len(text) > 80:
                    text = text[:77] + '...'
                mark = '>' if i == self._chained_exception_index else ' '
                number = '  -' if e.__traceback__ is None else f'{i:>3}'
                self.message(f'{mark} {number} {text}')
            return
        try:
            number = int(arg)
        except ValueError:
            self.error('Argument must be an integer')
            return
        if not 0 <= number < len(chain):
            self.error('No exception with that number')
        elif chain[number].__traceback__ is None:
            self.error('This exception does not have a traceback, cannot jump to it')
        else:
            self._chained_exception_index = number
            self.setup(None, chain[number].__traceback__)
            self.print_stack_entry(self.stack[self.curindex])

    # ---- source

    def do_list(self, arg):
        """l(ist) [first[, last] | .]

        List source: eleven lines around the current one, then those that follow; with '.' around the current one
        again; around a line; from a line to another, or as many lines as the second number says if it is smaller.
        '->' is the current line, '>>' the one where the exception was raised, 'B' one with a breakpoint.
        """
        self.lastcmd = 'list'
        last = None
        if arg and arg != '.':
            try:
                if ',' in arg:
                    first, last = [int(n.strip()) for n in arg.split(',')]
                    if last < first:
                        last += first
                else:
                    first = max(1, int(arg.strip()) - 5)
            except ValueError:
                self.error(f'Error in argument: {arg!r}')
                return
        elif arg or self.lineno is None:
            first = max(1, self.curframe.f_lineno - 5)
        else:
            first = self.lineno + 1
        if last is None:
            last = first + 10
        filename = self.curframe.f_code.co_filename
        try:
            lines = linecache.getlines(filename, self.curframe.f_globals)
            self._print_lines(lines[first - 1:last], first, self.get_file_breaks(filename), self.curframe)
            self.lineno = min(last, len(lines))
            if len(lines) < last:
                self.message('[EOF]')
        except KeyboardInterrupt:
            pass
        self._check_file()
    do_l = do_list

    def do_longlist(self, arg):
        """ll | longlist

        List the source of the current function or module.
        """
        if arg:
            self._print_invalid_arg(arg)
            return
        try:
            lines, first = self._source(self.curframe)
        except OSError as e:
            self.error(e)
            return
        self._print_lines(lines, first, self.get_file_breaks(self.curframe.f_code.co_filename), self.curframe)
        self._check_file()
    do_ll = do_longlist

    def do_source(self, arg):
        """source expression

        List the source of an object.
        """
        if not arg:
            self._print_invalid_arg(arg)
            return
        try:
            value = self._getval(arg)
        except:
            return
        try:
            lines, first = self._source(value)
        except (OSError, TypeError) as e:
            self.error(e)
            return
        self._print_lines(lines, first)

    def _source(self, o):
        lines, first = inspect.getsourcelines(o)
        return lines, max(1, first)

    def _print_lines(self, lines, start, breaks=(), frame=None):
        current = frame.f_lineno if frame else -1
        raised = self.tb_lineno.get(frame, -1) if frame else -1
        for number, line in enumerate(lines, start):
            text = str(number).rjust(3)
            if len(text) < 4:
                text += ' '
            text += 'B' if number in breaks else ' '
            if number == current:
                text += '->'
            elif number == raised:
                text += '>>'
            self.message(f'{text}\t{line.rstrip()}')

    # ---- values

    def _getval(self, arg):
        try:
            return eval(arg, self.curframe.f_globals, self.curframe.f_locals)
        except:
            self._error_exc()
            raise

    def _getval_except(self, arg):
        try:
            return eval(arg, self.curframe.f_globals, self.curframe.f_locals)
        except BaseException as e:
            return Plain(f'** raised {self._format_exc(e)} **')

    def _safe_repr(self, o, expr):
        try:
            return repr(o)
        except Exception as e:
            return Plain(f'*** repr({expr}) failed: {self._format_exc(e)} ***')

    def _show_value(self, arg, show):
        try:
            value = self._getval(arg)
        except:
            return
        try:
            self.message(show(value))
        except:
            self._error_exc()

    def do_p(self, arg):
        """p expression

        Print the value of an expression.
        """
        if not arg:
            self._print_invalid_arg(arg)
            return
        self._show_value(arg, repr)

    def do_pp(self, arg):
        """pp expression

        Print the value of an expression over several lines if it is long.
        """
        if not arg:
            self._print_invalid_arg(arg)
            return
        self._show_value(arg, pprint.pformat)

    def do_whatis(self, arg):
        """whatis expression

        Print what kind of thing the value of an expression is.
        """
        if not arg:
            self._print_invalid_arg(arg)
            return
        try:
            value = self._getval(arg)
        except:
            return
        for kind, get in ('Method', lambda: value.__func__.__code__), ('Function', lambda: value.__code__):
            try:
                code = get()
            except Exception:
                continue
            if code:
                self.message(f'{kind} {code.co_name}')
                return
        if value.__class__ is type:
            self.message(f'Class {value.__module__}.{value.__qualname__}')
        else:
            self.message(type(value))

    def do_args(self, arg):
        """a(rgs)

        Print the arguments of the current function.
        """
        if arg:
            self._print_invalid_arg(arg)
            return
        code, values = self.curframe.f_code, self.curframe.f_locals
        flags = bool(code.co_flags & inspect.CO_VARARGS) + bool(code.co_flags & inspect.CO_VARKEYWORDS)
        for name in code.co_varnames[:code.co_argcount + code.co_kwonlyargcount + flags]:
            shown = self._safe_repr(values[name], name) if name in values else '*** undefined ***'
            self.message(f'{name} = {shown}')
    do_a = do_args

    def do_retval(self, arg):
        """retval

        Print what the current function returns.
        """
        if arg:
            self._print_invalid_arg(arg)
        elif '__return__' in self.curframe.f_locals:
            self.message(self._safe_repr(self.curframe.f_locals['__return__'], 'retval'))
        else:
            self.error('Not yet returned!')
    do_rv = do_retval

    # ---- values that are shown at every stop

    def do_display(self, arg):
        """display [expression]

        Print the value of an expression whenever it has changed at a stop in the current frame; list those expressions.
        """
        if not arg:
            if not self.displaying:
                self.message('No expression is being displayed')
                return
            self.message('Currently displaying:')
            for expr, value in self.displaying.get(self.curframe, {}).items():
                self.message(f'{expr}: {self._safe_repr(value, expr)}')
            return
        if e := self._compile_error_message(arg):
            self.error(f'Unable to display {arg}: {e!r}')
            return
        value = self._getval_except(arg)
        self.displaying.setdefault(self.curframe, {})[arg] = value
        self.message(f'display {arg}: {self._safe_repr(value, arg)}')

    def do_undisplay(self, arg):
        """undisplay [expression]

        The reverse of display, for one expression or all of the current frame.
        """
        if not arg:
            self.displaying.pop(self.curframe, None)
        elif self.displaying.get(self.curframe, {}).pop(arg, self) is self:
            self.error(f'not displaying {arg}')

    def _show_display(self):
        shown = self.displaying.get(self.curframe, {})
        for expr, old in shown.items():
            value = self._getval_except(expr)
            if value is not old and value != old:
                shown[expr] = value
                self.message(f'display {expr}: {self._safe_repr(value, expr)}  [old: {self._safe_repr(old, expr)}]')

    def _compile_error_message(self, expr):
        """What is wrong with the syntax of an expression, or ''."""
        try:
            compile(expr, '<stdin>', 'eval')
        except Exception as e:
            return Plain(self._format_exc(e))
        return ''

    # ---- help

    # The commands that help() explains.
    summary_order = ['help', 'where', 'down', 'up', 'break', 'tbreak', 'clear', 'disable', 'enable', 'ignore', 'condition',
                     'commands', 'step', 'next', 'until', 'jump', 'return', 'retval', 'run', 'continue', 'list', 'longlist',
                     'args', 'p', 'pp', 'whatis', 'source', 'display', 'undisplay', 'interact', 'alias', 'unalias', 'debug',
                     'exceptions', 'quit']

    def do_help(self, arg):
        """h(elp)

        List the commands, or explain one of them.
        """
        if not arg:
            cmd.Cmd.do_help(self, arg)
            return
        if topic := getattr(self, 'help_' + arg, None):
            topic()
            return
        command = getattr(self, 'do_' + arg, None)
        if command is None:
            self.error(f'No help for {arg!r}')
        elif sys.flags.optimize >= 2:
            self.error(f'No help for {arg!r}; please do not run Python with -OO if you need command help')
        elif command.__doc__ is None:
            self.error(f'No help for {arg!r}; __doc__ string missing')
        else:
            self.message(self._help_text(command.__doc__))
    do_h = do_help

    def help_exec(self):
        """(!) statement

        Execute a statement in the current frame. The exclamation mark can be left out if the statement does not begin
        like a command.
        """
        self.message((self.help_exec.__doc__ or '').strip())

    def help_pdb(self):
        import pdb
        pdb.help()

    def _help_text(self, doc, usage_only=False):
        lines = [line.strip() for line in doc.rstrip().splitlines()]
        if not lines:
            return 'No help message found.'
        usage = lines.index('') if '' in lines else 1
        out = []
        for i, line in enumerate(lines[:usage] if usage_only else lines):
            prefix = 'Usage: ' if i == 0 else '       ' if i < usage else ''
            out.append(' ' * len(self.prompt) + prefix + line)
        return '\n'.join(out)

    def _print_invalid_arg(self, arg):
        """Says so and shows the usage of the command that calls this."""
        self.error(f'Invalid argument: {arg}' if arg else 'Argument is required for this command')
        doc = inspect.getdoc(getattr(self, sys._getframe(1).f_code.co_name))
        if doc is not None:
            self.message(self._help_text(doc, usage_only=True))

    # ---- completion

    def _complete_expression(self, text, line, begidx, endidx):
        if not self.curframe:
            return []
        names = self.curframe.f_globals | dict(self.curframe.f_locals)
        if '.' not in text:
            return [name for name in names if name.startswith(text)]
        *path, last = text.split('.')
        try:
            o = names[path[0]]
            for name in path[1:]:
                o = getattr(o, name)
        except (KeyError, AttributeError):
            return []
        return ['.'.join(path + [name]) for name in dir(o) if name.startswith(last)]

    complete_p = complete_pp = complete_print = complete_source = complete_whatis = _complete_expression
    complete_display = complete_debug = _complete_expression

    def complete_undisplay(self, text, line, begidx, endidx):
        return [e for e in self.displaying.get(self.curframe, {}) if e.startswith(text)]

    def completenames(self, text, line, begidx, endidx):
        found = cmd.Cmd.completenames(self, text, line, begidx, endidx)
        found += [name for name in self.aliases if name.startswith(text)]
        return found or self._complete_expression(text, line, begidx, endidx)

    completedefault = _complete_expression
