"""Commands of pdb that let a program go on or end."""

import shlex
import signal
import sys


class Run:
    """Part of pdb.Pdb."""

    # These end the list of a breakpoint's commands.
    commands_resuming = ['do_continue', 'do_step', 'do_next', 'do_return', 'do_until', 'do_quit', 'do_jump']

    def do_step(self, arg):
        """s(tep)

        Go on to the next line, in a function that is called or in the current one.
        """
        if arg:
            self._print_invalid_arg(arg)
            return None
        self.set_step()
        return True
    do_s = do_step

    def do_next(self, arg):
        """n(ext)

        Go on to the next line of the current function, or to its end.
        """
        if arg:
            self._print_invalid_arg(arg)
            return None
        self.set_next(self.curframe)
        return True
    do_n = do_next

    def do_until(self, arg):
        """unt(il) [lineno]

        Go on to a line of the current function that is greater than the present one, or at least lineno, or to its end.
        """
        line = None
        if arg:
            try:
                line = int(arg)
            except ValueError:
                self.error(f'Error in argument: {arg!r}')
                return None
            if line <= self.curframe.f_lineno:
                self.error('"until" line number is smaller than current line number')
                return None
        self.set_until(self.curframe, line)
        return True
    do_unt = do_until

    def do_return(self, arg):
        """r(eturn)

        Go on to the end of the current function.
        """
        if arg:
            self._print_invalid_arg(arg)
            return None
        self.set_return(self.curframe)
        return True
    do_r = do_return

    def do_continue(self, arg):
        """c(ont(inue))

        Go on to a breakpoint.
        """
        if arg:
            self._print_invalid_arg(arg)
            return None
        if not self.nosigint:
            try:
                self._keep_handler(signal.signal(signal.SIGINT, self.sigint_handler))
            except ValueError:
                # Not the main thread.
                pass
        self.set_continue()
        return True
    do_c = do_cont = do_continue

    def do_jump(self, arg):
        """j(ump) lineno

        Go on with another line of the innermost frame: earlier code runs again, code in between does not run.
        Blocks cannot be entered that way.
        """
        if not arg:
            self._print_invalid_arg(arg)
            return
        if self.curindex + 1 != len(self.stack):
            self.error('You can only jump within the bottom frame')
            return
        try:
            line = int(arg)
        except ValueError:
            self.error("The 'jump' command requires a line number")
            return
        try:
            self.curframe.f_lineno = line
        except ValueError as e:
            self.error(f'Jump failed: {e}')
            return
        self.stack[self.curindex] = self.curframe, line
        self.print_stack_entry(self.stack[self.curindex])
    do_j = do_jump

    def do_run(self, arg):
        """run [args...]

        Begin the program anew, with other arguments if there are some. Breakpoints stay.
        """
        if self.mode == 'inline':
            self.error('run/restart command is disabled when pdb is running in inline mode.\n'
                       'Use the command line interface to enable restarting your program\n'
                       'e.g. "python -m pdb myscript.py"')
            return
        if arg:
            try:
                sys.argv[1:] = shlex.split(arg)
            except ValueError as e:
                self.error(f'Cannot run {arg}: {e}')
                return
        self._restart()
    do_restart = do_run

    def do_debug(self, arg):
        """debug code

        Debug a statement in the current frame, with a debugger of its own.
        """
        if not arg:
            self._print_invalid_arg(arg)
            return
        self.stop_trace()
        frame = self.curframe
        inner = self._new_debugger()
        inner.prompt = f'({self.prompt.strip()}) '
        self.message('ENTERING RECURSIVE DEBUGGER')
        try:
            sys.call_tracing(inner.run, (arg, frame.f_globals, frame.f_locals))
        except Exception:
            self._error_exc()
        self.message('LEAVING RECURSIVE DEBUGGER')
        self.start_trace()
        self.lastcmd = inner.lastcmd

    def do_quit(self, arg):
        """q(uit) | exit

        End the debugger and the program.
        """
        if self.mode == 'inline' and not hasattr(sys, 'ps1'):
            # There is no debugger around the program that could catch its end.
            while True:
                try:
                    reply = input('Quitting pdb will kill the process. Quit anyway? [y/n] ').lower().strip()
                except EOFError:
                    reply = 'y'
                    self.message('')
                if reply in ('y', ''):
                    sys.exit(1)
                if reply == 'n':
                    return None
        self._user_requested_quit = True
        self.set_quit()
        return True
    do_q = do_exit = do_quit

    def do_EOF(self, arg):
        """EOF

        What the end of the input does: quit.
        """
        self.message('')
        return self.do_quit(arg)
