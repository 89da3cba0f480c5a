# Values: conversions, interpolation, writing, sections as mappings, converters.
import configparser
import copy
import io
import pickle


def refused(f, *args, **kwargs):
    try:
        print('fine', repr(f(*args, **kwargs)))
    except Exception as e:
        print(type(e).__name__, e, e.args)


p = configparser.ConfigParser({'home': '/h', 'n': '5'}, converters={'list': lambda s: s.split(), 'upper': str.upper})
p.read_string('[a]\nint=12\nfloat=1.5\nyes=Yes\noff=OFF\nbad=maybe\nwords=x y z\nref=%(home)s/%(int)s\nloop=%(loop)s\nmissing=%(nope)s\n'
              'open=%(home\nlone=50% off\npercent=50%% off\n[b]\nn=7\n')
a = p['a']
refused(p.getint, 'a', 'int')
refused(a.getint, 'int')
refused(a.getint, 'float')
refused(p.getfloat, 'a', 'float')
for name in 'yes', 'off', 'bad':
    refused(a.getboolean, name)
refused(a.getlist, 'words')
refused(p.getupper, 'a', 'words')
refused(a.getlist, 'nothing')
refused(a.getint, 'nothing', 3)
refused(a.getint, 'nothing', fallback='f')
refused(p.getint, 'a', 'nothing')
refused(p.getint, 'nothing', 'x', fallback=None)
refused(p.get, 'nothing', 'x')
refused(p.get, 'a', 'nothing', fallback='fb')
for name in 'ref', 'loop', 'missing', 'open', 'lone', 'percent':
    refused(p.get, 'a', name)
    refused(a.get, name, raw=True)
refused(p.items, 'nothing')
refused(p.items, 'b')
refused(p.set, 'a', 'x', '50%')
refused(p.set, 'a', 'x', 5)
refused(p.set, 'zzz', 'x', '5')
refused(p.set, 'a', 5, '5')
refused(p.set, 'a', 'X', '%(n)s')
refused(a.__setitem__, 'y', 1)
refused(a.__getitem__, 'nope')
refused(a.__delitem__, 'nope')
refused(p.__getitem__, 'nope')
refused(p.__delitem__, 'DEFAULT')
refused(p.add_section, 'a')
refused(p.add_section, 'DEFAULT')
refused(p.add_section, 5)
refused(p.add_section, configparser.UNNAMED_SECTION)
refused(p.remove_option, 'a', 'x')
refused(p.remove_option, 'a', 'x')
refused(p.remove_option, 'zzz', 'x')
refused(p.remove_section, 'zzz')
print(a, a.name, a.parser is p, len(a), list(a)[:3], 'INT' in a, sorted(p.converters))
del a['loop'], a['missing'], a['open'], a['lone']
a['new'] = 'line\nline 2'
p['c'] = {'k': 'v'}
p['c'] = {'k2': 'v2'}
for space in True, False:
    out = io.StringIO()
    p.write(out, space)
    print(out.getvalue())
again = configparser.ConfigParser(interpolation=None)
again.read_string(out.getvalue())
print({s: dict(again[s]) for s in again})
print(copy.deepcopy(again) == again, p.popitem()[0])
p.clear()
print(p.sections(), dict(p['DEFAULT']))
refused(p.popitem)

e = configparser.ConfigParser(interpolation=configparser.ExtendedInterpolation())
e.read_string('[x]\na=1\nb=${a}2\nc=${y:d}\ne=$$5\nf=${y:d:e}\ng=${\nh=$x\ni=${z:a}\nj=${nope}\n[y]\nd=${x:b}${e}\ne=E\n')
for name in 'abcefghij':
    refused(e.get, 'x', name)
refused(e.set, 'x', 'q', '$5')
refused(e.set, 'x', 'q', '${a}$$')
r = configparser.RawConfigParser(allow_no_value=True)
r.read_string('[s]\nflag\nx = %(y)s\n')
r.set('s', 'number', 5)
print(r.get('s', 'flag'), r.get('s', 'x'), r.get('s', 'number'))
out = io.StringIO()
r.write(out)
print(out.getvalue())
r.set('s', 'bad=key', 'x')
refused(r.write, io.StringIO())
r = configparser.RawConfigParser()
r.read_dict({'s': {'[key': 'x', '[key]': 'y'}})
refused(r.write, io.StringIO())
u = configparser.ConfigParser(allow_unnamed_section=True)
u.read_string('a=1\n[b]\nc=2\n')
print(u.sections(), u[configparser.UNNAMED_SECTION]['a'])
out = io.StringIO()
u.write(out)
print(out.getvalue())


class Case(configparser.ConfigParser):
    optionxform = staticmethod(str)

    def gethex(self, section, option, **kwargs):
        return int(self.get(section, option, **kwargs), 16)


c = Case()
c.read_string('[s]\nKey=ff\nkey=1\n')
print(list(c['s']), c.gethex('s', 'Key'), c['s'].gethex('key'))
errors = [configparser.NoSectionError('s'), configparser.DuplicateSectionError('s', 'f', 3), configparser.DuplicateOptionError('s', 'o'),
          configparser.NoOptionError('o', 's'), configparser.InterpolationDepthError('o', 's', 'r'), configparser.ParsingError('f', 1, 'x'),
          configparser.MissingSectionHeaderError('f', 1, 'x'), configparser.InterpolationMissingOptionError('o', 's', 'r', 'ref')]
for x in errors:
    y = pickle.loads(pickle.dumps(x))
    print(repr(x), str(y) == str(x), y.args, vars(x) == vars(y))
refused(p.converters.__setitem__, '', int)
refused(p.converters.__setitem__, 5, int)
