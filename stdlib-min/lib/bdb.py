"""What a debugger is made of: events of a traced program, where it stops, breakpoints."""

import fnmatch
import os
import sys
import weakref
from contextlib import contextmanager
from inspect import CO_ASYNC_GENERATOR, CO_COROUTINE, CO_GENERATOR

__all__ = ['BdbQuit', 'Bdb', 'Breakpoint']

GENERATOR_AND_COROUTINE_FLAGS = CO_GENERATOR | CO_COROUTINE | CO_ASYNC_GENERATOR

# Bdb.stoplineno: at no line.
NOWHERE = -1


class BdbQuit(Exception):
    """The user has given up the program."""


def suspends(frame):
    return frame.f_code.co_flags & GENERATOR_AND_COROUTINE_FLAGS


class Bdb:
    """A debugger without a user: subclasses define what happens at the places where it stops (the user_* methods).

    skip: patterns of the names of modules in which it never stops.
    """

    def __init__(self, skip=None, backend='settrace'):
        if backend == 'monitoring':
            raise NotImplementedError("backend 'monitoring': sys.monitoring reports no events in this interpreter")
        if backend != 'settrace':
            raise ValueError(f"Invalid backend '{backend}'")
        self.backend = backend
        self.skip = set(skip) if skip else None
        # Lines with breakpoints, by file.
        self.breaks = {}
        self.fncache = {}
        # The frame that an event is about, and the one whose end is told.
        self.enterframe = self.frame_returning = None
        # Where the last command was given: its line is not stopped at again.
        self.cmdframe = self.cmdlineno = None
        self.trace_opcodes = False
        self.frame_trace_lines_opcodes = {}
        self.code_linenos = weakref.WeakKeyDictionary()
        self._load_breaks()

    def canonic(self, filename):
        """The absolute name of a file; names in angle brackets, and those of the library's own files, stay."""
        if filename.startswith('<typhon>/') or filename.startswith('<') and filename.endswith('>'):
            return filename
        if filename not in self.fncache:
            self.fncache[filename] = os.path.normcase(os.path.abspath(filename))
        return self.fncache[filename]

    def reset(self):
        """Makes everything ready for a program."""
        import linecache
        linecache.checkcache()
        self.botframe = None
        self._set_stopinfo(None, None)

    def start_trace(self):
        """Events are told from now on."""
        sys.settrace(self.trace_dispatch)

    def stop_trace(self):
        """No more events are told."""
        sys.settrace(None)

    @contextmanager
    def set_enterframe(self, frame):
        """`enterframe` is this frame for a while."""
        self.enterframe = frame
        yield
        self.enterframe = None

    # ---- events

    def trace_dispatch(self, frame, event, arg):
        """The trace function: goes on with the dispatch_* method of an event."""
        with self.set_enterframe(frame):
            if self.quitting:
                return None
            if event == 'line':
                return self.dispatch_line(frame)
            if event in ('call', 'return', 'exception', 'opcode'):
                return getattr(self, 'dispatch_' + event)(frame, arg)
            if event not in ('c_call', 'c_return', 'c_exception'):
                print('bdb.Bdb.dispatch: unknown debugging event:', repr(event))
            return self.trace_dispatch

    def _told(self):
        """After a user_* method: gives the trace function of the frame."""
        self.restart_events()
        if self.quitting:
            raise BdbQuit
        return self.trace_dispatch

    def dispatch_line(self, frame):
        """A line is about to run."""
        commanded = self.cmdframe is frame and self.cmdlineno == frame.f_lineno
        if (self.stop_here(frame) or self.break_here(frame)) and not commanded:
            self.user_line(frame)
            return self._told()
        return self.trace_dispatch

    def dispatch_call(self, frame, arg):
        """A frame begins or goes on."""
        if self.botframe is None:
            self.botframe = frame.f_back
            return self.trace_dispatch
        if not (self.stop_here(frame) or self.break_anywhere(frame)):
            return None
        if self.stopframe and suspends(frame):
            # That a generator goes on is told when stepping only.
            return self.trace_dispatch
        self.user_call(frame, arg)
        return self._told()

    def dispatch_return(self, frame, arg):
        """A frame ends or is suspended."""
        if not (self.stop_here(frame) or frame is self.returnframe):
            return self.trace_dispatch
        if self.stopframe and suspends(frame):
            # The caller may meet its StopIteration.
            self._set_caller_tracefunc(frame)
            return self.trace_dispatch
        try:
            self.frame_returning = frame
            self.user_return(frame, arg)
            self.restart_events()
        finally:
            self.frame_returning = None
        if self.quitting:
            raise BdbQuit
        if self.stopframe is frame and self.stoplineno != NOWHERE:
            self._set_stopinfo(None, None)
        if self.stoplineno != NOWHERE:
            self._set_caller_tracefunc(frame)
        return self.trace_dispatch

    def dispatch_exception(self, frame, arg):
        """An exception was raised in a frame or has come to it."""
        kind, _, tb = arg
        if self.stop_here(frame):
            # What ends the inner generator of a `yield from` is no exception of the program.
            stops = not (suspends(frame) and kind is StopIteration and tb is None)
        else:
            stops = (self.stopframe and frame is not self.stopframe and suspends(self.stopframe)
                     and kind in (StopIteration, GeneratorExit))
        if stops:
            self.user_exception(frame, arg)
            return self._told()
        return self.trace_dispatch

    def dispatch_opcode(self, frame, arg):
        """An instruction is about to run, behind a call of set_trace()."""
        self.user_opcode(frame)
        return self._told()

    def user_call(self, frame, argument_list):
        """A function is called in which there may be a stop."""

    def user_line(self, frame):
        """A stop at a line."""

    def user_return(self, frame, return_value):
        """A stop at the end of a frame."""

    def user_exception(self, frame, exc_info):
        """A stop at an exception."""

    def user_opcode(self, frame):
        """A stop at an instruction."""

    def disable_current_event(self):
        """For backends that can do without an event; this one cannot."""

    def restart_events(self):
        """The reverse of disable_current_event()."""

    # ---- where to stop

    def is_skipped_module(self, module_name):
        """Whether a pattern of `skip` fits a name."""
        return module_name is not None and any(fnmatch.fnmatch(module_name, p) for p in self.skip)

    def stop_here(self, frame):
        """Whether the last command asks for a stop in a frame."""
        if self.skip and self.is_skipped_module(frame.f_globals.get('__name__')):
            return False
        if frame is self.stopframe:
            return self.stoplineno != NOWHERE and frame.f_lineno >= self.stoplineno
        return not self.stopframe

    def break_here(self, frame):
        """Whether a breakpoint asks for it. A temporary one is gone then."""
        filename = self.canonic(frame.f_code.co_filename)
        lines = self.breaks.get(filename, ())
        # A breakpoint of a function counts at its first line.
        for line in frame.f_lineno, frame.f_code.co_firstlineno:
            if line in lines:
                break
        else:
            return False
        found, may_go = effective(filename, line, frame)
        if not found:
            return False
        self.currentbp = found.number
        if may_go and found.temporary:
            self.do_clear(str(found.number))
        return True

    def do_clear(self, arg):
        """Removes a temporary breakpoint; subclasses define it."""
        raise NotImplementedError('subclass of bdb must implement do_clear()')

    def break_anywhere(self, frame):
        """Whether there is a breakpoint in the code of a frame."""
        lines = self.breaks.get(self.canonic(frame.f_code.co_filename), ())
        return any(self._lineno_in_frame(line, frame) for line in lines)

    def _lineno_in_frame(self, lineno, frame):
        code = frame.f_code
        if lineno < code.co_firstlineno:
            return False
        if code not in self.code_linenos:
            self.code_linenos[code] = {line for _, _, line in code.co_lines()}
        return lineno in self.code_linenos[code]

    def _set_trace_opcodes(self, trace_opcodes):
        if trace_opcodes == self.trace_opcodes:
            return
        self.trace_opcodes = trace_opcodes
        frame = self.enterframe
        while frame is not None:
            frame.f_trace_opcodes = trace_opcodes
            if frame is self.botframe:
                break
            frame = frame.f_back

    def _set_stopinfo(self, stopframe, returnframe, stoplineno=0, opcode=False, cmdframe=None, cmdlineno=None):
        """stopframe: stop in this frame only, from line `stoplineno` on (NOWHERE: never); None: in any.
        returnframe: stop at its end."""
        self.stopframe, self.returnframe, self.stoplineno = stopframe, returnframe, stoplineno
        self.quitting = False
        self.cmdframe, self.cmdlineno = cmdframe, cmdlineno
        self._set_trace_opcodes(opcode)

    def _set_caller_tracefunc(self, frame):
        caller = frame.f_back
        if caller and not caller.f_trace and caller is not self.botframe:
            caller.f_trace = self.trace_dispatch

    def set_until(self, frame, lineno=None):
        """Go on to a line of a frame, the next greater one if none is given, or its end."""
        line = frame.f_lineno + 1 if lineno is None else lineno
        self._set_stopinfo(frame, frame, line, cmdframe=frame, cmdlineno=frame.f_lineno)

    def set_step(self):
        """Go on to the next line or event."""
        frame = self.enterframe
        self._set_stopinfo(None, None, cmdframe=frame, cmdlineno=getattr(frame, 'f_lineno', None))

    def set_stepinstr(self):
        """Go on to the next instruction."""
        self._set_stopinfo(None, None, opcode=True)

    def set_next(self, frame):
        """Go on to the next line of a frame or of those that called it."""
        self._set_stopinfo(frame, None, cmdframe=frame, cmdlineno=frame.f_lineno)

    def set_return(self, frame):
        """Go on to the end of a frame."""
        if suspends(frame):
            self._set_stopinfo(frame, frame, NOWHERE)
        else:
            self._set_stopinfo(frame.f_back, frame)

    def set_trace(self, frame=None):
        """Debug from a frame on, that of the caller if none is given."""
        if self.enterframe is not None:
            # The debugger itself has come here.
            return
        self.stop_trace()
        if frame is None:
            frame = sys._getframe().f_back
        self.reset()
        with self.set_enterframe(frame):
            while frame:
                frame.f_trace = self.trace_dispatch
                self.botframe = frame
                self.frame_trace_lines_opcodes[frame] = frame.f_trace_lines, frame.f_trace_opcodes
                frame.f_trace_lines = True
                frame = frame.f_back
            self.set_stepinstr()
        self.start_trace()

    def set_continue(self):
        """Go on to a breakpoint; without one the program is traced no more."""
        self._set_stopinfo(self.botframe, None, NOWHERE)
        if self.breaks:
            return
        self.stop_trace()
        frame = sys._getframe().f_back
        while frame and frame is not self.botframe:
            frame.f_trace = None
            frame = frame.f_back
        for frame, what in self.frame_trace_lines_opcodes.items():
            frame.f_trace_lines, frame.f_trace_opcodes = what
        self.frame_trace_lines_opcodes = {}

    def set_quit(self):
        """Give up the program: BdbQuit is raised at the next event."""
        self.stopframe, self.returnframe = self.botframe, None
        self.quitting = True
        self.stop_trace()

    # ---- breakpoints: what gives a text says why it failed

    def _add_to_breaks(self, filename, lineno):
        lines = self.breaks.setdefault(filename, [])
        if lineno not in lines:
            lines.append(lineno)

    def _load_breaks(self):
        for filename, lineno in Breakpoint.bplist:
            self._add_to_breaks(filename, lineno)

    def _prune_breaks(self, filename, lineno):
        if (filename, lineno) not in Breakpoint.bplist:
            self.breaks[filename].remove(lineno)
        if not self.breaks[filename]:
            del self.breaks[filename]

    def set_break(self, filename, lineno, temporary=False, cond=None, funcname=None):
        """A new breakpoint at a line of a file."""
        import linecache
        filename = self.canonic(filename)
        if not linecache.getline(filename, lineno):
            return f'Line {filename}:{lineno} does not exist'
        self._add_to_breaks(filename, lineno)
        Breakpoint(filename, lineno, temporary, cond, funcname)
        frame = self.enterframe
        while frame:
            if self.break_anywhere(frame):
                frame.f_trace = self.trace_dispatch
            frame = frame.f_back
        return None

    def _delete_at(self, filename, lineno):
        for point in list(Breakpoint.bplist[filename, lineno]):
            point.deleteMe()

    def clear_break(self, filename, lineno):
        """Removes the breakpoints at a line."""
        filename = self.canonic(filename)
        if filename not in self.breaks:
            return f'There are no breakpoints in {filename}'
        if lineno not in self.breaks[filename]:
            return f'There is no breakpoint at {filename}:{lineno}'
        self._delete_at(filename, lineno)
        self._prune_breaks(filename, lineno)
        return None

    def clear_bpbynumber(self, arg):
        """Removes the breakpoint with a number, which is given as text."""
        try:
            point = self.get_bpbynumber(arg)
        except ValueError as e:
            return str(e)
        point.deleteMe()
        self._prune_breaks(point.file, point.line)
        return None

    def clear_all_file_breaks(self, filename):
        """Removes the breakpoints of a file."""
        filename = self.canonic(filename)
        if filename not in self.breaks:
            return f'There are no breakpoints in {filename}'
        for line in self.breaks.pop(filename):
            self._delete_at(filename, line)
        return None

    def clear_all_breaks(self):
        """Removes all breakpoints."""
        if not self.breaks:
            return 'There are no breakpoints'
        for point in filter(None, list(Breakpoint.bpbynumber)):
            point.deleteMe()
        self.breaks = {}
        return None

    def get_bpbynumber(self, arg):
        """The breakpoint with a number; ValueError says why there is none."""
        if not arg:
            raise ValueError('Breakpoint number expected')
        try:
            number = int(arg)
        except ValueError:
            raise ValueError(f'Non-numeric breakpoint number {arg}') from None
        try:
            point = Breakpoint.bpbynumber[number]
        except IndexError:
            raise ValueError(f'Breakpoint number {number} out of range') from None
        if point is None:
            raise ValueError(f'Breakpoint {number} already deleted')
        return point

    def get_break(self, filename, lineno):
        """Whether there is a breakpoint at a line."""
        return lineno in self.get_file_breaks(filename)

    def get_breaks(self, filename, lineno):
        """The breakpoints at a line."""
        filename = self.canonic(filename)
        return Breakpoint.bplist.get((filename, lineno), []) if self.get_break(filename, lineno) else []

    def get_file_breaks(self, filename):
        """The lines of a file with breakpoints."""
        return self.breaks.get(self.canonic(filename), [])

    def get_all_breaks(self):
        """The lines with breakpoints, by file."""
        return self.breaks

    # ---- the stack

    def get_stack(self, f, t):
        """(frame, line) of a frame, those that called it and those of a traceback, and the index of the present one."""
        if t and t.tb_frame is f:
            t = t.tb_next
        stack, frame = [], f
        while frame is not None:
            stack.insert(0, (frame, frame.f_lineno))
            if frame is self.botframe:
                break
            frame = frame.f_back
        index = max(0, len(stack) - 1)
        while t is not None:
            stack.append((t.tb_frame, t.tb_lineno))
            t = t.tb_next
        if frame is None:
            index = max(0, len(stack) - 1)
        return stack, index

    def format_stack_entry(self, frame_lineno, lprefix=': '):
        """A line of text for (frame, line): file, function, returned value, source."""
        import linecache
        import reprlib
        frame, lineno = frame_lineno
        filename = self.canonic(frame.f_code.co_filename)
        text = f'{filename}({lineno!r}){frame.f_code.co_name or "<lambda>"}()'
        values = frame.f_locals
        if '__return__' in values:
            text += '->' + reprlib.repr(values['__return__'])
        if lineno is None:
            return f'{text}{lprefix}Warning: lineno is None'
        if line := linecache.getline(filename, lineno, frame.f_globals):
            text += lprefix + line.strip()
        return text

    # ---- programs

    def run(self, cmd, globals=None, locals=None):
        """Debugs statements: text or code."""
        globals, locals = _namespaces(globals, locals)
        self.reset()
        if isinstance(cmd, str):
            cmd = compile(cmd, '<string>', 'exec')
        self.start_trace()
        try:
            exec(cmd, globals, locals)
        except BdbQuit:
            pass
        finally:
            self.quitting = True
            self.stop_trace()

    def runeval(self, expr, globals=None, locals=None):
        """Debugs an expression and gives its value."""
        globals, locals = _namespaces(globals, locals)
        self.reset()
        self.start_trace()
        try:
            return eval(expr, globals, locals)
        except BdbQuit:
            pass
        finally:
            self.quitting = True
            self.stop_trace()

    def runctx(self, cmd, globals, locals):
        """The same as run()."""
        self.run(cmd, globals, locals)

    def runcall(self, func, /, *args, **kwds):
        """Debugs a call and gives its result."""
        self.reset()
        self.start_trace()
        try:
            return func(*args, **kwds)
        except BdbQuit:
            return None
        finally:
            self.quitting = True
            self.stop_trace()


def _namespaces(globals, locals):
    if globals is None:
        import __main__
        globals = __main__.__dict__
    return globals, globals if locals is None else locals


def set_trace():
    """Debugs from the caller on, with a debugger that does nothing."""
    Bdb().set_trace()


class Breakpoint:
    """A line, or the first line of a function, at which programs stop. All debuggers share them."""

    next = 1
    # By (file, line), and by number: None is at the place of what was deleted.
    bplist = {}
    bpbynumber = [None]

    def __init__(self, file, line, temporary=False, cond=None, funcname=None):
        self.file, self.line = file, line
        self.temporary, self.cond, self.funcname = temporary, cond, funcname
        self.func_first_executable_line = None
        self.enabled = True
        self.ignore = self.hits = 0
        self.number = Breakpoint.next
        Breakpoint.next += 1
        self.bpbynumber.append(self)
        self.bplist.setdefault((file, line), []).append(self)

    @staticmethod
    def clearBreakpoints():
        """Forgets all breakpoints and their numbers."""
        Breakpoint.next = 1
        Breakpoint.bplist = {}
        Breakpoint.bpbynumber = [None]

    def deleteMe(self):
        """Removes the breakpoint from both tables."""
        self.bpbynumber[self.number] = None
        here = self.bplist[self.file, self.line]
        here.remove(self)
        if not here:
            del self.bplist[self.file, self.line]

    def enable(self):
        """The breakpoint counts."""
        self.enabled = True

    def disable(self):
        """It does not count until it is enabled."""
        self.enabled = False

    def bpprint(self, out=None):
        """Prints bpformat()."""
        print(self.bpformat(), file=out or sys.stdout)

    def bpformat(self):
        """What is known of the breakpoint, in one or several lines."""
        disposition = 'del' if self.temporary else 'keep'
        enabled = 'yes' if self.enabled else 'no'
        text = f'{self.number:<4d}breakpoint   {disposition:<4} {enabled:<5} at {self.file}:{self.line}'
        if self.cond:
            text += f'\n\tstop only if {self.cond}'
        if self.ignore:
            text += f'\n\tignore next {self.ignore} hits'
        if self.hits:
            text += f'\n\tbreakpoint already hit {self.hits} time{"s" * (self.hits > 1)}'
        return text

    def __str__(self):
        return f'breakpoint {self.number} at {self.file}:{self.line}'


def checkfuncname(b, frame):
    """Whether a breakpoint is meant where a frame stands: at its line, or at the first line that a call of its function
    comes to."""
    if not b.funcname:
        return b.line == frame.f_lineno
    if frame.f_code.co_name != b.funcname:
        return False
    if not b.func_first_executable_line:
        b.func_first_executable_line = frame.f_lineno
    return b.func_first_executable_line == frame.f_lineno


def effective(file, line, frame):
    """(breakpoint, whether it may be deleted if it is temporary) of the one that stops a frame at a line; (None, None) if
    none does."""
    for b in Breakpoint.bplist[file, line]:
        if not b.enabled or not checkfuncname(b, frame):
            continue
        b.hits += 1
        if b.cond:
            try:
                if not eval(b.cond, frame.f_globals, frame.f_locals):
                    continue
            except:
                # The user is to see it; the breakpoint stays.
                return b, False
        if b.ignore > 0:
            b.ignore -= 1
            continue
        return b, True
    return None, None
