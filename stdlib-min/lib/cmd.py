"""A loop that reads commands and calls a method for each."""

import sys

__all__ = ['Cmd']

PROMPT = '(Cmd) '
IDENTCHARS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_'


class Cmd:
    """Methods do_NAME are the commands, help_NAME and their docstrings the help, complete_NAME completes arguments."""

    prompt = PROMPT
    identchars = IDENTCHARS
    ruler = '='
    lastcmd = ''
    intro = None
    doc_leader = ''
    doc_header = 'Documented commands (type help <topic>):'
    misc_header = 'Miscellaneous help topics:'
    undoc_header = 'Undocumented commands:'
    nohelp = '*** No help on %s'
    use_rawinput = True

    def __init__(self, completekey='tab', stdin=None, stdout=None):
        self.stdin = sys.stdin if stdin is None else stdin
        self.stdout = sys.stdout if stdout is None else stdout
        self.cmdqueue = []
        self.completekey = completekey

    def cmdloop(self, intro=None):
        """Reads and executes until a command says stop; 'EOF' is the command at the end of the input."""
        self.preloop()
        restore = self._start_completion() if self.use_rawinput and self.completekey else None
        try:
            if intro is not None:
                self.intro = intro
            if self.intro:
                self.stdout.write(str(self.intro) + '\n')
            stop = None
            while not stop:
                line = self.cmdqueue.pop(0) if self.cmdqueue else self._read()
                line = self.precmd(line)
                stop = self.onecmd(line)
                stop = self.postcmd(stop, line)
            self.postloop()
        finally:
            if restore:
                restore()

    def _start_completion(self):
        """Lets the line editor complete commands; what restores it, or None without one."""
        try:
            import readline
        except ImportError:
            return None
        before = readline.get_completer()
        readline.set_completer(self.complete)
        if readline.backend == 'editline' and self.completekey == 'tab':
            readline.parse_and_bind('bind ^I rl_complete')
        else:
            readline.parse_and_bind(self.completekey + ': complete')
        return lambda: readline.set_completer(before)

    def _read(self):
        if self.use_rawinput:
            try:
                return input(self.prompt)
            except EOFError:
                return 'EOF'
        self.stdout.write(self.prompt)
        self.stdout.flush()
        line = self.stdin.readline()
        return line.rstrip('\r\n') if line else 'EOF'

    # ---- for subclasses

    def precmd(self, line):
        """What is executed for a line."""
        return line

    def postcmd(self, stop, line):
        """Whether to stop after a command."""
        return stop

    def preloop(self):
        """Called before the loop."""

    def postloop(self):
        """Called after it."""

    # ---- commands

    def parseline(self, line):
        """(command, arguments, line); command is None for what is none."""
        line = line.strip()
        if not line:
            return None, None, line
        if line[0] == '?':
            line = 'help ' + line[1:]
        elif line[0] == '!':
            if not hasattr(self, 'do_shell'):
                return None, None, line
            line = 'shell ' + line[1:]
        end = 0
        while end < len(line) and line[end] in self.identchars:
            end += 1
        return line[:end], line[end:].strip(), line

    def onecmd(self, line):
        """Executes one line; whether to stop."""
        command, arguments, line = self.parseline(line)
        if not line:
            return self.emptyline()
        if command is None:
            return self.default(line)
        self.lastcmd = '' if line == 'EOF' else line
        if command == '':
            return self.default(line)
        method = getattr(self, 'do_' + command, None)
        return self.default(line) if method is None else method(arguments)

    def emptyline(self):
        """An empty line repeats the last command."""
        if self.lastcmd:
            return self.onecmd(self.lastcmd)

    def default(self, line):
        """For what is no command."""
        self.stdout.write(f'*** Unknown syntax: {line}\n')

    # ---- completion

    def completedefault(self, *ignored):
        """Completes arguments of commands without a method for that."""
        return []

    def completenames(self, text, *ignored):
        wanted = 'do_' + text
        return [name[3:] for name in self.get_names() if name.startswith(wanted)]

    def complete(self, text, state):
        """The candidate number `state` for what stands in the line editor."""
        if state == 0:
            import readline
            whole = readline.get_line_buffer()
            line = whole.lstrip()
            cut = len(whole) - len(line)
            begin, end = readline.get_begidx() - cut, readline.get_endidx() - cut
            if begin > 0:
                command, _, _ = self.parseline(line)
                method = getattr(self, 'complete_' + command, self.completedefault) if command else self.completedefault
            else:
                method = self.completenames
            self.completion_matches = method(text, line, begin, end)
        try:
            return self.completion_matches[state]
        except IndexError:
            return None

    def get_names(self):
        return dir(self.__class__)

    def complete_help(self, *args):
        topics = {name[5:] for name in self.get_names() if name.startswith('help_' + args[0])}
        return list(set(self.completenames(*args)) | topics)

    # ---- help

    def do_help(self, arg):
        'List available commands with "help" or detailed help with "help cmd".'
        if arg:
            if method := getattr(self, 'help_' + arg, None):
                method()
                return
            from inspect import cleandoc
            command = getattr(self, 'do_' + arg, None)
            doc = command.__doc__ if command is not None else None
            self.stdout.write((cleandoc(doc) if doc else str(self.nohelp % (arg,))) + '\n')
            return
        names = sorted(set(self.get_names()))
        topics = {name[5:] for name in names if name.startswith('help_')}
        documented, bare = [], []
        for name in names:
            if not name.startswith('do_'):
                continue
            command = name[3:]
            if command in topics:
                topics.discard(command)
                documented.append(command)
            elif getattr(self, name).__doc__:
                documented.append(command)
            else:
                bare.append(command)
        self.stdout.write(str(self.doc_leader) + '\n')
        self.print_topics(self.doc_header, documented, 15, 80)
        self.print_topics(self.misc_header, sorted(topics), 15, 80)
        self.print_topics(self.undoc_header, bare, 15, 80)

    def print_topics(self, header, cmds, cmdlen, maxcol):
        if cmds:
            self.stdout.write(str(header) + '\n')
            if self.ruler:
                self.stdout.write(str(self.ruler * len(header)) + '\n')
            self.columnize(cmds, maxcol - 1)
            self.stdout.write('\n')

    def columnize(self, list, displaywidth=80):
        """Strings in columns, as few lines as the width allows."""
        if not list:
            self.stdout.write('<empty>\n')
            return
        wrong = [i for i, item in enumerate(list) if not isinstance(item, str)]
        if wrong:
            raise TypeError('list[i] not a string for i in %s' % ', '.join(map(str, wrong)))
        count = len(list)
        if count == 1:
            self.stdout.write(f'{list[0]}\n')
            return
        for rows in range(1, count):
            columns = [list[start:start + rows] for start in range(0, count, rows)]
            widths = [max(map(len, column)) for column in columns]
            if sum(widths) + 2 * (len(widths) - 1) <= displaywidth:
                break
        else:
            rows, columns, widths = count, [list], [0]
        for row in range(rows):
            cells = [column[row] for column in columns if row < len(column)]
            line = '  '.join(cell.ljust(widths[i]) for i, cell in enumerate(cells))
            self.stdout.write(f'{line}\n')
