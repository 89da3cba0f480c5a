"""An interactive interpreter for use in scripts."""

import builtins
import sys
import traceback
from codeop import CommandCompiler, compile_command

__all__ = ['InteractiveInterpreter', 'InteractiveConsole', 'interact', 'compile_command']


class InteractiveInterpreter:
    """Compiles and runs what is given to it, in one namespace."""

    def __init__(self, locals=None):
        self.locals = {'__name__': '__console__', '__doc__': None} if locals is None else locals
        self.compile = CommandCompiler()

    def runsource(self, source, filename='<input>', symbol='single'):
        """Runs text if it is whole; whether more is needed."""
        try:
            code = self.compile(source, filename, symbol)
        except Exception:
            self.showsyntaxerror(filename, source=source)
            return False
        if code is None:
            return True
        self.runcode(code)
        return False

    def runcode(self, code):
        """Runs a code object; exceptions are shown, SystemExit goes on."""
        try:
            exec(code, self.locals)
        except SystemExit:
            raise
        except:
            self.showtraceback()

    def showsyntaxerror(self, filename=None, **kwargs):
        """Shows the SyntaxError that is being handled."""
        try:
            kind, value, tb = sys.exc_info()
            if filename and issubclass(kind, SyntaxError):
                value.filename = filename
            self._show(kind, value, None, kwargs.pop('source', ''))
        finally:
            kind = value = tb = None

    def showtraceback(self):
        """Shows the exception that is being handled, without the frame of this module."""
        try:
            kind, value, tb = sys.exc_info()
            self._show(kind, value, tb.tb_next, '')
        finally:
            kind = value = tb = None

    def _show(self, kind, value, tb, source):
        sys.last_type, sys.last_traceback = kind, tb
        value = value.with_traceback(tb)
        # The text is not in a file: show what was typed.
        lines = source.splitlines()
        if (source and kind is SyntaxError and not value.text and value.lineno is not None
                and len(lines) >= value.lineno):
            value.text = lines[value.lineno - 1]
        sys.last_exc = sys.last_value = value
        if sys.excepthook is sys.__excepthook__:
            self._excepthook(kind, value, tb)
            return
        # What hooks raise is shown, and the exception itself too.
        try:
            sys.excepthook(kind, value, tb)
        except SystemExit:
            raise
        except BaseException as e:
            e.__context__ = None
            e = e.with_traceback(e.__traceback__.tb_next)
            print('Error in sys.excepthook:', file=sys.stderr)
            sys.__excepthook__(type(e), e, e.__traceback__)
            print(file=sys.stderr)
            print('Original exception was:', file=sys.stderr)
            sys.__excepthook__(kind, value, tb)

    def _excepthook(self, kind, value, tb):
        self.write(''.join(traceback.format_exception(kind, value, tb)))

    def write(self, data):
        """Where errors go."""
        sys.stderr.write(data)


class InteractiveConsole(InteractiveInterpreter):
    """The same, with prompts."""

    def __init__(self, locals=None, filename='<console>', *, local_exit=False):
        InteractiveInterpreter.__init__(self, locals)
        self.filename = filename
        self.local_exit = local_exit
        self.resetbuffer()

    def resetbuffer(self):
        """Forgets what was typed."""
        self.buffer = []

    def interact(self, banner=None, exitmsg=None):
        """Reads and runs until the end of the input."""
        restore = []

        def default(name, value):
            had = hasattr(sys, name)
            if not had:
                setattr(sys, name, value)
                restore.append((sys, name, None))

        default('ps1', '>>> ')
        default('ps2', '... ')
        if banner is None:
            self.write('Python %s on %s\n%s\n(%s)\n' % (
                sys.version, sys.platform, 'Type "help", "copyright", "credits" or "license" for more information.',
                self.__class__.__name__))
        elif banner:
            self.write('%s\n' % str(banner))
        if self.local_exit:
            # exit() ends this loop only.
            for name in 'exit', 'quit':
                if hasattr(builtins, name):
                    restore.append((builtins, name, getattr(builtins, name)))
                    setattr(builtins, name, Quitter(name))
        more = 0
        try:
            while True:
                try:
                    prompt = sys.ps2 if more else sys.ps1
                    try:
                        line = self.raw_input(prompt)
                    except EOFError:
                        self.write('\n')
                        break
                    more = self.push(line)
                except KeyboardInterrupt:
                    self.write('\nKeyboardInterrupt\n')
                    self.resetbuffer()
                    more = 0
                except SystemExit as e:
                    if not self.local_exit:
                        raise
                    self.write('\n')
                    break
        finally:
            for owner, name, value in restore:
                if value is None:
                    if hasattr(owner, name):
                        delattr(owner, name)
                else:
                    setattr(owner, name, value)
            if exitmsg is None:
                self.write('now exiting %s...\n' % self.__class__.__name__)
            elif exitmsg != '':
                self.write('%s\n' % exitmsg)

    def push(self, line, filename=None, _symbol='single'):
        """One more line; whether more are needed."""
        self.buffer.append(line)
        more = self.runsource('\n'.join(self.buffer), self.filename if filename is None else filename,
                              symbol=_symbol)
        if not more:
            self.resetbuffer()
        return more

    def raw_input(self, prompt=''):
        """One line; EOFError at the end."""
        return input(prompt)


class Quitter:
    def __init__(self, name):
        self.name = name
        self.eof = 'Ctrl-D (i.e. EOF)'

    def __repr__(self):
        return f'Use {self.name} or {self.eof} to exit'

    def __call__(self, code=None):
        raise SystemExit(code)


def interact(banner=None, readfunc=None, local=None, exitmsg=None, local_exit=False):
    """A console with a namespace; readfunc reads a line for a prompt."""
    console = InteractiveConsole(local, local_exit=local_exit)
    if readfunc is not None:
        console.raw_input = readfunc
    else:
        try:
            import readline
        except ImportError:
            pass
    console.interact(banner, exitmsg)


if __name__ == '__main__':
    import argparse
    parser = argparse.ArgumentParser(color=True)
    parser.add_argument('-q', action='store_true', help="don't print version and copyright messages")
    interact('' if parser.parse_args().q or sys.flags.quiet else None)
