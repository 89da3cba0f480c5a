# Reading: delimiters, comments, values over several lines, options of the parser, errors.
import configparser
import io

text = '''[DEFAULT]
Base = /srv
[ Sect One ]
key=value
Key2 : value two  ; not a comment
# comment
; comment
multi = first
    second

    third # inline
  # comment inside
    fourth
empty =
colon: a=b:c
spaces in key = x
[two]
path = %(base)s/%%x
nested = %(path)s/y
'''


def show(parser):
    for name, section in parser.items():
        print(repr(name), {k: section.get(k, raw=True) for k in section})


for options in {}, {'inline_comment_prefixes': ('#', ';')}, {'delimiters': (':',)}, {'empty_lines_in_values': False}, \
        {'interpolation': None}, {'default_section': 'two'}, {'comment_prefixes': ('#',)}, {'strict': False}, {'allow_no_value': True}:
    p = configparser.ConfigParser(**options)
    print(options)
    try:
        p.read_string(text)
    except configparser.Error as e:
        print(type(e).__name__, e)
    show(p)
p = configparser.ConfigParser()
p.read_string(text)
print(p['two']['nested'], p.get('two', 'nested', raw=True), p.get('two', 'nested', vars={'Path': 'P'}), p.items('two'))
print(p.sections(), p.options('two'), p.has_section('DEFAULT'), p.has_option('two', 'BASE'), 'two' in p, 'DEFAULT' in p, len(p), p.defaults())


def refused(f, *args, **kwargs):
    try:
        print('fine', f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, e, e.args)


def read(s, **options):
    options.setdefault('interpolation', None)
    p = configparser.ConfigParser(**options)
    p.read_string(s, 'name')
    show(p)


refused(read, 'key = value\n')
refused(read, '[a]\nx\ny\n=z\nb=1\n')
refused(read, '[a]\n[a]\n')
refused(read, '[a]\nx=1\nX=2\n')
refused(read, '[a]\nx=1\nX=2\n[a]\ny=1', strict=False)
refused(read, '[a]\nx\n  y\n', allow_no_value=True)
refused(read, '[a]\nx\ny =\nz = 1\n', allow_no_value=True)
refused(read, 'x = 1\n[a]\ny=2', allow_unnamed_section=True)
refused(read, '[a]\nx = 1\n  [b]\n y\n')
refused(read, '[]\nx=1')
refused(read, '[a]]\nx=1\n[b] junk\ny=2')
refused(read, '\ufeff[a]')
refused(read, '[a]\nx === 1\ny := 2\nz =: 3')
refused(read, '[a]\nx y=1\n\n\n  2\n\n\n[b]\n')
refused(read, '[a]\nx\t=\t1', delimiters=('\t', '='))
refused(configparser.ConfigParser, interpolation=5)
p = configparser.ConfigParser()
print(p.read(['/nonexistent/file.ini']), p.read('/nonexistent/file.ini', encoding='utf-8'))
p.read_file(['[x]\n', 'a=1\n'])
p.read_dict({'y': {'B': 2, 'c': None if False else 'three'}, 5: {6: 7}})
show(p)
refused(p.read_dict, {'z': {'a': 1, 'A': 2}})
refused(p.read_file, io.StringIO('nothing'), 'given')
