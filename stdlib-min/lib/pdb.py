"""The debugger with a prompt: pdb.set_trace(), breakpoint(), pdb.post_mortem(), python -m pdb script.py."""

import bdb
import cmd
import os
import signal
import sys
import traceback
from contextlib import contextmanager

from _pdb_look import Look
from _pdb_points import Points, find_function
from _pdb_run import Run
from _pdb_statement import Statements
from _pdb_target import ModuleTarget, ScriptTarget

__all__ = ['run', 'pm', 'Pdb', 'runeval', 'runctx', 'runcall', 'set_trace', 'post_mortem', 'set_default_backend',
           'get_default_backend', 'help']

# Between place and source of a frame.
line_prefix = '\n-> '

_default_backend = 'settrace'


def set_default_backend(backend):
    """The backend of debuggers that are made without one: 'settrace' is the only one that works here."""
    global _default_backend
    if backend not in ('settrace', 'monitoring'):
        raise ValueError(f'Invalid backend: {backend}')
    _default_backend = backend


def get_default_backend():
    """See set_default_backend()."""
    return _default_backend


class Restart(Exception):
    """The program is to be run once more."""


class Pdb(Look, Points, Run, Statements, bdb.Bdb, cmd.Cmd):
    """A debugger that asks for commands wherever it stops."""

    MAX_CHAINED_EXCEPTION_DEPTH = 999

    _last_pdb_instance = None
    # SIGINT's handler while the program runs on; that of the program is put back at the prompt.
    _previous_sigint_handler = None
    # When files were changed that frames stood in at a stop.
    _file_mtime_table = {}

    def __init__(self, completekey='tab', stdin=None, stdout=None, skip=None, nosigint=False, readrc=True, mode=None,
                 backend=None, colorize=False):
        bdb.Bdb.__init__(self, skip=skip, backend=backend or get_default_backend())
        cmd.Cmd.__init__(self, completekey, stdin, stdout)
        sys.audit('pdb.Pdb')
        if stdout:
            self.use_rawinput = False
        self.prompt = '(Pdb) '
        try:
            import readline
            # Without the characters of expressions and file names.
            readline.set_completer_delims(' \t\n`@#%^&*()=+[{]}\\|;:\'",<>?')
        except ImportError:
            pass
        # These belong to the word: `c.a` is no command `c`.
        self.identchars = cmd.Cmd.identchars + '=.[](),"\'+-*/%@&|<>~^'
        self.aliases = {}
        # By frame: values of expressions when they were shown last.
        self.displaying = {}
        self.mode = mode
        self.mainpyfile = ''
        self._wait_for_mainpyfile = False
        self._user_requested_quit = False
        # By frame of a traceback: the line where the exception was raised.
        self.tb_lineno = {}
        self.nosigint = nosigint
        self.allow_kbdint = False
        # Commands for breakpoints, by number; whether some are being typed, and for which one.
        self.commands = {}
        self.commands_defining = False
        self.commands_bnum = None
        self._chained_exceptions = ()
        self._chained_exception_index = 0
        self.rcLines = []
        if readrc:
            for name in os.path.expanduser('~/.pdbrc'), '.pdbrc':
                try:
                    with open(name, encoding='utf-8') as f:
                        self.rcLines.extend(f)
                except OSError:
                    pass

    # ---- stops

    def set_trace(self, frame=None, *, commands=None):
        """Debugs from a frame on; `commands` are executed first."""
        Pdb._last_pdb_instance = self
        if frame is None:
            frame = sys._getframe().f_back
        if commands is not None:
            self.rcLines.extend(commands)
        super().set_trace(frame)

    async def set_trace_async(self, frame=None, *, commands=None):
        """Not there: the prompt cannot await."""
        raise NotImplementedError('pdb.Pdb.set_trace_async: the prompt cannot await in this interpreter')

    def sigint_handler(self, signum, frame):
        """Ctrl-C while the program runs: a stop."""
        if self.allow_kbdint:
            raise KeyboardInterrupt
        self.message("\nProgram interrupted. (Use 'cont' to resume).")
        self.set_step()
        self.set_trace(frame)

    def _is_before_main(self, frame=None):
        """Whether the program that runs has not reached its own file yet."""
        if self._wait_for_mainpyfile and frame is not None:
            self._wait_for_mainpyfile = self.canonic(frame.f_code.co_filename) != self.mainpyfile
        return self._wait_for_mainpyfile

    def user_call(self, frame, argument_list):
        if not self._is_before_main() and self.stop_here(frame):
            self.message('--Call--')
            self.interaction(frame, None)

    def user_line(self, frame):
        if self._is_before_main(frame):
            return
        if self.trace_opcodes and frame.f_lineno is None:
            self.set_stepinstr()
            return
        self.bp_commands(frame)
        self.interaction(frame, None)

    user_opcode = user_line

    def user_return(self, frame, return_value):
        if self._is_before_main():
            return
        frame.f_locals['__return__'] = return_value
        self.set_convenience_variable(frame, '_retval', return_value)
        self.message('--Return--')
        self.interaction(frame, None)

    def user_exception(self, frame, exc_info):
        if self._is_before_main():
            return
        kind, value, tb = exc_info
        frame.f_locals['__exception__'] = kind, value
        self.set_convenience_variable(frame, '_exception', value)
        internal = 'Internal ' if not tb and kind is StopIteration else ''
        self.message(internal + self._format_exc(value))
        self.interaction(frame, tb)

    def bp_commands(self, frame):
        """Puts the commands of the breakpoint that was met in front of what the user types."""
        number = getattr(self, 'currentbp', 0)
        if number and number in self.commands:
            self.currentbp = 0
            self.cmdqueue += self.commands[number]
            self.cmdqueue.append(f'_pdbcmd_restore_lastcmd {self.lastcmd}')

    # ---- the prompt

    def reset(self):
        bdb.Bdb.reset(self)
        self.forget()

    def forget(self):
        """The stack that commands work on is no longer there."""
        self.lineno = None
        self.stack = []
        self.curindex = 0
        if frame := getattr(self, 'curframe', None):
            frame.f_globals.pop('__pdb_convenience_variables', None)
        self.curframe = None
        self.tb_lineno.clear()

    def setup(self, f, tb):
        """Commands work on the stack of a frame and a traceback."""
        self.forget()
        self.stack, self.curindex = self.get_stack(f, tb)
        while tb:
            self.tb_lineno[tb.tb_frame] = _line_at(tb.tb_frame.f_code, tb.tb_lasti)
            tb = tb.tb_next
        self.curframe = self.stack[self.curindex][0]
        self.set_convenience_variable(self.curframe, '_frame', self.curframe)
        if self._chained_exceptions:
            shown = self._chained_exceptions[self._chained_exception_index]
            self.set_convenience_variable(self.curframe, '_exception', shown)
        self._note_files(self.curframe)
        if self.rcLines:
            self.cmdqueue = [line for line in self.rcLines if line.strip() and not line.strip().startswith('#')]
            self.rcLines = []

    def interaction(self, frame, tb_or_exc):
        """Executes commands until one lets the program go on."""
        if Pdb._previous_sigint_handler:
            try:
                signal.signal(signal.SIGINT, Pdb._previous_sigint_handler)
                Pdb._previous_sigint_handler = None
            except ValueError:
                # Not the main thread.
                pass
        chain, tb = self._chain(tb_or_exc)
        with self._hold_exceptions(chain):
            self.setup(frame, tb)
            # Comes after the commands that wait: the place is shown when the user is asked.
            self.cmdqueue.append('_pdbcmd_print_frame_status')
            self._cmdloop()
            self._pdbcmd_silence_frame_status('')
            self.forget()

    def _chain(self, tb_or_exc):
        """The exceptions that led to one, the oldest first, and its traceback."""
        if not isinstance(tb_or_exc, BaseException):
            return (), tb_or_exc
        chain, e = [], tb_or_exc
        while e is not None and e not in chain:
            chain.insert(0, e)
            if len(chain) >= self.MAX_CHAINED_EXCEPTION_DEPTH:
                self.message(f'More than {self.MAX_CHAINED_EXCEPTION_DEPTH} chained exceptions: '
                             '`exceptions` shows the last ones.')
                break
            e = e.__cause__ if e.__cause__ is not None or e.__suppress_context__ else e.__context__
        return tuple(chain), tb_or_exc.__traceback__

    @contextmanager
    def _hold_exceptions(self, chain):
        self._chained_exceptions = chain
        self._chained_exception_index = len(chain) - 1
        try:
            yield
        finally:
            self._chained_exceptions = ()
            self._chained_exception_index = 0

    def _cmdloop(self):
        while True:
            try:
                self.allow_kbdint = True
                self.cmdloop()
                self.allow_kbdint = False
                return
            except KeyboardInterrupt:
                self.message('--KeyboardInterrupt--')

    def message(self, msg, end='\n'):
        """Says something."""
        print(msg, end=end, file=self.stdout)

    def error(self, msg):
        """Says that something is wrong."""
        print('***', msg, file=self.stdout)

    def _format_exc(self, exc):
        return traceback.format_exception_only(exc)[-1].strip()

    def _error_exc(self):
        self.error(self._format_exc(sys.exception()))

    # ---- queued with the user's commands

    def _pdbcmd_print_frame_status(self, arg):
        self.print_stack_trace(0)
        self._check_file()
        self._show_display()

    def _pdbcmd_silence_frame_status(self, arg):
        if self.cmdqueue and self.cmdqueue[-1] == '_pdbcmd_print_frame_status':
            self.cmdqueue.pop()

    def _pdbcmd_restore_lastcmd(self, arg):
        self.lastcmd = arg

    # ---- files that change meanwhile

    def _note_files(self, frame):
        while frame:
            name = frame.f_code.co_filename
            if name not in self._file_mtime_table and (changed := _changed(name)) is not None:
                self._file_mtime_table[name] = changed
            frame = frame.f_back

    def _check_file(self):
        name = self.curframe.f_code.co_filename
        changed = _changed(name)
        if changed is not None and self._file_mtime_table.get(name, changed) != changed:
            self.message(f"*** WARNING: file '{name}' was edited, running stale code until the program is rerun")
            self._file_mtime_table[name] = changed

    # ---- the program of the command line

    def _run(self, target):
        import __main__
        self._wait_for_mainpyfile = True
        self._user_requested_quit = False
        self.mainpyfile = self.canonic(target.filename)
        __main__.__dict__.clear()
        __main__.__dict__.update(target.namespace)
        self._file_mtime_table.clear()
        self.run(target.code)

    def _restart(self):
        raise Restart

    def _keep_handler(self, handler):
        Pdb._previous_sigint_handler = handler

    def _new_debugger(self):
        return Pdb(self.completekey, self.stdin, self.stdout)


def _changed(name):
    try:
        return os.path.getmtime(name)
    except Exception:
        return None


def _line_at(code, lasti):
    for start, end, line in code.co_lines():
        if start <= lasti < end:
            return line
    return 0


def run(statement, globals=None, locals=None):
    """Debugs statements: text or code."""
    Pdb().run(statement, globals, locals)


def runeval(expression, globals=None, locals=None):
    """Debugs an expression and gives its value."""
    return Pdb().runeval(expression, globals, locals)


def runctx(statement, globals, locals):
    """The same as run()."""
    run(statement, globals, locals)


def runcall(*args, **kwds):
    """Debugs the call of a function, the first argument, and gives its result."""
    return Pdb().runcall(*args, **kwds)


def set_trace(*, header=None, commands=None):
    """Debugs from the caller on. `header` is shown before, `commands` are executed first."""
    debugger = Pdb._last_pdb_instance
    if debugger is None:
        debugger = Pdb(mode='inline')
    if header is not None:
        debugger.message(header)
    debugger.set_trace(sys._getframe().f_back, commands=commands)


async def set_trace_async(*, header=None, commands=None):
    """Not there: the prompt cannot await."""
    raise NotImplementedError('pdb.set_trace_async: the prompt cannot await in this interpreter')


def post_mortem(t=None):
    """Looks at where an exception was raised: a traceback or an exception, the handled one if none is given."""
    _post_mortem(t, Pdb())


def _post_mortem(t, debugger):
    if t is None and (e := sys.exception()) is not None:
        t = e.__traceback__
    if t is None or isinstance(t, BaseException) and t.__traceback__ is None:
        raise ValueError('A valid traceback must be passed if no exception is being handled')
    debugger.reset()
    debugger.interaction(None, t)


def pm():
    """post_mortem() of the exception that ended the last statement of an interactive session."""
    post_mortem(sys.last_exc)


def help():
    """Prints what each command does."""
    for name in sorted(set(Pdb.summary_order)):
        print(getattr(Pdb, 'do_' + name).__doc__.strip(), end='\n\n')


def _options():
    import argparse
    parser = argparse.ArgumentParser(
        usage='%(prog)s [-h] [-c command] (-m module | -p pid | pyfile) [args ...]',
        description='Debugs a script or module. Commands come from .pdbrc in the home directory and the current one, then '
                    'from -c, then from standard input.', allow_abbrev=False)
    parser.add_argument('-c', '--command', action='append', default=[], metavar='command', dest='commands',
                        help='a command to execute first, repeatable')
    options, rest = parser.parse_known_args()
    options.module = None
    if not rest:
        parser.add_argument('-m', metavar='module', help='the module to debug')
        parser.print_help()
        sys.exit(2)
    if rest[0] in ('-p', '--pid'):
        parser.error('-p: this interpreter cannot attach to another process')
    if rest[0] == '-m':
        if len(rest) == 1:
            parser.error('argument -m: expected one argument')
        options.module, rest = rest[1], rest[1:]
    elif rest[0] == '--':
        rest = rest[1:]
        if not rest:
            parser.error('missing script or module to run')
    elif rest[0].startswith('-'):
        parser.error(f'unrecognized arguments: {rest[0]}')
    return options, rest


def main():
    """The program `python -m pdb`."""
    options, rest = _options()
    target = (ModuleTarget if options.module else ScriptTarget)(rest[0])
    sys.argv[:] = rest
    debugger = Pdb(mode='cli')
    debugger.rcLines.extend(options.commands)
    while True:
        try:
            debugger._run(target)
        except Restart:
            _show_restart(target)
        except SystemExit as e:
            print(f'The program exited via sys.exit(). Exit status: {e}')
        except BaseException as e:
            traceback.print_exception(e)
            print('Uncaught exception. Entering post mortem debugging')
            print("Running 'cont' or 'step' will restart the program")
            try:
                debugger.interaction(None, e)
            except Restart:
                _show_restart(target)
                continue
        if debugger._user_requested_quit:
            break
        print('The program finished and will be restarted')


def _show_restart(target):
    print('Restarting', target, 'with arguments:')
    print('\t' + ' '.join(sys.argv[1:]))


if __name__ == '__main__':
    import pdb
    pdb.main()
