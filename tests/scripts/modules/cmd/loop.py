# A command interpreter: loop, parsing, help, completion, columns.
import cmd
import io
import sys


class Shell(cmd.Cmd):
    """A shell."""
    intro = 'Welcome'
    prompt = '> '
    use_rawinput = False

    def preloop(self):
        print('preloop', file=self.stdout)

    def postloop(self):
        print('postloop', file=self.stdout)

    def precmd(self, line):
        return line.replace('again', 'add 1 2')

    def do_add(self, arg):
        """Adds numbers.

            Indented."""
        print(sum(map(int, arg.split())), file=self.stdout)

    def do_quiet(self, arg):
        pass

    def do_shell(self, arg):
        print('shell', repr(arg), file=self.stdout)

    def help_topic(self):
        print('about the topic', file=self.stdout)

    def help_quiet(self):
        print('quiet help', file=self.stdout)

    def do_quit(self, arg):
        return True

    def do_EOF(self, arg):
        print('end', file=self.stdout)
        return True


def run(text, **attributes):
    s = Shell(stdin=io.StringIO(text), stdout=(out := io.StringIO()))
    vars(s).update(attributes)
    s.cmdloop()
    print(out.getvalue())
    return s


run('add 1 2 3\n\nagain\nhelp\nhelp add\n?quiet\nhelp topic\nhelp nothing\n!ls -l\nwhat is this\n=x\nquit\nadd 1\n')
run('add 1\n', intro=None, cmdqueue=['add 5 5', 'quiet', '', 'EOF'])
s = Shell()
for line in '', 'add 1', '  add   1 2 ', '?', '? x', '! x', '!', 'a.b', '+', 'add_1', 'EOF', '\u00e9 x':
    print(repr(line), s.parseline(line))
print(sorted(s.completenames('q')), sorted(s.complete_help('')), s.completedefault('x'))
for items in [], ['one'], [str(i) * (i % 7 + 1) for i in range(40)], ['x' * 50, 'y' * 60], ['a', 'b', 'c']:
    for width in 80, 20:
        s.columnize(items, width)
try:
    s.columnize(['a', 1, None])
except TypeError as e:
    print('TypeError', e)


class Bare(cmd.Cmd):
    pass


print(cmd.Cmd.parseline(Bare(), '!x'))
b = Bare()
b.onecmd('nothing here')
b.onecmd('!x')
b.onecmd('')
b.print_topics('Header', ['a', 'b'], 15, 80)
b.do_help('')
b.ruler = '-'
b.do_help('help')
sys.stdin = io.StringIO('help me\nEOF\n')


class Raw(cmd.Cmd):
    prompt = 'raw> '

    def do_EOF(self, arg):
        return True


Raw(completekey=None).cmdloop('hello')
