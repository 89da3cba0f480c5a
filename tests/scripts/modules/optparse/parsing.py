# Options of all kinds, errors, abbreviations, help in two styles.
# env: COLUMNS=80
import optparse
import sys
from optparse import (NO_DEFAULT, SUPPRESS_HELP, SUPPRESS_USAGE, IndentedHelpFormatter, Option, OptionGroup, OptionParser, TitledHelpFormatter,
                      Values, make_option)

sys.stderr = sys.stdout


def refused(f, *args, **kwargs):
    try:
        print('fine', f(*args, **kwargs))
    except (Exception, SystemExit) as e:
        print(type(e).__name__, e)


def note(option, opt, value, parser, *args, **kwargs):
    print('callback', option, opt, value, parser.rargs, parser.largs, args, kwargs)


p = OptionParser('%prog [options] file...', version='%prog 1.5', prog='prog', description='Does what it does, for %prog, and quite a lot of it, so that a line is not enough.',
                 epilog='The end.')
p.add_option('-f', '--file', metavar='FILE', help='a file (default: %default)', default='x')
p.add_option('-n', '--number', type='int', default='0x10', help='a number')
p.add_option('-v', '--verbose', action='count', help='more of it, and this help goes on over several lines because it is long enough for that')
p.add_option('-q', '--quiet', action='store_false', dest='verbose')
p.add_option('--long-option-name-without-room', action='store_true', help='does not fit')
p.add_option('-a', '--add', action='append', type=float)
p.add_option('-c', '--const', action='store_const', const=7)
p.add_option('-C', action='append_const', const='C', dest='consts')
p.add_option('--pair', nargs=2, type='int')
p.add_option('--choice', choices=['red', 'green'])
p.add_option('-z', action='callback', callback=note, callback_args=(1,), callback_kwargs={'k': 2})
p.add_option('--zz', action='callback', callback=note, type='complex')
p.add_option('--hidden', help=SUPPRESS_HELP)
g = OptionGroup(p, 'More', 'They are in a group.')
g.add_option('-x', help='in the group')
p.add_option_group(g)
for line in ('', 'a -f y b', '-fy', '--file=y', '--file y', '--fi y', '-vvv -n 5 -n010 -a 1 -a2.5', '-qc -CC', '--pair 1 2 3', '--choice red', '-z --zz 1j rest', '-- -f', '- -v',
             '-x1 --long', '--hidden=h'):
    values, args = p.parse_args(line.split())
    print(line, vars(values), args)
for line in '-n x', '--number=0xg', '--choice blue', '--f', '--c', '--nothing', '-k', '-f', '--pair 1', '--const=5', '--verbose=1', '--zz x', '--help', '--version':
    refused(p.parse_args, line.split())
print(p.has_option('-f'), p.has_option('--nope'), p.get_option('--file'), p.get_option_group('-x').title, p.get_option_group('-f'), p.defaults['file'], p.get_prog_name())
p.disable_interspersed_args()
print(p.parse_args(['a', '-v']))
p.enable_interspersed_args()
p.set_defaults(file='set', number=9)
p.set_default('x', 'given')
print(p.parse_args([])[0].file, p.parse_args(['-v'], Values({'verbose': 5}))[0])
p.remove_option('-f')
refused(p.parse_args, ['-f'])
refused(p.remove_option, '-f')
t = OptionParser(formatter=TitledHelpFormatter(width=60), usage='Usage: mine', prog='t', option_list=[make_option('-o', '--out', help='where %default goes', metavar='W')])
t.add_option_group('Group').add_option('--in-group', dest='g', help='it')
t.print_help()
t.print_usage()
s = OptionParser(usage=SUPPRESS_USAGE, add_help_option=False)
print(repr(s.format_help()), repr(s.get_usage()), repr(s.get_version()))
f = IndentedHelpFormatter(width=40, max_help_position=15)
f.set_short_opt_delimiter('')
f.set_long_opt_delimiter(' ')
d = OptionParser(formatter=f, prog='d')
d.add_option('-i', '--input', help='from where it comes when it comes')
d.print_help()
refused(f.set_long_opt_delimiter, 'x')
for args, kwargs in [((), {}), (('-',), {}), (('--',), {}), (('-xx',), {}), (('---x',), {}), (('x',), {}), (('-x',), {'action': 'nothing'}), (('-x',), {'type': 'nothing'}), (('-x',), {'foo': 1}),
                     (('-x',), {'action': 'count', 'type': 'int'}), (('-x',), {'type': 'choice'}), (('-x',), {'type': 'choice', 'choices': 'abc'}), (('-x',), {'type': 'int', 'choices': ['a']}),
                     (('-x',), {'const': 1}), (('-x',), {'action': 'count', 'nargs': 1}), (('-x',), {'action': 'callback'}), (('-x',), {'action': 'callback', 'callback': note, 'callback_args': 1}),
                     (('-x',), {'action': 'callback', 'callback': note, 'callback_kwargs': 1}), (('-x',), {'callback_args': 1}), (('-x', ''), {}), (('-x',), {'type': int}), (('-x', '--ex-it'), {})]:
    try:
        o = Option(*args, **kwargs)
        print('fine', o, o.dest, o.type, o.action, o.nargs, o.default is NO_DEFAULT)
    except (TypeError, optparse.OptionError) as e:
        print(type(e).__name__, e)
c = OptionParser(prog='c')
c.add_option('-a', '--aa', help='first')
refused(c.add_option, '-a', '--bb')
refused(c.add_option, 5)
refused(c.add_option_group, 5)
refused(c.set_conflict_handler, 'x')
c.set_conflict_handler('resolve')
c.add_option('-a', '--bb', help='second')
c.add_option('--aa', '-h', help='third')
print([str(o) for o in c.option_list])
v = Values({'a': 1})
print(v, v == {'a': 1}, v == Values({'a': 1}), v == 5, v.ensure_value('b', []), v.b)
refused(v._update, {}, 'x')
refused(c.error, 'my error')
refused(c.exit, 3, 'bye\n')
